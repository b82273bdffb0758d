//! The gradient of the likelihood without the derivatives of the residuals.
//!
//! The derivative of the quadratic form is that of the innovations with the initial state held at its expectation, less
//! what the state's variance contributes; the determinant's is two traces (Fisher's identity for the score: Segal and
//! Weinstein 1989, IEEE Trans. Information Theory 35; Koopman and Shephard 1992, Biometrika 79, "Exact score for time
//! series models in state space form"). What the innovations contribute is exact, a few products a lag; the small matrices
//! are differences towards 0.

use super::estimate::{Evaluation, Problem, WIDTH};
use super::initial::Weights;
use super::linear::dot;
use super::polynomial::LagPolynomial;

impl Problem {
    /// The derivatives of half the objective, with the regression held: at its optimum a change of it changes nothing. `None`
    /// where the determinant depends on the regressors too, where a coefficient is held, or where the initial state has no
    /// variance beside the coefficients.
    pub(super) fn gradient(&self, parameters: &[f64], here: &Evaluation) -> Option<Vec<f64>> {
        if self.skipped > 0 || self.held.contains(&true) {
            return None;
        }
        let whitener = &here.whitener;
        let (autoregressive, moving_average) = (whitener.autoregressive(), whitener.moving_average());
        let innovations = &here.residuals[whitener.state()..];
        let sensitivity = whitener.sensitivity(innovations);
        let pull = &sensitivity.adjoint[..whitener.state().min(sensitivity.adjoint.len())];
        let past = lagged(autoregressive, &sensitivity.adjoint, &here.remainder);
        let shocks = lagged(moving_average, &sensitivity.adjoint, innovations);
        let level = here.squares / self.effective();
        let mut by_variance = sensitivity.by_variance.times(level);
        by_variance.subtract_outer(pull);
        let by_variance = Weights::new(by_variance);
        let of_variance = by_variance.product(whitener.past(), moving_average)?;
        let scale = (here.log_determinant / self.effective()).exp();
        let derivative = |(width, past_moved, shocks_moved): (f64, LagPolynomial, LagPolynomial)| {
            let moved = along(&shocks, &shocks_moved, moving_average) - along(&past, &past_moved, autoregressive);
            let mut turned = -of_variance;
            if shocks_moved != *moving_average {
                let mut products = whitener.products_of(&shocks_moved);
                products.subtract(whitener.products());
                turned += level * sensitivity.by_products.dot(&products);
            }
            turned += by_variance.product(&whitener.past().moved(past_moved)?, &shocks_moved)?;
            Some(scale * (moved + 0.5 * turned) / width)
        };
        self.neighbours(parameters).map(derivative).collect()
    }

    /// For every coefficient how far it is moved, towards 0, and the polynomials then.
    fn neighbours(&self, parameters: &[f64]) -> impl Iterator<Item = (f64, LagPolynomial, LagPolynomial)> {
        parameters.iter().enumerate().map(|(at, &value)| {
            let width = -WIDTH.copysign(value);
            let mut moved = parameters.to_vec();
            moved[at] += width;
            let (autoregressive, moving_average) = self.model.polynomials(&moved, self.per_year);
            (width, autoregressive, moving_average)
        })
    }
}

/// The products of the adjoint with a series as many periods earlier as each lag says.
fn lagged(polynomial: &LagPolynomial, adjoint: &[f64], series: &[f64]) -> Vec<f64> {
    polynomial.terms().iter().map(|&(lag, _)| dot(adjoint.get(lag..).unwrap_or_default(), series)).collect()
}

/// The products times the changes of the coefficients.
fn along(products: &[f64], later: &LagPolynomial, earlier: &LagPolynomial) -> f64 {
    let changes = later.terms().iter().zip(earlier.terms()).map(|(later, earlier)| later.1 - earlier.1);
    products.iter().zip(changes).map(|(product, change)| product * change).sum()
}

#[cfg(test)]
mod tests {
    use super::super::specification::Specification;
    use super::super::{Observed, Regressor, fit};
    use crate::{Period, Series};

    /// The gradient against differences of the objective to both sides.
    fn check(model: &str, parameters: &[f64], regressors: Vec<Regressor>) {
        let start: Period = "2012-01".parse().unwrap();
        let values = (0..90).map(|at| 80.0 + f64::from(at * 7919 % 101) / 5.0 + f64::from(at % 12)).collect();
        let observed = Observed::from(&Series::new(start, values).unwrap());
        let specification = Specification { model: model.parse().unwrap(), regressors, ..Specification::default() };
        let problem = fit(&observed, &specification).unwrap().problem;
        let size = |parameters: &[f64]| 0.5 * problem.size(&problem.evaluate(parameters).unwrap().unwrap());
        let here = problem.evaluate(parameters).unwrap().unwrap();
        let gradient = problem.gradient(parameters, &here).unwrap();
        for (at, derivative) in gradient.into_iter().enumerate() {
            let moved = |by: f64| {
                let mut moved = parameters.to_vec();
                moved[at] += by;
                size(&moved)
            };
            let expected = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            let tolerance = 1e-5 * (derivative.abs() + size(parameters));
            assert!((derivative - expected).abs() < tolerance, "{model} {at}: {derivative} {expected}");
        }
    }

    #[test]
    fn the_gradient_is_that_of_the_objective() {
        check("(0 1 1)(0 1 1)", &[0.4, 0.6], vec![]);
        check("(0 1 2)(0 1 1)", &[0.4, -0.2, 0.85], vec![Regressor::TradingDayOneCoefficient]);
        check("(2 1 0)(0 1 1)", &[-0.5, 0.2, 0.3], vec![]);
        check("(1 0 1)(1 0 1)", &[0.8, 0.3, 0.7, -0.4], vec![Regressor::Constant]);
        check("(3 1 1)(0 1 1)", &[0.2, -0.3, 0.1, 0.5, 0.4], vec![]);
        check("(1 0 0)(1 0 0)", &[-0.6, 0.5], vec![Regressor::Constant]);
    }
}
