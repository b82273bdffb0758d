//! The route table: one line a page, form or file, each saying who may call it.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use domain::authority::Action;

use crate::answer::Answer;
use crate::api::{self, Operation, forms, once};
use crate::asked::{Asked, DATA, Wants};
use crate::form::Fields;
use crate::site::Site;
use crate::trouble::Trouble;
use crate::{files, headers, pages};

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

/// A page made by asking the office, in both languages.
fn page<H, F>(path: &'static str, show: H) -> Route
where
    H: Fn(Arc<Asked>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    let method = get(async move |State(_): State<Arc<Site>>, asked: Asked| respond(asked, false, show).await);
    Route { path, access: None, translated: true, reads: true, takes: false, is_data: false, method }
}

/// A page with a form that is sent back to its own address, in both languages.
fn form<H, F, G, T>(path: &'static str, show: H, take: G) -> Route
where
    H: Fn(Arc<Asked>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Answer, Trouble>> + Send + 'static,
    G: Fn(Arc<Asked>) -> T + Clone + Send + Sync + 'static,
    T: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    let route = page(path, show);
    Route { takes: true, method: route.method.merge(taking(take)), ..route }
}

/// An address that only takes in forms, in both languages.
fn act<G, T>(path: &'static str, take: G) -> Route
where
    G: Fn(Arc<Asked>) -> T + Clone + Send + Sync + 'static,
    T: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    Route { path, access: None, translated: true, reads: false, takes: true, is_data: false, method: taking(take) }
}

fn taking<G, T>(take: G) -> MethodRouter<Arc<Site>>
where
    G: Fn(Arc<Asked>) -> T + Clone + Send + Sync + 'static,
    T: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    post(async move |State(site): State<Arc<Site>>, request: Request| {
        let (mut parts, body) = request.into_parts();
        let Ok(mut asked) = Asked::from_request_parts(&mut parts, &site).await;
        let request = Request::from_parts(parts, body);
        let key = once::key(&request);
        match Fields::read(request, asked.wants).await {
            Ok(fields) => asked.fields = fields,
            Err(trouble) => return pages::trouble(&asked, &trouble),
        }
        // As a task of its own: a sender who goes away stops neither the act nor the keeping of its answer.
        let done = tokio::spawn(take_once(asked.clone(), key, take));
        done.await.unwrap_or_else(|_| pages::trouble(&asked, &Trouble::Internal("a form could not be taken".into())))
    })
}

/// Takes what was sent; what carries a key of its own only once.
async fn take_once<G, T>(asked: Asked, key: Option<String>, take: G) -> Response
where
    G: Fn(Arc<Asked>) -> T + Clone + Send + Sync + 'static,
    T: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    let begun = match asked.let_in(true) {
        Ok(()) => once::begin(&asked, key.as_deref()).await,
        Err(trouble) => Err(trouble),
    };
    match begun {
        Err(trouble) => pages::trouble(&asked, &trouble),
        Ok(None) => respond(asked, true, take).await,
        Ok(Some(Ok(answered))) => answered,
        Ok(Some(Err(once))) => {
            let response = respond(asked.clone(), true, take).await;
            once.end(&asked, response).await
        }
    }
}

/// Data for programs, in both languages.
fn data(operation: Operation) -> Route {
    let Operation { path, access, handler, .. } = operation;
    let method = get(async move |State(_): State<Arc<Site>>, asked: Asked| {
        let handler = handler.clone();
        respond(asked, false, move |asked| handler(asked)).await
    });
    Route { path, access: Some(access), translated: true, reads: true, takes: false, is_data: true, method }
}

/// A file that has no language.
fn once(path: &'static str, method: MethodRouter<Arc<Site>>) -> Route {
    Route { path, access: None, translated: false, reads: true, takes: false, is_data: false, method }
}

/// Runs a page on a thread that may compute for a while; a panic there becomes the error page.
async fn answer(asked: Asked, handler: fn(&Asked) -> Result<Answer, Trouble>) -> Response {
    let asked = Arc::new(asked);
    let mine = asked.clone();
    let run = tokio::task::spawn_blocking(move || mine.let_in(false).and_then(|()| handler(&mine)));
    finish(&asked, run.await)
}

/// Runs a page or form that asks the office, as a task of its own: a panic there becomes the error page, and a reader who goes away does
/// not stop an act half-way.
async fn respond<H, F>(asked: Asked, sent: bool, handler: H) -> Response
where
    H: Fn(Arc<Asked>) -> F + Send + 'static,
    F: Future<Output = Result<Answer, Trouble>> + Send + 'static,
{
    let asked = Arc::new(asked);
    if let Err(trouble) = asked.let_in(sent) {
        return pages::trouble(&asked, &trouble);
    }
    let run = tokio::spawn(handler(asked.clone()));
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
    pages_and_files().into_iter().chain(api::table().into_iter().map(data)).collect()
}

fn pages_and_files() -> Vec<Route> {
    vec![
        both("/", pages::home::page).public(),
        both("/bulletin", pages::bulletin::latest).public(),
        both("/bulletin/{month}", pages::bulletin::of_month).public(),
        both("/series", pages::series::page).public(),
        both("/contributions", pages::contributions::page).public(),
        both("/releases", pages::releases::page).public(),
        both("/products", pages::products::page).public(),
        both("/markets", pages::markets::page).public(),
        both("/sites", pages::sites::page).public(),
        page("/sites/{site}", pages::site::page).public(),
        page("/press", pages::press::show).public(),
        page("/projects", pages::projects::list).public(),
        form("/sites/{site}/state", pages::site_acts::show_state, pages::site_acts::take_state)
            .may(Action::ChangeSites),
        form("/sites/{site}/holders", pages::site_evidence::show_holder, pages::site_evidence::take_holder)
            .may(Action::ChangeSites),
        form("/sites/new", pages::registry::show_new, pages::registry::take_new).may(Action::ChangeSites),
        form("/sites/{site}/facts", pages::registry::show_facts, pages::registry::take_facts).may(Action::ChangeSites),
        form("/sites/{site}/licences", pages::registry::show_licence, pages::registry::take_licence)
            .may(Action::ChangeSites),
        form("/sites/{site}/licences/{place}", pages::registry::show_one_licence, pages::registry::take_one_licence)
            .may(Action::ChangeSites),
        form("/sites/{site}/licences/{place}/fate", pages::registry::show_fate, pages::registry::take_fate)
            .may(Action::ChangeSites),
        form("/sites/{site}/owners", pages::registry::show_owner, pages::registry::take_owner).may(Action::ChangeSites),
        form("/sites/{site}/owners/{place}", pages::registry::show_one_owner, pages::registry::take_one_owner)
            .may(Action::ChangeSites),
        form("/sites/{site}/capacities", pages::registry::show_capacity, pages::registry::take_capacity)
            .may(Action::ChangeSites),
        form(
            "/sites/{site}/capacities/{place}",
            pages::registry::show_one_capacity,
            pages::registry::take_one_capacity,
        )
        .may(Action::ChangeSites),
        form("/consents", pages::site_evidence::show_consent, pages::site_evidence::take_consent)
            .may(Action::ChangeRegister),
        form("/sites/{site}/directives", pages::site_acts::show_direct, pages::site_acts::take_direct)
            .may(Action::ChangeSites),
        form("/sites/{site}/directives/{order}", pages::site_acts::show_lift, pages::site_acts::take_lift)
            .may(Action::ChangeSites),
        form("/projects/new", pages::projects::show_new, pages::projects::take_new).may(Action::ManageProject),
        page("/projects/{project}", pages::projects::project).public(),
        page("/projects/{project}/workbook", files::project).public(),
        form("/projects/{project}/land", pages::projects::show_land, pages::projects::take_land)
            .may(Action::ManageProject),
        form("/projects/{project}/schedule", pages::projects::show_schedule, pages::projects::take_schedule)
            .may(Action::ManageProject),
        form("/projects/{project}/progress", pages::projects::show_progress, pages::projects::take_progress)
            .may(Action::ReportProgress),
        form("/projects/{project}/progress/{month}", pages::projects::show_judge, pages::projects::take_judge)
            .may(Action::ManageProject),
        form("/projects/{project}/milestones", pages::projects::show_milestone, pages::projects::take_milestone)
            .may(Action::ManageProject),
        form("/projects/{project}/visits", pages::projects::show_visit, pages::projects::take_visit).may(Action::Visit),
        form("/projects/{project}/visits/{visit}", pages::projects::show_photo, pages::projects::take_photo)
            .may(Action::Visit),
        page("/attachments/{attachment}", pages::projects::attachment).may(Action::ReadInternal),
        form("/projects/{project}/visits/{visit}/{finding}", pages::projects::show_mend, pages::projects::take_mend)
            .may(Action::Visit),
        page("/projects/{project}/steps/{step}", pages::projects::step).public(),
        form("/projects/{project}/steps/{step}/answer", pages::projects::show_answer, pages::projects::take_answer)
            .may(Action::AnswerStep),
        form("/projects/{project}/steps/{step}/{act}", pages::projects::show_act, pages::projects::take_act)
            .may(Action::ManageProject),
        page("/agencies", pages::agencies::list).public(),
        page("/agencies/{agency}", pages::agencies::one).public(),
        both("/procedures", pages::procedures::list).public(),
        both("/procedures/{procedure}", pages::procedures::page).public(),
        both("/data", pages::data::page).public(),
        both("/data/{file}", files::file).public(),
        page("/data/projects.csv", files::projects).public(),
        page("/data/projects.xlsx", files::projects).public(),
        page("/data/waiting.csv", files::waiting).public(),
        page("/data/waiting.xlsx", files::waiting).public(),
        page("/data/obstacles.csv", files::obstacles).public(),
        page("/data/obstacles.xlsx", files::obstacles).public(),
        page("/data/tasks.csv", files::tasks).public(),
        page("/data/tasks.xlsx", files::tasks).public(),
        page("/data/reminders.csv", files::reminders).may(Action::ReadInternal),
        page("/data/reminders.xlsx", files::reminders).may(Action::ReadInternal),
        page("/data/dialogues.csv", files::dialogues).may(Action::ReadInternal),
        page("/data/dialogues.xlsx", files::dialogues).may(Action::ReadInternal),
        both("/api", pages::programs::page).public(),
        both("/about", pages::about::page).public(),
        form("/sign-in", pages::sign_in::show, pages::sign_in::take).public(),
        act("/sign-out", pages::sign_in::out).may(Action::OwnAccount),
        form("/password/{token}", pages::password::choose, pages::password::chosen).public(),
        page("/desk", pages::desk::show).may(Action::OwnAccount),
        page("/director", pages::director::show).may(Action::Oversee),
        page("/outlook", pages::outlook::show).may(Action::Oversee),
        page("/director/workbook", files::director).may(Action::Oversee),
        page("/account", pages::account::show).may(Action::OwnAccount),
        form("/account/password", pages::account::password, pages::account::change_password).may(Action::OwnAccount),
        form("/account/keys", pages::keys::show, pages::keys::make).may(Action::OwnAccount),
        act("/account/keys/{key}", pages::keys::end).may(Action::OwnAccount),
        form("/account/codes", pages::account::codes, pages::account::confirm_codes).may(Action::OwnAccount),
        form("/intake", pages::intake::show, pages::intake::take).may(Action::TakeFiles),
        page("/intake/{intake}", pages::intake::one).may(Action::TakeFiles),
        act("/intake/{intake}/accept", pages::intake::accept).may(Action::TakeFiles),
        act("/intake/{intake}/give-up", pages::intake::give_up).may(Action::TakeFiles),
        page("/intake/{intake}/differences.csv", pages::intake::differences).may(Action::TakeFiles),
        page("/intake/{intake}/differences.xlsx", pages::intake::differences).may(Action::TakeFiles),
        page("/intake/{intake}/marked.xlsx", pages::intake::marked).may(Action::TakeFiles),
        page("/intake/{intake}/sent", pages::intake::sent).may(Action::TakeFiles),
        act("/account/sessions", pages::account::end_sessions).may(Action::OwnAccount),
        page("/accounts", pages::accounts::list).may(Action::ManageAccounts),
        form("/accounts/new", pages::accounts::new, pages::accounts::open).may(Action::ManageAccounts),
        form("/accounts/{login}", pages::accounts::one, pages::accounts::change).may(Action::ManageAccounts),
        form("/forgotten", pages::forgotten::show, pages::forgotten::take).public(),
        page("/obstacles", pages::obstacles::board).public(),
        form("/obstacles/new", pages::raise::new, pages::raise::take).may(Action::RaiseObstacle),
        page("/obstacles/{obstacle}", pages::obstacle::show).public(),
        act("/obstacles/{obstacle}/assign", pages::obstacle::assign).may(Action::HandleObstacle),
        act("/obstacles/{obstacle}/answer", pages::obstacle::answered).may(Action::AnswerObstacle),
        act("/obstacles/{obstacle}/consent", pages::obstacle::consent).may(Action::HandleObstacle),
        act("/obstacles/{obstacle}/clear", pages::obstacle::clear).may(Action::HandleObstacle),
        act("/obstacles/{obstacle}/refuse", pages::obstacle::refuse).may(Action::HandleObstacle),
        act("/obstacles/{obstacle}/reopen", pages::obstacle::reopen).may(Action::HandleObstacle),
        act("/obstacles/{obstacle}/publish", pages::obstacle::publish).may(Action::HandleObstacle),
        page("/dialogues", pages::dialogues::list).may(Action::ReadInternal),
        form("/dialogues/new", pages::dialogues::new, pages::dialogues::call).may(Action::HoldDialogue),
        page("/dialogues/{dialogue}", pages::dialogue::show).may(Action::ReadInternal),
        act("/dialogues/{dialogue}/invite", pages::dialogue::invite).may(Action::HoldDialogue),
        act("/dialogues/{dialogue}/agenda", pages::dialogue::agenda_set).may(Action::HoldDialogue),
        act("/dialogues/{dialogue}/open", pages::dialogue::open).may(Action::HoldDialogue),
        act("/dialogues/{dialogue}/minutes", pages::dialogue::minute).may(Action::HoldDialogue),
        act("/dialogues/{dialogue}/commitments", pages::dialogue::commit).may(Action::HoldDialogue),
        page("/dialogues/{dialogue}/letter", pages::dialogue::follow_up).may(Action::HoldDialogue),
        page("/plan", pages::plan::show).may(Action::ReadInternal),
        act("/plan/plans", pages::plan::adopt).may(Action::KeepPlan),
        act("/plan/measures", pages::plan::measure).may(Action::KeepPlan),
        page("/tasks/{task}", pages::task::show).may(Action::ReadInternal),
        act("/tasks/{task}/report", pages::task::report).may(Action::ReportTask),
        page("/reminders", pages::reminders::log).may(Action::ReadInternal),
        form("/reminders/new", pages::reminders::new, pages::reminders::compose).may(Action::Remind),
        page("/reminders/{reminder}", pages::reminders::one).may(Action::ReadInternal),
        act("/reminders/{reminder}/mail", pages::reminders::mail).may(Action::Remind),
        act("/reminders/{reminder}/handed", pages::reminders::hand).may(Action::Remind),
        page("/reminders/{reminder}/letter", pages::reminders::print).may(Action::ReadInternal),
        once("/assets/khoi.css", get(headers::style)).public(),
        once("/assets/khoi.svg", get(headers::icon)).public(),
        once("/favicon.ico", get(headers::icon)).public(),
        once("/robots.txt", get(headers::robots)).public(),
    ]
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
