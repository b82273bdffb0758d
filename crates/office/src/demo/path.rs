//! Smooth paths that meet linear constraints.
//!
//! Method: proportional Denton benchmarking of several series at once (Denton 1971; IMF, *Quarterly National Accounts
//! Manual 2017*, chapter 6 and annex 6.1), with general linear constraints in place of annual totals. With the prior
//! path p and the wanted path x = p·(1 + u), the sum over series of s·(Σ (u_t − u_{t−1})² + ε Σ u_t²), with s the stiffness
//! of the series, is least subject to the constraints A u = b; so u = H⁻¹Aᵀ(A H⁻¹Aᵀ)⁻¹ b, one small dense system.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// How strongly a path is held to its prior, beside being held to the prior's movements.
const HELD: f64 = 0.02;

/// Σ coefficient · x[series][month] = value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Constraint {
    /// Series, month, coefficient.
    pub(super) terms: Vec<(usize, usize, f64)>,
    /// The sum.
    pub(super) value: f64,
}

/// Why there is no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoPath {
    /// The constraints contradict or repeat each other.
    Contradiction,
    /// A path falls to zero or below: series and month.
    NotPositive(usize, usize),
}

/// The paths nearest to `prior` in their movements that meet every constraint.
///
/// `prior[series][month]` is positive and all series have the same months; `stiffness` is positive, one a series.
pub(super) fn solve(
    prior: &[Vec<f64>],
    stiffness: &[f64],
    constraints: &[Constraint],
) -> Result<Vec<Vec<f64>>, NoPath> {
    let months = prior.first().map_or(0, Vec::len);
    let penalty = Cholesky::new(penalty(months)).ok_or(NoPath::Contradiction)?;
    let rows: Vec<(DMatrix<f64>, f64)> = constraints.iter().map(|c| row(prior, c, months)).collect();
    let bent: Vec<DMatrix<f64>> = rows.iter().map(|(row, _)| bend(&penalty, stiffness, row)).collect();
    let n = rows.len();
    let system = DMatrix::from_fn(n, n, |i, j| rows[i].0.dot(&bent[j]));
    let wanted = DVector::from_fn(n, |i, _| rows[i].1);
    let prices = Cholesky::new(system).ok_or(NoPath::Contradiction)?.solve(&wanted);
    let mut paths = prior.to_vec();
    for (series, path) in paths.iter_mut().enumerate() {
        for (month, level) in path.iter_mut().enumerate() {
            let u: f64 = (0..n).map(|i| prices[i] * bent[i][(month, series)]).sum();
            *level *= 1.0 + u;
            if *level <= 0.0 {
                return Err(NoPath::NotPositive(series, month));
            }
        }
    }
    Ok(paths)
}

/// First differences squared, plus a little of the level.
fn penalty(months: usize) -> DMatrix<f64> {
    DMatrix::from_fn(months, months, |i, j| match i.abs_diff(j) {
        0 => HELD + if i == 0 || i + 1 == months { 1.0 } else { 2.0 },
        1 => -1.0,
        _ => 0.0,
    })
}

/// A constraint on u, month by series, scaled so that its largest coefficient is 1; and what it must come to.
fn row(prior: &[Vec<f64>], constraint: &Constraint, months: usize) -> (DMatrix<f64>, f64) {
    let mut row = DMatrix::<f64>::zeros(months, prior.len());
    let mut missing = constraint.value;
    for &(series, month, coefficient) in &constraint.terms {
        row[(month, series)] += coefficient * prior[series][month];
        missing -= coefficient * prior[series][month];
    }
    let scale = row.amax().max(f64::MIN_POSITIVE);
    (row / scale, missing / scale)
}

/// H⁻¹ times a constraint's row: how each path bends when the constraint pulls.
fn bend(penalty: &Cholesky<f64, Dyn>, stiffness: &[f64], row: &DMatrix<f64>) -> DMatrix<f64> {
    let mut bent = penalty.solve(row);
    for (mut series, stiff) in bent.column_iter_mut().zip(stiffness) {
        series /= *stiff;
    }
    bent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_meet_the_constraints_and_keep_the_shape_elsewhere() {
        let prior = vec![vec![1.0, 2.0, 3.0, 4.0], vec![10.0, 10.0, 10.0, 10.0]];
        let sum = Constraint { terms: (0..4).map(|t| (0, t, 1.0)).collect(), value: 20.0 };
        let both = Constraint { terms: vec![(0, 3, 1.0), (1, 3, -1.0)], value: 0.0 };
        let paths = solve(&prior, &[1.0, 2.0], &[sum, both]).unwrap();
        assert!((paths[0].iter().sum::<f64>() - 20.0).abs() < 1e-9);
        assert!((paths[0][3] - paths[1][3]).abs() < 1e-9);
    }

    #[test]
    fn a_repeated_constraint_and_a_path_below_zero_are_refused() {
        let prior = vec![vec![1.0, 1.0]];
        let fixed = |value| Constraint { terms: vec![(0, 0, 1.0)], value };
        assert_eq!(solve(&prior, &[1.0], &[fixed(1.0), fixed(2.0)]), Err(NoPath::Contradiction));
        assert_eq!(solve(&prior, &[1.0], &[fixed(-1.0)]), Err(NoPath::NotPositive(0, 0)));
    }
}
