//! Sheets of an XLSX workbook as rows of cells.
//!
//! Cells are read as a stream and kept by row, because one stray cell in the last corner of a sheet would make a dense table of
//! seventeen thousand million cells. A formula counts by its last computed value and is noted.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetVisible, Xlsx, XlsxError};
use domain::text::Text;

use super::cell::{SheetCell, SheetValue, letters};
use super::decode::Unreadable;
use super::fields::printed;
use super::header::Header;
use super::number::Notation;
use super::package::{PackageLimits, check_package, damaged};
use super::rows::{Cells, Report, no_rows, number_columns, whole};
use super::{Fields, Input};
use crate::fault::{Fault, Place};
use crate::layout::Layout;

/// Columns beyond this are not looked at.
const COLUMNS: u32 = 256;

/// The heading must stand in one of the first rows.
const HEADING_ROWS: u32 = 30;

/// The name of the sheet of explanations in our own templates.
pub(crate) const GUIDE: &str = "Hướng dẫn";

/// A workbook that was read.
#[derive(Debug)]
pub(crate) struct Book {
    file: String,
    sheets: Vec<Sheet>,
}

#[derive(Debug)]
struct Sheet {
    name: String,
    hidden: bool,
    rows: BTreeMap<u32, Vec<SheetCell>>,
}

/// Reads a workbook.
///
/// # Errors
/// When it is damaged, too large, locked, or has no cell at all.
pub(crate) fn open(input: &Input) -> Result<Book, Vec<Fault>> {
    check_package(input, PackageLimits::default()).map_err(|f| vec![f])?;
    let place = Place::file(input.name);
    let broken = |error: XlsxError| vec![whole(&place, unreadable(&error))];
    let mut xlsx = Xlsx::new(Cursor::new(input.bytes)).map_err(broken)?;
    let metadata: Vec<(String, bool)> =
        xlsx.sheets_metadata().iter().map(|s| (s.name.clone(), s.visible != SheetVisible::Visible)).collect();
    let mut sheets = Vec::new();
    for (name, hidden) in metadata {
        let rows = match read_cells(&mut xlsx, &name) {
            Ok(rows) => rows,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(broken(error)),
        };
        sheets.push(Sheet { name, hidden, rows });
    }
    if sheets.iter().all(|s| s.rows.is_empty()) {
        return Err(vec![whole(&place, no_rows())]);
    }
    Ok(Book { file: input.name.to_owned(), sheets })
}

fn unreadable(error: &XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::new(
            Text::new("Sổ tính có mật khẩu.", "The workbook is protected by a password."),
            Text::new("Bỏ mật khẩu rồi lưu lại.", "Take off the password and save it again."),
        ),
        _ => damaged(),
    }
}

fn read_cells(xlsx: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<BTreeMap<u32, Vec<SheetCell>>, XlsxError> {
    let mut rows: BTreeMap<u32, Vec<SheetCell>> = BTreeMap::new();
    let mut reader = xlsx.worksheet_cells_reader(name)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        let (row, column) = cell.pos;
        let formula = cell.formula.is_some();
        let value = value_of(&cell.value, formula);
        if column < COLUMNS && value != SheetValue::Empty {
            put(&mut rows, row, column, SheetCell { value, formula });
        }
    }
    drop(reader);
    for merged in xlsx.merge_cells_by_sheet_name(name)? {
        spread(&mut rows, merged);
    }
    Ok(rows)
}

fn put(rows: &mut BTreeMap<u32, Vec<SheetCell>>, row: u32, column: u32, cell: SheetCell) {
    let cells = rows.entry(row).or_default();
    let column = column as usize;
    if cells.len() <= column {
        cells.resize(column + 1, SheetCell::default());
    }
    cells[column] = cell;
}

/// Marks the cells that a merged cell covers, on rows that hold something.
fn spread(rows: &mut BTreeMap<u32, Vec<SheetCell>>, merged: Dimensions) {
    let ((top, left), (bottom, right)) = (merged.start, merged.end);
    let corner = format!("{}{}", letters(left as usize), top + 1);
    let holds = |cell: Option<&SheetCell>| cell.is_some_and(|c| c.value != SheetValue::Empty);
    if bottom < top || right < left || !holds(rows.get(&top).and_then(|r| r.get(left as usize))) {
        return;
    }
    let covered: Vec<u32> = rows.range(top..=bottom).map(|(row, _)| *row).collect();
    for row in covered {
        for column in left..=right.min(COLUMNS - 1) {
            if (row, column) != (top, left) {
                put(rows, row, column, SheetCell { value: SheetValue::Merged(corner.clone()), formula: false });
            }
        }
    }
}

fn value_of(value: &DataRef, formula: bool) -> SheetValue {
    match value {
        DataRef::Empty if formula => SheetValue::Uncomputed,
        DataRef::Empty => SheetValue::Empty,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_value(text, formula),
        DataRef::SharedString(text) => text_value(text, formula),
        DataRef::Int(value) => SheetValue::Number(*value as f64),
        DataRef::Float(value) => SheetValue::Number(*value),
        DataRef::Bool(value) => SheetValue::Truth(*value),
        DataRef::Error(error) => SheetValue::Error(error.to_string()),
        DataRef::DateTime(moment) => {
            let serial = moment.as_f64();
            // Serials from 1 (1 January 1900) to 2958465 (31 December 9999) are days.
            if !moment.is_datetime() || !(1.0..2_958_466.0).contains(&serial) {
                return SheetValue::Number(serial);
            }
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            jiff::civil::Date::new(year as i16, month as i8, day as i8)
                .map_or(SheetValue::Number(serial), SheetValue::Day)
        }
    }
}

fn text_value(text: &str, formula: bool) -> SheetValue {
    match text.trim() {
        "" if formula => SheetValue::Uncomputed,
        "" => SheetValue::Empty,
        trimmed => SheetValue::Text(trimmed.to_owned()),
    }
}

impl Sheet {
    /// The row among the first that fits the layout best, with its heading.
    fn heading(&self, layout: &'static Layout) -> Option<(u32, Header)> {
        if self.name == GUIDE {
            return None;
        }
        let candidates = self.rows.range(..HEADING_ROWS).map(|(row, cells)| {
            let texts: Vec<String> = cells.iter().map(|c| printed(c.cell())).collect();
            (*row, Header::of(texts.iter().map(String::as_str), layout))
        });
        // Of equals the first wins: `max_by_key` keeps the last.
        let best = candidates.rev().max_by_key(|(_, header)| header.found())?;
        let required = layout.columns.iter().filter(|c| c.required).count();
        (best.1.found() >= required.div_ceil(2).max(2)).then_some(best)
    }
}

impl Book {
    /// How many headings of the layout the best visible sheet has, and what is wrong with its heading row.
    pub(crate) fn fit(&self, layout: &'static Layout) -> (usize, Vec<Fault>) {
        let visible = self.sheets.iter().filter(|s| !s.hidden);
        let best = visible.filter_map(|s| Some((s, s.heading(layout)?))).max_by_key(|(_, (_, header))| header.found());
        match best {
            Some((sheet, (row, header))) => {
                let place = Place { sheet: Some(sheet.name.clone()), ..Place::file(&self.file) };
                (header.found(), header.faults(layout, &place.line(u64::from(row) + 1), true))
            }
            None => (0, Header::of(std::iter::empty(), layout).faults(layout, &Place::file(&self.file), true)),
        }
    }

    /// Hands every row of every visible sheet with the layout's heading to `each`; notes the sheets that are not read.
    ///
    /// # Errors
    /// When no sheet has the heading, or one has it with faults.
    pub(crate) fn for_each_row(
        &self,
        layout: &'static Layout,
        report: &mut Report,
        each: &mut dyn FnMut(Fields, &mut Report),
    ) -> Result<(), Vec<Fault>> {
        let mut tables = Vec::new();
        let mut faults = Vec::new();
        for sheet in &self.sheets {
            let place = Place { sheet: Some(sheet.name.clone()), ..Place::file(&self.file) };
            match sheet.heading(layout) {
                Some((row, header)) if !sheet.hidden => {
                    faults.extend(header.faults(layout, &place.clone().line(u64::from(row) + 1), true));
                    tables.push((sheet, place, row, header));
                }
                heading => note_unread(sheet, place, heading.is_some(), report),
            }
        }
        if tables.is_empty() {
            let first = self.sheets.iter().find(|s| !s.hidden).or(self.sheets.first()).map(|s| s.name.clone());
            let place = Place { sheet: first, ..Place::file(&self.file) };
            faults = Header::of(std::iter::empty(), layout).faults(layout, &place, true);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        for (sheet, place, row, header) in &tables {
            each_row_of(sheet, place, *row, header, layout, report, each);
        }
        Ok(())
    }
}

fn each_row_of(
    sheet: &Sheet,
    place: &Place,
    heading: u32,
    header: &Header,
    layout: &'static Layout,
    report: &mut Report,
    each: &mut dyn FnMut(Fields, &mut Report),
) {
    let notation = learn_notation(sheet, heading, header, layout);
    let mut faults = Vec::new();
    for (row, cells) in sheet.rows.range(heading + 1..) {
        let known = || header.positions.iter().flatten().filter_map(|at| cells.get(*at));
        if known().all(|c| matches!(c.value, SheetValue::Empty | SheetValue::Merged(_))) {
            continue;
        }
        let line = u64::from(*row) + 1;
        let fields = Fields { cells: Cells::Sheet(cells), header, layout, place, line, notation, faults: &mut faults };
        note_formulas(&fields, cells, report);
        each(fields, report);
        faults.clear();
    }
}

fn learn_notation(sheet: &Sheet, heading: u32, header: &Header, layout: &'static Layout) -> Notation {
    let mut notation = Notation::default();
    let columns = number_columns(header, layout);
    for cells in sheet.rows.range(heading + 1..).map(|(_, cells)| cells) {
        for cell in columns.iter().filter_map(|at| cells.get(*at)) {
            if let SheetValue::Text(text) = &cell.value {
                notation.learn(text);
            }
        }
    }
    notation
}

fn note_formulas(fields: &Fields, cells: &[SheetCell], report: &mut Report) {
    for column in 0..fields.layout.columns.len() {
        let Some(cell) = fields.header.positions[column].and_then(|at| cells.get(at)) else { continue };
        if !cell.formula || matches!(cell.value, SheetValue::Uncomputed | SheetValue::Error(_)) {
            continue;
        }
        let shown = super::as_printed(&printed(cell.cell()));
        report.note(Fault::new(
            fields.cell_place(column),
            Text::new(
                format!("Ô là công thức; đã đọc giá trị tính lần cuối ({shown})."),
                format!("The cell is a formula; its last computed value ({shown}) was read."),
            ),
            Text::new(
                "Kiểm tra giá trị; nên dán thành giá trị trước khi gửi.",
                "Check the value; it is better pasted as a value before sending.",
            ),
        ));
    }
}

fn note_unread(sheet: &Sheet, place: Place, has_heading: bool, report: &mut Report) {
    if sheet.rows.is_empty() || sheet.name == GUIDE || (sheet.hidden && !has_heading) {
        return;
    }
    let (vi, en) = if sheet.hidden {
        ("Trang tính đang ẩn", "The sheet is hidden")
    } else {
        ("Trang tính không có dòng tiêu đề của bảng", "The sheet has no heading row of the layout")
    };
    report.note(Fault::new(
        place,
        Text::new(format!("{vi}, không được đọc."), format!("{en} and was not read.")),
        Text::new(
            "Nếu trang này có số liệu, hãy cho hiện và đặt dòng tiêu đề như mẫu.",
            "If it holds data, show it and give it the heading row of the template.",
        ),
    ));
}
