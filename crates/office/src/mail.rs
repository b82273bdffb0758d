//! The outbox: messages queued by other use cases in their own change, read by whoever sends them, and what came of it.

use domain::authority::Action;
use domain::mail::{Attempt, MailId, Message, Outcome, Told};
use domain::text::Text;
use store::WaitingMail;

use crate::context::{Change, Context, OfficeError};

/// Queues a message within a change; the permission is that of the change. What comes back is for the journal line of the
/// change: it holds no secret.
///
/// # Errors
/// When there is a message of the same identity, or the database fails.
pub async fn queue<'m>(change: &mut Change<'_>, message: &'m Message) -> Result<Told<'m>, OfficeError> {
    let moment = change.moment();
    change.mail(message, moment).await?;
    Ok(message.told())
}

/// The messages that wait, the oldest first, at most `limit`.
///
/// # Errors
/// When the actor may not send mail, or the database fails.
pub async fn waiting(context: &Context, limit: u32) -> Result<Vec<WaitingMail>, OfficeError> {
    Ok(context.read(Action::SendMail)?.waiting_mail(limit).await?)
}

/// Writes down what came of an attempt to deliver a message.
///
/// # Errors
/// When there is no such message or it was settled already, the actor may not send mail, or the database fails.
pub async fn record_attempt(context: &Context, id: &MailId, outcome: Outcome, answer: &str) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::SendMail).await?;
    if change.store().mail_state(id).await?.is_none() {
        return Err(OfficeError::NotFound);
    }
    let before = change.store().mail_attempts(id).await?;
    if let Some(last) = before.last().filter(|last| last.outcome != Outcome::Deferred) {
        let name = last.outcome.name();
        return Err(OfficeError::Said(Text::new(
            format!("Thư {id} đã kết thúc: {}. Không gửi lại.", name.vi),
            format!("Message {id} is settled: {}. It is not sent again.", name.en),
        )));
    }
    let attempt = Attempt { moment: context.moment, outcome, answer: answer.to_owned() };
    change.mail_attempt(id, before.len() as u32 + 1, &attempt).await?;
    change.commit(&format!("mail {id}"), String::new(), crate::obstacles::json(&attempt), "").await?;
    Ok(())
}
