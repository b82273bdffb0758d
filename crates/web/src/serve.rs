//! Serving the site until it is told to stop, and what is written down of each request.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tokio::net::TcpListener;

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

/// Writes method, path, status and time of each request. Neither who asked nor from where, nor the
/// query, nor a link that chooses a password is written down.
pub(crate) async fn log(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), crate::asked::told(request.uri().path()).to_owned());
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    crate::metrics::answered(matched.as_ref().map(MatchedPath::as_str), &method, status, took);
    tracing::info!(%method, path, status, milliseconds = took.as_millis() as u64, "answered");
    response
}
