//! RegARIMA: a regression on calendar, holidays and outliers whose error is a multiplicative seasonal ARIMA process.
//!
//! ```
//! use season::Series;
//! use season::regarima::{Model, Regressor, Specification, fit};
//!
//! let values = (0..72).map(|month| 100.0 + f64::from(month) + 8.0 * f64::from(month * 5 % 12) + f64::from(month * 7 % 5));
//! let series = Series::new("2018-01".parse()?, values.collect())?;
//! let specification = Specification { regressors: vec![Regressor::TradingDayOneCoefficient], ..Specification::default() };
//! let fit = fit(&(&series).into(), &specification)?;
//! assert_eq!(fit.model(), Model::AIRLINE);
//! assert_eq!(fit.forecasts(12)?.len(), 12);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The methods are those of the X-13ARIMA-SEATS Reference Manual (U.S. Census Bureau, version 1.1), ch. 4 to 7; each
//! file names its own sources.

mod adequacy;
mod calendar;
mod choice;
mod cleaned;
mod columns;
mod critical;
mod differencing;
mod error;
mod estimate;
mod filter;
mod fit;
mod forecast;
mod gradient;
mod hannan_rissanen;
mod identification;
mod identify;
mod initial;
mod innovations;
mod likelihood;
mod linear;
mod lunar;
mod model;
mod observed;
mod orders;
mod outlier;
mod outlier_statistics;
mod part;
mod polynomial;
mod prepared;
mod refine;
mod regression;
mod roots;
mod specification;

pub use calendar::WorkingCalendar;
pub(crate) use calendar::trading_days as trading_day_contrasts;
pub use choice::{
    ADVANCE, AiccTest, EASTERS, TradingDayTest, TransformChoice, choose_easter, choose_tet, choose_trading_days,
    choose_transform,
};
pub(crate) use choice::{best, default_model, easter, tet as test_of_tet, trading_days, transformed};
pub(crate) use columns::Column;
pub use critical::{CriticalValues, critical_value};
pub use error::RegArimaError;
pub use fit::{Coefficient, Fit, Likelihood, fit};
pub use forecast::{Forecast, PROBABILITY};
pub use identification::{Differences, Identification};
pub use identify::{AutomaticSettings, Identified, identify};
pub use lunar::{TetWindows, tet};
pub use model::{Model, ModelError, Operator, Orders};
pub use observed::{Observed, Transform};
pub use orders::OrderSearch;
pub use outlier::{OutlierMethod, OutlierSearch, OutlierSettings, detect_outliers};
pub use regression::{Group, Outlier, OutlierKind, Regressor, UserRegressor};
pub use specification::{GapTreatment, Held, Prior, Specification};
