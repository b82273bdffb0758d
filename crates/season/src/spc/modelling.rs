//! The blocks of the model: `transform`, `arima`, `automdl`, `outlier`, `estimate`, `check`, `forecast`.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, sections 7.1, 7.2, 7.3, 7.5, 7.7, 7.11, 7.18.

use super::coefficients::{self, Arma};
use super::error::{Reason, SpcError, SpcFault};
use super::identification;
use super::orders;
use super::specification::{ModelChoice, Transformation};
use super::syntax::{Argument, Block, Item};
use crate::Frequency;
use crate::diagnostics::{CheckSettings, Portmanteau};
use crate::regarima::{ADVANCE, CriticalValues, OutlierKind, OutlierMethod, OutlierSettings, PROBABILITY, Prior};

/// What is modelled.
pub(super) struct Transform {
    pub(super) function: Transformation,
    pub(super) log_advance: f64,
    pub(super) prior: Option<Prior>,
}

impl Default for Transform {
    fn default() -> Self {
        Self { function: Transformation::default(), log_advance: ADVANCE, prior: None }
    }
}

pub(super) fn transform(mut block: Block) -> Result<Transform, SpcError> {
    block.drop_all(&["title"]);
    let function = block.take("function").map(|function| {
        let known =
            [("none", Transformation::Level), ("log", Transformation::Log), ("auto", Transformation::Automatic)];
        function.one_of("none, log or auto", &known)
    });
    let power = block.take("power");
    let line = power.as_ref().map_or(block.line, |power| power.line);
    let power = power.map(|power| {
        let expected = "0 for logarithms or 1 for the values as they are";
        match power.number()? {
            0.0 => Ok(Transformation::Log),
            1.0 => Ok(Transformation::Level),
            _ => Err(power.refused(power.told(), expected)),
        }
    });
    let function = match (function.transpose()?, power.transpose()?) {
        (Some(_), Some(_)) => return Err(SpcFault::Conflict("power", "function").at(line)),
        (function, power) => function.or(power).unwrap_or_default(),
    };
    // The manual counts how much AICC of levels must be above that of logarithms: -2.
    let log_advance =
        block.take("aicdiff").map_or(Ok(ADVANCE), |difference| difference.number().map(|number| -number))?;
    let adjust = block.take("adjust");
    let line = adjust.as_ref().map_or(block.line, |adjust| adjust.line);
    let prior = adjust.map(|adjust| {
        let known =
            [("none", Prior::None), ("lom", Prior::Length), ("loq", Prior::Length), ("lpyear", Prior::LeapYear)];
        adjust.one_of("none, lom, loq or lpyear", &known)
    });
    let prior = prior.transpose()?;
    if function == Transformation::Automatic && prior.is_some_and(|prior| prior != Prior::None) {
        return Err(SpcFault::Conflict("adjust", "function=auto").at(line));
    }
    block.done()?;
    Ok(Transform { function, log_advance, prior })
}

/// The model, and what is said of its ARMA coefficients.
pub(super) type Arima = (Option<ModelChoice>, Arma);

pub(super) fn model(arima: Option<Block>, automdl: Option<Block>, frequency: Frequency) -> Result<Arima, SpcError> {
    match (arima, automdl) {
        (Some(_), Some(automdl)) => Err(SpcFault::Conflict("arima", "automdl").at(automdl.line)),
        (Some(mut arima), None) => {
            let line = arima.line;
            arima.drop_all(&["title"]);
            let model =
                arima.take("model").ok_or_else(|| SpcFault::Missing { spec: "arima", argument: "model" }.at(line))?;
            let (ar, ma) = (arima.take("ar"), arima.take("ma"));
            arima.done()?;
            let lags = orders::model(&model, frequency)?;
            Ok((Some(ModelChoice::Fixed(lags.model)), coefficients::arma(&lags, ar.as_ref(), ma.as_ref())?))
        }
        (None, Some(automdl)) => {
            identification::identification(automdl).map(|how| (Some(ModelChoice::Automatic(how)), Arma::default()))
        }
        (None, None) => Ok((None, Arma::default())),
    }
}

pub(super) fn outlier(mut block: Block, frequency: Frequency) -> Result<OutlierSettings, SpcError> {
    let mut settings = OutlierSettings::default();
    if let Some(types) = block.take("types") {
        let known =
            [("ao", OutlierKind::Additive), ("ls", OutlierKind::LevelShift), ("tc", OutlierKind::TemporaryChange)];
        let expected = "ao, ls, tc, all or none";
        match &types.words(expected)?.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["all"] => {}
            ["none"] => settings.kinds.clear(),
            _ => settings.kinds = types.each_of(expected, &known)?,
        }
    } else {
        // X-13's own default.
        settings.kinds.retain(|kind| *kind != OutlierKind::TemporaryChange);
    }
    if let Some(critical) = block.take("critical") {
        settings.critical = critical_values(&critical)?;
    }
    if let Some(method) = block.take("method") {
        let known = [("addone", OutlierMethod::AddOne), ("addall", OutlierMethod::AddAll)];
        settings.method = method.one_of("addone or addall", &known)?;
    }
    // Whether a run of level shifts cancels, and what nearly is an outlier, is only printed.
    if let Some(run) = block.take("lsrun") {
        run.count(5, "a whole number up to 5")?;
    }
    if let Some(almost) = block.take("almost") {
        almost.number()?;
    }
    settings.span = block.take("span").map_or(Ok((None, None)), |span| span.span(frequency))?;
    block.done()?;
    Ok(settings)
}

/// One critical value for all types, or one for each of AO, LS and TC, of which some may be left out.
fn critical_values(argument: &Argument) -> Result<CriticalValues<Option<f64>>, SpcError> {
    let expected =
        "one positive number for all types, or one each as (3.5, 4, 4) for ao, ls and tc; one may be left out";
    let one = |item: &Item| match item {
        Item::Absent => Ok(None),
        Item::Word(word) => match argument.finite(word, expected)? {
            critical if critical > 0.0 => Ok(Some(critical)),
            _ => Err(argument.refused(word, expected)),
        },
        other => Err(argument.refused(other.told(), expected)),
    };
    let given: Vec<Option<f64>> = argument.items(expected)?.iter().map(one).collect::<Result<_, _>>()?;
    match given[..] {
        [Some(all)] => Ok(CriticalValues::all(Some(all))),
        [additive, level_shift] => Ok(CriticalValues { additive, level_shift, temporary_change: None }),
        [additive, level_shift, temporary_change] => Ok(CriticalValues { additive, level_shift, temporary_change }),
        _ => Err(argument.refused(argument.told(), expected)),
    }
}

/// How the likelihood is estimated: always exactly and to the end, so that these change nothing.
pub(super) fn estimate(mut block: Block) -> Result<(), SpcError> {
    if let Some(exact) = block.take("exact") {
        exact.one_of("arma", &[("arma", ())])?;
    }
    if let Some(tolerance) = block.take("tol") {
        tolerance.number()?;
    }
    if let Some(steps) = block.take("maxiter") {
        steps.count(usize::MAX, "a whole number")?;
    }
    // Only the printed errors of forecasts within the series.
    if let Some(outside) = block.take("outofsample") {
        outside.flag()?;
    }
    block.done()
}

/// How residuals are checked; the limits say what is told of it.
pub(super) fn check(mut block: Block) -> Result<CheckSettings, SpcError> {
    let mut settings = CheckSettings::default();
    if let Some(limit) = block.take("qlimit") {
        settings.limit = match limit.number()? {
            number if number > 0.0 && number < 1.0 => number,
            _ => return Err(limit.refused(limit.told(), "a number between 0 and 1")),
        };
    }
    if let Some(limit) = block.take("acflimit") {
        settings.limit_of_errors = match limit.number()? {
            number if number > 0.0 => number,
            _ => return Err(limit.refused(limit.told(), "a number above 0")),
        };
    }
    if let Some(kind) = block.take("qtype") {
        settings.portmanteau = kind.one_of("ljungbox, lb, boxpierce or bp", &PORTMANTEAUS)?;
    }
    if let Some(lags) = block.take("maxlag") {
        let expected = "a whole number from 1 to 1000";
        settings.lags = match lags.count(MOST_LAGS, expected)? {
            0 => return Err(lags.refused(lags.told(), expected)),
            lags => Some(lags),
        };
    }
    block.done()?;
    Ok(settings)
}

/// The words of what sums up autocorrelations.
const PORTMANTEAUS: [(&str, Portmanteau); 4] = [
    ("ljungbox", Portmanteau::LjungBox),
    ("lb", Portmanteau::LjungBox),
    ("boxpierce", Portmanteau::BoxPierce),
    ("bp", Portmanteau::BoxPierce),
];

/// The furthest that autocorrelations go.
const MOST_LAGS: usize = 1000;

/// The arguments of a check that are not by default.
pub(super) fn written_check(settings: &CheckSettings) -> Vec<String> {
    let usual = CheckSettings::default();
    let arguments = [
        settings.lags.map(|lags| format!("maxlag={lags}")),
        (settings.portmanteau == Portmanteau::BoxPierce).then(|| "qtype=boxpierce".to_owned()),
        (settings.limit != usual.limit).then(|| format!("qlimit={}", settings.limit)),
        (settings.limit_of_errors != usual.limit_of_errors).then(|| format!("acflimit={}", settings.limit_of_errors)),
    ];
    arguments.into_iter().flatten().collect()
}

/// The furthest that is forecast.
const FURTHEST: usize = 120;

/// What is forecast.
pub(super) struct Forecasts {
    pub(super) lead: Option<usize>,
    pub(super) back: usize,
    pub(super) excluded: usize,
    pub(super) probability: f64,
}

impl Default for Forecasts {
    fn default() -> Self {
        Self { lead: None, back: 0, excluded: 0, probability: PROBABILITY }
    }
}

pub(super) fn forecast(mut block: Block) -> Result<Forecasts, SpcError> {
    let expected = "a whole number up to 120";
    let mut periods = |name: &str| block.take(name).map(|argument| argument.count(FURTHEST, expected)).transpose();
    let (lead, back, excluded) = (periods("maxlead")?, periods("maxback")?, periods("exclude")?);
    let probability =
        block.take("probability").map_or(Ok(PROBABILITY), |probability| match probability.number()? {
            number if number > 0.0 && number < 1.0 => Ok(number),
            _ => Err(probability.refused(probability.told(), "a number between 0 and 1")),
        })?;
    if let Some(mean) = block.take("lognormal")
        && mean.flag()?
    {
        return Err(SpcFault::NotDone { what: "lognormal=yes".to_owned(), why: Reason::Median }.at(mean.line));
    }
    block.done()?;
    Ok(Forecasts { lead, back: back.unwrap_or_default(), excluded: excluded.unwrap_or_default(), probability })
}
