//! The outbox: messages queued by other use cases in their own change, read by whoever sends them, and what came of it.

use domain::authority::Action;
use domain::mail::{Attempt, MailId, Message, Outcome, Route, Told};
use domain::text::Text;
use jiff::{SignedDuration, Timestamp};
use store::{Page, WaitingMail};

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

/// The messages that wait, of one route or of all, the oldest first, at most `limit`.
///
/// # Errors
/// When the actor may not send mail, or the database fails.
pub async fn waiting(context: &Context, route: Option<Route>, limit: u32) -> Result<Vec<WaitingMail>, OfficeError> {
    Ok(context.read(Action::SendMail)?.waiting_mail(route, limit).await?)
}

/// Of the messages that travel by one route those whose turn it is: never tried, or put off long enough ago.
///
/// # Errors
/// When the actor may not send mail, or the database fails.
pub async fn due(context: &Context, route: Route) -> Result<Vec<WaitingMail>, OfficeError> {
    let mut waiting = waiting(context, Some(route), Page::LARGEST).await?;
    waiting
        .retain(|mail| next_try(mail.attempts.last(), mail.attempts.len()).is_none_or(|then| then <= context.moment));
    Ok(waiting)
}

/// Writes down what came of handing a message over. What was put off for three days is given up; what may have arrived is settled as
/// uncertain and never handed over again.
///
/// # Errors
/// As [`record_attempt`].
pub async fn settle(context: &Context, mail: &WaitingMail, outcome: Outcome, answer: &str) -> Result<(), OfficeError> {
    let outcome = outcome_on(outcome, mail.created, context.moment);
    record_attempt(context, &mail.message.id, outcome, answer).await
}

/// How many messages wait.
///
/// # Errors
/// When the actor does not keep the system, or the database fails.
pub async fn count_waiting(context: &Context) -> Result<u64, OfficeError> {
    Ok(context.read(Action::ManageAccounts)?.count_waiting_mail().await?)
}

/// What the server said of a message last; `None` before it was tried. Of use to whoever may read what the message was about.
///
/// # Errors
/// When the role never reads internal information, or the database fails.
pub async fn last_answer(context: &Context, id: &MailId) -> Result<Option<String>, OfficeError> {
    let attempts = context.read_rows(Action::ReadInternal)?.mail_attempts(id).await?;
    Ok(attempts.into_iter().next_back().map(|attempt| attempt.answer))
}

/// How long a message that is put off is tried for (RFC 5321, section 4.5.4.1: at least 4–5 days are usual for relays; an office that
/// hears of it within three days can still write again).
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(72);
/// How long to wait after each attempt; the last wait repeats.
const WAITS: [i64; 6] = [1, 5, 15, 60, 180, 360];

/// When a message may be tried again after so many attempts; `None` before the first.
fn next_try(last: Option<&Attempt>, attempts: usize) -> Option<Timestamp> {
    let last = last?;
    let minutes = WAITS[attempts.clamp(1, WAITS.len()) - 1];
    last.moment.checked_add(SignedDuration::from_mins(minutes)).ok()
}

/// What an attempt comes to for a message queued so long ago.
fn outcome_on(outcome: Outcome, created: Timestamp, now: Timestamp) -> Outcome {
    let is_over = now.duration_since(created) >= GIVEN_UP;
    if outcome == Outcome::Deferred && is_over { Outcome::Failed } else { outcome }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        "2024-02-20T01:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn waits_grow_and_the_last_repeats() {
        assert_eq!(next_try(None, 0), None);
        let last = Attempt { moment: at(0), outcome: Outcome::Deferred, answer: String::new() };
        let check = |attempts, minutes| assert_eq!(next_try(Some(&last), attempts), Some(at(minutes)), "{attempts}");
        for (attempts, minutes) in [(1, 1), (2, 5), (3, 15), (4, 60), (5, 180), (6, 360), (7, 360), (40, 360)] {
            check(attempts, minutes);
        }
    }

    #[test]
    fn only_what_is_put_off_is_given_up_and_only_after_three_days() {
        let check = |outcome, hours: i64, expected| assert_eq!(outcome_on(outcome, at(0), at(hours * 60)), expected);
        check(Outcome::Deferred, 71, Outcome::Deferred);
        check(Outcome::Deferred, 72, Outcome::Failed);
        check(Outcome::Sent, 100, Outcome::Sent);
        check(Outcome::Uncertain, 100, Outcome::Uncertain);
        check(Outcome::Failed, 0, Outcome::Failed);
    }
}
