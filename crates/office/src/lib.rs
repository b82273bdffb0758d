//! Use cases: what a person may do, in one transaction with its journal line.

pub mod accounts;
pub mod adjust;
pub mod backup;
pub mod bench;
pub mod boundary;
pub mod checks;
pub mod compute;
pub mod context;
pub mod demo;
pub mod dialogues;
pub mod explain;
pub mod health;
pub mod import;
mod inputs;
pub mod intake;
pub mod journal;
pub mod mail;
pub mod markets;
mod names;
pub mod obstacles;
pub mod outlook;
pub mod overview;
pub mod plan;
pub mod projects;
pub mod publication;
pub mod register;
pub mod rehearsal;
pub mod release;
pub mod reminders;
pub mod returns;
pub mod settings;
pub mod sites;
mod tally;

pub use store::{
    AsOf, AwaitedStep, Burden, Errand, ErrandKind, Explanation, Finding, LastChanges, Leader, Listed, ObstacleFilter,
    ObstacleLine, ObstacleOrder, ObstaclePlace, Page, PastChoice, ProjectFilter, ReleaseHead, ReturnReminder, Seq,
    SignInTry, Store, StoreError, StoredChoice, StoredDialogue, StoredKey, StoredProposal, StoredReminder, StoredTask,
    TaskFilter, Turn, Verification, WaitingMail, WeightSet,
};
pub use tally::Taken;
