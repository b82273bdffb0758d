//! What starting something is worth: a site that stands still, set going from a month on, in percentage points of the year's growth.
//!
//! Methodology. The index engine itself computes the year twice, without and with the production added
//! ([`Computation::carried_on`](crate::index::month::Computation::carried_on)); nothing is estimated beside it. For a node n (the product, the
//! industries above it, the whole) and a year Y the worth is
//!
//! ```text
//! worth_n(Y) = 100 · ( Σ_{k∈Y} I′_n(k) − Σ_{k∈Y} I_n(k) ) / Σ_{k∈Y−1} I_n(k)      I without, I′ with the production added
//! ```
//!
//! that is, the percentage points it adds to the growth of Y on Y − 1, both as they are without it. Within one basket levels are linear
//! in quantities, so the worths of several sites add up to the worth of all together: each says so by being computed on its own, and the
//! sum can be held against [`Outlook::together`].
//!
//! It is deterministic: no forecast, no probability. Where the weight of a product is not known it says so ([`CannotAdd`]).

mod potential;
#[cfg(test)]
mod tests;

use crate::index::month::{Added, CannotAdd, Computation, MonthIndex};
use crate::period::{Month, MonthRange, Year};
use crate::register::ProductCode;
use crate::series::Measure;

pub use potential::{NotKnown, Potential, potential};

/// Something set going: production of a product from a month on.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// The product.
    pub product: ProductCode,
    /// The first month.
    pub from: Month,
    /// Production of each month, in the product's unit.
    pub monthly: f64,
}

impl Start {
    /// A plant of this yearly capacity, run at `share` (0 to 1) of it, every month alike.
    #[must_use]
    pub fn at_share(product: ProductCode, from: Month, yearly_capacity: f64, share: f64) -> Self {
        Self { product, from, monthly: yearly_capacity * share / 12.0 }
    }

    fn until(&self, last: Month) -> Added {
        Added { product: self.product.clone(), months: MonthRange::new(self.from, last), monthly: self.monthly }
    }
}

/// What is added to one node in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeWorth {
    /// Code of the node.
    pub code: String,
    /// Percentage points added to its growth on the year before; `None` where it has no level in some month of the year before, or stood
    /// at zero in all of them: then nothing can be compared.
    pub points: Option<f64>,
}

/// What is added in one year, from the whole down.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// The year.
    pub year: Year,
    /// The whole first, then every node touched, parents before children.
    pub nodes: Vec<NodeWorth>,
}

impl Worth {
    /// What is added to the growth of the whole; `None` where it cannot be compared.
    #[must_use]
    pub fn whole(&self) -> Option<f64> {
        self.nodes.first()?.points
    }

    /// What is added to the growth of a node.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<f64> {
        self.nodes.iter().find(|node| node.code == code)?.points
    }
}

/// Several starts, each alone and all together.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The years looked at.
    pub years: Vec<Year>,
    /// Growth of the whole in each year without any of them, months left as the year before; `None` where it cannot be compared.
    pub without: Vec<Option<f64>>,
    /// The worth of each start alone, year by year, in the order asked; or why it cannot be said.
    pub alone: Vec<Result<Vec<Worth>, CannotAdd>>,
    /// The worth of all that can be said, together, year by year.
    pub together: Vec<Worth>,
}

/// Looks at several starts over a run of years.
#[must_use]
pub fn outlook(computation: &Computation, starts: &[Start], years: &[Year]) -> Outlook {
    let last = years.iter().map(|year| year.months().last).max().unwrap_or(computation.panel.months().last);
    let compute = |added: &[Added]| computation.carried_on(last, added);
    // Nothing added is always computable.
    let Ok(without) = compute(&[]) else { unreachable!("the baseline adds nothing that could be refused") };
    let worths = |with: &MonthIndex| years.iter().map(|year| worth(&without, with, *year)).collect::<Vec<_>>();
    let mut possible = Vec::new();
    let mut alone = Vec::with_capacity(starts.len());
    for start in starts {
        let added = start.until(last);
        let with = compute(std::slice::from_ref(&added));
        possible.extend(with.is_ok().then_some(added));
        alone.push(with.map(|with| worths(&with)));
    }
    let together = compute(&possible).map(|with| worths(&with)).unwrap_or_default();
    let root = without.tree().root();
    let growth = |year: &Year| without.change(root, year.months().last, Measure::Year);
    Outlook { years: years.to_vec(), without: years.iter().map(growth).collect(), alone, together }
}

/// The difference two full computations make to a year.
fn worth(without: &MonthIndex, with: &MonthIndex, year: Year) -> Worth {
    let tree = without.tree();
    let sum = |index: &MonthIndex, node: usize, year: Year| -> Option<f64> {
        year.months().iter().map(|month| index.level(node, month).map(|level| level.0)).sum()
    };
    let nodes = (0..tree.len()).filter_map(|node| {
        let added = sum(with, node, year).zip(sum(without, node, year)).map(|(with, without)| with - without);
        let touched = node == tree.root() || added.is_some_and(|added| added != 0.0);
        let before = sum(without, node, year.plus(-1)).filter(|before| *before > 0.0);
        let points = added.zip(before).map(|(added, before)| 100.0 * added / before);
        touched.then(|| NodeWorth { code: tree.nodes()[node].code.clone(), points })
    });
    Worth { year, nodes: nodes.collect() }
}
