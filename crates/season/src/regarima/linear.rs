//! The small dense algebra of the inner loop: blocks of columns kept row by row, and Cholesky factors.

/// Columns of equal length, kept row by row: a recursion down the rows runs over all columns at once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    columns: usize,
    values: Vec<f64>,
}

impl Block {
    /// All zero.
    pub(crate) fn zero(rows: usize, columns: usize) -> Self {
        Self { columns, values: vec![0.0; rows * columns] }
    }

    /// Side by side the columns given, all of the length of the first.
    pub(crate) fn from_columns(columns: &[Vec<f64>]) -> Self {
        let rows = columns.first().map_or(0, Vec::len);
        let mut block = Self::zero(rows, columns.len());
        for (at, column) in columns.iter().enumerate() {
            for (row, &value) in column.iter().enumerate().take(rows) {
                block.values[row * block.columns + at] = value;
            }
        }
        block
    }

    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    pub(crate) fn rows(&self) -> usize {
        self.values.len().checked_div(self.columns).unwrap_or(0)
    }

    /// Row after row.
    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }

    pub(crate) fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values
    }

    pub(crate) fn row(&self, at: usize) -> &[f64] {
        &self.values[at * self.columns..(at + 1) * self.columns]
    }

    pub(crate) fn row_mut(&mut self, at: usize) -> &mut [f64] {
        &mut self.values[at * self.columns..(at + 1) * self.columns]
    }

    /// Row `to` gains `factor` times row `from`, a different one.
    pub(crate) fn add_row(&mut self, to: usize, from: usize, factor: f64) {
        let width = self.columns;
        let (target, source) = if to > from {
            let (head, tail) = self.values.split_at_mut(to * width);
            (&mut tail[..width], &head[from * width..(from + 1) * width])
        } else {
            let (head, tail) = self.values.split_at_mut(from * width);
            (&mut head[to * width..(to + 1) * width], &tail[..width])
        };
        for (target, source) in target.iter_mut().zip(source) {
            *target += factor * source;
        }
    }

    /// The products of all pairs of columns: four rows at a time, so that a sum is fetched a quarter as often.
    pub(crate) fn gram(&self) -> Square {
        let width = self.columns;
        let mut product = Square::zero(width);
        let mut fours = self.values.chunks_exact(4 * width.max(1));
        for rows in &mut fours {
            let (first, rest) = rows.split_at(width);
            let (second, rest) = rest.split_at(width);
            let (third, fourth) = rest.split_at(width);
            for at in 0..width {
                let (a, b, c, d) = (first[at], second[at], third[at], fourth[at]);
                let into = &mut product.values[at * width..at * width + at + 1];
                for ((((into, one), two), three), four) in into.iter_mut().zip(first).zip(second).zip(third).zip(fourth)
                {
                    *into += (a * one + b * two) + (c * three + d * four);
                }
            }
        }
        for row in fours.remainder().chunks_exact(width.max(1)) {
            for (at, &left) in row.iter().enumerate() {
                let into = &mut product.values[at * width..at * width + at + 1];
                for (into, right) in into.iter_mut().zip(row) {
                    *into += left * right;
                }
            }
        }
        product.mirror();
        product
    }
}

/// The sum of products, in eight sums that run side by side.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (mut lefts, mut rights) = (left.chunks_exact(8), right.chunks_exact(8));
    for (left, right) in (&mut lefts).zip(&mut rights) {
        for (sum, (left, right)) in sums.iter_mut().zip(left.iter().zip(right)) {
            *sum += left * right;
        }
    }
    // The shorter one's chunks end first: what it has left begins at a multiple of eight.
    let done = left.len().min(right.len()) / 8 * 8;
    let rest: f64 = left[done..].iter().zip(&right[done..]).map(|(left, right)| left * right).sum();
    sums.iter().sum::<f64>() + rest
}

/// A square matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Square {
    order: usize,
    values: Vec<f64>,
}

impl Square {
    pub(crate) fn zero(order: usize) -> Self {
        Self { order, values: vec![0.0; order * order] }
    }

    pub(crate) fn order(&self) -> usize {
        self.order
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.order + column]
    }

    pub(crate) fn set(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.order + column] = value;
    }

    pub(crate) fn add(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.order + column] += value;
    }

    pub(crate) fn row(&self, at: usize) -> &[f64] {
        &self.values[at * self.order..(at + 1) * self.order]
    }

    pub(crate) fn row_mut(&mut self, at: usize) -> &mut [f64] {
        &mut self.values[at * self.order..(at + 1) * self.order]
    }

    /// A row and, where there is one, the row below it.
    pub(crate) fn row_and_below(&mut self, at: usize) -> (&mut [f64], Option<&[f64]>) {
        let order = self.order;
        let (above, below) = self.values.split_at_mut((at + 1) * order);
        (&mut above[at * order..], below.get(..order))
    }

    /// A row, not the first, and the row above it.
    pub(crate) fn row_and_above(&mut self, at: usize) -> (&[f64], &mut [f64]) {
        let order = self.order;
        let (above, below) = self.values.split_at_mut(at * order);
        (&above[(at - 1) * order..], &mut below[..order])
    }

    /// The lower triangle is copied into the upper.
    pub(crate) fn mirror(&mut self) {
        for row in 0..self.order {
            for column in row + 1..self.order {
                self.values[row * self.order + column] = self.values[column * self.order + row];
            }
        }
    }

    /// Rows for columns.
    pub(crate) fn transposed(&self) -> Self {
        let mut result = Self::zero(self.order);
        for row in 0..self.order {
            for column in 0..self.order {
                result.values[column * self.order + row] = self.values[row * self.order + column];
            }
        }
        result
    }

    /// `selfᵀ · other`.
    #[cfg(test)]
    pub(crate) fn transposed_times(&self, other: &Self) -> Self {
        let order = self.order;
        let mut product = Self::zero(order);
        for middle in 0..order {
            for (row, &factor) in self.row(middle).iter().enumerate().filter(|&(_, &factor)| factor != 0.0) {
                let into = &mut product.values[row * order..(row + 1) * order];
                for (into, value) in into.iter_mut().zip(other.row(middle)) {
                    *into += factor * value;
                }
            }
        }
        product
    }

    /// `selfᵀ · middle · self` of a symmetric `middle`, the upper triangle: the factor on both sides has few elements, or
    /// only those below its diagonal.
    pub(crate) fn around(&self, middle: &Self) -> Self {
        let order = self.order;
        let (ends, elements) = self.elements();
        let lines = || ends.windows(2).map(|ends| &elements[ends[0]..ends[1]]).enumerate();
        let mut half = Self::zero(order);
        for (line, elements) in lines() {
            for &(row, factor) in elements {
                for (into, value) in half.values[row * order..(row + 1) * order].iter_mut().zip(middle.row(line)) {
                    *into += factor * value;
                }
            }
        }
        let half = half.transposed();
        let mut product = Self::zero(order);
        for (line, elements) in lines() {
            for &(row, factor) in elements {
                let into = &mut product.values[row * order + row..(row + 1) * order];
                for (into, value) in into.iter_mut().zip(&half.row(line)[row..]) {
                    *into += factor * value;
                }
            }
        }
        product
    }

    /// What is not zero, row by row with its column, and where the rows begin and end. Every element is written and only
    /// those that are not zero are kept: no branch depends on them.
    fn elements(&self) -> (Vec<usize>, Vec<(usize, f64)>) {
        let mut elements = vec![(0, 0.0); self.values.len() + 1];
        let mut ends = Vec::with_capacity(self.order + 1);
        let mut count = 0;
        for row in 0..self.order {
            ends.push(count);
            for (column, &value) in self.row(row).iter().enumerate() {
                elements[count] = (column, value);
                count += usize::from(value != 0.0);
            }
        }
        ends.push(count);
        (ends, elements)
    }

    /// `self · other`.
    pub(crate) fn times_square(&self, other: &Self) -> Self {
        let order = self.order;
        let mut product = Self::zero(order);
        for row in 0..order {
            let into = &mut product.values[row * order..(row + 1) * order];
            for (factor, line) in self.row(row).iter().zip(other.values.chunks_exact(order)) {
                for (into, value) in into.iter_mut().zip(line) {
                    *into += factor * value;
                }
            }
        }
        product
    }

    /// `self · selfᵀ`.
    pub(crate) fn outer(&self) -> Self {
        let mut product = Self::zero(self.order);
        for row in 0..self.order {
            for column in 0..=row {
                product.set(row, column, dot(self.row(row), self.row(column)));
            }
        }
        product.mirror();
        product
    }

    /// The products of all pairs of columns.
    pub(crate) fn of_products(columns: &[Vec<f64>]) -> Self {
        let mut products = Self::zero(columns.len());
        for (row, one) in columns.iter().enumerate() {
            for (column, other) in columns[..=row].iter().enumerate() {
                products.set(row, column, dot(one, other));
            }
        }
        products.mirror();
        products
    }

    /// The sum of the products of the elements of two.
    pub(crate) fn dot(&self, other: &Self) -> f64 {
        dot(&self.values, &other.values)
    }

    /// `vector · vectorᵀ` taken away; what the vector lacks is 0.
    pub(crate) fn subtract_outer(&mut self, vector: &[f64]) {
        for (row, factor) in self.values.chunks_exact_mut(self.order.max(1)).zip(vector) {
            row.iter_mut().zip(vector).for_each(|(value, other)| *value -= factor * other);
        }
    }

    /// Every element times a factor.
    pub(crate) fn times(&self, factor: f64) -> Self {
        Self { order: self.order, values: self.values.iter().map(|value| value * factor).collect() }
    }

    /// `other`, of the same order, taken away.
    pub(crate) fn subtract(&mut self, other: &Self) {
        for (value, other) in self.values.iter_mut().zip(&other.values) {
            *value -= other;
        }
    }

    /// The leading block.
    pub(crate) fn leading(&self, order: usize) -> Self {
        let mut block = Self::zero(order);
        for row in 0..order {
            block.values[row * order..(row + 1) * order].copy_from_slice(&self.row(row)[..order]);
        }
        block
    }
}

/// The Cholesky factor of a symmetric positive matrix, kept as the upper triangle: solving goes along its rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cholesky {
    upper: Square,
}

impl Cholesky {
    /// The factor; the place of the first pivot that is below `tolerance` of its diagonal element where there is one:
    /// that column depends on those before it.
    pub(crate) fn new(matrix: Square, tolerance: f64) -> Result<Self, usize> {
        let factor = Self::semidefinite(matrix, tolerance);
        match (0..factor.upper.order).find(|&at| factor.pivot(at) == 0.0) {
            Some(at) => Err(at),
            None => Ok(factor),
        }
    }

    /// The factor with rows of zeros where a pivot is below `tolerance` of its diagonal element. Of the matrix only the
    /// upper triangle is read.
    pub(crate) fn semidefinite(mut matrix: Square, tolerance: f64) -> Self {
        let order = matrix.order;
        let least: Vec<f64> = (0..order).map(|at| tolerance * matrix.at(at, at)).collect();
        for (pivot, least) in least.into_iter().enumerate() {
            let (above, below) = matrix.values.split_at_mut((pivot + 1) * order);
            let row = &mut above[pivot * order..];
            row[..pivot].fill(0.0);
            let scale = if row[pivot] > least { 1.0 / row[pivot].sqrt() } else { 0.0 };
            let row = &mut row[pivot..];
            row.iter_mut().for_each(|value| *value *= scale);
            for (next, line) in below.chunks_exact_mut(order).enumerate() {
                let right = &row[next + 1..];
                let factor = right[0];
                for (value, taken) in line[pivot + 1 + next..].iter_mut().zip(right) {
                    *value -= factor * taken;
                }
            }
        }
        Self { upper: matrix }
    }

    /// The factor `U` of the matrix `Uᵀ U`.
    pub(crate) fn upper(&self) -> &Square {
        &self.upper
    }

    /// An element of the diagonal.
    pub(crate) fn pivot(&self, at: usize) -> f64 {
        self.upper.at(at, at)
    }

    /// The logarithm of the determinant of the matrix that was factored.
    pub(crate) fn log_determinant(&self) -> f64 {
        // The logarithm of a product, taken before the number range ends, is quicker than the sum of logarithms.
        let (mut sum, mut product) = (0.0, 1.0_f64);
        for at in 0..self.upper.order {
            product *= self.pivot(at);
            if !(1e-100..1e100).contains(&product) {
                sum += product.ln();
                product = 1.0;
            }
        }
        2.0 * (sum + product.ln())
    }

    /// `U⁻ᵀ b` in place.
    pub(crate) fn forward(&self, values: &mut [f64]) {
        for at in 0..self.upper.order {
            let row = self.upper.row(at);
            let solved = values[at] / row[at];
            values[at] = solved;
            for (value, factor) in values[at + 1..].iter_mut().zip(&row[at + 1..]) {
                *value -= factor * solved;
            }
        }
    }

    /// `U⁻¹ b` in place.
    pub(crate) fn backward(&self, values: &mut [f64]) {
        for at in (0..self.upper.order).rev() {
            let row = self.upper.row(at);
            let known: f64 = row[at + 1..].iter().zip(&values[at + 1..]).map(|(a, b)| a * b).sum();
            values[at] = (values[at] - known) / row[at];
        }
    }

    /// The solution of the system, in place.
    pub(crate) fn solve(&self, values: &mut [f64]) {
        self.forward(values);
        self.backward(values);
    }

    /// The inverse of the matrix that was factored.
    pub(crate) fn inverse(&self) -> Square {
        let order = self.upper.order;
        let mut inverse = Square::zero(order);
        for column in 0..order {
            let unit = &mut inverse.values[column * order..(column + 1) * order];
            unit[column] = 1.0;
            self.solve(unit);
        }
        inverse
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_solves_and_inverts() {
        let block = Block::from_columns(&[vec![1.0, 2.0, 0.5], vec![0.0, 1.0, 3.0]]);
        let gram = block.gram();
        let factor = Cholesky::new(gram.clone(), 1e-12).unwrap();
        let product = factor.inverse().transposed_times(&gram);
        for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            assert!((product.at(row, column) - f64::from(u8::from(row == column))).abs() < 1e-12);
        }
        let determinant = gram.at(0, 0) * gram.at(1, 1) - gram.at(0, 1) * gram.at(1, 0);
        assert!((factor.log_determinant() - determinant.ln()).abs() < 1e-12);
    }

    #[test]
    fn a_dependent_column_is_named() {
        let block = Block::from_columns(&[vec![1.0, 2.0], vec![2.0, 4.0]]);
        assert_eq!(Cholesky::new(block.gram(), 1e-10), Err(1));
    }
}
