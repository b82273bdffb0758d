//! X-11 held against the reference program itself, for what has no golden file: quarters, the other modes, given filters, extension by
//! a model, the effects of a model. Runs where the environment variable `X13AS_BIN` names the program.

mod effects;
mod judged;
mod residuals;

use std::collections::BTreeMap;

use season::diagnostics::qs_statistics;
use season::x11::{
    Deviation, EndRatio, Filters, Given, Henderson, Mode, SeasonalFilter, SigmaLimits, Table, X11, X11Spec, adjust,
};
use season::{Frequency, Period, Series};

use crate::program::{Run, program, run};
use crate::reference;
use crate::x11::{Differences, scale};

/// The largest difference allowed, of the larger of the value and the mean of the series: the program writes 15 digits.
const TOLERANCE: f64 = 1e-12;

/// The same for weights, which are distances over a small standard deviation.
const TOLERANCE_OF_WEIGHTS: f64 = 1e-11;

/// Where the program and we part, by test, series (`*` for any) and table, with the cause.
const EXCEPTIONS: [(&str, &str, &[&str]); 5] = [
    // A series broken at its source, whose pseudo-additive adjusted values fall below zero. The program leaves the changes from such a
    // period out of every table, of the original series too; we give those that are defined, and no table of which one is not.
    ("quarterly PseudoAdditive", "vn_prod_duong_kinh", &["e5", "e6", "e7", "e8"]),
    ("monthly PseudoAdditive", "vn_prod_duong_kinh", &["e5", "e6", "e7", "e8"]),
    ("monthly PseudoAdditive", "vn_txg_h5_71_fob_usd", &["e5", "e6", "e7", "e8"]),
    ("forecasts PseudoAdditive", "vn_txg_h5_71_fob_usd", &["e5", "e6", "e7", "e8"]),
    // With backcasts the program sets the mean run of the observed irregular against the length of the extended one.
    ("backcasts", "*", &["f3.m04", "f3.q", "f3.qm2", "f3.fail"]),
];

/// Tables that are half a year short at the ends.
const BY_CENTRED_AVERAGES: [Table; 6] = [Table::B2, Table::B3, Table::C2, Table::C4, Table::D2, Table::D4];

/// The tables that are saved, all that can be.
const SAVED: &str = "b2 b3 b5 b6 b7 b8 b10 b11 b13 b17 b20 c1 c2 c4 c5 c6 c7 c10 c11 c13 c17 c20\n\
                     d1 d2 d4 d5 d6 d7 d8 d9 d10 d11 d12 d13 d16 d18 e1 e2 e3 e5 e6 e7 e8 e11 e18";

/// Every table of a run against ours, and the numbers of the diagnostics.
fn compare(name: &str, series: &Series, run: &Run, adjusted: &X11, differences: &mut Differences) {
    assert!(run.tables.contains_key("d11"), "{name}: {}", run.errors);
    let mut rounded = 0;
    let forecasts = adjusted.table(Table::B1).unwrap().end().since(series.end());
    for (key, (start, values)) in &run.tables {
        let Ok(table) = key.parse::<Table>() else { continue };
        let scale = scale(table, adjusted.mode(), series);
        let tolerance = if matches!(table, Table::B17 | Table::C17) { TOLERANCE_OF_WEIGHTS } else { TOLERANCE };
        for (at, expected) in values.iter().enumerate() {
            let period = start.plus(at as i32);
            let found = if table == Table::D9 {
                adjusted.replaced(table).iter().find(|(when, _)| *when == period).map(|(_, value)| *value)
            } else {
                adjusted.at(table, period)
            };
            match found {
                Some(found) => differences.add(name, key, found, *expected, scale, tolerance),
                None if *expected == -999.0 => (),
                // A full weight leaves, by rounding alone, an extreme part that is not quite neutral where an irregular is far from it; the
                // program then lists the SI value, unchanged, among the replaced.
                None if table == Table::D9 && adjusted.at(Table::C17, period) == Some(1.0) => rounded += 1,
                // With forecasts of less than half a year the program writes centred averages up to the last observation, which it has
                // not calculated.
                None if BY_CENTRED_AVERAGES.contains(&table) && (1..6).contains(&forecasts) => (),
                None => differences.beyond.push(format!("{name} {key} at {period}: no value for {expected}")),
            }
        }
    }
    assert!(rounded <= 6, "{name}: {rounded} values of D9 by rounding");
    numbers(name, run, adjusted, differences);
}

/// M, Q, tests and choices to their printed digits.
fn numbers(name: &str, run: &Run, adjusted: &X11, differences: &mut Differences) {
    let diagnostics = &adjusted.diagnostics;
    let mut check = |key: &str, found: Option<f64>, decimals: i32| {
        let alike = match (found, run.number(key)) {
            (Some(found), Some(printed)) => {
                (found - printed).abs() <= 0.5 * 10f64.powi(-decimals) + 1e-9 * printed.abs()
            }
            (found, printed) => found.is_none() && printed.is_none(),
        };
        if !alike {
            differences.beyond.push(format!("{name} {key}: {found:?} for {:?}", run.number(key)));
        }
    };
    let quality = diagnostics.quality.as_ref();
    for at in 0..11 {
        check(&format!("f3.m{:02}", at + 1), quality.and_then(|quality| quality.m[at]), 3);
    }
    check("f3.q", quality.map(|quality| quality.q), 2);
    check("f3.qm2", quality.map(|quality| quality.q_without_m2), 2);
    check("f3.fail", quality.map(|quality| quality.failed as f64), 0);
    check("f2.mcd", quality.map(|quality| quality.months_of_cyclical_dominance as f64), 0);
    check("f2.ic", Some(adjusted.choices.irregular_over_trend), 2);
    check("f2.is", Some(adjusted.choices.moving_seasonality.global), 2);
    check("f2.fsb1", diagnostics.stable_b1.map(|test| test.statistic), 3);
    check("f2.fsd8", diagnostics.stable_d8.map(|test| test.statistic), 3);
    check("f2.kw", diagnostics.kruskal_wallis.map(|test| test.statistic), 3);
    check("f2.msf", diagnostics.moving.map(|test| test.statistic), 3);
    check("d11.f", diagnostics.residual.map(|test| test.statistic), 5);
    let modelled = run.diagnostics.contains_key("arimamdl");
    for (recent, prefix) in [(false, "qs"), (true, "qss")] {
        let qs = qs_statistics(adjusted, if modelled { 2 } else { 1 }, recent);
        let statistics = [
            ("ori", qs.original),
            ("orievadj", qs.prior_adjusted),
            ("sadj", qs.adjusted),
            ("sadjevadj", qs.modified),
            ("irr", qs.irregular),
            ("irrevadj", qs.modified_irregular),
        ];
        for (key, test) in statistics {
            let key = format!("{prefix}{key}");
            if run.number(&key).is_some() {
                check(&key, test.map(|test| test.statistic), 5);
            }
        }
    }
    if run.number("finaltrendma").is_some() {
        check("finaltrendma", Some(adjusted.choices.henderson[3] as f64), 0);
    }
}

fn finish(what: &str, differences: &mut Differences) {
    differences.report(what);
    let excepted = |line: &String| {
        let mut words = line.split([' ', ':']);
        let (name, table) = (words.next().unwrap(), words.next().unwrap());
        EXCEPTIONS
            .iter()
            .any(|(test, series, tables)| *test == what && [name, "*"].contains(series) && tables.contains(&table))
    };
    differences.beyond.retain(|line| !excepted(line));
    println!("{what}: {} beyond", differences.beyond.len());
    assert!(differences.holds_something(), "{what}: nothing was compared");
    assert!(differences.beyond.is_empty(), "{what}: {:#?}", &differences.beyond[..differences.beyond.len().min(60)]);
}

/// Quarters of a monthly series: sums of the full ones.
fn quarters(series: &Series) -> Series {
    let skip = (3 - series.start().place() % 3) % 3;
    let first = series.start().plus(skip as i32);
    let start = Period::new(Frequency::Quarterly, first.year(), first.place() / 3 + 1).unwrap();
    let sums = series.values()[skip..].chunks_exact(3).map(|months| months.iter().sum());
    Series::new(start, sums.collect()).unwrap()
}

fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Multiplicative => "mult",
        Mode::Additive => "add",
        Mode::LogAdditive => "logadd",
        Mode::PseudoAdditive => "pseudoadd",
    }
}

/// Some of the series, every `step`-th.
fn some(step: usize) -> Option<BTreeMap<String, Series>> {
    Some(reference::series()?.into_iter().step_by(step).collect())
}

/// Series by a specification and its equal for the program.
fn held(what: &str, series: &BTreeMap<String, Series>, spec: &X11Spec, arguments: &str) {
    let Some(program) = program() else { return };
    let mut differences = Differences::default();
    for (name, series) in series {
        let run = run(&program, series, "", &format!("x11{{mode={} {arguments}\nsave=({SAVED})}}\n", word(spec.mode)));
        match adjust(spec, &Given::series(series)) {
            Ok(adjusted) => compare(name, series, &run, &adjusted, &mut differences),
            Err(error) if run.tables.contains_key("d11") => differences.beyond.push(format!("{name}: {error}")),
            Err(_) => (),
        }
    }
    finish(what, &mut differences);
}

#[test]
fn months_in_every_mode_are_the_program_s() {
    let Some(series) = some(1) else { return };
    for mode in [Mode::Multiplicative, Mode::Additive, Mode::LogAdditive, Mode::PseudoAdditive] {
        held(&format!("monthly {mode:?}"), &series, &X11Spec::of(mode), "");
    }
}

#[test]
fn quarters_in_every_mode_are_the_program_s() {
    let Some(series) = some(1) else { return };
    let series = series.into_iter().map(|(name, series)| (name, quarters(&series))).collect();
    for mode in [Mode::Multiplicative, Mode::Additive, Mode::LogAdditive] {
        held(&format!("quarterly {mode:?}"), &series, &X11Spec::of(mode), "");
    }
}

/// Three to seven years, beginning and ending anywhere in a year.
#[test]
fn short_series_are_the_program_s() {
    let Some(series) = some(11) else { return };
    for (mode, lengths) in [
        (Mode::Multiplicative, [36, 41, 47, 48, 53, 59, 60, 61, 71, 72, 83, 84]),
        (Mode::Additive, [36, 38, 48, 54, 59, 60, 65, 70, 73, 78, 84, 90]),
    ] {
        for length in lengths {
            let last = |series: &Series| {
                let from = series.values().len() - length - length % 5;
                Series::new(series.start().plus(from as i32), series.values()[from..from + length].to_vec()).unwrap()
            };
            let months: BTreeMap<String, Series> = series
                .iter()
                .filter(|(_, series)| series.values().len() > 94)
                .map(|(name, series)| (name.clone(), last(series)))
                .collect();
            held(&format!("{length} months {mode:?}"), &months, &X11Spec::of(mode), "");
            let quarters = |(name, series): (&String, &Series)| {
                let count = length / 3;
                let all = quarters(series);
                let from = all.values().len().checked_sub(count + count % 3)?;
                let values = all.values()[from..from + count].to_vec();
                Some((name.clone(), Series::new(all.start().plus(from as i32), values).unwrap()))
            };
            let quarterly: BTreeMap<String, Series> = series.iter().filter_map(quarters).collect();
            held(&format!("{} quarters {mode:?}", length / 3), &quarterly, &X11Spec::of(mode), "");
        }
    }
}

#[test]
fn given_filters_are_the_program_s() {
    use SeasonalFilter::{S3x1, S3x3, S3x5, S3x9, S3x15, Stable};
    let Some(series) = some(7) else { return };
    let each = vec![S3x3, S3x3, Stable, S3x5, S3x9, S3x15, S3x1, Stable, S3x5, S3x9, S3x3, Stable];
    let filters = [
        ("seasonalma=s3x1", Filters::All(S3x1)),
        ("seasonalma=s3x3", Filters::All(S3x3)),
        ("seasonalma=s3x5", Filters::All(S3x5)),
        ("seasonalma=s3x9", Filters::All(S3x9)),
        ("seasonalma=s3x15", Filters::All(S3x15)),
        ("seasonalma=stable", Filters::All(Stable)),
        ("seasonalma=x11default", Filters::X11Default),
        ("seasonalma=(s3x3 s3x3 stable s3x5 s3x9 s3x15 s3x1 stable s3x5 s3x9 s3x3 stable)", Filters::Each(each)),
    ];
    for (argument, filters) in filters {
        let spec = X11Spec { filters, ..X11Spec::default() };
        held(argument, &series, &spec, argument);
    }
}

#[test]
fn deviations_by_month_are_the_program_s() {
    let Some(series) = some(6) else { return };
    let quarterly: BTreeMap<String, Series> =
        series.iter().map(|(name, series)| (name.clone(), quarters(series))).collect();
    let groups = |group: &[usize], per_year: usize| {
        Deviation::Groups((0..per_year).map(|place| group.contains(&place)).collect())
    };
    let months = groups(&[0, 1, 11], 12);
    for mode in [Mode::Multiplicative, Mode::Additive] {
        for (argument, deviation) in [
            ("calendarsigma=all", Deviation::EachPeriod),
            ("calendarsigma=signif", Deviation::EachPeriodIfUnequal),
            ("calendarsigma=select sigmavec=(jan feb dec)", months.clone()),
        ] {
            let spec = X11Spec { deviation, ..X11Spec::of(mode) };
            held(&format!("{argument} {mode:?}"), &series, &spec, argument);
            if argument.contains("jan") {
                let spec = X11Spec { deviation: groups(&[0, 3], 4), ..X11Spec::of(mode) };
                held("quarterly groups", &quarterly, &spec, "calendarsigma=select sigmavec=(q1 q4)");
            } else {
                held(&format!("quarterly {argument} {mode:?}"), &quarterly, &spec, argument);
            }
        }
    }
}

#[test]
fn given_trends_and_limits_are_the_program_s() {
    let Some(series) = some(9) else { return };
    let quarters = series.iter().map(|(name, series)| (name.clone(), quarters(series))).collect();
    for terms in [3, 5, 7, 9, 11, 13, 17, 23, 33] {
        let spec = X11Spec { henderson: Henderson::Terms(terms), ..X11Spec::of(Mode::Additive) };
        held(&format!("trendma={terms}"), &series, &spec, &format!("trendma={terms}"));
        if terms < 20 {
            held(&format!("quarterly trendma={terms}"), &quarters, &spec, &format!("trendma={terms}"));
        }
    }
    for (terms, ratio) in [(13, 2.0), (17, 0.7), (7, 2.0)] {
        let spec = X11Spec {
            henderson: Henderson::Terms(terms),
            end_ratio: EndRatio::Given(ratio),
            ..X11Spec::of(Mode::Multiplicative)
        };
        let argument = format!("trendma={terms} trendic={ratio:?}");
        held(&argument, &series, &spec, &argument);
    }
    for (lower, upper) in [(1.8, 2.8), (1.1, 1.9), (2.0, 3.0)] {
        let spec = X11Spec { sigma_limits: SigmaLimits { lower, upper }, ..X11Spec::default() };
        let argument = format!("sigmalim=({lower} {upper})");
        held(&argument, &series, &spec, &argument);
    }
}
