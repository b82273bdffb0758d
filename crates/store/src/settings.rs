//! Dated settings: days of collection and of the yearly release, filling methods, rule sets; and the answers to
//! suspicions.

use std::collections::BTreeMap;

use domain::period::Month;
use domain::register::{EstablishmentCode, ProductCode};
use domain::release::calendar::{FinalDay, ReleaseDays};
use domain::returns::CollectionDays;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;

use crate::Seq;
use crate::error::StoreError;
use crate::open::Store;
use crate::register::CodeOf;
use crate::row::{get, parse, sha256};
use crate::tables;
use crate::write::Writing;

/// How gaps of a cell are filled, and why so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FillingMethod {
    /// The cell: a product, an industry code, `product × industry`, or `*` for all others.
    pub cell: String,
    /// Code of the method.
    pub method: String,
    /// Why: the back-test's result, or a person's reason.
    pub why: String,
}

/// A rule set returns are checked by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSet {
    /// The change that put it in force.
    pub seq: Seq,
    /// SHA-256 of the body.
    pub digest: String,
    /// The file, whole.
    pub body: String,
}

/// What somebody answered to a suspicion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Who is suspected.
    pub establishment: EstablishmentCode,
    /// Of which month.
    pub month: Month,
    /// Of which product; `None` for the whole return.
    pub product: Option<ProductCode>,
    /// Code of the rule.
    pub rule: String,
    /// The answer.
    pub text: String,
}

const COLLECTION_DAYS: &str = "\
    SELECT v.from_month, v.due, v.release, v.lock_day FROM collection_days v \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM collection_days n WHERE n.from_month = v.from_month AND n.seq > v.seq AND n.seq <= $1) \
    ORDER BY v.from_month";
const FINAL_DAYS: &str = "\
    SELECT v.from_year, v.month, v.day FROM final_day v \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM final_day n WHERE n.from_year = v.from_year AND n.seq > v.seq AND n.seq <= $1) \
    ORDER BY v.from_year";
const FILLING: &str = "\
    SELECT v.cell, v.method, v.why FROM filling_method v \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM filling_method n WHERE n.cell = v.cell AND n.seq > v.seq AND n.seq <= $1)";
const RULES: &str = "SELECT seq, digest, body FROM rule_set WHERE seq <= $1 ORDER BY seq DESC LIMIT 1";
const EXPLANATIONS: &str = "\
    SELECT c.code, v.month, v.product, v.rule, v.body FROM explanation v \
    JOIN establishment_code c ON c.id = v.establishment WHERE v.seq <= $1 ORDER BY v.id";

impl Writing {
    /// Writes the days of collection that hold from a month on.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn collection_days(&mut self, days: &CollectionDays) -> Result<(), StoreError> {
        let from = days.from.to_string();
        let numbers = [days.due, days.release, days.lock].map(|day| i64::from(day).into());
        let [due, release, lock] = numbers;
        let cells = [self.new_id().into(), self.seq().0.into(), (&from).into(), due, release, lock];
        self.push(&tables::COLLECTION_DAYS, cells)?;
        self.settle().await
    }

    /// Writes the day of the yearly release that holds from a year on.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn final_day(&mut self, day: &FinalDay) -> Result<(), StoreError> {
        let from = day.from.to_string();
        let (month, date) = (i64::from(day.month), i64::from(day.day));
        let cells = [self.new_id().into(), self.seq().0.into(), (&from).into(), month.into(), date.into()];
        self.push(&tables::FINAL_DAY, cells)?;
        self.settle().await
    }

    /// Writes how a cell is filled.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn filling_method(&mut self, choice: &FillingMethod) -> Result<(), StoreError> {
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            (&choice.cell).into(),
            (&choice.method).into(),
            (&choice.why).into(),
        ];
        self.push(&tables::FILLING_METHOD, cells)?;
        self.settle().await
    }

    /// Puts a rule set in force.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn rule_set(&mut self, body: &str) -> Result<(), StoreError> {
        let digest = sha256(body.as_bytes());
        let cells = [self.new_id().into(), self.seq().0.into(), (&digest).into(), body.into()];
        self.push(&tables::RULE_SET, cells)?;
        self.settle().await
    }

    /// Writes the answer to a suspicion.
    ///
    /// # Errors
    /// When the establishment is unknown, or the database fails or refuses.
    pub async fn explanation(&mut self, answer: &Explanation) -> Result<(), StoreError> {
        let establishment = self.known(CodeOf::Establishment, answer.establishment.as_str()).await?;
        let month = answer.month.to_string();
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            establishment.into(),
            (&month).into(),
            answer.product.as_ref().map_or("", |code| code.as_str()).into(),
            (&answer.rule).into(),
            (&answer.text).into(),
        ];
        self.push(&tables::EXPLANATION, cells)?;
        self.settle().await
    }
}

/// A small whole number of a row.
fn small<T: TryFrom<i64>>(row: &AnyRow, place: usize, what: &'static str) -> Result<T, StoreError> {
    T::try_from(get::<i64>(row, place)?).map_err(|_| StoreError::corrupt(what, "a number out of range"))
}

impl Store {
    /// The days of collection and release as they stood after change `as_of`.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn release_days(&self, as_of: Seq) -> Result<ReleaseDays, StoreError> {
        let what = "the days of collection";
        let monthly = self.rows(COLLECTION_DAYS, as_of.0, "reading the days of collection").await?;
        let yearly = self.rows(FINAL_DAYS, as_of.0, "reading the days of release").await?;
        let month = |row: &AnyRow| {
            Ok(CollectionDays {
                from: parse(row, 0, what)?,
                due: small(row, 1, what)?,
                release: small(row, 2, what)?,
                lock: small(row, 3, what)?,
            })
        };
        let year = |row: &AnyRow| {
            Ok(FinalDay { from: parse(row, 0, what)?, month: small(row, 1, what)?, day: small(row, 2, what)? })
        };
        Ok(ReleaseDays {
            monthly: monthly.iter().map(month).collect::<Result<_, StoreError>>()?,
            yearly: yearly.iter().map(year).collect::<Result<_, StoreError>>()?,
        })
    }

    /// How cells are filled, by cell, as it stood after change `as_of`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn filling_methods(&self, as_of: Seq) -> Result<BTreeMap<String, FillingMethod>, StoreError> {
        let rows = self.rows(FILLING, as_of.0, "reading filling methods").await?;
        let read = |row: &AnyRow| {
            let choice = FillingMethod { cell: get(row, 0)?, method: get(row, 1)?, why: get(row, 2)? };
            Ok((choice.cell.clone(), choice))
        };
        rows.iter().map(read).collect()
    }

    /// The rule set in force after change `as_of`; `None` before the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rule_set(&self, as_of: Seq) -> Result<Option<RuleSet>, StoreError> {
        let rows = self.rows(RULES, as_of.0, "reading rules").await?;
        rows.first()
            .map(|row| Ok(RuleSet { seq: Seq(get(row, 0)?), digest: get(row, 1)?, body: get(row, 2)? }))
            .transpose()
    }

    /// The answers to suspicions up to change `as_of`, oldest first.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn explanations(&self, as_of: Seq) -> Result<Vec<Explanation>, StoreError> {
        let rows = self.rows(EXPLANATIONS, as_of.0, "reading explanations").await?;
        let read = |row: &AnyRow| {
            let whole = get::<&str>(row, 2)?.is_empty();
            Ok(Explanation {
                establishment: parse(row, 0, "the establishment of an explanation")?,
                month: parse(row, 1, "the month of an explanation")?,
                product: if whole { None } else { Some(parse(row, 2, "the product of an explanation")?) },
                rule: get(row, 3)?,
                text: get(row, 4)?,
            })
        };
        rows.iter().map(read).collect()
    }
}
