use proptest::prelude::*;

use super::*;

/// IMF *Quarterly National Accounts Manual* 2001, example 6.2, with the columns of tempdisagg 1.1.1 and gseries 3.0.2.
const EXAMPLE: &str = include_str!("../../../../../data/index/benchmark/imf_qna2001_ex6_2.csv");
const TARGETS: &str = include_str!("../../../../../data/index/benchmark/imf_qna2001_ex6_2_benchmarks.csv");

/// `1998.25` is the second quarter of 1998.
fn quarter(text: &str) -> Label {
    let value: f64 = text.parse().unwrap();
    format!("{}-Q{}", value.floor(), (value.fract() * 4.0).round() + 1.0).parse().unwrap()
}

fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split(',').collect()).collect()
}

#[track_caller]
fn check(column: &str, method: &str, second_difference: bool, limit: f64) {
    let table = rows(EXAMPLE);
    let at = table[0].iter().position(|name| *name == column).unwrap();
    let indicator: Vec<_> = table[1..].iter().map(|r| (quarter(r[0]), r[1].parse().ok())).collect();
    let targets: Vec<_> = rows(TARGETS)[1..].iter().map(|r| (r[0].parse().unwrap(), r[1].parse().ok())).collect();
    let spec = Spec { second_difference, ..Spec::named(method).unwrap() };
    let result = benchmark_series(spec, &indicator, &targets).unwrap();
    for (row, (period, value)) in table[1..].iter().zip(result.values) {
        let expected: f64 = row[at].parse().unwrap();
        assert!((value - expected).abs() < limit, "{column} {period}: {value}, expected {expected}");
    }
}

#[test]
fn the_manuals_example_is_met() {
    check("published", "denton-cholette-proportional", false, 0.06);
    check("denton_cholette_prop_h1", "denton-cholette-proportional", false, 1e-9);
    check("denton_cholette_add_h1", "denton-cholette-additive", false, 1e-9);
    check("denton_cholette_prop_h2", "denton-cholette-proportional", true, 1e-9);
    check("denton_prop_h1", "denton-proportional", false, 1e-9);
    check("denton_add_h1", "denton-additive", false, 1e-9);
    check("gseries_prop_rho1", "denton-cholette-proportional", false, 1e-9);
    check("gseries_add_rho1", "denton-cholette-additive", false, 1e-9);
}

#[test]
fn what_cannot_be_benchmarked_is_said() {
    let row = |text: &str, value: f64| (text.parse::<Label>().unwrap(), Some(value));
    let quarters =
        |n: i32| -> Vec<_> { (0..n).map(|i| row(&format!("{}-Q{}", 2020 + i / 4, i % 4 + 1), 1.0)).collect() };
    let spec = Spec::named("denton-cholette-proportional").unwrap();
    let fails = |x: &[_], b: &[_]| benchmark_series(spec, x, b).unwrap_err();
    assert_eq!(fails(&[], &[]), BenchmarkError::Empty);
    assert_eq!(fails(&quarters(4), &[]), BenchmarkError::TooFew { there: 0, needed: 1 });
    assert!(matches!(fails(&quarters(4), &[row("2020-Q1", 1.0)]), BenchmarkError::NotCoarser { .. }));
    assert!(matches!(fails(&[row("2020-Q1", 1.0), row("2020-Q3", 1.0)], &[]), BenchmarkError::Gap { .. }));
    assert!(matches!(fails(&[row("2020-Q1", 1.0), row("2020-04", 1.0)], &[]), BenchmarkError::Mixed { .. }));
    assert!(matches!(fails(&[row("12", 1.0)], &[]), BenchmarkError::NotCalendar(_)));
    assert!(matches!(fails(&[(row("2020-Q1", 1.0).0, None)], &[]), BenchmarkError::Missing(_)));
    let mut zero = quarters(4);
    zero[2].1 = Some(0.0);
    let error = fails(&zero, &[row("2020", 4.0)]);
    assert!(error.what().en.contains("2020-Q3"), "{error}");
    let second = Spec { second_difference: true, ..spec };
    let error = benchmark_series(second, &quarters(8), &[row("2020", 4.0)]).unwrap_err();
    assert_eq!(error, BenchmarkError::TooFew { there: 1, needed: 2 });
    let partly = benchmark_series(spec, &quarters(6), &[row("2020", 8.0), row("2021", 9.0)]).unwrap();
    assert_eq!(partly.left_out, ["2021".parse().unwrap()]);
    assert!(partly.values.iter().all(|(_, z)| (z - 2.0).abs() < 1e-12));
}

/// Ten times the periods: the time is linear, so this is quick even unoptimised, and the sums still hold.
#[test]
fn long_series_are_benchmarked() {
    let months = 12_000;
    let indicator: Vec<f64> = (0..months).map(|t| 100.0 + 10.0 * (f64::from(t) * 0.5).sin()).collect();
    let targets: Vec<Benchmark> = (0..months as usize / 12)
        .map(|y| Benchmark { first: y * 12, len: 12, value: 1200.0 + (y % 7) as f64 })
        .collect();
    for method in ["denton-cholette-proportional", "denton-additive"] {
        for second_difference in [false, true] {
            let spec = Spec { second_difference, ..Spec::named(method).unwrap() };
            let result = benchmark(spec, &indicator, &targets).unwrap();
            for target in &targets {
                let sum: f64 = result[target.first..target.first + 12].iter().sum();
                assert!((sum / target.value - 1.0).abs() < 1e-12, "{method}: {sum} {}", target.value);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the method: benchmarks are met; an indicator that meets them already is left alone; a proportional result does
    /// not depend on the indicator's unit.
    #[test]
    fn benchmarks_are_met(
        indicator in prop::collection::vec(10.0..1000.0f64, 26..40),
        factors in prop::collection::vec(0.5..2.0f64, 2),
        unit in 0.001..1000.0f64,
        from in 0..2usize,
        second_difference in any::<bool>(),
    ) {
        for method in ["denton-additive", "denton-proportional", "denton-cholette-additive", "denton-cholette-proportional"] {
            for conversion in [Conversion::Sum, Conversion::Mean, Conversion::First, Conversion::Last] {
                let spec = Spec { conversion, second_difference, ..Spec::named(method).unwrap() };
                let convert = |z: &[f64], b: &Benchmark| {
                    let (places, factor) = b.places(conversion);
                    z[places].iter().map(|v| v * factor).sum::<f64>()
                };
                let at = |n: usize, factor: f64| {
                    let b = Benchmark { first: from + 12 * n, len: 12, value: 0.0 };
                    Benchmark { value: convert(&indicator, &b) * factor, ..b }
                };
                let targets: Vec<_> = factors.iter().enumerate().map(|(n, f)| at(n, *f)).collect();
                let result = benchmark(spec, &indicator, &targets).unwrap();
                for b in &targets {
                    prop_assert!((convert(&result, b) / b.value - 1.0).abs() < 1e-11);
                }
                let still: Vec<_> = (0..2).map(|n| at(n, 1.0)).collect();
                for (z, x) in benchmark(spec, &indicator, &still).unwrap().iter().zip(&indicator) {
                    prop_assert!((z - x).abs() < 1e-9 * x);
                }
                if method.starts_with("denton-cholette-p") {
                    let other: Vec<f64> = indicator.iter().map(|x| x * unit).collect();
                    let size = result.iter().fold(0.0f64, |m, z| m.max(z.abs()));
                    for (z, y) in benchmark(spec, &other, &targets).unwrap().iter().zip(&result) {
                        prop_assert!((z - y).abs() <= 1e-10 * size, "{z} {y}");
                    }
                }
            }
        }
    }
}
