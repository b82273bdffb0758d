//! Part E: the series and its components without extremes, and changes from one period to the next.
//!
//! Ladiray and Quenneville (2001), chapter 4, tables E1 to E18; X-13ARIMA-SEATS Reference Manual 1.1, section 7.19.

use super::finals::Finals;
use super::given::{FactorKind, Prepared};
use super::mode::Mode;

/// Series, adjusted series and irregular where a value without weight in C17 is replaced, over the extended span.
pub(crate) struct Modified {
    /// E1.
    pub(crate) original: Vec<f64>,
    /// E2.
    pub(crate) adjusted: Vec<f64>,
    /// E3.
    pub(crate) irregular: Vec<f64>,
}

/// E1 to E3.
pub(crate) fn modified(prepared: &Prepared, finals: &Finals, weights: &[f64], mode: Mode) -> Modified {
    let relation = mode.published();
    let none = |at: usize| weights[at] <= 0.0;
    let mut found = Modified {
        original: prepared.original.clone(),
        adjusted: finals.adjusted.clone(),
        irregular: finals.clean_irregular.clone(),
    };
    for at in (0..weights.len()).filter(|at| none(*at)) {
        found.original[at] = relation.without(found.original[at], finals.clean_irregular[at]);
        found.adjusted[at] = finals.trend[at];
        found.irregular[at] = relation.neutral();
    }
    for kind in [FactorKind::AdditiveOutlier, FactorKind::TemporaryChange] {
        for effect in prepared.effects.of(&[kind]) {
            found.original = relation.each_without(&found.original, effect);
            if !finals.left_out.contains(&kind) {
                found.adjusted = relation.each_without(&found.adjusted, effect);
            }
        }
    }
    found
}

/// E11.
pub(crate) fn robust(prepared: &Prepared, modified: &Modified) -> Vec<f64> {
    let values = prepared.original.iter().zip(&modified.original).zip(&modified.adjusted);
    values.map(|((value, without), adjusted)| value - without + adjusted).collect()
}

/// E18: the series over the adjusted one; 1 where both are nothing.
pub(crate) fn ratios(prepared: &Prepared, finals: &Finals) -> Vec<f64> {
    let ratio =
        |(value, adjusted): (&f64, &f64)| if *value == 0.0 && *adjusted == 0.0 { 1.0 } else { value / adjusted };
    prepared.original.iter().zip(&finals.adjusted).map(ratio).collect()
}

/// E5 to E8: changes of a series, the first of the second value.
pub(crate) fn changes(values: &[f64], mode: Mode) -> Vec<f64> {
    values.windows(2).map(|pair| mode.published().change(pair[0], pair[1])).collect()
}
