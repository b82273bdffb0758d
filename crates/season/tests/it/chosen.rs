//! What was chosen, kept: the same tables again.

use season::adjust::{Adjusted, Keep, adjust};
use season::regarima::{Observed, Transform};
use season::spc::{Specification, Transformation};
use season::x11::{Filters, Henderson, Mode, Table};
use season::{Frequency, Series};

use crate::program::{program, run};
use crate::reference::series;

fn read(text: &str, frequency: Frequency) -> Specification {
    Specification::read(text, frequency, &|name| Err(format!("there is no {name}"))).unwrap()
}

/// The largest relative difference between two adjustments: every table of X-11, forecasts and backcasts.
fn apart(one: &Adjusted, other: &Adjusted) -> f64 {
    let mean = one.series.values().iter().map(|value| value.abs()).sum::<f64>() / one.series.values().len() as f64;
    let difference = |one: f64, other: f64, scale: f64| (one - other).abs() / one.abs().max(scale);
    let (left, right) = (one.x11.as_ref().unwrap(), other.x11.as_ref().unwrap());
    let tables =
        [Table::B1, Table::C17, Table::D8, Table::D10, Table::D11, Table::D12, Table::D13, Table::D16, Table::D18];
    let mut largest: f64 = 0.0;
    for table in tables {
        let (left, right) = (left.observed(table), right.observed(table));
        assert_eq!(left.len(), right.len(), "{table}");
        let is_level =
            [Table::B1, Table::D11, Table::D12].contains(&table) || one.x11.as_ref().unwrap().mode() == Mode::Additive;
        let scale = if is_level { mean } else { 1e-2 };
        largest = left.iter().zip(right).fold(largest, |most, (one, other)| most.max(difference(*one, *other, scale)));
    }
    assert_eq!((one.forecasts.len(), one.backcasts.len()), (other.forecasts.len(), other.backcasts.len()));
    let pairs = one.forecasts.iter().zip(&other.forecasts).chain(one.backcasts.iter().zip(&other.backcasts));
    pairs.fold(largest, |most, (one, other)| most.max(difference(one.value, other.value, mean)))
}

/// A series adjusted automatically, then by what was chosen, after that was written and read: with coefficients held the same to 1e-9, with
/// coefficients estimated anew to `anew`.
fn check(name: &str, observed: &Observed, automatic: &Specification, anew: f64) -> (f64, f64, Specification) {
    let frequency = observed.start().frequency();
    let adjusted = adjust(observed, automatic).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut differences = Vec::new();
    for keep in [Keep::Coefficients, Keep::Choices] {
        let chosen = adjusted.chosen(automatic, keep);
        assert_eq!(read(&chosen.to_string(), frequency), chosen, "{name}");
        assert!(chosen.tests.is_empty() && chosen.outliers.is_none());
        let again = adjust(observed, &chosen).unwrap_or_else(|error| panic!("{name}: {error}\n{chosen}"));
        let (fit, kept) = (&adjusted.model.as_ref().unwrap().fit, &again.model.as_ref().unwrap().fit);
        assert_eq!(fit.model(), kept.model(), "{name}");
        assert_eq!(fit.regression().len(), kept.regression().len(), "{name}\n{chosen}");
        let gained = kept.likelihood().log_likelihood - fit.likelihood().log_likelihood;
        assert!(gained > -1e-6, "{name}: {gained}");
        differences.push(apart(&adjusted, &again));
    }
    assert!(differences[0] < 1e-9, "{name}: {:e}\n{}", differences[0], adjusted.chosen(automatic, Keep::Coefficients));
    assert!(differences[1] < anew, "{name}: {:e}\n{}", differences[1], adjusted.chosen(automatic, Keep::Choices));
    (differences[0], differences[1], adjusted.chosen(automatic, Keep::Coefficients))
}

#[test]
fn every_choice_kept_gives_the_same_tables() {
    let Some(series) = series() else { return };
    let text = "transform{function=auto} regression{aictest=(td easter tet)} automdl{} outlier{types=(ao ls tc)} \
                forecast{maxlead=24 maxback=12} x11{save=(d10 d11)}";
    let automatic = read(text, Frequency::Monthly);
    let (mut held, mut anew, mut filters, mut trends, mut logs): (Vec<f64>, Vec<f64>, usize, usize, usize) =
        Default::default();
    let mut apart_anew = Vec::new();
    for (name, series) in &series {
        let (one, other, chosen) = check(name, &series.into(), &automatic, f64::INFINITY);
        if other > 1e-5 {
            apart_anew.push(name.as_str());
        }
        held.push(one);
        anew.push(other);
        logs += usize::from(chosen.transform == Transformation::Log);
        let spec = chosen.x11.unwrap().spec;
        filters += usize::from(spec.filters != Filters::Automatic);
        trends += usize::from(spec.henderson != Henderson::Automatic);
    }
    held.sort_by(f64::total_cmp);
    anew.sort_by(f64::total_cmp);
    println!(
        "held: largest {:.1e}; estimated anew: median {:.1e}, 90 % {:.1e}, largest {:?}; of {}: {logs} in logarithms, \
         seasonal filter given in {filters}, trend in {trends}",
        held[112],
        anew[56],
        anew[101],
        &anew[108..],
        held.len()
    );
    assert!(filters > 20 && trends > 5 && logs > 50, "{filters} {trends} {logs}");
    assert!(anew[56] < 1e-6);
    assert_eq!(apart_anew, Vec::<&str>::new());
}

/// Gaps, quarters, levels with leap years, regressors of one's own, coefficients that were held before.
#[test]
fn choices_of_other_forms_are_kept_as_well() {
    let Some(series) = series() else { return };
    let airline = &series["r_airpassengers"];
    let mut gaps: Vec<Option<f64>> = airline.values().iter().copied().map(Some).collect();
    gaps[50] = None;
    let gaps = Observed::new(airline.start(), gaps).unwrap();
    let sums: Vec<f64> = airline.values().chunks_exact(3).map(|months| months.iter().sum()).collect();
    let quarters = Series::new("1949-Q1".parse().unwrap(), sums).unwrap();
    let slow: String = (0..200).map(|at| format!("{:.3}\n", (at as f64 / 9.0).sin())).collect();
    let own = format!(
        "transform{{function=log}} regression{{variables=(td lpyear ao1955.3) user=(slow) start=1948.1 data=({slow})}}
         arima{{model=(0 1 1)(0 1 1)}} outlier{{}} x11{{}}"
    );
    let texts = [
        "transform{function=auto} regression{aictest=(td)} automdl{} outlier{} x11{}",
        "transform{function=none} regression{variables=(td easter[8])} arima{model=(0 1 1)(0 1 1)} x11{}",
        "regression{variables=(const lom) aictest=(easter)} arima{model=(1 0 1)(0 1 1)} x11{mode=add}",
        "transform{function=log adjust=lom} regression{variables=(td1coef)} arima{model=(0 1 1)(0 1 1)} outlier{} x11{}",
        "transform{function=log} regression{variables=(tdnolpyear)} arima{model=(0 1 0)} x11{seasonalma=s3x9 trendma=9}",
        "transform{function=log} regression{variables=(td easter[8]) b=(0.001f, 0.1, 0.1, 0.1, 0.1, 0.1, 0.01f)} \
         arima{model=(0 1 1)(0 1 1)} x11{} slidingspans{}",
        "transform{function=log adjust=lpyear} regression{variables=(td1nolpyear lpyear)} arima{model=(0 1 1)(0 1 1)} x11{}",
        "series{modelspan=(1951.1, )} transform{function=auto} regression{variables=(ls1950.3 ao1955.3)} automdl{} outlier{} x11{}",
        "series{modelspan=( , 1959.4)} transform{function=log} regression{variables=(td)} arima{model=(0 1 1)(0 1 1)} outlier{} x11{}",
        "transform{function=auto} arima{model=(0 1 [1,3])(0 1 1)} outlier{} x11{}",
        "transform{function=log} regression{variables=(seasonal)} arima{model=([2] 1 1)} outlier{} x11{}",
        &own,
    ];
    for text in texts {
        for (name, observed) in [("months", Observed::from(airline)), ("gaps", gaps.clone())] {
            check(&format!("{name} {text}"), &observed, &read(text, Frequency::Monthly), 1e-4);
        }
        if text != own {
            check(&format!("quarters {text}"), &(&quarters).into(), &read(text, Frequency::Quarterly), 1e-4);
        }
    }
    let level = read(texts[1], Frequency::Monthly);
    let adjusted = adjust(&airline.into(), &level).unwrap();
    assert_eq!(adjusted.model.as_ref().unwrap().fit.specification().transform, Transform::Level);
    assert_eq!(adjusted.chosen(&level, Keep::Choices), level);
}

/// X-11 alone keeps its filters, not a table changed.
#[test]
fn filters_of_x11_alone_are_kept() {
    let Some(series) = series() else { return };
    let mut given = 0;
    for text in ["x11{mode=mult}", "x11{mode=add}"] {
        let automatic = read(text, Frequency::Monthly);
        for (name, series) in &series {
            let adjusted = adjust(&series.into(), &automatic).unwrap();
            let chosen = adjusted.chosen(&automatic, Keep::Coefficients);
            let again = adjust(&series.into(), &chosen).unwrap();
            assert_eq!(apart(&adjusted, &again), 0.0, "{name} {chosen}");
            given += usize::from(chosen != automatic);
            assert_eq!(adjusted.chosen(&automatic, Keep::Choices), automatic);
        }
    }
    assert!(given > 100, "{given}");
}

/// The reference program reads what is written, and makes the same of it: a tenth of the series.
#[test]
fn the_reference_program_takes_what_was_chosen() {
    let (Some(program), Some(series)) = (program(), series()) else { return };
    let text =
        "transform{function=auto} regression{aictest=(td easter)} automdl{} outlier{types=(ao ls tc)} x11{save=(d11)}";
    let automatic = read(text, Frequency::Monthly);
    let mut compared = 0;
    for (name, series) in series.iter().step_by(10) {
        let adjusted = adjust(&series.into(), &automatic).unwrap();
        let chosen = adjusted.chosen(&automatic, Keep::Coefficients);
        let run = run(&program, series, "", &chosen.to_string());
        let theirs = run.series("d11").unwrap_or_else(|| panic!("{name}: {}\n{chosen}", run.errors));
        let ours = adjusted.x11.as_ref().unwrap().observed(Table::D11);
        let mean = series.values().iter().map(|value| value.abs()).sum::<f64>() / series.values().len() as f64;
        let pairs = ours.iter().zip(theirs.values());
        let largest = pairs.map(|(ours, theirs)| (ours - theirs).abs() / theirs.abs().max(mean)).fold(0.0, f64::max);
        assert!(largest < 1e-6, "{name}: {largest:e}\n{chosen}");
        compared += 1;
    }
    assert!(compared > 10, "{compared}");
}
