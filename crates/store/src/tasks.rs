//! Tasks with their reports and alarms, and the plans that measures belong to.

use std::collections::HashMap;

use domain::agency::AgencyCode;
use domain::obstacles::ObstacleCode;
use domain::tasks::{Origin, OriginKind, Plan, PlanCode, SentAlarm, Task, TaskCode, TaskReport};
use jiff::civil::Date;
use sqlx::any::AnyRow;

use crate::columns::{Columns, read_codes};
use crate::error::StoreError;
use crate::obstacles::join;
use crate::open::Store;
use crate::page::{Conditions, Listed, Page};
use crate::row::Cell;
use crate::tables;
use crate::write::Writing;

/// A task as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTask {
    /// The task.
    pub task: Task,
    /// The day it was done.
    pub done_on: Option<Date>,
}

/// Which tasks are wanted; everything left out fits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Only those not done, or only those done.
    pub open: Option<bool>,
    /// Of one dialogue or plan.
    pub origin: Option<Origin>,
    /// To clear one obstacle.
    pub obstacle: Option<ObstacleCode>,
    /// Led, shared or watched by one body.
    pub agency: Option<AgencyCode>,
    /// Due before a day.
    pub due_before: Option<Date>,
    /// Only those everybody may read.
    pub published: bool,
}

impl Writing {
    /// Writes a version of a task; `done_on` is the day it was done.
    ///
    /// # Errors
    /// When it was written before in this change, or the database fails.
    pub async fn task(&mut self, task: &Task, done_on: Option<Date>) -> Result<(), StoreError> {
        let id = self.new_id();
        let (due, done_on) = (task.due.to_string(), done_on.map(|day| day.to_string()).unwrap_or_default());
        let partners = join(&task.partners);
        let cells = [
            id.into(),
            self.seq().0.into(),
            task.code.as_str().into(),
            task.origin.kind().code().into(),
            task.origin.code().into(),
            Cell::Text(task.obstacle.as_ref().map(ObstacleCode::as_str)),
            (&task.what).into(),
            task.lead.as_str().into(),
            (&partners).into(),
            Cell::Text(task.watcher.as_ref().map(AgencyCode::as_str)),
            (&due).into(),
            (&task.result).into(),
            task.visibility.code().into(),
            task.simulated.into(),
            (&done_on).into(),
        ];
        self.push(&tables::TASK, cells)?;
        let mut bodies = task.owners();
        bodies.extend(task.watcher.clone());
        bodies.sort();
        bodies.dedup();
        for agency in &bodies {
            let cells = [self.new_id().into(), self.seq().0.into(), id.into(), agency.as_str().into()];
            self.push(&tables::TASK_AGENCY, cells)?;
        }
        self.settle().await
    }

    /// Writes the report that comes as number `number`, from 1.
    ///
    /// # Errors
    /// When there is one of that number already, or the database fails.
    pub async fn task_report(&mut self, code: &TaskCode, number: u32, report: &TaskReport) -> Result<(), StoreError> {
        let date = report.date.to_string();
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            code.as_str().into(),
            i64::from(number).into(),
            (&date).into(),
            (&report.by).into(),
            (&report.text).into(),
            report.is_done.into(),
            report.visibility.code().into(),
        ];
        self.push(&tables::TASK_REPORT, cells)?;
        self.settle().await
    }

    /// Notes that an alarm of a task went off.
    ///
    /// # Errors
    /// When it did so before, or the database fails.
    pub async fn task_alarm(&mut self, code: &TaskCode, sent: SentAlarm) -> Result<(), StoreError> {
        let due = sent.due.to_string();
        let cells =
            [self.new_id().into(), self.seq().0.into(), code.as_str().into(), sent.alarm.code().into(), (&due).into()];
        self.push(&tables::TASK_ALARM, cells)?;
        self.settle().await
    }

    /// Writes a version of a plan.
    ///
    /// # Errors
    /// When it was written before in this change, or the database fails.
    pub async fn plan(&mut self, plan: &Plan) -> Result<(), StoreError> {
        let adopted_on = plan.adopted_on.to_string();
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            plan.code.as_str().into(),
            (&plan.title.vi).into(),
            (&plan.title.en).into(),
            (&adopted_on).into(),
            (&plan.decision).into(),
            plan.simulated.into(),
        ];
        self.push(&tables::PLAN, cells)?;
        self.settle().await
    }
}

macro_rules! columns {
    () => {
        "t.code, t.origin, t.origin_code, t.obstacle, t.what, t.lead, t.partners, t.watcher, t.due, t.result, \
         t.visibility, t.simulated, t.done_on"
    };
}

const ONE: &str = concat!("SELECT ", columns!(), " FROM task t WHERE t.code = $1 ORDER BY t.seq DESC LIMIT 1");
const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM task n WHERE n.code = t.code AND n.seq > t.seq)";
const REPORTS: &str =
    "SELECT date, by_whom, body, is_done, visibility FROM task_report WHERE code = $1 ORDER BY number";
const ALARMS: &str = "SELECT alarm, due FROM task_alarm WHERE code = $1 ORDER BY id";
const PLAN: &str = "\
    SELECT code, title_vi, title_en, adopted_on, decision, simulated FROM plan WHERE code = $1 ORDER BY seq DESC LIMIT 1";
const PLANS: &str = "\
    SELECT p.code, p.title_vi, p.title_en, p.adopted_on, p.decision, p.simulated FROM plan p \
    WHERE NOT EXISTS (SELECT 1 FROM plan n WHERE n.code = p.code AND n.seq > p.seq) ORDER BY p.adopted_on DESC, p.code";

fn read_task(row: &AnyRow) -> Result<StoredTask, StoreError> {
    let mut columns = Columns::of(row);
    let code = columns.code("the code of a task")?;
    let kind: OriginKind = columns.code("the origin of a task")?;
    let origin = Origin::new(kind, &columns.value::<String>()?);
    let task = Task {
        code,
        origin: origin.map_err(|why| StoreError::corrupt("the origin of a task", why))?,
        obstacle: columns.maybe("the obstacle of a task")?,
        what: columns.value()?,
        lead: columns.code("the lead of a task")?,
        partners: read_codes(&columns.value::<String>()?, "the partners of a task")?,
        watcher: columns.maybe("the watcher of a task")?,
        due: columns.code("the deadline of a task")?,
        result: columns.value()?,
        visibility: columns.code("the visibility of a task")?,
        simulated: columns.value::<i64>()? == 1,
    };
    let done: String = columns.value()?;
    let done_on = (!done.is_empty()).then(|| done.parse()).transpose();
    Ok(StoredTask { task, done_on: done_on.map_err(|why| StoreError::corrupt("the end of a task", why))? })
}

fn read_report(row: &AnyRow) -> Result<TaskReport, StoreError> {
    let mut columns = Columns::of(row);
    Ok(TaskReport {
        date: columns.code("the day of a report")?,
        by: columns.value()?,
        text: columns.value()?,
        is_done: columns.value::<i64>()? == 1,
        visibility: columns.code("the visibility of a report")?,
    })
}

fn read_plan(row: &AnyRow) -> Result<Plan, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Plan {
        code: columns.code("the code of a plan")?,
        title: columns.text()?,
        adopted_on: columns.code("the day of a plan")?,
        decision: columns.value()?,
        simulated: columns.value::<i64>()? == 1,
    })
}

impl Store {
    /// A task as it stands.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn task(&self, code: &TaskCode) -> Result<Option<StoredTask>, StoreError> {
        let rows = self.rows_of(ONE, &[code.as_str().into()], "reading a task").await?;
        rows.first().map(read_task).transpose()
    }

    /// The day, in Việt Nam, on which a task was first written down.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn task_since(&self, code: &TaskCode) -> Result<Option<Date>, StoreError> {
        const SQL: &str =
            "SELECT j.moment FROM task t JOIN journal j ON j.seq = t.seq WHERE t.code = $1 ORDER BY t.seq LIMIT 1";
        let rows = self.rows_of(SQL, &[code.as_str().into()], "reading a task").await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let moment: jiff::Timestamp = Columns::of(row).code("the moment of a change")?;
        Ok(Some(jiff::tz::Offset::constant(7).to_datetime(moment).date()))
    }

    /// The reports on a task, in order.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn task_reports(&self, code: &TaskCode) -> Result<Vec<TaskReport>, StoreError> {
        self.rows_of(REPORTS, &[code.as_str().into()], "reading reports").await?.iter().map(read_report).collect()
    }

    /// The alarms of a task that went off.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn task_alarms(&self, code: &TaskCode) -> Result<Vec<SentAlarm>, StoreError> {
        let read = |row: &AnyRow| {
            let mut columns = Columns::of(row);
            Ok(SentAlarm { alarm: columns.code("an alarm")?, due: columns.code("the day of an alarm")? })
        };
        self.rows_of(ALARMS, &[code.as_str().into()], "reading alarms").await?.iter().map(read).collect()
    }

    /// A page of tasks, what is due first coming first, and how many fit in all.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn tasks(&self, filter: &TaskFilter, page: Page) -> Result<Listed<StoredTask>, StoreError> {
        let doing = "listing tasks";
        let mut all = Conditions::new(NEWEST);
        match filter.open {
            Some(true) => all.and("t.done_on = ''"),
            Some(false) => all.and("t.done_on <> ''"),
            None => {}
        }
        let origin = filter.origin.as_ref();
        all.and_if("t.origin = ?", origin.map(|origin| origin.kind().code().to_owned()));
        all.and_if("t.origin_code = ?", origin.map(|origin| origin.code().to_owned()));
        all.and_if("t.obstacle = ?", filter.obstacle.as_ref().map(ToString::to_string));
        all.and_if(
            "t.id IN (SELECT a.task FROM task_agency a WHERE a.agency = ?)",
            filter.agency.as_ref().map(ToString::to_string),
        );
        if filter.published {
            all.and("t.visibility = 'public'");
        }
        all.and_if("t.due < ?", filter.due_before.map(|day| day.to_string()));
        let count = format!("SELECT COUNT(*) FROM task t WHERE {}", all.text());
        let total = all.count(self, count, doing).await?;
        let sql = format!("SELECT {} FROM task t WHERE {} ORDER BY t.due, t.code", columns!(), all.text());
        let rows = all.page(self, &sql, page, doing).await?;
        Ok(Listed { rows: rows.iter().map(read_task).collect::<Result<_, _>>()?, total })
    }

    /// The alarms that went off, of the tasks that are not done and due before a day.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn alarms_of_open_tasks(
        &self,
        due_before: Date,
    ) -> Result<HashMap<TaskCode, Vec<SentAlarm>>, StoreError> {
        const SQL: &str = "\
            SELECT a.code, a.alarm, a.due FROM task_alarm a JOIN task t ON t.code = a.code \
            WHERE t.done_on = '' AND t.due < $1 \
              AND NOT EXISTS (SELECT 1 FROM task n WHERE n.code = t.code AND n.seq > t.seq) ORDER BY a.id";
        let mut alarms: HashMap<TaskCode, Vec<SentAlarm>> = HashMap::new();
        for row in &self.rows_of(SQL, &[(&due_before.to_string()).into()], "reading alarms").await? {
            let mut columns = Columns::of(row);
            let code = columns.code("the code of a task")?;
            let sent = SentAlarm { alarm: columns.code("an alarm")?, due: columns.code("the day of an alarm")? };
            alarms.entry(code).or_default().push(sent);
        }
        Ok(alarms)
    }

    /// A plan.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn plan(&self, code: &PlanCode) -> Result<Option<Plan>, StoreError> {
        self.rows_of(PLAN, &[code.as_str().into()], "reading a plan").await?.first().map(read_plan).transpose()
    }

    /// The plans, the latest first.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn plans(&self) -> Result<Vec<Plan>, StoreError> {
        let rows = sqlx::query(PLANS).fetch_all(&self.pool).await.map_err(StoreError::of("reading plans"))?;
        rows.iter().map(read_plan).collect()
    }
}
