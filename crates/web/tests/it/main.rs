//! The site as a reader meets it: a real server, a plain client, a real browser.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod access;
mod api;
mod books;
mod browser;
mod client;
mod conference;
mod devtools;
mod downloads;
mod duties;
mod fixture;
mod intake;
mod line;
mod many;
mod obstacles;
mod oidc;
mod pages;
mod people;
mod projects;
mod registry;
mod returns;
mod secure;
mod sign_ins;
mod thread;
