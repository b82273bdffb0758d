//! The site as a reader meets it: a real server, a plain client, a real browser.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod access;
mod adjusted;
mod adjusted_choices;
mod adjusted_page;
mod api;
mod axe;
mod books;
mod browser;
mod client;
mod conference;
mod conformance;
mod devtools;
mod downloads;
mod duties;
mod fixture;
mod hostile;
mod intake;
mod keyboard;
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
mod texts;
mod thread;
mod tools;
mod two_people;
mod walk;
mod workbook;
