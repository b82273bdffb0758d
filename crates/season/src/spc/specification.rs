//! What a specification asks for, as values.
//!
//! The blocks and arguments are those of the X-13ARIMA-SEATS Reference Manual 1.1, chapter 7; where an argument is left out the manual's
//! default holds. What only says how results are printed is passed over; anything else that is not understood is refused.

use super::error::{SpcError, SpcFault};
use super::history::{self, HistorySettings};
use super::spans::{self, SlidingSpansSettings};
use super::syntax::{Block, blocks};
use super::{adjustment, coefficients, data, modelling, regressors};
use crate::Frequency;
use crate::diagnostics::CheckSettings;
use crate::regarima::{Held, Identification, Model, Observed, OutlierSettings, Prior, Regressor};
use crate::x11::X11Spec;

/// Gives the text of a file that a specification names, or says why it cannot.
pub type Files<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// A specification.
#[derive(Debug, Clone, PartialEq)]
pub struct Specification {
    /// The series, where the specification holds one or names its file.
    pub series: Option<Observed>,
    /// The number that stands for a value that is missing.
    pub missing_code: f64,
    /// The part of it that is adjusted, where it is not all.
    pub span: super::Bounds,
    /// The part of that on which the model is chosen and estimated, where it is not all.
    pub model_span: super::ModelSpan,
    /// Logarithms or levels.
    pub transform: Transformation,
    /// By how much AICC of logarithms may be above that of levels where one is chosen: 2, unless that is said.
    pub log_advance: f64,
    /// What the series is divided by beforehand, where that is said.
    pub prior: Option<Prior>,
    /// The regressors.
    pub variables: Vec<Variable>,
    /// Which of them stay only where they lower AICC.
    pub tests: Vec<Test>,
    /// The model; `None` for X-11 alone.
    pub model: Option<ModelChoice>,
    /// The coefficients that are given and not estimated.
    pub held: Held,
    /// Where the search for the ARMA coefficients begins, one for each, where that is said.
    pub start: Option<Vec<f64>>,
    /// The outliers that are looked for.
    pub outliers: Option<OutlierSettings>,
    /// How the residuals of the model are checked; `None` where they are not.
    pub check: Option<CheckSettings>,
    /// How many periods are forecast; `None` for a year.
    pub forecasts: Option<usize>,
    /// How many of the last values of a model without X-11 the forecasts do not know.
    pub excluded: usize,
    /// How likely a value is to lie within the interval of its forecast.
    pub probability: f64,
    /// How many are backcast.
    pub backcasts: usize,
    /// What X-11 does; `None` where it is not asked for.
    pub x11: Option<Adjustment>,
    /// How sliding spans are compared; `None` where they are not.
    pub sliding_spans: Option<SlidingSpansSettings>,
    /// What history is made; `None` where none is.
    pub history: Option<HistorySettings>,
    /// Whether the peaks of spectra are told.
    pub spectrum: bool,
    /// The tables to write, by their short names.
    pub saved: Vec<String>,
    /// How far tables are written beyond the series.
    pub append: Append,
    /// What is said of the series for others to read, by key.
    pub metadata: Vec<(String, String)>,
}

/// How far tables are written beyond the series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Append {
    /// As far as forecasts go.
    pub forecasts: bool,
    /// As far back as backcasts go.
    pub backcasts: bool,
}

/// What is modelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transformation {
    /// Nothing is said: the values as they are, and a multiplicative season.
    #[default]
    Unsaid,
    /// The values as they are, and an additive season unless another is asked for.
    Level,
    /// Their logarithms.
    Log,
    /// One of the two, by AICC.
    Automatic,
}

/// A regressor, or one whose form follows from the transformation.
#[derive(Debug, Clone, PartialEq)]
pub enum Variable {
    /// Trading days: six contrasts, or one coefficient.
    TradingDays {
        /// Whether weekdays are told apart from weekends only.
        one_coefficient: bool,
        /// Whether leap years go along: as a prior factor in logarithms, as a regressor in levels.
        leap_year: bool,
    },
    /// Any other.
    Regressor(Regressor),
}

/// What is tested by AICC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// Trading days or none: those among the regressors, else six contrasts or one coefficient, or one coefficient alone.
    TradingDays {
        /// One coefficient alone.
        one_coefficient: bool,
        /// Whether they bring a leap year along.
        leap_year: bool,
    },
    /// Easter or none: with the window it has among the regressors, else with one of 1, 8 or 15 days.
    Easter,
    /// The three regressors around Tết, or none.
    Tet,
    /// The user's regressors, or none.
    User,
}

/// How the model is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ModelChoice {
    /// It is given.
    Fixed(Model),
    /// It is identified.
    Automatic(Identification),
}

/// What X-11 does.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjustment {
    /// Its specification; the mode is the one given, or else that of the transformation.
    pub spec: X11Spec,
    /// Whether the mode was given.
    pub has_mode: bool,
}

/// Blocks that are understood.
const BLOCKS: [&str; 14] = [
    "metadata",
    "series",
    "transform",
    "regression",
    "arima",
    "automdl",
    "outlier",
    "estimate",
    "forecast",
    "check",
    "x11",
    "slidingspans",
    "history",
    "spectrum",
];

/// Blocks that say something of a model.
pub(super) const NEED_A_MODEL: [&str; 5] = ["regression", "outlier", "estimate", "forecast", "check"];

/// Arguments that every block may have, which say what is printed.
const PRINTED: [&str; 2] = ["print", "savelog"];

/// The tables to write, taken out of blocks that are all understood, with what only says what is printed.
fn saved(blocks: &mut [Block]) -> Result<Vec<String>, SpcError> {
    if let Some(other) = blocks.iter().find(|block| !BLOCKS.contains(&block.name.as_str())) {
        return Err(SpcFault::UnknownSpec(other.name.clone()).at(other.line));
    }
    let mut saved = Vec::new();
    for block in blocks {
        block.drop_all(&PRINTED);
        saved.append(&mut block.saved()?);
    }
    Ok(saved)
}

/// What a block says of how far tables go.
#[derive(Default)]
struct Appended {
    forecasts: Option<bool>,
    backcasts: Option<bool>,
}

impl Appended {
    fn of(block: &mut Block) -> Result<Self, SpcError> {
        let mut flag = |name: &str| block.take(name).map(|argument| argument.flag()).transpose();
        Ok(Self { forecasts: flag("appendfcst")?, backcasts: flag("appendbcst")? })
    }

    /// What this one says, the other where it says nothing.
    fn or(self, other: Self) -> Append {
        Append {
            forecasts: self.forecasts.or(other.forecasts).unwrap_or_default(),
            backcasts: self.backcasts.or(other.backcasts).unwrap_or_default(),
        }
    }
}

impl Specification {
    /// The regressors in the order of their coefficients: that of the variables, a leap year that comes with trading days behind them.
    #[must_use]
    pub fn regressors(&self) -> Vec<Regressor> {
        let prior = matches!(self.transform, Transformation::Log | Transformation::Automatic) || self.prior.is_some();
        coefficients::regressors(&self.variables, prior)
    }

    /// Reads a specification for series of this frequency, with the series it holds or names.
    ///
    /// # Errors
    /// When the text does not have the form, asks for something that is not done here, or names a file that cannot be used: with the line.
    pub fn read(text: &str, frequency: Frequency, files: Files<'_>) -> Result<Self, SpcError> {
        Self::of(blocks(text)?, frequency, files)
    }

    /// The same for series that are given otherwise: what the specification says of where its own is found is passed over.
    ///
    /// # Errors
    /// As for [`Specification::read`], but for the file of its series.
    pub fn read_for_others(text: &str, frequency: Frequency, files: Files<'_>) -> Result<Self, SpcError> {
        let mut blocks = blocks(text)?;
        let series = blocks.iter_mut().find(|block| block.name == "series");
        series.into_iter().for_each(|block| block.drop_all(&data::ITS_OWN));
        Self::of(blocks, frequency, files)
    }

    fn of(mut blocks: Vec<Block>, frequency: Frequency, files: Files<'_>) -> Result<Self, SpcError> {
        let saved = saved(&mut blocks)?;
        let needs = |block: &&Block| NEED_A_MODEL.contains(&block.name.as_str());
        let without_model = blocks.iter().find(needs).map(|block| (block.name.clone(), block.line));
        let mut take = |name: &str| {
            let at = blocks.iter().position(|block| block.name == name)?;
            Some(blocks.swap_remove(at))
        };
        let metadata = take("metadata").map_or(Ok(Vec::new()), data::metadata)?;
        let mut of_series = take("series");
        let by_series = of_series.as_mut().map_or(Ok(Appended::default()), Appended::of)?;
        let data::Given { series, missing_code, span, model_span } =
            of_series.map_or(Ok(data::Given::default()), |block| data::series(block, frequency, files))?;
        let modelling::Transform { function: transform, log_advance, prior } =
            take("transform").map_or(Ok(modelling::Transform::default()), modelling::transform)?;
        let regression = take("regression")
            .map_or(Ok(Default::default()), |block| regressors::regression(block, frequency, files))?;
        let (model, arma) = modelling::model(take("arima"), take("automdl"), frequency)?;
        let given = (transform, prior, model);
        let regressors::Regression { variables, tests, coefficients } = regression;
        let held = coefficients.map_or(Ok(Vec::new()), |b| coefficients::regression(&b, &variables, &tests, given))?;
        let (held, start) = (Held { arma: arma.held, regression: held, variance: None }, arma.start);
        if let (None, Some(block)) = (model, without_model) {
            return Err(SpcFault::NeedsModel(block.0).at(block.1));
        }
        let outliers = take("outlier").map(|block| modelling::outlier(block, frequency)).transpose()?;
        take("estimate").map_or(Ok(()), modelling::estimate)?;
        let check = take("check").map(modelling::check).transpose()?;
        let modelling::Forecasts { lead: forecasts, back: backcasts, excluded, probability } =
            take("forecast").map_or(Ok(modelling::Forecasts::default()), modelling::forecast)?;
        let mut of_x11 = take("x11");
        let by_x11 = of_x11.as_mut().map_or(Ok(Appended::default()), Appended::of)?;
        let x11 = of_x11.map(|block| adjustment::x11(block, frequency)).transpose()?;
        let sliding_spans = take("slidingspans").map(|block| spans::sliding_spans(block, frequency)).transpose()?;
        let history = take("history").map(|block| history::history(block, frequency)).transpose()?;
        let spectrum = take("spectrum").map(Block::done).transpose()?.is_some();
        Ok(Self {
            series,
            missing_code,
            span,
            model_span,
            transform,
            log_advance,
            prior,
            variables,
            tests,
            model,
            held,
            start,
            outliers,
            check,
            forecasts,
            excluded,
            probability,
            backcasts,
            x11,
            sliding_spans,
            history,
            spectrum,
            saved,
            append: by_x11.or(by_series),
            metadata,
        })
    }
}
