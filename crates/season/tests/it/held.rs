//! Coefficients that are held, against the program itself: estimates of the others, likelihood, criteria, tables.

use season::adjust::{Adjusted, adjust};
use season::spc::Specification;
use season::x11::Table;
use season::{Frequency, Series};

use crate::program::{Run, program, run};
use crate::reference::series;

/// Months of several lengths and kinds.
const SERIES: [&str; 8] = [
    "r_airpassengers",
    "vn_aip_isic4_c_ix",
    "m3_n1946",
    "fr_indprod_088",
    "eu_ipi_at",
    "tsdl_101",
    "be_exports_slovenia",
    "abs_0_2_07_10_m",
];

fn specification(text: &str) -> Specification {
    Specification::read(text, Frequency::Monthly, &|name| Err(format!("there is no {name}"))).unwrap()
}

/// The largest difference of a table of the run from ours, relative to the larger of its value and the series' mean.
fn apart(adjusted: &Adjusted, table: Table, run: &Run, series: &Series) -> f64 {
    let theirs = run.series(table.name()).unwrap_or_else(|| panic!("{}", run.errors));
    let ours = adjusted.x11.as_ref().unwrap().observed(table);
    let mean = series.values().iter().map(|value| value.abs()).sum::<f64>() / series.values().len() as f64;
    let pairs = ours.iter().zip(theirs.values());
    pairs.map(|(ours, theirs)| (ours - theirs).abs() / theirs.abs().max(mean)).fold(0.0, f64::max)
}

/// Every series by a specification. The tolerances are that of the likelihood, where the program still searches and stops short, and that of
/// the tables.
fn check(text: &str, tolerance: f64, of_tables: f64) {
    let (Some(program), Some(all)) = (program(), series()) else { return };
    let with_output = format!(
        "{}\nestimate{{tol=1.0e-10 maxiter=50000 save=(est lks)}}\nx11{{save=(d11)}}\n",
        text.replace("} ", "}\n")
    );
    let specification = specification(&with_output);
    let mut compared = 0;
    for (name, series) in all.iter().filter(|(name, _)| SERIES.contains(&name.as_str())) {
        let run = run(&program, series, "", &with_output);
        let theirs = run.regression().unwrap_or_else(|| panic!("{name}: {}", run.errors));
        let ours = adjust(&series.into(), &specification).unwrap_or_else(|error| panic!("{name}: {error}"));
        let fit = &ours.model.as_ref().unwrap().fit;
        let (likelihood, printed) = (fit.likelihood(), run.likelihood());
        assert_eq!(likelihood.parameters as f64, printed["np"], "{name}: {text}");
        let near = |ours: f64, theirs: f64| (ours - theirs).abs() <= tolerance * (1.0 + theirs.abs());
        let theirs_whole = printed["lnlkhd"] + printed.get("trnadj").copied().unwrap_or_default();
        assert!(near(likelihood.log_likelihood, theirs_whole), "{name}: {likelihood:?} {printed:?}");
        assert!(near(likelihood.aicc, printed["aicc"]), "{name}: {likelihood:?} {printed:?}");
        assert_eq!(fit.regression().len(), theirs.len(), "{name}: {text}");
        for coefficient in fit.regression() {
            let wanted = coefficient.name.to_lowercase();
            let (_, _, value, error) = theirs.iter().find(|(_, name, _, _)| name.to_lowercase() == wanted).unwrap();
            assert_eq!(coefficient.standard_error.is_none(), *error == 0.0, "{name}: {coefficient:?}");
            let scale = if *error == 0.0 { 1.0 } else { *error };
            let off = (coefficient.estimate - value).abs() / scale;
            assert!(off <= tolerance.sqrt(), "{name}: {coefficient:?} {value} {error}");
        }
        let off = apart(&ours, Table::D11, &run, series);
        assert!(off <= of_tables, "{name}: {text}: D11 {off:e}");
        compared += 1;
    }
    assert!(compared >= 5, "{compared} series");
}

#[test]
fn held_arma_coefficients_are_used_as_the_program_does() {
    check("transform{function=log} arima{model=(0 1 1)(0 1 1) ma=(0.6f 0.5f)}", 1e-8, 1e-8);
    check("transform{function=none} arima{model=(2 1 0)(0 1 1) ar=(-0.3f, 0.2f) ma=(0.4f)}", 1e-8, 1e-8);
    check("transform{function=log} arima{model=(1 0 1)(1 1 1) ar=(0.9f 0.2f) ma=(0.3f 0.7f)}", 1e-8, 1e-8);
    check(
        "transform{function=log} regression{variables=(td easter[8])} arima{model=(0 1 1)(0 1 1) ma=(0.4f 0.7f)}",
        1e-8,
        1e-8,
    );
}

/// Coefficients held beside others that are estimated, in one operator and in several; the search for the others begins where it is said.
#[test]
fn some_arma_coefficients_are_held_as_the_program_does() {
    check("transform{function=log} arima{model=(0 1 2)(0 1 1) ma=(0.3f, 0.2, 0.5)}", 1e-6, 1e-5);
    check("transform{function=log} arima{model=(0 1 2)(0 1 1) ma=(, 0.15f, 0.6)}", 1e-6, 1e-5);
    check("transform{function=log} arima{model=(2 1 0)(0 1 1) ar=(-0.3f, 0.2) ma=(0.4)}", 1e-6, 1e-5);
    check("transform{function=none} arima{model=(1 0 1)(1 1 1) ar=(0.9f, ) ma=(, 0.7f)}", 1e-6, 1e-5);
    check(
        "transform{function=log} regression{variables=(td easter[8])} arima{model=(0 1 1)(0 1 1) ma=(0.4f 0.7)}",
        1e-6,
        1e-5,
    );
}

/// From where it is said the search comes to the maximum, wherever that is.
#[test]
fn a_search_begins_where_it_is_said() {
    let Some(all) = series() else { return };
    let usual = specification("transform{function=log} arima{model=(0 1 1)(0 1 1)}");
    for start in ["ma=(0.5 0.5)", "ma=(-0.3, )", "ma=(0.9 0.9)", "ma=(1.5 0.1)"] {
        let text = format!("transform{{function=log}} arima{{model=(0 1 1)(0 1 1) {start}}}");
        let begun = specification(&text);
        for (name, series) in all.iter().filter(|(name, _)| SERIES.contains(&name.as_str())) {
            let of = |specification| adjust(&series.into(), specification).unwrap().model.unwrap().fit;
            let (one, other) = (of(&usual).likelihood(), of(&begun).likelihood());
            assert_eq!(one.parameters, other.parameters);
            assert!((one.log_likelihood - other.log_likelihood).abs() < 1e-6, "{name} {start}: {one:?} {other:?}");
        }
    }
}

#[test]
fn held_regression_coefficients_are_used_as_the_program_does() {
    let all = "b=(-0.001f 0.002f -0.003f 0.001f 0.002f -0.004f 0.01f)";
    let some = "b=(0.01f 0.001 0.002f, , 0.001 0.004f 0.006)";
    check(
        &format!(
            "transform{{function=log}} regression{{variables=(td easter[8]) {all}}} arima{{model=(0 1 1)(0 1 1)}}"
        ),
        1e-6,
        1e-6,
    );
    check(
        &format!(
            "transform{{function=log}} regression{{variables=(easter[8] td) {some}}} arima{{model=(0 1 1)(0 1 1) ma=(0.5f 0.6f)}}"
        ),
        1e-8,
        1e-8,
    );
    // In levels a leap year comes along as a regressor, right behind the six.
    check(
        "transform{function=none} regression{variables=(td easter[8]) b=(0.1 0.2 0.1 0.2 0.3 0.4 0.5f 0.6f)} \
         arima{model=(0 1 1)(0 1 1) ma=(0.5f 0.6f)}",
        1e-8,
        1e-8,
    );
}

#[test]
fn outliers_are_found_with_held_coefficients_as_the_program_does() {
    let (Some(program), Some(all)) = (program(), series()) else { return };
    let text = "transform{function=log} regression{variables=(easter[8]) b=(0.02f)} arima{model=(0 1 1)(0 1 1) ma=(0.4f 0.6f)}\n\
                outlier{types=(ao ls tc) critical=3.6}\nestimate{save=(est lks)}\n";
    let specification = specification(text);
    let mut found = 0;
    for (name, series) in all.iter().filter(|(name, _)| SERIES.contains(&name.as_str())) {
        let run = run(&program, series, "", text);
        let mut theirs: Vec<String> = run
            .regression()
            .unwrap()
            .into_iter()
            .map(|(_, name, _, _)| name)
            .filter(|name| name != "Easter[8]")
            .collect();
        let ours = adjust(&series.into(), &specification).unwrap().model.unwrap();
        let mut names: Vec<String> = ours.outliers.iter().map(ToString::to_string).collect();
        theirs.sort();
        names.sort();
        // An additive outlier beside a temporary change spans the same as two of these: see the outliers' own tests.
        assert_eq!(names.len(), theirs.len(), "{name}: {names:?} {theirs:?}");
        // The program writes no file of the likelihood here; the diagnostics have it.
        let likelihood = ours.fit.likelihood();
        let (likelihood, theirs) =
            (likelihood.log_likelihood - likelihood.jacobian, run.number("loglikelihood").unwrap());
        assert!((likelihood - theirs).abs() < 1e-4, "{name}: {likelihood} {theirs}");
        found += names.len();
    }
    assert!(found > 5, "{found} outliers");
}
