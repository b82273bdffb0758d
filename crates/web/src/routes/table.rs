//! The lines of the table: every page, form and file, by subject, each saying who may call it.

use axum::routing::get;
use domain::authority::Action;

use super::{Route, act, both, form, once, page};
use crate::{files, headers, health, pages};

/// Every page and file.
pub(super) fn pages_and_files() -> Vec<Route> {
    let all =
        [published(), returns(), sites(), projects(), agencies(), data(), people(), obstacles(), tasks(), assets()];
    all.into_iter().flatten().collect()
}

/// What is published: the first page, the bulletin, series, method.
fn published() -> Vec<Route> {
    vec![
        both("/", pages::home::page).public(),
        both("/bulletin", pages::bulletin::latest).public(),
        both("/bulletin/{month}", pages::bulletin::of_month).public(),
        both("/series", pages::series::page).public(),
        both("/contributions", pages::contributions::page).public(),
        page("/adjusted", pages::adjusted::list).public(),
        page("/adjusted/series", pages::adjusted::one).public(),
        form("/adjusted/refresh", pages::adjusted::refresh, pages::adjusted::accept).may(Action::ChangeSettings),
        page("/data/adjusted.csv", files::adjusted).public(),
        page("/data/adjusted.xlsx", files::adjusted).public(),
        page("/data/adjusted.spc", files::specification).public(),
        both("/releases", pages::releases::page).public(),
        both("/products", pages::products::page).public(),
        both("/markets", pages::markets::page).public(),
        page("/press", pages::press::show).public(),
        both("/api", pages::programs::page).public(),
        both("/about", pages::about::page).public(),
    ]
}

/// Monthly returns: what a firm sends, and what it holds of it.
fn returns() -> Vec<Route> {
    vec![
        page("/returns", pages::returns::list).may(Action::TakeReturns),
        form("/returns/{establishment}/{month}", pages::returns::show, pages::returns::take).may(Action::TakeReturns),
        form("/returns/{establishment}/{month}/file", pages::returns::book::show, pages::returns::book::take)
            .may(Action::TakeReturns),
        page("/returns/{establishment}/{month}/workbook", pages::returns::book::file).may(Action::TakeReturns),
        form("/returns/confirming", pages::returns::confirming::show, pages::returns::confirming::take)
            .may(Action::TakeReturns),
        act("/returns/{establishment}/{month}/give-back", pages::returns::confirming::take_back)
            .may(Action::TakeReturns),
        form("/returns/days", pages::returns::days::show, pages::returns::days::take).may(Action::ChangeSettings),
        act("/returns/days/final", pages::returns::final_day::take).may(Action::ChangeSettings),
        act("/returns/remind", pages::returns::remind).may(Action::ManageCollection),
        page("/review/{establishment}/{month}", pages::returns::review::show).may(Action::ManageCollection),
        act("/review/{establishment}/{month}/judge", pages::returns::review::take_judgement)
            .may(Action::ManageCollection),
        act("/review/{establishment}/{month}/replace", pages::returns::review::take_replacement)
            .may(Action::ManageCollection),
        act("/review/{establishment}/{month}/except", pages::returns::review::take_exception)
            .may(Action::ManageCollection),
        form("/releases/proposals", pages::proposals::show, pages::proposals::take).may(Action::ApproveRelease),
        page("/releases/proposals/{proposal}", pages::proposals::one).may(Action::ApproveRelease),
        act("/releases/proposals/{proposal}/approve", pages::proposals::approve).may(Action::ApproveRelease),
        act("/releases/proposals/{proposal}/turn-down", pages::proposals::turn_down).may(Action::ApproveRelease),
        page("/receipts/{receipt}", pages::returns::receipt).may(Action::TakeReturns),
        once("/assets/checks.js", get(headers::checks_script)).public(),
        once("/assets/month.js", get(headers::month_script)).public(),
        once("/assets/answers.js", get(headers::answers_script)).public(),
        once("/sw.js", get(headers::worker)).public(),
    ]
}

/// The registry of sites: what each is, and how its record is changed.
fn sites() -> Vec<Route> {
    vec![
        both("/sites", pages::sites::page).public(),
        page("/sites/{site}", pages::site::page).public(),
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
    ]
}

/// Projects: where they stand, and how they move.
fn projects() -> Vec<Route> {
    vec![
        page("/projects", pages::projects::list).public(),
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
    ]
}

/// Who is waited for, by which procedures; the overview of the work.
fn agencies() -> Vec<Route> {
    vec![
        page("/agencies", pages::agencies::list).public(),
        page("/agencies/{agency}", pages::agencies::one).public(),
        both("/procedures", pages::procedures::list).public(),
        both("/procedures/{procedure}", pages::procedures::page).public(),
        page("/director", pages::director::show).may(Action::Oversee),
        page("/outlook", pages::outlook::show).may(Action::Oversee),
        page("/director/workbook", files::director).may(Action::Oversee),
    ]
}

/// What can be taken away, and what is taken in.
fn data() -> Vec<Route> {
    vec![
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
        form("/intake", pages::intake::show, pages::intake::take).may(Action::TakeFiles),
        page("/intake/{intake}", pages::intake::one).may(Action::TakeFiles),
        act("/intake/{intake}/count", pages::intake::count).may(Action::TakeFiles),
        act("/intake/{intake}/accept", pages::intake::accept).may(Action::TakeFiles),
        act("/intake/{intake}/give-up", pages::intake::give_up).may(Action::TakeFiles),
        page("/intake/{intake}/differences.csv", pages::intake::differences).may(Action::TakeFiles),
        page("/intake/{intake}/differences.xlsx", pages::intake::differences).may(Action::TakeFiles),
        page("/intake/{intake}/marked.xlsx", pages::intake::marked).may(Action::TakeFiles),
        page("/intake/{intake}/sent", pages::intake::sent).may(Action::TakeFiles),
    ]
}

/// The door, accounts, and where everyone finds their work.
fn people() -> Vec<Route> {
    vec![
        form("/sign-in", pages::sign_in::show, pages::sign_in::take).public(),
        act("/sign-in/provider", pages::provider::begin).public(),
        page("/sign-in/provider/back", pages::provider::back).public(),
        form("/sign-in/provider/code", pages::provider::show_code, pages::provider::take_code).public(),
        act("/sign-out", pages::sign_in::out).may(Action::OwnAccount),
        form("/password/{token}", pages::password::choose, pages::password::chosen).public(),
        page("/desk", pages::desk::show).may(Action::OwnAccount),
        page("/account", pages::account::show).may(Action::OwnAccount),
        form("/account/password", pages::account::password, pages::account::change_password).may(Action::OwnAccount),
        form("/account/keys", pages::keys::show, pages::keys::make).may(Action::OwnAccount),
        act("/account/keys/{key}", pages::keys::end).may(Action::OwnAccount),
        form("/account/codes", pages::account::codes, pages::account::confirm_codes).may(Action::OwnAccount),
        form("/account/identity", pages::identity::show, pages::identity::take).may(Action::OwnAccount),
        form("/account/phone", pages::phone::show, pages::phone::take).may(Action::OwnAccount),
        act("/account/sessions", pages::account::end_sessions).may(Action::OwnAccount),
        page("/accounts", pages::accounts::list).may(Action::ManageAccounts),
        form("/accounts/new", pages::accounts::new, pages::accounts::open).may(Action::ManageAccounts),
        form("/accounts/{login}", pages::accounts::one, pages::accounts::change).may(Action::ManageAccounts),
        form("/accounts/{login}/phone", pages::phone::show_for, pages::phone::take_for).may(Action::ManageAccounts),
        form("/accounts/{login}/identity", pages::identity::show_for, pages::identity::take_for)
            .may(Action::ManageAccounts),
        page("/sign-ins", pages::sign_ins::list).may(Action::ReadJournal),
        form("/forgotten", pages::forgotten::show, pages::forgotten::take).public(),
    ]
}

/// Obstacles, from the complaint to the clearing.
fn obstacles() -> Vec<Route> {
    vec![
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
    ]
}

/// Dialogues, the recovery plan, reminders.
fn tasks() -> Vec<Route> {
    vec![
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
    ]
}

/// Files that have no language, and what watches over the site asks for.
fn assets() -> Vec<Route> {
    vec![
        once("/health", get(health::show)).public(),
        once("/assets/khoi.css", get(headers::style)).public(),
        once("/assets/khoi.svg", get(headers::icon)).public(),
        once("/favicon.ico", get(headers::icon)).public(),
        once("/robots.txt", get(headers::robots)).public(),
    ]
}
