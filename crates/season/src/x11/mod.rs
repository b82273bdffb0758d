//! X-11: seasonal adjustment by moving averages.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.19; Ladiray and Quenneville (2001), *Seasonal Adjustment with the X-11 Method*.
//!
//! ```
//! use season::x11::{Given, Mode, Table, X11Spec, adjust};
//! use season::{Period, Series};
//!
//! let start: Period = "2015-01".parse()?;
//! let value = |month: i32| (100.0 + f64::from(month)) * if month % 12 == 11 { 1.3 } else { 1.0 };
//! let series = Series::new(start, (0..96).map(value).collect())?;
//!
//! let adjusted = adjust(&X11Spec::of(Mode::Multiplicative), &Given::series(&series))?;
//! let december = adjusted.at(Table::D10, start.plus(95)).unwrap_or_default();
//! assert!((december - 1.27).abs() < 0.01);
//! assert_eq!(adjusted.table(Table::D10).map(Series::end), Some(start.plus(95 + 12)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod average;
mod changes;
mod extremes;
mod finals;
mod given;
mod henderson;
mod mode;
mod parts;
mod ratios;
mod seasonal;
mod sheets;
mod span;
mod spec;
mod tables;

pub use extremes::SigmaLimits;
pub use given::{FactorKind, Factors, Given};
pub use mode::Mode;
pub use ratios::{FilterChoice, MovingSeasonality};
pub use seasonal::SeasonalFilter;
pub use spec::{EndRatio, Filters, Henderson, X11Spec};
pub use tables::{Table, TableError};

use crate::diagnostics::{self, Diagnostics};
use crate::{Period, Series};
use henderson::TrendFilter;
use parts::Setting;
use sheets::Sheets;

pub(crate) use changes::Modified;
pub(crate) use finals::Finals;
pub(crate) use given::Prepared;
pub(crate) use mode::Relation;
pub(crate) use span::Span;

/// Why a series cannot be adjusted as asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum X11Error {
    /// Fewer than three years.
    #[error("the series has {have} values; a season needs three full years, that is {need}")]
    TooShort {
        /// How many it has.
        have: usize,
        /// How many it needs.
        need: usize,
    },
    /// Only the additive mode takes values that are not positive.
    #[error("the value at {period} is {value}; only the additive mode takes values that are not positive")]
    NotPositive {
        /// Where.
        period: Period,
        /// The value, without the effects of the model.
        value: f64,
    },
    /// The value without its effects is infinite or not a number.
    #[error("the value at {period}, without the effects of the model, is not a finite number")]
    NotFinite {
        /// Where.
        period: Period,
    },
    /// Factors by the month for a quarterly series, or the other way round.
    #[error("the {kind} factors are not of the series' frequency")]
    FactorFrequency {
        /// Which.
        kind: FactorKind,
    },
    /// Factors do not cover the series and its extension.
    #[error(
        "the {kind} factors have no value at {period}; they must cover the series, its backcasts and its forecasts"
    )]
    FactorMissing {
        /// Which.
        kind: FactorKind,
        /// Where the first is missing.
        period: Period,
    },
    /// A ratio that is not positive.
    #[error("the {kind} factor at {period} is not positive; only the additive mode takes such factors")]
    FactorNotPositive {
        /// Which.
        kind: FactorKind,
        /// Where.
        period: Period,
    },
    /// Pseudo-additive components have no place for a given season.
    #[error("the pseudo-additive mode takes no seasonal factors of one's own")]
    SeasonalFactorPseudoAdditive,
    /// The limits of extreme values are out of order.
    #[error("the sigma limits are {lower} and {upper}; the lower must be above 0 and the upper above the lower")]
    SigmaLimits {
        /// The lower.
        lower: f64,
        /// The upper.
        upper: f64,
    },
    /// A Henderson filter of this length cannot be applied.
    #[error("a Henderson filter of {terms} terms cannot be applied: take an odd number from 3 to {longest}")]
    Henderson {
        /// Terms asked for.
        terms: usize,
        /// The most there can be.
        longest: usize,
    },
    /// Not one filter for each period of a year.
    #[error("{given} seasonal filters are given; one for each of the {per_year} periods of a year is needed")]
    Filters {
        /// How many are given.
        given: usize,
        /// How many are needed.
        per_year: usize,
    },
    /// A pseudo-additive season of nothing at the ends.
    #[error("the first estimate of the season at {period} is zero; the pseudo-additive mode cannot go on from it")]
    SeasonOfZero {
        /// Where.
        period: Period,
    },
    /// No part of the trend is positive.
    #[error("the trend at {period} is not positive, nor is any other that could stand for it; take the additive mode")]
    TrendNotPositive {
        /// Where.
        period: Period,
    },
    /// The values are too large or too small to calculate with.
    #[error(
        "table {table} has no finite value at {period}: the values of the series are too large, too small or too far apart"
    )]
    Overflow {
        /// Which table.
        table: Table,
        /// Where the first is.
        period: Period,
    },
}

/// The parts of X-11 that repeat each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    B,
    C,
    D,
}

/// What was chosen on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Choices {
    /// The filter of the final season by place in the year.
    pub filters: Vec<SeasonalFilter>,
    /// How it was chosen, where it was automatic.
    pub filter_choice: Option<FilterChoice>,
    /// Terms of the Henderson trends B7, C7, D7 and D12.
    pub henderson: [usize; 4],
    /// The I/C ratio by which the last was chosen.
    pub irregular_over_trend: f64,
    /// Table D9A.
    pub moving_seasonality: MovingSeasonality,
}

/// A series, adjusted: every table, the choices made and what the tests say.
#[derive(Debug, Clone)]
pub struct X11 {
    tables: Vec<Option<Series>>,
    replaced: Vec<(Table, Vec<(Period, f64)>)>,
    undefined: Vec<(Table, Period)>,
    original: Vec<f64>,
    clean_irregular: Vec<f64>,
    level_shift: Option<Vec<f64>>,
    span: Span,
    mode: Mode,
    /// What was chosen on the way.
    pub choices: Choices,
    /// What the tests say.
    pub diagnostics: Diagnostics,
}

impl X11 {
    /// A table, extended as far as it goes: D10 and D16 by a year, the others by the forecasts and backcasts given.
    ///
    /// `None` for tables there are not: D18 without calendar factors, tables of replacements (see [`Self::replaced`]), and those of part
    /// E that are not defined (see [`Self::undefined`]).
    #[must_use]
    pub fn table(&self, table: Table) -> Option<&Series> {
        self.tables.get(table as usize).and_then(Option::as_ref)
    }

    /// The value of a table at a period.
    #[must_use]
    pub fn at(&self, table: Table, period: Period) -> Option<f64> {
        self.table(table).and_then(|values| values.at(period))
    }

    /// The values of a table within the observed span.
    #[must_use]
    pub fn observed(&self, table: Table) -> &[f64] {
        let Some(series) = self.table(table) else { return &[] };
        let offset = series.start().since(self.span.start);
        let cut = |at: usize| usize::try_from(at as i32 - offset).unwrap_or(0).min(series.values().len());
        &series.values()[cut(self.span.observed.start)..cut(self.span.observed.end)]
    }

    /// What replaces the extreme SI values: tables B4, B9 and D9, in order of time; extension included.
    #[must_use]
    pub fn replaced(&self, table: Table) -> &[(Period, f64)] {
        self.replaced.iter().find(|(name, _)| *name == table).map_or(&[], |(_, values)| values)
    }

    /// Tables of part E left out because a value of theirs is not defined, as the change from a zero: which, and where first.
    #[must_use]
    pub fn undefined(&self) -> &[(Table, Period)] {
        &self.undefined
    }

    /// The observed series, A1.
    #[must_use]
    pub fn original(&self) -> &[f64] {
        &self.original
    }

    /// D13 without outliers, over the observed span.
    pub(crate) fn clean_irregular(&self) -> &[f64] {
        &self.clean_irregular
    }

    /// E2 without level shifts, over the observed span.
    pub(crate) fn smooth_adjusted(&self) -> Vec<f64> {
        let values = self.observed(Table::E2);
        match &self.level_shift {
            Some(shift) => self.mode.published().each_without(values, &shift[self.span.observed.clone()]),
            None => values.to_vec(),
        }
    }

    /// The first and the last observed period.
    #[must_use]
    pub fn span(&self) -> (Period, Period) {
        (self.span.period(self.span.observed.start), self.span.period(self.span.observed.end - 1))
    }

    /// The mode it was adjusted in.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }
}

/// Adjusts a series.
///
/// # Errors
/// When the series is shorter than three years, has values that the mode cannot take, or the specification does not fit it.
pub fn adjust(spec: &X11Spec, given: &Given<'_>) -> Result<X11, X11Error> {
    let prepared = given.prepare(spec.mode)?;
    let span = prepared.span.clone();
    spec.check(span.per_year, span.length)?;
    if spec.mode == Mode::PseudoAdditive && prepared.effects.seasonal.is_some() {
        return Err(X11Error::SeasonalFactorPseudoAdditive);
    }
    let logarithms: Vec<f64>;
    let prior_adjusted = if spec.mode == Mode::LogAdditive {
        logarithms = prepared.adjusted.iter().map(|value| value.ln()).collect();
        &logarithms
    } else {
        &prepared.adjusted
    };
    let setting = Setting { spec, span: &span, prior_adjusted };
    let mut filter = TrendFilter::new(spec.henderson, spec.end_ratio, span.per_year);
    let b = setting.first_half(Part::B, prior_adjusted, &mut filter)?;
    let b_end = setting.second_half(Part::B, prior_adjusted, &b.trend.values);
    let c = setting.first_half(Part::C, &b_end.modified, &mut filter)?;
    let c_end = setting.second_half(Part::C, &b_end.modified, &c.trend.values);
    let d = setting.first_half(Part::D, &c_end.modified, &mut filter)?;
    let finals = finals::finals(&setting, &prepared, &c_end, &d, &mut filter)?;
    let modified = changes::modified(&prepared, &finals, &c_end.weights, spec.mode);

    let diagnostics = diagnostics::measure(&diagnostics::Measured {
        span: &span,
        mode: spec.mode,
        first_si: &b.si.values,
        prepared: &prepared,
        finals: &finals,
        modified: &modified,
    });
    let choices = Choices {
        filters: finals.filters.clone(),
        filter_choice: finals.choice.clone(),
        henderson: [b.trend.terms, c.trend.terms, d.trend.terms, finals.terms],
        irregular_over_trend: finals.irregular_over_trend,
        moving_seasonality: finals.moving.clone(),
    };
    let clean_irregular = finals.clean_irregular[span.observed.clone()].to_vec();
    let mut sheets = Sheets::new(&span);
    sheets.put(Table::B1, 0, prepared.adjusted.clone());
    sheets.part_e(&prepared, &finals, modified, spec.mode);
    sheets.finals(&prepared, finals, &c_end.weights);
    sheets.first_half(Part::B, b);
    sheets.first_half(Part::C, c);
    sheets.first_half(Part::D, d);
    sheets.second_half(Part::B, b_end);
    sheets.second_half(Part::C, c_end);
    let (tables, replaced, undefined) = sheets.bound()?;
    Ok(X11 {
        tables,
        replaced,
        undefined,
        original: given.series.values().to_vec(),
        clean_irregular,
        level_shift: prepared.effects.level_shift,
        span,
        mode: spec.mode,
        choices,
        diagnostics,
    })
}
