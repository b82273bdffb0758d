//! Official beside own: figures of the statistics office with Khơi's own counterpart and the difference.

use serde::{Deserialize, Serialize};

use crate::official::OfficialFigure;
use crate::period::{Month, Period};
use crate::series::{self, Measure};

/// A published growth figure and Khơi's own, side by side, never mixed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Node of the index: `TOTAL`, `B`, `07`.
    pub node: String,
    /// The month or the year it is of.
    pub period: Period,
    /// What it compares.
    pub measure: Measure,
    /// As the statistics office published it, per cent.
    pub official: f64,
    /// Khơi's own, per cent, unrounded; `None` when there is none or it is withheld from the public.
    pub own: Option<f64>,
    /// Where the official figure was published.
    pub source: String,
    /// What the source says about it, as `estimate (ước)`; may be empty.
    pub note: String,
}

impl Comparison {
    /// Own less official, in percentage points, of the figures as printed with two decimals.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        self.own.map(|own| series::round(series::round(own, 2) - series::round(self.official, 2), 2))
    }

    /// The month whose index gives the own counterpart: the month itself, or December of a year.
    #[must_use]
    pub fn month(&self) -> Month {
        self.period.months().last
    }
}

/// What a published figure is in the index: its node, period and measure.
///
/// `None` for figures that are no growth of the production index of the province itself over a month or a year.
#[must_use]
pub fn counterpart(figure: &OfficialFigure) -> Option<(String, Period, Measure)> {
    let period = figure.period?;
    let is_index = figure.indicator == "iip" && figure.area.is_empty();
    let measure = match (figure.measure.as_str(), period) {
        ("mom_pct", Period::Month(_)) => Measure::Mom,
        ("yoy_pct", Period::Month(_)) => Measure::Yoy,
        ("ytd_yoy_pct", Period::Month(_)) => Measure::Ytd,
        ("yoy_pct" | "year_yoy_pct", Period::Year(_)) => Measure::Year,
        _ => return None,
    };
    let node = if figure.sector == "total" { "TOTAL" } else { &figure.sector };
    is_index.then(|| (node.to_owned(), period, measure))
}

/// Every published growth of the index beside its own counterpart, newest period first, then by measure and node. `own`
/// gives Khơi's figure.
#[must_use]
pub fn side_by_side(figures: &[OfficialFigure], own: impl Fn(&str, Month, Measure) -> Option<f64>) -> Vec<Comparison> {
    let mut lines: Vec<Comparison> = figures
        .iter()
        .filter_map(|figure| {
            let (node, period, measure) = counterpart(figure)?;
            let own = own(&node, period.months().last, measure);
            let (source, note) = (figure.source.clone(), figure.note.clone());
            Some(Comparison { node, period, measure, official: figure.value, own, source, note })
        })
        .collect();
    lines.sort_by(|a, b| {
        let rank = |c: &Comparison| (c.measure, usize::from(c.node != "TOTAL"));
        b.period.cmp(&a.period).then_with(|| rank(a).cmp(&rank(b))).then_with(|| a.node.cmp(&b.node))
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(period: &str, sector: &str, measure: &str, value: f64) -> OfficialFigure {
        OfficialFigure {
            area: String::new(),
            period: period.parse().ok(),
            indicator: "iip".into(),
            sector: sector.into(),
            measure: measure.into(),
            value,
            unit: "%".into(),
            source: "Báo Công Thương, early 2024".into(),
            note: String::new(),
        }
    }

    #[test]
    fn only_growth_of_the_provinces_own_index_is_compared() {
        let elsewhere = OfficialFigure { area: "Yên Bái".into(), ..figure("2024-01", "total", "mom_pct", 1.0) };
        let capacity = OfficialFigure { indicator: "hydropower".into(), ..figure("2012", "D", "plants", 16.0) };
        let figures = [
            figure("2023", "total", "yoy_pct", -17.22),
            figure("2024-01", "B", "mom_pct", 2.62),
            figure("2024-01", "total", "mom_pct", 4.14),
            figure("nothing", "total", "mom_pct", 1.0),
            elsewhere,
            capacity,
        ];
        let lines = side_by_side(&figures, |node, _, _| (node == "TOTAL").then_some(4.1449));
        let seen: Vec<_> = lines.iter().map(|c| (c.node.as_str(), c.measure, c.difference())).collect();
        assert_eq!(
            seen,
            [("TOTAL", Measure::Mom, Some(0.0)), ("B", Measure::Mom, None), ("TOTAL", Measure::Year, Some(21.36)),]
        );
        assert_eq!(lines[2].month(), "2023-12".parse().unwrap());
    }
}
