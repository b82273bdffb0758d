//! Reminders and the log of their sendings.

use domain::agency::AgencyCode;
use domain::mail::{MailId, MailState};
use domain::reminders::{About, Reminder, ReminderCode, Sending, SendingChannel};
use sqlx::any::AnyRow;

use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::page::{Conditions, Listed, Page};
use crate::row::Cell;
use crate::tables;
use crate::write::Writing;

/// A reminder with the log of its sendings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReminder {
    /// As it was composed.
    pub reminder: Reminder,
    /// How it went out, in order.
    pub sendings: Vec<Sending>,
}

/// What a reminder is about, as it is kept: the sort, the code, the step.
fn about_cells(about: &About) -> (&'static str, &str, Option<i64>) {
    match about {
        About::Obstacle(code) => ("obstacle", code.as_str(), None),
        About::Step(step) => ("step", step.project.as_str(), step.step.map(|n| i64::from(u16::from(n)))),
        About::Task(code) => ("task", code.as_str(), None),
    }
}

impl Writing {
    /// Writes a reminder as it was composed.
    ///
    /// # Errors
    /// When there is one of the same code, or the database fails.
    pub async fn reminder(&mut self, reminder: &Reminder) -> Result<(), StoreError> {
        let (about, code, step) = about_cells(&reminder.about);
        let date = reminder.date.to_string();
        let body = serde_json::to_string(reminder).map_err(|why| StoreError::corrupt("a reminder", why))?;
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            reminder.code.as_str().into(),
            reminder.to.as_str().into(),
            about.into(),
            code.into(),
            Cell::Int(step),
            (&date).into(),
            (&body).into(),
        ];
        self.push(&tables::REMINDER, cells)?;
        self.settle().await
    }

    /// Writes that a reminder was queued as a mail or handed over as a letter.
    ///
    /// # Errors
    /// When there is no such reminder, or the database fails.
    pub async fn reminder_sending(&mut self, code: &ReminderCode, sending: &Sending) -> Result<(), StoreError> {
        let moment = sending.moment.to_string();
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            code.as_str().into(),
            sending.channel.code().into(),
            (&sending.address).into(),
            (&moment).into(),
            Cell::Text(sending.mail.as_ref().map(MailId::as_str)),
        ];
        self.push(&tables::REMINDER_SENDING, cells)?;
        self.settle().await
    }
}

const ONE: &str = "SELECT r.body FROM reminder r WHERE r.code = $1";
const SENDINGS: &str = "SELECT channel, address, moment, mail FROM reminder_sending WHERE reminder = $1 ORDER BY id";

/// The last few: if mail to all of them was refused, nobody knows better.
const ADDRESSES: &str = "SELECT s.address, s.mail FROM reminder r JOIN reminder_sending s ON s.reminder = r.code \
    WHERE r.agency = $1 AND s.channel = $2 ORDER BY s.id DESC LIMIT 5";

fn read_reminder(row: &AnyRow) -> Result<Reminder, StoreError> {
    let body: String = Columns::of(row).value()?;
    serde_json::from_str(&body).map_err(|why| StoreError::corrupt("a reminder", why))
}

impl Store {
    /// A reminder with its log.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn reminder(&self, code: &ReminderCode) -> Result<Option<StoredReminder>, StoreError> {
        let rows = self.rows_of(ONE, &[code.as_str().into()], "reading a reminder").await?;
        match rows.first() {
            Some(row) => self.with_log(read_reminder(row)?).await.map(Some),
            None => Ok(None),
        }
    }

    /// A page of reminders with their logs, the latest first: about one thing, to one body, or all.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn reminders(
        &self,
        about: Option<&About>,
        agency: Option<&AgencyCode>,
        page: Page,
    ) -> Result<Listed<StoredReminder>, StoreError> {
        let doing = "listing reminders";
        let mut all = Conditions::new("1 = 1");
        if let Some(about) = about {
            let (sort, code, step) = about_cells(about);
            all.and_if("r.about = ?", Some(sort.to_owned()));
            all.and_if("r.about_code = ?", Some(code.to_owned()));
            all.and_if("CAST(r.about_step AS TEXT) = ?", step.map(|n| n.to_string()));
        }
        all.and_if("r.agency = ?", agency.map(ToString::to_string));
        let total = all.count(self, format!("SELECT COUNT(*) FROM reminder r WHERE {}", all.text()), doing).await?;
        let sql = format!("SELECT r.body FROM reminder r WHERE {} ORDER BY r.id DESC", all.text());
        let mut rows = Vec::new();
        for row in &all.page(self, &sql, page, doing).await? {
            rows.push(self.with_log(read_reminder(row)?).await?);
        }
        Ok(Listed { rows, total })
    }

    /// The address a body was last reached at by a channel; one that a mail server has refused is passed over.
    ///
    /// # Errors
    /// When the database fails, or a row was made unreadable.
    pub async fn last_address(
        &self,
        agency: &AgencyCode,
        channel: SendingChannel,
    ) -> Result<Option<String>, StoreError> {
        let parameters = [agency.as_str().into(), channel.code().into()];
        for row in &self.rows_of(ADDRESSES, &parameters, "looking for the last address").await? {
            let mut columns = Columns::of(row);
            let (address, mail) = (columns.value()?, columns.maybe::<MailId>("the message of a sending")?);
            let state = match &mail {
                Some(id) => self.mail_state(id).await?,
                None => None,
            };
            if state != Some(MailState::Failed) {
                return Ok(Some(address));
            }
        }
        Ok(None)
    }

    async fn with_log(&self, reminder: Reminder) -> Result<StoredReminder, StoreError> {
        let mut sendings = Vec::new();
        for row in &self.rows_of(SENDINGS, &[reminder.code.as_str().into()], "reading sendings").await? {
            let mut columns = Columns::of(row);
            let (channel, address, moment) =
                (columns.code("the channel of a sending")?, columns.value()?, columns.code("the moment of a sending")?);
            let mail: Option<MailId> = columns.maybe("the message of a sending")?;
            let state = match &mail {
                Some(id) => self.mail_state(id).await?.unwrap_or(MailState::Queued),
                None => MailState::Sent,
            };
            sendings.push(Sending { channel, address, moment, mail, state });
        }
        Ok(StoredReminder { reminder, sendings })
    }
}
