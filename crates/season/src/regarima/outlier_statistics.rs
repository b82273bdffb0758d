//! The t statistics of an outlier at every period, beside the regressors of a model.
//!
//! Chang, Tiao and Chen 1988 (Technometrics 30); the scale is the robust one of the X-13ARIMA-SEATS Reference Manual, ch. 4.9: the median of the
//! absolute residuals.
//!
//! They come from one pass of the transposed filter: `oᵀ Σ⁻¹ r` for every outlier `o` is `Σ⁻¹ r` at its date, summed to the end for a level
//! shift, with fading weights for a temporary change; the sum of squares of a filtered outlier is a partial sum of squared weights, because
//! outliers are shifts of each other.

use super::fit::Fit;
use super::likelihood::Whitener;
use super::linear::{Block, dot};
use super::polynomial::LagPolynomial;
use super::regression::{OutlierKind, fading};
use crate::Frequency;

/// What is left of an outlier's sum of squares, given the regressors, below which it depends on them.
const COLLINEAR: f64 = 1e-9;
/// The median of the absolute value of a standard normal variable.
const MEDIAN: f64 = 0.6745;

/// The statistics of each shape at every period, seasonal outliers left out; `None` where the residuals have no scale.
pub(super) fn statistics(fit: &Fit, kinds: &[OutlierKind]) -> Option<Vec<(OutlierKind, Vec<f64>)>> {
    let scale = robust_scale(&fit.residuals());
    if scale.is_nan() || scale <= 0.0 {
        return None;
    }
    let products = Products::new(fit);
    let of = |&kind: &OutlierKind| {
        let mut statistics = products.statistics(fit, kind);
        statistics.iter_mut().for_each(|statistic| *statistic /= scale);
        (kind, statistics)
    };
    Some(kinds.iter().filter(|kind| **kind != OutlierKind::Seasonal).map(of).collect())
}

/// The median of the absolute residuals in units of a normal variable's.
fn robust_scale(residuals: &[f64]) -> f64 {
    let mut sizes: Vec<f64> = residuals.iter().map(|value| value.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let middle = sizes.len() / 2;
    match (sizes.len() % 2, sizes.get(middle)) {
        (_, None) => 0.0,
        (0, Some(above)) => (sizes[middle - 1] + above) / (2.0 * MEDIAN),
        (_, Some(median)) => median / MEDIAN,
    }
}

/// Products of what is orthonormal among states and regressors, and of the residuals, with an impulse at every period.
struct Products {
    /// The residuals' last.
    impulses: Block,
}

impl Products {
    fn new(fit: &Fit) -> Self {
        let evaluation = fit.evaluation();
        let adjoint = evaluation.whitener.transposed(orthonormal(fit));
        let differencing = fit.model().differencing(fit.problem.per_year);
        let lost = differencing.degree();
        let mut impulses = Block::zero(lost + adjoint.rows(), adjoint.columns());
        for at in 0..adjoint.rows() {
            for (into, value) in impulses.row_mut(lost + at).iter_mut().zip(adjoint.row(at)) {
                *into += value;
            }
            for &(lag, coefficient) in differencing.terms() {
                for (into, value) in impulses.row_mut(lost + at - lag).iter_mut().zip(adjoint.row(at)) {
                    *into -= coefficient * value;
                }
            }
        }
        Self { impulses }
    }

    /// The statistics of a shape at every period, times the scale; 0 where the regressors leave nothing of it.
    fn statistics(&self, fit: &Fit, kind: OutlierKind) -> Vec<f64> {
        let (rows, columns) = (self.impulses.rows(), self.impulses.columns());
        let frequency = fit.observed.start().frequency();
        let carried = match kind {
            OutlierKind::LevelShift => 1.0,
            OutlierKind::TemporaryChange => fading(frequency),
            OutlierKind::Additive | OutlierKind::Seasonal => 0.0,
        };
        let whole = squares(fit, kind, frequency);
        let (mut sums, mut from_before) = (vec![0.0; columns], vec![0.0; columns]);
        let mut statistics = vec![0.0; rows];
        let before = if kind == OutlierKind::LevelShift { self.totals() } else { vec![0.0; columns] };
        for at in (0..rows).rev() {
            for (sum, value) in sums.iter_mut().zip(self.impulses.row(at)) {
                *sum = *sum * carried + value;
            }
            for ((left, sum), before) in from_before.iter_mut().zip(&sums).zip(&before) {
                *left = sum - before;
            }
            let explained = dot(&from_before, &from_before);
            let product = from_before[columns - 1];
            let left = whole[at] - (explained - product * product);
            if left > COLLINEAR * whole[at] {
                statistics[at] = product / left.sqrt();
            }
        }
        statistics
    }

    /// The products with a constant: what a level shift has before its date. Differencing leaves nothing of it but rounding.
    fn totals(&self) -> Vec<f64> {
        let mut totals = vec![0.0; self.impulses.columns()];
        for at in 0..self.impulses.rows() {
            for (total, value) in totals.iter_mut().zip(self.impulses.row(at)) {
                *total += value;
            }
        }
        totals
    }
}

/// Columns of innovations: the states' and the regressors', each set orthonormal, and the residuals.
fn orthonormal(fit: &Fit) -> Block {
    let evaluation = fit.evaluation();
    let whitener = &evaluation.whitener;
    let (state, regressors) = (whitener.state(), evaluation.regression.len());
    let filtered = whitener.filter(&fit.problem.differenced);
    let taken = whitener.states(&filtered);
    let mut block = Block::zero(filtered.rows(), state + regressors + 1);
    let (basis, mut row_state) = (whitener.basis(), vec![0.0; state]);
    for at in 0..filtered.rows() {
        whitener.state_row(&basis, at, &mut row_state);
        let row = block.row_mut(at);
        let (states, columns) = row.split_at_mut(state);
        states.copy_from_slice(&row_state);
        columns[..regressors].copy_from_slice(&filtered.row(at)[..regressors]);
        // The innovations of a regressor are its filtered values less what its initial state explains.
        for (of, &weight) in row_state.iter().enumerate() {
            for (into, value) in columns[..regressors].iter_mut().zip(taken.row(of)) {
                *into -= weight * value;
            }
        }
        evaluation.gram.forward(&mut columns[..regressors]);
        columns[regressors] = evaluation.residuals[state + at];
    }
    block
}

/// The sum of squares of a shape at every period, filtered from nothing.
fn squares(fit: &Fit, kind: OutlierKind, frequency: Frequency) -> Vec<f64> {
    let whitener = &fit.evaluation().whitener;
    let differencing = fit.model().differencing(fit.problem.per_year);
    let (lost, count) = (differencing.degree(), fit.transformed.len());
    let inside = count - lost;
    let full = whitener.autoregressive().times(&differencing);
    let shape = match kind {
        OutlierKind::LevelShift => LagPolynomial::new(&[1.0], 1),
        OutlierKind::TemporaryChange => LagPolynomial::new(&[fading(frequency)], 1),
        OutlierKind::Additive | OutlierKind::Seasonal => LagPolynomial::default(),
    };
    let weights = whitener.moving_average().times(&shape).divide_into(&full, inside);
    let mut partial = Vec::with_capacity(inside + 1);
    partial.push(0.0);
    for weight in &weights {
        partial.push(partial[partial.len() - 1] + weight * weight);
    }
    // Before the first difference an outlier is cut off; a level shift that is not differenced has a level before it too.
    let mut sums = match (kind, lost) {
        (OutlierKind::LevelShift, 0) => with_level_before(whitener, count, frequency),
        (_, 0) => Vec::new(),
        _ => cut_off(whitener, &shape.divide_into(&differencing, count), lost),
    };
    let explicit = sums.len();
    sums.extend((explicit..count).map(|date| partial[count - date]));
    sums
}

/// The sums of squares of level shifts at every period of a series that is not differenced.
fn with_level_before(whitener: &Whitener, count: usize, frequency: Frequency) -> Vec<f64> {
    let weight = |at: usize, date: usize| OutlierKind::LevelShift.weight(at as i32 - date as i32, frequency);
    let effects: Vec<Vec<f64>> = (0..count).map(|date| (0..count).map(|at| weight(at, date)).collect()).collect();
    let filtered = whitener.filter(&Block::from_columns(&effects));
    let mut sums = vec![0.0; count];
    for at in 0..filtered.rows() {
        sums.iter_mut().zip(filtered.row(at)).for_each(|(sum, value)| *sum += value * value);
    }
    sums
}

/// The sums of squares of outliers that begin in the `lost` periods that differencing takes, of which `differenced` is the effect from
/// the first period on: each is the one before, a period later, and an impulse.
fn cut_off(whitener: &Whitener, differenced: &[f64], lost: usize) -> Vec<f64> {
    let earliest = differenced[lost..].to_vec();
    let mut unit = vec![0.0; earliest.len()];
    unit.iter_mut().take(1).for_each(|first| *first = 1.0);
    let filtered = whitener.filter(&Block::from_columns(&[unit, earliest]));
    let column = |of: usize| (0..filtered.rows()).map(|at| filtered.row(at)[of]).collect::<Vec<f64>>();
    let (impulse, mut response) = (column(0), column(1));
    let mut sums = vec![dot(&response, &response)];
    for date in 1..lost {
        let mut earlier = 0.0;
        for (value, impulse) in response.iter_mut().zip(&impulse) {
            let here = earlier + differenced[lost - date] * impulse;
            earlier = std::mem::replace(value, here);
        }
        sums.push(dot(&response, &response));
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::fit::{Prepared, fit};
    use super::super::outlier::tested;
    use super::super::regression::{Outlier, Regressor};
    use super::super::{Observed, Specification};
    use super::*;
    use crate::{Period, Series};

    /// The statistics of every outlier by estimating each as a regressor.
    fn check(model: &str, kind: OutlierKind, regressors: Vec<Regressor>) {
        let start: Period = "2015-01".parse().unwrap();
        let values: Vec<f64> =
            (0..60).map(|at| 50.0 + f64::from(at * 7919 % 101) / 10.0 + f64::from(at % 12)).collect();
        let observed = Observed::from(&Series::new(start, values).unwrap());
        let specification = Specification { model: model.parse().unwrap(), regressors, ..Specification::default() };
        let fit = fit(&observed, &specification).unwrap();
        let statistics = Products::new(&fit).statistics(&fit, kind);
        for (at, statistic) in statistics.into_iter().enumerate().filter(|&(at, _)| tested(kind, at, 60, true)) {
            let mut with = specification.clone();
            with.regressors.push(Regressor::Outlier(Outlier { kind, at: start.plus(at as i32) }));
            let with = Prepared::new(&observed, &with).unwrap().problem.evaluate(fit.parameters()).unwrap().unwrap();
            let last = with.regression.len() - 1;
            let expected = with.regression[last] / with.gram.inverse().at(last, last).sqrt();
            assert!(
                (statistic - expected).abs() < 1e-7 * (1.0 + expected.abs()),
                "{model} {kind:?} {at}: {statistic} {expected}"
            );
        }
    }

    #[test]
    fn the_statistics_are_those_of_the_regressors() {
        for kind in [OutlierKind::Additive, OutlierKind::LevelShift, OutlierKind::TemporaryChange] {
            check("(0 1 1)(0 1 1)", kind, vec![Regressor::TradingDayOneCoefficient]);
            check("(1 0 0)(0 0 0)", kind, vec![Regressor::Constant]);
            check("(2 1 1)(1 0 0)", kind, vec![]);
        }
    }

    #[test]
    fn the_robust_scale_is_the_median() {
        assert_eq!(robust_scale(&[3.0, -1.0, 2.0]), 2.0 / MEDIAN);
        assert_eq!(robust_scale(&[3.0, -1.0, 2.0, 4.0]), 2.5 / MEDIAN);
        assert_eq!(robust_scale(&[]), 0.0);
    }
}
