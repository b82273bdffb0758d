//! The way from pages to the office: the database, the clock, and where the site is reached from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::period::Month;
use identity::Provider;
use jiff::{SignedDuration, Timestamp};
use office::context::{Actor, Context};
use office::{Leader, Store};

use crate::backups::Backups;
use crate::kept::Kept;

/// The clock pages act by. It can be put forward, so that a deadline can be watched as it passes; and it knows when that of the machine was set
/// back: changes go on in their order, which their numbers keep, but their days and hours are wrong, and pages say so.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    ahead: Arc<AtomicI64>,
    /// The latest moment something is known to have been written at, in seconds.
    written: Arc<AtomicI64>,
}

/// Two servers on one database may differ by as much, and nobody need be told.
const ALLOWED: SignedDuration = SignedDuration::from_secs(60);

impl Clock {
    /// The moment it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_secs(self.ahead.load(Ordering::Relaxed));
        Timestamp::now().saturating_add(ahead).unwrap_or(Timestamp::MAX)
    }

    /// Notes when something was written.
    pub(crate) fn note(&self, written: Option<Timestamp>) {
        if let Some(written) = written {
            self.written.fetch_max(written.as_second(), Ordering::Relaxed);
        }
    }

    /// By how much it stands behind what was written, where that is more than clocks may differ.
    pub(crate) fn behind(&self) -> Option<SignedDuration> {
        let written = Timestamp::from_second(self.written.load(Ordering::Relaxed)).ok()?;
        let behind = written.duration_since(self.now());
        (behind > ALLOWED).then_some(behind)
    }

    /// Sets it to show this moment now.
    pub fn set(&self, moment: Timestamp) {
        self.ahead.store(moment.duration_since(Timestamp::now()).as_secs(), Ordering::Relaxed);
    }
}

/// What signed-in pages need.
#[derive(Debug, Clone)]
pub struct Desk {
    store: Store,
    /// The clock of every act.
    pub clock: Clock,
    /// Whether the site is reached by HTTPS: cookies then never travel in the open.
    pub secure: bool,
    /// How the site is reached from outside, for links in mail: `https://khoi.hagiang.gov.vn`.
    pub address: String,
    /// Whether a mail server takes what waits in the outbox. Without one the outbox waits, and pages say so.
    pub sends_mail: bool,
    /// Whether a gateway takes short texts (SMS, Zalo). Without one nobody is offered to send any.
    pub sends_texts: bool,
    /// When backups are made by the clock; `None` where nobody asked for them.
    pub backups: Option<Backups>,
    /// Who else vouches for people; `None` where they sign in with a password only.
    pub provider: Option<Provider>,
    /// Whether this process does the scheduled work; `None` where nobody does.
    pub leader: Option<Leader>,
    /// The workbooks of long lists, by address.
    pub(crate) books: Kept<String, Vec<u8>>,
    /// What files sent in would change, by number and whoever looks.
    pub(crate) looks: Kept<(i64, String), office::intake::Would>,
    /// Doubts and index so far of months under collection.
    pub(crate) priced: Kept<Month, office::returns::board::Priced>,
    /// Held by who makes them: others wait for the same instead of making it as well.
    pub(crate) pricing: Arc<tokio::sync::Mutex<()>>,
}

impl Desk {
    /// Over a database, reached at `address`.
    pub fn new(store: Store, address: impl Into<String>) -> Self {
        let address: String = address.into();
        let secure = address.starts_with("https://");
        let (books, looks, priced) = (Kept::default(), Kept::default(), Kept::default());
        Self {
            store,
            clock: Clock::default(),
            secure,
            address,
            sends_mail: false,
            sends_texts: false,
            backups: None,
            provider: None,
            leader: None,
            books,
            looks,
            priced,
            pricing: Arc::default(),
        }
    }

    /// Whether it is for this process to make backups: what another one makes is for that one to tell of.
    pub(crate) fn backs_up(&self) -> Option<&Backups> {
        self.backups.as_ref().filter(|_| self.leader.as_ref().is_none_or(Leader::leads))
    }

    pub(crate) fn context(&self, actor: Actor, origin: &str) -> Context {
        Context::new(actor, self.clock.now(), origin, self.store.clone())
    }
}
