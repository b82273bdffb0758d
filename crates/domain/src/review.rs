//! Danh sách rà soát: the review queue, ordered by what each suspicion could move the published index.
//!
//! Selective editing: a suspicion is worth looking at by its likely effect on the published figure, not by how odd it looks (L. Granquist and
//! J. Kovar, “Editing of survey data: how much is enough?”, in *Survey Measurement and Process Quality*, 1997; Statistics Sweden's SELEKT). Here the
//! effect is counted in index points of the level of the whole:
//!
//! ```text
//! points = W_p · 100 · (q − q*) / q₀_p
//! ```
//!
//! with q the number in doubt, q* what the unit would have been filled with had it not reported (its own earlier number moved as its peers
//! moved), W_p the product's share and q₀_p its base quantity. For a silent establishment the whole of its filled production is at stake: it may
//! have stopped. A return of one that should not be producing (closed, not yet open) is priced by what it reports. Suspicions about
//! anything else (stocks, values, people) move nothing and come last.

use std::collections::BTreeMap;

use crate::checks::{Doubts, Finding, Severity};
use crate::index::month::Computation;
use crate::period::{Month, MonthRange};
use crate::register::{EstablishmentCode, ProductCode};
use crate::returns::Return;
use crate::returns::panel::Mark;
use crate::series::Filling;

/// Months of history an item carries, the month in doubt included.
const HISTORY: i32 = 13;

/// A number in doubt, and what it could move.
#[derive(Debug, Clone, PartialEq)]
pub struct Stake {
    /// The product.
    pub product: ProductCode,
    /// The month of the number.
    pub month: Month,
    /// The number; `None` when nothing was reported.
    pub reported: Option<f64>,
    /// What it would be filled with; `None` where there is nothing to start from.
    pub expected: Option<f64>,
    /// How.
    pub filling: Option<Filling>,
    /// Points of the level of the whole: with the reported number against the expected one; for a silent unit the whole of the filled
    /// number. `None` when the product is in no basket or nothing is expected.
    pub points: Option<f64>,
    /// Section, and points of its own level.
    pub section: Option<(String, f64)>,
    /// How the peers moved on the month before.
    pub peers_ratio: Option<f64>,
    /// The unit's numbers up to the month in doubt, with what stands behind each.
    pub history: Vec<(Month, Option<f64>, Mark)>,
}

/// One establishment and product, or one whole return, with all that is suspicious about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Whose.
    pub establishment: EstablishmentCode,
    /// The product; none for the whole return.
    pub product: Option<ProductCode>,
    /// The gravest severity.
    pub severity: Severity,
    /// What failed, in the order of the rules.
    pub findings: Vec<Finding>,
    /// The numbers in doubt, largest stake first.
    pub stakes: Vec<Stake>,
}

impl Item {
    /// What the suspicion could move, in points of the level of the whole; zero when nothing in doubt enters the index. Doubts about two
    /// months are not added up: the larger counts.
    #[must_use]
    pub fn points(&self) -> f64 {
        let mut by_month: BTreeMap<Month, f64> = BTreeMap::new();
        for stake in &self.stakes {
            *by_month.entry(stake.month).or_default() += stake.points.unwrap_or(0.0);
        }
        by_month.into_values().fold(0.0, |most, points| if points.abs() > most.abs() { points } else { most })
    }

    /// What it could move of one section's own level, for the section that moves most.
    #[must_use]
    pub fn section(&self) -> Option<(String, f64)> {
        let mut sums: BTreeMap<(Month, &str), f64> = BTreeMap::new();
        for stake in &self.stakes {
            if let Some((code, points)) = &stake.section {
                *sums.entry((stake.month, code)).or_default() += points;
            }
        }
        let most = sums.into_iter().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        most.map(|((_, code), points)| (code.to_owned(), points))
    }
}

/// Prices findings and orders them: most points first, then by establishment and product. `returns` must hold those of the report month.
#[must_use]
pub fn queue(findings: &[Finding], computation: &Computation, returns: &[Return]) -> Vec<Item> {
    let by_establishment: BTreeMap<(&EstablishmentCode, Month), &Return> =
        returns.iter().map(|r| ((&r.establishment, r.month), r)).collect();
    let mut groups: BTreeMap<(&EstablishmentCode, Option<&ProductCode>), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        groups.entry((&finding.establishment, finding.product.as_ref())).or_default().push(finding);
    }
    let mut items: Vec<Item> = groups
        .into_iter()
        .filter_map(|((establishment, product), findings)| {
            let severity = findings.iter().map(|f| f.severity).min()?;
            let stakes = stakes(&findings, computation, &by_establishment);
            let findings = findings.into_iter().cloned().collect();
            Some(Item { establishment: establishment.clone(), product: product.cloned(), severity, findings, stakes })
        })
        .collect();
    items.sort_by(|a, b| {
        let by_points = b.points().abs().total_cmp(&a.points().abs());
        by_points.then_with(|| (&a.establishment, &a.product).cmp(&(&b.establishment, &b.product)))
    });
    items
}

/// The numbers a group of findings throws doubt on, largest stake first.
fn stakes(
    findings: &[&Finding],
    computation: &Computation,
    returns: &BTreeMap<(&EstablishmentCode, Month), &Return>,
) -> Vec<Stake> {
    let mut doubted: Vec<(ProductCode, Month)> = Vec::new();
    for finding in findings {
        let month = match finding.doubts {
            Doubts::Production => finding.month,
            Doubts::Previous => finding.month.previous(),
            Doubts::Other => continue,
        };
        match &finding.product {
            Some(product) => doubted.push((product.clone(), month)),
            None => doubted.extend(products_of(&finding.establishment, computation).map(|p| (p, month))),
        }
    }
    doubted.sort();
    doubted.dedup();
    let Some(establishment) = findings.first().map(|f| &f.establishment) else { return Vec::new() };
    let mut stakes: Vec<Stake> = doubted
        .into_iter()
        .filter_map(|(product, month)| {
            let answer = returns.get(&(establishment, month)).copied();
            stake(establishment, product, month, answer, computation)
        })
        .collect();
    stakes.sort_by(|a, b| {
        let size = |s: &Stake| s.points.map_or(0.0, f64::abs);
        size(b).total_cmp(&size(a)).then_with(|| (&a.product, a.month).cmp(&(&b.product, b.month)))
    });
    stakes
}

fn products_of(establishment: &EstablishmentCode, computation: &Computation) -> impl Iterator<Item = ProductCode> {
    let panel = &computation.panel;
    let units = panel.establishment_position(establishment).map_or(&[][..], |e| panel.units_of_establishment(e));
    units.iter().map(|unit| panel.products()[panel.units()[*unit as usize].product as usize].code.clone())
}

fn stake(
    establishment: &EstablishmentCode,
    product: ProductCode,
    month: Month,
    answer: Option<&Return>,
    computation: &Computation,
) -> Option<Stake> {
    let panel = &computation.panel;
    let unit = panel.unit(establishment, &product)?;
    let mark = panel.mark(unit, month)?;
    let (reported, expected, filling) = match mark {
        // The panel takes nothing from outside the scope; what is in doubt is whether the return or the register is right.
        Mark::OutOfScope => {
            let line = answer.and_then(|r| r.lines.iter().find(|l| l.product == product));
            (line.and_then(|l| l.estimate), Some(0.0), None)
        }
        mark if mark.is_reported() => {
            let expected = computation.expected(unit, month);
            (panel.value(unit, month), expected.map(|e| e.0), expected.map(|e| e.1))
        }
        Mark::Filled(filling) => (None, panel.value(unit, month), Some(filling)),
        _ => (None, None, None),
    };
    let quantity = match (reported, expected) {
        (Some(reported), Some(expected)) => Some(reported - expected),
        // Nothing to compare with: the whole number is at stake.
        (Some(alone), None) | (None, Some(alone)) => Some(alone),
        (None, None) => None,
    };
    let points = quantity.and_then(|q| computation.points_of(&product, q, month));
    let history = MonthRange::new(month.plus(1 - HISTORY), month);
    let history = history.iter().filter_map(|m| Some((m, panel.value(unit, m), panel.mark(unit, m)?))).collect();
    Some(Stake {
        month,
        reported,
        expected,
        filling,
        points: points.as_ref().map(|p| p.whole),
        section: points.map(|p| (p.section, p.of_section)),
        peers_ratio: computation.peers_ratio(unit, month),
        history,
        product,
    })
}

#[cfg(test)]
mod tests;
