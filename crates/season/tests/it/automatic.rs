//! The automatic model against the golden choices of X-13.

use std::collections::BTreeMap;

use season::regarima::{AutomaticSettings, OutlierSettings, RegArimaError, Regressor, Transform, choose_transform, identify};
use serde_json::Value;

use crate::reference::{golden, series};

/// The program leaves an empty seasonal part out.
fn whole(model: &str) -> String {
    if model.matches('(').count() == 1 { format!("{model}(0 0 0)") } else { model.to_owned() }
}

fn check(set: &str, settings: &AutomaticSettings, least: usize) {
    let (Some(series), Some(golden)) = (series(), golden(set)) else { return };
    let (mut same, mut better, mut all) = (0, 0, 0);
    let mut worse: BTreeMap<&str, f64> = BTreeMap::new();
    for (name, series) in &series {
        let theirs: &Value = &golden[name];
        let ours = match identify(&series.into(), settings) {
            Ok(ours) => ours,
            Err(error) => {
                println!("{set}: {name}: {error}");
                continue;
            }
        };
        let Some(model) = theirs["model"].as_str() else {
            println!("{set}: {name}: ours {}; the program stops: {}", ours.fit.model(), theirs["error"]);
            continue;
        };
        all += 1;
        let logs = ours.fit.specification().transform == Transform::Log;
        assert_eq!(logs, theirs["transform"].as_str() == Some("Log(y)"), "{name}");
        let (aicc, their_aicc) = (ours.fit.likelihood().aicc, theirs["likelihood"]["aicc"].as_f64().unwrap());
        let equal = ours.fit.model().to_string() == whole(model);
        same += usize::from(equal);
        if !equal {
            better += usize::from(aicc <= their_aicc + 2.0);
            if aicc > their_aicc + 2.0 {
                worse.insert(name, aicc - their_aicc);
            }
            let regressors = ours.fit.specification().regressors.len();
            let mean = ours.fit.specification().regressors.contains(&Regressor::Constant);
            println!(
                "{set}: {name}: ours {} mean {mean} {aicc:.1} with {regressors} regressors, theirs {model} mean {} {their_aicc:.1} with {}; first {} {:.3}",
                ours.fit.model(),
                theirs["mean"],
                theirs["regression"].as_array().unwrap().len(),
                theirs["automdl_first"],
                ours.critical.unwrap_or(0.0) - theirs["critical"]["aocrit"].as_f64().unwrap_or(0.0),
            );
        }
    }
    println!("{set}: orders the same in {same} of {all}, AICC within 2 or better in {better} of the others, worse in {worse:?}");
    assert!(same >= least, "{set}: {same} of {all}");
}

#[test]
fn logarithms_and_levels_are_those_of_x13() {
    let (Some(series), Some(golden)) = (series(), golden("c_auto_x11")) else { return };
    for (name, series) in &series {
        let choice = choose_transform(&series.into(), &[]).unwrap();
        let Some(theirs) = golden[name]["aictest_trans"].as_object() else { continue };
        for (ours, theirs) in [(choice.level, &theirs["aicc_nolog"]), (choice.log, &theirs["aicc_log"])] {
            let theirs = theirs.as_f64().unwrap();
            assert!((ours.unwrap() - theirs).abs() < 1e-3 * (1.0 + 1e-3 * theirs.abs()), "{name}: {ours:?} {theirs}");
        }
    }
}

#[test]
fn the_automatic_model_is_mostly_that_of_x13() {
    check("c_auto_x11", &AutomaticSettings { outliers: Some(OutlierSettings::default()), ..AutomaticSettings::default() }, 0);
}

#[test]
fn the_automatic_model_with_calendar_is_mostly_that_of_x13() {
    let outliers = Some(OutlierSettings::default());
    check("c2_auto_cal_x11", &AutomaticSettings { outliers, trading_days: true, easter: true, ..AutomaticSettings::default() }, 0);
}

#[test]
fn a_short_series_gets_a_reason_or_a_model() {
    let start: season::Period = "2020-01".parse().unwrap();
    let series = season::Series::new(start, (0..10).map(|at| f64::from(at * at % 7) + 1.0).collect()).unwrap();
    let refused = identify(&(&series).into(), &AutomaticSettings::default()).err();
    assert!(matches!(refused, Some(RegArimaError::TooShort { .. })), "{refused:?}");
}
