//! The month: from the panel of returns to the index of industrial production, its changes and contributions.
//!
//! Methodology: the Vietnamese index of industrial production as its yearbooks explain it (product → 4-digit → 2-digit → section → whole
//! industry, each the weighted mean of the level below, weights of the base year), which is the Laspeyres-type volume index
//! of United Nations, *International Recommendations for the Index of Industrial Production 2010*, chapter 5:
//!
//! ```text
//! product   I_p(t) = 100 · Q_p(t) / q₀_p          Q_p: sum over establishments, gaps filled; q₀_p: average month of the base year
//! above     I_n(t) = Σ w_c · I_c(t) / Σ w_c       over the children c of n
//! mom  I(t)/I(t−1)     yoy  I(t)/I(t−12)     ytd  Σ I(Jan…t)/Σ I(same months of last year)     year  the same over twelve months
//! ```
//!
//! All four changes are taken from levels; the direct form (weighted mean of product ratios against the compared period) is
//! there for reconciliation only ([`MonthIndex::direct_change`]), since the two are not the same number.
//!
//! **Contributions.** Level and weight give each node a *point series* C(t), its part of the level of the whole: within one basket
//! C_n(t) = W_n · I_n(t), with W the share of the node in the whole. A contribution to any change is 100 · (ΣC(t) − ΣC(s)) / ΣI(s): it adds up
//! exactly over the children of every node, and down to the establishments, for every measure.
//!
//! **Several baskets in time.** Each basket's index is computed on its own quantities and hung on the one before at the overlap
//! (the month before it begins, or the whole year before): every node is linked by itself, as in annual chain-linking.
//! The point series goes on from where it stood by the new basket's increments, so contributions across the splice add up
//! exactly too. Where nothing was produced at the overlap, of the old basket or of the new, there is nothing to hang on: level and parts
//! begin anew.
//!
//! **New, vanished and seasonal products.** A product with a base quantity is in from its first number. One without
//! enters at its first production on its parent's level at that month, so that entry itself moves nothing; until it enters it counts
//! as moving with its parent. A product whose producers have closed, and a month without production, are real zeros. A product nobody has ever
//! reported leaves its weight to its siblings.
//!
//! **Observed share** of a product: of the quantity of the month before (gaps filled), the share of the units that
//! reported themselves this month; above, the mean by the same weights as the index.

mod carry_on;
mod compute;
mod late;
mod measure;
mod price;
mod segment;
mod splice;
mod totals;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use crate::impute::FillSpec;
use crate::index::tree::Tree;
use crate::period::{Month, MonthRange, Year};
use crate::register::ProductCode;
use crate::series::{Level, Measure};

pub use carry_on::{Added, CannotAdd};
pub use compute::{Computation, base_quantities, compute};
pub use late::Revised;
pub use measure::{SectionGrowth, office_style};
pub use price::Points;
use segment::Segment;
use totals::Totals;

/// Weights and base quantities in force for a run of months.
#[derive(Debug, Clone, PartialEq)]
pub struct Basket {
    /// The base year.
    pub base: Year,
    /// First month computed with it.
    pub from: Month,
    /// Last month; `None` while no other follows. Where another basket follows, the first month of that one ends this one.
    pub until: Option<Month>,
    /// `TOTAL` → sections → 2-digit → 4-digit industries → product codes.
    pub tree: Tree,
    /// Quantity of the average month of the base year. A product that is not here, or is zero, is new: it is spliced in.
    pub base_quantities: BTreeMap<ProductCode, f64>,
}

/// Where a basket is hung on the one before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Overlap {
    /// The last month before the new basket (December when baskets change in January).
    #[default]
    LastMonth,
    /// The mean of the twelve months before the new basket.
    LastYear,
}

/// What is computed and how.
#[derive(Debug, Clone, PartialEq)]
pub struct ComputeSpec {
    baskets: Vec<Basket>,
    overlap: Overlap,
    fill: FillSpec,
    threads: usize,
}

/// Why baskets cannot be computed with.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BasketError {
    /// There is none.
    #[error("there is no basket of weights")]
    None,
    /// Two begin in the same month.
    #[error("two baskets begin in {0}")]
    SameMonth(Month),
    /// A base quantity that is negative or not a finite number.
    #[error("the base quantity {quantity} of {product} is not a finite number of zero or more")]
    BadQuantity {
        /// The product.
        product: ProductCode,
        /// Its base quantity.
        quantity: f64,
    },
}

impl ComputeSpec {
    /// The computation with these baskets, in any order, hung together at the last month; gaps filled by the default rule; one thread.
    ///
    /// # Errors
    /// When there is no basket, two begin in the same month, or a base quantity is no quantity.
    pub fn new(mut baskets: Vec<Basket>) -> Result<Self, BasketError> {
        baskets.sort_by_key(|b| b.from);
        if baskets.is_empty() {
            return Err(BasketError::None);
        }
        if let Some(pair) = baskets.windows(2).find(|pair| pair[0].from == pair[1].from) {
            return Err(BasketError::SameMonth(pair[0].from));
        }
        for (product, &quantity) in baskets.iter().flat_map(|b| &b.base_quantities) {
            if !(quantity.is_finite() && quantity >= 0.0) {
                return Err(BasketError::BadQuantity { product: product.clone(), quantity });
            }
        }
        Ok(Self { baskets, overlap: Overlap::default(), fill: FillSpec::default(), threads: 1 })
    }

    /// Hangs baskets together there.
    #[must_use]
    pub fn with_overlap(mut self, overlap: Overlap) -> Self {
        self.overlap = overlap;
        self
    }

    /// Fills gaps by this rule.
    #[must_use]
    pub fn with_fill(mut self, fill: FillSpec) -> Self {
        self.fill = fill;
        self
    }

    /// Uses this many threads; the result is the same to the last bit whatever their number.
    #[must_use]
    pub fn with_threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads.get();
        self
    }

    /// The baskets in order of time.
    #[must_use]
    pub fn baskets(&self) -> &[Basket] {
        &self.baskets
    }

    /// The rule gaps are filled by.
    #[must_use]
    pub fn fill(&self) -> &FillSpec {
        &self.fill
    }

    /// Value of one unit of a product in the base year, up to a common factor: its share in the whole over its base quantity, from the
    /// first basket that gives one; zero for a product in no basket. By this quantities of different products are added.
    #[must_use]
    pub fn unit_values<'a>(&self, products: impl IntoIterator<Item = &'a ProductCode>) -> Vec<f64> {
        let shares: Vec<Vec<f64>> = self.baskets.iter().map(|b| b.tree.shares()).collect();
        let value = |product: &ProductCode| {
            self.baskets.iter().zip(&shares).find_map(|(basket, shares)| {
                let quantity = basket.base_quantities.get(product).filter(|q| **q > 0.0)?;
                Some(shares[basket.tree.position(product.as_str())?] / quantity)
            })
        };
        products.into_iter().map(|product| value(product).unwrap_or(0.0)).collect()
    }
}

/// The computed index: levels, observed shares and point series of every node, month by month.
///
/// The tree is that of the newest basket; nodes only older baskets have are in it too, with weight zero.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthIndex {
    months: MonthRange,
    tree: Tree,
    /// Node × month; `None` where the node has no index.
    levels: Vec<Option<f64>>,
    /// Node × month, points of the level of the whole.
    points: Vec<f64>,
    /// Node × month, 0 to 1.
    observed: Vec<Option<f64>>,
    segments: Vec<Segment>,
    totals: Totals,
}

impl MonthIndex {
    /// The tree the nodes of every other function are positions in.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The months.
    #[must_use]
    pub fn months(&self) -> MonthRange {
        self.months
    }

    /// The level of a node, base average month = 100 of the oldest basket; `None` where it has none.
    #[must_use]
    pub fn level(&self, node: usize, month: Month) -> Option<Level> {
        let at = self.months.position(month)?;
        self.levels[self.place(node, at)].map(Level)
    }

    /// The share of a node that was really reported, 0 to 1.
    #[must_use]
    pub fn observed_share(&self, node: usize, month: Month) -> Option<f64> {
        let at = self.months.position(month)?;
        self.observed[self.place(node, at)]
    }

    /// The points of a node: its part of the level of the whole, which those of its children add up to. `None` where the whole has no level.
    #[must_use]
    pub fn points(&self, node: usize, month: Month) -> Option<f64> {
        let at = self.months.position(month)?;
        self.levels[self.place(self.tree.root(), at)].map(|_| self.points[self.place(node, at)])
    }

    /// The quantity of a product node, gaps filled, in its unit; `None` for a node that is no product or before its first number.
    #[must_use]
    pub fn quantity(&self, node: usize, month: Month) -> Option<f64> {
        let at = self.months.position(month)?;
        let code = &self.tree.nodes()[node].code;
        self.totals.quantity(self.totals.product(code)?, at)
    }

    /// The change of a node, per cent, not rounded; `None` where one of the levels it needs is absent or the compared level is zero.
    #[must_use]
    pub fn change(&self, node: usize, month: Month, measure: Measure) -> Option<f64> {
        let windows = measure::windows(self.months, month, measure)?;
        let sum = |positions: std::ops::Range<usize>| -> Option<f64> {
            positions.map(|at| self.levels[self.place(node, at)]).sum()
        };
        let (now, before) = (sum(windows.now)?, sum(windows.before)?);
        (before > 0.0).then(|| 100.0 * now / before - 100.0)
    }

    /// The contribution of a node to the change of the whole, in percentage points: children add up to their parent, and
    /// the root's contribution is the change of the whole.
    #[must_use]
    pub fn contribution(&self, node: usize, month: Month, measure: Measure) -> Option<f64> {
        self.points_change(month, measure, |at| self.points[self.place(node, at)])
    }

    /// Contributions of the sections as the statistics office prints them: base weight times growth, and manufacturing (`C`) the
    /// residual, so that they close. In order of code; `None` where a growth is absent.
    #[must_use]
    pub fn contributions_office_style(&self, month: Month, measure: Measure) -> Option<Vec<(String, f64)>> {
        let total = self.change(self.tree.root(), month, measure)?;
        let segment = self.segments.iter().rfind(|s| s.begins_by(self.months.position(month).unwrap_or(0)))?;
        let mut sections = Vec::new();
        for &node in self.tree.children(self.tree.root()) {
            let code = self.tree.nodes()[node].code.clone();
            let Some(weight) = segment.base_share(&code) else { continue };
            sections.push(SectionGrowth { code, weight, growth: self.change(node, month, measure)? });
        }
        Some(office_style(&sections, "C", total))
    }

    /// The change in the direct form: the weighted mean of the products' own ratios against the compared period, over the products below
    /// the node that were produced in it. Per cent; for reconciliation with figures computed that way.
    #[must_use]
    pub fn direct_change(&self, node: usize, month: Month, measure: Measure) -> Option<f64> {
        let windows = measure::windows(self.months, month, measure)?;
        let segment = self.segments.iter().rfind(|s| s.begins_by(windows.now.start))?;
        segment.direct(&self.totals, &self.tree.nodes()[node].code, &windows).map(|ratio| 100.0 * ratio - 100.0)
    }

    /// The same index with the mean of `year` set to 100 at every node; changes and contributions stay as they are. `None`
    /// when the whole has no index in some month of that year. A node without a whole year keeps its scale against the whole.
    #[must_use]
    pub fn rebased(&self, year: Year) -> Option<Self> {
        let (first, last) = (year.months().first, year.months().last);
        let positions = self.months.position(first)?..self.months.position(last)? + 1;
        let mean = |node: usize| -> Option<f64> {
            let sum: Option<f64> = positions.clone().map(|at| self.levels[self.place(node, at)]).sum();
            sum.map(|s| s / 12.0).filter(|m| *m > 0.0)
        };
        let whole = 100.0 / mean(self.tree.root())?;
        let mut rebased = self.clone();
        let factors: Vec<f64> = (0..self.tree.len()).map(|n| mean(n).map_or(whole, |m| 100.0 / m)).collect();
        for (node, factor) in factors.iter().enumerate() {
            for at in 0..self.months.len() {
                let place = self.place(node, at);
                rebased.levels[place] = self.levels[place].map(|level| level * factor);
                rebased.points[place] *= whole;
            }
        }
        rebased.segments.iter_mut().for_each(|segment| segment.rescale(&factors, whole));
        Some(rebased)
    }

    fn place(&self, node: usize, at: usize) -> usize {
        node * self.months.len() + at
    }

    /// What a change of points is of the change of the whole, in percentage points.
    fn points_change(&self, month: Month, measure: Measure, points: impl Fn(usize) -> f64) -> Option<f64> {
        let windows = measure::windows(self.months, month, measure)?;
        let root = self.tree.root();
        let whole: Option<f64> = windows.before.clone().map(|at| self.levels[self.place(root, at)]).sum();
        let known = windows.now.clone().all(|at| self.levels[self.place(root, at)].is_some());
        let whole = whole.filter(|w| known && *w > 0.0)?;
        let sum = |positions: std::ops::Range<usize>| positions.map(&points).sum::<f64>();
        Some(100.0 * (sum(windows.now) - sum(windows.before)) / whole)
    }
}

#[cfg(test)]
pub(crate) mod tests;
