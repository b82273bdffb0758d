//! Coefficients that a specification gives: `ar` and `ma` of `arima{}`, `b` of `regression{}`.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, sections 7.1 and 7.13: a value with an `f` right behind it is held; of one without, the search begins
//! there, of one left out between commas at 0.1. The regression follows from the ARMA coefficients, so that what `b` does not hold is read
//! and changes nothing. `ar` has the regular coefficients, then the seasonal; `b` one for every coefficient, in the order of the variables,
//! that of a leap year which comes with `td` in levels right behind the six.

use super::error::{SpcError, SpcFault};
use super::orders::Lags;
use super::specification::{ModelChoice, Test, Transformation, Variable};
use super::syntax::{Argument, Item};
use crate::regarima::{Operator, Prior, Regressor};

const COEFFICIENTS: &str = "a number for every coefficient, with an f right behind it where it is held, as (0.3f, 0.5)";
/// Where a search for a coefficient begins of which nothing is said.
pub(super) const BEGINNING: f64 = 0.1;

/// What is said of a coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Said {
    Nothing,
    Begins(f64),
    Held(f64),
}

impl Said {
    fn held(self) -> Option<f64> {
        match self {
            Self::Held(value) => Some(value),
            Self::Nothing | Self::Begins(_) => None,
        }
    }

    fn start(self) -> f64 {
        match self {
            Self::Held(value) | Self::Begins(value) => value,
            Self::Nothing => BEGINNING,
        }
    }
}

impl Argument {
    /// What is said of a coefficient, entry by entry.
    fn coefficients(&self) -> Result<Vec<Said>, SpcError> {
        let one = |item: &Item| match item {
            Item::Absent => Ok(Said::Nothing),
            Item::Word(word) => match word.strip_suffix(['f', 'F']) {
                Some(held) => self.finite(held, COEFFICIENTS).map(Said::Held),
                None => self.finite(word, COEFFICIENTS).map(Said::Begins),
            },
            other => Err(self.refused(other.told(), COEFFICIENTS)),
        };
        self.items(COEFFICIENTS)?.iter().map(one).collect()
    }
}

/// What is said of the ARMA coefficients of a model, in the order in which they are kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Arma {
    /// Those that are held, `None` for others; empty where none is.
    pub(super) held: Vec<Option<f64>>,
    /// Where the search for the others begins, where that is said or some are held beside them.
    pub(super) start: Option<Vec<f64>>,
}

/// The ARMA coefficients of a model. One that is left out is held at zero, and nothing is said of it.
pub(super) fn arma(lags: &Lags, ar: Option<&Argument>, ma: Option<&Argument>) -> Result<Arma, SpcError> {
    let sides = [
        (ar, [Operator::Autoregressive, Operator::SeasonalAutoregressive]),
        (ma, [Operator::MovingAverage, Operator::SeasonalMovingAverage]),
    ];
    let (mut all, mut is_said) = (Vec::new(), false);
    let mut left_out = lags.left_out.iter();
    for (argument, operators) in sides {
        let degree: usize = operators.iter().map(|operator| lags.model.degree(*operator)).sum();
        let theirs: Vec<bool> = left_out.by_ref().take(degree).copied().collect();
        let needed = theirs.iter().filter(|is_out| !**is_out).count();
        let found = argument.map_or_else(|| Ok(vec![Said::Nothing; needed]), Argument::coefficients)?;
        if let Some(argument) = argument.filter(|_| found.len() != needed) {
            return Err(argument.refused(format!("{} of {needed} coefficients", found.len()), COEFFICIENTS));
        }
        is_said |= found.iter().any(|said| *said != Said::Nothing);
        let mut found = found.into_iter();
        all.extend(
            theirs.iter().map(|is_out| if *is_out { Said::Held(0.0) } else { found.next().unwrap_or(Said::Nothing) }),
        );
    }
    let held: Vec<Option<f64>> = all.iter().map(|said| said.held()).collect();
    let is_free = held.iter().any(Option::is_none);
    Ok(Arma {
        start: (is_said && is_free).then(|| all.iter().map(|said| said.start()).collect()),
        held: if held.iter().any(Option::is_some) { held } else { Vec::new() },
    })
}

/// Regressors with the coefficients of their columns, `None` for one that is estimated.
type Held = Vec<(Regressor, Vec<Option<f64>>)>;

/// The regressors of which coefficients are held.
pub(super) fn regression(
    b: &Argument,
    variables: &[Variable],
    tests: &[Test],
    (transform, prior, model): (Transformation, Option<Prior>, Option<ModelChoice>),
) -> Result<Held, SpcError> {
    let coefficients = b.coefficients()?;
    let log = transform == Transformation::Log;
    let regressors = regressors(variables, log || transform == Transformation::Automatic || prior.is_some());
    let needed: usize = regressors.iter().map(Regressor::coefficients).sum();
    if coefficients.len() != needed {
        return Err(b.refused(format!("{} of {needed} coefficients", coefficients.len()), COEFFICIENTS));
    }
    let mut left = coefficients.iter().map(|said| said.held());
    let with = |regressor: Regressor| {
        let theirs: Vec<Option<f64>> = left.by_ref().take(regressor.coefficients()).collect();
        (regressor, theirs)
    };
    let mut held: Vec<_> = regressors.into_iter().map(with).collect();
    let repeated = (1..held.len()).find(|at| held[..*at].iter().any(|(other, _)| *other == held[*at].0));
    held.retain(|(_, theirs)| theirs.iter().any(Option::is_some));
    let conflict = if held.is_empty() {
        None
    } else if transform == Transformation::Automatic {
        Some("function=auto")
    } else if matches!(model, Some(ModelChoice::Automatic(_))) {
        Some("automdl")
    } else {
        (!tests.is_empty()).then_some("aictest")
    };
    if let Some(other) = conflict {
        return Err(SpcFault::Conflict("b with coefficients held", other).at(b.line));
    }
    match repeated.filter(|_| !held.is_empty()) {
        Some(at) => Err(SpcFault::Repeated(format!("variable {}", at + 1)).at(b.line)),
        None => Ok(held),
    }
}

/// The regressors in the order of their coefficients. Without `prior_leap_years` a leap year comes with trading days as a regressor.
pub(super) fn regressors(variables: &[Variable], prior_leap_years: bool) -> Vec<Regressor> {
    let no_leap_year = |variable: &Variable| matches!(variable, Variable::TradingDays { leap_year: false, .. });
    let leap_year = |variable: &Variable| *variable == Variable::Regressor(Regressor::LeapYear);
    let mut comes_along =
        !prior_leap_years && !variables.iter().any(|variable| no_leap_year(variable) || leap_year(variable));
    let mut regressors = Vec::with_capacity(variables.len() + 1);
    for variable in variables {
        match variable {
            Variable::Regressor(regressor) => regressors.push(regressor.clone()),
            Variable::TradingDays { one_coefficient, .. } => {
                regressors.push(if *one_coefficient {
                    Regressor::TradingDayOneCoefficient
                } else {
                    Regressor::TradingDay
                });
                if comes_along {
                    regressors.push(Regressor::LeapYear);
                    comes_along = false;
                }
            }
        }
    }
    regressors
}
