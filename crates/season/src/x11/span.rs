//! Where the observations lie in the extended series, and in the calendar.

use std::ops::Range;

use crate::Period;

/// The extended series: backcasts, observations, forecasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    /// 12 or 4.
    pub(crate) per_year: usize,
    /// The period of the first value, backcasts included.
    pub(crate) start: Period,
    /// The observed values among all.
    pub(crate) observed: Range<usize>,
    /// All values.
    pub(crate) length: usize,
}

impl Span {
    /// Periods since the January (first quarter) of the first year, for a value `at` places after the start.
    pub(crate) fn ordinal(&self, at: usize) -> usize {
        self.start.place() + at
    }

    /// The period of a value.
    pub(crate) fn period(&self, at: usize) -> Period {
        self.start.plus(at as i32)
    }
}
