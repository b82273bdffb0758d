use proptest::prelude::*;

use super::*;

fn label(text: &str) -> Label {
    text.parse().unwrap()
}

/// Rows as `code period value`, `-` for no value.
fn components(text: &str) -> Components {
    let row = |line: &str| {
        let f: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        (f[0].clone(), label(&f[1]), f[2].parse().ok())
    };
    Components::new(text.lines().filter(|l| !l.trim().is_empty()).map(row)).unwrap()
}

/// Rows as `code parent weight [from to]`, `-` for nothing.
fn weights(text: &str) -> Vec<WeightRow> {
    let row = |line: &str| {
        let f: Vec<&str> = line.split_whitespace().collect();
        let some = |n: usize| f.get(n).filter(|t| **t != "-").map(|t| (*t).to_owned());
        WeightRow {
            code: f[0].to_owned(),
            parent: some(1),
            weight: some(2).map(|w| w.parse().unwrap()),
            from: some(3).map(|t| label(&t)),
            to: some(4).map(|t| label(&t)),
        }
    };
    text.lines().filter(|l| !l.trim().is_empty()).map(row).collect()
}

fn run(formula: &str, base: Option<&str>, c: &str, w: &str) -> Result<Aggregation, AggregateError> {
    let spec = Spec { formula: formula.parse().unwrap(), base: base.map(label) };
    aggregate(&spec, &components(c), &weights(w))
}

#[track_caller]
fn check(result: &Aggregation, code: &str, period: &str, expected: f64) {
    let value = result.value(code, &label(period)).unwrap();
    assert!(
        (value - expected).abs() < 1e-12 * expected.abs().max(1.0),
        "{code} {period}: {value}, expected {expected}"
    );
}

const TREE: &str = "T - -\nA T 1\nB T -\nC B 1\nD B 2";

#[test]
fn fixed_keeps_the_scale_of_the_parts() {
    let c = "A 1 100\nC 1 100\nD 1 100\nA 2 110\nC 2 90\nD 2 120";
    let r = run("fixed", None, c, TREE).unwrap();
    check(&r, "A", "2", 110.0);
    check(&r, "B", "2", 110.0);
    check(&r, "T", "2", 110.0);
    assert_eq!(r.codes, ["T", "A", "B", "C", "D"]);
    let r = run("fixed", Some("2"), c, TREE).unwrap();
    check(&r, "T", "2", 100.0);
    check(&r, "C", "1", 100.0 / 90.0 * 100.0);
}

/// A part without a value, or a whole branch, follows what is above it and does not move it.
#[test]
fn the_missing_follow_their_parent() {
    let c = "A 1 100\nC 1 100\nD 1 100\nA 2 110\nC 2 -\nD 2 120\nA 3 121\nC 3 -\nD 3 -\nA 4 121\nC 4 130\nD 4 130";
    let r = run("fixed", None, c, TREE).unwrap();
    check(&r, "C", "2", 120.0);
    check(&r, "B", "2", 120.0);
    check(&r, "B", "3", 132.0);
    check(&r, "D", "3", 132.0);
    check(&r, "B", "4", 130.0);
    let imputed = |code: &str, at: usize| r.cells[r.codes.iter().position(|c| c == code).unwrap()][at].unwrap().imputed;
    assert!(imputed("C", 1) && imputed("B", 2) && imputed("D", 2) && !imputed("B", 1) && !imputed("T", 2));
}

#[test]
fn a_part_that_comes_late_into_a_chain_enters_at_its_parents_level() {
    let c = "A 1 50\nA 2 55\nA 3 60.5\nD 1 -\nD 2 7\nD 3 14";
    let w = "T - -\nA T 1\nD T 1";
    let r = run("laspeyres", None, c, w).unwrap();
    check(&r, "D", "2", 110.0);
    check(&r, "D", "3", 220.0);
    check(&r, "T", "2", 110.0);
    check(&r, "T", "3", 110.0 * (1.1 + 2.0) / 2.0);
}

#[test]
fn annual_chain_links_at_the_chosen_period() {
    let mut c = String::new();
    let mut w = String::from("T - -\n");
    for year in 2015..=2017 {
        w.push_str(&format!("A T {} {year} {year}\nB T 1 {year} {year}\n", year - 2014));
        for month in 1..=12 {
            c.push_str(&format!("A {year}-{month:02} {}\n", 100 + (year - 2015) * 12 + month));
            c.push_str(&format!("B {year}-{month:02} {}\n", 200 + month * month));
        }
    }
    let (a, b) = (|y: i32, m: i32| f64::from(100 + (y - 2015) * 12 + m), |m: i32| f64::from(200 + m * m));
    let r = run("annual-chain", None, &c, &w).unwrap();
    let first = |m: i32| (a(2015, m) / a(2015, 1) + b(m) / b(1)) / 2.0;
    check(&r, "T", "2015-12", 100.0 * first(12));
    let second = (2.0 * a(2016, 3) / a(2015, 12) + b(3) / b(12)) / 3.0;
    check(&r, "T", "2016-03", 100.0 * first(12) * second);

    let spec = Spec { formula: Formula::AnnualChain("mean".parse().unwrap()), base: Some(label("2015")) };
    let r = aggregate(&spec, &components(&c), &weights(&w)).unwrap();
    let mean = |f: &dyn Fn(i32) -> f64| (1..=12).map(f).sum::<f64>() / 12.0;
    let (a15, b15) = (mean(&|m| a(2015, m)), mean(&b));
    check(&r, "T", "2016-03", 100.0 * (2.0 * a(2016, 3) / a15 + b(3) / b15) / 3.0);
    check(&r, "A", "2017-06", 100.0 * a(2017, 6) / a15);

    let spec = Spec { formula: Formula::AnnualChain("q4".parse().unwrap()), base: Some(label("2015-Q4")) };
    let r = aggregate(&spec, &components(&c), &weights(&w)).unwrap();
    let (a4, b4) = ((a(2015, 10) + a(2015, 11) + a(2015, 12)) / 3.0, (b(10) + b(11) + b(12)) / 3.0);
    check(&r, "T", "2016-03", 100.0 * (2.0 * a(2016, 3) / a4 + b(3) / b4) / 3.0);
}

/// Weights given by their beginning only are valid until the next ones begin.
#[test]
fn a_weight_without_an_end_gives_way_to_the_next() {
    let c = "A 2015-01 100\nB 2015-01 100\nA 2016-01 100\nB 2016-01 200\nA 2018-01 100\nB 2018-01 200";
    let w = "T - -\nA T 9 2010\nA T 1 2012\nB T 1 2012\nB T 3 2016";
    let r = run("fixed", None, c, w).unwrap();
    check(&r, "T", "2015-01", 100.0);
    check(&r, "T", "2016-01", 175.0);
    check(&r, "T", "2018-01", 175.0);
}

/// A bound means the same months however it and the periods are written.
#[test]
fn bounds_in_any_spelling() {
    let mut c = String::new();
    for month in 0..24 {
        let (year, month) = (2015 + month / 12, month % 12 + 1);
        c.push_str(&format!("A {year}{month:02} 100\nB {year}{month:02} {}\n", 100 * (year - 2014)));
    }
    let dashed = |text: &str| text.replace("2015", "2015-").replace("2016", "2016-");
    for second in ["201601", "2016-01", "2016", "2016-Q1"] {
        for first in ["2015", "201501", "2015-01", "-"] {
            let w = format!("T - -\nA T 9 {first}\nA T 1 {second}\nB T 1");
            check(&run("fixed", None, &c, &w).unwrap(), "T", "201601", 150.0);
            check(&run("fixed", None, &dashed(&c), &w).unwrap(), "T", "2016-01", 150.0);
        }
    }
    // A number beyond all months is an end as good as any; beside periods of the calendar it says nothing.
    let w = "T - -\nA T 9 - 201512\nA T 1 2016 999999\nB T 1";
    check(&run("fixed", None, &c, w).unwrap(), "T", "201601", 150.0);
    assert!(matches!(run("fixed", None, &dashed(&c), w).unwrap_err(), AggregateError::Bound { .. }));
    // Periods that are counted: a year is the number it is written as.
    let c = "A 09999 1\nA 10000 1\nB 09999 3\nB 10000 3";
    let r = run("fixed", None, c, "T - -\nA T 1\nB T 1 10000\nB T 3 9999 9999").unwrap();
    check(&r, "T", "09999", 2.5);
    check(&r, "T", "10000", 2.0);
}

#[test]
fn numbers_are_one_period_in_any_spelling() {
    let long = "18446744073709551616";
    let c = format!("A 01 1\nB 1 3\nA 2 2\nB 02 4\nA {long} 5\nB {long} 7");
    let r = run("fixed", None, &c, "T - -\nA T 1\nB T 1 - 1\nB T 3 2").unwrap();
    assert_eq!(r.periods.iter().map(ToString::to_string).collect::<Vec<_>>(), ["01", "2", long]);
    check(&r, "T", "1", 2.0);
    check(&r, "T", "2", 3.5);
    check(&r, "T", long, 6.5);
    let twice = [("A", label("1"), None), ("A", label("01"), Some(1.0))];
    assert!(matches!(Components::new(twice).unwrap_err(), AggregateError::Duplicate { .. }));
}

#[test]
fn what_cannot_be_computed_is_said() {
    let c = "A 1 100\nC 1 100\nD 1 100\nA 2 110\nC 2 90\nD 2 120";
    let fails = |formula, base, c, w| run(formula, base, c, w).unwrap_err();
    assert_eq!(fails("fixed", None, "X 1 1", TREE), AggregateError::UnknownCode("X".into()));
    assert_eq!(fails("fixed", Some("7"), c, TREE), AggregateError::NoBase(label("7")));
    assert_eq!(fails("annual-chain", None, c, TREE), AggregateError::NotByYear(label("1")));
    let late = "T - -\nA T 1 2 2\nB T -\nC B 1\nD B 2";
    assert!(matches!(fails("fixed", None, "A 1 -\nA 2 1", late), AggregateError::NothingObserved(_)));
    assert!(matches!(
        fails("fixed", None, c, "T - -\nA T 1 2024-01 2024-02\nC T 1\nD T 1"),
        AggregateError::Bound { .. }
    ));
    assert!(matches!(fails("fisher", None, "A 1 0\nC 1 1\nD 1 1", TREE), AggregateError::NotPositive { .. }));
    assert!(matches!(
        fails("fixed", None, c, "T - -\nA T 1 1 2\nA T 1 2 3\nC T 1\nD T 1"),
        AggregateError::Tree { .. }
    ));
    assert_eq!(
        fails("fixed", None, c, "T - -\nA T 1 2 2\nC T 1 2 2\nD T 1 2 2"),
        AggregateError::NoWeights(label("1"))
    );
    assert!(matches!(
        fails("annual-chain", None, "A 2014-11 1\nA 2015-01 1", "T - -\nA T 1"),
        AggregateError::NoLink { year: 2015, .. }
    ));
    let text = Text::from(fails("fixed", None, "", TREE));
    assert!(text.vi.contains("dòng") && text.en.contains("row"));
}

proptest! {
    /// Any formula: between the least and the greatest relative of its parts; the unit of a part's level, the unit of the
    /// weights and the order of the rows change nothing; no part moving leaves the whole where it is.
    #[test]
    fn laws_of_every_formula(
        values in prop::collection::vec(prop::collection::vec(1.0..1000.0f64, 4), 3),
        weight in prop::collection::vec(prop::collection::vec(0.1..10.0f64, 4), 3),
        unit in 0.001..1000.0f64,
        chosen in 0..4usize,
    ) {
        let formula = ["laspeyres", "paasche", "fisher", "annual-chain"][chosen];
        let codes = ["A", "C", "D"];
        let mut rows = Vec::new();
        let mut tree = vec![
            WeightRow { code: "T".into(), parent: None, weight: None, from: None, to: None },
            WeightRow { code: "B".into(), parent: Some("T".into()), weight: None, from: None, to: None },
        ];
        for (n, code) in codes.iter().enumerate() {
            for at in 0..4 {
                let period = Label::Calendar(format!("{}", 2020 + at).parse().unwrap());
                rows.push(((*code).to_owned(), period.clone(), Some(values[n][at])));
                let parent = Some(if *code == "A" { "T" } else { "B" }.to_owned());
                let bound = Some(period);
                tree.push(WeightRow { code: (*code).into(), parent, weight: Some(weight[n][at]), from: bound.clone(), to: bound });
            }
        }
        let spec = Spec { formula: formula.parse().unwrap(), base: None };
        let whole = aggregate(&spec, &Components::new(rows.clone()).unwrap(), &tree).unwrap();
        for at in 1..4 {
            let relatives = || (0..3).map(|n| values[n][at] / values[n][at - 1]);
            let least = relatives().fold(f64::INFINITY, f64::min);
            let greatest = relatives().fold(0.0, f64::max);
            let (now, before) = (whole.cells[0][at].unwrap().value, whole.cells[0][at - 1].unwrap().value);
            prop_assert!(least * (1.0 - 1e-12) <= now / before && now / before <= greatest * (1.0 + 1e-12));
        }
        for row in rows.iter_mut().filter(|row| row.0 == "C") {
            row.2 = row.2.map(|v| v * unit);
        }
        rows.reverse();
        tree.iter_mut().for_each(|row| row.weight = row.weight.map(|w| w * 7.0));
        tree.rotate_left(3);
        let again = aggregate(&spec, &Components::new(rows).unwrap(), &tree).unwrap();
        for (row, other) in whole.cells.iter().zip(&again.cells) {
            for (cell, second) in row.iter().zip(other) {
                let (a, b) = (cell.unwrap().value, second.unwrap().value);
                prop_assert!((a - b).abs() <= 1e-12 * a.abs(), "{a} {b}");
            }
        }
    }
}
