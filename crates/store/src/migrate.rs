//! The layout of the tables, step by step; see `migrations/README.md`.

use crate::error::StoreError;
use crate::open::{Backend, Store};
use crate::row::{get, sha256};

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
    15 "0015_portal"
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

/// Versions and digests that were applied, in order.
async fn applied<'c>(executor: impl sqlx::AnyExecutor<'c>) -> Result<Vec<(i64, String)>, StoreError> {
    let rows = sqlx::query("SELECT version, digest FROM migration ORDER BY version")
        .fetch_all(executor)
        .await
        .map_err(StoreError::of("reading the layout"))?;
    rows.iter().map(|row| Ok((get(row, 0)?, get(row, 1)?))).collect()
}

/// Whether what was applied is a beginning of what this program brings.
fn compare(applied: &[(i64, String)]) -> Result<(), StoreError> {
    for (version, digest) in applied {
        let known = MIGRATIONS.iter().find(|m| m.version == *version);
        if known.is_none_or(|m| sha256(m.sql.as_bytes()) != *digest) {
            return Err(StoreError::ForeignMigration { version: *version });
        }
    }
    Ok(())
}

/// Fails unless the layout is exactly the one of this program.
pub(crate) async fn require_current(store: &Store) -> Result<(), StoreError> {
    let needed = MIGRATIONS.len() as i64;
    // A database without the ledger table is one that was never prepared.
    let Ok(done) = applied(&store.pool).await else { return Err(StoreError::Layout { found: 0, needed }) };
    compare(&done)?;
    if done.len() as i64 == needed { Ok(()) } else { Err(StoreError::Layout { found: done.len() as i64, needed }) }
}

/// Applies what is missing; all of it or nothing.
pub(crate) async fn run(store: &Store) -> Result<Vec<&'static str>, StoreError> {
    let doing = StoreError::of;
    let mut transaction = store.begin_writing().await.map_err(doing("beginning the migration"))?;
    if store.backend == Backend::Postgres {
        // Two servers may start at once; the number is this program's own.
        let lock = "SELECT 1 FROM (SELECT pg_advisory_xact_lock(5100000001)) AS waiting";
        sqlx::query(lock).fetch_one(&mut *transaction).await.map_err(doing("waiting for another migration"))?;
    }
    sqlx::query(LEDGER).execute(&mut *transaction).await.map_err(doing("preparing the migration"))?;
    let done = applied(&mut *transaction).await?;
    compare(&done)?;
    let mut names = Vec::new();
    for migration in MIGRATIONS.iter().filter(|m| !done.iter().any(|(version, _)| *version == m.version)) {
        let text = sqlx::AssertSqlSafe(text_for(migration.sql, store.backend));
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
    transaction.commit().await.map_err(doing("ending the migration"))?;
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
    fn versions_only_grow() {
        assert!(MIGRATIONS.windows(2).all(|pair| pair[0].version < pair[1].version));
        for migration in MIGRATIONS {
            assert!(migration.name.starts_with(&format!("{:04}_", migration.version)));
        }
    }
}
