//! The automatic model against the golden choices of X-13.

use season::regarima::{
    AutomaticSettings, EASTERS, Identified, Model, OutlierSettings, RegArimaError, Specification, TradingDayTest,
    Transform, choose_transform, identify,
};
use serde_json::Value;

use crate::reference::{golden, series};

/// All series against a golden set: the same transformation in all, the same orders in `least`, elsewhere an AICC within 2
/// of the program's or lower, but for the `exceptions`. Models of other differences have other likelihoods: there the AICC
/// says little.
///
/// Of 1,257 other real series (those of the test of outliers) by the first specification the transformation was the program's in all, the
/// orders in 1,104; of the rest 98 were within 2 or lower, 27 had other differences, 28 were higher.
fn check(set: &str, settings: &AutomaticSettings, least: usize, exceptions: &[&str]) {
    let (Some(series), Some(golden)) = (series(), golden(set)) else { return };
    let (mut same, mut near, mut all) = (0, 0, 0);
    let mut searches = Searches::default();
    let mut worse: Vec<&str> = Vec::new();
    for (name, series) in &series {
        let theirs: &Value = &golden[name];
        let ours = identify(&series.into(), settings).unwrap();
        searches.add(name, &ours, theirs);
        let Some(model) = theirs["model"].as_str() else {
            println!("{set}: {name}: ours {}; the program stops: {}", ours.fit.model(), theirs["error"]);
            continue;
        };
        all += 1;
        let logs = ours.fit.specification().transform == Transform::Log;
        assert_eq!(logs, theirs["transform"].as_str() == Some("Log(y)"), "{name}");
        if ours.fit.model().to_string() == model {
            same += 1;
            continue;
        }
        let (aicc, their_aicc) = (ours.fit.likelihood().aicc, theirs["likelihood"]["aicc"].as_f64().unwrap());
        if aicc <= their_aicc + 2.0 {
            near += 1;
        } else {
            worse.push(name);
        }
        println!(
            "{set}: {name}: ours {} {aicc:.1} with {} outliers, theirs {model} {their_aicc:.1} with {}, first {}",
            ours.fit.model(),
            ours.outliers.len(),
            theirs["outliers"].as_array().unwrap().len(),
            theirs["automdl_first"],
        );
    }
    println!(
        "{set}: orders the same in {same} of {all}, AICC within 2 or lower in {near} of the others, higher in {worse:?}"
    );
    println!("{set}: {searches:?}");
    assert!(searches.same_first >= 95 && searches.same_best >= 95 && searches.same_list >= 75 && searches.near >= 60);
    assert!(same >= least, "{set}: {same} of {all}");
    assert_eq!(worse, exceptions, "{set}");
}

/// How the searches compare: the model found first, the five best models and their criteria.
#[derive(Debug, Default)]
struct Searches {
    all: usize,
    same_first: usize,
    same_best: usize,
    same_list: usize,
    /// Of those, with criteria as near as the program prints them.
    near: usize,
}

impl Searches {
    fn add(&mut self, name: &str, ours: &Identified, theirs: &Value) {
        let (Some(first), Some(list)) = (theirs["automdl_first"].as_str(), theirs["automdl_best5"].as_array()) else {
            return;
        };
        self.all += 1;
        let found = ours.orders.first.map(|model| model.to_string());
        self.same_first += usize::from(found.as_deref() == Some(first));
        let list: Vec<(String, f64)> = list
            .iter()
            .filter_map(|pair| Some((pair[0].as_str()?.to_owned(), pair[1].as_f64()?)))
            .filter(|(_, criterion)| *criterion > -99_999.0)
            .collect();
        let best = &ours.orders.best;
        self.same_best += usize::from(
            best.first().map(|(model, _)| model.to_string()) == list.first().map(|(model, _)| model.clone()),
        );
        let same = best.len() == list.len()
            && best.iter().zip(&list).all(|((ours, _), (theirs, _))| ours.to_string() == *theirs);
        self.same_list += usize::from(same);
        if same {
            let apart =
                best.iter().zip(&list).map(|((_, ours), (_, theirs))| (ours - theirs).abs()).fold(0.0, f64::max);
            self.near += usize::from(apart < 2e-3);
            if apart > 1e-2 {
                println!("{name}: criteria {apart:.3} apart");
            }
        }
    }
}

#[test]
fn logarithms_and_levels_are_those_of_x13() {
    let (Some(series), Some(golden)) = (series(), golden("c_auto_x11")) else { return };
    for (name, series) in &series {
        let choice = choose_transform(&series.into(), &Specification::default()).unwrap();
        let Some(theirs) = golden[name]["aictest_trans"].as_object() else { continue };
        for (ours, theirs) in [(choice.level, &theirs["aicc_nolog"]), (choice.log, &theirs["aicc_log"])] {
            let theirs = theirs.as_f64().unwrap();
            assert!((ours.unwrap() - theirs).abs() < 1e-3 * (1.0 + 1e-3 * theirs.abs()), "{name}: {ours:?} {theirs}");
        }
    }
}

#[test]
fn the_automatic_model_is_mostly_that_of_x13() {
    // Where they part, by the program's own lists. First: 39 outliers there, and of two that are the same regressor another is taken early.
    // Second: both come to the last resort, (3 1 1)(0 1 1) with 14 outliers; the
    // program's moving average there ends at 0.989, ours at the unit circle, so that a difference leaves: 134 observations
    // against 133, and the two AICC do not compare. Third and fourth: the program's search for (0 1 2)(1 0 1) stops at a
    // seasonal part of 0.58 and 0.19 (ours 0.86 and 0.57), that for (0 1 1)(1 0 1) at 0.96 and 0.47 (ours 0.999 and 0.92), at
    // likelihoods lower by several units; at ours its own criterion has each of them the best of all.
    let exceptions = [
        "fr_insee_012",
        "vn_prod_vai_det_tu_soi_tu_nhien",
        "vn_retail_dich_vu_luu_tru_an_uong",
        "vn_tmg_h5_39_cif_usd",
    ];
    let settings = AutomaticSettings { outliers: Some(OutlierSettings::default()), ..AutomaticSettings::default() };
    check("c_auto_x11", &settings, 99, &exceptions);
}

#[test]
fn the_automatic_model_with_calendar_is_mostly_that_of_x13() {
    // The last is as above. Of the others the program's five best lack (0 1 1)(1 0 1) or (0 1 1)(1 1 1), of which it
    // finds a lower likelihood; by its own rule that model would be chosen, or the airline model preferred to it.
    let exceptions = [
        "abs_0_2_07_10_m",
        "be_exports_lithuania",
        "be_exports_slovenia",
        "tsdl_101",
        "vn_prod_vai_det_tu_soi_tu_nhien",
    ];
    let outliers = Some(OutlierSettings::default());
    let settings = AutomaticSettings {
        outliers,
        trading_days: Some(TradingDayTest::USUAL),
        easter: EASTERS.to_vec(),
        ..AutomaticSettings::default()
    };
    check("c2_auto_cal_x11", &settings, 95, &exceptions);
}

/// Of two models of the same differences the one that contains the other is no less likely: of none the search ended at a lower maximum than
/// it had found already.
#[test]
fn a_model_is_no_less_likely_than_one_that_it_contains() {
    let Some(series) = series() else { return };
    let mut compared = 0;
    for (name, series) in &series {
        let best = identify(&series.into(), &AutomaticSettings::default()).unwrap().orders.best;
        for (large, criterion) in &best {
            let count = (series.values().len() - large.lost(12)) as f64;
            // Twice the log likelihood, made of Schwarz's criterion per observation.
            let likelihood = |size: usize, criterion: f64| (size as f64 + 1.0) * count.ln() - criterion * count;
            let reached = likelihood(large.coefficients(), *criterion);
            for (small, criterion) in best.iter().filter(|(small, _)| small != large && contains(large, small)) {
                let least = likelihood(small.coefficients(), *criterion);
                assert!(reached > least - 0.02, "{name}: {large} {reached}, {small} {least}");
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "{compared}");
}

fn contains(large: &Model, small: &Model) -> bool {
    let parts = [(large.regular, small.regular), (large.seasonal, small.seasonal)];
    parts.iter().all(|(large, small)| {
        large.autoregressive >= small.autoregressive && large.moving_average >= small.moving_average
    })
}

#[test]
fn a_short_series_gets_a_reason_or_a_model() {
    let start: season::Period = "2020-01".parse().unwrap();
    let series = season::Series::new(start, (0..10).map(|at| f64::from(at * at % 7) + 1.0).collect()).unwrap();
    let refused = identify(&(&series).into(), &AutomaticSettings::default()).err();
    assert!(matches!(refused, Some(RegArimaError::TooShort { .. })), "{refused:?}");
}
