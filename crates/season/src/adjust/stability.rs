//! How stable an adjustment is: spans of the series compared, with the coefficients of its model, and its history, with the model estimated
//! again each time. Both are the defaults of the reference program.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, sections 7.8 (`history`) and 7.16 (`slidingspans`).

use super::effects::Effects;
use super::modelled::{self, Again};
use super::{AdjustError, Adjusted};
use crate::diagnostics::{AdditiveSpans, History, SlidingSpans, history_start, revisions_by, sliding_spans_by};
use crate::regarima::Fit;
use crate::spc::{Estimate, HistorySettings};
use crate::x11::{self, Filters, SeasonalFilter, X11, X11Spec};
use crate::{Period, Series};

/// What the adjustment and the model of a series were at the end of each period, against what they are now.
#[derive(Debug, Clone)]
pub struct AdjustmentHistory {
    /// What it was asked to hold.
    asked: Vec<Estimate>,
    /// Revisions of what X-11 makes.
    pub revisions: History,
    /// The log likelihood and AICC of the model at the end of each period; empty without one.
    pub criteria: Vec<(Period, f64, f64)>,
    /// How the forecasts turned out, by how far ahead they were; empty without a model.
    pub errors: Vec<ForecastErrors>,
}

/// Errors of forecasts of one lead.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastErrors {
    /// How many periods ahead.
    pub lead: usize,
    /// The period forecast, and its value less the forecast.
    pub errors: Vec<(Period, f64)>,
}

impl ForecastErrors {
    /// The mean of the squared errors; `None` where there is none.
    #[must_use]
    pub fn mean_square(&self) -> Option<f64> {
        let squares: f64 = self.errors.iter().map(|(_, error)| error * error).sum();
        (!self.errors.is_empty()).then(|| squares / self.errors.len() as f64)
    }
}

/// The usual content of a history.
const USUAL: [Estimate; 3] = [Estimate::Adjusted, Estimate::Changes, Estimate::Trend];

impl AdjustmentHistory {
    /// Whether it was asked to hold an estimate.
    #[must_use]
    pub fn holds(&self, estimate: Estimate) -> bool {
        self.asked.contains(&estimate)
    }
}

/// The spans compared: each adjusted like the whole, with the coefficients of its model.
pub(super) fn spans(
    adjusted: &Adjusted,
    whole: &X11,
    spec: &X11Spec,
    additive: AdditiveSpans,
) -> Result<Option<SlidingSpans>, AdjustError> {
    let filters = match whole.choices.filter_choice {
        Some(_) => Filters::Chosen(SeasonalFilter::S3x5),
        None => spec.filters.clone(),
    };
    let spec = X11Spec { filters, ..spec.clone() };
    let again = |span: &Series| again(adjusted, &spec, span, Again::Held).map(|(x11, _)| x11);
    sliding_spans_by(&adjusted.series, &whole.choices.filters, additive, again)
}

/// The series as it was at the end of every period from the first of the history on, adjusted each time.
pub(super) fn history(
    adjusted: &Adjusted,
    whole: &X11,
    spec: &X11Spec,
    settings: &HistorySettings,
) -> Result<Option<AdjustmentHistory>, AdjustError> {
    let series = &adjusted.series;
    let asked = if settings.estimates.is_empty() { USUAL.to_vec() } else { settings.estimates.clone() };
    let seen_from = adjusted.model.as_ref().map_or(series.start(), |model| model.fit.observed().start());
    let start = start(whole, series, settings, &asked).max(after(seen_from, EARLIEST));
    let steps = match settings.steps[..] {
        [] => vec![1, series.frequency().per_year()],
        _ => settings.steps.clone(),
    };
    let furthest = if asked.contains(&Estimate::Forecasts) { steps.iter().max().copied() } else { None };
    let mut models = Vec::new();
    let revisions = revisions_by(series, start, |then| {
        let (x11, model) = again(adjusted, spec, then, Again::Estimated)?;
        models.extend(model.map(|model| Then::of(&model, furthest)).transpose()?);
        Ok::<_, AdjustError>(x11)
    })?;
    // The first is the series as it is now.
    let models = models.get(1..).unwrap_or_default();
    let criteria = models.iter().map(|then| (then.end, then.log_likelihood, then.aicc)).collect();
    let errors = steps.into_iter().map(|lead| errors(series, models, lead)).collect();
    Ok(revisions.map(|revisions| AdjustmentHistory { asked, revisions, criteria, errors }))
}

/// The years that a model needs before the first period of a history.
const EARLIEST: i32 = 5;
/// Those that come before what is told of the model, where nothing is said.
const OF_MODEL: i32 = 8;

fn after(period: Period, years: i32) -> Period {
    period.plus(years * period.frequency().per_year() as i32)
}

/// The first period of a history: that asked for, or else by the seasonal filter, what is told of the model not before the ninth year.
fn start(whole: &X11, series: &Series, settings: &HistorySettings, asked: &[Estimate]) -> Period {
    let is_of_model = |estimate: &Estimate| matches!(estimate, Estimate::Forecasts | Estimate::Criteria);
    let of_model = after(series.start(), OF_MODEL);
    match (settings.start, asked.iter().any(is_of_model), asked.iter().all(is_of_model)) {
        (Some(start), ..) => start,
        (None, _, true) => of_model,
        (None, true, false) => history_start(whole, series).max(of_model),
        (None, false, _) => history_start(whole, series),
    }
}

/// The model at the end of a period.
struct Then {
    end: Period,
    log_likelihood: f64,
    aicc: f64,
    forecasts: Vec<f64>,
}

impl Then {
    fn of((estimated, forecasting): &(Fit, Fit), furthest: Option<usize>) -> Result<Self, AdjustError> {
        let (likelihood, end) = (estimated.likelihood(), forecasting.observed().end());
        let forecasts = forecasting.forecasts(furthest.unwrap_or_default())?;
        let forecasts = forecasts.iter().map(|forecast| forecast.value).collect();
        Ok(Self { end, log_likelihood: likelihood.log_likelihood, aicc: likelihood.aicc, forecasts })
    }
}

/// The errors of the forecasts of one lead that the series has come to.
fn errors(series: &Series, models: &[Then], lead: usize) -> ForecastErrors {
    let error = |then: &Then| {
        let at = then.end.plus(lead as i32);
        Some((at, series.at(at)? - then.forecasts.get(lead - 1)?))
    };
    ForecastErrors { lead, errors: models.iter().filter_map(error).collect() }
}

/// A part of the series adjusted with the model of the whole; the model as it is estimated and as it forecasts.
fn again(
    adjusted: &Adjusted,
    spec: &X11Spec,
    part: &Series,
    how: Again,
) -> Result<(X11, Option<(Fit, Fit)>), AdjustError> {
    let lead = adjusted.forecasts.len();
    let Some(model) = &adjusted.model else { return Ok((x11::adjust(spec, &x11::Given::series(part))?, None)) };
    let (estimated, fit) = modelled::again(model, part, how)?;
    let (forecasts, backcasts) = (fit.forecasts(lead)?, fit.backcasts(adjusted.backcasts.len())?);
    let effects = Effects::of(&fit, part.start().plus(-(backcasts.len() as i32)), lead)?;
    Ok((effects.adjust(spec, part, (&backcasts, &forecasts))?, Some((estimated, fit))))
}
