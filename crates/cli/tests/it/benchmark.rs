//! `khoi benchmark` against two independent implementations (tempdisagg 1.1.1; gseries 3.0.2, rho 1) and the IMF's example.

use std::fmt::Write;

use crate::khoi::{folder, khoi, write};
use crate::tables::{Table, carried, reference};

const COLUMNS: [(&str, &str, &str); 7] = [
    ("denton_cholette_prop_h1", "denton-cholette-proportional", "1"),
    ("denton_cholette_add_h1", "denton-cholette-additive", "1"),
    ("denton_cholette_prop_h2", "denton-cholette-proportional", "2"),
    ("denton_prop_h1", "denton-proportional", "1"),
    ("denton_add_h1", "denton-additive", "1"),
    ("gseries_prop_rho1", "denton-cholette-proportional", "1"),
    ("gseries_add_rho1", "denton-cholette-additive", "1"),
];

/// `1998.25` is the second quarter of 1998.
fn quarter(text: &str) -> String {
    let value: f64 = text.parse().unwrap();
    format!("{}-Q{}", value.floor(), (value.fract() * 4.0).round() + 1.0)
}

#[track_caller]
fn check(name: &str, table: &Table, benchmarks: &Table) {
    let folder = folder();
    let mut series = String::from("series,period,value\n");
    for row in table.rows() {
        writeln!(series, "{name},{},{}", quarter(row.text("period")), row.text("indicator")).unwrap();
    }
    let mut targets = String::from("series,period,value\n");
    for row in benchmarks.rows() {
        writeln!(targets, "{name},{},{}", row.text("year"), row.text("benchmark")).unwrap();
    }
    write(folder.path(), "s.csv", series);
    write(folder.path(), "t.csv", targets);
    for (column, method, difference) in COLUMNS {
        let arguments = [
            "benchmark",
            "--series",
            "s.csv",
            "--targets",
            "t.csv",
            "--method",
            method,
            "--difference",
            difference,
            "--out",
            "o.csv",
        ];
        let ended = khoi(folder.path(), &arguments);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let result = Table::read(&folder.path().join("o.csv"));
        let pairs = || result.rows().zip(table.rows());
        let relative = |(own, row): (crate::tables::Row, crate::tables::Row)| {
            (own.number("value").unwrap() / row.number(column).unwrap() - 1.0).abs()
        };
        let largest = pairs().map(relative).fold(0.0, f64::max);
        let periods = result.rows().count();
        println!(
            "{name:<20} {column:<26} {periods:>4} periods   largest relative difference {largest:<10.2e} limit 1e-9"
        );
        assert!(periods == table.rows().count() && largest < 1e-9, "{name} {column}: {largest}");
        if name.starts_with("imf") && column == "denton_cholette_prop_h1" {
            let published =
                pairs().map(|(own, row)| (own.number("value").unwrap() - row.number("published").unwrap()).abs());
            assert!(published.fold(0.0, f64::max) < 0.06);
        }
    }
}

#[test]
fn imf_example() {
    let table = |name: &str| carried(&format!("benchmark/{name}.csv"));
    check("imf_qna2001_ex6_2", &table("imf_qna2001_ex6_2"), &table("imf_qna2001_ex6_2_benchmarks"));
}

#[test]
fn other_examples() {
    let Some(set) = reference("benchmark") else { return };
    for name in ["statcan_ex1", "statcan_car_sales"] {
        check(name, &set.table(&format!("{name}.csv")), &set.table(&format!("{name}_benchmarks.csv")));
    }
    check("swisspharma", &set.table("swisspharma_quarterly.csv"), &set.table("swisspharma_benchmarks.csv"));
}

/// Several series in a file, months to quarters, a mean; benchmarks the series does not cover are named and left out.
#[test]
fn months_to_quarters() {
    let folder = folder();
    let mut series = String::from("series,period,value\n");
    for month in 1..=9 {
        writeln!(series, "a,2024-0{month},{month}\n\"b, c\",2024-0{month},{}", 10 * month).unwrap();
    }
    write(folder.path(), "s.csv", series);
    write(
        folder.path(),
        "t.csv",
        "series,period,value\na,2024-Q1,4\na,2024-Q2,10\na,2024-Q4,10\n\"b, c\",2024-Q2,50\n",
    );
    let arguments =
        ["benchmark", "--series", "s.csv", "--targets", "t.csv", "--method", "denton-cholette-proportional"];
    let ended = khoi(folder.path(), &[&arguments[..], &["--conversion", "mean", "--out", "o.csv"]].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("2024-Q4"), "{}", ended.err);
    let text = std::fs::read_to_string(folder.path().join("o.csv")).unwrap();
    let values: Vec<f64> = text.lines().skip(1).map(|l| l.rsplit(',').next().unwrap().parse().unwrap()).collect();
    let mean = |at: usize| values[at..at + 3].iter().sum::<f64>() / 3.0;
    assert!((mean(0) - 4.0).abs() < 1e-12 && (mean(3) - 10.0).abs() < 1e-12 && (mean(12) - 50.0).abs() < 1e-12);
    assert!(text.contains("\n\"b, c\",2024-01,"));
}

/// Runs a method on two files and returns the lines of the result and what was said.
#[track_caller]
fn run(series: &str, targets: &str, method: &str) -> (Vec<String>, String) {
    let folder = folder();
    write(folder.path(), "s.csv", format!("series,period,value\n{series}"));
    write(folder.path(), "t.csv", format!("series,period,value\n{targets}"));
    let arguments = ["benchmark", "--series", "s.csv", "--targets", "t.csv", "--out", "o.csv", "--method", method];
    let ended = khoi(folder.path(), &arguments);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let text = std::fs::read_to_string(folder.path().join("o.csv")).unwrap();
    (text.lines().skip(1).map(str::to_owned).collect(), ended.err)
}

/// A quarter without production stays without, a negative one negative.
#[test]
fn zero_and_negative_indicators() {
    let series = "a,2020-Q1,2\na,2020-Q2,0\na,2020-Q3,4\na,2020-Q4,-1\n";
    let (lines, _) = run(series, "a,2020,10\n", "denton-cholette-proportional");
    assert_eq!(lines, ["a,2020-Q1,4", "a,2020-Q2,0", "a,2020-Q3,8", "a,2020-Q4,-2"]);
}

/// Months as `202001` are read as months, and written as they came.
#[test]
fn months_of_six_figures() {
    let series: String = (1..=12).map(|month| format!("a,2020{month:02},{month}\n")).collect();
    let (lines, said) = run(&series, "a,2020,156\n", "denton-cholette-proportional");
    assert!(said.is_empty(), "{said}");
    assert_eq!(lines.len(), 12);
    assert!(lines[0].starts_with("a,202001,2") && lines[11].starts_with("a,202012,2"), "{lines:?}");
}

/// Cells that are empty before the first value or after the last are left out, and said.
#[test]
fn empty_ends() {
    let series = "a,2020-Q4,\na,2021-Q1,1\na,2021-Q2,1\na,2021-Q3,1\na,2021-Q4,1\na,2022-Q1,\n";
    let (lines, said) = run(series, "a,2021,8\n", "denton-additive");
    assert_eq!(lines.len(), 4);
    assert!(
        said.contains("empty at its ends, in 2020-Q4, 2022-Q1") && said.contains("để trống ở đầu hoặc cuối"),
        "{said}"
    );
}

/// Notes are told of twenty series, the rest counted.
#[test]
fn notes_are_counted_beyond_twenty() {
    let mut series = String::new();
    for n in 0..25 {
        for quarter in 1..=4 {
            writeln!(series, "s{n},2021-Q{quarter},1").unwrap();
        }
    }
    let targets: String = (0..25).map(|n| format!("s{n},2021,8\ns{n},2020,8\n")).collect();
    let (lines, said) = run(&series, &targets, "denton-cholette-proportional");
    assert_eq!(lines.len(), 100);
    assert_eq!(said.lines().count(), 42, "{said}");
    assert!(said.contains("Còn 5 chuỗi nữa") && said.contains("5 more series"), "{said}");
}
