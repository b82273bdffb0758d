//! The pages of projects: the list, one project whole, and the short forms by which it moves.

mod acts;
mod figures;
mod files;
mod list;
mod new;
mod parts;
mod project;
mod seen;
mod step;
mod work;

use domain::agency::AgencyCode;
use domain::projects::{Await, ProjectCode, StepTemplate, Template, TemplateCode};
use domain::sites::SiteCode;
use formats::carried;
use office::context::Context;
use office::projects::{self, ProjectView};

pub(crate) use acts::{show_act, show_answer, take_act, take_answer};
pub(crate) use files::{attachment, show_photo, take_photo};
pub(crate) use list::{Shown, agencies, filter, grid as list_grid, late_bands, list, procedures, states};
pub(crate) use new::{show_new, take_new};
pub(crate) use parts::directives;
pub(crate) use project::project;
pub(crate) use seen::bearing_of;
pub(crate) use step::step;
pub(crate) use work::{
    show_judge, show_land, show_mend, show_milestone, show_progress, show_schedule, show_visit, take_judge, take_land,
    take_mend, take_milestone, take_progress, take_schedule, take_visit,
};

use crate::asked::Asked;
use crate::component::{Cell, linked};
use crate::page::Page;
use crate::trouble::Trouble;

/// The project in the address, as whoever asks may see it.
pub(crate) async fn found(asked: &Asked) -> Result<(Context, ProjectView), Trouble> {
    let context = asked.context()?;
    let code: ProjectCode = asked.in_path("project").parse().map_err(|_| Trouble::NotFound)?;
    let view = projects::view(&context, &code).await?;
    Ok((context, view))
}

/// The name of a body by its code.
pub(crate) fn agency_name(p: &Page, code: &AgencyCode) -> String {
    let known = carried::agencies().iter().find(|agency| agency.code == *code);
    known.map_or_else(|| code.to_string(), |agency| p.of(&agency.name))
}

/// The name of a procedure by its code.
pub(crate) fn procedure_name(p: &Page, code: &TemplateCode) -> String {
    let known = carried::templates().iter().find(|template| template.code == *code);
    known.map_or_else(|| code.to_string(), |template| p.of(&template.name))
}

/// The name of a site on show, its code where it is not.
pub(crate) fn site_name(asked: &Asked, p: &Page, code: &SiteCode) -> String {
    let known = asked.board_if_any().and_then(|board| board.site(code.as_str()));
    known.map_or_else(|| code.to_string(), |site| p.of(&site.name))
}

/// `4. Cấp giấy phép khai thác`.
pub(crate) fn step_name(p: &Page, step: &StepTemplate) -> String {
    format!("{}. {}", step.number, p.of(&step.name))
}

/// A step of a procedure by its number.
pub(crate) fn step_of(template: &Template, number: domain::projects::StepNumber) -> Option<&StepTemplate> {
    template.steps.iter().find(|step| step.number == number)
}

/// Where a reminder of a step is composed, to a body it waits for.
pub(crate) fn remind_at(project: &ProjectCode, waits: &Await) -> String {
    format!("/reminders/new?project={project}&step={}&to={}", waits.step, waits.agency)
}

/// The way there, in a row of whom is waited for.
pub(crate) fn remind(p: &Page, project: &ProjectCode, waits: &Await) -> Cell {
    linked(p.t("Đôn đốc", "Remind"), p.link(&remind_at(project, waits)))
}

/// `12 ngày`, `1 day`.
pub(crate) fn days(p: &Page, count: i64) -> String {
    match (p.is_vi(), count) {
        (true, _) => format!("{} ngày", p.plain(count as f64, 0)),
        (false, 1) => "1 day".to_owned(),
        (false, _) => format!("{} days", p.plain(count as f64, 0)),
    }
}

/// Calendar days from one day to another.
pub(crate) fn between(first: jiff::civil::Date, last: jiff::civil::Date) -> i64 {
    first.until(last).map_or(0, |span| i64::from(span.get_days()))
}

/// That a project was invented for the demonstration.
pub(crate) fn simulated(p: &Page) -> &'static str {
    match p.is_vi() {
        true => "mô phỏng",
        false => "simulated",
    }
}
