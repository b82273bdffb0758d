//! Elementary aggregation in the database: production by product and month. The one statement a larger engine would run
//! in place of it; published figures are computed in `domain`, and tests hold the two together to 1e-12.
//!
//! The production of an establishment's product in a month is the actual quantity given with the return of the month
//! after, else the estimate given with the return of the month itself; a month for which neither was given is not in
//! the sum (gaps are filled in `domain`, never here).

use std::collections::BTreeMap;

use domain::period::{Month, MonthRange};
use domain::register::ProductCode;

use crate::error::StoreError;
use crate::open::Store;
use crate::register::CodeOf;
use crate::returns::{AsOf, counting, that_count};
use crate::row::get;

/// Plain SQL of every engine: no functions beyond SUBSTR, CAST, COALESCE, MAX and SUM. Months are counted from year 0, so that
/// the month before is one less.
const PRODUCTION: &str = concat!(
    "WITH counting AS (\
       SELECT r.id, r.establishment, \
              CAST(SUBSTR(r.month, 1, 4) AS BIGINT) * 12 + CAST(SUBSTR(r.month, 6, 2) AS BIGINT) - 1 AS month \
       FROM monthly_return r WHERE ",
    that_count!(),
    "), said AS (\
       SELECT l.product, c.establishment, c.month, l.estimate, CAST(NULL AS DOUBLE PRECISION) AS actual \
       FROM counting c JOIN return_line l ON l.return_id = c.id \
       UNION ALL \
       SELECT l.product, c.establishment, c.month - 1 AS month, CAST(NULL AS DOUBLE PRECISION) AS estimate, \
              l.actual_previous AS actual \
       FROM counting c JOIN return_line l ON l.return_id = c.id\
     ), settled AS (\
       SELECT product, month, COALESCE(MAX(actual), MAX(estimate)) AS quantity \
       FROM said GROUP BY product, establishment, month\
     ) \
     SELECT product, month, SUM(quantity) AS quantity, COUNT(quantity) AS answers \
     FROM settled WHERE quantity IS NOT NULL GROUP BY product, month ORDER BY product, month"
);

/// What was said about a product in a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Produced {
    /// Sum of the quantities given, in the product's unit.
    pub quantity: f64,
    /// Establishments that gave one.
    pub answers: u64,
}

impl Store {
    /// Production by product and month, added up by the database, of the returns of `months` that count. The month before the
    /// first is in the result where the first returns give its actual quantity.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn production(
        &self,
        as_of: AsOf,
        months: MonthRange,
    ) -> Result<BTreeMap<(ProductCode, Month), Produced>, StoreError> {
        let products: BTreeMap<i64, ProductCode> = self.code_numbers(CodeOf::Product).await?;
        let rows = counting(PRODUCTION, as_of, months).fetch_all(&self.pool).await;
        let mut sums = BTreeMap::new();
        for row in &rows.map_err(StoreError::of("adding up production"))? {
            let product =
                products.get(&get(row, 0)?).ok_or_else(|| StoreError::corrupt("a product", "it has no code"))?;
            let month = month_of(get(row, 1)?)?;
            let answers: i64 = get(row, 3)?;
            let produced = Produced { quantity: get(row, 2)?, answers: answers.unsigned_abs() };
            sums.insert((product.clone(), month), produced);
        }
        Ok(sums)
    }
}

/// The month of a count of months from year 0.
fn month_of(count: i64) -> Result<Month, StoreError> {
    let read = i32::try_from(count).ok().and_then(|n| Month::new(n.div_euclid(12), n.rem_euclid(12) as u8 + 1).ok());
    read.ok_or_else(|| StoreError::corrupt("the month of a return", count))
}
