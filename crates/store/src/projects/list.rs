//! Projects by page: what a list asks for stands in columns with indexes, so that no page loads more than its rows.

use std::collections::BTreeMap;

use domain::agency::AgencyCode;
use domain::projects::{Await, LateBand, ProjectCode, ProjectLine, ProjectState, TemplateCode};
use domain::register::EnterpriseCode;
use domain::sites::SiteCode;
use jiff::civil::Date;

use super::parts;
use super::read::{HEAD, TABLES};
use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::page::{Listed, Page};
use crate::row::{Cell, get};

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

/// Conditions with their parameters, put together with `AND`.
struct Conditions<'a> {
    sql: String,
    parameters: Vec<Cell<'a>>,
}

impl<'a> Conditions<'a> {
    fn new(first: &str) -> Self {
        Self { sql: first.to_owned(), parameters: Vec::new() }
    }

    /// The place of one more parameter.
    fn parameter(&mut self, cell: Cell<'a>) -> String {
        self.parameters.push(cell);
        format!("${}", self.parameters.len())
    }

    fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }

    fn equal(&mut self, column: &str, value: Option<&'a str>) {
        if let Some(value) = value {
            let place = self.parameter(value.into());
            self.and(&format!("{column} = {place}"));
        }
    }

    /// Not done, and due after the first of two days up to and with the second.
    fn late(&mut self, due: [&'a str; 2]) {
        let (after, until) = (self.parameter(due[0].into()), self.parameter(due[1].into()));
        self.and(&format!("v.finished IS NULL AND v.due > {after} AND v.due <= {until}"));
    }
}

/// Words as a pattern in which only the percent signs around them mean anything.
fn pattern(text: &str) -> String {
    let plain: String =
        text.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect();
    format!("%{plain}%")
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
        let days = filter.band.map(|band| band.due_days(today));
        let days = days.map(|(after, until)| [after.to_string(), until.to_string()]);
        let words = pattern(&filter.text);
        let mut conditions = Conditions::new(NEWEST);
        conditions.equal("v.site", filter.site.as_ref().map(SiteCode::as_str));
        conditions.equal("v.template", filter.template.as_ref().map(TemplateCode::as_str));
        conditions.equal("e.code", filter.enterprise.as_ref().map(EnterpriseCode::as_str));
        conditions.equal("v.state", filter.state.map(ProjectState::code));
        if let Some([after, until]) = &days {
            conditions.late([after, until]);
        }
        if !filter.text.is_empty() {
            let place = conditions.parameter((&words).into());
            conditions.and(&format!("v.search LIKE {place} ESCAPE '\\'"));
        }
        if let Some(agency) = &filter.agency {
            let place = conditions.parameter(agency.as_str().into());
            conditions.and(&format!(
                "v.project IN (SELECT a.project FROM project_await a WHERE a.agency = {place} AND {OPEN})"
            ));
        }
        let rows = self.page(HEAD, TABLES, conditions, "c.code", page, "listing projects").await?;
        let total = rows.total;
        let read = |row: &sqlx::any::AnyRow| {
            parts::head(&mut Columns::of(row)).map(|(_, project, standing)| project.line(&standing))
        };
        Ok(Listed { rows: rows.rows.iter().map(read).collect::<Result<_, _>>()?, total })
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
        conditions.equal("a.agency", Some(agency.as_str()));
        conditions.equal("e.code", enterprise.map(EnterpriseCode::as_str));
        conditions.and(NEWEST);
        let columns = format!("a.step, a.agency, a.since, a.due, {HEAD}");
        let tables = format!("project_await a, {TABLES}");
        conditions.and("v.project = a.project");
        let rows = self.page(&columns, &tables, conditions, "a.since, a.id", page, "listing what waits").await?;
        let total = rows.total;
        let read = |row: &sqlx::any::AnyRow| {
            let mut columns = Columns::of(row);
            let waits = parts::awaited(&mut columns)?;
            let (_, project, standing) = parts::head(&mut columns)?;
            Ok(AwaitedStep { project: project.line(&standing), waits })
        };
        Ok(Listed { rows: rows.rows.iter().map(read).collect::<Result<_, StoreError>>()?, total })
    }

    /// How many steps wait for each agency, and since when the longest of them has; the most waited for first. Counted again when what
    /// waits has changed.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn steps_waiting(&self) -> Result<Vec<(AgencyCode, u64, Date)>, StoreError> {
        let as_of = self.last_change("SELECT seq FROM project_await ORDER BY id DESC LIMIT 1").await?;
        if let Some(counted) = self.waiting.get(as_of) {
            return Ok(counted);
        }
        let sql = format!(
            "SELECT a.agency, COUNT(*), MIN(a.since) FROM project_await a WHERE {OPEN} \
             GROUP BY a.agency ORDER BY COUNT(*) DESC, a.agency"
        );
        let what = "who is waited for";
        let read = |row: &sqlx::any::AnyRow| {
            let mut columns = Columns::of(row);
            let agency = columns.code(what)?;
            let count: i64 = columns.value()?;
            Ok((agency, u64::try_from(count).unwrap_or_default(), columns.code(what)?))
        };
        let rows = self.rows_of(sql, &[], "counting who is waited for").await?;
        let counted = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
        self.waiting.keep(as_of, counted.clone());
        Ok(counted)
    }

    /// How many projects that are not done are in each band on a day, and how many are not done in all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn late_projects(&self, today: Date) -> Result<(Vec<(LateBand, u64)>, u64), StoreError> {
        let doing = "counting late projects";
        let mut counts = Vec::new();
        for band in LateBand::ALL {
            let (after, until) = band.due_days(today);
            let (after, until) = (after.to_string(), until.to_string());
            let mut conditions = Conditions::new(NEWEST);
            conditions.late([&after, &until]);
            counts.push((*band, self.count("project v", &conditions, doing).await?));
        }
        let mut open = Conditions::new(NEWEST);
        open.and("v.finished IS NULL");
        Ok((counts, self.count("project v", &open, doing).await?))
    }

    async fn count(&self, tables: &str, conditions: &Conditions<'_>, doing: &'static str) -> Result<u64, StoreError> {
        let sql = format!("SELECT COUNT(*) FROM {tables} WHERE {}", conditions.sql);
        let rows = self.rows_of(sql, &conditions.parameters, doing).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| get(row, 0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    async fn page(
        &self,
        columns: &str,
        tables: &str,
        mut conditions: Conditions<'_>,
        order: &str,
        page: Page,
        doing: &'static str,
    ) -> Result<Listed<sqlx::any::AnyRow>, StoreError> {
        let total = self.count(tables, &conditions, doing).await?;
        let limit = conditions.parameter(page.limit().into());
        let offset = conditions.parameter(page.offset().into());
        let sql = format!(
            "SELECT {columns} FROM {tables} WHERE {} ORDER BY {order} LIMIT {limit} OFFSET {offset}",
            conditions.sql
        );
        Ok(Listed { rows: self.rows_of(sql, &conditions.parameters, doing).await?, total })
    }
}
