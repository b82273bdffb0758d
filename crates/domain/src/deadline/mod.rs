//! The clock by which procedures and dossiers are due: pure, from the rule of the procedure, the events of the file and
//! the calendar of days off. Lateness is never stored; [`clock`] computes it for any moment.
//!
//! **Receipt.** A file received after 15:00 is passed on at the start of the next working day (Decree 61/2018/NĐ-CP Art. 18);
//! so is one received on a day off. Fifteen o'clock sharp is not after. The day a file is received is not itself counted (Civil
//! Code 91/2015/QH13 Art. 147 k2), and a limit ends with its last day, at midnight (Art. 148 k6).
//!
//! **Units.** Working days are those of the [`Calendar`], worked Saturdays included. Calendar days count every day. Months end
//! on the same day number or, where there is none, on the last day of the month (Art. 148 k3). Hours run around the clock, nights
//! and days off included, from the moment of the event (Art. 147 k1); no source read counts office hours.
//!
//! **Papers.** More papers may be asked once (61/2018 Art. 11 k2, Art. 15 k3); a return as not eligible asks for papers too. What
//! happens to the limit is the [`Interruption`] of the procedure: counted again from the start (61/2018 Art. 19 k4), or gone on
//! with (e.g. Decree 193/2025/NĐ-CP Art. 23 k5). A request made again, too late or after the limit does not stop the clock: the
//! applicant does not pay for it, and it is an [`AgencyFault`].
//!
//! **Days not counted.** The day the papers are asked for still counts; the day they come back is like a day of receipt. So a
//! pause of *n* working days moves a limit in working days by exactly *n*.
//!
//! **Days off at the end.** Procedural decrees do not say that a limit in calendar days moves when it ends on a day off; the
//! Civil Code does, where no other law speaks (Art. 148 k5). So it is an option of the rule, [`EndsOnDayOff`].
//!
//! Where an answer needs the days off of a year that is not loaded, it is “cannot say” ([`ClockError::CannotSay`]).

mod consent;
mod count;
mod error;
mod event;
mod fault;
mod limit;
mod plan;
mod rule;
mod run;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

pub use consent::{Silence, consent_from};
pub use count::{Point, receipt_day};
pub use error::{ClockError, NotACode};
pub use event::{Event, EventKind};
pub use fault::{AgencyFault, FaultKind};
pub use limit::{Count, LimitUnit, TimeLimit};
pub use rule::{ClockRule, EndsOnDayOff, Interruption};
pub use run::check_sequence;

use jiff::civil::DateTime;

use crate::calendar::Calendar;
use crate::text::Text;

/// How a file stands as of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// The moment it is told for; later events were left out.
    pub as_of: DateTime,
    /// Where the count in force began: the receipt, or the coming of the full file after a restart. The first unit ends after it.
    pub counts_from: Point,
    /// When the limit ends; `None` while the clock is stopped, since that depends on when it goes on.
    pub due: Option<Point>,
    /// What was counted since `counts_from`, up to the end of the file or to `as_of`. Months are counted in days.
    pub spent: Count,
    /// What the file is doing.
    pub state: State,
    /// Against the limit: at the end of the file, or as of the moment.
    pub standing: Standing,
    /// What the agency did that the rule does not allow.
    pub faults: Vec<AgencyFault>,
}

impl Clock {
    /// What is left of the limit; nothing on its last day and after.
    #[must_use]
    pub fn left(&self) -> Count {
        match self.standing {
            Standing::Early { by } => by,
            Standing::OnTime | Standing::Late { .. } => Count { amount: 0, unit: self.spent.unit },
        }
    }
}

/// What a file is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Đang giải quyết.
    Running,
    /// Chờ bổ sung hồ sơ: papers were asked for in order, and the clock is stopped.
    Waiting {
        /// Since when.
        since: DateTime,
    },
    /// Tạm dừng. A limit that had run out before is not stopped by it: such a file keeps its due day.
    Paused {
        /// Since when.
        since: DateTime,
        /// Why.
        reason: Text,
    },
    /// Đã có kết quả.
    Finished {
        /// When.
        at: DateTime,
    },
}

/// A file against its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Trước hạn: whole units are left.
    Early {
        /// How many.
        by: Count,
    },
    /// Đúng hạn: the last day or hour of the limit.
    OnTime,
    /// Trễ hạn. A unit begun counts whole, so it is never by nothing.
    Late {
        /// By how many.
        by: Count,
    },
}

/// The clock of a file as of a moment. `events` come in order of time; the first is the receipt.
///
/// # Errors
/// When the events cannot have happened in this order, when the file was not received by `as_of`, or when the answer needs
/// the days off of a year that is not known.
pub fn clock(rule: &ClockRule, events: &[Event], calendar: &Calendar, as_of: DateTime) -> Result<Clock, ClockError> {
    run::in_order(events)?;
    let so_far = &events[..events.partition_point(|event| event.moment <= as_of)];
    let Some((receipt, rest)) = so_far.split_first() else {
        return Err(ClockError::NotYetReceived { as_of });
    };
    let mut run = run::Run::receive(rule, calendar, receipt)?;
    for (at, event) in rest.iter().enumerate() {
        run.take(at + 2, event)?;
    }
    run.clock(as_of)
}
