//! Sliding spans and histories of adjustments with a model, against the program itself.

use std::collections::BTreeMap;

use season::adjust::adjust;
use season::spc::Specification;
use season::{Frequency, Period};

use crate::program::{Run, program, run};
use crate::reference::series;

/// A column of a table that was saved; -999 stands where there is nothing.
fn column(run: &Run, table: &str, at: usize) -> Option<BTreeMap<Period, f64>> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let (year, month) = cells.first()?.split_at_checked(4)?;
        let period = Period::new(Frequency::Monthly, year.parse().ok()?, month.parse().ok()?)?;
        Some((period, cells.get(at)?.parse().ok().filter(|value: &f64| *value != -999.0)?))
    };
    Some(run.file(table)?.lines().skip(2).filter_map(row).collect())
}

/// The tables of series by a specification: the same periods, values within the tolerance relative to a hundred or to themselves. A table is
/// told by the program's name, its column there, and our name.
fn check(names: &[&str], body: &str, tables: &[(&str, usize, &str)], tolerance: f64) {
    let (Some(program), Some(all)) = (program(), series()) else { return };
    let specification = Specification::read(body, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
    for name in names {
        let series = &all[*name];
        let run = run(&program, series, "", body);
        let ours = adjust(&series.into(), &specification).unwrap_or_else(|error| panic!("{name}: {error}")).tables();
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
