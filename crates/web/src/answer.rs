//! What a page function gives back: a page, or a file that is sent whole, in pieces when it is long.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, REFRESH, SET_COOKIE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use domain::text::Lang;
use formats::table::{Bom, Head, Row, csv_header, csv_row};
use futures_util::{Stream, StreamExt};

use crate::api::forms::{Forms, Shown};
use crate::trouble::Trouble;

/// A good answer.
pub(crate) enum Answer {
    /// A page.
    Page(String),
    /// Plain text.
    Text(String),
    /// A file in memory: its name, its type, its bytes.
    File(String, &'static str, Vec<u8>),
    /// A CSV sent line by line.
    Csv(Csv),
    /// A CSV whose rows are read while they are sent.
    Followed(Followed),
    /// A form with something wrong in it.
    Faulty(String),
    /// Data for a program.
    Json(serde_json::Value),
    /// The forms of a page, for a program.
    Forms(Shown),
    /// Go and see there: a path of ours, without the language.
    See(String),
    /// The same, with the cookies of what begins or ends.
    SeeWith(String, Vec<HeaderValue>),
    /// A page that says why something was not done, with its status.
    Sorry(StatusCode, String),
    /// A page that leads on to another site by itself: the page, how it leads on, and a cookie to come back with.
    Away(String, HeaderValue, HeaderValue),
}

/// The CSV of a table whose rows are made while they are sent.
pub(crate) struct Csv {
    pub(crate) head: Head,
    pub(crate) rows: Box<dyn Iterator<Item = Row> + Send>,
    pub(crate) lang: Lang,
    pub(crate) bom: Bom,
}

/// Rows as they are read, many at a time.
pub(crate) type Parts = Pin<Box<dyn Stream<Item = Result<Vec<Row>, Trouble>> + Send>>;

/// The CSV of a table that is followed to its end: one part of it is in memory at a time.
pub(crate) struct Followed {
    pub(crate) head: Head,
    pub(crate) parts: Parts,
    pub(crate) lang: Lang,
    pub(crate) bom: Bom,
}

impl Followed {
    /// The bytes as they come. What fails after the file has begun cuts it, so that nobody takes a part for the whole.
    fn body(self) -> Body {
        let Self { head, parts, lang, bom } = self;
        let header = futures_util::stream::once(std::future::ready(Ok(csv_header(&head, lang, bom))));
        let part = move |rows: Result<Vec<Row>, Trouble>| match rows {
            Ok(rows) => Ok(rows.iter().flat_map(|row| csv_row(&head, row, lang, bom)).collect()),
            Err(trouble) => {
                tracing::error!("a file was cut: {trouble:?}");
                Err(std::io::Error::other("the file could not be read to its end"))
            }
        };
        Body::from_stream(header.chain(parts.map(part)))
    }
}

impl Answer {
    /// A page from its template.
    pub(crate) fn page(template: &impl askama::Template) -> Result<Self, Trouble> {
        rendered(template).map(Self::Page)
    }

    /// A page whose form has something wrong in it.
    pub(crate) fn faulty(template: &impl askama::Template) -> Result<Self, Trouble> {
        rendered(template).map(Self::Faulty)
    }
}

/// A page from its template, for an answer of another kind.
pub(crate) fn rendered(template: &impl askama::Template) -> Result<String, Trouble> {
    template.render().map_err(|e| Trouble::Internal(format!("a template failed: {e}")))
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Page(html) => Html(html).into_response(),
            Self::Faulty(html) => (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response(),
            Self::Json(data) => axum::Json(data).into_response(),
            Self::Forms(shown) => axum::Json(Forms::from(shown)).into_response(),
            Self::See(place) => Redirect::to(&place).into_response(),
            Self::SeeWith(place, cookies) => {
                let cookies = cookies.into_iter().map(|cookie| (SET_COOKIE, cookie));
                (AppendHeaders(cookies), Redirect::to(&place)).into_response()
            }
            Self::Sorry(status, html) => (status, Html(html)).into_response(),
            Self::Away(html, on, cookie) => ([(REFRESH, on), (SET_COOKIE, cookie)], Html(html)).into_response(),
            Self::Text(text) => ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response(),
            Self::File(name, kind, bytes) => (named(&name, kind), bytes).into_response(),
            Self::Csv(csv) => {
                let name = format!("{}.csv", csv.head.name);
                (named(&name, CSV), Body::from_stream(Pieces::new(csv))).into_response()
            }
            Self::Followed(followed) => {
                let name = format!("{}.csv", followed.head.name);
                (named(&name, CSV), followed.body()).into_response()
            }
        }
    }
}

const CSV: &str = "text/csv; charset=utf-8";

/// File names are made of our own codes: ASCII letters, digits, dots and hyphens; anything else becomes a hyphen.
fn named(name: &str, kind: &'static str) -> [(HeaderName, HeaderValue); 2] {
    let safe: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' }).collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{safe}\""));
    let disposition = disposition.unwrap_or(HeaderValue::from_static("attachment"));
    [(CONTENT_TYPE, HeaderValue::from_static(kind)), (CONTENT_DISPOSITION, disposition)]
}

/// The file in pieces of about 64 kB: one piece is in memory at a time.
struct Pieces {
    csv: Csv,
    begun: bool,
}

impl Pieces {
    fn new(csv: Csv) -> Self {
        Self { csv, begun: false }
    }
}

impl Stream for Pieces {
    type Item = Result<Vec<u8>, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let mut piece = Vec::new();
        if !this.begun {
            piece = csv_header(&this.csv.head, this.csv.lang, this.csv.bom);
            this.begun = true;
        }
        while piece.len() < 64 * 1024 {
            let Some(row) = this.csv.rows.next() else { break };
            piece.extend(csv_row(&this.csv.head, &row, this.csv.lang, this.csv.bom));
        }
        Poll::Ready((!piece.is_empty()).then_some(Ok(piece)))
    }
}
