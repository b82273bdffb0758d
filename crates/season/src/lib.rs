//! Calendar and seasonal adjustment of monthly and quarterly series.
//!
//! Usable alone: nothing here knows whose figures they are, and nothing reads or writes a file.
//! Begin with [`adjust::adjust`], which does what a specification in X-13's language says; [`x11`] and [`regarima`] are its two parts, each usable by
//! itself, [`diagnostics`] judges, [`spc`] reads specifications.
//!
//! ```
//! use season::spc::Specification;
//! use season::x11::Table;
//! use season::{Frequency, Series};
//!
//! let text = "transform{function=log} regression{aictest=(td easter)} automdl{} outlier{} x11{}";
//! let specification = Specification::read(text, Frequency::Monthly, &|name| Err(format!("there is no {name}")))?;
//! let value = |month: i32| (100.0 + f64::from(month) + f64::from(month * 7 % 5)) * if month % 12 == 1 { 0.8 } else { 1.0 };
//! let series = Series::new("2015-01".parse()?, (0..96).map(value).collect())?;
//!
//! let adjusted = season::adjust::adjust(&(&series).into(), &specification)?;
//! let model = adjusted.model.as_ref().ok_or("no model")?;
//! println!("{} with {} outliers", model.fit.model(), model.outliers.len());
//! let x11 = adjusted.x11.as_ref().ok_or("no adjustment")?;
//! let february = x11.at(Table::D10, "2022-02".parse()?).ok_or("no such month")?;
//! assert!((february - 0.81).abs() < 0.03);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The names are those of the field: the tables of X-11 (B1 to E18), the terms of the X-13ARIMA-SEATS Reference Manual (U.S. Census Bureau, version 1.1).

pub mod adjust;
mod autocorrelation;
pub mod diagnostics;
mod distributions;
pub mod regarima;
mod series;
pub mod spc;
pub mod x11;

pub use series::{Frequency, Period, PeriodError, Series, SeriesError};
