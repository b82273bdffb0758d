//! Use cases on both databases.

mod databases;
mod province;
mod release;
