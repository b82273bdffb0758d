//! Backups made by the clock of `khoi serve`, and how many are kept.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use office::Leader;
use office::context::Context;
use tokio::time::{MissedTickBehavior, interval, sleep};
use web::Backups;

use super::file::{self, Target};
use crate::failure::Failure;

/// How often it is asked whether one is due.
const LOOK: Duration = Duration::from_secs(60);
/// How long after one that failed the next is tried.
const AGAIN: Duration = Duration::from_secs(10 * 60);

/// Where backups go and how many stay.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    pub(crate) folder: PathBuf,
    pub(crate) keep: usize,
    /// What others are told.
    pub(crate) backups: Backups,
}

impl Schedule {
    /// Fails when backups cannot be written there.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if !self.folder.is_dir() {
            return Err(file::cannot_write(&self.folder, &io::Error::from(io::ErrorKind::NotADirectory)));
        }
        Target::begin(&self.folder).map(drop)
    }

    /// Makes a backup whenever one is due and `leader` leads, for as long as it is let. The log is told of a failure once, not at every further try.
    pub(crate) async fn run(self, leader: Leader, context: impl Fn() -> Context + Send) {
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut told = String::new();
        loop {
            look.tick().await;
            // Two backups of one moment would harm nobody, so that one under way needs no lock of its own.
            if !leader.look().await.unwrap_or(false) {
                continue;
            }
            let Err(failure) = self.make_if_due(&context()).await else { continue };
            let failure = failure.to_string().replace('\n', " / ");
            if failure != told {
                tracing::error!("the backup was not made, trying again: {failure}");
            }
            told = failure;
            sleep(AGAIN).await;
        }
    }

    /// The names in the folder say when the last one was made: so it is known after a new start, and when one was taken away.
    async fn make_if_due(&self, context: &Context) -> Result<(), Failure> {
        let unreadable = |error: io::Error| file::cannot_write(&self.folder, &error);
        let known = file::list(&self.folder).map_err(unreadable)?;
        // One from the future, made while a clock was wrong, must not hold the others up until then.
        let last = known.iter().rev().map(|(moment, _)| *moment).find(|moment| *moment <= context.moment);
        self.backups.note(last);
        if !self.backups.is_due(context.moment) {
            return Ok(());
        }
        let made = file::make(context, Target::begin(&self.folder)?, |_| {}).await?;
        self.backups.note(Some(made.manifest.moment));
        tracing::info!(file = %made.path.display(), bytes = made.bytes, change = made.manifest.last, "backed up");
        // Only now that a new one is whole.
        for old in file::keep(&self.folder, self.keep).map_err(unreadable)? {
            tracing::info!(file = %old.display(), "an old backup was removed");
        }
        Ok(())
    }
}
