//! A first estimate of an ARMA model by least squares on its past and on estimated innovations.
//!
//! Hannan and Rissanen 1982 (Biometrika 69, "Recursive estimation of mixed autoregressive-moving average order"), as
//! Gómez and Maravall 2001 use it ("Automatic modeling methods for univariate series", in Peña, Tiao and Tsay): a long
//! autoregression gives innovations; the products of regular and seasonal terms have coefficients of their own; the
//! moving average is estimated again on the series that the autoregressive part has filtered.

use super::filter;
use super::linear::{Block, Cholesky, dot};
use super::model::{Model, Orders};
use super::polynomial::LagPolynomial;

/// The longest autoregression that innovations are taken from.
const LONGEST: usize = 50;

/// The coefficients, in the order in which a model keeps them; `None` where the regression is singular or the series
/// too short. The series is differenced and has no mean.
pub(crate) fn estimate(model: &Model, series: &[f64], per_year: usize) -> Option<Vec<f64>> {
    let degree = model.regular.moving_average + per_year * model.seasonal.moving_average;
    let past = model.regular.autoregressive + per_year * model.seasonal.autoregressive;
    let mut coefficients = regression(model, series, per_year, past, degree)?;
    if past > 0 && degree > 0 {
        let (autoregressive, _) = model.polynomials(&coefficients, per_year);
        let filtered = autoregressive.apply(series);
        let moving = |orders: Orders| Orders::new(0, 0, orders.moving_average);
        let alone = Model { regular: moving(model.regular), seasonal: moving(model.seasonal) };
        let again = regression(&alone, &filtered, per_year, 0, degree)?;
        let first = coefficients.len() - again.len();
        coefficients[first..].copy_from_slice(&again);
    }
    Some(coefficients)
}

/// One regression of the series on its past and on past innovations.
fn regression(model: &Model, series: &[f64], per_year: usize, past: usize, degree: usize) -> Option<Vec<f64>> {
    let (regular, seasonal) = (model.regular, model.seasonal);
    let innovations = if degree > 0 { innovations(series, past.max(2 * degree))? } else { Vec::new() };
    let autoregressive = lags(regular.autoregressive, seasonal.autoregressive, per_year);
    let moving = lags(regular.moving_average, seasonal.moving_average, per_year);
    let first = past.max(degree);
    let count = series.len().checked_sub(first).filter(|count| *count > autoregressive.len() + moving.len())?;
    let from = |values: &[f64], lag: usize, sign: f64| -> Vec<f64> {
        values[first - lag..first - lag + count].iter().map(|value| sign * value).collect()
    };
    let mut columns: Vec<Vec<f64>> = autoregressive.iter().map(|&lag| from(series, lag, 1.0)).collect();
    columns.extend(moving.iter().map(|&lag| from(&innovations, lag, -1.0)));
    columns.push(series[first..].to_vec());
    let products = Block::from_columns(&columns).gram();
    let unknown = columns.len() - 1;
    let factor = Cholesky::new(products.leading(unknown), 1e-12).ok()?;
    let mut solution: Vec<f64> = (0..unknown).map(|at| products.at(unknown, at)).collect();
    factor.solve(&mut solution);
    let wanted = |regular: usize, seasonal: usize, first: usize| -> Vec<f64> {
        let plain = (0..regular).map(|at| solution[first + at]);
        plain.chain((1..=seasonal).map(|at| solution[first + (regular + 1) * at - 1])).collect()
    };
    let mut coefficients = wanted(regular.autoregressive, seasonal.autoregressive, 0);
    coefficients.extend(wanted(regular.moving_average, seasonal.moving_average, autoregressive.len()));
    coefficients.iter().all(|value| value.is_finite()).then_some(coefficients)
}

/// The lags of a product of two polynomials: the regular ones, then for each seasonal lag it and its sums with them.
fn lags(regular: usize, seasonal: usize, per_year: usize) -> Vec<usize> {
    let mut lags: Vec<usize> = (1..=regular).collect();
    for season in 1..=seasonal {
        lags.extend((0..=regular).map(|lag| season * per_year + lag));
    }
    lags
}

/// Innovations by a long autoregression, of at least `least` terms, with the recursion of Durbin and Levinson.
fn innovations(series: &[f64], least: usize) -> Option<Vec<f64>> {
    let count = series.len();
    let usual = ((count as f64).ln().powi(2)) as usize;
    let order = least.max(usual);
    let order =
        if order >= count { least.min(count - count / 4) } else { order }.min(LONGEST).min(count.saturating_sub(1));
    let variance = dot(series, series);
    if variance.is_nan() || variance <= 0.0 || order == 0 {
        return None;
    }
    let correlation = |lag: usize| dot(&series[lag..], &series[..count - lag]) / variance;
    let correlations: Vec<f64> = (0..=order).map(correlation).collect();
    let mut long: Vec<f64> = Vec::with_capacity(order);
    let mut left = 1.0;
    for lag in 1..=order {
        let known: f64 = long.iter().enumerate().map(|(at, weight)| weight * correlations[lag - 1 - at]).sum();
        let partial = (correlations[lag] - known) / left;
        left *= 1.0 - partial * partial;
        let reversed: Vec<f64> = long.iter().rev().copied().collect();
        long.iter_mut().zip(reversed).for_each(|(weight, mirrored)| *weight -= partial * mirrored);
        long.push(partial);
    }
    let mut innovations = series.to_vec();
    filter::apply(&LagPolynomial::new(&long, 1), series, &mut innovations, 1);
    Some(innovations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_series_gives_its_coefficients_back() {
        let mut state = 12_345_u64;
        let mut noise = || {
            let sum: f64 = (0..12)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (state >> 11) as f64 / (1_u64 << 53) as f64
                })
                .sum();
            sum - 6.0
        };
        let shocks: Vec<f64> = (0..4000).map(|_| noise()).collect();
        let mut series = vec![0.0; shocks.len()];
        for at in 13..shocks.len() {
            let moving = shocks[at] - 0.4 * shocks[at - 1] - 0.6 * shocks[at - 12] + 0.24 * shocks[at - 13];
            series[at] = 0.7 * series[at - 1] + moving;
        }
        let model: Model = "(1 0 1)(0 0 1)".parse().unwrap();
        let found = estimate(&model, &series, 12).unwrap();
        for (found, expected) in found.iter().zip([0.7, 0.4, 0.6]) {
            assert!((found - expected).abs() < 0.08, "{found} {expected}");
        }
        assert_eq!(estimate(&model, &[1.0; 10], 12), None);
    }
}
