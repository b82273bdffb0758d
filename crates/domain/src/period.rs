//! Periods of time: month, quarter, year, and the labels of plain files.
//!
//! The text form is the interchange form: `2024-01`, `2024-Q1`, `2024`. Text out and in again is an identity.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not a period: write {expected}")]
pub struct PeriodError {
    /// What was read.
    pub text: String,
    /// The form that was expected, with an example.
    pub expected: &'static str,
}

const MONTH_FORM: &str = "a month as 2024-01";
const QUARTER_FORM: &str = "a quarter as 2024-Q1";
const YEAR_FORM: &str = "a year as 2024";
const PERIOD_FORM: &str = "a month as 2024-01, a quarter as 2024-Q1 or a year as 2024";
const LABEL_FORM: &str = "a period as 2024-01, 2024-Q1 or 2024, or a whole number";

fn refuse<T>(text: &str, expected: &'static str) -> Result<T, PeriodError> {
    Err(PeriodError { text: text.to_owned(), expected })
}

/// Reads exactly `width` ASCII digits.
fn digits(text: &str, width: usize) -> Option<i32> {
    (text.len() == width && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// A calendar year, 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Year(i16);

impl Year {
    /// The year of this number; `None` outside 1–9999.
    #[must_use]
    pub fn new(year: i32) -> Option<Self> {
        (1..=9999).contains(&year).then_some(Self(year as i16))
    }

    /// The number of the year.
    #[must_use]
    pub fn number(self) -> i32 {
        i32::from(self.0)
    }

    /// The twelve months of the year.
    #[must_use]
    pub fn months(self) -> MonthRange {
        let january = Month(self.number() * 12);
        MonthRange { first: january, last: january.plus(11) }
    }

    /// The year `n` later (earlier when negative).
    #[must_use]
    pub fn plus(self, n: i32) -> Self {
        Self((self.number() + n).clamp(1, 9999) as i16)
    }
}

/// A month of a year. Ordered; arithmetic is by whole months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(i32);

impl Month {
    /// The month `month` (1–12) of `year` (1–9999).
    ///
    /// # Errors
    /// When either number is outside its range.
    pub fn new(year: i32, month: u8) -> Result<Self, PeriodError> {
        if (1..=9999).contains(&year) && (1..=12).contains(&month) {
            Ok(Self(year * 12 + i32::from(month) - 1))
        } else {
            refuse(&format!("{year}-{month}"), MONTH_FORM)
        }
    }

    /// The month a day falls in.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(i32::from(day.year()) * 12 + i32::from(day.month()) - 1)
    }

    /// The year it belongs to.
    #[must_use]
    pub fn year(self) -> Year {
        Year(self.0.div_euclid(12) as i16)
    }

    /// 1 for January to 12 for December.
    #[must_use]
    pub fn month_of_year(self) -> u8 {
        self.0.rem_euclid(12) as u8 + 1
    }

    /// The month `n` later (earlier when negative).
    #[must_use]
    pub fn plus(self, n: i32) -> Self {
        Self(self.0 + n)
    }

    /// The month before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The same month of the year before.
    #[must_use]
    pub fn year_before(self) -> Self {
        self.plus(-12)
    }

    /// Whole months from `earlier` to this one.
    #[must_use]
    pub fn months_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// January of the same year up to this month.
    #[must_use]
    pub fn year_to_date(self) -> MonthRange {
        MonthRange { first: self.year().months().first, last: self }
    }

    /// The quarter it belongs to.
    #[must_use]
    pub fn quarter(self) -> Quarter {
        Quarter(self.0.div_euclid(3))
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        jiff::civil::date(self.year().0, self.month_of_year() as i8, 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }
}

/// A quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quarter(i32);

impl Quarter {
    /// The quarter `quarter` (1–4) of `year` (1–9999).
    ///
    /// # Errors
    /// When either number is outside its range.
    pub fn new(year: i32, quarter: u8) -> Result<Self, PeriodError> {
        if (1..=9999).contains(&year) && (1..=4).contains(&quarter) {
            Ok(Self(year * 4 + i32::from(quarter) - 1))
        } else {
            refuse(&format!("{year}-Q{quarter}"), QUARTER_FORM)
        }
    }

    /// The year it belongs to.
    #[must_use]
    pub fn year(self) -> Year {
        Year(self.0.div_euclid(4) as i16)
    }

    /// 1 to 4.
    #[must_use]
    pub fn quarter_of_year(self) -> u8 {
        self.0.rem_euclid(4) as u8 + 1
    }

    /// The quarter `n` later (earlier when negative).
    #[must_use]
    pub fn plus(self, n: i32) -> Self {
        Self(self.0 + n)
    }

    /// Its three months.
    #[must_use]
    pub fn months(self) -> MonthRange {
        MonthRange { first: Month(self.0 * 3), last: Month(self.0 * 3 + 2) }
    }
}

/// A month, a quarter or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A whole year.
    Year(Year),
    /// A quarter.
    Quarter(Quarter),
    /// A month.
    Month(Month),
}

impl Period {
    /// The months it covers.
    #[must_use]
    pub fn months(self) -> MonthRange {
        match self {
            Self::Year(year) => year.months(),
            Self::Quarter(quarter) => quarter.months(),
            Self::Month(month) => MonthRange { first: month, last: month },
        }
    }

    /// The year it belongs to.
    #[must_use]
    pub fn year(self) -> Year {
        match self {
            Self::Year(year) => year,
            Self::Quarter(quarter) => quarter.year(),
            Self::Month(month) => month.year(),
        }
    }

    /// Whether this period covers the whole of `other`.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        let (outer, inner) = (self.months(), other.months());
        outer.first <= inner.first && inner.last <= outer.last
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By first month; of two periods with the same first month the shorter comes first.
impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.months(), other.months());
        a.first.cmp(&b.first).then(a.last.cmp(&b.last))
    }
}

/// The period column of a plain file: a calendar period, or any whole number, ordered by value.
///
/// Four digits alone are a year; other all-digit labels (`1`, `202001`) are ordinals and keep their spelling.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Label {
    /// A calendar period.
    Calendar(Period),
    /// A whole number.
    Ordinal(Digits),
}

impl Label {
    /// A year as the number it is written as, for files that count their periods; any other label as it is.
    #[must_use]
    pub fn counted(&self) -> Self {
        match self {
            Self::Calendar(Period::Year(year)) => Self::Ordinal(Digits(year.to_string().into())),
            other => other.clone(),
        }
    }
}

/// A whole number of any length as it was written. Equal, ordered and hashed by value: `01` and `1` are one number. Copies share
/// the text.
#[derive(Debug, Clone)]
pub struct Digits(Arc<str>);

impl Digits {
    /// `None` when there is anything but digits, or nothing.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| Self(text.into()))
    }

    /// Without leading zeros; nothing is left of a zero.
    #[must_use]
    pub fn significant(&self) -> &str {
        self.0.trim_start_matches('0')
    }
}

impl PartialEq for Digits {
    fn eq(&self, other: &Self) -> bool {
        self.significant() == other.significant()
    }
}

impl Eq for Digits {}

impl Hash for Digits {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.significant().hash(state);
    }
}

impl PartialOrd for Digits {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Of two numbers without leading zeros the longer is the greater.
impl Ord for Digits {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.significant(), other.significant());
        a.len().cmp(&b.len()).then_with(|| a.cmp(b))
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Calendar(a), Self::Calendar(b)) => a.cmp(b),
            (Self::Ordinal(a), Self::Ordinal(b)) => a.cmp(b),
            (Self::Ordinal(..), Self::Calendar(_)) => Ordering::Less,
            (Self::Calendar(_), Self::Ordinal(..)) => Ordering::Greater,
        }
    }
}

/// A run of months, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MonthRange {
    /// First month.
    pub first: Month,
    /// Last month; before `first` when the range is empty.
    pub last: Month,
}

impl MonthRange {
    /// Months from `first` to `last`.
    #[must_use]
    pub fn new(first: Month, last: Month) -> Self {
        Self { first, last }
    }

    /// How many months.
    #[must_use]
    pub fn len(self) -> usize {
        usize::try_from(self.last.months_since(self.first) + 1).unwrap_or(0)
    }

    /// Whether there is no month in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The place of a month in the range, from 0.
    #[must_use]
    pub fn position(self, month: Month) -> Option<usize> {
        self.contains(month).then(|| month.months_since(self.first) as usize)
    }

    /// Whether the month lies in it.
    #[must_use]
    pub fn contains(self, month: Month) -> bool {
        self.first <= month && month <= self.last
    }

    /// The months in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Month> + ExactSizeIterator {
        (0..self.len()).map(move |n| self.first.plus(n as i32))
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year(), self.month_of_year())
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year(), self.quarter_of_year())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => year.fmt(f),
            Self::Quarter(quarter) => quarter.fmt(f),
            Self::Month(month) => month.fmt(f),
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calendar(period) => period.fmt(f),
            Self::Ordinal(digits) => digits.fmt(f),
        }
    }
}

impl FromStr for Year {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        digits(text, 4).and_then(Self::new).map_or_else(|| refuse(text, YEAR_FORM), Ok)
    }
}

impl FromStr for Month {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let parts = text.split_once('-').and_then(|(y, m)| Some((digits(y, 4)?, digits(m, 2)?)));
        match parts {
            Some((year, month)) => Self::new(year, month as u8).or_else(|_| refuse(text, MONTH_FORM)),
            None => refuse(text, MONTH_FORM),
        }
    }
}

impl FromStr for Quarter {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let parts = text.split_once("-Q").and_then(|(y, q)| Some((digits(y, 4)?, digits(q, 1)?)));
        match parts {
            Some((year, quarter)) => Self::new(year, quarter as u8).or_else(|_| refuse(text, QUARTER_FORM)),
            None => refuse(text, QUARTER_FORM),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let read = match text.len() {
            4 => text.parse().map(Self::Year),
            _ if text.contains('Q') => text.parse().map(Self::Quarter),
            _ => text.parse().map(Self::Month),
        };
        read.or_else(|_| refuse(text, PERIOD_FORM))
    }
}

impl FromStr for Label {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        if let Ok(period) = text.parse() {
            return Ok(Self::Calendar(period));
        }
        Digits::new(text).map(Self::Ordinal).map_or_else(|| refuse(text, LABEL_FORM), Ok)
    }
}

macro_rules! text_form {
    ($($kind:ty),*) => {$(
        impl TryFrom<String> for $kind {
            type Error = PeriodError;
            fn try_from(text: String) -> Result<Self, PeriodError> { text.parse() }
        }
        impl From<$kind> for String {
            fn from(value: $kind) -> Self { value.to_string() }
        }
    )*};
}
text_form!(Year, Month, Quarter, Period);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_forms_that_are_refused_say_what_to_write() {
        for text in ["2024-13", "2024-1", "2024-00", "24-01", "2024-Q5", "2024Q1", "", "abc", "0000", "2024-01-01"] {
            let error = text.parse::<Period>().unwrap_err();
            assert!(error.to_string().contains("2024-01"), "{error}");
        }
    }

    #[test]
    fn labels_are_ordered_by_value() {
        let mut labels: Vec<Label> = ["10", "9", "202001", "1"].iter().map(|t| t.parse().unwrap()).collect();
        labels.sort();
        assert_eq!(labels.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1", "9", "10", "202001"]);
    }

    #[test]
    fn a_number_is_the_same_in_any_spelling_and_of_any_length() {
        let label = |text: &str| text.parse::<Label>().unwrap();
        assert_eq!(label("01"), label("1"));
        assert_eq!(label("0"), label("00000"));
        assert_eq!(label("01").to_string(), "01");
        assert_eq!(label("2024").counted(), label("02024"));
        assert!(label("9") < label("010") && label("18446744073709551616") > label("18446744073709551615"));
        assert!(label("100000000000000000000000000000") > label("099999999999999999999999999999"));
        assert_eq!(std::collections::HashSet::from([label("7"), label("007")]).len(), 1);
        assert!("".parse::<Label>().is_err() && "1.5".parse::<Label>().is_err() && "-1".parse::<Label>().is_err());
    }

    proptest! {
        #[test]
        fn month_text_is_an_identity(year in 1..=9999i32, month in 1..=12u8, n in -500..500i32) {
            let m = Month::new(year, month).unwrap();
            prop_assert_eq!(m.to_string().parse::<Month>().unwrap(), m);
            prop_assert_eq!(m.plus(n).months_since(m), n);
            prop_assert!(m.quarter().months().contains(m));
            prop_assert!(m.year().months().contains(m));
            prop_assert_eq!(Month::of(m.last_day()), m);
        }
    }
}
