//! What came with a return by the portal: its receipt; leave to report after the lock; what the firm is asked about it.

use domain::mail::{MailId, MailState};
use domain::period::Month;
use domain::register::{EnterpriseCode, Establishment, EstablishmentCode, ProductCode};
use domain::returns::sent::{Judgement, LockException, Receipt};
use jiff::Timestamp;
use sqlx::any::AnyRow;

use crate::Seq;
use crate::columns::{Columns, cell};
use crate::error::StoreError;
use crate::open::Store;
use crate::register::CodeOf;
use crate::row::Cell;
use crate::settings::Explanation;
use crate::tables;
use crate::write::Writing;

/// That somebody was reminded of a return that has not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnReminder {
    /// Whose return.
    pub establishment: EstablishmentCode,
    /// Of which month.
    pub month: Month,
    /// The message.
    pub mail: MailId,
    /// Where it went.
    pub to: String,
    /// When.
    pub moment: Timestamp,
}

const RECEIPT: &str = "\
    SELECT p.number, c.code, r.month, p.digest, p.channel, p.sender, p.moment, p.situation, p.restart \
    FROM return_receipt p JOIN monthly_return r ON r.id = p.return_id JOIN establishment_code c ON c.id = r.establishment";

const JUDGEMENT: &str = "\
    SELECT q.seq, c.code, q.month, q.product, q.rule, q.kind, q.body, q.by_whom, q.moment \
    FROM return_judgement q JOIN establishment_code c ON c.id = q.establishment";

const REMINDED: &str = "\
    SELECT c.code, r.month, r.mail, r.to_address, r.moment, \
    (SELECT a.outcome FROM mail m JOIN mail_attempt a ON a.mail = m.id WHERE m.code = r.mail ORDER BY a.number DESC LIMIT 1) \
    FROM return_reminder r JOIN establishment_code c ON c.id = r.establishment";

const EXCEPTION: &str = "\
    SELECT c.code, x.month, x.until, x.reason FROM lock_exception x JOIN establishment_code c ON c.id = x.establishment";

const EXPLAINED: &str = "\
    SELECT v.seq, c.code, v.month, v.product, v.rule, v.body FROM explanation v JOIN establishment_code c ON c.id = v.establishment";

fn receipt(row: &AnyRow) -> Result<Receipt, StoreError> {
    let mut columns = Columns::of(row);
    Ok(Receipt {
        number: columns.value()?,
        establishment: columns.code("the establishment of a receipt")?,
        month: columns.code("the month of a receipt")?,
        digest: columns.value()?,
        channel: columns.code("the way a return came")?,
        sender: columns.value()?,
        moment: columns.code("the moment of a receipt")?,
        situation: columns.code("the situation of a return")?,
        restart: columns.maybe("the day production is expected to begin again")?,
    })
}

fn product(columns: &mut Columns<'_>) -> Result<Option<ProductCode>, StoreError> {
    let text: String = columns.value()?;
    let read = |text: String| text.parse().map_err(|why| StoreError::corrupt("the product of a question", why));
    if text.is_empty() { Ok(None) } else { read(text).map(Some) }
}

fn judgement(row: &AnyRow) -> Result<(Seq, Judgement), StoreError> {
    let mut columns = Columns::of(row);
    let seq = Seq(columns.value()?);
    let judgement = Judgement {
        establishment: columns.code("the establishment of a judgement")?,
        month: columns.code("the month of a judgement")?,
        product: product(&mut columns)?,
        rule: columns.value()?,
        verdict: columns.code("what was said of a figure")?,
        text: columns.value()?,
        by: columns.value()?,
        moment: columns.code("the moment of a judgement")?,
    };
    Ok((seq, judgement))
}

fn reminder(row: &AnyRow) -> Result<(ReturnReminder, MailState), StoreError> {
    let mut columns = Columns::of(row);
    let reminder = ReturnReminder {
        establishment: columns.code("the establishment of a reminder")?,
        month: columns.code("the month of a reminder")?,
        mail: columns.code("the message of a reminder")?,
        to: columns.value()?,
        moment: columns.code("the moment of a reminder")?,
    };
    Ok((reminder, MailState::after(columns.maybe("what came of a message")?)))
}

fn exception(row: &AnyRow) -> Result<LockException, StoreError> {
    let mut columns = Columns::of(row);
    Ok(LockException {
        establishment: columns.code("the establishment of an exception")?,
        month: columns.code("the month of an exception")?,
        until: columns.code("the last day of an exception")?,
        reason: columns.value()?,
    })
}

fn explained(row: &AnyRow) -> Result<(Seq, Explanation), StoreError> {
    let mut columns = Columns::of(row);
    let seq = Seq(columns.value()?);
    let explanation = Explanation {
        establishment: columns.code("the establishment of an explanation")?,
        month: columns.code("the month of an explanation")?,
        product: product(&mut columns)?,
        rule: columns.value()?,
        text: columns.value()?,
    };
    Ok((seq, explanation))
}

impl Writing {
    /// Writes the receipt of a return that this change has written.
    ///
    /// # Errors
    /// When the return has one already, or the database fails or refuses.
    pub async fn return_receipt(&mut self, return_id: i64, receipt: &Receipt) -> Result<(), StoreError> {
        let (moment, restart) = (receipt.moment.to_string(), receipt.restart.map(|day| day.to_string()));
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            return_id.into(),
            (&receipt.number).into(),
            (&receipt.digest).into(),
            receipt.channel.code().into(),
            (&receipt.sender).into(),
            (&moment).into(),
            receipt.situation.code().into(),
            cell(&restart),
        ];
        self.push(&tables::RETURN_RECEIPT, cells)?;
        self.settle().await
    }

    /// Writes leave to report a month after its lock; of one establishment and month the newest counts.
    ///
    /// # Errors
    /// When the establishment is unknown, or the database fails or refuses.
    pub async fn lock_exception(&mut self, exception: &LockException) -> Result<(), StoreError> {
        let establishment = self.known(CodeOf::Establishment, exception.establishment.as_str()).await?;
        let (month, until) = (exception.month.to_string(), exception.until.to_string());
        let (id, seq) = (self.new_id().into(), self.seq().0.into());
        let cells: [Cell<'_>; 6] =
            [id, seq, establishment.into(), (&month).into(), (&until).into(), (&exception.reason).into()];
        self.push(&tables::LOCK_EXCEPTION, cells)?;
        self.settle().await
    }

    /// Writes what a statistician said of a figure.
    ///
    /// # Errors
    /// As [`Writing::lock_exception`].
    pub async fn return_judgement(&mut self, judgement: &Judgement) -> Result<(), StoreError> {
        let establishment = self.known(CodeOf::Establishment, judgement.establishment.as_str()).await?;
        let (month, moment) = (judgement.month.to_string(), judgement.moment.to_string());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            establishment.into(),
            (&month).into(),
            judgement.product.as_ref().map_or("", |code| code.as_str()).into(),
            (&judgement.rule).into(),
            judgement.verdict.code().into(),
            (&judgement.text).into(),
            (&judgement.by).into(),
            (&moment).into(),
        ];
        self.push(&tables::RETURN_JUDGEMENT, cells)?;
        self.settle().await
    }

    /// Writes that somebody was reminded of a return.
    ///
    /// # Errors
    /// As [`Writing::lock_exception`].
    pub async fn return_reminder(&mut self, reminder: &ReturnReminder) -> Result<(), StoreError> {
        let establishment = self.known(CodeOf::Establishment, reminder.establishment.as_str()).await?;
        let (month, moment) = (reminder.month.to_string(), reminder.moment.to_string());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            establishment.into(),
            (&month).into(),
            reminder.mail.as_str().into(),
            (&reminder.to).into(),
            (&moment).into(),
        ];
        self.push(&tables::RETURN_REMINDER, cells)?;
        self.settle().await
    }
}

/// The tables that what is in doubt in a month, and the index so far, are made of.
const COLLECTED: [&str; 12] = [
    "monthly_return",
    "return_judgement",
    "explanation",
    "establishment",
    "establishment_event",
    "enterprise",
    "product",
    "weight",
    "rule_set",
    "filling_method",
    "collection_days",
    "final_day",
];

impl Store {
    /// The last change of what the doubts and the index of a month under collection are made of: a look at the end of each table.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn collection_changed(&self) -> Result<Seq, StoreError> {
        let mut newest = Seq::START;
        for table in COLLECTED {
            let sql = format!("SELECT seq FROM {table} ORDER BY id DESC LIMIT 1");
            let rows = self.rows_of(sql, &[], "looking for the last change").await?;
            if let Some(row) = rows.first() {
                newest = newest.max(Seq(Columns::of(row).value()?));
            }
        }
        Ok(newest)
    }

    /// A receipt by its number.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn receipt(&self, number: &str) -> Result<Option<Receipt>, StoreError> {
        let rows =
            self.rows_of(format!("{RECEIPT} WHERE p.number = $1"), &[number.into()], "reading a receipt").await?;
        rows.first().map(receipt).transpose()
    }

    /// The receipts of the returns of an establishment for a month, oldest first.
    ///
    /// # Errors
    /// As [`Store::receipt`].
    pub async fn receipts_of(
        &self,
        establishment: &EstablishmentCode,
        month: Month,
    ) -> Result<Vec<Receipt>, StoreError> {
        let sql = format!("{RECEIPT} WHERE c.code = $1 AND r.month = $2 ORDER BY p.id");
        let month = month.to_string();
        let rows = self.rows_of(sql, &[establishment.as_str().into(), (&month).into()], "reading receipts").await?;
        rows.iter().map(receipt).collect()
    }

    /// The exceptions from the lock of a month, each establishment's newest.
    ///
    /// # Errors
    /// As [`Store::receipt`].
    pub async fn lock_exceptions(&self, month: Month) -> Result<Vec<LockException>, StoreError> {
        let sql = format!(
            "{EXCEPTION} WHERE x.month = $1 AND NOT EXISTS (SELECT 1 FROM lock_exception n WHERE n.month = x.month \
             AND n.establishment = x.establishment AND n.seq > x.seq) ORDER BY c.code"
        );
        let rows = self.rows_of(sql, &[(&month.to_string()).into()], "reading exceptions from the lock").await?;
        rows.iter().map(exception).collect()
    }

    /// What was said of the returns of a month with the changes that wrote it, oldest first; of one establishment where it is given.
    ///
    /// # Errors
    /// As [`Store::receipt`].
    pub async fn return_judgements(
        &self,
        month: Month,
        establishment: Option<&EstablishmentCode>,
    ) -> Result<Vec<(Seq, Judgement)>, StoreError> {
        let month = month.to_string();
        let mut parameters: Vec<Cell<'_>> = vec![(&month).into()];
        parameters.extend(establishment.map(|code| Cell::from(code.as_str())));
        let of = if establishment.is_some() { " AND c.code = $2" } else { "" };
        let sql = format!("{JUDGEMENT} WHERE q.month = $1{of} ORDER BY q.id");
        let rows = self.rows_of(sql, &parameters, "reading judgements of returns").await?;
        rows.iter().map(judgement).collect()
    }

    /// Who was reminded of the returns of a month, oldest first, and how their messages stand.
    ///
    /// # Errors
    /// As [`Store::receipt`].
    pub async fn return_reminders(&self, month: Month) -> Result<Vec<(ReturnReminder, MailState)>, StoreError> {
        let sql = format!("{REMINDED} WHERE r.month = $1 ORDER BY r.id");
        let rows = self.rows_of(sql, &[(&month.to_string()).into()], "reading reminders of returns").await?;
        rows.iter().map(reminder).collect()
    }

    /// The answers to suspicions of a month with the changes that wrote them, oldest first.
    ///
    /// # Errors
    /// As [`Store::receipt`].
    pub async fn explanations_in(&self, month: Month) -> Result<Vec<(Seq, Explanation)>, StoreError> {
        let sql = format!("{EXPLAINED} WHERE v.month = $1 ORDER BY v.id");
        let rows = self.rows_of(sql, &[(&month.to_string()).into()], "reading explanations").await?;
        rows.iter().map(explained).collect()
    }

    /// The answers to suspicions about an establishment's return of a month with the changes that wrote them, oldest first.
    ///
    /// # Errors
    /// As [`Store::receipt`].
    pub async fn explanations_of(
        &self,
        establishment: &EstablishmentCode,
        month: Month,
    ) -> Result<Vec<(Seq, Explanation)>, StoreError> {
        let sql = format!("{EXPLAINED} WHERE c.code = $1 AND v.month = $2 ORDER BY v.id");
        let month = month.to_string();
        let parameters = [establishment.as_str().into(), Cell::from(&month)];
        let rows = self.rows_of(sql, &parameters, "reading explanations").await?;
        rows.iter().map(explained).collect()
    }

    /// The establishments of an enterprise as the register has them now, in order of code.
    ///
    /// # Errors
    /// As [`Store::receipt`].
    pub async fn establishments_of(&self, enterprise: &EnterpriseCode) -> Result<Vec<Establishment>, StoreError> {
        self.establishments_where("e.code", enterprise.as_str()).await
    }

    /// An establishment as the register has it now.
    ///
    /// # Errors
    /// As [`Store::receipt`].
    pub async fn establishment(&self, code: &EstablishmentCode) -> Result<Option<Establishment>, StoreError> {
        Ok(self.establishments_where("c.code", code.as_str()).await?.pop())
    }
}
