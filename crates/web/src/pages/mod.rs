//! The pages: each a pure function from what was asked to an answer.

pub(crate) mod about;
pub(crate) mod bulletin;
pub(crate) mod contributions;
pub(crate) mod data;
pub(crate) mod home;
pub(crate) mod markets;
pub(crate) mod procedures;
pub(crate) mod products;
pub(crate) mod releases;
pub(crate) mod series;
pub(crate) mod site;
pub(crate) mod sites;
mod wrong;

pub(crate) use wrong::{method_not_allowed, not_found, trouble};
