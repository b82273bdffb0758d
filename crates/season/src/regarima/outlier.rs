//! Automatic detection of outliers.
//!
//! For given ARMA coefficients every period is tested for every shape with the regressors of the model, against a robust
//! estimate of scale; the largest statistic above the critical value enters the model, which is estimated again, until
//! none is left; then the least significant leave one by one. Chang, Tiao and Chen 1988 (Technometrics 30); the method
//! `addone` of the X-13ARIMA-SEATS Reference Manual, ch. 4.9 and 7.11.

use super::RegArimaError;
use super::critical::{CriticalValues, critical_value};
use super::fit::{Fit, Prepared};
use super::observed::Observed;
use super::outlier_statistics::statistics;
use super::regression::{Outlier, OutlierKind, Regressor};
use super::{Specification, fit};
use crate::Period;

/// The most outliers that are added.
const MOST: usize = 80;
/// How near the maximum the likelihood comes between two searches.
const ROUGH: f64 = 1e-5;
/// The same where the model is used for itself.
pub(crate) const NEAR: f64 = 1e-7;
/// Statistics that differ by less, relatively, are equal.
const TIE: f64 = 1e-9;

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlierSettings {
    /// The shapes; seasonal outliers are not looked for.
    pub kinds: Vec<OutlierKind>,
    /// The critical values of the shapes; `None` for the default, which grows with the number of periods that are tested.
    pub critical: CriticalValues<Option<f64>>,
    /// How many enter the model at a time.
    pub method: OutlierMethod,
    /// The first and the last period that are tested; `None` for that of the series.
    pub span: (Option<Period>, Option<Period>),
}

/// How many outliers enter the model before it is estimated again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum OutlierMethod {
    /// The one with the largest statistic.
    #[default]
    AddOne,
    /// Of every period with a statistic above the critical value the one with the largest: quicker, and it takes more of them.
    AddAll,
}

impl OutlierSettings {
    /// Whether a period lies within the span that is tested.
    pub(crate) fn reaches(&self, period: Period) -> bool {
        self.span.0.is_none_or(|first| first <= period) && self.span.1.is_none_or(|last| period <= last)
    }

    /// The critical values for a series: those given, or the default of as many periods as are tested.
    pub(crate) fn critical_of(&self, observed: &Observed) -> CriticalValues {
        let periods = (0..observed.values().len()).map(|at| observed.start().plus(at as i32));
        let default = critical_value(periods.filter(|period| self.reaches(*period)).count());
        self.critical.map(|given| given.unwrap_or(default))
    }
}

impl Default for OutlierSettings {
    /// AO, LS and TC with the default critical value.
    fn default() -> Self {
        let kinds = vec![OutlierKind::Additive, OutlierKind::LevelShift, OutlierKind::TemporaryChange];
        Self { kinds, critical: CriticalValues::default(), method: OutlierMethod::default(), span: (None, None) }
    }
}

/// A model with the outliers found.
#[derive(Debug, Clone)]
pub struct OutlierSearch {
    /// The model with them among its regressors.
    pub fit: Fit,
    /// Those found, in the order in which they entered.
    pub outliers: Vec<Outlier>,
    /// The critical values that were used.
    pub critical: CriticalValues,
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
        let entering = entering(&fit, settings, &critical, &refused);
        if entering.is_empty() {
            break;
        }
        refused.extend(&entering);
        let (with, goes_on) = enter(&fit, &mut outliers, entering)?;
        if let Some(with) = with {
            (fit, changed) = (with, true);
        }
        if !goes_on {
            break;
        }
    }
    while let Some(weakest) = weakest(&fit, &outliers, &critical) {
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

/// The outlier found with the least statistic of those below their critical values, by its place among those found.
fn weakest(fit: &Fit, outliers: &[Outlier], critical: &CriticalValues) -> Option<usize> {
    let coefficients = fit.regression();
    let statistic = |outlier: &Outlier| {
        let name = outlier.to_string();
        coefficients
            .iter()
            .find(|coefficient| coefficient.name == name)
            .and_then(super::fit::Coefficient::t)
            .map_or(0.0, f64::abs)
    };
    let statistics = outliers.iter().map(|outlier| (outlier, statistic(outlier))).enumerate();
    let weak = statistics.filter(|(_, (outlier, size))| critical.of(outlier.kind).is_some_and(|least| *size < least));
    weak.min_by(|(_, (_, one)), (_, (_, two))| one.total_cmp(two)).map(|(at, _)| at)
}

/// The model with outliers that enter it, all but those that the others explain, where one does; and whether there is a residual left for more.
fn enter(fit: &Fit, outliers: &mut Vec<Outlier>, entering: Vec<Outlier>) -> Result<(Option<Fit>, bool), RegArimaError> {
    let mut entered: Option<Fit> = None;
    let last = entering.len() - 1;
    for (at, outlier) in entering.into_iter().enumerate() {
        // On the way to the last only the columns matter.
        let tolerance = if at == last { ROUGH } else { f64::INFINITY };
        match entered.as_ref().unwrap_or(fit).with(outlier, tolerance) {
            Ok(with) => {
                entered = Some(with);
                outliers.push(outlier);
            }
            Err(RegArimaError::Collinear(_)) => {}
            Err(RegArimaError::NoResidual | RegArimaError::TooShort { .. }) => return Ok((entered, false)),
            Err(error) => return Err(error),
        }
    }
    Ok((entered, true))
}

/// The outliers that enter a model next: by the method the one with the largest statistic of those above their critical values, or the
/// largest of every period.
fn entering(fit: &Fit, settings: &OutlierSettings, critical: &CriticalValues, refused: &[Outlier]) -> Vec<Outlier> {
    let (start, count) = (fit.observed.start(), fit.transformed.len());
    let additive = settings.kinds.contains(&OutlierKind::Additive);
    let Some(statistics) = statistics(fit, &settings.kinds) else { return Vec::new() };
    let (mut all, mut best): (Vec<Outlier>, Option<(Outlier, f64)>) = (Vec::new(), None);
    for at in (0..count).filter(|at| settings.reaches(start.plus(*at as i32))) {
        for (kind, statistics) in &statistics {
            let outlier = Outlier { kind: *kind, at: start.plus(at as i32) };
            let size = statistics[at].abs();
            let beaten = best.is_some_and(|(first, most)| size <= most * (1.0 + tie(first, outlier)));
            let is_large = critical.of(*kind).is_some_and(|least| size > least);
            if is_large && !beaten && tested(*kind, at, count, additive) && !refused.contains(&outlier) {
                best = Some((outlier, size));
            }
        }
        if settings.method == OutlierMethod::AddAll {
            all.extend(best.take().map(|(outlier, _)| outlier));
        }
    }
    all.extend(best.map(|(outlier, _)| outlier));
    all
}

impl Fit {
    /// The t statistics, with the robust scale, of the outliers that a search would test beside those of the model, shape by shape and period
    /// by period; 0 of one that is not tested or that the model has.
    #[must_use]
    pub fn outlier_statistics(&self, settings: &OutlierSettings) -> Vec<(OutlierKind, Vec<(Period, f64)>)> {
        let (start, count) = (self.observed.start(), self.transformed.len());
        let additive = settings.kinds.contains(&OutlierKind::Additive);
        let there = fixed(self);
        let mut of_kinds = Vec::new();
        for (kind, statistics) in statistics(self, &settings.kinds).unwrap_or_default() {
            let one = |(at, statistic): (usize, f64)| {
                let outlier = Outlier { kind, at: start.plus(at as i32) };
                let is_tested = tested(kind, at, count, additive) && !there.contains(&outlier);
                (outlier.at, if is_tested { statistic } else { 0.0 })
            };
            let all = statistics.into_iter().enumerate().map(one);
            of_kinds.push((kind, all.filter(|(period, _)| settings.reaches(*period)).collect()));
        }
        of_kinds
    }
}

/// By how much an outlier's statistic must be larger than that of one tested before it to be preferred, relatively.
///
/// Beside some outliers two others are the same regressor: a temporary change is an additive outlier and 0.7 of a temporary
/// change a month later, an additive outlier the difference of two level shifts. Rounding must not decide between them. At the
/// same date an additive outlier is preferred, at another date the other shape; of two level shifts the earlier, of two
/// temporary changes the later. No order is the program's, where rounding does decide; this one agrees with it most often.
fn tie(first: Outlier, second: Outlier) -> f64 {
    use OutlierKind::{Additive, LevelShift, TemporaryChange};
    let first_stays = match (first.kind, second.kind) {
        (one, other) if one == other => one != TemporaryChange,
        (Additive, _) => first.at == second.at,
        (_, Additive) => first.at != second.at,
        (one, _) => one == LevelShift,
    };
    if first_stays { TIE } else { -TIE }
}

/// Whether a shape is tested at a place: near the ends a level shift and a temporary change are additive outliers.
pub(super) fn tested(kind: OutlierKind, at: usize, count: usize, additive: bool) -> bool {
    match kind {
        OutlierKind::Additive => true,
        OutlierKind::LevelShift => at > 0 && (!additive || (at > 1 && at + 1 < count)),
        OutlierKind::TemporaryChange => !additive || at + 1 < count,
        OutlierKind::Seasonal => false,
    }
}
