//! The program as it is used: files in, files and exit codes out.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its files has failed")]

mod backup;
mod bad_files;
mod benchmark;
mod broken;
mod gateway;
mod import;
mod index;
mod khoi;
#[cfg(unix)]
mod log;
mod loss;
mod marked;
mod office;
#[cfg(target_os = "linux")]
mod outage;
mod package;
#[cfg(unix)]
mod post;
mod postgres;
mod provider;
mod province;
mod season;
mod season_fields;
mod server;
mod serving;
#[cfg(unix)]
mod smtp;
mod tables;
#[cfg(unix)]
mod two_servers;
mod usage;
