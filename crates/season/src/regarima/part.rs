//! A model that was estimated on a part of a series, used elsewhere with what was estimated.
//!
//! X-13ARIMA-SEATS Reference Manual, ch. 7.15 (`modelspan`) and 7.16 (`slidingspans`).

use super::RegArimaError;
use super::fit::{Fit, fit};
use super::linear::Cholesky;
use super::observed::Observed;
use super::regression::{Group, Regressor};
use super::specification::{Held, Specification};

/// A regression on a part of a series whose coefficients serve more of it: forecasts are as uncertain as these are.
#[derive(Debug, Clone)]
pub(crate) struct OfPart {
    /// Which columns had their coefficient held there already.
    pub(crate) held: Vec<bool>,
    /// The coefficients of the others.
    pub(crate) regression: Vec<f64>,
    /// The products of the others.
    pub(crate) gram: Cholesky,
}

impl Fit {
    /// The model over another series, or another part of its own: those of its regressors that are chosen, with the coefficients and the
    /// variance that were estimated; gaps are estimated there.
    ///
    /// # Errors
    /// When it cannot be used there.
    pub(crate) fn over(&self, observed: &Observed, chosen: impl Fn(&Regressor) -> bool) -> Result<Self, RegArimaError> {
        let held = Held { variance: Some(self.variance()), ..self.estimates() };
        let mut specification = Specification { held, start: None, ..self.specification.clone() };
        specification.regressors.retain(chosen);
        let over = fit(observed, &specification)?;
        let is_whole =
            over.columns.len() == self.columns.len() && over.columns.iter().all(|column| column.held.is_some());
        let of_part = is_whole.then(|| OfPart {
            held: self.columns.iter().map(|column| column.held.is_some()).collect(),
            regression: self.evaluation().regression.clone(),
            gram: self.evaluation().gram.clone(),
        });
        Ok(Self { of_part, ..over })
    }

    /// Every coefficient where it was estimated.
    pub(crate) fn estimates(&self) -> Held {
        let arma = self.parameters().iter().copied().map(Some).collect();
        let coefficients = self.regression();
        let mut left = coefficients.iter().filter(|coefficient| coefficient.group != Group::Gap);
        let of = |regressor: &Regressor| {
            let theirs = left.by_ref().take(regressor.coefficients()).map(|coefficient| Some(coefficient.estimate));
            (regressor.clone(), theirs.collect())
        };
        let regression = self.specification.regressors.iter().map(of).collect();
        Held { arma, regression, ..Held::default() }
    }
}
