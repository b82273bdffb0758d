//! When something happened, as exactly as the source says and no more exactly.
//!
//! The text form is the interchange form, and out and in again is an identity: `2009-05-08`, `2011-08`, `1996`, `2009/2010`,
//! `2024-early`, `2020-late`; with `~` before it the source says *about*.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::period::{Month, Year};
use crate::text::{self, Lang};

/// A moment of the past or the future: a day, a month, a year, its early or late part, or a span of years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct When {
    span: Span,
    /// The source says about.
    is_about: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Span {
    Day(Date),
    Month(Month),
    Year(Year),
    Early(Year),
    Late(Year),
    /// First and last; the last comes later.
    Years(Year, Year),
}

/// Why a text is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{text}” is not a moment: write 2009-05-08, 2011-08, 1996, 2009/2010, 2024-early or 2024-late, with ~ before it for about"
)]
pub struct WhenError {
    /// What was read.
    pub text: String,
}

impl When {
    /// The first day it can mean. The late part of a year is reckoned from July.
    #[must_use]
    pub fn first_day(self) -> Date {
        match self.span {
            Span::Day(day) => day,
            Span::Month(month) => month.first_day(),
            Span::Year(year) | Span::Early(year) | Span::Years(year, _) => year.months().first.first_day(),
            Span::Late(year) => year.months().first.plus(6).first_day(),
        }
    }

    /// The last day it can mean. The early part of a year is reckoned to the end of June.
    #[must_use]
    pub fn last_day(self) -> Date {
        match self.span {
            Span::Day(day) => day,
            Span::Month(month) => month.last_day(),
            Span::Year(year) | Span::Late(year) | Span::Years(_, year) => year.months().last.last_day(),
            Span::Early(year) => year.months().first.plus(5).last_day(),
        }
    }

    /// The day itself, when the source gives one and does not say about.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        match self.span {
            Span::Day(day) if !self.is_about => Some(day),
            _ => None,
        }
    }

    /// In words: `08/05/2009`, `khoảng đầu năm 2024`; `8 May 2009`, `about early 2024`.
    #[must_use]
    pub fn in_lang(self, lang: Lang) -> String {
        let plain = match (self.span, lang) {
            (Span::Day(day), _) => text::date(day, lang),
            (Span::Month(month), _) => text::month(month, lang),
            (Span::Year(year), Lang::Vi) => format!("năm {year}"),
            (Span::Year(year), Lang::En) => year.to_string(),
            (Span::Early(year), Lang::Vi) => format!("đầu năm {year}"),
            (Span::Early(year), Lang::En) => format!("early {year}"),
            (Span::Late(year), Lang::Vi) => format!("cuối năm {year}"),
            (Span::Late(year), Lang::En) => format!("late {year}"),
            (Span::Years(first, last), Lang::Vi) => format!("năm {first}–{last}"),
            (Span::Years(first, last), Lang::En) => format!("{first}–{last}"),
        };
        match (self.is_about, lang) {
            (false, _) => plain,
            (true, Lang::Vi) => format!("khoảng {plain}"),
            (true, Lang::En) => format!("about {plain}"),
        }
    }
}

impl From<Date> for When {
    fn from(day: Date) -> Self {
        Self { span: Span::Day(day), is_about: false }
    }
}

impl From<Month> for When {
    fn from(month: Month) -> Self {
        Self { span: Span::Month(month), is_about: false }
    }
}

impl From<Year> for When {
    fn from(year: Year) -> Self {
        Self { span: Span::Year(year), is_about: false }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_about {
            f.write_str("~")?;
        }
        match self.span {
            Span::Day(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
            Span::Month(month) => month.fmt(f),
            Span::Year(year) => year.fmt(f),
            Span::Early(year) => write!(f, "{year}-early"),
            Span::Late(year) => write!(f, "{year}-late"),
            Span::Years(first, last) => write!(f, "{first}/{last}"),
        }
    }
}

impl FromStr for When {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        let (is_about, plain) = text.strip_prefix('~').map_or((false, text), |rest| (true, rest));
        let span = read_span(plain).ok_or_else(|| WhenError { text: text.to_owned() })?;
        Ok(Self { span, is_about })
    }
}

fn read_span(text: &str) -> Option<Span> {
    if let Some((first, last)) = text.split_once('/') {
        let (first, last): (Year, Year) = (first.parse().ok()?, last.parse().ok()?);
        return (first < last).then_some(Span::Years(first, last));
    }
    if let Some(year) = text.strip_suffix("-early") {
        return year.parse().ok().map(Span::Early);
    }
    if let Some(year) = text.strip_suffix("-late") {
        return year.parse().ok().map(Span::Late);
    }
    match text.len() {
        4 => text.parse().ok().map(Span::Year),
        7 => text.parse().ok().map(Span::Month),
        10 => read_day(text).map(Span::Day),
        _ => None,
    }
}

/// A day of the form `2009-05-08` and no other.
fn read_day(text: &str) -> Option<Date> {
    let month: Month = text.get(..7)?.parse().ok()?;
    let digits = text.get(7..)?.strip_prefix('-').filter(|d| d.len() == 2 && d.bytes().all(|b| b.is_ascii_digit()))?;
    let day: i8 = digits.parse().ok()?;
    (1..=month.last_day().day()).contains(&day).then(|| date(month.first_day().year(), month.first_day().month(), day))
}

impl TryFrom<String> for When {
    type Error = WhenError;

    fn try_from(text: String) -> Result<Self, WhenError> {
        text.parse()
    }
}

impl From<When> for String {
    fn from(when: When) -> Self {
        when.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_moment_is_as_exact_as_its_source() {
        let check = |text: &str, first: &str, last: &str, vi: &str, en: &str| {
            let when: When = text.parse().unwrap();
            let seen = (when.first_day().to_string(), when.last_day().to_string());
            assert_eq!(seen, (first.to_owned(), last.to_owned()), "{text}");
            assert_eq!((when.in_lang(Lang::Vi).as_str(), when.in_lang(Lang::En).as_str()), (vi, en));
            assert_eq!(when.to_string(), text);
        };
        check("2009-05-08", "2009-05-08", "2009-05-08", "08/05/2009", "8 May 2009");
        check("2011-08", "2011-08-01", "2011-08-31", "tháng 8/2011", "August 2011");
        check("1996", "1996-01-01", "1996-12-31", "năm 1996", "1996");
        check("2009/2010", "2009-01-01", "2010-12-31", "năm 2009–2010", "2009–2010");
        check("~2024-early", "2024-01-01", "2024-06-30", "khoảng đầu năm 2024", "about early 2024");
        check("2020-late", "2020-07-01", "2020-12-31", "cuối năm 2020", "late 2020");
        check("~2016", "2016-01-01", "2016-12-31", "khoảng năm 2016", "about 2016");
    }

    #[test]
    fn only_a_day_that_is_sure_is_a_day() {
        let day = |text: &str| text.parse::<When>().unwrap().day();
        assert_eq!(day("2009-05-08"), Some(date(2009, 5, 8)));
        assert_eq!((day("~2009-05-08"), day("2009-05")), (None, None));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "~",
            "09-05-08",
            "2009-13",
            "2009-02-29",
            "2010/2009",
            "2009/2009",
            "2009-5-8",
            "2009-05-0x",
            "early 2024",
            "~~2016",
        ] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_out_and_in_is_an_identity(year in 1..9999i32, month in 1..=12u8, day in 1..=28i8, about: bool, kind in 0..6u8) {
            let (y, m) = (Year::new(year).unwrap(), Month::new(year, month).unwrap());
            let span = match kind {
                0 => Span::Day(date(year as i16, month as i8, day)),
                1 => Span::Month(m),
                2 => Span::Year(y),
                3 => Span::Early(y),
                4 => Span::Late(y),
                _ => Span::Years(y, y.plus(1)),
            };
            let when = When { span, is_about: about };
            prop_assert_eq!(when.to_string().parse::<When>().unwrap(), when);
            prop_assert!(when.first_day() <= when.last_day());
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = text.parse::<When>();
        }
    }
}
