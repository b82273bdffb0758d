//! The recovery plan of the People's Committee and the tasks of every origin: adopted, measures written, reported on, alarms.

use domain::agency::AgencyCode;
use domain::authority::{Action, Thing};
use domain::obstacles::{ObstacleCode, Visibility};
use domain::tasks::{Alarm, Origin, Plan, PlanCode, SentAlarm, Task, TaskCode, TaskReport, alarm_due, done_on};
use domain::text::Text;
use formats::tasks::ImportedTask;
use jiff::Span;
use jiff::civil::Date;
use store::{Listed, Page, Store, StoredTask, TaskFilter};

use crate::context::{Change, Context, OfficeError};
use crate::obstacles::{Note, json, new_code};
use crate::register::finish;
use crate::tally::{Taken, Tally};

/// A measure as it is written into a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// The obstacle it is to clear.
    pub obstacle: Option<ObstacleCode>,
    /// What is to be done.
    pub what: String,
    /// Chủ trì.
    pub lead: AgencyCode,
    /// Phối hợp.
    pub partners: Vec<AgencyCode>,
    /// Theo dõi.
    pub watcher: Option<AgencyCode>,
    /// The deadline.
    pub due: Date,
    /// The result that is expected.
    pub result: String,
    /// Who may read it.
    pub visibility: Visibility,
}

/// A task as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTask {
    /// The task, and the day it was done.
    pub task: StoredTask,
    /// What was reported, in order.
    pub reports: Vec<TaskReport>,
}

/// Writes down a plan that was adopted; the same code again is a correction.
///
/// # Errors
/// When it has no name, the actor may not, or the database fails.
pub async fn adopt(context: &Context, plan: &Plan) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::KeepPlan).await?;
    if plan.title.vi.trim().is_empty() || plan.title.en.trim().is_empty() {
        return Err(OfficeError::Said(Text::new(
            "Kế hoạch chưa có tên. Hãy ghi tên bằng hai thứ tiếng.",
            "The plan has no name. Write it in both languages.",
        )));
    }
    let before = change.store().plan(&plan.code).await?;
    if before.as_ref() != Some(plan) {
        change.plan(plan).await?;
    }
    let before = before.as_ref().map(json).unwrap_or_default();
    change.commit_if_any(&format!("plan {}", plan.code), before, json(plan), "").await?;
    Ok(())
}

/// Writes a measure into a plan and gives the code of its task.
///
/// # Errors
/// When there is no such plan, something is missing, the actor may not, or the database fails.
pub async fn measure(context: &Context, plan: &PlanCode, measure: Measure) -> Result<TaskCode, OfficeError> {
    let mut change = context.begin(Action::KeepPlan).await?;
    let plan = change.store().plan(plan).await?.ok_or(OfficeError::NotFound)?;
    let task = Task {
        code: new_code(&change, "NV", context.today())?,
        origin: Origin::Plan(plan.code),
        obstacle: measure.obstacle,
        what: measure.what,
        lead: measure.lead,
        partners: measure.partners,
        watcher: measure.watcher,
        due: measure.due,
        result: measure.result,
        visibility: measure.visibility,
        simulated: plan.simulated,
    };
    write_task(&mut change, &task).await?;
    change.commit(&format!("task {}", task.code), String::new(), json(&task), "").await?;
    Ok(task.code)
}

/// Writes a task that is not done, when it holds together.
pub(crate) async fn write_task(change: &mut Change<'_>, task: &Task) -> Result<(), OfficeError> {
    check_task(change.store(), task).await?;
    Ok(change.task(task, None).await?)
}

async fn check_task(store: &Store, task: &Task) -> Result<(), OfficeError> {
    task.check().map_err(OfficeError::Said)?;
    if let Some(obstacle) = &task.obstacle
        && store.obstacle(obstacle).await?.is_none()
    {
        return Err(OfficeError::Said(Text::new(
            format!("Không có vướng mắc mã {obstacle}. Hãy sửa mã, hoặc để trống."),
            format!("There is no obstacle {obstacle}. Correct the code, or leave it empty."),
        )));
    }
    Ok(())
}

/// Takes in tasks with their last report: what is there already changes nothing, another report is added after the known ones.
///
/// # Errors
/// When an obstacle is not known, the actor may not, or the database fails; nothing is written then.
pub(crate) async fn take(context: &Context, rows: &[ImportedTask], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::KeepPlan).await?;
    let mut tally = Tally::default();
    for row in rows {
        let code = &row.task.code;
        let known = change.store().task(code).await?;
        let mut reports = change.store().task_reports(code).await?;
        let report = row.report.clone().or_else(|| reports.last().cloned());
        let old =
            known.as_ref().map(|known| ImportedTask { task: known.task.clone(), report: reports.last().cloned() });
        let new = ImportedTask { task: row.task.clone(), report };
        if !tally.weigh(old.as_ref(), &new) {
            continue;
        }
        if let Some(report) = new.report.filter(|report| reports.last() != Some(report)) {
            change.task_report(code, reports.len() as u32 + 1, &report).await?;
            reports.push(report);
        }
        check_task(change.store(), &row.task).await?;
        change.task(&row.task, done_on(&reports)).await?;
    }
    finish(change, tally, "tasks", why).await
}

/// Reports on a task; the lead and the partners may, and officers for them. A report that says the task is done ends it; a later
/// one that does not opens it again.
///
/// # Errors
/// When nothing is said, the actor may not, or the database fails. To a body that has no part in it the task is not there.
pub async fn report(context: &Context, code: &TaskCode, note: Note, is_done: bool) -> Result<(), OfficeError> {
    let mut change = context.begin_rows(Action::ReportTask).await?;
    let stored = change.store().task(code).await?.ok_or(OfficeError::NotFound)?;
    context.require_for(Action::ReportTask, &Thing::WHOLE.asked_of(&stored.task.owners()))?;
    if note.text.trim().is_empty() {
        return Err(OfficeError::Said(Text::new(
            "Chưa ghi kết quả. Hãy ghi đã làm được gì.",
            "Nothing is reported. Write what was done.",
        )));
    }
    let mut reports = change.store().task_reports(code).await?;
    let report = TaskReport {
        date: context.today(),
        by: context.actor.name.clone(),
        text: note.text,
        is_done,
        visibility: note.visibility,
    };
    change.task_report(code, reports.len() as u32 + 1, &report).await?;
    reports.push(report.clone());
    let done = done_on(&reports);
    if done != stored.done_on {
        change.task(&stored.task, done).await?;
    }
    change.commit(&format!("task {code}"), json(&stored.done_on), json(&report), "").await?;
    Ok(())
}

/// A task with its reports, for the bodies that have a part in it and the department.
///
/// # Errors
/// [`OfficeError::NotFound`] when there is none, or it is not the actor's to see; when the database fails.
pub async fn view_task(context: &Context, code: &TaskCode) -> Result<SeenTask, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let task = store.task(code).await?.ok_or(OfficeError::NotFound)?;
    let mut bodies = task.task.owners();
    bodies.extend(task.task.watcher.clone());
    context.require_for(Action::ReadInternal, &Thing::WHOLE.asked_of(&bodies))?;
    Ok(SeenTask { reports: store.task_reports(code).await?, task })
}

/// A page of tasks, what is due first coming first; a body sees those it has a part in, a firm none.
///
/// # Errors
/// When the role never may, or the database fails.
pub async fn tasks(context: &Context, filter: &TaskFilter, page: Page) -> Result<Listed<StoredTask>, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let own = context.actor.agency();
    if context.actor.enterprise().is_some()
        || (filter.agency.is_some() && own.is_some() && filter.agency.as_ref() != own)
    {
        return Ok(Listed { rows: Vec::new(), total: 0 });
    }
    let agency = own.cloned().or_else(|| filter.agency.clone());
    Ok(store.tasks(&TaskFilter { agency, ..filter.clone() }, page).await?)
}

/// A page of the tasks everybody may read, what is due first coming first.
///
/// # Errors
/// When the database fails.
pub async fn public_tasks(
    context: &Context,
    filter: &TaskFilter,
    page: Page,
) -> Result<Listed<StoredTask>, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    Ok(store.tasks(&TaskFilter { published: true, ..filter.clone() }, page).await?)
}

/// The plans, the latest first.
///
/// # Errors
/// When the actor may not read them, or the database fails.
pub async fn plans(context: &Context) -> Result<Vec<Plan>, OfficeError> {
    Ok(context.read(Action::ReadInternal)?.plans().await?)
}

/// Notes the alarms that go off today, and tells which. What went off for a deadline does not go off again.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn alarms(context: &Context) -> Result<Vec<(Task, Alarm)>, OfficeError> {
    let mut change = context.begin(Action::KeepPlan).await?;
    let due = alarms_of(change.store(), context.today()).await?;
    for (task, alarm) in &due {
        change.task_alarm(&task.code, SentAlarm { alarm: *alarm, due: task.due }).await?;
    }
    let told: Vec<_> = due.iter().map(|(task, alarm)| (&task.code, alarm, task.due)).collect();
    let told = json(&told);
    change.commit_if_any("alarms", String::new(), told, "").await?;
    Ok(due)
}

/// The alarms that would go off today; nothing is written.
///
/// # Errors
/// When the actor may not read them, or the database fails.
pub async fn due_alarms(context: &Context) -> Result<Vec<(Task, Alarm)>, OfficeError> {
    alarms_of(context.read(Action::ReadInternal)?, context.today()).await
}

async fn alarms_of(store: &Store, today: Date) -> Result<Vec<(Task, Alarm)>, OfficeError> {
    // The first alarm goes off seven days before.
    let Ok(before) = today.checked_add(Span::new().days(8)) else { return Ok(Vec::new()) };
    let sent = store.alarms_of_open_tasks(before).await?;
    let filter = TaskFilter { open: Some(true), due_before: Some(before), ..TaskFilter::default() };
    let mut due = Vec::new();
    for number in 0.. {
        let page = store.tasks(&filter, Page::new(number, Page::LARGEST)).await?.rows;
        let is_last = page.len() < Page::LARGEST as usize;
        due.extend(page.into_iter().filter_map(|stored| {
            let sent = sent.get(&stored.task.code).map_or(&[][..], Vec::as_slice);
            alarm_due(stored.task.due, today, sent).map(|alarm| (stored.task, alarm))
        }));
        if is_last {
            break;
        }
    }
    Ok(due)
}
