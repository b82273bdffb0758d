//! Which of the processes on one database does the scheduled work: the one that holds a lock which the system takes away from the dead.
//!
//! PostgreSQL: an advisory lock of a session of its own; it ends with the session, whatever ended it. SQLite: a lock on a file beside the
//! database. It is not on the database itself, because closing any handle of that file would drop SQLite's own locks
//! (sqlite.org/howtocorrupt.html, 2.2).
//!
//! A session can be lost while its process works on. So work has a lock beside that of leading, on another connection ([`Turn`]): whoever leads
//! next begins nothing before the work of the one before has ended, and a dead process holds neither.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::{Any, AnyConnection, Connection as _, Row as _, Transaction};
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::error::StoreError;
use crate::open::{Backend, Store};
use crate::row::get;

/// A session that takes longer to answer is lost.
const PATIENCE: Duration = Duration::from_secs(5);

// PostgreSQL keeps advisory locks apart by database; the numbers only have to differ from each other and to be unlikely elsewhere: “khoi”
// in ASCII, then 1 and 2.
const LEAD: &str = "SELECT CAST(pg_try_advisory_lock(7739558456398446593) AS INTEGER)";
const UNLOCK: &str = "SELECT CAST(pg_advisory_unlock(7739558456398446593) AS INTEGER)";
const WORK: &str = "SELECT CAST(pg_try_advisory_xact_lock(7739558456398446594) AS INTEGER)";

// A machine that lost its power closes no connection. Without these the server would hold the lock for it for two hours; with them for some
// 25 seconds, which is longer than `PATIENCE`: who lost the network steps down before another leads.
// Settings that a server does not know are left alone.
macro_rules! notice_the_dead {
    ($for_transaction:literal) => {
        concat!(
            "SELECT set_config(name, CASE name WHEN 'tcp_keepalives_idle' THEN '10' WHEN 'tcp_keepalives_interval' THEN '5' \
             WHEN 'tcp_keepalives_count' THEN '3' ELSE '0' END, ",
            $for_transaction,
            ") FROM pg_settings WHERE name IN ('tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', \
             'idle_session_timeout', 'idle_in_transaction_session_timeout')"
        )
    };
}
const NOTICE_DEAD_SESSION: &str = notice_the_dead!("false");
const NOTICE_DEAD_WORK: &str = notice_the_dead!("true");

/// A process that would lead. Clones are the same one.
#[derive(Debug, Clone)]
pub struct Leader {
    store: Store,
    held: Arc<Mutex<Held>>,
    leads: Arc<AtomicBool>,
}

#[derive(Debug, Default)]
enum Held {
    /// Nothing yet.
    #[default]
    Nothing,
    /// A session that asks for the lock, or has it.
    Session { session: AnyConnection, leads: bool },
    /// The locked file.
    File { _locked: File },
}

/// The right to do scheduled work now, for as long as it is kept.
#[must_use]
pub struct Turn {
    // Rolled back when it is dropped, and with it the lock.
    _work: Option<Transaction<'static, Any>>,
}

impl Leader {
    /// One that does not lead yet.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store, held: Arc::default(), leads: Arc::default() }
    }

    /// Whether it led when it last looked.
    #[must_use]
    pub fn leads(&self) -> bool {
        self.leads.load(Ordering::Acquire)
    }

    /// Leads from now on when nobody does; makes sure of it when it does already. Whether it leads.
    ///
    /// # Errors
    /// When the lock cannot be asked for, or its session broke: it does not lead then, and the next look begins a new session.
    pub async fn look(&self) -> Result<bool, StoreError> {
        let mut held = self.held.lock().await;
        // A look that is broken off leaves nothing: the session ends, and the lock with it.
        let before = std::mem::take(&mut *held);
        let looked = match self.store.backend {
            Backend::Sqlite => self.lock_file(before),
            Backend::Postgres => match timeout(PATIENCE, self.ask(before)).await {
                Ok(asked) => asked,
                Err(_) => Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())),
            },
        };
        let looked = looked.map(|now| *held = now);
        let leads = matches!(*held, Held::Session { leads: true, .. } | Held::File { .. });
        self.leads.store(leads, Ordering::Release);
        looked.map(|()| leads).map_err(StoreError::of("asking who leads"))
    }

    /// The right to begin a piece of scheduled work; `None` while another leads, or works on although it leads no more.
    ///
    /// # Errors
    /// As [`Leader::look`].
    pub async fn turn(&self) -> Result<Option<Turn>, StoreError> {
        if !self.look().await? {
            return Ok(None);
        }
        if self.store.backend == Backend::Sqlite {
            // The lock of a file is never lost while its process lives.
            return Ok(Some(Turn { _work: None }));
        }
        let doing = StoreError::of;
        let mut work = self.store.pool.begin().await.map_err(doing("beginning scheduled work"))?;
        sqlx::query(NOTICE_DEAD_WORK).execute(&mut *work).await.map_err(doing("beginning scheduled work"))?;
        let row = sqlx::query(WORK).fetch_one(&mut *work).await.map_err(doing("beginning scheduled work"))?;
        Ok((get::<i32>(&row, 0)? == 1).then_some(Turn { _work: Some(work) }))
    }

    /// Leads no more, so that another can at once.
    pub async fn resign(&self) {
        self.leads.store(false, Ordering::Release);
        if let Held::Session { mut session, leads } = std::mem::take(&mut *self.held.lock().await) {
            let given_back = async {
                // The end of a session takes the server a moment; giving the lock back does not.
                if leads {
                    sqlx::query(UNLOCK).execute(&mut session).await?;
                }
                session.close().await
            };
            // Where it cannot be given back, the session is broken, and the server sees its end.
            let _ = timeout(PATIENCE, given_back).await;
        }
    }

    /// Asks by the session that is there, or by a new one.
    async fn ask(&self, before: Held) -> Result<Held, sqlx::Error> {
        let (mut session, led) = match before {
            Held::Session { session, leads } => (session, leads),
            _ => (self.begin_session().await?, false),
        };
        let leads = if led {
            // Asked for again, the lock would be counted twice; a session that answers still has it.
            sqlx::query("SELECT 1").execute(&mut session).await?;
            true
        } else {
            sqlx::query(LEAD).fetch_one(&mut session).await?.try_get::<i32, _>(0)? == 1
        };
        Ok(Held::Session { session, leads })
    }

    async fn begin_session(&self) -> Result<AnyConnection, sqlx::Error> {
        let mut session = AnyConnection::connect_with(&self.store.pool.connect_options()).await?;
        sqlx::query(NOTICE_DEAD_SESSION).execute(&mut session).await?;
        Ok(session)
    }

    fn lock_file(&self, before: Held) -> Result<Held, sqlx::Error> {
        if let Held::File { .. } = before {
            return Ok(before);
        }
        let locked = self.store.file.as_deref().map_or(Ok(None), lock_beside)?;
        Ok(locked.map_or(Held::Nothing, |file| Held::File { _locked: file }))
    }
}

/// The file that is locked by the leader of an SQLite database.
fn beside(database: &Path) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push("-leader");
    path.into()
}

fn lock_beside(database: &Path) -> io::Result<Option<File>> {
    let file = OpenOptions::new().create(true).append(true).open(beside(database))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
