//! The sibling indices: shipments, stocks, stock-to-output and employment.
//!
//! Methodology: as published by the Vietnamese statistics office. The indices of shipments (*chỉ số tiêu thụ*) and of stocks (*chỉ số tồn
//! kho*) cover manufacturing alone and end at “whole manufacturing”; Khơi computes the same for mining, where the unsold stock of a mining province lies.
//! They are computed by the engine of [`crate::index::month`] on another panel and another basket:
//!
//! - shipments: quantity shipped against the average month of the base year; the published weights were not found, so those of production are used;
//! - stocks: quantity in stock at the end of the month; product weights are the average inventory *value* of the base year, the mean of
//!   its start and end (gso.gov.vn, data specification of the inventory index), and the levels above are sums of them;
//! - stock-to-output (*tỷ lệ tồn kho*): stock over production, both valued at the base year's unit value of shipments;
//! - employment (*chỉ số sử dụng lao động*): headcount over headcount, compared with the month before and with the same month of last year. No
//!   formula is published; a plain ratio of headcounts fits. An establishment that is silent keeps its last headcount.

use std::collections::BTreeMap;

use super::month::{Basket, MonthIndex};
use super::tree::{Tree, TreeError};
use crate::classification::IndustryRef;
use crate::period::{Month, MonthRange, Year};
use crate::register::{Activity, Ownership, ProductCode, Register};
use crate::returns::panel::{Panel, Side};
use crate::series::Measure;

/// The part of a basket below one section, as a basket of its own whose root is the section: what a sibling index is computed with.
///
/// `weights` replaces the products' weights (a product without one is left out, and levels above are sums); `None` keeps those of production.
///
/// # Errors
/// When the section is not in the basket, or nothing below it has a weight.
pub fn section_basket(
    production: &Basket,
    section: &str,
    base_quantities: BTreeMap<ProductCode, f64>,
    weights: Option<&BTreeMap<ProductCode, f64>>,
) -> Result<Basket, TreeError> {
    let tree = &production.tree;
    let mut rows = Vec::new();
    let mut waiting: Vec<(usize, Option<String>)> = tree.position(section).map(|top| (top, None)).into_iter().collect();
    while let Some((node, parent)) = waiting.pop() {
        let code = &tree.nodes()[node].code;
        let own = match weights {
            None => Some(tree.nodes()[node].weight),
            Some(weights) if tree.is_leaf(node) => {
                let weight = code.parse().ok().and_then(|product: ProductCode| weights.get(&product).copied());
                let Some(weight) = weight.filter(|w| *w > 0.0) else { continue };
                Some(weight)
            }
            Some(weights) if !has_weight(tree, node, weights) => continue,
            Some(_) => None,
        };
        rows.push((code.clone(), parent, own));
        waiting.extend(tree.children(node).iter().map(|&child| (child, Some(code.clone()))));
    }
    let tree = Tree::new(rows)?;
    Ok(Basket { base: production.base, from: production.from, until: production.until, tree, base_quantities })
}

/// Whether some product at or below a node has a weight.
fn has_weight(tree: &Tree, node: usize, weights: &BTreeMap<ProductCode, f64>) -> bool {
    if tree.is_leaf(node) {
        let product = tree.nodes()[node].code.parse::<ProductCode>();
        return product.is_ok_and(|product| weights.get(&product).is_some_and(|w| *w > 0.0));
    }
    tree.children(node).iter().any(|&child| has_weight(tree, child, weights))
}

/// Value of one unit of each product in `year`, million đồng: value shipped over quantity shipped, over the lines that give both.
/// The panel must keep [`Side::Shipments`] and [`Side::ShipmentsValue`].
#[must_use]
pub fn unit_values(panel: &Panel, year: Year) -> BTreeMap<ProductCode, f64> {
    let positions: Vec<usize> = year.months().iter().filter_map(|m| panel.months().position(m)).collect();
    let mut values = BTreeMap::new();
    for product in panel.products() {
        let (mut value, mut quantity) = (0.0, 0.0);
        for unit in product.units.clone() {
            for &at in &positions {
                let side = |side| panel.side().get(side, unit, at);
                if let (Some(shipped), Some(worth)) = (side(Side::Shipments), side(Side::ShipmentsValue)) {
                    quantity += shipped;
                    value += worth;
                }
            }
        }
        if quantity > 0.0 {
            values.insert(product.code.clone(), value / quantity);
        }
    }
    values
}

/// The average inventory value of each product in `year`: the mean of the stock at its start (opening stock of January) and at its end
/// (closing stock of December), times its unit value. The panel must keep every side matrix of stocks and shipments.
#[must_use]
pub fn inventory_weights(panel: &Panel, year: Year) -> BTreeMap<ProductCode, f64> {
    let (first, last) = (year.months().first, year.months().last);
    let (first, last) = (panel.months().position(first), panel.months().position(last));
    let values = unit_values(panel, year);
    let mut weights = BTreeMap::new();
    for product in panel.products() {
        let sum = |side: Side, at: Option<usize>| -> f64 {
            at.map_or(0.0, |at| product.units.clone().filter_map(|unit| panel.side().get(side, unit, at)).sum())
        };
        let stock = (sum(Side::OpeningStock, first) + sum(Side::ClosingStock, last)) / 2.0;
        if let Some(value) = values.get(&product.code).filter(|_| stock > 0.0) {
            weights.insert(product.code.clone(), stock * value);
        }
    }
    weights
}

/// Stock over production at or below `code`, both at the base year's unit values; 0.78 is 78 %. Products that have a stock, a production
/// and a unit value enter; `None` when none has, or nothing was produced.
#[must_use]
pub fn stock_to_output(
    stocks: &MonthIndex,
    production: &MonthIndex,
    unit_values: &BTreeMap<ProductCode, f64>,
    code: &str,
    month: Month,
) -> Option<f64> {
    let (mut stock, mut output) = (0.0, 0.0);
    let mut waiting = vec![stocks.tree().position(code)?];
    while let Some(node) = waiting.pop() {
        waiting.extend(stocks.tree().children(node));
        let product = &stocks.tree().nodes()[node].code;
        let value = product.parse().ok().and_then(|code: ProductCode| unit_values.get(&code).copied());
        let made = production.tree().position(product).and_then(|n| production.quantity(n, month));
        if let (Some(value), Some(made), Some(held)) = (value, made, stocks.quantity(node, month)) {
            stock += value * held;
            output += value * made;
        }
    }
    (output > 0.0).then(|| stock / output)
}

/// Whose headcount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Staff {
    /// Every establishment.
    Whole,
    /// Those of a section: `B`, `C`, `D`, `E`.
    Section(char),
    /// Those of an industry and everything below it.
    Industry(IndustryRef),
    /// Those whose enterprise is owned so.
    Ownership(Ownership),
}

impl Staff {
    fn includes(&self, register: &Register, establishment: &crate::register::Establishment) -> bool {
        match self {
            Self::Whole => true,
            Self::Section(section) => establishment.industry.section() == Some(*section),
            Self::Industry(industry) => establishment.industry.widened(industry.level()) == *industry,
            Self::Ownership(ownership) => {
                register.enterprises.get(&establishment.enterprise).is_some_and(|e| e.ownership == *ownership)
            }
        }
    }
}

/// People employed, month by month.
#[derive(Debug, Clone, PartialEq)]
pub struct Employment {
    months: MonthRange,
    /// Sum, and how much of it was reported in the month itself.
    heads: Vec<(f64, f64)>,
}

/// Headcounts of a group. The panel must keep [`Side::Employees`] and be built from `register`.
#[must_use]
pub fn employment(panel: &Panel, register: &Register, staff: &Staff) -> Employment {
    let mut heads = vec![(0.0, 0.0); panel.width()];
    for (row, code) in panel.establishments().iter().enumerate() {
        let Some(establishment) = register.establishments.get(code) else { continue };
        if !staff.includes(register, establishment) {
            continue;
        }
        let mut last = 0.0;
        for (at, month) in panel.months().iter().enumerate() {
            let reported = panel.side().get(Side::Employees, row, at);
            last = reported.unwrap_or(last);
            if matches!(establishment.activity(month), Activity::Active | Activity::Suspended) {
                heads[at].0 += last;
                heads[at].1 += reported.unwrap_or(0.0);
            }
        }
    }
    Employment { months: panel.months(), heads }
}

impl Employment {
    /// People employed at the end of the month; a silent establishment counts with its last headcount.
    #[must_use]
    pub fn heads(&self, month: Month) -> Option<f64> {
        Some(self.heads[self.months.position(month)?].0)
    }

    /// The share of them reported in the month itself.
    #[must_use]
    pub fn observed_share(&self, month: Month) -> Option<f64> {
        let (all, reported) = self.heads[self.months.position(month)?];
        (all > 0.0).then(|| reported / all)
    }

    /// The change, per cent, on the month before or on the same month of last year. A headcount is a state at a point in time: it has no sum over
    /// the year, so the other measures are `None`.
    #[must_use]
    pub fn change(&self, month: Month, measure: Measure) -> Option<f64> {
        let before = match measure {
            Measure::Mom => month.previous(),
            Measure::Yoy => month.year_before(),
            Measure::Ytd | Measure::Year => return None,
        };
        let (now, before) = (self.heads(month)?, self.heads(before)?);
        (before > 0.0).then(|| 100.0 * now / before - 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::month::tests::scene::{basket, empty, line, month, range, register};
    use crate::index::month::{ComputeSpec, compute};
    use crate::returns::panel::PanelBuilder;
    use crate::returns::{Return, ReturnLine};

    /// One mine and one tea house; shipped and stocked quantities by month.
    fn returns() -> Vec<Return> {
        let answer = |at: &str, heads, estimate, shipments, value, opening, closing| Return {
            employees: Some(heads),
            lines: vec![ReturnLine {
                estimate: Some(estimate),
                shipments: Some(shipments),
                shipments_value: Some(value),
                opening_stock: Some(opening),
                closing_stock: Some(closing),
                ..line("ORE")
            }],
            ..empty("A", month(at))
        };
        vec![
            answer("2019-01", 50, 100.0, 80.0, 160.0, 20.0, 40.0),
            answer("2019-02", 55, 100.0, 120.0, 240.0, 40.0, 20.0),
            answer("2019-12", 60, 100.0, 100.0, 200.0, 20.0, 60.0),
        ]
    }

    #[test]
    fn shipments_stocks_and_employment() {
        let register = register(&[("A", "0710")], &[("ORE", "0710")]);
        let mut builder = PanelBuilder::new(&register, range("2019-01", "2019-12")).with_sides();
        returns().iter().for_each(|r| builder.add(r));
        let panel = builder.build();
        let production = basket(
            "2019-01",
            &[("TOTAL", "", 1.0), ("B", "TOTAL", 1.0), ("0710", "B", 1.0), ("ORE", "0710", 1.0)],
            &[("ORE", 100.0)],
        );
        let year = production.base;
        // Unit value 600 / 300 = 2; average stock (20 + 60) / 2 = 40; so the inventory is worth 80.
        let weights = inventory_weights(&panel, year);
        assert_eq!(weights.values().copied().collect::<Vec<_>>(), [80.0]);

        let quantities: BTreeMap<ProductCode, f64> = [("ORE".parse().unwrap(), 40.0)].into();
        let stocks = section_basket(&production, "B", quantities.clone(), Some(&weights)).unwrap();
        let stocks = compute(&ComputeSpec::new(vec![stocks]).unwrap(), panel.of_side(Side::ClosingStock).unwrap());
        assert_eq!(stocks.index.level(0, month("2019-02")).map(|l| l.0), Some(50.0));
        assert_eq!(stocks.index.change(0, month("2019-02"), Measure::Mom), Some(-50.0));

        let shipments = section_basket(&production, "B", quantities, None).unwrap();
        let shipments = compute(&ComputeSpec::new(vec![shipments]).unwrap(), panel.of_side(Side::Shipments).unwrap());
        assert_eq!(shipments.index.change(0, month("2019-02"), Measure::Mom), Some(50.0));

        let output = compute(&ComputeSpec::new(vec![production]).unwrap(), panel.clone());
        let ratio = stock_to_output(&stocks.index, &output.index, &unit_values(&panel, year), "B", month("2019-02"));
        assert_eq!(ratio, Some(0.2));

        let people = employment(&panel, &register, &Staff::Section('B'));
        let rise = people.change(month("2019-02"), Measure::Mom).unwrap();
        assert!((rise - 10.0).abs() < 1e-12, "{rise}");
        assert_eq!(people.heads(month("2019-03")), Some(55.0));
        assert_eq!(people.observed_share(month("2019-03")), Some(0.0));
        assert_eq!(people.change(month("2019-02"), Measure::Ytd), None);
        assert_eq!(employment(&panel, &register, &Staff::Section('C')).heads(month("2019-02")), Some(0.0));
    }

    #[test]
    fn the_next_opening_stock_stands_in_for_a_closing_stock_not_given() {
        let register = register(&[("A", "0710")], &[("ORE", "0710")]);
        let mut answers = returns();
        answers[0].lines[0].closing_stock = None;
        let mut builder = PanelBuilder::new(&register, range("2019-01", "2019-12")).with_sides();
        answers.iter().for_each(|r| builder.add(r));
        let stocks = builder.build().of_side(Side::ClosingStock).unwrap();
        assert_eq!(stocks.value(0, month("2019-01")), Some(40.0));
    }
}
