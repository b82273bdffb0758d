//! A specification laid out on a series: its columns differenced, what is held taken out, ready to be estimated.

use super::RegArimaError;
use super::columns::{Column, Span, columns};
use super::estimate::{Beginning, Fault, Optimum, Problem};
use super::fit::Fit;
use super::linear::{Block, Square};
use super::observed::{Observed, Transform};
use super::specification::{GapTreatment, Specification};

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
        let (given, coefficients) = (specification.held.arma.len(), model.coefficients());
        if given > 0 && given != coefficients {
            return Err(RegArimaError::Held { of: model.to_string(), given, needed: coefficients });
        }
        let needed = needed(specification, &columns, per_year);
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
        let (observed, mut specification) = (observed.clone(), specification.clone());
        // A regressor that enters later is estimated.
        let Specification { regressors, held, .. } = &mut specification;
        held.regression.retain(|(regressor, _)| regressors.contains(regressor));
        Ok(Self::differenced(observed, specification, transformed, columns, jacobian))
    }

    pub(super) fn differenced(
        observed: Observed,
        specification: Specification,
        transformed: Vec<f64>,
        columns: Vec<Column>,
        jacobian: f64,
    ) -> Self {
        let (model, per_year) = (specification.model, observed.start().frequency().per_year());
        let differencing = model.differencing(per_year);
        let rest = without_held(&transformed, &columns);
        let estimated = columns.iter().filter(|column| column.held.is_none());
        let series = estimated.map(|column| &column.values).chain([&rest]);
        let differenced = Block::from_columns(&series.map(|values| differencing.apply(values)).collect::<Vec<_>>());
        let skipped = match specification.gaps {
            GapTreatment::Regressors => 0,
            GapTreatment::Exact => observed.gaps().count(),
        };
        let held = specification.held.arma.iter().map(Option::is_some).collect();
        let problem = Problem { model, per_year, differenced, skipped, held };
        Self { observed, specification, transformed, columns, problem, jacobian }
    }

    /// The maximum of the likelihood to within `tolerance` of its logarithm. That of an intricate model may have several: where it
    /// is wanted for itself and nothing says where to begin, several beginnings are tried.
    pub(crate) fn estimated(self, tolerance: f64) -> Result<Fit, RegArimaError> {
        let beginning = self.beginning();
        let Specification { model, held, start, .. } = &self.specification;
        if tolerance == 0.0 && model.is_intricate() && held.count() == 0 && start.is_none() {
            let optimum = self.problem.highest(beginning, tolerance);
            return self.with(optimum);
        }
        self.maximise(beginning, None, tolerance)
    }

    /// Where the search begins: where it is asked to, or as it is done without; coefficients that are held in their places.
    fn beginning(&self) -> Beginning {
        let Specification { model, held, start, .. } = &self.specification;
        if held.whole_arma().is_some() {
            return Vec::new().into();
        }
        let start = start.as_ref().filter(|start| start.len() == model.coefficients());
        let start = start.map(|start| held.put(model.inwards(start))).filter(|start| model.admits(start));
        let beginning = start.map_or_else(|| self.with_held(self.problem.beginning()), Beginning::from);
        // Beside what is held the others may have to be smaller.
        match model.admits(&beginning.parameters) {
            true => beginning,
            false => held.put(vec![0.0; beginning.parameters.len()]).into(),
        }
    }

    /// Coefficients that are held in their places.
    fn with_held(&self, beginning: Beginning) -> Beginning {
        match self.specification.held.count() {
            0 => beginning,
            _ => self.specification.held.put(beginning.parameters).into(),
        }
    }

    /// The maximum of the likelihood from a beginning, to within `tolerance` of the log likelihood; where the ARMA coefficients are held,
    /// that of the regression, which needs no search.
    pub(crate) fn maximise(
        self,
        beginning: Beginning,
        known: Option<&Square>,
        tolerance: f64,
    ) -> Result<Fit, RegArimaError> {
        let optimum = match &self.specification.held.whole_arma() {
            Some(held) => self.problem.held_at(held).map(|optimum| Optimum { converged: true, ..optimum }),
            None => self.problem.maximise(beginning, known, tolerance),
        };
        self.with(optimum)
    }

    /// The same from the coefficients of a fit of the same model with other regressors: the objective bends as there unless
    /// they are drawn away from the unit circle.
    pub(crate) fn after(self, fit: &Fit, tolerance: f64) -> Result<Fit, RegArimaError> {
        let held = &self.specification.held;
        if held.whole_arma().is_some() {
            return self.maximise(Vec::new().into(), None, tolerance);
        }
        let beginning = self.with_held(self.problem.beginning_or(fit.model().inwards(fit.parameters())));
        let known = Some(&fit.optimum.curvature).filter(|_| beginning.parameters == fit.parameters());
        self.maximise(beginning, known, tolerance)
    }

    /// The coefficients as they are, without a search: the fit has not converged.
    pub(crate) fn held_at(self, parameters: &[f64]) -> Result<Fit, RegArimaError> {
        let optimum = self.problem.held_at(parameters);
        self.with(optimum)
    }

    fn with(self, optimum: Result<Optimum, Fault>) -> Result<Fit, RegArimaError> {
        let estimated: Vec<&Column> = self.columns.iter().filter(|column| column.held.is_none()).collect();
        let name = |at: usize| estimated.get(at).map_or_else(String::new, |column| column.name.clone());
        let optimum = optimum.map_err(|fault| fault.named(&self.problem.model, name))?;
        let Self { observed, specification, transformed, columns, problem, jacobian } = self;
        Ok(Fit { observed, specification, transformed, columns, problem, optimum, jacobian, of_part: None })
    }
}

/// The fewest observations for the differences and for what is estimated.
pub(super) fn needed(specification: &Specification, columns: &[Column], per_year: usize) -> usize {
    let arma = specification.model.coefficients() - specification.held.count();
    let regression = columns.iter().filter(|column| column.held.is_none()).count();
    specification.model.lost(per_year) + arma + regression + 2
}

/// The transformed series less the effects whose coefficients are held.
fn without_held(transformed: &[f64], columns: &[Column]) -> Vec<f64> {
    let mut rest = transformed.to_vec();
    for (column, held) in columns.iter().filter_map(|column| Some((column, column.held?))) {
        rest.iter_mut().zip(&column.values).for_each(|(rest, value)| *rest -= held * value);
    }
    rest
}

/// What the transformation of the observations that count adds to the log likelihood.
fn jacobian(observed: &Observed, transform: Transform, lost: usize) -> f64 {
    match transform {
        Transform::Level => 0.0,
        Transform::Log => -observed.values().iter().skip(lost).flatten().map(|value| value.ln()).sum::<f64>(),
    }
}
