//! RegARIMA with a fixed model against X-13 at a tolerance of 1e-10.

use std::collections::BTreeMap;

use season::Series;
use season::regarima::{Fit, Observed, Prior, Regressor, Specification, TetWindows, choose_tet, fit};
use serde_json::Value;

use crate::reference::{golden, series};

/// The largest differences of a series from the reference program.
#[derive(Debug, Clone, Copy, Default)]
struct Difference {
    /// Ours less theirs.
    log_likelihood: f64,
    /// In standard errors.
    regression: f64,
    /// In standard errors.
    arma: f64,
    /// Relative.
    standard_errors: f64,
    /// Relative.
    forecast: f64,
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |most, value| if value.is_nan() { f64::INFINITY } else { most.max(value.abs()) })
}

fn difference(ours: &Fit, theirs: &Value) -> Difference {
    let pairs = |list: &Value| -> Vec<(f64, f64)> {
        list.as_array().unwrap().iter().map(|item| (number(&item["coef"]), number(&item["se"]))).collect()
    };
    let (regression, arma) = (pairs(&theirs["regression"]), pairs(&theirs["arima"]));
    assert_eq!((ours.regression().len(), ours.arma().len()), (regression.len(), arma.len()));
    let forecasts = ours.forecasts(12).unwrap();
    let their_forecasts = theirs["forecast"].as_array().unwrap().iter().map(number);
    let errors = ours
        .regression()
        .into_iter()
        .zip(&regression)
        .map(|(ours, theirs)| ours.standard_error.unwrap() / theirs.1 - 1.0);
    let arma_errors = ours.arma().into_iter().zip(&arma).map(|(ours, theirs)| ours.3.unwrap() / theirs.1 - 1.0);
    Difference {
        log_likelihood: ours.likelihood().log_likelihood - ours.likelihood().jacobian - their_log_likelihood(theirs),
        regression: largest(
            ours.regression().iter().zip(&regression).map(|(ours, theirs)| (ours.estimate - theirs.0) / theirs.1),
        ),
        arma: largest(ours.arma().iter().zip(&arma).map(|(ours, theirs)| (ours.2 - theirs.0) / theirs.1)),
        standard_errors: largest(errors.chain(arma_errors)),
        forecast: largest(forecasts.iter().zip(their_forecasts).map(|(ours, theirs)| ours.value / theirs - 1.0)),
    }
}

fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share) as usize]
}

/// The log likelihood, without the Jacobian, that the reference program's own determinant and variance make: the one it
/// prints is in one case that of an earlier step.
fn their_log_likelihood(theirs: &Value) -> f64 {
    let of = |key: &str| number(&theirs["likelihood"][key]);
    -0.5 * (of("lndetcov") + of("nefobs") * ((2.0 * std::f64::consts::PI * of("var")).ln() + 1.0))
}

/// All series against a golden set. The `exceptions` may differ in coefficients and forecasts, where the likelihood is
/// flat: the seasonal moving average is at 1 or near it, ours is the higher maximum or the same.
fn check(set: &str, specification: &Specification, exceptions: &[&str]) {
    let (Some(series), Some(golden)) = (series(), golden(set)) else { return };
    let differences: BTreeMap<&str, (Difference, f64)> = series
        .iter()
        .map(|(name, series): (&String, &Series)| {
            let fit = fit(&series.into(), specification).unwrap();
            assert!(fit.converged(), "{name}");
            (name.as_str(), (difference(&fit, &golden[name]), fit.arma()[1].2))
        })
        .collect();
    let show = |what: &str, of: fn(&Difference) -> f64| {
        let at = |share| quantile(differences.values().map(|(difference, _)| of(difference)), share);
        println!("{set}: {what}: least {:.2e}, median {:.2e}, largest {:.2e}", at(0.0), at(0.5), at(1.0));
    };
    show("log likelihood, ours less theirs", |difference| difference.log_likelihood);
    show("regression in standard errors", |difference| difference.regression);
    show("ARMA in standard errors", |difference| difference.arma);
    show("standard errors, relative", |difference| difference.standard_errors);
    show("forecasts, relative", |difference| difference.forecast);
    for (name, (difference, seasonal)) in &differences {
        let apart = difference.arma.max(difference.regression) > 1e-3 || difference.forecast > 1e-4;
        if apart {
            println!("{set}: {name}: seasonal moving average {seasonal}, {difference:?}");
        }
        assert!(difference.log_likelihood > -1e-6, "{set} {name}: {difference:?}");
        assert_eq!(apart, exceptions.contains(name), "{set} {name}: {difference:?}");
        assert!(!apart || *seasonal > 0.95, "{set} {name}: {seasonal} {difference:?}");
    }
}

#[test]
fn the_airline_model_is_that_of_x13() {
    check("a_airline_x11_tight", &Specification::default(), &["m3_n1927"]);
}

#[test]
fn trading_days_and_easter_are_those_of_x13() {
    let regressors = vec![Regressor::TradingDay, Regressor::Easter { days: 8 }];
    let exceptions = [
        "fr_indprod_088",
        "m3_n1927",
        "seasonal_iip",
        "vn_aip_isic4_c_ix",
        "vn_retail_dich_vu_luu_tru_an_uong",
        "vn_retail_tong_so",
        "vn_tmg_cif_usd",
        "vn_tmg_h5_39_cif_usd",
    ];
    let specification = Specification { prior: Prior::LeapYear, regressors, ..Specification::default() };
    check("b_td_easter_x11_tight", &specification, &exceptions);
}

#[test]
fn tet_is_that_of_x13() {
    let regressors = vec![Regressor::Tet(TetWindows::default())];
    let exceptions = ["m3_n1927", "vn_retail_dich_vu_luu_tru_an_uong", "vn_retail_tong_so", "vn_txg_h5_8525_fob_usd"];
    check("d_tet_x11_tight", &Specification { regressors, ..Specification::default() }, &exceptions);
}

#[test]
fn tet_in_the_manufacturing_of_viet_nam_is_that_of_x13() {
    let Some(series) = series() else { return };
    let observed = Observed::from(&series["vn_aip_isic4_c_ix"]);
    let shorter = TetWindows { before: 7, during: 7, after: 0 };
    let candidates = [TetWindows::default(), shorter];
    let (chosen, with) = choose_tet(&observed, &Specification::default(), &candidates).unwrap();
    assert!(chosen.is_some());
    let without = fit(&observed, &Specification::default()).unwrap();
    let regressors = vec![Regressor::Tet(TetWindows::default())];
    let usual = fit(&observed, &Specification { regressors, ..Specification::default() }).unwrap();
    assert!((without.likelihood().aicc - 620.3).abs() < 0.05);
    assert!((usual.likelihood().aicc - 565.8).abs() < 0.05);
    assert!(with.likelihood().aicc <= usual.likelihood().aicc);
    let during = usual.regression().into_iter().find(|one| one.name == "tet_during").unwrap();
    assert!((during.estimate + 0.114).abs() < 5e-4 && (during.t().unwrap() + 5.0).abs() < 0.05, "{during:?}");
}
