//! The model of a series as a specification asks for it: transformation, regressors that are tested, outliers, orders.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, sections 7.2, 7.11, 7.13 (`aictest`) and 7.18; the order of the steps is that of its chapter 2.

use super::{AdjustError, Modelled, span};
use crate::Series;
use crate::regarima::{
    self, AiccTest, AutomaticSettings, EASTERS, Fit, Group, Identification, Model, Observed, Prior, RegArimaError,
    Regressor, TetWindows, TradingDayTest, Transform, TransformChoice, best, default_model, detect_outliers, easter,
    fit, identify, test_of_tet, trading_days, transformed,
};
use crate::spc::{ModelChoice, Specification, Test, Transformation, Variable};

/// The model and, where it was chosen, the transformation; no model where none is asked for.
pub(super) fn modelled(
    observed: &Observed,
    specification: &Specification,
) -> Result<(Option<TransformChoice>, Option<Modelled>), AdjustError> {
    let Some(model) = specification.model else { return Ok((None, None)) };
    let seen = span::part(observed, specification.model_span.within(observed.end()))?;
    if let Some(settings) = &specification.outliers {
        span::bounded(&seen, settings.span)?;
    }
    if seen == *observed {
        return of_all(observed, specification, model);
    }
    let of_span = |variable: &Variable| match variable {
        Variable::Regressor(regressor) => span::speaks_of(regressor, seen.start(), seen.end()),
        Variable::TradingDays { .. } => true,
    };
    let (variables, left_out): (Vec<_>, Vec<_>) = specification.variables.iter().cloned().partition(of_span);
    let (choice, mut modelled) = of_all(&seen, &Specification { variables, ..specification.clone() }, model)?;
    if let Some(model) = &mut modelled {
        model.over = Some(model.fit.over(&span::part(observed, (Some(seen.start()), None))?, |_| true)?);
        model.left_out = left_out.iter().map(ToString::to_string).collect();
        if specification.backcasts > 0 && seen.start() > observed.start() {
            model.left_out.push("maxback".to_owned());
        }
    }
    Ok((choice, modelled))
}

/// The same of all that is observed.
fn of_all(
    observed: &Observed,
    specification: &Specification,
    model: ModelChoice,
) -> Result<(Option<TransformChoice>, Option<Modelled>), AdjustError> {
    let chosen = specification.transform == Transformation::Automatic;
    let is_chosen = chosen || matches!(model, ModelChoice::Automatic(_));
    let held = &specification.held;
    if (is_chosen && !held.regression.is_empty()) || (matches!(model, ModelChoice::Automatic(_)) && !held.is_empty()) {
        return Err(AdjustError::HeldOfChoice);
    }
    // Beside a prior factor that is given, trading days never bring a leap year along.
    let regressors = regressors(specification, is_chosen && specification.prior.is_none())?;
    let tried = regarima::Specification {
        model: if let ModelChoice::Fixed(model) = model { model } else { default_model(&regressors) },
        regressors: regressors.clone(),
        held: held.clone(),
        start: specification.start.clone(),
        ..regarima::Specification::default()
    };
    let choice = chosen
        .then(|| transformed(observed, &tried, specification.log_advance).map(|(choice, _)| choice))
        .transpose()?;
    let transform = match (choice, specification.transform) {
        (Some(choice), _) => choice.transform,
        (None, Transformation::Log) => Transform::Log,
        (None, _) => Transform::Level,
    };
    if specification.prior.is_some_and(|prior| prior != Prior::None) && transform == Transform::Level {
        return Err(AdjustError::PriorOfLevels);
    }
    let searched = specification.outliers.clone();
    let modelled = match model {
        ModelChoice::Fixed(model) => fixed(observed, specification, (transform, model), regressors)?,
        ModelChoice::Automatic(how) => identified(observed, specification, transform, (regressors, how))?,
    };
    Ok((choice, Some(Modelled { searched, ..modelled })))
}

/// The series with its gaps filled by the model.
pub(super) fn filled(observed: &Observed, model: Option<&Modelled>) -> Result<Series, AdjustError> {
    let whole: Option<Vec<f64>> = observed.values().iter().copied().collect();
    let values = match (whole, model) {
        (Some(values), _) => values,
        (None, Some(model)) if model.whole().observed() == observed => model.whole().filled(),
        (None, Some(model)) => model.fit.over(observed, |_| true)?.filled(),
        (None, None) => return Err(observed.gaps().next().map_or(RegArimaError::GapAtEnd.into(), AdjustError::Gap)),
    };
    Series::new(observed.start(), values).map_err(|_| RegArimaError::NoResidual.into())
}

/// The regressors of a specification, trading days as one of two kinds.
fn regressors(specification: &Specification, is_chosen: bool) -> Result<Vec<Regressor>, AdjustError> {
    let regressor = |variable: &Variable| match variable {
        Variable::Regressor(regressor) => Ok(regressor.clone()),
        Variable::TradingDays { leap_year: false, .. } if is_chosen => Err(AdjustError::LeapYearOfChoice),
        Variable::TradingDays { one_coefficient: true, .. } => Ok(Regressor::TradingDayOneCoefficient),
        Variable::TradingDays { one_coefficient: false, .. } => Ok(Regressor::TradingDay),
    };
    specification.variables.iter().map(regressor).collect()
}

/// A model that is given, with the regressors the tests leave and the outliers found.
fn fixed(
    observed: &Observed,
    specification: &Specification,
    (transform, model): (Transform, Model),
    regressors: Vec<Regressor>,
) -> Result<Modelled, AdjustError> {
    let bare = regarima::Specification {
        transform,
        prior: specification.prior.unwrap_or_default(),
        model,
        regressors,
        held: specification.held.clone(),
        start: specification.start.clone(),
        ..regarima::Specification::default()
    };
    let no_leap_year = |variable: &Variable| matches!(variable, Variable::TradingDays { leap_year: false, .. });
    let asked = match specification.variables.iter().any(no_leap_year) || specification.prior.is_some() {
        true => bare,
        false => bare.with_leap_year(),
    };
    let (tested, tests) = tested(observed, asked, specification)?;
    Ok(match &specification.outliers {
        None => Modelled { tests, ..Modelled::of(tested) },
        Some(settings) => {
            let found = detect_outliers(observed, tested.specification(), settings)?;
            let (outliers, critical) = (found.outliers, Some(found.critical));
            Modelled { outliers, critical, tests, ..Modelled::of(found.fit) }
        }
    })
}

/// The model without the regressors that do not lower AICC, and how each test ended.
fn tested(
    observed: &Observed,
    asked: regarima::Specification,
    specification: &Specification,
) -> Result<(Fit, Vec<(Test, AiccTest)>), AdjustError> {
    let (mut found, mut tests) = (fit(observed, &asked)?, Vec::new());
    for test in &specification.tests {
        let (with, ended) = match test {
            Test::TradingDays { one_coefficient, leap_year } => {
                trading_days(&found, forms(specification, *one_coefficient, *leap_year), specification.prior)?
            }
            Test::Easter => easter(&found, &windows_of_easter(specification))?,
            Test::Tet => test_of_tet(observed, found.specification(), &[windows(found.specification())])?,
            Test::User => users(observed, found)?,
        };
        tests.push((*test, ended));
        found = with;
    }
    Ok((found, tests))
}

/// The forms of trading days that are tested: that of the variables, or what the test names, six contrasts with one coefficient beside
/// them.
fn forms(specification: &Specification, one_coefficient: bool, leap_year: bool) -> TradingDayTest {
    let given = specification.variables.iter().find_map(|variable| match variable {
        Variable::TradingDays { one_coefficient, leap_year } => Some((*one_coefficient, *leap_year)),
        Variable::Regressor(_) => None,
    });
    match given {
        Some((one, leap_year)) => TradingDayTest { six: !one, one, leap_year },
        None => TradingDayTest { six: !one_coefficient, one: true, leap_year },
    }
}

/// The windows of Easter that are tested: those of the variables, or the usual ones.
fn windows_of_easter(specification: &Specification) -> Vec<usize> {
    let window = |variable: &Variable| match variable {
        Variable::Regressor(Regressor::Easter { days }) => Some(*days),
        _ => None,
    };
    let given: Vec<usize> = specification.variables.iter().filter_map(window).collect();
    if given.is_empty() { EASTERS.to_vec() } else { given }
}

/// The windows of Tết that are asked for, or the usual ones.
fn windows(specification: &regarima::Specification) -> TetWindows {
    let given = specification.regressors.iter().find_map(|regressor| match regressor {
        Regressor::Tet(windows) => Some(*windows),
        _ => None,
    });
    given.unwrap_or_default()
}

/// The model with the user's regressors or without, by AICC; those of a kind that is no test's business stay.
fn users(observed: &Observed, with: Fit) -> Result<(Fit, AiccTest), AdjustError> {
    let is_tested = |regressor: &Regressor| matches!(regressor, Regressor::User(user) if user.group == Group::User);
    let mut bare = with.specification().clone();
    bare.regressors.retain(|regressor| !is_tested(regressor));
    let users = with.specification().regressors.iter().filter(|regressor| is_tested(regressor)).cloned().collect();
    Ok(best(fit(observed, &bare)?, std::iter::once((users, Ok(with)))))
}

/// A model that is identified; whether Tết and the user's regressors stay is tested on the airline model before.
fn identified(
    observed: &Observed,
    specification: &Specification,
    transform: Transform,
    (mut regressors, identification): (Vec<Regressor>, Identification),
) -> Result<Modelled, AdjustError> {
    let has = |test: Test| specification.tests.contains(&test);
    let mut tests = Vec::new();
    if has(Test::Tet) || has(Test::User) {
        let prior = specification.prior.unwrap_or_default();
        let model = default_model(&regressors);
        let airline =
            regarima::Specification { transform, prior, model, regressors, ..regarima::Specification::default() };
        let only = Specification {
            tests: specification.tests.iter().copied().filter(|test| [Test::Tet, Test::User].contains(test)).collect(),
            ..specification.clone()
        };
        let fit;
        (fit, tests) = tested(observed, airline, &only)?;
        regressors = fit.specification().regressors.clone();
    }
    let settings = AutomaticSettings {
        transform: Some(transform),
        prior: specification.prior,
        regressors,
        trading_days: specification.tests.iter().find_map(|test| match test {
            Test::TradingDays { one_coefficient, leap_year } => {
                Some(forms(specification, *one_coefficient, *leap_year))
            }
            _ => None,
        }),
        easter: if has(Test::Easter) { windows_of_easter(specification) } else { Vec::new() },
        outliers: specification.outliers.clone(),
        identification,
    };
    let found = identify(observed, &settings)?;
    for test in &specification.tests {
        let ended = match test {
            Test::TradingDays { .. } => found.trading_days.clone(),
            Test::Easter => found.easter.clone(),
            Test::Tet | Test::User => None,
        };
        tests.extend(ended.map(|ended| (*test, ended)));
    }
    let (outliers, critical, orders) = (found.outliers, found.critical, Some(found.orders));
    Ok(Modelled { outliers, critical, orders, tests, ..Modelled::of(found.fit) })
}
