//! What the public may see of a computation: the establishments behind every cell, put to the rule of the month.

use std::collections::BTreeSet;

use domain::index::month::Computation;
use domain::period::Month;
use domain::release::confidential::{Contributors, Pattern, Rule, protect};
use domain::returns::panel::Mark;

use super::confidentiality_rules;

/// The nodes of a release of `month` that are withheld; `earlier` were withheld before on the same base.
#[must_use]
pub fn pattern(computation: &Computation, month: Month, earlier: &BTreeSet<String>) -> Pattern {
    let index = &computation.index;
    match rule(month) {
        Some(rule) => protect(index.tree(), &contributors(computation), &rule, earlier),
        None => Pattern::default(),
    }
}

fn rule(month: Month) -> Option<Rule> {
    Rule::in_force(&confidentiality_rules(), month)
}

/// Whether a sum is safe in every month: for each month the establishments with their amounts.
#[must_use]
pub fn is_cell_safe(month: Month, months: impl IntoIterator<Item = Vec<(u32, f64)>>) -> bool {
    let mut all = Contributors::new();
    for (at, amounts) in months.into_iter().enumerate() {
        amounts.into_iter().for_each(|(establishment, amount)| all.add(0, at, establishment, amount));
    }
    rule(month).is_none_or(|rule| all.is_safe(&[0], &rule))
}

/// The establishments behind every product node and month, each with its quantity valued at the base year's weight.
fn contributors(computation: &Computation) -> Contributors {
    let (panel, tree) = (&computation.panel, computation.index.tree());
    let values = computation.spec().unit_values(panel.products().iter().map(|p| &p.code));
    let mut all = Contributors::new();
    for (product, value) in panel.products().iter().zip(values) {
        let Some(node) = tree.position(product.code.as_str()).filter(|node| tree.is_leaf(*node)) else { continue };
        for unit in product.units.clone() {
            let establishment = panel.units()[unit].establishment;
            for (at, mark) in panel.marks_of(unit).iter().enumerate() {
                if *mark != Mark::OutOfScope && mark.has_value() {
                    all.add(node, at, establishment, value * panel.values_of(unit)[at]);
                }
            }
        }
    }
    all
}
