//! What was changed last: who shows something made of several kinds of rows asks whether it must be made anew.

use std::sync::{PoisonError, RwLock};

use domain::sites::SiteCode;

use crate::Seq;
use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::get;

/// The last change of each kind of rows that the sites on show are made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastChanges {
    /// Sites.
    pub sites: Seq,
    /// Releases, whose figures their worth is computed with.
    pub releases: Seq,
    /// World prices.
    pub prices: Seq,
    /// Boundaries of the map.
    pub boundaries: Seq,
}

/// A count that takes a walk through a long table, kept for what it was asked (`K`: the last row of the table, a day).
#[derive(Debug)]
pub(crate) struct Kept<K, T>(RwLock<Option<(K, T)>>);

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self(RwLock::new(None))
    }
}

impl<K: PartialEq, T: Clone> Kept<K, T> {
    /// What was counted for this question.
    pub(crate) fn get(&self, asked: &K) -> Option<T> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(known, _)| known == asked).map(|(_, counted)| counted.clone())
    }

    /// Keeps what was counted. Rows that came while it was counted make it counted again.
    pub(crate) fn keep(&self, asked: K, counted: T) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((asked, counted));
    }
}

impl LastChanges {
    /// The newest of them.
    #[must_use]
    pub fn newest(&self) -> Seq {
        self.sites.max(self.releases).max(self.prices).max(self.boundaries)
    }
}

impl Store {
    /// The last changes of what the sites on show are made of: a look at the end of each table.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_changes(&self) -> Result<LastChanges, StoreError> {
        Ok(LastChanges {
            sites: self.last_change("SELECT seq FROM site ORDER BY id DESC LIMIT 1").await?,
            releases: self.last_change("SELECT seq FROM release ORDER BY id DESC LIMIT 1").await?,
            prices: self.last_change("SELECT seq FROM metal_price ORDER BY id DESC LIMIT 1").await?,
            boundaries: self.last_change("SELECT seq FROM boundary_set ORDER BY id DESC LIMIT 1").await?,
        })
    }

    /// The last change of what a publication shows beside its release: figures of the statistics office, targets of the plan, the days of the
    /// release calendar.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_change_beside_releases(&self) -> Result<Seq, StoreError> {
        let figures = self.last_change("SELECT seq FROM official_figure ORDER BY id DESC LIMIT 1").await?;
        let targets = self.last_change("SELECT seq FROM target ORDER BY id DESC LIMIT 1").await?;
        let months = self.last_change("SELECT seq FROM collection_days ORDER BY id DESC LIMIT 1").await?;
        let years = self.last_change("SELECT seq FROM final_day ORDER BY id DESC LIMIT 1").await?;
        Ok(figures.max(targets).max(months).max(years))
    }

    /// The change that wrote the newest row: row numbers only ever grow.
    pub(crate) async fn last_change(&self, sql: &'static str) -> Result<Seq, StoreError> {
        let rows = self.rows_of(sql, &[], "looking for the last change").await?;
        rows.first().map_or(Ok(Seq::START), |row| get(row, 0).map(Seq))
    }

    /// The codes of the sites that were written after a change.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn sites_changed_after(&self, seq: Seq) -> Result<Vec<SiteCode>, StoreError> {
        const SQL: &str = "SELECT DISTINCT code FROM site WHERE seq > $1 ORDER BY code";
        let rows = self.rows_of(SQL, &[seq.0.into()], "looking for changed sites").await?;
        rows.iter().map(|row| Columns::of(row).code("the code of a site")).collect()
    }
}
