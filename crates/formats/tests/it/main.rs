//! The boundary of the crate: files in, files out.

mod examples;
