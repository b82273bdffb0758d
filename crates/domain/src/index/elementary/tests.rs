use proptest::prelude::*;

use super::*;

/// Six products, five periods: PPI Manual 2004, tables 19.1 and 19.2, as adapted by Balk 2008.
const PRICES: &str = include_str!("../../../../../data/index/ppi6/prices_quantities.csv");
/// All formulas at full precision: gpindex 0.6.3, agreeing with IndexNumR 0.6.0 within 2e-15.
const EXPECTED: &str = include_str!("../../../../../data/index/ppi6/expected_gpindex.csv");
/// Balk 2008, tables 3.4, 3.6 and 3.12, four decimals.
const PUBLISHED: &str = include_str!("../../../../../data/index/ppi6/published_price_fixed_base.csv");

fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

fn market() -> Market {
    Market::new(rows(PRICES).map(|f| (f[0].to_owned(), f[1].parse().unwrap(), f[2].parse().ok(), f[3].parse().ok())))
}

fn spec(formula: &str, variable: Variable, chain: bool) -> Spec {
    Spec { formula: formula.parse().unwrap(), variable, chain, weights_period: None }
}

#[test]
fn every_formula_equals_the_independent_implementation() {
    let market = market();
    let mut formulas = std::collections::BTreeSet::new();
    let mut largest = 0.0f64;
    for row in rows(EXPECTED) {
        let variable = if row[0] == "price" { Variable::Price } else { Variable::Quantity };
        let result = elementary(&spec(row[1], variable, row[2] == "chained"), &market).unwrap();
        let value = result.iter().find(|(period, _)| period.to_string() == row[3]).unwrap().1 / 100.0;
        let expected: f64 = row[4].parse().unwrap();
        largest = largest.max((value / expected - 1.0).abs());
        assert!((value / expected - 1.0).abs() < 1e-13, "{row:?}: {value}");
        formulas.insert(row[1]);
    }
    assert_eq!(formulas.len(), 20, "largest relative difference {largest:e}");
}

#[test]
fn published_price_indices_are_met_to_their_printed_digits() {
    let market = market();
    for row in rows(PUBLISHED) {
        let result = elementary(&spec(row[0], Variable::Price, false), &market).unwrap();
        for (printed, (period, value)) in row[1..].iter().zip(result) {
            let printed: f64 = printed.parse().unwrap();
            assert!((value / 100.0 - printed).abs() < 0.000_050_1, "{} {period}: {value}, printed {printed}", row[0]);
        }
    }
}

#[test]
fn lowe_and_young_take_the_weights_of_their_period() {
    let market = market();
    let at = |formula: &str, weights: &str| {
        let spec = Spec { weights_period: Some(weights.parse().unwrap()), ..spec(formula, Variable::Price, false) };
        elementary(&spec, &market).unwrap()[2].1 / 100.0
    };
    let plain = |formula: &str| elementary(&spec(formula, Variable::Price, false), &market).unwrap()[2].1 / 100.0;
    assert!((at("lowe", "1") - plain("laspeyres")).abs() < 1e-15);
    assert!((at("lowe", "3") - plain("paasche")).abs() < 1e-15);
    assert!((at("young", "1") - plain("laspeyres")).abs() < 1e-15);
    assert!((at("young", "3") - plain("palgrave")).abs() < 1e-15);
    // Weights of period 2: Σ p3 q2 / Σ p1 q2 and Σ s2 p3/p1, by hand.
    assert!((at("lowe", "2") - 13.55 / 10.2).abs() < 1e-12, "{}", at("lowe", "2"));
}

#[test]
fn what_cannot_be_computed_is_said() {
    let row = |p: &str, t: &str, price: f64| (p.to_owned(), t.parse().unwrap(), Some(price), Some(1.0));
    let fails = |formula: &str, rows: Vec<Row>| {
        elementary(&spec(formula, Variable::Price, false), &Market::new(rows)).unwrap_err()
    };
    assert_eq!(fails("jevons", vec![]), ElementaryError::NoRows);
    assert!(matches!(fails("jevons", vec![row("a", "1", 1.0), row("b", "2", 1.0)]), ElementaryError::NoMatch { .. }));
    assert!(matches!(fails("jevons", vec![row("a", "1", 1.0), row("a", "2", 0.0)]), ElementaryError::BadValue { .. }));
    assert!(matches!(fails("dutot", vec![row("a", "1", 0.0), row("a", "2", 1.0)]), ElementaryError::NoMean { .. }));
    assert!(matches!(fails("dutot", vec![row("a", "1", -1.0), row("a", "2", 1.0)]), ElementaryError::BadValue { .. }));
    assert_eq!(fails("lowe", vec![row("a", "1", 1.0)]), ElementaryError::NoWeightsPeriod);
}

/// A product that comes or goes does not move a chained index.
#[test]
fn chained_indices_compare_matched_pairs() {
    let row = |p: &str, t: &str, price: f64| (p.to_owned(), t.parse().unwrap(), Some(price), None);
    let rows =
        vec![row("a", "1", 1.0), row("b", "1", 2.0), row("a", "2", 1.1), row("c", "2", 50.0), row("c", "3", 60.0)];
    let result = elementary(&spec("jevons", Variable::Price, true), &Market::new(rows)).unwrap();
    assert!((result[1].1 - 110.0).abs() < 1e-12 && (result[2].1 - 132.0).abs() < 1e-12);
}

fn pairs() -> impl Strategy<Value = Vec<Pair>> {
    let one = (0.1..100.0f64, 0.1..100.0f64, 0.1..100.0f64, 0.1..100.0f64, 0.1..100.0f64);
    prop::collection::vec(one, 1..8).prop_map(|list| {
        list.into_iter().map(|(x0, x1, y0, y1, yb)| Pair { x0, x1, y0, y1, yb, vb: yb * x0 }).collect()
    })
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

proptest! {
    /// Axioms of the index-number literature (PPI Manual, chapter 16): identity, units, order, mean value, proportionality.
    #[test]
    fn axioms(pairs in pairs(), unit in 0.001..1000.0f64, factor in 0.1..10.0f64) {
        for formula in Formula::all() {
            let index = bilateral(formula, &pairs);
            let still: Vec<Pair> = pairs.iter().map(|p| Pair { x1: p.x0, y1: p.y0, ..*p }).collect();
            prop_assert!(close(bilateral(formula, &still), 1.0), "identity {formula:?}");
            let mut turned = pairs.clone();
            turned.reverse();
            prop_assert!(close(bilateral(formula, &turned), index), "order {formula:?}");
            if formula != Formula::Dutot {
                let mut rescaled = pairs.clone();
                let p = &mut rescaled[0];
                *p = Pair { x0: p.x0 * unit, x1: p.x1 * unit, y0: p.y0 / unit, y1: p.y1 / unit, yb: p.yb / unit, vb: p.vb };
                prop_assert!(close(bilateral(formula, &rescaled), index), "unit {formula:?}");
            }
            // Vartia I and Stuvel are known not to lie between the least and the greatest change.
            if !matches!(formula, Formula::Vartia1 | Formula::Stuvel) {
                let least = pairs.iter().map(Pair::relative).fold(f64::INFINITY, f64::min);
                let greatest = pairs.iter().map(Pair::relative).fold(0.0, f64::max);
                prop_assert!(least * (1.0 - 1e-12) <= index && index <= greatest * (1.0 + 1e-12), "mean value {formula:?}");
            }
            let all: Vec<Pair> = pairs.iter().map(|p| Pair { x1: p.x0 * factor, y1: p.y0, ..*p }).collect();
            prop_assert!(close(bilateral(formula, &all), factor), "proportionality {formula:?}");
        }
    }

    /// There and back again is no change for the superlative formulas and their kin.
    #[test]
    fn time_reversal(pairs in pairs()) {
        use Formula::{Cswd, Dutot, Fisher, GearyKhamis, Jevons, MarshallEdgeworth, Stuvel, Tornqvist, Vartia1, Vartia2, Walsh1};
        let back: Vec<Pair> = pairs.iter().map(|p| Pair { x0: p.x1, x1: p.x0, y0: p.y1, y1: p.y0, ..*p }).collect();
        for formula in
            [Fisher, Tornqvist, Walsh1, MarshallEdgeworth, GearyKhamis, Vartia1, Vartia2, Stuvel, Jevons, Dutot, Cswd]
        {
            prop_assert!(close(bilateral(formula, &pairs) * bilateral(formula, &back), 1.0), "{formula:?}");
        }
    }

    /// Price index times quantity index is the change in value, for the formulas that promise it.
    #[test]
    fn factor_reversal(pairs in pairs()) {
        let other: Vec<Pair> = pairs.iter().map(|p| Pair { x0: p.y0, x1: p.y1, y0: p.x0, y1: p.x1, ..*p }).collect();
        let value = pairs.iter().map(|p| p.x1 * p.y1).sum::<f64>() / pairs.iter().map(|p| p.x0 * p.y0).sum::<f64>();
        for formula in [Formula::Fisher, Formula::Vartia1, Formula::Vartia2, Formula::Stuvel] {
            prop_assert!(close(bilateral(formula, &pairs) * bilateral(formula, &other), value), "{formula:?}");
        }
    }
}
