//! The choices behind adjusted figures on their pages: made again, used again, of several series the ones that are ticked.

use domain::adjust::{Policy, SeriesKey};
use domain::authority::Role;
use domain::official::OfficialFigure;
use serde_json::Value;

use crate::adjusted::{column, official_levels};
use crate::people::Office;
use crate::thread::{province, province_with};

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

/// Keeps a season for a series, whether it has one or not.
fn a_season_was_kept(office: &Office, series: &SeriesKey) {
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
        change.adjust_choice(series, &seasonal, ("chị Lan", moment)).await.unwrap();
        let entry = office.store.journal(office::Seq(0)).await.unwrap().pop().unwrap().entry;
        change.commit(&entry).await.unwrap();
    });
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
    a_season_was_kept(&office, &without);
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
