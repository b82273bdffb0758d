//! Index numbers: the tree of weights, and what is computed along it.
//!
//! [`tree`] is the structure every index is aggregated along.

pub mod tree;
