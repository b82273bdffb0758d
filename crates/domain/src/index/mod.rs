//! Index numbers.
