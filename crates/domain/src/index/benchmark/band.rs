//! Linear systems whose matrix is a narrow band: Gaussian elimination with partial pivoting, linear in the number of unknowns.
//!
//! Source: G. H. Golub, C. F. Van Loan, *Matrix Computations*, 4th ed., section 4.3 (band Gaussian elimination with partial pivoting).

/// A square matrix with entries no further than `width` from the diagonal.
#[derive(Debug, Clone)]
pub(super) struct Band {
    size: usize,
    width: usize,
    /// Row by row, columns `row − width` to `row + 2 width`: pivoting fills at most another `width` on the right.
    cells: Vec<f64>,
}

impl Band {
    /// All zero.
    pub(super) fn new(size: usize, width: usize) -> Self {
        Self { size, width, cells: vec![0.0; size * (3 * width + 1)] }
    }

    fn at(&self, row: usize, column: usize) -> usize {
        row * (3 * self.width + 1) + column + self.width - row
    }

    /// Adds to an entry within the band.
    pub(super) fn add(&mut self, row: usize, column: usize, value: f64) {
        debug_assert!(row.abs_diff(column) <= self.width);
        let at = self.at(row, column);
        self.cells[at] += value;
    }

    fn columns(&self, row: usize, reach: usize) -> std::ops::Range<usize> {
        row.saturating_sub(self.width)..(row + reach + 1).min(self.size)
    }

    /// The right-hand side less the product with a vector, as if computed with twice the digits.
    ///
    /// Second differences make the matrix so ill-conditioned that a residual of ordinary precision is mostly rounding.
    /// Source: T. Ogita, S. M. Rump, S. Oishi, *Accurate sum and dot product*, SIAM J. Sci. Comput. 26, 2005 (Dot2).
    fn residual(&self, right: &[f64], vector: &[f64]) -> Vec<f64> {
        let row = |r: usize| {
            let (mut sum, mut lost) = (right[r], 0.0);
            for c in self.columns(r, self.width) {
                let (a, b) = (-self.cells[self.at(r, c)], vector[c]);
                let product = a * b;
                let next = sum + product;
                let back = next - sum;
                lost += (sum - (next - back)) + (product - back) + a.mul_add(b, -product);
                sum = next;
            }
            sum + lost
        };
        (0..self.size).map(row).collect()
    }

    /// Solves for a right-hand side, refined twice against the rounding of the elimination; `None` when the matrix is singular.
    pub(super) fn solve(&self, right: &[f64]) -> Option<Vec<f64>> {
        let factors = Factors::of(self.clone())?;
        let mut solution = factors.solve(right.to_vec());
        for _ in 0..2 {
            let step = factors.solve(self.residual(right, &solution));
            solution.iter_mut().zip(step).for_each(|(s, d)| *s += d);
        }
        solution.iter().all(|s| s.is_finite()).then_some(solution)
    }
}

/// A band matrix after elimination: multipliers below, the upper triangle above, and the rows exchanged.
struct Factors {
    band: Band,
    /// By step: the multipliers of the rows below.
    lower: Vec<f64>,
    pivots: Vec<usize>,
}

impl Factors {
    fn of(mut band: Band) -> Option<Self> {
        let (size, width) = (band.size, band.width);
        let scale = band.cells.iter().fold(0.0f64, |most, cell| most.max(cell.abs()));
        let mut lower = vec![0.0; size * width];
        let mut pivots = Vec::with_capacity(size);
        for step in 0..size {
            let last = (step + width + 1).min(size);
            let size_at = |row: usize| band.cells[band.at(row, step)].abs();
            let pivot = (step..last).fold(step, |best, row| if size_at(row) > size_at(best) { row } else { best });
            if size_at(pivot) <= scale * 1e-14 {
                return None;
            }
            pivots.push(pivot);
            let right = (step + 2 * width + 1).min(size);
            for column in step..right {
                let (a, b) = (band.at(step, column), band.at(pivot, column));
                band.cells.swap(a, b);
            }
            let top = band.cells[band.at(step, step)];
            for row in step + 1..last {
                let multiplier = band.cells[band.at(row, step)] / top;
                lower[step * width + row - step - 1] = multiplier;
                if multiplier == 0.0 {
                    continue;
                }
                for column in step..right {
                    let (from, to) = (band.at(step, column), band.at(row, column));
                    band.cells[to] -= multiplier * band.cells[from];
                }
            }
        }
        Some(Self { band, lower, pivots })
    }

    fn solve(&self, mut right: Vec<f64>) -> Vec<f64> {
        let (size, width) = (self.band.size, self.band.width);
        for step in 0..size {
            right.swap(step, self.pivots[step]);
            for row in step + 1..(step + width + 1).min(size) {
                right[row] -= self.lower[step * width + row - step - 1] * right[step];
            }
        }
        for row in (0..size).rev() {
            let above =
                (row + 1..(row + 2 * width + 1).min(size)).map(|c| self.band.cells[self.band.at(row, c)] * right[c]);
            right[row] = (right[row] - above.sum::<f64>()) / self.band.cells[self.band.at(row, row)];
        }
        right
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn solutions_solve(entries in prop::collection::vec(-1.0..1.0f64, 7 * 12), right in prop::collection::vec(-10.0..10.0f64, 12)) {
            let mut band = Band::new(12, 3);
            for row in 0..12usize {
                for column in row.saturating_sub(3)..(row + 4).min(12) {
                    band.add(row, column, entries[row * 7 + column + 3 - row] + if row + 1 == column { 3.0 } else { 0.0 });
                }
            }
            if let Some(solution) = band.solve(&right) {
                let size = solution.iter().fold(1.0f64, |m, s| m.max(s.abs()));
                for rest in band.residual(&right, &solution) {
                    prop_assert!(rest.abs() < 1e-12 * size);
                }
            }
        }
    }

    #[test]
    fn a_singular_matrix_has_no_solution() {
        let mut band = Band::new(3, 1);
        band.add(0, 0, 1.0);
        band.add(1, 1, 1.0);
        assert!(band.solve(&[1.0, 1.0, 1.0]).is_none());
    }
}
