//! Empty layouts to fill in, and the filled examples, as delimited text or as a workbook.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
};

use crate::layout::{CellKind, Choice, Column, Kind, Layout};
use crate::sheet::GUIDE;

/// The format of a file to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Delimited text in UTF-8.
    Csv,
    /// XLSX.
    Workbook,
}

/// Rows of a template that are formatted for filling in.
const ROWS: u32 = 2000;

/// An empty file of a layout: as text, remarks that explain each column and the heading row of codes; as a workbook, a sheet
/// with the Vietnamese headings and formatted cells, and a sheet that explains them.
///
/// # Errors
/// When the workbook cannot be written, which its size rules out.
pub fn template(kind: Kind, format: FileFormat) -> Result<Vec<u8>, XlsxError> {
    match format {
        FileFormat::Csv => Ok(csv_template(kind.layout()).into_bytes()),
        FileFormat::Workbook => workbook(kind.layout(), &columns_of(kind.layout()), &[], &[]),
    }
}

/// A filled example of a layout. All its establishments, obstacles and tasks are invented, its sites are real ones from the carried registry. The examples of
/// all kinds fit together.
///
/// # Errors
/// As for [`template`].
pub fn example(kind: Kind, format: FileFormat) -> Result<Vec<u8>, XlsxError> {
    let text = example_text(kind);
    match format {
        FileFormat::Csv => Ok(text.as_bytes().to_vec()),
        FileFormat::Workbook => {
            let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(text.as_bytes());
            let headings = reader.headers().cloned().unwrap_or_default();
            let rows: Vec<Vec<String>> =
                reader.records().flatten().map(|r| in_layout_order(kind.layout(), &headings, &r)).collect();
            workbook(kind.layout(), &columns_of(kind.layout()), &rows, &[])
        }
    }
}

fn example_text(kind: Kind) -> &'static str {
    match kind {
        Kind::Enterprises => include_str!("../../../data/examples/enterprises.csv"),
        Kind::Establishments => include_str!("../../../data/examples/establishments.csv"),
        Kind::Events => include_str!("../../../data/examples/events.csv"),
        Kind::Products => include_str!("../../../data/examples/products.csv"),
        Kind::Basket => include_str!("../../../data/examples/basket.csv"),
        Kind::Returns => include_str!("../../../data/examples/returns.csv"),
        Kind::Official => include_str!("../../../data/examples/official.csv"),
        Kind::Targets => include_str!("../../../data/examples/targets.csv"),
        Kind::Sites => include_str!("../../../data/examples/sites.csv"),
        Kind::Projects => include_str!("../../../data/examples/projects.csv"),
        Kind::ProjectSteps => include_str!("../../../data/examples/project-steps.csv"),
        Kind::Land => include_str!("../../../data/examples/land.csv"),
        Kind::Progress => include_str!("../../../data/examples/progress.csv"),
        Kind::Visits => include_str!("../../../data/examples/visits.csv"),
        Kind::Directives => include_str!("../../../data/examples/directives.csv"),
        Kind::Prices => include_str!("../../../data/examples/prices.csv"),
        Kind::Obstacles => include_str!("../../../data/examples/obstacles.csv"),
        Kind::Tasks => include_str!("../../../data/examples/tasks.csv"),
    }
}

fn in_layout_order(layout: &Layout, headings: &csv::StringRecord, row: &csv::StringRecord) -> Vec<String> {
    let cell = |column: &Column| headings.iter().position(|h| h == column.code).and_then(|n| row.get(n));
    layout.columns.iter().map(|c| cell(c).unwrap_or_default().to_owned()).collect()
}

fn csv_template(layout: &Layout) -> String {
    let mut text =
        format!("# {} / {}\n# {}\n# {}\n", layout.title.vi, layout.title.en, layout.about.vi, layout.about.en);
    for column in layout.columns {
        let (vi, en) = if column.required { ("bắt buộc", "required") } else { ("tùy chọn", "optional") };
        let kind = column.kind.words();
        text += &format!("# {} ({}; {}, {vi}): {}\n", column.code, column.heading, kind.vi, column.meaning.vi);
        text += &format!("#   {en}, {}: {}\n", kind.en, column.meaning.en);
    }
    let codes: Vec<&str> = layout.columns.iter().map(|c| c.code).collect();
    text + &codes.join(",") + "\n"
}

fn columns_of(layout: &'static Layout) -> Vec<&'static Column> {
    layout.columns.iter().collect()
}

/// What is said on a cell: the row of the data from 0, the column as it stands in the sheet, the words.
pub(crate) type OnCell = (usize, usize, String);

/// A workbook of a layout, with these of its columns and columns that are only for the eye, begun with `rows`.
pub(crate) fn workbook(
    layout: &Layout,
    columns: &[&Column],
    rows: &[Vec<String>],
    remarks: &[OnCell],
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed moment, so that the same template is the same bytes.
    let moment = ExcelDateTime::from_ymd(2024, 1, 31)?;
    book.set_properties(&DocProperties::new().set_title(layout.title.vi).set_creation_datetime(&moment));
    let sheet = book.add_worksheet();
    data_sheet(sheet, layout, columns, rows)?;
    for (row, column, words) in remarks {
        let note = Note::new(words.as_str()).add_author_prefix(false);
        sheet.insert_note(*row as u32 + 1, *column as u16, &note)?;
    }
    guide_sheet(book.add_worksheet(), layout)?;
    book.save_to_buffer()
}

fn heading_format() -> Format {
    Format::new().set_bold().set_text_wrap().set_background_color(0x00DD_EBF7).set_border(FormatBorder::Thin)
}

fn data_sheet(
    sheet: &mut Worksheet,
    layout: &Layout,
    columns: &[&Column],
    rows: &[Vec<String>],
) -> Result<(), XlsxError> {
    sheet.set_name("Số liệu")?;
    sheet.set_freeze_panes(1, 0)?;
    for (n, column) in columns.iter().enumerate() {
        let n = n as u16;
        let widest = rows.iter().filter_map(|r| r.get(usize::from(n))).map(|c| c.chars().count()).max().unwrap_or(0);
        let width = column.heading.chars().count().max(widest.min(48)).max(10) + 2;
        sheet.set_column_width(n, width as f64)?;
        sheet.set_column_format(n, &cell_format(column.kind))?;
        sheet.write_with_format(0, n, column.heading, &heading_format())?;
        if let CellKind::Choice(choices) = column.kind {
            let list = match long_lists(layout).position(|(code, _)| code == column.code) {
                Some(place) => DataValidation::new().allow_list_formula(Formula::new(list_range(place, choices.len()))),
                None => DataValidation::new().allow_list_strings(&words_of(choices))?,
            };
            sheet.add_data_validation(1, n, ROWS, n, &list)?;
        }
    }
    for (line, row) in rows.iter().enumerate() {
        for (n, (column, text)) in columns.iter().zip(row).enumerate() {
            write_cell(sheet, line as u32 + 1, n as u16, column.kind, text)?;
        }
    }
    Ok(())
}

/// The words of a list, as they are printed.
fn words_of(choices: &[Choice]) -> Vec<&'static str> {
    choices.iter().filter_map(|c| c.vi.first().copied()).collect()
}

/// A cell can carry a list of 255 characters whose words have no comma; a longer one stands on the sheet of explanations.
fn long_lists(layout: &Layout) -> impl Iterator<Item = (&'static str, &'static [Choice])> {
    const LONGEST: usize = 255;
    layout
        .columns
        .iter()
        .filter_map(|column| match column.kind {
            CellKind::Choice(choices) => Some((column.code, choices)),
            _ => None,
        })
        .filter(|(_, choices)| {
            let words = words_of(choices);
            words.join(",").chars().count() > LONGEST || words.iter().any(|word| word.contains(','))
        })
}

/// The first row of the lists on the sheet of explanations, and the column of the first of them, from 0.
const LISTS: (u32, u16) = (4, 8);

/// Where a long list stands on the sheet of explanations.
fn list_range(place: usize, length: usize) -> String {
    let column = rust_xlsxwriter::utility::column_number_to_name(LISTS.1 + place as u16);
    format!("='{GUIDE}'!${column}${}:${column}${}", LISTS.0 + 1, LISTS.0 as usize + length)
}

/// Codes, months, periods and moments are text cells, so that no program turns them into numbers or days.
fn cell_format(kind: CellKind) -> Format {
    match kind {
        CellKind::Code | CellKind::Text | CellKind::Month | CellKind::Period | CellKind::When | CellKind::Choice(_) => {
            Format::new().set_num_format("@")
        }
        CellKind::Day => Format::new().set_num_format("dd/mm/yyyy"),
        CellKind::Quantity | CellKind::Number => Format::new().set_num_format("#,##0.###"),
        CellKind::Count => Format::new().set_num_format("#,##0"),
        CellKind::Year => Format::new().set_num_format("0"),
    }
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, kind: CellKind, text: &str) -> Result<(), XlsxError> {
    let format = cell_format(kind);
    if text.is_empty() {
        return Ok(());
    }
    match (kind, text.parse::<f64>()) {
        (CellKind::Quantity | CellKind::Number | CellKind::Count | CellKind::Year, Ok(number)) => {
            sheet.write_with_format(row, column, number, &format)?;
        }
        (CellKind::Day, _) => {
            sheet.write_with_format(row, column, &ExcelDateTime::parse_from_str(text)?, &format)?;
        }
        (CellKind::Choice(choices), _) => {
            let word = choices.iter().find(|c| c.code == text).and_then(|c| c.vi.first()).copied().unwrap_or(text);
            sheet.write_with_format(row, column, word, &format)?;
        }
        _ => {
            sheet.write_with_format(row, column, text, &format)?;
        }
    }
    Ok(())
}

fn guide_sheet(sheet: &mut Worksheet, layout: &Layout) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE)?;
    let wrap = Format::new().set_text_wrap();
    for (n, width) in [26.0, 18.0, 26.0, 12.0, 60.0, 60.0, 30.0].into_iter().enumerate() {
        sheet.set_column_width(n as u16, width)?;
        sheet.set_column_format(n as u16, &wrap)?;
    }
    sheet.write(0, 0, layout.about.vi)?;
    sheet.write(1, 0, layout.about.en)?;
    for (n, heading) in
        ["Tiêu đề cột", "Mã cột", "Kiểu ô", "Phải ghi", "Giải thích", "Meaning", "Thí dụ"].into_iter().enumerate()
    {
        sheet.write_with_format(3, n as u16, heading, &heading_format())?;
    }
    for (n, column) in layout.columns.iter().enumerate() {
        let row = n as u32 + 4;
        let required = if column.required { "có / yes" } else { "" };
        let cells = [
            column.heading,
            column.code,
            column.kind.words().vi,
            required,
            column.meaning.vi,
            column.meaning.en,
            column.example,
        ];
        for (m, text) in cells.into_iter().enumerate() {
            sheet.write(row, m as u16, text)?;
        }
    }
    for (place, (code, choices)) in long_lists(layout).enumerate() {
        let n = LISTS.1 + place as u16;
        sheet.write_with_format(LISTS.0 - 1, n, code, &heading_format())?;
        for (line, word) in words_of(choices).into_iter().enumerate() {
            sheet.write(LISTS.0 + line as u32, n, word)?;
        }
    }
    Ok(())
}
