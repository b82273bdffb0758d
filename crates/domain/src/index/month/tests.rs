//! Numbers worked by hand, and the laws of the index on random provinces.

mod golden;
mod laws;
pub(crate) mod scene;
