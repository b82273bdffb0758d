//! The blocks that judge how stable an adjustment is: `slidingspans` and `history`.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, sections 7.8 and 7.16.

use super::error::SpcError;
use super::syntax::Block;
use crate::diagnostics::AdditiveSpans;
use crate::{Frequency, Period};

/// What a history is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistorySettings {
    /// Its first period, where that is said.
    pub start: Option<Period>,
    /// What it holds; where nothing is said, revisions of the adjusted series, its changes and the trend.
    pub estimates: Vec<Estimate>,
    /// How many periods ahead the forecasts are that it judges; where nothing is said, one and a year.
    pub steps: Vec<usize>,
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
}

/// What is said in the language, and what it stands for.
pub(super) const ESTIMATES: [(&str, Estimate); 7] = [
    ("sadj", Estimate::Adjusted),
    ("sadjchng", Estimate::Changes),
    ("trend", Estimate::Trend),
    ("trendchng", Estimate::TrendChanges),
    ("seasonal", Estimate::Seasonal),
    ("fcst", Estimate::Forecasts),
    ("aic", Estimate::Criteria),
];

/// The furthest ahead that forecasts are judged.
const FURTHEST: usize = 120;

pub(super) fn sliding_spans(mut block: Block) -> Result<AdditiveSpans, SpcError> {
    let known = [("difference", AdditiveSpans::Differences), ("percent", AdditiveSpans::Percent)];
    let additive = block.take("additivesa").map(|additive| additive.one_of("difference or percent", &known));
    block.done()?;
    Ok(additive.transpose()?.unwrap_or_default())
}

pub(super) fn history(mut block: Block, frequency: Frequency) -> Result<HistorySettings, SpcError> {
    let start = block.take("start").map(|start| start.period(frequency)).transpose()?;
    let expected = "sadj, sadjchng, trend, trendchng, seasonal, fcst or aic";
    let estimates = block.take("estimates").map(|estimates| estimates.each_of(expected, &ESTIMATES)).transpose()?;
    let expected = "up to four whole numbers from 1 to 120";
    let steps = block.take("fstep").map(|steps| {
        let counts = steps.counts(FURTHEST, expected)?;
        let counts: Option<Vec<usize>> = counts.into_iter().map(|count| count.filter(|count| *count > 0)).collect();
        counts.filter(|counts| (1..=4).contains(&counts.len())).ok_or_else(|| steps.refused(steps.told(), expected))
    });
    let steps = steps.transpose()?;
    block.done()?;
    Ok(HistorySettings { start, estimates: estimates.unwrap_or_default(), steps: steps.unwrap_or_default() })
}

/// The arguments of a history.
pub(super) fn written(settings: &HistorySettings, start: Option<String>) -> Vec<String> {
    let list = |name: &str, words: Vec<String>| (!words.is_empty()).then(|| format!("{name}=({})", words.join(" ")));
    let word = |estimate: &Estimate| {
        let found = ESTIMATES.iter().find(|(_, one)| one == estimate);
        found.map_or_else(String::new, |(name, _)| (*name).to_owned())
    };
    let arguments = [
        start.map(|start| format!("start={start}")),
        list("estimates", settings.estimates.iter().map(word).collect()),
        list("fstep", settings.steps.iter().map(ToString::to_string).collect()),
    ];
    arguments.into_iter().flatten().collect()
}
