//! What happens around the steps of projects, from files: figures of land, monthly reports, visits with their findings, and the directions
//! that stop sites.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use domain::projects::{
    Directive, Finding, LandFigure, LandStage, Lifting, ProjectCode, ReportState, Visit, VisitKind, WorkReport,
};
use domain::sites::SiteCode;
use domain::text::Text;
use jiff::civil::Date;

use super::running::{listed, typed};
use crate::fault::{Fault, Place};
use crate::layout::{DIRECTIVES, LAND, PROGRESS, VISITS};
use crate::sheet::{Cell, Fields, Input, Read, for_each_row};

/// What a file says of a project: a figure, a report, a visit.
#[derive(Debug, Clone, PartialEq)]
pub struct OfProject<T> {
    /// The project.
    pub project: ProjectCode,
    /// What is said of it.
    pub said: T,
}

/// The word of a fixed list.
fn chosen<T: FromStr>(fields: &mut Fields, column: usize) -> Option<T> {
    fields.choice(column).and_then(|code| code.parse().ok())
}

fn project(fields: &mut Fields, column: usize, known: &BTreeSet<ProjectCode>) -> Option<ProjectCode> {
    listed(fields, column, known, "dự án", "project")
}

/// Says that a day lies after today.
fn not_after(fields: &mut Fields, column: usize, day: Option<Date>, today: Date) {
    if day.is_some_and(|day| day > today) {
        fields.fault(
            column,
            Text::new("Ngày này chưa đến.", "The day has not come."),
            Text::new("Ghi ngày đã đến.", "Write a day that has come."),
        );
    }
}

/// Says that a row stands twice.
fn twice(fields: &mut Fields, column: usize, what: &Text) {
    fields.fault(
        column,
        Text::new(format!("{} có hai lần trong tệp.", what.vi), format!("{} stands twice in the file.", what.en)),
        Text::new("Giữ lại dòng đúng, xóa dòng kia.", "Keep the right row and delete the other."),
    );
}

/// Says that a cell must be filled in, and beside what.
fn missing(fields: &mut Fields, column: usize, why: &Text) {
    let definition = &fields.layout.columns[column];
    fields.fault(
        column,
        Text::new(format!("Ô “{}” để trống.", definition.heading), format!("The cell “{}” is empty.", definition.code)),
        why.clone(),
    );
}

/// Reads figures of land: `known` are the projects there are.
///
/// # Errors
/// When the file is unreadable.
pub fn read_land(
    file: &Input,
    known: &BTreeSet<ProjectCode>,
    today: Date,
) -> Result<Read<OfProject<LandFigure>>, Vec<Fault>> {
    const STAGE: usize = LAND.at("stage");
    let mut seen = BTreeSet::new();
    let mut sound = Vec::new();
    let report = for_each_row(file, &LAND, &mut |mut fields, report| {
        let row = land_of(&mut fields, known, today);
        if let Some(row) = &row
            && !seen.insert((row.project.clone(), row.said.stage, row.said.date))
        {
            twice(&mut fields, STAGE, &Text::new("Số liệu cùng việc, cùng ngày", "The figure of this stage and day"));
        }
        if !fields.is_faulty() {
            sound.extend(row.map(|row| (fields.row_place(), row)));
        }
        report.close_row(fields.faults);
    })?;
    Ok(report.with(sound))
}

fn land_of(fields: &mut Fields, known: &BTreeSet<ProjectCode>, today: Date) -> Option<OfProject<LandFigure>> {
    const DATE: usize = LAND.at("date");
    const HECTARES: usize = LAND.at("hectares");
    let project = project(fields, LAND.at("project"), known);
    let (stage, date) = (chosen::<LandStage>(fields, LAND.at("stage")), fields.day(DATE));
    not_after(fields, DATE, date, today);
    let (hectares, households) = (fields.number(HECTARES), fields.count(LAND.at("households")));
    if hectares.is_none() && households.is_none() && !fields.is_faulty() {
        missing(fields, HECTARES, &Text::new("Ghi diện tích hoặc số hộ.", "Write hectares or households."));
    }
    let source = fields.text(LAND.at("source"));
    let said = LandFigure { stage: stage?, date: date?, hectares, households, source: source? };
    Some(OfProject { project: project?, said })
}

/// Reads monthly reports of the works: `known` are the projects there are.
///
/// # Errors
/// When the file is unreadable.
pub fn read_progress(
    file: &Input,
    known: &BTreeSet<ProjectCode>,
    today: Date,
) -> Result<Read<OfProject<WorkReport>>, Vec<Fault>> {
    let mut seen = BTreeSet::new();
    let mut sound = Vec::new();
    let report = for_each_row(file, &PROGRESS, &mut |mut fields, report| {
        let row = report_of(&mut fields, known, today);
        if let Some(row) = &row
            && !seen.insert((row.project.clone(), row.said.month))
        {
            twice(&mut fields, PROGRESS.at("month"), &Text::new("Tháng của dự án này", "This month of the project"));
        }
        if !fields.is_faulty() {
            sound.extend(row.map(|row| (fields.row_place(), row)));
        }
        report.close_row(fields.faults);
    })?;
    Ok(report.with(sound))
}

fn report_of(fields: &mut Fields, known: &BTreeSet<ProjectCode>, today: Date) -> Option<OfProject<WorkReport>> {
    const MONTH: usize = PROGRESS.at("month");
    const PERCENT: usize = PROGRESS.at("percent");
    const REASON: usize = PROGRESS.at("reason");
    let project = project(fields, PROGRESS.at("project"), known);
    let (month, percent) = (fields.month(MONTH), fields.number(PERCENT));
    not_after(fields, MONTH, month.map(|month| month.first_day()), today);
    if percent.is_some_and(|percent| percent > 100.0) {
        fields.fault(
            PERCENT,
            Text::new("Lớn hơn 100 phần trăm.", "It is more than 100 per cent."),
            Text::new("Ghi số từ 0 đến 100.", "Write a number from 0 to 100."),
        );
    }
    let (volume, disbursed) = (typed(fields, PROGRESS.at("volume")), fields.number(PROGRESS.at("disbursed")));
    let state = chosen(fields, PROGRESS.at("state")).unwrap_or(ReportState::Reported);
    let reason = typed(fields, REASON);
    if (state == ReportState::Returned) != reason.is_some() && !fields.is_faulty() {
        fields.fault(
            REASON,
            Text::new(
                "Trả lại, và chỉ trả lại, phải có lý do.",
                "A returned report, and only a returned one, has a reason.",
            ),
            Text::new("Ghi lý do, hoặc sửa tình trạng báo cáo.", "Write the reason, or correct the state."),
        );
    }
    let said = WorkReport { month: month?, percent: percent?, volume, disbursed, state, reason };
    Some(OfProject { project: project?, said })
}

/// Reads visits, in the order of their first rows: `known` are the projects there are. Their numbers and those of their findings are given
/// when they are taken in.
///
/// # Errors
/// When the file is unreadable.
pub fn read_visits(
    file: &Input,
    known: &BTreeSet<ProjectCode>,
    today: Date,
) -> Result<Read<OfProject<Visit>>, Vec<Fault>> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut places: BTreeMap<(ProjectCode, Date, String), usize> = BTreeMap::new();
    let mut report = for_each_row(file, &VISITS, &mut |mut fields, report| {
        let Some((project, date, source)) = key(&mut fields, known, today) else {
            report.close_row(fields.faults);
            return;
        };
        let at = *places.entry((project.clone(), date, source.clone())).or_insert(drafts.len());
        if at == drafts.len() {
            let visit = first_row(&mut fields, date, source);
            drafts.push(Draft { place: fields.row_place(), project, visit, sound: 0, faulty: 0 });
        } else {
            later_row(&mut fields);
        }
        let finding = finding(&mut fields, date, today);
        let sound = report.close_row(fields.faults);
        if let Some(draft) = drafts.get_mut(at) {
            draft.add(finding, sound);
        }
    })?;
    let (sound, faulty): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(|draft| draft.faulty == 0);
    report.left_out += faulty.iter().map(|draft| draft.sound).sum::<u64>();
    let visits = sound
        .into_iter()
        .filter_map(|draft| Some((draft.place, OfProject { project: draft.project, said: draft.visit? })));
    Ok(report.with(visits.collect()))
}

/// A visit while its rows come in.
struct Draft {
    place: Place,
    project: ProjectCode,
    /// Nothing when the first row is faulty.
    visit: Option<Visit>,
    sound: u64,
    faulty: u64,
}

impl Draft {
    fn add(&mut self, finding: Option<Finding>, sound: bool) {
        if sound {
            self.sound += 1;
        } else {
            self.faulty += 1;
        }
        if let Some(visit) = &mut self.visit {
            visit.findings.extend(finding);
        }
    }
}

fn key(fields: &mut Fields, known: &BTreeSet<ProjectCode>, today: Date) -> Option<(ProjectCode, Date, String)> {
    const DATE: usize = VISITS.at("date");
    let project = project(fields, VISITS.at("project"), known);
    let date = fields.day(DATE);
    not_after(fields, DATE, date, today);
    let source = fields.text(VISITS.at("source"));
    Some((project?, date?, source?))
}

/// The columns that stand on the first row of a visit.
const FIRST: [usize; 3] = [VISITS.at("kind"), VISITS.at("by"), VISITS.at("summary")];

fn first_row(fields: &mut Fields, date: Date, source: String) -> Option<Visit> {
    let [kind, by, summary] = FIRST;
    for column in FIRST {
        if fields.cell(column) == Cell::Empty {
            missing(
                fields,
                column,
                &Text::new("Ghi ở dòng đầu của biên bản.", "Write it on the first row of the visit."),
            );
        }
    }
    let (kind, by, summary) = (chosen::<VisitKind>(fields, kind), typed(fields, by), typed(fields, summary));
    Some(Visit { number: 0, date, kind: kind?, by: by?, summary: summary?, source, findings: Vec::new() })
}

fn later_row(fields: &mut Fields) {
    for column in FIRST {
        if fields.cell(column) != Cell::Empty {
            fields.fault(
                column,
                Text::new("Biên bản này đã có ở dòng trên.", "This visit stands on a row above."),
                Text::new(
                    "Dòng sau chỉ thêm một tồn tại; để trống ô này.",
                    "A later row only adds a finding; leave this cell empty.",
                ),
            );
        }
    }
}

fn finding(fields: &mut Fields, visited: Date, today: Date) -> Option<Finding> {
    const FINDING: usize = VISITS.at("finding");
    const DEADLINE: usize = VISITS.at("deadline");
    const MENDED: usize = VISITS.at("mended");
    const HOW: usize = VISITS.at("how");
    let (deadline, mended, how) = (fields.day(DEADLINE), fields.day(MENDED), typed(fields, HOW));
    not_after(fields, MENDED, mended, today);
    for (column, day) in [(DEADLINE, deadline), (MENDED, mended)] {
        if day.is_some_and(|day| day < visited) {
            fields.fault(
                column,
                Text::new("Ngày này trước ngày kiểm tra.", "The day lies before the visit."),
                Text::new("Sửa ngày này hoặc ngày kiểm tra.", "Correct this day or that of the visit."),
            );
        }
    }
    if mended.is_some() != how.is_some() && !fields.is_faulty() {
        let column = if mended.is_some() { HOW } else { MENDED };
        missing(
            fields,
            column,
            &Text::new("Ghi cả ngày và cách khắc phục.", "Write both the day and how it was mended."),
        );
    }
    let what = typed(fields, FINDING);
    if what.is_none() && (deadline.is_some() || mended.is_some()) && !fields.is_faulty() {
        missing(
            fields,
            FINDING,
            &Text::new("Ghi tồn tại, hoặc xóa hạn và ngày.", "Write the finding, or empty its days."),
        );
    }
    Some(Finding { number: 0, what: what?, deadline, mended, how })
}

/// Reads directions that stop sites: `known` are the sites there are.
///
/// # Errors
/// When the file is unreadable.
pub fn read_directives(file: &Input, known: &BTreeSet<SiteCode>, today: Date) -> Result<Read<Directive>, Vec<Fault>> {
    let mut seen = BTreeSet::new();
    let mut sound = Vec::new();
    let report = for_each_row(file, &DIRECTIVES, &mut |mut fields, report| {
        let row = directive(&mut fields, known, today);
        if let Some(row) = &row
            && !seen.insert((row.site.clone(), row.order))
        {
            twice(&mut fields, DIRECTIVES.at("order"), &Text::new("Chỉ đạo này", "This direction"));
        }
        if !fields.is_faulty() {
            sound.extend(row.map(|row| (fields.row_place(), row)));
        }
        report.close_row(fields.faults);
    })?;
    Ok(report.with(sound))
}

fn directive(fields: &mut Fields, known: &BTreeSet<SiteCode>, today: Date) -> Option<Directive> {
    const ORDER: usize = DIRECTIVES.at("order");
    let site = listed(fields, DIRECTIVES.at("site"), known, "mỏ, nhà máy", "site");
    let order = fields.count(ORDER);
    let place = order.and_then(|order| u16::try_from(order).ok()).filter(|order| *order > 0);
    if order.is_some() && place.is_none() {
        fields.fault(
            ORDER,
            Text::new("Thứ tự phải từ 1 đến 65535.", "The place must be from 1 to 65535."),
            Text::new("Ghi chỉ đạo thứ mấy của nơi đó.", "Write its place among those of the site."),
        );
    }
    let number = fields.text(DIRECTIVES.at("number"));
    let date = fields.when(DIRECTIVES.at("date"));
    let (by, reason) = (typed(fields, DIRECTIVES.at("by")), typed(fields, DIRECTIVES.at("reason")));
    let source = fields.text(DIRECTIVES.at("source"));
    let lifted = lifting(fields, source.as_deref(), today);
    Some(Directive {
        site: site?,
        order: place?,
        number: number.into(),
        date: date.into(),
        by: by?,
        reason: reason?,
        source: source?,
        lifted,
    })
}

/// The lifting of a direction; its day is its head.
fn lifting(fields: &mut Fields, source: Option<&str>, today: Date) -> Option<Lifting> {
    const DATE: usize = DIRECTIVES.at("lifted_date");
    const BY: usize = DIRECTIVES.at("lifted_by");
    const REASON: usize = DIRECTIVES.at("lifted_reason");
    const NUMBER: usize = DIRECTIVES.at("lifted_number");
    const SOURCE: usize = DIRECTIVES.at("lifted_source");
    let date = fields.day(DATE);
    not_after(fields, DATE, date, today);
    let (number, own) = (fields.text(NUMBER), fields.text(SOURCE));
    let (by, reason) = (typed(fields, BY), typed(fields, REASON));
    if fields.cell(DATE) == Cell::Empty {
        if number.is_some() || own.is_some() || by.is_some() || reason.is_some() {
            missing(
                fields,
                DATE,
                &Text::new(
                    "Ghi ngày gỡ, hoặc xóa các ô về việc gỡ.",
                    "Write the day, or empty the cells of the lifting.",
                ),
            );
        }
        return None;
    }
    for (column, is_missing) in [(BY, by.is_none()), (REASON, reason.is_none())] {
        if is_missing && fields.cell(column) == Cell::Empty {
            missing(fields, column, &Text::new("Ghi bên cạnh ngày gỡ.", "Write it beside the day of the lifting."));
        }
    }
    let source = own.or_else(|| source.map(str::to_owned));
    Some(Lifting { number: number.into(), date: date?, by: by?, reason: reason?, source: source? })
}

#[cfg(test)]
mod tests;
