//! One table value, two files: CSV and workbook. Everything that is shown can be taken away, whole.
//!
//! A download is never cut: rows are written one by one from an iterator, and a workbook that would pass the format's
//! limit of 1,048,576 rows goes on in a second sheet rather than end early. What must not be lost with the file (stage,
//! vintage, *số liệu mô phỏng*) stands in columns of the CSV and on a sheet of its own in the workbook.
//!
//! CSV for machines has the columns' keys as its header, a point for decimals and ISO months; with [`Bom::Excel`] it has
//! the headings of the language, decimals as the language writes them and the mark by which Excel knows UTF-8.

use std::io::{self, Write};

use domain::period::Month;
use domain::series::decimal;
use domain::text::{Lang, Text};
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words or codes.
    Words,
    /// Numbers rounded once, here, to this many decimals.
    Number(usize),
    /// Months.
    Month,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name for machines: `period`, `code`, `value`.
    pub key: &'static str,
    /// Its heading.
    pub heading: Text,
    /// What it holds.
    pub kind: Kind,
}

impl Column {
    /// A column.
    pub fn new(key: &'static str, vi: &str, en: &str, kind: Kind) -> Self {
        Self { key, heading: Text::new(vi, en), kind }
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words in both languages, or a code twice.
    Words(Text),
    /// A number.
    Number(f64),
    /// A month.
    Month(Month),
    /// Nothing; another column says why.
    Empty,
}

impl Cell {
    /// The same word in both languages: a code, a name.
    pub fn code(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::Words(Text::new(text.clone(), text))
    }

    /// A number, or nothing where there is none or it is not finite.
    #[must_use]
    pub fn number(value: Option<f64>) -> Self {
        value.filter(|v| v.is_finite()).map_or(Self::Empty, Self::Number)
    }
}

/// A row: one cell a column.
pub type Row = Vec<Cell>;

/// What a table is, apart from its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// File name without its ending.
    pub name: String,
    /// Title.
    pub title: Text,
    /// What must travel with the figures: stage, vintage, source, simulated.
    pub notes: Vec<Text>,
    /// Day of the vintage: the day the workbook says it was made, so that the same table gives the same bytes.
    pub vintage: Date,
    /// Columns in order.
    pub columns: Vec<Column>,
}

/// A whole table in memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it is.
    pub head: Head,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// Which kind of CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bom {
    /// Plain UTF-8 for machines.
    Plain,
    /// With the byte order mark, headings and decimals of the language, for a double click in Excel.
    Excel,
}

impl Table {
    /// The whole CSV in memory.
    #[must_use]
    pub fn csv(&self, lang: Lang, bom: Bom) -> Vec<u8> {
        let mut bytes = csv_header(&self.head, lang, bom);
        for row in &self.rows {
            bytes.extend(csv_row(&self.head, row, lang, bom));
        }
        bytes
    }

    /// The whole workbook in memory.
    ///
    /// # Errors
    /// When the workbook cannot be written (names or sizes the format does not allow).
    pub fn workbook(&self, lang: Lang) -> Result<Vec<u8>, XlsxError> {
        workbook(&self.head, self.rows.iter().cloned(), lang)
    }
}

/// Writes the CSV row by row, holding one row in memory.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_csv(
    head: &Head,
    rows: impl IntoIterator<Item = Row>,
    lang: Lang,
    bom: Bom,
    out: &mut impl Write,
) -> io::Result<()> {
    out.write_all(&csv_header(head, lang, bom))?;
    for row in rows {
        out.write_all(&csv_row(head, &row, lang, bom))?;
    }
    Ok(())
}

/// The first line of a CSV, with the mark where it is asked for. With [`csv_row`] for writers that send pieces.
#[must_use]
pub fn csv_header(head: &Head, lang: Lang, bom: Bom) -> Vec<u8> {
    let names = head.columns.iter().map(|c| match bom {
        Bom::Plain => c.key.to_owned(),
        Bom::Excel => c.heading.in_lang(lang).to_owned(),
    });
    let mut bytes = if bom == Bom::Excel { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
    bytes.extend(csv_line(names, separator(lang, bom)));
    bytes
}

/// One line of a CSV.
#[must_use]
pub fn csv_row(head: &Head, row: &[Cell], lang: Lang, bom: Bom) -> Vec<u8> {
    let fields = head.columns.iter().zip(row).map(|(column, cell)| csv_field(column.kind, cell, lang, bom));
    csv_line(fields, separator(lang, bom))
}

/// Excel splits at the list separator of the machine's region: `;` where the decimal is a comma.
fn separator(lang: Lang, bom: Bom) -> char {
    if bom == Bom::Excel && lang == Lang::Vi { ';' } else { ',' }
}

fn csv_field(kind: Kind, cell: &Cell, lang: Lang, bom: Bom) -> String {
    match cell {
        Cell::Words(text) => harmless(text.in_lang(lang)),
        Cell::Number(value) => {
            let digits = if let Kind::Number(digits) = kind { digits } else { 6 };
            let plain = decimal(*value, digits);
            if bom == Bom::Excel && lang == Lang::Vi { plain.replace('.', ",") } else { plain }
        }
        Cell::Month(month) => month.to_string(),
        Cell::Empty => String::new(),
    }
}

/// A text that a spreadsheet would run as a formula is written so that it stays a text.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn csv_line(fields: impl Iterator<Item = String>, separator: char) -> Vec<u8> {
    let mut line = String::new();
    for (n, field) in fields.enumerate() {
        if n > 0 {
            line.push(separator);
        }
        if field.contains([separator, '"', '\n', '\r']) {
            line.push('"');
            line.push_str(&field.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&field);
        }
    }
    line.push_str("\r\n");
    line.into_bytes()
}

/// Rows of one sheet, its header and title apart.
const SHEET_ROWS: u32 = 1_000_000;
/// The row of the headings: title, one empty row, headings.
const HEADINGS: u32 = 2;

/// Writes a workbook: the data sheets, and a sheet with the notes.
///
/// # Errors
/// When the workbook cannot be written (names or sizes the format does not allow).
pub fn workbook(head: &Head, rows: impl IntoIterator<Item = Row>, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(head, lang)?);
    let formats: Vec<Format> = head.columns.iter().map(|c| number_format(c.kind)).collect();
    let mut rows = rows.into_iter().peekable();
    let data = if lang == Lang::Vi { "Số liệu" } else { "Data" };
    let mut part = 1;
    loop {
        let sheet = book.add_worksheet();
        sheet.set_name(if part == 1 { data.to_owned() } else { format!("{data} {part}") })?;
        write_head(sheet, head, lang)?;
        let mut line = HEADINGS;
        for row in rows.by_ref().take(SHEET_ROWS as usize) {
            line += 1;
            write_row(sheet, line, (head, &formats), &row, lang)?;
        }
        if line > HEADINGS {
            sheet.autofilter(HEADINGS, 0, line, last_column(head))?;
        }
        part += 1;
        if rows.peek().is_none() {
            break;
        }
    }
    let notes = book.add_worksheet();
    notes.set_name(if lang == Lang::Vi { "Ghi chú" } else { "Notes" })?;
    notes.set_column_width(0, 100)?;
    let bold = Format::new().set_bold();
    notes.write_with_format(0, 0, head.title.in_lang(lang), &bold)?;
    for (n, note) in head.notes.iter().enumerate() {
        notes.write(n as u32 + 1, 0, note.in_lang(lang))?;
    }
    book.save_to_buffer()
}

/// The most characters that the name of a sheet may have.
const SHEET_NAME: usize = 31;

/// Writes several tables as one workbook: a sheet each, named by its title, and a sheet with the notes of all.
///
/// # Errors
/// As [`workbook`].
pub fn book(tables: &[Table], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    if let Some(first) = tables.first() {
        book.set_properties(&properties(&first.head, lang)?);
    }
    for (n, Table { head, rows }) in tables.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(n + 1, head.title.in_lang(lang)))?;
        write_head(sheet, head, lang)?;
        let formats: Vec<Format> = head.columns.iter().map(|c| number_format(c.kind)).collect();
        let mut line = HEADINGS;
        for row in rows {
            line += 1;
            write_row(sheet, line, (head, &formats), row, lang)?;
        }
        if line > HEADINGS {
            sheet.autofilter(HEADINGS, 0, line, last_column(head))?;
        }
    }
    let notes = book.add_worksheet();
    notes.set_name(if lang == Lang::Vi { "Ghi chú" } else { "Notes" })?;
    notes.set_column_width(0, 100)?;
    let told = tables.iter().flat_map(|table| std::iter::once(&table.head.title).chain(&table.head.notes));
    for (n, line) in told.enumerate() {
        notes.write(n as u32, 0, line.in_lang(lang))?;
    }
    book.save_to_buffer()
}

/// A name a sheet may have: numbered, so that no two are alike, without the characters the format refuses.
fn sheet_name(number: usize, title: &str) -> String {
    let plain: String = title.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    format!("{number}. {}", plain.trim()).chars().take(SHEET_NAME).collect::<String>().trim().to_owned()
}

fn properties(head: &Head, lang: Lang) -> Result<DocProperties, XlsxError> {
    let year = u16::try_from(head.vintage.year()).unwrap_or(1900).max(1900);
    let day = ExcelDateTime::from_ymd(year, head.vintage.month().unsigned_abs(), head.vintage.day().unsigned_abs())?;
    Ok(DocProperties::new().set_title(head.title.in_lang(lang)).set_author("Khơi").set_creation_datetime(&day))
}

fn number_format(kind: Kind) -> Format {
    match kind {
        Kind::Number(0) => Format::new().set_num_format("#,##0"),
        Kind::Number(digits) => Format::new().set_num_format(format!("#,##0.{}", "0".repeat(digits))),
        Kind::Words | Kind::Month => Format::new(),
    }
}

fn last_column(head: &Head) -> u16 {
    head.columns.len().saturating_sub(1) as u16
}

fn write_head(sheet: &mut Worksheet, head: &Head, lang: Lang) -> Result<(), XlsxError> {
    sheet.write_with_format(0, 0, head.title.in_lang(lang), &Format::new().set_bold().set_font_size(13))?;
    let notes: Vec<_> = head.notes.iter().map(|n| n.in_lang(lang)).collect();
    sheet.write_with_format(1, 0, notes.join(" "), &Format::new().set_font_color("5A6A6C"))?;
    let heading = Format::new().set_bold().set_background_color("E7EFED").set_align(FormatAlign::Top);
    for (n, column) in head.columns.iter().enumerate() {
        sheet.write_with_format(HEADINGS, n as u16, column.heading.in_lang(lang), &heading)?;
        let width = match column.kind {
            Kind::Words => 28,
            Kind::Number(_) => 14,
            Kind::Month => 11,
        };
        sheet.set_column_width(n as u16, width)?;
    }
    sheet.set_freeze_panes(HEADINGS + 1, 0)?;
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    line: u32,
    (head, formats): (&Head, &[Format]),
    row: &[Cell],
    lang: Lang,
) -> Result<(), XlsxError> {
    for (n, ((column, format), cell)) in head.columns.iter().zip(formats).zip(row).enumerate() {
        let n = n as u16;
        match cell {
            Cell::Words(text) => {
                sheet.write_string(line, n, text.in_lang(lang))?;
            }
            Cell::Number(value) => {
                let digits = if let Kind::Number(digits) = column.kind { digits } else { 6 };
                let rounded = domain::series::round(*value, digits);
                sheet.write_number_with_format(line, n, rounded, format)?;
            }
            Cell::Month(month) => {
                sheet.write_string(line, n, month.to_string())?;
            }
            Cell::Empty => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn table() -> Table {
        let columns = vec![
            Column::new("period", "Tháng", "Month", Kind::Month),
            Column::new("name", "Tên", "Name", Kind::Words),
            Column::new("value", "Giá trị", "Value", Kind::Number(2)),
        ];
        let head = Head {
            name: "series".into(),
            title: Text::new("Chỉ số", "Index"),
            notes: vec![Text::new("Số liệu mô phỏng.", "Simulated data.")],
            vintage: jiff::civil::date(2024, 2, 6),
            columns,
        };
        let month = Cell::Month("2024-01".parse().unwrap());
        let rows = vec![
            vec![month.clone(), Cell::Words(Text::new("Quặng \"sắt\", thô", "Iron ore; crude")), Cell::Number(4.145)],
            vec![month.clone(), Cell::code("=1+1"), Cell::Empty],
            vec![month, Cell::code("B"), Cell::Number(-1234.5)],
        ];
        Table { head, rows }
    }

    #[track_caller]
    fn check(lang: Lang, bom: Bom, expected: &str) {
        assert_eq!(String::from_utf8(table().csv(lang, bom)).unwrap(), expected.replace('\n', "\r\n"));
    }

    #[test]
    fn csv_is_quoted_and_harmless() {
        let vi = "period,name,value\n2024-01,\"Quặng \"\"sắt\"\", thô\",4.15\n2024-01,'=1+1,\n2024-01,B,-1234.50\n";
        check(Lang::Vi, Bom::Plain, vi);
        let en = "\u{feff}Month,Name,Value\n2024-01,Iron ore; crude,4.15\n2024-01,'=1+1,\n2024-01,B,-1234.50\n";
        check(Lang::En, Bom::Excel, en);
        let vi =
            "\u{feff}Tháng;Tên;Giá trị\n2024-01;\"Quặng \"\"sắt\"\", thô\";4,15\n2024-01;'=1+1;\n2024-01;B;-1234,50\n";
        check(Lang::Vi, Bom::Excel, vi);
    }

    #[test]
    fn streamed_csv_is_the_same_as_the_whole() {
        let (table, mut out) = (table(), Vec::new());
        write_csv(&table.head, table.rows.clone(), Lang::Vi, Bom::Excel, &mut out).unwrap();
        assert_eq!(out, table.csv(Lang::Vi, Bom::Excel));
    }

    #[test]
    fn the_same_table_gives_the_same_workbook() {
        assert_eq!(table().workbook(Lang::En).unwrap(), table().workbook(Lang::En).unwrap());
    }

    #[test]
    fn several_tables_are_a_sheet_each() {
        let long = Table { head: Head { title: Text::typed(&"Bảng [dài]: ".repeat(9)), ..table().head }, ..table() };
        let bytes = book(&[table(), long, table()], Lang::Vi).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes)).unwrap();
        let names = book.sheet_names();
        assert_eq!((names.len(), names[0].as_str(), names[3].as_str()), (4, "1. Chỉ số", "Ghi chú"));
        let last = book.worksheet_range("3. Chỉ số").unwrap();
        assert_eq!(last.get_value((5, 2)), Some(&Data::Float(-1234.5)));
        assert!(super::book(&[], Lang::En).is_ok(), "none is a workbook of notes");
    }

    #[test]
    fn workbook_reads_back_with_its_notes() {
        let bytes = table().workbook(Lang::Vi).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes)).unwrap();
        let data = book.worksheet_range("Số liệu").unwrap();
        assert_eq!(data.get_value((2, 1)), Some(&Data::String("Tên".into())));
        assert_eq!(data.get_value((3, 2)), Some(&Data::Float(4.15)));
        assert_eq!(data.get_value((4, 1)), Some(&Data::String("=1+1".into())));
        assert_eq!(data.get_value((5, 2)), Some(&Data::Float(-1234.5)));
        let notes = book.worksheet_range("Ghi chú").unwrap();
        assert_eq!(notes.get_value((1, 0)), Some(&Data::String("Số liệu mô phỏng.".into())));
    }
}
