//! How stable an adjustment is: spans of the series compared, by default with the coefficients of its model, and its history, by default with
//! the model estimated again each time.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, sections 7.8 (`history`) and 7.16 (`slidingspans`).

use super::again::again as model_again;
use super::effects::Effects;
use super::{AdjustError, Adjusted};
use crate::diagnostics::{History, SlidingSpans, history_start, revisions_by, sliding_spans_by};
use crate::regarima::{Fit, Group, Operator, Outlier, Prior, Transform};
use crate::spc::{Estimate, Fixed, HistorySettings, ModelOfParts, SlidingSpansSettings};
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
    /// The ARMA coefficients of the model at the end of each period, by operator and power.
    pub arma: Vec<CoefficientHistory<(Operator, usize)>>,
    /// The coefficients of its trading days, by their names.
    pub trading_days: Vec<CoefficientHistory<String>>,
}

/// What a coefficient was at the end of each period.
#[derive(Debug, Clone, PartialEq)]
pub struct CoefficientHistory<K> {
    /// Which one.
    pub of: K,
    /// The last period of what was seen, and the coefficient.
    pub values: Vec<(Period, f64)>,
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

/// The spans compared: each adjusted like the whole.
pub(super) fn spans(
    adjusted: &Adjusted,
    whole: &X11,
    spec: &X11Spec,
    settings: &SlidingSpansSettings,
) -> Result<Option<SlidingSpans>, AdjustError> {
    let filters = match whole.choices.filter_choice {
        Some(_) => Filters::Chosen(SeasonalFilter::S3x5),
        None => spec.filters.clone(),
    };
    let spec = X11Spec { filters, ..spec.clone() };
    // Where coefficients are those of the whole, trading days are the same in every span.
    let has_own_days = settings.model.estimated && !settings.model.fixed.contains(&Fixed::TradingDays);
    let again = |span: &Series| {
        let again = again(adjusted, &spec, span, &settings.model, &mut found(adjusted))?;
        let days = again.effects.and_then(|effects| effects.trading_days).filter(|_| has_own_days);
        Ok((again.x11, days))
    };
    sliding_spans_by(&adjusted.series, &whole.choices.filters, &settings.spans, again)
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
    let (mut models, mut found) = (Vec::new(), found(adjusted));
    let revisions = revisions_by(series, start, &settings.revisions, |then| {
        let again = again(adjusted, spec, then, &settings.model, &mut found)?;
        models.extend(again.model.map(|model| Then::of(&model, furthest)).transpose()?);
        Ok::<_, AdjustError>(again.x11)
    })?;
    let criteria = models.iter().map(|then| (then.end, then.log_likelihood, then.aicc)).collect();
    let errors = steps.into_iter().map(|lead| errors(series, &models, lead, settings.scaled_errors)).collect();
    let (arma, trading_days) = (of_arma(&models), of_trading_days(&models));
    Ok(revisions.map(|revisions| AdjustmentHistory { asked, revisions, criteria, errors, arma, trading_days }))
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
    let is_of_model = |estimate: &Estimate| {
        matches!(estimate, Estimate::Forecasts | Estimate::Criteria | Estimate::Arma | Estimate::TradingDays)
    };
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
    scale: (Transform, Prior),
    forecasts: Vec<f64>,
    arma: Vec<(Operator, usize, f64)>,
    trading_days: Vec<(String, f64)>,
}

impl Then {
    fn of((estimated, forecasting): &(Fit, Fit), furthest: Option<usize>) -> Result<Self, AdjustError> {
        let (likelihood, end) = (estimated.likelihood(), forecasting.observed().end());
        let forecasts = forecasting.forecasts(furthest.unwrap_or_default())?;
        let forecasts = forecasts.iter().map(|forecast| forecast.value).collect();
        let of_days = estimated.regression().into_iter().filter(|one| one.group == Group::TradingDay);
        let specification = estimated.specification();
        Ok(Self {
            end,
            log_likelihood: likelihood.log_likelihood,
            aicc: likelihood.aicc,
            scale: (specification.transform, specification.prior),
            forecasts,
            arma: estimated.arma().into_iter().map(|(operator, power, value, _)| (operator, power, value)).collect(),
            trading_days: of_days.map(|one| (one.name, one.estimate)).collect(),
        })
    }

    /// A value on the scale of the model.
    fn scaled(&self, period: Period, value: f64) -> f64 {
        let (transform, prior) = self.scale;
        transform.scaled(value / prior.factor(period))
    }
}

/// The errors of the forecasts of one lead that the series has come to: in its units, or on the scale of the model.
fn errors(series: &Series, models: &[Then], lead: usize, scaled: bool) -> ForecastErrors {
    let error = |then: &Then| {
        let at = then.end.plus(lead as i32);
        let on_scale = |value: f64| if scaled { then.scaled(at, value) } else { value };
        Some((at, on_scale(series.at(at)?) - on_scale(*then.forecasts.get(lead - 1)?)))
    };
    ForecastErrors { lead, errors: models.iter().filter_map(error).collect() }
}

/// The ARMA coefficients at the end of each period.
fn of_arma(models: &[Then]) -> Vec<CoefficientHistory<(Operator, usize)>> {
    let Some(first) = models.first() else { return Vec::new() };
    let of = |(at, (operator, power, _)): (usize, &(Operator, usize, f64))| {
        let values = models.iter().filter_map(|then| Some((then.end, then.arma.get(at)?.2))).collect();
        CoefficientHistory { of: (*operator, *power), values }
    };
    first.arma.iter().enumerate().map(of).collect()
}

/// The coefficients of trading days at the end of each period.
fn of_trading_days(models: &[Then]) -> Vec<CoefficientHistory<String>> {
    let mut found: Vec<CoefficientHistory<String>> = Vec::new();
    for then in models {
        for (name, value) in &then.trading_days {
            match found.iter_mut().find(|known| known.of == *name) {
                Some(known) => known.values.push((then.end, *value)),
                None => found.push(CoefficientHistory { of: name.clone(), values: vec![(then.end, *value)] }),
            }
        }
    }
    found
}

/// The outliers found in the whole.
fn found(adjusted: &Adjusted) -> Vec<Outlier> {
    adjusted.model.as_ref().map(|model| model.outliers.clone()).unwrap_or_default()
}

/// A part of a series, adjusted.
struct AdjustedPart {
    x11: X11,
    /// The model as it is estimated and as it forecasts.
    model: Option<(Fit, Fit)>,
    effects: Option<Effects>,
}

/// A part of the series adjusted with the model of the whole.
fn again(
    adjusted: &Adjusted,
    spec: &X11Spec,
    part: &Series,
    how: &ModelOfParts,
    found: &mut Vec<Outlier>,
) -> Result<AdjustedPart, AdjustError> {
    let lead = adjusted.forecasts.len();
    let Some(model) = &adjusted.model else {
        return Ok(AdjustedPart { x11: x11::adjust(spec, &x11::Given::series(part))?, model: None, effects: None });
    };
    let (estimated, fit) = model_again(model, part, how, found)?;
    let (forecasts, backcasts) = (fit.forecasts(lead)?, fit.backcasts(adjusted.backcasts.len())?);
    let effects = Effects::of(&fit, part.start().plus(-(backcasts.len() as i32)), lead)?;
    let x11 = effects.adjust(spec, part, (&backcasts, &forecasts))?;
    Ok(AdjustedPart { x11, model: Some((estimated, fit)), effects: Some(effects) })
}
