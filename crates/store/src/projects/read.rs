//! One project read whole, as it stood after a change, with what was derived from it.

use domain::projects::{
    Await, Construction, Finding, LandFigure, Milestone, PlanPoint, Project, ProjectCode, ProjectStanding, StepNumber,
    StepRecord, Visit, WorkReport,
};
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

const DOING: &str = "reading a project";

/// The newest rows of a project by the columns that tell its parts apart, up to a change.
fn newest(columns: &str, table: &str, keys: &[&str]) -> String {
    let same: String = keys.iter().map(|key| format!("n.{key} = v.{key} AND ")).collect();
    format!(
        "SELECT {columns} FROM {table} v WHERE v.project = $1 AND v.seq <= $2 AND NOT EXISTS (SELECT 1 FROM {table} n WHERE \
         n.project = v.project AND {same}n.seq > v.seq AND n.seq <= $2) ORDER BY v.id"
    )
}

fn number(columns: &mut Columns<'_>) -> Result<StepNumber, StoreError> {
    let number = columns.small("the number of a step")?;
    StepNumber::try_from(number).map_err(|why| StoreError::corrupt("the number of a step", why))
}

impl Store {
    /// A project as it stood after change `as_of`, with the state and the awaited agencies that were written with it.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn project(
        &self,
        code: &ProjectCode,
        as_of: Seq,
    ) -> Result<Option<(Project, ProjectStanding)>, StoreError> {
        let sql = format!(
            "SELECT {HEAD} FROM {TABLES} WHERE c.code = $1 AND v.seq <= $2 AND NOT EXISTS \
             (SELECT 1 FROM project n WHERE n.project = v.project AND n.seq > v.seq AND n.seq <= $2)"
        );
        let rows = self.rows_of(sql, &[code.as_str().into(), as_of.0.into()], DOING).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (id, mut project, mut standing) = parts::head(&mut Columns::of(row))?;
        self.read_steps(id, as_of, &mut project).await?;
        project.land = self.read_land(id, as_of).await?;
        project.construction = self.read_construction(id, as_of).await?;
        project.visits = self.read_visits(id, as_of).await?;
        standing.awaited = self.read_awaited(id, as_of).await?;
        Ok(Some((project, standing)))
    }

    async fn rows_of_project(&self, sql: String, id: i64, as_of: Seq) -> Result<Vec<AnyRow>, StoreError> {
        self.rows_of(sql, &[Cell::Int(Some(id)), as_of.0.into()], DOING).await
    }

    async fn read_steps(&self, id: i64, as_of: Seq, project: &mut Project) -> Result<(), StoreError> {
        let mut numbers = std::collections::HashMap::new();
        let columns = "v.id, v.step, v.planned_amount, v.planned_unit, v.planned_start, v.planned_finish, v.started, v.finished, \
             v.delay_days, v.not_needed, v.source, v.remark_vi, v.remark_en, v.internal_vi, v.internal_en";
        for row in self.rows_of_project(newest(columns, "project_step", &["step"]), id, as_of).await? {
            let mut columns = Columns::of(&row);
            let record: i64 = columns.value()?;
            let step = number(&mut columns)?;
            numbers.insert(record, step);
            project.steps.insert(step, parts::step(&mut columns)?);
        }
        let of_records = |columns: &str, table: &str| {
            format!(
                "SELECT p.record, {columns} FROM project_step s JOIN {table} p ON p.record = s.id \
                 WHERE s.project = $1 AND s.seq <= $2 ORDER BY p.id"
            )
        };
        for row in self
            .rows_of_project(of_records("p.moment, p.kind, p.reason_vi, p.reason_en", "project_pause"), id, as_of)
            .await?
        {
            let mut columns = Columns::of(&row);
            if let Some(record) = record_of(&mut columns, &numbers, project)? {
                record.facts.interruptions.push(parts::interruption(&mut columns)?);
            }
        }
        let columns = "p.number, p.dated, p.name_vi, p.name_en, p.visibility";
        for row in self.rows_of_project(of_records(columns, "project_document"), id, as_of).await? {
            let mut columns = Columns::of(&row);
            if let Some(record) = record_of(&mut columns, &numbers, project)? {
                record.documents.push(parts::document(&mut columns)?);
            }
        }
        Ok(())
    }

    async fn read_land(&self, id: i64, as_of: Seq) -> Result<Vec<LandFigure>, StoreError> {
        let sql = "SELECT stage, dated, hectares, households, source FROM project_land \
                   WHERE project = $1 AND seq <= $2 ORDER BY id";
        let rows = self.rows_of_project(sql.to_owned(), id, as_of).await?;
        rows.iter().map(|row| parts::land(&mut Columns::of(row))).collect()
    }

    async fn read_construction(&self, id: i64, as_of: Seq) -> Result<Construction, StoreError> {
        let plan = newest("v.dated, v.percent, v.source", "project_plan", &["dated"]);
        let plan = self.rows_of_project(plan, id, as_of).await?;
        let columns = "v.month, v.percent, v.volume_vi, v.volume_en, v.disbursed, v.state, v.reason_vi, v.reason_en";
        let reports = self.rows_of_project(newest(columns, "project_progress", &["month"]), id, as_of).await?;
        let milestones =
            "SELECT kind, dated, source FROM project_milestone WHERE project = $1 AND seq <= $2 ORDER BY id";
        let milestones = self.rows_of_project(milestones.to_owned(), id, as_of).await?;
        let read = |row: &AnyRow| parts::plan_point(&mut Columns::of(row));
        let mut plan: Vec<PlanPoint> = plan.iter().map(read).collect::<Result<_, _>>()?;
        let read = |row: &AnyRow| parts::report(&mut Columns::of(row));
        let mut reports: Vec<WorkReport> = reports.iter().map(read).collect::<Result<_, _>>()?;
        let read = |row: &AnyRow| parts::milestone(&mut Columns::of(row));
        let milestones: Vec<Milestone> = milestones.iter().map(read).collect::<Result<_, _>>()?;
        plan.sort_by_key(|point| point.date);
        reports.sort_by_key(|report| report.month);
        Ok(Construction { plan, reports, milestones })
    }

    async fn read_visits(&self, id: i64, as_of: Seq) -> Result<Vec<Visit>, StoreError> {
        let sql = "SELECT visit, dated, kind, by_vi, by_en, summary_vi, summary_en, source FROM project_visit \
                   WHERE project = $1 AND seq <= $2 ORDER BY visit";
        let rows = self.rows_of_project(sql.to_owned(), id, as_of).await?;
        let mut visits: Vec<Visit> =
            rows.iter().map(|row| parts::visit(&mut Columns::of(row))).collect::<Result<_, _>>()?;
        let columns = "v.visit, v.finding, v.what_vi, v.what_en, v.deadline, v.mended, v.how_vi, v.how_en";
        for row in self.rows_of_project(newest(columns, "project_finding", &["visit", "finding"]), id, as_of).await? {
            let mut columns = Columns::of(&row);
            let of = columns.small("the number of a visit")?;
            let finding: Finding = parts::finding(&mut columns)?;
            if let Some(visit) = visits.iter_mut().find(|visit| visit.number == of) {
                visit.findings.push(finding);
            }
        }
        for visit in &mut visits {
            visit.findings.sort_by_key(|finding| finding.number);
        }
        Ok(visits)
    }

    async fn read_awaited(&self, id: i64, as_of: Seq) -> Result<Vec<Await>, StoreError> {
        let columns = "v.is_open, v.step, v.agency, v.since, v.due";
        let rows = self.rows_of_project(newest(columns, "project_await", &["step", "agency"]), id, as_of).await?;
        let mut awaited = Vec::new();
        for row in &rows {
            let mut columns = Columns::of(row);
            if columns.truth()? {
                awaited.push(parts::awaited(&mut columns)?);
            }
        }
        awaited.sort();
        Ok(awaited)
    }
}

/// The record that a row belongs to; `None` when a newer version of the step took its place.
fn record_of<'p>(
    columns: &mut Columns<'_>,
    numbers: &std::collections::HashMap<i64, StepNumber>,
    project: &'p mut Project,
) -> Result<Option<&'p mut StepRecord>, StoreError> {
    let record: i64 = columns.value()?;
    Ok(numbers.get(&record).and_then(|step| project.steps.get_mut(step)))
}
