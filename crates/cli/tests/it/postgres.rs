//! A database of its own on the server of `KHOI_TEST_POSTGRES`.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::Connection as _;

/// A database that goes away with the test.
pub(crate) struct Database {
    admin: String,
    name: String,
    /// Its address.
    pub(crate) address: String,
}

/// A fresh, empty database; `None`, said loudly, where there is no server.
pub(crate) fn database() -> Option<Database> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let Ok(admin) = std::env::var("KHOI_TEST_POSTGRES") else {
        eprintln!("SKIPPED on PostgreSQL: KHOI_TEST_POSTGRES is not set; run ./test");
        return None;
    };
    let name = format!("khoi_cli_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    execute(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    execute(&admin, &format!("CREATE DATABASE {name}"));
    let (path, query) = admin.split_once('?').map_or((admin.as_str(), String::new()), |(p, q)| (p, format!("?{q}")));
    let address = format!("{}/{name}{query}", path.rsplit_once('/').unwrap().0);
    Some(Database { admin, name, address })
}

impl Database {
    /// Ends every connection to it, as a restart of the server does.
    pub(crate) fn cut_connections(&self) {
        let name = &self.name;
        execute(
            &self.admin,
            &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
        );
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        execute(&self.admin, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// Runs SQL behind the program's back.
pub(crate) fn execute(address: &str, sql: &str) {
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = sqlx::AnyConnection::connect(address).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}
