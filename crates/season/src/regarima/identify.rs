//! The automatic model: differences, orders, mean, calendar and outliers.
//!
//! Gómez and Maravall 2001 ("Automatic modeling methods for univariate series", in Peña, Tiao and Tsay: A Course in Time
//! Series Analysis), as the X-13ARIMA-SEATS Reference Manual describes it, ch. 7.2. The airline model is the default;
//! another is identified on the series that the default's regression has cleaned, and is kept where it leaves less. A model
//! whose residuals are not white is identified again with a lower critical value for outliers, and at last replaced by a
//! large one.
//!
//! What is known of the program and not done here: it begins every search at 0.1, where the factors of a mixed model cancel,
//! and stays at a lower likelihood of models such as (0 1 1)(1 0 1); it takes a complex zero with a negative imaginary part
//! for a real one; it tests the mean of the residuals against positive values only.

use super::RegArimaError;
use super::adequacy::Adequacy;
use super::choice::{airline, choose_easter, choose_trading_days, transformed};
use super::cleaned::Cleaned;
use super::differencing;
use super::fit::{Fit, Prepared};
use super::model::{Model, Orders};
use super::observed::{Observed, Transform};
use super::orders;
use super::outlier::{NEAR, OutlierSettings, again, search};
use super::regression::{Group, Outlier, Regressor};
use super::specification::Specification;

/// A critical value is not lowered below this.
pub(crate) const LOWEST: f64 = 2.8;
/// By how much it is lowered, relatively.
const LOWERED: f64 = 0.142_86;
/// The t statistic of a mean or of a calendar effect that stays.
pub(crate) const SIGNIFICANT: f64 = 1.96;
/// The same of a mean in later steps.
pub(crate) const LATER: f64 = 1.6;
/// By how much the default's innovations may be larger where it is preferred.
const LARGER: f64 = 1.0 / (1.0 - 0.0125);

/// What is identified.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AutomaticSettings {
    /// Logarithms or levels; `None` chooses.
    pub transform: Option<Transform>,
    /// Regressors that are in every model.
    pub regressors: Vec<Regressor>,
    /// Whether trading days are tested.
    pub trading_days: bool,
    /// Whether Easter is tested.
    pub easter: bool,
    /// The outliers that are looked for; `None` looks for none.
    pub outliers: Option<OutlierSettings>,
}

/// A model identified.
#[derive(Debug, Clone)]
pub struct Identified {
    /// The model, estimated.
    pub fit: Fit,
    /// The outliers found.
    pub outliers: Vec<Outlier>,
    /// The critical value of the last search for outliers.
    pub critical: Option<f64>,
}

/// Identifies a model of a series.
///
/// # Errors
/// When the series is too short for the airline model, or it cannot be estimated.
pub fn identify(observed: &Observed, settings: &AutomaticSettings) -> Result<Identified, RegArimaError> {
    let airline = match settings.transform {
        Some(transform) => estimated(observed, &airline(transform, settings.regressors.clone()))?,
        None => transformed(observed, &settings.regressors)?.1,
    };
    let critical = settings.outliers.as_ref().map(|outliers| outliers.critical_of(observed));
    let mut search = Search { settings, critical, initial: critical, limit: 0.95, round: 1 };
    let default = search.default(airline)?;
    let mut found = search.improve(default)?;
    loop {
        found = search.clean(found)?;
        if search.round > 2 || !search.lower_for_small_coefficients(&found) {
            break;
        }
        found = search.improve(found)?;
    }
    let found = search.without_small_coefficients(found)?;
    Ok(Identified { fit: found.fit.sharpened(0.0)?, outliers: found.outliers, critical: search.critical })
}

/// A model with the outliers it was given.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) fit: Fit,
    pub(crate) outliers: Vec<Outlier>,
}

impl Candidate {
    pub(crate) fn model(&self) -> Model {
        self.fit.model()
    }

    pub(crate) fn mean(&self) -> bool {
        self.fit.specification.regressors.contains(&Regressor::Constant)
    }

    /// The specification without the outliers found.
    pub(crate) fn bare(&self) -> Specification {
        let mut bare = self.fit.specification.clone();
        bare.regressors
            .retain(|regressor| !matches!(regressor, Regressor::Outlier(outlier) if self.outliers.contains(outlier)));
        bare
    }
}

pub(crate) fn with_mean(mut specification: Specification, mean: bool) -> Specification {
    specification.regressors.retain(|regressor| *regressor != Regressor::Constant);
    if mean {
        specification.regressors.push(Regressor::Constant);
    }
    specification
}

/// A specification estimated from the beginning.
pub(crate) fn estimated(observed: &Observed, specification: &Specification) -> Result<Fit, RegArimaError> {
    Prepared::new(observed, specification)?.estimated(NEAR)
}

/// A search for a model, and how far it has come.
pub(crate) struct Search<'settings> {
    pub(crate) settings: &'settings AutomaticSettings,
    pub(crate) critical: Option<f64>,
    initial: Option<f64>,
    /// The confidence at which residuals are not white.
    limit: f64,
    pub(crate) round: usize,
}

impl Search<'_> {
    /// The airline model with calendar, mean and outliers.
    fn default(&self, fit: Fit) -> Result<Candidate, RegArimaError> {
        let fit = self.mean(self.calendar(fit)?, SIGNIFICANT)?;
        let found = self.outliers(Candidate { fit, outliers: Vec::new() })?;
        self.significant(found, SIGNIFICANT)
    }

    /// The tests of trading days and of Easter that were asked for.
    fn calendar(&self, fit: Fit) -> Result<Fit, RegArimaError> {
        let fit = if self.settings.trading_days { choose_trading_days(&fit)? } else { fit };
        if self.settings.easter { choose_easter(&fit) } else { Ok(fit) }
    }

    /// The fit with a mean where that is significant, without where it is not.
    pub(crate) fn mean(&self, fit: Fit, critical: f64) -> Result<Fit, RegArimaError> {
        if self.settings.regressors.contains(&Regressor::Constant) {
            return Ok(fit);
        }
        let with = match again(&fit, &with_mean(fit.specification.clone(), true)) {
            Ok(with) => with,
            Err(RegArimaError::Collinear(_)) => return Ok(fit),
            Err(error) => return Err(error),
        };
        if statistic(&with, Group::Constant) >= critical {
            return Ok(with);
        }
        if !fit.specification.regressors.contains(&Regressor::Constant) {
            return Ok(fit);
        }
        again(&fit, &with_mean(fit.specification.clone(), false))
    }

    /// Outliers by the critical value as it stands.
    pub(crate) fn outliers(&self, candidate: Candidate) -> Result<Candidate, RegArimaError> {
        let Some(settings) = &self.settings.outliers else { return Ok(candidate) };
        let settings = OutlierSettings { critical: self.critical, ..settings.clone() };
        let found = search(candidate.fit, &settings, candidate.outliers, NEAR)?;
        Ok(Candidate { fit: found.fit, outliers: found.outliers })
    }

    /// Another model than the default, where it is better.
    fn improve(&mut self, default: Candidate) -> Result<Candidate, RegArimaError> {
        let mut current = default.clone();
        let (mut reference, mut adequacy) = (default.clone(), Adequacy::of(&default.fit));
        let mut identify = true;
        loop {
            let mut same = false;
            let skip = self.round > 1 && current.outliers.is_empty();
            if identify && !skip {
                (current, same) = self.identified(current, &reference)?;
            }
            if !(same && self.round == 1) {
                current = self.outliers(current)?;
            }
            if self.settings.outliers.is_none() {
                let found = Adequacy::of(&current.fit);
                return Ok(if self.prefers((&reference, adequacy), (&current, found)) { reference } else { current });
            }
            if self.round > 2 {
                return Ok(current);
            }
            let mut found = Adequacy::of(&current.fit);
            if self.prefers((&reference, adequacy), (&current, found)) {
                (current, found, same) = (reference, adequacy, true);
            }
            self.limit += if self.round == 1 { 0.025 } else { 0.015 };
            if found.confidence <= self.limit {
                return Ok(current);
            }
            self.round += 1;
            if self.round > 2 {
                self.critical = self.initial;
                current = last_resort(&current)?;
                identify = false;
            } else {
                self.lower();
                identify = !same;
            }
            (reference, adequacy) = (current.clone(), found);
        }
    }

    /// The critical value is lowered once.
    pub(crate) fn lower(&mut self) {
        self.critical = self.critical.map(|critical| (critical * (1.0 - LOWERED)).max(LOWEST));
    }

    /// A model identified on the series that the current one has cleaned, and whether it is the reference again.
    fn identified(&self, current: Candidate, reference: &Candidate) -> Result<(Candidate, bool), RegArimaError> {
        let cleaned = Cleaned::of(&current.fit)?;
        let differences = differencing::identify(&cleaned);
        let Some(model) = orders::identify(&cleaned, differences.regular, differences.seasonal) else {
            return Ok((current, true));
        };
        let given = self.settings.regressors.contains(&Regressor::Constant);
        let mean = differences.mean || given;
        let same = model == reference.model() && mean == reference.mean();
        if same && self.round == 1 {
            return Ok((current, true));
        }
        let (specification, outliers) = match self.round {
            1 => (current.bare(), Vec::new()),
            _ => (current.fit.specification.clone(), current.outliers.clone()),
        };
        let specification = Specification { model, ..with_mean(specification, mean) };
        match estimated(&current.fit.observed, &specification).and_then(|fit| self.calendar(fit)) {
            Ok(fit) => Ok((Candidate { fit, outliers }, same)),
            // A model that the regressors leave too little of, or whose mean a regressor already has, is no improvement.
            Err(RegArimaError::Collinear(_) | RegArimaError::TooShort { .. } | RegArimaError::NoResidual) => {
                Ok((current, true))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the reference is as good as another model that is no smaller.
    fn prefers(&self, reference: (&Candidate, Adequacy), other: (&Candidate, Adequacy)) -> bool {
        let ((default, before), (current, after)) = (reference, other);
        let same = default.model() == current.model() && default.mean() == current.mean();
        if same || default.outliers.len() > current.outliers.len() {
            return false;
        }
        let white = after.confidence < 0.95;
        let clean = white && before.confidence < 0.75;
        clean && before.deviation < after.deviation
            || self.round == 1 && !white && before.confidence < 0.95
            || clean && before.confidence < after.confidence && before.deviation < LARGER * after.deviation
            || !white && before.confidence < 0.95 && before.deviation < LARGER * after.deviation
            || nearly_differenced(current)
    }
}

/// A regular AR(1) near 1 where there is no regular difference, or a seasonal one without a seasonal difference: the
/// airline model says the same.
fn nearly_differenced(current: &Candidate) -> bool {
    let model = current.model();
    let (regular, seasonal) = (model.regular, model.seasonal);
    let first = current.fit.parameters().first().copied().unwrap_or(0.0);
    let without_regular = (regular.differences, seasonal.differences) == (0, 1)
        && regular.autoregressive == 1
        && first >= 0.82
        && seasonal.autoregressive == 0
        && regular.moving_average <= 1
        && seasonal.moving_average == 1;
    let without_seasonal = (regular.differences, seasonal.differences) == (1, 0)
        && regular.autoregressive == 0
        && first >= 0.65
        && seasonal.autoregressive == 1
        && regular.moving_average == 1
        && seasonal.moving_average <= 1;
    without_regular || without_seasonal
}

/// The large model that is taken where no residuals are white; its autoregressive degree falls until it can be
/// estimated.
fn last_resort(current: &Candidate) -> Result<Candidate, RegArimaError> {
    let Model { regular, seasonal } = current.model();
    let autoregressive = if seasonal.differences > 0 { 0 } else { seasonal.autoregressive };
    let seasonal = Orders::new(autoregressive, seasonal.differences, 1);
    let mut last = RegArimaError::NoResidual;
    for degree in (0..=3).rev() {
        let model = Model { regular: Orders::new(degree, regular.differences, 1), seasonal };
        let (with, without) = (current.fit.specification.clone(), current.bare());
        match estimated(&current.fit.observed, &Specification { model, ..with }) {
            // The outliers are looked for anew, with the coefficients that were estimated beside the old ones.
            Ok(fit) if fit.converged() => {
                let bare = Prepared::new(&current.fit.observed, &Specification { model, ..without })?;
                return Ok(Candidate { fit: bare.held_at(fit.parameters())?, outliers: Vec::new() });
            }
            Ok(_) => {}
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The largest t statistic of a group's coefficients, in absolute value; 0 where there is none.
pub(crate) fn statistic(fit: &Fit, group: Group) -> f64 {
    let coefficients = fit.regression();
    coefficients.iter().filter(|one| one.group == group).filter_map(|one| Some(one.t()?.abs())).fold(0.0, f64::max)
}
