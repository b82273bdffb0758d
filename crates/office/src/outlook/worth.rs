//! What an amount of a product would add, computed once however many sites could make that much.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::index::month::CannotAdd;
use domain::outlook::{Potential, Start, Worth, outlook};
use domain::period::Month;
use domain::register::ProductCode;
use domain::sites::CapacityBasis;
use domain::text::Text;
use jiff::civil::Date;

use super::{Added, ShareWorth, SiteWorth};
use crate::compute::Computed;
use crate::names::Names;

/// The shares of its capacity at which a site is looked at.
const SHARES: [f64; 3] = [0.25, 0.5, 1.0];

/// What worth is computed with: the release on show, computed again.
#[derive(Debug)]
pub struct Basis {
    pub(super) computed: Computed,
    pub(super) withheld: BTreeSet<String>,
    pub(super) month: Month,
    pub(super) day: Date,
}

/// A product, how much of it in a year and how much already, bit by bit, and where that comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Amount(ProductCode, u64, u64, Option<CapacityBasis>);

impl Amount {
    pub(super) fn of(potential: &Potential) -> Self {
        Self(potential.product.clone(), potential.yearly.to_bits(), potential.made.to_bits(), potential.basis)
    }
}

/// What each amount would add, or why it cannot be said; `known` is not computed again.
pub(super) fn worths_of<'a>(
    basis: &Basis,
    known: BTreeMap<Amount, Arc<SiteWorth>>,
    wanted: impl Iterator<Item = &'a Potential>,
) -> BTreeMap<Amount, Result<Arc<SiteWorth>, Text>> {
    let mut found: BTreeMap<Amount, _> = known.into_iter().map(|(amount, worth)| (amount, Ok(worth))).collect();
    let mut new: BTreeMap<Amount, &Potential> = BTreeMap::new();
    for potential in wanted {
        let amount = Amount::of(potential);
        if basis.withheld.contains(potential.product.as_str()) {
            found.insert(amount, Err(withheld_product()));
        } else if !found.contains_key(&amount) {
            new.insert(amount, potential);
        }
    }
    if new.is_empty() {
        return found;
    }
    let from = basis.month.next();
    let starts: Vec<Start> = new.values().flat_map(|p| SHARES.map(|share| p.at_share(from, share))).collect();
    let mut alone =
        outlook(&basis.computed.computation, &starts, &[from.year(), from.year().plus(1)]).alone.into_iter();
    for (amount, potential) in new {
        let shares: Result<Vec<_>, CannotAdd> = alone.by_ref().take(SHARES.len()).collect();
        found.insert(amount, shares.map(|shares| Arc::new(worth(basis, potential, shares))).map_err(Text::from));
    }
    found
}

fn worth(basis: &Basis, potential: &Potential, shares: Vec<Vec<Worth>>) -> SiteWorth {
    let seen = |worth: Worth| {
        let mut added = Added::from(worth);
        added.nodes.retain(|(code, _)| !basis.withheld.contains(code));
        added
    };
    let shares = SHARES.into_iter().zip(shares);
    let names = Names::new(&basis.computed.register);
    let section = section_of(&basis.computed, potential.product.as_str());
    SiteWorth {
        potential: potential.clone(),
        product_name: names.of(potential.product.as_str()),
        section: (section.clone(), names.of(&section)),
        from: basis.month.next(),
        shares: shares
            .map(|(share, years)| ShareWorth { share, years: years.into_iter().map(seen).collect() })
            .collect(),
    }
}

/// The child of the whole that a product lies under; the whole where it is not in the tree.
fn section_of(computed: &Computed, product: &str) -> String {
    let tree = computed.computation.index.tree();
    let above = std::iter::successors(tree.position(product), |&node| tree.nodes()[node].parent);
    let below_root = above.filter(|&node| node != tree.root()).last().unwrap_or(tree.root());
    tree.nodes()[below_root].code.clone()
}

pub(super) fn withheld_product() -> Text {
    Text::new(
        "Sản phẩm không công bố riêng, nên không nêu mức đóng góp.",
        "The product is withheld, and so is its worth.",
    )
}
