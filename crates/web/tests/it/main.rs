//! The site as a reader meets it: a real server, a plain client, a real browser.

mod browser;
mod client;
mod downloads;
mod fixture;
mod pages;
