//! Nhận tệp: a file sent in on a page, kept until somebody says whether what it would change is to be taken in.

use jiff::Timestamp;

use crate::text::named;

named!(
    /// What came of a file that was sent in.
    IntakeOutcome, "accepted or given-up" {
        /// Đã nhận.
        Accepted "accepted" "đã nhận" "taken in";
        /// Đã bỏ; the file itself is kept.
        GivenUp "given-up" "đã bỏ" "given up";
    }
);

/// A file that was sent in, apart from its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// Its number in the database.
    pub id: i64,
    /// The code of the kind of file.
    pub kind: String,
    /// What the sender called it.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub digest: String,
    /// Bytes.
    pub size: u64,
    /// The account of who sent it.
    pub sender: String,
    /// When it came.
    pub moment: Timestamp,
    /// What came of it; `None` while it waits.
    pub end: Option<IntakeEnd>,
}

/// How the waiting of a file ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeEnd {
    /// How.
    pub outcome: IntakeOutcome,
    /// The account of who said so.
    pub by: String,
    /// When.
    pub moment: Timestamp,
    /// Why.
    pub reason: String,
    /// Things it brought that were not known before.
    pub added: u64,
    /// Things it changed.
    pub changed: u64,
}
