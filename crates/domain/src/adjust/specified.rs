//! The specification of a series as a file of its own.

use season::regarima::Regressor;
use season::spc::Variable;

use super::kept::{CannotRefresh, not_finite, read};
use super::levels::Levels;

/// What a series was adjusted by, in the language of X-13ARIMA-SEATS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specified {
    /// What was asked.
    pub asked: String,
    /// What was chosen by it.
    pub chosen: String,
}

/// A file X-13 reads: a kept specification names no series, since it is for the one it is kept with; here that is put in.
///
/// # Errors
/// When the specification cannot be read.
pub fn with_its_series(levels: &Levels, specification: &str) -> Result<String, CannotRefresh> {
    let mut whole = read(specification)?;
    whole.series = Some(levels.observed().ok_or_else(|| CannotRefresh::Engine(not_finite()))?);
    Ok(whole.to_string())
}

/// Whether a specification has words that are Khơi's alone, which X-13 refuses: the regressors of Tết.
///
/// # Errors
/// When the specification cannot be read.
pub fn has_own_words(specification: &str) -> Result<bool, CannotRefresh> {
    let is_own = |variable: &Variable| matches!(variable, Variable::Regressor(Regressor::Tet(_)));
    Ok(read(specification)?.variables.iter().any(is_own))
}
