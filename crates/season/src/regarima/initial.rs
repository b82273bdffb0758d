//! The initial state of an ARMA process: its variance, and the autocovariances that it is made of.

use super::linear::{Cholesky, Square, dot};
use super::polynomial::LagPolynomial;

/// What an autoregression alone determines.
#[derive(Debug, Clone)]
pub(crate) struct Autoregression {
    polynomial: LagPolynomial,
    /// Its autocovariances with unit innovations, as far as a moving average reaches beyond its own lags.
    covariances: Vec<f64>,
}

impl Autoregression {
    /// For processes with a moving average of `shocks` lags; `None` where it is not stationary.
    pub(crate) fn new(polynomial: LagPolynomial, shocks: usize) -> Option<Self> {
        let covariances = covariances_alone(&polynomial, polynomial.degree() + shocks)?;
        Some(Self { polynomial, covariances })
    }

    /// The same for other coefficients at the same lags.
    pub(crate) fn moved(&self, polynomial: LagPolynomial) -> Option<Self> {
        if polynomial == self.polynomial {
            return Some(self.clone());
        }
        let covariances = covariances_alone(&polynomial, self.covariances.len() - 1)?;
        Some(Self { polynomial, covariances })
    }

    pub(crate) fn polynomial(&self) -> &LagPolynomial {
        &self.polynomial
    }

    /// The autocovariances with a moving average at lags 0 to the autoregressive degree, in units of the innovations' variance:
    /// those of the autoregression alone, summed over the moving average (Box and Jenkins 1976, 3.4.2).
    pub(crate) fn covariances(&self, moving_average: &LagPolynomial) -> Option<Vec<f64>> {
        let unit = [(0, 1.0)];
        let shocks =
            || unit.into_iter().chain(moving_average.terms().iter().map(|&(lag, coefficient)| (lag, -coefficient)));
        let at = |lag: usize| {
            let row = |(one, left): (usize, f64)| {
                shocks().map(|(two, right)| right * self.covariances[(lag + one).abs_diff(two)]).sum::<f64>() * left
            };
            shocks().map(row).sum::<f64>()
        };
        let covariances: Vec<f64> = (0..=self.polynomial.degree()).map(at).collect();
        (covariances[0] > 0.0 && covariances.iter().all(|value| value.is_finite())).then_some(covariances)
    }
}

/// A root of the variance of the initial state, `L` of `L Lᵀ`; of a moving average alone the coefficients themselves.
pub(crate) fn root(past: &Autoregression, moving_average: &LagPolynomial, state: usize) -> Option<Square> {
    if past.polynomial.degree() > 0 {
        return Some(Cholesky::semidefinite(variance(past, moving_average, state)?, 1e-14).upper().transposed());
    }
    let mut root = Square::zero(state);
    for &(lag, coefficient) in moving_average.terms() {
        for at in 0..lag {
            root.set(at, lag - 1 - at, coefficient);
        }
    }
    Some(root)
}

/// What the variance of the initial state is made of, in units of the innovations' variance. The state is
/// `v_t = Σ_{i≥t} φ_i z_{t-i} - Σ_{i≥t} θ_i a_{t-i}`; a period later it is `v_{t+1} + φ_t z_1 - θ_t a_1` with `z_1 = v_1 + a_1`, and has
/// the same variance. So an element of the variance is an increment, made of these, and the element one down and one to the right.
struct Increments<'a> {
    past: &'a LagPolynomial,
    shocks: &'a LagPolynomial,
    /// The variance of the process.
    level: f64,
    /// The first column, the covariances with `z_1`, from its second element on: nothing of the past reaches further than the state.
    first: Vec<f64>,
}

impl<'a> Increments<'a> {
    fn new(past: &'a Autoregression, shocks: &'a LagPolynomial, state: usize) -> Option<Self> {
        let (covariances, past) = (past.covariances(shocks)?, past.polynomial());
        let weights = past.divide_into(shocks, state + 1);
        let mut first = vec![0.0; state];
        let mut gather = |terms: &[(usize, f64)], values: &[f64], sign: f64| {
            for &(lag, coefficient) in terms {
                for (into, value) in first.iter_mut().zip(values[1..lag].iter().rev()) {
                    *into += sign * coefficient * value;
                }
            }
        };
        gather(past.terms(), &covariances, 1.0);
        gather(shocks.terms(), &weights, -1.0);
        Some(Self { past, shocks, level: covariances[0], first })
    }
}

/// The variance of the initial state, from the last row up.
pub(crate) fn variance(past: &Autoregression, moving_average: &LagPolynomial, state: usize) -> Option<Square> {
    let Increments { past, shocks, level, first } = Increments::new(past, moving_average, state)?;
    let (past, shock) = (dense(past, state), dense(shocks, state));
    let mut matrix = Square::zero(state);
    for row in (0..state).rev() {
        let (earlier, later) = (past[row] * level - shock[row], shock[row] - past[row]);
        let (line, below) = matrix.row_and_below(row);
        for (column, value) in line.iter_mut().enumerate().take(row + 1) {
            *value =
                earlier * past[column] + later * shock[column] + past[column] * first[row] + past[row] * first[column];
        }
        if let Some(below) = below {
            line.iter_mut().zip(&below[1..]).take(row + 1).for_each(|(value, next)| *value += next);
        }
    }
    matrix.mirror();
    Some(matrix)
}

/// A symmetric matrix that the variance of the initial state is to be multiplied by, element by element, and summed: for many
/// coefficients and without the variance itself.
pub(crate) struct Weights {
    /// The weights summed down their diagonals: how often an increment counts.
    sums: Square,
}

impl Weights {
    pub(crate) fn new(mut weights: Square) -> Self {
        for row in 1..weights.order() {
            let (above, line) = weights.row_and_above(row);
            line[1..].iter_mut().zip(above).for_each(|(value, before)| *value += before);
        }
        Self { sums: weights }
    }

    /// The sum of the products with the variance of the initial state.
    pub(crate) fn product(&self, past: &Autoregression, moving_average: &LagPolynomial) -> Option<f64> {
        let state = self.sums.order();
        let Increments { past, shocks, level, first } = Increments::new(past, moving_average, state)?;
        let (of_past, of_shocks) = (self.times(past), self.times(shocks));
        let along = |polynomial: &LagPolynomial, values: &[f64]| {
            polynomial.terms().iter().map(|&(lag, coefficient)| coefficient * values[lag - 1]).sum::<f64>()
        };
        Some(
            level * along(past, &of_past) - 2.0 * along(shocks, &of_past)
                + along(shocks, &of_shocks)
                + 2.0 * dot(&first, &of_past),
        )
    }

    /// The sums times the coefficients at lags 1 to the order.
    fn times(&self, polynomial: &LagPolynomial) -> Vec<f64> {
        let mut product = vec![0.0; self.sums.order()];
        for &(lag, coefficient) in polynomial.terms() {
            for (into, value) in product.iter_mut().zip(self.sums.row(lag - 1)) {
                *into += coefficient * value;
            }
        }
        product
    }
}

/// The coefficients at lags 1 to the degree given.
fn dense(polynomial: &LagPolynomial, degree: usize) -> Vec<f64> {
    let mut coefficients = vec![0.0; degree];
    for &(lag, coefficient) in polynomial.terms() {
        coefficients[lag - 1] = coefficient;
    }
    coefficients
}

/// The autocovariances of an autoregressive process: its partial autocorrelations by the recursion of Durbin and Levinson
/// backwards, the correlations by it forwards (Barndorff-Nielsen and Schou 1973, J. Multivariate Anal. 3).
fn covariances_alone(polynomial: &LagPolynomial, last: usize) -> Option<Vec<f64>> {
    let order = polynomial.degree();
    // One after the other the weights of all orders, the highest first.
    let mut weights = dense(polynomial, order);
    weights.reserve(order * order.saturating_sub(1) / 2);
    let mut variance = 1.0;
    for length in (1..=order).rev() {
        let start = weights.len() - length;
        let partial = weights[start + length - 1];
        let scale = 1.0 - partial * partial;
        if scale.is_nan() || scale <= 0.0 {
            return None;
        }
        variance /= scale;
        for at in 0..length - 1 {
            weights.push((weights[start + at] + partial * weights[start + length - 2 - at]) / scale);
        }
    }
    let mut covariances = Vec::with_capacity(last + 1);
    covariances.push(variance);
    // Up to its order a correlation is what the regression of that length makes of those before it.
    let mut end = weights.len();
    for length in 1..=order {
        let start = end - length;
        covariances
            .push(weights[start..end].iter().zip(covariances.iter().rev()).map(|(weight, value)| weight * value).sum());
        end = start;
    }
    while covariances.len() <= last {
        let lag = covariances.len();
        covariances
            .push(polynomial.terms().iter().map(|&(back, weight)| weight * covariances[lag.abs_diff(back)]).sum());
    }
    Some(covariances)
}
