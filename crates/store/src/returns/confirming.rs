//! Returns that one person fills in and another confirms: who confirms for an enterprise, what waits, and what came of it.

use domain::accounts::Login;
use domain::period::Month;
use domain::register::{EnterpriseCode, EstablishmentCode};
use domain::returns::confirming::{Ended, PreparedOutcome};
use jiff::Timestamp;
use sqlx::any::AnyRow;

use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::register::CodeOf;
use crate::tables;
use crate::write::Writing;

/// A return that was filled in to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPrepared {
    /// Its number.
    pub id: i64,
    /// What is to be sent, as JSON.
    pub body: String,
    /// Who filled it in: the account.
    pub by: String,
    /// When.
    pub moment: Timestamp,
    /// What came of it; `None` while it waits.
    pub ended: Option<Ended>,
}

const PREPARED: &str = "\
    SELECT p.id, p.body, p.by_whom, p.moment, o.outcome, o.remark, o.by_whom, o.moment \
    FROM prepared_return p JOIN establishment_code c ON c.id = p.establishment \
    LEFT JOIN prepared_outcome o ON o.prepared = p.id WHERE c.code = $1 AND p.month = $2 ORDER BY p.id DESC LIMIT 1";

fn prepared(row: &AnyRow) -> Result<StoredPrepared, StoreError> {
    let mut columns = Columns::of(row);
    let (id, body, by) = (columns.value()?, columns.value()?, columns.value()?);
    let moment = columns.code("the moment of a prepared return")?;
    let ended = match columns.maybe::<PreparedOutcome>("what came of a prepared return")? {
        None => None,
        Some(outcome) => Some(Ended {
            outcome,
            remark: columns.value()?,
            by: columns.value()?,
            moment: columns.code("the moment of its outcome")?,
        }),
    };
    Ok(StoredPrepared { id, body, by, moment, ended })
}

impl Writing {
    /// Writes who confirms for an enterprise; `None`: nobody need.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn return_confirmer(
        &mut self,
        enterprise: &EnterpriseCode,
        login: Option<&Login>,
        (by, moment): (&str, Timestamp),
    ) -> Result<(), StoreError> {
        let moment = moment.to_string();
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            enterprise.as_str().into(),
            login.map_or("", Login::as_str).into(),
            by.into(),
            (&moment).into(),
        ];
        self.push(&tables::RETURN_CONFIRMER, cells)?;
        self.settle().await
    }

    /// Writes a return that is filled in and waits; it takes the place of one that waited before.
    ///
    /// # Errors
    /// When the establishment is unknown, or the database fails.
    pub async fn prepared_return(
        &mut self,
        (establishment, month): (&EstablishmentCode, Month),
        body: &str,
        (by, moment): (&str, Timestamp),
    ) -> Result<i64, StoreError> {
        let establishment = self.known(CodeOf::Establishment, establishment.as_str()).await?;
        let (id, month, moment) = (self.new_id(), month.to_string(), moment.to_string());
        let cells = [
            id.into(),
            self.seq().0.into(),
            establishment.into(),
            (&month).into(),
            body.into(),
            by.into(),
            (&moment).into(),
        ];
        self.push(&tables::PREPARED_RETURN, cells)?;
        self.settle().await?;
        Ok(id)
    }

    /// Writes what came of a prepared return.
    ///
    /// # Errors
    /// When something came of it already, or the database fails.
    pub async fn prepared_outcome(&mut self, prepared: i64, ended: &Ended) -> Result<(), StoreError> {
        let moment = ended.moment.to_string();
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            prepared.into(),
            ended.outcome.code().into(),
            (&ended.remark).into(),
            (&ended.by).into(),
            (&moment).into(),
        ];
        self.push(&tables::PREPARED_OUTCOME, cells)?;
        self.settle().await
    }
}

impl Store {
    /// Who confirms the returns of an enterprise; `None` where nobody need.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn return_confirmer(&self, enterprise: &EnterpriseCode) -> Result<Option<Login>, StoreError> {
        let sql = "SELECT login FROM return_confirmer WHERE enterprise = $1 ORDER BY id DESC LIMIT 1";
        let rows = self.rows_of(sql, &[enterprise.as_str().into()], "reading who confirms").await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let login: String = Columns::of(row).value()?;
        let read = |login: String| login.parse().map_err(|why| StoreError::corrupt("who confirms", why));
        if login.is_empty() { Ok(None) } else { read(login).map(Some) }
    }

    /// The newest return of an establishment for a month that was filled in to be confirmed.
    ///
    /// # Errors
    /// As [`Store::return_confirmer`].
    pub async fn prepared_return(
        &self,
        establishment: &EstablishmentCode,
        month: Month,
    ) -> Result<Option<StoredPrepared>, StoreError> {
        let month = month.to_string();
        let parameters = [establishment.as_str().into(), (&month).into()];
        let rows = self.rows_of(PREPARED, &parameters, "reading a prepared return").await?;
        rows.first().map(prepared).transpose()
    }
}
