//! `khoi checks …` and `khoi serve` on the demonstration province, as a statistician uses them one after the other.

use std::path::Path;

use serde_json::Value;

use crate::khoi::{Ended, folder, khoi, write};
use crate::server::{Server, answer, wait_for};

fn on(folder: &Path, arguments: &[&str]) -> Ended {
    khoi(folder, &[arguments, &["--db", "khoi.db"]].concat())
}

#[track_caller]
fn json(folder: &Path, code: i32, arguments: &[&str]) -> Value {
    let ended = on(folder, &[arguments, &["--json"]].concat());
    assert_eq!(ended.code, code, "{arguments:?}\n{}", ended.err);
    serde_json::from_str(&ended.out).unwrap()
}

/// Expects a refusal with these words, and the journal as it was.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], words: &[&str]) {
    let before = on(folder, &["verify"]).out;
    let ended = on(folder, arguments);
    assert_eq!(ended.code, 2, "{arguments:?}\n{}{}", ended.out, ended.err);
    assert!(words.iter().all(|word| ended.err.contains(word)), "{arguments:?}\n{}", ended.err);
    assert_eq!(on(folder, &["verify"]).out, before, "{arguments:?} wrote something");
}

/// Iron ore and electricity alone and together; what has no weight is said and left out.
fn the_year_is_looked_at(folder: &Path) {
    let rows = "site,product,from,capacity,share\nTùng Bá,0710-01,2024-04,120000,50\nNho Quế,3511-01,2024-07,60,\n";
    write(folder, "starts.csv", rows);
    let found = json(folder, 0, &["outlook", "--starts", "starts.csv"]);
    let whole = |added: &Value| added["nodes"][0][1].as_f64().unwrap();
    assert_eq!(found["years"][0]["year"], "2024");
    let of_year = |year: usize| {
        let lines = found["lines"].as_array().unwrap();
        let alone: Vec<f64> = lines.iter().map(|line| whole(&line["worth"]["Ok"][year])).collect();
        assert!(alone.iter().all(|points| *points > 0.0), "{alone:?}");
        (alone.iter().sum::<f64>(), whole(&found["years"][year]["together"]))
    };
    for (sum, together) in [of_year(0), of_year(1)] {
        assert!((sum - together).abs() < 1e-9, "{sum} {together}");
    }
    assert_eq!(found["years"][0]["target"], 5.0);
    let said = on(folder, &["outlook", "--starts", "starts.csv"]);
    assert!(
        said.out.contains("MÔ PHỎNG") && said.out.contains("5.000,0 tấn mỗi tháng, từ tháng 4/2024"),
        "{}",
        said.out
    );

    write(folder, "starts.csv", format!("{rows}Mỏ mới,0899-99,2024-07,10,\n"));
    let with_unknown = json(folder, 1, &["outlook", "--starts", "starts.csv", "--year", "2024"]);
    assert_eq!(with_unknown["years"][0], found["years"][0]);
    assert!(with_unknown["lines"][2]["worth"]["Err"]["en"].as_str().unwrap().contains("0899-99"));
    write(
        folder,
        "starts.csv",
        "site,product,from,capacity\nA,0710-01,2024-13,10\nB,0710-01,2024-04,\nC,0710-01,2024-04,-1\n",
    );
    let places = ["starts.csv, dòng 2", "from", "dòng 3", "capacity", "dòng 4"];
    refused(folder, &["outlook", "--starts", "starts.csv"], &places);
}

/// Building the province takes a while, so one test goes through everything on it.
#[test]
fn the_demonstration_province_is_checked_and_shown() {
    let folder = folder();
    let folder = folder.path();
    let built = khoi(folder, &["demo", "--once", "--data", "."]);
    assert_eq!(built.code, 0, "{}", built.err);
    assert!(built.out.contains("4,14%") && built.out.contains("16,95%"), "{}", built.out);
    rules_are_listed_and_put_in_force(folder);
    a_month_is_checked(folder);
    the_queue_is_in_order_of_points(folder);
    a_suspicion_is_answered(folder);
    the_methods_are_tried(folder);
    the_year_is_looked_at(folder);
    assert_eq!(on(folder, &["verify"]).code, 0);
    pages_are_served(folder);
    what_is_written_beside_a_server_is_shown(folder);
}

const RULES: &str = "[own]\nu = 0.0\na = 0.05\nc = 6.0\nleast = 6\n[cell]\nu = 0.3\na = 0.05\nc = 8.0\nleast = 5\n[[rule]]\n\
    code = \"T-STAFF\"\nname = { vi = \"Lao động\", en = \"Staff\" }\nscope = \"line\"\nseverity = \"error\"\n\
    doubts = \"production\"\nholds = \"estimate >= 0.0\"\n\
    text = { vi = \"Sai.\", en = \"Wrong.\" }\norigin = \"thử\"\n";

fn rules_are_listed_and_put_in_force(folder: &Path) {
    let carried = json(folder, 0, &["checks", "list"]);
    assert!(carried.as_array().unwrap().len() > 10);
    assert_eq!(json(folder, 0, &["checks", "list", "--in-force"]), carried);
    let (vi, en) = (khoi(folder, &["checks", "list"]).out, khoi(folder, &["checks", "list", "--lang", "en"]).out);
    assert!(vi.contains("quy tắc.") && en.contains("rules."), "{vi}{en}");

    write(folder, "rules.toml", RULES);
    let tried = json(folder, 0, &["checks", "run", "--month", "2023-12", "--rules", "rules.toml"]);
    assert_eq!((&tried["errors"], tried["rules"].as_array().unwrap().len()), (&Value::Bool(false), 1));
    assert_eq!(json(folder, 0, &["checks", "list", "--in-force"]), carried, "a trial puts nothing in force");

    let used = on(folder, &["checks", "use", "rules.toml", "--why", "thử"]);
    assert_eq!(used.code, 0, "{}", used.err);
    assert!(used.out.contains("1 rules are now in force") && used.out.contains("Đã đưa 1 quy tắc"), "{}", used.out);
    assert_eq!(json(folder, 0, &["checks", "list", "--in-force"])[0]["code"], "T-STAFF");
    let again = on(folder, &["checks", "use", "rules.toml"]);
    assert!(again.code == 0 && again.out.contains("nothing written") && again.out.contains("không ghi gì"));

    let home = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/checks.toml");
    assert_eq!(on(folder, &["checks", "use", home]).code, 0);
    assert_eq!(json(folder, 0, &["checks", "list", "--in-force"]), carried);
}

fn a_month_is_checked(folder: &Path) {
    let run = json(folder, 1, &["checks", "run", "--month", "2024-01"]);
    let findings = run["findings"].as_array().unwrap();
    assert_eq!(run["errors"], true);
    assert!(findings.iter().any(|f| f["severity"] == "error" && f["outcome"] == "fail"));
    assert!(findings.iter().all(|f| f["month"] == "2024-01" && f["text"]["vi"] != f["text"]["en"]));
    let (vi, en) = (
        on(folder, &["checks", "run", "--month", "2024-01"]),
        on(folder, &["checks", "run", "--month", "2024-01", "--lang", "en"]),
    );
    let count = findings.len();
    assert!(vi.code == 1 && vi.out.contains(&format!("{count} phát hiện.")), "{}", vi.out);
    assert!(en.code == 1 && en.out.contains(&format!("{count} findings.")), "{}", en.out);
    assert_eq!(on(folder, &["checks", "run", "--month", "2022-05"]).code, 0, "a month without errors");
    refused(folder, &["checks", "run", "--month", "2031-01"], &["2031-01", "Chưa có báo cáo", "nothing to check"]);
}

fn the_queue_is_in_order_of_points(folder: &Path) {
    let queue = json(folder, 0, &["checks", "queue", "--month", "2024-01"]);
    let points: Vec<f64> = queue["items"].as_array().unwrap().iter().map(|i| i["points"].as_f64().unwrap()).collect();
    assert!(points.len() > 5 && points[0].abs() > 0.0, "{points:?}");
    assert!(points.windows(2).all(|pair| pair[0].abs() >= pair[1].abs()), "{points:?}");
    let short = json(folder, 0, &["checks", "queue", "--month", "2024-01", "--limit", "2"]);
    assert_eq!(short["items"].as_array().unwrap()[..], queue["items"].as_array().unwrap()[..2]);
    assert_eq!(short["of"].as_u64().unwrap() as usize, points.len());
    let words = on(folder, &["checks", "queue", "--month", "2024-01", "--limit", "2", "--lang", "en"]);
    assert!(words.out.contains(&format!("2024-01: 2 of {} items", points.len())), "{}", words.out);
}

fn a_suspicion_is_answered(folder: &Path) {
    let queue = json(folder, 0, &["checks", "queue", "--month", "2024-01", "--limit", "1"]);
    let finding = &queue["items"][0]["findings"][0];
    let text = |key: &str| finding[key].as_str().unwrap_or_default();
    let (establishment, rule, product) = (text("establishment"), text("rule"), text("product"));
    let mut arguments =
        vec!["checks", "explain", "--month", "2024-01", "--establishment", establishment, "--rule", rule];
    if !product.is_empty() {
        arguments.extend(["--product", product]);
    }
    refused(folder, &[&arguments[..], &["--text", "  "]].concat(), &["để trống", "is empty"]);
    let other = ["--month", "2024-01", "--establishment", establishment, "--rule", "R-NONE", "--text", "x"];
    refused(folder, &[&["checks", "explain"], &other[..]].concat(), &["Không có quy tắc R-NONE", "no rule R-NONE"]);
    let answered = on(folder, &[&arguments[..], &["--text", "Nhà máy dừng lò để sửa chữa"]].concat());
    assert_eq!(answered.code, 0, "{}", answered.err);
    assert!(answered.out.contains("Đã ghi giải trình") && answered.out.contains("The answer is written"));
    let run = json(folder, 1, &["checks", "run", "--month", "2024-01"]);
    let told = run["findings"].as_array().unwrap().iter().filter(|f| f["explanation"] == "Nhà máy dừng lò để sửa chữa");
    let told: Vec<&Value> = told.collect();
    assert!(!told.is_empty() && told.iter().all(|f| f["establishment"] == establishment && f["rule"] == rule));
}

fn the_methods_are_tried(folder: &Path) {
    let test = json(folder, 0, &["checks", "backtest"]);
    let cells = test["cells"].as_array().unwrap();
    let chosen: Vec<&Value> = cells.iter().filter(|cell| cell["chosen"] == true).collect();
    let groups: std::collections::BTreeSet<String> =
        cells.iter().map(|cell| format!("{} {}", cell["product"], cell["industry"])).collect();
    assert!(groups.len() > 10 && chosen.len() == groups.len(), "one method a cell");
    let earlier = on(folder, &["checks", "backtest", "--month", "2022-12", "--lang", "en"]);
    assert!(earlier.code == 0 && earlier.out.contains("2022-12"), "{}", earlier.out);
    refused(folder, &["checks", "backtest", "--month", "2015-01"], &["2015-01", "Không có báo cáo", "no return"]);
    let applied = on(folder, &["checks", "backtest", "--apply"]);
    assert!(applied.code == 0 && applied.out.contains("cells written"), "{}", applied.out);
    let again = on(folder, &["checks", "backtest", "--apply"]);
    assert!(again.code == 0 && again.out.contains("nothing written"), "{}", again.out);
}

fn page(server: &Server, path: &str) -> String {
    answer(&server.address, &format!("GET {path}"), "", "").unwrap()
}

#[cfg(unix)]
fn pages_are_served(folder: &Path) {
    for signal in ["-TERM", "-INT"] {
        let serving = Server::start(folder, "khoi.db", &[]);
        let (vi, en) = (page(&serving, "/"), page(&serving, "/en/"));
        assert!(vi.starts_with("HTTP/1.1 200") && vi.contains("lang=\"vi\"") && vi.contains("4,14"), "{vi}");
        assert!(en.starts_with("HTTP/1.1 200") && en.contains("lang=\"en\"") && en.contains("4.14"), "{en}");
        let nowhere = page(&serving, "/khong-co-trang-nay");
        assert!(nowhere.starts_with("HTTP/1.1 404"), "{nowhere}");
        let taken = on(folder, &["serve", "--listen", &serving.address]);
        assert_eq!(taken.code, 2, "{}", taken.out);
        assert!(taken.err.contains("Không mở được") && taken.err.contains("Cannot listen on"), "{}", taken.err);
        assert_eq!(serving.end_by(signal), 0, "ended by {signal}");
    }
}

#[cfg(not(unix))]
fn pages_are_served(folder: &Path) {
    assert!(page(&Server::start(folder, "khoi.db", &[]), "/").starts_with("HTTP/1.1 200"));
}

/// Six years of a series of the statistics office, which is not before a release but beside it; then a choice for it.
fn what_is_written_beside_a_server_is_shown(folder: &Path) {
    const FILE: &str = "/data/adjusted.csv?series=official/hai-phong/iip/C";
    let serving = Server::start(folder, "khoi.db", &[]);
    assert!(page(&serving, FILE).starts_with("HTTP/1.1 404"));
    let heads = "province,period,indicator,sector,measure,value,unit,source\n";
    let row = |at: i32| {
        let value = 100.0 + f64::from(at) * 0.4 + f64::from(at % 12 * 7 % 12) * 2.0 + f64::from(at * 7919 % 13) * 0.1;
        format!("hai-phong,{}-{:02},iip,C,level,{value},2015=100,thử\n", 2018 + at / 12, at % 12 + 1)
    };
    write(folder, "official.csv", format!("{heads}{}", (0..72).map(row).collect::<String>()));
    assert_eq!(on(folder, &["import", "--kind", "official", "official.csv"]).code, 0);
    let shown = wait_for(|| Some(page(&serving, FILE)).filter(|file| file.starts_with("HTTP/1.1 200")));
    assert!(shown.contains("2023-12"), "{shown}");

    let kept = ["season", "refresh", "--series", "official/hai-phong/iip/C", "--accept", "thử"];
    let accepted = on(folder, &kept);
    assert_eq!(accepted.code, 0, "{}", accepted.err);
    wait_for(|| {
        let told = page(&serving, "/adjusted/series?series=official/hai-phong/iip/C");
        (!told.contains("Chưa ai lưu lựa chọn")).then_some(())
    });
}

#[test]
fn the_month_is_measured() {
    let folder = folder();
    let arguments = ["bench", "month", "--establishments", "30", "--months", "16", "--products", "2", "--checked", "2"];
    let report = khoi(folder.path(), &[&arguments[..], &["--json"]].concat());
    assert_eq!(report.code, 0, "{}", report.err);
    let report: Value = serde_json::from_str(&report.out).unwrap();
    assert_eq!(
        (&report["establishments"], &report["months"], &report["products"]),
        (&30.into(), &16.into(), &2.into())
    );
    let steps: Vec<&str> = report["steps"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(steps, ["generate", "import", "load", "check", "weigh", "fill and compute"]);
    assert!(report["steps"].as_array().unwrap().iter().all(|s| s["rows"].as_u64().unwrap() > 0), "{report}");
    assert_eq!(report["late"]["bit_equal"], true);
    assert!(report["late"]["returns"].as_u64().unwrap() > 0 && report["lines"].as_u64().unwrap() > 300, "{report}");
    let told = khoi(folder.path(), &[&arguments[..], &["--no-database"]].concat());
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(!told.out.is_ascii(), "{}", told.out);
    let kept = khoi(folder.path(), &[&arguments[..], &["--db", "bench.db", "--json"]].concat());
    assert_eq!(kept.code, 0, "{}", kept.err);
    assert!(folder.path().join("bench.db").exists());
}
