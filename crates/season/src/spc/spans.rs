//! Spans of a series compared: `slidingspans{}`, read and written.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.16.

use super::error::SpcError;
use super::parts::{FoundOutliers, ModelOfParts, fixed, of_x11_regression};
use super::syntax::Block;
use crate::Frequency;
use crate::diagnostics::{AdditiveSpans, SpanSettings};

/// How spans are compared, and what model they have.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SlidingSpansSettings {
    /// Which spans, and how they are compared.
    pub spans: SpanSettings,
    /// Their model: by default that of the whole with its coefficients.
    pub model: ModelOfParts,
}

/// The length of spans.
const LENGTH: &str = "a number of periods from three to seventeen years";

pub(super) fn sliding_spans(mut block: Block, frequency: Frequency) -> Result<SlidingSpansSettings, SpcError> {
    let mut spans = SpanSettings::default();
    let known = [("difference", AdditiveSpans::Differences), ("percent", AdditiveSpans::Percent)];
    if let Some(additive) = block.take("additivesa") {
        spans.additive = additive.one_of("difference or percent", &known)?;
    }
    let limits = &mut spans.limits;
    for (name, limit) in
        [("cutseas", &mut limits.seasonal), ("cuttd", &mut limits.trading_days), ("cutchng", &mut limits.changes)]
    {
        if let Some(cut) = block.take(name) {
            *limit = cut.number()?;
            if *limit <= 0.0 {
                return Err(cut.refused(cut.told(), "a number above 0"));
            }
        }
    }
    let per_year = frequency.per_year();
    if let Some(length) = block.take("length") {
        let count = length.count(17 * per_year, LENGTH)?;
        if count < 3 * per_year {
            return Err(length.refused(length.told(), LENGTH));
        }
        spans.length = Some(count);
    }
    if let Some(most) = block.take("numspans") {
        let known = [("2", 2), ("3", 3), ("4", 4)];
        spans.most = most.one_of("2, 3 or 4", &known)?;
    }
    spans.counted_from = block.take("start").map(|start| start.period(frequency)).transpose()?;
    // What the coefficients begin with changes nothing where they are estimated to the end.
    let estimated = block
        .take("fixmdl")
        .map(|fixed| fixed.one_of("yes, no or clear", &[("yes", false), ("no", true), ("clear", true)]));
    let outliers = block.take("outlier").map(|outlier| {
        let again = FoundOutliers::SearchedAgain { newest: None };
        let known = [("keep", FoundOutliers::Kept), ("remove", FoundOutliers::Removed), ("yes", again)];
        outlier.one_of("keep, remove or yes", &known)
    });
    let model = ModelOfParts {
        estimated: estimated.transpose()?.unwrap_or_default(),
        fixed: fixed(&mut block)?,
        outliers: outliers.transpose()?.unwrap_or_default(),
    };
    of_x11_regression(&mut block)?;
    block.done()?;
    Ok(SlidingSpansSettings { spans, model })
}

/// The arguments that are not by default; `start` is a date as it is written.
pub(super) fn written(settings: &SlidingSpansSettings, start: Option<String>) -> Vec<String> {
    let (spans, usual) = (&settings.spans, SpanSettings::default());
    let number =
        |name: &str, value: f64, usual: f64| (value.to_bits() != usual.to_bits()).then(|| format!("{name}={value:?}"));
    let arguments = [
        (spans.additive == AdditiveSpans::Percent).then(|| "additivesa=percent".to_owned()),
        number("cutseas", spans.limits.seasonal, usual.limits.seasonal),
        number("cuttd", spans.limits.trading_days, usual.limits.trading_days),
        number("cutchng", spans.limits.changes, usual.limits.changes),
        spans.length.map(|length| format!("length={length}")),
        (spans.most != usual.most).then(|| format!("numspans={}", spans.most)),
        start.map(|start| format!("start={start}")),
        settings.model.estimated.then(|| "fixmdl=no".to_owned()),
    ];
    arguments.into_iter().flatten().chain(settings.model.written()).collect()
}
