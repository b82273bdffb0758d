//! The raw table of a tidy CSV file: UTF-8, a header row, columns found by name in any order, every fault with its place.

use std::collections::HashMap;

use csv::StringRecord;
use domain::text::Text;

use super::Sheet;
use crate::fault::{Fault, Place};

/// The columns of a layout.
pub(super) struct Layout {
    /// Columns that must be there.
    pub(super) required: &'static [&'static str],
    /// Columns that may be there.
    pub(super) optional: &'static [&'static str],
}

impl Layout {
    fn header(&self) -> String {
        self.required.join(",")
    }
}

/// A file being read, its columns found.
struct Table<'a> {
    file: &'a str,
    columns: HashMap<&'static str, usize>,
}

/// One row of a table.
pub(super) struct Row<'a> {
    table: &'a Table<'a>,
    record: &'a StringRecord,
    pub(super) line: u64,
}

/// More faults than this say nothing new.
const MOST_FAULTS: usize = 20;

/// Faults gathered while a file is read, so that all can be mended in one go.
#[derive(Default)]
pub(super) struct Faults {
    list: Vec<Fault>,
    more: usize,
}

impl Faults {
    pub(super) fn push(&mut self, fault: Fault) {
        if self.list.len() < MOST_FAULTS {
            self.list.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// The value when there was no fault.
    pub(super) fn or<T>(mut self, value: T) -> Result<T, Vec<Fault>> {
        let Some(last) = self.list.last() else { return Ok(value) };
        if self.more > 0 {
            self.list.push(Fault::new(
                Place::file(last.place.file.clone()),
                Text::new(format!("còn {} lỗi nữa.", self.more), format!("{} more faults.", self.more)),
                Text::new("Hãy sửa các lỗi trên rồi đọc lại.", "Mend those above and read again."),
            ));
        }
        Err(self.list)
    }
}

/// Reads the rows of a file one by one, gathering the faults; what a row becomes is all that is kept of it.
pub(super) fn read<T>(
    file: &str,
    bytes: &[u8],
    layout: &Layout,
    mut row: impl FnMut(&Row<'_>) -> Result<T, Fault>,
) -> Result<Sheet<T>, Vec<Fault>> {
    let text = text_of(file, bytes)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = Lines { text, at: 0, line: 1 };
    let mut record = StringRecord::new();
    let mut next = |record: &mut StringRecord| {
        let more = reader.read_record(record).map_err(|error| vec![unreadable(file, lines.line, &error)])?;
        let line = more.then(|| lines.of(record.position().map_or(0, |p| p.byte() as usize)));
        Ok::<_, Vec<Fault>>(line)
    };
    let Some(header) = next(&mut record)? else { return Err(vec![empty(file, layout)]) };
    let table = Table { file, columns: columns(file, header, &record, layout)? };
    let width = record.len();
    let mut faults = Faults::default();
    let mut rows = Vec::new();
    while let Some(line) = next(&mut record)? {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() < width || record.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
            faults.push(ragged(file, line, record.len(), width));
            continue;
        }
        match row(&Row { table: &table, record: &record, line }) {
            Ok(value) => rows.push((line, value)),
            Err(fault) => faults.push(fault),
        }
    }
    faults.or(Sheet { file: file.to_owned(), rows })
}

/// Counts lines as an editor does; the reader's own count stops before blank lines and before the second half of CR LF.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that begins after the line ends at byte `start`. Called in order of `start`.
    fn of(&mut self, start: usize) -> u64 {
        let bytes = self.text.as_bytes();
        let skipped = bytes[start..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.line += bytes[self.at..start + skipped].iter().filter(|b| **b == b'\n').count() as u64;
        self.at = start + skipped;
        self.line
    }
}

impl Row<'_> {
    pub(super) fn place(&self, column: &str) -> Place {
        Place::file(self.table.file).line(self.line).column(column)
    }

    /// The text of a cell without the spaces around it; empty when the column is not there.
    pub(super) fn text(&self, column: &str) -> &str {
        self.table.columns.get(column).and_then(|&at| self.record.get(at)).unwrap_or("").trim()
    }

    /// A code that must not be empty.
    pub(super) fn code(&self, column: &str) -> Result<&str, Fault> {
        let text = self.text(column);
        if text.is_empty() {
            return Err(Fault::new(
                self.place(column),
                Text::new("ô để trống.", "the cell is empty."),
                Text::new("Hãy ghi mã, hoặc xóa dòng.", "Write the code, or delete the line."),
            ));
        }
        Ok(text)
    }

    /// A finite number; `None` for an empty cell.
    pub(super) fn number(&self, column: &str) -> Result<Option<f64>, Fault> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Some(value)),
            Ok(_) => Err(Fault::new(
                self.place(column),
                Text::new(
                    format!("“{text}” không phải là số hữu hạn."),
                    format!("“{text}” is not a finite number, or larger than a number can hold."),
                ),
                Text::new(
                    "Hãy ghi số, hoặc để trống nếu không có số liệu.",
                    "Write a number, or leave the cell empty where there is none.",
                ),
            )),
            Err(_) => Err(Fault::new(
                self.place(column),
                Text::new(format!("“{text}” không phải là số."), format!("“{text}” is not a number.")),
                Text::new(
                    "Hãy ghi số có dấu chấm thập phân, không có dấu phân cách hàng nghìn (1671.5); để trống nếu không có số liệu.",
                    "Write it with a decimal point and no thousands separator (1671.5); leave the cell empty where there is none.",
                ),
            )),
        }
    }
}

/// The text of the bytes, without a byte order mark.
fn text_of<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Vec<Fault>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let zip = bytes.starts_with(b"PK\x03\x04");
    let remedy = || Text::new("Hãy lưu lại tệp dạng CSV UTF-8.", "Save the file again as CSV UTF-8.");
    if wide || zip {
        let what = if zip {
            Text::new("đây là sổ tính hoặc tệp nén, không phải CSV.", "this is a workbook or an archive, not CSV.")
        } else {
            Text::new("tệp ghi bằng bảng mã UTF-16.", "the file is encoded as UTF-16.")
        };
        return Err(vec![Fault::new(Place::file(file), what, remedy())]);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() as u64 + 1;
        let what = Text::new("có ký tự không thuộc bảng mã UTF-8.", "there are characters that are not UTF-8.");
        vec![Fault::new(Place::file(file).line(line), what, remedy())]
    })?;
    match text.bytes().position(|b| b == 0) {
        None => Ok(text),
        Some(at) => {
            let line = text[..at].matches('\n').count() as u64 + 1;
            let what =
                Text::new("có ký tự rỗng (NUL): đây không phải tệp văn bản.", "there is a NUL: this is no text file.");
            Err(vec![Fault::new(Place::file(file).line(line), what, remedy())])
        }
    }
}

/// Finds the columns of the layout in the header.
fn columns(
    file: &str,
    line: u64,
    header: &StringRecord,
    layout: &Layout,
) -> Result<HashMap<&'static str, usize>, Vec<Fault>> {
    let mut found = HashMap::new();
    let mut faults = Faults::default();
    let place = || Place::file(file).line(line);
    for &name in layout.required.iter().chain(layout.optional) {
        let mut places = (0..header.len()).filter(|&at| header[at].trim().eq_ignore_ascii_case(name));
        match (places.next(), places.next()) {
            (Some(at), None) => {
                found.insert(name, at);
            }
            (Some(_), Some(_)) => faults.push(Fault::new(
                place().column(name),
                Text::new("cột này có hai lần.", "this column is there twice."),
                Text::new("Hãy giữ một cột.", "Keep one of them."),
            )),
            (None, _) if layout.required.contains(&name) => faults.push(missing(place().column(name), header, layout)),
            (None, _) => {}
        }
    }
    faults.or(found)
}

fn missing(place: Place, header: &StringRecord, layout: &Layout) -> Fault {
    let read: Vec<&str> = header.iter().map(str::trim).collect();
    let separated = header.len() == 1 && header[0].contains([';', '\t']);
    let remedy = if separated {
        Text::new("Hãy phân cách các cột bằng dấu phẩy.", "Separate the columns by commas.")
    } else {
        Text::new(
            format!("Dòng đầu phải là: {}", layout.header()),
            format!("The first line must be: {}", layout.header()),
        )
    };
    Fault::new(
        place,
        Text::new(
            format!("thiếu cột này; dòng đầu là “{}”.", read.join(",")),
            format!("this column is missing; the first line is “{}”.", read.join(",")),
        ),
        remedy,
    )
}

fn empty(file: &str, layout: &Layout) -> Fault {
    Fault::new(
        Place::file(file),
        Text::new("tệp rỗng.", "the file is empty."),
        Text::new(
            format!("Dòng đầu phải là: {}", layout.header()),
            format!("The first line must be: {}", layout.header()),
        ),
    )
}

fn ragged(file: &str, line: u64, cells: usize, columns: usize) -> Fault {
    Fault::new(
        Place::file(file).line(line),
        Text::new(
            format!("dòng có {cells} ô, dòng đầu có {columns} cột."),
            format!("the line has {cells} cells, the first line has {columns} columns."),
        ),
        Text::new(
            "Hãy kiểm tra dấu phẩy và dấu ngoặc kép; số thập phân dùng dấu chấm.",
            "Check commas and quotation marks; decimals take a point.",
        ),
    )
}

fn unreadable(file: &str, line: u64, error: &csv::Error) -> Fault {
    let line = error.position().map_or(line, csv::Position::line);
    Fault::new(
        Place::file(file).line(line),
        Text::new(format!("không đọc được dòng này ({error})."), format!("this line cannot be read ({error}).")),
        Text::new("Hãy kiểm tra dấu ngoặc kép.", "Check the quotation marks."),
    )
}
