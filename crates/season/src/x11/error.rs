//! Why a series cannot be adjusted.

use super::given::FactorKind;
use super::tables::Table;
use crate::Period;

/// Why a series cannot be adjusted as asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum X11Error {
    /// Fewer than three years.
    #[error("the series has {have} values; a season needs three full years, that is {need}")]
    TooShort {
        /// How many it has.
        have: usize,
        /// How many it needs.
        need: usize,
    },
    /// Only the additive mode takes values that are not positive.
    #[error("the value at {period} is {value}; only the additive mode takes values that are not positive")]
    NotPositive {
        /// Where.
        period: Period,
        /// The value, without the effects of the model.
        value: f64,
    },
    /// The value without its effects is infinite or not a number.
    #[error("the value at {period}, without the effects of the model, is not a finite number")]
    NotFinite {
        /// Where.
        period: Period,
    },
    /// Factors by the month for a quarterly series, or the other way round.
    #[error("the {kind} factors are not of the series' frequency")]
    FactorFrequency {
        /// Which.
        kind: FactorKind,
    },
    /// Factors do not cover the series and its extension.
    #[error(
        "the {kind} factors have no value at {period}; they must cover the series, its backcasts and its forecasts"
    )]
    FactorMissing {
        /// Which.
        kind: FactorKind,
        /// Where the first is missing.
        period: Period,
    },
    /// A ratio that is not positive.
    #[error("the {kind} factor at {period} is not positive; only the additive mode takes such factors")]
    FactorNotPositive {
        /// Which.
        kind: FactorKind,
        /// Where.
        period: Period,
    },
    /// Pseudo-additive components have no place for a given season.
    #[error(
        "the pseudo-additive mode takes neither seasonal outliers nor a season of one's own: take another mode, or leave them out"
    )]
    SeasonalFactorPseudoAdditive,
    /// The limits of extreme values are out of order.
    #[error("the sigma limits are {lower} and {upper}; the lower must be above 0 and the upper above the lower")]
    SigmaLimits {
        /// The lower.
        lower: f64,
        /// The upper.
        upper: f64,
    },
    /// A Henderson filter of this length cannot be applied.
    #[error("a Henderson filter of {terms} terms cannot be applied: take an odd number from 3 to {longest}")]
    Henderson {
        /// Terms asked for.
        terms: usize,
        /// The most there can be.
        longest: usize,
    },
    /// End weights cannot be made for this ratio.
    #[error("the I/C ratio of the end weights is {ratio}; it must be above 0")]
    EndRatio {
        /// The ratio.
        ratio: f64,
    },
    /// Not one filter for each period of a year.
    #[error("{given} seasonal filters are given; one for each of the {per_year} periods of a year is needed")]
    Filters {
        /// How many are given.
        given: usize,
        /// How many are needed.
        per_year: usize,
    },
    /// Not every period of a year is in a group.
    #[error("{given} periods are put into groups of equal deviation; each of the {per_year} periods of a year must be")]
    Groups {
        /// How many are given.
        given: usize,
        /// How many are needed.
        per_year: usize,
    },
    /// A pseudo-additive season of nothing at the ends.
    #[error("the first estimate of the season at {period} is zero; the pseudo-additive mode cannot go on from it")]
    SeasonOfZero {
        /// Where.
        period: Period,
    },
    /// No part of the trend is positive.
    #[error("the trend at {period} is not positive, nor is any other that could stand for it; take the additive mode")]
    TrendNotPositive {
        /// Where.
        period: Period,
    },
    /// The values are too large or too small to calculate with.
    #[error(
        "table {table} has no finite value at {period}: the values of the series are too large, too small or too far apart"
    )]
    Overflow {
        /// Which table.
        table: Table,
        /// Where the first is.
        period: Period,
    },
}
