//! The whole database as it was at one moment, while others write on: what a backup and a verification read.

use futures_util::TryStreamExt;
use sqlx::{Any, AssertSqlSafe, Transaction};
use tokio::sync::mpsc::Sender;

use crate::Seq;
use crate::error::StoreError;
use crate::lines;
use crate::migrate::{self, LayoutStep};
use crate::open::{Backend, Store};
use crate::row::{Kind, Table, get};
use crate::tables::{ALL, BESIDE};

/// Lines handed over at once.
const CHUNK: usize = 256 * 1024;

/// A column as a backup notes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A whole number.
    Int,
    /// A number.
    Double,
    /// A text.
    Text,
}

impl From<Kind> for ColumnKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Int => Self::Int,
            Kind::Double => Self::Double,
            Kind::Text => Self::Text,
        }
    }
}

/// A table that a backup carries.
#[derive(Debug, Clone, Copy)]
pub struct Carried(&'static Table);

impl Carried {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// Its columns in order.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, ColumnKind)> {
        self.0.columns.iter().map(|(name, kind)| (*name, (*kind).into()))
    }
}

/// Whole lines of rows of one table.
#[derive(Debug, Default)]
pub struct Chunk {
    /// The lines, each with its end.
    pub lines: Vec<u8>,
    /// How many.
    pub rows: u64,
}

/// The database as it was when this was begun. Writers do not wait for it.
pub struct Snapshot {
    pub(crate) transaction: Transaction<'static, Any>,
}

impl Store {
    /// Begins reading the database as it is now; changes made later are not seen.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let begun = match self.backend {
            // In WAL mode a reading transaction sees what was there at its first read.
            Backend::Sqlite => self.pool.begin_with("BEGIN").await,
            Backend::Postgres => self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await,
        };
        let mut transaction = begun.map_err(StoreError::of("beginning to read"))?;
        // Both databases fix the moment by the first statement, not by the beginning.
        let first = sqlx::query("SELECT seq FROM journal_head").fetch_optional(&mut *transaction);
        first.await.map_err(StoreError::of("beginning to read"))?;
        Ok(Snapshot { transaction })
    }
}

impl Snapshot {
    /// The tables a backup carries, parents before children.
    pub fn tables() -> impl Iterator<Item = Carried> {
        ALL.iter().chain(BESIDE).map(|table| Carried(table))
    }

    /// The last change and its hash.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn head(&mut self) -> Result<(Seq, String), StoreError> {
        let row = sqlx::query("SELECT seq, hash FROM journal_head WHERE id = 1").fetch_one(&mut *self.transaction);
        let row = row.await.map_err(StoreError::of("reading the end of the journal"))?;
        Ok((Seq(get(&row, 0)?), get(&row, 1)?))
    }

    /// The steps of the layout that were applied.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn layout(&mut self) -> Result<Vec<LayoutStep>, StoreError> {
        migrate::steps(&mut *self.transaction).await
    }

    /// Hands every row of a table over, in the order of writing; ends early when nobody takes them.
    ///
    /// # Errors
    /// When the database fails, or holds a value of another kind than its column's.
    pub async fn copy(&mut self, table: Carried, to: &Sender<Chunk>) -> Result<(), StoreError> {
        let sql = select(table.0);
        let mut stream = sqlx::query(AssertSqlSafe(sql)).fetch(&mut *self.transaction);
        let mut chunk = Chunk::default();
        while let Some(row) = stream.try_next().await.map_err(StoreError::of("reading rows"))? {
            lines::write(table.0, &row, &mut chunk.lines)?;
            chunk.rows += 1;
            if chunk.lines.len() >= CHUNK && to.send(std::mem::take(&mut chunk)).await.is_err() {
                return Ok(());
            }
        }
        if chunk.rows > 0 {
            // Who takes no more knows why.
            let _ = to.send(chunk).await;
        }
        Ok(())
    }
}

/// Every row of a table in the order of writing. Every part of the text is a constant of this crate.
pub(crate) fn select(table: &Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    format!("SELECT {} FROM {} ORDER BY {}", names.join(", "), table.name, table.key)
}
