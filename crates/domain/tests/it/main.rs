//! Methods against published and independently computed numbers that are read in place (`KHOI_REFERENCE`).
#![allow(clippy::unwrap_used, reason = "a test that cannot read its numbers has failed")]

mod contributions;
mod reference;
