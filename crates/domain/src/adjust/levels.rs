//! The values of a series as the engine takes them.

use season::regarima::Observed;
use season::{Frequency, Period, Series};
use serde::{Deserialize, Serialize};

use crate::period::{Month, MonthRange};

/// The values of a series month by month, from the first there is to the last; `None` for a month without one between.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Levels {
    first: Month,
    values: Vec<Option<f64>>,
}

impl Levels {
    /// The values from a month on, without what is empty at both ends; `None` where there is no value.
    #[must_use]
    pub fn new(first: Month, values: &[Option<f64>]) -> Option<Self> {
        let from = values.iter().position(Option::is_some)?;
        let until = values.iter().rposition(Option::is_some)?;
        Some(Self { first: first.plus(from as i32), values: values[from..=until].to_vec() })
    }

    /// The months from the first value to the last.
    #[must_use]
    pub fn months(&self) -> MonthRange {
        MonthRange::new(self.first, self.last())
    }

    /// The month of the last value.
    #[must_use]
    pub fn last(&self) -> Month {
        self.first.plus(self.values.len() as i32 - 1)
    }

    /// The value of a month.
    #[must_use]
    pub fn at(&self, month: Month) -> Option<f64> {
        self.months().position(month).and_then(|at| self.values[at])
    }

    /// The months between the first and the last without a value.
    #[must_use]
    pub fn missing(&self) -> Vec<Month> {
        self.months().iter().filter(|month| self.at(*month).is_none()).collect()
    }

    /// Growth in per cent from the month `back` months before; `None` where either has no value, or there is no base.
    #[must_use]
    pub fn growth(&self, month: Month, back: i32) -> Option<f64> {
        growth(|month| self.at(month), month, back)
    }

    /// As much of it as there was in a month; `None` before the first value.
    #[must_use]
    pub fn until(&self, month: Month) -> Option<Self> {
        let months = usize::try_from(month.months_since(self.first) + 1).ok()?;
        Self::new(self.first, &self.values[..months.min(self.values.len())])
    }

    /// The longest run of months with a value.
    pub(super) fn longest_run(&self) -> Option<Series> {
        let (mut best, mut from) = (0..0, 0);
        for at in 0..=self.values.len() {
            if self.values.get(at).is_none_or(Option::is_none) {
                if at - from > best.len() {
                    best = from..at;
                }
                from = at + 1;
            }
        }
        let start = period(self.first.plus(best.start as i32))?;
        Series::new(start, self.values[best].iter().copied().flatten().collect()).ok()
    }

    /// The engine's form. There is a value at both ends; one that is not finite is none.
    pub(super) fn observed(&self) -> Option<Observed> {
        Observed::new(period(self.first)?, self.values.clone()).ok()
    }
}

/// Growth of levels in per cent from the month `back` months before. What is not above zero is no base.
pub(super) fn growth(level: impl Fn(Month) -> Option<f64>, month: Month, back: i32) -> Option<f64> {
    let base = level(month.plus(-back)).filter(|base| *base > 0.0)?;
    Some(100.0 * (level(month)? / base - 1.0))
}

/// A month as the engine writes it.
pub(super) fn period(month: Month) -> Option<Period> {
    Period::new(Frequency::Monthly, month.year().number(), usize::from(month.month_of_year()))
}

/// A month of the engine.
pub(super) fn month(period: Period) -> Option<Month> {
    Month::new(period.year(), period.place() as u8 + 1).ok()
}
