//! Calendar and seasonal adjustment of monthly and quarterly series.
//!
//! Usable alone: nothing here knows whose figures they are, and nothing reads or writes a file.
//! The names are those of the field: the tables of X-11 (B1 to E18), the terms of the X-13ARIMA-SEATS Reference Manual (U.S. Census Bureau, version 1.1).

pub mod adjust;
pub mod diagnostics;
pub mod regarima;
mod series;
pub mod spc;
pub mod x11;

pub use series::{Frequency, Period, PeriodError, Series, SeriesError};
