//! The database a command works on, and the context of who runs it.

use domain::text::Text;
use office::context::{Actor, Context, OfficeError};
use office::{Store, StoreError};

use crate::failure::Failure;

/// Where the data is.
#[derive(Debug, clap::Args)]
pub(crate) struct Database {
    /// Cơ sở dữ liệu / the database: sqlite://khoi.db, postgres://user@host/name, or the path of an SQLite file; without it
    /// the environment variable KHOI_DB, else sqlite://khoi.db.
    #[arg(long = "db", value_name = "URL")]
    url: Option<String>,
}

impl From<OfficeError> for Failure {
    fn from(error: OfficeError) -> Self {
        Self::Said(error.text())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Said(error.text())
    }
}

impl Database {
    /// Its address.
    pub(crate) fn url(&self) -> String {
        let named = self.url.clone().or_else(|| std::env::var("KHOI_DB").ok());
        named.unwrap_or_else(|| "sqlite://khoi.db".to_owned())
    }

    /// Its address where the command names one.
    pub(crate) fn named(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Opens it for the person at the command line.
    pub(crate) async fn open(&self) -> Result<Context, Failure> {
        Ok(context(Store::open(&self.url()).await?))
    }

    /// Opens it, brings its layout up to date and gives a new office its first settings and the carried rules. Also the names of the steps
    /// applied.
    pub(crate) async fn migrate(&self) -> Result<(Context, Vec<&'static str>), Failure> {
        let (store, applied) = Store::migrate(&self.url()).await?;
        let context = context(store);
        office::settings::begin_office(&context).await?;
        office::checks::begin_rules(&context, "").await?;
        Ok((context, applied))
    }
}

/// The person at the command line.
pub(crate) fn operator() -> Actor {
    let name = ["SUDO_USER", "USER", "USERNAME"].into_iter().find_map(|key| std::env::var(key).ok());
    Actor::operator(name.unwrap_or_else(|| "operator".to_owned()))
}

/// The operator now, with the command as it was given as the origin. Addresses in it may hold a password and are left out.
pub(crate) fn context(store: Store) -> Context {
    let words = std::env::args().skip(1).map(|word| if word.contains("://") { "…".to_owned() } else { word });
    let command: Vec<String> = std::iter::once("khoi".to_owned()).chain(words).collect();
    Context::new(operator(), jiff::Timestamp::now(), command.join(" "), store)
}

/// Runs a command that waits for the database.
pub(crate) fn wait<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        Failure::Said(Text::new(
            format!("Không khởi động được chương trình: {error}."),
            format!("The program cannot start: {error}."),
        ))
    })?;
    runtime.block_on(work)
}
