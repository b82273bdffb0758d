//! The full computation: fill, add up, index; and the way back down to establishments.

use std::collections::BTreeMap;

use super::splice::{build, mean};
use super::totals::Totals;
use super::{ComputeSpec, MonthIndex};
use crate::impute::{Ratios, fill_all};
use crate::period::{Month, Year};
use crate::register::{EstablishmentCode, ProductCode};
use crate::returns::panel::Panel;
use crate::series::{Filling, Measure};

/// A month's work done: the filled panel and the index.
#[derive(Debug, Clone)]
pub struct Computation {
    /// Production with its gaps filled, each number with its mark.
    pub panel: Panel,
    /// The index.
    pub index: MonthIndex,
    pub(super) spec: ComputeSpec,
    pub(super) ratios: Ratios,
    pub(super) methods: Vec<Filling>,
}

/// Fills the gaps of the panel and computes the index.
#[must_use]
pub fn compute(spec: &ComputeSpec, mut panel: Panel) -> Computation {
    let values = spec.unit_values(panel.products().iter().map(|p| &p.code));
    let ratios = Ratios::of(&panel, &values, spec.fill.least_reporters, spec.threads);
    let methods = spec.fill.methods_of(&panel);
    fill_all(&mut panel, &ratios, &methods, spec.threads);
    let totals = Totals::of(&panel, spec.threads);
    let index = build(spec, panel.months(), totals);
    Computation { panel, index, spec: spec.clone(), ratios, methods }
}

/// The quantity of each product in the average month of `year`, from a panel whose gaps are filled: what a basket of that base year needs.
/// A product without a number in that year is left out.
#[must_use]
pub fn base_quantities(panel: &Panel, year: Year) -> BTreeMap<ProductCode, f64> {
    let positions: Vec<usize> = year.months().iter().filter_map(|m| panel.months().position(m)).collect();
    let mut quantities = BTreeMap::new();
    for product in panel.products() {
        let numbers = product.units.clone().flat_map(|unit| {
            let (values, marks) = (panel.values_of(unit), panel.marks_of(unit));
            positions.iter().filter(move |&&at| marks[at].has_value()).map(move |&at| values[at])
        });
        let (count, sum) = numbers.fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
        if count > 0 {
            quantities.insert(product.code.clone(), sum / 12.0);
        }
    }
    quantities
}

impl Computation {
    /// What was computed with.
    #[must_use]
    pub fn spec(&self) -> &ComputeSpec {
        &self.spec
    }

    /// Contributions of the establishments to the change of the whole through the products at or below a node, in percentage points and
    /// order of code. They add up to [`MonthIndex::contribution`] of the node; empty where that is `None`.
    #[must_use]
    pub fn establishment_contributions(
        &self,
        node: usize,
        month: Month,
        measure: Measure,
    ) -> Vec<(EstablishmentCode, f64)> {
        let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
        let mut below = vec![node];
        while let Some(node) = below.pop() {
            below.extend(self.index.tree.children(node));
            let code = &self.index.tree.nodes()[node].code;
            let Some(product) = self.index.totals.product(code).filter(|_| self.index.tree.is_leaf(node)) else {
                continue;
            };
            for unit in self.panel.products()[product].units.clone() {
                let points = self.unit_points(node, product, unit);
                let Some(part) = self.index.points_change(month, measure, |at| points[at]) else { return Vec::new() };
                *sums.entry(self.panel.units()[unit].establishment).or_default() += part;
            }
        }
        sums.into_iter().map(|(e, part)| (self.panel.establishments()[e as usize].clone(), part)).collect()
    }

    /// The point series of one unit: its part of the product's points. Before the product enters the index the unit has the
    /// share of the product it will have when it enters.
    fn unit_points(&self, node: usize, product: usize, unit: usize) -> Vec<f64> {
        let mut points = vec![0.0; self.panel.width()];
        for segment in &self.index.segments {
            let before = mean(segment.overlap.clone(), |at| points[at]);
            let own = segment.node_of[node].and_then(|n| Some((n, segment.entry(n)?)));
            let Some((own, (entry, quantity))) = own else {
                segment.span.clone().for_each(|at| points[at] = before);
                continue;
            };
            let share = self.share_at(product, unit, entry);
            let part = |at: usize| {
                if at < entry {
                    return segment.factor * segment.part(own, at) * share;
                }
                segment.factor * segment.shares[own] * (100.0 * self.number(unit, at) / quantity)
            };
            let offset = before - mean(segment.overlap.clone(), part);
            segment.span.clone().for_each(|at| points[at] = part(at) + offset);
        }
        points
    }

    /// The share of a unit in its product in a month; equal shares of those with a number where nothing was produced.
    fn share_at(&self, product: usize, unit: usize, at: usize) -> f64 {
        let has_value = |unit: usize| self.panel.marks_of(unit)[at].has_value();
        let total = self.index.totals.quantity(product, at).unwrap_or(0.0);
        if total > 0.0 {
            return self.number(unit, at) / total;
        }
        let units = self.panel.products()[product].units.clone().filter(|&u| has_value(u)).count();
        if has_value(unit) { 1.0 / units as f64 } else { 0.0 }
    }

    fn number(&self, unit: usize, at: usize) -> f64 {
        if self.panel.marks_of(unit)[at].has_value() { self.panel.values_of(unit)[at] } else { 0.0 }
    }
}
