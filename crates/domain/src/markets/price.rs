//! World prices: published facts of a month or of a year, which are two types.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::Commodity;
use crate::period::{Month, Year};
use crate::text::{self, Lang};

/// What a price may be of: a [`Month`] or a [`Year`].
pub trait PricePeriod: Copy + Ord + Display {
    /// Whether two of its prices are comparable only out of one printing. Yearly figures are printed anew in every edition, on a
    /// basis that may differ; a monthly sheet is one series that is carried on.
    const OF_ONE_PRINTING: bool;

    /// The same period of the year before.
    #[must_use]
    fn a_year_before(self) -> Self;

    /// Its name: `tháng 1/2024`, `năm 2023`.
    fn in_lang(self, lang: Lang) -> String;
}

impl PricePeriod for Month {
    const OF_ONE_PRINTING: bool = false;

    fn a_year_before(self) -> Self {
        self.year_before()
    }

    fn in_lang(self, lang: Lang) -> String {
        text::month(self, lang)
    }
}

impl PricePeriod for Year {
    const OF_ONE_PRINTING: bool = true;

    fn a_year_before(self) -> Self {
        self.plus(-1)
    }

    fn in_lang(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => format!("năm {self}"),
            Lang::En => self.to_string(),
        }
    }
}

/// A price of a period, as published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quote<P> {
    /// Of what.
    pub commodity: Commodity,
    /// Of when.
    pub period: P,
    /// How much.
    pub value: f64,
    /// In which unit, as `USD/dry metric ton`.
    pub unit: String,
    /// Which price it is: grade, place and basis.
    pub series: String,
    /// Whether its publisher calls it an estimate.
    pub estimated: bool,
    /// Who published it.
    pub source: String,
    /// Where it was read; empty when the source says it all.
    pub address: String,
}

impl<P: PricePeriod> Quote<P> {
    /// Whether the two may be compared: the same commodity, unit and series, and where it matters the same printing.
    #[must_use]
    pub fn is_comparable(&self, other: &Self) -> bool {
        let same = (self.commodity, &self.unit, &self.series) == (other.commodity, &other.unit, &other.series);
        same && (!P::OF_ONE_PRINTING || self.source == other.source)
    }

    /// The change on a year, per cent; `None` where there is no comparable price of the year before.
    #[must_use]
    pub fn change_on_year(&self, quotes: &[Self]) -> Option<f64> {
        let before = self.period.a_year_before();
        let old = quotes.iter().find(|quote| quote.period == before && self.is_comparable(quote))?;
        (old.value > 0.0).then(|| (self.value / old.value - 1.0) * 100.0)
    }
}

/// A price as it comes in and is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Price {
    /// Of a month.
    Month(Quote<Month>),
    /// Of a year.
    Year(Quote<Year>),
}

impl Price {
    /// What makes it the same price, told anew: commodity, period, series and unit.
    #[must_use]
    pub fn key(&self) -> (Commodity, String, &str, &str) {
        match self {
            Self::Month(quote) => (quote.commodity, quote.period.to_string(), &quote.series, &quote.unit),
            Self::Year(quote) => (quote.commodity, quote.period.to_string(), &quote.series, &quote.unit),
        }
    }
}

/// The prices there are, months and years apart, each in order of period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prices {
    /// Of months.
    pub months: Vec<Quote<Month>>,
    /// Of years.
    pub years: Vec<Quote<Year>>,
}

impl Prices {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.months.is_empty() && self.years.is_empty()
    }

    /// The newest price of a month, not after `until`.
    #[must_use]
    pub fn month(&self, commodity: Commodity, until: Month) -> Option<&Quote<Month>> {
        newest(&self.months, commodity, until)
    }

    /// The newest price of a year, not after `until`.
    #[must_use]
    pub fn year(&self, commodity: Commodity, until: Year) -> Option<&Quote<Year>> {
        newest(&self.years, commodity, until)
    }
}

fn newest<P: PricePeriod>(quotes: &[Quote<P>], commodity: Commodity, until: P) -> Option<&Quote<P>> {
    quotes.iter().filter(|quote| quote.commodity == commodity && quote.period <= until).max_by_key(|q| q.period)
}

impl FromIterator<Price> for Prices {
    fn from_iter<I: IntoIterator<Item = Price>>(prices: I) -> Self {
        let mut all = Self::default();
        for price in prices {
            match price {
                Price::Month(quote) => all.months.push(quote),
                Price::Year(quote) => all.years.push(quote),
            }
        }
        all.months.sort_by_key(|quote| (quote.period, quote.commodity));
        all.years.sort_by_key(|quote| (quote.period, quote.commodity));
        all
    }
}
