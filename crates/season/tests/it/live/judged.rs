//! Sliding spans, revisions, spectra.

use std::collections::BTreeMap;

use season::Series;
use season::diagnostics::{Frequencies, SpanFilter, revisions, sliding_spans, spectra};
use season::x11::{Filters, Given, Mode, SeasonalFilter, X11Spec, adjust};

use super::{finish, quarters, some, word};
use crate::program::{program, run};
use crate::x11::Differences;

/// The flagged shares and the largest differences between sliding spans.
#[test]
fn sliding_spans_are_the_program_s() {
    let (Some(program), Some(series)) = (program(), some(3)) else { return };
    let quarterly = series.iter().map(|(name, series)| (format!("{name} by quarter"), quarters(series)));
    let series: BTreeMap<String, Series> = series.clone().into_iter().chain(quarterly).collect();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for filter in ["msr", "stable", "s3x9", "s3x15"] {
        let filters = match filter {
            "msr" => Filters::Automatic,
            "stable" => Filters::All(SeasonalFilter::Stable),
            "s3x9" => Filters::All(SeasonalFilter::S3x9),
            _ => Filters::All(SeasonalFilter::S3x15),
        };
        let spec = X11Spec { filters, ..X11Spec::default() };
        for (name, series) in &series {
            let options = format!("x11{{seasonalma={filter} save=(d11)}}\nslidingspans{{save=(sfs chs ycs)}}\n");
            let run = run(&program, series, "", &options);
            let spans = sliding_spans(&spec, series, SpanFilter::ThreeByFive).unwrap();
            let Some(spans) = spans else {
                if run.diagnostics.contains_key("s2.a.per") {
                    wrong.push(format!("{name} {filter}: no spans, for {}", run.diagnostics["ssa"]));
                }
                continue;
            };
            let comparisons =
                [("s2.a.per", spans.seasonal), ("s2.d.per", spans.changes), ("s2.e.per", spans.yearly_changes)];
            for (key, comparison) in comparisons {
                let found = comparison
                    .map(|comparison| format!("{} of {}", comparison.flagged, comparison.maxima.values().len()));
                let expected = run.diagnostics.get(key).map(|printed| {
                    let mut words = printed.split_whitespace();
                    format!("{} of {}", words.next().unwrap(), words.next().unwrap())
                });
                if expected.is_some() && found != expected {
                    wrong.push(format!(
                        "{name} {filter} {key}: {found:?} for {expected:?}, {:?}",
                        run.diagnostics["ssa"]
                    ));
                }
                compared += usize::from(expected.is_some());
            }
        }
    }
    println!("sliding spans: {compared} comparisons, {} differ", wrong.len());
    assert!(compared > 100 && wrong.is_empty(), "{:#?}", &wrong[..wrong.len().min(40)]);
}

/// A series lowered until every first estimate is positive and not every present one; `None` where the lowest is a first one.
fn lowered(series: &Series) -> Option<Series> {
    let history = revisions(&X11Spec::of(Mode::Additive), series, None).unwrap()?;
    let lowest = |estimates: &Series| estimates.values().iter().copied().fold(f64::INFINITY, f64::min);
    let (first, present) = (lowest(&history.adjusted.concurrent), lowest(&history.adjusted.now));
    let by = (first + present) / 2.0;
    (present < first)
        .then(|| Series::new(series.start(), series.values().iter().map(|value| value - by).collect()).unwrap())
}

/// Concurrent and present estimates.
#[test]
fn revisions_are_the_program_s() {
    let (Some(program), Some(mut series), Some(all)) = (program(), some(9), some(1)) else { return };
    let mut differences = Differences::default();
    for mode in [Mode::Multiplicative, Mode::Additive] {
        if mode == Mode::Additive {
            let lower: Vec<_> =
                all.iter().filter_map(|(name, series)| Some((name.clone(), lowered(series)?))).collect();
            assert!(lower.len() > 5, "{}", lower.len());
            series.extend(lower.into_iter().take(3));
        }
        for (name, series) in &series {
            let options = format!(
                "x11{{mode={} save=(d11)}}\nhistory{{estimates=(sadj sadjchng trend seasonal) save=(sar chr trr sfr)}}\n",
                word(mode)
            );
            let run = run(&program, series, "", &options);
            let history = revisions(&X11Spec::of(mode), series, None).unwrap();
            let Some(history) = history else {
                if run.tables.contains_key("sar") {
                    differences.beyond.push(format!("{name}: no history"));
                }
                continue;
            };
            let estimates = [
                ("sar", &history.adjusted),
                ("chr", &history.changes),
                ("trr", &history.trend),
                ("sfr", &history.seasonal),
            ];
            for (key, revision) in estimates {
                let negative = history
                    .adjusted
                    .concurrent
                    .values()
                    .iter()
                    .chain(history.adjusted.now.values())
                    .any(|value| *value <= 0.0);
                if key == "chr" && negative {
                    continue;
                }
                let Some((start, values)) = run.tables.get(key) else {
                    differences.beyond.push(format!("{name} {key}: not there: {}", run.errors));
                    continue;
                };
                let found = revision.revisions();
                let offset = start.since(revision.now.start());
                for (at, expected) in values.iter().enumerate() {
                    let found = found.get((at as i32 + offset) as usize).copied().unwrap_or(f64::NAN);
                    let units = mode == Mode::Additive && key == "sfr";
                    let scale = if units { crate::x11::mean_size(series.values()) } else { 100.0 };
                    differences.add(name, &format!("{mode:?} {key}"), found, *expected, scale, 1e-11);
                }
            }
        }
    }
    finish("revisions", &mut differences);
}

/// The peaks of the spectra, to the printed tenth of a star.
#[test]
fn spectra_are_the_program_s() {
    let (Some(program), Some(series)) = (program(), some(2)) else { return };
    let mut wrong = Vec::new();
    let mut compared = 0;
    for mode in [Mode::Multiplicative, Mode::Additive] {
        for (name, series) in &series {
            let run = run(&program, series, "", &format!("x11{{mode={} save=(d11)}}\n", word(mode)));
            let adjusted = adjust(&X11Spec::of(mode), &Given::series(series)).unwrap();
            let spectra = spectra(&adjusted, 1).unwrap();
            for (key, spectrum) in
                [("spcori", spectra.original), ("spcsa", spectra.adjusted), ("spcirr", spectra.irregular)]
            {
                for peak in spectrum.unwrap().peaks {
                    let label = match peak.at {
                        Frequencies::Seasonal(at) => format!("{key}.s{at}"),
                        Frequencies::TradingDay(at) => format!("{key}.t{at}"),
                    };
                    let Some(printed) = run.diagnostics.get(&label) else { continue };
                    let mut words = printed.split_whitespace();
                    let stars: f64 = words.next().unwrap().parse().unwrap_or(0.0);
                    let above = words.next() == Some("+");
                    if (peak.stars - stars).abs() > 0.0501 || (peak.stars > 0.0 && above != peak.above_median) {
                        wrong.push(format!("{name} {mode:?} {label}: {peak:?} for {printed}"));
                    }
                    compared += 1;
                }
            }
        }
    }
    println!("spectra: {compared} peaks, {} differ", wrong.len());
    assert!(compared > 1000 && wrong.is_empty(), "{:#?}", &wrong[..wrong.len().min(40)]);
}
