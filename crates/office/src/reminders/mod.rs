//! Reminders: composed about an obstacle, a step or a task, sent by mail or handed over as a letter, logged.

mod matter;

use domain::agency::AgencyCode;
use domain::authority::{Action, Thing};
use domain::letters::Letter;
use domain::mail::{MailAddress, MailState, Message};
use domain::obstacles::Bodies;
use domain::reminders::{About, Reminder, ReminderCode, Sending, SendingChannel, letter};
use domain::text::{Lang, Text};
use jiff::civil::Date;
use store::{Listed, Page, StoredReminder};

pub use matter::{Matter, Waiting, waiting};

use crate::context::{Context, OfficeError};
use crate::obstacles::{json, new_code};

/// A reminder as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What about.
    pub matter: Matter,
    /// The body that is reminded.
    pub to: AgencyCode,
    /// By when an answer is asked.
    pub asked_by: Date,
    /// The number of the letter in the office's register; may be empty.
    pub number: String,
    /// Who else gets it, in words.
    pub recipients: Vec<Text>,
}

/// How a reminder goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// By mail, through the outbox.
    Mail(MailAddress),
    /// As a printed letter, handed over to this address.
    Letter(String),
}

/// Composes a reminder and keeps it; gives it with its letter. Nothing is sent.
///
/// # Errors
/// When there is no such matter, it does not wait for that body, the day asked for is past, the actor may not, or the
/// database fails.
pub async fn compose(context: &Context, asked: Asked, bodies: &Bodies) -> Result<(Reminder, Letter), OfficeError> {
    let mut change = context.begin(Action::Remind).await?;
    let today = context.today();
    if asked.asked_by < today {
        return Err(OfficeError::Said(Text::new(
            "Ngày đề nghị trả lời đã qua. Hãy ghi hôm nay hoặc ngày sau.",
            "The day an answer is asked for has passed. Give today or a later day.",
        )));
    }
    let facts = matter::facts(change.store(), asked.matter, &asked.to, bodies).await?;
    let reminder = Reminder {
        code: new_code(&change, "DD", today)?,
        number: asked.number,
        date: today,
        to: asked.to,
        about: facts.about,
        matter: facts.matter,
        since: facts.since,
        limit_ended: facts.limit_ended,
        legal_time: facts.legal_time,
        asked_by: asked.asked_by,
        recipients: asked.recipients,
        simulated: facts.simulated,
    };
    change.reminder(&reminder).await?;
    change.commit(&format!("reminder {}", reminder.code), String::new(), json(&reminder), "").await?;
    let letter = letter(&reminder, &bodies.name(&reminder.to));
    Ok((reminder, letter))
}

/// Sends a reminder: queues the mail in the outbox, or notes that the letter was handed over. Each sending is one line of the log.
///
/// # Errors
/// When there is no such reminder, the actor may not, or the database fails.
pub async fn send(context: &Context, code: &ReminderCode, via: Via, bodies: &Bodies) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::Remind).await?;
    let stored = change.store().reminder(code).await?.ok_or(OfficeError::NotFound)?;
    let letter = letter(&stored.reminder, &bodies.name(&stored.reminder.to));
    let moment = context.moment;
    let (sending, told) = match via {
        Via::Letter(address) => {
            let (channel, state) = (SendingChannel::Letter, MailState::Sent);
            let sending = Sending { channel, address, moment, mail: None, state };
            let told = json(&sending);
            (sending, told)
        }
        Via::Mail(to) => {
            let message = mail(&letter, code, to, stored.sendings.len() + 1)?;
            let told = json(&crate::mail::queue(&mut change, &message).await?);
            let (channel, state) = (SendingChannel::Mail, MailState::Queued);
            let address = message.to.to_string();
            (Sending { channel, address, moment, mail: Some(message.id), state }, told)
        }
    };
    change.reminder_sending(code, &sending).await?;
    change.commit(&format!("reminder {code}"), String::new(), told, "").await?;
    Ok(())
}

/// A reminder with its log and its letter, for the department and the body it was sent to.
///
/// # Errors
/// [`OfficeError::NotFound`] when there is none, or it is not the actor's to see; when the database fails.
pub async fn view(
    context: &Context,
    code: &ReminderCode,
    bodies: &Bodies,
) -> Result<(StoredReminder, Letter), OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let stored = store.reminder(code).await?.ok_or(OfficeError::NotFound)?;
    let to = [stored.reminder.to.clone()];
    context.require_for(Action::ReadInternal, &Thing::WHOLE.asked_of(&to))?;
    let letter = letter(&stored.reminder, &bodies.name(&stored.reminder.to));
    Ok((stored, letter))
}

/// The address a body was last reached at by this channel, other than one a mail server has refused: a suggestion for the next sending.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn last_address(
    context: &Context,
    to: &AgencyCode,
    channel: SendingChannel,
) -> Result<Option<String>, OfficeError> {
    Ok(context.read(Action::Remind)?.last_address(to, channel).await?)
}

/// The letter as a mail: Vietnamese first, English below.
fn mail(letter: &Letter, code: &ReminderCode, to: MailAddress, number: usize) -> Result<Message, OfficeError> {
    let id = format!("reminder-{}-{number}", code.as_str().to_lowercase());
    let id = id.parse().map_err(|_| OfficeError::NotFound)?;
    let body = format!("{}\n---\n\n{}", letter.plain(Lang::Vi), letter.plain(Lang::En));
    Ok(Message::new(id, to.into(), &letter.subject.vi, body))
}

/// A page of reminders with the log of their sendings, the latest first. A body sees those sent to it; a firm none.
///
/// # Errors
/// When the role never may, or the database fails.
pub async fn log(context: &Context, about: Option<&About>, page: Page) -> Result<Listed<StoredReminder>, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    if context.actor.enterprise().is_some() {
        return Ok(Listed { rows: Vec::new(), total: 0 });
    }
    let mut listed = store.reminders(about, context.actor.agency(), page).await?;
    listed.rows.retain(|stored| {
        let to = [stored.reminder.to.clone()];
        context.may(Action::ReadInternal, &Thing::WHOLE.asked_of(&to))
    });
    Ok(listed)
}
