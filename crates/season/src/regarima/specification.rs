//! What is estimated: transformation, prior factors, model, regressors, the treatment of gaps; and what is not, because it is held.
//!
//! X-13ARIMA-SEATS Reference Manual, ch. 7.1 (`ar`, `ma`: coefficients held, and where the search for others begins), 7.13 (regressors; `b`) and 7.18 (`adjust`: leap years and the
//! length of months as prior factors).

use super::calendar::{days, leap_year_factor};
use super::model::Model;
use super::observed::Transform;
use super::regression::Regressor;
use crate::Period;

/// How a value that is missing is treated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapTreatment {
    /// A regressor for each gap, counted among the coefficients, as in X-13. There the logarithm of the number that stands for a missing value is in
    /// the Jacobian; here it is not.
    #[default]
    Regressors,
    /// The likelihood of the values that are there.
    Exact,
}

/// What the series is divided by before it is transformed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prior {
    /// Nothing.
    #[default]
    None,
    /// A February's length over 28.25 (a first quarter's over 90.25): what X-13 does with trading days in logarithms.
    LeapYear,
    /// The length of the month or quarter over the mean length.
    Length,
}

impl Prior {
    /// The factor of a period.
    #[must_use]
    pub fn factor(self, period: Period) -> f64 {
        match self {
            Self::None => 1.0,
            Self::LeapYear => leap_year_factor(period),
            Self::Length => {
                days(period).map_or(1.0, |days| days as f64 * period.frequency().per_year() as f64 / 365.25)
            }
        }
    }
}

/// Coefficients that are given and not estimated: no criterion counts them, and they have no standard error.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Held {
    /// Every ARMA coefficient of the model: regular and seasonal autoregressive, regular and seasonal moving average, each by rising lag;
    /// `None` for one that is estimated. Empty where all of them are. One held at zero below the highest of its operator is no coefficient
    /// of the model.
    pub arma: Vec<Option<f64>>,
    /// Coefficients of regressors, one a column, `None` for a column whose coefficient is estimated. A regressor that the specification
    /// does not have is passed over, so that one which is left out or dated outside a part of the series takes its coefficients along.
    pub regression: Vec<(Regressor, Vec<Option<f64>>)>,
    /// The variance of the innovations.
    pub variance: Option<f64>,
}

impl Held {
    /// Whether everything is estimated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.variance.is_none()
            && self.arma.iter().all(Option::is_none)
            && self.regression.iter().all(|(_, held)| held.iter().all(Option::is_none))
    }

    /// The ARMA coefficients where every one is held; `None` where one is estimated, or the model has none.
    #[must_use]
    pub fn whole_arma(&self) -> Option<Vec<f64>> {
        let whole: Option<Vec<f64>> = self.arma.iter().copied().collect();
        whole.filter(|whole| !whole.is_empty())
    }

    /// How many ARMA coefficients are held.
    pub(crate) fn count(&self) -> usize {
        self.arma.iter().flatten().count()
    }

    /// Coefficients with those that are held in their places.
    pub(crate) fn put(&self, mut coefficients: Vec<f64>) -> Vec<f64> {
        for (to, held) in coefficients.iter_mut().zip(&self.arma) {
            *to = held.unwrap_or(*to);
        }
        coefficients
    }

    /// The coefficients of a regressor; `None` where all of them are estimated.
    #[must_use]
    pub fn of(&self, regressor: &Regressor) -> Option<&[Option<f64>]> {
        self.regression.iter().find(|(held, _)| held == regressor).map(|(_, coefficients)| coefficients.as_slice())
    }
}

/// What is estimated.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Specification {
    /// Logarithms or levels.
    pub transform: Transform,
    /// What is divided out beforehand.
    pub prior: Prior,
    /// The model of the regression's error.
    pub model: Model,
    /// The regressors.
    pub regressors: Vec<Regressor>,
    /// How gaps are treated.
    pub gaps: GapTreatment,
    /// What is not estimated.
    pub held: Held,
    /// Where the search for the ARMA coefficients begins, one for each in their order: it matters where the likelihood has more than one
    /// maximum. One of another length, or of a model that is not stationary and invertible, is passed over.
    pub start: Option<Vec<f64>>,
}
