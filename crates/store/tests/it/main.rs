//! The store on both databases.

mod databases;
mod fixture;
mod story;
