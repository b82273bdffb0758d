//! Projects, and the steps that wait, as files: whole, never cut.

use std::sync::Arc;

use domain::agency::AgencyCode;
use domain::projects::{Await, ProjectLine};
use domain::sites::not_known;
use domain::text::Text;
use formats::carried;
use formats::table::{Cell, Column, Head, Kind, Row};
use jiff::civil::Date;
use office::projects::{awaited_of, list, open_steps};

use super::written;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::pages::projects::filter;
use crate::trouble::Trouble;

/// Projects of which one question asks whom they wait for.
const AT_ONCE: usize = 500;

fn words(key: &'static str, vi: &str, en: &str) -> Column {
    Column::new(key, vi, en, Kind::Words)
}

fn head(name: &str, title: Text, vintage: Date, columns: Vec<Column>) -> Head {
    let note = Text::new(
        "Dòng có ghi “mô phỏng” là dự án giả định, không có thật.",
        "Rows that say “simulated” are invented projects.",
    );
    Head { name: name.to_owned(), title, notes: vec![note], vintage, columns }
}

/// What every file says of a project.
fn of_project() -> Vec<Column> {
    vec![
        words("project", "Mã dự án", "Project"),
        words("name", "Tên", "Name"),
        words("simulated", "Mô phỏng", "Simulated"),
        words("site", "Mã mỏ, nhà máy", "Site"),
        words("procedure", "Trình tự", "Procedure"),
        words("enterprise", "Mã số thuế", "Tax code"),
    ]
}

fn cells(line: &ProjectLine) -> Row {
    let simulated = if line.simulated { Cell::Words(Text::new("mô phỏng", "simulated")) } else { Cell::Empty };
    vec![
        Cell::code(line.code.as_str()),
        Cell::Words(line.name.clone()),
        simulated,
        Cell::code(line.site.as_str()),
        Cell::code(line.template.as_str()),
        line.enterprise.as_ref().map_or(Cell::Empty, |code| Cell::code(code.as_str())),
    ]
}

fn day(day: Option<Date>) -> Cell {
    day.map_or(Cell::Empty, |day| Cell::code(day.to_string()))
}

/// `/data/projects.csv` and `/data/projects.xlsx`, narrowed as the list on the page is.
pub(crate) async fn projects(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, filter) = (asked.context()?, filter(&asked)?);
    let today = context.today();
    let mut columns = of_project();
    columns.extend([
        words("start", "Bắt đầu", "Began"),
        words("due", "Phải xong", "Approved to be done by"),
        words("state", "Tình trạng", "State"),
        words("finished", "Xong", "Done"),
        words("late", "Chậm", "Late"),
        words("waits_for", "Đang chờ", "Waits for"),
        words("since", "Từ", "Since"),
    ]);
    let mut rows: Vec<Row> = Vec::new();
    for lines in list(&context, &filter, office::Page::whole()).await?.rows.chunks(AT_ONCE) {
        let waits = awaited_of(&context, lines).await?;
        let of = |line: &ProjectLine| waits.get(&line.code).map_or(&[][..], Vec::as_slice);
        rows.extend(lines.iter().map(|line| project(line, of(line), today)));
    }
    let head = head("khoi-projects", Text::new("Dự án", "Projects"), today, columns);
    written(&asked, head, Box::new(rows.into_iter()), None)
}

fn project(line: &ProjectLine, waits: &[Await], today: Date) -> Row {
    let known = |day: &domain::sites::Fact<Date>| {
        day.known().map_or_else(|| Cell::Words(not_known()), |day| Cell::code(day.to_string()))
    };
    let mut agencies: Vec<&str> = waits.iter().map(|one| one.agency.as_str()).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let mut row = cells(line);
    row.extend([
        known(&line.start),
        known(&line.due),
        Cell::Words(line.state.name()),
        day(line.finished),
        line.band(today).map_or(Cell::Empty, |band| Cell::Words(band.name())),
        Cell::code(agencies.join(";")),
        day(waits.iter().map(|one| one.since).min()),
    ]);
    row
}

/// `/data/waiting.csv` and `/data/waiting.xlsx`: of one agency, or of all.
pub(crate) async fn waiting(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let agencies: Vec<&AgencyCode> = match asked.parameter("agency") {
        Some(code) => vec![
            carried::agencies()
                .iter()
                .map(|one| &one.code)
                .find(|one| one.as_str() == code)
                .ok_or(Trouble::NotFound)?,
        ],
        None => carried::agencies().iter().map(|agency| &agency.code).collect(),
    };
    let mut columns = vec![words("agency", "Mã cơ quan", "Agency")];
    columns.extend(of_project());
    columns.extend([
        Column::new("step", "Bước", "Step", Kind::Number(0)),
        words("step_name", "Tên bước", "Name of the step"),
        words("since", "Chờ từ", "Since"),
        words("due", "Hạn", "Due"),
        Column::new("days_late", "Số ngày quá hạn", "Days late", Kind::Number(0)),
    ]);
    let mut rows: Vec<Row> = Vec::new();
    for agency in agencies {
        let found = open_steps(&context, agency, office::Page::whole()).await?;
        rows.extend(found.rows.iter().map(|row| waits(row, context.today())));
    }
    let title = Text::new("Các bước đang chờ từng cơ quan", "The steps that wait for each agency");
    let head = head("khoi-waiting", title, context.today(), columns);
    written(&asked, head, Box::new(rows.into_iter()), None)
}

fn waits(row: &office::AwaitedStep, today: Date) -> Row {
    let (line, one) = (&row.project, &row.waits);
    let template = carried::templates().iter().find(|template| template.code == line.template);
    let step = template.and_then(|template| template.steps.iter().find(|step| step.number == one.step));
    let late = one.due.and_then(|due| due.until(today).ok()).map(|span| f64::from(span.get_days()));
    let mut cells_of = vec![Cell::code(one.agency.as_str())];
    cells_of.extend(cells(line));
    cells_of.extend([
        Cell::Number(f64::from(u16::from(one.step))),
        step.map_or(Cell::Empty, |step| Cell::Words(step.name.clone())),
        day(Some(one.since)),
        day(one.due),
        Cell::number(late.filter(|days| *days > 0.0)),
    ]);
    cells_of
}
