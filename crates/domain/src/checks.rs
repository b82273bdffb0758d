//! Checks as data.
