//! The innovations that residuals and forecasts are made of.
//!
//! The likelihood is exact; but residuals and forecasts are, as in the reference program, those of a model whose autoregression takes its
//! first values as given: what it leaves of the series from then on is a moving average, whose shocks, those before the start among them,
//! are expected given all of it (Hillmer and Tiao 1979, J. Amer. Statist. Assoc. 74, "Likelihood function of stationary multiple
//! autoregressive moving average models"). Without an autoregression they are the expected innovations. Where a zero of the moving average
//! lies at the unit circle the two differ by per cents.

use super::fit::Fit;
use super::initial::Autoregression;
use super::likelihood::Whitener;
use super::linear::{Cholesky, Square, dot};
use super::polynomial::LagPolynomial;

/// What makes innovations of series that an ARMA process describes, all of one length.
pub(crate) struct Innovations<'a> {
    autoregressive: &'a LagPolynomial,
    moving_average: &'a LagPolynomial,
    /// Of the moving average alone, for as many values as autoregression leaves.
    whitener: Whitener,
}

impl<'a> Innovations<'a> {
    /// For series of so many values; `None` where autoregression leaves nothing of them.
    pub(crate) fn new(
        autoregressive: &'a LagPolynomial,
        moving_average: &'a LagPolynomial,
        observations: usize,
    ) -> Option<Self> {
        let left = observations.checked_sub(autoregressive.degree()).filter(|left| *left > 0)?;
        let whitener = Whitener::new(LagPolynomial::default(), moving_average.clone(), left)?;
        Some(Self { autoregressive, moving_average, whitener })
    }

    /// The shocks of a series in order of time, as many before the first value that autoregression leaves as the moving average reaches
    /// back.
    pub(crate) fn shocks(&self, series: &[f64]) -> Vec<f64> {
        self.in_order(&self.white(series))
    }

    /// The standardised state before what autoregression leaves of a series, and a shock a value of that.
    fn white(&self, series: &[f64]) -> Vec<f64> {
        self.whitener.whiten(&self.autoregressive.apply(series))
    }

    /// The state holds the shocks before the start from the latest back, with the sign of the moving average.
    fn in_order(&self, white: &[f64]) -> Vec<f64> {
        let (before, after) = white.split_at(self.whitener.state());
        before.iter().rev().map(|value| -value).chain(after.iter().copied()).collect()
    }

    /// The residuals, as many as values: the last shocks and, where the autoregression is the longer, the last of its first values.
    /// `None` where the process has no variance.
    pub(crate) fn residuals(&self, series: &[f64]) -> Option<Vec<f64>> {
        let (past, reach) = (self.autoregressive.degree(), self.moving_average.degree());
        let white = self.white(series);
        let mut shocks = self.in_order(&white);
        if past <= reach {
            return Some(shocks.split_off(reach - past));
        }
        let mut residuals = self.first_values(series, &white)?.split_off(reach);
        residuals.append(&mut shocks);
        Some(residuals)
    }

    /// The first values, standardised, and the shocks: their squares add up to the exact quadratic form. `None` where the process has no
    /// variance.
    pub(crate) fn standardised(&self, series: &[f64]) -> Option<Vec<f64>> {
        let mut white = self.white(series);
        let mut values = self.first_values(series, &white)?;
        values.append(&mut white);
        Some(values)
    }

    /// The first values, standardised by what is expected of them given what autoregression leaves of the others.
    fn first_values(&self, series: &[f64], white: &[f64]) -> Option<Vec<f64>> {
        let count = self.autoregressive.degree();
        let process = Autoregression::new(self.autoregressive.clone(), self.moving_average.degree())?;
        let covariances = process.covariances(self.moving_average)?;
        let left = series.len() - count;
        let columns: Vec<Vec<f64>> =
            (0..count).map(|at| self.whitener.whiten(&self.with_what_is_left(at, left))).collect();
        let mut values: Vec<f64> =
            columns.iter().zip(series).map(|(column, value)| value - dot(column, white)).collect();
        let mut variance = Square::zero(count);
        for row in 0..count {
            for column in 0..count {
                variance.set(row, column, covariances[row.abs_diff(column)] - dot(&columns[row], &columns[column]));
            }
        }
        Cholesky::new(variance, 0.0).ok()?.forward(&mut values);
        Some(values)
    }

    /// The covariances of one of the first values with what autoregression leaves of the others, so many values: a shock counts in both.
    fn with_what_is_left(&self, at: usize, left: usize) -> Vec<f64> {
        let weights = self.autoregressive.divide_into(self.moving_average, self.moving_average.degree() + 1);
        let mut column = vec![0.0; left];
        let distance = self.autoregressive.degree() - at;
        for &(lag, coefficient) in self.moving_average.terms() {
            for (later, value) in column.iter_mut().enumerate().take((lag + 1).saturating_sub(distance)) {
                *value -= coefficient * weights[lag - distance - later];
            }
        }
        column
    }
}

impl Fit {
    /// The residuals, one an observation after differencing: the innovations expected given what autoregression leaves of the series, with
    /// its first values standardised before them, as the reference program has them.
    #[must_use]
    pub fn residuals(&self) -> Vec<f64> {
        let whitener = &self.evaluation().whitener;
        let exact = || self.evaluation().residuals[whitener.state()..].to_vec();
        if whitener.autoregressive().degree() == 0 {
            return exact();
        }
        let (past, shocks) = (whitener.autoregressive(), whitener.moving_average());
        let series = &self.evaluation().remainder;
        let innovations = Innovations::new(past, shocks, series.len());
        innovations.and_then(|innovations| innovations.residuals(series)).unwrap_or_else(exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The residuals by the covariance matrices of their definition.
    fn check(past: &[f64], shocks: &[f64]) {
        let (autoregressive, moving_average) = (LagPolynomial::new(past, 1), LagPolynomial::new(shocks, 1));
        let series: Vec<f64> = (0..30).map(|at| f64::from(at * 7919 % 101) / 25.0 - 2.0).collect();
        let innovations = Innovations::new(&autoregressive, &moving_average, series.len()).unwrap();
        let shocks = innovations.shocks(&series);
        let left = autoregressive.apply(&series);
        // What is left is made of the shocks again.
        for (at, value) in left.iter().enumerate() {
            let reach = moving_average.degree();
            let made = moving_average.terms().iter().map(|&(lag, c)| c * shocks[reach + at - lag]).sum::<f64>();
            assert!((shocks[reach + at] - made - value).abs() < 1e-10);
        }
        // The squares of first values and shocks are the exact quadratic form.
        let first = innovations.first_values(&series, &innovations.white(&series)).unwrap();
        let squares = dot(&first, &first) + dot(&shocks, &shocks);
        let whole = Whitener::new(autoregressive.clone(), moving_average.clone(), series.len()).unwrap();
        let white = whole.whiten(&series);
        assert!((squares - dot(&white, &white)).abs() < 1e-8 * squares, "{past:?}: {squares} {}", dot(&white, &white));
        assert_eq!(innovations.residuals(&series).unwrap().len(), series.len());
    }

    #[test]
    fn they_make_the_series_and_its_quadratic_form() {
        check(&[0.7], &[0.4]);
        check(&[0.5, -0.3, 0.2], &[0.6]);
        check(&[0.8, -0.2], &[0.3, 0.5, -0.2, 0.1]);
        check(&[0.9], &[]);
    }
}
