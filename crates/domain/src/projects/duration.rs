//! An amount of time in the units of the law, and the day it ends.
//!
//! Sector law mixes three units within one chain: working days (ngày làm việc), calendar days (ngày) and months (tháng). The day of
//! receipt is not counted: three working days from Monday end on Thursday. Months end on the same day of the month, or on the last day of a
//! shorter one.

use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, YearNotKnown};
use crate::text::{Lang, Text, UnknownCode};

/// A unit of a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Ngày làm việc.
    WorkingDays,
    /// Ngày, holidays counted.
    CalendarDays,
    /// Tháng.
    Months,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 3] = [Self::WorkingDays, Self::CalendarDays, Self::Months];

    /// The code: `working`, `calendar`, `month`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::WorkingDays => "working",
            Self::CalendarDays => "calendar",
            Self::Months => "month",
        }
    }
}

impl FromStr for Unit {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let expected = "working, calendar or month";
        Self::ALL.into_iter().find(|u| u.code() == text).ok_or_else(|| UnknownCode { text: text.to_owned(), expected })
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of time: 30 calendar days, 5 working days, 6 months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Duration {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

impl Duration {
    /// An amount of a unit.
    #[must_use]
    pub fn new(amount: u32, unit: Unit) -> Self {
        Self { amount, unit }
    }

    /// The day it ends when it runs from `start`, which is not counted. Nothing (`0`) ends on its start, be that a working day or not.
    ///
    /// A term in calendar days or months that ends on a day off ends there: whether it moves to the next working day is a question
    /// of the deadline, not of the plan.
    ///
    /// # Errors
    /// When working days are counted into a year whose days off are not known, or time runs past the last date there is.
    pub fn finish(self, start: Date, calendar: &Calendar) -> Result<Date, YearNotKnown> {
        match self.unit {
            Unit::WorkingDays => calendar.plus_working_days(start, self.amount),
            Unit::CalendarDays => plus_days(start, self.amount),
            Unit::Months => plus_months(start, self.amount),
        }
    }

    /// The latest day from which it still ends by `end`: what [`Duration::finish`] takes back to.
    ///
    /// # Errors
    /// As [`Duration::finish`].
    pub fn latest_start(self, end: Date, calendar: &Calendar) -> Result<Date, YearNotKnown> {
        match self.unit {
            Unit::WorkingDays => minus_working_days(end, self.amount, calendar),
            Unit::CalendarDays => shift(end, -Span::new().days(i64::from(self.amount))),
            Unit::Months => {
                // 28 February is a month after the 28th, 29th, 30th and 31st of January: the last of them is wanted.
                let mut at = shift(end, -Span::new().months(i64::from(self.amount)))?;
                while let Ok(next) = at.tomorrow()
                    && plus_months(next, self.amount)? <= end
                {
                    at = next;
                }
                Ok(at)
            }
        }
    }

    /// In words: `30 ngày`, `5 ngày làm việc`, `6 months`.
    #[must_use]
    pub fn in_lang(self, lang: Lang) -> String {
        let plural = if self.amount == 1 { "" } else { "s" };
        let words = match self.unit {
            Unit::WorkingDays => Text::new("ngày làm việc", format!("working day{plural}")),
            Unit::CalendarDays => Text::new("ngày", format!("day{plural}")),
            Unit::Months => Text::new("tháng", format!("month{plural}")),
        };
        format!("{} {}", self.amount, words.in_lang(lang))
    }
}

/// `amount` calendar days after a day.
pub(super) fn plus_days(day: Date, amount: u32) -> Result<Date, YearNotKnown> {
    shift(day, Span::new().days(i64::from(amount).min(LONGEST_DAYS)))
}

/// Longer than all the days there are, so that a larger amount runs past the end instead of failing to be written.
const LONGEST_DAYS: i64 = 7_000_000;
/// The same in months.
const LONGEST_MONTHS: i64 = 230_000;

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
