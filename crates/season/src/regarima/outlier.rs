//! Automatic detection of outliers.
//!
//! For given ARMA coefficients every period is tested for every shape with the regressors of the model, against a robust
//! estimate of scale; the largest statistic above the critical value enters the model, which is estimated again, until
//! none is left; then the least significant leave one by one. Chang, Tiao and Chen 1988 (Technometrics 30); the method
//! `addone` of the X-13ARIMA-SEATS Reference Manual, ch. 4.9 and 7.11.
//!
//! The statistics come from one pass of the transposed filter: `oᵀ Σ⁻¹ r` for every outlier `o` is `Σ⁻¹ r` at its date,
//! summed to the end for a level shift, with fading weights for a temporary change; the sum of squares of a filtered
//! outlier is a partial sum of squared weights, because outliers are shifts of each other.

use super::RegArimaError;
use super::critical::critical_value;
use super::fit::{Fit, Prepared};
use super::likelihood::Whitener;
use super::linear::{Block, dot};
use super::observed::Observed;
use super::polynomial::LagPolynomial;
use super::regression::{Outlier, OutlierKind, Regressor, fading};
use super::{Specification, fit};
use crate::{Frequency, Period};

/// The most outliers that are added.
const MOST: usize = 80;
/// What is left of an outlier's sum of squares, given the regressors, below which it depends on them.
const COLLINEAR: f64 = 1e-9;
/// How near the maximum the likelihood comes between two searches.
const ROUGH: f64 = 1e-5;
/// The same where the model is used for itself.
pub(crate) const NEAR: f64 = 1e-7;
/// Statistics that differ by less, relatively, are equal.
const TIE: f64 = 1e-9;
/// The median of the absolute value of a standard normal variable.
const MEDIAN: f64 = 0.6745;

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlierSettings {
    /// The shapes; seasonal outliers are not looked for.
    pub kinds: Vec<OutlierKind>,
    /// The critical value; `None` for the default, which grows with the number of periods that are tested.
    pub critical: Option<f64>,
    /// The first and the last period that are tested; `None` for that of the series.
    pub span: (Option<Period>, Option<Period>),
}

impl OutlierSettings {
    /// Whether a period lies within the span that is tested.
    fn reaches(&self, period: Period) -> bool {
        self.span.0.is_none_or(|first| first <= period) && self.span.1.is_none_or(|last| period <= last)
    }

    /// The critical value for a series: the one given, or the default of as many periods as are tested.
    pub(crate) fn critical_of(&self, observed: &Observed) -> f64 {
        let periods = (0..observed.values().len()).map(|at| observed.start().plus(at as i32));
        self.critical.unwrap_or_else(|| critical_value(periods.filter(|period| self.reaches(*period)).count()))
    }
}

impl Default for OutlierSettings {
    /// AO, LS and TC with the default critical value.
    fn default() -> Self {
        let kinds = vec![OutlierKind::Additive, OutlierKind::LevelShift, OutlierKind::TemporaryChange];
        Self { kinds, critical: None, span: (None, None) }
    }
}

/// A model with the outliers found.
#[derive(Debug, Clone)]
pub struct OutlierSearch {
    /// The model with them among its regressors.
    pub fit: Fit,
    /// Those found, in the order in which they entered.
    pub outliers: Vec<Outlier>,
    /// The critical value that was used.
    pub critical: f64,
}

/// Estimates the specification and adds the outliers that the series has.
///
/// # Errors
/// When the specification cannot be estimated.
pub fn detect_outliers(
    observed: &Observed,
    specification: &Specification,
    settings: &OutlierSettings,
) -> Result<OutlierSearch, RegArimaError> {
    search(fit(observed, specification)?, settings, Vec::new(), 0.0)
}

/// The search from an estimated model on, which has outliers found before; the model is estimated in the end to within
/// `tolerance` of the log likelihood.
pub(crate) fn search(
    mut fit: Fit,
    settings: &OutlierSettings,
    mut outliers: Vec<Outlier>,
    tolerance: f64,
) -> Result<OutlierSearch, RegArimaError> {
    let mut changed = false;
    let critical = settings.critical_of(&fit.observed);
    let mut refused = fixed(&fit);
    while outliers.len() < MOST {
        let Some(outlier) = largest(&fit, settings, critical, &refused) else { break };
        refused.push(outlier);
        match fit.with(outlier, ROUGH) {
            Ok(with) => {
                (fit, changed) = (with, true);
                outliers.push(outlier);
            }
            Err(RegArimaError::Collinear(_)) => {}
            Err(RegArimaError::NoResidual | RegArimaError::TooShort { .. }) => break,
            Err(error) => return Err(error),
        }
    }
    while let Some(weakest) = weakest(&fit, &outliers).filter(|&(_, t)| t < critical).map(|(at, _)| at) {
        (fit, changed) = (fit.without(outliers.remove(weakest), ROUGH)?, true);
    }
    let fit = if changed || !fit.converged() { fit.sharpened(tolerance)? } else { fit };
    Ok(OutlierSearch { fit, outliers, critical })
}

/// Another specification of the same model estimated, from the coefficients there are.
pub(crate) fn again(fit: &Fit, specification: &Specification) -> Result<Fit, RegArimaError> {
    Prepared::new(&fit.observed, specification)?.after(fit, NEAR)
}

/// The outliers that are not tested because the model has them.
fn fixed(fit: &Fit) -> Vec<Outlier> {
    let gaps = fit.observed.gaps().flat_map(|at| {
        [OutlierKind::Additive, OutlierKind::LevelShift, OutlierKind::TemporaryChange].map(|kind| Outlier { kind, at })
    });
    let given = fit.specification.regressors.iter().filter_map(|regressor| match regressor {
        Regressor::Outlier(outlier) => Some(*outlier),
        _ => None,
    });
    gaps.chain(given).collect()
}

/// The outlier found with the least significance, by its place among those found, and its statistic.
fn weakest(fit: &Fit, outliers: &[Outlier]) -> Option<(usize, f64)> {
    let coefficients = fit.regression();
    let statistic = |outlier: &Outlier| {
        let name = outlier.to_string();
        coefficients
            .iter()
            .find(|coefficient| coefficient.name == name)
            .and_then(super::fit::Coefficient::t)
            .map_or(0.0, f64::abs)
    };
    let statistics = outliers.iter().map(statistic).enumerate();
    statistics.min_by(|(_, one), (_, two)| one.total_cmp(two))
}

/// The outlier with the largest statistic above the critical value.
fn largest(fit: &Fit, settings: &OutlierSettings, critical: f64, refused: &[Outlier]) -> Option<Outlier> {
    let scale = robust_scale(&fit.residuals());
    if scale.is_nan() || scale <= 0.0 {
        return None;
    }
    let (start, count) = (fit.observed.start(), fit.transformed.len());
    let additive = settings.kinds.contains(&OutlierKind::Additive);
    let products = Products::new(fit);
    let kinds = settings.kinds.iter().filter(|&&kind| kind != OutlierKind::Seasonal);
    let statistics: Vec<(OutlierKind, Vec<f64>)> = kinds.map(|&kind| (kind, products.statistics(fit, kind))).collect();
    let mut best: Option<(Outlier, f64)> = None;
    for at in (0..count).filter(|at| settings.reaches(start.plus(*at as i32))) {
        for (kind, statistics) in &statistics {
            let outlier = Outlier { kind: *kind, at: start.plus(at as i32) };
            let size = statistics[at].abs() / scale;
            let beaten = best.is_some_and(|(first, most)| size <= most * (1.0 + tie(first, outlier)));
            if size > critical && !beaten && tested(*kind, at, count, additive) && !refused.contains(&outlier) {
                best = Some((outlier, size));
            }
        }
    }
    best.map(|(outlier, _)| outlier)
}

/// By how much an outlier's statistic must be larger than an earlier one's to be preferred, relatively. Beside some
/// outliers two others are the same regressor (a temporary change is an additive outlier and 0.7 of a temporary change a
/// month later) and rounding must not decide: the shape that lasts longer is preferred, then the later of two level
/// shifts and the earlier of two others.
fn tie(first: Outlier, second: Outlier) -> f64 {
    let earlier = match first.kind == second.kind {
        true => first.kind != OutlierKind::LevelShift,
        false => first.kind > second.kind,
    };
    if earlier { TIE } else { -TIE }
}

/// Whether a shape is tested at a place: near the ends a level shift and a temporary change are additive outliers.
fn tested(kind: OutlierKind, at: usize, count: usize, additive: bool) -> bool {
    match kind {
        OutlierKind::Additive => true,
        OutlierKind::LevelShift => at > 0 && (!additive || (at > 1 && at + 1 < count)),
        OutlierKind::TemporaryChange => !additive || at + 1 < count,
        OutlierKind::Seasonal => false,
    }
}

/// The median of the absolute residuals in units of a normal variable's.
fn robust_scale(residuals: &[f64]) -> f64 {
    let mut sizes: Vec<f64> = residuals.iter().map(|value| value.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let middle = sizes.len() / 2;
    match (sizes.len() % 2, sizes.get(middle)) {
        (_, None) => 0.0,
        (0, Some(above)) => (sizes[middle - 1] + above) / (2.0 * MEDIAN),
        (_, Some(median)) => median / MEDIAN,
    }
}

/// Products of what is orthonormal among states and regressors, and of the residuals, with an impulse at every period.
struct Products {
    /// The residuals' last.
    impulses: Block,
}

impl Products {
    fn new(fit: &Fit) -> Self {
        let evaluation = fit.evaluation();
        let adjoint = evaluation.whitener.transposed(orthonormal(fit));
        let differencing = fit.model().differencing(fit.problem.per_year);
        let lost = differencing.degree();
        let mut impulses = Block::zero(lost + adjoint.rows(), adjoint.columns());
        for at in 0..adjoint.rows() {
            for (into, value) in impulses.row_mut(lost + at).iter_mut().zip(adjoint.row(at)) {
                *into += value;
            }
            for &(lag, coefficient) in differencing.terms() {
                for (into, value) in impulses.row_mut(lost + at - lag).iter_mut().zip(adjoint.row(at)) {
                    *into -= coefficient * value;
                }
            }
        }
        Self { impulses }
    }

    /// The statistics of a shape at every period, times the scale; 0 where the regressors leave nothing of it.
    fn statistics(&self, fit: &Fit, kind: OutlierKind) -> Vec<f64> {
        let (rows, columns) = (self.impulses.rows(), self.impulses.columns());
        let frequency = fit.observed.start().frequency();
        let carried = match kind {
            OutlierKind::LevelShift => 1.0,
            OutlierKind::TemporaryChange => fading(frequency),
            OutlierKind::Additive | OutlierKind::Seasonal => 0.0,
        };
        let whole = squares(fit, kind, frequency);
        let (mut sums, mut from_before) = (vec![0.0; columns], vec![0.0; columns]);
        let mut statistics = vec![0.0; rows];
        let before = if kind == OutlierKind::LevelShift { self.totals() } else { vec![0.0; columns] };
        for at in (0..rows).rev() {
            for (sum, value) in sums.iter_mut().zip(self.impulses.row(at)) {
                *sum = *sum * carried + value;
            }
            for ((left, sum), before) in from_before.iter_mut().zip(&sums).zip(&before) {
                *left = sum - before;
            }
            let explained = dot(&from_before, &from_before);
            let product = from_before[columns - 1];
            let left = whole[at] - (explained - product * product);
            if left > COLLINEAR * whole[at] {
                statistics[at] = product / left.sqrt();
            }
        }
        statistics
    }

    /// The products with a constant: what a level shift has before its date. Differencing leaves nothing of it but rounding.
    fn totals(&self) -> Vec<f64> {
        let mut totals = vec![0.0; self.impulses.columns()];
        for at in 0..self.impulses.rows() {
            for (total, value) in totals.iter_mut().zip(self.impulses.row(at)) {
                *total += value;
            }
        }
        totals
    }
}

/// Columns of innovations: the states' and the regressors', each set orthonormal, and the residuals.
fn orthonormal(fit: &Fit) -> Block {
    let evaluation = fit.evaluation();
    let whitener = &evaluation.whitener;
    let (state, regressors) = (whitener.state(), evaluation.regression.len());
    let filtered = whitener.filter(&fit.problem.differenced);
    let taken = whitener.states(&filtered);
    let mut block = Block::zero(filtered.rows(), state + regressors + 1);
    let (basis, mut row_state) = (whitener.basis(), vec![0.0; state]);
    for at in 0..filtered.rows() {
        whitener.state_row(&basis, at, &mut row_state);
        let row = block.row_mut(at);
        let (states, columns) = row.split_at_mut(state);
        states.copy_from_slice(&row_state);
        columns[..regressors].copy_from_slice(&filtered.row(at)[..regressors]);
        // The innovations of a regressor are its filtered values less what its initial state explains.
        for (of, &weight) in row_state.iter().enumerate() {
            for (into, value) in columns[..regressors].iter_mut().zip(taken.row(of)) {
                *into -= weight * value;
            }
        }
        evaluation.gram.forward(&mut columns[..regressors]);
        columns[regressors] = evaluation.residuals[state + at];
    }
    block
}

/// The sum of squares of a shape at every period, filtered from nothing.
fn squares(fit: &Fit, kind: OutlierKind, frequency: Frequency) -> Vec<f64> {
    let whitener = &fit.evaluation().whitener;
    let differencing = fit.model().differencing(fit.problem.per_year);
    let (lost, count) = (differencing.degree(), fit.transformed.len());
    let inside = count - lost;
    let full = whitener.autoregressive().times(&differencing);
    let shape = match kind {
        OutlierKind::LevelShift => LagPolynomial::new(&[1.0], 1),
        OutlierKind::TemporaryChange => LagPolynomial::new(&[fading(frequency)], 1),
        OutlierKind::Additive | OutlierKind::Seasonal => LagPolynomial::default(),
    };
    let weights = whitener.moving_average().times(&shape).divide_into(&full, inside);
    let mut partial = Vec::with_capacity(inside + 1);
    partial.push(0.0);
    for weight in &weights {
        partial.push(partial[partial.len() - 1] + weight * weight);
    }
    // Before the first difference an outlier is cut off; a level shift that is not differenced has a level before it too.
    let mut sums = match (kind, lost) {
        (OutlierKind::LevelShift, 0) => with_level_before(whitener, count, frequency),
        (_, 0) => Vec::new(),
        _ => cut_off(whitener, &shape.divide_into(&differencing, count), lost),
    };
    let explicit = sums.len();
    sums.extend((explicit..count).map(|date| partial[count - date]));
    sums
}

/// The sums of squares of level shifts at every period of a series that is not differenced.
fn with_level_before(whitener: &Whitener, count: usize, frequency: Frequency) -> Vec<f64> {
    let weight = |at: usize, date: usize| OutlierKind::LevelShift.weight(at as i32 - date as i32, frequency);
    let effects: Vec<Vec<f64>> = (0..count).map(|date| (0..count).map(|at| weight(at, date)).collect()).collect();
    let filtered = whitener.filter(&Block::from_columns(&effects));
    let mut sums = vec![0.0; count];
    for at in 0..filtered.rows() {
        sums.iter_mut().zip(filtered.row(at)).for_each(|(sum, value)| *sum += value * value);
    }
    sums
}

/// The sums of squares of outliers that begin in the `lost` periods that differencing takes, of which `differenced` is the effect from
/// the first period on: each is the one before, a period later, and an impulse.
fn cut_off(whitener: &Whitener, differenced: &[f64], lost: usize) -> Vec<f64> {
    let earliest = differenced[lost..].to_vec();
    let mut unit = vec![0.0; earliest.len()];
    unit.iter_mut().take(1).for_each(|first| *first = 1.0);
    let filtered = whitener.filter(&Block::from_columns(&[unit, earliest]));
    let column = |of: usize| (0..filtered.rows()).map(|at| filtered.row(at)[of]).collect::<Vec<f64>>();
    let (impulse, mut response) = (column(0), column(1));
    let mut sums = vec![dot(&response, &response)];
    for date in 1..lost {
        let mut earlier = 0.0;
        for (value, impulse) in response.iter_mut().zip(&impulse) {
            let here = earlier + differenced[lost - date] * impulse;
            earlier = std::mem::replace(value, here);
        }
        sums.push(dot(&response, &response));
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Period, Series};

    /// The statistics of every outlier by estimating each as a regressor.
    fn check(model: &str, kind: OutlierKind, regressors: Vec<Regressor>) {
        let start: Period = "2015-01".parse().unwrap();
        let values: Vec<f64> =
            (0..60).map(|at| 50.0 + f64::from(at * 7919 % 101) / 10.0 + f64::from(at % 12)).collect();
        let observed = Observed::from(&Series::new(start, values).unwrap());
        let specification = Specification { model: model.parse().unwrap(), regressors, ..Specification::default() };
        let fit = fit(&observed, &specification).unwrap();
        let statistics = Products::new(&fit).statistics(&fit, kind);
        for (at, statistic) in statistics.into_iter().enumerate().filter(|&(at, _)| tested(kind, at, 60, true)) {
            let mut with = specification.clone();
            with.regressors.push(Regressor::Outlier(Outlier { kind, at: start.plus(at as i32) }));
            let with = Prepared::new(&observed, &with).unwrap().problem.evaluate(fit.parameters()).unwrap().unwrap();
            let last = with.regression.len() - 1;
            let expected = with.regression[last] / with.gram.inverse().at(last, last).sqrt();
            assert!(
                (statistic - expected).abs() < 1e-7 * (1.0 + expected.abs()),
                "{model} {kind:?} {at}: {statistic} {expected}"
            );
        }
    }

    #[test]
    fn the_statistics_are_those_of_the_regressors() {
        for kind in [OutlierKind::Additive, OutlierKind::LevelShift, OutlierKind::TemporaryChange] {
            check("(0 1 1)(0 1 1)", kind, vec![Regressor::TradingDayOneCoefficient]);
            check("(1 0 0)(0 0 0)", kind, vec![Regressor::Constant]);
            check("(2 1 1)(1 0 0)", kind, vec![]);
        }
    }

    #[test]
    fn the_robust_scale_is_the_median() {
        assert_eq!(robust_scale(&[3.0, -1.0, 2.0]), 2.0 / MEDIAN);
        assert_eq!(robust_scale(&[3.0, -1.0, 2.0, 4.0]), 2.5 / MEDIAN);
        assert_eq!(robust_scale(&[]), 0.0);
    }
}
