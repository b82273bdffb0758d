//! What was estimated for a series and by which filters its season is drawn: the numbers behind an adjustment, for who checks it.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, sections 7.2 (`arima`), 7.8 (`estimate`) and 7.19 (`x11`: `seasonalma`, `trendma`); the automatic
//! choice of filters by Ladiray and Quenneville (2001), *Seasonal Adjustment with the X-11 Method*, chapter 3.

use season::diagnostics::{CheckSettings, ResidualChecks};
use season::regarima::{Fit, Operator};
use season::x11::{SeasonalFilter, X11};
use serde::{Deserialize, Serialize};

use super::levels::month;
use super::verdict::CHANCE;
use crate::period::{Month, MonthRange};
use crate::text::named;

named!(
    /// The part of an ARIMA model a coefficient stands in.
    ArimaPart, "ar, seasonal-ar, ma or seasonal-ma" {
        /// φ of earlier months.
        Autoregressive "ar" "tự hồi quy" "autoregressive";
        /// Φ of the same month of earlier years.
        SeasonalAutoregressive "seasonal-ar" "tự hồi quy mùa vụ" "seasonal autoregressive";
        /// θ of earlier shocks.
        MovingAverage "ma" "trung bình trượt" "moving average";
        /// Θ of the shocks of the same month of earlier years.
        SeasonalMovingAverage "seasonal-ma" "trung bình trượt mùa vụ" "seasonal moving average";
    }
);

impl ArimaPart {
    fn of(operator: Operator) -> Self {
        match operator {
            Operator::Autoregressive => Self::Autoregressive,
            Operator::SeasonalAutoregressive => Self::SeasonalAutoregressive,
            Operator::MovingAverage => Self::MovingAverage,
            Operator::SeasonalMovingAverage => Self::SeasonalMovingAverage,
        }
    }

    /// Months from one power of the operator to the next.
    fn months(self) -> usize {
        match self {
            Self::Autoregressive | Self::MovingAverage => 1,
            Self::SeasonalAutoregressive | Self::SeasonalMovingAverage => 12,
        }
    }
}

/// A coefficient of an ARIMA model, with the sign of X-13: that of `(1 − θB)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArimaCoefficient {
    /// Where it stands.
    pub part: ArimaPart,
    /// Of how many months back.
    pub lag: usize,
    /// The coefficient.
    pub estimate: f64,
    /// Its standard error; `None` where it was given, or cannot be told.
    pub standard_error: Option<f64>,
}

impl ArimaCoefficient {
    /// The coefficient over its standard error.
    #[must_use]
    pub fn t(&self) -> Option<f64> {
        self.standard_error.map(|error| self.estimate / error)
    }
}

/// A model as it was estimated when the choice was made: until it is made again its coefficients are held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimated {
    /// The months it was estimated on.
    pub months: MonthRange,
    /// Its ARIMA coefficients.
    pub coefficients: Vec<ArimaCoefficient>,
    /// Values that count: those that are left after differencing.
    pub effective: usize,
    /// How many parameters were estimated, that of the variance among them.
    pub parameters: usize,
    /// The logarithm of its likelihood, of the series before it was transformed.
    pub log_likelihood: f64,
    /// AIC, corrected for short series; `None` where the series is too short for it.
    pub aicc: Option<f64>,
    /// What its residuals are like; `None` in choices that were kept before that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residuals: Option<Residuals>,
}

/// What the residuals of a model are like: of a good one there is nothing to be told of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Residuals {
    /// How many months back their autocorrelations go.
    pub lags: usize,
    /// What sums these up (Ljung and Box), and how likely a larger sum is by chance, 0 to 1.
    pub autocorrelation: (f64, f64),
    /// Skewness, 0 of normal ones.
    pub skewness: f64,
    /// Kurtosis, 3 of normal ones.
    pub kurtosis: f64,
    /// How likely normal ones are further from 0 and 3, 0 to 1; `None` of fewer than twenty.
    pub normality: Option<f64>,
}

impl Residuals {
    fn of(fit: &Fit) -> Option<Self> {
        let checks = ResidualChecks::of(fit, &CheckSettings::default())?;
        let last = checks.autocorrelations.last()?;
        Some(Self {
            lags: last.lag,
            autocorrelation: (last.statistic, last.probability?),
            skewness: checks.skewness,
            kurtosis: checks.kurtosis,
            normality: checks.normality.map(|test| test.probability),
        })
    }

    /// Whether they are still correlated: no chance, at one per cent.
    #[must_use]
    pub fn are_correlated(&self) -> bool {
        self.autocorrelation.1 < CHANCE
    }
}

impl Estimated {
    /// What was estimated.
    pub(super) fn of(fit: &Fit) -> Option<Self> {
        let likelihood = fit.likelihood();
        let coefficient = |(operator, power, estimate, standard_error): (Operator, usize, f64, Option<f64>)| {
            let part = ArimaPart::of(operator);
            ArimaCoefficient { part, lag: power * part.months(), estimate, standard_error }
        };
        Some(Self {
            months: MonthRange::new(month(fit.observed().start())?, month(fit.observed().end())?),
            coefficients: fit.arma().into_iter().map(coefficient).collect(),
            effective: likelihood.effective,
            parameters: likelihood.parameters,
            log_likelihood: Some(likelihood.log_likelihood).filter(|value| value.is_finite())?,
            aicc: Some(likelihood.aicc).filter(|value| value.is_finite()),
            residuals: Residuals::of(fit),
        })
    }
}

/// By which moving averages season and trend were drawn, and what they were chosen by.
#[derive(Debug, Clone, PartialEq)]
pub struct FiltersUsed {
    /// Of the final season (D10), from January to December.
    pub seasonal: Vec<SeasonalFilter>,
    /// Terms of the Henderson average of the final trend (D12).
    pub henderson: usize,
    /// I/C: changes of the irregular over those of the trend.
    pub irregular_over_trend: f64,
    /// The moving seasonality ratio: yearly changes of the irregular over those of the season.
    pub moving_seasonality: f64,
}

impl FiltersUsed {
    /// What was used.
    pub(super) fn of(x11: &X11) -> Self {
        let choices = &x11.choices;
        Self {
            seasonal: choices.filters.clone(),
            henderson: choices.henderson[3],
            irregular_over_trend: choices.irregular_over_trend,
            moving_seasonality: choices.moving_seasonality.global,
        }
    }

    /// The filter of every month, where they have one in common.
    #[must_use]
    pub fn in_common(&self) -> Option<SeasonalFilter> {
        let first = *self.seasonal.first()?;
        self.seasonal.iter().all(|filter| *filter == first).then_some(first)
    }
}

/// The SI values (D8) that were taken for extreme, with what stands in for each while the season is drawn (D9).
pub(super) fn replaced(x11: &X11, months: MonthRange) -> Vec<(Month, f64)> {
    let all = x11.replaced(season::x11::Table::D9).iter();
    let inside = all.filter_map(|(period, value)| Some((month(*period)?, *value)));
    inside.filter(|(month, _)| months.position(*month).is_some()).collect()
}
