//! `khoi index elementary`: every formula, links that are lost, and what each formula asks for.

use std::collections::BTreeMap;

use super::{line, results};
use crate::khoi::{Ended, folder, khoi, write};
use crate::tables::carried;

/// Every formula the set names, as the command writes it.
#[test]
fn ppi6_on_the_command_line() {
    let folder = folder();
    let prices = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/index/ppi6/prices_quantities.csv");
    let expected = carried("ppi6/expected_gpindex.csv");
    let mut wanted: BTreeMap<(String, String, String), Vec<(String, f64)>> = BTreeMap::new();
    for row in expected.rows() {
        let key = (row.text("kind").into(), row.text("formula").into(), row.text("output").into());
        wanted.entry(key).or_default().push((row.text("period").into(), row.number("index").unwrap()));
    }
    let mut largest = 0.0f64;
    for ((kind, formula, output), values) in &wanted {
        let mut arguments = vec!["index", "elementary", "--prices-quantities", prices, "--formula", formula];
        arguments.extend(["--of", kind, "--out", "o.csv"]);
        if output == "chained" {
            arguments.push("--chain");
        }
        let ended = khoi(folder.path(), &arguments);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let result = results(&std::fs::read_to_string(folder.path().join("o.csv")).unwrap());
        for (period, value) in values {
            largest = largest.max((result[&(formula.clone(), period.clone())] / (100.0 * value) - 1.0).abs());
        }
    }
    line("ppi6, 20 formulas, both kinds, both outputs", 5, largest, "1e-9");
    assert!(wanted.len() == 80 && largest < 1e-9);
}

/// Runs `index elementary` on prices and quantities and returns what it wrote, by period, and what it said.
#[track_caller]
pub(super) fn elementary(text: &str, more: &[&str]) -> (BTreeMap<(String, String), f64>, Ended) {
    let folder = folder();
    write(folder.path(), "p.csv", text);
    let arguments = ["index", "elementary", "--prices-quantities", "p.csv", "--out", "o.csv"];
    let ended = khoi(folder.path(), &[&arguments[..], more].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    (results(&std::fs::read_to_string(folder.path().join("o.csv")).unwrap()), ended)
}

/// B2 has no price at all in the second quarter: the third is compared with the first, product by product.
#[test]
fn a_lost_link_is_bridged() {
    let text =
        "product,period,price\n4,202001,6\n5,202001,8\n4,202002,\n5,202002,\n4,202003,3\n5,202003,16\n4,202004,6\n";
    let (own, ended) = elementary(text, &["--formula", "jevons", "--chain"]);
    let at = |period: &str| own.get(&("jevons".to_owned(), period.to_owned())).copied();
    assert_eq!(at("202002"), None);
    assert!((at("202003").unwrap() - 100.0).abs() < 1e-9 && (at("202004").unwrap() - 200.0).abs() < 1e-9);
    assert!(ended.err.contains("left out of the result: 202002."), "{}", ended.err);
}

/// Laspeyres asks quantities of the first period only, Lowe of its weights' period, which need not have prices; the code is the
/// formula's own name, however it was typed.
#[test]
fn elementary_asks_for_what_the_formula_reads() {
    let value = |own: &BTreeMap<(String, String), f64>, code: &str, period: &str| {
        own.get(&(code.to_owned(), period.to_owned())).copied().unwrap_or(f64::NAN)
    };
    let base = "product,period,price,quantity\na,1,1,10\nb,1,2,5\na,2,1.1,\nb,2,2.4,6\n";
    let (own, _) = elementary(base, &["--formula", "LASPEYRES"]);
    assert!((value(&own, "laspeyres", "2") - 115.0).abs() < 1e-9, "{own:?}");
    let (own, _) = elementary(base, &["--formula", "Geometric-Laspeyres"]);
    assert!((value(&own, "geometric_laspeyres", "2") - 100.0 * 1.32f64.sqrt()).abs() < 1e-9, "{own:?}");
    let months = "product,period,price,quantity\na,2018,,100\nb,2018,,50\na,2019-01,1,\nb,2019-01,2,\na,2019-02,1.1,\nb,2019-02,2.4,\n";
    let (own, ended) = elementary(months, &["--formula", "lowe", "--weights-period", "2018"]);
    assert!((value(&own, "lowe", "2019-01") - 100.0).abs() < 1e-9 && own.len() == 2, "{own:?}");
    assert!((value(&own, "lowe", "2019-02") - 115.0).abs() < 1e-9 && ended.err.is_empty(), "{own:?} {}", ended.err);
    let stops = "product,period,price,quantity\na,1,1,10\nb,1,2,5\na,2,1,0\nb,2,2,8\n";
    let (own, _) = elementary(stops, &["--formula", "carli", "--of", "quantity"]);
    assert!((value(&own, "carli", "2") - 80.0).abs() < 1e-9, "{own:?}");
}
