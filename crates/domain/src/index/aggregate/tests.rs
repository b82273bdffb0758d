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

#[track_caller]
fn status(result: &Aggregation, code: &str, period: &str) -> &'static str {
    let node = result.codes.iter().position(|c| c == code).unwrap();
    let at = result.periods.binary_search(&label(period)).unwrap();
    result.cells[node][at].unwrap().status()
}

/// What is a parent in some periods is a leaf in those in which it has a weight but no children.
#[test]
fn a_leaf_may_get_children_later() {
    let c = "G 2015 120\nB 2015 100\nG 2016 126\nA 2016 126\nB 2016 100";
    let w = "T - -\nG T 1\nA G 1 2016\nB T 1";
    let r = run("fixed", None, c, w).unwrap();
    check(&r, "T", "2015", 110.0);
    check(&r, "T", "2016", 113.0);
    assert_eq!(r.notes, [Note::Computed { code: "G".into(), first: label("2016"), periods: 1 }]);

    let c = "G 2015-12 100\nB 2015-12 100\nG 2016-06 150\nB 2016-06 100\nG 2016-12 160\nB 2016-12 100\nA 2016-12 160\nA 2017-06 176\nB 2017-06 100";
    let w = "T - -\nG T 1 2016 2016\nB T 1 2016 2016\nG T 1 2017 2017\nA G 1 2017 2017\nB T 1 2017 2017";
    let r = run("annual-chain", None, c, w).unwrap();
    check(&r, "T", "2016-06", 125.0);
    check(&r, "T", "2016-12", 130.0);
    check(&r, "T", "2017-06", 136.5);
    check(&r, "G", "2017-06", 176.0);
}

/// And back again: its own values go on from the level its children took it to.
#[test]
fn a_parent_that_loses_its_children_goes_on_by_its_own_values() {
    let c = "G 1 50\nB 1 100\nA 2 7\nG 2 55\nB 2 100\nA 3 14\nG 3 60\nB 3 100\nG 4 66\nB 4 100";
    let w = "T - -\nG T 1\nA G 1 2 3\nB T 1";
    let r = run("paasche", None, c, w).unwrap();
    check(&r, "G", "2", 110.0); // A is new and has nothing to be compared with.
    check(&r, "G", "3", 220.0);
    check(&r, "G", "4", 242.0);
}

/// Groups without children and without weights, or of which nothing is known, are no tree: the next year's weights carry them.
#[test]
fn groups_alone_are_no_tree() {
    let c = "A 2015-12 100\nB 2015-12 100\nA 2016-06 110\nB 2016-06 130";
    let w = "T - 100\nG T 1\nH T 3\nA G 1 2016\nB H 1 2016";
    let r = run("annual-chain", None, c, w).unwrap();
    check(&r, "T", "2016-06", 125.0);
    check(&r, "A", "2015-12", 100.0);
    // Nor is a root that is given beside its parts.
    let r = run("annual-chain", None, &format!("{c}\nT 2015-12 7\nT 2016-06 9"), w).unwrap();
    check(&r, "T", "2016-06", 125.0);
    check(&r, "A", "2015-12", 100.0);
}

/// The value of a group counts where nothing below it is observed, and only there.
#[test]
fn a_group_has_its_own_value_where_its_children_have_none() {
    let w = "T - -\nG T 1\nA G 1\nB T 1";
    let r = run("fixed", None, "G 1 100\nB 1 100\nG 2 110\nB 2 100", w).unwrap();
    check(&r, "G", "1", 100.0);
    check(&r, "G", "2", 110.0);
    check(&r, "A", "2", 110.0);
    check(&r, "T", "2", 105.0);
    assert_eq!((status(&r, "G", "2"), status(&r, "A", "2")), ("observed", "imputed"));
    assert_eq!(r.notes, [Note::NeverObserved("A".into())]);

    let c = "A 1 100\nG 1 40\nB 1 100\nA 2 120\nG 2 44\nB 2 100\nG 3 55\nB 3 100\nA 4 180\nG 4 55\nB 4 100";
    let r = run("fixed", None, c, w).unwrap();
    check(&r, "G", "2", 120.0);
    check(&r, "G", "3", 55.0);
    check(&r, "G", "4", 180.0);
    assert_eq!(r.notes, [Note::Computed { code: "G".into(), first: label("1"), periods: 3 }]);
    for formula in ["laspeyres", "paasche", "fisher"] {
        let r = run(formula, None, c, w).unwrap();
        check(&r, "G", "2", 120.0);
        check(&r, "G", "3", 150.0);
        check(&r, "A", "3", 150.0);
        check(&r, "G", "4", 180.0);
    }
    let months = |text: &str| text.replace(" 1 ", " 2015-12 ").replace(" 2 ", " 2016-12 ");
    let months = months(c).replace(" 3 ", " 2017-06 ").replace(" 4 ", " 2017-12 ");
    let r = run("annual-chain", None, &months, w).unwrap();
    check(&r, "G", "2017-06", 150.0);
    check(&r, "G", "2017-12", 180.0);
    check(&r, "T", "2017-12", 110.0 * 1.25);

    // Levels may be zero.
    let r = run("fixed", None, "A 1 0\nB 1 100\nG 2 50\nB 2 100", w).unwrap();
    check(&r, "G", "2", 50.0);
    check(&r, "A", "2", 50.0);
    check(&r, "T", "2", 75.0);
    let zero = "A 1 100\nB 1 100\nG 1 100\nG 2 0\nB 2 100";
    assert!(matches!(run("laspeyres", None, zero, w).unwrap_err(), AggregateError::NotPositive { .. }));
}

/// A part that comes into a mean of levels without a value enters at the level of its parent, whatever that is.
#[test]
fn a_part_that_comes_in_without_a_value_moves_nothing() {
    let c = "B 1 5000\nB 2 5000\nA 2 -\nB 3 5500\nA 3 -\nB 4 5500\nA 4 6000";
    let r = run("fixed", None, c, "T - -\nA T 1 2\nB T 1").unwrap();
    check(&r, "T", "2", 5000.0);
    check(&r, "A", "3", 5500.0);
    check(&r, "T", "4", 5750.0);
}

/// What weighs nothing is not what its parent is observed by.
#[test]
fn children_that_weigh_nothing() {
    let c = "A 1 100\nC 1 100\nD 1 100\nA 2 110\nC 2 300\nD 2 -";
    let r = run("fixed", None, c, "T - -\nA T 1\nB T 1\nC B 0\nD B 1").unwrap();
    check(&r, "B", "2", 110.0);
    check(&r, "C", "2", 300.0);
    assert_eq!((status(&r, "B", "2"), status(&r, "C", "2")), ("imputed", "observed"));

    let zeros = "T - -\nA T 1\nB T 1\nC B 0\nD B 0";
    for formula in ["fixed", "laspeyres", "paasche", "fisher"] {
        let r = run(formula, None, c, zeros).unwrap();
        check(&r, "B", "2", 110.0);
        check(&r, "T", "2", 110.0);
        check(&r, "C", "2", 300.0);
        check(&r, "D", "2", 110.0);
        assert_eq!((status(&r, "B", "2"), status(&r, "C", "2")), ("imputed", "observed"));
    }
    let r = run("fixed", None, &format!("{c}\nB 1 100\nB 2 130"), zeros).unwrap();
    check(&r, "T", "2", 120.0);
    let nothing = "T - -\nA T 0\nB T -\nC B 0\nD B 0";
    assert!(matches!(run("fixed", None, c, nothing).unwrap_err(), AggregateError::Tree { .. }));
}

/// Weights that change inside a year are linked over the last period before the change.
#[test]
fn a_change_of_weights_inside_a_year_moves_nothing() {
    let mut c = String::new();
    for month in 0..24 {
        let period = format!("{}-{:02}", 2015 + month / 12, month % 12 + 1);
        c.push_str(&format!("A {period} {}\nB {period} 100\n", 100.0 * 1.01f64.powi(month)));
    }
    let w = "T - -\nA T 1 - 2016-03\nB T 1 - 2016-03\nA T 9 2016-04\nB T 1 2016-04";
    let r = run("annual-chain", None, &c, w).unwrap();
    let at = |period: &str| r.value("T", &label(period)).unwrap();
    assert!((at("2016-04") / at("2016-03") - 1.009).abs() < 1e-12);
    assert!((at("2016-05") / at("2016-03") - (0.9 * 1.0201 + 0.1)).abs() < 1e-12);
    // The same weights written anew are no change.
    let written = |w: &str| run("annual-chain", None, &c, w).unwrap().value("T", &label("2016-12")).unwrap();
    let whole = written("T - -\nA T 1\nB T 1");
    assert!((whole - written("T - -\nA T 1 - 2016-03\nA T 1 2016-04\nB T 1")).abs() < 1e-12);
}

/// What is first seen inside the first year has nothing before it to be compared with, though the year is the link.
#[test]
fn what_comes_into_the_first_year_enters_at_its_parents_level() {
    let spec = Spec { formula: Formula::AnnualChain(LinkPeriod::Mean), base: None };
    let months = |code: &str, range: std::ops::RangeInclusive<u32>, level: u32| {
        range.map(|month| format!("{code} 2015-{month:02} {}\n", level + month)).collect::<String>()
    };
    let c = months("A", 1..=12, 100) + &months("X", 6..=12, 5000);
    let w = "T - -\nA T 1\nX T 1 2015-06";
    let r = aggregate(&spec, &components(&c), &weights(w)).unwrap();
    check(&r, "T", "2015-06", 100.0 * 106.0 / 101.0);
    check(&r, "T", "2015-07", 100.0 * 106.0 / 101.0 * (107.0 / 106.0 + 5007.0 / 5006.0) / 2.0);

    let c = months("A", 1..=12, 100) + &months("C", 1..=3, 200) + &months("G", 4..=12, 5000);
    let r = aggregate(&spec, &components(&c), &weights("T - -\nA T 1\nG T 1\nC G 1")).unwrap();
    let at = |code: &str, period: &str| r.value(code, &label(period)).unwrap();
    assert!((at("G", "2015-04") / at("G", "2015-03") - at("T", "2015-04") / at("T", "2015-03")).abs() < 1e-12);
    assert!((at("G", "2015-05") / at("G", "2015-04") - 5005.0 / 5004.0).abs() < 1e-12);
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

    /// An annual chain linked at a month: between the least and the greatest relative of its parts, whenever its weights change,
    /// whatever is missing after the first period, and whether a group is given, computed or both.
    #[test]
    fn an_annual_chain_moves_within_its_parts(
        moves in prop::collection::vec(prop::collection::vec(0.8..1.25f64, 30), 3),
        missing in prop::collection::vec(prop::collection::vec(prop::bool::weighted(0.15), 30), 3),
        weight in prop::collection::vec(prop::collection::vec(0.1..10.0f64, 4), 3),
        mut changes in prop::collection::vec(0..30usize, 3),
        childless in prop::bool::ANY,
    ) {
        changes.sort_unstable();
        let month = |at: usize| label(&format!("{}-{:02}", 2015 + at / 12, at % 12 + 1));
        // A and the children C, D of B; B is given too, as the mean of its children's levels would be.
        let mut levels = vec![vec![100.0]; 3];
        for (part, moves) in levels.iter_mut().zip(&moves) {
            for at in 1..30 {
                part.push(part[at - 1] * moves[at]);
            }
        }
        let mut rows = Vec::new();
        for (n, code) in ["A", "C", "D"].into_iter().enumerate() {
            rows.extend((0..30).map(|at| (code, month(at), Some(levels[n][at]).filter(|_| at == 0 || n == 0 || !missing[n][at]))));
        }
        rows.extend((0..30).filter(|at| !missing[0][*at]).map(|at| ("B", month(at), Some(levels[1][at]))));
        let mut w = String::from("T - -\n");
        for (stretch, from) in std::iter::once(0).chain(changes.iter().copied()).enumerate() {
            let to = changes.get(stretch).map_or(29, |next| next.wrapping_sub(1));
            if to == usize::MAX || to < from {
                continue;
            }
            let (from, to) = (month(from), month(to));
            w.push_str(&format!("A T {} {from} {to}\nB T {} {from} {to}\n", weight[0][stretch], weight[1][stretch]));
            if !(childless && stretch == 1) {
                w.push_str(&format!("C B {} {from} {to}\nD B {} {from} {to}\n", weight[1][stretch], weight[2][stretch]));
            }
        }
        let spec = Spec { formula: Formula::AnnualChain(LinkPeriod::default()), base: None };
        let result = aggregate(&spec, &Components::new(rows).unwrap(), &weights(&w)).unwrap();
        let row = |code: &str| &result.cells[result.codes.iter().position(|c| c == code).unwrap()];
        let (whole, group) = (row("T"), row("B"));
        for at in 1..30 {
            let own = |row: &[Option<Cell>]| row[at].unwrap().value / row[at - 1].unwrap().value;
            let parts = [levels[0][at] / levels[0][at - 1], own(group)];
            let now = own(whole);
            prop_assert!(now >= parts[0].min(parts[1]) * (1.0 - 1e-12) && now <= parts[0].max(parts[1]) * (1.0 + 1e-12), "{at}: {now} {parts:?}\n{w}");
        }
    }
}
