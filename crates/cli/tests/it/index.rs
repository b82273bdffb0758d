//! `khoi index aggregate` and `khoi index elementary` against published totals and known values. Each set prints its line: set,
//! periods, largest difference, and the limit that the set's description records (`data/index/README.md`).

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::khoi::{folder, khoi, write};
use crate::tables::{Row, carried, reference};

/// Components, weights and published figures of a set, in the layouts of the command.
#[derive(Default)]
struct Set {
    name: String,
    components: String,
    weights: String,
    published: String,
    arguments: Vec<&'static str>,
    /// As recorded: met to its printed digits, so half of the last one is allowed on top.
    limit: &'static str,
}

impl Set {
    fn new(name: impl Into<String>, arguments: &[&'static str], limit: &'static str) -> Self {
        Self { name: name.into(), arguments: arguments.to_vec(), limit, ..Self::default() }
    }

    fn component(&mut self, code: &str, period: &str, value: &str) {
        writeln!(self.components, "{code},{period},{value}").unwrap();
    }

    fn weight(&mut self, code: &str, parent: &str, weight: &str, period: &str) {
        writeln!(self.weights, "{code},{parent},{weight},{period},{period}").unwrap();
    }

    fn publish(&mut self, code: &str, period: &str, value: impl ToString) {
        if !value.to_string().is_empty() {
            writeln!(self.published, "{code},{period},{}", value.to_string()).unwrap();
        }
    }

    /// Runs the program and returns what it wrote, by code and period.
    #[track_caller]
    fn run(&self) -> BTreeMap<(String, String), f64> {
        let folder = folder();
        write(folder.path(), "c.csv", format!("code,period,value\n{}", self.components));
        write(folder.path(), "w.csv", format!("code,parent,weight,from,to\n{}", self.weights));
        let published = format!("{}.csv", self.name);
        write(folder.path(), &published, format!("code,period,value\n{}", self.published));
        let limit = allowed(self.limit).to_string();
        let mut arguments = vec!["index", "aggregate", "--components", "c.csv", "--weights", "w.csv", "--out", "o.csv"];
        arguments.extend(["--compare", &published, "--tolerance", &limit, "--json"]);
        arguments.extend(&self.arguments);
        let ended = khoi(folder.path(), &arguments);
        assert!(ended.code < 2, "{}: {}", self.name, ended.err);
        let report: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
        let comparison = &report["comparison"];
        line(
            &self.name,
            comparison["periods"].as_u64().unwrap(),
            comparison["largest_difference"].as_f64().unwrap(),
            self.limit,
        );
        assert_eq!(comparison["not_compared"], 0, "{}", self.name);
        assert_eq!(ended.code, 0, "{}: {comparison}", self.name);
        results(&std::fs::read_to_string(folder.path().join("o.csv")).unwrap())
    }
}

/// The recorded limit and half a unit of its last digit.
fn allowed(limit: &str) -> f64 {
    let half = limit.split_once('.').map_or(0.0, |(_, decimals)| 0.5 * 10f64.powi(-(decimals.len() as i32)));
    limit.parse::<f64>().unwrap() + half
}

fn line(set: &str, periods: u64, difference: f64, limit: &str) {
    println!("{set:<44} {periods:>4} periods   largest difference {difference:<12.3e} limit {limit}");
}

fn results(text: &str) -> BTreeMap<(String, String), f64> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        ((cells[0].to_owned(), cells[1].to_owned()), cells[2].parse().unwrap())
    };
    text.lines().skip(1).map(row).collect()
}

const SECTORS: [&str; 3] = ["mining", "manufacturing", "electricity"];

/// MoSPI quick estimates, base 2011-12, weights as published, by sector and by use.
#[test]
fn india_monthly() {
    for (classification, limit, months) in [("sectoral", "0.051", 15), ("use_based", "0.063", 11)] {
        let mut set = Set::new(format!("india_iip 2011-12 {classification}"), &[], limit);
        set.weight("general", "", "", "");
        let weights = carried("india_iip/weights_2011_12.csv");
        let of_kind: Vec<Row> = weights.rows().filter(|row| row.text("classification") == classification).collect();
        for row in &of_kind {
            set.weight(row.text("group"), "general", row.text("weight"), "");
        }
        let table = carried("india_iip/monthly_2011_12.csv");
        let complete = |row: &Row| of_kind.iter().all(|group| row.number(group.text("group")).is_some());
        let rows: Vec<Row> = table.rows().filter(complete).collect();
        assert_eq!(rows.len(), months);
        for row in rows {
            for group in &of_kind {
                set.component(group.text("group"), row.text("month"), row.text(group.text("group")));
            }
            set.publish("general", row.text("month"), row.text("general"));
        }
        set.run();
    }
}

/// A table of the Reserve Bank of India with a column for each period: years, spans of months, single months, numbered in order.
#[track_caller]
fn bulletin(file: &str, classification: &str, columns: &[&str], root: &str, limit: &'static str) {
    let mut set = Set::new(format!("{} {root} {classification}", file.replace(".csv", "")), &[], limit);
    let table = carried(&format!("india_iip/{file}"));
    let parent = |row: &Row| if file.contains("2007") { row.text("parent").to_owned() } else { "general".to_owned() };
    set.weight(root, "", "", "");
    for row in table.rows() {
        let group = row.text("group");
        for (n, column) in columns.iter().enumerate() {
            if group == root {
                set.publish(root, &(n + 1).to_string(), row.text(column));
            } else if row.text("classification").starts_with(classification) && parent(&row) == root {
                set.component(group, &(n + 1).to_string(), row.text(column));
            }
        }
        if group != root && row.text("classification").starts_with(classification) && parent(&row) == root {
            set.weight(group, root, row.text("weight"), "");
        }
    }
    set.run();
}

#[test]
fn india_bulletins() {
    let columns = ["2017-18", "2018-19", "2018-04..2018-11", "2019-04..2019-11", "2018-11", "2019-11"];
    bulletin("rbi_2020_02_table22_base_2011_12.csv", "sectoral", &columns, "general", "0.081");
    bulletin("rbi_2020_02_table22_base_2011_12.csv", "use_based", &columns, "general", "0.040");
    let all = ["2004-05", "2005-06", "2006-07", "2006-04..2006-09", "2007-04..2007-09", "2006-09", "2007-09"];
    bulletin("rbi_2007_table29_base_1993_94.csv", "sectoral", &all, "general", "0.082");
    // The other columns were provisional and do not add up in the publication.
    bulletin(
        "rbi_2007_table29_base_1993_94.csv",
        "use_based",
        &["2004-05", "2005-06", "2006-07", "2006-09"],
        "general",
        "0.05",
    );
    bulletin("rbi_2007_table29_base_1993_94.csv", "use_based", &all, "consumer", "0.049");
}

/// RBI annual report, years and quarters, base 1993-94; and the eight core industries of 2024-25.
#[test]
fn india_trends_and_core_industries() {
    let mut set = Set::new("india_iip rbi_trends sectoral", &[], "0.082");
    set.weight("general", "", "", "");
    for (sector, weight) in SECTORS.iter().zip(["10.47", "79.36", "10.17"]) {
        set.weight(sector, "general", weight, "");
    }
    for (n, row) in carried("india_iip/rbi_trends_base_1993_94.csv").rows().enumerate() {
        for sector in SECTORS {
            set.component(sector, &(n + 1).to_string(), row.text(sector));
        }
        set.publish("general", &(n + 1).to_string(), row.text("general"));
    }
    set.run();

    let mut set = Set::new("india_iip core industries 2024-25", &[], "0.025");
    for row in carried("india_iip/core_industries_2024_25.csv").rows() {
        let (industry, index) = (row.text("industry"), row.text("index_2024_25"));
        if industry == "overall" {
            set.weight(industry, "", "", "");
            set.publish(industry, "2024", index);
        } else {
            set.weight(industry, "overall", row.text("weight"), "");
            set.component(industry, "2024", index);
        }
    }
    set.run();
}

/// PPI Manual 2004, table 9.8: the series on 1998, the new series on December 2002. (Their chaining is tested in `domain`.)
#[test]
fn ppi_manual() {
    for (weights_of, series, limit) in [("1998", "1998=100", "0.0033"), ("2000", "2002-12=100", "0.0036")] {
        let mut set = Set::new(format!("ppi_manual_table_9_8 {series}"), &[], limit);
        set.weights.push_str("Total,,,,\nG,Total,,,\nH,Total,,,\n");
        let mut seen = Vec::new();
        let table = carried("ppi_manual_table_9_8/elementary.csv");
        for row in table.rows().filter(|row| row.text("weights_of") == weights_of) {
            let code = row.text("elementary").to_owned();
            set.component(&code, row.text("period"), row.text("index"));
            if !seen.contains(&code) {
                set.weight(&code, row.text("parent"), row.text("weight"), "");
                seen.push(code);
            }
        }
        for row in carried("ppi_manual_table_9_8/published.csv").rows().filter(|row| row.text("series") == series) {
            set.publish(row.text("node"), row.text("period"), row.text("index"));
        }
        set.run();
    }
}

/// Eurostat: all items from the divisions, and ten divisions from their groups; chain-linked at December, 2015 = 100.
#[test]
fn euro_area_hicp() {
    let Some(reference) = reference("hicp_ea") else { return };
    let limits = [
        ("00", "0.0064"),
        ("01", "0.0094"),
        ("02", "0.0080"),
        ("03", "0.0102"),
        ("04", "0.0074"),
        ("05", "0.0063"),
        ("06", "0.0080"),
        ("07", "0.0080"),
        ("09", "0.0069"),
        ("11", "0.0094"),
        ("12", "0.0066"),
    ];
    for (whole, limit) in limits {
        let mut set = Set::new(format!("hicp_ea {whole}"), &["--formula", "annual-chain", "--base", "2015"], limit);
        let is_part = |code: &str| {
            if whole == "00" { code.len() == 2 && code != "00" } else { code.len() == 3 && code.starts_with(whole) }
        };
        set.weight(whole, "", "", "");
        for row in reference.table("weights.csv").rows().filter(|row| is_part(row.text("coicop"))) {
            set.weight(row.text("coicop"), whole, row.text("weight"), row.text("year"));
        }
        for row in reference.table("indices.csv").rows() {
            let (code, time) = (row.text("coicop"), row.text("time"));
            if is_part(code) {
                set.component(code, time, row.text("index"));
            } else if code == whole {
                set.publish(code, time, row.text("index"));
            }
        }
        let result = set.run();
        if whole == "00" {
            for row in reference.table("expected_all_items.csv").rows() {
                let (time, expected) = (row.text("time"), row.number("rebased_2015").unwrap());
                assert!((result[&("00".to_owned(), time.to_owned())] / expected - 1.0).abs() < 1e-12, "{time}");
            }
        }
    }
}

/// Federal Reserve G.17: three sectors with the relative importance weights of the month before; monthly growth of the total.
#[test]
fn united_states_g17() {
    let Some(reference) = reference("us_g17") else { return };
    let mut set = Set::new("us_g17 levels from 1972-01", &["--formula", "laspeyres", "--base", "1972-01"], "0.077");
    let table = reference.table("industry_1972_1974.csv");
    let rows: Vec<Row> = table.rows().collect();
    set.weight("total", "", "", "");
    for row in &rows {
        for sector in ["manufacturing", "mining", "utilities"] {
            set.component(sector, row.text("month"), row.text(sector));
            set.weight(sector, "total", row.text(&format!("weight_{sector}")), row.text("month"));
        }
        let start = rows[0].number("total").unwrap();
        set.publish("total", row.text("month"), row.number("total").unwrap() / start * 100.0);
    }
    let result = set.run();
    let at = |row: &Row| result[&("total".to_owned(), row.text("month").to_owned())];
    let growth = |now: f64, before: f64| 100.0 * (now / before - 1.0);
    let (mut largest, mut late) = (0.0f64, 0.0f64);
    for pair in rows.windows(2) {
        let published = growth(pair[1].number("total").unwrap(), pair[0].number("total").unwrap());
        let difference = (growth(at(&pair[1]), at(&pair[0])) - published).abs();
        largest = largest.max(difference);
        if pair[1].text("month") >= "1973-07" {
            late = late.max(difference);
        }
    }
    line("us_g17 growth, percentage points", rows.len() as u64 - 1, largest, "0.0185");
    assert!(largest < allowed("0.0185") && late < allowed("0.0010"), "{largest} {late}");
}

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
fn elementary(text: &str, more: &[&str]) -> (BTreeMap<(String, String), f64>, crate::khoi::Ended) {
    let folder = folder();
    write(folder.path(), "p.csv", text);
    let arguments = ["index", "elementary", "--prices-quantities", "p.csv", "--out", "o.csv"];
    let ended = khoi(folder.path(), &[&arguments[..], more].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    (results(&std::fs::read_to_string(folder.path().join("o.csv")).unwrap()), ended)
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

/// Runs `index aggregate` on rows without their headers; returns how it ended and what it wrote.
#[track_caller]
fn aggregate(components: &str, weights: &str, more: &[&str]) -> (crate::khoi::Ended, String) {
    let folder = folder();
    write(folder.path(), "c.csv", format!("code,period,value\n{}\n", components.replace(' ', "\n")));
    write(folder.path(), "w.csv", format!("code,parent,weight,from,to\n{}\n", weights.replace(' ', "\n")));
    let plain = ["index", "aggregate", "--components", "c.csv", "--weights", "w.csv", "--out", "o.csv"];
    let ended = khoi(folder.path(), &[&plain[..], more].concat());
    let written = std::fs::read_to_string(folder.path().join("o.csv")).unwrap_or_default();
    (ended, written)
}

/// A code may be a leaf in some periods and have children in others; a group given without its children has its own value.
#[test]
fn groups_given_as_components() {
    let (ended, written) =
        aggregate("G,2015,120 B,2015,100 G,2016,126 A,2016,126 B,2016,100", "T,,,, G,T,1,, A,G,1,2016, B,T,1,,", &[]);
    assert_eq!(ended.code, 0);
    assert!(written.contains("T,2015,110,observed\n") && written.contains("T,2016,113,observed\n"), "{written}");
    assert!(ended.err.contains("computed from its children in 1 periods (from 2016)"), "{}", ended.err);
    let (_, written) = aggregate("G,1,100 B,1,100 G,2,110 B,2,100", "T,,,, G,T,1,, A,G,1,, B,T,1,,", &[]);
    assert!(written.contains("G,2,110,observed\n") && written.contains("T,2,105,observed\n"), "{written}");
}

/// A code without a weight is left out and told with its line, and the exit code says so; its periods go with it.
#[test]
fn a_component_without_a_weight_is_left_out() {
    let (ended, written) = aggregate("A,1,100 X,1,7 A,2,110 X,2,8 X,3,9", "T,,,, A,T,1,,", &["--json"]);
    assert_eq!(
        (ended.code, written.as_str()),
        (1, "code,period,value,status\nT,1,100,observed\nT,2,110,observed\nA,1,100,observed\nA,2,110,observed\n")
    );
    assert!(ended.err.contains("c.csv, line 3, column code: code “X” has no row of weights"), "{}", ended.err);
    let report: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(report["left_out"], serde_json::json!(["X"]));
    let many: String = (0..100).map(|n| format!(" X{n},1,7")).collect();
    let (ended, _) = aggregate(&format!("A,1,100{many}"), "T,,,, A,T,1,,", &[]);
    assert_eq!((ended.code, ended.err.matches("has no row of weights").count()), (1, 20));
    assert!(ended.err.contains("80 more"), "{}", ended.err);
    let (ended, written) = aggregate("X,1,7", "T,,,, A,T,1,,", &[]);
    assert_eq!((ended.code, written.as_str()), (2, ""));
}

/// Bounds and periods are the same however they are written, and a number may have any length.
#[test]
fn periods_in_any_spelling() {
    let components = "A,201512,100 B,201512,100 A,201601,100 B,201601,200";
    let weights = "T,,,, A,T,9,2015, A,T,1,201601, B,T,1,,";
    let (_, written) = aggregate(components, weights, &[]);
    assert!(written.contains("T,201601,150,observed\n"), "{written}");
    let (_, written) = aggregate(&components.replace("2015", "2015-").replace("2016", "2016-"), weights, &[]);
    assert!(written.contains("T,2016-01,150,observed\n"), "{written}");
    let (ended, _) = aggregate("A,201601,1", "T,,,, A,T,1,2016,201512", &[]);
    assert!(ended.code == 2 && ended.err.contains("w.csv, line 3, column to"), "{}", ended.err);

    let long = "123456789012345678901234567890";
    let (ended, written) = aggregate(&format!("A,01,1 B,1,3 A,{long},5 B,0{long},7"), "T,,,, A,T,1,, B,T,1,,", &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(written.contains("T,01,2,observed\n") && written.contains(&format!("T,{long},6,observed\n")), "{written}");
    let (ended, _) = aggregate("A,01,1 A,1,3", "T,,,, A,T,1,,", &[]);
    assert!(ended.code == 2 && ended.err.contains("c.csv, line 3"), "{}", ended.err);
}

/// A change of weights inside a year is linked at the period before it, so that it moves nothing.
#[test]
fn weights_that_change_inside_a_year() {
    let components = "A,2016-02,100 B,2016-02,100 A,2016-03,200 B,2016-03,100 A,2016-04,202 B,2016-04,100";
    let weights = "T,,,, A,T,1,,2016-03 B,T,1,,2016-03 A,T,9,2016-04, B,T,1,2016-04,";
    let (_, written) = aggregate(components, weights, &["--formula", "annual-chain"]);
    let result = results(&written);
    let at = |period: &str| result[&("T".to_owned(), period.to_owned())];
    assert!((at("2016-03") - 150.0).abs() < 1e-12 && (at("2016-04") - 150.0 * 1.009).abs() < 1e-12, "{written}");
}

/// A group whose children all weigh nothing follows its parent; one observed only by what weighs nothing does not say `observed`.
#[test]
fn groups_that_weigh_nothing() {
    let components = "A,1,100 C,1,100 D,1,100 A,2,110 C,2,300";
    let (ended, written) = aggregate(components, "T,,,, A,T,1,, G,T,1,, C,G,0,, D,G,0,,", &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(written.lines().any(|line| line.starts_with("G,2,110") && line.ends_with(",imputed")), "{written}");
    assert!(written.contains("C,2,300,observed\n"), "{written}");
    let (_, written) = aggregate(components, "T,,,, A,T,1,, G,T,1,, C,G,0,, D,G,1,,", &[]);
    assert!(written.lines().any(|line| line.starts_with("G,2,110") && line.ends_with(",imputed")), "{written}");
}

/// Results written through a link go where it points, though nothing is there yet; the link stays.
#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = folder();
    write(folder.path(), "c.csv", "code,period,value\nA,1,100\n");
    write(folder.path(), "w.csv", "code,parent,weight\nT,,\nA,T,1\n");
    std::fs::create_dir(folder.path().join("results")).unwrap();
    std::os::unix::fs::symlink("results/o.csv", folder.path().join("o.csv")).unwrap();
    std::os::unix::fs::symlink("round.csv", folder.path().join("round.csv")).unwrap();
    let plain = ["index", "aggregate", "--components", "c.csv", "--weights", "w.csv", "--out"];
    for _ in 0..2 {
        assert_eq!(khoi(folder.path(), &[&plain[..], &["o.csv"]].concat()).code, 0);
        assert!(folder.path().join("o.csv").is_symlink() && !folder.path().join("results/o.csv").is_symlink());
        assert!(folder.path().join("results/o.csv").is_file());
    }
    assert_eq!(khoi(folder.path(), &[&plain[..], &["round.csv"]].concat()).code, 2);
    assert!(folder.path().join("round.csv").is_symlink());
}
