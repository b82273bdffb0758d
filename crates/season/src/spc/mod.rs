//! Specifications in X-13's own language.

mod error;
mod syntax;
mod token;

pub use error::{SpcError, SpcFault};
