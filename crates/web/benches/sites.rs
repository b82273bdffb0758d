//! The list of sites at the size of a national registry: putting it on show, and the pages asked for most.
#![allow(missing_docs, reason = "the macros write the functions")]

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use criterion::{Criterion, criterion_group, criterion_main};
use domain::sites::{Fact, Point, PointOf, Site};
use office::outlook::Board;
use tower::ServiceExt as _;

const COUNT: usize = 20_000;

/// Copies of the carried sites, spread over the communes.
fn board() -> Board {
    let communes: Vec<_> = formats::carried::communes()
        .iter()
        .filter(|commune| commune.district.is_none() && commune.former_province == "02")
        .filter_map(|commune| Some((commune.code.clone(), commune.point?)))
        .collect();
    let carried = formats::carried::sites();
    let site = |n: usize| {
        let (commune, point) = communes[n % communes.len()].clone();
        let code = format!("T{n:05}").parse().unwrap_or_else(|_| unreachable!("a code as written"));
        Site {
            code,
            commune: Fact::Known(commune),
            point: Fact::from(Point::new(point.latitude, point.longitude, PointOf::Commune, Fact::Unknown)),
            ..carried[n % carried.len()].clone()
        }
    };
    Board {
        as_of: office::LastChanges::default(),
        basis: None,
        day: jiff::civil::date(2024, 2, 6),
        sites: (0..COUNT).map(site).collect(),
        worth: [].into(),
        prices: formats::carried::prices().iter().cloned().collect(),
        ground: None,
        simulated: false,
    }
}

fn pages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("20000 sites");
    group.sample_size(20);
    let board = board();
    group.bench_function("put on show", |b| {
        b.iter_batched(
            || board.clone(),
            |board| web::Site::new().show_sites(board),
            criterion::BatchSize::PerIteration,
        );
    });
    let site = web::Site::new();
    site.show_sites(board);
    let app = web::app(Arc::new(site));
    let Ok(runtime) = tokio::runtime::Runtime::new() else { return };
    for path in ["/sites", "/sites?page=500", "/sites?district=vi-xuyen&q=mo", "/sites/T19999"] {
        group.bench_function(path, |b| {
            b.iter(|| {
                runtime.block_on(async {
                    let request = Request::builder().uri(path).body(Body::empty()).unwrap_or_default();
                    let Ok(answer) = app.clone().oneshot(request).await;
                    assert!(answer.status().is_success());
                    axum::body::to_bytes(answer.into_body(), 1 << 20).await.map(|bytes| bytes.len())
                })
            });
        });
    }
    group.finish();
}

criterion_group!(benches, pages);
criterion_main!(benches);
