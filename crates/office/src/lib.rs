//! Use cases: what a person may do, in one transaction with its journal line.

pub mod context;
pub mod demo;
pub mod publication;
