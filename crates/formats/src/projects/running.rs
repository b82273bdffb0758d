//! Running projects and their steps from files.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use domain::deadline::{Event, EventKind, TimeLimit};
use domain::projects::{
    Document, Progress, Project, ProjectCode, StepGraph, StepNumber, StepRecord, Template, TemplateCode, Visibility,
    moment_of,
};
use domain::register::EnterpriseCode;
use domain::sites::SiteCode;
use domain::text::Text;
use jiff::civil::Date;

use crate::fault::{Fault, Place};
use crate::layout::{PROJECT_STEPS, PROJECTS};
use crate::sheet::{Cell, Fields, Input, Read, for_each_row};

/// What projects may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The sites there are.
    pub sites: &'a BTreeSet<SiteCode>,
    /// The enterprises of the register.
    pub enterprises: &'a BTreeSet<EnterpriseCode>,
    /// The procedures there are.
    pub templates: &'a [Template],
    /// The day of reading: what happened lies before it.
    pub today: Date,
}

/// What a file says of one step of a project; it takes the place of what was known of the step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepRow {
    /// The project.
    pub project: ProjectCode,
    /// The step.
    pub step: StepNumber,
    /// All that is known of it.
    pub record: StepRecord,
}

/// Reads projects without their steps.
///
/// # Errors
/// When the file is unreadable.
pub fn read_projects(file: &Input, known: &Known<'_>) -> Result<Read<Project>, Vec<Fault>> {
    let mut seen: BTreeSet<ProjectCode> = BTreeSet::new();
    let mut sound = Vec::new();
    let report = for_each_row(file, &PROJECTS, &mut |mut fields, report| {
        let project = read_project(&mut fields, known);
        if let Some(project) = &project
            && !seen.insert(project.code.clone())
        {
            fields.fault(
                PROJECTS.at("code"),
                Text::new(format!("Dự án {} có hai lần.", project.code), format!("{} stands twice.", project.code)),
                Text::new("Giữ lại dòng đúng, xóa dòng kia.", "Keep the right row and delete the other."),
            );
        }
        if !fields.is_faulty() {
            sound.extend(project.map(|project| (fields.row_place(), project)));
        }
        report.close_row(fields.faults);
    })?;
    Ok(report.with(sound))
}

pub(super) fn typed(fields: &mut Fields, column: usize) -> Option<Text> {
    fields.text(column).map(|text| Text::typed(&text))
}

fn says_yes(fields: &mut Fields, column: usize) -> bool {
    fields.choice(column) == Some("yes")
}

fn read_project(fields: &mut Fields, known: &Known<'_>) -> Option<Project> {
    const START: usize = PROJECTS.at("start");
    const DUE: usize = PROJECTS.at("due");
    let code = fields.code::<ProjectCode>(PROJECTS.at("code"));
    let site = listed(fields, PROJECTS.at("site"), known.sites, "mỏ, nhà máy", "site");
    let enterprise = listed(fields, PROJECTS.at("enterprise"), known.enterprises, "doanh nghiệp", "enterprise");
    let template = template(fields, known.templates);
    let name = typed(fields, PROJECTS.at("name"));
    let (start, due) = (fields.day(START), fields.day(DUE));
    if start.is_some_and(|start| start > known.today) {
        fields.fault(
            START,
            Text::new("Ngày bắt đầu chưa đến.", "The day it began has not come."),
            Text::new("Sửa ngày, hoặc để trống khi chưa rõ.", "Correct it, or leave it empty when not known."),
        );
    }
    let exception = typed(fields, PROJECTS.at("exception"));
    if let (Some(template), Some(start), None) = (template, start, &exception)
        && !template.is_valid_on(start)
    {
        fields.fault(
            PROJECTS.at("template"),
            Text::new("Trình tự không áp dụng cho ngày bắt đầu.", "The procedure is not valid on the day it began."),
            Text::new(
                "Chọn trình tự khác, hoặc ghi lý do ở cột exception.",
                "Choose another, or give the reason in exception.",
            ),
        );
    }
    let goals = goals(fields, template);
    let simulated = says_yes(fields, PROJECTS.at("simulated"));
    let (note, internal) = (typed(fields, PROJECTS.at("remark")), typed(fields, PROJECTS.at("internal_note")));
    let source = fields.text(PROJECTS.at("source"));
    let mut project = Project::new(code?, site?, template?.code.clone(), name?);
    (project.enterprise, project.simulated, project.exception) = (enterprise, simulated, exception);
    (project.start, project.due, project.goals) = (start.into(), due.into(), goals);
    (project.note, project.internal_note, project.source) = (note, internal, source?);
    Some(project)
}

/// A code that must be one of those known.
pub(super) fn listed<T: FromStr + Ord + std::fmt::Display>(
    fields: &mut Fields,
    column: usize,
    known: &BTreeSet<T>,
    vi: &str,
    en: &str,
) -> Option<T> {
    let code = fields.code::<T>(column)?;
    if known.contains(&code) {
        return Some(code);
    }
    fields.fault(
        column,
        Text::new(format!("Không có {vi} {code}."), format!("There is no {en} {code}.")),
        Text::new(format!("Nhập {vi} trước, hoặc sửa mã."), format!("Import the {en} first, or correct the code.")),
    );
    None
}

fn template<'a>(fields: &mut Fields, templates: &'a [Template]) -> Option<&'a Template> {
    const TEMPLATE: usize = PROJECTS.at("template");
    let code = fields.code::<TemplateCode>(TEMPLATE)?;
    let found = templates.iter().find(|template| template.code == code);
    if found.is_none() {
        let codes = templates.iter().map(|template| template.code.as_str()).collect::<Vec<_>>().join(", ");
        fields.fault(
            TEMPLATE,
            Text::new(format!("Không có trình tự {code}."), format!("There is no procedure {code}.")),
            Text::new(format!("Ghi một trong: {codes}."), format!("Write one of {codes}.")),
        );
    }
    found
}

fn goals(fields: &mut Fields, template: Option<&Template>) -> BTreeSet<StepNumber> {
    const GOALS: usize = PROJECTS.at("goals");
    let text = fields.text(GOALS).unwrap_or_default();
    let read: Result<BTreeSet<StepNumber>, _> =
        text.split(';').map(str::trim).filter(|number| !number.is_empty()).map(str::parse).collect();
    let is_step = |number: &StepNumber| template.is_none_or(|t| t.steps.iter().any(|step| step.number == *number));
    match read {
        Ok(goals) if goals.iter().all(is_step) => goals,
        _ => {
            fields.fault(
                GOALS,
                Text::new("Không phải số các bước của trình tự.", "These are not numbers of steps of the procedure."),
                Text::new(
                    "Ghi số bước, cách nhau bằng dấu chấm phẩy.",
                    "Write numbers of steps with semicolons between.",
                ),
            );
            BTreeSet::new()
        }
    }
}

/// Reads steps of projects: `projects` are those there are, with the procedure each follows.
///
/// # Errors
/// When the file is unreadable.
pub fn read_project_steps(
    file: &Input,
    projects: &BTreeMap<ProjectCode, TemplateCode>,
    templates: &[Template],
    today: Date,
) -> Result<Read<StepRow>, Vec<Fault>> {
    let sound = |template: &Template| Some((template.code.clone(), StepGraph::new(template).ok()?));
    let graphs: BTreeMap<TemplateCode, StepGraph> = templates.iter().filter_map(sound).collect();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut places: BTreeMap<(ProjectCode, StepNumber), usize> = BTreeMap::new();
    let mut report = for_each_row(file, &PROJECT_STEPS, &mut |mut fields, report| {
        let key = project_and_step(&mut fields, projects, &graphs);
        let Some((project, step, graph)) = key else {
            report.close_row(fields.faults);
            return;
        };
        let row = step_of(&mut fields);
        let at = *places.entry((project.clone(), step)).or_insert(drafts.len());
        if at == drafts.len() {
            let row = StepRow { project, step, record: row };
            drafts.push(Draft { place: fields.row_place(), row, sound: 0, faulty: 0 });
        } else if let Some(draft) = drafts.get_mut(at) {
            add(&mut fields, &mut draft.row.record, row);
        }
        if let Some(draft) = drafts.get_mut(at) {
            check(&mut fields, graph, &draft.row, today);
            if report.close_row(fields.faults) { draft.sound += 1 } else { draft.faulty += 1 }
        }
    })?;
    let (sound, faulty): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(|draft| draft.faulty == 0);
    report.left_out += faulty.iter().map(|draft| draft.sound).sum::<u64>();
    Ok(report.with(sound.into_iter().map(|draft| (draft.place, draft.row)).collect()))
}

/// A step while its rows come in.
struct Draft {
    place: Place,
    row: StepRow,
    sound: u64,
    faulty: u64,
}

fn project_and_step<'g>(
    fields: &mut Fields,
    projects: &BTreeMap<ProjectCode, TemplateCode>,
    graphs: &'g BTreeMap<TemplateCode, StepGraph>,
) -> Option<(ProjectCode, StepNumber, &'g StepGraph)> {
    const PROJECT: usize = PROJECT_STEPS.at("project");
    const STEP: usize = PROJECT_STEPS.at("step");
    let project = fields.code::<ProjectCode>(PROJECT);
    let step = fields.code::<StepNumber>(STEP);
    let project = project?;
    let Some(graph) = projects.get(&project).and_then(|template| graphs.get(template)) else {
        fields.fault(
            PROJECT,
            Text::new(format!("Không có dự án {project}."), format!("There is no project {project}.")),
            Text::new("Nhập dự án trước, hoặc sửa mã.", "Import the project first, or correct the code."),
        );
        return None;
    };
    let step = step?;
    if graph.step(step).is_none() {
        fields.fault(
            STEP,
            Text::new(format!("Trình tự không có bước {step}."), format!("The procedure has no step {step}.")),
            Text::new("Ghi số một bước của trình tự.", "Write the number of one of its steps."),
        );
        return None;
    }
    Some((project, step, graph))
}

/// What a row says of its step.
fn step_of(fields: &mut Fields) -> StepRecord {
    let mut record = StepRecord::default();
    record.facts.planned = planned_time(fields);
    record.planned_start = fields.day(PROJECT_STEPS.at("planned_start"));
    record.planned_finish = fields.day(PROJECT_STEPS.at("planned_finish"));
    record.facts.started = fields.day(PROJECT_STEPS.at("started"));
    record.facts.finished = fields.day(PROJECT_STEPS.at("finished"));
    record.facts.not_needed = says_yes(fields, PROJECT_STEPS.at("not_needed"));
    record.facts.interruptions.extend(event(fields));
    record.documents.extend(document(fields));
    record.remark = typed(fields, PROJECT_STEPS.at("remark"));
    record.internal_remark = typed(fields, PROJECT_STEPS.at("internal_remark"));
    record.source = fields.text(PROJECT_STEPS.at("source")).unwrap_or_default();
    record
}

fn planned_time(fields: &mut Fields) -> Option<domain::deadline::Count> {
    const TIME: usize = PROJECT_STEPS.at("planned_time");
    let text = fields.text(TIME)?;
    match text.parse::<TimeLimit>() {
        Ok(limit) => Some(limit.count()),
        Err(wrong) => {
            fields.fault(TIME, wrong.what(), wrong.remedy());
            None
        }
    }
}

fn event(fields: &mut Fields) -> Option<Event> {
    const EVENT: usize = PROJECT_STEPS.at("event");
    const DATE: usize = PROJECT_STEPS.at("event_date");
    const REASON: usize = PROJECT_STEPS.at("event_reason");
    let (code, day, reason) = (fields.choice(EVENT), fields.day(DATE), typed(fields, REASON));
    if (code.is_some() != day.is_some() || (code == Some("paused")) != reason.is_some()) && !fields.is_faulty() {
        fields.fault(
            EVENT,
            Text::new(
                "Việc dừng, tiếp tục phải có loại và ngày; tạm dừng, và chỉ tạm dừng, có lý do.",
                "An interruption needs its kind and day; a pause, and only a pause, has a reason.",
            ),
            Text::new("Ghi đủ các ô, hoặc để trống cả ba.", "Fill them in, or leave all three empty."),
        );
    }
    let kind = EventKind::from_code(code?, reason.unwrap_or_default())?;
    Some(Event::new(moment_of(day?), kind))
}

fn document(fields: &mut Fields) -> Option<Document> {
    const NAME: usize = PROJECT_STEPS.at("document");
    const NUMBER: usize = PROJECT_STEPS.at("document_number");
    const DATE: usize = PROJECT_STEPS.at("document_date");
    let (number, date) = (fields.text(NUMBER), fields.day(DATE));
    let visibility = fields.choice(PROJECT_STEPS.at("document_visibility")).and_then(|code| code.parse().ok());
    if fields.cell(NAME) == Cell::Empty && (number.is_some() || date.is_some() || visibility.is_some()) {
        fields.fault(
            NAME,
            Text::new("Văn bản không có tên.", "A paper without a name."),
            Text::new(
                "Ghi tên văn bản, hoặc xóa số, ngày, phạm vi.",
                "Name it, or empty its number, date and visibility.",
            ),
        );
    }
    let name = typed(fields, NAME)?;
    let visibility = visibility.unwrap_or(Visibility::Internal);
    Some(Document { number: number.into(), date: date.into(), name, visibility })
}

/// A later row of a step: it adds, and says nothing else.
fn add(fields: &mut Fields, known: &mut StepRecord, mut row: StepRecord) {
    known.facts.interruptions.append(&mut row.facts.interruptions);
    known.documents.append(&mut row.documents);
    if row != StepRecord::default() {
        fields.fault(
            PROJECT_STEPS.at("step"),
            Text::new("Bước này đã có ở dòng trên.", "This step stands on a row above."),
            Text::new(
                "Dòng sau chỉ thêm việc dừng, tiếp tục hoặc văn bản; để trống các ô khác.",
                "A later row only adds an interruption or a paper; leave its other cells empty.",
            ),
        );
    }
}

/// What a step contradicts so far.
fn check(fields: &mut Fields, graph: &StepGraph, row: &StepRow, today: Date) {
    if fields.is_faulty() {
        return;
    }
    let steps = BTreeMap::from([(row.step, row.record.facts.clone())]);
    let progress = Progress { steps, as_of: Some(today), ..Progress::plan(today) };
    if let Some(fault) = progress.faults(graph).first() {
        let remedy = Text::new("Sửa các ngày của bước này.", "Correct the days of this step.");
        fields.fault(PROJECT_STEPS.at("step"), fault.what(), remedy);
    }
    let backwards =
        row.record.planned_start.zip(row.record.planned_finish).is_some_and(|(start, finish)| finish < start);
    if backwards {
        fields.fault(
            PROJECT_STEPS.at("planned_finish"),
            Text::new("Dự kiến xong trước khi bắt đầu.", "It is planned to end before it begins."),
            Text::new("Sửa một trong hai ngày.", "Correct one of the two days."),
        );
    }
}

#[cfg(test)]
mod tests;
