//! Use cases: what a person may do, in one transaction with its journal line.

pub mod bench;
pub mod boundary;
pub mod checks;
pub mod compute;
pub mod context;
pub mod demo;
pub mod explain;
pub mod import;
mod inputs;
pub mod journal;
pub mod markets;
mod names;
pub mod outlook;
pub mod publication;
pub mod register;
pub mod release;
pub mod returns;
pub mod settings;
pub mod sites;
mod tally;

pub use store::{AsOf, Explanation, Finding, ReleaseHead, Seq, Store, StoreError, Verification};
pub use tally::Taken;
