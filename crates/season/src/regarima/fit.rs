//! A specification estimated: coefficients, likelihood and criteria.
//!
//! Likelihood and criteria as the X-13ARIMA-SEATS Reference Manual defines them, ch. 4.6 and 5.5: the log likelihood of
//! the untransformed observations, the transformation's Jacobian included; AICC after Hurvich and Tsai 1989, HQ after
//! Hannan and Quinn 1979, BIC after Schwarz 1978.

use std::f64::consts::PI;

use super::RegArimaError;
use super::estimate::{Evaluation, Fault, Optimum, Problem};
use super::linear::{Block, Square};
use super::model::{Model, Operator};
use super::observed::{Observed, Transform};
use super::regression::{Column, Group, Outlier, Regressor, Span, columns};
use super::specification::{GapTreatment, Specification};

/// A coefficient of the regression, on the transformed scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// The regressor's name, X-13's where it has one.
    pub name: String,
    /// What kind of effect it has.
    pub group: Group,
    /// Its estimate.
    pub estimate: f64,
    /// Its standard error, the ARMA coefficients taken as known.
    pub standard_error: f64,
}

impl Coefficient {
    /// The estimate over its standard error.
    #[must_use]
    pub fn t(&self) -> f64 {
        self.estimate / self.standard_error
    }
}

/// The likelihood and the criteria made of it: the lower a criterion, the better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likelihood {
    /// Observations after differencing, without gaps that are treated exactly.
    pub effective: usize,
    /// ARMA coefficients, regression coefficients and the variance.
    pub parameters: usize,
    /// The natural logarithm of the determinant of the covariance matrix, in units of the variance.
    pub log_determinant: f64,
    /// The variance of the innovations, by maximum likelihood.
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
}

/// Estimates a specification on a series by maximum likelihood.
///
/// # Errors
/// When the series is too short, a value has no logarithm, a regressor cannot be used, or nothing is left to explain.
pub fn fit(observed: &Observed, specification: &Specification) -> Result<Fit, RegArimaError> {
    Prepared::new(observed, specification)?.estimated(0.0)
}

/// A specification's columns on a series, differenced.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    observed: Observed,
    specification: Specification,
    pub(crate) transformed: Vec<f64>,
    pub(crate) columns: Vec<Column>,
    pub(crate) problem: Problem,
    jacobian: f64,
}

impl Prepared {
    pub(crate) fn new(observed: &Observed, specification: &Specification) -> Result<Self, RegArimaError> {
        let per_year = observed.start().frequency().per_year();
        let count = observed.values().len();
        let span = Span { start: observed.start(), count };
        let columns = columns(specification, observed, span)?;
        let model = specification.model;
        let needed = model.lost(per_year) + model.coefficients() + columns.len() + 2;
        if count < needed {
            return Err(RegArimaError::TooShort { needed, given: count });
        }
        let mut transformed = specification.transform.apply(observed)?;
        for (at, value) in transformed.iter_mut().enumerate() {
            let factor = specification.prior.factor(observed.start().plus(at as i32));
            match specification.transform {
                Transform::Level => *value /= factor,
                Transform::Log => *value -= factor.ln(),
            }
        }
        let jacobian = jacobian(observed, specification.transform, model.lost(per_year));
        let (observed, specification) = (observed.clone(), specification.clone());
        Ok(Self::differenced(observed, specification, transformed, columns, jacobian))
    }

    fn differenced(
        observed: Observed,
        specification: Specification,
        transformed: Vec<f64>,
        columns: Vec<Column>,
        jacobian: f64,
    ) -> Self {
        let (model, per_year) = (specification.model, observed.start().frequency().per_year());
        let differencing = model.differencing(per_year);
        let series = columns.iter().map(|column| &column.values).chain([&transformed]);
        let differenced = Block::from_columns(&series.map(|values| differencing.apply(values)).collect::<Vec<_>>());
        let skipped = match specification.gaps {
            GapTreatment::Regressors => 0,
            GapTreatment::Exact => observed.gaps().count(),
        };
        let problem = Problem { model, per_year, differenced, skipped };
        Self { observed, specification, transformed, columns, problem, jacobian }
    }

    /// The maximum of the likelihood to within `tolerance` of its logarithm.
    pub(crate) fn estimated(self, tolerance: f64) -> Result<Fit, RegArimaError> {
        let beginning = self.problem.beginning();
        self.maximise(&beginning, None, tolerance)
    }

    /// The maximum of the likelihood from a beginning, to within `tolerance` of the log likelihood.
    pub(crate) fn maximise(
        self,
        beginning: &[f64],
        known: Option<&Square>,
        tolerance: f64,
    ) -> Result<Fit, RegArimaError> {
        let optimum = self.problem.maximise(beginning, known, tolerance);
        self.with(optimum)
    }

    /// The same from the coefficients of a fit of the same model with other regressors: the objective bends as there unless
    /// they are drawn away from the unit circle.
    pub(crate) fn after(self, fit: &Fit, tolerance: f64) -> Result<Fit, RegArimaError> {
        let beginning = self.problem.beginning_or(fit.model().inwards(fit.parameters()));
        let known = Some(&fit.optimum.curvature).filter(|_| beginning == fit.parameters());
        self.maximise(&beginning, known, tolerance)
    }

    /// The coefficients as they are, without a search: the fit has not converged.
    pub(crate) fn held_at(self, parameters: &[f64]) -> Result<Fit, RegArimaError> {
        let optimum = self.problem.held_at(parameters);
        self.with(optimum)
    }

    fn with(self, optimum: Result<Optimum, Fault>) -> Result<Fit, RegArimaError> {
        let name = |at: usize| self.columns.get(at).map_or_else(String::new, |column| column.name.clone());
        let optimum = optimum.map_err(|fault| fault.named(&self.problem.model, name))?;
        let Self { observed, specification, transformed, columns, problem, jacobian } = self;
        Ok(Fit { observed, specification, transformed, columns, problem, optimum, jacobian })
    }
}

/// What the transformation of the observations that count adds to the log likelihood.
fn jacobian(observed: &Observed, transform: Transform, lost: usize) -> f64 {
    match transform {
        Transform::Level => 0.0,
        Transform::Log => -observed.values().iter().skip(lost).flatten().map(|value| value.ln()).sum::<f64>(),
    }
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
        prepared.maximise(self.parameters(), known, tolerance)
    }

    /// The series and the model with other columns.
    fn revised(&self, specification: Specification, columns: Vec<Column>) -> Result<Prepared, RegArimaError> {
        let needed =
            self.problem.model.lost(self.problem.per_year) + self.problem.model.coefficients() + columns.len() + 2;
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

    /// The ARMA coefficients: operator, power, estimate and standard error; `None` for an error that cannot be
    /// computed because the likelihood is flat.
    #[must_use]
    pub fn arma(&self) -> Vec<(Operator, usize, f64, Option<f64>)> {
        let error = |at: usize| {
            let variance = self.optimum.covariance.as_ref().map(|matrix| matrix.at(at, at));
            variance.filter(|variance| *variance > 0.0).map(f64::sqrt)
        };
        let values = self.optimum.parameters.iter().enumerate();
        self.model()
            .places()
            .zip(values)
            .map(|((operator, power), (at, &value))| (operator, power, value, error(at)))
            .collect()
    }

    /// The coefficients of the regression, those of gaps first.
    #[must_use]
    pub fn regression(&self) -> Vec<Coefficient> {
        let inverse = self.evaluation().gram.inverse();
        let variance = self.variance();
        let estimates = self.columns.iter().zip(&self.evaluation().regression).enumerate();
        estimates
            .map(|(at, (column, &estimate))| Coefficient {
                name: column.name.clone(),
                group: column.group,
                estimate,
                standard_error: (inverse.at(at, at) * variance).sqrt(),
            })
            .collect()
    }

    pub(crate) fn evaluation(&self) -> &Evaluation {
        &self.optimum.evaluation
    }

    pub(crate) fn parameters(&self) -> &[f64] {
        &self.optimum.parameters
    }

    /// The variance of the innovations, by maximum likelihood.
    pub(crate) fn variance(&self) -> f64 {
        self.evaluation().squares / self.problem.effective()
    }

    /// The likelihood and its criteria.
    #[must_use]
    pub fn likelihood(&self) -> Likelihood {
        let n = self.problem.effective();
        let parameters = self.optimum.parameters.len() + self.columns.len() - self.problem.skipped + 1;
        let count = parameters as f64;
        let log_determinant = self.evaluation().log_determinant;
        let variance = self.variance();
        let log_likelihood = -0.5 * (log_determinant + n * ((2.0 * PI * variance).ln() + 1.0)) + self.jacobian;
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

    /// The expected innovations, one an observation after differencing.
    #[must_use]
    pub fn residuals(&self) -> &[f64] {
        &self.evaluation().residuals[self.evaluation().whitener.state()..]
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
        let columns = self.columns_over(before, after)?;
        let mut sums = vec![0.0; before + self.transformed.len() + after];
        for (column, coefficient) in
            columns.iter().zip(&self.evaluation().regression).filter(|(column, _)| chosen(column.group))
        {
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
        for (column, coefficient) in self.columns.iter().zip(&self.evaluation().regression) {
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
    use super::super::likelihood::autocovariances;
    use super::super::linear::Cholesky;
    use super::*;

    /// The likelihood of the observed values by their own covariance matrix.
    fn by_definition(fit: &Fit, values: &[Option<f64>]) -> f64 {
        let (autoregressive, moving_average) = fit.model().polynomials(fit.parameters(), 12);
        let mut covariances = autocovariances(&autoregressive, &moving_average).unwrap();
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
