//! `khoi index aggregate`: groups, weights and periods in every form, and what is left out.

use super::results;
use crate::khoi::{Ended, folder, khoi, write};

/// Runs `index aggregate` on rows without their headers; returns how it ended and what it wrote.
#[track_caller]
fn aggregate(components: &str, weights: &str, more: &[&str]) -> (Ended, String) {
    let folder = folder();
    write(folder.path(), "c.csv", format!("code,period,value\n{}\n", components.replace(' ', "\n")));
    write(folder.path(), "w.csv", format!("code,parent,weight,from,to\n{}\n", weights.replace(' ', "\n")));
    let plain = ["index", "aggregate", "--components", "c.csv", "--weights", "w.csv", "--out", "o.csv"];
    let ended = khoi(folder.path(), &[&plain[..], more].concat());
    let written = std::fs::read_to_string(folder.path().join("o.csv")).unwrap_or_default();
    (ended, written)
}

/// A code may be a leaf in some periods and have children in others; a group given without its children has its own value.
#[test]
fn groups_given_as_components() {
    let (ended, written) =
        aggregate("G,2015,120 B,2015,100 G,2016,126 A,2016,126 B,2016,100", "T,,,, G,T,1,, A,G,1,2016, B,T,1,,", &[]);
    assert_eq!(ended.code, 0);
    assert!(written.contains("T,2015,110,observed\n") && written.contains("T,2016,113,observed\n"), "{written}");
    assert!(ended.err.contains("computed from its children in 1 periods (from 2016)"), "{}", ended.err);
    let (_, written) = aggregate("G,1,100 B,1,100 G,2,110 B,2,100", "T,,,, G,T,1,, A,G,1,, B,T,1,,", &[]);
    assert!(written.contains("G,2,110,observed\n") && written.contains("T,2,105,observed\n"), "{written}");
}

/// A code without a weight is left out and told with its line, and the exit code says so; its periods go with it.
#[test]
fn a_component_without_a_weight_is_left_out() {
    let (ended, written) = aggregate("A,1,100 X,1,7 A,2,110 X,2,8 X,3,9", "T,,,, A,T,1,,", &["--json"]);
    assert_eq!(
        (ended.code, written.as_str()),
        (1, "code,period,value,status\nT,1,100,observed\nT,2,110,observed\nA,1,100,observed\nA,2,110,observed\n")
    );
    assert!(ended.err.contains("c.csv, line 3, column code: code “X” has no row of weights"), "{}", ended.err);
    let report: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(report["left_out"], serde_json::json!(["X"]));
    let many: String = (0..100).map(|n| format!(" X{n},1,7")).collect();
    let (ended, _) = aggregate(&format!("A,1,100{many}"), "T,,,, A,T,1,,", &[]);
    assert_eq!((ended.code, ended.err.matches("has no row of weights").count()), (1, 20));
    assert!(ended.err.contains("80 more"), "{}", ended.err);
    let (ended, written) = aggregate("X,1,7", "T,,,, A,T,1,,", &[]);
    assert_eq!((ended.code, written.as_str()), (2, ""));
}

/// Bounds and periods are the same however they are written, and a number may have any length.
#[test]
fn periods_in_any_spelling() {
    let components = "A,201512,100 B,201512,100 A,201601,100 B,201601,200";
    let weights = "T,,,, A,T,9,2015, A,T,1,201601, B,T,1,,";
    let (_, written) = aggregate(components, weights, &[]);
    assert!(written.contains("T,201601,150,observed\n"), "{written}");
    let (_, written) = aggregate(&components.replace("2015", "2015-").replace("2016", "2016-"), weights, &[]);
    assert!(written.contains("T,2016-01,150,observed\n"), "{written}");
    let (ended, _) = aggregate("A,201601,1", "T,,,, A,T,1,2016,201512", &[]);
    assert!(ended.code == 2 && ended.err.contains("w.csv, line 3, column to"), "{}", ended.err);

    let long = "123456789012345678901234567890";
    let (ended, written) = aggregate(&format!("A,01,1 B,1,3 A,{long},5 B,0{long},7"), "T,,,, A,T,1,, B,T,1,,", &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(written.contains("T,01,2,observed\n") && written.contains(&format!("T,{long},6,observed\n")), "{written}");
    let (ended, _) = aggregate("A,01,1 A,1,3", "T,,,, A,T,1,,", &[]);
    assert!(ended.code == 2 && ended.err.contains("c.csv, line 3"), "{}", ended.err);
}

/// A change of weights inside a year is linked at the period before it, so that it moves nothing.
#[test]
fn weights_that_change_inside_a_year() {
    let components = "A,2016-02,100 B,2016-02,100 A,2016-03,200 B,2016-03,100 A,2016-04,202 B,2016-04,100";
    let weights = "T,,,, A,T,1,,2016-03 B,T,1,,2016-03 A,T,9,2016-04, B,T,1,2016-04,";
    let (_, written) = aggregate(components, weights, &["--formula", "annual-chain"]);
    let result = results(&written);
    let at = |period: &str| result[&("T".to_owned(), period.to_owned())];
    assert!((at("2016-03") - 150.0).abs() < 1e-12 && (at("2016-04") - 150.0 * 1.009).abs() < 1e-12, "{written}");
}

/// A group whose children all weigh nothing follows its parent; one observed only by what weighs nothing does not say `observed`.
#[test]
fn groups_that_weigh_nothing() {
    let components = "A,1,100 C,1,100 D,1,100 A,2,110 C,2,300";
    let (ended, written) = aggregate(components, "T,,,, A,T,1,, G,T,1,, C,G,0,, D,G,0,,", &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(written.lines().any(|line| line.starts_with("G,2,110") && line.ends_with(",imputed")), "{written}");
    assert!(written.contains("C,2,300,observed\n"), "{written}");
    let (_, written) = aggregate(components, "T,,,, A,T,1,, G,T,1,, C,G,0,, D,G,1,,", &[]);
    assert!(written.lines().any(|line| line.starts_with("G,2,110") && line.ends_with(",imputed")), "{written}");
}

/// Results written through a link go where it points, though nothing is there yet; the link stays.
#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = folder();
    write(folder.path(), "c.csv", "code,period,value\nA,1,100\n");
    write(folder.path(), "w.csv", "code,parent,weight\nT,,\nA,T,1\n");
    std::fs::create_dir(folder.path().join("results")).unwrap();
    std::os::unix::fs::symlink("results/o.csv", folder.path().join("o.csv")).unwrap();
    std::os::unix::fs::symlink("round.csv", folder.path().join("round.csv")).unwrap();
    let plain = ["index", "aggregate", "--components", "c.csv", "--weights", "w.csv", "--out"];
    for _ in 0..2 {
        assert_eq!(khoi(folder.path(), &[&plain[..], &["o.csv"]].concat()).code, 0);
        assert!(folder.path().join("o.csv").is_symlink() && !folder.path().join("results/o.csv").is_symlink());
        assert!(folder.path().join("results/o.csv").is_file());
    }
    assert_eq!(khoi(folder.path(), &[&plain[..], &["round.csv"]].concat()).code, 2);
    assert!(folder.path().join("round.csv").is_symlink());
}
