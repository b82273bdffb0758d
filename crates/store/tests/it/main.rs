//! The store on both databases.

mod databases;
mod fixture;
mod journal;
mod story;
mod writing;
