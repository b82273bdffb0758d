//! Index numbers: the tree of weights, and what is computed along it.
//!
//! [`tree`] is the structure every index is aggregated along; [`aggregate`] computes an index of the whole from indices of the parts.

pub mod aggregate;
pub mod tree;
