//! The journal: what was done, by whom, when, from where and why, as a chain of hashes.
//!
//! A line's hash covers all of its fields, the digests of the rows its change wrote, and the hash of the line before.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::Seq;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::{Cell, Table, Tally, get, parse, sha256};

/// What the journal is told of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub moment: Timestamp,
    /// Who.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// From where: `khoi import returns.csv`, a page.
    pub origin: String,
    /// What kind of change.
    pub action: String,
    /// What it is about.
    pub subject: String,
    /// What was there before, as JSON; empty when nothing was.
    pub before: String,
    /// What is there now, as JSON.
    pub after: String,
    /// Why; empty when nobody said.
    pub why: String,
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Number of the change.
    pub seq: Seq,
    /// What was done.
    #[serde(flatten)]
    pub entry: Entry,
    /// For every table written to: name, rows, digest of the rows.
    pub rows: String,
    /// Hash of the line before; empty in the first.
    pub previous: String,
    /// Hash of this line.
    pub hash: String,
}

impl Line {
    pub(crate) fn new(seq: Seq, entry: &Entry, rows: String, previous: String) -> Self {
        let mut line = Self { seq, entry: entry.clone(), rows, previous, hash: String::new() };
        line.hash = line.hash_at(seq);
        line
    }

    /// The hash this line would have as number `seq`.
    pub(crate) fn hash_at(&self, seq: Seq) -> String {
        let e = &self.entry;
        let moment = e.moment.to_string();
        let texts = [
            &moment,
            &e.actor,
            &e.role,
            &e.origin,
            &e.action,
            &e.subject,
            &e.before,
            &e.after,
            &e.why,
            &self.rows,
            &self.previous,
        ];
        let mut bytes = Vec::new();
        Cell::from(seq.0).encode(&mut bytes);
        for text in texts {
            Cell::from(text).encode(&mut bytes);
        }
        sha256(&bytes)
    }

    pub(crate) fn read(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            seq: Seq(get(row, 0)?),
            entry: Entry {
                moment: parse(row, 1, "a journal line")?,
                actor: get(row, 2)?,
                role: get(row, 3)?,
                origin: get(row, 4)?,
                action: get(row, 5)?,
                subject: get(row, 6)?,
                before: get(row, 7)?,
                after: get(row, 8)?,
                why: get(row, 9)?,
            },
            rows: get(row, 10)?,
            previous: get(row, 11)?,
            hash: get(row, 12)?,
        })
    }
}

/// The columns of [`Line::read`].
pub(crate) const READ: &str = "SELECT seq, moment, actor, role, origin, action, subject, before, after, why, rows, \
                               previous, hash FROM journal WHERE seq > $1 ORDER BY seq";

/// `table rows digest` for every table that was written to, separated by semicolons.
pub(crate) fn summary(tallies: impl Iterator<Item = (&'static Table, Tally)>) -> String {
    let written = tallies.filter(|(_, tally)| tally.rows > 0);
    let parts: Vec<String> = written.map(|(table, t)| format!("{} {} {}", table.name, t.rows, t.digest())).collect();
    parts.join("; ")
}

/// Writes a line and moves the end of the chain to it.
pub(crate) async fn append(
    transaction: &mut Transaction<'static, Any>,
    line: &Line,
    next_id: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO journal (seq, moment, actor, role, origin, action, subject, before, after, why, \
                          rows, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let e = &line.entry;
    let moment = e.moment.to_string();
    let texts = [
        &moment,
        &e.actor,
        &e.role,
        &e.origin,
        &e.action,
        &e.subject,
        &e.before,
        &e.after,
        &e.why,
        &line.rows,
        &line.previous,
        &line.hash,
    ];
    let insert = texts.into_iter().fold(sqlx::query(INSERT).bind(line.seq.0), |query, text| query.bind(text.clone()));
    insert.execute(&mut **transaction).await.map_err(StoreError::of("writing the journal"))?;
    sqlx::query("UPDATE journal_head SET hash = $1, next_id = $2 WHERE id = 1")
        .bind(&line.hash)
        .bind(next_id)
        .execute(&mut **transaction)
        .await
        .map_err(StoreError::of("writing the journal"))?;
    Ok(())
}

impl Store {
    /// The lines of the journal after `after`, oldest first.
    ///
    /// # Errors
    /// When the database fails or a line was made unreadable.
    pub async fn journal(&self, after: Seq) -> Result<Vec<Line>, StoreError> {
        let rows = self.rows(READ, after.0, "reading the journal").await?;
        rows.iter().map(Line::read).collect()
    }

    /// One line of the journal; `None` when there is none of that number.
    ///
    /// # Errors
    /// When the database fails or the line was made unreadable.
    pub async fn journal_line(&self, seq: Seq) -> Result<Option<Line>, StoreError> {
        const ONE: &str = "SELECT seq, moment, actor, role, origin, action, subject, before, after, why, rows, \
                           previous, hash FROM journal WHERE seq = $1";
        let rows = self.rows(ONE, seq.0, "reading the journal").await?;
        rows.first().map(Line::read).transpose()
    }
}
