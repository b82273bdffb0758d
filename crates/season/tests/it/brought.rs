//! Parts of the language of which statistical offices make use, against the program itself: lags left out, regressors of the season and of
//! stocks, a model of a part of the series.

use season::Frequency;
use season::adjust::{Adjusted, adjust};
use season::regarima::Forecast;
use season::spc::Specification;
use season::{Period, Series};

use crate::program::{Run, program, run};
use crate::reference::series;

const OUTPUT: &str = "estimate{tol=1.0e-10 maxiter=50000 save=(est lks)}\nforecast{save=(fct)}\nx11{save=(d11)}\n";

/// The month so many months after the first, as the language has it.
fn dated(series: &Series, months: i32) -> String {
    let period = series.start().plus(months);
    format!("{}.{}", period.year(), period.place() + 1)
}

/// Every ninth series by a specification, with what is said of the series itself; each `@` is a month, six after the one before. Estimates,
/// likelihood, forecasts with their limits and D11 are the program's; returns the adjustments.
fn check(of_series: &str, body: &str) -> Vec<Adjusted> {
    let (Some(program), Some(all)) = (program(), series()) else { return Vec::new() };
    let (mut adjusted, mut compared) = (Vec::new(), 0);
    for (name, series) in all.iter().skip(2).step_by(9) {
        let months = |text: &str, from: i32| {
            let count = text.matches('@').count() as i32;
            (0..count).fold(text.to_owned(), |text, at| text.replacen('@', &dated(series, from + 6 * at), 1))
        };
        let (options, body) = (months(of_series, 20), months(body, 8) + OUTPUT);
        let run = run(&program, series, &options, &body);
        let text = format!("series{{{options}}}\n{body}");
        let specification = Specification::read(&text, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
        let ours = adjust(&series.into(), &specification).unwrap_or_else(|error| panic!("{name}: {text}: {error}"));
        compared += usize::from(compare(&ours, &run, &format!("{name}: {text}")));
        adjusted.push(ours);
    }
    assert!(compared >= 8, "{body}: {compared}");
    adjusted
}

/// Whether the program came to the maximum too; then everything is the same.
fn compare(ours: &Adjusted, run: &Run, told: &str) -> bool {
    let fit = &ours.model.as_ref().unwrap().fit;
    let theirs = run.regression().unwrap_or_else(|| panic!("{told}: {}", run.errors));
    let names: Vec<String> = fit.regression().into_iter().map(|one| one.name.to_lowercase()).collect();
    let expected: Vec<String> = theirs.iter().map(|(_, name, _, _)| months_named(name)).collect();
    assert_eq!(names, expected, "{told}");
    let (likelihood, printed) = (fit.likelihood(), run.likelihood());
    let above = likelihood.log_likelihood - printed["lnlkhd"] - printed["trnadj"];
    assert!(above > -2e-6, "{told}: {above}");
    assert_eq!(likelihood.parameters as f64, printed["np"], "{told}");
    assert!(printed["nobs"] == fit.observed().values().len() as f64, "{told}");
    // With a moving average at 1 the program stops short of the maximum.
    if above > 1e-6 {
        return false;
    }
    for (ours, (_, _, value, error)) in fit.regression().iter().zip(&theirs) {
        assert!((ours.estimate - value).abs() < 1e-3 * error, "{told}: {ours:?} {value}");
    }
    for (forecast, [value, lower, upper]) in ours.forecasts.iter().zip(forecasts(run)) {
        let Forecast { value: ours, lower: from, upper: to, .. } = forecast;
        for (ours, theirs) in [(ours, value), (from, lower), (to, upper)] {
            assert!((ours / theirs - 1.0).abs() < 1e-4, "{told}: {forecast:?} {value} {lower} {upper}");
        }
    }
    let tables = ours.tables();
    let adjusted = tables.iter().filter(|(table, _, _)| table == "d11").map(|(_, _, value)| *value);
    for (ours, theirs) in adjusted.zip(run.series("d11").unwrap().values()) {
        assert!((ours / theirs - 1.0).abs() < 1e-5, "{told}: {ours} {theirs}");
    }
    true
}

/// The name of a dated regressor with the month by its letters: `AO1990.3` is `ao1990.mar`.
fn months_named(name: &str) -> String {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = name.to_lowercase();
    match lower.rsplit_once('.').and_then(|(head, month)| Some((head, month.parse::<usize>().ok()?))) {
        Some((head, month)) => format!("{head}.{}", MONTHS[month - 1]),
        None => lower,
    }
}

/// The forecasts with their limits.
fn forecasts(run: &Run) -> Vec<[f64; 3]> {
    let row = |line: &str| {
        let cells: Vec<f64> = line.split('\t').skip(1).filter_map(|cell| cell.trim().parse().ok()).collect();
        cells.try_into().ok()
    };
    run.file("fct").unwrap_or_default().lines().skip(2).filter_map(row).collect()
}

#[test]
fn lags_left_out_have_no_coefficient() {
    let models = [
        ("(0 1 [2])(0 1 1)", "(0 1 [2])(0 1 1)"),
        ("(0 1 [1,3])(0 1 1)", "(0 1 [1,3])(0 1 1)"),
        ("([2] 1 0)(0 1 1)", "([2] 1 0)(0 1 1)"),
        ("(0 1 1)12", "(0 0 0)(0 1 1)"),
        ("(0 1 [1 6])(0 1 1)12", "(0 1 [1,6])(0 1 1)"),
    ];
    for (model, text) in models {
        for adjusted in check("", &format!("transform{{function=log}}\narima{{model={model}}}\n")) {
            let fit = adjusted.model.unwrap().fit;
            assert_eq!(fit.model_text(), text);
            assert_eq!(fit.arma().len(), fit.likelihood().parameters - 1);
        }
    }
}

#[test]
fn a_fixed_season_and_stocks_are_regressors() {
    for variables in ["seasonal", "seasonal td1coef ao@ ls@", "const seasonal"] {
        check(
            "",
            &format!("transform{{function=log}}\nregression{{variables=({variables})}}\narima{{model=(0 1 1)}}\n"),
        );
    }
    for variables in
        ["tdstock[31]", "tdstock[12] easterstock[8]", "tdstock1coef[31]", "tdstock1coef[5] easterstock[25]"]
    {
        let regression = format!("regression{{variables=({variables})}}\narima{{model=(0 1 1)(0 1 1)}}\n");
        check("", &format!("transform{{function=log}}\n{regression}"));
    }
}

/// The model of a part: what is dated outside it is left out, coefficients and variance serve the whole.
#[test]
fn a_model_of_a_part_serves_the_whole() {
    let body = "transform{function=log}\nregression{variables=(ao@ ls@ ao@ ls@)}\narima{model=(0 1 1)(0 1 1)}\n";
    for adjusted in check("modelspan=(@, )", body) {
        let model = adjusted.model.unwrap();
        assert_eq!(model.left_out.len(), 2, "{:?}", model.left_out);
        assert!(model.left_out[0].starts_with("ao") && model.left_out[1].starts_with("ls"));
    }
    check("modelspan=(@, )", "transform{function=log}\nregression{variables=(seasonal)}\narima{model=(0 1 [1,3])}\n");
}

/// `0.oct` is the newest October of the series.
#[test]
fn a_model_may_end_with_the_newest_of_a_month() {
    let (Some(program), Some(all)) = (program(), series()) else { return };
    let (span, body) = (
        "modelspan=(, 0.oct)",
        "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\nestimate{tol=1.0e-10 save=(lks)}\n",
    );
    let text = format!("series{{{span}}}\n{body}");
    let specification = Specification::read(&text, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
    for (name, series) in all.iter().step_by(11) {
        let run = run(&program, series, span, body);
        let fit = adjust(&series.into(), &specification).unwrap().model.unwrap().fit;
        assert_eq!(fit.observed().end().place(), 9, "{name}");
        assert_eq!(run.number("nobsmodelspan"), Some(fit.observed().values().len() as f64), "{name}");
        let theirs = run.likelihood()["lnlkhd"] + run.likelihood()["trnadj"];
        assert!((fit.likelihood().log_likelihood - theirs).abs() < 1e-4, "{name}");
    }
}

/// Where the span of the model ends before the series, the program's forecasts take the shocks before the start from a matrix of another
/// length; ours are expected given all values. They agree where shocks of long ago do not matter.
#[test]
fn a_model_may_end_before_the_series() {
    let Some(all) = series() else { return };
    for (name, series) in all.iter().skip(2).step_by(9) {
        let end: Period = series.end().plus(-14);
        let span = format!("modelspan=( ,{}.{})", end.year(), end.place() + 1);
        let text =
            format!("series{{{span}}} transform{{function=log}} arima{{model=(0 1 1)(1 0 0)}} forecast{{maxback=6}}");
        let read = |text: &str| Specification::read(text, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
        let ours = adjust(&series.into(), &read(&text)).unwrap();
        let model = ours.model.as_ref().unwrap();
        assert_eq!((model.fit.observed().end(), ours.forecasts[0].period), (end, series.end().plus(1)), "{name}");
        assert_eq!((ours.backcasts.len(), model.left_out.len()), (6, 0), "{name}");
        // The coefficients are those of the part alone, the forecasts those of the whole with them held.
        let part = Series::new(series.start(), series.values()[..series.values().len() - 14].to_vec()).unwrap();
        let alone = adjust(&(&part).into(), &read(&text.replace(&span, ""))).unwrap().model.unwrap().fit;
        assert_eq!(alone.likelihood(), model.fit.likelihood(), "{name}");
        let values: Vec<f64> = alone.arma().iter().map(|one| one.2).collect();
        let held = format!(
            "transform{{function=log}} arima{{model=(0 1 1)(1 0 0) ar=({:?}f) ma=({:?}f)}}",
            values[0], values[1]
        );
        let whole = adjust(&series.into(), &read(&held)).unwrap();
        for (one, other) in ours.forecasts.iter().zip(&whole.forecasts) {
            assert!((one.value / other.value - 1.0).abs() < 1e-12, "{name}");
        }
    }
}
