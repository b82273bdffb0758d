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

mod again;
mod chosen;
mod effects;
mod history_tables;
mod modelled;
mod span;
mod stability;
mod tables;

use crate::diagnostics::{QsStatistics, ResidualChecks, SlidingSpans, Spectra, qs_statistics, spectra};
use crate::regarima::{
    AiccTest, CriticalValues, Fit, Forecast, Observed, OrderSearch, Outlier, OutlierSettings, RegArimaError, Transform,
    TransformChoice,
};
use crate::spc::{Adjustment, Append, Specification, Test, Transformation};
use crate::x11::{Mode, X11, X11Error, X11Spec};
use crate::{Period, Series};
pub use chosen::Keep;
use effects::Effects;
use modelled::modelled;
pub use stability::{AdjustmentHistory, CoefficientHistory, ForecastErrors};

/// Why a series is not adjusted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AdjustError {
    /// A span of the specification, or that of its model or of its search for outliers, does not lie within the series.
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
    /// More periods are without a value than have one.
    #[error(
        "only {found} of the periods {first} to {last} have a value: correct the date that stands far from the others, or adjust a span of it"
    )]
    MostlyMissing {
        /// How many have one.
        found: usize,
        /// The first period.
        first: Period,
        /// The last.
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
    /// A coefficient that is held belongs to one model, and that of a regressor to one transformation.
    #[error("coefficients are held where the transformation or the model is chosen: give both, or hold none")]
    HeldOfChoice,
    /// The model cannot be estimated.
    #[error(transparent)]
    Model(#[from] RegArimaError),
    /// X-11 cannot be carried out.
    #[error(transparent)]
    X11(#[from] X11Error),
}

/// Why something that was asked for beside an adjustment is not there.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotMade {
    /// It is made of tables of X-11.
    #[error("it needs x11{{}}")]
    WithoutX11,
    /// An adjustment needs what comes after the last value.
    #[error("beside x11{{}} forecasts begin after the last value")]
    BesideX11,
    /// It is made of months only.
    #[error("it is made of monthly series only")]
    OfQuarters,
    /// No period or span is left for it.
    #[error("the series is too short for it, or ends before it begins")]
    TooShort,
    /// The series cannot be adjusted as it was, or a span of it.
    #[error("a part of the series cannot be adjusted: {0}")]
    Failed(AdjustError),
}

impl NotMade {
    /// What was made with the tables of X-11 where there are any.
    fn or_made<T>(made: Option<Result<Option<T>, AdjustError>>) -> Result<T, Self> {
        made.ok_or(Self::WithoutX11)?.map_err(Self::Failed)?.ok_or(Self::TooShort)
    }
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
    /// What the residuals of the model are like, where that is asked.
    pub check: Option<ResidualChecks>,
    /// Spans of the series compared.
    pub sliding_spans: Option<SlidingSpans>,
    /// Its revisions, and those of its model.
    pub history: Option<AdjustmentHistory>,
    /// What was asked for beside the adjustment and could not be made, by its word in the language, and why.
    pub not_made: Vec<(&'static str, NotMade)>,
    /// What the specification says of it for others to read.
    pub metadata: Vec<(String, String)>,
    /// Whether the peaks of its spectra are told.
    pub tells_spectra: bool,
    /// What the model says of the series, by kind, as far as forecasts and backcasts go.
    effects: Effects,
    saved: Vec<String>,
    append: Append,
}

/// The model of a series.
#[derive(Debug, Clone)]
pub struct Modelled {
    /// It, estimated: on the whole series, or on the span that was asked for.
    pub fit: Fit,
    /// It over the whole where it was estimated on a part.
    over: Option<Fit>,
    /// What of the specification is left out because of that part, in its words: variables dated outside it, and backcasts where it begins
    /// later than the series.
    pub left_out: Vec<String>,
    /// The outliers found.
    pub outliers: Vec<Outlier>,
    /// The critical values they were found by.
    pub critical: Option<CriticalValues>,
    /// What was looked for.
    searched: Option<OutlierSettings>,
    /// The models that were compared, where it was identified.
    pub orders: Option<OrderSearch>,
    /// How the tests by AICC ended that were asked for. Of a model that is identified they are the last; it may lose what they kept later,
    /// because it is not significant.
    pub tests: Vec<(Test, AiccTest)>,
}

impl Modelled {
    fn of(fit: Fit) -> Self {
        Self {
            fit,
            over: None,
            left_out: Vec::new(),
            outliers: Vec::new(),
            critical: None,
            searched: None,
            orders: None,
            tests: Vec::new(),
        }
    }

    /// The model as it forecasts: where it was estimated on a part, over all from the beginning of the part on, as in the reference program,
    /// its coefficients held.
    #[must_use]
    pub fn whole(&self) -> &Fit {
        self.over.as_ref().unwrap_or(&self.fit)
    }
}

/// Adjusts a series. Gaps have a regressor each, as X-13 has it, and are filled by the model.
///
/// # Errors
/// When the specification does not fit the series, or its model or X-11 cannot be carried out on it.
pub fn adjust(observed: &Observed, specification: &Specification) -> Result<Adjusted, AdjustError> {
    let observed = span::part(&span::observed(observed, specification.missing_code)?, specification.span)?;
    let (transform, model) = modelled(&observed, specification)?;
    let series = modelled::filled(&observed, model.as_ref())?;
    let mode = mode(specification, model.as_ref().map(|model| model.fit.specification().transform))?;
    let per_year = series.frequency().per_year();
    let lead = specification.forecasts.unwrap_or(per_year);
    let (mut forecasts, mut backcasts) = (Vec::new(), Vec::new());
    let (mut effects, mut whole) = (Effects::default(), None);
    if let Some(model) = &model {
        forecasts = model.whole().forecasts(lead)?;
        if specification.excluded > 0 && specification.x11.is_none() {
            let known = span::part(&observed, (None, Some(observed.end().plus(-(specification.excluded as i32)))))?;
            forecasts = model.whole().over(&known, |_| true)?.forecasts(lead)?;
        }
        if model.whole().observed().start() == observed.start() {
            backcasts = model.whole().backcasts(specification.backcasts)?;
        }
        for all in [&mut forecasts, &mut backcasts] {
            model.whole().widen(all, specification.probability);
        }
        effects = Effects::of(model.whole(), series.start().plus(-(backcasts.len() as i32)), lead)?;
    }
    if let Some(Adjustment { spec, .. }) = &specification.x11 {
        let spec = X11Spec { mode, ..spec.clone() };
        whole = Some((effects.adjust(&spec, &series, (&backcasts, &forecasts))?, spec));
    }
    let check = specification.check.zip(model.as_ref());
    let mut adjusted = Adjusted {
        check: check.and_then(|(settings, model)| ResidualChecks::of(&model.fit, &settings)),
        filled: observed.gaps().collect(),
        series,
        transform,
        model,
        forecasts,
        backcasts,
        x11: None,
        sliding_spans: None,
        history: None,
        not_made: Vec::new(),
        tells_spectra: specification.spectrum,
        effects,
        saved: specification.saved.clone(),
        append: specification.append,
        metadata: specification.metadata.clone(),
    };
    if specification.excluded > 0 && specification.x11.is_some() {
        adjusted.not_made.push(("exclude", NotMade::BesideX11));
    }
    if specification.check.is_some() && adjusted.check.is_none() {
        adjusted.not_made.push(("check", NotMade::TooShort));
    }
    adjusted.add_stability(whole.as_ref(), specification);
    adjusted.x11 = whole.map(|(x11, _)| x11);
    if specification.spectrum && adjusted.spectra().is_none() {
        let why = if adjusted.x11.is_none() { NotMade::WithoutX11 } else { NotMade::OfQuarters };
        adjusted.not_made.push(("spectrum", why));
    }
    Ok(adjusted)
}

impl Adjusted {
    /// The spans and the history that were asked for; where one cannot be made, why, for the adjustment stands without it.
    fn add_stability(&mut self, whole: Option<&(X11, X11Spec)>, specification: &Specification) {
        let mut not_made = Vec::new();
        if let Some(settings) = &specification.sliding_spans {
            let spans = whole.map(|(x11, spec)| stability::spans(self, x11, spec, settings));
            self.sliding_spans = NotMade::or_made(spans).map_err(|why| not_made.push(("slidingspans", why))).ok();
        }
        if let Some(settings) = &specification.history {
            let history = whole.map(|(x11, spec)| stability::history(self, x11, spec, settings));
            self.history = NotMade::or_made(history).map_err(|why| not_made.push(("history", why))).ok();
        }
        self.not_made.append(&mut not_made);
    }

    /// The spectra of a monthly adjustment: changes are taken once less often than the model takes differences, and once at least.
    #[must_use]
    pub fn spectra(&self) -> Option<Spectra> {
        spectra(self.x11.as_ref()?, self.taken().saturating_sub(1).max(1))
    }

    /// QS of what goes in and comes out, of the whole or of the last 96 observations: changes are taken as often as the model takes
    /// differences, once at least and twice at most.
    #[must_use]
    pub fn qs(&self, recent: bool) -> Option<QsStatistics> {
        Some(qs_statistics(self.x11.as_ref()?, self.taken(), recent))
    }

    /// How many differences the model takes, seasonal ones too; one without a model.
    fn taken(&self) -> usize {
        let model = self.model.as_ref().map(|model| model.fit.model());
        model.map_or(1, |model| model.regular.differences + model.seasonal.differences)
    }
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
