//! Bytes to domain values and back: CSV, workbooks, figures. No SQL, no HTTP, no clock.

pub mod carried;
pub mod fault;
pub mod figure;
pub mod rules;
pub mod table;
pub mod tidy;
