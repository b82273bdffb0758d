use proptest::prelude::*;

use super::*;
use crate::period::Digits;

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
    let zero: Vec<_> = quarters(8).into_iter().map(|(label, _)| (label, Some(0.0))).collect();
    let error = fails(&[&quarters(8)[..4], &zero[4..]].concat(), &[row("2020", 4.0), row("2021", 4.0)]);
    assert_eq!(error, BenchmarkError::AllZero { period: "2021".parse().unwrap(), value: 4.0 });
    assert_eq!(fails(&zero, &[]), BenchmarkError::TooFew { there: 0, needed: 1 });
    // Of the year that counts its last quarter only, this one is zero.
    let last = Spec { conversion: Conversion::Last, ..spec };
    let error = benchmark_series(last, &[&quarters(3)[..], &zero[3..4]].concat(), &[row("2020", 4.0)]).unwrap_err();
    assert!(matches!(error, BenchmarkError::AllZero { .. }));
    // What cancels in every benchmark leaves a common proportion open.
    let mut cancels = quarters(4);
    cancels.iter_mut().step_by(2).for_each(|(_, value)| *value = Some(-1.0));
    assert_eq!(fails(&cancels, &[row("2020", 4.0)]), BenchmarkError::Undetermined);
    let second = Spec { second_difference: true, ..spec };
    let error = benchmark_series(second, &quarters(8), &[row("2020", 4.0)]).unwrap_err();
    assert_eq!(error, BenchmarkError::TooFew { there: 1, needed: 2 });
    let partly = benchmark_series(spec, &quarters(6), &[row("2020", 8.0), row("2021", 9.0)]).unwrap();
    assert_eq!(partly.left_out, ["2021".parse().unwrap()]);
    assert!(partly.values.iter().all(|(_, z)| (z - 2.0).abs() < 1e-12));
}

/// Quarters from 2020.
fn quarterly(values: &[f64]) -> Vec<(Label, Option<f64>)> {
    let label = |at: usize| format!("{}-Q{}", 2020 + at / 4, at % 4 + 1).parse().unwrap();
    values.iter().enumerate().map(|(at, value)| (label(at), Some(*value))).collect()
}

/// The values of a result.
fn values(result: &Benchmarked) -> Vec<f64> {
    result.values.iter().map(|(_, value)| *value).collect()
}

/// Zeros and negative values in the proportional form. Expected: the dense system in z, solved with 140 digits, each zero of the
/// indicator taken as 1e-30.
#[test]
fn a_zero_stays_zero_and_negative_values_keep_their_proportion() {
    let year = |text: &str, value: f64| (text.parse::<Label>().unwrap(), Some(value));
    let once = [10.0, 0.0, 12.0, 9.0, 11.0, 11.0, 13.0, 10.0, 12.0, 12.0, 14.0, 11.0];
    let often = [0.0, 0.0, -12.0, 9.0, 11.0, -1.0, 13.0, 10.0, 0.0, 0.0, 0.0, 11.0];
    #[rustfmt::skip]
    let table = [
        ("denton-proportional", false, once, 42.0,
            [12.40814957549, 0.0, 17.272512639136, 12.319337785374, 12.879609566858, 11.348841564845, 12.367330652544,
             9.404218215753, 11.795373301945, 12.180710514037, 14.514585744376, 11.509330439642]),
        ("denton-proportional", true, once, 42.0,
            [11.724601642888, 0.0, 17.518627131468, 12.756771225644, 13.748713715636, 11.66627002083, 11.952943942088,
             8.632072321446, 10.669324347772, 11.570048278016, 14.888620920569, 12.872006453644]),
        ("denton-cholette-proportional", false, once, 42.0,
            [14.41659804651, 0.0, 16.25469282312, 11.32870913037, 12.361109765113, 11.316476559172, 12.659991417753,
             9.662422257961, 11.940484431069, 12.201430873845, 14.440703710864, 11.417380984222]),
        ("denton-cholette-proportional", true, once, 42.0,
            [15.472831012934, 0.0, 15.725720426382, 10.801448560685, 12.137753250881, 11.333504885684, 12.818551700662,
             9.710190162773, 11.759801185229, 12.039614717266, 14.471763589071, 11.728820508434]),
        ("denton-proportional", false, often, -3.5,
            [0.0, 0.0, -12.26126461339, 8.76126461339, 10.635265381569, -1.186775331877, 18.019450512519, 18.53205943779,
             0.0, 0.0, 0.0, 50.0]),
        ("denton-cholette-proportional", false, often, -3.5,
            [0.0, 0.0, -12.345765888838, 8.845765888838, 10.685126536199, -1.18829325052, 17.997813514315, 18.505353200006,
             0.0, 0.0, 0.0, 50.0]),
        ("denton-cholette-proportional", true, often, -3.5,
            [0.0, 0.0, -11.676891021448, 8.176891021448, 10.399482796731, -1.109015213508, 18.274147927681, 18.435384489097,
             0.0, 0.0, 0.0, 50.0]),
    ];
    for (method, second_difference, indicator, first, expected) in table {
        let spec = Spec { second_difference, ..Spec::named(method).unwrap() };
        let targets = [year("2020", first), year("2021", 46.0), year("2022", 50.0)];
        let result = benchmark_series(spec, &quarterly(&indicator), &targets).unwrap();
        for ((z, x), expected) in values(&result).into_iter().zip(indicator).zip(expected) {
            assert!((z - expected).abs() < 1e-10 && (x != 0.0 || z == 0.0), "{method}: {z}, expected {expected}");
        }
    }
}

/// A year of zeros whose benchmark is zero binds nothing: the others decide.
#[test]
fn a_benchmark_of_zero_over_zeros_is_met() {
    let year = |text: &str, value: f64| (text.parse::<Label>().unwrap(), Some(value));
    let indicator = quarterly(&[1.0, 2.0, 3.0, 4.0, 0.0, 0.0, 0.0, 0.0]);
    let spec = Spec::named("denton-cholette-proportional").unwrap();
    let result = benchmark_series(spec, &indicator, &[year("2020", 20.0), year("2021", 0.0)]).unwrap();
    for (z, (_, x)) in values(&result).into_iter().zip(indicator) {
        assert!((z - 2.0 * x.unwrap()).abs() < 1e-12);
    }
    let nothing = benchmark_series(spec, &quarterly(&[0.0; 8]), &[year("2020", 0.0)]).unwrap();
    assert_eq!(values(&nothing), [0.0; 8]);
}

/// Months as `202001` are months, years among them stay years, and the result is spelt as it came.
#[test]
fn labels_of_six_figures_are_months() {
    let months: Vec<_> =
        (1..=12).map(|m| (format!("2020{m:02}").parse::<Label>().unwrap(), Some(f64::from(m)))).collect();
    let spelt: Vec<_> = (1..=12).map(|m| (format!("2020-{m:02}").parse().unwrap(), Some(f64::from(m)))).collect();
    let spec = Spec::named("denton-cholette-additive").unwrap();
    let counted = Label::Ordinal(Digits::new("2020").unwrap());
    for target in ["2020".parse().unwrap(), counted] {
        let targets = [(target, Some(90.0))];
        let result = benchmark_series(spec, &months, &targets).unwrap();
        let expected = benchmark_series(spec, &spelt, &targets).unwrap();
        assert_eq!(values(&result), values(&expected));
        assert_eq!(result.values[11].0.to_string(), "202012");
        assert_eq!(expected.values[11].0.to_string(), "2020-12");
    }
    for wrong in ["202013", "20201", "0000"] {
        let rows = [(wrong.parse().unwrap(), Some(1.0))];
        assert!(matches!(benchmark_series(spec, &rows, &[]).unwrap_err(), BenchmarkError::NotCalendar(_)));
    }
    let gap = [&months[..3], &months[4..]].concat();
    let error = benchmark_series(spec, &gap, &[]).unwrap_err();
    assert_eq!(error.period().unwrap().to_string(), "202005");
}

/// Empty cells before the first value and after the last are no gap.
#[test]
fn empty_ends_are_left_out() {
    let mut rows = quarterly(&[1.0; 16]);
    for at in [0, 14, 15] {
        rows[at].1 = None;
    }
    let year = |text: &str| (text.parse::<Label>().unwrap(), Some(8.0));
    let spec = Spec::named("denton-cholette-proportional").unwrap();
    let targets = [year("2020"), year("2021"), year("2022")];
    let result = benchmark_series(spec, &rows, &targets).unwrap();
    let names = |labels: &[Label]| labels.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&result.without_value), ["2020-Q1", "2023-Q3", "2023-Q4"]);
    assert_eq!(names(&result.left_out), ["2020"]);
    assert_eq!(result.notes().len(), 2);
    assert_eq!(result.values.len(), 13);
    assert!(values(&result).iter().all(|z| (z - 2.0).abs() < 1e-12));
    rows[7].1 = None;
    let error = benchmark_series(spec, &rows, &targets).unwrap_err();
    assert_eq!(error, BenchmarkError::Missing("2021-Q4".parse().unwrap()));
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

    /// The result does not jump where the indicator becomes zero.
    #[test]
    fn zero_is_the_limit_of_small(
        mut indicator in prop::collection::vec(10.0..1000.0f64, 36),
        zeros in prop::collection::vec(0..36usize, 0..12),
        negative in prop::collection::vec(0..36usize, 0..4),
        factors in prop::collection::vec(0.5..2.0f64, 3),
        second_difference in any::<bool>(),
    ) {
        negative.iter().for_each(|at| indicator[*at] *= -0.1);
        for method in ["denton-proportional", "denton-cholette-proportional"] {
            let spec = Spec { second_difference, ..Spec::named(method).unwrap() };
            let with = |small: f64| {
                let mut x = indicator.clone();
                zeros.iter().for_each(|at| x[*at] = small);
                let target = |n: usize| Benchmark {
                    first: 12 * n,
                    len: 12,
                    value: x[12 * n..12 * n + 12].iter().sum::<f64>() * factors[n],
                };
                let targets = [target(0), target(1), target(2)];
                (benchmark(spec, &x, &targets), targets)
            };
            let (Some(none), targets) = with(0.0) else { continue };
            let (Some(small), _) = with(1e-13) else { continue };
            let size = none.iter().fold(0.0f64, |most, z| most.max(z.abs()));
            for (z, y) in none.iter().zip(&small) {
                prop_assert!((z - y).abs() <= 1e-8 * size, "{method} {z} {y}");
            }
            for target in &targets {
                let sum: f64 = none[target.first..target.first + 12].iter().sum();
                prop_assert!((sum - target.value).abs() <= 1e-10 * size);
            }
            prop_assert!(zeros.iter().all(|at| none[*at] == 0.0));
        }
    }
}
