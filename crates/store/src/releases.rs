//! Vintages: frozen once, never changed. Levels and observed shares are rows; everything else is kept as one body.

use std::collections::HashMap;

use domain::period::{Month, MonthRange};
use domain::release::vintage::Vintage;
use domain::series::Stage;
use jiff::civil::Date;
use sqlx::any::AnyRow;

use crate::Seq;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::{get, parse};
use crate::tables;
use crate::write::Writing;

/// A vintage without its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseHead {
    /// Its number in the database.
    pub id: i64,
    /// The change that froze it.
    pub seq: Seq,
    /// The month released.
    pub month: Month,
    /// The stage of that month.
    pub stage: Stage,
    /// 1 for the first printing of the month.
    pub number: u32,
    /// The day of release.
    pub date: Date,
    /// Digest of the inputs.
    pub digest: String,
}

/// The production index itself; siblings are kept under their own names.
const PRODUCTION: &str = "production";

const HEADS: &str = "\
    SELECT id, seq, month, stage, vintage, issued, digest FROM release WHERE seq <= $1 ORDER BY issued, id";
const BODY: &str = "SELECT body FROM release WHERE id = $1";
const FIGURES: &str = "\
    SELECT node, month, level, observed FROM release_figure WHERE release = $1 AND series = 'production'";
const FIGURES_OF_NODE: &str = "\
    SELECT node, month, level, observed FROM release_figure \
    WHERE release = $1 AND series = 'production' AND node = $2";

impl Writing {
    /// Freezes a vintage and gives its number in the database.
    ///
    /// # Errors
    /// When there is one of the same month and number, or the database fails.
    pub async fn release(&mut self, vintage: &Vintage) -> Result<i64, StoreError> {
        let (id, seq) = (self.new_id(), self.seq().0);
        let (month, issued) = (vintage.month.to_string(), vintage.date.to_string());
        let until = vintage.inputs.received_until.map_or_else(String::new, |day| day.to_string());
        let digest = vintage.inputs.digest().0;
        let body = serde_json::to_string(&without_figures(vintage))
            .map_err(|why| StoreError::corrupt("a release to be frozen", why))?;
        let cells = [
            id.into(),
            seq.into(),
            (&month).into(),
            vintage.stage.code().into(),
            i64::from(vintage.number).into(),
            (&issued).into(),
            vintage.inputs.as_of.into(),
            (&until).into(),
            (&digest).into(),
            (&body).into(),
        ];
        self.push(&tables::RELEASE, cells)?;
        for node in &vintage.nodes {
            for ((month, level), observed) in vintage.months.iter().zip(&node.levels).zip(&node.observed) {
                let (own, month) = (self.new_id(), month.to_string());
                let cells = [
                    own.into(),
                    seq.into(),
                    id.into(),
                    PRODUCTION.into(),
                    (&node.code).into(),
                    (&month).into(),
                    (*level).into(),
                    (*observed).into(),
                ];
                self.push(&tables::RELEASE_FIGURE, cells)?;
            }
        }
        self.settle().await?;
        Ok(id)
    }
}

fn without_figures(vintage: &Vintage) -> Vintage {
    let mut head = vintage.clone();
    for node in &mut head.nodes {
        node.levels.clear();
        node.observed.clear();
    }
    head
}

fn read_head(row: &AnyRow) -> Result<ReleaseHead, StoreError> {
    let what = "a release";
    let number = u32::try_from(get::<i64>(row, 4)?).map_err(|why| StoreError::corrupt(what, why))?;
    Ok(ReleaseHead {
        id: get(row, 0)?,
        seq: Seq(get(row, 1)?),
        month: parse(row, 2, what)?,
        stage: parse(row, 3, what)?,
        number,
        date: parse(row, 5, what)?,
        digest: get(row, 6)?,
    })
}

/// Puts the rows of figures back into the nodes.
fn with_figures(mut vintage: Vintage, rows: &[AnyRow]) -> Result<Vintage, StoreError> {
    let months: MonthRange = vintage.months;
    for node in &mut vintage.nodes {
        node.levels = vec![None; months.len()];
        node.observed = vec![None; months.len()];
    }
    let places: HashMap<String, usize> = vintage.nodes.iter().enumerate().map(|(n, v)| (v.code.clone(), n)).collect();
    for row in rows {
        let month: Month = parse(row, 1, "the month of a released figure")?;
        let place = places.get(get::<&str>(row, 0)?).zip(months.position(month));
        let (node, at) = place.ok_or_else(|| StoreError::corrupt("a released figure", "it is not in its release"))?;
        vintage.nodes[*node].levels[at] = get(row, 2)?;
        vintage.nodes[*node].observed[at] = get(row, 3)?;
    }
    Ok(vintage)
}

impl Store {
    /// The vintages frozen up to change `as_of`, by day of release.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn releases(&self, as_of: Seq) -> Result<Vec<ReleaseHead>, StoreError> {
        self.rows(HEADS, as_of.0, "reading releases").await?.iter().map(read_head).collect()
    }

    /// A vintage with its figures, bit for bit as it was frozen; `None` when there is no such number.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn release(&self, id: i64) -> Result<Option<Vintage>, StoreError> {
        let Some(head) = self.release_body(id).await? else { return Ok(None) };
        let figures = self.rows(FIGURES, id, "reading the figures of a release").await?;
        with_figures(head, &figures).map(Some)
    }

    /// A vintage cut down to the nodes named, so that a long row of printings is read without all their figures; with no
    /// node, what was frozen beside the figures. `None` when there is no such number.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn release_of(&self, id: i64, nodes: &[&str]) -> Result<Option<Vintage>, StoreError> {
        let Some(mut head) = self.release_body(id).await? else { return Ok(None) };
        head.nodes.retain(|node| nodes.contains(&node.code.as_str()));
        let mut figures = Vec::new();
        for node in &head.nodes {
            let of_node = sqlx::query(FIGURES_OF_NODE).bind(id).bind(node.code.clone()).fetch_all(&self.pool).await;
            figures.extend(of_node.map_err(StoreError::of("reading the figures of a release"))?);
        }
        with_figures(head, &figures).map(Some)
    }

    /// A vintage with its nodes, whose figures are still to come.
    async fn release_body(&self, id: i64) -> Result<Option<Vintage>, StoreError> {
        let Some(row) = self.rows(BODY, id, "reading a release").await?.into_iter().next() else { return Ok(None) };
        serde_json::from_str(get(&row, 0)?).map(Some).map_err(|why| StoreError::corrupt("a release", why))
    }
}
