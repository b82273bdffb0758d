//! What a model says of a series, as X-11 takes it: the effects of its regressors by kind, and the series before and after it without them.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.13 (which effect goes where) and 7.19.

use super::AdjustError;
use crate::regarima::{Column, Fit, Forecast, Group, OutlierKind, Prior, Regressor, Transform};
use crate::x11::{self, Factors, Given, Mode, X11, X11Spec};
use crate::{Period, Series};

/// The effects over the series and its extension, each of them or nothing: ratios of a model of logarithms, differences of one of levels.
#[derive(Debug, Clone, Default)]
pub(super) struct Effects {
    transform: Transform,
    /// With the prior factor that trading days bring along.
    pub(super) trading_days: Option<Series>,
    pub(super) holidays: Option<Series>,
    pub(super) level_shift: Option<Series>,
    pub(super) outlier: Option<Series>,
    pub(super) temporary_change: Option<Series>,
    pub(super) seasonal: Option<Series>,
    pub(super) user_seasonal: Option<Series>,
    pub(super) other: Option<Series>,
}

impl Effects {
    /// The effects of a model from a period on, over its series and so many periods after it.
    pub(super) fn of(fit: &Fit, start: Period, after: usize) -> Result<Self, AdjustError> {
        let before = usize::try_from(fit.observed().start().since(start)).unwrap_or_default();
        let transform = fit.specification().transform;
        let temporary: Vec<String> = fit.specification().regressors.iter().filter_map(temporary_change).collect();
        let one = |group: Group, is_temporary: bool, prior: Prior| -> Result<Option<Series>, AdjustError> {
            let is_one = |column: &Column| column.group == group && temporary.contains(&column.name) == is_temporary;
            if prior == Prior::None && !fit.columns.iter().any(is_one) {
                return Ok(None);
            }
            let sums = fit.effects_of(is_one, before, after)?;
            let value = |(at, sum): (usize, f64)| factor(sum, prior.factor(start.plus(at as i32)), transform);
            Ok(Series::new(start, sums.into_iter().enumerate().map(value).collect()).ok())
        };
        Ok(Self {
            transform,
            trading_days: one(Group::TradingDay, false, fit.specification().prior)?,
            holidays: one(Group::Holiday, false, Prior::None)?,
            level_shift: one(Group::Level, false, Prior::None)?,
            outlier: one(Group::Outlier, false, Prior::None)?,
            temporary_change: one(Group::Outlier, true, Prior::None)?,
            seasonal: one(Group::SeasonalShift, false, Prior::None)?,
            user_seasonal: one(Group::UserSeasonal, false, Prior::None)?,
            other: one(Group::User, false, Prior::None)?,
        })
    }

    /// Trading days and holidays together.
    pub(super) fn calendar(&self) -> Option<Series> {
        self.together([&self.trading_days, &self.holidays])
    }

    /// All outliers together.
    pub(super) fn outliers(&self) -> Option<Series> {
        self.together([&self.outlier, &self.temporary_change, &self.level_shift, &self.seasonal])
    }

    /// Several effects as one.
    fn together<const COUNT: usize>(&self, effects: [&Option<Series>; COUNT]) -> Option<Series> {
        effects.into_iter().flatten().cloned().reduce(|one, other| {
            let values = one.values().iter().zip(other.values()).map(|(one, other)| match self.transform {
                Transform::Log => one * other,
                Transform::Level => one + other,
            });
            Series::new(one.start(), values.collect()).unwrap_or(one)
        })
    }

    /// A value of the series without an effect.
    pub(super) fn taken_out(&self, value: f64, effect: f64) -> f64 {
        match self.transform {
            Transform::Log => value / effect,
            Transform::Level => value - effect,
        }
    }

    fn all(&self) -> impl Iterator<Item = &Series> {
        let all = [
            &self.trading_days,
            &self.holidays,
            &self.level_shift,
            &self.outlier,
            &self.temporary_change,
            &self.seasonal,
            &self.user_seasonal,
            &self.other,
        ];
        all.into_iter().flatten()
    }

    /// Whether the mode takes them out as they are.
    fn suit(&self, mode: Mode) -> Result<(), AdjustError> {
        match (self.transform, mode) {
            _ if self.all().next().is_none() => Ok(()),
            (Transform::Level, Mode::Additive) => Ok(()),
            (Transform::Level, mode) => Err(AdjustError::RatiosOfLevels(word(mode))),
            (Transform::Log, Mode::Additive) => Err(AdjustError::DifferencesOfLogarithms),
            (Transform::Log, _) => Ok(()),
        }
    }

    /// X-11 on the series, with what comes before and after it.
    ///
    /// # Errors
    /// When the mode of X-11 is not that of the effects, or X-11 cannot be carried out.
    pub(super) fn adjust(
        &self,
        spec: &X11Spec,
        series: &Series,
        (backcasts, forecasts): (&[Forecast], &[Forecast]),
    ) -> Result<X11, AdjustError> {
        self.suit(spec.mode)?;
        let without = |forecast: &Forecast| {
            let effects = self.all().filter_map(|effect| effect.at(forecast.period));
            effects.fold(forecast.value, |value, effect| self.taken_out(value, effect))
        };
        let calendar = self.calendar();
        let seasonal = self.together([&self.seasonal, &self.user_seasonal]);
        let given = Given {
            series,
            forecasts: &forecasts.iter().map(without).collect::<Vec<_>>(),
            backcasts: &backcasts.iter().map(without).collect::<Vec<_>>(),
            factors: Factors {
                calendar: calendar.as_ref(),
                level_shift: self.level_shift.as_ref(),
                additive_outlier: self.outlier.as_ref(),
                temporary_change: self.temporary_change.as_ref(),
                seasonal: seasonal.as_ref(),
                other: self.other.as_ref(),
            },
        };
        Ok(x11::adjust(spec, &given)?)
    }
}

/// The name of a temporary change. One of the user's own counts among the additive outliers.
fn temporary_change(regressor: &Regressor) -> Option<String> {
    match regressor {
        Regressor::Outlier(outlier) if outlier.kind == OutlierKind::TemporaryChange => Some(outlier.to_string()),
        _ => None,
    }
}

/// An effect on the scale of the series: a ratio of logarithms, a difference of levels.
fn factor(sum: f64, prior: f64, transform: Transform) -> f64 {
    match transform {
        Transform::Log => sum.exp() * prior,
        Transform::Level => sum,
    }
}

fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Multiplicative => "multiplicative",
        Mode::Additive => "additive",
        Mode::LogAdditive => "log-additive",
        Mode::PseudoAdditive => "pseudo-additive",
    }
}
