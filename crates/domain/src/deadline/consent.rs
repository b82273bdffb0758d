//! Deemed consent: from when the silence of a consulted body counts as its agreement.
//!
//! Only where a rule says so: a body silent after 15 days agrees (193/2025/NĐ-CP Art. 42); a notice stands if nobody objects
//! within 3 working days (TT 38/2025/TT-BCT Art. 36). The day of asking is not counted. The rule of 15:00 is about files handed
//! in at the one-stop, so it is not applied to letters between bodies.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::count::{Counter, Point};
use super::limit::TimeLimit;
use crate::calendar::{Calendar, YearNotKnown};

/// What the rule makes of silence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// Nothing: the answer must be waited for.
    #[default]
    MeansNothing,
    /// Consent, once the limit has run out.
    Consents {
        /// The limit.
        after: TimeLimit,
    },
}

/// From when silence counts as consent for a body asked at `asked`: the midnight after the last day of the limit, or the hour
/// a limit in hours ends. `None` where silence means nothing.
///
/// # Errors
/// When the limit runs into a year whose days off are not known.
pub fn consent_from(silence: Silence, asked: DateTime, calendar: &Calendar) -> Result<Option<DateTime>, YearNotKnown> {
    let Silence::Consents { after } = silence else {
        return Ok(None);
    };
    let counter = Counter { unit: after.unit(), calendar };
    let start = counter.point(asked);
    let end = counter.after(start, counter.whole(after, start)?)?;
    match end {
        Point::Moment(moment) => Ok(Some(moment)),
        Point::Day(day) => {
            let next = day.tomorrow().map_err(|_| YearNotKnown { year: day.year() })?;
            Ok(Some(next.to_datetime(jiff::civil::Time::midnight())))
        }
    }
}
