//! Templates of procedures from two tables: `templates.csv`, a row a template, and `steps.csv`, a row a step.
//!
//! A template is taken whole or not at all: a procedure without one of its steps is another procedure.

mod agencies;
mod running;
mod works;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::str::FromStr;

use domain::agency::AgencyCode;
use domain::deadline::{Interruption, NotACode, TimeLimit};
use domain::projects::{Basis, GraphFault, StepGraph, StepNumber, StepTemplate, Template, TemplateCode};
use domain::text::Text;
use jiff::civil::Date;

use crate::fault::{Fault, Place};
use crate::sheet::Input;

pub use agencies::read_agencies;
pub use running::{Known, StepRow, read_project_steps, read_projects};
pub use works::{OfProject, read_directives, read_land, read_progress, read_visits};

const TEMPLATE_HEADS: [&str; 10] =
    ["template", "name_vi", "name_en", "law", "valid_from", "valid_until", "goals", "note_vi", "note_en", "source"];
const STEP_HEADS: [&str; 15] = [
    "template",
    "step_no",
    "name_vi",
    "name_en",
    "agency_vi",
    "agency_en",
    "agencies",
    "limit",
    "interruption",
    "legal_basis",
    "basis",
    "waits_for",
    "note_vi",
    "note_en",
    "source",
];

/// Reads templates and their steps: the sound templates in order of code, and everything that is wrong with the others.
#[must_use]
pub fn read_templates(templates: &Input, steps: &Input) -> (Vec<Template>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut drafts: BTreeMap<TemplateCode, Draft> = BTreeMap::new();
    for row in rows(templates, &TEMPLATE_HEADS, &mut faults) {
        if let Some((template, place)) = read_template(row, &mut faults) {
            match drafts.entry(template.code.clone()) {
                Entry::Occupied(first) => faults.push(twice(place, first.key().as_str())),
                Entry::Vacant(free) => {
                    free.insert(Draft { template, place, lines: BTreeMap::new(), faulty: false });
                }
            }
        }
    }
    // A step of no known template may be missing from any of them.
    let mut homeless = false;
    for row in rows(steps, &STEP_HEADS, &mut faults) {
        homeless |= !take_step(row, &mut drafts, &mut faults);
    }
    let mut sound = Vec::new();
    for draft in drafts.into_values() {
        match StepGraph::new(&draft.template) {
            Err(graph_faults) if !draft.faulty => faults.extend(graph_faults.iter().map(|f| draft.fault(f))),
            Ok(_) if !draft.faulty && !homeless => sound.push(draft.template),
            _ => {}
        }
    }
    (sound, faults)
}

/// A template while its steps come in.
struct Draft {
    template: Template,
    place: Place,
    lines: BTreeMap<StepNumber, Place>,
    faulty: bool,
}

impl Draft {
    /// A fault of the graph at the row of its step, or of its template.
    fn fault(&self, fault: &GraphFault) -> Fault {
        let step = fault.step().and_then(|step| self.lines.get(&step));
        let place = match fault {
            GraphFault::Duplicate { .. } => step.map(|place| place.clone().column("step_no")),
            GraphFault::UnknownGoal { .. } => Some(self.place.clone().column("goals")),
            _ => step.map(|place| place.clone().column("waits_for")),
        };
        let code = &self.template.code;
        let what = fault.what();
        let what = Text::new(format!("{code}: {}", what.vi), format!("{code}: {}", what.en));
        Fault::new(place.unwrap_or_else(|| self.place.clone()), what, fault.remedy())
    }
}

/// Reads one row of a template; `None` when it is faulty.
fn read_template(mut row: Row, faults: &mut Vec<Fault>) -> Option<(Template, Place)> {
    let code: Option<TemplateCode> = row.parsed("template");
    let name = row.both("name_vi", "name_en");
    let law = row.required("law");
    let (valid_from, valid_until) = (row.optional::<Date>("valid_from"), row.optional::<Date>("valid_until"));
    let goals = row.goals();
    let note = row.note();
    let source = row.required("source");
    if let (Some(Some(from)), Some(Some(until))) = (valid_from, valid_until)
        && until < from
    {
        row.fault(
            "valid_until",
            Text::new("Ngày cuối trước ngày đầu.", "The last day comes before the first."),
            Text::new("Sửa một trong hai ngày.", "Correct one of the two."),
        );
    }
    let place = row.place.clone();
    if row.close(faults) {
        return None;
    }
    let template = Template {
        code: code?,
        name,
        law,
        valid_from: valid_from?,
        valid_until: valid_until?,
        goals: goals?,
        note,
        source,
        steps: Vec::new(),
    };
    Some((template, place))
}

/// Reads one row of a step into its template; false when it belongs to none.
fn take_step(mut row: Row, drafts: &mut BTreeMap<TemplateCode, Draft>, faults: &mut Vec<Fault>) -> bool {
    let code: Option<TemplateCode> = row.parsed("template");
    let draft = code.as_ref().and_then(|code| drafts.get_mut(code));
    if let (Some(code), None) = (&code, &draft) {
        row.fault(
            "template",
            Text::new(
                format!("Không có trình tự {code} trong bảng trình tự."),
                format!("The table of templates has no {code}."),
            ),
            Text::new("Sửa mã, hoặc thêm trình tự này.", "Correct the code, or add this template."),
        );
    }
    let step = read_step(&mut row);
    let place = row.place.clone();
    let faulty = row.close(faults);
    let Some(draft) = draft else { return false };
    draft.faulty |= faulty;
    if let Some(step) = step {
        draft.lines.insert(step.number, place);
        draft.template.steps.push(step);
    }
    true
}

fn read_step(row: &mut Row) -> Option<StepTemplate> {
    let number: Option<StepNumber> = row.parsed("step_no");
    let (name, agency) = (row.both("name_vi", "name_en"), row.both("agency_vi", "agency_en"));
    let agencies = row.agencies();
    let statutory = row.optional::<TimeLimit>("limit");
    let interruption = row.interruption();
    let basis: Option<Basis> = row.parsed("basis");
    let waits_for = row.parsed("waits_for");
    let (note, source) = (row.note(), row.required("source"));
    let legal_basis = row.cell("legal_basis").to_owned();
    Some(StepTemplate {
        number: number?,
        name,
        agency,
        agencies: agencies?,
        statutory: statutory?.map(TimeLimit::count),
        interruption: interruption?,
        legal_basis,
        basis: basis?,
        waits_for: waits_for?,
        note,
        source,
    })
}

/// One row of a table with the faults found in it.
struct Row {
    place: Place,
    heads: &'static [&'static str],
    /// In the order of `heads`.
    cells: Vec<String>,
    faults: Vec<Fault>,
}

impl Row {
    fn cell(&self, head: &str) -> &str {
        let at = self.heads.iter().position(|h| *h == head);
        at.and_then(|n| self.cells.get(n)).map_or("", String::as_str)
    }

    fn fault(&mut self, head: &str, what: Text, remedy: Text) {
        self.faults.push(Fault::new(self.place.clone().column(head), what, remedy));
    }

    /// Words that must be there.
    fn required(&mut self, head: &str) -> String {
        let text = self.cell(head).to_owned();
        if text.is_empty() {
            self.fault(
                head,
                Text::new("Ô để trống.", "The cell is empty."),
                Text::new("Ghi nội dung của ô này.", "Fill in this cell."),
            );
        }
        text
    }

    /// Words that must be there in both languages.
    fn both(&mut self, vi: &str, en: &str) -> Text {
        Text::new(self.required(vi), self.required(en))
    }

    /// Words in both languages or in neither.
    fn note(&mut self) -> Text {
        if self.cell("note_vi").is_empty() && self.cell("note_en").is_empty() {
            return Text::default();
        }
        self.both("note_vi", "note_en")
    }

    /// A value read from the text of its cell; `None` leaves a fault.
    fn parsed<T: FromStr<Err: Display>>(&mut self, head: &str) -> Option<T> {
        match self.cell(head).parse() {
            Ok(value) => Some(value),
            Err(error) => {
                let shown = self.cell(head).to_owned();
                self.fault(
                    head,
                    Text::new(format!("“{shown}” không đọc được."), format!("“{shown}” cannot be read.")),
                    Text::new(format!("Sửa ô này ({error})."), format!("Correct this cell: {error}.")),
                );
                None
            }
        }
    }

    /// A value or nothing; the outer `None` leaves a fault.
    fn optional<T: FromStr<Err: Display>>(&mut self, head: &str) -> Option<Option<T>> {
        if self.cell(head).is_empty() { Some(None) } else { self.parsed(head).map(Some) }
    }

    /// What asking for papers does to the limit; empty for the general rule, and there must be a limit and an act that says so.
    fn interruption(&mut self) -> Option<Option<Interruption>> {
        let text = self.cell("interruption").to_owned();
        if text.is_empty() {
            return Some(None);
        }
        let read = text.parse::<Interruption>();
        if let Err(error @ NotACode { .. }) = &read {
            self.fault("interruption", error.what(), error.remedy());
        } else if self.cell("limit").is_empty() || self.cell("legal_basis").is_empty() {
            self.fault(
                "interruption",
                Text::new(
                    format!("“{text}” cần thời hạn và căn cứ pháp lý của bước."),
                    format!("“{text}” needs the limit of the step and its legal ground."),
                ),
                Text::new(
                    "Ghi cột limit và legal_basis, hoặc để trống cột này.",
                    "Fill in the columns limit and legal_basis, or leave this one empty.",
                ),
            );
        }
        read.ok().map(Some)
    }

    /// Codes of agencies with `;` between them, at least one.
    fn agencies(&mut self) -> Option<Vec<AgencyCode>> {
        let text = self.required("agencies");
        let codes: Result<Vec<AgencyCode>, _> = text.split(';').map(|code| code.trim().parse()).collect();
        if codes.is_err() && !text.is_empty() {
            self.fault(
                "agencies",
                Text::new(format!("“{text}” không phải các mã cơ quan."), format!("“{text}” is no list of agencies.")),
                Text::new(
                    "Ghi các mã, cách nhau bằng dấu chấm phẩy.",
                    "Write their codes with semicolons between them.",
                ),
            );
        }
        codes.ok()
    }

    /// Numbers of steps with `;` between them.
    fn goals(&mut self) -> Option<BTreeSet<StepNumber>> {
        let text = self.cell("goals").to_owned();
        let numbers: Result<BTreeSet<StepNumber>, _> =
            text.split(';').map(str::trim).filter(|n| !n.is_empty()).map(str::parse).collect();
        if numbers.is_err() {
            self.fault(
                "goals",
                Text::new(format!("“{text}” không phải các số bước."), format!("“{text}” is no list of step numbers.")),
                Text::new("Ghi các số bước, cách nhau bằng dấu ;.", "Write numbers of steps with ; between them."),
            );
        }
        numbers.ok()
    }

    /// Hands over the faults; true when there were any.
    fn close(self, faults: &mut Vec<Fault>) -> bool {
        let faulty = !self.faults.is_empty();
        faults.extend(self.faults);
        faulty
    }
}

/// The rows of a table; a table that cannot be read has none, and a fault.
fn rows(input: &Input, heads: &'static [&'static str], faults: &mut Vec<Fault>) -> Vec<Row> {
    let whole = |line, what: Text, remedy: Text| Fault::new(Place::file(input.name).line(line), what, remedy);
    let mut reader = csv::Reader::from_reader(input.bytes);
    let found = reader.headers().cloned().unwrap_or_default();
    let missing: Vec<&str> = heads.iter().filter(|head| !found.iter().any(|f| f == **head)).copied().collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        let what = Text::new(format!("Thiếu cột {missing}."), format!("Missing columns: {missing}."));
        let remedy = Text::new("Thêm các cột này vào dòng tiêu đề.", "Add them to the heading row.");
        faults.push(whole(1, what, remedy));
        return Vec::new();
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cell = |head: &&str| found.iter().position(|f| f == *head).and_then(|n| record.get(n));
                let cells = heads.iter().map(|head| cell(head).unwrap_or_default().trim().to_owned()).collect();
                rows.push(Row { place: Place::file(input.name).line(line), heads, cells, faults: Vec::new() });
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let what =
                    Text::new(format!("Dòng không đọc được: {error}."), format!("The row cannot be read: {error}."));
                let remedy = Text::new("Kiểm tra số ô và dấu ngoặc kép.", "Check the number of cells and the quotes.");
                faults.push(whole(line, what, remedy));
            }
        }
    }
    rows
}

fn twice(place: Place, code: &str) -> Fault {
    Fault::new(
        place.column("template"),
        Text::new(format!("Trình tự {code} có hai lần."), format!("The template {code} stands twice.")),
        Text::new("Giữ lại dòng đúng, xóa dòng kia.", "Keep the right row and delete the other."),
    )
}

#[cfg(test)]
mod tests;
