//! What the values of arguments may be: words, numbers, dates, spans.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 3.2: dates are written 1990.jan or 1990.1; a span leaves an end out where it goes on to
//! that of the series.

use std::collections::BTreeSet;

use super::error::{SpcError, SpcFault};
use super::syntax::{Argument, Block, Item};
use crate::{Frequency, Period};

/// First and last period, where they are given.
pub type Bounds = (Option<Period>, Option<Period>);

/// A part of a series that ends at a date, or with the newest of a month or quarter: `(2000.1, 0.dec)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ModelSpan {
    /// Its first period; `None` for that of the series.
    pub from: Option<Period>,
    /// Where it ends.
    pub to: ModelEnd,
}

/// Where a part of a series ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ModelEnd {
    /// With the series.
    #[default]
    Series,
    /// With a period.
    Period(Period),
    /// With the newest period of the series at this place of a year, from 0.
    Newest(usize),
}

impl ModelSpan {
    /// The first and the last period in a series that ends with a period, where they are not those of the series.
    #[must_use]
    pub fn within(self, end: Period) -> Bounds {
        let per_year = end.frequency().per_year();
        let to = match self.to {
            ModelEnd::Series => None,
            ModelEnd::Period(period) => Some(period),
            ModelEnd::Newest(place) => Some(end.plus(-(((end.place() + per_year - place) % per_year) as i32))),
        };
        (self.from, to)
    }
}

impl Block {
    /// Takes an argument out, where it is given.
    pub(super) fn take(&mut self, name: &str) -> Option<Argument> {
        self.understood.push(name.to_owned());
        let at = self.arguments.iter().position(|argument| argument.name == name)?;
        Some(self.arguments.remove(at))
    }

    /// Drops arguments that only say what is printed or who reads it.
    pub(super) fn drop_all(&mut self, names: &[&str]) {
        self.understood.extend(names.iter().map(|name| (*name).to_owned()));
        self.arguments.retain(|argument| !names.contains(&argument.name.as_str()));
    }

    /// Nothing may be left that nobody took.
    pub(super) fn done(self) -> Result<(), SpcError> {
        match self.arguments.into_iter().next() {
            Some(Argument { name, line, .. }) => {
                let mut seen = BTreeSet::new();
                let each_once = self.understood.iter().filter(|name| seen.insert(*name)).cloned();
                let understood = each_once.collect::<Vec<_>>().join(", ");
                Err(SpcFault::UnknownArgument { spec: self.name, argument: name, understood }.at(line))
            }
            None => Ok(()),
        }
    }
}

pub(super) const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A date of X-13; `None` where it is not one.
pub(super) fn period(text: &str, frequency: Frequency) -> Option<Period> {
    let (year, place) = text.split_once('.')?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let year = is_year.then(|| year.parse().ok()).flatten()?;
    Period::new(frequency, year, number_of(place, frequency)?)
}

/// The number of a month or quarter in its year, from 1, as it is told or named.
fn number_of(text: &str, frequency: Frequency) -> Option<usize> {
    let text = text.to_lowercase();
    let named = MONTHS.iter().position(|name| *name == text).filter(|_| frequency == Frequency::Monthly);
    named.map(|at| at + 1).or_else(|| text.parse().ok())
}

impl Argument {
    pub(super) fn refused(&self, found: impl Into<String>, expected: &'static str) -> SpcError {
        SpcFault::Value { argument: self.name.clone(), found: found.into(), expected }.at(self.line)
    }

    pub(super) fn told(&self) -> String {
        self.value.iter().map(Item::told).collect::<Vec<_>>().join(" ")
    }

    /// The only word, also as a list of one.
    pub(super) fn word(&self, expected: &'static str) -> Result<&str, SpcError> {
        match &self.value[..] {
            [Item::Word(word) | Item::Text(word)] => Ok(word),
            [Item::List(items)] => match &items[..] {
                [Item::Word(word) | Item::Text(word)] => Ok(word),
                _ => Err(self.refused(self.told(), expected)),
            },
            _ => Err(self.refused(self.told(), expected)),
        }
    }

    /// The entries of a list, or what stands alone.
    pub(super) fn items(&self, expected: &'static str) -> Result<&[Item], SpcError> {
        match &self.value[..] {
            [Item::List(items)] => Ok(items),
            [Item::Word(_) | Item::Text(_)] => Ok(&self.value),
            _ => Err(self.refused(self.told(), expected)),
        }
    }

    /// Words in a list, or one alone, in small letters.
    pub(super) fn words(&self, expected: &'static str) -> Result<Vec<String>, SpcError> {
        let word = |item: &Item| match item {
            Item::Word(word) | Item::Text(word) => Ok(word.to_lowercase()),
            other => Err(self.refused(other.told(), expected)),
        };
        self.items(expected)?.iter().map(word).collect()
    }

    /// Texts or words in a list, or one alone, as they stand.
    pub(super) fn texts(&self, expected: &'static str) -> Result<Vec<String>, SpcError> {
        let text = |item: &Item| match item {
            Item::Word(text) | Item::Text(text) => Ok(text.clone()),
            other => Err(self.refused(other.told(), expected)),
        };
        self.items(expected)?.iter().map(text).collect()
    }

    /// One of these words.
    pub(super) fn one_of<T: Copy>(&self, expected: &'static str, known: &[(&str, T)]) -> Result<T, SpcError> {
        let word = self.word(expected)?.to_lowercase();
        let found = known.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        found.ok_or_else(|| self.refused(word, expected))
    }

    /// Some of these words.
    pub(super) fn each_of<T: Copy>(&self, expected: &'static str, known: &[(&str, T)]) -> Result<Vec<T>, SpcError> {
        let one = |word: String| {
            let found = known.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
            found.ok_or_else(|| self.refused(word, expected))
        };
        self.words(expected)?.into_iter().map(one).collect()
    }

    /// Yes or no.
    pub(super) fn flag(&self) -> Result<bool, SpcError> {
        self.one_of("yes or no", &[("yes", true), ("no", false)])
    }

    fn parsed<T: std::str::FromStr>(&self, text: &str, expected: &'static str) -> Result<T, SpcError> {
        text.parse().map_err(|_| self.refused(text, expected))
    }

    /// A finite number.
    pub(super) fn number(&self) -> Result<f64, SpcError> {
        let expected = "a number";
        self.finite(self.word(expected)?, expected)
    }

    pub(super) fn finite(&self, text: &str, expected: &'static str) -> Result<f64, SpcError> {
        // FORTRAN writes exponents with a D.
        let number: f64 = self.parsed(&text.replace(['d', 'D'], "e"), expected)?;
        if number.is_finite() { Ok(number) } else { Err(self.refused(text, expected)) }
    }

    /// Finite numbers.
    pub(super) fn numbers(&self) -> Result<Vec<f64>, SpcError> {
        let expected = "numbers in brackets";
        self.words(expected)?.iter().map(|word| self.finite(word, expected)).collect()
    }

    /// A whole number, no more than `most`.
    pub(super) fn count(&self, most: usize, expected: &'static str) -> Result<usize, SpcError> {
        let word = self.word(expected)?;
        let count: usize = self.parsed(word, expected)?;
        if count <= most { Ok(count) } else { Err(self.refused(word, expected)) }
    }

    /// Whole numbers, no more than `most` each, where `None` stands for one that is left out.
    pub(super) fn counts(&self, most: usize, expected: &'static str) -> Result<Vec<Option<usize>>, SpcError> {
        let count = |item: &Item| match item {
            Item::Absent => Ok(None),
            Item::Word(word) => match self.parsed::<usize>(word, expected)? {
                count if count <= most => Ok(Some(count)),
                _ => Err(self.refused(word, expected)),
            },
            other => Err(self.refused(other.told(), expected)),
        };
        self.items(expected)?.iter().map(count).collect()
    }

    /// A date.
    pub(super) fn period(&self, frequency: Frequency) -> Result<Period, SpcError> {
        let word = self.word(DATE)?;
        period(word, frequency).ok_or_else(|| self.refused(word, DATE))
    }

    /// A span, whose ends may be left out.
    pub(super) fn span(&self, frequency: Frequency) -> Result<Bounds, SpcError> {
        let expected = "two dates, as (1990.jan, 2019.dec); one may be left out";
        let bound = |item: &Item| match item {
            Item::Absent => Ok(None),
            Item::Word(word) => period(word, frequency).map(Some).ok_or_else(|| self.refused(word, expected)),
            other => Err(self.refused(other.told(), expected)),
        };
        match self.items(expected)? {
            [from, to] => match (bound(from)?, bound(to)?) {
                (Some(from), Some(to)) if from > to => Err(self.refused(self.told(), expected)),
                bounds => Ok(bounds),
            },
            _ => Err(self.refused(self.told(), expected)),
        }
    }
}

impl Argument {
    /// A span whose end may be the newest of a month or quarter.
    pub(super) fn model_span(&self, frequency: Frequency) -> Result<ModelSpan, SpcError> {
        let newest = |item: &Item| match item {
            Item::Word(word) => number_of(word.strip_prefix("0.")?, frequency),
            _ => None,
        };
        let Ok([from, end]) = self.items(DATE) else { return self.span(frequency).map(ModelSpan::from) };
        match newest(end) {
            None => self.span(frequency).map(ModelSpan::from),
            Some(number) if !(1..=frequency.per_year()).contains(&number) => Err(self.refused(end.told(), DATE)),
            Some(number) => {
                let open = vec![Item::List(vec![from.clone(), Item::Absent])];
                let (from, _) = Self { value: open, ..self.clone() }.span(frequency)?;
                Ok(ModelSpan { from, to: ModelEnd::Newest(number - 1) })
            }
        }
    }
}

impl From<Bounds> for ModelSpan {
    fn from((from, to): Bounds) -> Self {
        Self { from, to: to.map_or(ModelEnd::Series, ModelEnd::Period) }
    }
}

const DATE: &str = "a date, as 1990.jan or 1990.1; of a quarter 1990.1";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_months_and_quarters() {
        let check = |text, frequency, expected: Option<&str>| {
            assert_eq!(period(text, frequency).map(|period| period.to_string()).as_deref(), expected, "{text}");
        };
        check("1990.jan", Frequency::Monthly, Some("1990-01"));
        check("1990.DEC", Frequency::Monthly, Some("1990-12"));
        check("1990.07", Frequency::Monthly, Some("1990-07"));
        check("1990.4", Frequency::Quarterly, Some("1990-Q4"));
        for wrong in ["1990", "1990.13", "1990.0", "90.1", "1990.", ".1", "1990.may.1", "+990.1"] {
            check(wrong, Frequency::Monthly, None);
        }
        check("1990.5", Frequency::Quarterly, None);
        check("1990.jan", Frequency::Quarterly, None);
    }
}
