//! Rows as the digest sees them: the cells of every table in one canonical form, the same when they are written and when
//! `khoi verify` reads them back, on either database.

use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Arguments, Decode, Type};

use crate::error::StoreError;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// BIGINT.
    Int,
    /// DOUBLE PRECISION.
    Double,
    /// TEXT.
    Text,
}

/// A table whose rows the journal vouches for.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its place in [`crate::tables::ALL`]; parents come before children.
    pub(crate) place: usize,
    /// Every column in order; one of them is `seq`.
    pub(crate) columns: &'static [(&'static str, Kind)],
    /// The columns that give the order of writing.
    pub(crate) key: &'static str,
}

/// One value of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'a> {
    /// A whole number.
    Int(Option<i64>),
    /// A number.
    Double(Option<f64>),
    /// A text.
    Text(Option<&'a str>),
}

impl From<i64> for Cell<'_> {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}

impl From<Option<i64>> for Cell<'_> {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Cell<'_> {
    fn from(value: bool) -> Self {
        Self::Int(Some(i64::from(value)))
    }
}

impl From<f64> for Cell<'_> {
    fn from(value: f64) -> Self {
        Self::Double(Some(value))
    }
}

impl From<Option<f64>> for Cell<'_> {
    fn from(value: Option<f64>) -> Self {
        Self::Double(value)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Some(value))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(Some(value))
    }
}

impl<'a> Cell<'a> {
    /// The form in which both databases give the value back, or `None` when no column can hold it.
    ///
    /// SQLite keeps −0.0 as the integer 0 and NaN as NULL; PostgreSQL refuses text with a zero byte.
    pub(crate) fn storable(self) -> Option<Self> {
        match self {
            Self::Double(Some(value)) => value.is_finite().then_some(Self::Double(Some(value + 0.0))),
            Self::Text(Some(text)) => (!text.as_bytes().contains(&0)).then_some(self),
            other => Some(other),
        }
    }

    /// Appends the canonical bytes: a tag, then the value; texts with their length before them.
    pub(crate) fn encode(self, out: &mut Vec<u8>) {
        match self {
            Self::Int(None) | Self::Double(None) | Self::Text(None) => out.push(0),
            Self::Int(Some(value)) => {
                out.push(1);
                out.extend_from_slice(&value.to_le_bytes());
            }
            Self::Double(Some(value)) => {
                out.push(2);
                out.extend_from_slice(&value.to_bits().to_le_bytes());
            }
            Self::Text(Some(text)) => {
                out.push(3);
                out.extend_from_slice(&(text.len() as u64).to_le_bytes());
                out.extend_from_slice(text.as_bytes());
            }
        }
    }

    /// Appends the value as a parameter.
    ///
    /// A missing DOUBLE is given as a missing `f32`: the Any driver of sqlx 0.9 swaps the two kinds of NULL
    /// (`AnyArguments::convert_into`), and PostgreSQL would prepare the statement for the wrong width.
    pub(crate) fn bind(self, arguments: &mut AnyArguments) -> Result<(), sqlx::Error> {
        let added = match self {
            Self::Int(value) => arguments.add(value),
            Self::Double(Some(value)) => arguments.add(value),
            Self::Double(None) => arguments.add(None::<f32>),
            Self::Text(value) => arguments.add(value.map(str::to_owned)),
        };
        added.map_err(sqlx::Error::Encode)
    }
}

/// The running digest of the rows one transaction wrote into one table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// Rows so far.
    pub(crate) rows: u64,
    hash: Sha256,
}

impl Tally {
    /// Takes in the canonical bytes of one row.
    pub(crate) fn take(&mut self, row: &[u8]) {
        self.rows += 1;
        self.hash.update(row);
    }

    /// The digest, as hexadecimal text.
    pub(crate) fn digest(&self) -> String {
        hex(&self.hash.clone().finalize())
    }
}

/// Bytes as lower-case hexadecimal text.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256 of bytes, as hexadecimal text.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The canonical bytes of a row read back. A value of another kind than its column's is marked, so that it cannot
/// pass for what was written.
pub(crate) fn encode_read(table: &Table, row: &AnyRow, out: &mut Vec<u8>) {
    const STRANGE: u8 = 255;
    for (place, (_, kind)) in table.columns.iter().enumerate() {
        let cell = match kind {
            Kind::Int => row.try_get(place).map(Cell::Int),
            Kind::Double => row.try_get(place).map(Cell::Double),
            Kind::Text => row.try_get(place).map(Cell::Text),
        };
        match cell {
            Ok(cell) => cell.encode(out),
            Err(_) => out.push(STRANGE),
        }
    }
}

/// The value at a place of a row.
pub(crate) fn get<'r, T>(row: &'r AnyRow, place: usize) -> Result<T, StoreError>
where
    T: Decode<'r, sqlx::Any> + Type<sqlx::Any>,
{
    row.try_get(place).map_err(StoreError::of("reading a row"))
}

/// The text at a place of a row, read as a domain value.
pub(crate) fn parse<T>(row: &AnyRow, place: usize, what: &'static str) -> Result<T, StoreError>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    let text: &str = get(row, place)?;
    text.parse().map_err(|why: T::Err| StoreError::corrupt(what, why.to_string()))
}
