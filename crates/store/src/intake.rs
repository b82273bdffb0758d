//! Files sent in on a page: kept whole, listed without their bytes, and what came of each.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::intake::{Intake, IntakeEnd};
use sqlx::any::AnyRow;

use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::page::{Conditions, Listed, Page};
use crate::row::sha256;
use crate::tables;
use crate::write::Writing;

const DOING: &str = "reading a file that was sent in";
const COLUMNS: &str = "i.id, i.kind, i.name, i.digest, i.size, i.sender, i.moment, o.outcome, o.by_whom, o.moment, o.reason, \
                       o.added, o.changed";
const TABLES: &str = "intake i LEFT JOIN intake_outcome o ON o.intake = i.id";

impl Writing {
    /// Writes a file that was sent in; its number and the digest of its bytes are given back.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn intake(
        &mut self,
        kind: &str,
        name: &str,
        bytes: &[u8],
        (sender, moment): (&str, jiff::Timestamp),
    ) -> Result<(i64, String), StoreError> {
        let id = self.new_id();
        let (digest, moment) = (sha256(bytes), moment.to_string());
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let body = STANDARD.encode(bytes);
        let cells = [
            id.into(),
            self.seq().0.into(),
            kind.into(),
            name.into(),
            (&digest).into(),
            size.into(),
            sender.into(),
            (&moment).into(),
            (&body).into(),
        ];
        self.push(&tables::INTAKE, cells)?;
        self.settle().await?;
        Ok((id, digest))
    }

    /// Writes what came of a file that was sent in.
    ///
    /// # Errors
    /// When there is no such file, something came of it before, or the database fails.
    pub async fn intake_end(&mut self, intake: i64, end: &IntakeEnd) -> Result<(), StoreError> {
        let moment = end.moment.to_string();
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            intake.into(),
            end.outcome.code().into(),
            (&end.by).into(),
            (&moment).into(),
            (&end.reason).into(),
            count(end.added).into(),
            count(end.changed).into(),
        ];
        self.push(&tables::INTAKE_OUTCOME, cells)?;
        self.settle().await
    }
}

fn read(columns: &mut Columns<'_>) -> Result<Intake, StoreError> {
    Ok(Intake {
        id: columns.value()?,
        kind: columns.value()?,
        name: columns.value()?,
        digest: columns.value()?,
        size: columns.value::<i64>()?.unsigned_abs(),
        sender: columns.value()?,
        moment: columns.code("the moment of a file that was sent in")?,
        end: read_end(columns)?,
    })
}

fn read_end(columns: &mut Columns<'_>) -> Result<Option<IntakeEnd>, StoreError> {
    let outcome = columns.maybe("what came of a file")?;
    let (by, moment) = (columns.words()?, columns.maybe("the moment of an outcome")?);
    let (reason, added, changed) = (columns.words()?, columns.value::<Option<i64>>()?, columns.value::<Option<i64>>()?);
    let count = |number: Option<i64>| number.unwrap_or_default().unsigned_abs();
    Ok(outcome.zip(moment).map(|(outcome, moment)| IntakeEnd {
        outcome,
        by: by.unwrap_or_default(),
        moment,
        reason: reason.unwrap_or_default(),
        added: count(added),
        changed: count(changed),
    }))
}

impl Store {
    /// A page of the files of some kinds that were sent in, the latest first, without their bytes.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn intakes(&self, kinds: &[&'static str], page: Page) -> Result<Listed<Intake>, StoreError> {
        let named: Vec<String> = kinds.iter().map(|kind| format!("'{kind}'")).collect();
        let all = Conditions::new(&format!("i.kind IN ({})", named.join(", ")));
        if kinds.is_empty() {
            return Ok(Listed { rows: Vec::new(), total: 0 });
        }
        let total = all.count(self, format!("SELECT COUNT(*) FROM intake i WHERE {}", all.text()), DOING).await?;
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE {} ORDER BY i.id DESC", all.text());
        let rows = all.page(self, &sql, page, DOING).await?;
        let rows = rows.iter().map(|row: &AnyRow| read(&mut Columns::of(row))).collect::<Result<_, _>>()?;
        Ok(Listed { rows, total })
    }

    /// One file that was sent in, without its bytes.
    ///
    /// # Errors
    /// When the database fails or the row was made unreadable.
    pub async fn intake(&self, id: i64) -> Result<Option<Intake>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE i.id = $1");
        let rows = self.rows_of(sql, &[id.into()], DOING).await?;
        rows.first().map(|row| read(&mut Columns::of(row))).transpose()
    }

    /// The bytes of a file that was sent in.
    ///
    /// # Errors
    /// When the database fails or the row was made unreadable.
    pub async fn intake_bytes(&self, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let rows = self.rows_of("SELECT body FROM intake WHERE id = $1", &[id.into()], DOING).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let body: String = Columns::of(row).value()?;
        STANDARD.decode(body).map(Some).map_err(|why| StoreError::corrupt("the bytes of a file that was sent in", why))
    }
}
