//! The list of projects: what each is for, where it stands, who is waited for, how late it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use domain::authority::{Action, Reach, Role, reach};
use domain::projects::{Await, LateBand, ProjectCode, ProjectLine, ProjectState};
use domain::text::Text;
use formats::carried;
use jiff::civil::Date;
use office::ProjectFilter;
use office::projects::{self, Late};

use super::{agency_name, days, procedure_name, simulated, site_name};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumbs, Downloads, Grid, Pager, Row, SIZE, Select, head, linked, page_number, words};
use crate::page::Page;
use crate::pages::sites::capital;
use crate::trouble::{Choice, Trouble};

#[derive(Template)]
#[template(path = "projects.html")]
struct ProjectsPage {
    p: Page,
    crumbs: Crumbs,
    lead: String,
    /// How late, how many, the list of them.
    bands: Vec<(String, u64, String)>,
    /// What the list is narrowed to beside the fields of the form: name, address of the parameter, its value.
    only: Vec<(String, &'static str, String)>,
    agency: Select,
    state: Select,
    band: Select,
    text: String,
    list: Option<Grid>,
    pager: Pager,
    files: Downloads,
    may_start: bool,
}

/// `/projects?agency=so-xay-dung&band=over-24&page=2`.
pub(crate) async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let (filter, number) = (filter(&asked)?, page_number(&asked)?);
    let found = projects::list(&context, &filter, office::Page::new(number - 1, SIZE)).await?;
    let (waits, late) = (projects::awaited_of(&context, &found.rows).await?, projects::late(&context).await?);
    let p = asked.page("", "");
    let title = p.t("Dự án", "Projects").to_owned();
    let p = Page { description: lead(&p, &late), title: title.clone(), ..p };
    let shown = Shown { asked: &asked, p: &p, waits: &waits, today: context.today() };
    let list = (!found.rows.is_empty()).then(|| grid(&shown, &found.rows));
    let chosen = |code: Option<&str>| code.unwrap_or(ALL).to_owned();
    Answer::page(&ProjectsPage {
        crumbs: Crumbs::to(&p, &title),
        lead: lead(&p, &late),
        bands: bands(&p, &late),
        only: only(&asked, &p, &filter),
        agency: Select::new(
            &p,
            "agency",
            p.t("Đang chờ", "Waiting for"),
            agencies(),
            &chosen(filter.agency.as_ref().map(|code| code.as_str())),
        ),
        state: Select::new(&p, "state", p.t("Tình trạng", "State"), states(), &chosen(filter.state.map(|s| s.code()))),
        band: Select::new(&p, "band", p.t("Chậm", "Late"), late_bands(), &chosen(filter.band.map(|b| b.code()))),
        text: filter.text.clone(),
        list,
        pager: Pager::new(&p, &asked, number, found.total, ("dự án", "projects")),
        files: Downloads::one(&p, "", "projects", &files_query(&asked)),
        may_start: reach(p.visitor.as_ref().map_or(Role::Public, |v| v.role), Action::ManageProject) == Reach::All,
        p,
    })
}

const ALL: &str = "all";

/// The filter in the address.
pub(crate) fn filter(asked: &Asked) -> Result<ProjectFilter, Trouble> {
    let of = |name, valid: fn() -> Vec<Choice>| asked.choose(name, ALL, valid);
    let (agency, state, band) = (of("agency", agencies)?, of("state", states)?, of("band", late_bands)?);
    let template = asked.choose("procedure", ALL, procedures)?;
    Ok(ProjectFilter {
        // What is chosen is one of the valid codes, or all.
        agency: agency.parse().ok().filter(|_| agency != ALL),
        state: state.parse().ok(),
        band: band.parse().ok(),
        template: template.parse().ok().filter(|_| template != ALL),
        site: code(asked, "site")?,
        enterprise: code(asked, "enterprise")?,
        text: asked.parameter("text").unwrap_or_default().chars().take(100).collect(),
    })
}

/// A code in the query; what is none belongs to nothing.
fn code<T: std::str::FromStr>(asked: &Asked, name: &str) -> Result<Option<T>, Trouble> {
    asked.parameter(name).map(|text| text.parse().map_err(|_| Trouble::NotFound)).transpose()
}

fn all(vi: &str, en: &str) -> Vec<Choice> {
    vec![Choice::new(ALL, Text::new(vi, en))]
}

pub(crate) fn agencies() -> Vec<Choice> {
    let known = carried::agencies().iter().map(|agency| Choice::new(agency.code.as_str(), agency.name.clone()));
    all("Bất kỳ cơ quan nào", "Anybody").into_iter().chain(known).collect()
}

pub(crate) fn states() -> Vec<Choice> {
    let known = ProjectState::ALL.iter().map(|state| Choice::new(state.code(), capital(state.name())));
    all("Mọi tình trạng", "Every state").into_iter().chain(known).collect()
}

pub(crate) fn late_bands() -> Vec<Choice> {
    let known = LateBand::ALL.iter().map(|band| Choice::new(band.code(), capital(band.name())));
    all("Chậm hay không", "Late or not").into_iter().chain(known).collect()
}

pub(crate) fn procedures() -> Vec<Choice> {
    let known = carried::templates().iter().map(|one| Choice::new(one.code.as_str(), one.name.clone()));
    all("Mọi trình tự", "Every procedure").into_iter().chain(known).collect()
}

/// The query of the page without its place in the list.
fn files_query(asked: &Asked) -> String {
    asked.narrowed_by(&["agency", "state", "band", "procedure", "site", "enterprise", "text"])
}

fn lead(p: &Page, late: &Late) -> String {
    let behind: u64 = late.bands.iter().map(|(_, count)| count).sum();
    let (open, behind) = (p.plain(late.open as f64, 0), p.plain(behind as f64, 0));
    match p.is_vi() {
        true => format!(
            "{open} dự án chưa xong, {behind} dự án đã quá ngày được duyệt. Mỗi dự án: đang ở bước nào, chờ ai, từ bao giờ."
        ),
        false => format!(
            "{open} projects are not done, {behind} past their approved day. Of each: which step it is at, who is waited for, since when."
        ),
    }
}

fn bands(p: &Page, late: &Late) -> Vec<(String, u64, String)> {
    let line = |(band, count): &(LateBand, u64)| {
        (p.of(&capital(band.name())), *count, p.link(&format!("/projects?band={}", band.code())))
    };
    late.bands.iter().map(line).collect()
}

fn only(asked: &Asked, p: &Page, filter: &ProjectFilter) -> Vec<(String, &'static str, String)> {
    let mut only = Vec::new();
    if let Some(site) = &filter.site {
        only.push((site_name(asked, p, site), "site", site.to_string()));
    }
    if let Some(template) = &filter.template {
        only.push((procedure_name(p, template), "procedure", template.to_string()));
    }
    if let Some(enterprise) = &filter.enterprise {
        only.push((enterprise.to_string(), "enterprise", enterprise.to_string()));
    }
    only
}

/// What a list of projects is shown with.
pub(crate) struct Shown<'a> {
    pub(crate) asked: &'a Asked,
    pub(crate) p: &'a Page,
    /// Whom each waits for.
    pub(crate) waits: &'a BTreeMap<ProjectCode, Vec<Await>>,
    pub(crate) today: Date,
}

/// The list.
pub(crate) fn grid(shown: &Shown<'_>, lines: &[ProjectLine]) -> Grid {
    let p = shown.p;
    let heads = vec![
        head(p.t("Dự án", "Project")),
        head(p.t("Mỏ, nhà máy", "Site")),
        head(p.t("Trình tự", "Procedure")),
        head(p.t("Tình trạng", "State")),
        head(p.t("Đang chờ", "Waits for")),
        head(p.t("Chậm tiến độ", "How late")),
    ];
    let caption = p.t("Dự án", "Projects").to_owned();
    Grid { caption, heads, rows: lines.iter().map(|line| row(shown, line)).collect() }
}

fn row(shown: &Shown<'_>, line: &ProjectLine) -> Row {
    let p = shown.p;
    let code = match line.simulated {
        true => format!("{}, {}", line.code, simulated(p)),
        false => line.code.to_string(),
    };
    let waits = shown.waits.get(&line.code).map_or(&[][..], Vec::as_slice);
    Row::new(vec![
        Cell::head(p.of(&line.name), Some(p.link(&format!("/projects/{}", line.code)))).with(code),
        linked(site_name(shown.asked, p, &line.site), p.link(&format!("/sites/{}", line.site))),
        linked(procedure_name(p, &line.template), p.link(&format!("/procedures/{}", line.template))),
        words(p.of(&capital(line.state.name()))).with(line.finished.map(|day| p.date(day)).unwrap_or_default()),
        awaited(p, line, waits, shown.today),
        words(late(p, line, shown.today)),
    ])
}

/// Whom it waits for, each once, and how long the longest has taken.
fn awaited(p: &Page, line: &ProjectLine, waits: &[Await], today: Date) -> Cell {
    let mut agencies: Vec<_> = waits.iter().map(|one| &one.agency).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let names: Vec<String> = agencies.iter().map(|code| agency_name(p, code)).collect();
    match waits.iter().map(|one| one.since).min() {
        Some(since) => {
            let span = days(p, super::between(since, today));
            words(names.join("; ")).with(format!("{} {}, {span}", p.t("từ", "since"), p.date(since)))
        }
        None if line.state == ProjectState::NotKnown => words(p.of(&domain::sites::not_known())),
        None => words("–"),
    }
}

/// How late in words; without an approved day nothing can be said.
pub(super) fn late(p: &Page, line: &ProjectLine, today: Date) -> String {
    match (line.band(today), line.due.known()) {
        (Some(band), _) => p.of(&capital(band.name())),
        (None, Some(_)) => p.t("Không chậm", "Not late").to_owned(),
        (None, None) => p.t("Chưa rõ ngày được duyệt", "No approved day is known").to_owned(),
    }
}
