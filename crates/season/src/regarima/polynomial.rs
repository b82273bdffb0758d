//! Polynomials in the lag operator `B`, kept sparse: a multiplicative seasonal model has few lags in a long range.
//!
//! Box and Jenkins 1976, ch. 9; signs as in the X-13ARIMA-SEATS Reference Manual, ch. 4: `1 - c1 B - c2 B² - …`.

/// `1 - Σ c B^lag`: the lags, ascending from 1, with their coefficients.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct LagPolynomial {
    terms: Vec<(usize, f64)>,
}

impl LagPolynomial {
    /// `1 - Σ c_i B^(i·step)`, `i` from 1.
    pub(crate) fn new(coefficients: &[f64], step: usize) -> Self {
        let terms = coefficients.iter().enumerate().map(|(at, &coefficient)| ((at + 1) * step, coefficient)).collect();
        Self { terms }
    }

    /// The differencing `(1 - B)^regular (1 - B^step)^seasonal`.
    pub(crate) fn difference(regular: usize, seasonal: usize, step: usize) -> Self {
        let times = |polynomial: Self, factor: &Self, count| (0..count).fold(polynomial, |done, _| done.times(factor));
        let once = times(Self::default(), &Self::new(&[1.0], 1), regular);
        times(once, &Self::new(&[1.0], step), seasonal)
    }

    /// The product of two. A lag stays where its coefficient happens to be 0: the degree is that of the model.
    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut dense: Vec<Option<f64>> = vec![None; self.degree() + other.degree() + 1];
        let mut add = |lag: usize, value: f64| *dense[lag].get_or_insert(0.0) += value;
        for &(lag, coefficient) in self.terms.iter().chain(&other.terms) {
            add(lag, coefficient);
        }
        for &(one, left) in &self.terms {
            for &(two, right) in &other.terms {
                add(one + two, -left * right);
            }
        }
        let terms = dense.into_iter().enumerate().filter_map(|(lag, value)| Some((lag, value?))).collect();
        Self { terms }
    }

    /// The highest lag; 0 of the polynomial 1.
    pub(crate) fn degree(&self) -> usize {
        self.terms.last().map_or(0, |&(lag, _)| lag)
    }

    /// The lags with their coefficients.
    pub(crate) fn terms(&self) -> &[(usize, f64)] {
        &self.terms
    }

    /// The polynomial applied to a series; of the results only those that need nothing before its start.
    pub(crate) fn apply(&self, values: &[f64]) -> Vec<f64> {
        let first = self.degree();
        (first..values.len())
            .map(|at| values[at] - self.terms.iter().map(|&(lag, c)| c * values[at - lag]).sum::<f64>())
            .collect()
    }

    /// The first `count` weights of the expansion of `numerator / self`.
    pub(crate) fn divide_into(&self, numerator: &Self, count: usize) -> Vec<f64> {
        let mut weights = vec![0.0; count];
        if let Some(first) = weights.first_mut() {
            *first = 1.0;
        }
        for &(lag, coefficient) in &numerator.terms {
            if let Some(weight) = weights.get_mut(lag) {
                *weight -= coefficient;
            }
        }
        for at in 0..count {
            for &(lag, coefficient) in &self.terms {
                if lag <= at {
                    weights[at] += coefficient * weights[at - lag];
                }
            }
        }
        weights
    }
}

/// Whether all zeros of `1 - Σ c_i B^i` lie outside the unit circle, by the step-down recursion of Durbin and Levinson:
/// every partial autocorrelation is below 1 in absolute value.
pub(crate) fn zeros_outside(coefficients: &[f64], limit: f64) -> bool {
    let mut rest = coefficients.to_vec();
    while let Some(last) = rest.pop() {
        if last.is_nan() || last.abs() >= limit {
            return false;
        }
        let scale = 1.0 - last * last;
        let reversed: Vec<f64> = rest.iter().rev().copied().collect();
        for (value, mirrored) in rest.iter_mut().zip(reversed) {
            *value = (*value + last * mirrored) / scale;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_airline_moving_average_has_three_lags() {
        let product = LagPolynomial::new(&[0.4], 1).times(&LagPolynomial::new(&[0.5], 12));
        assert_eq!(product.terms(), [(1, 0.4), (12, 0.5), (13, -0.2)]);
    }

    #[test]
    fn differencing_takes_a_trend_and_a_season_away() {
        let values: Vec<f64> = (0..30).map(|at| 3.0 * f64::from(at) + f64::from(at % 4)).collect();
        let differenced = LagPolynomial::difference(1, 1, 4).apply(&values);
        assert_eq!(differenced.len(), 25);
        assert!(differenced.iter().all(|value| value.abs() < 1e-12));
    }

    #[test]
    fn an_expansion_times_its_denominator_is_the_numerator() {
        let weights = LagPolynomial::new(&[0.5], 1).divide_into(&LagPolynomial::new(&[0.2], 1), 4);
        for (weight, expected) in weights.iter().zip([1.0, 0.3, 0.15, 0.075]) {
            assert!((weight - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn zeros_are_placed() {
        for (coefficients, outside) in
            [(&[0.99][..], true), (&[1.01], false), (&[1.2, -0.35], true), (&[0.5, 0.6], false), (&[], true)]
        {
            assert_eq!(zeros_outside(coefficients, 1.0), outside, "{coefficients:?}");
        }
    }
}
