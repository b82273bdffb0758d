//! Contributions as bars: what each child of a node adds to the node's own change.

use domain::period::Month;
use domain::series::Measure;
use serde::{Deserialize, Serialize};

use super::Publication;

/// One bar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// Code of the child; `None` for all withheld children together.
    pub code: Option<String>,
    /// What it adds to the change of the node whose waterfall it is, percentage points.
    pub points: f64,
    /// What it adds to the change of the whole industry, percentage points.
    pub points_of_whole: f64,
    /// Whether it can be opened further.
    pub opens: bool,
}

/// The change of a node and its bars, which add up to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waterfall {
    /// Growth of the node, per cent.
    pub change: f64,
    /// Its bars, largest rise first, largest fall last; what is withheld comes at the end as one bar.
    pub bars: Vec<Bar>,
}

impl Publication {
    /// The waterfall of a node; `None` where the node or the figure is not public, or it has no children.
    ///
    /// A child's points of the node's own change are its points of the whole, scaled by the node's change over the node's points:
    /// both denominators are sums of levels of the comparison period, which are public.
    #[must_use]
    pub fn waterfall(&self, code: &str, month: Month, measure: Measure) -> Option<Waterfall> {
        let at = self.months.position(month)?;
        let node = self.node(code)?;
        let change = (*node.changes.get(measure).get(at)?)?;
        let whole = (*node.contributions.get(measure).get(at)?)?;
        let scale = self.scale(node.weight, &node.levels, month, measure)?;
        let mut bars = Vec::new();
        let mut seen = 0.0;
        let mut hidden = false;
        let mut any = false;
        for child in self.children(code) {
            any = true;
            let points = child.contributions.get(measure).get(at).copied().flatten();
            let Some(points_of_whole) = points.filter(|_| !child.withheld) else {
                hidden = true;
                continue;
            };
            seen += points_of_whole;
            let opens = self.children(&child.code).next().is_some();
            bars.push(Bar { code: Some(child.code.clone()), points: points_of_whole * scale, points_of_whole, opens });
        }
        bars.sort_by(|a, b| b.points.total_cmp(&a.points).then_with(|| a.code.cmp(&b.code)));
        if hidden {
            let rest = whole - seen;
            bars.push(Bar { code: None, points: rest * scale, points_of_whole: rest, opens: false });
        }
        any.then_some(Waterfall { change, bars })
    }

    /// Points of a node's own change per point of the whole: Σ I_whole over the comparison period, divided by w·Σ I_node.
    fn scale(&self, weight: f64, levels: &[Option<f64>], month: Month, measure: Measure) -> Option<f64> {
        let before = comparison(month, measure);
        let sum = |series: &[Option<f64>]| {
            let value = |m| self.months.position(m).and_then(|at| *series.get(at)?);
            before.iter().map(value).sum::<Option<f64>>()
        };
        let whole = self.nodes.first()?;
        let (own, all) = (weight * sum(levels)?, whole.weight * sum(&whole.levels)?);
        (own > 0.0).then(|| all / own)
    }
}

/// The months a measure compares with.
fn comparison(month: Month, measure: Measure) -> domain::period::MonthRange {
    let single = |m| domain::period::MonthRange::new(m, m);
    match measure {
        Measure::Mom => single(month.previous()),
        Measure::Yoy => single(month.year_before()),
        Measure::Ytd | Measure::Year => month.year_before().year_to_date(),
    }
}
