//! The store on both databases.
#![allow(clippy::unwrap_used, reason = "a test that cannot reach its database has failed")]

mod accounts;
mod adjust;
mod databases;
mod fixture;
mod journal;
mod leader;
mod markets;
mod obstacles;
mod projects;
mod sites;
mod story;
mod writing;
