//! One cell, from a text file or from a sheet.

use jiff::civil::Date;

/// The content of a cell. Text is trimmed; blank text is [`Cell::Empty`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Words, or a number or day written as words.
    Text(&'a str),
    /// A number of a sheet.
    Number(f64),
    /// A day of a sheet.
    Day(Date),
    /// Yes or no of a sheet.
    Truth(bool),
    /// An error value of a sheet, as `#REF!`.
    Error(&'a str),
    /// A formula that no program has computed yet.
    Uncomputed,
    /// Covered by the merged cell of this name.
    Merged(&'a str),
}

impl<'a> Cell<'a> {
    /// A cell of a text file.
    pub(crate) fn of_text(text: &'a str) -> Self {
        let text = text.trim();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// The same, owned: a cell of a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct SheetCell {
    /// What it holds.
    pub(crate) value: SheetValue,
    /// Whether a formula gave the value.
    pub(crate) formula: bool,
}

/// What a cell of a sheet holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum SheetValue {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Day(Date),
    Truth(bool),
    Error(String),
    Uncomputed,
    Merged(String),
}

impl SheetCell {
    /// The cell as readers see it.
    pub(crate) fn cell(&self) -> Cell<'_> {
        match &self.value {
            SheetValue::Empty => Cell::Empty,
            SheetValue::Text(text) => Cell::of_text(text),
            SheetValue::Number(number) => Cell::Number(*number),
            SheetValue::Day(day) => Cell::Day(*day),
            SheetValue::Truth(truth) => Cell::Truth(*truth),
            SheetValue::Error(error) => Cell::Error(error),
            SheetValue::Uncomputed => Cell::Uncomputed,
            SheetValue::Merged(corner) => Cell::Merged(corner),
        }
    }
}

/// The letters of a column from 0: `A`, `Z`, `AA`.
pub(crate) fn letters(column: usize) -> String {
    let mut left = column + 1;
    let mut text = Vec::new();
    while left > 0 {
        text.push(b'A' + ((left - 1) % 26) as u8);
        left = (left - 1) / 26;
    }
    text.iter().rev().map(|b| char::from(*b)).collect()
}
