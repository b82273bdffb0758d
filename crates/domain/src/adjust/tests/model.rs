//! The numbers behind an adjustment are those of the engine.

use season::Frequency;
use season::adjust::{Adjusted, adjust};
use season::diagnostics::{CheckSettings, ResidualChecks};
use season::spc::Specification;
use season::x11::Table;

use super::*;

#[test]
fn residuals_that_are_still_correlated_are_told() {
    let values = industry("2015-01", 108, 6);
    let fitting = look(&levels(&values), Some(&chosen(&values)));
    let asked = "transform{function=log}\narima{model=(0 1 0)(0 1 0)}\nx11{}\n";
    let proposal = Proposal { asked: Some(asked), ..Proposal::by(Policy::Concurrent) };
    let poor = look(&levels(&values), Some(&refresh(&levels(&values), None, &proposal).unwrap()));
    for (looked, correlated) in [(fitting, false), (poor, true)] {
        let found = looked.adjusted().unwrap();
        assert_eq!(found.estimated.as_ref().unwrap().residuals.as_ref().unwrap().are_correlated(), correlated);
        let told = verdicts(found).into_iter().find(|verdict| verdict.text.en.contains("still correlated"));
        assert_eq!(told.map(|told| told.good), correlated.then_some(false));
    }
}

/// What the engine gives by a specification.
fn engine(values: &[Option<f64>], specification: &str) -> Adjusted {
    let none = |name: &str| Err(format!("{name}: there is no such file"));
    let specification = Specification::read_for_others(specification, Frequency::Monthly, &none).unwrap();
    adjust(&levels(values).observed().unwrap(), &specification).unwrap()
}

#[test]
fn errors_of_coefficients_are_told_while_those_are_held() {
    let values = industry("2015-01", 108, 6);
    let kept = chosen(&values);
    let estimated = engine(&values, &kept.asked).model.unwrap().fit;
    let looked = look(&levels(&values), Some(&kept));
    let told = looked.adjusted().unwrap().estimated.clone().unwrap();
    assert!(!told.coefficients.is_empty());
    for (told, (_, _, estimate, error)) in told.coefficients.iter().zip(estimated.arma()) {
        assert_eq!((told.estimate, told.standard_error), (estimate, error), "{told:?}");
        assert!(told.t().is_some(), "{told:?}");
        let of_year = matches!(told.part, ArimaPart::SeasonalAutoregressive | ArimaPart::SeasonalMovingAverage);
        assert_eq!(told.lag % 12 == 0, of_year, "{told:?}");
    }
    assert_eq!(told.coefficients.len(), estimated.arma().len());
    let likelihood = estimated.likelihood();
    assert_eq!((told.log_likelihood, told.aicc), (likelihood.log_likelihood, Some(likelihood.aicc)));
    assert_eq!((told.effective, told.months.len()), (likelihood.effective, 108));
    let checks = ResidualChecks::of(&estimated, &CheckSettings::default()).unwrap();
    let (residuals, last) = (told.residuals.unwrap(), checks.autocorrelations[23]);
    assert_eq!((residuals.lags, residuals.autocorrelation), (24, (last.statistic, last.probability.unwrap())));
    assert_eq!(residuals.normality, checks.normality.map(|test| test.probability));

    // The model that is held says nothing of them: it is the day of the choice that is told, until it is made again.
    let held = engine(&values, kept.chosen.as_ref().unwrap()).model.unwrap().fit;
    assert!(held.arma().iter().all(|(_, _, _, error)| error.is_none()), "{:?}", held.arma());
    let whole = industry("2015-01", 111, 6);
    let of = |policy| refresh(&levels(&whole), Some(&kept), &Proposal::by(policy)).unwrap().estimated;
    assert_eq!(of(Policy::Fixed), kept.estimated);
    assert_eq!(of(Policy::Parameters).unwrap().months.len(), 111);
}

#[test]
fn a_choice_that_was_kept_before_its_errors_were_is_read_as_it_was() {
    let values = industry("2015-01", 108, 6);
    let kept = chosen(&values);
    let mut written = serde_json::to_value(&kept).unwrap();
    assert!(written.as_object_mut().unwrap().remove("estimated").is_some());
    let before: Kept = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(before, Kept { estimated: None, ..kept.clone() });
    assert_eq!(serde_json::to_value(&before).unwrap(), written, "and is written as it was");
    let looked = look(&levels(&values), Some(&before));
    let told = looked.adjusted().unwrap().estimated.clone().unwrap();
    assert!(told.coefficients.iter().all(|one| one.standard_error.is_none()), "{told:?}");
}

#[test]
fn measures_filters_and_extremes_are_those_of_the_engine() {
    let mut values = industry("2014-01", 120, 8);
    // An outlier that the model does not take out is an extreme of the season.
    let asked = "transform{function=log}\nregression{variables=(tet)}\narima{model=(0 1 1)(0 1 1)}\nx11{}\n";
    values[67] = values[67].map(|value| value * 1.15);
    let proposal = Proposal { asked: Some(asked), ..Proposal::by(Policy::Concurrent) };
    let kept = refresh(&levels(&values), None, &proposal).unwrap();
    let found = engine(&values, kept.chosen.as_ref().unwrap()).x11.unwrap();
    let looked = look(&levels(&values), Some(&kept));
    let told = looked.adjusted().unwrap();

    let quality = found.diagnostics.quality.as_ref().unwrap();
    assert_eq!((told.m, told.q), (quality.m, Some(quality.q)));
    let measures = measures(told);
    let names: Vec<&str> = measures.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10", "M11", "Q"]);
    let doubtful = measures.iter().take(11).filter(|one| one.is_doubtful()).count();
    assert_eq!(doubtful, quality.failed);
    assert!(measures.iter().all(|one| one.value.is_some()), "ten years have all of them: {measures:?}");

    let choices = &found.choices;
    assert_eq!((told.filters.seasonal.len(), told.filters.henderson), (12, choices.henderson[3]));
    assert_eq!(told.filters.in_common(), choices.filters.first().copied());
    let months: Vec<Month> = told.replaced.iter().map(|(month, _)| *month).collect();
    assert!(months.contains(&told.months.first.plus(67)), "{months:?}");
    let replaced: Vec<f64> = found.replaced(Table::D9).iter().map(|(_, value)| *value).collect();
    assert!(told.replaced.iter().all(|(_, value)| replaced.contains(value)), "{replaced:?}");
    assert_eq!(
        told.specified.as_ref().map(|one| (one.asked.as_str(), &one.chosen)),
        Some((asked, kept.chosen.as_ref().unwrap()))
    );
}

#[test]
fn the_file_of_a_specification_holds_its_series() {
    let mut values = industry("2015-01", 108, 6);
    values[50] = None;
    let kept = chosen(&values);
    let chosen = kept.chosen.as_ref().unwrap();
    assert!(has_own_words(chosen).unwrap() && !has_own_words("x11{}").unwrap());
    let file = with_its_series(&levels(&values), chosen).unwrap();
    let none = |name: &str| Err(format!("{name}: there is no such file"));
    let read = Specification::read(&file, Frequency::Monthly, &none).unwrap();
    let series = read.series.clone().unwrap();
    assert_eq!(series, levels(&values).observed().unwrap());
    let adjusted = adjust(&series, &read).unwrap().x11.unwrap();
    assert_eq!(adjusted.observed(Table::D11), look(&levels(&values), Some(&kept)).adjusted().unwrap().adjusted);
    assert!(with_its_series(&levels(&values), "x11{").is_err());
}
