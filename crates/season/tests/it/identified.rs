//! Models identified by other arguments of `automdl` than the defaults, and after a prior factor, against the program itself.
//!
//! An automatic run of the program takes up to seconds, so that each set of arguments meets other series, every so many; the test that is
//! ignored takes all of them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use season::adjust::{Adjusted, adjust};
use season::regarima::Transform;
use season::spc::Specification;
use season::x11::Table;
use season::{Frequency, Series};

use crate::program::{Run, program, run};
use crate::reference::series;

fn read(text: &str) -> Specification {
    Specification::read(text, Frequency::Monthly, &|name| Err(format!("there is no {name}"))).unwrap()
}

/// Arguments of `automdl`, with what else the specification holds, and in how many series of a hundred at least the orders and the mean are
/// those of the program: three less than was measured over all series. Of 171 differences over all sets 81 have a model best that is not among the
/// program's five, as where its search for (0 1 1)(1 0 1) stops at a lower likelihood; in 79 both have the same model best and part in later
/// steps, of which the causes were not looked for one by one.
const SETS: [(&str, &str, usize); 16] = [
    ("", "", 88),
    ("maxorder=(1 1)", "", 86),
    ("maxorder=(3 1)", "", 80),
    ("maxorder=(2 2)", "", 88),
    ("maxorder=(4, )", "", 83),
    ("maxdiff=(1 1)", "", 88),
    ("maxdiff=(1 0)", "", 81),
    ("diff=(1 1)", "", 83),
    ("diff=(0 1)", "", 93),
    ("acceptdefault=yes", "", 91),
    ("balanced=yes", "", 89),
    ("mixed=no", "", 92),
    ("checkmu=no armalimit=2.0 urfinal=1.1", "", 83),
    ("hrinitial=yes exactdiff=yes", "", 88),
    ("ljungboxlimit=0.9 reducecv=0.2", "outlier{types=(ao ls tc)}\n", 84),
    ("", "regression{variables=(seasonal)}\n", 75),
];

/// How far the program's tables may be from the maximum at its own tolerance: 6e-3 was measured where a seasonal moving average is near 1.
const OF_DEFAULTS: f64 = 6e-3;

/// Series of which the program takes the trading days out again by their t statistics, and then leaves out of its tables the prior factor too that
/// was asked for (its own D10 and D11 make up A1 without it); where AICC alone refuses the trading days it keeps the factor, as we always do.
const LOST: [&str; 1] = ["m3_n1992"];

/// Both sides on these series.
fn both<T: Send>(
    text: &str,
    chosen: &[(&String, &Series)],
    made: impl Fn(&str, &Series, &Run, &Adjusted) -> T + Sync,
) -> Vec<T> {
    let Some(program) = program() else { return Vec::new() };
    let specification = read(text);
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((name, series)) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
            let ours = adjust(&(*series).into(), &specification).unwrap_or_else(|error| panic!("{name}: {error}"));
            let run = run(&program, series, "", text);
            if run.diagnostics.contains_key("arimamdl") {
                let made = made(name, series, &run, &ours);
                found.lock().unwrap().push(made);
            } else {
                println!("{name}: ours {}; the program stops", ours.model.unwrap().fit.model());
            }
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
    found.into_inner().unwrap()
}

/// Whether the orders and the mean are the program's.
fn same(arguments: &str, name: &str, run: &Run, ours: &Adjusted) -> bool {
    let model = ours.model.as_ref().unwrap();
    let logs = model.fit.specification().transform == Transform::Log;
    let theirs = run.diagnostics.get("aictrans").unwrap_or(&run.diagnostics["transform"]);
    assert_eq!(logs, theirs.starts_with("Log"), "{name}: {theirs}");
    let has_mean = model.fit.regression().iter().any(|one| one.name == "Constant");
    let their_mean = run.regression().unwrap_or_default().iter().any(|(_, name, _, _)| name == "Constant");
    let (found, printed) = (model.fit.model().to_string(), &run.diagnostics["arimamdl"]);
    let is_same = found == *printed && has_mean == their_mean;
    if !is_same {
        let search = model.orders.as_ref().unwrap();
        let best: Vec<String> =
            search.best.iter().map(|(model, criterion)| format!("{model} {criterion:.3}")).collect();
        let theirs: Vec<&String> =
            (1..=5).filter_map(|at| run.diagnostics.get(&format!("automdl.best5.mdl{at}"))).collect();
        println!(
            "{arguments}: {name}: ours {found} mean {has_mean}, theirs {printed} mean {their_mean}, first {:?}; ours {best:?}, theirs {theirs:?}",
            run.diagnostics.get("automdl.first")
        );
    }
    is_same
}

fn compare(sets: &[(&str, &str, usize)], step: usize) {
    let Some(all) = series() else { return };
    let mut few = Vec::new();
    for (at, (arguments, others, least)) in sets.iter().enumerate() {
        let chosen: Vec<(&String, &Series)> = all.iter().skip(at % step).step_by(step).collect();
        let text = format!("transform{{function=auto}}\nautomdl{{{arguments}}}\n{others}estimate{{save=(est)}}\n");
        let found = both(&text, &chosen, |name, _, run, ours| same(arguments, name, run, ours));
        let same = found.iter().filter(|same| **same).count();
        println!("automdl{{{arguments}}}: orders and mean the same in {same} of {}", found.len());
        // A few series say less of a share.
        let slack = if step > 1 { 2 } else { 0 };
        if 100 * (same + slack) < least * found.len() {
            few.push(format!("{arguments}: {same} of {}", found.len()));
        }
    }
    assert!(few.is_empty(), "{few:?}");
}

#[test]
fn arguments_of_automdl_mean_what_the_program_means() {
    compare(&SETS, 40);
}

#[test]
#[ignore = "an hour of the reference program: every series by every set of arguments"]
fn arguments_of_automdl_over_every_series() {
    compare(&SETS, 1);
}

/// A prior factor before the identification, beside tests of trading days too: the same model, and tables as near as estimates are.
#[test]
fn a_prior_factor_comes_before_the_identification() {
    let Some(all) = series() else { return };
    for (at, (text, step)) in [
        ("transform{function=log adjust=lom}\nautomdl{}\nestimate{save=(est)}\nx11{save=(d11 d16)}\n", 8),
        (
            "transform{function=log adjust=lpyear}\nregression{aictest=(td)}\nautomdl{}\nestimate{save=(est)}\nx11{save=(d11 d16)}\n",
            12,
        ),
        (
            "transform{function=log adjust=lpyear}\nregression{variables=(tdnolpyear)}\nautomdl{}\nestimate{save=(est)}\nx11{save=(d11 d16)}\n",
            12,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let positive = |(_, series): &(&String, &Series)| series.values().iter().all(|value| *value > 0.0);
        let chosen: Vec<(&String, &Series)> = all.iter().filter(positive).skip(at).step_by(step).collect();
        let apart = |name: &str, series: &Series, run: &Run, ours: &Adjusted| {
            let prior = |period| ours.model.as_ref().unwrap().fit.specification().prior.factor(period);
            assert!((0..48).any(|month| prior(series.start().plus(month)) != 1.0), "{name}");
            let mut names: Vec<String> =
                ours.model.as_ref().unwrap().fit.regression().into_iter().map(|one| one.name).collect();
            let mut theirs: Vec<String> = run.regression().unwrap().into_iter().map(|(_, name, _, _)| name).collect();
            names.sort();
            theirs.sort();
            if names != theirs {
                println!("{name}: regressors {names:?}, theirs {theirs:?}");
            }
            (same(text, name, run, ours) && names == theirs).then(|| {
                let x11 = ours.x11.as_ref().unwrap();
                let mean = series.values().iter().sum::<f64>() / series.values().len() as f64;
                let of = |table: Table, scale: f64| {
                    let theirs = run.series(table.name()).unwrap_or_else(|| panic!("{name}: {}", run.errors));
                    let pairs = x11.observed(table).to_vec().into_iter().zip(theirs.values().to_vec());
                    pairs.map(|(ours, theirs)| (ours - theirs).abs() / theirs.abs().max(scale)).fold(0.0, f64::max)
                };
                // The program's D16 has the factors of other months where a series does not begin in January.
                let season = if series.start().place() == 0 { of(Table::D16, 1.0) } else { 0.0 };
                (name.to_owned(), of(Table::D11, mean).max(season))
            })
        };
        let found = both(text, &chosen, apart);
        let mut largest: Vec<(String, f64)> = found.iter().flatten().cloned().collect();
        largest.sort_by(|(_, one), (_, other)| one.total_cmp(other));
        println!("{text}: the same model in {} of {}, apart {largest:?}", largest.len(), found.len());
        if found.is_empty() {
            continue;
        }
        assert!(largest.len() * 10 >= found.len() * 6);
        let beyond: Vec<_> = largest.iter().filter(|(name, off)| *off > OF_DEFAULTS && !LOST.contains(&name.as_str())).collect();
        assert!(largest[largest.len() / 2].1 < 1e-4 && beyond.is_empty(), "{largest:?}");
    }
}
