//! Whether a model's residuals are white noise: the statistic of Ljung and Box.
//!
//! Ljung and Box 1978 (Biometrika 65, "On a measure of lack of fit in time series models"); X-13ARIMA-SEATS Reference
//! Manual, ch. 7.2 on automdl and 7.3 on check: 24 lags of a monthly series, 16 of a quarterly.

use super::fit::Fit;
use super::linear::dot;
use crate::distributions::chi_squared_tail;

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
        let mean = residuals.iter().sum::<f64>() / n;
        let centred: Vec<f64> = residuals.iter().map(|value| value - mean).collect();
        let squares = dot(&centred, &centred);
        let term = |lag: usize| (dot(&centred[lag..], &centred[..count - lag]) / squares).powi(2) / (n - lag as f64);
        let statistic = n * (n + 2.0) * (1..=lags).map(term).sum::<f64>();
        let estimated = fit.parameters().len() - fit.specification().held.count();
        let freedom = lags.saturating_sub(estimated);
        Self {
            confidence: confidence(statistic, freedom),
            deviation: fit.variance().sqrt(),
            mean: mean * n / squares.sqrt(),
        }
    }
}

/// The probability that a chi-squared variable is below a statistic; none where the statistic is not defined, certainty without a degree of
/// freedom.
fn confidence(statistic: f64, freedom: usize) -> f64 {
    match freedom {
        0 => 1.0,
        _ if statistic.is_nan() => 0.0,
        _ => 1.0 - chi_squared_tail(statistic, freedom),
    }
}
