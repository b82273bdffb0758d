//! Sliding spans and histories of adjustments with a model, against the program itself.

use std::collections::BTreeMap;

use season::adjust::{Adjusted, adjust};
use season::spc::Specification;
use season::{Frequency, Period, Series};

use crate::program::{Run, program, run};
use crate::reference::series;

/// The program's name of a table, the column there, our name.
type Column = (&'static str, usize, &'static str);

/// A column of a table that was saved; -999 stands where there is nothing.
fn column(run: &Run, table: &str, at: usize) -> Option<BTreeMap<Period, f64>> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let (year, month) = cells.first()?.split_at_checked(4)?;
        let period = Period::new(Frequency::Monthly, year.parse().ok()?, month.parse().ok()?)?;
        Some((period, cells.get(at)?.parse().ok().filter(|value: &f64| *value != -999.0)?))
    };
    Some(run.file(table)?.lines().skip(2).filter_map(row).collect())
}

/// The tables of series by a specification: the same periods, values within the tolerance relative to a hundred or to themselves. A table is
/// told by the program's name, its column there, and our name.
fn check(names: &[&str], body: &str, tables: &[Column], tolerance: f64) {
    check_runs(names, body, tables, tolerance, |_, _, _| {});
}

/// The same; what else is to be the same of a run is told.
fn check_runs(names: &[&str], body: &str, tables: &[Column], tolerance: f64, beside: impl Fn(&str, &Run, &Adjusted)) {
    let (Some(program), Some(all)) = (program(), series()) else { return };
    let specification = Specification::read(body, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
    for name in names {
        let series = &all[*name];
        let run = run(&program, series, "", body);
        let adjusted = adjust(&series.into(), &specification).unwrap_or_else(|error| panic!("{name}: {error}"));
        beside(name, &run, &adjusted);
        let ours = adjusted.tables();
        for (table, at, own) in tables {
            let theirs = column(&run, table, *at).unwrap_or_else(|| panic!("{name}: {table}: {}", run.errors));
            let ours: BTreeMap<Period, f64> =
                ours.iter().filter(|(table, _, _)| table == own).map(|(_, period, value)| (*period, *value)).collect();
            assert!(
                ours.keys().eq(theirs.keys()),
                "{name}: {own}: {:?} {:?}",
                ours.keys().next(),
                theirs.keys().next()
            );
            assert!(ours.len() > 12, "{name}: {own}");
            for ((period, ours), theirs) in ours.iter().zip(theirs.values()) {
                let off = (ours - theirs).abs() / theirs.abs().max(100.0);
                assert!(off < tolerance, "{name}: {own} {period}: {ours} {theirs}");
            }
        }
    }
}

const MODEL: &str = "arima{model=(0 1 1)(0 1 1)}\nestimate{tol=1.0e-10 maxiter=50000}\n";

/// The spans have the coefficients of the whole, as is the program's default.
#[test]
fn spans_of_an_adjustment_with_a_model_are_the_program_s() {
    let names = [
        "abs_0_2_07_10_m",
        "de_indprod_105",
        "eu_ipi_pl",
        "us_retail_foodservicesanddrinkingplaces",
        "vn_prod_giay_dep_da",
    ];
    let tables = [("sfs", 5, "sfs"), ("chs", 5, "chs"), ("ycs", 5, "ycs")];
    let spans = "x11{save=(d11)}\nslidingspans{save=(sfs chs ycs)}\n";
    for before in ["", "regression{variables=(td easter[8])}\n", "outlier{types=(ao ls tc)}\n"] {
        check(&names, &format!("transform{{function=log}}\n{before}{MODEL}{spans}"), &tables, 1e-6);
    }
    // In percent of an additive season there is no table of it.
    let percent = "x11{mode=add save=(d11)}\nslidingspans{additivesa=percent save=(chs ycs)}\n";
    check(&names, &format!("transform{{function=none}}\n{MODEL}{percent}"), &tables[1..], 1e-6);
}

/// Revisions, the likelihood of the model at the end of each month, and the errors of its forecasts.
#[test]
fn the_history_of_an_adjustment_with_a_model_is_the_program_s() {
    let names = ["abs_0_2_07_10_m", "eu_ipi_pl", "us_retail_foodservicesanddrinkingplaces", "vn_prod_giay_dep_da"];
    let tables = [
        ("sar", 1, "sar"),
        ("chr", 1, "chr"),
        ("trr", 1, "trr"),
        ("tcr", 1, "tcr"),
        ("sfr", 1, "sfr"),
        ("lkh", 1, "lkh.lnlkhd"),
        ("lkh", 2, "lkh.aicc"),
        ("fce", 1, "fce.1"),
        ("fce", 2, "fce.12"),
    ];
    let history = "x11{seasonalma=s3x5 save=(d11)}\n\
                   history{estimates=(fcst aic sadj sadjchng trend trendchng seasonal)\nsave=(sar chr trr tcr sfr lkh fce)}\n";
    check(&names, &format!("transform{{function=log}}\n{MODEL}{history}"), &tables, 1e-4);
    // What is told of the model alone begins with the ninth year.
    let model = "x11{seasonalma=s3x9 save=(d11)}\nhistory{estimates=(aic fcst) fstep=(1 6) save=(lkh fce)}\n";
    let tables = [("lkh", 2, "lkh.aicc"), ("fce", 2, "fce.6")];
    check(&names, &format!("transform{{function=log}}\n{MODEL}{model}"), &tables, 1e-4);
}

/// The columns of the largest differences between four spans.
const SPANS: [Column; 3] = [("sfs", 5, "sfs"), ("chs", 5, "chs"), ("ycs", 5, "ycs")];

/// What the program counts: of the season, of trading days, of changes from a period to the next and over a year.
fn counts_are_the_program_s(name: &str, run: &Run, adjusted: &Adjusted) {
    let spans = adjusted.sliding_spans.as_ref().unwrap();
    let all = [
        ("s2.a.per", &spans.seasonal),
        ("s2.b.per", &spans.trading_days),
        ("s2.d.per", &spans.changes),
        ("s2.e.per", &spans.yearly_changes),
    ];
    for (key, ours) in all {
        let theirs = run.diagnostics.get(key).map(|line| {
            let mut numbers = line.split_whitespace().map(|cell| cell.parse::<f64>().unwrap_or(f64::NAN) as usize);
            (numbers.next(), numbers.next())
        });
        let ours = ours.as_ref().map(|ours| (Some(ours.flagged), Some(ours.counted)));
        assert_eq!(ours, theirs, "{name} {key}");
    }
}

/// Length, number, beginning and limits of spans, their model estimated again, with coefficients held by kind, outliers removed or looked
/// for again.
#[test]
fn the_arguments_of_sliding_spans_are_the_program_s() {
    let names = ["eu_ipi_fr", "abs_0_2_07_10_m", "eu_ipi_pl", "vn_prod_giay_dep_da"];
    let before = "transform{function=log}\nregression{variables=(td)}\noutlier{types=(ao ls tc)}\n";
    let with_days = [SPANS[0], SPANS[1], SPANS[2], ("tds", 5, "tds")];
    let cases: [(&str, &[Column]); 9] = [
        ("length=100", &SPANS),
        ("length=96 cutseas=1.0 cutchng=1.5", &SPANS),
        ("start=2012.jun", &SPANS),
        ("fixmdl=no cuttd=0.2", &with_days),
        ("fixmdl=clear start=2012.jun", &with_days),
        ("fixmdl=no fixreg=td", &SPANS),
        ("fixmdl=no fixreg=(outlier holiday)", &with_days),
        ("outlier=remove", &SPANS),
        ("fixmdl=no outlier=remove", &with_days),
    ];
    for (arguments, tables) in cases {
        let body = format!("{before}{MODEL}x11{{save=(d11)}}\nslidingspans{{{arguments}\nsave=(sfs tds chs ycs)}}\n");
        println!("{arguments}");
        check_runs(&names, &body, tables, 2e-6, counts_are_the_program_s);
    }
    for (most, column) in [(2, 3), (3, 4)] {
        let tables = SPANS.map(|(table, _, own)| (table, column, own));
        let body = format!("{before}{MODEL}x11{{save=(d11)}}\nslidingspans{{numspans={most} save=(sfs chs ycs)}}\n");
        check_runs(&names, &body, &tables, 2e-6, counts_are_the_program_s);
    }
}

/// Outliers looked for again in each span.
#[test]
fn outliers_of_spans_are_found_again_as_by_the_program() {
    let names = ["eu_ipi_fr", "abs_0_2_07_10_m", "eu_ipi_pl", "us_retail_foodservicesanddrinkingplaces"];
    for arguments in ["fixmdl=no outlier=yes", "outlier=yes"] {
        let body = format!(
            "transform{{function=log}}\nregression{{variables=(td)}}\noutlier{{types=(ao ls tc)}}\n{MODEL}x11{{save=(d11)}}\n\
             slidingspans{{{arguments} save=(sfs chs ycs)}}\n"
        );
        println!("{arguments}");
        check(&names, &body, &SPANS, 1e-4);
    }
}

/// Revisions some periods later, the last period of the tables, units, the coefficients of the model at the end of each period.
#[test]
fn the_arguments_of_a_history_are_the_program_s() {
    let names = ["de_indprod_064", "fr_indprod_008", "de_indprod_105"];
    let later = [
        ("sar", 1, "sar"),
        ("sar", 2, "sar.3"),
        ("sar", 3, "sar.12"),
        ("chr", 2, "chr.3"),
        ("trr", 1, "trr"),
        ("trr", 2, "trr.6"),
        ("tcr", 2, "tcr.6"),
    ];
    let plain = [
        ("sar", 1, "sar"),
        ("chr", 1, "chr"),
        ("trr", 1, "trr"),
        ("tcr", 1, "tcr"),
        ("sfr", 1, "sfr"),
        ("lkh", 2, "lkh.aicc"),
        ("fce", 1, "fce.1"),
    ];
    let of_model = [
        ("amh", 1, "amh.ma1"),
        ("amh", 2, "amh.sma1"),
        ("tdh", 1, "tdh.mon"),
        ("tdh", 6, "tdh.sat"),
        ("fce", 1, "fce.1"),
        ("fce", 2, "fce.12"),
    ];
    let all = "estimates=(sadj sadjchng trend trendchng seasonal aic fcst)\nsave=(sar chr trr tcr sfr lkh fce)";
    let cases: [(&str, &str, &str, &[Column]); 11] = [
        ("log", "sadjlags=(3 12) trendlags=6", all, &later),
        ("log", "sadjlags=(3 12) trendlags=6 target=concurrent", all, &later),
        ("log", "sadjlags=(3 12) trendlags=6 endtable=2019.jun", all, &later),
        ("none", "additivesa=difference", all, &plain),
        ("none", "additivesa=percent", all, &plain),
        ("log", "fixmdl=yes", all, &plain),
        ("log", "fixreg=td refresh=yes", all, &plain),
        ("log", "fixreg=(outlier user)", all, &plain),
        ("log", "outlier=remove", all, &plain),
        ("log", "transformfcst=yes", "estimates=(arma td fcst)\nsave=(amh tdh fce)", &of_model),
        ("none", "transformfcst=yes x11outlier=no", "estimates=(arma td fcst)\nsave=(amh tdh fce)", &of_model),
    ];
    for (function, arguments, told, tables) in cases {
        let body = format!(
            "transform{{function={function}}}\nregression{{variables=(td)}}\noutlier{{types=(ao ls tc)}}\n{MODEL}\
             x11{{save=(d11)}}\nhistory{{start=2016.jan\n{arguments}\n{told}}}\n"
        );
        println!("{function} {arguments}");
        check(&names, &body, tables, 1e-4);
    }
}

/// Outliers looked for again in the newest periods. At some ends the program's history comes to other outliers than the program does itself on
/// the series cut off there, with those given that it keeps; ours are the latter.
#[test]
fn outliers_of_a_history_are_found_again_as_by_the_program() {
    let (Some(program), Some(all)) = (program(), series()) else { return };
    let (mut of_history, mut of_series, mut periods) = (0, 0, 0);
    for name in ["eu_ipi_fr", "eu_ipi_pl", "eu_ipi_it"] {
        for window in [12, 24] {
            let model = format!("{MODEL}outlier{{types=(ao ls tc)");
            let body = format!(
                "transform{{function=log}}\n{model}}}\nx11{{save=(d11)}}\n\
                 history{{start=2018.jan outlier=auto outlierwin={window}\nestimates=(sadj aic) save=(lkh)}}\n"
            );
            let specification = Specification::read(&body, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
            let history = run(&program, &all[name], "", &body);
            let theirs = column(&history, "lkh", 2).unwrap_or_else(|| panic!("{name}: {}", history.errors));
            let adjusted = adjust(&(&all[name]).into(), &specification).unwrap();
            let ours = adjusted.history.unwrap().criteria;
            assert_eq!(ours.len(), theirs.len());
            for ((end, _, ours), theirs) in ours.iter().zip(theirs.values()) {
                periods += 1;
                if (ours - theirs).abs() < 1e-3 {
                    of_history += 1;
                    continue;
                }
                let first = end.plus(1 - window);
                let kept = adjusted.model.as_ref().unwrap().outliers.iter().filter(|outlier| outlier.at < first);
                let kept: Vec<String> = kept.map(|outlier| outlier.to_string()).collect();
                let [from, to] = [first, *end].map(|at| format!("{}.{}", at.year(), at.place() + 1));
                let alone = format!(
                    "transform{{function=log}}\nregression{{variables=({})}}\n{model} critical={:.9} span=({from}, {to})}}\n\
                     estimate{{tol=1.0e-10 maxiter=50000 save=(lks)}}\n",
                    kept.join(" "),
                    adjusted.model.as_ref().unwrap().critical.unwrap().additive,
                )
                .replace("estimate{tol=1.0e-10 maxiter=50000}\n", "");
                let values = all[name].values()[..=end.since(all[name].start()) as usize].to_vec();
                let run = run(&program, &Series::new(all[name].start(), values).unwrap(), "", &alone);
                let alone = run.likelihood().get("aicc").copied().unwrap_or_else(|| panic!("{name}: {}", run.errors));
                println!(
                    "{name} {window} {end}: {ours}, of the program's history {theirs}, of the series alone {alone}"
                );
                of_series += usize::from((ours - alone).abs() < 1e-3);
            }
        }
    }
    println!(
        "outliers of ends: as in its history in {of_history} of {periods}, as on the series alone in {of_series} more"
    );
    assert!(
        of_history * 100 >= periods * 90 && of_history + of_series >= periods - 2,
        "{of_history} {of_series} {periods}"
    );
}
