//! Use cases: what a person may do, in one transaction with its journal line.

pub mod context;
pub mod demo;
pub mod journal;
pub mod publication;
pub mod register;
pub mod returns;
pub mod settings;
mod tally;

pub use store::{AsOf, Finding, Seq, Store, StoreError, Verification};
pub use tally::Taken;
