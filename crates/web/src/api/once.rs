//! A request that its sender may send again: under the same `Idempotency-Key` it is done once, and answered as the first time.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request};
use axum::response::Response;
use office::accounts::{self, Repeatable};

use crate::asked::{Asked, Wants};
use crate::form::Fields;
use crate::trouble::Trouble;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The longest answer that is kept.
const LONGEST_ANSWER: usize = 64 << 10;

/// The key a program gave its request.
pub(crate) fn key<B>(request: &Request<B>) -> Option<String> {
    request.headers().get(KEY).map(|key| key.to_str().unwrap_or_default().to_owned())
}

/// A request under way.
pub(crate) struct Once {
    of: Repeatable,
}

/// Begins a request that carries a key: nothing to mind, the answer of the first time, or what must be seen to at the end.
///
/// # Errors
/// When the key is none, or belongs to another request, or to one that is at work.
pub(crate) async fn begin(asked: &Asked, key: Option<&str>) -> Result<Option<Result<Response, Once>>, Trouble> {
    let (Some(key), Wants::Forms, Some(_)) = (key, asked.wants, asked.session()) else { return Ok(None) };
    let (of, before) = accounts::begin_request(&asked.context()?, key, &told(asked)).await?;
    Ok(Some(match before {
        None => Err(Once { of }),
        Some((status, body)) => Ok(again(status, body)),
    }))
}

/// All that is asked.
fn told(asked: &Asked) -> Vec<u8> {
    let Fields { files, .. } = &asked.fields;
    let mut told = asked.path.clone().into_bytes();
    for (name, value) in asked.fields.pairs() {
        for part in [name, value] {
            told.extend(part.len().to_be_bytes());
            told.extend(part.as_bytes());
        }
    }
    for file in files {
        told.extend(file.bytes.len().to_be_bytes());
        told.extend(&file.bytes);
    }
    told
}

fn again(status: u16, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(axum::http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true"));
    response
}

impl Once {
    /// Keeps the answer.
    pub(crate) async fn end(self, asked: &Asked, response: Response) -> Response {
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, LONGEST_ANSWER).await.unwrap_or_default();
        let (status, text) = (parts.status.as_u16(), String::from_utf8_lossy(&body).into_owned());
        if let Ok(context) = asked.context()
            && let Err(error) = accounts::end_request(&context, &self.of, status, &text).await
        {
            // The act itself is durable; only its answer could not be kept, and its key says so when it comes again.
            tracing::error!("an answer could not be kept: {error}");
        }
        Response::from_parts(parts, Body::from(body))
    }
}
