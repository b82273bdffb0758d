//! The producer price manual, the euro area's consumer prices and the industrial production of the United States.

use super::{Set, allowed, line};
use crate::tables::{Row, carried, reference};

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
