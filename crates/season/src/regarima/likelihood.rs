//! The exact Gaussian likelihood of a stationary ARMA process by its initial state.
//!
//! Write the process as `φ(B) z = θ(B) a`. With everything before the first observation left out, the filter
//! `φ(B)/θ(B)` gives `e = a + H v`: `H` holds the shifted weights of `1/θ(B)` and `v`, as many values as the higher of
//! the two degrees, is what the past adds to the first observations. So `z` has the covariance of
//! `I + H V Hᵀ`, and determinant, quadratic form and the expected innovations come from a matrix of the order of `v`
//! alone: the work grows with `observations × degree`, not with its square. The estimates of the pre-sample values are
//! those of Ljung and Box 1979 (Biometrika 66, "The likelihood function of stationary autoregressive-moving average
//! models"); the variance of the state is in Harvey 1989, ch. 3. The likelihood is that of the X-13ARIMA-SEATS
//! Reference Manual, ch. 4.

use super::linear::{Block, Cholesky, Square, dot};
use super::polynomial::LagPolynomial;

/// What makes white noise of an ARMA process of known coefficients.
#[derive(Debug, Clone)]
pub(crate) struct Whitener {
    autoregressive: LagPolynomial,
    moving_average: LagPolynomial,
    /// Of the state's variance `V = L Lᵀ`.
    root: Square,
    /// Of `I + Lᵀ Hᵀ H L`.
    inner: Cholesky,
    log_determinant: f64,
    shocks: Shocks,
}

/// What the moving average alone determines.
#[derive(Debug, Clone)]
struct Shocks {
    /// The weights of `1/θ(B)`.
    impulse: Vec<f64>,
    /// Their products `Hᵀ H`.
    products: Square,
}

impl Shocks {
    fn new(moving_average: &LagPolynomial, observations: usize, state: usize) -> Self {
        let mut impulse = vec![0.0; observations];
        impulse.iter_mut().take(1).for_each(|first| *first = 1.0);
        divide(moving_average, &mut impulse);
        let products = impulse_products(&impulse, state);
        Self { impulse, products }
    }
}

impl Whitener {
    /// For `observations` values of the process; `None` where the coefficients have no finite variance.
    pub(crate) fn new(
        autoregressive: LagPolynomial,
        moving_average: LagPolynomial,
        observations: usize,
    ) -> Option<Self> {
        let state = autoregressive.degree().max(moving_average.degree());
        let shocks = Shocks::new(&moving_average, observations, state);
        Self::with(autoregressive, moving_average, shocks)
    }

    /// The same for other coefficients of the same model.
    pub(crate) fn moved(&self, autoregressive: LagPolynomial, moving_average: LagPolynomial) -> Option<Self> {
        let shocks = if moving_average == self.moving_average {
            self.shocks.clone()
        } else {
            Shocks::new(&moving_average, self.shocks.impulse.len(), self.state())
        };
        Self::with(autoregressive, moving_average, shocks)
    }

    fn with(autoregressive: LagPolynomial, moving_average: LagPolynomial, shocks: Shocks) -> Option<Self> {
        let state = shocks.products.order();
        let root = state_root(&autoregressive, &moving_average, state)?;
        let mut inner = root.around(&shocks.products);
        for at in 0..state {
            inner.add(at, at, 1.0);
        }
        let inner = Cholesky::new(inner, 0.0).ok()?;
        let log_determinant = inner.log_determinant();
        let whitener = Self { autoregressive, moving_average, root, inner, log_determinant, shocks };
        log_determinant.is_finite().then_some(whitener)
    }

    /// How many values the initial state has.
    pub(crate) fn state(&self) -> usize {
        self.root.order()
    }

    /// The logarithm of the determinant of the covariance of the observations, in units of the innovations' variance.
    pub(crate) fn log_determinant(&self) -> f64 {
        self.log_determinant
    }

    pub(crate) fn autoregressive(&self) -> &LagPolynomial {
        &self.autoregressive
    }

    pub(crate) fn moving_average(&self) -> &LagPolynomial {
        &self.moving_average
    }

    /// A column made white: first the standardised initial state, then the expected innovations. The products of two
    /// such columns are those of the originals in the inverse covariance.
    pub(crate) fn whiten(&self, column: &[f64]) -> Vec<f64> {
        let state = self.state();
        let mut white = Vec::with_capacity(state + column.len());
        white.resize(state, 0.0);
        white.extend_from_slice(column);
        let (start, values) = white.split_at_mut(state);
        for &(lag, coefficient) in self.autoregressive.terms() {
            for (value, earlier) in values.iter_mut().skip(lag).zip(column) {
                *value -= coefficient * earlier;
            }
        }
        let mut rough = values.to_vec();
        divide(&self.moving_average, &mut rough);
        // The same backwards in time.
        rough.reverse();
        divide(&self.moving_average, &mut rough);
        for (row, &value) in rough.iter().rev().take(state).enumerate() {
            for (into, &weight) in start.iter_mut().zip(self.root.row(row)) {
                *into += weight * value;
            }
        }
        self.inner.solve(start);
        for (row, value) in values.iter_mut().take(state).enumerate() {
            *value -= dot(self.root.row(row), start);
        }
        divide(&self.moving_average, values);
        white
    }

    /// What the initial state takes from the products of columns that were filtered from nothing: `R⁻ᵀ Lᵀ Hᵀ e`, a row
    /// a state.
    pub(crate) fn states(&self, filtered: &Block) -> Block {
        let (state, width) = (self.state(), filtered.columns());
        let adjoint = self.adjoint(filtered.clone());
        let mut states = Block::zero(state, width);
        for row in 0..state.min(adjoint.rows()) {
            for (at, &weight) in self.root.row(row).iter().enumerate().filter(|&(_, &weight)| weight != 0.0) {
                for (into, value) in states.row_mut(at).iter_mut().zip(adjoint.row(row)) {
                    *into += weight * value;
                }
            }
        }
        let factor = self.inner.upper();
        for row in 0..state {
            for before in 0..row {
                states.add_row(row, before, -factor.at(before, row));
            }
            let pivot = factor.at(row, row);
            states.row_mut(row).iter_mut().for_each(|value| *value /= pivot);
        }
        states
    }

    /// The columns divided by the moving average running backwards in time.
    fn adjoint(&self, mut block: Block) -> Block {
        for at in (0..block.rows()).rev() {
            for &(lag, coefficient) in self.moving_average.terms() {
                if at + lag < block.rows() {
                    block.add_row(at, at + lag, coefficient);
                }
            }
        }
        block
    }

    /// Innovations, a column each, multiplied by the transpose of the filter: their products with any filtered column
    /// become products with the column itself.
    pub(crate) fn transposed(&self, innovations: Block) -> Block {
        let mut filtered = self.adjoint(innovations);
        // A row takes from later ones, which have not been changed yet.
        for at in 0..filtered.rows() {
            for &(lag, coefficient) in self.autoregressive.terms() {
                if at + lag < filtered.rows() {
                    filtered.add_row(at, at + lag, -coefficient);
                }
            }
        }
        filtered
    }

    /// The columns filtered from nothing: without the initial state.
    pub(crate) fn filter(&self, columns: &Block) -> Block {
        let mut filtered = columns.clone();
        for at in 0..columns.rows() {
            for &(lag, coefficient) in self.autoregressive.terms() {
                if lag <= at {
                    for (into, value) in filtered.row_mut(at).iter_mut().zip(columns.row(at - lag)) {
                        *into -= coefficient * value;
                    }
                }
            }
            for &(lag, coefficient) in self.moving_average.terms() {
                if lag <= at {
                    filtered.add_row(at, at - lag, coefficient);
                }
            }
        }
        filtered
    }

    /// The rows of `L R⁻¹`, `RᵀR` being `I + Lᵀ Hᵀ H L`.
    pub(crate) fn basis(&self) -> Square {
        let mut basis = self.root.clone();
        for row in 0..self.state() {
            self.inner.forward(basis.row_mut(row));
        }
        basis
    }

    /// A row of `H L R⁻¹`: what the inverse covariance takes from the filtered products.
    pub(crate) fn state_row(&self, basis: &Square, at: usize, row: &mut [f64]) {
        row.fill(0.0);
        for of in 0..self.state().min(at + 1) {
            for (into, &value) in row.iter_mut().zip(basis.row(of)) {
                *into += self.shocks.impulse[at - of] * value;
            }
        }
    }
}

/// A column divided by a polynomial, in place. Values wait only for those of lags shorter than a block; what the longer lags
/// add to a block is added to all of it at once.
fn divide(polynomial: &LagPolynomial, values: &mut [f64]) {
    const SHORT: usize = 6;
    let terms = polynomial.terms();
    let (short, long) = terms.split_at(terms.partition_point(|&(lag, _)| lag <= SHORT));
    let block = long.first().map_or(values.len(), |&(lag, _)| lag).max(1);
    for from in (0..values.len()).step_by(block) {
        let to = (from + block).min(values.len());
        for &(lag, coefficient) in long {
            let first = from.max(lag);
            if first < to {
                let (past, now) = values.split_at_mut(from);
                for (value, earlier) in now[first - from..to - from].iter_mut().zip(&past[first - lag..]) {
                    *value += coefficient * earlier;
                }
            }
        }
        recur(short, values, from, to);
    }
}

/// The recursion of the short lags over a part of the values. The last value is carried along, and what does not depend on
/// it is added first.
fn recur(terms: &[(usize, f64)], values: &mut [f64], from: usize, to: usize) {
    let (first, others) = match terms {
        [] => return,
        [(1, coefficient), others @ ..] => (*coefficient, others),
        others => (0.0, others),
    };
    let mut before = from.checked_sub(1).map_or(0.0, |at| values[at]);
    if others.is_empty() {
        return recur_by_fours(first, before, &mut values[from..to]);
    }
    for at in from..to {
        let mut value = values[at];
        for &(lag, coefficient) in others {
            if lag <= at {
                value += coefficient * values[at - lag];
            }
        }
        value += first * before;
        values[at] = value;
        before = value;
    }
}

/// The recursion of one lag, in fours: only the last of the four values before is waited for.
fn recur_by_fours(coefficient: f64, mut before: f64, values: &mut [f64]) {
    let square = coefficient * coefficient;
    let powers = [coefficient, square, square * coefficient, square * square];
    let mut fours = values.chunks_exact_mut(4);
    for four in &mut fours {
        four[1] += coefficient * four[0];
        four[2] += coefficient * four[1];
        four[3] += coefficient * four[2];
        for (value, power) in four.iter_mut().zip(powers) {
            *value += power * before;
        }
        before = four[3];
    }
    for value in fours.into_remainder() {
        *value += coefficient * before;
        before = *value;
    }
}

/// `Hᵀ H`: products of the weights of `1/θ(B)` shifted against each other, summed from the shortest overlap up.
fn impulse_products(impulse: &[f64], state: usize) -> Square {
    let observations = impulse.len();
    let mut products = Square::zero(state);
    for lag in 0..state {
        let mut done = (observations + 1).saturating_sub(state);
        let mut sum = dot(&impulse[..done], impulse.get(lag..).unwrap_or_default());
        for later in (lag..state).rev() {
            let overlap = observations.saturating_sub(later);
            while done < overlap {
                sum += impulse[done] * impulse.get(done + lag).copied().unwrap_or(0.0);
                done += 1;
            }
            products.set(later, later - lag, sum);
            products.set(later - lag, later, sum);
        }
    }
    products
}

/// A root of the variance of the initial state: `v_t = Σ_{i≥t} φ_i z_{t-i} - Σ_{i≥t} θ_i a_{t-i}`. A period later it is
/// `v_{t+1} + φ_t z_1 - θ_t a_1` with `z_1 = v_1 + a_1`, and has the same variance: from its first column, the
/// covariances with `z_1`, the others follow from the last up.
fn state_root(autoregressive: &LagPolynomial, moving_average: &LagPolynomial, state: usize) -> Option<Square> {
    let mut root = Square::zero(state);
    if autoregressive.degree() == 0 {
        for &(lag, coefficient) in moving_average.terms() {
            for at in 0..lag {
                root.set(at, lag - 1 - at, coefficient);
            }
        }
        return Some(root);
    }
    let variance = autocovariances(autoregressive, moving_average)?;
    let weights = autoregressive.divide_into(moving_average, state + 1);
    let first = |time: usize| {
        let past = autoregressive.terms().iter().filter(|&&(lag, _)| lag >= time);
        let shocks = moving_average.terms().iter().filter(|&&(lag, _)| lag >= time);
        past.map(|&(lag, c)| c * variance[lag - time + 1]).sum::<f64>()
            - shocks.map(|&(lag, c)| c * weights[lag - time + 1]).sum::<f64>()
    };
    let first: Vec<f64> = (1..=state).map(first).collect();
    let (past, shock) = (dense(autoregressive, state), dense(moving_average, state));
    let mut matrix = Square::zero(state);
    for row in (0..state).rev() {
        for column in (0..=row).rev() {
            let mut value = past[row] * past[column] * variance[0] + shock[row] * shock[column]
                - past[row] * shock[column]
                - shock[row] * past[column];
            if row + 1 < state {
                value += matrix.at(row + 1, column + 1) + past[column] * first[row + 1] + past[row] * first[column + 1];
            } else if column + 1 < state {
                value += past[row] * first[column + 1];
            }
            matrix.set(row, column, value);
            matrix.set(column, row, value);
        }
    }
    Some(Cholesky::semidefinite(matrix, 1e-14).upper().transposed())
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The covariance matrix of a process by its definition, through many weights of `θ(B)/φ(B)`.
    fn covariance(autoregressive: &LagPolynomial, moving_average: &LagPolynomial, order: usize) -> Square {
        let weights = autoregressive.divide_into(moving_average, 4000);
        let mut matrix = Square::zero(order);
        for row in 0..order {
            for column in 0..order {
                let lag = row.abs_diff(column);
                matrix.set(row, column, weights.iter().zip(&weights[lag..]).map(|(a, b)| a * b).sum());
            }
        }
        matrix
    }

    fn check(autoregressive: LagPolynomial, moving_average: LagPolynomial, observations: usize) {
        let expected = Cholesky::new(covariance(&autoregressive, &moving_average, observations), 0.0).unwrap();
        let whitener = Whitener::new(autoregressive, moving_average, observations).unwrap();
        assert!((whitener.log_determinant() - expected.log_determinant()).abs() < 1e-9);
        let column: Vec<f64> = (0..observations).map(|at| ((at * at) as f64 * 0.7).sin() + 0.1 * at as f64).collect();
        let white = whitener.whiten(&column);
        let mut solved = column.clone();
        expected.forward(&mut solved);
        let squares = dot(&solved, &solved);
        assert!((dot(&white, &white) / squares - 1.0).abs() < 1e-9);
        let filtered = whitener.filter(&Block::from_columns(std::slice::from_ref(&column)));
        let taken = whitener.states(&filtered).gram().at(0, 0);
        assert!(((filtered.gram().at(0, 0) - taken) / squares - 1.0).abs() < 1e-9);
        expected.backward(&mut solved);
        let innovations = white[whitener.state()..].to_vec();
        let adjoint = whitener.transposed(Block::from_columns(&[innovations]));
        for (at, &value) in solved.iter().enumerate() {
            assert!((adjoint.row(at)[0] - value).abs() < 1e-8, "{at}: {} {value}", adjoint.row(at)[0]);
        }
    }

    #[test]
    fn the_likelihood_is_that_of_the_covariance_matrix() {
        let none = LagPolynomial::default;
        let airline = || LagPolynomial::new(&[0.4], 1).times(&LagPolynomial::new(&[0.6], 12));
        check(none(), airline(), 60);
        check(none(), airline(), 7);
        check(LagPolynomial::new(&[0.7], 1), none(), 40);
        check(
            LagPolynomial::new(&[0.3, 0.4], 1).times(&LagPolynomial::new(&[0.5], 4)),
            LagPolynomial::new(&[-0.6], 1),
            40,
        );
        check(LagPolynomial::new(&[0.3, -0.2, 0.1], 1), airline(), 50);
        check(LagPolynomial::new(&[0.9], 12), LagPolynomial::new(&[0.5], 12), 50);
    }
}
