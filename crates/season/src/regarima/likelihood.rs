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

use super::filter;
use super::initial::{self, Autoregression};
use super::linear::{Block, Cholesky, Square, dot};
use super::polynomial::LagPolynomial;

/// What makes white noise of an ARMA process of known coefficients.
#[derive(Debug, Clone)]
pub(crate) struct Whitener {
    past: Autoregression,
    moving_average: LagPolynomial,
    /// Of the state's variance `V = L Lᵀ`.
    root: Square,
    /// Of `I + Lᵀ Hᵀ H L`.
    inner: Cholesky,
    log_determinant: f64,
    shocks: Shocks,
}

/// Derivatives of the quadratic form and of the determinant's logarithm.
pub(crate) struct Sensitivity {
    /// Of half the quadratic form by what is filtered by the autoregression, period by period: the innovations divided by
    /// the moving average backwards in time. With the initial state's variance `V` it falls by half the square of the first.
    pub(crate) adjoint: Vec<f64>,
    /// Of the determinant by `V`.
    pub(crate) by_variance: Square,
    /// Of the determinant by the products `Hᵀ H`.
    pub(crate) by_products: Square,
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
        filter::divide(moving_average, &mut impulse, 1);
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
        let past = Autoregression::new(autoregressive, moving_average.degree())?;
        let shocks = Shocks::new(&moving_average, observations, state);
        Self::with(past, moving_average, shocks)
    }

    /// The same for other coefficients of the same model.
    pub(crate) fn moved(&self, autoregressive: LagPolynomial, moving_average: LagPolynomial) -> Option<Self> {
        let shocks = if moving_average == self.moving_average {
            self.shocks.clone()
        } else {
            Shocks::new(&moving_average, self.shocks.impulse.len(), self.state())
        };
        Self::with(self.past.moved(autoregressive)?, moving_average, shocks)
    }

    fn with(past: Autoregression, moving_average: LagPolynomial, shocks: Shocks) -> Option<Self> {
        let state = shocks.products.order();
        let root = initial::root(&past, &moving_average, state)?;
        let mut inner = root.around(&shocks.products);
        for at in 0..state {
            inner.add(at, at, 1.0);
        }
        let inner = Cholesky::new(inner, 0.0).ok()?;
        let log_determinant = inner.log_determinant();
        let whitener = Self { past, moving_average, root, inner, log_determinant, shocks };
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

    /// What the autoregression alone determines.
    pub(crate) fn past(&self) -> &Autoregression {
        &self.past
    }

    pub(crate) fn autoregressive(&self) -> &LagPolynomial {
        self.past.polynomial()
    }

    pub(crate) fn moving_average(&self) -> &LagPolynomial {
        &self.moving_average
    }

    /// The products `Hᵀ H` of the shifted weights of `1/θ(B)`.
    pub(crate) fn products(&self) -> &Square {
        &self.shocks.products
    }

    /// The same of another moving average of the same degree.
    pub(crate) fn products_of(&self, moving_average: &LagPolynomial) -> Square {
        Shocks::new(moving_average, self.shocks.impulse.len(), self.state()).products
    }

    /// A column made white: first the standardised initial state, then the expected innovations. The products of two
    /// such columns are those of the originals in the inverse covariance.
    pub(crate) fn whiten(&self, column: &[f64]) -> Vec<f64> {
        let state = self.state();
        let mut white = Vec::with_capacity(state + column.len());
        white.resize(state, 0.0);
        white.extend_from_slice(column);
        let (start, values) = white.split_at_mut(state);
        filter::apply(self.autoregressive(), column, values, 1);
        let mut rough = values.to_vec();
        filter::divide(&self.moving_average, &mut rough, 1);
        filter::divide_backwards(&self.moving_average, &mut rough, 1);
        for (row, &value) in rough.iter().take(state).enumerate() {
            for (into, &weight) in start.iter_mut().zip(self.root.row(row)) {
                *into += weight * value;
            }
        }
        self.inner.solve(start);
        for (row, value) in values.iter_mut().take(state).enumerate() {
            *value -= dot(self.root.row(row), start);
        }
        filter::divide(&self.moving_average, values, 1);
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
        let width = block.columns();
        filter::divide_backwards(&self.moving_average, block.values_mut(), width);
        block
    }

    /// Innovations, a column each, multiplied by the transpose of the filter: their products with any filtered column
    /// become products with the column itself.
    pub(crate) fn transposed(&self, innovations: Block) -> Block {
        let mut filtered = self.adjoint(innovations);
        // A row takes from later ones, which have not been changed yet.
        for at in 0..filtered.rows() {
            for &(lag, coefficient) in self.autoregressive().terms() {
                if at + lag < filtered.rows() {
                    filtered.add_row(at, at + lag, -coefficient);
                }
            }
        }
        filtered
    }

    /// The columns filtered from nothing: without the initial state.
    pub(crate) fn filter(&self, columns: &Block) -> Block {
        let (mut filtered, width) = (columns.clone(), columns.columns());
        filter::apply(self.autoregressive(), columns.values(), filtered.values_mut(), width);
        filter::divide(&self.moving_average, filtered.values_mut(), width);
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

    /// How quadratic form and determinant change with what the model is made of.
    pub(crate) fn sensitivity(&self, innovations: &[f64]) -> Sensitivity {
        let mut adjoint = innovations.to_vec();
        filter::divide_backwards(&self.moving_average, &mut adjoint, 1);
        let basis = self.basis();
        let by_products = basis.outer();
        let mut by_variance = self.shocks.products.clone();
        by_variance.subtract(&self.shocks.products.times_square(&basis).outer());
        Sensitivity { adjoint, by_variance, by_products }
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
