//! What the adjustment of each period was when it was the last: `history{}`, read and written.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.8.

use super::error::SpcError;
use super::parts::{FoundOutliers, ModelOfParts, fixed, of_x11_regression};
use super::syntax::Block;
use crate::diagnostics::{RevisionSettings, Target};
use crate::{Frequency, Period};

/// What a history is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistorySettings {
    /// Its first period, where that is said.
    pub start: Option<Period>,
    /// Which revisions are looked at.
    pub revisions: RevisionSettings,
    /// What it holds; where nothing is said, revisions of the adjusted series, its changes and the trend.
    pub estimates: Vec<Estimate>,
    /// How many periods ahead the forecasts are that it judges; where nothing is said, one and a year.
    pub steps: Vec<usize>,
    /// Whether errors of forecasts are those of what is modelled, as logarithms.
    pub scaled_errors: bool,
    /// The model at the end of each period: by default that of the whole, estimated again.
    pub model: ModelOfParts,
}

impl Default for HistorySettings {
    fn default() -> Self {
        Self {
            start: None,
            revisions: RevisionSettings::default(),
            estimates: Vec::new(),
            steps: Vec::new(),
            scaled_errors: false,
            model: ModelOfParts { estimated: true, ..ModelOfParts::default() },
        }
    }
}

/// What a history holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Estimate {
    /// Revisions of D11.
    Adjusted,
    /// Revisions of the changes of D11 from a period to the next.
    Changes,
    /// Revisions of D12.
    Trend,
    /// Revisions of the changes of D12 from a period to the next.
    TrendChanges,
    /// Revisions of D10.
    Seasonal,
    /// Errors of the model's forecasts.
    Forecasts,
    /// The model's likelihood and AICC.
    Criteria,
    /// The model's ARMA coefficients.
    Arma,
    /// The coefficients of its trading days.
    TradingDays,
}

/// What is said in the language, and what it stands for.
pub(super) const ESTIMATES: [(&str, Estimate); 9] = [
    ("sadj", Estimate::Adjusted),
    ("sadjchng", Estimate::Changes),
    ("trend", Estimate::Trend),
    ("trendchng", Estimate::TrendChanges),
    ("seasonal", Estimate::Seasonal),
    ("fcst", Estimate::Forecasts),
    ("aic", Estimate::Criteria),
    ("arma", Estimate::Arma),
    ("td", Estimate::TradingDays),
];

/// The furthest ahead that forecasts are judged.
const FURTHEST: usize = 120;

pub(super) fn history(mut block: Block, frequency: Frequency) -> Result<HistorySettings, SpcError> {
    let mut dates = |name: &str| block.take(name).map(|date| date.period(frequency)).transpose();
    let (start, end) = (dates("start")?, dates("endtable")?);
    let expected = "sadj, sadjchng, trend, trendchng, seasonal, fcst, aic, arma or td";
    let estimates = block.take("estimates").map(|estimates| estimates.each_of(expected, &ESTIMATES)).transpose()?;
    let steps = counts(&mut block, "fstep", 4, "up to four whole numbers from 1 to 120")?;
    let expected = "up to five whole numbers from 1 to 120";
    let lags = (counts(&mut block, "sadjlags", 5, expected)?, counts(&mut block, "trendlags", 5, expected)?);
    let target = block.take("target").map(|target| {
        target.one_of("final or concurrent", &[("final", Target::Final), ("concurrent", Target::Concurrent)])
    });
    let in_units = block
        .take("additivesa")
        .map(|additive| additive.one_of("percent or difference", &[("percent", false), ("difference", true)]));
    let scaled_errors = block.take("transformfcst").map(|scaled| scaled.flag()).transpose()?;
    // Where the coefficients begin changes nothing where they are estimated to the end.
    block.take("refresh").map(|refresh| refresh.flag()).transpose()?;
    let model = model_of_history(&mut block, frequency)?;
    of_x11_regression(&mut block)?;
    block.done()?;
    Ok(HistorySettings {
        start,
        revisions: RevisionSettings {
            end,
            adjusted_lags: lags.0,
            trend_lags: lags.1,
            target: target.transpose()?.unwrap_or_default(),
            in_units: in_units.transpose()?.unwrap_or_default(),
        },
        estimates: estimates.unwrap_or_default(),
        steps,
        scaled_errors: scaled_errors.unwrap_or_default(),
        model,
    })
}

/// The model at the end of each period; outliers are looked for again in the newest year unless another window is said.
fn model_of_history(block: &mut Block, frequency: Frequency) -> Result<ModelOfParts, SpcError> {
    let estimated = !block.take("fixmdl").map_or(Ok(false), |fixed| fixed.flag())?;
    let window = block.take("outlierwin").map(|window| {
        let expected = "a whole number from 1 to 120";
        let count = window.count(FURTHEST, expected)?;
        if count == 0 { Err(window.refused(window.told(), expected)) } else { Ok(count) }
    });
    let newest = Some(window.transpose()?.unwrap_or(frequency.per_year()));
    let outliers = block.take("outlier").map(|outlier| {
        let again = FoundOutliers::SearchedAgain { newest };
        let known = [("keep", FoundOutliers::Kept), ("remove", FoundOutliers::Removed), ("auto", again)];
        outlier.one_of("keep, remove or auto", &known)
    });
    Ok(ModelOfParts { estimated, fixed: fixed(block)?, outliers: outliers.transpose()?.unwrap_or_default() })
}

/// Some whole numbers above 0, in rising order, each once.
fn counts(block: &mut Block, name: &str, most: usize, expected: &'static str) -> Result<Vec<usize>, SpcError> {
    let Some(argument) = block.take(name) else { return Ok(Vec::new()) };
    let found = argument.counts(FURTHEST, expected)?;
    let counts: Option<Vec<usize>> = found.into_iter().map(|count| count.filter(|count| *count > 0)).collect();
    let mut counts = counts
        .filter(|counts| (1..=most).contains(&counts.len()))
        .ok_or_else(|| argument.refused(argument.told(), expected))?;
    counts.sort_unstable();
    counts.dedup();
    Ok(counts)
}

/// The arguments that are not by default; dates as they are written.
pub(super) fn written(settings: &HistorySettings, date: fn(Period) -> String) -> Vec<String> {
    let list = |name: &str, words: Vec<String>| (!words.is_empty()).then(|| format!("{name}=({})", words.join(" ")));
    let numbers = |name: &str, numbers: &[usize]| list(name, numbers.iter().map(ToString::to_string).collect());
    let word = |estimate: &Estimate| {
        let found = ESTIMATES.iter().find(|(_, one)| one == estimate);
        found.map_or_else(String::new, |(name, _)| (*name).to_owned())
    };
    let revisions = &settings.revisions;
    let arguments = [
        settings.start.map(|start| format!("start={}", date(start))),
        revisions.end.map(|end| format!("endtable={}", date(end))),
        list("estimates", settings.estimates.iter().map(word).collect()),
        numbers("fstep", &settings.steps),
        numbers("sadjlags", &revisions.adjusted_lags),
        numbers("trendlags", &revisions.trend_lags),
        (revisions.target == Target::Concurrent).then(|| "target=concurrent".to_owned()),
        revisions.in_units.then(|| "additivesa=difference".to_owned()),
        settings.scaled_errors.then(|| "transformfcst=yes".to_owned()),
        (!settings.model.estimated).then(|| "fixmdl=yes".to_owned()),
    ];
    arguments.into_iter().flatten().chain(settings.model.written()).collect()
}
