//! The deadline clock of one step: its time counted from the day it began, pauses and restarts honoured.
//!
//! Projects are recorded in days. A step begins at the first moment of its day and ends at the last, so that whatever interrupted it on
//! those days lies between. The rule is that of its template ([`StepTemplate::rule`](super::StepTemplate::rule)): by the general one a file
//! returned within three working days is counted again from the start; where the law of the step says so, the applicant's time is not
//! counted and the limit goes on. A pause for another reason is not counted by either.

use jiff::civil::{Date, DateTime, Time, time};

use super::progress::StepFacts;
use crate::calendar::{Calendar, YearNotKnown};
use crate::deadline::{self, Clock, ClockError, ClockRule, Event, EventKind};

/// Within the hours of receipt: what comes back on a day counts from that day.
const MORNING: Time = time(8, 0, 0, 0);

/// The moment at which something recorded for a day is taken to have happened.
#[must_use]
pub fn moment_of(day: Date) -> DateTime {
    day.to_datetime(MORNING)
}

fn last_moment(day: Date) -> DateTime {
    day.to_datetime(Time::MAX)
}

impl StepFacts {
    /// The receipt and the interruptions as the deadline clock takes them, for a step that began on `started`.
    pub(super) fn events(&self, started: Date) -> Vec<Event> {
        let receipt = Event::new(started.to_datetime(Time::MIN), EventKind::Received);
        std::iter::once(receipt).chain(self.interruptions.iter().cloned()).collect()
    }

    /// The clock of the step at the end of a day by its rule; `None` when it has not begun.
    ///
    /// # Errors
    /// As [`deadline::clock`].
    #[must_use]
    pub fn clock(&self, rule: &ClockRule, calendar: &Calendar, today: Date) -> Option<Result<Clock, ClockError>> {
        let started = self.started?;
        let mut events = self.events(started);
        events.extend(self.finished.map(|day| Event::new(last_moment(day), EventKind::Finished)));
        Some(deadline::clock(rule, &events, calendar, last_moment(today.max(started))))
    }

    /// The last day of its time after all that happened, whatever day it is; `None` while the clock stands, when it has not begun, and
    /// where the days off are not known.
    #[must_use]
    pub fn due(&self, rule: &ClockRule, calendar: &Calendar) -> Option<Date> {
        Some(self.after_all(rule, calendar)?.ok()?.due?.date())
    }

    /// The year for want of whose days off the last day of its time cannot be told; `None` where it can, and where there is none to tell.
    #[must_use]
    pub fn untold(&self, rule: &ClockRule, calendar: &Calendar) -> Option<YearNotKnown> {
        match self.after_all(rule, calendar)? {
            Err(ClockError::CannotSay(year)) => Some(year),
            _ => None,
        }
    }

    /// The clock after all that happened, whatever day it is.
    fn after_all(&self, rule: &ClockRule, calendar: &Calendar) -> Option<Result<Clock, ClockError>> {
        let last = self.interruptions.last().map(|event| event.moment.date()).max(self.started)?;
        self.clock(rule, calendar, last)
    }

    /// The last day of its time if the clock goes on at `today` where it stands.
    ///
    /// # Errors
    /// As [`deadline::clock`].
    pub(super) fn due_going_on(
        &self,
        rule: &ClockRule,
        calendar: &Calendar,
        today: Option<Date>,
    ) -> Option<Result<Date, ClockError>> {
        let last = self.interruptions.last()?.moment;
        let on = today.map_or(last, |day| moment_of(day).max(last));
        let mut facts = Self { finished: None, ..self.clone() };
        // Papers may be out while the file is paused too: at most two things have to end.
        for _ in 0..2 {
            let clock = match facts.clock(rule, calendar, on.date())? {
                Ok(clock) => clock,
                Err(error) => return Some(Err(error)),
            };
            match (clock.due, clock.state) {
                (Some(due), _) => return Some(Ok(due.date())),
                (None, deadline::State::Waiting { .. }) => {
                    facts.interruptions.push(Event::new(on, EventKind::PapersBrought));
                }
                (None, _) => facts.interruptions.push(Event::new(on, EventKind::Resumed)),
            }
        }
        Some(facts.clock(rule, calendar, on.date())?.map(|clock| clock.due.map_or(on.date(), |due| due.date())))
    }
}
