//! Projects read whole, as they stood after a change, with what was derived from them: one, or many at once.

use std::collections::{BTreeMap, HashMap};

use domain::projects::{Finding, Project, ProjectCode, ProjectStanding, StepNumber, StepRecord};
use sqlx::any::AnyRow;

use super::parts;
use crate::Seq;
use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::Cell;

/// The columns of a project of its own row, in the order of [`parts::head`].
pub(super) const HEAD: &str = "v.project, c.code, v.site, v.template, v.exception_vi, v.exception_en, v.name_vi, v.name_en, e.code, \
    v.simulated, v.started, v.due, v.goals, v.note_vi, v.note_en, v.internal_vi, v.internal_en, v.source, v.state, v.finished";

/// A project, its code and its enterprise.
pub(super) const TABLES: &str =
    "project v JOIN project_code c ON c.id = v.project LEFT JOIN enterprise_code e ON e.id = v.enterprise";

const DOING: &str = "reading projects";

/// Projects that are read by one round of queries.
const AT_ONCE: usize = 100;

/// A project with the state and the awaited agencies that were written with it.
pub type WholeProject = (Project, ProjectStanding);

/// Projects by their numbers.
type Found = HashMap<i64, WholeProject>;

/// Projects, and the change after which they are read.
struct Asked<'a> {
    store: &'a Store,
    ids: Vec<i64>,
    as_of: Seq,
}

fn number(columns: &mut Columns<'_>) -> Result<StepNumber, StoreError> {
    let number = columns.small("the number of a step")?;
    StepNumber::try_from(number).map_err(|why| StoreError::corrupt("the number of a step", why))
}

/// `$2, $3, …`: the places of so many projects after that of the change.
fn places(count: usize) -> String {
    (0..count).map(|n| format!("${}", n + 2)).collect::<Vec<_>>().join(", ")
}

/// The project that a row speaks of.
fn of<'f>(found: &'f mut Found, columns: &mut Columns<'_>) -> Result<&'f mut WholeProject, StoreError> {
    let id: i64 = columns.value()?;
    found.get_mut(&id).ok_or_else(|| StoreError::corrupt("a part of a project", "its project was not asked for"))
}

impl Store {
    /// A project as it stood after change `as_of`.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn project(&self, code: &ProjectCode, as_of: Seq) -> Result<Option<WholeProject>, StoreError> {
        Ok(self.whole_projects(std::slice::from_ref(&code), as_of).await?.remove(code))
    }

    /// Those of some projects that are there, as they stood after change `as_of`.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn whole_projects(
        &self,
        codes: &[&ProjectCode],
        as_of: Seq,
    ) -> Result<BTreeMap<ProjectCode, WholeProject>, StoreError> {
        let mut all = BTreeMap::new();
        for codes in codes.chunks(AT_ONCE) {
            let mut found = self.heads(codes, as_of).await?;
            if found.is_empty() {
                continue;
            }
            let mut ids: Vec<i64> = found.keys().copied().collect();
            ids.sort_unstable();
            let asked = Asked { store: self, ids, as_of };
            asked.steps(&mut found).await?;
            asked.land(&mut found).await?;
            asked.construction(&mut found).await?;
            asked.visits(&mut found).await?;
            asked.awaited(&mut found).await?;
            all.extend(found.into_values().map(|whole| (whole.0.code.clone(), whole)));
        }
        Ok(all)
    }

    /// The projects themselves, without their parts.
    async fn heads(&self, codes: &[&ProjectCode], as_of: Seq) -> Result<Found, StoreError> {
        let sql = format!(
            "SELECT {HEAD} FROM {TABLES} WHERE c.code IN ({}) AND v.seq <= $1 AND NOT EXISTS \
             (SELECT 1 FROM project n WHERE n.project = v.project AND n.seq > v.seq AND n.seq <= $1)",
            places(codes.len())
        );
        let codes = codes.iter().map(|code| Cell::from(code.as_str()));
        let parameters: Vec<Cell<'_>> = std::iter::once(as_of.0.into()).chain(codes).collect();
        let rows = self.rows_of(sql, &parameters, DOING).await?;
        let head = |row| parts::head(&mut Columns::of(row)).map(|(id, project, standing)| (id, (project, standing)));
        rows.iter().map(head).collect()
    }
}

impl Asked<'_> {
    /// Rows of the projects, by a query that takes the change and then them.
    async fn rows(&self, sql: String) -> Result<Vec<AnyRow>, StoreError> {
        let ids = self.ids.iter().map(|id| Cell::Int(Some(*id)));
        let parameters: Vec<Cell<'_>> = std::iter::once(self.as_of.0.into()).chain(ids).collect();
        self.store.rows_of(sql, &parameters, DOING).await
    }

    /// All rows of a table of parts.
    async fn all(&self, columns: &str, table: &str) -> Result<Vec<AnyRow>, StoreError> {
        let places = places(self.ids.len());
        let of = format!("v.project IN ({places}) AND v.seq <= $1");
        self.rows(format!("SELECT v.project, {columns} FROM {table} v WHERE {of} ORDER BY v.id")).await
    }

    /// The newest rows of a table by the columns that tell its parts apart.
    async fn newest(&self, columns: &str, table: &str, keys: &[&str]) -> Result<Vec<AnyRow>, StoreError> {
        let same: String = keys.iter().map(|key| format!("n.{key} = v.{key} AND ")).collect();
        let places = places(self.ids.len());
        let sql = format!(
            "SELECT v.project, {columns} FROM {table} v WHERE v.project IN ({places}) AND v.seq <= $1 AND NOT EXISTS \
             (SELECT 1 FROM {table} n WHERE n.project = v.project AND {same}n.seq > v.seq AND n.seq <= $1) ORDER BY v.id"
        );
        self.rows(sql).await
    }

    /// The rows that belong to the records of steps.
    async fn of_records(&self, columns: &str, table: &str) -> Result<Vec<AnyRow>, StoreError> {
        let places = places(self.ids.len());
        let sql = format!(
            "SELECT s.project, p.record, {columns} FROM project_step s JOIN {table} p ON p.record = s.id \
             WHERE s.project IN ({places}) AND s.seq <= $1 ORDER BY p.id"
        );
        self.rows(sql).await
    }

    async fn steps(&self, found: &mut Found) -> Result<(), StoreError> {
        let mut numbers = HashMap::new();
        let columns = "v.id, v.step, v.planned_amount, v.planned_unit, v.planned_start, v.planned_finish, v.started, v.finished, \
             v.delay_days, v.not_needed, v.source, v.remark_vi, v.remark_en, v.internal_vi, v.internal_en";
        for row in self.newest(columns, "project_step", &["step"]).await? {
            let mut columns = Columns::of(&row);
            let (project, _) = of(found, &mut columns)?;
            let record: i64 = columns.value()?;
            let step = number(&mut columns)?;
            numbers.insert(record, step);
            project.steps.insert(step, parts::step(&mut columns)?);
        }
        for row in self.of_records("p.moment, p.kind, p.reason_vi, p.reason_en", "project_pause").await? {
            let mut columns = Columns::of(&row);
            let (project, _) = of(found, &mut columns)?;
            if let Some(record) = record_of(&mut columns, &numbers, project)? {
                record.facts.interruptions.push(parts::interruption(&mut columns)?);
            }
        }
        for row in self.of_records("p.number, p.dated, p.name_vi, p.name_en, p.visibility", "project_document").await? {
            let mut columns = Columns::of(&row);
            let (project, _) = of(found, &mut columns)?;
            if let Some(record) = record_of(&mut columns, &numbers, project)? {
                record.documents.push(parts::document(&mut columns)?);
            }
        }
        Ok(())
    }

    async fn land(&self, found: &mut Found) -> Result<(), StoreError> {
        for row in self.all("v.stage, v.dated, v.hectares, v.households, v.source", "project_land").await? {
            let mut columns = Columns::of(&row);
            of(found, &mut columns)?.0.land.push(parts::land(&mut columns)?);
        }
        Ok(())
    }

    async fn construction(&self, found: &mut Found) -> Result<(), StoreError> {
        for row in self.newest("v.dated, v.percent, v.source", "project_plan", &["dated"]).await? {
            let mut columns = Columns::of(&row);
            of(found, &mut columns)?.0.construction.plan.push(parts::plan_point(&mut columns)?);
        }
        let columns = "v.month, v.percent, v.volume_vi, v.volume_en, v.disbursed, v.state, v.reason_vi, v.reason_en";
        for row in self.newest(columns, "project_progress", &["month"]).await? {
            let mut columns = Columns::of(&row);
            of(found, &mut columns)?.0.construction.reports.push(parts::report(&mut columns)?);
        }
        for row in self.all("v.kind, v.dated, v.source", "project_milestone").await? {
            let mut columns = Columns::of(&row);
            of(found, &mut columns)?.0.construction.milestones.push(parts::milestone(&mut columns)?);
        }
        for (project, _) in found.values_mut() {
            project.construction.plan.sort_by_key(|point| point.date);
            project.construction.reports.sort_by_key(|report| report.month);
        }
        Ok(())
    }

    async fn visits(&self, found: &mut Found) -> Result<(), StoreError> {
        let columns = "v.visit, v.dated, v.kind, v.by_vi, v.by_en, v.summary_vi, v.summary_en, v.source";
        for row in self.all(columns, "project_visit").await? {
            let mut columns = Columns::of(&row);
            of(found, &mut columns)?.0.visits.push(parts::visit(&mut columns)?);
        }
        let columns = "v.visit, v.finding, v.what_vi, v.what_en, v.deadline, v.mended, v.how_vi, v.how_en";
        for row in self.newest(columns, "project_finding", &["visit", "finding"]).await? {
            let mut columns = Columns::of(&row);
            let (project, _) = of(found, &mut columns)?;
            let visit = columns.small("the number of a visit")?;
            let finding: Finding = parts::finding(&mut columns)?;
            if let Some(visit) = project.visits.iter_mut().find(|known| known.number == visit) {
                visit.findings.push(finding);
            }
        }
        for (project, _) in found.values_mut() {
            project.visits.sort_by_key(|visit| visit.number);
            for visit in &mut project.visits {
                visit.findings.sort_by_key(|finding| finding.number);
            }
        }
        Ok(())
    }

    async fn awaited(&self, found: &mut Found) -> Result<(), StoreError> {
        let columns = "v.is_open, v.step, v.agency, v.since, v.due";
        for row in self.newest(columns, "project_await", &["step", "agency"]).await? {
            let mut columns = Columns::of(&row);
            let (_, standing) = of(found, &mut columns)?;
            if columns.truth()? {
                standing.awaited.push(parts::awaited(&mut columns)?);
            }
        }
        for (_, standing) in found.values_mut() {
            standing.awaited.sort();
        }
        Ok(())
    }
}

/// The record that a row belongs to; `None` when a newer version of the step took its place.
fn record_of<'p>(
    columns: &mut Columns<'_>,
    numbers: &HashMap<i64, StepNumber>,
    project: &'p mut Project,
) -> Result<Option<&'p mut StepRecord>, StoreError> {
    let record: i64 = columns.value()?;
    Ok(numbers.get(&record).and_then(|step| project.steps.get_mut(step)))
}
