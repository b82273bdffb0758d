//! Walks the rows of a file: opens it, matches its heading, hands each row to a reader and keeps account of what is wrong.

use std::io::{BufRead, BufReader, Chain, Cursor, Read as _};

use domain::text::Text;

use super::cell::SheetCell;
use super::decode::{self, Format, Unreadable};
use super::header::Header;
use super::number::Notation;
use super::split::{Record, SplitError, Splitter};
use super::{Cell, Fields, Input, LISTED_FAULTS, workbook};
use crate::fault::{Fault, Place};
use crate::layout::Layout;

/// The account of a file: what is wrong with its rows.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) faults: Vec<Fault>,
    pub(crate) notes: Vec<Fault>,
    pub(crate) left_out: u64,
    pub(crate) unlisted: u64,
}

impl Report {
    /// Takes in the faults of one row; true when there are none.
    pub(crate) fn close_row(&mut self, faults: &mut Vec<Fault>) -> bool {
        if faults.is_empty() {
            return true;
        }
        self.left_out += 1;
        let room = LISTED_FAULTS.saturating_sub(self.faults.len());
        self.unlisted += faults.len().saturating_sub(room) as u64;
        self.faults.extend(faults.drain(..).take(room));
        faults.clear();
        false
    }

    pub(crate) fn note(&mut self, note: Fault) {
        if self.notes.len() < LISTED_FAULTS {
            self.notes.push(note);
        }
    }

    /// The account with the sound rows.
    pub(crate) fn with<T>(self, rows: Vec<(Place, T)>) -> super::Read<T> {
        let Self { faults, notes, left_out, unlisted } = self;
        super::Read { rows, faults, notes, left_out, unlisted }
    }
}

/// The cells of one row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cells<'a> {
    /// Of a text file.
    Text(&'a Record),
    /// Of a sheet.
    Sheet(&'a [SheetCell]),
}

impl<'a> Cells<'a> {
    pub(crate) fn get(self, n: usize) -> Cell<'a> {
        match self {
            Self::Text(record) => Cell::of_text(record.field(n)),
            Self::Sheet(cells) => cells.get(n).map_or(Cell::Empty, SheetCell::cell),
        }
    }
}

/// How much of the beginning of a text file is looked at to learn its delimiter and its way of writing numbers.
const HEAD: u64 = 256 * 1024;

type Stream<R> = BufReader<Chain<Cursor<Vec<u8>>, R>>;

/// The rows of a delimited text file, read as a stream.
#[derive(Debug)]
pub(crate) struct CsvRows<R> {
    splitter: Splitter<Stream<R>>,
    record: Record,
    pub(crate) header: Header,
    pub(crate) layout: &'static Layout,
    pub(crate) place: Place,
    pub(crate) notation: Notation,
}

impl<R: std::io::Read> CsvRows<R> {
    /// Opens a file and reads its heading.
    ///
    /// # Errors
    /// When it is not delimited text in UTF-8, or its heading does not fit the layout.
    pub(crate) fn open(name: &str, mut input: R, layout: &'static Layout) -> Result<Self, Vec<Fault>> {
        let place = Place::file(name);
        let mut head = Vec::new();
        input.by_ref().take(HEAD).read_to_end(&mut head).map_err(|e| vec![split_fault(SplitError::Io(e), &place)])?;
        match decode::format(&head) {
            Ok(Format::Csv) => {}
            Ok(Format::Workbook) => return Err(vec![whole(&place, not_text())]),
            Err(unreadable) => return Err(vec![whole(&place, unreadable)]),
        }
        if head.starts_with(b"\xEF\xBB\xBF") {
            head.drain(..3);
        }
        let delimiter = delimiter(&head, layout);
        let notation = learn_notation(&head, delimiter, layout);
        let stream = BufReader::with_capacity(1 << 16, Cursor::new(head).chain(input));
        let mut splitter = Splitter::new(stream, delimiter);
        let mut record = Record::default();
        let header = read_heading(&mut splitter, &mut record, layout, &place)?;
        Ok(Self { splitter, record, header, layout, place, notation })
    }

    /// Reads the next row; `None` at the end.
    ///
    /// # Errors
    /// When the rest of the file cannot be read; what was read before must then be given up.
    pub(crate) fn next<'a>(&'a mut self, faults: &'a mut Vec<Fault>) -> Result<Option<Fields<'a>>, Fault> {
        let more = self.splitter.next(&mut self.record).map_err(|e| split_fault(e, &self.place))?;
        if !more {
            return Ok(None);
        }
        let mut fields = Fields {
            cells: Cells::Text(&self.record),
            header: &self.header,
            layout: self.layout,
            place: &self.place,
            line: self.record.line,
            notation: self.notation,
            faults,
        };
        fields.check_width(self.record.len());
        Ok(Some(fields))
    }
}

/// Reads the heading row, passing over lines of remarks that begin with `#`.
fn read_heading<R: BufRead>(
    splitter: &mut Splitter<R>,
    record: &mut Record,
    layout: &'static Layout,
    place: &Place,
) -> Result<Header, Vec<Fault>> {
    loop {
        if !splitter.next(record).map_err(|e| vec![split_fault(e, place)])? {
            return Err(vec![whole(place, no_rows())]);
        }
        if !record.field(0).starts_with('#') {
            break;
        }
    }
    let header = Header::of(record.fields(), layout);
    let faults = header.faults(layout, &place.clone().line(record.line), false);
    if faults.is_empty() { Ok(header) } else { Err(faults) }
}

/// The delimiters of text files; of equals the last is taken, so the comma stands last.
const DELIMITERS: [u8; 3] = [b'\t', b';', b','];

/// The delimiter that makes most of the heading known.
fn delimiter(head: &[u8], layout: &'static Layout) -> u8 {
    DELIMITERS.into_iter().max_by_key(|d| found(head, *d, layout)).unwrap_or(b',')
}

/// How many headings of a layout a text file has, by the delimiter that finds most.
pub(crate) fn headings_found(bytes: &[u8], layout: &'static Layout) -> usize {
    let head = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    DELIMITERS.into_iter().map(|d| found(head, d, layout)).max().unwrap_or(0)
}

fn found(head: &[u8], delimiter: u8, layout: &'static Layout) -> usize {
    let mut splitter = Splitter::new(head, delimiter);
    let mut record = Record::default();
    loop {
        match splitter.next(&mut record) {
            Ok(true) if record.field(0).starts_with('#') => {}
            Ok(true) => return Header::of(record.fields(), layout).found(),
            _ => return 0,
        }
    }
}

/// What the number columns in the beginning of the file show about decimals.
fn learn_notation(head: &[u8], delimiter: u8, layout: &'static Layout) -> Notation {
    let mut splitter = Splitter::new(head, delimiter);
    let mut record = Record::default();
    let mut notation = Notation::default();
    let mut numbers: Option<Vec<usize>> = None;
    // Where the head ends within a record the splitter stops; that record is not needed.
    while let Ok(true) = splitter.next(&mut record) {
        if record.field(0).starts_with('#') {
            continue;
        }
        match &numbers {
            None => numbers = Some(number_columns(&Header::of(record.fields(), layout), layout)),
            Some(columns) => columns.iter().for_each(|n| notation.learn(record.field(*n).trim())),
        }
    }
    notation
}

/// Where the columns of numbers stand in the file.
pub(crate) fn number_columns(header: &Header, layout: &'static Layout) -> Vec<usize> {
    let columns = layout.columns.iter().zip(&header.positions);
    columns.filter(|(c, _)| c.kind.is_number()).filter_map(|(_, at)| *at).collect()
}

/// Hands every row of a file, text or workbook, to `each`; rows with faults are counted out by the reader's own call of
/// [`Report::close_row`].
pub(crate) fn for_each_row(
    input: &Input,
    layout: &'static Layout,
    each: &mut dyn FnMut(Fields, &mut Report),
) -> Result<Report, Vec<Fault>> {
    let place = Place::file(input.name);
    let mut report = Report::default();
    let mut any = false;
    let mut faults = Vec::new();
    match decode::format(input.bytes).map_err(|u| vec![whole(&place, u)])? {
        Format::Csv => {
            let mut rows = CsvRows::open(input.name, input.bytes, layout)?;
            while let Some(fields) = rows.next(&mut faults).map_err(|f| vec![f])? {
                any = true;
                each(fields, &mut report);
                faults.clear();
            }
        }
        Format::Workbook => {
            let book = workbook::open(input)?;
            book.for_each_row(layout, &mut report, &mut |fields, report| {
                any = true;
                each(fields, report);
            })?;
        }
    }
    if any { Ok(report) } else { Err(vec![whole(&place, no_rows())]) }
}

/// A fault of a whole file.
pub(crate) fn whole(place: &Place, unreadable: Unreadable) -> Fault {
    Fault::new(place.clone(), unreadable.what, unreadable.remedy)
}

fn not_text() -> Unreadable {
    Unreadable::new(
        Text::new("Tệp là sổ tính, không phải văn bản CSV.", "The file is a workbook, not CSV text."),
        Text::new("Nạp nó như một sổ tính .xlsx.", "Import it as an .xlsx workbook."),
    )
}

pub(crate) fn no_rows() -> Unreadable {
    Unreadable::new(
        Text::new("Tệp không có dòng số liệu nào.", "The file has no row of data."),
        Text::new(
            "Ghi số liệu dưới dòng tiêu đề rồi lưu lại.",
            "Write the data below the heading row and save it again.",
        ),
    )
}

fn split_fault(error: SplitError, place: &Place) -> Fault {
    let at = |line: u64, what: Text, remedy: Text| Fault::new(place.clone().line(line), what, remedy);
    match error {
        SplitError::OpenQuote(line) => at(
            line,
            Text::new("Dấu ngoặc kép mở ở dòng này không được đóng.", "A quote opened on this line is never closed."),
            Text::new(
                "Thêm dấu \" ở cuối ô, hoặc bỏ dấu \" ở đầu ô.",
                "Add the closing \" at the end of the cell, or delete the opening one.",
            ),
        ),
        SplitError::AfterQuote(line) => at(
            line,
            Text::new("Có chữ sau dấu ngoặc kép đóng của một ô.", "There is text after the closing quote of a cell."),
            Text::new("Viết dấu \" bên trong ô thành \"\".", "Write a \" inside a cell as \"\"."),
        ),
        SplitError::TooLong(line) => at(
            line,
            Text::new(
                "Dòng dài hơn 1 MiB, không phải một bảng.",
                "The line is longer than 1 MiB; this is not a table.",
            ),
            Text::new(
                "Kiểm tra dấu ngoặc kép và ký tự xuống dòng, rồi lưu lại thành CSV UTF-8.",
                "Check quotes and line ends, and save it again as CSV UTF-8.",
            ),
        ),
        SplitError::Nul(line) => at(
            line,
            Text::new(
                "Có byte NUL: tệp hỏng hoặc không phải văn bản.",
                "There is a NUL byte: the file is damaged or not text.",
            ),
            Text::new(
                "Lưu lại bảng thành CSV UTF-8 từ tệp gốc.",
                "Save the table again as CSV UTF-8 from the original.",
            ),
        ),
        SplitError::NotUtf8(line, bytes) => whole(&place.clone().line(line), decode::not_utf8(&bytes)),
        SplitError::Io(error) => whole(
            place,
            Unreadable::new(
                Text::new(format!("Không đọc được tệp: {error}."), format!("The file cannot be read: {error}.")),
                Text::new("Kiểm tra đường dẫn và quyền đọc.", "Check the path and the permission to read it."),
            ),
        ),
    }
}
