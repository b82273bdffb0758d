//! Industrial production of India, as its statistics office and its central bank published it.

use super::Set;
use crate::tables::{Row, carried};

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
