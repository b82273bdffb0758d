//! Rows of cells out of a file, whatever its format: the part that every reader of `khoi import` shares.
//!
//! A file is either *unreadable* (encoding, format, heading: `Err`, nothing is taken) or it gives rows, each sound or faulty.

mod cell;
mod decode;
mod fields;
mod header;
mod number;
mod package;
mod rows;
mod split;
#[cfg(test)]
mod tests;
mod time;
mod workbook;

pub use package::{PackageLimits, check_package};

pub(crate) use cell::{Cell, letters};
pub(crate) use decode::Format;
pub(crate) use fields::{Fields, printed};
pub(crate) use header::fold;
pub use header::plain;
pub(crate) use number::as_printed;
pub(crate) use rows::{CsvRows, Report, for_each_row};
pub(crate) use workbook::GUIDE;

use domain::text::Text;

use crate::fault::{Fault, Place};
use crate::layout::Kind;

/// A file as it came.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The name the user gave it; used in places.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl<'a> Input<'a> {
    /// A file.
    #[must_use]
    pub fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, bytes }
    }

    /// Whether the bytes are those of an XLSX workbook, whatever the name says; only such a file can be marked.
    #[must_use]
    pub fn is_workbook(&self) -> bool {
        decode::format(self.bytes) == Ok(Format::Workbook)
    }
}

/// How many faults and notes are kept one by one; further ones are only counted.
pub const LISTED_FAULTS: usize = 10_000;

/// What was read: the sound rows, and what is wrong with the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Read<T> {
    /// The sound rows, each with the place it (or its first row) stands at.
    pub rows: Vec<(Place, T)>,
    /// What is wrong with the rows left out, in order of place; at most [`LISTED_FAULTS`].
    pub faults: Vec<Fault>,
    /// What was read but should be looked at: formulas read by their last value, sheets not read.
    pub notes: Vec<Fault>,
    /// How many rows were left out.
    pub left_out: u64,
    /// How many faults are not in `faults`.
    pub unlisted: u64,
}

impl<T> Default for Read<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), faults: Vec::new(), notes: Vec::new(), left_out: 0, unlisted: 0 }
    }
}

impl<T> Read<T> {
    /// Whether every row was sound.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.left_out == 0
    }

    /// The values without their places.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().map(|(_, value)| value)
    }
}

/// The kind whose layout a file's heading fits, if exactly one does.
#[must_use]
pub fn detect(input: &Input) -> Option<Kind> {
    recognise(input).ok()
}

/// The kind whose layout a file's heading fits.
///
/// # Errors
/// Why the file cannot be read at all; or, when no layout fits, what keeps it from the nearest one; or that several fit.
pub fn recognise(input: &Input) -> Result<Kind, Vec<Fault>> {
    let place = Place::file(input.name);
    let format = decode::format(input.bytes).map_err(|u| vec![rows::whole(&place, u)])?;
    let book = match format {
        Format::Workbook => Some(workbook::open(input)?),
        Format::Csv => None,
    };
    let mut fitting = Vec::new();
    let mut nearest: Option<(usize, Vec<Fault>)> = None;
    for kind in Kind::ALL {
        let layout = kind.layout();
        let (found, faults) = match &book {
            Some(book) => book.fit(layout),
            None => match CsvRows::open(input.name, input.bytes, layout) {
                Ok(_) => (layout.columns.len(), Vec::new()),
                Err(faults) => (rows::headings_found(input.bytes, layout), faults),
            },
        };
        if faults.is_empty() {
            fitting.push(kind);
        } else if nearest.as_ref().is_none_or(|(best, _)| found > *best) {
            nearest = Some((found, faults));
        }
    }
    match (&fitting[..], nearest) {
        ([kind], _) => Ok(*kind),
        ([], Some((found, faults))) if found > 1 || cannot_be_split(&faults) => Err(faults),
        _ => Err(vec![rows::whole(&place, no_kind())]),
    }
}

/// Whether the faults are of the text itself, not of its heading: then they are the same for every layout.
fn cannot_be_split(faults: &[Fault]) -> bool {
    faults.iter().any(|f| f.place.line.is_some_and(|line| line > 1) && f.place.column.is_none())
}

fn no_kind() -> decode::Unreadable {
    let codes = Kind::ALL.map(Kind::code).join(", ");
    decode::Unreadable::new(
        Text::new(
            "Dòng tiêu đề không cho biết tệp thuộc loại nào.",
            "The heading row does not say what kind of file this is.",
        ),
        Text::new(
            format!("Ghi --kind với một trong {codes}; xem mẫu: khoi import --template returns."),
            format!("Say --kind with one of {codes}; for a template: khoi import --template returns."),
        ),
    )
}
