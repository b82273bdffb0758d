//! `khoi index aggregate` and `khoi index elementary` against published totals and known values. Each set prints its line: set,
//! periods, largest difference, and the limit that the set's description records (`data/index/README.md`).

mod aggregate;
mod elementary;
mod india;
mod piar;
mod published;

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::khoi::{folder, khoi, write};

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
