//! The outbox: messages that wait, and what came of each attempt to deliver them.

use domain::mail::{Attempt, MailId, MailState, Message, Outcome, Route};
use jiff::Timestamp;
use sqlx::any::AnyRow;

use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::get;
use crate::tables;
use crate::write::Writing;

/// A message that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingMail {
    /// The message.
    pub message: Message,
    /// When it was queued.
    pub created: Timestamp,
    /// The attempts made so far, in order.
    pub attempts: Vec<Attempt>,
}

impl Writing {
    /// Queues a message.
    ///
    /// # Errors
    /// When there is one of the same identity, or the database fails.
    pub async fn mail(&mut self, message: &Message, created: Timestamp) -> Result<(), StoreError> {
        let (created, to) = (created.to_string(), message.to.to_string());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            message.id.as_str().into(),
            (&to).into(),
            (&message.subject).into(),
            (&message.body).into(),
            message.is_secret.into(),
            (&created).into(),
        ];
        self.push(&tables::MAIL, cells)?;
        self.settle().await
    }

    /// Writes attempt `number`, from 1, to deliver a message that was queued by an earlier change.
    ///
    /// # Errors
    /// When there is no such message, the attempt was written already, or the database fails.
    pub async fn mail_attempt(&mut self, id: &MailId, number: u32, attempt: &Attempt) -> Result<(), StoreError> {
        let row = sqlx::query("SELECT id FROM mail WHERE code = $1")
            .bind(id.as_str().to_owned())
            .fetch_optional(self.connection())
            .await
            .map_err(StoreError::of("looking for a message"))?;
        let Some(row) = row else { return Err(StoreError::Rule(crate::Rule::Reference)) };
        let (mail, moment): (i64, String) = (get(&row, 0)?, attempt.moment.to_string());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            mail.into(),
            i64::from(number).into(),
            (&moment).into(),
            attempt.outcome.code().into(),
            (&attempt.answer).into(),
        ];
        self.push(&tables::MAIL_ATTEMPT, cells)?;
        self.settle().await
    }
}

const WAITING: &str = "\
    SELECT m.code, m.to_address, m.subject, m.body, m.is_secret, m.created FROM mail m \
    WHERE NOT EXISTS (SELECT 1 FROM mail_attempt a WHERE a.mail = m.id AND a.outcome <> 'deferred')";
const BY_ROUTE: &str = "CASE WHEN m.to_address LIKE 'tel:%' THEN 'text' ELSE 'mail' END";
const COUNT_WAITING: &str = "\
    SELECT COUNT(*) FROM mail m \
    WHERE NOT EXISTS (SELECT 1 FROM mail_attempt a WHERE a.mail = m.id AND a.outcome <> 'deferred')";
const ATTEMPTS: &str = "\
    SELECT a.moment, a.outcome, a.answer FROM mail_attempt a JOIN mail m ON m.id = a.mail WHERE m.code = $1 \
    ORDER BY a.number";
const EXISTS: &str = "SELECT id FROM mail WHERE code = $1";

fn read_message(row: &AnyRow) -> Result<(Message, Timestamp), StoreError> {
    let mut columns = Columns::of(row);
    let message = Message {
        id: columns.code("the identity of a message")?,
        to: columns.code("the recipient of a message")?,
        subject: columns.value()?,
        body: columns.value()?,
        is_secret: columns.value::<i64>()? == 1,
    };
    Ok((message, columns.code("the moment of a message")?))
}

fn read_attempt(row: &AnyRow) -> Result<Attempt, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Attempt {
        moment: columns.code("the moment of an attempt")?,
        outcome: columns.code("the outcome of an attempt")?,
        answer: columns.value()?,
    })
}

impl Store {
    /// The messages that wait, of one route or of all, the oldest first, at most `limit`: those without an attempt, and those not taken so far.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn waiting_mail(&self, route: Option<Route>, limit: u32) -> Result<Vec<WaitingMail>, StoreError> {
        let route = match route {
            None => "",
            Some(Route::Mail) => "mail",
            Some(Route::Text) => "text",
        };
        let sql = format!("{WAITING} AND $1 IN ('', {BY_ROUTE}) ORDER BY m.id LIMIT $2");
        let rows = self.rows_of(sql, &[route.into(), i64::from(limit).into()], "reading the outbox").await?;
        let mut waiting = Vec::with_capacity(rows.len());
        for row in &rows {
            let (message, created) = read_message(row)?;
            let attempts = self.mail_attempts(&message.id).await?;
            waiting.push(WaitingMail { message, created, attempts });
        }
        Ok(waiting)
    }

    /// How many messages wait.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_waiting_mail(&self) -> Result<u64, StoreError> {
        let row = sqlx::query(COUNT_WAITING).fetch_one(&self.pool).await.map_err(StoreError::of("counting mail"))?;
        Ok(get::<i64>(&row, 0)?.unsigned_abs())
    }

    /// The attempts made to deliver a message, in order.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn mail_attempts(&self, id: &MailId) -> Result<Vec<Attempt>, StoreError> {
        self.rows_of(ATTEMPTS, &[id.as_str().into()], "reading attempts").await?.iter().map(read_attempt).collect()
    }

    /// How a message stands; `None` when there is none of this identity.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn mail_state(&self, id: &MailId) -> Result<Option<MailState>, StoreError> {
        if self.rows_of(EXISTS, &[id.as_str().into()], "looking for a message").await?.is_empty() {
            return Ok(None);
        }
        let last: Option<Outcome> = self.mail_attempts(id).await?.last().map(|attempt| attempt.outcome);
        Ok(Some(MailState::after(last)))
    }
}
