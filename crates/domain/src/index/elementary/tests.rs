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
        let result = elementary(&spec(row[1], variable, row[2] == "chained"), &market).unwrap().values;
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
        let result = elementary(&spec(row[0], Variable::Price, false), &market).unwrap().values;
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
        elementary(&spec, &market).unwrap().values[2].1 / 100.0
    };
    let plain =
        |formula: &str| elementary(&spec(formula, Variable::Price, false), &market).unwrap().values[2].1 / 100.0;
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

/// `product period price quantity` by row, `-` for nothing.
fn prices(rows: &str) -> Market {
    let row = |row: &str| {
        let cells: Vec<&str> = row.split_whitespace().collect();
        (cells[0].to_owned(), cells[1].parse().unwrap(), cells[2].parse().ok(), cells[3].parse().ok())
    };
    Market::new(rows.split(';').map(row))
}

#[track_caller]
fn check(spec: &Spec, rows: &str, expected: &[(&str, f64)], left_out: &[&str]) {
    let result = elementary(spec, &prices(rows)).unwrap();
    let periods: Vec<String> = result.values.iter().map(|(period, _)| period.to_string()).collect();
    assert_eq!(periods, expected.iter().map(|(period, _)| *period).collect::<Vec<_>>());
    for ((period, value), (_, expected)) in result.values.iter().zip(expected) {
        assert!(
            (value - expected).abs() < 1e-12 * expected.max(1.0),
            "{spec:?} {period}: {value}, expected {expected}"
        );
    }
    assert_eq!(result.left_out.iter().map(ToString::to_string).collect::<Vec<_>>(), left_out);
    assert_eq!(result.note().is_some(), !left_out.is_empty());
}

/// What a formula declares moves it, and nothing else.
#[test]
fn formulas_read_what_they_declare() {
    let whole = [
        Pair { x0: 1.0, x1: 1.1, y0: 10.0, y1: 9.0, yb: 8.0, vb: 12.0 },
        Pair { x0: 2.0, x1: 2.4, y0: 5.0, y1: 6.0, yb: 7.0, vb: 11.0 },
    ];
    for formula in Formula::all() {
        let other = formula.other();
        let changed = |field: fn(&mut Pair) -> &mut f64| {
            let mut pairs = whole;
            *field(&mut pairs[0]) *= 3.0;
            bilateral(formula, &pairs)
        };
        let both = other == Other::Both;
        for (value, read) in [
            (changed(|p| &mut p.y0), both || other == Other::Earlier),
            (changed(|p| &mut p.y1), both || other == Other::Later),
            (changed(|p| &mut p.yb), other == Other::Weights),
            (changed(|p| &mut p.vb), other == Other::WeightsValue),
        ] {
            let expected = bilateral(formula, &whole);
            assert_eq!(value != expected, read, "{formula:?} {value} {expected}");
        }
    }
}

/// A product without the quantity of the other period stays in where the formula does not read it. By hand.
#[test]
fn the_other_variable_is_asked_of_the_periods_that_need_it() {
    let price = |formula: &str| spec(formula, Variable::Price, false);
    let base = "a 1 1 10; b 1 2 5; a 2 1.1 -; b 2 2.4 6";
    check(&price("laspeyres"), base, &[("1", 100.0), ("2", 115.0)], &[]);
    let half = (0.5 * 1.1f64.ln() + 0.5 * 1.2f64.ln()).exp();
    check(&price("geometric_laspeyres"), base, &[("1", 100.0), ("2", 100.0 * half)], &[]);
    check(&price("harmonic_laspeyres"), base, &[("1", 100.0), ("2", 100.0 / (0.5 / 1.1 + 0.5 / 1.2))], &[]);
    check(&price("paasche"), base, &[("1", 100.0), ("2", 120.0)], &[]);
    check(&price("fisher"), base, &[("1", 100.0), ("2", 120.0)], &[]);
    let current = "a 1 1 -; b 1 2 -; a 2 1.1 10; b 2 2.4 5";
    check(&price("paasche"), current, &[("1", 100.0), ("2", 115.0)], &[]);
    let share = 11.0 / 23.0;
    check(&price("palgrave"), current, &[("1", 100.0), ("2", 100.0 * (share * 1.1 + (1.0 - share) * 1.2))], &[]);
    let geometric = (share * 1.1f64.ln() + (1.0 - share) * 1.2f64.ln()).exp();
    check(&price("geometric_paasche"), current, &[("1", 100.0), ("2", 100.0 * geometric)], &[]);
    let error = elementary(&price("laspeyres"), &prices(current)).unwrap_err();
    assert!(error.what().en.contains("the quantity in the earlier") && error.what().vi.contains("lượng ở kỳ trước"));
    // A quantity index is weighted by prices.
    let quantity = spec("laspeyres", Variable::Quantity, false);
    check(&quantity, "a 1 1 10; b 1 2 5; a 2 - 11; b 2 - 6", &[("1", 100.0), ("2", 115.0)], &[]);
}

/// Lowe takes quantities alone from the weights' period, which then begins no index; Young takes values, so prices too.
#[test]
fn the_weights_period_need_not_have_prices() {
    let weights =
        |formula: &str| Spec { weights_period: Some("2018".parse().unwrap()), ..spec(formula, Variable::Price, false) };
    let rows = "a 2018 - 100; b 2018 - 50; a 2019-01 1 -; b 2019-01 2 -; a 2019-02 1.1 -; b 2019-02 2.4 -";
    check(&weights("lowe"), rows, &[("2019-01", 100.0), ("2019-02", 115.0)], &[]);
    let error = elementary(&weights("young"), &prices(rows)).unwrap_err();
    assert!(error.what().en.contains("a price and a quantity in the weights' period 2018"), "{error}");
    let priced = rows.replace("2018 -", "2018 3");
    // Values 300 and 150: shares 2/3 and 1/3.
    let expected = 100.0 * (2.0 * 1.1 + 2.4) / 9.0;
    check(
        &weights("young"),
        &priced,
        &[("2018", 100.0), ("2019-01", 100.0 * 200.0 / 450.0), ("2019-02", expected)],
        &[],
    );
}

/// What cannot be compared has no index; the chain goes on from the last that has.
#[test]
fn periods_that_cannot_be_compared_are_left_out() {
    let jevons = |chain: bool| spec("jevons", Variable::Price, chain);
    let rows = "a 1 2 -; a 2 - -; c 2 9 -; a 3 3 -; c 3 18 -; c 4 27 -; d 5 1 -";
    check(&jevons(false), rows, &[("1", 100.0), ("3", 150.0)], &["2", "4", "5"]);
    check(&jevons(true), rows, &[("1", 100.0), ("3", 150.0), ("4", 225.0)], &["2", "5"]);
    // The first period is the first with a price; one that has none at all is named.
    check(&jevons(true), "a 1 - 1; a 2 2 -; a 3 - -; a 4 3 -", &[("2", 100.0), ("4", 150.0)], &["1", "3"]);
    for chain in [false, true] {
        let error = elementary(&jevons(chain), &prices("a 1 1 -; b 2 1 -; b 3 1 -")).unwrap_err();
        assert!(matches!(error, ElementaryError::NoMatch { .. }));
        assert_eq!(error.remedy().en.contains("--chain"), !chain, "{}", error.remedy().en);
    }
    let error = elementary(&spec("jevons", Variable::Quantity, false), &prices("a 1 1 -; a 2 1 -")).unwrap_err();
    assert_eq!(error, ElementaryError::NoValues(Variable::Quantity));
}

/// Months without a price are named, and after twenty counted.
#[test]
fn a_note_does_not_grow_with_the_file() {
    let rows: Vec<String> = (1..=60).map(|t| format!("a {t} {} -", if t % 2 == 1 { "1" } else { "-" })).collect();
    let result = elementary(&spec("jevons", Variable::Price, true), &prices(&rows.join(";"))).unwrap();
    assert_eq!((result.values.len(), result.left_out.len()), (30, 30));
    let note = result.note().unwrap();
    assert!(note.en.ends_with(" 38, 40 and 10 more.") && note.vi.ends_with(" 38, 40 và 10 kỳ nữa."), "{note}");
}

/// A product that stops is a change to nothing; there is none from nothing, and none to multiply or divide by.
#[test]
fn zero_has_a_place_where_the_formula_is_defined() {
    let rows = "a 1 1 10; b 1 2 5; a 2 1 0; b 2 2 8";
    let quantity = |formula: &str| spec(formula, Variable::Quantity, false);
    // v0 = 10, 10; v1 = 0, 16; r = 0, 1.6.
    for (formula, expected) in
        [("carli", 80.0), ("dutot", 800.0 / 15.0), ("laspeyres", 80.0), ("paasche", 80.0), ("palgrave", 160.0)]
    {
        check(&quantity(formula), rows, &[("1", 100.0), ("2", expected)], &[]);
    }
    let young = Spec { weights_period: Some("1".parse().unwrap()), ..quantity("young") };
    check(&young, rows, &[("1", 100.0), ("2", 80.0)], &[]);
    for formula in Formula::all() {
        let spec = Spec { formula, ..young.clone() };
        let (stops, starts) = (rows, "a 1 1 0; b 1 2 5; a 2 1 10; b 2 2 8");
        let taken = |rows: &str| elementary(&spec, &prices(rows)).is_ok();
        let change = formula.change();
        assert_eq!(taken(stops), matches!(change, Change::Sums | Change::Mean), "{formula:?}");
        assert_eq!(taken(starts), change == Change::Sums, "{formula:?}");
    }
    let why = |formula: &str| elementary(&quantity(formula), &prices(rows)).unwrap_err().what();
    assert!(why("jevons").en.contains("jevons multiplies") && why("jevons").vi.contains("jevons nhân"));
    assert!(why("cswd").en.contains("reciprocals") && why("cswd").vi.contains("nghịch đảo"));
}

/// A product that comes or goes does not move a chained index.
#[test]
fn chained_indices_compare_matched_pairs() {
    let row = |p: &str, t: &str, price: f64| (p.to_owned(), t.parse().unwrap(), Some(price), None);
    let rows =
        vec![row("a", "1", 1.0), row("b", "1", 2.0), row("a", "2", 1.1), row("c", "2", 50.0), row("c", "3", 60.0)];
    let result = elementary(&spec("jevons", Variable::Price, true), &Market::new(rows)).unwrap().values;
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
