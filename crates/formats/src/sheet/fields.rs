//! The fields of one row, read by the kind of their column; each reading that fails leaves a fault with its place.

use std::str::FromStr;

use domain::period::{Month, Period, Year};
use domain::sites::When;
use domain::text::Text;
use jiff::civil::Date;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::cell::letters;
use super::header::{Header, fold};
use super::number::{NotANumber, Notation, as_printed};
use super::rows::Cells;
use super::{Cell, time};
use crate::fault::{Fault, Place};
use crate::layout::{CellKind, Choice, Layout};

/// No quantity of a province comes near; a larger one is a slip or an attack on the sums.
pub(crate) const LARGEST: f64 = 1e15;

/// The longest text of a cell, in characters.
const LONGEST_TEXT: usize = 1000;

/// One row. Columns are named by their place in the layout ([`Layout::at`]).
pub(crate) struct Fields<'a> {
    pub(crate) cells: Cells<'a>,
    pub(crate) header: &'a Header,
    pub(crate) layout: &'static Layout,
    pub(crate) place: &'a Place,
    pub(crate) line: u64,
    pub(crate) notation: Notation,
    pub(crate) faults: &'a mut Vec<Fault>,
}

impl<'a> Fields<'a> {
    /// The place of the row.
    pub(crate) fn row_place(&self) -> Place {
        self.place.clone().line(self.line)
    }

    /// The place of a cell: the letter in a sheet, the heading in a text file.
    pub(crate) fn cell_place(&self, column: usize) -> Place {
        let name = match (self.header.positions.get(column).copied().flatten(), self.cells) {
            (Some(at), Cells::Sheet(_)) => letters(at),
            (Some(at), Cells::Text(_)) => self.header.names.get(at).cloned().unwrap_or_default(),
            (None, _) => self.layout.columns[column].code.to_owned(),
        };
        self.row_place().column(name)
    }

    /// The cell of a column; empty when the file has no such column.
    pub(crate) fn cell(&self, column: usize) -> Cell<'a> {
        self.header.positions.get(column).copied().flatten().map_or(Cell::Empty, |at| self.cells.get(at))
    }

    /// Notes a fault of a cell.
    pub(crate) fn fault(&mut self, column: usize, what: Text, remedy: Text) {
        let place = self.cell_place(column);
        self.faults.push(Fault::new(place, what, remedy));
    }

    /// A row of a text file with more or fewer cells than the heading has lost its order.
    pub(crate) fn check_width(&mut self, width: usize) {
        let expected = self.header.names.len();
        if width != expected {
            self.faults.push(Fault::new(
                self.row_place(),
                Text::new(
                    format!("Dòng có {width} ô, tiêu đề có {expected}: các ô đã lệch cột."),
                    format!("The row has {width} cells and the heading {expected}: the cells have shifted."),
                ),
                Text::new(
                    "Đặt ô có dấu phân cách trong ngoặc kép, và ghi đủ các ô trống.",
                    "Put cells that contain the delimiter in quotes, and write empty cells too.",
                ),
            ));
        }
    }

    /// Whether the row is already known to be faulty.
    pub(crate) fn is_faulty(&self) -> bool {
        !self.faults.is_empty()
    }

    /// The cell, with a fault when it is empty and must not be, or holds an error value.
    fn given(&mut self, column: usize) -> Option<Cell<'a>> {
        let definition = &self.layout.columns[column];
        match self.cell(column) {
            Cell::Empty if definition.required => {
                self.fault(
                    column,
                    Text::new(
                        format!("Ô “{}” để trống.", definition.heading),
                        format!("The cell “{}” is empty.", definition.code),
                    ),
                    Text::new(
                        format!("Ghi {}.", definition.kind.words().vi),
                        format!("Write a {}.", definition.kind.words().en),
                    ),
                );
                None
            }
            Cell::Empty => None,
            Cell::Error(error) => {
                self.fault(
                    column,
                    Text::new(
                        format!("Ô có lỗi công thức {error}."),
                        format!("The cell holds the formula error {error}."),
                    ),
                    Text::new("Sửa công thức, hoặc ghi thẳng giá trị.", "Mend the formula, or write the value itself."),
                );
                None
            }
            Cell::Uncomputed => {
                self.fault(
                    column,
                    Text::new("Công thức chưa có giá trị.", "The formula has no computed value."),
                    Text::new(
                        "Mở tệp bằng Excel, lưu lại, hoặc ghi thẳng giá trị.",
                        "Open the file in Excel and save it, or write the value itself.",
                    ),
                );
                None
            }
            Cell::Merged(corner) => {
                self.fault(
                    column,
                    Text::new(format!("Ô bị gộp vào ô {corner}."), format!("The cell is merged into cell {corner}.")),
                    Text::new("Bỏ gộp ô và ghi giá trị vào từng ô.", "Unmerge the cells and write the value in each."),
                );
                None
            }
            cell => Some(cell),
        }
    }

    /// Words; `None` when empty or faulty.
    pub(crate) fn text(&mut self, column: usize) -> Option<String> {
        let text = match self.given(column)? {
            Cell::Text(text) => text.to_owned(),
            other => printed(other),
        };
        if text.contains(char::REPLACEMENT_CHARACTER) || text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            self.fault(
                column,
                Text::new("Chữ bị hỏng khi chuyển bảng mã.", "The text was damaged by a change of encoding."),
                Text::new("Gõ lại ô này bằng Unicode.", "Type this cell again in Unicode."),
            );
            return None;
        }
        if text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT {
            self.fault(
                column,
                Text::new("Chữ dài quá 1.000 ký tự.", "The text is longer than 1,000 characters."),
                Text::new("Viết ngắn lại.", "Shorten it."),
            );
            return None;
        }
        Some(if is_nfc(&text) { text } else { text.nfc().collect() })
    }

    /// The text of a code without building anything where the cell is already text.
    pub(crate) fn raw(&mut self, column: usize) -> Option<std::borrow::Cow<'a, str>> {
        Some(match self.given(column)? {
            Cell::Text(text) => text.into(),
            other => printed(other).into(),
        })
    }

    /// A code of the domain.
    pub(crate) fn code<T: FromStr>(&mut self, column: usize) -> Option<T> {
        let text = self.raw(column)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            let number = matches!(self.cell(column), Cell::Number(_));
            self.bad_code(column, &text, number);
        }
        parsed
    }

    fn bad_code(&mut self, column: usize, text: &str, was_number: bool) {
        let definition = &self.layout.columns[column];
        let (vi, en) = if was_number {
            (
                " Định dạng ô là Văn bản (Text) để không mất số 0 ở đầu.",
                " Format the cell as Text, so that leading zeros are kept.",
            )
        } else {
            ("", "")
        };
        let shown = as_printed(text);
        self.fault(
            column,
            Text::new(
                format!("“{shown}” không đúng dạng {}.", lower_first(definition.heading)),
                format!("“{shown}” does not have the form of {}.", definition.code),
            ),
            Text::new(
                format!("{} Ví dụ: {}.{vi}", definition.meaning.vi, definition.example),
                format!("{} Example: {}.{en}", definition.meaning.en, definition.example),
            ),
        );
    }

    /// A number, finite and within ±10¹⁵; not negative where the layout says so.
    pub(crate) fn number(&mut self, column: usize) -> Option<f64> {
        let cell = self.given(column)?;
        let read = match cell {
            Cell::Number(value) if value.is_finite() => Ok(value),
            Cell::Number(_) => Err(NotANumber::NotFinite),
            Cell::Text(text) => self.notation.read(text),
            _ => Err(NotANumber::Unreadable),
        };
        match read {
            Ok(value) if value.abs() > LARGEST => self.too_large(column, cell),
            Ok(value) if value < 0.0 && self.layout.columns[column].kind != CellKind::Number => {
                self.negative(column, cell)
            }
            Ok(value) => Some(value + 0.0),
            Err(reason) => {
                let (what, remedy) = reason.said(&printed(cell));
                self.fault(column, what, remedy);
                None
            }
        }
    }

    fn too_large(&mut self, column: usize, cell: Cell) -> Option<f64> {
        let shown = as_printed(&printed(cell));
        self.fault(
            column,
            Text::new(
                format!("“{shown}” lớn quá mức có thể (trên 10¹⁵)."),
                format!("“{shown}” is larger than can be (above 10¹⁵)."),
            ),
            Text::new("Kiểm tra số và đơn vị tính.", "Check the number and its unit."),
        );
        None
    }

    fn negative(&mut self, column: usize, cell: Cell) -> Option<f64> {
        let heading = lower_first(self.layout.columns[column].heading);
        let code = self.layout.columns[column].code;
        let shown = as_printed(&printed(cell));
        self.fault(
            column,
            Text::new(format!("{shown}: {heading} không thể âm."), format!("{shown}: {code} cannot be negative.")),
            Text::new(
                "Ghi số không âm; chưa rõ thì để trống.",
                "Write a number of at least zero; leave it empty if not known.",
            ),
        );
        None
    }

    /// A whole number of at least zero, below ten million.
    pub(crate) fn count(&mut self, column: usize) -> Option<u32> {
        let value = self.number(column)?;
        if value.fract() == 0.0 && value < 1e7 {
            return Some(value as u32);
        }
        self.fault(
            column,
            Text::new("Phải là số nguyên, dưới 10 triệu.", "It must be a whole number below ten million."),
            Text::new("Ghi số đếm, không có phần thập phân.", "Write a count, without decimals."),
        );
        None
    }

    /// A month.
    pub(crate) fn month(&mut self, column: usize) -> Option<Month> {
        let cell = self.given(column)?;
        self.or_bad_form(column, cell, time::month(cell))
    }

    /// A day.
    pub(crate) fn day(&mut self, column: usize) -> Option<Date> {
        let cell = self.given(column)?;
        self.or_bad_form(column, cell, time::day(cell))
    }

    /// A year.
    pub(crate) fn year(&mut self, column: usize) -> Option<Year> {
        let cell = self.given(column)?;
        self.or_bad_form(column, cell, time::year(cell))
    }

    /// A month, quarter or year.
    pub(crate) fn period(&mut self, column: usize) -> Option<Period> {
        let cell = self.given(column)?;
        self.or_bad_form(column, cell, time::period(cell))
    }

    /// A moment as exact as its source.
    pub(crate) fn when(&mut self, column: usize) -> Option<When> {
        let cell = self.given(column)?;
        self.or_bad_form(column, cell, time::when(cell))
    }

    fn or_bad_form<T>(&mut self, column: usize, cell: Cell, read: Option<T>) -> Option<T> {
        if read.is_none() {
            let words = self.layout.columns[column].kind.words();
            let shown = as_printed(&printed(cell));
            self.fault(
                column,
                Text::new(
                    format!("“{shown}” không phải là {}.", words.vi),
                    format!("“{shown}” is not a {}.", words.en),
                ),
                Text::new(format!("Ghi {}.", words.vi), format!("Write a {}.", words.en)),
            );
        }
        read
    }

    /// One of a list: the code of the answer.
    pub(crate) fn choice(&mut self, column: usize) -> Option<&'static str> {
        let CellKind::Choice(choices) = self.layout.columns[column].kind else { return None };
        let cell = self.given(column)?;
        let answer = match cell {
            Cell::Truth(true) => "1".to_owned(),
            Cell::Truth(false) => "0".to_owned(),
            other => fold(&printed(other)),
        };
        let fits = |c: &&Choice| fold(c.code) == answer || c.vi.iter().any(|word| fold(word) == answer);
        let found = choices.iter().find(fits).map(|c| c.code);
        if found.is_none() {
            let shown = as_printed(&printed(cell));
            let codes: Vec<&str> = choices.iter().map(|c| c.code).collect();
            let words: Vec<&str> = choices.iter().filter_map(|c| c.vi.first().copied()).collect();
            self.fault(
                column,
                Text::new(format!("“{shown}” không có trong danh sách."), format!("“{shown}” is not in the list.")),
                Text::new(
                    format!("Ghi một trong: {} ({}).", words.join(", "), codes.join(", ")),
                    format!("Write one of {}.", codes.join(", ")),
                ),
            );
        }
        found
    }
}

/// A cell as text: what a person sees in it.
pub(crate) fn printed(cell: Cell) -> String {
    match cell {
        Cell::Empty | Cell::Uncomputed | Cell::Merged(_) => String::new(),
        Cell::Text(text) | Cell::Error(text) => text.to_owned(),
        Cell::Number(value) => value.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Truth(truth) => truth.to_string(),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
