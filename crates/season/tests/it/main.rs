//! The crate held against the U.S. Census Bureau's X-13ARIMA-SEATS, version 1.1 build 62, on real series.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its numbers has failed")]

mod adjust_laws;
mod adjusted;
mod arguments;
mod asked;
mod automatic;
mod brought;
mod chosen;
mod gaps;
mod held;
mod identified;
mod innovations;
mod live;
mod model_tables;
mod outliers;
mod presence;
mod program;
mod reference;
mod regarima;
mod regarima_laws;
mod spc;
mod speed;
mod stability;
mod tested;
mod written;
mod x11;
mod x11_laws;
