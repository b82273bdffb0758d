//! Wrong use and wrong files: exit 2, a sentence in both languages with file and place, nothing written.

use std::path::Path;

use crate::khoi::{folder, khoi, write};

const COMPONENTS: &str = "code,period,value\nA,1,100\nB,1,100\nA,2,110\nB,2,120\n";
const WEIGHTS: &str = "code,parent,weight\nT,,\nA,T,1\nB,T,3\n";

/// Runs `arguments` on the files and expects a refusal whose English line has all of `words`.
#[track_caller]
fn check(files: &[(&str, &[u8])], arguments: &[&str], words: &[&str]) {
    let folder = folder();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    let ended = khoi(folder.path(), arguments);
    assert_eq!(ended.code, 2, "{arguments:?}\n{}{}", ended.out, ended.err);
    for word in words {
        assert!(ended.err.contains(word), "“{word}” is not in\n{}", ended.err);
    }
    assert!(!ended.err.contains("panicked"), "{}", ended.err);
    nothing_written(folder.path(), files.len());
}

fn nothing_written(folder: &Path, files: usize) {
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), files, "a file was written");
}

const AGGREGATE: [&str; 8] = ["index", "aggregate", "--components", "c.csv", "--weights", "w.csv", "--out", "o.csv"];

#[track_caller]
fn aggregate(components: &str, weights: &str, more: &[&str], words: &[&str]) {
    let files = [("c.csv", components.as_bytes()), ("w.csv", weights.as_bytes())];
    check(&files, &[&AGGREGATE[..], more].concat(), words);
}

#[test]
fn aggregate_refuses_what_it_cannot_compute() {
    aggregate(
        "code,period,value\nX,1,5\nX,2,5\n",
        WEIGHTS,
        &[],
        &["c.csv, line 2, column code: code “X” has no row of weights", "không có dòng quyền số"],
    );
    aggregate(&format!("{COMPONENTS}A,2,5\n"), WEIGHTS, &[], &["c.csv, line 6", "already on line 4"]);
    aggregate(&COMPONENTS.replace("120", "1e309"), WEIGHTS, &[], &["c.csv, line 5, column value"]);
    aggregate(&COMPONENTS.replace("120", "NaN"), WEIGHTS, &[], &["c.csv, line 5, column value"]);
    aggregate(
        &COMPONENTS.replace("120", "1e308").replace("110", "1e308"),
        "code,parent,weight\nT,,\nA,T,5\nB,T,5\n",
        &[],
        &["larger than a number"],
    );
    aggregate(COMPONENTS, &format!("{WEIGHTS}A,T,2\n"), &[], &["w.csv, line 3", "twice"]);
    aggregate(COMPONENTS, &format!("{WEIGHTS}C,X,2\n"), &[], &["w.csv, line 5", "“X”"]);
    aggregate(COMPONENTS, &format!("{WEIGHTS}U,,2\n"), &[], &["w.csv, line 5", "no parent"]);
    aggregate(COMPONENTS, "code,parent,weight\nT,,\nA,T,0\nB,T,0\n", &[], &["w.csv, line 2"]);
    aggregate(COMPONENTS, "code,parent,weight\nT,,\nA,T,\nB,T,1\n", &[], &["w.csv, line 3", "no weight"]);
    aggregate(COMPONENTS, "", &[], &["w.csv: the file is empty"]);
    aggregate("code,period,value\n", WEIGHTS, &[], &["c.csv: there is no row"]);
    aggregate(COMPONENTS, WEIGHTS, &["--base", "9"], &["no period lies in the base 9"]);
    aggregate(COMPONENTS, WEIGHTS, &["--base", "2024-13"], &["2024-13"]);
    aggregate(
        COMPONENTS,
        WEIGHTS,
        &["--formula", "paasch"],
        &["paasch", "không có", "paasche hoặc fisher", "paasche or fisher"],
    );
    aggregate(COMPONENTS, WEIGHTS, &["--link", "q4"], &["annual-chain only"]);
    aggregate(COMPONENTS, WEIGHTS, &["--formula", "annual-chain"], &["belongs to no year"]);
    aggregate(COMPONENTS, WEIGHTS, &["--compare", "c.csv"], &["--tolerance"]);
    aggregate(COMPONENTS, WEIGHTS, &["--compare", "w.csv", "--tolerance", "1"], &["w.csv, line 1, column period"]);
    aggregate(&COMPONENTS.replace("100", "0"), WEIGHTS, &["--formula", "fisher"], &["c.csv, line 2", "above zero"]);
    check(&[], &AGGREGATE, &["c.csv: the file cannot be read", "không đọc được"]);
}

#[test]
fn benchmark_refuses_what_it_cannot_compute() {
    let arguments =
        ["benchmark", "--series", "s.csv", "--targets", "t.csv", "--method", "denton-proportional", "--out", "o.csv"];
    let series = "series,period,value\nx,2020-Q1,1\nx,2020-Q2,1\nx,2020-Q3,0\nx,2020-Q4,1\n";
    let targets = "series,period,value\nx,2020,10\n";
    let run = |series: &str, targets: &str, words: &[&str]| {
        check(&[("s.csv", series.as_bytes()), ("t.csv", targets.as_bytes())], &arguments, words);
    };
    let zeros = series.replace(",1\n", ",0\n");
    run(
        &zeros,
        targets,
        &["t.csv, line 2", "zero in every period that counts in 2020", "bằng 0 ở mọi kỳ", "-additive"],
    );
    run(&format!("{series}x,2021-Q1,\nx,2021-Q2,1\n"), targets, &["s.csv, line 6", "no value in 2021-Q1"]);
    run(&series.replace("x,2020-Q3,0\n", ""), targets, &["s.csv, line 4", "between 2020-Q2 and 2020-Q4"]);
    run(&series.replace(",0", ","), targets, &["s.csv, line 4", "no value in 2020-Q3"]);
    run(&series.replace(",0", ",1"), &targets.replace("2020", "2021"), &["t.csv", "0 benchmarks"]);
    run(&series.replace(",0", ",1"), &format!("{targets}y,2020,1\n"), &["t.csv, line 3", "“y”"]);
    run(&series.replace(",0", ",1"), "series,period,value\nx,2020-01,1\n", &["t.csv, line 2", "not longer"]);
    run("series,period,value\nx,202001,1\nx,202013,1\n", targets, &["s.csv, line 3", "202013", "2024-01 or 202401"]);
}

/// Names that do not exist: the Vietnamese line has no English in it.
#[test]
fn unknown_names_are_said_in_both_languages() {
    let vietnamese = |arguments: &[&str], word: &str| {
        let folder = folder();
        let ended = khoi(folder.path(), arguments);
        let mut lines = ended.err.lines();
        let (vi, en) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        assert!(ended.code == 2 && vi.contains(word) && en.contains("there is none"), "{}", ended.err);
        assert!(vi.contains("không có") && !vi.contains(" or "), "{vi}");
    };
    let benchmark = ["benchmark", "--series", "s.csv", "--targets", "t.csv", "--out", "o.csv", "--method"];
    vietnamese(&[&benchmark[..], &["denton"]].concat(), "--method denton:");
    vietnamese(&[&benchmark[..], &["denton-additive", "--conversion", "total"]].concat(), "--conversion total:");
    let elementary = ["index", "elementary", "--prices-quantities", "p.csv", "--out", "o.csv", "--formula", "fischer"];
    vietnamese(&elementary, "--formula fischer:");
}

/// Sixty thousand unknown series are found in a moment, and the first twenty told.
#[test]
fn faults_of_benchmarks_are_counted_beyond_twenty() {
    let strangers: String = (0..60_000).map(|n| format!("x{n},2020,1\n")).collect();
    let arguments =
        ["benchmark", "--series", "s.csv", "--targets", "t.csv", "--method", "denton-additive", "--out", "o.csv"];
    let folder = folder();
    write(folder.path(), "s.csv", "series,period,value\na,2020-Q1,1\n");
    write(folder.path(), "t.csv", format!("series,period,value\n{strangers}"));
    let ended = khoi(folder.path(), &arguments);
    assert_eq!(ended.code, 2);
    // The series itself has no benchmark.
    assert_eq!(ended.err.lines().count(), 42, "{}", ended.err);
    assert!(ended.err.contains("59981 more faults") && ended.err.contains("còn 59981 lỗi nữa"), "{}", ended.err);
    nothing_written(folder.path(), 2);
}

#[test]
fn elementary_refuses_what_it_cannot_compute() {
    let run = |text: &str, more: &[&str], words: &[&str]| {
        let arguments = ["index", "elementary", "--prices-quantities", "p.csv", "--out", "o.csv"];
        check(&[("p.csv", text.as_bytes())], &[&arguments[..], more].concat(), words);
    };
    let text = "product,period,price,quantity\na,1,1,2\na,2,0,2\n";
    run(text, &["--formula", "jevons"], &["p.csv, line 3", "“a”", "jevons multiplies", "jevons nhân"]);
    run(text, &["--formula", "young"], &["--weights-period"]);
    run(text, &["--formula", "fisher", "--weights-period", "1"], &["lowe and young only"]);
    run("product,period,price\na,1,1\na,2,1\n", &["--formula", "fisher"], &["the first, 1", "the quantity likewise"]);
    let apart = "product,period,price\na,1,1\nb,2,1\nb,3,1\n";
    run(apart, &["--formula", "jevons"], &["the first, 1", "use --chain"]);
    run(apart, &["--formula", "jevons", "--chain"], &["the first, 1", "leave out the early periods"]);
    run(apart, &["--formula", "jevons", "--of", "quantity"], &["no row has a quantity", "column quantity"]);
    run(
        apart,
        &["--formula", "lowe", "--weights-period", "1"],
        &["no product has a quantity in the weights' period 1"],
    );
    run("product,period,price\n", &["--formula", "jevons"], &["no row"]);
}

/// Beyond the tolerance the result is there and the exit is 1.
#[test]
fn a_comparison_that_fails_is_exit_1() {
    let folder = folder();
    write(folder.path(), "c.csv", COMPONENTS);
    write(folder.path(), "w.csv", WEIGHTS);
    write(folder.path(), "p.csv", "code,period,value\nT,1,100\nT,2,117.6\n");
    let run =
        |tolerance| khoi(folder.path(), &[&AGGREGATE[..], &["--compare", "p.csv", "--tolerance", tolerance]].concat());
    let ended = run("0.05");
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.out.contains("T 2"), "{}", ended.out);
    assert_eq!(
        std::fs::read_to_string(folder.path().join("o.csv")).unwrap().lines().nth(2).unwrap(),
        "T,2,117.5,observed"
    );
    assert_eq!(run("0.2").code, 0);
}

/// A published figure that nothing was computed for is counted and said, and is no success.
#[test]
fn a_published_figure_without_a_computed_one_is_exit_1() {
    let folder = folder();
    write(folder.path(), "c.csv", COMPONENTS);
    write(folder.path(), "w.csv", WEIGHTS);
    let run = |published: &str, more: &[&str]| {
        write(folder.path(), "p.csv", format!("code,period,value\n{published}"));
        khoi(folder.path(), &[&AGGREGATE[..], &["--compare", "p.csv", "--tolerance", "0.1"], more].concat())
    };
    let sound = "T,1,100\nT,2,117.5\n";
    assert_eq!(run(sound, &[]).code, 0);
    // A row without a value is nothing published.
    assert_eq!(run(&format!("{sound}T,3,\n"), &[]).code, 0);
    let ended = run(&format!("{sound}T,3,120\nQ,1,100\n"), &[]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(
        ended.out.contains("2 published figures have none computed beside them, the first is T 3;"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("2 số công bố không có số tính để so, đầu tiên là T 3;"), "{}", ended.out);
    let ended = run(&format!("{sound}Q,1,100\n"), &["--json"]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    let told: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let comparison = &told["comparison"];
    assert_eq!((&comparison["within"], &comparison["not_compared"]), (&true.into(), &1.into()));
    assert_eq!(comparison["first_not_compared"], serde_json::json!(["Q", "1"]));
    // The result itself is there.
    assert!(folder.path().join("o.csv").exists());
}

/// Each command on plain files says in both languages what it does, and names every argument of the contract.
#[test]
fn help_is_in_both_languages() {
    let folder = folder();
    let help = |command: &[&str], words: &[&str]| {
        let ended = khoi(folder.path(), &[command, &["--help"]].concat());
        assert_eq!(ended.code, 0);
        for word in words {
            assert!(ended.out.contains(word), "“{word}” is not in the help of {command:?}\n{}", ended.out);
        }
    };
    let aggregate =
        ["--components", "--weights", "--out", "--formula", "--link", "--base", "--compare", "--tolerance", "--json"];
    help(
        &["index", "aggregate"],
        &[&aggregate[..], &["quyền số", "weights", "imputed", "như HICP", "as in the HICP"]].concat(),
    );
    let elementary = ["--prices-quantities", "--formula", "--out", "--of", "--chain", "--weights-period", "cswd"];
    help(&["index", "elementary"], &[&elementary[..], &["Chỉ số giá", "price or quantity index"]].concat());
    let benchmark =
        ["--series", "--targets", "--method", "--out", "--difference", "--conversion", "denton-cholette-additive"];
    help(&["benchmark"], &[&benchmark[..], &["giá trị chuẩn", "agree with quarterly or annual"]].concat());
}

/// Files as other programs write them: byte order mark, CR LF, quoted cells, blank lines, columns in another order.
#[test]
fn files_of_other_programs_are_read() {
    let folder = folder();
    let components = "\u{FEFF}\"note\",\"value\",\"period\",\"code\"\r\n\r\nx,100,202401,\"A, b\"\r\n,110,202402,\"A, b\"\r\n,,,\r\n,50,202401,B\r\n";
    write(folder.path(), "c.csv", components);
    write(folder.path(), "w.csv", "weight,code,parent\r\n,T,\r\n2,\"A, b\",T\r\n1,B,T");
    let ended = khoi(folder.path(), &[&AGGREGATE[..], &["--formula", "annual-chain", "--base", "2024"]].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    let text = std::fs::read_to_string(folder.path().join("o.csv")).unwrap();
    assert!(text.contains("\n\"A, b\",202401,95.23809523809523,observed\n"), "{text}");
    assert!(text.contains("\nB,202402,104.76190476190477,imputed\n"), "{text}");
}
