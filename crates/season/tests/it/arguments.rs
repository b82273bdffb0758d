//! Arguments of the language that are asked for now and then, against the program itself.

use season::adjust::{Adjusted, NotMade, adjust};
use season::spc::Specification;
use season::{Frequency, Series};

use crate::program::{Run, program, run};
use crate::reference::series;

/// Both runs of a specification on every `step`th series.
fn both(step: usize, text: &str, told: impl Fn(&str, &Series, &Run, Adjusted)) {
    let (Some(program), Some(all)) = (program(), series()) else { return };
    let specification = Specification::read(text, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
    let mut runs = 0;
    for (name, series) in all.iter().step_by(step) {
        let run = run(&program, series, "", text);
        if run.likelihood().is_empty() {
            println!("{name}: the program stops: {}", run.errors);
            continue;
        }
        let adjusted = adjust(&series.into(), &specification).unwrap_or_else(|error| panic!("{name}: {error}"));
        told(name, series, &run, adjusted);
        runs += 1;
    }
    assert!(runs > 3, "{text}: {runs} runs");
}

const ESTIMATE: &str = "estimate{tol=1.0e-10 maxiter=50000 save=(est lks)}\n";

fn names_of(run: &Run) -> Vec<String> {
    let mut names: Vec<String> = run.regression().unwrap().into_iter().map(|(_, name, _, _)| name).collect();
    names.sort();
    names
}

/// All outliers of a round enter at once: the same set as the program's, or one of the same span or with a lower AICC.
#[test]
fn outliers_that_enter_together_are_the_program_s() {
    let cell = std::cell::Cell::new((0, 0, 0));
    let text = format!(
        "transform{{function=log}}\narima{{model=(0 1 1)(0 1 1)}}\noutlier{{types=(ao ls tc) method=addall lsrun=3}}\n{ESTIMATE}"
    );
    both(4, &text, |name, _, run, adjusted| {
        let model = adjusted.model.unwrap();
        let mut ours: Vec<String> = model.outliers.iter().map(ToString::to_string).collect();
        ours.sort();
        let theirs = names_of(run);
        let apart = model.fit.likelihood().aicc - run.likelihood()["aicc"];
        let (mut same, mut equivalent, mut all) = cell.get();
        all += 1;
        same += usize::from(ours == theirs);
        equivalent += usize::from(ours == theirs || (ours.len() == theirs.len() && apart.abs() < 1e-4) || apart < 0.0);
        if ours != theirs {
            println!("{name}: ours {ours:?}, theirs {theirs:?}, AICC {apart} apart");
        }
        cell.set((same, equivalent, all));
    });
    let (same, equivalent, all) = cell.get();
    println!(
        "outliers that enter together: the same in {same} of {all}, of the same span or with a lower AICC in {equivalent}"
    );
    assert_eq!(equivalent, all);
}

/// Forecasts from before the end, with an interval of their own.
#[test]
fn forecasts_from_before_the_end_are_the_program_s() {
    let text = format!(
        "transform{{power=0}}\nregression{{variables=(td)}}\narima{{model=(0 1 1)(0 1 1)}}\n{ESTIMATE}\
         forecast{{maxlead=18 exclude=7 probability=0.9 save=(fct)}}\ncheck{{qtype=ljungbox acflimit=1.6 qlimit=0.05}}\n"
    );
    both(20, &text, |name, series, run, adjusted| {
        let lines = run.file("fct").unwrap_or_else(|| panic!("{name}: {}", run.errors)).lines().skip(2);
        let theirs: Vec<Vec<f64>> =
            lines.map(|line| line.split('\t').skip(1).map(|cell| cell.trim().parse().unwrap()).collect()).collect();
        assert_eq!((adjusted.forecasts.len(), theirs.len()), (18, 18));
        assert_eq!(adjusted.forecasts[0].period, series.end().plus(-6), "{name}");
        // With trading days the program stops below the maximum of `vn_retail_tong_so`.
        let apart = adjusted.model.as_ref().unwrap().fit.likelihood().aicc - run.likelihood()["aicc"];
        assert!(apart < 1e-4, "{name}: AICC {apart} apart");
        if apart < -1e-4 {
            println!("{name}: AICC is {apart} lower");
            return;
        }
        for (ours, theirs) in adjusted.forecasts.iter().zip(&theirs) {
            for (ours, theirs) in [ours.value, ours.lower, ours.upper].into_iter().zip(theirs) {
                assert!((ours / theirs - 1.0).abs() < 1e-5, "{name} {}: {ours} {theirs}", adjusted.forecasts[0].period);
            }
        }
    });
}

/// How much better levels must be before they are chosen.
#[test]
fn the_transformation_is_chosen_by_the_difference_that_is_asked_for() {
    for (difference, is_log) in [("-500", true), ("500", false)] {
        let text =
            format!("transform{{function=auto aicdiff={difference}}}\narima{{model=(0 1 1)(0 1 1)}}\n{ESTIMATE}");
        both(12, &text, |name, _, run, adjusted| {
            let ours = adjusted.transform.unwrap().transform == season::regarima::Transform::Log;
            let theirs = run.diagnostics["aictrans"].starts_with("Log");
            assert_eq!((ours, theirs), (is_log, is_log), "{name} {difference}");
        });
    }
}

/// Beside an adjustment the program knows every value, and so do we, and say so.
#[test]
fn beside_an_adjustment_no_value_is_left_out_of_the_forecasts() {
    let value = |month: i32| (100.0 + f64::from(month * 7 % 5)) * if month % 12 == 11 { 1.3 } else { 1.0 };
    let series = Series::new("2015-01".parse().unwrap(), (0..96).map(value).collect()).unwrap();
    let read = |text: &str| Specification::read(text, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
    let text = "transform{power=0} arima{model=(0 1 1)(0 1 1)} x11{} forecast{exclude=3}";
    let adjusted = adjust(&(&series).into(), &read(text)).unwrap();
    assert_eq!(adjusted.not_made, [("exclude", NotMade::BesideX11)]);
    assert_eq!(adjusted.forecasts[0].period, series.end().plus(1));
    let adjusted = adjust(&(&series).into(), &read(&text.replace("x11{}", ""))).unwrap();
    assert_eq!((adjusted.forecasts[0].period, adjusted.not_made), (series.end().plus(-2), Vec::new()));
    // An interval of nearly all values is wide, one of few narrow.
    let width = |probability: &str| {
        let text = format!("transform{{power=0}} arima{{model=(0 1 1)(0 1 1)}} forecast{{probability={probability}}}");
        let adjusted = adjust(&(&series).into(), &read(&text)).unwrap();
        adjusted.forecasts[0].upper - adjusted.forecasts[0].lower
    };
    assert!(width("0.999") > 2.0 * width("0.8") && width("0.8") > width("0.1"));
}
