//! The crate held against the U.S. Census Bureau's X-13ARIMA-SEATS, version 1.1 build 62, on real series.

mod automatic;
mod gaps;
mod laws;
mod outliers;
mod program;
mod reference;
mod regarima;
mod speed;
