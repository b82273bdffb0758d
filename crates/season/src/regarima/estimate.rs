//! Maximum likelihood: the regression by generalised least squares inside, the ARMA coefficients by Levenberg and
//! Marquardt outside.
//!
//! For given ARMA coefficients the regression is the one of whitened columns, as in Otto, Bell and Burman 1987 ("An
//! iterative GLS approach to maximum likelihood estimation of regression models with ARIMA errors"); here it is put
//! into the objective at every evaluation, so that one search finds the joint maximum (Golub and Pereyra 1973). The
//! objective is the sum of squares of the expected innovations and states times the determinant's `1/n`-th power
//! (X-13ARIMA-SEATS Reference Manual, ch. 4). Near the maximum the curvature is kept by secant updates, as in the hybrid
//! method of Fletcher and Xu 1987 (IMA J. Numer. Anal. 7).
//!
//! Gaps: one regressor each (the manual, ch. 4), or the exact likelihood of what was observed, which is that of the
//! regressors with their determinant and without their count (Gómez, Maravall and Peña 1999, "Missing observations in
//! ARIMA models: skipping approach versus additive outlier approach").

use super::innovations::Innovations;
use super::likelihood::Whitener;
use super::linear::{Block, Cholesky, Square, dot};
use super::model::{Model, UNIT};
use super::polynomial::zeros_outside;
use super::{RegArimaError, hannan_rissanen};

/// Steps after which the search gives up.
const STEPS: usize = 200;
/// A step that promises less than this in the log likelihood is the last.
const PROMISE: f64 = 1e-13;
/// A step that gains less is followed by a secant update of the curvature: the products of the derivatives alone lead in
/// slowly where the determinant matters.
const SLOW: f64 = 1.0;
/// From this tolerance on the standard errors of the ARMA coefficients are not wanted, and a search ends where the steps to
/// come promise to gain less, by how the last ones did.
const COARSE: f64 = 1e-5;
/// What is left of a regressor's sum of squares, given the others, below which it depends on them.
const COLLINEAR: f64 = 1e-11;
/// How far a coefficient is moved for a derivative.
pub(super) const WIDTH: f64 = 1e-7;
/// What the coefficients of an operator add up to where a search begins that looks for long memories.
const MEMORY: f64 = 0.8;
/// Where every coefficient begins that has no better beginning.
pub(crate) const BEGINNING: f64 = 0.1;

/// A differenced regression problem.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) model: Model,
    pub(crate) per_year: usize,
    /// The regressors, those of exactly treated gaps first, and the series last.
    pub(crate) differenced: Block,
    /// How many gaps are treated exactly.
    pub(crate) skipped: usize,
    /// Which ARMA coefficients are held; none where it is empty.
    pub(crate) held: Vec<bool>,
}

/// The likelihood at one set of ARMA coefficients.
#[derive(Debug, Clone)]
pub(crate) struct Evaluation {
    pub(crate) whitener: Whitener,
    /// The differenced series less its regression.
    pub(super) remainder: Vec<f64>,
    /// Of the products of the regressors.
    pub(crate) gram: Cholesky,
    pub(crate) regression: Vec<f64>,
    /// Expected standardised states and innovations.
    pub(crate) residuals: Vec<f64>,
    pub(crate) squares: f64,
    pub(crate) log_determinant: f64,
}

/// Where a search begins.
#[derive(Debug, Clone)]
pub(crate) struct Beginning {
    pub(crate) parameters: Vec<f64>,
    /// The likelihood there, where it is known.
    evaluation: Option<Evaluation>,
}

impl From<Vec<f64>> for Beginning {
    fn from(parameters: Vec<f64>) -> Self {
        Self { parameters, evaluation: None }
    }
}

/// Where the search ended.
#[derive(Debug, Clone)]
pub(crate) struct Optimum {
    pub(crate) parameters: Vec<f64>,
    pub(crate) evaluation: Evaluation,
    /// How the objective bends at the end, in units of its size.
    pub(crate) curvature: Square,
    pub(crate) iterations: usize,
    pub(crate) converged: bool,
}

impl Problem {
    pub(crate) fn observations(&self) -> usize {
        self.differenced.rows()
    }

    /// The observations that count in the likelihood.
    pub(crate) fn effective(&self) -> f64 {
        (self.observations() - self.skipped) as f64
    }

    /// Everything at the coefficients given; `None` where the model is not stationary and invertible or the number
    /// range ends. A regressor that depends on those before it is the error, by its place.
    pub(crate) fn evaluate(&self, parameters: &[f64]) -> Result<Option<Evaluation>, usize> {
        if !self.model.admits(parameters) {
            return Ok(None);
        }
        let (autoregressive, moving_average) = self.model.polynomials(parameters, self.per_year);
        let Some(whitener) = Whitener::new(autoregressive, moving_average, self.observations()) else {
            return Ok(None);
        };
        let regressors = self.differenced.columns() - 1;
        let Some(products) = self.products(&whitener) else { return Ok(None) };
        let gram = Cholesky::new(products.leading(regressors), COLLINEAR)?;
        let mut regression: Vec<f64> = (0..regressors).map(|at| products.at(regressors, at)).collect();
        gram.solve(&mut regression);
        let remainder = remainders(&self.differenced, &regression);
        let residuals = whitener.whiten(&remainder);
        let squares = dot(&residuals, &residuals);
        if !squares.is_finite() {
            return Ok(None);
        }
        let skipped = self.skipped_determinant(&gram);
        let log_determinant = whitener.log_determinant() + skipped;
        Ok(Some(Evaluation { whitener, remainder, gram, regression, residuals, squares, log_determinant }))
    }

    /// The products of all columns in the inverse covariance; where there are no regressors none is needed. `None` where the
    /// number range ends.
    fn products(&self, whitener: &Whitener) -> Option<Square> {
        let columns = self.differenced.columns();
        if columns == 1 {
            return Some(Square::zero(1));
        }
        let filtered = whitener.filter(&self.differenced);
        let mut products = filtered.gram();
        products.subtract(&whitener.states(&filtered).gram());
        products.at(columns - 1, columns - 1).is_finite().then_some(products)
    }

    /// What gaps that are treated exactly add to the logarithm of the determinant.
    fn skipped_determinant(&self, gram: &Cholesky) -> f64 {
        (0..self.skipped).map(|at| 2.0 * gram.pivot(at).ln()).sum()
    }

    /// The coefficients moved, each polynomial no further than its zeros allow: a step beyond is shortened gently, because
    /// at the unit circle itself the likelihood is level and nothing leads away.
    fn step(&self, from: &[f64], by: &[f64]) -> Vec<f64> {
        let mut to: Vec<f64> = from.iter().zip(by).map(|(from, by)| from + by).collect();
        for (_, range) in self.model.ranges() {
            let mut share = 1.0;
            while !zeros_outside(&to[range.clone()], UNIT) && share > 1e-12 {
                share *= 0.6;
                for at in range.clone() {
                    to[at] = from[at] + share * by[at];
                }
            }
        }
        to
    }

    /// The derivatives of the scaled residuals, a column a coefficient, by differences towards 0. The regression is held:
    /// at its optimum a change of it changes the sum of squares by nothing, so that the gradient is exact.
    fn derivatives(
        &self,
        parameters: &[f64],
        here: &[f64],
        at_others: impl Fn(&[f64]) -> Result<Option<Vec<f64>>, usize>,
    ) -> Result<Vec<Vec<f64>>, usize> {
        let mut columns = Vec::with_capacity(parameters.len());
        for at in 0..parameters.len() {
            if self.is_held(at) {
                columns.push(vec![0.0; here.len()]);
                continue;
            }
            let mut moved = parameters.to_vec();
            let width = -WIDTH.copysign(parameters[at]);
            moved[at] += width;
            let mut column = at_others(&moved)?.unwrap_or_else(|| here.to_vec());
            for (to, from) in column.iter_mut().zip(here) {
                *to = (*to - from) / width;
            }
            columns.push(column);
        }
        Ok(columns)
    }

    /// The scaled residuals at other coefficients with the regression held.
    fn held(&self, parameters: &[f64], here: &Evaluation) -> Result<Option<Vec<f64>>, usize> {
        if self.skipped > 0 {
            // The determinant then depends on the regressors: everything is computed.
            return Ok(self.evaluate(parameters)?.map(|there| self.scaled(&there)));
        }
        let (autoregressive, moving_average) = self.model.polynomials(parameters, self.per_year);
        let whitener = here.whitener.moved(autoregressive, moving_average);
        Ok(whitener.map(|whitener| {
            let scale = (0.5 * whitener.log_determinant() / self.effective()).exp();
            let mut residuals = whitener.whiten(&here.remainder);
            residuals.iter_mut().for_each(|value| *value *= scale);
            residuals
        }))
    }

    /// The residuals times the determinant's part: the likelihood is highest where their squares are least.
    fn scaled(&self, evaluation: &Evaluation) -> Vec<f64> {
        let scale = (0.5 * evaluation.log_determinant / self.effective()).exp();
        evaluation.residuals.iter().map(|value| value * scale).collect()
    }

    /// The logarithm of the objective.
    fn objective(&self, evaluation: &Evaluation) -> f64 {
        evaluation.squares.ln() + evaluation.log_determinant / self.effective()
    }

    /// The objective: the sum of squares times the determinant's part.
    pub(super) fn size(&self, evaluation: &Evaluation) -> f64 {
        evaluation.squares * (evaluation.log_determinant / self.effective()).exp()
    }

    /// Where a search begins: every coefficient at 0.1, where the factors of a mixed model cancel, or where Hannan and
    /// Rissanen's regression leads if the likelihood is higher there.
    pub(crate) fn beginning(&self) -> Beginning {
        let usual = vec![BEGINNING; self.model.coefficients()];
        if usual.is_empty() { usual.into() } else { self.rougher(usual) }
    }

    /// Hannan and Rissanen's estimate, if the likelihood is higher there than at the coefficients given.
    fn rougher(&self, given: Vec<f64>) -> Beginning {
        let Some(rough) = self.rough().filter(|rough| self.model.admits(rough)) else { return given.into() };
        let rough = self.model.inwards(&rough);
        match (self.evaluate(&given), self.evaluate(&rough)) {
            (Ok(Some(here)), Ok(Some(there))) if self.objective(&there) < self.objective(&here) => {
                Beginning { parameters: rough, evaluation: Some(there) }
            }
            (here, _) => Beginning { parameters: given, evaluation: here.ok().flatten() },
        }
    }

    /// The highest of the maxima that several beginnings lead to: the one given, every coefficient at 0.1, where Hannan and Rissanen's
    /// regression leads, and every operator with a long memory of either sign.
    ///
    /// # Errors
    /// As for [`Problem::maximise`] from the first beginning.
    pub(crate) fn highest(&self, first: Beginning, tolerance: f64) -> Result<Optimum, Fault> {
        let rough = self.rough().map(|rough| self.model.inwards(&rough));
        let usual = vec![BEGINNING; self.model.coefficients()];
        let memories = [MEMORY, -MEMORY].map(|memory| self.model.with_long_memory(memory));
        let others = [usual].into_iter().chain(rough).chain(memories);
        let others: Vec<Vec<f64>> =
            others.filter(|other| *other != first.parameters && self.model.admits(other)).collect();
        let objective = |optimum: &Optimum| self.objective(&optimum.evaluation);
        let found = self.maximise(first, None, tolerance)?;
        let others = others.into_iter().filter_map(|other| self.maximise(other.into(), None, tolerance).ok());
        Ok(others.fold(found, |best, other| if objective(&other) < objective(&best) { other } else { best }))
    }

    /// Where a search begins that has a beginning: there, or where Hannan and Rissanen's regression leads if the likelihood is
    /// higher there. Only factors that nearly cancel are looked at again: chance decides on which side of a ridge a search from
    /// there ends.
    pub(crate) fn beginning_or(&self, known: Vec<f64>) -> Beginning {
        if self.model.nearly_cancels(&known) { self.rougher(known) } else { known.into() }
    }

    /// Hannan and Rissanen's estimate on what ordinary least squares leave of the differenced series.
    fn rough(&self) -> Option<Vec<f64>> {
        let regressors = self.differenced.columns() - 1;
        let products = self.differenced.gram();
        let gram = Cholesky::new(products.leading(regressors), COLLINEAR).ok()?;
        let mut regression: Vec<f64> = (0..regressors).map(|at| products.at(regressors, at)).collect();
        gram.solve(&mut regression);
        hannan_rissanen::estimate(&self.model, &remainders(&self.differenced, &regression), self.per_year)
    }

    /// The maximum of the likelihood from a beginning, where the objective may be known to bend as `known` says.
    ///
    /// # Errors
    /// A regressor that depends on those before it, by its place in [`Fault::Collinear`]; no residual; no likelihood.
    pub(crate) fn maximise(
        &self,
        beginning: Beginning,
        known: Option<&Square>,
        tolerance: f64,
    ) -> Result<Optimum, Fault> {
        let Beginning { mut parameters, evaluation } = beginning;
        let mut here = match evaluation {
            Some(known) => known,
            None => self.evaluate(&parameters).map_err(Fault::Collinear)?.ok_or(Fault::NoLikelihood)?,
        };
        self.has_residual(&here)?;
        let mut damping = 1e-3;
        let (mut iterations, mut converged, mut before) = (0, parameters.is_empty(), f64::INFINITY);
        let mut slope = self.slope(&parameters, &here)?;
        let mut curvature = match known {
            Some(known) => known.times(self.size(&here)),
            None => self.bend(&parameters, &here)?,
        };
        while !converged && iterations < STEPS {
            iterations += 1;
            let least = if tolerance >= 1e-3 { tolerance } else { tolerance.max(PROMISE) / 10.0 };
            let Some((to, there)) = self.descend(&parameters, &here, (&curvature, &slope), &mut damping, least)? else {
                converged = true;
                break;
            };
            self.has_residual(&there)?;
            let gained = 0.5 * self.effective() * (self.objective(&here) - self.objective(&there));
            let nearly = tolerance >= COARSE && rest(before, gained) < tolerance;
            converged = gained < tolerance.max(PROMISE) || nearly;
            before = gained;
            if converged && tolerance >= COARSE {
                let curvature = curvature.times(1.0 / self.size(&there));
                return Ok(Optimum { parameters: to, evaluation: there, curvature, iterations, converged });
            }
            let next = self.slope(&to, &there)?;
            let moved: Vec<f64> = to.iter().zip(&parameters).map(|(to, from)| to - from).collect();
            let turned: Vec<f64> = next.iter().zip(&slope).map(|(to, from)| to - from).collect();
            if gained > SLOW || !update(&mut curvature, &moved, &turned) {
                curvature = self.bend(&to, &there)?;
            }
            (parameters, here, slope) = (to, there, next);
        }
        let curvature = curvature.times(1.0 / self.size(&here));
        Ok(Optimum { parameters, evaluation: here, curvature, iterations, converged })
    }

    /// Coefficients as they are, without a search.
    pub(crate) fn held_at(&self, parameters: &[f64]) -> Result<Optimum, Fault> {
        let evaluation = self.evaluate(parameters).map_err(Fault::Collinear)?.ok_or(Fault::NoLikelihood)?;
        self.has_residual(&evaluation)?;
        let curvature = self.bend(parameters, &evaluation)?.times(1.0 / self.size(&evaluation));
        Ok(Optimum { parameters: parameters.to_vec(), evaluation, curvature, iterations: 0, converged: false })
    }

    /// The derivatives of half the objective; where they are not to be had otherwise, by differences of the residuals.
    fn slope(&self, parameters: &[f64], here: &Evaluation) -> Result<Vec<f64>, Fault> {
        if let Some(gradient) = self.gradient(parameters, here) {
            return Ok(gradient);
        }
        let scaled = self.scaled(here);
        let derivatives =
            self.derivatives(parameters, &scaled, |moved| self.held(moved, here)).map_err(Fault::Collinear)?;
        Ok(derivatives.iter().map(|column| dot(column, &scaled)).collect())
    }

    /// The products of the derivatives of the scaled residuals.
    fn bend(&self, parameters: &[f64], here: &Evaluation) -> Result<Square, Fault> {
        let scaled = self.scaled(here);
        let derivatives =
            self.derivatives(parameters, &scaled, |moved| self.held(moved, here)).map_err(Fault::Collinear)?;
        Ok(Square::of_products(&derivatives))
    }

    /// A step that lowers the objective; `None` where none does, or promises to by `least` of the log likelihood.
    fn descend(
        &self,
        parameters: &[f64],
        here: &Evaluation,
        (products, gradient): (&Square, &[f64]),
        damping: &mut f64,
        least: f64,
    ) -> Result<Option<(Vec<f64>, Evaluation)>, Fault> {
        let size = self.size(here);
        while *damping < 1e12 {
            let mut damped = products.clone();
            for at in 0..damped.order() {
                damped.add(at, at, *damping * products.at(at, at) + f64::MIN_POSITIVE);
            }
            if let Ok(system) = Cholesky::new(damped, 0.0) {
                let mut by: Vec<f64> = gradient.iter().map(|value| -value).collect();
                system.solve(&mut by);
                if -0.5 * self.effective() * dot(&by, gradient) / size < least {
                    break;
                }
                let to = self.step(parameters, &by);
                if let Some(there) = self.evaluate(&to).map_err(Fault::Collinear)?
                    && self.objective(&there) < self.objective(here)
                {
                    *damping = (*damping * 0.1).max(1e-10);
                    return Ok(Some((to, there)));
                }
            }
            *damping *= 10.0;
        }
        *damping = 1e-3;
        Ok(None)
    }

    /// X-13's variances of the ARMA coefficients: the inverse of the products of the derivatives of the scaled residuals, times
    /// the variance of the innovations; 0 where a coefficient is held. `None` where the likelihood is flat.
    ///
    /// The squares of the residuals are the same however the first of them are arranged, these products are not: they are those of the first
    /// values given the shocks, and of the shocks.
    pub(crate) fn covariance(&self, optimum: &Optimum) -> Option<Square> {
        let (parameters, here) = (&optimum.parameters, &optimum.evaluation);
        let arranged = |parameters: &[f64]| Ok(self.arranged(parameters, here));
        let mut products = match here.whitener.autoregressive().degree() {
            0 => self.bend(parameters, here).ok()?,
            _ => {
                let columns = self.derivatives(parameters, &self.arranged(parameters, here)?, arranged).ok()?;
                Square::of_products(&columns)
            }
        };
        let held: Vec<usize> = (0..products.order()).filter(|&at| self.is_held(at)).collect();
        held.iter().for_each(|&at| products.set(at, at, 1.0));
        let mut inverse = Cholesky::new(products, 1e-14).ok()?.inverse();
        held.iter().for_each(|&at| inverse.set(at, at, 0.0));
        let variance = here.squares / self.effective();
        for row in 0..inverse.order() {
            for column in 0..inverse.order() {
                let value = inverse.at(row, column) * variance;
                inverse.set(row, column, value);
            }
        }
        Some(inverse)
    }

    /// The scaled residuals with the regression held: the first values given what autoregression leaves of the others, then the shocks.
    fn arranged(&self, parameters: &[f64], here: &Evaluation) -> Option<Vec<f64>> {
        let (autoregressive, moving_average) = self.model.polynomials(parameters, self.per_year);
        let whitener = here.whitener.moved(autoregressive.clone(), moving_average.clone())?;
        let scale = (0.5 * whitener.log_determinant() / self.effective()).exp();
        let innovations = Innovations::new(&autoregressive, &moving_average, here.remainder.len())?;
        let mut residuals = innovations.standardised(&here.remainder)?;
        residuals.iter_mut().for_each(|value| *value *= scale);
        Some(residuals)
    }

    /// Whether an ARMA coefficient is held.
    fn is_held(&self, at: usize) -> bool {
        self.held.get(at).is_some_and(|held| *held)
    }

    /// Whether anything is left beside rounding.
    fn has_residual(&self, evaluation: &Evaluation) -> Result<(), Fault> {
        let last = self.differenced.columns() - 1;
        let size: f64 = (0..self.observations()).map(|at| self.differenced.row(at)[last].powi(2)).sum();
        if evaluation.squares > 1e-22 * size && evaluation.squares >= f64::MIN_POSITIVE {
            Ok(())
        } else {
            Err(Fault::NoResidual)
        }
    }
}

/// The curvature made to agree with the last change of the gradient, after Broyden, Fletcher, Goldfarb and Shanno; whether
/// the change allows it.
fn update(curvature: &mut Square, moved: &[f64], turned: &[f64]) -> bool {
    let order = moved.len();
    let bent: Vec<f64> = (0..order).map(|row| (0..order).map(|at| curvature.at(row, at) * moved[at]).sum()).collect();
    let along = |vector: &[f64]| moved.iter().zip(vector).map(|(a, b)| a * b).sum::<f64>();
    let (old, new) = (along(&bent), along(turned));
    if !(new > 1e-4 * old && old > 0.0) {
        return false;
    }
    for row in 0..order {
        for column in 0..order {
            curvature.add(row, column, turned[row] * turned[column] / new - bent[row] * bent[column] / old);
        }
    }
    true
}

/// What the steps to come will gain if each gains as much less as the last one did.
fn rest(before: f64, gained: f64) -> f64 {
    let ratio = gained / before;
    if before.is_finite() && ratio < 0.5 { gained * ratio / (1.0 - ratio) } else { f64::INFINITY }
}

/// What stops a search; the caller knows the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The column at this place depends on those before it.
    Collinear(usize),
    NoResidual,
    NoLikelihood,
}

impl Fault {
    pub(crate) fn named(self, model: &Model, name: impl Fn(usize) -> String) -> RegArimaError {
        match self {
            Self::Collinear(at) => RegArimaError::Collinear(name(at)),
            Self::NoResidual => RegArimaError::NoResidual,
            Self::NoLikelihood => RegArimaError::NoLikelihood(model.to_string()),
        }
    }
}

/// The last column less the others times their coefficients.
fn remainders(columns: &Block, regression: &[f64]) -> Vec<f64> {
    let remainder = |row: &[f64]| {
        let (columns, series) = row.split_at(regression.len());
        series[0] - columns.iter().zip(regression).map(|(value, coefficient)| value * coefficient).sum::<f64>()
    };
    (0..columns.rows()).map(|at| remainder(columns.row(at))).collect()
}
