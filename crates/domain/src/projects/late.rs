//! Chậm tiến độ: how late a project is, and which agency took longer than the law gives it.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::graph::StepGraph;
use super::progress::{Progress, StepFacts};
use super::step::StepNumber;
use crate::calendar::Calendar;
use crate::deadline::{Clock, ClockError, Count, LimitUnit, Standing};
use crate::text::{Text, named};

named!(
    /// The three bands in which late projects are reported.
    LateBand, "under-12, 12-to-24 or over-24" {
        /// Chậm dưới 12 tháng.
        Under12Months "under-12" "chậm dưới 12 tháng" "under 12 months late";
        /// Chậm từ 12 đến 24 tháng, both ends counted.
        From12To24Months "12-to-24" "chậm từ 12 đến 24 tháng" "12 to 24 months late";
        /// Chậm trên 24 tháng.
        Over24Months "over-24" "chậm trên 24 tháng" "over 24 months late";
    }
);

impl LateBand {
    /// The band of something due on `due` and done, or still not done, on `on`; `None` when it is not late.
    #[must_use]
    pub fn of(due: Date, on: Date) -> Option<Self> {
        let after = |months: i64| due.saturating_add(Span::new().months(months));
        if on <= due {
            None
        } else if on < after(12) {
            Some(Self::Under12Months)
        } else if on <= after(24) {
            Some(Self::From12To24Months)
        } else {
            Some(Self::Over24Months)
        }
    }

    /// The due days of what is in this band on `on` and not done: after the first day, up to and with the second. So a list can be
    /// asked for a band by day alone.
    #[must_use]
    pub fn due_days(self, on: Date) -> (Date, Date) {
        let yesterday = on.yesterday().unwrap_or(Date::MIN);
        // The last due day to which so many months can be added without passing `by`.
        let months_before =
            |by: Date, amount| months(amount).latest_start(by, &Calendar::default()).unwrap_or(Date::MIN);
        let (twelve, more) = (months_before(on, 12), months_before(yesterday, 24));
        match self {
            Self::Under12Months => (twelve, yesterday),
            Self::From12To24Months => (more, twelve),
            Self::Over24Months => (Date::MIN, more),
        }
    }
}

fn months(amount: u32) -> Count {
    Count::new(amount, LimitUnit::Months)
}

/// One step that took, or has so far taken, longer than the law gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overrun {
    /// The step.
    pub step: StepNumber,
    /// The last day of its statutory time.
    pub due: Date,
    /// Calendar days beyond it.
    pub days: u32,
    /// The same in the unit of the limit, as the deadline clock counts it.
    pub by: Count,
    /// Whether it is still not done.
    pub open: bool,
}

/// The overruns of one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyOverrun {
    /// The agency, as the steps name it.
    pub agency: Text,
    /// Calendar days beyond the statutory times, all steps together: terms in working days and in days have only these in common.
    pub days: u32,
    /// Its steps, in order of number.
    pub steps: Vec<Overrun>,
}

/// Days beyond the statutory time on `today`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overruns {
    /// By agency, most days first.
    pub agencies: Vec<AgencyOverrun>,
    /// Steps whose last day cannot be said.
    pub not_known: Vec<(StepNumber, ClockError)>,
}

/// Days beyond the statutory time, by agency, counted by the deadline clock: what was paused in time is not counted. Only steps with a
/// statutory time and an actual start are judged: what was merely planned is nobody's duty, and without a day of receipt no clock runs.
#[must_use]
pub fn overruns(graph: &StepGraph, progress: &Progress, today: Date, calendar: &Calendar) -> Overruns {
    let mut by_agency: BTreeMap<(&str, &str), Vec<Overrun>> = BTreeMap::new();
    let mut not_known = Vec::new();
    for (number, facts) in &progress.steps {
        let Some(step) = graph.step(*number) else { continue };
        let clock = step.statutory_rule().and_then(|rule| facts.clock(&rule, calendar, today));
        let Some(clock) = clock else { continue };
        match clock {
            Ok(clock) => {
                let overrun = overrun(*number, facts, &clock, today);
                by_agency.entry((&step.agency.vi, &step.agency.en)).or_default().extend(overrun);
            }
            Err(error) => not_known.push((*number, error)),
        }
    }
    let total = |steps: &[Overrun]| steps.iter().map(|o| o.days).sum();
    let agency = |((vi, en), steps): ((&str, &str), Vec<Overrun>)| AgencyOverrun {
        agency: Text::new(vi, en),
        days: total(&steps),
        steps,
    };
    let late = by_agency.into_iter().filter(|(_, steps)| !steps.is_empty());
    let mut agencies: Vec<AgencyOverrun> = late.map(agency).collect();
    agencies.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.agency.vi.cmp(&b.agency.vi)));
    Overruns { agencies, not_known }
}

fn overrun(step: StepNumber, facts: &StepFacts, clock: &Clock, today: Date) -> Option<Overrun> {
    let (Standing::Late { by }, Some(due)) = (clock.standing, clock.due) else { return None };
    let until = facts.finished.unwrap_or(today);
    let days = (until - due.date()).get_days().unsigned_abs();
    Some(Overrun { step, due: due.date(), days, by, open: facts.finished.is_none() })
}
