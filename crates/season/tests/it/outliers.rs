//! Outlier detection with the airline model against the program itself.

use season::regarima::{OutlierSettings, Specification, detect_outliers};

use crate::program::{program, run};
use crate::reference::series;

const SPECIFICATION: &str = "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\noutlier{types=(ao ls tc)}\n\
                             estimate{tol=1.0e-10 maxiter=50000 save=(est lks)}\n";

/// Sets are the same, or they span the same: a temporary change is an additive outlier and 0.7 of a temporary change a month
/// later, so that beside one of the three the other two are equal, and rounding alone decides in the program. Of other orders
/// the shorter shape first, the earlier date first, the later date first (between shapes), and the earlier level shift first
/// were tried: none agrees in more series, and each loses some that span the same.
#[test]
fn the_outliers_are_those_of_x13() {
    let (Some(program), Some(series)) = (program(), series()) else { return };
    let (mut same, mut equivalent, mut all) = (0, 0, 0);
    for (name, series) in &series {
        let run = run(&program, series, "", SPECIFICATION);
        let Some(regression) = run.regression() else {
            println!("{name}: the program stops");
            continue;
        };
        let mut theirs: Vec<String> = regression.into_iter().map(|(_, name, _, _)| name).collect();
        let found = detect_outliers(&series.into(), &Specification::default(), &OutlierSettings::default()).unwrap();
        let mut ours: Vec<String> = found.outliers.iter().map(ToString::to_string).collect();
        theirs.sort();
        ours.sort();
        let (aicc, their_aicc) =
            (found.fit.likelihood().aicc, run.likelihood().get("aicc").copied().unwrap_or(f64::NAN));
        all += 1;
        same += usize::from(ours == theirs);
        equivalent += usize::from(ours == theirs || (ours.len() == theirs.len() && (aicc - their_aicc).abs() < 1e-5));
        if ours != theirs {
            let only = |one: &[String], other: &[String]| {
                one.iter().filter(|name| !other.contains(name)).cloned().collect::<Vec<_>>().join(" ")
            };
            println!("{name}: ours {} {aicc}, theirs {} {their_aicc}", only(&ours, &theirs), only(&theirs, &ours));
        }
        let theirs: f64 = run.diagnostics["aocrit"].split_whitespace().next().unwrap().parse().unwrap();
        assert!((found.critical - theirs).abs() < 6e-4, "{name}: {} {theirs}", found.critical);
    }
    println!("outliers: the same in {same} of {all}, the same or regressors of the same span in {equivalent}");
    assert!(same >= 106, "{same} of {all}");
    assert!(equivalent * 100 >= all * 98, "{equivalent} of {all}");
}
