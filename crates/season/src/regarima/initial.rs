//! The initial state of an ARMA process: its variance, and the autocovariances that it is made of.

use super::linear::{Cholesky, Square};
use super::polynomial::LagPolynomial;

/// A root of the variance of the initial state, `L` of `L Lᵀ`; of a moving average alone the coefficients themselves.
pub(crate) fn root(autoregressive: &LagPolynomial, moving_average: &LagPolynomial, state: usize) -> Option<Square> {
    if autoregressive.degree() > 0 {
        let variance = variance(autoregressive, moving_average, state)?;
        return Some(Cholesky::semidefinite(variance, 1e-14).upper().transposed());
    }
    let mut root = Square::zero(state);
    for &(lag, coefficient) in moving_average.terms() {
        for at in 0..lag {
            root.set(at, lag - 1 - at, coefficient);
        }
    }
    Some(root)
}

/// The variance of the initial state, in units of the innovations' variance: of
/// `v_t = Σ_{i≥t} φ_i z_{t-i} - Σ_{i≥t} θ_i a_{t-i}`. A period later it is `v_{t+1} + φ_t z_1 - θ_t a_1` with
/// `z_1 = v_1 + a_1`, and has the same variance: from its first column, the covariances with `z_1`, the others follow from
/// the last up.
pub(crate) fn variance(autoregressive: &LagPolynomial, moving_average: &LagPolynomial, state: usize) -> Option<Square> {
    if autoregressive.degree() == 0 {
        return Some(variance_of_shocks(moving_average, state));
    }
    let variance = autocovariances(autoregressive, moving_average)?;
    let weights = autoregressive.divide_into(moving_average, state + 1);
    let first = |time: usize| {
        let past = autoregressive.terms().iter().filter(|&&(lag, _)| lag >= time);
        let shocks = moving_average.terms().iter().filter(|&&(lag, _)| lag >= time);
        past.map(|&(lag, c)| c * variance[lag - time + 1]).sum::<f64>()
            - shocks.map(|&(lag, c)| c * weights[lag - time + 1]).sum::<f64>()
    };
    // Nothing of the past reaches further than the state.
    let first: Vec<f64> = (1..=state).map(first).chain([0.0]).collect();
    let (past, shock) = (dense(autoregressive, state), dense(moving_average, state));
    let mut matrix = Square::zero(state);
    for row in (0..state).rev() {
        let (earlier, later) = (past[row] * variance[0] - shock[row], shock[row] - past[row]);
        let (line, below) = matrix.row_and_below(row);
        for (column, value) in line.iter_mut().enumerate().take(row + 1) {
            *value = earlier * past[column]
                + later * shock[column]
                + past[column] * first[row + 1]
                + past[row] * first[column + 1];
        }
        if let Some(below) = below {
            line.iter_mut().zip(&below[1..]).take(row + 1).for_each(|(value, next)| *value += next);
        }
    }
    matrix.mirror();
    Some(matrix)
}

/// The same where there is no autoregression: shocks alone.
fn variance_of_shocks(moving_average: &LagPolynomial, state: usize) -> Square {
    let mut variance = Square::zero(state);
    for &(lag, one) in moving_average.terms() {
        for &(further, other) in moving_average.terms().iter().filter(|&&(further, _)| further >= lag) {
            for at in 0..lag {
                variance.add(at, at + further - lag, one * other);
                if further > lag {
                    variance.add(at + further - lag, at, one * other);
                }
            }
        }
    }
    variance
}

/// The coefficients at lags 1 to the degree given.
fn dense(polynomial: &LagPolynomial, degree: usize) -> Vec<f64> {
    let mut coefficients = vec![0.0; degree];
    for &(lag, coefficient) in polynomial.terms() {
        coefficients[lag - 1] = coefficient;
    }
    coefficients
}

/// The autocovariances at lags 0 to the autoregressive degree, in units of the innovations' variance: those of the
/// autoregressive process alone, summed over the moving average (Box and Jenkins 1976, 3.4.2).
pub(crate) fn autocovariances(autoregressive: &LagPolynomial, moving_average: &LagPolynomial) -> Option<Vec<f64>> {
    let order = autoregressive.degree();
    let alone = autoregression(autoregressive, order + moving_average.degree())?;
    let unit = [(0, 1.0)];
    let shocks =
        || unit.into_iter().chain(moving_average.terms().iter().map(|&(lag, coefficient)| (lag, -coefficient)));
    let at = |lag: usize| {
        let row = |(one, left): (usize, f64)| {
            shocks().map(|(two, right)| right * alone[(lag + one).abs_diff(two)]).sum::<f64>() * left
        };
        shocks().map(row).sum::<f64>()
    };
    let covariances: Vec<f64> = (0..=order).map(at).collect();
    (covariances[0] > 0.0 && covariances.iter().all(|value| value.is_finite())).then_some(covariances)
}

/// The autocovariances of an autoregressive process: its partial autocorrelations by the recursion of Durbin and Levinson
/// backwards, the correlations by it forwards (Barndorff-Nielsen and Schou 1973, J. Multivariate Anal. 3).
fn autoregression(polynomial: &LagPolynomial, last: usize) -> Option<Vec<f64>> {
    let order = polynomial.degree();
    let mut shorter = vec![dense(polynomial, order)];
    let mut variance = 1.0;
    while let Some(partial) = shorter.last().and_then(|longest| longest.last().copied()) {
        let scale = 1.0 - partial * partial;
        if scale.is_nan() || scale <= 0.0 {
            return None;
        }
        variance /= scale;
        let weights = &shorter[shorter.len() - 1];
        let kept = &weights[..weights.len() - 1];
        let next = kept.iter().zip(kept.iter().rev()).map(|(weight, mirrored)| (weight + partial * mirrored) / scale);
        shorter.push(next.collect());
    }
    let mut covariances = Vec::with_capacity(last + 1);
    covariances.push(variance);
    // Up to its order a correlation is what the regression of that length makes of those before it.
    for weights in shorter.iter().rev().skip(1) {
        let lag = covariances.len();
        covariances.push(weights.iter().enumerate().map(|(at, weight)| weight * covariances[lag - 1 - at]).sum());
    }
    while covariances.len() <= last {
        let lag = covariances.len();
        covariances
            .push(polynomial.terms().iter().map(|&(back, weight)| weight * covariances[lag.abs_diff(back)]).sum());
    }
    Some(covariances)
}
