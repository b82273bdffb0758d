//! The boundary of the crate: files in, files out.

mod broken;
mod examples;
mod never_panics;
