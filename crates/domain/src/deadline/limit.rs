//! Time limits and counts of time: `20wd`, `45d`, `6m`, `24h`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::NotACode;
use crate::text::{Text, UnknownCode};

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitUnit {
    /// Ngày làm việc.
    WorkingDays,
    /// Ngày, days off included.
    CalendarDays,
    /// Tháng: to the same day number or the last day of the month.
    Months,
    /// Giờ, around the clock.
    Hours,
}

impl LimitUnit {
    /// Every unit.
    pub const ALL: [Self; 4] = [Self::WorkingDays, Self::CalendarDays, Self::Months, Self::Hours];

    /// The code: `wd`, `d`, `m`, `h`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::WorkingDays => "wd",
            Self::CalendarDays => "d",
            Self::Months => "m",
            Self::Hours => "h",
        }
    }

    /// The unit in which what is spent, left or late is told: part of a month is told in days.
    #[must_use]
    pub fn counted_in(self) -> Self {
        match self {
            Self::Months => Self::CalendarDays,
            other => other,
        }
    }

    fn in_words(self, amount: u32) -> Text {
        let (vi, one, many) = match self {
            Self::WorkingDays => ("ngày làm việc", "working day", "working days"),
            Self::CalendarDays => ("ngày", "day", "days"),
            Self::Months => ("tháng", "month", "months"),
            Self::Hours => ("giờ", "hour", "hours"),
        };
        Text::new(format!("{amount} {vi}"), format!("{amount} {}", if amount == 1 { one } else { many }))
    }
}

impl FromStr for LimitUnit {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let expected = "wd, d, m or h";
        Self::ALL.into_iter().find(|u| u.code() == text).ok_or_else(|| UnknownCode { text: text.to_owned(), expected })
    }
}

/// An amount of time, nothing included: what is planned, spent, left or late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Count {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: LimitUnit,
}

impl Count {
    /// An amount of a unit.
    #[must_use]
    pub const fn new(amount: u32, unit: LimitUnit) -> Self {
        Self { amount, unit }
    }

    /// `3 ngày làm việc`, `3 working days`.
    #[must_use]
    pub fn in_words(self) -> Text {
        self.unit.in_words(self.amount)
    }
}

/// A time limit as a law gives it, 1 to 9,999 units. As text: `20wd`, `45d`, `6m`, `24h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeLimit {
    amount: u32,
    unit: LimitUnit,
}

impl TimeLimit {
    /// The longest limit, in any unit.
    pub const LONGEST: u32 = 9_999;

    /// A limit of `amount` units; `None` for nothing or more than [`TimeLimit::LONGEST`]. What is answered at once has no limit.
    #[must_use]
    pub const fn new(amount: u32, unit: LimitUnit) -> Option<Self> {
        if amount == 0 || amount > Self::LONGEST { None } else { Some(Self { amount, unit }) }
    }

    /// How many units.
    #[must_use]
    pub fn amount(self) -> u32 {
        self.amount
    }

    /// Of what.
    #[must_use]
    pub fn unit(self) -> LimitUnit {
        self.unit
    }

    /// As an amount of time.
    #[must_use]
    pub const fn count(self) -> Count {
        Count { amount: self.amount, unit: self.unit }
    }

    /// In words. Hours say that they run around the clock, because a reader may take them for office hours.
    #[must_use]
    pub fn in_words(self) -> Text {
        let plain = self.unit.in_words(self.amount);
        match self.unit {
            LimitUnit::Hours => Text::new(
                format!("{} liên tục, kể cả đêm và ngày nghỉ", plain.vi),
                format!("{} around the clock, nights and days off included", plain.en),
            ),
            _ => plain,
        }
    }
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.amount, self.unit.code())
    }
}

impl FromStr for TimeLimit {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (amount, unit) = text.split_at(digits);
        let unit = LimitUnit::ALL.into_iter().find(|known| known.code() == unit);
        // A leading zero is refused, so that the text that comes out is the one that went in.
        let limit = unit.filter(|_| !amount.starts_with('0')).and_then(|unit| Self::new(amount.parse().ok()?, unit));
        limit.ok_or_else(|| NotACode {
            text: text.to_owned(),
            expected: Text::new(
                "thời hạn từ 1 đến 9999 như 20wd (ngày làm việc), 45d (ngày), 6m (tháng) hoặc 24h (giờ)",
                "a limit of 1 to 9999 as 20wd (working days), 45d (calendar days), 6m (months) or 24h (hours)",
            ),
        })
    }
}

impl TryFrom<String> for TimeLimit {
    type Error = NotACode;

    fn try_from(text: String) -> Result<Self, NotACode> {
        text.parse()
    }
}

impl From<TimeLimit> for String {
    fn from(limit: TimeLimit) -> Self {
        limit.to_string()
    }
}
