//! What `check{}` tells of the residuals.

use std::collections::BTreeMap;

use season::Series;
use season::adjust::adjust;
use season::diagnostics::Autocorrelation;
use season::spc::{ModelChoice, Specification};

use super::{quarters, some};
use crate::program::{Run, program, run};

/// Of numbers that the same coefficients give: the program writes 15 digits.
const TOLERANCE: f64 = 1e-9;

/// Of probabilities, which hang on the coefficients each engine finds.
const OF_PROBABILITIES: f64 = 1e-3;

/// Models, with autoregressions, a lag of its own, and a coefficient that is held among them.
const MODELS: [&str; 5] = [
    "model=(0 1 1)(0 1 1)",
    "model=(2 1 0)(0 1 1)",
    "model=(0 1 [1,3])(0 1 1)",
    "model=(1 1 1)(1 0 0)",
    "model=(0 1 1)(0 1 1) ma=(0.4f, 0.5f)",
];

/// The rows of a saved file, without its two lines of heading.
fn rows(run: &Run, ending: &str) -> Option<Vec<Vec<f64>>> {
    let row = |line: &str| line.split_whitespace().map(|cell| cell.parse().unwrap()).collect();
    Some(run.file(ending)?.lines().skip(2).map(row).collect())
}

/// The numbers of a line of the diagnostics, signs that only mark what is large left out.
fn numbers(run: &Run, key: &str) -> Option<Vec<f64>> {
    Some(run.diagnostics.get(key)?.split_whitespace().filter_map(|word| word.parse().ok()).collect())
}

/// What differs, with how many numbers were compared.
#[derive(Default)]
struct Apart {
    wrong: Vec<String>,
    compared: usize,
}

impl Apart {
    fn near(&mut self, what: &str, found: f64, expected: f64, tolerance: f64) {
        self.compared += 1;
        let is_near = (found - expected).abs() <= tolerance * expected.abs().max(1.0);
        if !is_near {
            self.wrong.push(format!("{what}: {found} for {expected}"));
        }
    }

    /// Autocorrelations by the program's own coefficients, and how probable they are by those that are found.
    fn table(&mut self, what: &str, held: &[Autocorrelation], found: &[Autocorrelation], run: &Run, ending: &str) {
        let theirs = rows(run, ending).unwrap_or_default();
        if (held.len(), found.len()) != (theirs.len(), theirs.len()) {
            self.wrong.push(format!("{what} {ending}: {} and {} lags for {}", held.len(), found.len(), theirs.len()));
        }
        for ((held, found), theirs) in held.iter().zip(found).zip(&theirs) {
            let what = format!("{what} {ending} {}", held.lag);
            self.near(&what, held.value, theirs[1], TOLERANCE);
            self.near(&what, held.standard_error, theirs[2], TOLERANCE);
            self.near(&what, held.statistic, theirs[3], TOLERANCE);
            self.near(&what, found.freedom as f64, theirs[4], 0.0);
            // Of the same optimum. Above some 80 the program gives every statistic the probability 0.
            let is_same = (found.statistic - theirs[3]).abs() < 1e-3;
            if is_same && (theirs[5] > 0.0 || theirs[3] < 80.0) {
                self.near(&what, found.probability.unwrap_or_default(), theirs[5], OF_PROBABILITIES);
            }
        }
    }
}

/// The specification with the coefficients that the program found beside those that are held.
fn held(specification: &Specification, run: &Run) -> Specification {
    let mut held = specification.clone();
    let mut theirs = run.arma().unwrap().into_iter();
    let count = match held.model {
        Some(ModelChoice::Fixed(model)) => model.coefficients(),
        _ => unreachable!("the model is given"),
    };
    held.held.arma.resize(count, None);
    for coefficient in held.held.arma.iter_mut().filter(|coefficient| coefficient.is_none()) {
        *coefficient = Some(theirs.next().unwrap().0);
    }
    held
}

#[test]
fn the_check_of_residuals_is_the_program_s() {
    let (Some(program), Some(series)) = (program(), some(7)) else { return };
    let quarterly = series.iter().map(|(name, series)| (format!("{name} by quarter"), quarters(series)));
    let all: BTreeMap<String, Series> = series.clone().into_iter().chain(quarterly).collect();
    let mut apart = Apart::default();
    for (at, model) in MODELS.into_iter().enumerate() {
        let of_check = if at % 2 == 0 { "" } else { "maxlag=90 qtype=bp" };
        let text = format!(
            "transform{{function=log}}\narima{{{model}}}\nestimate{{tol=1.0e-10 maxiter=5000 save=(est)}}\n\
             check{{{of_check} print=all save=(acf pcf ac2)}}\n"
        );
        for (name, series) in &all {
            let run = run(&program, series, "", &text);
            let frequency = series.start().frequency();
            let specification = Specification::read(&text, frequency, &|name| Err(name.to_owned())).unwrap();
            let check = |specification: &Specification| adjust(&series.into(), specification).ok()?.check;
            let (Some(found), Some(_)) = (check(&specification), run.arma()) else { continue };
            let what = format!("{name} {model}");
            let Some(check) = check(&held(&specification, &run)) else {
                println!("{what}: not invertible by the program's coefficients, {:?}", run.arma().unwrap());
                continue;
            };
            apart.table(&what, &check.autocorrelations, &found.autocorrelations, &run, "acf");
            apart.table(&what, &check.squares, &found.squares, &run, "ac2");
            let partial = rows(&run, "pcf").unwrap_or_else(|| panic!("{what}: {}", run.errors));
            assert_eq!(partial.len(), check.partial.len(), "{what}");
            for (ours, theirs) in check.partial.iter().zip(&partial) {
                apart.near(&format!("{what} pcf"), *ours, theirs[1], 1e-7);
                apart.near(&format!("{what} pcf"), check.error_of_partial(), theirs[2], TOLERANCE);
            }
            // To half of the last digit that is printed; the first three not of short series.
            let printed = |key: &str, at: usize| numbers(&run, key).map(|numbers| numbers[at]);
            let qs = check.qs.map(|qs| (qs.statistic, qs.probability)).unwrap_or_default();
            let friedman = check.friedman.unwrap();
            for (key, at, ours, half) in [
                ("skewness", 0, check.skewness, 5.1e-5),
                ("a", 0, check.geary, 5.1e-5),
                ("kurtosis", 0, check.kurtosis, 5.1e-5),
                ("durbinwatson", 0, check.durbin_watson, 5.1e-8),
                ("friedman", 0, friedman.statistic, 5.1e-8),
                ("friedman", 1, friedman.degrees.0 as f64, 0.0),
                ("friedman", 2, friedman.probability, 5.1e-8),
                ("qsrsd", 0, qs.0, 5.1e-6),
                ("qsrsd", 1, qs.1, 5.1e-6),
            ] {
                match printed(key, at) {
                    Some(theirs) => apart.near(&format!("{what} {key}"), ours, theirs, half),
                    None => assert!(check.count < 60, "{what}: no {key}"),
                }
            }
        }
    }
    println!("checks of residuals: {} numbers compared, {} apart", apart.compared, apart.wrong.len());
    assert!(apart.compared > 10_000, "{}", apart.compared);
    assert!(apart.wrong.is_empty(), "{:#?}", &apart.wrong[..apart.wrong.len().min(60)]);
}
