//! `/health`: whether the site can do its work, for a program that watches over it. Public, so it tells no figure of what the database holds
//! beyond how many changes there were and how many messages wait.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use office::context::Actor;
use office::health::{Health, look};
use serde::Serialize;

use crate::desk::Desk;
use crate::site::Site;

/// A database that takes longer does not answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is told.
#[derive(Debug, Serialize)]
struct Told {
    /// Whether the database answers.
    database: bool,
    /// The number of the last change.
    last_change: Option<i64>,
    /// By how many seconds the clock of the machine stands behind what was written: it was set back, and days and hours are wrong. Nothing while it
    /// does not.
    clock_behind: Option<i64>,
    /// Whether this process does the scheduled work: mail, limits, backups. One of those on a database does.
    leader: Option<bool>,
    /// The backups made by the clock of this process; nothing where they are made otherwise.
    backup: Option<Backup>,
    /// Messages that wait in the outbox.
    mail_waiting: Option<u64>,
}

#[derive(Debug, Serialize)]
struct Backup {
    /// When the last whole one was made.
    last: Option<Timestamp>,
    /// Whether the next one should have been there by now.
    overdue: bool,
}

/// Asks the database; `None` when it does not answer in time.
pub(crate) async fn ask(desk: &Desk) -> Option<Health> {
    let context = desk.context(Actor::public(), "/health");
    match tokio::time::timeout(PATIENCE, look(&context)).await {
        Ok(Ok(health)) => {
            desk.clock.note(health.written);
            Some(health)
        }
        Ok(Err(error)) => {
            tracing::error!("the database does not answer: {error}");
            None
        }
        Err(_) => {
            tracing::error!("the database does not answer within {} seconds", PATIENCE.as_secs());
            None
        }
    }
}

/// 200 when the database answers, 503 when it does not.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    let (mut health, mut backup, mut leader, mut clock_behind) = (None, None, None, None);
    if let Some(desk) = site.desk() {
        health = ask(desk).await;
        let now = desk.clock.now();
        clock_behind = desk.clock.behind().map(|behind| behind.as_secs());
        leader = desk.leader.as_ref().map(office::Leader::leads);
        backup = desk.backs_up().map(|known| Backup { last: known.last(), overdue: known.is_overdue(now) });
    }
    let told = Told {
        database: health.is_some(),
        last_change: health.map(|health| health.last.0),
        clock_behind,
        leader,
        backup,
        mail_waiting: health.map(|health| health.mail_waiting),
    };
    let status = if told.database { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(CACHE_CONTROL, "no-store")], Json(told)).into_response()
}
