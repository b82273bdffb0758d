//! Measurements in the text form of Prometheus, on an address of their own. Labels are patterns of routes, methods, classes of status and
//! outcomes: nothing of whom or what was asked for.

use std::future::IntoFuture as _;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;

use crate::health;
use crate::site::Site;

const REQUESTS: &str = "khoi_requests_total";
const SECONDS: &str = "khoi_request_seconds";
const CHANGES: &str = "khoi_changes_total";
const MAIL: &str = "khoi_mail_total";
const WAITING: &str = "khoi_mail_waiting";
const BACKUP: &str = "khoi_backup_age_seconds";
const ANSWERS: &str = "khoi_database_answers";
const LEADS: &str = "khoi_leader";
/// Upper ends of the classes of time, in seconds.
const TIMES: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// How often what came in is sorted into its classes, asked for or not.
const SORT: Duration = Duration::from_secs(30);

/// What is measured from now on.
#[derive(Debug, Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
}

impl Metrics {
    /// Begins to measure. Before, and without this, nothing is kept.
    #[must_use]
    pub fn begin() -> Self {
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets(&TIMES).unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // A second beginning in one program measures into the first.
        let _ = metrics::set_global_recorder(recorder);
        describe_counter!(REQUESTS, "Requests answered, by pattern of route, method and class of status");
        describe_histogram!(SECONDS, Unit::Seconds, "Time to answer a request, by pattern of route");
        describe_counter!(CHANGES, "Changes written to the database since it was made");
        describe_counter!(MAIL, "Messages handed over, by outcome");
        describe_gauge!(WAITING, "Messages that wait in the outbox");
        describe_gauge!(BACKUP, Unit::Seconds, "Time since the last whole backup made by the clock");
        describe_gauge!(ANSWERS, "1 when the database answers, else 0");
        describe_gauge!(LEADS, "1 when this process does the scheduled work, else 0");
        Self { handle }
    }

    /// Serves the measurements on an address of their own, for as long as it is let.
    pub async fn serve(self, site: Arc<Site>, listener: TcpListener) {
        let sorting = self.handle.clone();
        let sort = async move {
            let mut turn = tokio::time::interval(SORT);
            loop {
                turn.tick().await;
                sorting.run_upkeep();
            }
        };
        let app = Router::new().route("/metrics", get(show)).with_state((self, site));
        let served = axum::serve(listener, app).into_future();
        tokio::select! {
            () = sort => {}
            ended = served => if let Err(error) = ended { tracing::error!("measurements are no longer served: {error}"); },
        }
    }
}

async fn show(State((metrics, site)): State<(Metrics, Arc<Site>)>) -> Response {
    if let Some(desk) = site.desk() {
        let health = health::ask(desk).await;
        gauge!(ANSWERS).set(if health.is_some() { 1.0 } else { 0.0 });
        if let Some(health) = health {
            counter!(CHANGES).absolute(health.last.0.unsigned_abs());
            gauge!(WAITING).set(health.mail_waiting as f64);
        }
        if let Some(leader) = &desk.leader {
            gauge!(LEADS).set(if leader.leads() { 1.0 } else { 0.0 });
        }
        if let Some(last) = desk.backs_up().and_then(crate::Backups::last) {
            gauge!(BACKUP).set(desk.clock.now().duration_since(last).as_secs_f64());
        }
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.handle.render()).into_response()
}

/// Counts a request that was answered, by the pattern of its route: an address may hold anything.
pub(crate) fn answered(route: &str, method: &'static str, status: u16, took: Duration) {
    let route = route.to_owned();
    let class = match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    counter!(REQUESTS, "route" => route.clone(), "method" => method, "status" => class).increment(1);
    histogram!(SECONDS, "route" => route).record(took.as_secs_f64());
}
