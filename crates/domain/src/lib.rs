//! What things are in a province's industry statistics, and how they are computed.
//!
//! Everything here is values in, values out: no files, no clock, no database, no randomness. The rooms in reading
//! order, each importing only those before it: [`numeral`] → [`period`] → [`text`] → [`acts`] → [`calendar`] → [`deadline`] →
//! [`concordance`] → [`area`] → [`boundary`] → [`classification`] → [`series`] → [`register`] → [`sites`] → [`returns`] → [`markets`] → [`checks`] →
//! [`impute`] → [`index`] → [`review`] → [`official`] → [`adjust`] → [`release`] → [`bulletin`] → [`agency`] → [`projects`] → [`obstacles`] → [`tasks`] →
//! [`letters`] → [`dialogues`] → [`mail`] → [`reminders`] → [`outlook`] → [`intake`] → [`authority`] → [`accounts`].

pub mod accounts;
pub mod acts;
pub mod adjust;
pub mod agency;
pub mod area;
pub mod authority;
pub mod boundary;
pub mod bulletin;
pub mod calendar;
pub mod checks;
pub mod classification;
pub mod concordance;
pub mod deadline;
pub mod dialogues;
pub mod impute;
pub mod index;
pub mod intake;
pub mod letters;
pub mod mail;
pub mod markets;
pub mod numeral;
pub mod obstacles;
pub mod official;
pub mod outlook;
pub mod period;
pub mod projects;
pub mod register;
pub mod release;
pub mod reminders;
pub mod returns;
pub mod review;
pub mod series;
pub mod sites;
pub mod tasks;
pub mod text;
