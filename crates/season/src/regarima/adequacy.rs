//! Whether a model's residuals are white noise: the statistic of Ljung and Box.
//!
//! Ljung and Box 1978 (Biometrika 65, "On a measure of lack of fit in time series models"); X-13ARIMA-SEATS Reference
//! Manual, ch. 7.2 on automdl and 7.3 on check: 24 lags of a monthly series, 16 of a quarterly.

use super::fit::Fit;
use super::linear::dot;

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
            confidence: if freedom == 0 { 1.0 } else { chi_square(statistic, freedom) },
            deviation: fit.variance().sqrt(),
            mean: mean * n / squares.sqrt(),
        }
    }
}

/// The probability that a chi-square variable is below a value: the incomplete gamma function by its series or, above
/// the mean, by the continued fraction of Lentz (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31).
pub(crate) fn chi_square(value: f64, freedom: usize) -> f64 {
    if value.is_nan() || value <= 0.0 || freedom == 0 {
        return 0.0;
    }
    let (shape, at) = (freedom as f64 / 2.0, value / 2.0);
    let scale = (shape * at.ln() - at - log_gamma(freedom)).exp();
    if at < shape + 1.0 {
        let (mut term, mut sum) = (1.0 / shape, 1.0 / shape);
        for step in 1..1000 {
            term *= at / (shape + f64::from(step));
            sum += term;
            if term < sum * 1e-16 {
                break;
            }
        }
        return (scale * sum).min(1.0);
    }
    let mut denominator = at + 1.0 - shape;
    let (mut numerator, mut inverse) = (1e300, 1.0 / denominator);
    let mut fraction = inverse;
    for step in 1..1000 {
        let step = f64::from(step);
        let factor = -step * (step - shape);
        denominator += 2.0;
        inverse = 1.0 / (factor * inverse + denominator);
        numerator = denominator + factor / numerator;
        let change = inverse * numerator;
        fraction *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (1.0 - scale * fraction).clamp(0.0, 1.0)
}

/// The logarithm of the gamma function at half of a whole number, by its recursion.
fn log_gamma(twice: usize) -> f64 {
    let (first, base) = if twice.is_multiple_of(2) { (2, 0.0) } else { (1, std::f64::consts::PI.ln() / 2.0) };
    base + (first..twice).step_by(2).map(|half| (half as f64 / 2.0).ln()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chi_square_is_that_of_the_tables() {
        for (value, freedom, expected) in
            [(3.841_459, 1, 0.95), (33.924_44, 22, 0.95), (10.856_36, 24, 0.01), (1.386_294, 2, 0.5)]
        {
            assert!((chi_square(value, freedom) - expected).abs() < 1e-6, "{value} {freedom}");
        }
        assert_eq!((chi_square(0.0, 3), chi_square(f64::NAN, 3)), (0.0, 0.0));
    }
}
