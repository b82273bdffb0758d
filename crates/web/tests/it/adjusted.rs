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
fn column(file: &Answer, name: &str) -> Vec<String> {
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
fn a_choice_is_made_again_only_after_a_look_at_what_it_moves() {
    let office = province();
    let room = office.someone(Role::Statistician);
    for role in [Role::Leader, Role::Officer, Role::Auditor] {
        assert_eq!(office.get(&office.someone(role), "/adjusted/refresh").status, 403, "{role:?}");
    }
    assert_eq!(office.get(&room, "/adjusted/refresh?series=nobody").status, 404);
    let every = office.get(&room, "/adjusted/refresh").text();
    assert!(every.contains("Mọi chuỗi") && every.contains("Chấp nhận"), "{every}");
    let page = office.get(&room, "/adjusted/refresh?series=C&policy=parameters").text();
    assert!(page.contains("Sau khi chọn lại") && page.contains("Đặc tả sẽ lưu"), "{page}");

    let page = office.get(&room, "/adjusted/refresh?series=C&policy=concurrent").text();
    let shown = hidden(&page, "shown");
    let fields = |shown: &str, why: &str, specification: &str| {
        let fields = [
            ("series", "C"),
            ("policy", "concurrent"),
            ("shown", shown),
            ("why", why),
            ("specification", specification),
        ];
        office.fill(&room, "/adjusted/refresh", &fields)
    };
    let look = |specification: &str| {
        let asked = [("series", "C"), ("policy", "concurrent"), ("look", "true"), ("why", "đặc tả riêng")];
        office.fill(&room, "/adjusted/refresh", &[&asked[..], &[("specification", specification)]].concat())
    };
    let unsaid = fields(&shown, "", "");
    assert!(unsaid.status == 422 && unsaid.text().contains("Hãy ghi lý do"), "{}", unsaid.text());
    let other = fields("0123", "thử", "");
    assert!(other.status == 422 && other.text().contains("đã đổi"), "{}", other.text());
    // A specification of one's own is looked at first; one that cannot be read says where.
    let own = "transform{function=log}\nregression{variables=(tet)}\narima{model=(0 1 1)(0 1 1)}\nx11{}";
    let unseen = fields(&shown, "đặc tả riêng", own);
    assert!(unseen.status == 422 && unseen.text().contains("Đặc tả đã đổi"), "{}", unseen.text());
    let looked = look(own);
    let page = looked.text();
    assert!(looked.status == 200 && page.contains("variables=(tet)"), "{page}");
    // The reason is not lost by a look, and what only looks says so.
    assert!(page.contains("value=\"đặc tả riêng\"") && page.contains(">Xem trước</button>"), "{page}");
    assert!(page.contains("rows=\"12\" class=\"code\""), "{page}");
    let wrong = fields(&shown, "đặc tả riêng", "transform{function=log}\nseats{}");
    let page = wrong.text();
    assert!(wrong.status == 422 && page.contains("dòng 2: không làm được seats{}"), "{page}");
    assert!(
        page.contains("transform{function=log}\nseats{}</textarea>") && page.contains("value=\"đặc tả riêng\""),
        "{page}"
    );
    let mended = fields(&hidden(&page, "shown"), "đặc tả riêng", own);
    assert!(mended.status == 422 && mended.text().contains("variables=(tet)"), "{}", mended.text());
    let taken = fields(&hidden(&looked.text(), "shown"), "đặc tả riêng", own);
    assert_eq!(taken.status, 303, "{}", taken.text());
    let kept = office.wait(office.store.adjust_choices(office::Seq::LATEST)).unwrap();
    assert_eq!(kept[&"C".parse::<SeriesKey>().unwrap()].kept.asked, own);
    assert!(office.get(&room, taken.header("location")).text().contains("Đã lưu lựa chọn"));
}

#[test]
fn that_years_add_up_is_kept_for_everybody_once_it_is_accepted() {
    let office = province();
    let room = office.someone(Role::Statistician);
    assert_eq!(office.get(&room, "/adjusted/refresh?to-year=maybe").status, 400);
    let page = office.get(&room, "/adjusted/refresh?series=C&policy=fixed&to-year=true").text();
    assert!(page.contains("được chỉnh cho khớp tổng năm"), "{page}");
    let at = page.find("name=\"shown\" value=\"").unwrap();
    let fields = [
        ("series", "C"),
        ("policy", "fixed"),
        ("to-year", "true"),
        ("shown", page[at..].split('"').nth(3).unwrap()),
        ("why", "khớp số năm"),
    ];
    let taken = office.fill(&room, "/adjusted/refresh", &fields);
    assert_eq!(taken.status, 303, "{}", taken.text());
    let kept = office.wait(office.store.adjust_choices(office::Seq::LATEST)).unwrap();
    assert!(kept[&"C".parse::<SeriesKey>().unwrap()].kept.to_year);
    // No figure that is published moves, and what waits for the next release is said where it would be missed.
    let file = office.get(&room, "/data/adjusted.csv?series=C");
    assert!(column(&file, "state").iter().all(|state| state == "đã hiệu chỉnh"));
    let series = office.get(&room, "/adjusted/series?series=C").text();
    assert!(series.contains("chờ kỳ công bố sau; số ở trang này"), "{series}");
    let visitor = office.someone(Role::Auditor);
    assert!(!office.get(&visitor, "/adjusted/series?series=C").text().contains("chờ kỳ công bố sau"));
    let again = office.get(&room, "/adjusted/refresh?series=C&policy=fixed").text();
    let moved = |page: &str| {
        page.split("<h2>Các tháng mới nhất").nth(1).unwrap().split("</section>").next().unwrap().to_owned()
    };
    assert!(again.contains("chờ kỳ công bố sau</small>") && !again.contains(">không đổi<"), "{again}");
    assert_eq!(moved(&again), moved(&page), "beside what is published the same moves, before and after it is accepted");
    // As it is kept is what the next choice begins with.
    assert!(again.contains("<option value=\"kept\" selected"), "{again}");
    let taken = office.get(&room, taken.header("location")).text();
    assert!(taken.contains("áp dụng từ kỳ công bố sau.</p>"), "{taken}");
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("{name}: {page}"));
    page[at..].split('"').nth(3).unwrap().to_owned()
}

#[test]
fn an_earlier_choice_is_used_again_as_it_was() {
    let office = province();
    let room = office.someone(Role::Statistician);
    let key: SeriesKey = "C".parse().unwrap();
    let newest = || office.wait(office.store.adjust_choices(office::Seq::LATEST)).unwrap()[&key].clone();
    let first = newest();
    let get = |query: &str| office.get(&room, &format!("/adjusted/refresh?series=C{query}")).text();
    let accept = |policy: &str, to_year: &str, why: &str| {
        let page = get(&format!("&policy={policy}&to-year={to_year}"));
        let shown = hidden(&page, "shown");
        let fields = [("series", "C"), ("policy", policy), ("to-year", to_year), ("shown", &shown), ("why", why)];
        office.fill(&room, "/adjusted/refresh", &fields)
    };
    let section = |page: &str| {
        page.split("<h2>Các lựa chọn đã lưu").nth(1).unwrap().split("</section>").next().unwrap().to_owned()
    };
    let before = section(&get(""));
    assert!(before.contains("lựa chọn của năm") && before.contains("đang áp dụng"), "{before}");
    let links = before.matches("policy=earlier-").count();
    assert!(
        !before.split("</tr>").nth(1).unwrap().contains("policy=earlier-"),
        "what is in force is not used again: {before}"
    );

    assert_eq!(accept("fixed", "true", "khớp số năm <b>").status, 303);
    let page = section(&get(""));
    // Newest first: the one just kept waits, the one before is in force and can be used again; reasons are written as they were.
    let rows: Vec<&str> = page.split("<tr").skip(2).collect();
    assert!(rows[0].contains("chờ kỳ công bố sau") && rows[0].contains("khớp số năm &#60;b&#62;"), "{page}");
    assert!(!rows[0].contains("policy=earlier-") && rows[1].contains("đang áp dụng"), "{page}");
    assert_eq!(page.matches("policy=earlier-").count(), links + 1);
    assert!(rows[1].contains("lô-ga-rít") || rows[1].contains("để nguyên"), "{page}");
    let english = office.get(&room, "/en/adjusted/refresh?series=C").text();
    assert!(english.contains("<h2>Choices kept so far</h2>") && english.contains(">Use again</a>"), "{english}");

    let change = rows[1].split("policy=earlier-").nth(1).unwrap().split('"').next().unwrap();
    let policy = format!("earlier-{change}");
    let look = get(&format!("&policy={policy}&to-year=true"));
    for said in ["đúng như khi đó", "Không ước lượng lại gì", "Dùng lại một lựa chọn trước đây</option>", ">không đổi<"]
    {
        assert!(look.contains(said), "{said}: {look}");
    }
    // It is used as it was: nothing of it is asked anew.
    assert!(!look.contains("id=\"pick-to-year\"") && !look.contains("được chỉnh cho khớp tổng năm"), "{look}");
    assert_eq!(accept(&policy, "kept", "").status, 422);
    assert!(newest().kept.to_year, "nothing is kept without a reason");
    let taken = accept(&policy, "kept", "số năm không cần khớp");
    assert_eq!(taken.status, 303, "{}", taken.text());
    assert_eq!(newest().kept, first.kept, "with its coefficients, its factors and the last month it saw");
    assert_ne!(newest().moment, first.moment);
    let lines = office.wait(office.store.journal(office::Seq(0))).unwrap();
    let line = lines.iter().rev().find(|line| line.entry.subject == "adjustment").unwrap();
    let told: Value = serde_json::from_str(&line.entry.after).unwrap();
    assert_eq!(told[0]["again"].to_string(), change);
    assert_eq!(line.entry.why, "số năm không cần khớp");

    // Of a change that kept no choice for the series there is nothing to accept.
    let none = get("&policy=earlier-1");
    assert!(
        none.contains("lần lưu đó không có lựa chọn nào cho chuỗi này") && !none.contains("name=\"shown\""),
        "{none}"
    );
    assert_eq!(office.get(&room, "/adjusted/refresh?series=C&policy=earlier-x").status, 400);
}

#[test]
fn of_all_series_only_those_ticked_are_kept() {
    let flat = |figure: OfficialFigure| {
        let at = figure.period.unwrap().months().first.months_since("2016-01".parse().unwrap());
        OfficialFigure { sector: "B".into(), value: 100.0 + f64::from((37 * at * at + 11 * at) % 101) / 10.0, ..figure }
    };
    let figures = official_levels().into_iter().flat_map(|figure| [figure.clone(), flat(figure)]);
    let office = province_with(&figures.collect::<Vec<_>>());
    let room = office.someone(Role::Statistician);
    let newest = || office.wait(office.store.adjust_choices(office::Seq::LATEST)).unwrap();

    // A season was kept for what has none by its figures of today.
    let without: SeriesKey = "official/Việt Nam/iip/B".parse().unwrap();
    let asked = "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\nforecast{maxlead=12}\nx11{}\n".to_owned();
    let until = "2023-12".parse().unwrap();
    let seasonal = domain::adjust::Kept {
        chosen: Some(asked.clone()),
        asked,
        until,
        policy: Policy::Concurrent,
        updating: domain::adjust::Updating::Fixed,
        to_year: false,
        effects: Vec::new(),
        estimated: None,
        factors: None,
    };
    office.wait(async {
        let mut change = office.store.begin().await.unwrap();
        let moment = "2024-01-06T08:00:00Z".parse().unwrap();
        change.adjust_choice(&without, &seasonal, ("chị Lan", moment)).await.unwrap();
        let entry = office.store.journal(office::Seq(0)).await.unwrap().pop().unwrap().entry;
        change.commit(&entry).await.unwrap();
    });
    let one = "official/Việt Nam/iip/C";
    let page = office.get(&room, "/adjusted/refresh?series=official/Vi%E1%BB%87t%20Nam/iip/C").text();
    assert!(!page.contains("name=\"taken\""), "one series is taken as it is shown: {page}");
    let fields = [("series", one), ("policy", "concurrent"), ("shown", &hidden(&page, "shown")), ("why", "thử")];
    assert_eq!(office.fill(&room, "/adjusted/refresh", &fields).status, 303);

    let page = office.get(&room, "/adjusted/refresh").text();
    let tick = |page: &str, key: &str| {
        let of = |tick: &&str| tick.starts_with(&format!(" value=\"{key}\""));
        let found = page.split("name=\"taken\"").skip(1).find(of);
        found.unwrap_or_else(|| panic!("{key}: {page}")).split("</label>").next().unwrap().to_owned()
    };
    let turned = tick(&page, &without.to_string());
    assert!(!turned.contains(" checked"), "{turned}");
    assert!(turned.contains("Có mùa vụ theo lựa chọn đang giữ, không còn khi chọn lại"), "{turned}");
    let plain = tick(&page, "TOTAL");
    assert!(plain.contains(" checked") && plain.contains("lệch nhiều nhất"), "{plain}");
    // All others are ticked, unless they turn round as well.
    let (all, ticked) = (page.matches("name=\"taken\"").count(), page.matches("\" checked>").count());
    assert_eq!(all - ticked, page.matches("mùa vụ theo lựa chọn đang giữ").count());
    assert!(ticked > all / 2, "{ticked} {all}");

    let before = newest();
    let page = office.get(&room, "/adjusted/refresh?policy=fixed&to-year=true").text();
    let shown = hidden(&page, "shown");
    let send = |taken: &[&str], why: &str| {
        let taken = taken.iter().map(|key| ("taken", *key));
        let fields = [("series", "all"), ("policy", "fixed"), ("to-year", "true"), ("shown", &shown), ("why", why)];
        office.fill(&room, "/adjusted/refresh", &fields.into_iter().chain(taken).collect::<Vec<_>>())
    };
    let none = send(&[], "thử");
    assert!(none.status == 422 && none.text().contains("Chưa đánh dấu chuỗi nào"), "{}", none.text());
    assert!(none.text().contains("value=\"thử\""), "the reason is not lost");
    assert!(!none.text().contains("\" checked>"), "what was unticked stays unticked");
    for stranger in ["official/x/y/z", "0710-01"] {
        let refused = send(&["B", stranger], "thử");
        assert!(refused.status == 422 && refused.text().contains("trong những gì đã xem"), "{}", refused.text());
    }
    assert_eq!(newest(), before);
    let taken = send(&["B", "TOTAL"], "hai chuỗi");
    assert_eq!(taken.status, 303, "{}", taken.text());
    assert!(
        taken.header("location").ends_with("done=choices-kept"),
        "two indices of the province wait for their release"
    );
    let after = newest();
    let changed: Vec<String> =
        after.iter().filter(|(key, choice)| before.get(key) != Some(choice)).map(|(key, _)| key.to_string()).collect();
    assert_eq!(changed, ["B", "TOTAL"]);
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
fn official_levels() -> Vec<OfficialFigure> {
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

#[test]
fn a_choice_for_a_series_of_the_statistics_office_holds_at_once() {
    const SERIES: &str = "official/Vi%E1%BB%87t%20Nam/iip/C";
    let office = province_with(&official_levels());
    let (room, visitor) = (office.someone(Role::Statistician), office.someone(Role::Auditor));
    let page_of = |path: &str| office.get(&visitor, &format!("{path}?series={SERIES}"));
    let before = page_of("/adjusted/series");
    assert!(before.text().contains("Chưa ai lưu lựa chọn"), "{}", before.text());
    let own = page_of("/data/adjusted.csv").text();
    // The names are of the page's language, and the stamp speaks of the import, not of a release of the province.
    let (vi, en) = (before.text(), office.get(&visitor, &format!("/en/adjusted/series?series={SERIES}")).text());
    assert!(
        vi.contains("Việt Nam, chỉ số sản xuất công nghiệp: ")
            && en.contains("Việt Nam, index of industrial production: ")
    );
    assert!(vi.contains("Cục Thống kê, bảng 3</dd>") && en.contains("Statistics office, table 3</dd>"), "{vi} {en}");
    assert!(vi.contains("nạp vào hệ thống ngày 19/02/2024") && !vi.contains("trong kỳ công bố"), "{vi}");
    assert!(vi.contains("Không có số liệu tháng 11/2021") && en.contains("no figure for November 2021"), "{vi} {en}");
    // Outliers are told in words, and of a calendar that does nothing no part is told.
    assert!(vi.contains("dịch mức từ 3/2020 (+") && en.contains("level shift from March 2020 (+"), "{vi} {en}");
    assert!(!vi.contains("LS2020.Mar</dd>") && !vi.contains("riêng lịch"), "{vi}");
    let list = office.get(&visitor, "/adjusted").text();
    assert!(list.contains("nạp vào hệ thống ngày 19/02/2024"), "{list}");
    assert!(column(&page_of("/data/adjusted.csv"), "vintage").iter().all(|day| day == "2024-02-19"), "{own}");

    let page = office.get(&room, &format!("/adjusted/refresh?series={SERIES}&to-year=true")).text();
    assert!(page.contains("có hiệu lực ngay") && page.contains("<small>2015=100</small>"), "{page}");
    let at = page.find("name=\"shown\" value=\"").unwrap();
    let fields = [
        ("series", "official/Việt Nam/iip/C"),
        ("policy", "concurrent"),
        ("to-year", "true"),
        ("shown", page[at..].split('"').nth(3).unwrap()),
        ("why", "khớp số năm"),
    ];
    let taken = office.fill(&room, "/adjusted/refresh", &fields);
    assert_eq!(taken.status, 303, "{}", taken.text());
    let said = office.get(&room, taken.header("location")).text();
    assert!(said.contains("Đã lưu lựa chọn; có hiệu lực ngay."), "{said}");
    // By the choice just accepted nothing moves any more, and no month is named for it.
    assert!(said.contains(">không đổi<") && !said.contains("chờ kỳ công bố sau"), "{said}");
    assert!(
        said.contains("Chỉ giữ đặc tả đã yêu cầu; mọi thứ khác được chọn và ước lượng lại. Đang áp dụng."),
        "{said}"
    );

    let after = page_of("/adjusted/series").text();
    assert!(!after.contains("Chưa ai lưu lựa chọn") && after.contains("được chỉnh cho khớp tổng năm"), "{after}");
    let file = page_of("/data/adjusted.csv");
    assert!(column(&file, "state").iter().all(|state| state == "đã hiệu chỉnh, khớp tổng năm"));
    assert_ne!(own, file.text());
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
