//! The store on both databases.
#![allow(clippy::unwrap_used, reason = "a test that cannot reach its database has failed")]

mod databases;
mod fixture;
mod journal;
mod obstacles;
mod sites;
mod story;
mod writing;
