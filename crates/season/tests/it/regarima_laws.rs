//! What holds for any series: no panic, no value that is not a number, an answer or a reason.

use proptest::prelude::*;
use season::regarima::{
    AutomaticSettings, EASTERS, Fit, GapTreatment, Held, Model, Observed, OutlierSettings, Prior, RegArimaError,
    Regressor, Specification, TetWindows, TradingDayTest, Transform, detect_outliers, fit, identify,
};
use season::{Period, Series};

/// Series of every kind a statistician's drawer holds.
fn values() -> impl Strategy<Value = Vec<f64>> {
    let noise = prop::collection::vec(-1.0..1.0_f64, 3..90);
    (noise, 0..8_usize, -12..12_i32).prop_map(|(noise, kind, power)| {
        let size = 10.0_f64.powi(power);
        let value = |(at, &noise): (usize, &f64)| match kind {
            0 => size,
            1 => size * (100.0 + noise),
            2 => size * noise,
            3 => size * at as f64,
            4 => size * if at > 40 { 1000.0 } else { 1.0 },
            5 => size * (5.0 + noise) * if at % 12 == 1 { 10.0 } else { 1.0 },
            6 => size * (noise * 20.0).exp(),
            _ => size * (at % 12) as f64,
        };
        noise.iter().enumerate().map(value).collect()
    })
}

fn specification() -> impl Strategy<Value = Specification> {
    const MODELS: [&str; 6] =
        ["(0 1 1)(0 1 1)", "(0 0 0)(0 0 0)", "(3 1 1)(0 1 1)", "(2 0 2)(1 0 1)", "(1 2 3)(0 0 0)", "(0 1 0)(2 1 2)"];
    let regressors = prop::sample::subsequence(
        vec![
            Regressor::Constant,
            Regressor::TradingDay,
            Regressor::LeapYear,
            Regressor::Length,
            Regressor::Easter { days: 8 },
            Regressor::Tet(TetWindows::default()),
        ],
        0..3,
    );
    (any::<[bool; 7]>(), prop::sample::select(&MODELS[..]), regressors).prop_map(
        |([log, prior, exact, hold, hold_arma, some, begin], model, regressors)| {
            let model: Model = model.parse().unwrap();
            let held = regressors.iter().take(usize::from(hold));
            let held = Held {
                arma: match (hold_arma, some) {
                    (false, _) => Vec::new(),
                    (true, false) => vec![Some(0.2); model.coefficients()],
                    (true, true) => (0..model.coefficients()).map(|at| (at % 2 == 1).then_some(-0.3)).collect(),
                },
                variance: None,
                regression: held.map(|held| (held.clone(), vec![Some(0.01); held.coefficients()])).collect(),
            };
            Specification {
                transform: if log { Transform::Log } else { Transform::Level },
                prior: if prior { Prior::LeapYear } else { Prior::None },
                model,
                regressors,
                gaps: if exact { GapTreatment::Exact } else { GapTreatment::Regressors },
                held,
                start: begin.then(|| vec![0.3; model.coefficients()]),
            }
        },
    )
}

/// Every number of a model is one.
fn sound(fit: &Fit) -> Result<(), TestCaseError> {
    let likelihood = fit.likelihood();
    prop_assert!(likelihood.log_likelihood.is_finite() && likelihood.variance > 0.0);
    for coefficient in fit.regression() {
        prop_assert!(coefficient.estimate.is_finite() && coefficient.standard_error.is_none_or(f64::is_finite));
    }
    for (_, _, value, error) in fit.arma() {
        prop_assert!(value.is_finite() && error.is_none_or(f64::is_finite));
    }
    for forecast in fit.forecasts(24).unwrap().iter().chain(&fit.backcasts(12).unwrap()) {
        prop_assert!(!forecast.value.is_nan() && forecast.standard_error >= 0.0);
        prop_assert!(forecast.lower <= forecast.value && forecast.value <= forecast.upper);
    }
    Ok(())
}

/// As many cases as `PROPTEST_CASES` asks for, else few.
fn cases(few: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(few))
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn an_answer_is_finite_or_there_is_a_reason(
        values in values(),
        gaps in prop::collection::vec(1..60_usize, 0..4),
        specification in specification(),
        frequency in prop::sample::select(vec!["2011-01", "2004-Q2"]),
    ) {
        let start: Period = frequency.parse().unwrap();
        let last = values.len() - 1;
        let mut observed: Vec<Option<f64>> = values.into_iter().map(Some).collect();
        for gap in gaps.into_iter().filter(|&gap| gap < last) {
            observed[gap] = None;
        }
        let observed = Observed::new(start, observed).unwrap();
        match detect_outliers(&observed, &specification, &OutlierSettings::default()) {
            Ok(found) => {
                sound(&found.fit)?;
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_model_is_identified_or_there_is_a_reason(
        values in values(),
        calendar in any::<bool>(),
        look in any::<bool>(),
        frequency in prop::sample::select(vec!["2011-01", "2004-Q2"]),
    ) {
        let series = Series::new(frequency.parse().unwrap(), values).unwrap();
        let outliers = look.then(OutlierSettings::default);
        let settings = AutomaticSettings { trading_days: calendar.then_some(TradingDayTest::USUAL), easter: if calendar { EASTERS.to_vec() } else { Vec::new() }, outliers, ..AutomaticSettings::default() };
        match identify(&(&series).into(), &settings) {
            Ok(found) => sound(&found.fit)?,
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}

#[test]
fn the_obvious_refusals_have_their_reasons() {
    let start: Period = "2020-01".parse().unwrap();
    let constant = Observed::new(start, vec![Some(5.0); 60]).unwrap();
    let refused = |observed: &Observed, specification: &Specification| fit(observed, specification).err().unwrap();
    assert_eq!(refused(&constant, &Specification::default()), RegArimaError::NoResidual);
    let negative = Observed::new(start, (0..60).map(|at| Some(f64::from(at) - 3.0)).collect()).unwrap();
    assert_eq!(refused(&negative, &Specification::default()), RegArimaError::NotPositive(start));
    let short = Observed::new(start, vec![Some(1.0), Some(2.0)]).unwrap();
    assert_eq!(refused(&short, &Specification::default()), RegArimaError::TooShort { needed: 17, given: 2 });
    assert_eq!(Observed::new(start, vec![Some(1.0), None]), Err(RegArimaError::GapAtEnd));
    let twice =
        Specification { regressors: vec![Regressor::LeapYear, Regressor::LeapYear], ..Specification::default() };
    let growing = Observed::new(start, (0..60).map(|at| Some(10.0 + f64::from(at * at % 7))).collect()).unwrap();
    assert_eq!(refused(&growing, &twice), RegArimaError::Collinear("Leap Year".into()));
}
