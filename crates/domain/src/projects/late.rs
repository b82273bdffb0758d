//! Chậm tiến độ: how late a project is, and which agency took longer than the law gives it.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::graph::StepGraph;
use super::progress::Progress;
use super::step::StepNumber;
use crate::calendar::{Calendar, YearNotKnown};
use crate::text::Text;

/// The three bands in which late projects are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateBand {
    /// Chậm dưới 12 tháng.
    Under12Months,
    /// Chậm từ 12 đến 24 tháng, both ends counted.
    From12To24Months,
    /// Chậm trên 24 tháng.
    Over24Months,
}

impl LateBand {
    /// Every band.
    pub const ALL: [Self; 3] = [Self::Under12Months, Self::From12To24Months, Self::Over24Months];

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

    /// Its name.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Under12Months => Text::new("chậm dưới 12 tháng", "under 12 months late"),
            Self::From12To24Months => Text::new("chậm từ 12 đến 24 tháng", "12 to 24 months late"),
            Self::Over24Months => Text::new("chậm trên 24 tháng", "over 24 months late"),
        }
    }
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
    pub not_known: Vec<(StepNumber, YearNotKnown)>,
}

/// Days beyond the statutory time, by agency. Only steps with a statutory time and an actual start are judged: what was merely planned is
/// nobody's duty, and without a day of receipt no clock runs.
#[must_use]
pub fn overruns(graph: &StepGraph, progress: &Progress, today: Date, calendar: &Calendar) -> Overruns {
    let mut by_agency: BTreeMap<(&str, &str), Vec<Overrun>> = BTreeMap::new();
    let mut not_known = Vec::new();
    for (number, facts) in &progress.steps {
        let Some(step) = graph.step(*number) else { continue };
        let (Some(statutory), Some(started)) = (step.statutory, facts.started) else { continue };
        let until = facts.finished.unwrap_or(today);
        match statutory.finish(started, calendar) {
            Ok(due) if until > due => {
                let days = (until - due).get_days().unsigned_abs();
                let overrun = Overrun { step: *number, due, days, open: facts.finished.is_none() };
                by_agency.entry((&step.agency.vi, &step.agency.en)).or_default().push(overrun);
            }
            Ok(_) => {}
            Err(year) => not_known.push((*number, year)),
        }
    }
    let total = |steps: &[Overrun]| steps.iter().map(|o| o.days).sum();
    let agency = |((vi, en), steps): ((&str, &str), Vec<Overrun>)| AgencyOverrun {
        agency: Text::new(vi, en),
        days: total(&steps),
        steps,
    };
    let mut agencies: Vec<AgencyOverrun> = by_agency.into_iter().map(agency).collect();
    agencies.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.agency.vi.cmp(&b.agency.vi)));
    Overruns { agencies, not_known }
}
