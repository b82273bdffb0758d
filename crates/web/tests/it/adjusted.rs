//! Adjusted figures on their pages: the list, a series, the choice made again; and Vietnam's manufacturing with what Tết does to it.

use std::path::{Path, PathBuf};

use domain::adjust::{Policy, SeriesKey};
use domain::authority::Role;
use domain::official::OfficialFigure;
use office::adjust::{Acceptance, Proposal};
use office::publication::Publication;
use serde_json::Value;

use crate::client::{Answer, Server};
use crate::people::Office;
use crate::thread::{province, province_with};

fn publication(office: &Office) -> Publication {
    let today = office::demo::context(&office.store, office::demo::last_day().unwrap(), "test").unwrap();
    office.wait(office::publication::latest(&today)).unwrap().unwrap()
}

fn rows(answer: &Answer) -> Vec<String> {
    answer.text().lines().filter(|line| line.starts_with("20")).map(str::to_owned).collect()
}

#[test]
fn every_index_is_shown_without_calendar_and_season() {
    let office = province();
    let visitor = office.someone(Role::Auditor);
    let list = office.get(&visitor, "/adjusted").text();
    for said in [
        "Toàn ngành công nghiệp",
        ">B Khai khoáng",
        "So với cùng kỳ, loại trừ yếu tố lịch",
        "báo cáo đã nhận",
        "mô phỏng",
        "/adjusted/series?series=TOTAL",
    ] {
        assert!(list.contains(said), "{said}");
    }
    assert!(!list.contains("/adjusted/refresh"), "an auditor makes no choices");
    let publication = publication(&office);
    let shown = publication.nodes.iter().filter(|node| office::adjust::is_index(node));
    let mut at_the_edge = 0;
    for node in shown {
        let page = office.get(&visitor, &format!("/adjusted/series?series={}", node.code));
        match node.withheld {
            true => assert_eq!(page.status, 404, "{}", node.code),
            false => assert_eq!(page.status, 200, "{}", node.code),
        }
        // A doubt about standard errors stands beside the intervals too.
        let page = page.text();
        let doubts = page.matches("kém tin cậy").count();
        assert!(doubts != 1 || page.contains("Không thấy tác động của lịch"), "{}", node.code);
        at_the_edge += usize::from(doubts == 2);
    }
    assert!(at_the_edge > 0);
    let whole = office.get(&visitor, "/adjusted/series?series=TOTAL").text();
    for said in [
        "Trong Tết",
        "Khoảng 95 %",
        "class=\"foreseen\"",
        "Dự báo của mô hình",
        "Trực tiếp và gián tiếp",
        "Tháng 12",
        "ARIMA",
    ] {
        assert!(whole.contains(said), "{said}: {whole}");
    }
    let english = office.get(&visitor, "/en/adjusted/series?series=TOTAL").text();
    assert!(english.contains("During Tết") && english.contains("Simulated data"), "{english}");
    for wrong in ["/adjusted/series", "/adjusted/series?series=0710-01", "/adjusted/series?series=official/x/y/z"] {
        assert_eq!(office.get(&visitor, wrong).status, 404, "{wrong}");
    }

    // Files hold what was measured and what is left of it, and no month that has not come.
    let file = rows(&office.get(&visitor, "/data/adjusted.csv?series=TOTAL"));
    assert_eq!(file.len(), publication.months.len());
    assert!(file.last().unwrap().starts_with(&publication.release.month.to_string()), "{:?}", file.last());
    assert!(file.iter().all(|line| line.contains("số liệu mô phỏng")));
    let whole = rows(&office.get(&visitor, "/data/adjusted.csv"));
    let open = publication.nodes.iter().filter(|node| office::adjust::is_index(node) && !node.withheld).count();
    assert!(whole.len() > file.len() && whole.len() <= open * file.len(), "{} {open}", whole.len());
    assert_eq!(office.get(&visitor, "/data/adjusted.xlsx").status, 200);
    assert!(office.get(&visitor, "/series?node=C&measure=level").text().contains("/adjusted/series?series=C"));
}

/// The cells of a column of a CSV with a head, by its name.
pub(crate) fn column(file: &Answer, name: &str) -> Vec<String> {
    let text = file.text();
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let at = lines.headers().unwrap().iter().position(|head| head.trim_start_matches('\u{feff}') == name).unwrap();
    lines.records().map(|record| record.unwrap()[at].to_owned()).collect()
}

#[test]
fn the_chart_says_how_settled_its_newest_month_is() {
    let office = province();
    let visitor = office.someone(Role::Auditor);
    let page = office.get(&visitor, "/adjusted/series?series=TOTAL").text();
    let card = page.split("<div class=\"card\">").nth(1).unwrap().split("</div>").next().unwrap();
    for said in ["class=\"stage ", "báo cáo đã nhận chiếm", "công bố ngày", "/data/adjusted.csv?series=TOTAL\""]
    {
        assert!(card.contains(said), "{said}: {card}");
    }
    let english = office.get(&visitor, "/en/adjusted/series?series=TOTAL").text();
    assert!(english.contains("returns received: "), "{english}");
}

#[test]
fn years_add_up_where_the_reader_wants_it_and_it_is_said() {
    let office = province();
    let visitor = office.someone(Role::Auditor);
    let get = |path: &str| office.get(&visitor, path);
    let plain = get("/adjusted/series?series=TOTAL").text();
    assert!(plain.contains("name=\"to-year\"") && !plain.contains("khớp tổng năm: mỗi năm"), "{plain}");
    let page = get("/adjusted/series?series=TOTAL&to-year=true").text();
    for said in ["khớp tổng năm: mỗi năm đủ", "Loại trừ lịch và mùa vụ, khớp tổng năm", "series=TOTAL&#38;to-year=true"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(get("/en/adjusted/series?series=TOTAL&to-year=true").text().contains("are made to add up: the mean"));
    assert_eq!(get("/adjusted/series?series=TOTAL&to-year=maybe").status, 400);

    let apart = |file: &Answer| -> f64 {
        let number = |text: &String| text.parse::<f64>().unwrap();
        let (months, raw, adjusted) = (column(file, "period"), column(file, "raw"), column(file, "adjusted"));
        let of_year = |values: &[String]| -> f64 {
            values
                .iter()
                .zip(&months)
                .filter(|(_, month)| month.starts_with("2022-"))
                .map(|(value, _)| number(value))
                .sum()
        };
        (of_year(&raw) - of_year(&adjusted)).abs()
    };
    let (plain, added) = (get("/data/adjusted.csv?series=TOTAL"), get("/data/adjusted.csv?series=TOTAL&to-year=true"));
    assert!(apart(&added) < 12.0 * 0.0001 && apart(&plain) > apart(&added), "{} {}", apart(&plain), apart(&added));
    assert!(column(&added, "state").iter().all(|state| state == "đã hiệu chỉnh, khớp tổng năm"));
    assert!(column(&plain, "state").iter().all(|state| state == "đã hiệu chỉnh"));
    assert!(
        added.header("content-disposition").contains("adjusted-to-year"),
        "{}",
        added.header("content-disposition")
    );
    assert_eq!(get("/data/adjusted.xlsx?to-year=true").status, 200);
    assert_eq!(get("/data/adjusted.csv?to-year=1").status, 400);
}

#[test]
fn the_interface_tells_how_a_series_was_adjusted() {
    let office = province();
    let visitor = office.someone(Role::Auditor);
    let figures: Value = serde_json::from_slice(&office.server.get("/api/v1/adjusted/TOTAL").body).unwrap();
    let adjustment = &figures["adjustment"];
    assert!(
        adjustment["multiplies"].is_boolean() && adjustment["model"].as_str().unwrap().starts_with('('),
        "{adjustment}"
    );
    let effects = adjustment["effects"].as_array().unwrap();
    let during = effects.iter().find(|effect| effect["name"] == "tet_during").unwrap();
    let number = |name: &str| during[name].as_f64().unwrap();
    let (estimate, error) = (number("estimate"), number("standard_error"));
    // The 97.5 % point of the normal distribution on both sides.
    assert!((number("lower") - (estimate - 1.96 * error)).abs() < 5e-6, "{during}");
    assert!((number("upper") - (estimate + 1.96 * error)).abs() < 5e-6, "{during}");
    let diagnostics = &adjustment["diagnostics"];
    let range = |name: &str| diagnostics[name].as_f64().unwrap();
    assert!((0.0..3.0).contains(&range("q")) && (0.0..3.0).contains(&range("m7")), "{diagnostics}");
    assert!((0.0..=1.0).contains(&range("residual_seasonality")), "{diagnostics}");
    assert!(diagnostics["season"]["code"].is_string() && !diagnostics["told"].as_array().unwrap().is_empty());
    // What was taken out and what is left make what was measured again, and the files hold the same.
    let months = figures["months"].as_array().unwrap();
    for month in months {
        let of = |name: &str| month[name].as_f64().unwrap();
        let without = match adjustment["multiplies"].as_bool().unwrap() {
            true => of("raw") / of("season") / of("calendar"),
            false => of("raw") - of("season") - of("calendar"),
        };
        assert!((without - of("adjusted")).abs() < 0.05, "{month}");
    }
    let file = office.get(&visitor, "/data/adjusted.csv?series=TOTAL");
    for name in ["season", "calendar", "irregular"] {
        let told: Vec<f64> = months.iter().map(|month| month[name].as_f64().unwrap()).collect();
        let of_file: Vec<f64> = column(&file, name).iter().map(|text| text.parse().unwrap()).collect();
        assert_eq!(told, of_file, "{name}");
    }
}

#[test]
fn spectra_are_drawn_said_and_told_in_numbers() {
    let office = province();
    let visitor = office.someone(Role::Auditor);
    let page = office.get(&visitor, "/adjusted/series?series=TOTAL").text();
    for said in [
        "<h2>Phổ</h2>",
        "id=\"spectra-wide-t\"",
        "id=\"spectra-narrow-t\"",
        "Tần số ngày làm việc",
        "2 lần một năm (chu kỳ 6 tháng)",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let sentences = ["Chuỗi đã hiệu chỉnh: ", "Phần bất thường: "];
    assert!(sentences.iter().all(|sentence| page.contains(sentence)), "{page}");
    let english = office.get(&visitor, "/en/adjusted/series?series=TOTAL").text();
    assert!(english.contains("The irregular: ") && english.contains("Frequencies of trading days"), "{english}");
}

#[test]
fn growth_of_the_month_is_not_shown_without_a_word_of_tet() {
    let office = province();
    let (leader, room) = (office.someone(Role::Leader), office.someone(Role::Statistician));
    let (vi, en) = ("Tết Nguyên đán năm trước bắt đầu ngày 22/01/2023", "The lunar new year began on");
    for path in ["/", "/director", "/bulletin"] {
        let page = office.get(&leader, path).text();
        let said = page.split("<p>").find(|part| part.contains(vi)).unwrap_or_else(|| panic!("{path}: {page}"));
        assert!(said.split("</p>").next().unwrap().contains("href=\"/adjusted\""), "{path}: {said}");
        let english = office.get(&leader, &format!("/en{}", path.trim_end_matches('/'))).text();
        assert!(english.contains(en) && english.contains("href=\"/en/adjusted\""), "{path}: {english}");
    }
    for (path, said) in
        [("/about", "7 ngày Tết (kể từ hôm trước mồng một)"), ("/en/about", "RegARIMA model and the X-11")]
    {
        let page = office.server.get(path).text();
        let section = page.split("id=\"adjustment\"").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
        assert!(section.contains(said) && section.contains("/adjusted\""), "{section}");
    }
    assert!(office.get(&room, "/desk").text().contains("href=\"/adjusted/refresh\""));
    assert!(!office.get(&leader, "/desk").text().contains("href=\"/adjusted/refresh\""));
}

#[test]
fn of_a_series_without_a_season_no_calendar_is_told() {
    let flat = |figure: OfficialFigure| {
        let month = figure.period.unwrap().months().first;
        let at = month.months_since("2016-01".parse().unwrap());
        let value = 100.0 + f64::from((37 * at * at + 11 * at) % 101) / 10.0;
        OfficialFigure { sector: "B".into(), value, ..figure }
    };
    let office = province_with(&official_levels().into_iter().map(flat).collect::<Vec<_>>());
    let visitor = office.someone(Role::Auditor);
    const SERIES: &str = "official/Vi%E1%BB%87t%20Nam/iip/B";
    let file = office.get(&visitor, &format!("/data/adjusted.csv?series={SERIES}"));
    assert!(column(&file, "state").iter().all(|state| state == "để nguyên"), "{}", file.text());
    assert!(column(&file, "calendar_adjusted").iter().all(String::is_empty), "{}", file.text());
    assert_eq!(column(&file, "adjusted"), column(&file, "raw"));
    let listed: Value = serde_json::from_slice(&office.server.get("/api/v1/adjusted?size=500").body).unwrap();
    let line = listed["items"].as_array().unwrap().iter().find(|line| line["origin"]["code"] == "official").unwrap();
    assert_eq!((&line["imported"], &line["source"]), (&"2024-02-19".into(), &"Cục Thống kê, bảng 3".into()));
    let figures: Value = serde_json::from_slice(&office.server.get(line["figures"].as_str().unwrap()).body).unwrap();
    let month = &figures["months"][13];
    assert!(month["calendar_adjusted"].is_null() && month["adjusted"] == month["raw"], "{figures}");
    assert!(figures["adjustment"].is_null(), "{figures}");
    assert!(["season", "calendar", "irregular"].iter().all(|name| month[name].is_null()), "{month}");
    let list = office.get(&visitor, "/adjusted").text();
    let row = list.split("<tr").find(|row| row.contains(&format!("series={SERIES}"))).unwrap();
    assert!(row.matches('…').count() == 1 && row.contains("…</td></tr>"), "{row}");
}

/// Eight years of a series with a season and a level that shifts in March 2020, as the statistics office may publish one.
pub(crate) fn official_levels() -> Vec<OfficialFigure> {
    let figure = |month: i32| OfficialFigure {
        area: "Việt Nam".into(),
        period: format!("{}-{:02}", 2016 + month / 12, month % 12 + 1).parse().ok(),
        indicator: "iip".into(),
        sector: "C".into(),
        measure: domain::adjust::LEVEL.into(),
        value: (100.0 + f64::from(month))
            * [0.9, 0.8, 1.0, 1.0, 1.02, 1.03, 1.0, 1.01, 1.04, 1.05, 1.06, 1.09][month as usize % 12]
            + f64::from(month * 37 % 11) / 5.0
            + if month < 50 { 0.0 } else { 25.0 },
        unit: "2015=100".into(),
        source: "Cục Thống kê, bảng 3 | Statistics office, table 3".into(),
        note: String::new(),
    };
    // Nothing was published for November 2021.
    (0..96).filter(|month| *month != 70).map(figure).collect()
}

/// A file below `sa` of the reference folder; `None`, said loudly, where it is absent.
fn reference(path: &str) -> Option<String> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("KHOI_REFERENCE").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(folder.join("sa").join(path)).ok();
    if text.is_none() {
        eprintln!("\n*** SKIPPED: the reference file sa/{path} is not there; KHOI_REFERENCE names its folder ***\n");
    }
    text
}

/// The index of Vietnam's manufacturing (General Statistics Office) as an official series of levels, and what X-13 finds of Tết in it.
#[test]
fn vietnams_manufacturing_shows_the_effect_of_tet_that_x13_finds() {
    const SERIES: &str = "vn_aip_isic4_c_ix";
    let (Some(series), Some(golden)) = (reference("series.csv"), reference("golden/d_tet_x11_tight.json")) else {
        return;
    };
    let figure = |line: &str| {
        let mut cells = line.split(',').skip(1);
        OfficialFigure {
            area: "Việt Nam".into(),
            period: cells.next().unwrap().parse().ok(),
            indicator: "iip".into(),
            sector: "C".into(),
            measure: domain::adjust::LEVEL.into(),
            value: cells.next().unwrap().parse().unwrap(),
            unit: "2015=100".into(),
            source: "Tổng cục Thống kê".into(),
            note: String::new(),
        }
    };
    let figures: Vec<OfficialFigure> =
        series.lines().filter(|line| line.split(',').next() == Some(SERIES)).map(figure).collect();
    assert!(figures.len() > 90, "{}", figures.len());
    let office = province();
    let context = office.operator();
    office.wait(office::settings::take_official(&context, &figures, "thử")).unwrap();
    let publication = publication(&office);
    let key: SeriesKey = "official/Việt Nam/iip/C".parse().unwrap();
    let asked = "transform{function=log}\nregression{variables=(tet)}\narima{model=(0 1 1)(0 1 1)}\nforecast{maxlead=12}\nx11{}\n";
    let proposal = Proposal { asked: Some(asked), ..Proposal::by(Policy::Concurrent) };
    let shown =
        office.wait(office::adjust::propose(&context, &publication, std::slice::from_ref(&key), proposal)).unwrap();
    let digest = office::adjust::digest(&shown);
    let whole = Acceptance::whole(&digest, "thử");
    office.wait(office::adjust::accept(&context, &publication, &[key], proposal, whole)).unwrap();

    let golden: Value = serde_json::from_str(&golden).unwrap();
    let coefficients = golden["series"][SERIES]["regression"].as_array().unwrap();
    let during = coefficients.iter().find(|one| one["name"].as_str().unwrap().ends_with("during")).unwrap();
    let (estimate, error) = (during["coef"].as_f64().unwrap(), during["se"].as_f64().unwrap());
    assert_eq!((format!("{estimate:.3}"), format!("{:.1}", estimate / error)), ("-0.114".into(), "-5.0".into()));
    let site = web::Site::new();
    site.publish(self::publication(&office));
    let server = Server::over(site);
    let listed: Value = serde_json::from_slice(&server.get("/api/v1/adjusted?size=500").body).unwrap();
    let line = listed["items"].as_array().unwrap().iter().find(|line| line["origin"]["code"] == "official").unwrap();
    let figures: Value = serde_json::from_slice(&server.get(line["figures"].as_str().unwrap()).body).unwrap();
    assert_eq!((&figures["code"], &figures["unit"]), (&"official/Việt Nam/iip/C".into(), &"2015=100".into()));
    assert!(figures["simulated"] == false && figures["months"][0]["stage"].is_null(), "{figures}");
    let page = server.get("/adjusted/series?series=official/Vi%E1%BB%87t%20Nam/iip/C").text();
    for said in ["Trong Tết", "−0,114", "−5,0", "Tổng cục Thống kê", "2015=100", "class=\"stage official\""]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("Số liệu mô phỏng: không có thật"), "{page}");
}
