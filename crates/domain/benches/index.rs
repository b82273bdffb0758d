//! The aggregation engine and benchmarking, at the size of a national index and at ten times it.
#![allow(missing_docs, reason = "the macros write the functions")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use domain::index::aggregate::{Components, Formula, LinkPeriod, Spec, WeightRow, aggregate};
use domain::index::benchmark::{self, Benchmark};
use domain::period::{Label, Month, Period};

/// Levels that wander without a random generator.
fn level(series: usize, at: usize) -> f64 {
    100.0 + 20.0 * ((series * 37 + at * 11) as f64 * 0.1).sin() + at as f64 * 0.1
}

fn month(at: usize) -> Label {
    let first: Month = "2015-01".parse().unwrap_or_else(|_| unreachable!("a month as written"));
    Label::Calendar(Period::Month(first.plus(at as i32)))
}

fn row(code: String, parent: Option<String>, weight: Option<f64>, year: Option<i32>) -> WeightRow {
    let bound = year.map(|year| month((year as usize - 2015) * 12)).map(|label| match label {
        Label::Calendar(period) => Label::Calendar(Period::Year(period.year())),
        other => other,
    });
    WeightRow { code, parent, weight, from: bound.clone(), to: bound }
}

/// A tree of sections, divisions and products, with weights by year, and its components.
fn input(products: usize, months: usize) -> (Components, Vec<WeightRow>) {
    let mut weights = vec![row("TOTAL".into(), None, None, None)];
    for section in 0..4 {
        weights.push(row(format!("S{section}"), Some("TOTAL".into()), None, None));
    }
    for division in 0..40 {
        weights.push(row(format!("D{division:02}"), Some(format!("S{}", division % 4)), None, None));
    }
    let mut rows = Vec::with_capacity(products * months);
    for product in 0..products {
        let code = format!("P{product:06}");
        for year in 0..months.div_ceil(12) {
            let weight = Some(1.0 + ((product + year) % 17) as f64);
            weights.push(row(code.clone(), Some(format!("D{:02}", product % 40)), weight, Some(2015 + year as i32)));
        }
        rows.extend((0..months).map(|at| (code.clone(), month(at), Some(level(product, at)))));
    }
    let components = Components::new(rows).unwrap_or_else(|error| unreachable!("{error}"));
    (components, weights)
}

fn aggregation(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("aggregate");
    group.sample_size(10);
    for (products, months) in [(1_000, 120), (10_000, 120)] {
        let (components, weights) = input(products, months);
        group.throughput(Throughput::Elements((products * months) as u64));
        for (name, formula) in
            [("annual-chain", Formula::AnnualChain(LinkPeriod::default())), ("fisher", Formula::Fisher)]
        {
            let spec = Spec { formula, base: None };
            group.bench_function(BenchmarkId::new(name, products), |bencher| {
                bencher.iter(|| aggregate(&spec, &components, &weights));
            });
        }
    }
    group.finish();
}

fn benchmarking(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("benchmark");
    group.sample_size(10);
    for months in [1_200, 12_000, 120_000] {
        let indicator: Vec<f64> = (0..months).map(|at| level(1, at % 997)).collect();
        let targets: Vec<Benchmark> = (0..months / 12)
            .map(|year| Benchmark { first: year * 12, len: 12, value: 1_200.0 + (year % 9) as f64 })
            .collect();
        group.throughput(Throughput::Elements(months as u64));
        for method in ["denton-proportional", "denton-cholette-proportional"] {
            let spec = benchmark::Spec::named(method).unwrap_or_else(|error| unreachable!("{error}"));
            group.bench_function(BenchmarkId::new(method, months), |bencher| {
                bencher.iter(|| benchmark::benchmark(spec, &indicator, &targets));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, aggregation, benchmarking);
criterion_main!(benches);
