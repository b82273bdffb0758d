//! What a model finds, as X-11 takes it: extensions, effects of every kind.

use std::collections::BTreeMap;

use season::spc::Specification;
use season::x11::{Deviation, Factors, Given, Mode, Table, X11Spec, adjust};
use season::{Frequency, Series};

use super::{SAVED, compare, finish, quarters, some, word};
use crate::program::{program, run};
use crate::reference;
use crate::x11::Differences;

/// A model's part of the specification, its X-11 mode, and whether it takes logarithms.
fn held_with_model(what: &str, series: &BTreeMap<String, Series>, mode: Mode, model: impl Fn(&Series) -> String) {
    held_with_model_by(what, series, &X11Spec::of(mode), "", model);
}

/// The same by a specification of X-11 and its equal for the program.
fn held_with_model_by(
    what: &str,
    series: &BTreeMap<String, Series>,
    spec: &X11Spec,
    arguments: &str,
    model: impl Fn(&Series) -> String,
) {
    let mode = spec.mode;
    let Some(program) = program() else { return };
    let mut differences = Differences::default();
    let mut adjusted_so_far = 0;
    for (name, series) in series {
        let log = if mode == Mode::Additive { "none" } else { "log" };
        let specification = format!(
            "transform{{function={log}}}\n{}arima{{model=(0 1 1)(0 1 1)}}\nestimate{{maxiter=5000}}\nx11{{mode={} {arguments}\nsave=({SAVED})}}\n",
            model(series),
            word(mode)
        );
        let run = run(&program, series, "appendfcst=yes appendbcst=yes", &specification);
        if !run.tables.contains_key("d11") {
            println!("{name}: the program stops: {}", run.errors.lines().take(12).collect::<Vec<_>>().join(" "));
            continue;
        }
        let extended = run.series("b1").unwrap();
        let before = series.start().since(extended.start()) as usize;
        let after = before + series.values().len();
        let factors: BTreeMap<&str, Series> = ["td", "hol", "ls", "ao", "tc", "usr", "a10"]
            .into_iter()
            .filter_map(|table| Some((table, lengthened(run.series(table)?, &extended))))
            .collect();
        let relation = |left: f64, right: f64| if mode == Mode::Additive { left + right } else { left * right };
        let calendar = match (factors.get("td"), factors.get("hol")) {
            (Some(days), Some(holidays)) => {
                let both = days.values().iter().zip(holidays.values()).map(|(left, right)| relation(*left, *right));
                Some(Series::new(days.start(), both.collect()).unwrap())
            }
            (one, other) => one.or(other).cloned(),
        };
        let given = Given {
            series,
            forecasts: &extended.values()[after..],
            backcasts: &extended.values()[..before],
            factors: Factors {
                calendar: calendar.as_ref(),
                level_shift: factors.get("ls"),
                additive_outlier: factors.get("ao"),
                temporary_change: factors.get("tc"),
                seasonal: factors.get("a10"),
                other: factors.get("usr"),
            },
        };
        let adjusted = adjust(spec, &given).unwrap();
        compare(name, series, &run, &adjusted, &mut differences);
        adjusted_so_far += 1;
    }
    println!("{what}: {adjusted_so_far} series");
    finish(what, &mut differences);
}

/// Factors over an extended span: what is missing at an end is as the value there.
fn lengthened(factors: Series, over: &Series) -> Series {
    let at = |step: usize| {
        let place = over.start().plus(step as i32).since(factors.start()).clamp(0, factors.values().len() as i32 - 1);
        factors.values()[place as usize]
    };
    Series::new(over.start(), (0..over.values().len()).map(at).collect()).unwrap()
}

#[test]
fn an_extension_by_forecasts_and_backcasts_is_used_as_the_program_does() {
    let Some(series) = some(4) else { return };
    for mode in [Mode::Multiplicative, Mode::LogAdditive, Mode::Additive, Mode::PseudoAdditive] {
        held_with_model(&format!("forecasts {mode:?}"), &series, mode, |_| "forecast{maxlead=12}\n".to_owned());
    }
    let quarterly: BTreeMap<String, Series> =
        series.iter().map(|(name, series)| (name.clone(), quarters(series))).collect();
    for lead in [1, 5, 36] {
        let model = |_: &Series| format!("forecast{{maxlead={lead}}}\n");
        held_with_model(&format!("{lead} months ahead"), &series, Mode::Multiplicative, model);
        held_with_model(&format!("{lead} quarters ahead"), &quarterly, Mode::Multiplicative, model);
    }
    let short: BTreeMap<String, Series> =
        reference::series().unwrap().into_iter().filter(|(_, series)| series.values().len() < 180).collect();
    held_with_model("backcasts", &short, Mode::Multiplicative, |_| "forecast{maxlead=15 maxback=14}\n".to_owned());
}

/// `excludefcst`: the deviations behind extremes are of the observations only.
#[test]
fn deviations_without_the_extension_are_the_program_s() {
    let (Some(series), Some(some)) = (reference::series(), some(6)) else { return };
    let by = |what: &str, series: &BTreeMap<String, Series>, deviation: Deviation, argument: &str| {
        let spec = X11Spec { excludes_extension: true, deviation, ..X11Spec::default() };
        let model = |_: &Series| "forecast{maxlead=17 maxback=14}\n".to_owned();
        held_with_model_by(what, series, &spec, &format!("excludefcst=yes {argument}"), model);
    };
    let ahead = X11Spec { excludes_extension: true, ..X11Spec::default() };
    held_with_model_by("excludefcst", &series, &ahead, "excludefcst=yes", |_| "forecast{maxlead=12}\n".to_owned());
    let short: BTreeMap<String, Series> = series.into_iter().filter(|(_, one)| one.values().len() < 180).collect();
    by("backcasts", &short, Deviation::FiveYears, "");
    let quarterly: BTreeMap<String, Series> = some.iter().map(|(name, one)| (name.clone(), quarters(one))).collect();
    held_with_model_by("excludefcst quarters", &quarterly, &ahead, "excludefcst=yes", |_| {
        "forecast{maxlead=6}\n".to_owned()
    });
    let spec = X11Spec { deviation: Deviation::EachPeriodIfUnequal, ..ahead };
    let model = |_: &Series| "forecast{maxlead=12}\n".to_owned();
    held_with_model_by("excludefcst signif", &some, &spec, "excludefcst=yes calendarsigma=signif", model);
}

#[test]
fn effects_of_a_model_are_put_where_the_program_puts_them() {
    let Some(series) = some(4) else { return };
    let outliers = |series: &Series| {
        let at = |share: usize| {
            let period = series.start().plus((series.values().len() * share / 10) as i32);
            format!("{}.{}", period.year(), period.place() + 1)
        };
        format!("ao{} ls{} tc{} ao{}", at(2), at(4), at(6), at(8))
    };
    for mode in [Mode::Multiplicative, Mode::Additive, Mode::LogAdditive] {
        let model = |series: &Series| {
            format!("regression{{variables=(td easter[8] {}) save=(td hol ao ls tc)}}\n", outliers(series))
        };
        held_with_model(&format!("effects {mode:?}"), &series, mode, model);
    }
}

/// `final`: outliers, level shifts and effects of one's own that the adjusted series is without. A level shift is taken out of a replaced
/// value of E2 twice by the program, which moves E2, E11 and what is measured of them; these are not compared then.
#[test]
fn effects_that_are_left_out_in_the_end_are_those_of_the_program() {
    let (Some(program), Some(all)) = (program(), some(6)) else { return };
    for (log, asked) in
        [("log", "ao"), ("log", "tc"), ("log", "ls"), ("log", "ao ls tc"), ("none", "ao ls tc user"), ("log", "user")]
    {
        let mut compared = 0;
        for (name, series) in &all {
            let at = |share: usize| {
                let period = series.start().plus((series.values().len() * share / 10) as i32);
                format!("{}.{}", period.year(), period.place() + 1)
            };
            let slow: String =
                (0..series.values().len() + 12).map(|at| format!("{:.10}\n", (at as f64 / 7.0).sin())).collect();
            let mode = if log == "none" { "add" } else { "mult" };
            let text = format!(
                "transform{{function={log}}}\nregression{{variables=(ao{} ls{} tc{}) user=(slow) start={}.{} data=(\n{slow})}}\n\
                 arima{{model=(0 1 1)(0 1 1) ma=(0.4f 0.6f)}}\nx11{{mode={mode} final=({asked})\nsave=(d10 d11 d12 d13 d16 e1 e2 e11 d18)}}\n",
                at(2),
                at(4),
                at(6),
                series.start().year(),
                series.start().place() + 1,
            );
            let specification =
                Specification::read(&text, Frequency::Monthly, &|name| Err(format!("there is no {name}"))).unwrap();
            let run = run(&program, series, "", &text);
            if !run.tables.contains_key("d11") {
                println!("{name}: the program stops: {}", run.errors.lines().take(9).collect::<Vec<_>>().join(" "));
                continue;
            }
            let ours = season::adjust::adjust(&series.into(), &specification).unwrap().x11.unwrap();
            let mean = series.values().iter().map(|value| value.abs()).sum::<f64>() / series.values().len() as f64;
            for (table, (start, values)) in &run.tables {
                let Ok(table) = table.parse::<Table>() else { continue };
                if asked.contains("ls") && matches!(table, Table::E2 | Table::E11) {
                    continue;
                }
                let scale =
                    if matches!(table, Table::D10 | Table::D13 | Table::D16) && log == "log" { 1.0 } else { mean };
                for (at, theirs) in values.iter().enumerate() {
                    let found = ours.at(table, start.plus(at as i32)).unwrap();
                    assert!((found - theirs).abs() / scale < 1e-8, "{name} {asked} {table} {at}: {found} {theirs}");
                }
            }
            compared += 1;
        }
        println!("final=({asked}): {compared} series the same");
        assert!(compared > 10);
    }
}

/// A season that grows, under each kind that the language has for a user's regressor, through the whole of a run.
#[test]
fn a_user_s_regressor_goes_where_its_kind_says() {
    let (Some(program), Some(all)) = (program(), some(9)) else { return };
    for kind in ["seasonal", "so", "holiday", "td", "user", "ao", "ls"] {
        for log in ["log", "none"] {
            let (mut compared, mut largest) = (0, 0.0_f64);
            for series in all.values() {
                let first = series.start();
                let value = |at: usize| if (first.place() + at) % 12 == 3 { at as f64 } else { -(at as f64) / 11.0 };
                let data: String = (0..series.values().len() + 12).map(|at| format!("{:.10}\n", value(at))).collect();
                let text = format!(
                    "transform{{function={log}}}\nregression{{user=(own) usertype={kind} start={}.{} data=(\n{data})}}\n\
                     arima{{model=(0 1 1)(0 1 1) ma=(0.4f 0.6f)}}\nx11{{mode={}\nsave=(d10 d11 d12 d13 d16)}}\n",
                    first.year(),
                    first.place() + 1,
                    if log == "none" { "add" } else { "mult" }
                );
                let specification =
                    Specification::read(&text, Frequency::Monthly, &|name| Err(format!("there is no {name}"))).unwrap();
                let run = run(&program, series, "", &text);
                if !run.tables.contains_key("d11") {
                    continue;
                }
                let ours = season::adjust::adjust(&series.into(), &specification).unwrap().x11.unwrap();
                let mean = series.values().iter().map(|value| value.abs()).sum::<f64>() / series.values().len() as f64;
                for (table, (start, values)) in &run.tables {
                    let Ok(table) = table.parse::<Table>() else { continue };
                    let is_ratio = log == "log" && matches!(table, Table::D10 | Table::D13 | Table::D16);
                    let found = values.iter().enumerate().map(|(at, _)| ours.at(table, start.plus(at as i32)).unwrap());
                    let apart = found.zip(values).map(|(found, theirs)| (found - theirs).abs()).fold(0.0, f64::max);
                    largest = largest.max(apart / if is_ratio { 1.0 } else { mean });
                }
                compared += 1;
            }
            println!("usertype={kind}, {log}: {compared} series, largest difference {largest:.1e}");
            assert!(compared > 8 && largest < 1e-8, "{kind} {log}: {compared}, {largest}");
        }
    }
}

/// A regressor that comes and goes and one that grows with the season: left in the adjusted series, and taken out with its season.
#[test]
fn effects_of_one_s_own_are_put_where_the_program_puts_them() {
    let Some(series) = some(9) else { return };
    for mode in [Mode::Multiplicative, Mode::Additive] {
        let model = |series: &Series| {
            let first = series.start().plus(-24);
            let line = |at: usize| {
                let slow = (at as f64 / 7.0).sin();
                let season = if (first.place() + at) % 12 == 3 { 0.01 * at as f64 } else { 0.0 };
                format!("{slow:.10} {season:.10}\n")
            };
            let data: String = (0..series.values().len() + 60).map(line).collect();
            format!(
                "regression{{user=(slow april) usertype=(user seasonal) start={}.{} data=(\n{data})\nsave=(usr a10)}}\n",
                first.year(),
                first.place() + 1
            )
        };
        held_with_model(&format!("own effects {mode:?}"), &series, mode, model);
    }
}
