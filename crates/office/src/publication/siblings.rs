//! The sibling indices: shipments, stocks, stock-to-output and employment.
//!
//! Shipments and stocks are indices of quantities at the prices of the base year: Σ p·q(t) over Σ p·q of the base year's average month,
//! with p the value shipped over the quantity shipped in the base year. That is the yearbooks' form, product relatives weighted by the average
//! value of the base year, as one sum. As published they end at manufacturing (C); mining (B) is Khơi's own, because there lies the unsold
//! stock. The ratio is stock over the production of the month at the same prices. Employment is heads at the end of the month, by the
//! section of the establishment, and whole. A missing number is the last one given.

use domain::index::tree::Tree;
use domain::period::MonthRange;
use domain::register::Activity;
use domain::release::confidential::{Contributors, Rule, protect};
use domain::release::vintage::{Vintage, growth};
use domain::returns::panel::{Mark, Panel, Side};

use super::{ByMeasure, PublicSibling, Sibling};
use crate::compute::Computed;
use crate::names::Names;
use crate::release::{confidentiality_rules, is_cell_safe};

/// Amounts of each month by establishment.
type Months = Vec<Vec<(u32, f64)>>;

/// The sibling series, withheld where the production of the node is or where they are unsafe themselves.
pub(super) fn of(computed: &Computed, vintage: &Vintage, names: &Names<'_>) -> Vec<PublicSibling> {
    let work = Work { computed, panel: &computed.computation.panel, vintage, names };
    let mut siblings = Vec::new();
    for section in ["C", "B"] {
        siblings.extend(work.of_goods(section));
    }
    siblings.extend(work.employment());
    siblings.sort_by_key(|sibling| sibling.kind);
    siblings
}

struct Work<'a> {
    computed: &'a Computed,
    panel: &'a Panel,
    vintage: &'a Vintage,
    names: &'a Names<'a>,
}

impl Work<'_> {
    /// Shipments, stocks and the ratio of a section.
    fn of_goods(&self, section: &str) -> Vec<PublicSibling> {
        let shipments = self.values(section, Some(Side::Shipments));
        let stocks = self.values(section, Some(Side::ClosingStock));
        let output = self.values(section, None);
        let (stock_sums, output_sums) = (sums(&stocks), sums(&output));
        let ratio = stock_sums.iter().zip(&output_sums).map(|(stock, output)| {
            let (stock, output) = ((*stock)?, output.filter(|sum| *sum > 0.0)?);
            Some(100.0 * stock / output)
        });
        let ratio = ratio.collect();
        let safe =
            |months: &Months| self.is_public(section) && is_cell_safe(self.vintage.month, months.iter().cloned());
        vec![
            self.sibling(Sibling::Shipments, section, self.levels(&sums(&shipments)), safe(&shipments)),
            self.sibling(Sibling::Stocks, section, self.levels(&stock_sums), safe(&stocks)),
            self.sibling(Sibling::StockToOutput, section, ratio, safe(&stocks) && safe(&output)),
        ]
    }

    fn is_public(&self, code: &str) -> bool {
        !self.vintage.withheld.contains(code)
    }

    /// Value at base-year prices of what the units of a section shipped, hold, or (without a side) produced.
    fn values(&self, section: &str, side: Option<Side>) -> Months {
        let mut months: Months = vec![Vec::new(); self.panel.width()];
        for product in
            self.panel.products().iter().filter(|p| p.division.section().is_some_and(|s| section.starts_with(s)))
        {
            let Some(price) = self.price(product.units.clone()) else { continue };
            for unit in product.units.clone() {
                let establishment = self.panel.units()[unit].establishment;
                let mut last = None;
                for (at, month) in months.iter_mut().enumerate() {
                    let given = match side {
                        Some(side) => self.panel.side().get(side, unit, at),
                        None => self.panel.marks_of(unit)[at].has_value().then(|| self.panel.values_of(unit)[at]),
                    };
                    let in_scope = self.panel.marks_of(unit)[at] != Mark::OutOfScope;
                    last = given.or(last).filter(|_| in_scope);
                    month.extend(last.map(|quantity| (establishment, price * quantity)));
                }
            }
        }
        months
    }

    /// Value shipped over quantity shipped in the base year, or in all months where the base year has none.
    fn price(&self, units: std::ops::Range<usize>) -> Option<f64> {
        let mean = |months: MonthRange| {
            let (mut value, mut quantity) = (0.0, 0.0);
            for at in months.iter().filter_map(|month| self.panel.months().position(month)) {
                for unit in units.clone() {
                    let side = self.panel.side();
                    let both = side.get(Side::ShipmentsValue, unit, at).zip(side.get(Side::Shipments, unit, at));
                    let (v, q) = both.unwrap_or_default();
                    (value, quantity) = (value + v, quantity + q);
                }
            }
            (quantity > 0.0 && value > 0.0).then(|| value / quantity)
        };
        mean(self.vintage.base.months()).or_else(|| mean(self.panel.months()))
    }

    /// Levels with the average month of the base year at 100; without a base year the first twelve months stand for it.
    fn levels(&self, sums: &[Option<f64>]) -> Vec<Option<f64>> {
        let base = self.vintage.base.months();
        let from = self.panel.months().position(base.first).unwrap_or(0);
        let known: Vec<f64> = sums.iter().skip(from).take(12).flatten().copied().collect();
        let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
        sums.iter().map(|sum| sum.filter(|_| mean > 0.0).map(|sum| 100.0 * sum / mean)).collect()
    }

    /// Heads by section and whole, unsafe sections withheld with what would give them away.
    fn employment(&self) -> Vec<PublicSibling> {
        let sections: Vec<&str> =
            ["B", "C", "D", "E"].into_iter().filter(|s| self.heads(s).iter().any(|m| !m.is_empty())).collect();
        let rows = sections.iter().map(|s| ((*s).to_owned(), Some("TOTAL".to_owned()), Some(1.0)));
        let Ok(tree) = Tree::new(rows.chain([("TOTAL".to_owned(), None, None)])) else { return Vec::new() };
        let mut behind = Contributors::new();
        let mut whole: Months = vec![Vec::new(); self.panel.width()];
        for (section, node) in sections.iter().filter_map(|s| Some((s, tree.position(s)?))) {
            for (at, heads) in self.heads(section).into_iter().enumerate() {
                heads.iter().for_each(|(establishment, count)| behind.add(node, at, *establishment, *count));
                whole[at].extend(heads);
            }
        }
        let rule = Rule::in_force(&confidentiality_rules(), self.vintage.month);
        let pattern = rule.map(|rule| protect(&tree, &behind, &rule, &Default::default())).unwrap_or_default();
        let is_safe = |code: &str| tree.position(code).is_some_and(|node| !pattern.is_withheld(node));
        let mut all = vec![self.sibling(Sibling::Employment, "TOTAL", self.levels(&sums(&whole)), is_safe("TOTAL"))];
        all.extend(sections.iter().map(|section| {
            let levels = self.levels(&sums(&self.heads(section)));
            self.sibling(Sibling::Employment, section, levels, is_safe(section))
        }));
        all
    }

    /// People employed by the establishments of a section.
    fn heads(&self, section: &str) -> Months {
        let mut months: Months = vec![Vec::new(); self.panel.width()];
        for (number, code) in self.panel.establishments().iter().enumerate() {
            let Some(establishment) = self.computed.register.establishments.get(code) else { continue };
            if !establishment.industry.section().is_some_and(|letter| section.starts_with(letter)) {
                continue;
            }
            let mut last = None;
            for ((at, month), heads_of) in months.iter_mut().enumerate().zip(self.panel.months().iter()) {
                let open = matches!(establishment.activity(heads_of), Activity::Active | Activity::Suspended);
                last = self.panel.side().get(Side::Employees, number, at).or(last).filter(|_| open);
                month.extend(last.map(|heads| (number as u32, heads)));
            }
        }
        months
    }

    fn sibling(&self, kind: Sibling, code: &str, levels: Vec<Option<f64>>, public: bool) -> PublicSibling {
        let months = self.vintage.months;
        let levels = if public { levels } else { vec![None; months.len()] };
        let level = |month| months.position(month).and_then(|at| *levels.get(at)?);
        let changes = ByMeasure::of(|measure| months.iter().map(|m| growth(level, m, measure)).collect());
        PublicSibling { kind, code: code.to_owned(), name: self.names.of(code), withheld: !public, levels, changes }
    }
}

/// The sum of each month; `None` where nothing was ever given.
fn sums(months: &Months) -> Vec<Option<f64>> {
    let sum = |amounts: &Vec<(u32, f64)>| amounts.iter().map(|(_, amount)| amount).sum();
    months.iter().map(|amounts| (!amounts.is_empty()).then(|| sum(amounts))).collect()
}
