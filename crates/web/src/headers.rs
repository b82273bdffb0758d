//! Headers of every answer: security, caching by the digest of the release; and the few files that never change.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::site::Site;

const STYLE: &str = include_str!("../assets/khoi.css");
const ICON: &str = include_str!("../assets/khoi.svg");

/// No script, nothing from elsewhere, forms only to ourselves, never inside another site's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// The pages of a firm's month, where a script of ours checks while somebody types and keeps the draft: nothing else may run there either.
const POLICY_WITH_SCRIPT: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; \
                                  worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const CHECKS: &str = include_str!("../assets/checks.js");
const MONTH: &str = include_str!("../assets/month.js");
const ANSWERS: &str = include_str!("../assets/answers.js");
const WORKER: &str = include_str!("../assets/sw.js");

/// Whether a script of ours runs on a page.
fn has_script(path: &str) -> bool {
    let path = path.strip_prefix("/en").unwrap_or(path);
    path.starts_with("/returns") || path.starts_with("/receipts/") || path == "/sw.js"
}

/// Adds the headers, and answers 304 when the reader already has this page of this release.
pub(crate) async fn add(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let tag = tag(&site);
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let scripted = has_script(request.uri().path());
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|held| holds(held, &tag));
    let mut response = next.run(request).await;
    // What is kept by nobody has no tag either.
    let kept = response.headers().get(CACHE_CONTROL).is_none_or(|rule| rule != "no-store");
    let good = response.status() == StatusCode::OK && kept;
    if reading && good && known {
        response = StatusCode::NOT_MODIFIED.into_response();
    }
    let headers = response.headers_mut();
    if good && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60, must-revalidate"));
    } else if !good {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let (true, Ok(tag)) = (good, HeaderValue::from_str(&tag)) {
        headers.insert(ETAG, tag);
    }
    protect(headers, scripted);
    response
}

fn protect(headers: &mut HeaderMap, scripted: bool) {
    let fixed = [
        (CONTENT_SECURITY_POLICY, if scripted { POLICY_WITH_SCRIPT } else { POLICY }),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Changes when a release is added, the sites or the day they are shown of change, or the program is another; an address and its tag together name the bytes.
fn tag(site: &Site) -> String {
    let shelf = site.shelf();
    let digest = shelf.as_ref().map_or("none", |s| s.latest.release.digest.get(..16).unwrap_or("short"));
    let sites = site.listing().map(|listing| format!("{}-{}", listing.board.as_of.newest().0, listing.board.day));
    let sites = sites.unwrap_or_default();
    format!("W/\"{digest}-{}-{sites}-{}\"", site.newest().unwrap_or_default(), style_version())
}

/// Whether one of the tags the reader holds is this one.
fn holds(held: &HeaderValue, tag: &str) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    held.to_str().is_ok_and(|held| held.split(',').any(|one| one.trim() == "*" || bare(one) == bare(tag)))
}

/// A number that changes when the program's version or its style sheet does: readers keep the sheet for a year.
pub(crate) fn style_version() -> String {
    // FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    let bytes = STYLE.bytes().chain(env!("CARGO_PKG_VERSION").bytes());
    format!("{:08x}", bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)))
}

fn fixed(kind: &'static str, body: &'static str, age: &'static str) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, age)], body).into_response()
}

/// The style sheet. Its address carries its version, so it may be kept.
pub(crate) async fn style() -> Response {
    fixed("text/css; charset=utf-8", STYLE, "public, max-age=31536000, immutable")
}

/// The sign of the site.
pub(crate) async fn icon() -> Response {
    fixed("image/svg+xml", ICON, "public, max-age=86400")
}

/// The rules for the browser.
pub(crate) async fn checks_script() -> Response {
    fixed(SCRIPT, CHECKS, "no-cache")
}

/// What the page of a month does in a browser.
pub(crate) async fn month_script() -> Response {
    fixed(SCRIPT, MONTH, "no-cache")
}

/// What the page of the answers does in a browser.
pub(crate) async fn answers_script() -> Response {
    fixed(SCRIPT, ANSWERS, "no-cache")
}

/// What keeps the pages of a month for the time without network.
pub(crate) async fn worker() -> Response {
    fixed(SCRIPT, WORKER, "no-cache")
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Search engines are welcome; the downloads need no indexing.
pub(crate) async fn robots() -> Response {
    fixed(
        "text/plain; charset=utf-8",
        "User-agent: *\nDisallow: /data/\nDisallow: /en/data/\n",
        "public, max-age=86400",
    )
}
