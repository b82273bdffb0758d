//! A specification estimated: coefficients, likelihood and criteria.
//!
//! Likelihood and criteria as the X-13ARIMA-SEATS Reference Manual defines them, ch. 4.6 and 5.5: the log likelihood of
//! the untransformed observations, the transformation's Jacobian included; AICC after Hurvich and Tsai 1989, HQ after
//! Hannan and Quinn 1979, BIC after Schwarz 1978.

use std::f64::consts::PI;

use super::RegArimaError;
use super::columns::{Column, Span, columns};
use super::estimate::{Evaluation, Optimum, Problem};
use super::model::{Model, Operator};
use super::observed::Observed;
use super::part::OfPart;
pub(crate) use super::prepared::Prepared;
use super::prepared::needed;
use super::regression::{Group, Outlier, Regressor};
use super::roots::Roots;
use super::specification::Specification;

/// A coefficient of the regression, on the transformed scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// The regressor's name, X-13's where it has one.
    pub name: String,
    /// What kind of effect it has.
    pub group: Group,
    /// Its estimate.
    pub estimate: f64,
    /// Its standard error, the ARMA coefficients taken as known; `None` where the coefficient is held.
    pub standard_error: Option<f64>,
}

impl Coefficient {
    /// The estimate over its standard error; `None` where the coefficient is held.
    #[must_use]
    pub fn t(&self) -> Option<f64> {
        self.standard_error.map(|error| self.estimate / error)
    }
}

/// The likelihood and the criteria made of it: the lower a criterion, the better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likelihood {
    /// Observations after differencing, without gaps that are treated exactly.
    pub effective: usize,
    /// ARMA coefficients, regression coefficients and the variance: those of them that are estimated.
    pub parameters: usize,
    /// The natural logarithm of the determinant of the covariance matrix, in units of the variance.
    pub log_determinant: f64,
    /// The variance of the innovations, by maximum likelihood where it is not held.
    pub variance: f64,
    /// What the transformation adds to the log likelihood.
    pub jacobian: f64,
    /// The log likelihood of the untransformed observations.
    pub log_likelihood: f64,
    /// Akaike's criterion.
    pub aic: f64,
    /// The same for few observations.
    pub aicc: f64,
    /// Hannan and Quinn's.
    pub hannan_quinn: f64,
    /// Schwarz's.
    pub bic: f64,
}

/// An estimated model.
#[derive(Debug, Clone)]
pub struct Fit {
    pub(crate) observed: Observed,
    pub(crate) specification: Specification,
    /// The series transformed, the prior factors taken out, gaps filled.
    pub(crate) transformed: Vec<f64>,
    pub(crate) columns: Vec<Column>,
    pub(crate) problem: Problem,
    pub(crate) optimum: Optimum,
    pub(crate) jacobian: f64,
    /// The regression of the part that the coefficients are from.
    pub(crate) of_part: Option<OfPart>,
}

/// Estimates a specification on a series by maximum likelihood.
///
/// # Errors
/// When the series is too short, a value has no logarithm, a regressor cannot be used, or nothing is left to explain.
pub fn fit(observed: &Observed, specification: &Specification) -> Result<Fit, RegArimaError> {
    Prepared::new(observed, specification)?.estimated(0.0)
}

impl Fit {
    /// Another outlier, estimated from the coefficients there are to within `tolerance` of the log likelihood.
    pub(crate) fn with(&self, outlier: Outlier, tolerance: f64) -> Result<Self, RegArimaError> {
        let span = Span { start: self.observed.start(), count: self.transformed.len() };
        let mut columns = self.columns.clone();
        columns.push(outlier.column(span));
        let mut specification = self.specification.clone();
        specification.regressors.push(Regressor::Outlier(outlier));
        self.revised(specification, columns)?.after(self, tolerance)
    }

    /// One outlier less.
    pub(crate) fn without(&self, outlier: Outlier, tolerance: f64) -> Result<Self, RegArimaError> {
        let name = outlier.to_string();
        let columns = self.columns.iter().filter(|column| column.name != name).cloned().collect();
        let mut specification = self.specification.clone();
        specification.regressors.retain(|regressor| *regressor != Regressor::Outlier(outlier));
        self.revised(specification, columns)?.after(self, tolerance)
    }

    /// The same nearer the maximum.
    pub(crate) fn sharpened(self, tolerance: f64) -> Result<Self, RegArimaError> {
        let known = Some(&self.optimum.curvature);
        let prepared = self.revised(self.specification.clone(), self.columns.clone())?;
        prepared.maximise(self.parameters().to_vec().into(), known, tolerance)
    }

    /// The series and the model with other columns.
    fn revised(&self, specification: Specification, columns: Vec<Column>) -> Result<Prepared, RegArimaError> {
        let needed = needed(&specification, &columns, self.problem.per_year);
        if self.transformed.len() < needed {
            return Err(RegArimaError::TooShort { needed, given: self.transformed.len() });
        }
        let (observed, transformed) = (self.observed.clone(), self.transformed.clone());
        Ok(Prepared::differenced(observed, specification, transformed, columns, self.jacobian))
    }

    /// The specification that was estimated.
    #[must_use]
    pub fn specification(&self) -> &Specification {
        &self.specification
    }

    /// The series it was estimated on.
    #[must_use]
    pub fn observed(&self) -> &Observed {
        &self.observed
    }

    /// The model of the regression's error.
    #[must_use]
    pub fn model(&self) -> Model {
        self.specification.model
    }

    /// The text form of that model, lags that have no coefficient left out.
    #[must_use]
    pub fn model_text(&self) -> String {
        self.model().text(&self.specification.held.arma)
    }

    /// Whether the search ended at a maximum, not at its limit of steps.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.optimum.converged
    }

    /// How many steps the search took.
    #[must_use]
    pub fn iterations(&self) -> usize {
        self.optimum.iterations
    }

    /// The ARMA coefficients that the model has: operator, power, estimate and standard error; `None` for an error that cannot be computed
    /// because the likelihood is flat, and where the coefficient is held.
    #[must_use]
    pub fn arma(&self) -> Vec<(Operator, usize, f64, Option<f64>)> {
        let covariance = self.problem.covariance(&self.optimum);
        let error = |at: usize| {
            let variance = covariance.as_ref().map(|matrix| matrix.at(at, at));
            variance.filter(|variance| *variance > 0.0).map(f64::sqrt)
        };
        let left_out = self.model().left_out(&self.specification.held.arma);
        let values = self.optimum.parameters.iter().enumerate();
        self.model()
            .places()
            .zip(values)
            .filter(|(_, (at, _))| !left_out[*at])
            .map(|((operator, power), (at, &value))| (operator, power, value, error(at)))
            .collect()
    }

    /// The operators of the model with a zero within `limit` of the origin: 1 is the unit circle, and all zeros lie outside it. A moving
    /// average with a zero there undoes a difference that was one too many, and standard errors say little.
    #[must_use]
    pub fn zeros_within(&self, limit: f64) -> Vec<Operator> {
        let ranges = self.model().ranges().into_iter();
        let near = |range: &std::ops::Range<usize>| Roots::of(&self.parameters()[range.clone()]).within(limit) > 0;
        ranges.filter(|(_, range)| near(range)).map(|(operator, _)| operator).collect()
    }

    /// The coefficients of the regression, those of gaps first.
    #[must_use]
    pub fn regression(&self) -> Vec<Coefficient> {
        let inverse = self.evaluation().gram.inverse();
        let variance = self.variance();
        let mut errors = (0..inverse.order()).map(|at| (inverse.at(at, at) * variance).sqrt());
        let coefficient = |(column, estimate): (&Column, f64)| Coefficient {
            name: column.name.clone(),
            group: column.group,
            estimate,
            standard_error: if column.held.is_some() { None } else { errors.next() },
        };
        self.columns.iter().zip(self.coefficients()).map(coefficient).collect()
    }

    /// The coefficient of every column, estimated or held.
    fn coefficients(&self) -> Vec<f64> {
        let mut estimated = self.evaluation().regression.iter().copied();
        let coefficient = |column: &Column| column.held.or_else(|| estimated.next()).unwrap_or_default();
        self.columns.iter().map(coefficient).collect()
    }

    pub(crate) fn evaluation(&self) -> &Evaluation {
        &self.optimum.evaluation
    }

    pub(crate) fn parameters(&self) -> &[f64] {
        &self.optimum.parameters
    }

    /// How many ARMA coefficients were estimated.
    pub(crate) fn estimated(&self) -> usize {
        self.parameters().len() - self.specification.held.count()
    }

    /// The variance of the innovations, held or by maximum likelihood.
    pub(crate) fn variance(&self) -> f64 {
        self.specification.held.variance.unwrap_or_else(|| self.evaluation().squares / self.problem.effective())
    }

    /// The likelihood and its criteria.
    #[must_use]
    pub fn likelihood(&self) -> Likelihood {
        let n = self.problem.effective();
        let held = &self.specification.held;
        let arma = self.optimum.parameters.len() - held.count();
        let of_variance = usize::from(held.variance.is_none());
        let parameters = arma + self.evaluation().regression.len() - self.problem.skipped + of_variance;
        let count = parameters as f64;
        let log_determinant = self.evaluation().log_determinant;
        let variance = self.variance();
        let exponent = self.evaluation().squares / variance;
        let log_likelihood = -0.5 * (log_determinant + n * (2.0 * PI * variance).ln() + exponent) + self.jacobian;
        let deviance = -2.0 * log_likelihood;
        Likelihood {
            effective: self.problem.observations() - self.problem.skipped,
            parameters,
            log_determinant,
            variance,
            jacobian: self.jacobian,
            log_likelihood,
            aic: deviance + 2.0 * count,
            aicc: deviance + 2.0 * count / (1.0 - (count + 1.0) / n),
            hannan_quinn: deviance + 2.0 * count * n.ln().ln(),
            bic: deviance + count * n.ln(),
        }
    }

    /// The differenced series made white by the model of the error, its regression left in: one value an observation after differencing.
    pub(crate) fn white(&self) -> Vec<f64> {
        let differenced = self.model().differencing(self.problem.per_year).apply(&self.transformed);
        self.evaluation().whitener.whiten(&differenced).split_off(self.evaluation().whitener.state())
    }

    /// Chi-squared of all estimated regressors together: whether their coefficients are all zero.
    pub(crate) fn chi_squared(&self) -> f64 {
        let (factor, coefficients) = (self.evaluation().gram.upper(), &self.evaluation().regression);
        let order = coefficients.len();
        let along = |at: usize| (at..order).map(|row| factor.at(at, row) * coefficients[row]).sum::<f64>();
        (0..order).map(|at| along(at).powi(2)).sum::<f64>() / self.variance()
    }

    /// What the regressors of the groups chosen add to the transformed series, from `before` periods before it to
    /// `after` periods after.
    ///
    /// # Errors
    /// When a regressor does not reach that far.
    pub fn effects(
        &self,
        chosen: impl Fn(Group) -> bool,
        before: usize,
        after: usize,
    ) -> Result<Vec<f64>, RegArimaError> {
        self.effects_of(|column| chosen(column.group), before, after)
    }

    /// The same of the columns chosen.
    pub(crate) fn effects_of(
        &self,
        chosen: impl Fn(&Column) -> bool,
        before: usize,
        after: usize,
    ) -> Result<Vec<f64>, RegArimaError> {
        let columns = self.columns_over(before, after)?;
        let mut sums = vec![0.0; before + self.transformed.len() + after];
        for (column, coefficient) in columns.iter().zip(self.coefficients()).filter(|(column, _)| chosen(column)) {
            for (sum, value) in sums.iter_mut().zip(&column.values) {
                *sum += coefficient * value;
            }
        }
        Ok(sums)
    }

    /// The series, with the model's value where one is missing: what the rest of the series says of it.
    #[must_use]
    pub fn filled(&self) -> Vec<f64> {
        let mut values = self.transformed.clone();
        for (column, coefficient) in self.columns.iter().zip(self.coefficients()) {
            if column.group == Group::Gap {
                values.iter_mut().zip(&column.values).for_each(|(value, gap)| *value -= coefficient * gap);
            }
        }
        let back = |(at, value): (usize, &f64)| {
            let period = self.observed.start().plus(at as i32);
            self.specification.transform.back(*value) * self.specification.prior.factor(period)
        };
        let values = values.iter().enumerate().map(back);
        self.observed.values().iter().zip(values).map(|(known, filled)| known.unwrap_or(filled)).collect()
    }

    /// The regressors over the series and as many periods before and after it.
    pub(crate) fn columns_over(&self, before: usize, after: usize) -> Result<Vec<Column>, RegArimaError> {
        let start = self.observed.start().plus(-(before as i32));
        let span = Span { start, count: before + self.transformed.len() + after };
        columns(&self.specification, &self.observed, span)
    }
}

#[cfg(test)]
mod tests {
    use super::super::initial::Autoregression;
    use super::super::linear::{Cholesky, Square};
    use super::super::observed::Transform;
    use super::super::specification::GapTreatment;
    use super::*;

    /// The likelihood of the observed values by their own covariance matrix.
    fn by_definition(fit: &Fit, values: &[Option<f64>]) -> f64 {
        let (autoregressive, moving_average) = fit.model().polynomials(fit.parameters(), 12);
        let past = Autoregression::new(autoregressive.clone(), moving_average.degree()).unwrap();
        let mut covariances = past.covariances(&moving_average).unwrap();
        while covariances.len() < values.len() {
            let next = autoregressive.terms().iter().map(|&(lag, c)| c * covariances[covariances.len() - lag]).sum();
            covariances.push(next);
        }
        let there: Vec<usize> = (0..values.len()).filter(|&at| values[at].is_some()).collect();
        let mut matrix = Square::zero(there.len());
        for (row, &one) in there.iter().enumerate() {
            for (column, &two) in there.iter().enumerate() {
                matrix.set(row, column, covariances[one.abs_diff(two)]);
            }
        }
        let factor = Cholesky::new(matrix, 0.0).unwrap();
        let mut column: Vec<f64> = there.iter().filter_map(|&at| values[at]).collect();
        factor.forward(&mut column);
        let n = there.len() as f64;
        let variance = column.iter().map(|value| value * value).sum::<f64>() / n;
        -0.5 * (factor.log_determinant() + n * ((2.0 * PI * variance).ln() + 1.0))
    }

    #[test]
    fn gaps_treated_exactly_have_the_likelihood_of_what_is_there() {
        let mut values: Vec<Option<f64>> = (0..60).map(|at| Some(f64::from(at * 7919 % 101) / 10.0 - 5.0)).collect();
        for gap in [7, 8, 30, 51] {
            values[gap] = None;
        }
        let observed = Observed::new("2015-01".parse().unwrap(), values.clone()).unwrap();
        let specification = Specification {
            transform: Transform::Level,
            model: "(1 0 0)(1 0 0)".parse().unwrap(),
            gaps: GapTreatment::Exact,
            ..Specification::default()
        };
        let exact = fit(&observed, &specification).unwrap();
        let likelihood = exact.likelihood();
        assert_eq!((likelihood.effective, likelihood.parameters), (56, 3));
        assert!((likelihood.log_likelihood - by_definition(&exact, &values)).abs() < 1e-9);
    }
}
