//! Whether the database answers, told to whoever watches over the site.

use domain::authority::Action;
use store::Seq;

use crate::context::{Context, OfficeError};

/// What may be told to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// The last change.
    pub last: Seq,
    /// Messages that wait in the outbox.
    pub mail_waiting: u64,
}

/// Asks the database.
///
/// # Errors
/// When the database fails.
pub async fn look(context: &Context) -> Result<Health, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    Ok(Health { last: store.latest().await?, mail_waiting: store.count_waiting_mail().await? })
}
