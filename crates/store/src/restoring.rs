//! A backup put back: layout, rows and verification in one transaction, so that there is never half a database.

use std::path::{Path, PathBuf};

use sqlx::any::AnyArguments;
use sqlx::{Any, AssertSqlSafe, Transaction};

use crate::error::StoreError;
use crate::migrate::{self, LayoutStep};
use crate::open::{Backend, Store, file_of};
use crate::row::{Kind, get};
use crate::snapshot::ColumnKind;
use crate::verify::{Verification, verify};
use crate::write::{ROWS_AT_ONCE, insert_text};
use crate::{lines, tables};

/// Bytes of rows written by one statement at the most, so that photos do not pile up.
const BYTES_AT_ONCE: usize = 4 * 1024 * 1024;

/// An empty database that is being filled from a backup. Dropped without [`Restoring::commit`] it stays empty.
pub struct Restoring {
    store: Store,
    transaction: Transaction<'static, Any>,
    /// The file, when it was made for this.
    made: Option<PathBuf>,
    table: TableBegun,
}

/// The table whose rows are coming in.
#[derive(Default)]
struct TableBegun {
    name: String,
    columns: Vec<String>,
    kinds: Vec<Kind>,
    arguments: AnyArguments,
    rows: usize,
    bytes: usize,
}

impl Store {
    /// Whether this program brings the layout of a backup: the same one, or one it can bring up to date.
    ///
    /// # Errors
    /// The first step that is not one of this program.
    pub fn knows(layout: &[LayoutStep]) -> Result<(), StoreError> {
        migrate::knows(layout)
    }

    /// Begins to fill an empty database with rows of this layout, creating the SQLite file when there is none.
    ///
    /// # Errors
    /// When the database is not empty or fails, or the layout is not one of this program.
    pub async fn restoring(address: &str, layout: &[LayoutStep]) -> Result<Restoring, StoreError> {
        migrate::knows(layout)?;
        let file = file_of(address)?;
        let made = file.filter(|file| !file.exists());
        let store = Self::connect(address, "rwc").await?;
        match begin(&store, layout.len()).await {
            Ok(transaction) => Ok(Restoring { store, transaction, made, table: TableBegun::default() }),
            Err(error) => {
                give_up(store, made.as_deref()).await;
                Err(error)
            }
        }
    }
}

async fn begin(store: &Store, steps: usize) -> Result<Transaction<'static, Any>, StoreError> {
    let doing = StoreError::of;
    let mut transaction = store.begin_writing().await.map_err(doing("beginning to restore"))?;
    let sql = match store.backend {
        Backend::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'",
        Backend::Postgres => "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()",
    };
    let row = sqlx::query(sql).fetch_one(&mut *transaction).await.map_err(doing("looking for tables"))?;
    if get::<i64>(&row, 0)? > 0 {
        return Err(StoreError::NotEmpty { address: store.address().to_owned() });
    }
    migrate::advance(&mut transaction, store.backend, steps).await?;
    // The backup brings the end of its own journal.
    sqlx::query("DELETE FROM journal_head").execute(&mut *transaction).await.map_err(doing("beginning to restore"))?;
    Ok(transaction)
}

async fn give_up(store: Store, made: Option<&Path>) {
    store.close().await;
    for ending in ["", "-wal", "-shm"] {
        if let Some(file) = made {
            // An empty file that stays is as good as none.
            let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
        }
    }
}

impl Restoring {
    /// Which tables' rows come next.
    ///
    /// # Errors
    /// When it is none of this program's, has a column that is none, or the rows before are refused.
    pub async fn table(&mut self, name: &str, columns: &[(String, ColumnKind)]) -> Result<(), StoreError> {
        self.flush().await?;
        let known = tables::ALL.iter().chain(tables::BESIDE).any(|table| table.name == name);
        let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !known || columns.is_empty() || !columns.iter().all(|(name, _)| is_name(name)) {
            return Err(StoreError::NotARow { table: name.to_owned() });
        }
        let kind = |kind: &ColumnKind| match kind {
            ColumnKind::Int => Kind::Int,
            ColumnKind::Double => Kind::Double,
            ColumnKind::Text => Kind::Text,
        };
        self.table = TableBegun {
            name: name.to_owned(),
            columns: columns.iter().map(|(name, _)| name.clone()).collect(),
            kinds: columns.iter().map(|(_, of)| kind(of)).collect(),
            ..TableBegun::default()
        };
        Ok(())
    }

    /// Takes in rows of the table, whole lines.
    ///
    /// # Errors
    /// When a line is no row of the table, or the database refuses it.
    pub async fn take(&mut self, chunk: &[u8]) -> Result<(), StoreError> {
        for line in chunk.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            self.push(line)?;
            if self.table.rows == ROWS_AT_ONCE || self.table.bytes >= BYTES_AT_ONCE {
                self.flush().await?;
            }
        }
        Ok(())
    }

    fn push(&mut self, line: &[u8]) -> Result<(), StoreError> {
        let table = &mut self.table;
        let refuse = || StoreError::NotARow { table: table.name.clone() };
        let values = lines::read(line, &table.kinds).ok_or_else(refuse)?;
        for (value, kind) in values.iter().zip(&table.kinds) {
            let cell = lines::cell(value, *kind).storable().ok_or_else(refuse)?;
            cell.bind(&mut table.arguments).map_err(StoreError::of("binding a value"))?;
        }
        table.rows += 1;
        table.bytes += line.len();
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), StoreError> {
        let table = &mut self.table;
        if table.rows == 0 {
            return Ok(());
        }
        let columns: Vec<&str> = table.columns.iter().map(String::as_str).collect();
        let text = insert_text(&table.name, &columns, table.rows, self.store.backend);
        let is_full = table.rows == ROWS_AT_ONCE;
        (table.rows, table.bytes) = (0, 0);
        let query = sqlx::query_with(AssertSqlSafe(text), std::mem::take(&mut table.arguments)).persistent(is_full);
        query.execute(&mut *self.transaction).await.map(|_| ()).map_err(StoreError::of("writing rows"))
    }

    /// Brings an older layout up to date; the names of the steps applied.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn advance(&mut self) -> Result<Vec<&'static str>, StoreError> {
        self.flush().await?;
        migrate::advance(&mut self.transaction, self.store.backend, usize::MAX).await
    }

    /// Holds what was restored against its own journal.
    ///
    /// # Errors
    /// When the database fails. What is not as it was written is no error: it is in the findings.
    pub async fn verify(&mut self, progress: impl FnMut(u64)) -> Result<Verification, StoreError> {
        self.flush().await?;
        verify(&mut self.transaction, progress).await
    }

    /// Makes it a database that can be used.
    ///
    /// # Errors
    /// When the database fails; it is empty then.
    pub async fn commit(mut self) -> Result<Store, StoreError> {
        self.flush().await?;
        self.transaction.commit().await.map_err(StoreError::of("ending the restoring"))?;
        Ok(self.store)
    }

    /// Gives up: the database is as empty as it was, a file made for it is gone.
    pub async fn abandon(self) {
        // What is not committed is gone either way.
        let _ = self.transaction.rollback().await;
        give_up(self.store, self.made.as_deref()).await;
    }
}
