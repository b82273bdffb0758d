//! `khoi season adjust`: what is written, what is told of series that fail, what is refused.

use std::collections::BTreeMap;
use std::path::Path;

use crate::khoi::{Ended, folder, khoi};
use crate::tables::reference_text;

const AIRLINE: &str =
    "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\nforecast{save=(fct)}\nx11{save=(d10 d11 d12 d13)}\n";

/// Rows of a series that grows, with a season and some noise, from a month on.
fn rows(name: &str, from: i32, count: i32) -> String {
    let value =
        |month: i32| (100.0 + f64::from(month) + f64::from(month * 7 % 11)) * if month % 12 == 1 { 0.7 } else { 1.0 };
    let row = |month: i32| format!("{name},{:04}-{:02},{}\n", month / 12, month % 12 + 1, value(month - from));
    (from..from + count).map(row).collect()
}

fn series(rows: &[String]) -> String {
    format!("series,period,value\n{}", rows.concat())
}

fn adjust(at: &Path, more: &[&str]) -> Ended {
    khoi(at, &[&["season", "adjust", "--series", "s.csv", "--spec", "x.spc", "--out", "out"], more].concat())
}

/// Value by series, table and period.
fn tables(at: &Path) -> BTreeMap<(String, String, String), f64> {
    let text = std::fs::read_to_string(at.join("out/tables.csv")).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("series,period,table,value"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        ((cells[0].to_owned(), cells[2].to_owned(), cells[1].to_owned()), cells[3].parse().unwrap())
    };
    lines.map(row).collect()
}

fn diagnostics(at: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(at.join("out/diagnostics.json")).unwrap()).unwrap()
}

#[test]
fn the_reference_s_tables_come_out_of_the_command() {
    let (Some(data), Some(golden)) = (reference_text("sa/series.csv"), reference_text("sa/golden/x0_x11_mult.json"))
    else {
        return;
    };
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("s.csv"), data).unwrap();
    std::fs::write(at.join("x.spc"), "x11{mode=mult save=(d10 d11 d13)}").unwrap();
    let ended = adjust(at, &["--json"]);
    assert_eq!((ended.code, ended.out.trim()), (0, "{\"adjusted\":113,\"failed\":[],\"series\":113}"), "{}", ended.err);
    let (ours, told) = (tables(at), diagnostics(at));
    let golden: serde_json::Value = serde_json::from_str(&golden).unwrap();
    let mut compared = 0;
    for (name, theirs) in golden["series"].as_object().unwrap() {
        let mut period: season::Period = theirs["start"].as_str().unwrap().parse().unwrap();
        for (at, adjusted) in theirs["tables"]["d11"].as_array().unwrap().iter().enumerate() {
            let adjusted = adjusted.as_f64().unwrap();
            let ours = ours[&(name.clone(), "d11".to_owned(), period.to_string())];
            assert!((ours - adjusted).abs() <= 1e-11 * adjusted.abs().max(1.0), "{name} {at}: {ours} for {adjusted}");
            period = period.plus(1);
            compared += 1;
        }
        let told = &told["series"][name];
        for choice in ["seasonal_filter", "henderson", "henderson_d7", "idseasonal", "sa_mode", "n", "start"] {
            assert_eq!(told[choice], theirs[choice], "{name} {choice}");
        }
        let q = told["mstats"]["q"].as_f64().unwrap();
        assert_eq!(format!("{q:.2}"), format!("{:.2}", theirs["mstats"]["q"].as_f64().unwrap()), "{name}");
    }
    assert_eq!(compared, 26_770);
}

#[test]
fn a_series_that_fails_stops_no_other_and_says_why() {
    let folder = folder();
    let at = folder.path();
    let wrong = [
        "âm,2010-01,-5\nâm,2010-02,3\n",
        "năm,2010,1\nnăm,2011,2\n",
        "lẫn,2010-01,1\nlẫn,2010-Q2,2\n",
        "trống,2010-01,\n",
    ];
    let short = rows("ngắn", 2015 * 12, 20);
    let all = [rows("tốt", 2015 * 12, 96), short, wrong.concat(), rows("cuối", 2014 * 12 + 6, 100)];
    std::fs::write(at.join("s.csv"), series(&all)).unwrap();
    std::fs::write(at.join("x.spc"), AIRLINE).unwrap();
    let ended = adjust(at, &[]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.out.contains("Đã hiệu chỉnh 2 trên 7 chuỗi") && ended.out.contains("2 of 7"), "{}", ended.out);
    for said in [
        "“ngắn”:",
        "“âm”:",
        "“năm”: “2010” không phải tháng hay quý",
        "“lẫn”: it has months and quarters",
        "“trống”: it has no value",
    ] {
        assert!(ended.err.contains(said), "{said}: {}", ended.err);
    }
    let (tables, told) = (tables(at), diagnostics(at));
    for name in ["tốt", "cuối"] {
        assert_eq!(tables.keys().filter(|(series, table, _)| series == name && table == "fct").count(), 12);
        assert_eq!(told["series"][name]["model"], "(0 1 1)(0 1 1)");
    }
    assert!(told["series"]["ngắn"]["error"].is_string() && tables.keys().all(|(series, _, _)| series != "ngắn"));
    // The forecast is a table of its own, with its limits: no other goes beyond the series.
    assert!(tables.keys().all(|(_, table, period)| table.starts_with("fct") || period.as_str() <= "2022-12"));
    for end in ["fct.lower", "fct.upper"] {
        assert_eq!(tables.keys().filter(|(series, table, _)| series == "tốt" && table == end).count(), 12, "{end}");
    }
}

#[test]
fn the_same_comes_of_one_thread_and_of_several() {
    let folder = folder();
    let at = folder.path();
    let all: Vec<String> = (0..30).map(|number| rows(&format!("s{number}"), 2010 * 12 + number, 80 + number)).collect();
    std::fs::write(at.join("s.csv"), series(&all)).unwrap();
    std::fs::write(at.join("x.spc"), AIRLINE).unwrap();
    let made = |jobs: &str| {
        assert_eq!(adjust(at, &["--jobs", jobs]).code, 0);
        ["tables.csv", "diagnostics.json"].map(|name| std::fs::read(at.join("out").join(name)).unwrap())
    };
    assert_eq!(made("1"), made("4"));
    assert_eq!(std::fs::read_dir(at.join("out")).unwrap().count(), 2, "nothing half-written is left");
}

#[test]
fn rows_may_stand_in_any_order() {
    let folder = folder();
    let at = folder.path();
    let all: Vec<String> = (0..30).map(|number| rows(&format!("s{number:02}"), 2010 * 12, 80 + number)).collect();
    std::fs::write(at.join("x.spc"), AIRLINE).unwrap();
    let made = |rows: &[String]| {
        std::fs::write(at.join("s.csv"), series(rows)).unwrap();
        let ended = adjust(at, &[]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        (tables(at), diagnostics(at))
    };
    let mut lines: Vec<String> = all.iter().flat_map(|rows| rows.lines()).map(|line| format!("{line}\n")).collect();
    let together = made(&lines);
    lines.sort_unstable_by_key(|line| line.split(',').nth(1).map(str::to_owned));
    assert_eq!(made(&lines), together);
    lines.reverse();
    assert_eq!(made(&lines), together);
    lines.push("s07,2012-05,3\n".to_owned());
    std::fs::write(at.join("s.csv"), series(&lines)).unwrap();
    let twice = adjust(at, &[]);
    let second = format!("s.csv, dòng {}: “s07” kỳ 2012-05 đã có ở dòng", lines.len() + 1);
    assert!(twice.code == 2 && twice.err.contains(&second), "{}", twice.err);
}

#[test]
fn a_gap_is_filled_by_the_model_and_refused_without_one() {
    let folder = folder();
    let at = folder.path();
    let whole = rows("s", 2012 * 12, 120);
    let gappy: String =
        whole.lines().filter(|line| !line.starts_with("s,2015-05")).map(|line| format!("{line}\n")).collect();
    std::fs::write(at.join("s.csv"), series(&[gappy])).unwrap();
    std::fs::write(at.join("x.spc"), AIRLINE.replace("d10", "a1 d10")).unwrap();
    let ended = adjust(at, &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let told = &diagnostics(at)["series"]["s"];
    assert_eq!(
        (told["filled"][0].as_str(), told["regression"][0]["name"].as_str()),
        (Some("2015-05"), Some("MV2015.May"))
    );
    let known: f64 =
        whole.lines().find(|line| line.starts_with("s,2015-05")).unwrap().rsplit(',').next().unwrap().parse().unwrap();
    let filled = tables(at)[&("s".to_owned(), "a1".to_owned(), "2015-05".to_owned())];
    assert!((filled / known - 1.0).abs() < 0.1, "{filled} for {known}");
    std::fs::write(at.join("x.spc"), "x11{}").unwrap();
    let alone = adjust(at, &[]);
    assert!(alone.code == 1 && alone.err.contains("thiếu giá trị ở 2015-05"), "{}", alone.err);
}

#[test]
fn a_wrong_specification_or_file_writes_nothing() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("s.csv"), series(&[rows("s", 2015 * 12, 60)])).unwrap();
    let check = |spec: &str, said: &[&str]| {
        std::fs::write(at.join("x.spc"), spec).unwrap();
        let ended = adjust(at, &[]);
        assert_eq!(ended.code, 2, "{spec}: {}", ended.err);
        assert!(said.iter().all(|word| ended.err.contains(word)), "{spec}: {}", ended.err);
        assert!(!at.join("out").exists(), "{spec}");
    };
    check("x11{}\nseats{}", &["x.spc, dòng 2", "x.spc, line 2", "seats{}"]);
    check("arima{model=(0 1 1)(0 1 1)}\nx11{mode=nhân}", &["dòng 2", "“nhân”"]);
    check("automdl{exactdiff=no}", &["ở đây không làm exactdiff=no: hàm hợp lý luôn", "every likelihood is exact"]);
    check("regression{user=(a) file=\"u.dat\" start=2015.1}\nautomdl{}", &["line 1", "u.dat"]);
    let missing = khoi(at, &["season", "adjust", "--series", "không.csv", "--spec", "x.spc", "--out", "out"]);
    assert!(missing.code == 2 && missing.err.contains("không.csv"), "{}", missing.err);
    std::fs::write(at.join("s.csv"), "series,period,value\n").unwrap();
    check("x11{}", &["tệp không có chuỗi nào"]);
}

#[test]
fn files_of_a_specification_lie_beside_it() {
    let folder = folder();
    let at = folder.path();
    std::fs::create_dir(at.join("đặc tả")).unwrap();
    let strike: String = (0..120).map(|month| if month == 40 { "1\n" } else { "0\n" }).collect();
    std::fs::write(at.join("đặc tả/u.dat"), strike).unwrap();
    let spec = "transform{function=log}\nregression{user=(dinh_cong) usertype=ao start=2015.1 file='u.dat'}\narima{model=(0 1 1)(0 1 1)}\nx11{}";
    std::fs::write(at.join("đặc tả/x.spc"), spec).unwrap();
    std::fs::write(at.join("s.csv"), series(&[rows("s", 2015 * 12, 96)])).unwrap();
    let ended = khoi(at, &["season", "adjust", "--series", "s.csv", "--spec", "đặc tả/x.spc", "--out", "out"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(diagnostics(at)["series"]["s"]["regression"][0]["name"], "dinh_cong");
}

/// What an office has for one series serves others, and its own file is not looked for.
#[test]
fn a_specification_of_an_office_is_taken_as_it_is() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("s.csv"), series(&[rows("s", 2002 * 12, 220)])).unwrap();
    let text = "series{title='V042 Medical building'\n file='v042.dat' format='datevalue'\n span=(2003.1,) modelspan=(2006.1,) comptype=add\n}\n\
                spectrum{savelog=all}\ntransform{function=log print=brief}\nregression{variables=(seasonal ls2004.jun ao2015.oct)}\n\
                outlier{types=(ao ls tc) span=(2015.10,) critical=4.0 save=(fts)}\narima{model=(0 1 [1,3])}\n\
                forecast{maxlead=24 maxback=12 print=none}\nestimate{print=(default +roots) savelog=all}\ncheck{print=all savelog=all}\n\
                x11{sigmalim=(1.8 2.8) seasonalma=(s3x5) appendfcst=yes savelog=all save=d16}\n\
                slidingspans{savelog=percent additivesa=percent}\nhistory{estimates=(fcst sadj sadjchng) savelog=all start=2017.1}\n";
    std::fs::write(at.join("x.spc"), text).unwrap();
    let ended = adjust(at, &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let told = &diagnostics(at)["series"]["s"];
    assert_eq!((told["start"].as_str(), told["n"].as_u64()), (Some("2003-01"), Some(208)));
    assert_eq!(told["model"], "(0 1 [1,3])");
    assert_eq!(told["left_out"], serde_json::json!(["ls2004.jun", "maxback"]));
    assert_eq!((&told["likelihood"]["nobs"], &told["likelihood"]["np"]), (&172.into(), &15.into()));
    assert_eq!(told["regression"].as_array().unwrap().len(), 12);
    assert_eq!(told["regression"][0]["group"], "Seasonal");
    let history = &told["history"];
    assert_eq!((history["start"].as_str(), history["fcst"][1]["lead"].as_u64()), (Some("2017-01"), Some(12)));
    assert!(history["fcst"][0]["count"] == 39 && history["sadj"].is_f64() && history["trend"].is_null(), "{history}");
    assert!(told["slidingspans"]["seasonal"]["of"].is_u64());
    assert_eq!(told["spectrum"]["spcsa"]["stars"].as_object().unwrap().len(), 7);
    let tables = tables(at);
    let count = |table: &str| tables.keys().filter(|(_, name, _)| name == table).count();
    assert_eq!([count("fts.ao"), count("fts.ls"), count("d16")], [55, 55, 232]);
}

/// A specification with a series of its own needs no other file.
#[test]
fn the_series_of_a_specification_is_adjusted() {
    let folder = folder();
    let at = folder.path();
    let values = |count: usize| (0..count).map(|at| format!("{}\n", 100 + at * 7 % 11 + at)).collect::<String>();
    let by_itself = |text: &str| {
        std::fs::write(at.join("gdp.spc"), text).unwrap();
        khoi(at, &["season", "adjust", "--spec", "gdp.spc", "--out", "out"])
    };
    let ended = by_itself(&format!("series{{start=2005.2 period=4 data=(\n{})}} x11{{}}", values(60)));
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(diagnostics(at)["series"]["gdp"]["start"], "2005-Q2");
    std::fs::write(at.join("gdp.dat"), values(90).replacen("107\n", "-99999\n", 1)).unwrap();
    let ended = by_itself("series{file='gdp.dat' start=2005.feb} arima{model=(0 1 1)(0 1 1)} x11{}");
    assert_eq!(ended.code, 0, "{}", ended.err);
    let told = &diagnostics(at)["series"]["gdp"];
    assert_eq!((told["n"].as_u64(), told["filled"].as_array().map(Vec::len)), (Some(90), Some(1)));
    // What is wrong is told for the frequency the specification has.
    let ended = by_itself("series{start=2005.2 period=4 data=(1 2)}\n\nx11{mode=both}");
    assert!(ended.code == 2 && ended.err.contains("gdp.spc, line 3"), "{} {}", ended.code, ended.err);
    let ended = by_itself("x11{}");
    assert!(ended.code == 2 && ended.err.contains("đặc tả không có chuỗi nào"), "{} {}", ended.code, ended.err);
}

/// Residuals are told where that is asked, their autocorrelations by lag as tables.
#[test]
fn residuals_are_checked_where_that_is_asked() {
    let folder = folder();
    let at = folder.path();
    let values: String = (0..90).map(|at| format!("{}\n", 100 + at * 7 % 11 + at)).collect();
    let by = |check: &str| {
        let text =
            format!("series{{start=2005.1 data=(\n{values})}} arima{{model=(0 1 1)(0 1 1)}} {check} x11{{save=d11}}");
        std::fs::write(at.join("r.spc"), text).unwrap();
        khoi(at, &["season", "adjust", "--spec", "r.spc", "--out", "out"])
    };
    assert_eq!(by("").code, 0);
    assert!(diagnostics(at)["series"]["r"]["check"].is_null());
    assert_eq!(by("check{maxlag=30 qtype=bp acflimit=0.001 qlimit=0.999 save=(acf pacf ac2)}").code, 0);
    let told = &diagnostics(at)["series"]["r"]["check"];
    // Beyond limits that nothing is within all lags are told; sums from where they have a degree of freedom.
    assert_eq!((&told["count"], told["sigacf"].as_array().unwrap().len()), (&77.into(), 30));
    let lags: Vec<u64> = told["bplags"].as_array().unwrap().iter().map(|lag| lag.as_u64().unwrap()).collect();
    assert!(told["lbq"].is_null() && lags.first() >= Some(&3) && told["bpq"][1] == 28, "{told}");
    let tables = tables(at);
    let value = |table: &str, lag: &str| tables.get(&("r".into(), table.into(), lag.into())).copied();
    assert_eq!(value("acf.q", "30"), told["bpq"][0].as_f64());
    assert_eq!(
        (value("acf", "5"), value("acf.se", "5")),
        (told["sigacf"][4][1].as_f64(), told["sigacf"][4][2].as_f64())
    );
    assert_eq!(value("acf", "1"), value("pcf", "1"));
    assert!(value("acf.p", "2").is_none() && value("ac2", "1").is_none(), "two coefficients; less than ten years");
    assert_eq!(tables.keys().filter(|(_, name, _)| name == "d11").count(), 90);
}
