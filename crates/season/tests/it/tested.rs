//! What is tested by AICC, beside what is among the variables, against what the program keeps.

use season::Frequency;
use season::adjust::adjust;
use season::spc::Specification;

use crate::program::{program, run};
use crate::reference::series;

/// Months with and without trading days and Easter, of which logarithms are taken or not.
const SERIES: [&str; 5] =
    ["de_indprod_208", "de_indprod_064", "m3_n2176", "fr_insee_008", "be_exports_other_european_countries"];

/// Keeps what the program keeps, or both refuse.
fn check(transform: &str, regression: &str, model: &str) {
    let (Some(program), Some(all)) = (program(), series()) else { return };
    let text = format!(
        "transform{{function={transform}}}\nregression{{{regression}}}\narima{{model={model}}}\n\
         estimate{{tol=1.0e-10 maxiter=50000 save=(est)}}\n"
    );
    let specification = Specification::read(&text, Frequency::Monthly, &|name| Err(name.to_owned()));
    for (name, series) in all.iter().filter(|(name, _)| SERIES.contains(&name.as_str())) {
        let run = run(&program, series, "", &text);
        let Some(theirs) = run.regression() else {
            assert!(specification.is_err(), "{name}: {text}{}", run.errors);
            continue;
        };
        let ours = adjust(&series.into(), specification.as_ref().unwrap()).unwrap().model.unwrap().fit;
        let mut kept: Vec<String> = ours.regression().into_iter().map(|one| one.name).collect();
        let mut theirs: Vec<String> = theirs.into_iter().map(|(_, name, _, _)| name).collect();
        kept.sort();
        theirs.sort();
        assert_eq!(kept, theirs, "{name}: {text}");
    }
}

#[test]
fn what_is_tested_stays_as_in_x13() {
    let tested = [
        "aictest=(td)",
        "aictest=(td1coef)",
        "aictest=(tdnolpyear)",
        "aictest=(td1nolpyear)",
        "variables=(td) aictest=(td)",
        "variables=(td1coef) aictest=(td)",
        "variables=(td1coef) aictest=(td1coef)",
        "variables=(tdnolpyear) aictest=(td)",
        "variables=(td) aictest=(td1coef)",
        "variables=(lpyear) aictest=(td)",
        "aictest=(easter)",
        "variables=(easter[3]) aictest=(easter)",
        "variables=(td1coef easter[15]) aictest=(td easter)",
    ];
    for regression in tested {
        check("log", regression, "(0 1 1)(0 1 1)");
        check("none", regression, "(0 1 1)(0 1 1)");
    }
}

/// The model that is given decides, not the airline model.
#[test]
fn logarithms_are_chosen_by_the_model_that_is_given() {
    for model in ["(1 1 0)(0 1 1)", "(2 1 0)(0 1 1)", "(1 0 0)(0 1 1)"] {
        check("auto", "variables=(td)", model);
        check("auto", "aictest=(td easter)", model);
    }
}
