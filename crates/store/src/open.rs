//! The connection: which database an address names, and how each of the two is set up.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::{AnyArguments, AnyPoolOptions, AnyRow};
use sqlx::{AnyPool, AssertSqlSafe, Connection as _, Executor};
use tokio::sync::Mutex;

use crate::Seq;
use crate::columns::Columns;
use crate::error::StoreError;
use crate::migrate;
use crate::projects::Burden;
use crate::row::{Cell, get};

/// Which of the two databases it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded, one file.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database of an office. Cheap to clone; clones share the connections.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: AnyPool,
    pub(crate) backend: Backend,
    /// Writers of this process wait here; those of other processes wait at the database.
    pub(crate) writer: Arc<Mutex<()>>,
    /// How many steps wait for each agency, as of the last change of what waits.
    pub(crate) waiting: Arc<crate::changed::Kept<(Seq, Date), Vec<Burden>>>,
    /// The file of SQLite.
    pub(crate) file: Option<PathBuf>,
    address: String,
}

impl Store {
    /// Opens a database that `khoi migrate` has prepared: `sqlite://path`, `postgres://user@host/name`, or a plain
    /// path for SQLite.
    ///
    /// # Errors
    /// When the address is not one, nothing answers there, or its layout is not the one of this program.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        let store = Self::connect(address, "rw").await?;
        migrate::require_current(&store).await?;
        Ok(store)
    }

    /// Opens a database and brings its layout up to date, creating the SQLite file when there is none.
    /// Returns the names of the migrations that were applied.
    ///
    /// # Errors
    /// As [`Store::open`], and when an applied migration is not the one of this program.
    pub async fn migrate(address: &str) -> Result<(Self, Vec<&'static str>), StoreError> {
        let store = Self::connect(address, "rwc").await?;
        let applied = migrate::run(&store).await?;
        Ok((store, applied))
    }

    pub(crate) async fn connect(address: &str, mode: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let (backend, url) = resolve(address, mode)?;
        let file = file_of(address)?;
        let shown = without_password(address);
        let open = |source| StoreError::Open { address: shown.clone(), source };
        let connections = match backend {
            Backend::Sqlite => 4,
            Backend::Postgres => 8,
        };
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(30))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if backend == Backend::Sqlite {
                        connection.execute(SQLITE_SETUP).await?;
                    }
                    Ok(())
                })
            })
            // A commit that failed (a full disk) leaves its connection within the change: it is not used again.
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .connect(&url)
            .await
            .map_err(open)?;
        Ok(Self { pool, backend, writer: Arc::new(Mutex::new(())), waiting: Arc::default(), file, address: shown })
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Its address as given, password removed.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The last change: what "now" is for every loader.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest(&self) -> Result<Seq, StoreError> {
        let row = sqlx::query("SELECT seq FROM journal_head WHERE id = 1")
            .fetch_one(&self.pool)
            .await
            .map_err(StoreError::of("reading the end of the journal"))?;
        Ok(Seq(get(&row, 0)?))
    }

    /// The latest moment that one of the newest thousand changes was made at: the clock may have been set back since.
    ///
    /// # Errors
    /// When the database fails or a moment was made unreadable.
    pub async fn latest_moment(&self) -> Result<Option<Timestamp>, StoreError> {
        const SQL: &str = "SELECT MAX(moment) FROM (SELECT moment FROM journal ORDER BY seq DESC LIMIT 1000) newest";
        let rows = self.rows_of(SQL, &[], "reading the moments of the newest changes").await?;
        rows.first().map_or(Ok(None), |row| Columns::of(row).maybe("the moment of a change"))
    }

    /// Closes every connection; SQLite folds its log into the file.
    pub async fn close(self) {
        self.pool.close().await;
    }

    /// All rows of a query with its parameters in order.
    pub(crate) async fn rows_of(
        &self,
        sql: impl Into<String>,
        parameters: &[Cell<'_>],
        doing: &'static str,
    ) -> Result<Vec<AnyRow>, StoreError> {
        let mut arguments = AnyArguments::default();
        for parameter in parameters {
            parameter.bind(&mut arguments).map_err(StoreError::of(doing))?;
        }
        let query = sqlx::query_with(AssertSqlSafe(sql.into()), arguments);
        query.fetch_all(&self.pool).await.map_err(StoreError::of(doing))
    }

    /// All rows of a query with one whole-number parameter.
    pub(crate) async fn rows(
        &self,
        sql: &'static str,
        parameter: i64,
        doing: &'static str,
    ) -> Result<Vec<AnyRow>, StoreError> {
        sqlx::query(sql).bind(parameter).fetch_all(&self.pool).await.map_err(StoreError::of(doing))
    }
}

/// Nothing acknowledged is lost (FULL), readers never wait for the writer (WAL), the writer waits for others, references
/// are kept. Pages are read where the system holds the file in memory, once for all connections: a walk through a long table
/// is three times as fast as with a call of the system for each page. What is written still goes by such calls.
const SQLITE_SETUP: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 30000; \
                            PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA mmap_size = 2147418112";

/// The database and the address in the driver's form.
fn resolve(address: &str, mode: &str) -> Result<(Backend, String), StoreError> {
    let refuse = || StoreError::Address(without_password(address));
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        return Ok((Backend::Postgres, address.to_owned()));
    }
    let absolute = file_of(address)?.ok_or_else(refuse)?;
    let text = absolute.to_str().ok_or_else(refuse)?;
    Ok((Backend::Sqlite, format!("sqlite://{}?mode={mode}", percent_encoded(text))))
}

/// The file an address names; `None` for a server.
pub(crate) fn file_of(address: &str) -> Result<Option<PathBuf>, StoreError> {
    let refuse = || StoreError::Address(without_password(address));
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        return Ok(None);
    }
    let path = address.strip_prefix("sqlite://").or_else(|| address.strip_prefix("sqlite:")).unwrap_or(address);
    if path.is_empty() || path.contains("://") || path.contains('?') || path == ":memory:" {
        return Err(refuse());
    }
    std::path::absolute(Path::new(path)).map(Some).map_err(|_| refuse())
}

/// Folders and files of any name, also with spaces and Vietnamese letters.
fn percent_encoded(path: &str) -> String {
    use std::fmt::Write;
    path.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// The address without the password it may hold.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let Some((user, host)) = rest.rsplit_once('@') else { return address.to_owned() };
    let name = user.split_once(':').map_or(user, |(name, _)| name);
    format!("{scheme}://{name}@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let check = |address, expected| assert_eq!(resolve(address, "rw").unwrap(), expected);
        check("/tmp/dữ liệu.db", (Backend::Sqlite, "sqlite:///tmp/d%E1%BB%AF%20li%E1%BB%87u.db?mode=rw".into()));
        check("sqlite:///a/b.db", (Backend::Sqlite, "sqlite:///a/b.db?mode=rw".into()));
        check("postgres://u@h/d", (Backend::Postgres, "postgres://u@h/d".into()));
        for wrong in ["", "mysql://h/d", ":memory:", "sqlite://a.db?mode=memory"] {
            assert!(resolve(wrong, "rw").is_err(), "{wrong}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(without_password("postgres://u:p@ss@h:1/d"), "postgres://u@h:1/d");
        assert_eq!(without_password("khoi.db"), "khoi.db");
    }
}
