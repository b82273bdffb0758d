//! What the parts of an adjustment cost: X-11 alone, the airline model, with outliers, and the automatic model.
#![allow(missing_docs, reason = "the macros write the functions")]

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use season::adjust::adjust;
use season::regarima::Observed;
use season::spc::Specification;
use season::{Frequency, Series};

/// The specifications that are measured.
const SPECIFICATIONS: [(&str, &str); 4] = [
    ("x11", "x11{}"),
    ("airline", "transform{function=log} arima{model=(0 1 1)(0 1 1)} x11{}"),
    ("outliers", "transform{function=log} arima{model=(0 1 1)(0 1 1)} outlier{types=(ao ls tc)} x11{}"),
    ("automatic", "transform{function=auto} automdl{} outlier{types=(ao ls tc)} x11{}"),
];

/// A series of so many months: a trend that bends, a season that moves, noise of about two percent and, where asked for, a
/// level shift and a month out of line.
fn series(months: i32, is_broken: bool) -> Observed {
    let mut state = 12_345_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    let value = |month: i32| {
        let time = f64::from(month);
        let season = (0.5 * time + 0.002 * time).sin() * 0.1 + if month % 12 == 11 { 0.2 } else { 0.0 };
        let broken = if is_broken && month > months / 2 { 0.3 } else { 0.0 };
        let odd = if is_broken && month == months / 3 { 0.4 } else { 0.0 };
        100.0 * (0.004 * time + (time / 40.0).sin() * 0.1 + season + broken + odd + 0.06 * noise()).exp()
    };
    let start = "2005-01".parse().unwrap_or_else(|error| unreachable!("{error}"));
    let series = Series::new(start, (0..months).map(value).collect()).unwrap_or_else(|error| unreachable!("{error}"));
    Observed::from(&series)
}

fn adjustment(criterion: &mut Criterion) {
    let series =
        [("120-months", series(120, false)), ("240-months", series(240, false)), ("broken", series(240, true))];
    for (name, text) in SPECIFICATIONS {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20);
        let specification = Specification::read(text, Frequency::Monthly, &|name| Err(format!("there is no {name}")))
            .unwrap_or_else(|error| unreachable!("{error}"));
        for (length, series) in &series {
            group.bench_function(BenchmarkId::from_parameter(length), |bencher| {
                bencher.iter(|| adjust(series, &specification));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, adjustment);
criterion_main!(benches);
