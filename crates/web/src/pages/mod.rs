//! The pages. A public page is a pure function from what was asked to an answer; a page of signed-in people asks the office on the way.

pub(crate) mod about;
pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod agencies;
pub(crate) mod bulletin;
pub(crate) mod contributions;
pub(crate) mod data;
pub(crate) mod desk;
pub(crate) mod director;
pub(crate) mod home;
pub(crate) mod markets;
pub(crate) mod password;
pub(crate) mod press;
pub(crate) mod procedures;
pub(crate) mod products;
pub(crate) mod projects;
pub(crate) mod releases;
pub(crate) mod series;
pub(crate) mod sheet;
pub(crate) mod sign_in;
pub(crate) mod site;
pub(crate) mod site_acts;
pub(crate) mod sites;
mod wrong;

pub(crate) use wrong::{method_not_allowed, not_found, trouble};
