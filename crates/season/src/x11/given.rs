//! What X-11 is given: the series, its extension by a model, and the effects a model found in it.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, sections 7.13 and 7.19 (what becomes of regression effects: `noapply`, `final`); Findley,
//! Monsell, Bell, Otto and Chen (1998).

use super::X11Error;
use super::mode::Mode;
use super::span::Span;
use crate::{Period, Series};

/// A series to adjust, with what a model says of it.
///
/// ```
/// use season::x11::{Factors, Given, Table, X11Spec, adjust};
/// use season::{Period, Series};
///
/// let start: Period = "2015-01".parse()?;
/// let season = |month: i32| if month % 12 == 11 { 1.3 } else { 1.0 };
/// let shift = |month: i32| if month < 60 { 0.8 } else { 1.0 };
/// let series = Series::new(start, (0..96).map(|month| 100.0 * season(month) * shift(month)).collect())?;
/// // What a model found, over the series and the year it forecasts; and its forecasts.
/// let level_shift = Series::new(start, (0..108).map(shift).collect())?;
/// let forecasts: Vec<f64> = (96..108).map(|month| 100.0 * season(month)).collect();
///
/// let factors = Factors { level_shift: Some(&level_shift), ..Factors::default() };
/// let adjusted = adjust(&X11Spec::default(), &Given { forecasts: &forecasts, factors, ..Given::series(&series) })?;
/// let trend = |month: i32| adjusted.at(Table::D12, start.plus(month)).unwrap_or_default();
/// assert!((trend(60) / trend(59) - 1.25).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// As observed.
    pub series: &'a Series,
    /// What follows it, the factors taken out (as B1 has it); none for X-11 without a model.
    pub forecasts: &'a [f64],
    /// What comes before it, likewise, in order of time.
    pub backcasts: &'a [f64],
    /// The effects in the series.
    pub factors: Factors<'a>,
}

impl<'a> Given<'a> {
    /// A series and nothing else.
    #[must_use]
    pub fn series(series: &'a Series) -> Self {
        Self { series, forecasts: &[], backcasts: &[], factors: Factors::default() }
    }
}

/// Effects in the series, taken out before the season is estimated: ratios about 1, or differences about 0 where the mode is additive.
/// Each covers the series and its extension, or more.
#[derive(Debug, Clone, Copy, Default)]
pub struct Factors<'a> {
    /// Trading days, leap years, holidays: not in D11; in D16 and D18.
    pub calendar: Option<&'a Series>,
    /// Level shifts and ramps: in D11 and in the trend D12.
    pub level_shift: Option<&'a Series>,
    /// Additive outliers: in D11 and in the irregular D13.
    pub additive_outlier: Option<&'a Series>,
    /// Temporary changes: in D11 and in the irregular D13.
    pub temporary_change: Option<&'a Series>,
    /// A season of one's own: not in D11; in D10 and D16. Not where the mode is pseudo-additive.
    pub seasonal: Option<&'a Series>,
    /// Other effects of one's own, as of a change in the law: in D11, in none of its components.
    pub other: Option<&'a Series>,
}

/// The kinds of factors, as messages name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// Trading days, leap years, holidays.
    Calendar,
    /// Level shifts.
    LevelShift,
    /// Additive outliers.
    AdditiveOutlier,
    /// Temporary changes.
    TemporaryChange,
    /// A season of one's own.
    Seasonal,
    /// Other effects of one's own.
    Other,
}

impl std::fmt::Display for FactorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Calendar => "calendar",
            Self::LevelShift => "level shift",
            Self::AdditiveOutlier => "additive outlier",
            Self::TemporaryChange => "temporary change",
            Self::Seasonal => "seasonal",
            Self::Other => "other",
        })
    }
}

/// The factors over the extended span, each of them or nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Effects {
    pub(crate) calendar: Option<Vec<f64>>,
    pub(crate) level_shift: Option<Vec<f64>>,
    pub(crate) additive_outlier: Option<Vec<f64>>,
    pub(crate) temporary_change: Option<Vec<f64>>,
    pub(crate) seasonal: Option<Vec<f64>>,
    pub(crate) other: Option<Vec<f64>>,
}

/// What is given, checked and laid out over the extended span.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) span: Span,
    /// The series before any effect is taken out; forecasts and backcasts with their effects.
    pub(crate) original: Vec<f64>,
    /// B1.
    pub(crate) adjusted: Vec<f64>,
    pub(crate) effects: Effects,
}

/// Full years without which there is no season to speak of.
pub(crate) const YEARS_AT_LEAST: usize = 3;

impl Given<'_> {
    /// Checks everything and takes the effects out.
    pub(crate) fn prepare(&self, mode: Mode) -> Result<Prepared, X11Error> {
        let values = self.series.values();
        let per_year = self.series.frequency().per_year();
        if values.len() < YEARS_AT_LEAST * per_year {
            return Err(X11Error::TooShort { have: values.len(), need: YEARS_AT_LEAST * per_year });
        }
        let (before, length) = (self.backcasts.len(), self.backcasts.len() + values.len() + self.forecasts.len());
        let start = self.series.start().plus(-(before as i32));
        let span = Span { per_year, start, observed: before..before + values.len(), length };
        let effects = self.factors.over(&span, mode)?;
        if mode == Mode::PseudoAdditive && effects.seasonal.is_some() {
            return Err(X11Error::SeasonalFactorPseudoAdditive);
        }

        let mut original = [self.backcasts, values, self.forecasts].concat();
        let mut adjusted = original.clone();
        let relation = mode.published();
        for effect in effects.all() {
            for at in 0..length {
                if span.observed.contains(&at) {
                    adjusted[at] = relation.without(adjusted[at], effect[at]);
                } else {
                    original[at] = relation.with(original[at], effect[at]);
                }
            }
        }
        for (at, value) in adjusted.iter().enumerate() {
            if !value.is_finite() {
                return Err(X11Error::NotFinite { period: span.period(at) });
            }
            if mode.needs_positive() && *value <= 0.0 {
                return Err(X11Error::NotPositive { period: span.period(at), value: *value });
            }
        }
        Ok(Prepared { span, original, adjusted, effects })
    }
}

impl Factors<'_> {
    fn over(&self, span: &Span, mode: Mode) -> Result<Effects, X11Error> {
        let one = |kind: FactorKind, factor: Option<&Series>| -> Result<Option<Vec<f64>>, X11Error> {
            factor.map(|factor| cut(kind, factor, span, mode)).transpose()
        };
        Ok(Effects {
            calendar: one(FactorKind::Calendar, self.calendar)?,
            level_shift: one(FactorKind::LevelShift, self.level_shift)?,
            additive_outlier: one(FactorKind::AdditiveOutlier, self.additive_outlier)?,
            temporary_change: one(FactorKind::TemporaryChange, self.temporary_change)?,
            seasonal: one(FactorKind::Seasonal, self.seasonal)?,
            other: one(FactorKind::Other, self.other)?,
        })
    }
}

/// A factor over the extended span, and of the calendar and the season a year more where it goes on.
fn cut(kind: FactorKind, factor: &Series, span: &Span, mode: Mode) -> Result<Vec<f64>, X11Error> {
    if factor.frequency() != span.start.frequency() {
        return Err(X11Error::FactorFrequency { kind });
    }
    let value = |period: Period| factor.at(period).ok_or(X11Error::FactorMissing { kind, period });
    let mut values = (0..span.length).map(|at| value(span.period(at))).collect::<Result<Vec<f64>, X11Error>>()?;
    if matches!(kind, FactorKind::Calendar | FactorKind::Seasonal) {
        let ahead = (span.length..span.length + span.per_year).map_while(|at| factor.at(span.period(at)));
        values.extend(ahead);
    }
    match values.iter().position(|value| mode.needs_positive() && *value <= 0.0) {
        Some(at) => Err(X11Error::FactorNotPositive { kind, period: span.period(at) }),
        None => Ok(values),
    }
}

impl Effects {
    /// All there are.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Vec<f64>> {
        self.left_in().chain([&self.calendar, &self.seasonal].into_iter().flatten())
    }

    /// Those of the kinds given that stay in the adjusted series otherwise.
    pub(crate) fn of<'a>(&'a self, kinds: &'a [FactorKind]) -> impl Iterator<Item = &'a Vec<f64>> {
        let known = [
            (FactorKind::LevelShift, &self.level_shift),
            (FactorKind::AdditiveOutlier, &self.additive_outlier),
            (FactorKind::TemporaryChange, &self.temporary_change),
            (FactorKind::Other, &self.other),
        ];
        known.into_iter().filter(|(kind, _)| kinds.contains(kind)).filter_map(|(_, effect)| effect.as_ref())
    }

    /// Those that stay in the adjusted series: of outliers, level shifts and other causes.
    pub(crate) fn left_in(&self) -> impl Iterator<Item = &Vec<f64>> {
        [&self.level_shift, &self.additive_outlier, &self.temporary_change, &self.other].into_iter().flatten()
    }
}
