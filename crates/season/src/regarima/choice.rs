//! Choices by Akaike's criterion: logarithms or levels, trading days, Easter, the windows of Tết.
//!
//! X-13ARIMA-SEATS Reference Manual, ch. 7.13 (aictest) and 7.18 (transform, aicdiff): the lower AICC decides, logarithms
//! having an advantage of 2, one coefficient for trading days being preferred to six where they are equal.

use super::RegArimaError;
use super::fit::{Fit, Prepared, fit};
use super::lunar::TetWindows;
use super::model::{Model, Orders};
use super::observed::{Observed, Transform};
use super::outlier::again;
use super::regression::Regressor;
use super::specification::{Prior, Specification};

/// By how much the level must be better.
pub const ADVANCE: f64 = 2.0;
/// The lengths in days of Easter's windows that are tested where none is given.
pub const EASTERS: [usize; 3] = [1, 8, 15];

/// Which trading days are tested against none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TradingDayTest {
    /// Six contrasts.
    pub six: bool,
    /// One coefficient.
    pub one: bool,
    /// Whether they bring a leap year along.
    pub leap_year: bool,
}

impl TradingDayTest {
    /// Six contrasts or one coefficient, with the leap year.
    pub const USUAL: Self = Self { six: true, one: true, leap_year: true };
}

/// How a test by AICC of regressors that may be left out ended.
#[derive(Debug, Clone, PartialEq)]
pub struct AiccTest {
    /// Those that stay; none where the AICC is no lower with any that were tested.
    pub kept: Vec<Regressor>,
    /// The AICC without them less the lowest with: positive where some stay; `None` where no model with them can be estimated.
    pub gain: Option<f64>,
}

/// How logarithms and levels compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TransformChoice {
    /// What is chosen.
    pub transform: Transform,
    /// AICC of the airline model on levels; `None` where it cannot be estimated.
    pub level: Option<f64>,
    /// The same on logarithms.
    pub log: Option<f64>,
}

/// Chooses between logarithms and levels by a model, whose own transformation does not matter; where the model is to be identified that is
/// the airline model with the regressors given. Trading days have their leap year in each as is usual there.
///
/// # Errors
/// When the model can be estimated on neither.
pub fn choose_transform(observed: &Observed, tried: &Specification) -> Result<TransformChoice, RegArimaError> {
    transformed(observed, tried, ADVANCE).map(|(choice, _)| choice)
}

/// The choice and the model in it, where logarithms may have an AICC that is higher by so much.
pub(crate) fn transformed(
    observed: &Observed,
    tried: &Specification,
    advance: f64,
) -> Result<(TransformChoice, Fit), RegArimaError> {
    let estimated = |transform| {
        let specification = Specification { transform, prior: Prior::None, ..tried.clone() }.with_leap_year();
        Prepared::new(observed, &specification)?.estimated(0.0)
    };
    let level = estimated(Transform::Level);
    let log = if observed.is_positive() { Some(estimated(Transform::Log)) } else { None };
    let criterion = |fit: &Fit| fit.likelihood().aicc;
    let (level_aicc, log_aicc) =
        (level.as_ref().map(criterion).ok(), log.as_ref().and_then(|log| log.as_ref().map(criterion).ok()));
    let transform = match (level_aicc, log_aicc) {
        (Some(level), Some(log)) if log - advance < level => Transform::Log,
        (None, Some(_)) => Transform::Log,
        (Some(_), _) => Transform::Level,
        (None, None) => return Err(level.err().or(log.and_then(Result::err)).unwrap_or(RegArimaError::NoResidual)),
    };
    let choice = TransformChoice { transform, level: level_aicc, log: log_aicc };
    let chosen = if transform == Transform::Log { log } else { Some(level) };
    chosen.unwrap_or(Err(RegArimaError::NoResidual)).map(|fit| (choice, fit))
}

impl Specification {
    /// With the leap year as trading days want it: a prior factor in logarithms, a regressor in levels.
    #[must_use]
    pub fn with_leap_year(mut self) -> Self {
        let is_trading_day =
            |one: &Regressor| matches!(one, Regressor::TradingDay | Regressor::TradingDayOneCoefficient);
        let Some(place) = self.regressors.iter().position(is_trading_day) else { return self };
        if self.regressors.contains(&Regressor::LeapYear) {
            return self;
        }
        match self.transform {
            Transform::Log if self.prior == Prior::None => self.prior = Prior::LeapYear,
            Transform::Log => {}
            Transform::Level => self.regressors.insert(place, Regressor::LeapYear),
        }
        self
    }

    /// Without trading days and what came with them: a prior factor that was given did not, and stays.
    pub(crate) fn without_trading_days(&self, given: Option<Prior>) -> Self {
        let mut without = self.clone();
        let theirs = [Regressor::TradingDay, Regressor::TradingDayOneCoefficient, Regressor::LeapYear];
        without.regressors.retain(|regressor| !theirs.contains(regressor));
        without.prior = given.unwrap_or_default();
        without
    }

    /// Without Easter.
    pub(crate) fn without_easter(&self) -> Self {
        let mut without = self.clone();
        without.regressors.retain(|regressor| !matches!(regressor, Regressor::Easter { .. }));
        without
    }
}

/// The fit with six trading days, one, or none, by AICC.
///
/// # Errors
/// When the model without trading days cannot be estimated.
pub fn choose_trading_days(fit: &Fit) -> Result<Fit, RegArimaError> {
    trading_days(fit, TradingDayTest::USUAL, None).map(|(fit, _)| fit)
}

/// The same of those tested, and how the test ended, beside a prior factor that was given: trading days bring no leap year along then.
pub(crate) fn trading_days(
    fit: &Fit,
    test: TradingDayTest,
    prior: Option<Prior>,
) -> Result<(Fit, AiccTest), RegArimaError> {
    let bare = fit.specification.without_trading_days(prior);
    let with = |regressor: Regressor| {
        let mut specification = bare.clone();
        specification.regressors.push(regressor.clone());
        let specification =
            if prior.is_none() && test.leap_year { specification.with_leap_year() } else { specification };
        (vec![regressor], again(fit, &specification))
    };
    let none = again(fit, &bare)?;
    let tested = [(test.six, Regressor::TradingDay), (test.one, Regressor::TradingDayOneCoefficient)];
    Ok(best(none, tested.into_iter().filter(|(is_tested, _)| *is_tested).map(|(_, regressor)| with(regressor))))
}

/// The fit with Easter, of the window that explains most, or without, by AICC.
///
/// # Errors
/// When the model without Easter cannot be estimated.
pub fn choose_easter(fit: &Fit) -> Result<Fit, RegArimaError> {
    easter(fit, &EASTERS).map(|(fit, _)| fit)
}

/// The same of the windows given, and how the test ended.
pub(crate) fn easter(fit: &Fit, windows: &[usize]) -> Result<(Fit, AiccTest), RegArimaError> {
    let bare = fit.specification.without_easter();
    let with = |days: usize| {
        let mut specification = bare.clone();
        specification.regressors.push(Regressor::Easter { days });
        (vec![Regressor::Easter { days }], again(fit, &specification))
    };
    let none = again(fit, &bare)?;
    Ok(best(none, windows.iter().copied().map(with)))
}

/// The first without a regressor unless one of the others, which have some, has a lower criterion; those that cannot be
/// estimated are passed over.
pub(crate) fn best(
    none: Fit,
    others: impl Iterator<Item = (Vec<Regressor>, Result<Fit, RegArimaError>)>,
) -> (Fit, AiccTest) {
    let criterion = |fit: &Fit| fit.likelihood().aicc;
    let estimated = others.filter_map(|(regressors, fit)| Some((regressors, fit.ok()?)));
    let lowest = estimated.reduce(|one, other| if criterion(&other.1) < criterion(&one.1) { other } else { one });
    let Some((kept, with)) = lowest else { return (none, AiccTest { kept: Vec::new(), gain: None }) };
    let gain = criterion(&none) - criterion(&with);
    match gain > 0.0 {
        true => (with, AiccTest { kept, gain: Some(gain) }),
        false => (none, AiccTest { kept: Vec::new(), gain: Some(gain) }),
    }
}

/// Chooses the windows of Tết by AICC among those given, or none of them.
///
/// # Errors
/// When the specification without Tết cannot be estimated.
pub fn choose_tet(
    observed: &Observed,
    specification: &Specification,
    candidates: &[TetWindows],
) -> Result<(Option<TetWindows>, Fit), RegArimaError> {
    let (fit, test) = tet(observed, specification, candidates)?;
    let chosen = test.kept.iter().find_map(|regressor| match regressor {
        Regressor::Tet(windows) => Some(*windows),
        _ => None,
    });
    Ok((chosen, fit))
}

/// The same, and how the test ended.
pub(crate) fn tet(
    observed: &Observed,
    specification: &Specification,
    candidates: &[TetWindows],
) -> Result<(Fit, AiccTest), RegArimaError> {
    let mut bare = specification.clone();
    bare.regressors.retain(|regressor| !matches!(regressor, Regressor::Tet(_)));
    let without = fit(observed, &bare)?;
    let with = |windows: TetWindows| {
        let mut with = bare.clone();
        with.regressors.push(Regressor::Tet(windows));
        let estimated = Prepared::new(observed, &with).and_then(|prepared| prepared.after(&without, 0.0));
        (vec![Regressor::Tet(windows)], estimated)
    };
    Ok(best(without.clone(), candidates.iter().copied().map(with)))
}

/// The model that is taken until another is found: airline, without its seasonal part beside a stable season, of which a seasonal difference
/// leaves nothing.
pub(crate) fn default_model(regressors: &[Regressor]) -> Model {
    match has_stable_season(regressors) {
        true => Model { seasonal: Orders::default(), ..Model::AIRLINE },
        false => Model::AIRLINE,
    }
}

/// Whether a contrast for each month or quarter is among them.
pub(crate) fn has_stable_season(regressors: &[Regressor]) -> bool {
    regressors.iter().any(|regressor| matches!(regressor, Regressor::Seasonal(_)))
}

/// The default model of a series in the transformation given, with a prior factor that was given or the one that trading days bring along.
pub(crate) fn airline(transform: Transform, regressors: Vec<Regressor>, prior: Option<Prior>) -> Specification {
    let model = default_model(&regressors);
    let airline = Specification { transform, model, regressors, ..Specification::default() };
    match prior {
        Some(prior) => Specification { prior, ..airline },
        None => airline.with_leap_year(),
    }
}
