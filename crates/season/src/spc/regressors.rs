//! The regressors of a specification: `regression{}`.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.13 and table 7.29 (predefined variables). Of our own: `tet`, three regressors around the
//! Vietnamese lunar new year; `tet[14, 7, 7]` says how many days before it the first window begins, and how many the second (from the eve
//! on) and the third last.

use std::sync::Arc;

use super::data;
use super::error::{SpcError, SpcFault};
use super::specification::{Files, Test, Variable};
use super::syntax::{Argument, Block};
use super::values::period;
use crate::Frequency;
use crate::regarima::{Group, Outlier, OutlierKind, Regressor, TetWindows, UserRegressor};

/// The variables, which are tested, and what is said of their coefficients.
#[derive(Debug, Default)]
pub(super) struct Regression {
    pub(super) variables: Vec<Variable>,
    pub(super) tests: Vec<Test>,
    pub(super) coefficients: Option<Argument>,
}

pub(super) fn regression(mut block: Block, frequency: Frequency, files: Files<'_>) -> Result<Regression, SpcError> {
    let mut variables = Vec::new();
    if let Some(argument) = block.take("variables") {
        for word in argument.words(VARIABLE)? {
            variables.push(variable(&argument, &word, frequency)?);
        }
    }
    variables.extend(users(&mut block, frequency, files)?);
    let known = [
        ("td", trading_days(false, true)),
        ("tdnolpyear", trading_days(false, false)),
        ("td1coef", trading_days(true, true)),
        ("td1nolpyear", trading_days(true, false)),
        ("easter", Test::Easter),
        ("tet", Test::Tet),
        ("user", Test::User),
    ];
    let expected = "td, tdnolpyear, td1coef, td1nolpyear, easter, user or, of months, tet";
    let known: Vec<_> =
        known.into_iter().filter(|(_, test)| *test != Test::Tet || frequency == Frequency::Monthly).collect();
    let mut tests = Vec::new();
    if let Some(argument) = block.take("aictest") {
        tests = argument.each_of(expected, &known)?;
        if let Some(beside) = tests.iter().find_map(|test| excluded(test, &variables)) {
            return Err(SpcFault::Conflict("aictest", beside).at(argument.line));
        }
    }
    let coefficients = block.take("b");
    block.done()?;
    Ok(Regression { variables, tests, coefficients })
}

fn trading_days(one_coefficient: bool, leap_year: bool) -> Test {
    Test::TradingDays { one_coefficient, leap_year }
}

/// What of the variables a test cannot stand beside: that of trading days beside others of another form than it names, where it names one, those
/// of stocks, and a length of the month of their own; that of Easter beside Easter of stocks.
fn excluded(test: &Test, variables: &[Variable]) -> Option<&'static str> {
    const OTHER_FORM: &str = "trading days of another form";
    let of_days = |one_coefficient: bool, leap_year: bool, variable: &Variable| match variable {
        Variable::TradingDays { one_coefficient: one, leap_year: leap } => {
            let names_a_form = (one_coefficient, leap_year) != (false, true);
            (names_a_form && (*one, *leap) != (one_coefficient, leap_year)).then_some(OTHER_FORM)
        }
        Variable::Regressor(Regressor::StockTradingDay { .. } | Regressor::StockTradingDayOneCoefficient { .. }) => {
            Some(OTHER_FORM)
        }
        Variable::Regressor(Regressor::LeapYear | Regressor::Length) => leap_year.then_some("lpyear, lom or loq"),
        Variable::Regressor(_) => None,
    };
    let is_excluded = |variable: &Variable| match *test {
        Test::TradingDays { one_coefficient, leap_year } => of_days(one_coefficient, leap_year, variable),
        Test::Easter => matches!(variable, Variable::Regressor(Regressor::StockEaster { .. })).then_some("easterstock"),
        Test::Tet | Test::User => None,
    };
    variables.iter().find_map(is_excluded)
}

const VARIABLE: &str = "const, seasonal, td, tdnolpyear, td1coef, td1nolpyear, lpyear, lom, loq, easter[days], \
                        easterstock[days], of months tet[days, days, days] (up to 30 each), tdstock[day] or tdstock1coef[day], or an outlier as ao1999.jan, ls…, tc…, so…, rp1999.jan-1999.jun";

fn variable(argument: &Argument, word: &str, frequency: Frequency) -> Result<Variable, SpcError> {
    let trading = |one_coefficient, leap_year| Some(Variable::TradingDays { one_coefficient, leap_year });
    let found = match word {
        "const" => Some(Variable::Regressor(Regressor::Constant)),
        "seasonal" => Some(Variable::Regressor(Regressor::Seasonal(frequency))),
        "td" => trading(false, true),
        "tdnolpyear" => trading(false, false),
        "td1coef" => trading(true, true),
        "td1nolpyear" => trading(true, false),
        "lpyear" => Some(Variable::Regressor(Regressor::LeapYear)),
        "lom" | "loq" => Some(Variable::Regressor(Regressor::Length)),
        "tet" if frequency == Frequency::Monthly => Some(Variable::Regressor(Regressor::Tet(TetWindows::default()))),
        _ => windowed(word, frequency).or_else(|| dated(word, frequency)).map(Variable::Regressor),
    };
    found.ok_or_else(|| argument.refused(word, VARIABLE))
}

/// `easter[8]`, `tet[14, 7, 7]`, `tdstock[31]`.
fn windowed(word: &str, frequency: Frequency) -> Option<Regressor> {
    let (name, days) = word.strip_suffix(']')?.split_once('[')?;
    let days: Vec<usize> = days.split(',').map(|days| days.trim().parse().ok()).collect::<Option<_>>()?;
    match (name, &days[..]) {
        ("tdstock" | "tdstock1coef", &[day]) if (1..=31).contains(&day) && frequency == Frequency::Monthly => {
            Some(match name {
                "tdstock" => Regressor::StockTradingDay { day },
                _ => Regressor::StockTradingDayOneCoefficient { day },
            })
        }
        ("easter", &[days]) if (1..=25).contains(&days) => Some(Regressor::Easter { days }),
        ("easterstock", &[days]) if (1..=25).contains(&days) => Some(Regressor::StockEaster { days }),
        ("tet", &[before, during, after])
            if (1..=30).contains(&before) && during <= 30 && after <= 30 && frequency == Frequency::Monthly =>
        {
            Some(Regressor::Tet(TetWindows { before: before - 1, during, after }))
        }
        _ => None,
    }
}

/// `ao1999.jan`, `rp1999.jan-1999.jun`.
fn dated(word: &str, frequency: Frequency) -> Option<Regressor> {
    let (kind, date) = word.split_at_checked(2)?;
    let kind = match kind {
        "ao" => OutlierKind::Additive,
        "ls" => OutlierKind::LevelShift,
        "tc" => OutlierKind::TemporaryChange,
        "so" => OutlierKind::Seasonal,
        "rp" => {
            let (from, to) = date.split_once('-')?;
            let (from, to) = (period(from, frequency)?, period(to, frequency)?);
            return (from < to).then_some(Regressor::Ramp { from, to });
        }
        _ => return None,
    };
    Some(Regressor::Outlier(Outlier { kind, at: period(date, frequency)? }))
}

/// The user's own regressors: their names, kinds and values, period by period.
fn users(block: &mut Block, frequency: Frequency, files: Files<'_>) -> Result<Vec<Variable>, SpcError> {
    let line = block.line;
    let start = block.take("start");
    let given = data::values(block, frequency, files)?;
    let kinds = block.take("usertype");
    let Some(names) = block.take("user") else {
        return match start.or(kinds) {
            Some(other) => Err(SpcFault::Missing { spec: "regression", argument: "user" }.at(other.line)),
            None if given.is_some() => Err(SpcFault::Missing { spec: "regression", argument: "user" }.at(line)),
            None => Ok(Vec::new()),
        };
    };
    let (values, dated) =
        given.ok_or_else(|| SpcFault::Missing { spec: "regression", argument: "data" }.at(names.line))?;
    let start = match (dated, start) {
        (Some(dated), _) => dated,
        (None, Some(start)) => start.period(frequency)?,
        (None, None) => return Err(SpcFault::Missing { spec: "regression", argument: "start" }.at(names.line)),
    };
    let names_of = names.words("names")?;
    if names_of.is_empty() || values.is_empty() || values.len() % names_of.len() != 0 {
        let expected = "a name for each column of the data";
        return Err(names.refused(format!("{} names for {} values", names_of.len(), values.len()), expected));
    }
    let groups = groups(kinds.as_ref(), names_of.len())?;
    let column = |at: usize| values.iter().skip(at).step_by(names_of.len()).copied().collect();
    let user = |(at, (name, group)): (usize, (&String, Group))| {
        let user = UserRegressor { name: name.clone(), group, start, values: column(at) };
        Variable::Regressor(Regressor::User(Arc::new(user)))
    };
    Ok(names_of.iter().zip(groups).enumerate().map(user).collect())
}

/// What kind of effect each of the user's regressors has.
fn groups(kinds: Option<&Argument>, count: usize) -> Result<Vec<Group>, SpcError> {
    let known = [
        ("user", Group::User),
        ("td", Group::TradingDay),
        ("holiday", Group::Holiday),
        ("ao", Group::Outlier),
        ("tc", Group::Outlier),
        ("ls", Group::Level),
        ("so", Group::SeasonalShift),
        ("seasonal", Group::UserSeasonal),
    ];
    let expected = "user, seasonal, td, holiday, ao, tc, ls or so: one for all, or one for each";
    let Some(kinds) = kinds else { return Ok(vec![Group::User; count]) };
    let groups = kinds.each_of(expected, &known)?;
    match groups[..] {
        [one] => Ok(vec![one; count]),
        _ if groups.len() == count => Ok(groups),
        _ => Err(kinds.refused(format!("{} kinds", groups.len()), expected)),
    }
}
