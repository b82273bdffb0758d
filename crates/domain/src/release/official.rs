//! Số liệu Cục Thống kê công bố: figures of the statistics office, kept with their source, never mixed with Khơi's own.

use serde::{Deserialize, Serialize};

use crate::period::{Month, Period};
use crate::series::{self, Measure};

/// One growth figure as the statistics office published it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfficialFigure {
    /// Node of the classification: `TOTAL`, `B`, `07`, `0710`.
    pub node: String,
    /// Month or year it is of.
    pub period: Period,
    /// What it compares.
    pub measure: Measure,
    /// Growth, per cent, as printed.
    pub value: f64,
    /// Where it was published.
    pub source: String,
    /// What the source says about it, as `estimate (ước)`; may be empty.
    pub note: String,
}

/// Both figures, side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The published figure.
    pub official: OfficialFigure,
    /// Khơi's own, per cent, unrounded; `None` when there is none or it is withheld from the public.
    pub own: Option<f64>,
}

impl Comparison {
    /// Own less official, in percentage points, of the figures as printed with two decimals.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        self.own.map(|own| series::round(series::round(own, 2) - series::round(self.official.value, 2), 2))
    }
}

impl OfficialFigure {
    /// The month whose index gives the own counterpart: the month itself, or December of a year.
    #[must_use]
    pub fn month(&self) -> Month {
        self.period.months().last
    }
}

/// Every official figure beside its own counterpart, in order of period, node and measure. `own` gives Khơi's figure.
#[must_use]
pub fn side_by_side(figures: &[OfficialFigure], own: impl Fn(&str, Month, Measure) -> Option<f64>) -> Vec<Comparison> {
    let mut lines: Vec<Comparison> =
        figures.iter().map(|f| Comparison { official: f.clone(), own: own(&f.node, f.month(), f.measure) }).collect();
    lines.sort_by(|a, b| {
        let key = |c: &Comparison| (c.official.period, c.official.measure);
        key(a).cmp(&key(b)).then_with(|| a.official.node.cmp(&b.official.node))
    });
    lines
}
