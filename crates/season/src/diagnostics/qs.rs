//! QS: whether the autocorrelation at one and two years is that of a season.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 6.3 (QS statistic, after Maravall); Pierce (1978) for the statistic of seasonal lags.

use super::tests_of_season::Test;

/// QS of a series, differenced at least once and less its mean. Distributed about as chi-squared with two degrees of freedom where there
/// is no season; 0 where the correlation at a year is not positive.
///
/// `differences` is what a model takes, 1 without a model, 2 at most. A series differenced once that still drifts (positive correlation
/// at lags 1 to 4 and at a year) is differenced again. `None` for a series that does not vary, or of less than two years and a value.
#[must_use]
pub fn qs(values: &[f64], per_year: usize, differences: usize) -> Option<Test> {
    if values.len() < 2 * per_year + 3 {
        return None;
    }
    let difference = |values: &[f64]| -> Vec<f64> { values.windows(2).map(|pair| pair[1] - pair[0]).collect() };
    let mut changes = difference(values);
    if differences > 1 {
        changes = difference(&changes);
    }
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    changes.iter_mut().for_each(|value| *value -= mean);
    if differences <= 1 && drifts(&changes, per_year)? {
        changes = difference(&changes);
    }
    Test::chi_squared(statistic(&changes, per_year)?, 2)
}

/// QS of a series as it is.
fn statistic(values: &[f64], per_year: usize) -> Option<f64> {
    let count = values.len() as f64;
    let mut sum = 0.0;
    for lag in [per_year, 2 * per_year] {
        let correlation = correlation(values, lag)?;
        if correlation <= 0.0 && lag == per_year {
            return Some(0.0);
        }
        sum += correlation.max(0.0).powi(2) / (count - lag as f64);
    }
    Some(count * (count + 2.0) * sum)
}

/// The autocorrelation about 0.
fn correlation(values: &[f64], lag: usize) -> Option<f64> {
    let variance: f64 = values.iter().map(|value| value * value).sum();
    let products: f64 = values.iter().zip(&values[lag..]).map(|(before, after)| before * after).sum();
    (variance > 0.0).then(|| products / variance)
}

/// Whether near values are all alike: months positively correlated at lags 1 to 4 and 12, quarters above 0.2 at 1 to 4.
fn drifts(values: &[f64], per_year: usize) -> Option<bool> {
    let limit = if per_year > 4 { 0.0 } else { 0.2 };
    for lag in [1, 2, 3, 4, per_year] {
        if correlation(values, lag)? <= limit {
            return Some(false);
        }
    }
    Some(true)
}
