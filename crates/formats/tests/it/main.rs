//! The boundary of the crate: files in, files out.
#![allow(clippy::unwrap_used, reason = "a test that cannot make or read its files has failed")]

mod broken;
mod deadline;
mod examples;
mod never_panics;
mod reference;
mod speed;
