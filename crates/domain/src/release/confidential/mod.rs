//! Bảo mật số liệu: which cells of a release the public may see.
//!
//! **Which cells are unsafe** (primary suppression). A cell is unsafe when in any month shown fewer than three
//! establishments stand behind it (threshold rule), or one of them makes up more than a given share of it (dominance rule, (1,k) in
//! Hundepool et al., *Statistical Disclosure Control*, 2012, section 4.2). Both numbers are a dated setting, [`Rule`].
//!
//! **What else is withheld** (secondary suppression). The weights of the tree are public, so every published node is a known sum over
//! the products below it, and everything that can be computed from the published cells is spanned by those sums.
//! The sums are nested, never crossing, hence the span has a basis that can be read off the tree: for each published node the
//! sum over those of its products that lie under no published node further down. Such a basis element is called an
//! *atom* here. Two facts follow, and [`pattern::protect`] rests on them:
//!
//! 1. what a reader can derive is a sum of atoms, so nothing unsafe leaks exactly when every atom is safe;
//! 2. a withheld node can be computed exactly when its products are a union of whole atoms.
//!
//! So an unsafe atom is widened by withholding the lightest product path beside it until it is safe, and a withheld
//! node that could be computed anyway, which by (1) is safe, is published. An attacker with a linear solver is the test.
//!
//! **One pattern per release.** A node is withheld for every month and every measure of the release alike: levels, changes, contributions,
//! quantities and observed shares. What an earlier release withheld stays withheld while the index has the same base, so that two releases laid
//! side by side show no more than one.

mod cells;
mod pattern;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::period::Month;

pub use cells::Contributors;
pub use pattern::{Pattern, Why, protect};

/// What makes a cell safe. A dated setting.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// The first month released under this rule.
    pub from: Month,
    /// Fewest establishments behind a cell.
    pub fewest: usize,
    /// Largest share of a cell that one establishment may make up, 0 to 1.
    pub dominance: f64,
}

impl Rule {
    /// The rule in force for a release of `month`: the latest that begins no later.
    #[must_use]
    pub fn in_force(rules: &[Self], month: Month) -> Option<Self> {
        rules.iter().filter(|rule| rule.from <= month).max_by_key(|rule| rule.from).copied()
    }
}
