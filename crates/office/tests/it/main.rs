//! Use cases on both databases.
#![allow(clippy::unwrap_used, reason = "a test that cannot reach its database has failed")]

mod accounts;
mod backup;
mod bulk;
mod collecting;
mod databases;
mod files;
mod intake;
mod markets;
mod obstacles;
mod projects;
mod province;
mod registry;
mod release;
mod sending;
mod sites;
mod two_people;
mod works;
