//! Baskets: weights and base-year quantities. A later one for the same base and first month replaces the earlier.

use std::collections::BTreeMap;

use domain::period::{Month, Year};
use domain::register::ProductCode;
use serde::Serialize;
use sqlx::any::AnyRow;

use crate::Seq;
use crate::error::StoreError;
use crate::open::Store;
use crate::row::{get, parse};
use crate::tables;
use crate::write::Writing;

/// A node as it is kept: code, code of its parent, weight.
pub type WeightRow = (String, Option<String>, Option<f64>);

/// A set of weights with its base-year quantities, as rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeightSet {
    /// The base year: its average month is 100.
    pub base: Year,
    /// The first month it is used for.
    pub from: Month,
    /// The last month; `None` while it is in use.
    pub until: Option<Month>,
    /// The nodes, in the order they were given.
    pub weights: Vec<WeightRow>,
    /// Production of an average month of the base year.
    pub base_quantities: BTreeMap<ProductCode, f64>,
}

const BASKETS: &str = "\
    SELECT v.id, v.base, v.from_month, v.until_month FROM basket v \
    WHERE v.seq <= $1 AND NOT EXISTS \
      (SELECT 1 FROM basket n WHERE n.base = v.base AND n.from_month = v.from_month AND n.seq > v.seq AND n.seq <= $1) \
    ORDER BY v.id";
const WEIGHTS: &str = "SELECT code, parent, weight FROM weight WHERE basket = $1 ORDER BY id";
const QUANTITIES: &str = "SELECT product, quantity FROM base_quantity WHERE basket = $1 ORDER BY id";

impl Writing {
    /// Writes a set of weights.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn basket(&mut self, set: &WeightSet) -> Result<(), StoreError> {
        let (id, seq) = (self.new_id(), self.seq().0);
        let (base, from) = (set.base.to_string(), set.from.to_string());
        let until = set.until.map_or_else(String::new, |month| month.to_string());
        self.push(&tables::BASKET, [id.into(), seq.into(), (&base).into(), (&from).into(), (&until).into()])?;
        for (code, parent, weight) in &set.weights {
            let own = self.new_id();
            let parent = parent.as_deref().unwrap_or_default();
            let cells = [own.into(), seq.into(), id.into(), code.into(), parent.into(), (*weight).into()];
            self.push(&tables::WEIGHT, cells)?;
        }
        for (product, quantity) in &set.base_quantities {
            let own = self.new_id();
            let cells = [own.into(), seq.into(), id.into(), product.as_str().into(), (*quantity).into()];
            self.push(&tables::BASE_QUANTITY, cells)?;
        }
        self.settle().await
    }
}

fn read_weight(row: &AnyRow) -> Result<WeightRow, StoreError> {
    let parent: String = get(row, 1)?;
    Ok((get(row, 0)?, Some(parent).filter(|code| !code.is_empty()), get(row, 2)?))
}

impl Store {
    /// The sets of weights as they stood after change `as_of`, by first month and base.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn baskets(&self, as_of: Seq) -> Result<Vec<WeightSet>, StoreError> {
        let doing = "reading weights";
        let mut sets = Vec::new();
        for row in self.rows(BASKETS, as_of.0, doing).await? {
            let id = get(&row, 0)?;
            let until: &str = get(&row, 3)?;
            let weights = self.rows(WEIGHTS, id, doing).await?;
            let quantities = self.rows(QUANTITIES, id, doing).await?;
            sets.push(WeightSet {
                base: parse(&row, 1, "the base year of a basket")?,
                from: parse(&row, 2, "the first month of a basket")?,
                until: if until.is_empty() { None } else { Some(parse(&row, 3, "the last month of a basket")?) },
                weights: weights.iter().map(read_weight).collect::<Result<_, _>>()?,
                base_quantities: quantities
                    .iter()
                    .map(|row| Ok((parse(row, 0, "the product of a base quantity")?, get(row, 1)?)))
                    .collect::<Result<_, StoreError>>()?,
            });
        }
        sets.sort_by_key(|set| (set.from, set.base));
        Ok(sets)
    }
}
