//! The samples of the package piar: weights of every period, prices that are missing, groups without an index of their own.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::elementary::elementary;
use super::{Set, line, results};
use crate::khoi::{folder, khoi, write};
use crate::tables::{Row, reference};

/// piar's vignette: weights that change every period, Laspeyres, Paasche and Fisher at every level.
#[test]
fn piar_superlative() {
    let Some(reference) = reference("piar_superlative") else { return };
    for formula in ["laspeyres", "paasche", "fisher"] {
        let mut set = Set::new(format!("piar_superlative {formula}"), &["--formula", formula], "1e-9");
        set.weights.push_str("1,,,,\n11,1,,,\n12,1,,,\n");
        for row in reference.table("weights.csv").rows() {
            set.weight(row.text("ea"), row.text("level2"), row.text("weights"), row.text("period"));
        }
        let mut level: BTreeMap<String, f64> = BTreeMap::new();
        for row in reference.table("elementary.csv").rows() {
            let value = level.entry(row.text("level").to_owned()).or_insert(100.0);
            *value *= row.number("elementary").unwrap();
            let text = value.to_string();
            set.component(row.text("level"), row.text("period"), &text);
        }
        for row in reference.table("expected_chained.csv").rows().filter(|row| row.text("formula") == formula) {
            set.publish(row.text("level"), row.text("period"), 100.0 * row.number("index").unwrap());
        }
        set.run();
    }
}

/// piar's matched sample: a business without an elementary index follows the group it belongs to.
#[test]
fn piar_parental_imputation() {
    let Some(reference) = reference("piar_ms") else { return };
    let mut set = Set::new("piar_ms parental imputation", &[], "1e-9");
    set.weights.push_str("1,,,,\n11,1,,,\n12,1,,,\n");
    for row in reference.table("weights.csv").rows() {
        set.weight(row.text("business"), row.text("classification"), row.text("weight"), "");
    }
    let observed = reference.table("expected_elementary_jevons.csv");
    let is_observed = |level: &str, period: &str| {
        observed
            .rows()
            .any(|r| r.text("level") == level && r.text("period") == period && r.number("elementary").is_some())
    };
    for row in reference.table("expected_parental_chained.csv").rows() {
        let (level, period) = (row.text("level"), row.text("period"));
        if level.starts_with('B') {
            set.component(level, period, if is_observed(level, period) { row.text("chained") } else { "" });
        }
        set.publish(level, period, row.text("chained"));
    }
    set.run();
}

/// The same from its prices: chained Jevons per business by `index elementary`, then up the tree. piar checks itself against
/// these values (tests/testthat/test-known-values.R).
#[test]
fn piar_from_prices() {
    let Some(reference) = reference("piar_ms") else { return };
    let whole = |row: &Row| match row.text("level") {
        "4" => "1".to_owned(),
        level => format!("1{}", &level[1..].replace('4', "1").replace('5', "2")),
    };
    let known = reference.table("known_values_overall_mean.csv");
    let known = known.rows().map(|row| {
        let code = if row.text("business") == "99" { whole(&row) } else { row.text("business").to_owned() };
        (code, row.text("period").to_owned(), row.number("index").unwrap())
    });
    from_prices("overall mean", "expected_overall_mean_prices.csv", &known.collect::<Vec<_>>());
    let carried = reference.table("expected_carry_forward_chained.csv");
    let carried = carried.rows().map(|row| {
        (row.text("level").to_owned(), row.text("period").to_owned(), 100.0 * row.number("chained").unwrap())
    });
    from_prices("carry forward", "expected_carry_forward_prices.csv", &carried.collect::<Vec<_>>());
}

/// Aggregates Jevons indices of imputed prices and compares every node.
fn from_prices(method: &str, prices: &str, expected: &[(String, String, f64)]) {
    let Some(reference) = reference("piar_ms") else { return };
    let mut set = Set::new(format!("piar_ms {method}"), &[], "1e-9");
    set.weights.push_str("1,,,,\n11,1,,,\n12,1,,,\n");
    let table = reference.table(prices);
    for row in reference.table("weights.csv").rows() {
        let business = row.text("business");
        set.weight(business, row.text("classification"), row.text("weight"), "");
        let mut text = String::from("product,period,price\n");
        for price in table.rows().filter(|price| price.text("business") == business) {
            writeln!(text, "{},{},{}", price.text("product"), price.text("period"), price.text("imputed")).unwrap();
        }
        let folder = folder();
        write(folder.path(), "p.csv", text);
        let ended = khoi(
            folder.path(),
            &[
                "index",
                "elementary",
                "--prices-quantities",
                "p.csv",
                "--formula",
                "jevons",
                "--chain",
                "--out",
                "o.csv",
            ],
        );
        if ended.code == 2 {
            continue; // A business with prices in one period only has no index: it follows its group.
        }
        let own = results(&std::fs::read_to_string(folder.path().join("o.csv")).unwrap());
        // A business that comes later enters at the level of its group.
        let (_, start) = own.keys().next().unwrap();
        let entry = expected.iter().find(|(code, period, _)| code == business && period == start).unwrap().2;
        for ((_, period), value) in &own {
            set.component(business, period, &(value / 100.0 * entry).to_string());
        }
    }
    for (code, period, value) in expected {
        set.publish(code, period, value);
    }
    set.run();
}

/// piar's matched sample as surveyed, prices missing: the relatives that exist are piar's; a period without any is left out and
/// named, and the chain goes on from the last before it.
#[test]
fn piar_from_prices_as_surveyed() {
    let Some(reference) = reference("piar_ms") else { return };
    let (prices, expected) = (reference.table("prices.csv"), reference.table("expected_elementary_jevons.csv"));
    let (mut relatives, mut largest) = (0, 0.0f64);
    for business in ["B1", "B2", "B3", "B4"] {
        let mut text = String::from("product,period,price\n");
        for row in prices.rows().filter(|row| row.text("business") == business) {
            writeln!(text, "{},{},{}", row.text("product"), row.text("period"), row.text("price")).unwrap();
        }
        let (own, ended) = elementary(&text, &["--formula", "jevons", "--chain", "--json"]);
        let own: BTreeMap<&str, f64> = own.iter().map(|((_, period), value)| (period.as_str(), *value)).collect();
        assert!((own.values().next().unwrap() - 100.0).abs() < 1e-12);
        let report: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
        for period in report["left_out"].as_array().unwrap() {
            let period = period.as_str().unwrap();
            assert!(!own.contains_key(period) && ended.err.contains(period), "{business} {period}: {}", ended.err);
            assert!(ended.err.contains("Kỳ không có chỉ số") && ended.err.contains("Periods without an index"));
        }
        let periods: Vec<String> = expected.rows().map(|row| row.text("period").to_owned()).collect();
        for row in expected.rows().filter(|row| row.text("level") == business && row.text("period") != "202001") {
            let Some(relative) = row.number("elementary") else { continue };
            let period = row.text("period");
            let previous = periods.iter().map(String::as_str).filter(|other| *other < period).max().unwrap();
            largest = largest.max((own[period] / own[previous] / relative - 1.0).abs());
            relatives += 1;
        }
    }
    line("piar_ms as surveyed, relatives that exist", relatives, largest, "1e-9");
    assert!(relatives == 7 && largest < 1e-9);
}
