//! How many series a second, beside the reference program on the same machine in the same run; to be asked for:
//! `cargo test --release -p season speed -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use season::Series;
use season::regarima::{Observed, OutlierSettings, Specification, detect_outliers, fit};

use crate::program::{program, run};
use crate::reference::series;

/// The time of all series, ours and theirs.
fn race(what: &str, body: &str, ours: impl Fn(&Observed)) {
    let Some(series) = series() else { return };
    let count = series.len() as f64;
    let begin = Instant::now();
    let mut worst = Duration::ZERO;
    for series in series.values() {
        let begin = Instant::now();
        ours(&Observed::from(series));
        worst = worst.max(begin.elapsed());
    }
    let mine = begin.elapsed().as_secs_f64();
    let theirs = program().map(|program| {
        let begin = Instant::now();
        series.iter().for_each(|(name, series): (&String, &Series)| drop(run(&program, name, series, body)));
        begin.elapsed().as_secs_f64()
    });
    print!("{what}: {:.0} series a second, the worst {:.1} ms", count / mine, worst.as_secs_f64() * 1e3);
    match theirs {
        Some(theirs) => println!("; the program {:.1} a second: {:.0} times", count / theirs, theirs / mine),
        None => println!(),
    }
}

#[test]
#[ignore = "a measurement"]
fn the_airline_model() {
    let body =
        "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\nestimate{save=(est)}\nforecast{maxlead=12 save=(fct)}\n";
    race("airline and forecasts", body, |observed| {
        fit(observed, &Specification::default()).unwrap().forecasts(12).unwrap();
    });
}

#[test]
#[ignore = "a measurement"]
fn the_airline_model_with_outliers() {
    let body = "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\noutlier{types=(ao ls tc)}\nestimate{save=(est)}\n\
                forecast{maxlead=12 save=(fct)}\n";
    race("airline, outliers and forecasts", body, |observed| {
        let found = detect_outliers(observed, &Specification::default(), &OutlierSettings::default()).unwrap();
        found.fit.forecasts(12).unwrap();
    });
}
