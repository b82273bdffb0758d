//! The gate: so many requests are worked on at once; others wait their turn for a while, and are then told when to come again.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts as _, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::Semaphore;

use crate::asked::Asked;
use crate::pages;
use crate::site::Site;
use crate::trouble::Trouble;

/// Requests that are worked on at once: enough to keep the database at work, few enough that each is answered soon.
const AT_ONCE: usize = 64;
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(8);

/// How many may still come in.
#[derive(Clone)]
pub(crate) struct Gate {
    site: Arc<Site>,
    places: Arc<Semaphore>,
}

impl Gate {
    pub(crate) fn new(site: Arc<Site>) -> Self {
        Self { site, places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

/// Lets a request in when its turn has come; answers 503 with the time to come again when it has not.
pub(crate) async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(PATIENCE, gate.places.acquire()).await {
        Ok(_place) => next.run(request).await,
        Err(_) => {
            let (mut parts, _) = request.into_parts();
            let Ok(asked) = Asked::from_request_parts(&mut parts, &gate.site).await;
            pages::trouble(&asked, &Trouble::Busy("too many requests at once".to_owned()))
        }
    }
}
