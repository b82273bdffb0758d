//! Numbers worked by hand, and the laws of the index on random provinces.

mod golden;
pub(crate) mod scene;
