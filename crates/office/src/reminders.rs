//! Reminders: composed about an obstacle, a step or a task, sent by mail or handed over as a letter, logged.

use domain::agency::AgencyCode;
use domain::authority::{Action, Thing};
use domain::letters::Letter;
use domain::mail::{MailAddress, MailState, Message};
use domain::obstacles::{Bodies, ObstacleCode, ProjectStep, State, limit_ends};
use domain::reminders::{About, Reminder, ReminderCode, Sending, SendingChannel, letter};
use domain::tasks::TaskCode;
use domain::text::{Lang, Text};
use formats::carried;
use jiff::civil::Date;
use store::{Listed, Page, Store, StoredReminder};

use crate::context::{Context, OfficeError};
use crate::obstacles::{json, new_code};

/// What a body is reminded of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// An obstacle that waits for the body; what is asked, since when and the limit are its own.
    Obstacle(ObstacleCode),
    /// A task the body has a part in.
    Task(TaskCode),
    /// A step that waits for the body, as the project tells it.
    Step {
        /// Which.
        step: ProjectStep,
        /// Its name.
        name: Text,
        /// Since when it waits.
        since: Date,
        /// The last day of its limit.
        limit_ended: Option<Date>,
        /// The limit in words with the act it stands in.
        legal_time: Text,
        /// The project is invented.
        simulated: bool,
    },
}

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
    let facts = facts(change.store(), asked.matter, &asked.to).await?;
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

/// What a reminder says of its matter.
struct Facts {
    about: About,
    matter: Text,
    since: Date,
    limit_ended: Option<Date>,
    legal_time: Text,
    simulated: bool,
}

async fn facts(store: &Store, matter: Matter, to: &AgencyCode) -> Result<Facts, OfficeError> {
    match matter {
        Matter::Obstacle(code) => of_obstacle(store, code, to).await,
        Matter::Task(code) => of_task(store, code, to).await,
        Matter::Step { step, name, since, limit_ended, legal_time, simulated } => {
            Ok(Facts { about: About::Step(step), matter: name, since, limit_ended, legal_time, simulated })
        }
    }
}

async fn of_obstacle(store: &Store, code: ObstacleCode, to: &AgencyCode) -> Result<Facts, OfficeError> {
    let stored = store.obstacle(&code).await?.ok_or(OfficeError::NotFound)?;
    let standing = &stored.standing;
    if standing.state != State::Assigned || !standing.waiting.contains(to) {
        return Err(not_waiting(to));
    }
    let limits = carried::escalation_limits();
    let limit_ended = limit_ends(standing, limits, carried::calendar()).map_err(crate::obstacles::cannot_say)?;
    let since = standing.counts_from.unwrap_or(stored.obstacle.raised_on);
    let limit = limits.iter().find(|limit| {
        Some(limit.tier) == standing.tier && limit.from <= since && limit.until.is_none_or(|until| since <= until)
    });
    // A day that was asked for stands for itself; a limit of the tier says what it rests on.
    let legal_time = match limit.filter(|_| standing.due.is_none()) {
        Some(limit) => {
            let (time, basis) = (limit.limit.in_words(), limit.basis.name());
            Text::new(format!("{}, {}", time.vi, basis.vi), format!("{}, {}", time.en, basis.en))
        }
        None => Text::default(),
    };
    let matter = Text::new(stored.obstacle.asked.clone(), stored.obstacle.asked);
    Ok(Facts {
        about: About::Obstacle(code),
        matter,
        since,
        limit_ended,
        legal_time,
        simulated: stored.obstacle.simulated,
    })
}

async fn of_task(store: &Store, code: TaskCode, to: &AgencyCode) -> Result<Facts, OfficeError> {
    let stored = store.task(&code).await?.ok_or(OfficeError::NotFound)?;
    if stored.done_on.is_some() || !stored.task.owners().contains(to) {
        return Err(not_waiting(to));
    }
    let since = store.task_since(&code).await?.unwrap_or(stored.task.due);
    Ok(Facts {
        about: About::Task(code),
        matter: Text::new(stored.task.what.clone(), stored.task.what),
        since,
        limit_ended: Some(stored.task.due),
        legal_time: Text::default(),
        simulated: stored.task.simulated,
    })
}

fn not_waiting(to: &AgencyCode) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("Việc này không chờ {to}. Hãy chọn cơ quan đang được chờ."),
        format!("This does not wait for {to}. Choose a body that is waited for."),
    ))
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

/// The letter as a mail: Vietnamese first, English below.
fn mail(letter: &Letter, code: &ReminderCode, to: MailAddress, number: usize) -> Result<Message, OfficeError> {
    let id = format!("reminder-{}-{number}", code.as_str().to_lowercase());
    let id = id.parse().map_err(|_| OfficeError::NotFound)?;
    let body = format!("{}\n---\n\n{}", letter.plain(Lang::Vi), letter.plain(Lang::En));
    Ok(Message::new(id, to, &letter.subject.vi, body))
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
