//! One change: its transaction, its number, the rows it writes and the journal line that vouches for them.
//!
//! Rows are buffered and written many at a time. The digest of a table's rows is taken in the order of writing, which is
//! the order of their keys: row numbers only ever grow.

use std::sync::Arc;

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, AssertSqlSafe, Transaction};
use tokio::sync::OwnedMutexGuard;

use crate::Seq;
use crate::error::StoreError;
use crate::journal::{self, Entry, Line};
use crate::open::{Backend, Store};
use crate::register::Codes;
use crate::row::{Cell, Table, Tally, get};
use crate::tables;

/// Rows written by one statement: enough that the cost of a statement vanishes, few enough for the limit of 32 766
/// parameters of SQLite.
pub(crate) const ROWS_AT_ONCE: usize = 500;

/// A change under way. Dropped without [`Writing::commit`] it leaves nothing.
pub struct Writing {
    transaction: Transaction<'static, Any>,
    backend: Backend,
    seq: Seq,
    next_id: i64,
    previous: String,
    pending: Vec<Pending>,
    scratch: Vec<u8>,
    pub(crate) codes: Codes,
    _turn: OwnedMutexGuard<()>,
}

/// Rows of one table that wait to be written, and the digest of all its rows so far.
#[derive(Default)]
struct Pending {
    /// Statements' worth of [`ROWS_AT_ONCE`] rows.
    full: Vec<AnyArguments>,
    /// The rows after them.
    rest: AnyArguments,
    rest_rows: usize,
    tally: Tally,
    /// The text for a full statement, once it was needed; the driver keeps it prepared.
    full_text: Option<Arc<str>>,
}

impl Store {
    /// A transaction that may write: SQLite takes its one write lock at once instead of failing later.
    pub(crate) async fn begin_writing(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        match self.backend {
            Backend::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await,
            Backend::Postgres => self.pool.begin().await,
        }
    }

    /// Begins a change, waiting for other writers.
    ///
    /// # Errors
    /// When the database fails, or another writer holds it for longer than half a minute.
    pub async fn begin(&self) -> Result<Writing, StoreError> {
        let turn = Arc::clone(&self.writer).lock_owned().await;
        let doing = StoreError::of;
        let mut transaction = self.begin_writing().await.map_err(doing("beginning a change"))?;
        let row = sqlx::query("UPDATE journal_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, next_id, hash")
            .fetch_one(&mut *transaction)
            .await
            .map_err(doing("beginning a change"))?;
        Ok(Writing {
            transaction,
            backend: self.backend,
            seq: Seq(get(&row, 0)?),
            next_id: get(&row, 1)?,
            previous: get(&row, 2)?,
            pending: tables::ALL.iter().map(|_| Pending::default()).collect(),
            scratch: Vec::new(),
            codes: Codes::default(),
            _turn: turn,
        })
    }
}

impl Writing {
    /// The number of this change.
    #[must_use]
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// Rows written or waiting so far; zero means there is nothing to commit.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.pending.iter().map(|p| p.tally.rows).sum()
    }

    /// The next row number.
    pub(crate) fn new_id(&mut self) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    /// Takes in one row; it is written by the next [`Writing::settle`] that has enough, or by the commit.
    pub(crate) fn push<const N: usize>(
        &mut self,
        table: &'static Table,
        cells: [Cell<'_>; N],
    ) -> Result<(), StoreError> {
        debug_assert_eq!(N, table.columns.len(), "{}", table.name);
        let pending = &mut self.pending[table.place];
        self.scratch.clear();
        for (cell, (column, _)) in cells.into_iter().zip(table.columns) {
            let cell = cell.storable().ok_or(StoreError::Unstorable { table: table.name, column })?;
            cell.encode(&mut self.scratch);
            cell.bind(&mut pending.rest).map_err(StoreError::of("binding a value"))?;
        }
        pending.tally.take(&self.scratch);
        pending.rest_rows += 1;
        if pending.rest_rows == ROWS_AT_ONCE {
            pending.full.push(std::mem::take(&mut pending.rest));
            pending.rest_rows = 0;
        }
        Ok(())
    }

    /// Rows of one text, as this change sees them.
    pub(crate) async fn fetch_for(
        &mut self,
        sql: &'static str,
        parameter: &str,
        doing: &'static str,
    ) -> Result<Vec<AnyRow>, StoreError> {
        sqlx::query(sql)
            .bind(parameter.to_owned())
            .fetch_all(&mut *self.transaction)
            .await
            .map_err(StoreError::of(doing))
    }

    /// The connection of this change, for what it must read of itself.
    pub(crate) fn connection(&mut self) -> &mut sqlx::AnyConnection {
        &mut self.transaction
    }

    /// Rows as this change sees them.
    pub(crate) async fn fetch_all(
        &mut self,
        sql: &'static str,
        doing: &'static str,
    ) -> Result<Vec<AnyRow>, StoreError> {
        sqlx::query(sql).fetch_all(&mut *self.transaction).await.map_err(StoreError::of(doing))
    }

    /// Writes what waits, when a table has a full statement of it.
    pub(crate) async fn settle(&mut self) -> Result<(), StoreError> {
        match self.pending.iter().rposition(|p| !p.full.is_empty()) {
            // The rests of the tables before it may be referred to by its rows.
            Some(last) => self.flush(last + 1, last).await,
            None => Ok(()),
        }
    }

    /// Writes the full statements of the first `tables` tables and the rests of the first `rests`, in order, so that
    /// parents come before children.
    async fn flush(&mut self, tables: usize, rests: usize) -> Result<(), StoreError> {
        for table in &tables::ALL[..tables] {
            let pending = &mut self.pending[table.place];
            for arguments in std::mem::take(&mut pending.full) {
                let text =
                    pending.full_text.get_or_insert_with(|| Arc::from(insert_of(table, ROWS_AT_ONCE, self.backend)));
                execute(&mut self.transaction, Arc::clone(text), arguments, true).await?;
            }
            if table.place < rests && pending.rest_rows > 0 {
                let text = Arc::from(insert_of(table, pending.rest_rows, self.backend));
                pending.rest_rows = 0;
                execute(&mut self.transaction, text, std::mem::take(&mut pending.rest), false).await?;
            }
        }
        Ok(())
    }

    /// Writes the journal line and makes everything of this change durable.
    ///
    /// # Errors
    /// When the database fails or refuses; nothing of the change is left then.
    pub async fn commit(mut self, entry: &Entry) -> Result<Seq, StoreError> {
        self.flush(tables::ALL.len(), tables::ALL.len()).await?;
        let tallies = self.pending.iter_mut().map(|p| std::mem::take(&mut p.tally));
        let rows = journal::summary(tables::ALL.iter().copied().zip(tallies));
        let line = Line::new(self.seq, entry, rows, std::mem::take(&mut self.previous));
        journal::append(&mut self.transaction, &line, self.next_id).await?;
        self.transaction.commit().await.map_err(StoreError::of("committing a change"))?;
        Ok(self.seq)
    }

    /// Gives the change up; as dropping it, but waits until the database has let go.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn abandon(self) -> Result<(), StoreError> {
        self.transaction.rollback().await.map_err(StoreError::of("giving up a change"))
    }
}

async fn execute(
    transaction: &mut Transaction<'static, Any>,
    text: Arc<str>,
    arguments: AnyArguments,
    keep_prepared: bool,
) -> Result<(), StoreError> {
    let query = sqlx::query_with(AssertSqlSafe(text), arguments).persistent(keep_prepared);
    query.execute(&mut **transaction).await.map(|_| ()).map_err(StoreError::of("writing rows"))
}

/// The statement that writes so many rows of a table.
fn insert_of(table: &Table, rows: usize, backend: Backend) -> String {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    insert_text(table.name, &names, rows, backend)
}

/// `INSERT INTO t (…) VALUES (…), …` for so many rows.
///
/// The one place where the two databases get different text: SQLite is given `?`, because it looks a named parameter
/// such as `$900` up in a list from the front, which makes long statements quadratic.
pub(crate) fn insert_text(table: &str, columns: &[&str], rows: usize, backend: Backend) -> String {
    use std::fmt::Write;
    let width = columns.len();
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..width {
            let gap = if column == 0 { "" } else { ", " };
            let _ = match backend {
                Backend::Sqlite => write!(sql, "{gap}?"),
                Backend::Postgres => write!(sql, "{gap}${}", row * width + column + 1),
            };
        }
        sql.push(')');
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements() {
        let table = &tables::PRODUCT_CODE;
        assert_eq!(
            insert_of(table, 2, Backend::Postgres),
            "INSERT INTO product_code (id, seq, code) VALUES ($1, $2, $3), ($4, $5, $6)"
        );
        assert_eq!(insert_of(table, 1, Backend::Sqlite), "INSERT INTO product_code (id, seq, code) VALUES (?, ?, ?)");
    }

    #[test]
    fn a_full_statement_stays_below_the_limit_of_parameters() {
        for table in tables::ALL {
            assert!(table.columns.len() * ROWS_AT_ONCE < 32_766, "{}", table.name);
        }
    }
}
