//! The layout of the tables, step by step; see `migrations/README.md`.

use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use crate::error::StoreError;
use crate::open::{Backend, Store};
use crate::row::{get, sha256};

/// A step of the layout, as a database or a backup names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutStep {
    /// Its number, from 1.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// SHA-256 of its text.
    pub digest: String,
}

/// A numbered step.
struct Migration {
    version: i64,
    name: &'static str,
    sql: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal),*) => {
        &[$(Migration { version: $version, name: $name, sql: include_str!(concat!("../migrations/", $name, ".sql")) }),*]
    };
}

/// In order; only ever added to.
const MIGRATIONS: &[Migration] = migrations![
    1 "0001_journal",
    2 "0002_register",
    3 "0003_returns",
    4 "0004_settings",
    5 "0005_published",
    6 "0006_sites",
    7 "0007_people",
    8 "0008_projects",
    9 "0009_obstacles",
    10 "0010_markets",
    11 "0011_attachments",
    12 "0012_indexes",
    13 "0013_registry",
    14 "0014_keys",
    15 "0015_portal",
    16 "0016_identity",
    17 "0017_two_people",
    18 "0018_phones",
    19 "0019_adjust"
];

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS migration \
                      (version BIGINT PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL)";

/// The text for one of the databases: `/*sqlite … */` is opened for SQLite.
fn text_for(sql: &str, backend: Backend) -> String {
    match backend {
        Backend::Postgres => sql.to_owned(),
        Backend::Sqlite => sql
            .split("/*sqlite ")
            .enumerate()
            .map(|(n, part)| if n == 0 { part.to_owned() } else { part.replacen("*/", "", 1) })
            .collect(),
    }
}

/// The steps that were applied, in order.
pub(crate) async fn steps<'c>(executor: impl sqlx::AnyExecutor<'c>) -> Result<Vec<LayoutStep>, StoreError> {
    let rows = sqlx::query("SELECT version, name, digest FROM migration ORDER BY version")
        .fetch_all(executor)
        .await
        .map_err(StoreError::of("reading the layout"))?;
    rows.iter().map(|row| Ok(LayoutStep { version: get(row, 0)?, name: get(row, 1)?, digest: get(row, 2)? })).collect()
}

/// Whether what was applied is a beginning of what this program brings.
pub(crate) fn knows(applied: &[LayoutStep]) -> Result<(), StoreError> {
    for (place, step) in applied.iter().enumerate() {
        let known = MIGRATIONS.get(place).filter(|m| m.version == step.version);
        if known.is_none_or(|m| sha256(m.sql.as_bytes()) != step.digest) {
            return Err(StoreError::ForeignMigration { version: step.version });
        }
    }
    Ok(())
}

/// Fails unless the layout is exactly the one of this program.
pub(crate) async fn require_current(store: &Store) -> Result<(), StoreError> {
    let needed = MIGRATIONS.len() as i64;
    // A database without the ledger table is one that was never prepared.
    let Ok(done) = steps(&store.pool).await else { return Err(StoreError::Layout { found: 0, needed }) };
    knows(&done)?;
    if done.len() as i64 == needed { Ok(()) } else { Err(StoreError::Layout { found: done.len() as i64, needed }) }
}

/// Applies what is missing; all of it or nothing.
pub(crate) async fn run(store: &Store) -> Result<Vec<&'static str>, StoreError> {
    let doing = StoreError::of;
    let mut transaction = store.begin_writing().await.map_err(doing("beginning the migration"))?;
    let names = advance(&mut transaction, store.backend, MIGRATIONS.len()).await?;
    transaction.commit().await.map_err(doing("ending the migration"))?;
    Ok(names)
}

/// Applies, within a transaction, what is missing up to so many steps; their names.
pub(crate) async fn advance(
    transaction: &mut AnyConnection,
    backend: Backend,
    up_to: usize,
) -> Result<Vec<&'static str>, StoreError> {
    let doing = StoreError::of;
    if backend == Backend::Postgres {
        // Two servers may start at once; the number is this program's own.
        let lock = "SELECT 1 FROM (SELECT pg_advisory_xact_lock(5100000001)) AS waiting";
        sqlx::query(lock).fetch_one(&mut *transaction).await.map_err(doing("waiting for another migration"))?;
    }
    sqlx::query(LEDGER).execute(&mut *transaction).await.map_err(doing("preparing the migration"))?;
    let done = steps(&mut *transaction).await?;
    knows(&done)?;
    let mut names = Vec::new();
    for migration in MIGRATIONS.iter().take(up_to).skip(done.len()) {
        let text = sqlx::AssertSqlSafe(text_for(migration.sql, backend));
        sqlx::raw_sql(text).execute(&mut *transaction).await.map_err(doing("applying a migration"))?;
        sqlx::query("INSERT INTO migration (version, name, digest) VALUES ($1, $2, $3)")
            .bind(migration.version)
            .bind(migration.name)
            .bind(sha256(migration.sql.as_bytes()))
            .execute(&mut *transaction)
            .await
            .map_err(doing("noting a migration"))?;
        names.push(migration.name);
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sqlite_reads_its_own_part() {
        let sql = "CREATE TABLE t (a BIGINT) /*sqlite WITHOUT ROWID */;";
        assert_eq!(text_for(sql, Backend::Sqlite), "CREATE TABLE t (a BIGINT) WITHOUT ROWID ;");
        assert_eq!(text_for(sql, Backend::Postgres), sql);
    }

    #[test]
    fn a_backup_carries_every_table_or_says_why_not() {
        use crate::tables::{ALL, BESIDE, LEFT_BEHIND};
        let made = MIGRATIONS.iter().flat_map(|m| m.sql.split("CREATE TABLE ").skip(1));
        let made: Vec<&str> = made.filter_map(|rest| rest.split([' ', '(']).next()).collect();
        let known: Vec<&str> = ALL.iter().chain(BESIDE).map(|table| table.name).chain(LEFT_BEHIND).collect();
        assert!(made.iter().all(|name| known.contains(name)), "{made:?}");
        assert_eq!(made.len(), known.len());
    }

    #[test]
    fn versions_only_grow() {
        assert!(MIGRATIONS.windows(2).all(|pair| pair[0].version < pair[1].version));
        for migration in MIGRATIONS {
            assert!(migration.name.starts_with(&format!("{:04}_", migration.version)));
        }
    }
}
