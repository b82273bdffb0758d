//! The pages. A public page is a pure function from what was asked to an answer; a page of signed-in people asks the office on the way.

pub(crate) mod about;
pub(crate) mod account;
pub(crate) mod accounts;
mod bodies;
pub(crate) mod bulletin;
pub(crate) mod contributions;
pub(crate) mod data;
pub(crate) mod desk;
pub(crate) mod dialogue;
pub(crate) mod dialogues;
mod done;
pub(crate) mod forgotten;
pub(crate) mod home;
mod letter;
pub(crate) mod obstacle;
pub(crate) mod obstacles;
pub(crate) mod password;
pub(crate) mod plan;
pub(crate) mod procedures;
pub(crate) mod products;
pub(crate) mod raise;
mod record;
pub(crate) mod releases;
pub(crate) mod reminders;
pub(crate) mod series;
mod sheet;
pub(crate) mod sign_in;
pub(crate) mod site;
pub(crate) mod sites;
pub(crate) mod task;
mod wrong;

pub(crate) use wrong::{method_not_allowed, not_found, trouble};
