//! SQL to domain values and back, on SQLite and PostgreSQL, with one text for both.
//!
//! **How data is kept.** Rows are only added. Every change is one transaction with a number ([`Seq`]); every row carries
//! the number of the change that wrote it. A correction is a new row: the newest not after the moment looked at counts, so
//! every loader can be asked for the state *as of* any change, and a release can be computed again years later.
//!
//! **How data is vouched for.** A change ends with one line of the [`journal`], in the same transaction. The line carries
//! the hash of the line before and, for every table, the number and digest of the rows written. [`Store::verify`] reads
//! everything back and compares.
//!
//! **How to use it.** [`Store::open`], then loaders (`register`, `returns`, …). To change something: [`Store::begin`], then the
//! writers on [`Writing`] (`enterprise`, `returns` …), then [`Writing::commit`] with an [`journal::Entry`]. Dropping a
//! [`Writing`] leaves nothing behind.
//!
//! Numbers go in and come out to the last bit; −0.0 becomes 0.0, and what is not finite is refused.

mod accounts;
mod adjust;
mod baskets;
mod boundary;
mod changed;
mod columns;
mod dialogues;
pub mod error;
mod identity;
mod intake;
pub mod journal;
mod keys;
mod leader;
mod lines;
mod mail;
mod markets;
mod migrate;
mod obstacles;
mod official;
mod open;
mod page;
mod production;
mod projects;
mod proposals;
mod register;
mod releases;
mod reminders;
mod restoring;
mod returns;
mod row;
mod sessions;
mod settings;
mod sites;
mod snapshot;
mod tables;
mod tasks;
mod verify;
mod write;

use serde::{Deserialize, Serialize};

pub use accounts::{Credential, sign_in_subject};
pub use adjust::{PastChoice, StoredChoice};
pub use baskets::{WeightRow, WeightSet};
pub use changed::LastChanges;
pub use dialogues::StoredDialogue;
pub use error::{Rule, StoreError};
pub use identity::{Errand, ErrandKind};
pub use keys::{Before, StoredKey};
pub use leader::{Leader, Turn};
pub use mail::WaitingMail;
pub use markets::Unit;
pub use migrate::LayoutStep;
pub use obstacles::{ObstacleFilter, ObstacleLine, ObstacleOrder, ObstaclePlace, StoredObstacle};
pub use open::{Backend, Store};
pub use page::{Listed, Page};
pub use production::Produced;
pub use projects::{AwaitedStep, Burden, ProjectFilter, WholeProject};
pub use proposals::StoredProposal;
pub use releases::ReleaseHead;
pub use reminders::StoredReminder;
pub use restoring::Restoring;
pub use returns::{AsOf, ReturnReminder, StoredPrepared, StoredReturn};
pub use sessions::{SignInTry, StoredSession};
pub use settings::{Explanation, FillingMethod, RuleSet};
pub use snapshot::{Carried, Chunk, ColumnKind, Snapshot};
pub use tasks::{StoredTask, TaskFilter};
pub use verify::{Finding, Verification};
pub use write::Writing;

/// The number of a change: one transaction, one journal line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Seq(pub i64);

impl Seq {
    /// Before the first change.
    pub const START: Self = Self(0);
    /// After every change there will be.
    pub const LATEST: Self = Self(i64::MAX);
}
