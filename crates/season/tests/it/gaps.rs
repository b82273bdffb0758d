//! Gaps, intervals, backcasts and quarters against the program itself.

use season::regarima::{
    GapTreatment, Observed, Outlier, OutlierKind, Regressor, Specification, Transform, detect_outliers, fit,
};
use season::{Frequency, Period, Series};

use crate::program::{program, run};
use crate::reference::series;

/// Rows of a saved table: value, lower, upper.
fn rows(text: &str) -> Vec<[f64; 3]> {
    let row = |line: &str| {
        let cells: Vec<f64> = line.split('\t').skip(1).filter_map(|cell| cell.trim().parse().ok()).collect();
        <[f64; 3]>::try_from(cells).ok()
    };
    text.lines().skip(2).filter_map(row).collect()
}

#[test]
fn a_gap_is_a_regressor_as_in_x13() {
    let (Some(program), Some(series)) = (program(), series()) else { return };
    let body = "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\nestimate{tol=1.0e-10 maxiter=50000 save=(est lks)}\n\
                forecast{maxlead=12 save=(fct)}\n";
    for name in ["r_airpassengers", "eu_ipi_fr", "vn_prod_xe_may"] {
        let series = &series[name];
        let mut values: Vec<Option<f64>> = series.values().iter().copied().map(Some).collect();
        for at in [20, 33, 34, 70] {
            values[at] = None;
        }
        let spoilt = values.iter().map(|value| value.unwrap_or(-99999.0)).collect();
        let run = run(&program, &Series::new(series.start(), spoilt).unwrap(), "", body);
        let theirs = run.likelihood();
        let observed = Observed::new(series.start(), values).unwrap();
        let ours = fit(&observed, &Specification::default()).unwrap();
        let likelihood = ours.likelihood();
        assert_eq!(likelihood.parameters as f64, theirs["np"]);
        assert!((likelihood.log_likelihood - likelihood.jacobian - theirs["lnlkhd"]).abs() < 1e-6);
        // The program takes the Jacobian at its own code of a gap, 10⁹.
        assert!((likelihood.jacobian - theirs["trnadj"] - 4.0 * 1e9_f64.ln()).abs() < 1e-6);
        for (ours, theirs) in ours.forecasts(12).unwrap().iter().zip(rows(run.file("fct").unwrap())) {
            assert!((ours.value / theirs[0] - 1.0).abs() < 1e-5);
            assert!((ours.upper / theirs[2] - 1.0).abs() < 1e-5);
        }
        let exact = fit(&observed, &Specification { gaps: GapTreatment::Exact, ..Specification::default() }).unwrap();
        assert_eq!(exact.likelihood().effective, likelihood.effective - 4);
        assert_eq!(exact.likelihood().parameters, 3);
    }
}

#[test]
fn forecasts_and_backcasts_have_the_intervals_of_x13() {
    let (Some(program), Some(series)) = (program(), series()) else { return };
    let body = "regression{variables=(const td easter[8] ao1990.mar ls1995.jul)}\narima{model=(2 0 1)(0 1 1)}\n\
                estimate{tol=1.0e-10 maxiter=50000 save=(est lks)}\nforecast{maxlead=24 maxback=12 save=(fct bct)}\n";
    let outlier = |kind, at: &str| Regressor::Outlier(Outlier { kind, at: at.parse().unwrap() });
    let regressors = vec![
        Regressor::Constant,
        Regressor::TradingDay,
        Regressor::LeapYear,
        Regressor::Easter { days: 8 },
        outlier(OutlierKind::Additive, "1990-03"),
        outlier(OutlierKind::LevelShift, "1995-07"),
    ];
    let model = "(2 0 1)(0 1 1)".parse().unwrap();
    let specification = Specification { transform: Transform::Level, model, regressors, ..Specification::default() };
    for name in ["us_retail_usedmerchandisestores", "fr_insee_012", "tsdl_101"] {
        let Some(series) = series.get(name).filter(|series| series.end() > "1997-01".parse().unwrap()) else {
            continue;
        };
        if series.start() > "1990-03".parse().unwrap() {
            continue;
        }
        let run = run(&program, series, "", body);
        let ours = fit(&series.into(), &specification).unwrap();
        let near = |ours: f64, theirs: f64| (ours - theirs).abs() < 1e-4 * (1.0 + theirs.abs());
        assert!((ours.likelihood().aicc - run.likelihood()["aicc"]).abs() < 1e-5);
        for (ours, theirs) in [
            (ours.forecasts(24).unwrap(), rows(run.file("fct").unwrap())),
            (ours.backcasts(12).unwrap(), rows(run.file("bct").unwrap())),
        ] {
            assert_eq!(ours.len(), theirs.len());
            for (ours, theirs) in ours.iter().zip(theirs) {
                let same = near(ours.value, theirs[0]) && near(ours.lower, theirs[1]) && near(ours.upper, theirs[2]);
                assert!(same, "{name}: {ours:?} {theirs:?}");
            }
        }
    }
}

#[test]
fn quarters_are_estimated_as_in_x13() {
    let (Some(program), Some(series)) = (program(), series()) else { return };
    let body = "transform{function=log}\nregression{variables=(td easter[8])}\narima{model=(0 1 1)(0 1 1)}\n\
                outlier{types=(ao ls tc)}\nestimate{tol=1.0e-10 maxiter=50000 save=(est lks)}\n";
    let mut count = 0;
    for (name, series) in series.iter().filter(|(name, _)| name.starts_with("de_") || name.starts_with("us_")) {
        let whole = (12 - series.start().place()) % 3;
        let values = series.values()[whole..].chunks_exact(3).map(|months| months.iter().sum()).collect();
        let first = series.start().plus(whole as i32);
        let start = Period::new(Frequency::Quarterly, first.year(), first.place() / 3 + 1).unwrap();
        let quarters = Series::new(start, values).unwrap();
        let run = run(&program, &quarters, "", body);
        let regressors = vec![Regressor::TradingDay, Regressor::Easter { days: 8 }];
        let specification =
            Specification { regressors, prior: season::regarima::Prior::LeapYear, ..Specification::default() };
        let ours = detect_outliers(&(&quarters).into(), &specification, &season::regarima::OutlierSettings::default())
            .unwrap();
        let (aicc, theirs) = (ours.fit.likelihood().aicc, run.likelihood()["aicc"]);
        assert!(aicc < theirs + 1e-4, "{name}: {aicc} {theirs}");
        count += 1;
    }
    assert!(count > 20);
}
