//! What was published, as growths the computed index has to meet.

use domain::index::tree::Tree;
use domain::official::OfficialFigure;
use domain::period::{MonthRange, Period};

use super::path::Constraint;

/// One published growth of production within the months of the province.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Node of the tree.
    pub node: String,
    /// The months whose levels are summed.
    pub now: MonthRange,
    /// The months they are compared with.
    pub before: MonthRange,
    /// Growth, per cent, as published (two decimals).
    pub growth: f64,
}

impl Target {
    /// The published growths of the index of industrial production that lie within `months`, in the order given.
    #[must_use]
    pub fn among(figures: &[OfficialFigure], months: MonthRange) -> Vec<Self> {
        let read = figures.iter().filter(|figure| figure.indicator == "iip").filter_map(Self::read);
        read.filter(|target| months.contains(target.before.first) && months.contains(target.now.last)).collect()
    }

    fn read(figure: &OfficialFigure) -> Option<Self> {
        let period = figure.period?;
        let (now, before) = match (period, figure.measure.as_str()) {
            (Period::Month(month), "mom_pct") => (period.months(), MonthRange::new(month.previous(), month.previous())),
            (_, "yoy_pct") => (period.months(), year_before(period.months())),
            (Period::Month(month), "ytd_yoy_pct") => (month.year_to_date(), year_before(month.year_to_date())),
            _ => return None,
        };
        let node = if figure.sector == "total" { "TOTAL".to_owned() } else { figure.sector.clone() };
        Some(Self { node, now, before, growth: figure.value })
    }

    /// The growth computed from levels, per cent; `None` when there is no such month or node.
    pub fn computed(&self, level: impl Fn(&str, domain::period::Month) -> Option<f64>) -> Option<f64> {
        let sum = |months: MonthRange| months.iter().map(|month| level(&self.node, month)).sum::<Option<f64>>();
        Some(sum(self.now)? / sum(self.before)? * 100.0 - 100.0)
    }

    /// The growth as a linear constraint on the levels of the divisions; `None` when the node is not in the tree.
    pub(super) fn constraint(&self, tree: &Tree, divisions: &[String], months: MonthRange) -> Option<Constraint> {
        let node = tree.position(&self.node)?;
        let shares = shares_below(tree, node, divisions);
        let mut terms = Vec::new();
        for (side, factor) in [(self.now, 1.0), (self.before, -(1.0 + self.growth / 100.0))] {
            for month in side.iter() {
                let at = months.position(month)?;
                terms.extend(shares.iter().map(|(division, share)| (*division, at, share * factor)));
            }
        }
        Some(Constraint { terms, value: 0.0 })
    }
}

fn year_before(months: MonthRange) -> MonthRange {
    MonthRange::new(months.first.year_before(), months.last.year_before())
}

/// The divisions below a node (or the node itself) with their share in it.
fn shares_below(tree: &Tree, node: usize, divisions: &[String]) -> Vec<(usize, f64)> {
    let shares = tree.shares();
    let below = divisions.iter().enumerate().filter_map(|(d, code)| {
        let position = tree.position(code)?;
        let mut up = Some(position);
        while up.is_some_and(|n| n != node) {
            up = up.and_then(|n| tree.nodes()[n].parent);
        }
        up.map(|_| (d, shares[position] / shares[node]))
    });
    below.collect()
}
