//! Projects, and the steps that wait, as files: whole, never cut.

use std::sync::Arc;

use domain::agency::AgencyCode;
use domain::projects::{Await, ProjectLine};
use domain::sites::not_known;
use domain::text::Text;
use formats::carried;
use formats::table::{Cell, Column, Head, Kind, Row};
use futures_util::stream;
use jiff::civil::Date;
use office::ProjectFilter;
use office::context::Context;
use office::projects::{awaited_of, changed, list_after, open_steps_after};

use super::columns::{day, simulated, words};
use super::followed;
use crate::answer::{Answer, Parts};
use crate::asked::Asked;
use crate::pages::projects::filter;
use crate::trouble::Trouble;

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
    vec![
        Cell::code(line.code.as_str()),
        Cell::Words(line.name.clone()),
        simulated(line.simulated),
        Cell::code(line.site.as_str()),
        Cell::code(line.template.as_str()),
        line.enterprise.as_ref().map_or(Cell::Empty, |code| Cell::code(code.as_str())),
    ]
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
    let head = head("khoi-projects", Text::new("Dự án", "Projects"), today, columns);
    let stamp = (changed(&context).await?, today);
    followed(&asked, head, project_parts(context, filter), Some(stamp)).await
}

/// The rows of projects, in order of code.
fn project_parts(context: Context, filter: ProjectFilter) -> Parts {
    Box::pin(stream::try_unfold((context, filter, None), |(context, filter, after)| async move {
        let lines = list_after(&context, &filter, after.as_ref()).await?;
        let Some(last) = lines.last() else { return Ok(None) };
        let after = Some(last.code.clone());
        let waits = awaited_of(&context, &lines).await?;
        let of = |line: &ProjectLine| waits.get(&line.code).map_or(&[][..], Vec::as_slice);
        let rows = lines.iter().map(|line| project(line, of(line), context.today())).collect();
        Ok(Some((rows, (context, filter, after))))
    }))
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
    let agencies: Vec<&'static AgencyCode> = match asked.parameter("agency") {
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
    let title = Text::new("Các bước đang chờ từng cơ quan", "The steps that wait for each agency");
    let head = head("khoi-waiting", title, context.today(), columns);
    let stamp = (changed(&context).await?, context.today());
    followed(&asked, head, waiting_parts(context, agencies), Some(stamp)).await
}

/// The rows of what waits, agency after agency, the longest wait of each first.
fn waiting_parts(context: Context, agencies: Vec<&'static AgencyCode>) -> Parts {
    let agencies = agencies.into_iter();
    Box::pin(stream::try_unfold((context, agencies, None), |(context, mut agencies, at)| async move {
        let mut at: Option<(&AgencyCode, Option<(Date, i64)>)> = at;
        loop {
            let Some((agency, after)) = at.take().or_else(|| agencies.next().map(|agency| (agency, None))) else {
                return Ok(None);
            };
            let found = open_steps_after(&context, agency, after).await?;
            if let Some((id, last)) = found.last() {
                let rows = found.iter().map(|(_, row)| waits(row, context.today())).collect();
                let at = Some((agency, Some((last.waits.since, *id))));
                return Ok(Some((rows, (context, agencies, at))));
            }
        }
    }))
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
