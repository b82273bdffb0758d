//! Why a page cannot be given, before it is said in the language of the page.

use axum::http::StatusCode;
use domain::text::Text;
use office::StoreError;
use office::context::OfficeError;

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
    /// Nobody is signed in.
    SignIn,
    /// The key a program shows is not good.
    Key,
    /// Somewhere else comes first.
    Go(String),
    /// The role may not.
    NotAllowed(Text),
    /// A form that is not one of ours, or of a session that has ended.
    Elsewhere,
    /// What was sent took too long to arrive.
    Slow,
    /// More was sent than is taken.
    TooLarge,
    /// What was sent is of a kind that is not taken.
    Media,
    /// The office says what is wrong and what to do.
    Said(Text),
    /// There is too much to do, or the database cannot be reached: nothing was done, and it may be tried again a little later.
    Busy(String),
    /// Our fault; said in the log, not on the page.
    Internal(String),
}

impl From<OfficeError> for Trouble {
    fn from(error: OfficeError) -> Self {
        match error {
            OfficeError::NotFound => Self::NotFound,
            OfficeError::NotAllowed { .. } => Self::NotAllowed(error.text()),
            OfficeError::Said(text) => Self::Said(text),
            OfficeError::Store(error @ StoreError::Rule(_)) => Self::Said(error.text()),
            OfficeError::Store(error) if error.is_unavailable() => Self::Busy(format!("the database: {error:?}")),
            OfficeError::Store(error) => Self::Internal(format!("the database failed: {error:?}")),
        }
    }
}

impl Trouble {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Parameter { .. } => StatusCode::BAD_REQUEST,
            Self::SignIn | Self::Key => StatusCode::UNAUTHORIZED,
            Self::Go(_) => StatusCode::SEE_OTHER,
            Self::NotAllowed(_) | Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Media => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Said(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound | Self::NoBulletin { .. } => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::NoRelease | Self::NoSites | Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
