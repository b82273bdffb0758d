//! What leaves the house, held against servers on loopback that take it in every way.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod gateway;
mod mail;
