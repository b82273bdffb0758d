//! The columns and cells the files share, and what every file and every row says of itself: stage, vintage, simulated or not.

use domain::series::{Measure, Stage};
use domain::text::Text;
use formats::table::{Cell, Column, Head, Kind, Row};
use jiff::Timestamp;
use jiff::civil::Date;
use office::publication::{ByMeasure, Publication};

use crate::{page, view, words};

/// A column of words.
pub(super) fn words(key: &'static str, vi: &str, en: &str) -> Column {
    Column::new(key, vi, en, Kind::Words)
}

/// A column of whole numbers.
pub(super) fn count(key: &'static str, vi: &str, en: &str) -> Column {
    Column::new(key, vi, en, Kind::Number(0))
}

/// A text; nothing where it is empty.
pub(super) fn said(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::code(text) }
}

/// A day; nothing where there is none.
pub(super) fn day(day: Option<Date>) -> Cell {
    day.map_or(Cell::Empty, |day| Cell::code(day.to_string()))
}

/// That a row is of an invented thing, where it is.
pub(super) fn simulated(simulated: bool) -> Cell {
    if simulated { Cell::Words(Text::new("mô phỏng", "simulated")) } else { Cell::Empty }
}

/// The head of a set; the columns that say what a row is are added after its own.
pub(super) fn head(publication: &Publication, name: String, title: Text, mut columns: Vec<Column>) -> Head {
    let release = &publication.release;
    columns.push(Column::new("vintage", "Ngày công bố", "Vintage", Kind::Words));
    columns.push(Column::new("note", "Ghi chú", "Note", Kind::Words));
    let (stage, date) = (words::stage(release.stage), release.date);
    let mut notes = vec![Text::new(
        format!(
            "Kỳ công bố {}: {}, ngày {}, lần {}. Tháng bình quân năm {} = 100. Mã kiểm chứng {}.",
            release.month,
            view::lower(&stage.vi),
            domain::text::date(date, domain::text::Lang::Vi),
            release.vintage,
            publication.base,
            release.digest
        ),
        format!(
            "Release of {}: {}, {}, release {} of the month. Average month of {} = 100. Digest {}.",
            release.month,
            view::lower(&stage.en),
            domain::text::date(date, domain::text::Lang::En),
            release.vintage,
            publication.base,
            release.digest
        ),
    )];
    if release.simulated {
        notes.insert(0, Text::new("Số liệu mô phỏng.", "Simulated data."));
    }
    let simulated = if release.simulated { "-mo-phong" } else { "" };
    Head { name: format!("khoi-{name}-{}{simulated}", release.month), title, notes, vintage: date, columns }
}

/// A row with what it says of itself in its last two cells.
pub(super) fn row(publication: &Publication, cells: Vec<Cell>) -> Row {
    noted(publication, cells, Text::new("số liệu mô phỏng", "simulated data"))
}

/// The same where a figure of the statistics office stands in the row: that one is no simulation.
pub(super) fn beside_official(publication: &Publication, cells: Vec<Cell>) -> Row {
    let note = Text::new(
        "số Sở tự tính là số liệu mô phỏng; số Cục Thống kê công bố là số thật",
        "own figures are simulated data; official figures are as published",
    );
    noted(publication, cells, note)
}

/// A row of published figures: nothing of it is simulated, and its vintage is the day it was taken in.
pub(super) fn as_published(imported: Option<Timestamp>, mut cells: Vec<Cell>) -> Row {
    cells.extend([day(imported.map(page::day_in_viet_nam)), Cell::Empty]);
    cells
}

fn noted(publication: &Publication, mut cells: Vec<Cell>, simulated: Text) -> Row {
    let release = &publication.release;
    let note = if release.simulated { Cell::Words(simulated) } else { Cell::Empty };
    cells.extend([Cell::code(release.date.to_string()), note]);
    cells
}

pub(super) fn code_column() -> Column {
    Column::new("code", "Mã", "Code", Kind::Words)
}

pub(super) fn name_column() -> Column {
    Column::new("name", "Tên", "Name", Kind::Words)
}

pub(super) fn period_column() -> Column {
    Column::new("period", "Tháng", "Month", Kind::Month)
}

pub(super) fn stage_column() -> Column {
    Column::new("stage", "Giai đoạn số liệu", "Stage", Kind::Words)
}

pub(super) fn status_column() -> Column {
    Column::new("status", "Trạng thái", "Status", Kind::Words)
}

pub(super) fn observed_column() -> Column {
    Column::new("observed_share", "Tỷ trọng báo cáo đã nhận (%)", "Returns received (% of weights)", Kind::Number(1))
}

pub(super) fn change_columns() -> [Column; 4] {
    [
        Column::new("mom", "So tháng trước (%)", "On month (%)", Kind::Number(2)),
        Column::new("yoy", "So cùng kỳ (%)", "On year (%)", Kind::Number(2)),
        Column::new("ytd", "Lũy kế so cùng kỳ (%)", "Year to date (%)", Kind::Number(2)),
        Column::new("year", "Cả năm (%)", "Whole year (%)", Kind::Number(2)),
    ]
}

pub(super) fn contribution_columns() -> [Column; 3] {
    [
        Column::new(
            "contribution_mom",
            "Đóng góp so tháng trước (điểm %)",
            "Contribution, on month (points)",
            Kind::Number(2),
        ),
        Column::new(
            "contribution_yoy",
            "Đóng góp so cùng kỳ (điểm %)",
            "Contribution, on year (points)",
            Kind::Number(2),
        ),
        Column::new(
            "contribution_ytd",
            "Đóng góp lũy kế (điểm %)",
            "Contribution, year to date (points)",
            Kind::Number(2),
        ),
    ]
}

pub(super) fn stage_cell(stage: Stage) -> Cell {
    Cell::Words(words::stage(stage))
}

/// A missing value carries its reason: withheld, or not there.
pub(super) fn status_cell(withheld: bool, value: Option<f64>) -> Cell {
    match (withheld, value) {
        (true, _) => Cell::Words(words::withheld()),
        (false, Some(_)) => Cell::Words(Text::new("công bố", "published")),
        (false, None) => Cell::Words(Text::new("không có", "none")),
    }
}

pub(super) fn at(series: &[Option<f64>], n: usize) -> Option<f64> {
    series.get(n).copied().flatten()
}

pub(super) fn changes(of: &ByMeasure, n: usize) -> [Cell; 4] {
    Measure::ALL.map(|measure| Cell::number(at(of.get(measure), n)))
}
