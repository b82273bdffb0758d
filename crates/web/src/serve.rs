//! Serving the site until it is told to stop, and what is written down of each request.

use std::future::Future;
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tokio::net::TcpListener;
use tracing::Instrument as _;

use crate::Site;
use crate::patience::PatientListener;
use crate::tls::{Certificate, TlsListener};

/// Serves the site over `listener` until `stop` is ready; requests under way are then answered before it returns.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    site: Arc<Site>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(PatientListener(listener), crate::app(site)).with_graceful_shutdown(stop).await
}

/// The same by HTTPS.
///
/// # Errors
/// As [`serve`].
pub async fn serve_securely(
    site: Arc<Site>,
    listener: TcpListener,
    certificate: &Certificate,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let listener = PatientListener(TlsListener::over(listener, certificate)?);
    axum::serve(listener, crate::app(site)).with_graceful_shutdown(stop).await
}

/// The name of the header that carries the number of a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Writes method, pattern of route, status and time of each request, under a number that the answer carries too. Neither who asked nor from
/// where is written down, nor the address itself: it may hold a sign-in name, a query, or a link that chooses a password.
pub(crate) async fn log(request: Request, next: Next) -> Response {
    let id = new_id();
    let method = method_of(request.method());
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("none", MatchedPath::as_str);
    // What else is told while it is answered stands under the same number.
    let span = tracing::info_span!("request", id, method, route);
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    crate::metrics::answered(route, method, status, took);
    span.in_scope(|| tracing::info!(status, milliseconds = took.as_millis() as u64, "answered"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// A method by its name; any other word may stand in its place and is not repeated.
fn method_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        _ => "other",
    }
}

/// A number for a request: ours, not the one it may bring, which could say anything. It guards nothing, so that it need not be secret.
fn new_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    format!("{:016x}", KEYS.hash_one(COUNT.fetch_add(1, Ordering::Relaxed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_differ_and_are_of_one_form() {
        let ids: std::collections::BTreeSet<String> = (0..1000).map(|_| new_id()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit())));
    }
}
