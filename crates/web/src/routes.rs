//! The route table: one line a page, form or file, each saying who may call it.

mod table;

use std::pin::Pin;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use domain::authority::Action;
use tracing::{Instrument as _, Span};

use crate::answer::Answer;
use crate::api::{self, Operation, forms, once};
use crate::asked::{Asked, DATA, Wants};
use crate::form::Fields;
use crate::pages;
use crate::site::Site;
use crate::trouble::Trouble;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without signing in: shows published and confidentiality-filtered values only.
    Public,
    /// Whoever is signed in with a role that gets anywhere with this action; the row is decided in the office.
    May(Action),
}

/// One line of the table.
pub struct Route {
    /// The address without the language.
    pub path: &'static str,
    /// Who may call it. A route that declares nothing is not mounted, and fails a test.
    pub access: Option<Access>,
    /// Whether it is also found under `/en`.
    pub translated: bool,
    /// Whether it is read (GET).
    pub reads: bool,
    /// Whether it takes in a form (POST).
    pub takes: bool,
    /// Whether it is data for programs.
    pub is_data: bool,
    pub(crate) method: MethodRouter<Arc<Site>>,
}

impl Route {
    fn public(self) -> Self {
        Self { access: Some(Access::Public), ..self }
    }

    fn may(self, action: Action) -> Self {
        Self { access: Some(Access::May(action)), ..self }
    }
}

/// A page or file made from what is in memory, in both languages.
fn both(path: &'static str, handler: fn(&Asked) -> Result<Answer, Trouble>) -> Route {
    let method = get(async move |State(_): State<Arc<Site>>, asked: Asked| answer(asked, handler).await);
    Route { path, access: None, translated: true, reads: true, takes: false, is_data: false, method }
}

/// What a page or form answers, sooner or later.
pub(crate) type Given = Pin<Box<dyn Future<Output = Result<Answer, Trouble>> + Send>>;

/// A page or form under one type, whichever it is: what is done around each is compiled once.
pub(crate) type Handler = Arc<dyn Fn(Arc<Asked>) -> Given + Send + Sync>;

/// A page or form as a [`Handler`].
pub(crate) fn handler<H, F>(handle: H) -> Handler
where
    H: Fn(Arc<Asked>) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    Arc::new(move |asked| Box::pin(handle(asked)))
}

/// A page made by asking the office, in both languages.
fn page<H, F>(path: &'static str, show: H) -> Route
where
    H: Fn(Arc<Asked>) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    let method = reading(handler(show));
    Route { path, access: None, translated: true, reads: true, takes: false, is_data: false, method }
}

/// A page with a form that is sent back to its own address, in both languages.
fn form<H, F, G, T>(path: &'static str, show: H, take: G) -> Route
where
    H: Fn(Arc<Asked>) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Answer, Trouble>> + Send + 'static,
    G: Fn(Arc<Asked>) -> T + Send + Sync + 'static,
    T: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    let route = page(path, show);
    Route { takes: true, method: route.method.merge(taking(handler(take))), ..route }
}

/// An address that only takes in forms, in both languages.
fn act<G, T>(path: &'static str, take: G) -> Route
where
    G: Fn(Arc<Asked>) -> T + Send + Sync + 'static,
    T: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    let method = taking(handler(take));
    Route { path, access: None, translated: true, reads: false, takes: true, is_data: false, method }
}

/// Data for programs, in both languages.
fn data(operation: Operation) -> Route {
    let Operation { path, access, handler, .. } = operation;
    let method = reading(handler);
    Route { path, access: Some(access), translated: true, reads: true, takes: false, is_data: true, method }
}

fn reading(show: Handler) -> MethodRouter<Arc<Site>> {
    get(async move |State(_): State<Arc<Site>>, asked: Asked| respond(asked, &show).await)
}

fn taking(take: Handler) -> MethodRouter<Arc<Site>> {
    post(async move |State(site): State<Arc<Site>>, request: Request| {
        let (mut parts, body) = request.into_parts();
        let Ok(mut asked) = Asked::from_request_parts(&mut parts, &site).await;
        let request = Request::from_parts(parts, body);
        let key = once::key(&request);
        match tokio::time::timeout(site.reads_within.0, Fields::read(request, asked.wants)).await {
            Ok(Ok(fields)) => asked.fields = fields,
            Ok(Err(trouble)) => return pages::trouble(&asked, &trouble),
            Err(_) => return pages::trouble(&asked, &Trouble::Slow),
        }
        // As a task of its own: a sender who goes away stops neither the act nor the keeping of its answer.
        let done = tokio::spawn(take_once(asked.clone(), key, take));
        done.await.unwrap_or_else(|_| pages::trouble(&asked, &Trouble::Internal("a form could not be taken".into())))
    })
}

/// Takes what was sent; what carries a key of its own only once.
async fn take_once(asked: Asked, key: Option<String>, take: Handler) -> Response {
    // The turn comes first: a key is not used up by a request that was turned away.
    let _place = match asked.gate.pass().await {
        Ok(place) => place,
        Err(trouble) => return pages::trouble(&asked, &trouble),
    };
    let begun = match asked.let_in(true) {
        Ok(()) => once::begin(&asked, key.as_deref()).await,
        Err(trouble) => Err(trouble),
    };
    match begun {
        Err(trouble) => pages::trouble(&asked, &trouble),
        Ok(None) => run(Arc::new(asked), &take).await,
        Ok(Some(Ok(answered))) => answered,
        Ok(Some(Err(once))) => {
            let response = run(Arc::new(asked.clone()), &take).await;
            once.end(&asked, response).await
        }
    }
}

/// A file that has no language.
fn once(path: &'static str, method: MethodRouter<Arc<Site>>) -> Route {
    Route { path, access: None, translated: false, reads: true, takes: false, is_data: false, method }
}

/// Runs a page on a thread that may compute for a while; a panic there becomes the error page.
async fn answer(asked: Asked, handler: fn(&Asked) -> Result<Answer, Trouble>) -> Response {
    let asked = Arc::new(asked);
    let mine = asked.clone();
    let _place = match asked.gate.pass().await {
        Ok(place) => place,
        Err(trouble) => return pages::trouble(&asked, &trouble),
    };
    let span = Span::current();
    let make = move || span.in_scope(|| mine.let_in(false).and_then(|()| handler(&mine)));
    let run = tokio::task::spawn_blocking(make);
    finish(&asked, run.await)
}

/// Shows a page that asks the office.
async fn respond(asked: Asked, handler: &Handler) -> Response {
    let place = match asked.let_in(false) {
        Ok(()) => asked.gate.pass().await,
        Err(trouble) => Err(trouble),
    };
    match place {
        Ok(_place) => run(Arc::new(asked), handler).await,
        Err(trouble) => pages::trouble(&asked, &trouble),
    }
}

/// Runs a page or form that asks the office, as a task of its own: a panic there becomes the error page, and a reader who goes away does
/// not stop an act half-way.
async fn run(asked: Arc<Asked>, handler: &Handler) -> Response {
    let run = tokio::spawn(handler(asked.clone()).in_current_span());
    let mut response = finish(&asked, run.await);
    // The database may say something else a moment later; nobody keeps the page on the way.
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn finish(asked: &Asked, run: Result<Result<Answer, Trouble>, tokio::task::JoinError>) -> Response {
    match run {
        Ok(Ok(answer)) if asked.wants == Wants::Forms => forms::answered(asked, answer),
        Ok(Ok(answer)) => answer.into_response(),
        Ok(Err(trouble)) => pages::trouble(asked, &trouble),
        Err(_) => pages::trouble(asked, &Trouble::Internal("a page could not be made".into())),
    }
}

/// Whether the forms of a route are open to programs: those of its own page and those of the acts that lie right below it. The door, and what
/// concerns accounts, is for people.
pub(crate) fn has_forms(route: &Route, all: &[Route]) -> bool {
    let for_people = |action: Action| matches!(action, Action::OwnAccount | Action::ManageAccounts);
    let is_act = |one: &Route| one.takes && matches!(one.access, Some(Access::May(action)) if !for_people(action));
    let lies_below = |one: &&Route| !one.reads && one.path.rsplit_once('/').is_some_and(|(page, _)| page == route.path);
    is_act(route) || route.reads && all.iter().filter(lies_below).any(is_act)
}

/// Whether there is data of what a page shows, at the same address below that of data.
pub(crate) fn has_data(page: &str) -> bool {
    let fits = |pattern: &str| {
        let (mut known, mut parts) = (pattern.split('/'), page.split('/'));
        loop {
            match (known.next(), parts.next()) {
                (None, None) => return true,
                (Some(known), Some(part)) if known == part || known.starts_with('{') => {}
                _ => return false,
            }
        }
    };
    api::table().iter().filter_map(|one| one.path.strip_prefix(DATA)).any(fits)
}

/// Every route of the site.
#[must_use]
pub fn table() -> Vec<Route> {
    table::pages_and_files().into_iter().chain(api::table().into_iter().map(data)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_declares_who_may_call_it() {
        let silent: Vec<_> = table().into_iter().filter(|r| r.access.is_none()).map(|r| r.path).collect();
        assert!(
            silent.is_empty(),
            "add .public() (or the roles that may call it) to the lines of {silent:?} in routes.rs"
        );
    }
}
