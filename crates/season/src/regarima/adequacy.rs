//! Whether a model's residuals are white noise: the statistic of Ljung and Box.
//!
//! Ljung and Box 1978 (Biometrika 65, "On a measure of lack of fit in time series models"); X-13ARIMA-SEATS Reference
//! Manual, ch. 7.2 on automdl and 7.3 on check: 24 lags of a monthly series, 16 of a quarterly.

use super::fit::Fit;
use crate::autocorrelation::{Portmanteau, autocorrelations, chance};

/// How far a model's residuals are from white noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Adequacy {
    /// The probability that white noise has a smaller statistic: near 1 the model is inadequate.
    pub(crate) confidence: f64,
    /// The standard deviation of the innovations.
    pub(crate) deviation: f64,
    /// The t statistic of the residuals' mean.
    pub(crate) mean: f64,
}

impl Adequacy {
    pub(crate) fn of(fit: &Fit) -> Self {
        let residuals = fit.residuals();
        let count = residuals.len();
        let n = count as f64;
        let usual = if fit.problem.per_year == 12 { 24 } else { 4 * fit.problem.per_year };
        let lags = if usual >= count { count / 2 } else { usual };
        let statistic = Portmanteau::LjungBox.statistics(&autocorrelations(&residuals, lags), count).pop();
        let mean = residuals.iter().sum::<f64>() / n;
        let squares: f64 = residuals.iter().map(|value| (value - mean).powi(2)).sum();
        Self {
            confidence: confidence(statistic.unwrap_or_default(), lags.saturating_sub(fit.estimated())),
            deviation: fit.variance().sqrt(),
            mean: mean * n / squares.sqrt(),
        }
    }
}

/// The probability that a chi-squared variable is below a statistic; none where the statistic is not defined, certainty without a degree of
/// freedom.
fn confidence(statistic: f64, freedom: usize) -> f64 {
    match chance(statistic, freedom) {
        None => 1.0,
        Some(_) if statistic.is_nan() => 0.0,
        Some(chance) => 1.0 - chance,
    }
}
