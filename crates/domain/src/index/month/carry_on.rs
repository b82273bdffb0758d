//! The index carried on into months that have no returns yet, with production added: what a scenario is computed with.
//!
//! **The baseline is no forecast.** In a month after the last one computed every product is produced as in the same month of the year
//! before, itself carried on where need be. It is the plainest assumption there is, and the one under which the months left add nothing to
//! the growth of the year. A level is linear in quantities, so what an addition adds to a level does not depend on the baseline.

use super::splice::build;
use super::{Computation, MonthIndex};
use crate::period::{Month, MonthRange};
use crate::register::ProductCode;
use crate::text::Text;

/// Production added to a product in a run of months.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// The product.
    pub product: ProductCode,
    /// The months, both ends included.
    pub months: MonthRange,
    /// How much in each of them, in the product's unit.
    pub monthly: f64,
}

/// Why production cannot be added.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CannotAdd {
    /// The register does not know the product.
    #[error("{0} is not in the register")]
    UnknownProduct(ProductCode),
    /// The product has no base quantity in the basket in force: what a unit of it weighs is not known.
    #[error("{0} has no weight and base quantity in the basket in force")]
    NoWeight(ProductCode),
    /// The quantity is negative or not a finite number.
    #[error("{quantity} of {product} is no quantity")]
    BadQuantity {
        /// The product.
        product: ProductCode,
        /// What was to be added.
        quantity: f64,
    },
}

impl From<CannotAdd> for Text {
    /// What is not known and what to do.
    fn from(why: CannotAdd) -> Self {
        match why {
            CannotAdd::UnknownProduct(product) => Self::new(
                format!("Mã sản phẩm “{product}” chưa có trong danh mục. Hãy nhập sản phẩm hoặc sửa mã."),
                format!("Product code “{product}” is not in the register. Import the product or correct the code."),
            ),
            CannotAdd::NoWeight(product) => Self::new(
                format!("Chưa biết quyền số và sản lượng năm gốc của sản phẩm {product}, nên chưa tính được."),
                format!("The weight and base quantity of product {product} are not known, so it cannot be said."),
            ),
            CannotAdd::BadQuantity { product, quantity } => Self::new(
                format!("{quantity} không phải là sản lượng của {product}. Hãy ghi số từ 0 trở lên."),
                format!("{quantity} is no quantity of {product}. Write a number of zero or more."),
            ),
        }
    }
}

impl Computation {
    /// The index up to `until` with production added; months after the last computed one follow the baseline.
    ///
    /// # Errors
    /// [`CannotAdd`] when an addition is to a product whose weight is not known, or is no quantity.
    pub fn carried_on(&self, until: Month, added: &[Added]) -> Result<MonthIndex, CannotAdd> {
        let months = self.panel.months();
        let months = MonthRange::new(months.first, months.last.max(until));
        let mut additions = Vec::new();
        for addition in added {
            let product = self.weighed(addition)?;
            let places = addition.months.iter().filter_map(|month| months.position(month));
            additions.extend(places.map(|at| (product, at, addition.monthly)));
        }
        Ok(build(&self.spec, months, self.index.totals.carried_on(months.len(), &additions)))
    }

    /// The position of an addition's product, whose weight must be known.
    fn weighed(&self, addition: &Added) -> Result<usize, CannotAdd> {
        let Added { product, monthly, .. } = addition;
        let position =
            self.panel.product_position(product).ok_or_else(|| CannotAdd::UnknownProduct(product.clone()))?;
        let newest = self.spec.baskets.last();
        let weighed = newest.and_then(|basket| basket.base_quantities.get(product)).is_some_and(|q| *q > 0.0);
        if !weighed {
            return Err(CannotAdd::NoWeight(product.clone()));
        }
        if !(monthly.is_finite() && *monthly >= 0.0) {
            return Err(CannotAdd::BadQuantity { product: product.clone(), quantity: *monthly });
        }
        Ok(position)
    }
}
