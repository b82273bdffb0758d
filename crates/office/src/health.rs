//! Whether the database answers, told to whoever watches over the site.

use domain::authority::Action;
use jiff::Timestamp;
use store::Seq;

use crate::context::{Context, OfficeError};

/// What may be told to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// The last change.
    pub last: Seq,
    /// The latest moment one of the newest changes was made at.
    pub written: Option<Timestamp>,
    /// Messages that wait in the outbox.
    pub mail_waiting: u64,
}

/// Asks the database.
///
/// # Errors
/// When the database fails.
pub async fn look(context: &Context) -> Result<Health, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let (last, written) = (store.latest().await?, store.latest_moment().await?);
    Ok(Health { last, written, mail_waiting: store.count_waiting_mail().await? })
}
