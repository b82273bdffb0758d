//! Why a page cannot be given, before it is said in the language of the page.

use axum::http::StatusCode;
use domain::text::Text;

/// A value of a parameter that would have been accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// As written in the address.
    pub(crate) code: String,
    /// What it means.
    pub(crate) name: Text,
}

impl Choice {
    pub(crate) fn new(code: impl Into<String>, name: Text) -> Self {
        Self { code: code.into(), name }
    }
}

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// A parameter has a value that means nothing here; the values that do.
    Parameter { name: &'static str, value: String, valid: Vec<Choice> },
    /// There is no bulletin of the month in the address; the months that have one.
    NoBulletin { valid: Vec<Choice> },
    /// There is no such page.
    NotFound,
    /// The page is only read, never written to.
    Method,
    /// No site has been taken in yet.
    NoSites,
    /// No release has been made yet.
    NoRelease,
    /// Our fault; said in the log, not on the page.
    Internal(String),
}

impl Trouble {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Parameter { .. } => StatusCode::BAD_REQUEST,
            Self::NotFound | Self::NoBulletin { .. } => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::NoRelease | Self::NoSites => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
