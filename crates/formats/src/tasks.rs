//! Tasks from files: a row a task, with its last report.

use std::collections::BTreeMap;

use domain::obstacles::Visibility;
use domain::tasks::{Origin, OriginKind, Task, TaskCode, TaskReport};
use domain::text::Text;
use serde::Serialize;

use crate::fault::{Fault, Place};
use crate::layout::TASKS;
use crate::obstacles::agencies;
use crate::register::duplicate;
use crate::sheet::{Cell, Fields, Input, Read, for_each_row};

/// A task as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportedTask {
    /// The task.
    pub task: Task,
    /// Its last report.
    pub report: Option<TaskReport>,
}

/// Reads tasks.
///
/// # Errors
/// When the file is unreadable.
pub fn read_tasks(file: &Input) -> Result<Read<ImportedTask>, Vec<Fault>> {
    const CODE: usize = TASKS.at("code");
    let mut seen: BTreeMap<TaskCode, Place> = BTreeMap::new();
    let mut rows = Vec::new();
    let report = for_each_row(file, &TASKS, &mut |mut fields, report| {
        let task = task(&mut fields);
        let told = told(&mut fields);
        if let Some(task) = task {
            match seen.get(&task.code) {
                Some(first) => duplicate(&mut fields, CODE, task.code.as_str(), first),
                None => {
                    seen.insert(task.code.clone(), fields.row_place());
                    if !fields.is_faulty() {
                        rows.push((fields.row_place(), ImportedTask { task, report: told }));
                    }
                }
            }
        }
        report.close_row(fields.faults);
    })?;
    Ok(report.with(rows))
}

fn task(fields: &mut Fields) -> Option<Task> {
    const ORIGIN_CODE: usize = TASKS.at("origin_code");
    let code = fields.code(TASKS.at("code"));
    let kind: Option<OriginKind> = fields.choice(TASKS.at("origin")).and_then(|code| code.parse().ok());
    let origin = match kind {
        Some(OriginKind::Dialogue) => fields.code(ORIGIN_CODE).map(Origin::Dialogue),
        Some(OriginKind::Plan) => fields.code(ORIGIN_CODE).map(Origin::Plan),
        None => None,
    };
    let (what, lead, due) = (fields.text(TASKS.at("what")), fields.code(TASKS.at("lead")), fields.day(TASKS.at("due")));
    let obstacle = fields.code(TASKS.at("obstacle"));
    let partners = agencies(fields, TASKS.at("partners"));
    let watcher = fields.code(TASKS.at("watcher"));
    let result = fields.text(TASKS.at("result")).unwrap_or_default();
    let is_public = fields.choice(TASKS.at("public")) == Some("yes");
    let simulated = fields.choice(TASKS.at("simulated")) == Some("yes");
    let visibility = if is_public { Visibility::Public } else { Visibility::Internal };
    let task = Task {
        code: code?,
        origin: origin?,
        obstacle,
        what: what?,
        lead: lead?,
        partners,
        watcher,
        due: due?,
        result,
        visibility,
        simulated,
    };
    if let Err(what) = task.check() {
        fields.fault(TASKS.at("partners"), what, Text::new("Sửa ô này.", "Correct this cell."));
    }
    Some(task)
}

/// The report of a row, if it has one; it is for the office, as the task's own visibility is for the task.
fn told(fields: &mut Fields) -> Option<TaskReport> {
    const REPORT: usize = TASKS.at("report");
    const DATE: usize = TASKS.at("report_date");
    if fields.cell(REPORT) == Cell::Empty {
        return None;
    }
    if fields.cell(DATE) == Cell::Empty {
        fields.fault(
            DATE,
            Text::new("Có báo cáo nhưng không có ngày.", "A report, but no day."),
            Text::new("Ghi ngày báo cáo.", "Write the day of the report."),
        );
    }
    let (text, date) = (fields.text(REPORT), fields.day(DATE));
    let by = fields.text(TASKS.at("report_by")).unwrap_or_default();
    let is_done = fields.choice(TASKS.at("done")) == Some("yes");
    Some(TaskReport { date: date?, by, text: text?, is_done, visibility: Visibility::Internal })
}
