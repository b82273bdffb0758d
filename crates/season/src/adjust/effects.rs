//! What a model says of a series, as X-11 takes it: the effects of its regressors by kind, and the series before and after it without them.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.13 (which effect goes where) and 7.19.

use super::AdjustError;
use crate::regarima::{Fit, Forecast, Group, OutlierKind, Prior, Regressor, Transform};
use crate::x11::{self, Factors, Given, Mode, X11, X11Spec};
use crate::{Period, Series};

/// The effects over the series and its extension, each of them or nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Effects {
    calendar: Option<Series>,
    level_shift: Option<Series>,
    outlier: Option<Series>,
    temporary_change: Option<Series>,
    seasonal: Option<Series>,
    other: Option<Series>,
}

impl Effects {
    /// The effects of a model, as the mode takes them out.
    pub(super) fn of(fit: &Fit, mode: Mode, before: usize, after: usize) -> Result<Self, AdjustError> {
        let start = fit.observed().start().plus(-(before as i32));
        let transform = fit.specification().transform;
        let temporary: Vec<String> = fit.specification().regressors.iter().filter_map(temporary_change).collect();
        let one = |groups: &[Group], is_temporary: bool, prior: Prior| -> Result<Option<Series>, AdjustError> {
            let is_one =
                |group: Group, name: &String| groups.contains(&group) && temporary.contains(name) == is_temporary;
            if prior == Prior::None && !fit.regression().iter().any(|one| is_one(one.group, &one.name)) {
                return Ok(None);
            }
            let sums = fit.effects_of(|column| is_one(column.group, &column.name), before, after)?;
            let value = |(at, sum): (usize, f64)| factor(sum, prior.factor(start.plus(at as i32)), transform);
            Ok(Series::new(start, sums.into_iter().enumerate().map(value).collect()).ok())
        };
        let effects = Self {
            calendar: one(&[Group::TradingDay, Group::Holiday], false, fit.specification().prior)?,
            level_shift: one(&[Group::Level], false, Prior::None)?,
            outlier: one(&[Group::Outlier], false, Prior::None)?,
            temporary_change: one(&[Group::Outlier], true, Prior::None)?,
            seasonal: one(&[Group::SeasonalShift], false, Prior::None)?,
            other: one(&[Group::User], false, Prior::None)?,
        };
        match (transform, mode) {
            _ if effects.all().next().is_none() => {}
            (Transform::Level, Mode::Additive) => {}
            (Transform::Level, mode) => return Err(AdjustError::RatiosOfLevels(word(mode))),
            (Transform::Log, Mode::Additive) => return Err(AdjustError::DifferencesOfLogarithms),
            (Transform::Log, _) => {}
        }
        Ok(effects)
    }

    fn all(&self) -> impl Iterator<Item = &Series> {
        let all =
            [&self.calendar, &self.level_shift, &self.outlier, &self.temporary_change, &self.seasonal, &self.other];
        all.into_iter().flatten()
    }

    /// X-11 on the series, with what comes before and after it.
    pub(super) fn adjust(
        &self,
        spec: &X11Spec,
        series: &Series,
        (backcasts, forecasts): (&[Forecast], &[Forecast]),
    ) -> Result<X11, AdjustError> {
        let without = |forecast: &Forecast| self.without(forecast.value, forecast.period, spec.mode);
        let given = Given {
            series,
            forecasts: &forecasts.iter().map(without).collect::<Vec<_>>(),
            backcasts: &backcasts.iter().map(without).collect::<Vec<_>>(),
            factors: Factors {
                calendar: self.calendar.as_ref(),
                level_shift: self.level_shift.as_ref(),
                additive_outlier: self.outlier.as_ref(),
                temporary_change: self.temporary_change.as_ref(),
                seasonal: self.seasonal.as_ref(),
                other: self.other.as_ref(),
            },
        };
        Ok(x11::adjust(spec, &given)?)
    }

    /// A value without every effect.
    fn without(&self, value: f64, period: Period, mode: Mode) -> f64 {
        self.all().filter_map(|effect| effect.at(period)).fold(value, |value, effect| match mode {
            Mode::Additive => value - effect,
            _ => value / effect,
        })
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
