//! What was chosen for the seasonal adjustment of each series.

use std::collections::BTreeMap;

use domain::adjust::{Kept, SeriesKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;

use crate::Seq;
use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::tables;
use crate::write::Writing;

/// A choice, and who made it when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredChoice {
    /// The choice.
    pub kept: Kept,
    /// Who accepted it: the account.
    pub by: String,
    /// When.
    pub moment: Timestamp,
}

/// One of the choices that were ever accepted for a series.
#[derive(Debug, Clone, PartialEq)]
pub struct PastChoice {
    /// The change that accepted it.
    pub seq: Seq,
    /// It.
    pub choice: StoredChoice,
    /// Why it was accepted, as the journal has it.
    pub why: String,
}

const CHOICES: &str = "\
    SELECT v.series, v.body, v.by_whom, v.moment FROM adjust_choice v WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM adjust_choice n WHERE n.series = v.series AND n.seq > v.seq AND n.seq <= $1)";
const OF_ONE: &str = "\
    SELECT v.body, v.by_whom, v.moment, v.seq, j.why FROM adjust_choice v JOIN journal j ON j.seq = v.seq \
    WHERE v.series = $1 ORDER BY v.seq DESC";
const MADE_IN: &str = "SELECT v.series, v.body, v.by_whom, v.moment FROM adjust_choice v WHERE v.seq = $1";

impl Writing {
    /// Writes the choice for a series, which takes the place of the one before.
    ///
    /// # Errors
    /// When one was written for it before in this change, or the database fails.
    pub async fn adjust_choice(
        &mut self,
        series: &SeriesKey,
        kept: &Kept,
        (by, moment): (&str, Timestamp),
    ) -> Result<(), StoreError> {
        let body = serde_json::to_string(kept).map_err(|why| StoreError::corrupt("a choice of adjustment", why))?;
        let (series, until, moment) = (series.to_string(), kept.until.to_string(), moment.to_string());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            (&series).into(),
            kept.policy.code().into(),
            (&until).into(),
            (&body).into(),
            by.into(),
            (&moment).into(),
        ];
        self.push(&tables::ADJUST_CHOICE, cells)?;
        self.settle().await
    }
}

impl Store {
    /// The change that accepted the newest choice.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_adjust_choice(&self) -> Result<Seq, StoreError> {
        self.last_change("SELECT seq FROM adjust_choice ORDER BY id DESC LIMIT 1").await
    }

    /// The choices in force after a change, by series.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn adjust_choices(&self, as_of: Seq) -> Result<BTreeMap<SeriesKey, StoredChoice>, StoreError> {
        let rows = self.rows(CHOICES, as_of.0, "reading choices of adjustment").await?;
        by_series(&rows)
    }

    /// The choices that one change accepted, by series.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn adjust_choices_made_in(&self, seq: Seq) -> Result<BTreeMap<SeriesKey, StoredChoice>, StoreError> {
        let rows = self.rows(MADE_IN, seq.0, "reading the choices of a change").await?;
        by_series(&rows)
    }

    /// Every choice that was ever accepted for a series, newest first.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn adjust_choices_of(&self, series: &SeriesKey) -> Result<Vec<PastChoice>, StoreError> {
        let series = series.to_string();
        let rows = self.rows_of(OF_ONE, &[(&series).into()], "reading the choices of a series").await?;
        let read = |row| {
            let mut columns = Columns::of(row);
            let choice = choice(&mut columns)?;
            Ok(PastChoice { choice, seq: Seq(columns.value()?), why: columns.value()? })
        };
        rows.iter().map(read).collect()
    }
}

fn by_series(rows: &[AnyRow]) -> Result<BTreeMap<SeriesKey, StoredChoice>, StoreError> {
    let read = |row| {
        let mut columns = Columns::of(row);
        Ok((columns.code("the series of an adjustment")?, choice(&mut columns)?))
    };
    rows.iter().map(read).collect()
}

fn choice(columns: &mut Columns<'_>) -> Result<StoredChoice, StoreError> {
    let body: String = columns.value()?;
    let kept = serde_json::from_str(&body).map_err(|why| StoreError::corrupt("a choice of adjustment", why))?;
    Ok(StoredChoice { kept, by: columns.value()?, moment: columns.code("the moment of a choice")? })
}
