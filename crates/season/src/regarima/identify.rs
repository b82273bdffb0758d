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
//! for a real one; it tests the mean of the residuals against positive values only; it may leave out a mean that was asked for.

use super::RegArimaError;
use super::adequacy::Adequacy;
use super::choice::{
    ADVANCE, AiccTest, TradingDayTest, airline, default_model, easter, has_stable_season, trading_days, transformed,
};
use super::cleaned::Cleaned;
use super::critical::CriticalValues;
use super::differencing;
use super::fit::{Fit, Prepared};
use super::identification::{Differences, Identification};
use super::model::{Model, Orders};
use super::observed::{Observed, Transform};
use super::orders::{self, OrderSearch};
use super::outlier::{NEAR, OutlierSettings, again, search};
use super::regression::{Group, Outlier, Regressor};
use super::specification::{Prior, Specification};

/// A critical value is not lowered below this.
pub(crate) const LOWEST: f64 = 2.8;
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
    /// What is divided out beforehand, of a model in logarithms, in every model; trading days then bring no leap year along. `None` leaves
    /// that to the trading days.
    pub prior: Option<Prior>,
    /// Regressors that are in every model.
    pub regressors: Vec<Regressor>,
    /// The trading days that are tested.
    pub trading_days: Option<TradingDayTest>,
    /// The windows of Easter that are tested, in days; none where it is empty.
    pub easter: Vec<usize>,
    /// The outliers that are looked for; `None` looks for none.
    pub outliers: Option<OutlierSettings>,
    /// How the model is identified.
    pub identification: Identification,
}

/// A model identified.
#[derive(Debug, Clone)]
pub struct Identified {
    /// The model, estimated.
    pub fit: Fit,
    /// The outliers found.
    pub outliers: Vec<Outlier>,
    /// The critical values of the last search for outliers.
    pub critical: Option<CriticalValues>,
    /// The models that were compared.
    pub orders: OrderSearch,
    /// How the last test of trading days ended, where they were tested; a model may lose them later because they are not significant.
    pub trading_days: Option<AiccTest>,
    /// The same of Easter.
    pub easter: Option<AiccTest>,
}

/// Identifies a model of a series.
///
/// # Errors
/// When the series is too short for the airline model, or it cannot be estimated.
pub fn identify(observed: &Observed, settings: &AutomaticSettings) -> Result<Identified, RegArimaError> {
    let airline = match settings.transform {
        Some(transform) => {
            let airline = airline(transform, settings.regressors.clone(), settings.prior);
            estimated(observed, &airline)?
        }
        None => {
            let (model, regressors) = (default_model(&settings.regressors), settings.regressors.clone());
            let airline = Specification { model, regressors, ..Specification::default() };
            transformed(observed, &airline, ADVANCE)?.1
        }
    };
    let critical = settings.outliers.as_ref().map(|outliers| outliers.critical_of(observed));
    let how = &settings.identification;
    let orders = OrderSearch::default();
    let (trading_days, easter) = (None, None);
    let mut search =
        Search { settings, critical, initial: critical, limit: how.not_white, round: 1, orders, trading_days, easter };
    let default = search.default(airline)?;
    if how.accepts_default && Adequacy::of(&default.fit).confidence < how.not_white {
        return search.ended(default);
    }
    let mut found = search.improve(default)?;
    loop {
        found = search.clean(found)?;
        if search.round > 2 || !search.lower_for_small_coefficients(&found) {
            break;
        }
        found = search.improve(found)?;
    }
    let found = search.without_small_coefficients(found)?;
    search.ended(found)
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
    pub(crate) critical: Option<CriticalValues>,
    initial: Option<CriticalValues>,
    /// The confidence at which residuals are not white.
    limit: f64,
    pub(crate) round: usize,
    orders: OrderSearch,
    trading_days: Option<AiccTest>,
    easter: Option<AiccTest>,
}

impl Search<'_> {
    /// The model found, estimated to the end.
    fn ended(self, found: Candidate) -> Result<Identified, RegArimaError> {
        let Self { critical, orders, trading_days, easter, .. } = self;
        let (fit, outliers) = (found.fit.sharpened(0.0)?, found.outliers);
        Ok(Identified { fit, outliers, critical, orders, trading_days, easter })
    }

    /// The airline model with calendar, mean and outliers.
    fn default(&mut self, fit: Fit) -> Result<Candidate, RegArimaError> {
        let fit = self.calendar(fit)?;
        let fit = self.mean(fit, SIGNIFICANT)?;
        let found = self.outliers(Candidate { fit, outliers: Vec::new() })?;
        self.significant(found, SIGNIFICANT)
    }

    /// The tests of trading days and of Easter that were asked for.
    fn calendar(&mut self, mut fit: Fit) -> Result<Fit, RegArimaError> {
        if let Some(tested) = self.settings.trading_days {
            let (with, test) = trading_days(&fit, tested, self.settings.prior)?;
            (fit, self.trading_days) = (with, Some(test));
        }
        if !self.settings.easter.is_empty() {
            let (with, test) = easter(&fit, &self.settings.easter)?;
            (fit, self.easter) = (with, Some(test));
        }
        Ok(fit)
    }

    /// Whether a mean is in every model.
    pub(crate) fn has_mean(&self) -> bool {
        self.settings.regressors.contains(&Regressor::Constant)
    }

    /// The fit with a mean where that is significant, without where it is not.
    pub(crate) fn mean(&self, fit: Fit, critical: f64) -> Result<Fit, RegArimaError> {
        if self.has_mean() || !self.settings.identification.checks_mean {
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

    /// Outliers by the critical values as they stand.
    pub(crate) fn outliers(&self, candidate: Candidate) -> Result<Candidate, RegArimaError> {
        let (Some(settings), Some(critical)) = (&self.settings.outliers, self.critical) else { return Ok(candidate) };
        let settings = OutlierSettings { critical: critical.map(Some), ..settings.clone() };
        let found = search(candidate.fit, &settings, candidate.outliers, NEAR)?;
        Ok(Candidate { fit: found.fit, outliers: found.outliers })
    }

    /// Another model than the default, where it is better.
    fn improve(&mut self, default: Candidate) -> Result<Candidate, RegArimaError> {
        let mut current = default.clone();
        let (mut reference, mut adequacy) = (default.clone(), Adequacy::of(&default.fit));
        let (mut identify, mut again) = (true, false);
        loop {
            let mut same = false;
            // Without outliers there is nothing new to clean the series of; where differences are given that is not looked at.
            let is_new =
                !current.outliers.is_empty() || (again && self.settings.identification.differences_are_given());
            if identify && (self.round == 1 || is_new) {
                (current, same) = self.identified(current, &reference)?;
            }
            self.orders.first.get_or_insert(current.model());
            if !(same && self.round == 1) {
                current = self.outliers(current)?;
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
            if self.settings.outliers.is_none() {
                self.round = 3;
                let Candidate { fit, outliers } = self.last_resort(&current)?;
                return Ok(Candidate { fit: fit.sharpened(NEAR)?, outliers });
            }
            if self.round > 2 {
                self.critical = self.initial;
                current = self.last_resort(&current)?;
                identify = false;
            } else {
                self.lower();
                identify = !same;
            }
            again = true;
            (reference, adequacy) = (current.clone(), found);
        }
    }

    /// The critical values are lowered once.
    pub(crate) fn lower(&mut self) {
        let lowered = self.settings.identification.lowered;
        self.critical = self.critical.map(|all| all.map(|critical| (critical * (1.0 - lowered)).max(LOWEST)));
    }

    /// A model identified on the series that the current one has cleaned, and whether it is the reference again.
    fn identified(&mut self, current: Candidate, reference: &Candidate) -> Result<(Candidate, bool), RegArimaError> {
        let cleaned = Cleaned::of(&current.fit)?;
        let how = &self.settings.identification;
        let (differences, found) = match how.differences {
            Differences::Most { regular, seasonal } => {
                let stable = has_stable_season(&self.settings.regressors);
                let found = differencing::identify(&cleaned, (regular, seasonal), stable);
                ((found.regular, found.seasonal), found.mean && how.checks_mean)
            }
            Differences::Given { regular, seasonal } => ((regular, seasonal), current.mean()),
        };
        let mean = found || self.has_mean();
        let Some((model, best)) = orders::identify(&cleaned, differences, how) else {
            return Ok((current, true));
        };
        self.orders.best = best;
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

    /// The large model that is taken where no residuals are white; its autoregressive degree falls until it can be estimated.
    fn last_resort(&self, current: &Candidate) -> Result<Candidate, RegArimaError> {
        let Model { regular, seasonal } = current.model();
        let how = &self.settings.identification;
        let autoregressive = if seasonal.differences > 0 { 0 } else { seasonal.autoregressive };
        let moving_average = match how.orders.1 > 0 && (how.mixed || autoregressive == 0) {
            true => 1,
            false => seasonal.moving_average,
        };
        let seasonal = Orders::new(autoregressive, seasonal.differences, moving_average);
        let mut last = RegArimaError::NoResidual;
        for degree in (0..=3).rev() {
            let model = Model { regular: Orders::new(degree, regular.differences, usize::from(how.mixed)), seasonal };
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

/// The largest t statistic of a group's coefficients, in absolute value; 0 where there is none.
pub(crate) fn statistic(fit: &Fit, group: Group) -> f64 {
    let coefficients = fit.regression();
    coefficients.iter().filter(|one| one.group == group).filter_map(|one| Some(one.t()?.abs())).fold(0.0, f64::max)
}
