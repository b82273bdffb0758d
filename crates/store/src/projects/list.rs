//! Projects by page: what a list asks for stands in columns with indexes, so that no page loads more than its rows.

use std::collections::BTreeMap;

use domain::agency::AgencyCode;
use domain::projects::{Await, LateBand, ProjectCode, ProjectLine, ProjectState, TemplateCode};
use domain::register::EnterpriseCode;
use domain::sites::SiteCode;
use jiff::civil::Date;

use super::parts;
use super::read::TABLES;
use crate::Seq;
use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::page::{Conditions, Listed, Page};

/// Which projects; every part that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectFilter {
    /// Those that wait for an agency.
    pub agency: Option<AgencyCode>,
    /// Those of an enterprise.
    pub enterprise: Option<EnterpriseCode>,
    /// Those of a site.
    pub site: Option<SiteCode>,
    /// Those that follow a procedure.
    pub template: Option<TemplateCode>,
    /// Those in a state.
    pub state: Option<ProjectState>,
    /// Those so late on the day of the question.
    pub band: Option<LateBand>,
    /// Those whose code, site or name has these words, without marks and capitals; empty for any.
    pub text: String,
}

/// A step that waits for an agency, with its project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwaitedStep {
    /// The project.
    pub project: ProjectLine,
    /// What waits since when.
    pub waits: Await,
}

const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM project n WHERE n.project = v.project AND n.seq > v.seq)";
pub(super) const OPEN: &str = "a.is_open = 1 AND NOT EXISTS (SELECT 1 FROM project_await n WHERE n.project = a.project AND \
    n.step = a.step AND n.agency = a.agency AND n.seq > a.seq)";

/// The projects of an enterprise.
const OF_ENTERPRISE: &str = "v.enterprise IN (SELECT e.id FROM enterprise_code e WHERE e.code = ?)";

/// Not done, and so late on a day.
fn late(conditions: &mut Conditions, band: LateBand, today: Date) {
    let (after, until) = band.due_days(today);
    conditions.and("v.finished IS NULL");
    conditions.and_if("v.due > ?", Some(after.to_string()));
    conditions.and_if("v.due <= ?", Some(until.to_string()));
}

/// Words as a pattern in which only the percent signs around them mean anything.
fn pattern(text: &str) -> String {
    let plain: String =
        text.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect();
    format!("%{plain}%")
}

/// The columns of a project in a list, in the order of [`line`].
const LINE: &str =
    "c.code, v.site, v.template, v.name_vi, v.name_en, e.code, v.simulated, v.started, v.due, v.state, v.finished";

fn line(columns: &mut Columns<'_>) -> Result<ProjectLine, StoreError> {
    Ok(ProjectLine {
        code: columns.code("the code of a project")?,
        site: columns.code("the site of a project")?,
        template: columns.code("the template of a project")?,
        name: columns.text()?,
        enterprise: columns.maybe("the enterprise of a project")?,
        simulated: columns.truth()?,
        start: columns.maybe("the beginning of a project")?.into(),
        due: columns.maybe("the approved day of a project")?.into(),
        state: columns.code("the state of a project")?,
        finished: columns.maybe("the end of a project")?,
    })
}

fn awaited_step(columns: &mut Columns<'_>) -> Result<AwaitedStep, StoreError> {
    let waits = parts::awaited(columns)?;
    Ok(AwaitedStep { project: line(columns)?, waits })
}

/// The newest rows of projects that a filter lets through on a day.
fn narrowed(filter: &ProjectFilter, today: Date) -> Conditions {
    let mut conditions = Conditions::new(NEWEST);
    conditions.and_if("v.site = ?", filter.site.as_ref().map(ToString::to_string));
    conditions.and_if("v.template = ?", filter.template.as_ref().map(ToString::to_string));
    conditions.and_if(OF_ENTERPRISE, filter.enterprise.as_ref().map(ToString::to_string));
    conditions.and_if("v.state = ?", filter.state.map(|state| state.code().to_owned()));
    if let Some(band) = filter.band {
        late(&mut conditions, band, today);
    }
    let words = (!filter.text.is_empty()).then(|| pattern(&filter.text));
    conditions.and_if("v.search LIKE ? ESCAPE '\\'", words);
    let waits = format!("v.project IN (SELECT a.project FROM project_await a WHERE a.agency = ? AND {OPEN})");
    conditions.and_if(&waits, filter.agency.as_ref().map(ToString::to_string));
    conditions
}

impl Store {
    /// Projects in order of code. A band asks for what is not done: what was done late is history.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn projects(
        &self,
        filter: &ProjectFilter,
        today: Date,
        page: Page,
    ) -> Result<Listed<ProjectLine>, StoreError> {
        let conditions = narrowed(filter, today);
        let doing = "listing projects";
        let total = self.count_projects(&conditions, doing).await?;
        let sql = format!("SELECT {LINE} FROM {TABLES} WHERE {} ORDER BY c.code", conditions.text());
        let rows = conditions.page(self, &sql, page, doing).await?;
        let rows = rows.iter().map(|row| line(&mut Columns::of(row))).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total })
    }

    /// The next projects of a list after one of them, in order of code, at most `most`: a list of any length is followed so without being
    /// in memory, and a project that is changed meanwhile comes once.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn projects_after(
        &self,
        filter: &ProjectFilter,
        today: Date,
        after: Option<&ProjectCode>,
        most: u32,
    ) -> Result<Vec<ProjectLine>, StoreError> {
        let mut conditions = narrowed(filter, today);
        conditions.and_if("c.code > ?", after.map(ToString::to_string));
        let sql = format!("SELECT {LINE} FROM {TABLES} WHERE {} ORDER BY c.code", conditions.text());
        let rows = conditions.page(self, &sql, Page::next(most), "following projects").await?;
        rows.iter().map(|row| line(&mut Columns::of(row))).collect()
    }

    /// The change that last wrote a project or whom it waits for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn projects_changed(&self) -> Result<Seq, StoreError> {
        let projects = self.last_change("SELECT seq FROM project ORDER BY id DESC LIMIT 1").await?;
        let waits = self.last_change("SELECT seq FROM project_await ORDER BY id DESC LIMIT 1").await?;
        Ok(projects.max(waits))
    }

    /// The procedure of every project.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn project_templates(&self) -> Result<BTreeMap<ProjectCode, TemplateCode>, StoreError> {
        let sql =
            format!("SELECT c.code, v.template FROM project v JOIN project_code c ON c.id = v.project WHERE {NEWEST}");
        let rows = self.rows_of(sql, &[], "reading the procedures of projects").await?;
        let read = |row| {
            let mut columns = Columns::of(row);
            Ok((columns.code("the code of a project")?, columns.code("the template of a project")?))
        };
        rows.iter().map(read).collect()
    }

    /// All that waits for an agency, longest wait first; only that of one enterprise when it is given.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn waiting_for(
        &self,
        agency: &AgencyCode,
        enterprise: Option<&EnterpriseCode>,
        page: Page,
    ) -> Result<Listed<AwaitedStep>, StoreError> {
        let mut conditions = Conditions::new(OPEN);
        conditions.and_if("a.agency = ?", Some(agency.to_string()));
        let of = format!("a.project IN (SELECT v.project FROM project v WHERE {OF_ENTERPRISE} AND {NEWEST})");
        conditions.and_if(&of, enterprise.map(ToString::to_string));
        let doing = "listing what waits";
        let count = format!("SELECT COUNT(*) FROM project_await a WHERE {}", conditions.text());
        let total = conditions.count(self, count, doing).await?;
        let sql = format!(
            "SELECT a.step, a.agency, a.since, a.due, {LINE} FROM project_await a, {TABLES} \
             WHERE {} AND {NEWEST} AND v.project = a.project ORDER BY a.since, a.id",
            conditions.text()
        );
        let rows = conditions.page(self, &sql, page, doing).await?;
        let rows = rows.iter().map(|row| awaited_step(&mut Columns::of(row))).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total })
    }

    /// The next of all that waits for an agency after one of them, longest wait first, at most `most`. Each comes with its place, from which
    /// one goes on.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn waiting_after(
        &self,
        agency: &AgencyCode,
        after: Option<(Date, i64)>,
        most: u32,
    ) -> Result<Vec<(i64, AwaitedStep)>, StoreError> {
        let mut conditions = Conditions::new(OPEN);
        conditions.and_if("a.agency = ?", Some(agency.to_string()));
        if let Some((since, id)) = after {
            let day = since.to_string();
            let later = "a.since >= ? AND (a.since > ? OR a.id > CAST(? AS BIGINT))";
            conditions.and_all(later, [day.clone(), day, id.to_string()]);
        }
        let sql = format!(
            "SELECT a.id, a.step, a.agency, a.since, a.due, {LINE} FROM project_await a, {TABLES} \
             WHERE {} AND {NEWEST} AND v.project = a.project ORDER BY a.since, a.id",
            conditions.text()
        );
        let rows = conditions.page(self, &sql, Page::next(most), "following what waits").await?;
        let read = |row| {
            let mut columns = Columns::of(row);
            Ok((columns.value()?, awaited_step(&mut columns)?))
        };
        rows.iter().map(read).collect()
    }

    /// How many projects that are not done are in each band on a day, and how many are not done in all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn late_projects(&self, today: Date) -> Result<(Vec<(LateBand, u64)>, u64), StoreError> {
        let sql = format!("SELECT v.due, COUNT(*) FROM project v WHERE {NEWEST} AND v.finished IS NULL GROUP BY v.due");
        let rows = self.rows_of(sql, &[], "counting late projects").await?;
        let mut counts: Vec<(LateBand, u64)> = LateBand::ALL.iter().map(|band| (*band, 0)).collect();
        let mut open = 0;
        for row in &rows {
            let mut columns = Columns::of(row);
            let due: Option<Date> = columns.maybe("the approved day of a project")?;
            let count = u64::try_from(columns.value::<i64>()?).unwrap_or_default();
            open += count;
            let band = due.and_then(|due| LateBand::of(due, today));
            counts.iter_mut().filter(|(one, _)| Some(*one) == band).for_each(|(_, all)| *all += count);
        }
        Ok((counts, open))
    }

    async fn count_projects(&self, conditions: &Conditions, doing: &'static str) -> Result<u64, StoreError> {
        conditions.count(self, format!("SELECT COUNT(*) FROM project v WHERE {}", conditions.text()), doing).await
    }
}
