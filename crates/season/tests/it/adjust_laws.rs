//! What holds of a whole adjustment, of any series by any specification: no panic, no value that is not a number, an answer or
//! a reason, and soon. `KHOI_RANDOM=100000` asks for so many cases.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use season::adjust::{Adjusted, adjust};
use season::regarima::Observed;
use season::spc::Specification;
use season::x11::Table;
use season::{Frequency, Period};

/// Nothing takes longer: a hundred times what an ordinary series takes.
const SOON: Duration = Duration::from_secs(5);

/// Values of every kind, from three of them on.
fn values() -> impl Strategy<Value = Vec<f64>> {
    let length = prop_oneof![3 => 3..41_usize, 2 => 41..140_usize];
    let noise = length.prop_flat_map(|length| prop::collection::vec(-1.0..1.0_f64, length));
    (noise, 0..10_usize, -14..14_i32).prop_map(|(noise, kind, power)| {
        let size = 10.0_f64.powi(power);
        let value = |(at, &noise): (usize, &f64)| match kind {
            0 => size,
            1 => size * (100.0 + noise),
            2 => size * noise,
            3 => size * at as f64,
            4 => size * if at > 30 { 1000.0 } else { 1.0 },
            5 => size * (5.0 + noise) * if at % 12 == 1 { 10.0 } else { 1.0 },
            6 => size * (noise * 20.0).exp(),
            7 => size * (at % 12) as f64,
            8 => size * (3.0 + (at as f64 * 0.52).sin() + 0.1 * noise) * if at > 20 { 2.0 } else { 1.0 },
            _ => -size * (10.0 + at as f64 * 0.1 + noise),
        };
        noise.iter().enumerate().map(value).collect()
    })
}

/// The text of a specification: transformation, regressors and their tests, model, outliers, mode and filters.
fn specification() -> impl Strategy<Value = String> {
    const MODELS: [&str; 10] = [
        "",
        "automdl{}",
        "automdl{}",
        "arima{model=(0 1 1)(0 1 1)}",
        "arima{model=(3 1 1)(0 1 1)}",
        "arima{model=(2 0 2)(1 0 1)}",
        "arima{model=(0 2 2)(1 1 0)}",
        "arima{model=(1 0 0)}",
        "arima{model=(0 1 [1,3])(0 1 1)}",
        "arima{model=([2] 1 1)(0 0 [2])}",
    ];
    const REGRESSORS: [&str; 10] = [
        "",
        "",
        "regression{variables=(td)}",
        "regression{variables=(td1coef easter[8]) aictest=(td easter)}",
        "regression{variables=(tet[14, 7, 7])}",
        "regression{variables=(tet[14, 7, 7] td) aictest=(tet)}",
        "regression{variables=(const)}",
        "regression{variables=(const td1coef)}",
        "regression{variables=(seasonal)}",
        "regression{variables=(tdstock[31] easterstock[8] ls2012.2)}",
    ];
    let one = |choices: &'static [&'static str]| prop::sample::select(choices);
    let transformation = one(&["", "transform{function=log}", "transform{function=none}", "transform{function=auto}"]);
    let outliers = one(&["", "outlier{}", "outlier{types=(ao ls tc)}", "outlier{types=(all) critical=2.8}"]);
    let mode = one(&["", "", "mode=mult", "mode=add", "mode=logadd", "mode=pseudoadd"]);
    let filter = one(&["", "", "seasonalma=s3x1", "seasonalma=s3x9", "seasonalma=stable", "trendma=23"]);
    let part = one(&["", "", "", "series{modelspan=(2011.4, )}", "series{modelspan=( , 2013.4)}"]);
    let spans = one(&[
        "",
        "",
        "",
        "slidingspans{additivesa=percent}",
        "forecast{maxlead=24 maxback=12}",
        "history{start=2016.1 estimates=(sadj fcst aic)} spectrum{}",
    ]);
    ((part, transformation), one(&REGRESSORS), one(&MODELS), outliers, mode, filter, spans).prop_map(
        |((part, transformation), regressors, model, outliers, mode, filter, spans)| {
            format!("{part} {transformation} {regressors} {model} {outliers} x11{{{mode} {filter}}} {spans}")
        },
    )
}

/// Every number that is published is one.
fn sound(adjusted: &Adjusted) -> Result<(), TestCaseError> {
    prop_assert!(adjusted.series.values().iter().all(|value| value.is_finite()));
    if let Some(x11) = &adjusted.x11 {
        for table in Table::ALL {
            let finite = x11.table(*table).is_none_or(|values| values.values().iter().all(|value| value.is_finite()));
            prop_assert!(finite, "{}", table);
        }
    }
    for forecast in adjusted.forecasts.iter().chain(&adjusted.backcasts) {
        prop_assert!(!forecast.value.is_nan() && forecast.standard_error >= 0.0);
    }
    for (_, log_likelihood, aicc) in adjusted.history.iter().flat_map(|history| &history.criteria) {
        prop_assert!(log_likelihood.is_finite() && !aicc.is_nan());
    }
    if let Some(model) = &adjusted.model {
        let likelihood = model.fit.likelihood();
        prop_assert!(likelihood.log_likelihood.is_finite() && likelihood.variance > 0.0);
        let finite = |error: &f64| error.is_finite();
        prop_assert!(
            model.fit.regression().iter().all(|one| one.estimate.is_finite() && one.standard_error.iter().all(finite))
        );
        prop_assert!(model.fit.arma().iter().all(|one| one.2.is_finite() && one.3.as_ref().is_none_or(finite)));
    }
    Ok(())
}

/// As many cases as `KHOI_RANDOM` asks for, else few.
fn cases() -> ProptestConfig {
    let asked = std::env::var("KHOI_RANDOM").ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(200),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_260_101),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_series_is_adjusted_or_there_is_a_reason(
        values in values(),
        gaps in prop::collection::vec(1..60_usize, 0..4),
        text in specification(),
        is_quarterly in prop::bool::weighted(0.2),
    ) {
        let (frequency, start) =
            if is_quarterly { (Frequency::Quarterly, "2004-Q2") } else { (Frequency::Monthly, "2011-03") };
        let specification = Specification::read(&text, frequency, &|name| Err(format!("there is no {name}")));
        let Ok(specification) = specification else { return Ok(()) };
        let last = values.len() - 1;
        let mut observed: Vec<Option<f64>> = values.into_iter().map(Some).collect();
        for gap in gaps.into_iter().filter(|&gap| gap < last) {
            observed[gap] = None;
        }
        let start: Period = start.parse().unwrap();
        let observed = Observed::new(start, observed).unwrap();
        // A busy machine may delay one run, not three.
        let soon = || {
            let begin = Instant::now();
            let adjusted = adjust(&observed, &specification);
            (begin.elapsed() < SOON).then_some(adjusted)
        };
        let adjusted = soon().or_else(soon).or_else(soon);
        prop_assert!(adjusted.is_some(), "three runs took longer than {SOON:?} each");
        match adjusted.unwrap() {
            Ok(adjusted) => sound(&adjusted)?,
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}

#[test]
fn most_random_specifications_are_understood() {
    for text in [
        "regression{variables=(td1coef easter[8]) aictest=(td easter)} arima{model=(1 0 0)} x11{mode=pseudoadd}",
        "regression{variables=(tet[14, 7, 7] td) aictest=(tet)} automdl{} outlier{types=(all) critical=2.8} x11{trendma=23}",
        "transform{function=auto} forecast{maxlead=24 maxback=12} arima{model=(0 2 2)(1 1 0)} x11{seasonalma=s3x9}",
    ] {
        let read = Specification::read(text, Frequency::Monthly, &|name| Err(format!("there is no {name}")));
        assert!(read.is_ok(), "{text}: {:?}", read.err());
    }
}
