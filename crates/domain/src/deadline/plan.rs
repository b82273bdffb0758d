//! The day an amount of time ends, and the latest day from which it still ends in time: for plans, where no file runs yet.
//!
//! The day of receipt is not counted: three working days from Monday end on Thursday. Months end on the same day of the month, or on the last
//! day of a shorter one. Plans are made in days: hours begun count as whole days.

use jiff::Span;
use jiff::civil::Date;

use super::limit::{Count, LimitUnit};
use crate::calendar::{Calendar, YearNotKnown};

impl Count {
    /// The day it ends when it runs from `start`, which is not counted. Nothing (`0`) ends on its start, be that a working day or not.
    ///
    /// A term in calendar days or months that ends on a day off ends there: whether it moves to the next working day is a question
    /// of the deadline, not of the plan.
    ///
    /// # Errors
    /// When working days are counted into a year whose days off are not known, or time runs past the last date there is.
    pub fn finish(self, start: Date, calendar: &Calendar) -> Result<Date, YearNotKnown> {
        match self.unit {
            LimitUnit::WorkingDays => calendar.plus_working_days(start, self.amount),
            LimitUnit::CalendarDays => plus_days(start, self.amount),
            LimitUnit::Months => plus_months(start, self.amount),
            LimitUnit::Hours => plus_days(start, self.whole_days()),
        }
    }

    /// The latest day from which it still ends by `end`: what [`Count::finish`] takes back to.
    ///
    /// # Errors
    /// As [`Count::finish`].
    pub fn latest_start(self, end: Date, calendar: &Calendar) -> Result<Date, YearNotKnown> {
        let days_before = |days: u32| shift(end, -Span::new().days(i64::from(days).min(LONGEST_DAYS)));
        match self.unit {
            LimitUnit::WorkingDays => minus_working_days(end, self.amount, calendar),
            LimitUnit::CalendarDays => days_before(self.amount),
            LimitUnit::Hours => days_before(self.whole_days()),
            LimitUnit::Months => {
                // 28 February is a month after the 28th, 29th, 30th and 31st of January: the last of them is wanted.
                let mut at = shift(end, -Span::new().months(i64::from(self.amount).min(LONGEST_MONTHS)))?;
                while let Ok(next) = at.tomorrow()
                    && plus_months(next, self.amount)? <= end
                {
                    at = next;
                }
                Ok(at)
            }
        }
    }

    fn whole_days(self) -> u32 {
        self.amount.div_ceil(24)
    }
}

/// Longer than all the days there are, so that a larger amount runs past the end instead of failing to be written.
const LONGEST_DAYS: i64 = 7_000_000;
/// The same in months.
const LONGEST_MONTHS: i64 = 230_000;

/// `amount` calendar days after a day.
fn plus_days(day: Date, amount: u32) -> Result<Date, YearNotKnown> {
    shift(day, Span::new().days(i64::from(amount).min(LONGEST_DAYS)))
}

fn plus_months(day: Date, amount: u32) -> Result<Date, YearNotKnown> {
    shift(day, Span::new().months(i64::from(amount).min(LONGEST_MONTHS)))
}

fn shift(day: Date, span: Span) -> Result<Date, YearNotKnown> {
    let last = if span.is_negative() { Date::MIN } else { Date::MAX };
    day.checked_add(span).map_err(|_| YearNotKnown { year: last.year() })
}

/// The day before the `amount`-th working day counted back from `end`, which is counted if it is one.
fn minus_working_days(end: Date, amount: u32, calendar: &Calendar) -> Result<Date, YearNotKnown> {
    let (mut at, mut left) = (end, amount);
    while left > 0 {
        left -= u32::from(calendar.is_working_day(at)?);
        at = at.yesterday().map_err(|_| YearNotKnown { year: at.year() })?;
    }
    Ok(at)
}
