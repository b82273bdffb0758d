//! A series adjusted as a specification says: model first, then X-11 on what the model leaves and foresees.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, chapter 2 (the flow of a run) and section 7.19 (modes and transformations);
//! Findley, Monsell, Bell, Otto and Chen (1998), section 2.
//!
//! ```
//! use season::adjust::adjust;
//! use season::spc::Specification;
//! use season::x11::Table;
//! use season::{Frequency, Series};
//!
//! let text = "transform{function=log} arima{model=(0 1 1)(0 1 1)} x11{}";
//! let specification = Specification::read(text, Frequency::Monthly, &|name| Err(format!("there is no {name}")))?;
//! let value = |month: i32| (100.0 + f64::from(month) + f64::from(month * 7 % 5)) * if month % 12 == 11 { 1.3 } else { 1.0 };
//! let series = Series::new("2015-01".parse()?, (0..96).map(value).collect())?;
//!
//! let adjusted = adjust(&(&series).into(), &specification)?;
//! let x11 = adjusted.x11.as_ref().ok_or("no adjustment")?;
//! assert_eq!(adjusted.forecasts.len(), 12);
//! assert!(x11.observed(Table::D11).iter().zip(series.values()).all(|(adjusted, value)| (adjusted / value - 1.0).abs() < 0.35));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod chosen;
mod effects;
mod modelled;
mod tables;

use crate::diagnostics::{History, SlidingSpans, history_start, revisions_by, sliding_spans_by};
use crate::regarima::{Fit, Forecast, Observed, OrderSearch, Outlier, RegArimaError, Transform, TransformChoice};
use crate::spc::{Adjustment, Specification, Transformation};
use crate::x11::{self, Filters, Mode, SeasonalFilter, X11, X11Error, X11Spec};
use crate::{Period, Series};
pub use chosen::Keep;
use effects::Effects;
use modelled::modelled;

/// Why a series is not adjusted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AdjustError {
    /// A span of the specification, or that of its search for outliers, has no value of the series, or only some of its own.
    #[error("the span {from} to {to} does not lie within the series, {first} to {last}")]
    Span {
        /// The first period asked for.
        from: Period,
        /// The last.
        to: Period,
        /// The first of the series.
        first: Period,
        /// Its last.
        last: Period,
    },
    /// X-11 alone fills no gap.
    #[error("the value at {0} is missing: X-11 alone takes no gap; give a model, which fills it")]
    Gap(Period),
    /// Effects of a model of levels are differences, which no ratio takes out.
    #[error("the effects of a model of levels cannot be taken out of a {0} season: take logarithms, or mode=add")]
    RatiosOfLevels(&'static str),
    /// Effects of a model of logarithms are ratios, which no difference takes out.
    #[error(
        "the effects of a model of logarithms cannot be taken out of an additive season: take the level, or another mode"
    )]
    DifferencesOfLogarithms,
    /// The mode follows from the transformation where that is chosen.
    #[error("the mode follows from the transformation that is chosen: leave mode= out, or choose the transformation")]
    ModeOfChoice,
    /// A prior factor divides, which a model of levels does not.
    #[error("adjust= needs logarithms: give transform{{function=log}}")]
    PriorOfLevels,
    /// Trading days without leap years where the transformation or the model is chosen.
    #[error(
        "tdnolpyear and td1nolpyear are not taken where the transformation or the model is chosen: take td or td1coef"
    )]
    LeapYearOfChoice,
    /// A coefficient that is held belongs to one model and one transformation.
    #[error("coefficients are held where the transformation or the model is chosen: give both, or hold none")]
    HeldOfChoice,
    /// The model cannot be estimated.
    #[error(transparent)]
    Model(#[from] RegArimaError),
    /// X-11 cannot be carried out.
    #[error(transparent)]
    X11(#[from] X11Error),
}

/// A series, adjusted.
#[derive(Debug, Clone)]
pub struct Adjusted {
    /// What was adjusted: the series, or the span of it; where a value is missing, what the model says of it.
    pub series: Series,
    /// The periods whose value is the model's.
    pub filled: Vec<Period>,
    /// How logarithms and levels compared, where one was chosen.
    pub transform: Option<TransformChoice>,
    /// The model; `None` for X-11 alone.
    pub model: Option<Modelled>,
    /// What comes after the series by the model.
    pub forecasts: Vec<Forecast>,
    /// What came before it.
    pub backcasts: Vec<Forecast>,
    /// X-11's tables and diagnostics; `None` where it is not asked for.
    pub x11: Option<X11>,
    /// Spans of the series compared.
    pub sliding_spans: Option<SlidingSpans>,
    /// Its revisions.
    pub history: Option<History>,
    /// What the model says of the series, by kind, as far as forecasts and backcasts go.
    effects: Effects,
    saved: Vec<String>,
    append: (bool, bool),
}

/// The model of a series.
#[derive(Debug, Clone)]
pub struct Modelled {
    /// It, estimated.
    pub fit: Fit,
    /// The outliers found.
    pub outliers: Vec<Outlier>,
    /// The critical value they were found by.
    pub critical: Option<f64>,
    /// The models that were compared, where it was identified.
    pub orders: Option<OrderSearch>,
}

/// Adjusts a series. Gaps have a regressor each, as X-13 has it, and are filled by the model.
///
/// # Errors
/// When the specification does not fit the series, or its model or X-11 cannot be carried out on it.
pub fn adjust(observed: &Observed, specification: &Specification) -> Result<Adjusted, AdjustError> {
    let observed = within(observed, specification)?;
    let (transform, model) = modelled(&observed, specification)?;
    let series = modelled::filled(&observed, model.as_ref())?;
    let mode = mode(specification, model.as_ref().map(|model| model.fit.specification().transform))?;
    let per_year = series.frequency().per_year();
    let lead = specification.forecasts.unwrap_or(per_year);
    let (mut forecasts, mut backcasts) = (Vec::new(), Vec::new());
    let (mut effects, mut whole) = (Effects::default(), None);
    if let Some(model) = &model {
        forecasts = model.fit.forecasts(lead)?;
        backcasts = model.fit.backcasts(specification.backcasts)?;
        effects = Effects::of(&model.fit, specification.backcasts, lead)?;
    }
    if let Some(Adjustment { spec, .. }) = &specification.x11 {
        let spec = X11Spec { mode, ..spec.clone() };
        whole = Some((effects.adjust(&spec, &series, (&backcasts, &forecasts))?, spec));
    }
    let mut adjusted = Adjusted {
        filled: observed.gaps().collect(),
        series,
        transform,
        model,
        forecasts,
        backcasts,
        x11: None,
        sliding_spans: None,
        history: None,
        effects,
        saved: specification.saved.clone(),
        append: specification.x11.as_ref().map_or((false, false), |x11| (x11.append_forecasts, x11.append_backcasts)),
    };
    if let Some((x11, spec)) = whole {
        adjusted.sliding_spans =
            specification.sliding_spans.then(|| spans(&adjusted, &x11, &spec)).transpose()?.flatten();
        adjusted.history = specification
            .history
            .then(|| history(&adjusted, &x11, &spec, specification.history_start))
            .transpose()?
            .flatten();
        adjusted.x11 = Some(x11);
    }
    Ok(adjusted)
}

/// The part of the series that the specification asks for.
fn within(observed: &Observed, specification: &Specification) -> Result<Observed, AdjustError> {
    let (first, last) = (observed.start(), observed.end());
    let (from, to) = (specification.span.0.unwrap_or(first), specification.span.1.unwrap_or(last));
    if from < first || to > last || from > to {
        return Err(AdjustError::Span { from, to, first, last });
    }
    let at = |period: Period| usize::try_from(period.since(first)).unwrap_or_default();
    Ok(Observed::new(from, observed.values()[at(from)..=at(to)].to_vec())?)
}

/// The mode of the season: as asked, or as the transformation has it.
fn mode(specification: &Specification, chosen: Option<Transform>) -> Result<Mode, AdjustError> {
    let Some(Adjustment { spec, has_mode, .. }) = &specification.x11 else { return Ok(Mode::default()) };
    Ok(match (specification.transform, chosen, has_mode) {
        (Transformation::Automatic, _, true) => return Err(AdjustError::ModeOfChoice),
        (Transformation::Automatic, Some(Transform::Level), _) | (Transformation::Level, _, false) => Mode::Additive,
        _ => spec.mode,
    })
}

/// The spans compared: each adjusted like the whole, its model estimated again.
fn spans(adjusted: &Adjusted, whole: &X11, spec: &X11Spec) -> Result<Option<SlidingSpans>, AdjustError> {
    let filters = match whole.choices.filter_choice {
        Some(_) => Filters::Chosen(SeasonalFilter::S3x5),
        None => spec.filters.clone(),
    };
    let spec = X11Spec { filters, ..spec.clone() };
    sliding_spans_by(&adjusted.series, &whole.choices.filters, |span| again(adjusted, &spec, span))
}

/// The series as it was at the end of every period from the one given on, adjusted each time. As in the reference program one that is too
/// early is the first of the sixth year, and the default follows from the seasonal filter.
fn history(
    adjusted: &Adjusted,
    whole: &X11,
    spec: &X11Spec,
    given: Option<Period>,
) -> Result<Option<History>, AdjustError> {
    let series = &adjusted.series;
    let earliest = series.start().plus(HISTORY_FROM * series.frequency().per_year() as i32);
    let start = given.map_or_else(|| history_start(whole, series), |start| start.max(earliest));
    revisions_by(&adjusted.series, start, |then| again(adjusted, spec, then))
}

/// The fewest years before the first adjustment of a history.
const HISTORY_FROM: i32 = 5;

/// A part of the series adjusted with the model of the whole: its regressors and its order, estimated again.
fn again(adjusted: &Adjusted, spec: &X11Spec, part: &Series) -> Result<X11, AdjustError> {
    let lead = adjusted.forecasts.len();
    let Some(model) = &adjusted.model else { return Ok(x11::adjust(spec, &x11::Given::series(part))?) };
    let (fit, forecasts, backcasts) = modelled::part(&model.fit, part, lead, adjusted.backcasts.len())?;
    Effects::of(&fit, backcasts.len(), lead)?.adjust(spec, part, (&backcasts, &forecasts))
}
