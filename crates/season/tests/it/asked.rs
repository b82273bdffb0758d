//! What is asked for beside an adjustment: it is made, or it is said why not, and the adjustment stands in any case.

use season::adjust::{AdjustError, Adjusted, NotMade, adjust};
use season::regarima::Observed;
use season::spc::Specification;
use season::{Frequency, Period, Series};

const AIRLINE: &str = "transform{function=log} arima{model=(0 1 1)(0 1 1)}";

fn specification(text: &str, frequency: Frequency) -> Specification {
    Specification::read(text, frequency, &|name| Err(format!("there is no {name}"))).unwrap()
}

/// A level that grows with a season and an irregular, and one month in ten far off.
fn value(at: usize) -> f64 {
    let season = [0.8, 0.9, 1.1, 1.0, 1.05, 0.95, 1.0, 1.1, 0.9, 1.0, 1.2, 1.0][at % 12];
    let irregular = 1.0 + ((at * 7919 + 13) % 101) as f64 / 2000.0;
    (100.0 + at as f64) * season * irregular * if at % 10 == 3 { 1.15 } else { 1.0 }
}

fn months(count: usize) -> Series {
    Series::new("2008-01".parse().unwrap(), (0..count).map(value).collect()).unwrap()
}

fn adjusted(series: &Series, text: &str) -> Adjusted {
    adjust(&series.into(), &specification(text, series.frequency())).unwrap()
}

#[test]
fn a_date_far_from_the_others_is_refused_before_a_model_is_made_of_gaps() {
    let mut values = vec![None; 1801 * 12];
    values[0] = Some(100.0);
    values.extend((0..96).map(|at| Some(value(at))));
    let observed = Observed::new("0207-01".parse().unwrap(), values).unwrap();
    let refused = adjust(&observed, &specification(&format!("{AIRLINE} x11{{}}"), Frequency::Monthly)).unwrap_err();
    let month = |text: &str| text.parse::<Period>().unwrap();
    assert_eq!(refused, AdjustError::MostlyMissing { found: 97, first: month("0207-01"), last: month("2015-12") });
}

#[test]
fn the_code_of_a_missing_value_is_one_in_a_series_that_is_given() {
    let mut values: Vec<Option<f64>> = (0..120).map(|at| Some(value(at))).collect();
    [40, 41, 119].into_iter().for_each(|at| values[at] = Some(-999.0));
    let observed = Observed::new("2008-01".parse().unwrap(), values).unwrap();
    let text = format!("series{{missingcode=-999}} {AIRLINE} x11{{}}");
    let found = adjust(&observed, &specification(&text, Frequency::Monthly)).unwrap();
    assert_eq!(found.filled.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2011-05", "2011-06"]);
    assert_eq!(found.series.end().to_string(), "2017-11");
    assert!(found.series.values().iter().all(|value| *value > 0.0));
}

#[test]
fn of_outliers_that_are_the_same_at_the_end_of_a_part_one_stays() {
    let text = format!(
        "{AIRLINE} regression{{variables=(ao2017.jun tc2017.jun)}} x11{{}} history{{start=2017.may estimates=(sadj aic)}}"
    );
    let found = adjusted(&months(120), &text);
    assert_eq!(found.not_made, []);
    let history = found.history.unwrap();
    assert_eq!(history.criteria.len(), 8);
    assert!(history.criteria.iter().all(|(_, log_likelihood, _)| log_likelihood.is_finite()));
}

#[test]
fn what_cannot_be_made_is_told_beside_the_adjustment() {
    let told = |series: &Series, text: &str| {
        let found = adjusted(series, text);
        assert!(found.tables().iter().any(|(table, ..)| table == "d11") == found.x11.is_some());
        found.not_made
    };
    let short = told(&months(60), &format!("{AIRLINE} x11{{}} slidingspans{{}} history{{}}"));
    assert_eq!(short, [("slidingspans", NotMade::TooShort), ("history", NotMade::TooShort)]);
    let late = told(&months(120), &format!("{AIRLINE} x11{{}} history{{start=2030.jan}}"));
    assert_eq!(late, [("history", NotMade::TooShort)]);
    let bare = told(&months(120), &format!("{AIRLINE} history{{}} spectrum{{}}"));
    assert_eq!(bare, [("history", NotMade::WithoutX11), ("spectrum", NotMade::WithoutX11)]);
    let quarters = Series::new("2008-Q1".parse().unwrap(), (0..60).map(value).collect()).unwrap();
    assert_eq!(told(&quarters, "x11{} spectrum{}"), [("spectrum", NotMade::OfQuarters)]);
    assert_eq!(told(&months(180), &format!("{AIRLINE} x11{{}} slidingspans{{}} history{{}} spectrum{{}}")), []);
}

#[test]
fn replaced_values_and_limits_of_forecasts_are_tables() {
    let found = adjusted(&months(120), &format!("{AIRLINE} forecast{{save=fct}} x11{{save=(d8 d9 b4 b9 d11)}}"));
    let tables = found.tables();
    let of = |name: &str| tables.iter().filter(|(table, ..)| table == name).collect::<Vec<_>>();
    let x11 = found.x11.as_ref().unwrap();
    assert!(!of("d9").is_empty() && of("d9").len() < 40, "{}", of("d9").len());
    for (_, period, replaced) in of("d9") {
        assert!((replaced / x11.at(season::x11::Table::D8, *period).unwrap() - 1.0).abs() > 1e-6, "{period}");
    }
    assert!(!of("b4").is_empty() && !of("b9").is_empty());
    let ends = of("fct.lower").into_iter().zip(of("fct.upper"));
    let between = of("fct").into_iter().zip(ends).filter(|(one, (lower, upper))| lower.2 < one.2 && one.2 < upper.2);
    assert_eq!(between.count(), 12);
}

#[test]
fn what_the_diagnostics_hold_is_no_table() {
    let found = adjusted(&months(120), &format!("{AIRLINE} estimate{{save=(est lks mdl)}} x11{{}}"));
    let mut names: Vec<String> = found.tables().into_iter().map(|(table, ..)| table).collect();
    names.dedup();
    assert_eq!(names, ["d10", "d11", "d12", "d13"]);
}
