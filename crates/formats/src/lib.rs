//! Bytes to domain values and back: CSV, workbooks, figures. No SQL, no HTTP, no clock.

pub mod backup;
pub mod basket;
pub mod boundary;
pub mod carried;
pub mod demo;
pub mod fault;
pub mod figure;
pub mod layout;
pub mod mark;
pub mod markets;
pub mod obstacles;
pub mod official;
pub mod projects;
pub mod register;
pub mod returns;
pub mod rules;
pub mod sheet;
pub mod sites;
pub mod table;
pub mod tasks;
pub mod template;
pub mod tidy;
