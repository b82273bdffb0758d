//! Autocorrelations of a series, and what they say together.
//!
//! Box and Pierce 1970 (J. Amer. Statist. Assoc. 65); Ljung and Box 1978 (Biometrika 65, "On a measure of lack of fit in time series models").

use crate::distributions::chi_squared_tail;

/// The statistic that sums up autocorrelations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Portmanteau {
    /// Ljung and Box's: `n (n + 2) Σ r² / (n − lag)`.
    #[default]
    LjungBox,
    /// Box and Pierce's: `n Σ r²`.
    BoxPierce,
}

impl Portmanteau {
    /// The statistic of the autocorrelations at lags 1, 1 to 2, and so on, of a series of so many values.
    pub(crate) fn statistics(self, correlations: &[f64], count: usize) -> Vec<f64> {
        let n = count as f64;
        let mut sum = 0.0;
        let add = |(before, correlation): (usize, &f64)| {
            sum += match self {
                Self::LjungBox => n * (n + 2.0) * correlation * correlation / (n - (before + 1) as f64),
                Self::BoxPierce => n * correlation * correlation,
            };
            sum
        };
        correlations.iter().enumerate().map(add).collect()
    }
}

/// The autocorrelations about the mean at lags 1 to `lags`, which is less than the number of values; not numbers where these do not vary.
pub(crate) fn autocorrelations(values: &[f64], lags: usize) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let at = |lag: usize| centred[lag..].iter().zip(&centred).map(|(after, before)| after * before).sum::<f64>();
    let variance = at(0);
    (1..=lags).map(|lag| at(lag) / variance).collect()
}

/// The partial autocorrelations at the same lags, by the recursion of Durbin 1960 (Rev. Int. Statist. Inst. 28).
pub(crate) fn partial(correlations: &[f64]) -> Vec<f64> {
    let mut coefficients: Vec<f64> = Vec::with_capacity(correlations.len());
    let mut partial = Vec::with_capacity(correlations.len());
    for (at, correlation) in correlations.iter().enumerate() {
        let explained: f64 = coefficients.iter().zip(correlations[..at].iter().rev()).map(|(a, b)| a * b).sum();
        let variance = 1.0 - coefficients.iter().zip(correlations).map(|(a, b)| a * b).sum::<f64>();
        let new = (correlation - explained) / variance;
        let turned: Vec<f64> = coefficients.iter().rev().copied().collect();
        coefficients.iter_mut().zip(turned).for_each(|(coefficient, turned)| *coefficient -= new * turned);
        coefficients.push(new);
        partial.push(new);
    }
    partial
}

/// How likely a larger statistic is by chance; `None` without a degree of freedom.
pub(crate) fn chance(statistic: f64, freedom: usize) -> Option<f64> {
    (freedom > 0).then(|| chi_squared_tail(statistic, freedom))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of an autoregression of the first order the partial autocorrelations end after it.
    #[test]
    fn an_autoregression_has_as_many_partial_autocorrelations_as_its_order() {
        let correlations: Vec<f64> = (1..6).map(|lag| 0.6_f64.powi(lag)).collect();
        let partial = partial(&correlations);
        assert!((partial[0] - 0.6).abs() < 1e-15 && partial[1..].iter().all(|one| one.abs() < 1e-15), "{partial:?}");
    }
}
