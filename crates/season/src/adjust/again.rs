//! The model of the whole on a part of the series: with its coefficients, or estimated again; its outliers kept, removed or looked for again.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, sections 7.8 and 7.16 (`fixmdl`, `fixreg`, `outlier`, `outlierwin`).

use super::{AdjustError, Modelled, span};
use crate::Series;
use crate::regarima::{
    self, Fit, Held, Observed, Outlier, OutlierSettings, RegArimaError, Regressor, detect_outliers, fit,
};
use crate::spc::{FoundOutliers, ModelOfParts};

/// The model on a part of the series, without what is dated outside it: as it is estimated and as it forecasts. `found` are the outliers that
/// were found before, in the whole or in an earlier part; where they are looked for again, it is what was found now.
pub(super) fn again(
    model: &Modelled,
    part: &Series,
    how: &ModelOfParts,
    found: &mut Vec<Outlier>,
) -> Result<(Fit, Fit), AdjustError> {
    let observed = Observed::from(part);
    let own = model.fit.observed();
    let (from, to) = (own.start().max(part.start()), own.end().min(part.end()));
    let seen = match model.over.is_some() && from <= to {
        true => span::part(&observed, (Some(from), Some(to)))?,
        false => observed.clone(),
    };
    let forecasting = span::part(&observed, (Some(seen.start()), None))?;
    let search = search(model, &seen, how.outliers);
    let mut specification = model.fit.specification().clone();
    let of_whole = |regressor: &Regressor| model.outliers.iter().any(|outlier| is(regressor, *outlier));
    specification.regressors.retain(|regressor| !of_whole(regressor));
    match &search {
        Some(settings) => found.retain(|outlier| !settings.reaches(outlier.at)),
        None if how.outliers == FoundOutliers::Removed => found.clear(),
        None => {}
    }
    specification.regressors.extend(found.iter().map(|outlier| Regressor::Outlier(*outlier)));
    specification.regressors.retain(|regressor| span::speaks_of(regressor, seen.start(), seen.end()));
    // From where the whole has its maximum, lest a part comes to another that the whole does not have.
    specification.start = Some(model.fit.parameters().to_vec());
    specification.held = held(&model.fit, how);
    let fit = match &search {
        Some(settings) => {
            let searched = detect_outliers(&seen, &specification, settings)?;
            found.extend(searched.outliers);
            searched.fit
        }
        None => without_collinear_outliers(&seen, specification)?,
    };
    let over = if seen == observed { fit.clone() } else { fit.over(&forecasting, |_| true)? };
    Ok((fit, over))
}

fn is(regressor: &Regressor, outlier: Outlier) -> bool {
    matches!(regressor, Regressor::Outlier(one) if *one == outlier)
}

/// What is looked for again in a part; `None` where nothing is.
fn search(model: &Modelled, seen: &Observed, outliers: FoundOutliers) -> Option<OutlierSettings> {
    let FoundOutliers::SearchedAgain { newest } = outliers else { return None };
    let searched = model.searched.as_ref()?;
    let critical = model.critical.as_ref().map_or(searched.critical, |used| used.map(Some));
    let (from, to) = (searched.span.0.unwrap_or(seen.start()), searched.span.1.unwrap_or(seen.end()));
    let window = newest.map_or(from, |newest| from.max(seen.end().plus(1 - newest as i32)));
    let (from, to) = (window.max(seen.start()), to.min(seen.end()));
    (from <= to).then(|| OutlierSettings { critical, span: (Some(from), Some(to)), ..searched.clone() })
}

/// The coefficients that are not estimated again; the variance of the innovations always is, as in the reference program.
fn held(whole: &Fit, how: &ModelOfParts) -> Held {
    if !how.estimated {
        return whole.estimates();
    }
    let given = whole.specification().held.clone();
    let fixed = |regressor: &Regressor| how.fixed.iter().any(|kind| kind.holds(regressor.group()));
    let estimates = whole.estimates().regression.into_iter().filter(|(regressor, _)| fixed(regressor));
    let others = given.regression.into_iter().filter(|(regressor, _)| !fixed(regressor));
    Held { regression: estimates.chain(others).collect(), ..given }
}

/// The model estimated without those outliers that say nothing new: at the end of a part they may be the same, as every shape is at its last
/// period.
fn without_collinear_outliers(
    observed: &Observed,
    mut specification: regarima::Specification,
) -> Result<Fit, RegArimaError> {
    loop {
        let collinear = match fit(observed, &specification) {
            Err(RegArimaError::Collinear(name)) => name,
            other => return other,
        };
        let is_it = |one: &Regressor| matches!(one, Regressor::Outlier(outlier) if outlier.to_string() == collinear);
        match specification.regressors.iter().position(is_it) {
            Some(at) => drop(specification.regressors.remove(at)),
            None => return Err(RegArimaError::Collinear(collinear)),
        }
    }
}
