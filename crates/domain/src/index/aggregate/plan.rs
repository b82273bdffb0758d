//! What each period's index refers to: which weights, and which earlier periods the parts are compared with.

use std::ops::Range;
use std::str::FromStr;

use super::validity::Epochs;
use super::{AggregateError, Formula, label_months};
use crate::period::{Label, MonthRange, Year};
use crate::series::UnknownCode;

/// The part of a year over which the next year's index is linked to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPeriod {
    /// A month, 1 to 12; with quarterly parts, the quarter it lies in.
    Month(u8),
    /// A quarter, 1 to 4: the mean of its months.
    Quarter(u8),
    /// The mean of the whole year (annual overlap).
    Mean,
}

/// December, as in the HICP and most short-term statistics.
impl Default for LinkPeriod {
    fn default() -> Self {
        Self::Month(12)
    }
}

const MONTH_NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `december` (or another month's English name or number), `q4` (or another quarter), `mean`.
impl FromStr for LinkPeriod {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let lower = text.to_ascii_lowercase();
        if lower == "mean" {
            return Ok(Self::Mean);
        }
        if let Some(n) = MONTH_NAMES.iter().position(|name| *name == lower) {
            return Ok(Self::Month(n as u8 + 1));
        }
        let quarter = lower.strip_prefix('q').and_then(|q| q.parse().ok()).filter(|q| (1..=4).contains(q));
        let month = lower.parse().ok().filter(|m| (1..=12).contains(m));
        quarter
            .map(Self::Quarter)
            .or(month.map(Self::Month))
            .ok_or_else(|| UnknownCode { text: text.to_owned(), expected: "december (or another month), q4 or mean" })
    }
}

impl LinkPeriod {
    /// The months of `year` it stands for.
    pub(in crate::index) fn months(self, year: Year) -> MonthRange {
        let january = year.months().first;
        match self {
            Self::Month(m) => MonthRange::new(january.plus(i32::from(m) - 1), january.plus(i32::from(m) - 1)),
            Self::Quarter(q) => MonthRange::new(january.plus(i32::from(q) * 3 - 3), january.plus(i32::from(q) * 3 - 1)),
            Self::Mean => year.months(),
        }
    }

    /// Its name in a year, for messages: `2014-12`, `2014-Q4`, `2014`.
    fn name(self, year: Year) -> String {
        match self {
            Self::Month(m) => format!("{year}-{m:02}"),
            Self::Quarter(q) => format!("{year}-Q{q}"),
            Self::Mean => year.to_string(),
        }
    }
}

/// What the parts of a period are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    /// Nothing: levels are averaged as they are.
    Levels,
    /// The mean of the values observed in these first periods, the start of a chain.
    Start(Range<usize>),
    /// The mean over these earlier periods, where the chain goes on.
    Link(Range<usize>),
}

/// How one period is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// The place of the weights' tree among the epochs.
    pub(super) epoch: usize,
    /// What the parts are compared with.
    pub(super) reference: Reference,
}

/// The steps of a formula, one for each period. Fisher has none of its own.
pub(super) fn steps(formula: Formula, periods: &[Label], epochs: &Epochs) -> Result<Vec<Step>, AggregateError> {
    let valid = |at: usize| epochs.of_period[at].ok_or_else(|| AggregateError::NoWeights(periods[at].clone()));
    let chained = |at: usize, weights_of: usize| {
        Ok(match at {
            0 => Step { epoch: epochs.of_period[0].unwrap_or(0), reference: Reference::Start(0..1) },
            _ => Step { epoch: valid(weights_of)?, reference: Reference::Link(at - 1..at) },
        })
    };
    match formula {
        Formula::Fixed => {
            (0..periods.len()).map(|at| Ok(Step { epoch: valid(at)?, reference: Reference::Levels })).collect()
        }
        Formula::Laspeyres => (0..periods.len()).map(|at| chained(at, at.saturating_sub(1))).collect(),
        Formula::Paasche | Formula::Fisher => (0..periods.len()).map(|at| chained(at, at)).collect(),
        Formula::AnnualChain(link) => annual(link, periods, epochs),
    }
}

/// A year and the places of its periods.
struct YearSpan {
    year: Year,
    places: Range<usize>,
}

fn years(periods: &[Label]) -> Result<Vec<YearSpan>, AggregateError> {
    let mut spans: Vec<YearSpan> = Vec::new();
    for (at, period) in periods.iter().enumerate() {
        let months = label_months(period).ok_or_else(|| AggregateError::NotByYear(period.clone()))?;
        let year = months.first.year();
        match spans.last_mut().filter(|span| span.year == year) {
            Some(span) => span.places.end = at + 1,
            None => spans.push(YearSpan { year, places: at..at + 1 }),
        }
    }
    Ok(spans)
}

fn annual(link: LinkPeriod, periods: &[Label], epochs: &Epochs) -> Result<Vec<Step>, AggregateError> {
    let spans = years(periods)?;
    let mut steps = Vec::with_capacity(periods.len());
    for (n, span) in spans.iter().enumerate() {
        let mut reference = match n.checked_sub(1).map(|before| &spans[before]) {
            None => Reference::Start(start(link, span, periods, epochs)?),
            Some(before) => {
                let gap = before.year.plus(1) != span.year;
                let places = if gap { None } else { link_places(link, before, periods) };
                Reference::Link(places.ok_or_else(|| AggregateError::NoLink {
                    year: span.year.number(),
                    over: link.name(span.year.plus(-1)),
                })?)
            }
        };
        for at in span.places.clone() {
            // Before the first weights, those of the next year carry the first year too.
            let epoch = epochs.of_period[at].or((n == 0).then_some(0));
            let epoch = epoch.ok_or_else(|| AggregateError::NoWeights(periods[at].clone()))?;
            // Weights that change inside a year are not those of its link: they go on from the last period before the change.
            if at > span.places.start && steps.last().is_some_and(|step: &Step| step.epoch != epoch) {
                reference = Reference::Link(at - 1..at);
            }
            steps.push(Step { epoch, reference: reference.clone() });
        }
    }
    Ok(steps)
}

/// What the first year refers to: the first period (or the year's mean) with its own weights; with the next year's weights,
/// what these refer to.
fn start(
    link: LinkPeriod,
    span: &YearSpan,
    periods: &[Label],
    epochs: &Epochs,
) -> Result<Range<usize>, AggregateError> {
    let own_weights = span.places.clone().any(|at| epochs.of_period[at].is_some());
    if own_weights {
        return Ok(if link == LinkPeriod::Mean { span.places.clone() } else { 0..1 });
    }
    link_places(link, span, periods)
        .ok_or_else(|| AggregateError::NoLink { year: span.year.plus(1).number(), over: link.name(span.year) })
}

/// The places of a year's periods that the link falls in; `None` when there are none.
fn link_places(link: LinkPeriod, span: &YearSpan, periods: &[Label]) -> Option<Range<usize>> {
    let window = link.months(span.year);
    let overlaps =
        |at: &usize| label_months(&periods[*at]).is_some_and(|m| m.first <= window.last && window.first <= m.last);
    let mut places = span.places.clone().filter(overlaps);
    let first = places.next()?;
    Some(first..places.next_back().unwrap_or(first) + 1)
}
