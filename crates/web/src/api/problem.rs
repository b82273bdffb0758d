//! Why a program gets no answer, as problem details (RFC 9457): title, status, what is wrong and what to do in the language asked for, the
//! values that would have been accepted, and for a form what is wrong at which field.

use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::asked::Asked;
use crate::component::FormView;
use crate::pages;
use crate::trouble::{Choice, Trouble};

/// The media type of problem details.
const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Why there is no answer (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// What kind of problem, in words.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What is wrong and what to do.
    detail: String,
    /// Values that would have been accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    valid: Vec<Valid>,
    /// What is wrong with what was sent, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<FieldFault>,
}

/// A value that would have been accepted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Valid {
    /// As it is sent.
    code: String,
    /// What it means.
    name: String,
}

/// What is wrong at a field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FieldFault {
    /// The field; none where it is the whole that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// What is wrong and what to do.
    what: String,
}

/// The answer in place of the one that cannot be given.
pub(crate) fn trouble(asked: &Asked, trouble: &Trouble) -> Response {
    let (title, what, remedy) = pages::said(&asked.page("", ""), trouble);
    let valid = match trouble {
        Trouble::Parameter { valid, .. } | Trouble::NoBulletin { valid } => valid.as_slice(),
        _ => &[],
    };
    let valid = valid
        .iter()
        .map(|Choice { code, name }| Valid { code: code.clone(), name: name.in_lang(asked.lang).to_owned() });
    let status = match trouble {
        // Nothing comes before a program's own work but the person behind it.
        Trouble::Go(_) => StatusCode::FORBIDDEN,
        other => other.status(),
    };
    let detail = format!("{what} {remedy}").trim().to_owned();
    let problem = Problem { title, status: status.as_u16(), detail, valid: valid.collect(), faults: Vec::new() };
    let mut response = problem.into_response();
    if status == StatusCode::UNAUTHORIZED {
        let bearer = if matches!(trouble, Trouble::Key) { "Bearer error=\"invalid_token\"" } else { "Bearer" };
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(bearer));
    }
    response
}

impl Problem {
    /// Of a form that was not taken.
    pub(super) fn of(title: &str, forms: &[FormView]) -> Self {
        let wrong: Vec<FieldFault> = forms
            .iter()
            .flat_map(FormView::faults)
            .map(|(field, what)| FieldFault { field: field.map(str::to_owned), what: what.to_owned() })
            .collect();
        let detail = wrong.iter().map(|fault| fault.what.as_str()).collect::<Vec<_>>().join(" ");
        let status = StatusCode::UNPROCESSABLE_ENTITY.as_u16();
        Self { title: title.to_owned(), status, detail, valid: Vec::new(), faults: wrong }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, PROBLEM);
        response
    }
}
