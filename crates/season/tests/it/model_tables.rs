//! The tables of what a model says of a series, against those the program saves.

use season::Frequency;
use season::adjust::adjust;
use season::spc::Specification;

use crate::program::{program, run};
use crate::reference::series;

/// Tables by their long names.
const ASKED: [(&str, &str); 5] = [
    ("series", "span adjoriginal calendaradjorig outlieradjorig"),
    ("transform", "prior prioradjusted transformed"),
    ("regression", "tradingday holiday outlier aoutlier levelshift temporarychange seasonaloutlier userdef"),
    ("forecast", "forecasts transformed backcasts"),
    ("x11", "adjustfac calendar seasadj seasonal trend irregular adjustmentratio unmodsi"),
];

/// A specification with what is asked for in its blocks, on every ninth series; `@` is a month of it, `found` every table that must be
/// there, and with `extends` they go on with the forecasts. The last of the blocks says more of the series. Coefficients are held: both sides use the same.
fn check(blocks: [&str; 5], extends: bool, found: &str) {
    let (Some(program), Some(all)) = (program(), series()) else { return };
    let asked = |at: usize, given: &str| format!("{}{{{given}\nsave=({})}}\n", ASKED[at].0, ASKED[at].1);
    for (name, series) in all.iter().step_by(9) {
        let dated = |month: i32| {
            let period = series.start().plus(month);
            format!("{}.{}", period.year(), period.place() + 1)
        };
        let variables =
            (20..60).step_by(9).fold(blocks[1].to_owned(), |text, month| text.replacen('@', &dated(month), 1));
        let body = [
            asked(1, blocks[0]),
            asked(2, &variables),
            "arima{model=(0 1 1)(0 1 1) ma=(0.4f 0.6f)}\n".to_owned(),
            asked(3, blocks[2]),
            asked(4, blocks[3]),
        ]
        .concat();
        let options = format!("{} save=({})", blocks[4], ASKED[0].1);
        let whole = format!("series{{{options}}}\n{body}");
        let specification = Specification::read(&whole, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
        let run = run(&program, series, &options, &body);
        let ours = adjust(&series.into(), &specification).unwrap_or_else(|error| panic!("{name}: {error}")).tables();
        let mean = series.values().iter().map(|value| value.abs()).sum::<f64>() / series.values().len() as f64;
        let mut compared = Vec::new();
        for (table, (start, theirs)) in &run.tables {
            let ours: Vec<_> = ours.iter().filter(|(name, _, _)| name == table).collect();
            assert_eq!(ours.len(), theirs.len(), "{name}: {table}: {}", run.errors);
            assert_eq!(ours[0].1, *start, "{name}: {table}");
            let scale = if theirs.iter().all(|value| value.abs() < 20.0) { 1.0 } else { mean };
            for ((_, period, ours), theirs) in ours.iter().zip(theirs) {
                // The program leaves a shift out of its sum of outliers before the series, where its own table of shifts ends.
                if table == "otl" && *period < series.start() {
                    continue;
                }
                let off = (ours - theirs).abs() / theirs.abs().max(scale);
                assert!(off < 1e-8, "{name}: {table} {period}: {ours} {theirs}");
            }
            compared.push(table.as_str());
        }
        assert_eq!(compared.join(" "), found, "{name}: {}", run.errors);
        if extends {
            let last = |table: &str| ours.iter().filter(|(name, ..)| name == table).map(|(_, period, _)| *period).max();
            assert_eq!((last("td"), last("ao")), (last("fct"), last("a1")), "{name}");
        }
    }
}

#[test]
fn the_tables_of_a_model_are_those_of_x13() {
    let log = "variables=(td easter[8] ao@ ls@ tc@ so@)";
    let all = "a1 a18 a19 a2 a3 ao b1 d10 d11 d12 d13 d16 d18 d8 e18 fct ftr hol ls otl so tc td trn";
    check(["function=log", log, "maxlead=12", "", ""], false, all);
    check(["function=log", log, "maxlead=24", "appendfcst=yes", ""], true, all);
    check(["function=log", log, "maxlead=18", "", "appendfcst=yes"], true, all);
    let back = "a1 a18 a19 a2 a3 ao b1 bct d10 d11 d12 d13 d16 d18 d8 e18 fct ftr hol ls otl so tc td trn";
    check(["function=log", log, "maxback=7", "appendfcst=yes appendbcst=yes", ""], true, back);
    check(["function=log", log, "maxback=7", "appendfcst=yes", "appendfcst=no appendbcst=yes"], true, back);
    let levels = ["function=none", "variables=(td1coef ao@)", "maxlead=6", "mode=add", ""];
    check(levels, false, "a1 a18 a19 a3 ao b1 d10 d11 d12 d13 d16 d18 d8 e18 fct ftr otl td trn");
}
