//! How the components make up the series.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.19 (argument `mode`); Ladiray and Quenneville (2001), chapter 2; the pseudo-additive
//! form is Baxter's, in Findley, Monsell, Bell, Otto and Chen (1998).

/// How trend, seasonal and irregular make up the series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// O = T × S × I: the season is a share of the level. Positive values only.
    #[default]
    Multiplicative,
    /// O = T + S + I: the season does not grow with the level.
    Additive,
    /// ln O = ln T + ln S + ln I, with the trend corrected for the bias of a geometric mean. Positive values only.
    LogAdditive,
    /// O = T × (S + I − 1): for series near zero in some periods of every year. Positive values only.
    PseudoAdditive,
}

impl Mode {
    /// Whether zero and negative values have no meaning.
    #[must_use]
    pub fn needs_positive(self) -> bool {
        self != Self::Additive
    }

    /// How a factor is taken from a value while the components are estimated: log-additive works on logarithms.
    pub(crate) fn working(self) -> Relation {
        match self {
            Self::Multiplicative | Self::PseudoAdditive => Relation::Ratio,
            Self::Additive | Self::LogAdditive => Relation::Difference,
        }
    }

    /// How a published factor is taken from a published value.
    pub(crate) fn published(self) -> Relation {
        if self == Self::Additive { Relation::Difference } else { Relation::Ratio }
    }

    /// The irregular left in an SI value.
    pub(crate) fn irregular(self, seasonal_irregular: f64, seasonal: f64) -> f64 {
        match self {
            Self::PseudoAdditive => seasonal_irregular - seasonal + 1.0,
            other => other.working().without(seasonal_irregular, seasonal),
        }
    }

    /// A series without its season.
    pub(crate) fn adjusted(self, values: &[f64], seasonal: &[f64], trend: &[f64]) -> Vec<f64> {
        match self {
            Self::PseudoAdditive => {
                let parts = values.iter().zip(seasonal).zip(trend);
                parts.map(|((value, seasonal), trend)| value - trend * (seasonal - 1.0)).collect()
            }
            other => other.working().each_without(values, seasonal),
        }
    }
}

/// Whether a factor divides or is subtracted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// A ratio about 1.
    Ratio,
    /// A difference about 0.
    Difference,
}

impl Relation {
    /// The factor that changes nothing.
    pub(crate) fn neutral(self) -> f64 {
        match self {
            Self::Ratio => 1.0,
            Self::Difference => 0.0,
        }
    }

    /// A value without a factor.
    pub(crate) fn without(self, value: f64, factor: f64) -> f64 {
        match self {
            Self::Ratio => value / factor,
            Self::Difference => value - factor,
        }
    }

    /// A value with a factor.
    pub(crate) fn with(self, value: f64, factor: f64) -> f64 {
        match self {
            Self::Ratio => value * factor,
            Self::Difference => value + factor,
        }
    }

    /// Values without their factors, as far as both go.
    pub(crate) fn each_without(self, values: &[f64], factors: &[f64]) -> Vec<f64> {
        values.iter().zip(factors).map(|(value, factor)| self.without(*value, *factor)).collect()
    }

    /// Values with their factors, as far as both go.
    pub(crate) fn each_with(self, values: &[f64], factors: &[f64]) -> Vec<f64> {
        values.iter().zip(factors).map(|(value, factor)| self.with(*value, *factor)).collect()
    }

    /// The sum of the changes from each value to the next without their signs: relative to the value for ratios.
    pub(crate) fn total_change(self, values: &[f64]) -> f64 {
        let change = |pair: &[f64]| match self {
            Self::Ratio => (pair[1] - pair[0]).abs() / pair[0],
            Self::Difference => (pair[1] - pair[0]).abs(),
        };
        values.windows(2).map(change).sum()
    }

    /// The change from one value to the next: relative for ratios, and then not a number where it would be from nothing or less.
    pub(crate) fn change(self, before: f64, after: f64) -> f64 {
        match self {
            Self::Ratio if before <= 0.0 => f64::NAN,
            Self::Ratio => (after - before) / before,
            Self::Difference => after - before,
        }
    }
}
