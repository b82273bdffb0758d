//! Parts of a series: the span that is adjusted, and the span of it on which the model is chosen and estimated.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.15 (`span`, `modelspan`): the model of a part serves the whole, with its coefficients and
//! the variance of its innovations as they were estimated.

use super::AdjustError;
use crate::Period;
use crate::regarima::{Observed, OutlierKind, Regressor};
use crate::spc::Bounds;

/// What is observed of a series that is given: where a value is the code of one that is missing there is a gap, and gaps at its ends are left out.
///
/// # Errors
/// When more periods are without a value than have one: a date far from the others, as 0205 for 2005, would make a model of nothing else.
pub(super) fn observed(given: &Observed, missing_code: f64) -> Result<Observed, AdjustError> {
    let observed = given.without(missing_code)?;
    let found = observed.values().iter().flatten().count();
    match found * 2 < observed.values().len() {
        true => Err(AdjustError::MostlyMissing { found, first: observed.start(), last: observed.end() }),
        false => Ok(observed),
    }
}

/// The periods of a series from one to another, where they are given.
///
/// # Errors
/// When they do not lie within the series.
pub(super) fn bounded(observed: &Observed, bounds: Bounds) -> Result<(Period, Period), AdjustError> {
    let (first, last) = (observed.start(), observed.end());
    let (from, to) = (bounds.0.unwrap_or(first), bounds.1.unwrap_or(last));
    match first <= from && from <= to && to <= last {
        true => Ok((from, to)),
        false => Err(AdjustError::Span { from, to, first, last }),
    }
}

/// That part of a series.
///
/// # Errors
/// When it does not lie within the series, or begins or ends with a gap.
pub(super) fn part(observed: &Observed, bounds: Bounds) -> Result<Observed, AdjustError> {
    let (from, to) = bounded(observed, bounds)?;
    let at = |period: Period| usize::try_from(period.since(observed.start())).unwrap_or_default();
    Ok(Observed::new(from, observed.values()[at(from)..=at(to)].to_vec())?)
}

/// Whether a regressor says something of a part of a series: what is dated lies within it, a change of the level or of the season not at its
/// beginning, where nothing is before it.
pub(super) fn speaks_of(regressor: &Regressor, from: Period, to: Period) -> bool {
    match regressor {
        Regressor::Outlier(outlier) => {
            let is_change = matches!(outlier.kind, OutlierKind::LevelShift | OutlierKind::Seasonal);
            (from.plus(i32::from(is_change))..=to).contains(&outlier.at)
        }
        Regressor::Ramp { from: begin, to: end } => from <= *begin && *end <= to,
        _ => true,
    }
}
