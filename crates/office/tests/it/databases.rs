//! The two databases of every test: a file of its own, and a database of its own on the server of `KHOI_TEST_POSTGRES`.

use std::sync::atomic::{AtomicU32, Ordering};

use office::Store;
use sqlx::Connection;

/// Runs a test on a migrated SQLite file and on a migrated PostgreSQL database.
pub(crate) fn on_both<T: Future<Output = ()>>(test: impl Fn(Store) -> T) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", folder.path().join("số liệu.db").display());
        let (store, _) = Store::migrate(&address).await.unwrap();
        test(store.clone()).await;
        store.close().await;

        let Ok(admin) = std::env::var("KHOI_TEST_POSTGRES") else {
            eprintln!("SKIPPED on PostgreSQL: KHOI_TEST_POSTGRES is not set; run ./test");
            return;
        };
        let (name, address) = create_database(&admin).await;
        let (store, _) = Store::migrate(&address).await.unwrap();
        test(store.clone()).await;
        store.close().await;
        execute(&admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    });
}

/// A fresh, empty database on the server: its name and address.
async fn create_database(admin: &str) -> (String, String) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("khoi_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    execute(admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    execute(admin, format!("CREATE DATABASE {name}")).await;
    let (server, rest) = admin.rsplit_once('/').filter(|_| !admin.contains("?host=")).map_or_else(
        || {
            let (path, query) = admin.split_once('?').unwrap();
            (path.rsplit_once('/').unwrap().0, format!("?{query}"))
        },
        |(server, database)| (server, database.split_once('?').map_or(String::new(), |(_, q)| format!("?{q}"))),
    );
    (name.clone(), format!("{server}/{name}{rest}"))
}

/// Runs SQL on the server.
async fn execute(address: &str, sql: String) {
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(address).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
