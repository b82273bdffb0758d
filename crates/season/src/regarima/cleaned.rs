//! The series on which a model is identified: the transformed one without its regression.

use super::RegArimaError;
use super::fit::{Fit, Prepared};
use super::model::Model;
use super::observed::{Observed, Transform};
use super::regression::{Group, Regressor};
use super::specification::Specification;

/// How near the maximum the likelihood comes where models are only compared.
pub(crate) const SEARCH: f64 = 1e-3;
/// A series without its regression.
#[derive(Debug, Clone)]
pub(crate) struct Cleaned {
    observed: Observed,
    pub(crate) values: Vec<f64>,
}

impl Cleaned {
    /// The transformed series less the effects of all regressors but the mean.
    pub(crate) fn of(fit: &Fit) -> Result<Self, RegArimaError> {
        let effects = fit.effects(|group| group != Group::Constant, 0, 0)?;
        let values: Vec<f64> = fit.transformed.iter().zip(effects).map(|(value, effect)| value - effect).collect();
        let observed = Observed::new(fit.observed.start(), values.iter().copied().map(Some).collect())?;
        Ok(Self { observed, values })
    }

    pub(crate) fn per_year(&self) -> usize {
        self.observed.start().frequency().per_year()
    }

    /// A model of it, with or without a mean.
    pub(crate) fn fit(&self, model: &Model, mean: bool, tolerance: f64) -> Result<Fit, RegArimaError> {
        let regressors = if mean { vec![Regressor::Constant] } else { Vec::new() };
        let specification = Specification { regressors, ..alone(model) };
        Prepared::new(&self.observed, &specification)?.estimated(tolerance)
    }

    /// A model of it without a mean, the search begun at coefficients given.
    pub(crate) fn fit_from(&self, model: &Model, start: Vec<f64>, tolerance: f64) -> Result<Fit, RegArimaError> {
        Prepared::new(&self.observed, &alone(model))?.maximise(start.into(), None, tolerance)
    }
}

/// A model without regressors, of what is transformed already.
fn alone(model: &Model) -> Specification {
    Specification { transform: Transform::Level, model: *model, ..Specification::default() }
}
