//! Why no model is estimated.

use crate::Period;

/// Why a series has no RegARIMA model of the specification asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegArimaError {
    /// Too few observations for the differences and the coefficients.
    #[error(
        "the model needs at least {needed} observations and the series has {given}: give a longer series or a smaller model"
    )]
    TooShort {
        /// The fewest that would do.
        needed: usize,
        /// Those there are.
        given: usize,
    },
    /// A logarithm of a value that has none.
    #[error("the value at {0} is not above zero and has no logarithm: take the level")]
    NotPositive(Period),
    /// A value that is infinite or not a number.
    #[error("the value at {0} is not a finite number")]
    NotFinite(Period),
    /// The first or the last value is a gap.
    #[error("the series begins or ends with a gap: let it begin and end with an observation")]
    GapAtEnd,
    /// A regressor that the others, or the differencing, leave nothing of.
    #[error("the regressor “{0}” is, after differencing, a sum of the others or zero: leave it out")]
    Collinear(String),
    /// Nothing is left to explain.
    #[error("the model leaves no residual: the series is constant, or its regressors reproduce it")]
    NoResidual,
    /// A user's regressor that does not reach far enough.
    #[error("the regressor “{name}” has no value at {period}")]
    RegressorEnds {
        /// The regressor.
        name: String,
        /// The first period without a value.
        period: Period,
    },
    /// A regressor that only months have, or only quarters, or whose periods are of another frequency.
    #[error("the regressor “{0}” is not defined for the frequency of the series")]
    Frequency(String),
    /// An effect dated where the series has no observation.
    #[error("the regressor “{name}” is dated {period}, outside the series")]
    Outside {
        /// The regressor.
        name: String,
        /// Its date.
        period: Period,
    },
    /// A calendar that ends too early.
    #[error("the calendar of “{name}” holds no year {year}")]
    CalendarEnds {
        /// The regressor.
        name: String,
        /// The year asked for.
        year: i32,
    },
    /// Held coefficients that are more or fewer than there are to hold.
    #[error("{of} has {needed} coefficients and {given} are held: give one for each")]
    Held {
        /// The regressor, or the model.
        of: String,
        /// How many are given.
        given: usize,
        /// How many there are.
        needed: usize,
    },
    /// The coefficients have no finite likelihood from which to start.
    #[error("the likelihood of the model {0} cannot be computed on this series")]
    NoLikelihood(String),
    /// More forecasts or backcasts were asked for than are sensible.
    #[error("{0} forecasts were asked for: ask for at most 120")]
    TooFar(usize),
}
