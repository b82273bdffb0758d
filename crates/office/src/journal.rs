//! The journal: read, and checked against everything it vouches for.

use domain::accounts::Login;
use domain::authority::Action;
use store::journal::Line;
use store::{Listed, Page, Seq, SignInTry, Verification};

use crate::context::{Context, OfficeError};

/// The lines after `after`, oldest first.
///
/// # Errors
/// When the actor may not read them, or the database fails.
pub async fn lines(context: &Context, after: Seq) -> Result<Vec<Line>, OfficeError> {
    Ok(context.read(Action::ReadJournal)?.journal(after).await?)
}

/// A page of the tries to sign in, good and bad, the newest first; of one name where one is given. They stand beside the journal: a try that
/// fails changes nothing.
///
/// # Errors
/// When the actor may not read the journal, or the database fails.
pub async fn sign_ins(context: &Context, login: Option<&Login>, page: Page) -> Result<Listed<SignInTry>, OfficeError> {
    Ok(context.read(Action::ReadJournal)?.sign_in_tries(login, page).await?)
}

/// Reads the journal and every row, and compares; `progress` is told the rows read so far.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn verify(context: &Context, progress: impl FnMut(u64)) -> Result<Verification, OfficeError> {
    Ok(context.read(Action::VerifyJournal)?.verify(progress).await?)
}

/// Whether the journal still holds a hash that was printed by an earlier check and kept elsewhere.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn holds(context: &Context, seq: Seq, hash: &str) -> Result<bool, OfficeError> {
    let store = context.read(Action::VerifyJournal)?;
    if seq == Seq::START {
        return Ok(hash.is_empty());
    }
    Ok(store.journal_line(seq).await?.is_some_and(|line| line.hash == hash))
}
