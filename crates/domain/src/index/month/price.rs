//! What a quantity is worth in index points, and what a unit would be filled with had it not reported: the two halves of the review queue.
//!
//! Within a basket the level of the whole is linear in every quantity: I = Σ W_p · 100 · Q_p / q₀_p, so a quantity Δ of product p moves
//! it by W_p · 100 · Δ / q₀_p, times the factor the basket is hung on with. A section's own level moves by the same with the share within the
//! section.

use super::Computation;
use crate::impute::LAGS;
use crate::period::Month;
use crate::register::ProductCode;
use crate::returns::panel::Mark;
use crate::series::Filling;

/// What a quantity moves, in index points.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// Of the level of the whole.
    pub whole: f64,
    /// Code of the product's section.
    pub section: String,
    /// Of the level of the section.
    pub of_section: f64,
}

impl Computation {
    /// By how much `quantity` of a product moves the levels of `month`. `None` when the product is in no basket of that month or has not entered
    /// it.
    #[must_use]
    pub fn points_of(&self, product: &ProductCode, quantity: f64, month: Month) -> Option<Points> {
        let at = self.index.months().position(month)?;
        let segment = self.index.segments.iter().rfind(|s| s.begins_by(at))?;
        let node = segment.tree.position(product.as_str())?;
        let (_, base) = segment.entry(node).filter(|(entry, base)| *entry <= at && *base > 0.0)?;
        let root = segment.tree.root();
        let mut section = node;
        while let Some(parent) = segment.tree.nodes()[section].parent.filter(|parent| *parent != root) {
            section = parent;
        }
        let code = segment.tree.nodes()[section].code.clone();
        let own = 100.0 * quantity / base;
        let share = segment.shares[node];
        let of_section = match (self.index.tree.position(&code), segment.shares[section]) {
            (Some(place), whole) if whole > 0.0 => segment.factors[place] * (share / whole) * own,
            _ => 0.0,
        };
        Some(Points { whole: segment.factor * share * own, section: code, of_section })
    }

    /// What a unit of the panel would be filled with in `month` had it not reported: by its cell's method, else by the next that exists, the unit
    /// itself left out of the ratio. `None` where there is nothing to start from.
    #[must_use]
    pub fn expected(&self, unit: usize, month: Month) -> Option<(f64, Filling)> {
        let at = self.panel.months().position(month)?;
        let (values, marks) = (self.panel.values_of(unit), self.panel.marks_of(unit));
        if marks[at] == Mark::Filled(Filling::KnownStoppage) {
            return Some((0.0, Filling::KnownStoppage));
        }
        let cell = self.panel.units()[unit].cell as usize;
        for filling in crate::impute::order(self.methods[cell]) {
            let lag = usize::from(filling == Filling::SameMonthLastYear);
            let Some(before) = at.checked_sub(LAGS[lag]).filter(|&s| marks[s].has_value()) else { continue };
            let both = marks[at].is_reported() && marks[before].is_reported();
            let ratio = match filling {
                Filling::CarryForward => Some(1.0),
                _ if both => self.ratios.ratio_without(cell, lag, at, (values[at], values[before])),
                _ => self.ratios.ratio(cell, lag, at),
            };
            if let Some(value) = ratio.map(|r| values[before] * r).filter(|v| v.is_finite()) {
                return Some((value, filling));
            }
        }
        None
    }

    /// The ratio of means of the unit's cell on the month before, the unit itself left out: how its peers moved. `None` without peers.
    #[must_use]
    pub fn peers_ratio(&self, unit: usize, month: Month) -> Option<f64> {
        let at = self.panel.months().position(month)?;
        let before = at.checked_sub(LAGS[0])?;
        let (values, marks) = (self.panel.values_of(unit), self.panel.marks_of(unit));
        let cell = self.panel.units()[unit].cell as usize;
        if marks[at].is_reported() && marks[before].is_reported() {
            self.ratios.ratio_without(cell, 0, at, (values[at], values[before]))
        } else {
            self.ratios.ratio(cell, 0, at)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::index::month::tests::scene::{basket, estimates, month, panel, range, register};
    use crate::index::month::{ComputeSpec, compute};
    use crate::returns::Return;
    use crate::series::Filling;

    fn returns(last: f64) -> Vec<Return> {
        let mut all = Vec::new();
        for at in ["2019-01", "2019-02"] {
            for (establishment, quantity) in [("CS-A", 10.0), ("CS-B", 20.0), ("CS-C", 30.0)] {
                let quantity = if at == "2019-02" { quantity * 1.1 } else { quantity };
                let quantity = if at == "2019-02" && establishment == "CS-C" { last } else { quantity };
                all.push(estimates(establishment, at, &[("0710-01", quantity)]));
            }
            all.push(estimates("CS-T", at, &[("1076-01", 5.0)]));
        }
        all
    }

    /// Replacing the suspicious number by the expected one moves the computed levels by exactly the points it is priced at.
    #[test]
    fn points_are_the_difference_a_number_makes() {
        let industries = [("CS-A", "0710"), ("CS-B", "0710"), ("CS-C", "0710"), ("CS-T", "1076")];
        let register = register(&industries, &[("0710-01", "0710"), ("1076-01", "1076")]);
        let rows = [
            ("TOTAL", "", 1.0),
            ("B", "TOTAL", 3.0),
            ("C", "TOTAL", 1.0),
            ("0710-01", "B", 1.0),
            ("1076-01", "C", 1.0),
        ];
        let spec = ComputeSpec::new(vec![basket("2019-01", &rows, &[("0710-01", 60.0), ("1076-01", 5.0)])]).unwrap();
        let at = month("2019-02");
        let run = |last| compute(&spec, panel(&register, range("2019-01", "2019-02"), &returns(last)));
        let wrong = run(33_000.0);
        let unit = wrong.panel.unit(&"CS-C".parse().unwrap(), &"0710-01".parse().unwrap()).unwrap();
        let (expected, filling) = wrong.expected(unit, at).unwrap();
        assert_eq!(filling, Filling::RatioOfMeans);
        assert!((expected - 33.0).abs() < 1e-9, "{expected}");
        assert!((wrong.peers_ratio(unit, at).unwrap() - 1.1).abs() < 1e-12);
        let points = wrong.points_of(&"0710-01".parse().unwrap(), 33_000.0 - expected, at).unwrap();
        let right = run(expected);
        let level = |c: &super::Computation, code| c.index.level(c.index.tree().position(code).unwrap(), at).unwrap().0;
        assert!((points.whole - (level(&wrong, "TOTAL") - level(&right, "TOTAL"))).abs() < 1e-6);
        assert_eq!(points.section, "B");
        assert!((points.of_section - (level(&wrong, "B") - level(&right, "B"))).abs() < 1e-6);
        assert_eq!(wrong.points_of(&"9999-01".parse().unwrap(), 1.0, at), None);
    }
}
