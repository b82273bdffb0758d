//! Contributions: what each part adds to the change of the whole, exactly.
//!
//! Methodology: fixed base, UN *IRIIP* 2010: c = w (I(t) − I(s)) / I(s) of the whole; annually chained within the year and over
//! the year end (Ribe), Eurostat *HICP Methodological Manual* 2024, section 8.6; bilateral formulas, B. M. Balk, *Price and Quantity Index
//! Numbers*, 2008, chapter 4, and S. Martin, gpindex: a generalised mean is turned into the arithmetic mean with the same value, whose
//! terms are the contributions. Whatever the method, contributions add up to the change of the whole.

use super::elementary::{Formula, Pair, bilateral, logarithmic_mean};
use super::tree::Tree;

/// Contributions of every node to the change of the root between two periods of a fixed-base index, in percentage points.
///
/// `before` and `now` are the levels of all nodes in tree order, every inner node the weighted mean of its children. The root's own
/// contribution is its change; the children of any node add up to the node's. `None` when the root's level before is not above
/// zero.
#[must_use]
pub fn fixed_base(tree: &Tree, before: &[f64], now: &[f64]) -> Option<Vec<f64>> {
    let whole = *before.get(tree.root()).filter(|level| **level > 0.0)?;
    let terms = tree.shares().into_iter().zip(before.iter().zip(now));
    Some(terms.map(|(share, (before, now))| 100.0 * share * (now - before) / whole).collect())
}

/// Contributions in per cent of the whole's change (India's relative contributions); `None` when nothing changed.
#[must_use]
pub fn relative(contributions: &[f64], change: f64) -> Option<Vec<f64>> {
    (change != 0.0).then(|| contributions.iter().map(|c| 100.0 * c / change).collect())
}

/// A part of an annually chained index within one year: its weight and its ratios to the link period before the year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Weight of the year, in any unit.
    pub weight: f64,
    /// Ratio in the earlier period.
    pub before: f64,
    /// Ratio in the later period.
    pub now: f64,
}

/// Contributions to the change between two periods of one year, in percentage points. `whole` is the whole's ratio in the
/// earlier period: the weighted mean of the parts', or as published.
#[must_use]
pub fn within_year(parts: &[Part], whole: f64) -> Vec<f64> {
    let total: f64 = parts.iter().map(|part| part.weight).sum();
    parts.iter().map(|part| 100.0 * part.weight / total * (part.now - part.before) / whole).collect()
}

/// The ratios of the whole that a comparison over a year end needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearEnd {
    /// Last year's ratio of the whole in the earlier period.
    pub before: f64,
    /// Last year's ratio of the whole at the link.
    pub link: f64,
}

/// Contributions to the change from a period of last year to a period of this one (Ribe), in percentage points.
///
/// Each part is given twice, in the same order: in `last` with last year's weight, its ratio in the earlier period and at the link;
/// in `this` with this year's weight, 1 and its ratio in the later period.
#[must_use]
pub fn across_years(last: &[Part], this: &[Part], whole: YearEnd) -> Vec<f64> {
    let since = within_year(this, 1.0);
    let until = within_year(last, whole.before);
    let carried = whole.link / whole.before;
    until.iter().zip(since).map(|(until, since)| until + carried * since).collect()
}

/// The kind of mean an index is of its products' relatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mean {
    /// Σ w r.
    Arithmetic,
    /// Π r^w.
    Geometric,
    /// 1 / Σ (w / r).
    Harmonic,
}

/// Contributions of each product to a mean of relatives less 1. Weights are normalised; relatives are above zero.
#[must_use]
pub fn of_mean(mean: Mean, weights: &[f64], relatives: &[f64]) -> Vec<f64> {
    let weights = arithmetic_weights(mean, weights, relatives);
    weights.iter().zip(relatives).map(|(w, r)| w * (r - 1.0)).collect()
}

/// Weights with which the arithmetic mean equals this mean.
fn arithmetic_weights(mean: Mean, weights: &[f64], relatives: &[f64]) -> Vec<f64> {
    let pairs = || weights.iter().zip(relatives);
    let total: f64 = weights.iter().sum();
    normalised(match mean {
        Mean::Arithmetic => weights.to_vec(),
        Mean::Harmonic => pairs().map(|(w, r)| w / r).collect(),
        Mean::Geometric => {
            let value = (pairs().map(|(w, r)| w * r.ln()).sum::<f64>() / total).exp();
            pairs().map(|(w, r)| w / logarithmic_mean(*r, value)).collect()
        }
    })
}

/// Weights with which the geometric mean equals this arithmetic or harmonic mean.
fn geometric_weights(mean: Mean, weights: &[f64], relatives: &[f64]) -> Vec<f64> {
    let pairs = || weights.iter().zip(relatives);
    let total: f64 = weights.iter().sum();
    normalised(match mean {
        Mean::Geometric => weights.to_vec(),
        Mean::Arithmetic => {
            let value = pairs().map(|(w, r)| w * r).sum::<f64>() / total;
            pairs().map(|(w, r)| w * logarithmic_mean(*r, value)).collect()
        }
        Mean::Harmonic => {
            let inverse = pairs().map(|(w, r)| w / r).sum::<f64>() / total;
            pairs().map(|(w, r)| w * logarithmic_mean(r.recip(), inverse)).collect()
        }
    })
}

fn normalised(weights: Vec<f64>) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|w| w / total).collect()
}

/// Contributions of each product to a bilateral index less 1, in the order of the pairs.
///
/// `None` for Stuvel's formula, which has no such decomposition, and where the index is not finite.
#[must_use]
pub fn of_formula(formula: Formula, pairs: &[Pair]) -> Option<Vec<f64>> {
    use Mean::{Arithmetic, Geometric, Harmonic};
    let index = Some(bilateral(formula, pairs)).filter(|value| value.is_finite())?;
    let relatives: Vec<f64> = pairs.iter().map(Pair::relative).collect();
    let by = |f: &dyn Fn(&Pair) -> f64| -> Vec<f64> { pairs.iter().map(f).collect() };
    let equal = || vec![1.0; pairs.len()];
    let (v0, v1) = (by(&|p| p.x0 * p.y0), by(&|p| p.x1 * p.y1));
    let basket = |y: &dyn Fn(&Pair) -> f64| of_basket(pairs, y);
    let crossed = |first: &[f64], second: &[f64]| {
        let first = geometric_weights(Arithmetic, first, &relatives);
        let second = geometric_weights(Harmonic, second, &relatives);
        let both: Vec<f64> = first.iter().zip(&second).map(|(a, b)| (a + b) / 2.0).collect();
        of_mean(Geometric, &both, &relatives)
    };
    Some(match formula {
        Formula::Laspeyres => basket(&|p| p.y0),
        Formula::Paasche => basket(&|p| p.y1),
        Formula::Fisher => crossed(&v0, &v1),
        Formula::Drobisch => {
            let halves = basket(&|p| p.y0).into_iter().zip(basket(&|p| p.y1));
            halves.map(|(a, b)| (a + b) / 2.0).collect()
        }
        Formula::Palgrave => of_mean(Arithmetic, &v1, &relatives),
        Formula::GeometricLaspeyres => of_mean(Geometric, &v0, &relatives),
        Formula::GeometricPaasche => of_mean(Geometric, &v1, &relatives),
        Formula::HarmonicLaspeyres => of_mean(Harmonic, &v0, &relatives),
        Formula::Tornqvist => {
            let (s0, s1) = (normalised(v0), normalised(v1));
            let both: Vec<f64> = s0.iter().zip(&s1).map(|(a, b)| a + b).collect();
            of_mean(Geometric, &both, &relatives)
        }
        Formula::Walsh1 => basket(&|p| (p.y0 * p.y1).sqrt()),
        Formula::MarshallEdgeworth => basket(&|p| p.y0 + p.y1),
        Formula::GearyKhamis => basket(&|p| if p.y0 + p.y1 > 0.0 { p.y0 * p.y1 / (p.y0 + p.y1) } else { 0.0 }),
        Formula::Vartia1 => {
            // The weights do not add up to 1: the terms of ln I, turned into terms of I − 1.
            let whole = logarithmic_mean(v0.iter().sum(), v1.iter().sum());
            let terms = v0.iter().zip(&v1).zip(&relatives);
            let size = logarithmic_mean(index, 1.0);
            terms.map(|((a, b), r)| size * logarithmic_mean(*a, *b) / whole * r.ln()).collect()
        }
        Formula::Vartia2 => {
            let (s0, s1) = (normalised(v0), normalised(v1));
            let weights: Vec<f64> = s0.iter().zip(&s1).map(|(a, b)| logarithmic_mean(*a, *b)).collect();
            of_mean(Geometric, &weights, &relatives)
        }
        Formula::Stuvel => return None,
        Formula::Carli => of_mean(Arithmetic, &equal(), &relatives),
        Formula::Jevons => of_mean(Geometric, &equal(), &relatives),
        Formula::Dutot => basket(&|_| 1.0),
        Formula::CoggeshallHarmonic => of_mean(Harmonic, &equal(), &relatives),
        Formula::Cswd => crossed(&equal(), &equal()),
        Formula::Lowe => basket(&|p| p.yb),
        Formula::Young => of_mean(Arithmetic, &by(&|p| p.vb), &relatives),
    })
}

/// Contributions to a basket index Σ x1 y / Σ x0 y less 1.
fn of_basket(pairs: &[Pair], y: &dyn Fn(&Pair) -> f64) -> Vec<f64> {
    let whole: f64 = pairs.iter().map(|p| p.x0 * y(p)).sum();
    pairs.iter().map(|p| (p.x1 - p.x0) * y(p) / whole).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const QUANTITIES: &str = include_str!("../../../../data/index/ppi6/prices_quantities.csv");
    /// gpindex 0.6.3, contributions to the quantity index of t on period 1 less 1.
    const EXPECTED: &str = include_str!("../../../../data/index/ppi6/expected_quantity_contributions_gpindex.csv");
    /// RBI annual report: levels, growth and relative contributions by sector, base 1993-94.
    const INDIA: &str = include_str!("../../../../data/index/india_iip/rbi_trends_base_1993_94.csv");

    fn table(text: &str) -> Vec<Vec<f64>> {
        text.lines().skip(1).map(|l| l.split(',').map(|f| f.parse().unwrap_or(f64::NAN)).collect()).collect()
    }

    #[test]
    fn products_contributions_equal_the_independent_implementation() {
        let rows = table(QUANTITIES);
        let at = |product: usize, period: f64| rows.iter().find(|r| r[0] == product as f64 && r[1] == period).unwrap();
        for row in table(EXPECTED) {
            let pair = |product| {
                let (first, later) = (at(product, 1.0), at(product, row[0]));
                Pair { x0: first[3], x1: later[3], y0: first[2], y1: later[2], yb: 0.0, vb: 0.0 }
            };
            let pairs: Vec<Pair> = (1..=6).map(pair).collect();
            for (formula, expected) in
                [Formula::Laspeyres, Formula::Tornqvist, Formula::Fisher].into_iter().zip(&row[2..])
            {
                let value = of_formula(formula, &pairs).unwrap()[row[1] as usize - 1];
                assert!((value - expected).abs() < 1e-12, "{formula:?} {row:?}: {value}");
            }
        }
    }

    /// Published to one decimal from indices published to one decimal; the README records at most 0.06.
    #[test]
    fn indias_relative_contributions_are_met() {
        let weights = [("mining", 10.47), ("manufacturing", 79.36), ("electricity", 10.17)];
        let mut rows = vec![("general".to_owned(), None, None)];
        rows.extend(weights.map(|(code, w)| (code.to_owned(), Some("general".to_owned()), Some(w))));
        let tree = Tree::new(rows).unwrap();
        let years = table(INDIA);
        let mut largest = 0.0f64;
        for (before, now) in years.iter().zip(&years[1..4]) {
            // Tree order: general, electricity, manufacturing, mining.
            let levels = |row: &[f64]| [row[10], row[7], row[4], row[1]];
            let points = fixed_base(&tree, &levels(before), &levels(now)).unwrap();
            let shares = relative(&points, points[0]).unwrap();
            for (value, printed) in shares[1..].iter().zip([now[9], now[6], now[3]]) {
                largest = largest.max((value - printed).abs());
            }
        }
        assert!(largest < 0.06, "{largest}");
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-10 * b.abs().max(1.0)
    }

    proptest! {
        #[test]
        fn contributions_add_up_at_every_node(before in prop::collection::vec(1.0..500.0f64, 4), now in prop::collection::vec(0.0..500.0f64, 4)) {
            let row = |code: &str, parent: &str, w| (code.to_owned(), (!parent.is_empty()).then(|| parent.to_owned()), w);
            let tree = Tree::new([
                row("T", "", None), row("B", "T", Some(3.0)), row("C", "T", Some(8.0)),
                row("07", "B", Some(2.0)), row("08", "B", Some(5.0)), row("10", "C", Some(1.0)), row("11", "C", Some(6.0)),
            ]).unwrap();
            let fill = |leaves: &[f64]| {
                let mut levels = vec![0.0; tree.len()];
                for (code, value) in ["07", "08", "10", "11"].iter().zip(leaves) {
                    levels[tree.position(code).unwrap()] = *value;
                }
                for n in (0..tree.len()).rev().filter(|n| !tree.is_leaf(*n)) {
                    let weight = |c: &usize| tree.nodes()[*c].weight;
                    let sum: f64 = tree.children(n).iter().map(|c| weight(c) * levels[*c]).sum();
                    levels[n] = sum / tree.children(n).iter().map(weight).sum::<f64>();
                }
                levels
            };
            let (before, now) = (fill(&before), fill(&now));
            let points = fixed_base(&tree, &before, &now).unwrap();
            prop_assert!(close(points[0], 100.0 * (now[0] / before[0] - 1.0)));
            for n in (0..tree.len()).filter(|n| !tree.is_leaf(*n)) {
                prop_assert!(close(tree.children(n).iter().map(|c| points[*c]).sum(), points[n]));
            }
        }

        #[test]
        fn contributions_over_the_year_end_add_up(parts in prop::collection::vec((0.1..9.0f64, 0.5..2.0f64, 0.5..2.0f64, 0.1..9.0f64, 0.5..2.0f64), 1..9)) {
            let last: Vec<Part> = parts.iter().map(|p| Part { weight: p.0, before: p.1, now: p.2 }).collect();
            let this: Vec<Part> = parts.iter().map(|p| Part { weight: p.3, before: 1.0, now: p.4 }).collect();
            let mean = |parts: &[Part], f: &dyn Fn(&Part) -> f64| {
                parts.iter().map(|p| p.weight * f(p)).sum::<f64>() / parts.iter().map(|p| p.weight).sum::<f64>()
            };
            let whole = YearEnd { before: mean(&last, &|p| p.before), link: mean(&last, &|p| p.now) };
            let change = whole.link * mean(&this, &|p| p.now) / whole.before - 1.0;
            prop_assert!(close(across_years(&last, &this, whole).iter().sum(), 100.0 * change));
            prop_assert!(close(within_year(&last, whole.before).iter().sum(), 100.0 * (whole.link / whole.before - 1.0)));
        }

        #[test]
        fn products_contributions_add_up_to_the_index(list in prop::collection::vec((0.1..50.0f64, 0.1..50.0f64, 0.1..50.0f64, 0.1..50.0f64), 1..8)) {
            let pairs: Vec<Pair> =
                list.into_iter().map(|(x0, x1, y0, y1)| Pair { x0, x1, y0, y1, yb: y0 + 1.0, vb: x0 * y1 }).collect();
            for formula in Formula::all().filter(|f| *f != Formula::Stuvel) {
                let sum: f64 = of_formula(formula, &pairs).unwrap().iter().sum();
                prop_assert!(close(sum, bilateral(formula, &pairs) - 1.0), "{formula:?}");
            }
        }
    }
}
