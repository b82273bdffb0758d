//! The file of a backup: an ordinary ZIP archive, so that it can be looked into without this program in twenty years.
//!
//! ```text
//! khoi-backup.txt          what this is, for whoever finds it
//! tables/account.jsonl     a table: a row a line, a JSON array of its cells in the order of the columns
//! …
//! manifest.json            program, moment, layout, end of the journal; columns, rows and SHA-256 of every table
//! comment                  "khoi-backup sha256:" and the SHA-256 of every byte before it
//! ```
//!
//! The comment of an archive is its very end and is written last: a file that was cut off has none, and one changed in any byte does not fit
//! it. So a reader knows before the first row whether the whole is sound.

mod read;
mod write;

pub use read::{Broken, Reader};
pub use write::Writer;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The form described above; a later form has a greater number.
const FORM: u32 = 1;
const NOTE: &str = "khoi-backup.txt";
const MANIFEST: &str = "manifest.json";
/// Before the digest, at the end of the file.
const SEAL: &str = "khoi-backup sha256:";
/// Length of the digest as text.
const DIGEST: usize = 64;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the file.
    pub form: u32,
    /// Version of the program that made it.
    pub program: String,
    /// When.
    pub moment: Timestamp,
    /// The layout of its database.
    pub layout: Vec<Step>,
    /// The last change in it.
    pub last: i64,
    /// The hash of the journal's line of that change; empty before the first.
    pub hash: String,
    /// Its tables, parents before children.
    pub tables: Vec<Table>,
}

impl Manifest {
    /// Rows of all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// A step of the layout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// SHA-256 of its text.
    pub digest: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in order.
    pub columns: Vec<Column>,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of its lines.
    pub sha256: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Whole numbers.
    Int,
    /// Numbers.
    Double,
    /// Texts.
    Text,
}

/// The name of a table's file in the archive.
fn file_of(table: &str) -> String {
    format!("tables/{table}.jsonl")
}

/// A digest as text.
fn hex(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::with_capacity(DIGEST), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
