//! How many series a second, beside the reference program on the same machine in the same run; to be asked for:
//! `cargo test --release -p season speed -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use season::regarima::{AutomaticSettings, Observed, OutlierSettings, Specification, detect_outliers, fit, identify};

use crate::program::{program, run};
use crate::reference::series;

/// Processor seconds of this process and of its children that have ended; `None` where the system does not tell.
fn processor() -> Option<(f64, f64)> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<f64> =
        text.rsplit_once(')')?.1.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    let seconds = |at: usize| Some((fields.get(at)? + fields.get(at + 1)?) / 100.0);
    Some((seconds(10)?, seconds(12)?))
}

/// The processor time of all series, ours (several times over) and theirs.
fn race(what: &str, body: &str, repeats: usize, ours: impl Fn(&Observed)) {
    let (Some(series), Some(begin)) = (series(), processor()) else { return };
    let count = series.len() as f64;
    let mut worst = (Duration::ZERO, "");
    for _ in 0..repeats {
        for (name, series) in &series {
            let begin = Instant::now();
            ours(&Observed::from(series));
            worst = worst.max((begin.elapsed(), name));
        }
    }
    let mine = (processor().unwrap().0 - begin.0) / repeats as f64;
    print!(
        "{what}: {:.0} series a processor second, the worst {:.1} ms ({})",
        count / mine,
        worst.0.as_secs_f64() * 1e3,
        worst.1
    );
    let Some(program) = program() else { return println!() };
    series.values().for_each(|series| drop(run(&program, series, "", body)));
    let theirs = processor().unwrap().1 - begin.1;
    println!("; the program {:.2} a second: {:.0} times", count / theirs, theirs / mine);
}

#[test]
#[ignore = "a measurement"]
fn the_airline_model() {
    let body =
        "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\nestimate{save=(est)}\nforecast{maxlead=12 save=(fct)}\n";
    race("airline and forecasts", body, 10, |observed| {
        fit(observed, &Specification::default()).unwrap().forecasts(12).unwrap();
    });
}

#[test]
#[ignore = "a measurement"]
fn the_airline_model_with_outliers() {
    let body = "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\noutlier{types=(ao ls tc)}\nestimate{save=(est)}\n\
                forecast{maxlead=12 save=(fct)}\n";
    race("airline, outliers and forecasts", body, 3, |observed| {
        let found = detect_outliers(observed, &Specification::default(), &OutlierSettings::default()).unwrap();
        found.fit.forecasts(12).unwrap();
    });
}

#[test]
#[ignore = "a measurement"]
fn the_automatic_model() {
    let body = "transform{function=auto}\nautomdl{}\noutlier{types=(ao ls tc)}\nestimate{save=(est)}\nforecast{maxlead=12 save=(fct)}\n";
    let settings = AutomaticSettings { outliers: Some(OutlierSettings::default()), ..AutomaticSettings::default() };
    race("automatic and forecasts", body, 1, |observed| {
        identify(observed, &settings).unwrap().fit.forecasts(12).unwrap();
    });
}
