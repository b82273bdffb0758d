//! The windows a measure compares, and contributions in the statistics office's style.

use std::ops::Range;

use crate::period::{Month, MonthRange};
use crate::series::Measure;

/// Month positions whose levels are summed, and those they are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Windows {
    pub(super) now: Range<usize>,
    pub(super) before: Range<usize>,
}

/// The windows of a measure; `None` when one of the months lies outside, or for the whole year outside December.
pub(super) fn windows(months: MonthRange, month: Month, measure: Measure) -> Option<Windows> {
    let (first, back) = match measure {
        Measure::Mom => (month, 1),
        Measure::Yoy => (month, 12),
        Measure::Ytd => (month.year_to_date().first, 12),
        Measure::Year if month.month_of_year() == 12 => (month.year_to_date().first, 12),
        Measure::Year => return None,
    };
    let window = |first: Month, last: Month| Some(months.position(first)?..months.position(last)? + 1);
    Some(Windows { now: window(first, month)?, before: window(first.plus(-back), month.plus(-back))? })
}

/// A section's weight in the base year (share of the whole) and its growth, per cent.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionGrowth {
    /// Section code.
    pub code: String,
    /// Share of the whole in the base year, 0 to 1.
    pub weight: f64,
    /// Growth, per cent.
    pub growth: f64,
}

/// Contributions as releases print them: weight × growth, and `residual` (manufacturing) gets what is left of the total.
///
/// Read from published figures, not from a published rule: in releases of Yên Bái and of the whole country points over growth is one
/// constant per section for mining, electricity and water but not for manufacturing, while the four always add up.
#[must_use]
pub fn office_style(sections: &[SectionGrowth], residual: &str, total: f64) -> Vec<(String, f64)> {
    let points = |section: &SectionGrowth| section.weight * section.growth;
    let others: f64 = sections.iter().filter(|s| s.code != residual).map(points).sum();
    let of = |s: &SectionGrowth| if s.code == residual { total - others } else { points(s) };
    sections.iter().map(|s| (s.code.clone(), of(s))).collect()
}
