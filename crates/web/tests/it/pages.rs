//! Every page in both languages, every link, every header.

use std::collections::BTreeSet;

use crate::client::Server;

/// The pages without a language, each with what it is asked for.
pub(crate) const PAGES: [&str; 32] = [
    "/",
    "/bulletin",
    "/bulletin/2023-12",
    "/series",
    "/series?node=C&measure=yoy",
    "/series?node=TOTAL&measure=ytd",
    "/series?node=E&measure=level",
    "/contributions",
    "/contributions?node=B&measure=mom&month=2023-06",
    "/contributions?node=0710",
    "/adjusted",
    "/adjusted/series?series=C",
    "/adjusted/series?series=TOTAL&to-year=true",
    "/releases",
    "/releases?node=B&year=2023",
    "/products",
    "/products?show=stock-to-output-C",
    "/markets",
    "/markets?metal=antimony",
    "/press",
    "/sites",
    "/sites?page=2",
    "/sites?district=vi-xuyen&q=tung",
    "/sites?group=procedures&kind=mine",
    "/sites/M02",
    "/sites/M04",
    "/sites/H01",
    "/procedures",
    "/procedures/mine_2010",
    "/data",
    "/api",
    "/about",
];

/// Pages that say what is wrong with the request.
pub(crate) const REFUSED: [&str; 4] = ["/nowhere", "/sites/M99", "/series?measure=growth", "/bulletin/2030-01"];

/// A page of every kind in the table of routes is among those looked at.
#[test]
fn every_kind_of_page_is_looked_at() {
    let is_of = |page: &str, route: &str| {
        let path = page.split('?').next().unwrap();
        let same = |(a, b): (&str, &str)| a == b || b.starts_with('{');
        path.split('/').count() == route.split('/').count() && path.split('/').zip(route.split('/')).all(same)
    };
    // Files, and the pages that need a database: those are looked at where there is one (`projects.rs`, `obstacles.rs`).
    let elsewhere = |route: &str| {
        ["/data/", "/projects", "/agencies", "/obstacles", "/press", "/sign-in"]
            .iter()
            .any(|place| route.starts_with(place))
    };
    for route in web::addresses().filter(|route| !elsewhere(route)) {
        assert!(PAGES.iter().any(|page| is_of(page, route)), "add a page of {route} to PAGES");
    }
}

pub(crate) fn both(page: &str) -> [(&'static str, String); 2] {
    let english = if page == "/" { "/en".to_owned() } else { format!("/en{page}") };
    [("vi", page.to_owned()), ("en", english)]
}

/// Words that only stand on a page of that language.
const ONLY_VI: [&str; 6] = ["Tổng quan", "Phương pháp", "Tải về", "Kỳ công bố", "so với", "Không công bố"];
const ONLY_EN: [&str; 7] =
    ["Overview", "Method", "Download", "Latest release", "Contribution", "withheld", "Simulated data"];

#[test]
fn every_page_is_whole_in_both_languages() {
    let server = Server::start();
    for (lang, path) in PAGES.iter().flat_map(|page| both(page)) {
        let answer = server.get(&path);
        let html = answer.text();
        assert_eq!(answer.status, 200, "{path}: {html}");
        // Light enough for a phone: a page before its pictures, and with them.
        let bare = without_pictures(&html).len();
        assert!(bare < 100_000 && html.len() < 160_000, "{path} has {bare} bytes, {} with its pictures", html.len());
        assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{path}");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert!(!html.contains("<script") && !html.contains(" style=") && !html.contains("onclick"), "{path}");
        let said = if lang == "vi" { "Số liệu mô phỏng" } else { "Simulated data" };
        assert!(html.contains(said), "{path} must say that the data are simulated");
        for word in if lang == "vi" { &ONLY_EN[..] } else { &ONLY_VI[..] } {
            assert!(!visible(&html).contains(word), "{path}: “{word}” is left over from the other language");
        }
        assert!(!html.contains("NaN") && !html.contains("{{") && !html.contains("Some("), "{path}");
        unique_ids(&path, &html);
    }
}

/// A page without its drawings.
fn without_pictures(html: &str) -> String {
    let mut pieces = html.split("<svg");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |page, piece| page + piece.split_once("</svg>").map_or("", |(_, after)| after))
}

/// The text of a page without its tags.
fn visible(html: &str) -> String {
    html.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text)).collect::<Vec<_>>().join(" ")
}

fn unique_ids(path: &str, html: &str) {
    let ids: Vec<&str> = html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let set: BTreeSet<_> = ids.iter().collect();
    assert_eq!(set.len(), ids.len(), "{path} uses an id twice: {ids:?}");
}

/// Addresses in the page, without fragments, as a browser reads them.
fn links(html: &str) -> impl Iterator<Item = String> {
    let links = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    links
        .map(|l| l.replace("&amp;", "&").replace("&#38;", "&").split('#').next().unwrap().to_owned())
        .filter(|l| l.starts_with('/'))
}

#[test]
fn no_link_is_broken() {
    let server = Server::start();
    let mut seen = BTreeSet::new();
    let mut open = vec!["/".to_owned(), "/en".to_owned(), "/en/".to_owned()];
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = server.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        if answer.header("content-type").starts_with("text/html") {
            let html = answer.text();
            // Light enough for a phone: a page before its pictures, and with them.
            let bare = without_pictures(&html).len();
            assert!(
                bare < 100_000 && html.len() < 160_000,
                "{path} has {bare} bytes, {} with its pictures",
                html.len()
            );
            open.extend(links(&html).filter(|link| !seen.contains(link)));
        }
    }
    assert!(seen.len() > 150, "only {} addresses were found", seen.len());
    assert!(seen.contains("/contributions?node=07&measure=yoy&month=2024-01"), "drill-down by link");
}

#[track_caller]
fn refused(path: &str, status: u16, said: &[&str]) {
    let answer = Server::start().get(path);
    let html = answer.text();
    assert_eq!(answer.status, status, "{path}");
    assert_eq!(answer.header("cache-control"), "no-store");
    for words in said {
        assert!(html.contains(words), "{path} must say “{words}”: {html}");
    }
}

#[test]
fn what_is_asked_wrongly_is_answered_with_a_remedy() {
    refused("/series?measure=growth", 400, &["Giá trị dùng được", "growth", "<code>yoy</code>", "lang=\"vi\""]);
    refused("/en/series?measure=growth", 400, &["Values that can be used", "<code>yoy</code>", "lang=\"en\""]);
    refused(
        "/series?node=%22%3E%3Cscript%3E",
        400,
        &["&#34;&#62;&#60;script&#62;", ">0710 Khai thác quặng sắt</a></li>"],
    );
    refused("/series?node=%FF%FE", 400, &["Giá trị dùng được"]);
    refused("/contributions?month=2030-01", 400, &["<code>2024-01</code>"]);
    refused("/en/contributions?measure=year&month=January", 400, &[">2023</a> <code>2023-12</code>"]);
    refused("/en/bulletin/2030-01", 404, &["No bulletin of this month", "<code>2023-12</code>"]);
    refused("/releases?year=1999", 400, &[">2024</a></li>"]);
    refused("/data/series.csv?for=paper", 400, &["<code>excel</code>"]);
    refused("/nowhere", 404, &["Không tìm thấy trang", "Tổng quan"]);
    refused("/en/nowhere", 404, &["Page not found", "Overview"]);
    refused("/data/series.doc", 404, &["Không tìm thấy trang"]);
    refused("/enigma", 404, &["lang=\"vi\""]);
}

#[test]
fn a_link_out_of_a_refusal_leads_somewhere() {
    let server = Server::start();
    for path in ["/series?measure=growth", "/en/contributions?measure=x", "/bulletin/2030-01", "/data/series.csv?for=x"]
    {
        let html = server.get(path).text();
        let first = html.split("<li><a href=\"").find(|rest| rest.contains("</a> <code>")).unwrap();
        let link = first.split('"').next().unwrap().replace("&amp;", "&");
        assert_eq!(server.get(&link).status, 200, "{path} offers {link}");
    }
}

#[test]
fn posting_is_refused_and_asking_for_the_head_is_not() {
    let server = Server::start();
    let answer = server.ask("POST", "/en/series", &[("Content-Length", "0")]);
    assert_eq!(answer.status, 405);
    assert!(answer.text().contains("This page is read-only"));
    let head = server.ask("HEAD", "/series", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("etag"), server.get("/series").header("etag"));
}

#[test]
fn every_answer_carries_its_headers() {
    let server = Server::start();
    for path in ["/", "/en/about", "/nowhere", "/data/index.csv", "/assets/khoi.css", "/favicon.ico", "/robots.txt"] {
        let answer = server.get(path);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
    }
    assert!(server.get("/assets/khoi.css").header("cache-control").contains("immutable"));
}

#[test]
fn a_page_already_held_is_not_sent_again_until_a_release_is_added() {
    let site = web::Site::new();
    site.publish(crate::fixture::earlier());
    let tag = Server::over(site).get("/").header("etag").to_owned();
    let server = Server::start();
    let now = server.get("/").header("etag").to_owned();
    assert_ne!(tag, now);
    let answer = server.ask("GET", "/", &[("If-None-Match", &now)]);
    assert_eq!((answer.status, answer.body.len()), (304, 0));
    assert_eq!(server.ask("GET", "/", &[("If-None-Match", &tag)]).status, 200);
}

#[test]
fn pages_are_sent_small() {
    let server = Server::start();
    let answer = server.ask("GET", "/series", &[("Accept-Encoding", "gzip")]);
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert_eq!(&answer.body[..2], [0x1f, 0x8b]);
    assert!(answer.body.len() < 20_000, "{} bytes", answer.body.len());
}

#[test]
fn a_site_without_a_release_says_what_to_do() {
    let server = Server::over(web::Site::new());
    let answer = server.get("/");
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("khoi release"));
    assert_eq!(server.get("/en/about").status, 200);
}

#[test]
fn the_five_sites_of_early_2024_stand_as_they_stood() {
    let server = Server::start();
    let expected = [
        ("M01", "Hố Quáng Phìn", "Đã có giấy phép, đang hoàn thiện thủ tục"),
        ("M02", "Tùng Bá", "Đã có giấy phép, đang hoàn thiện thủ tục"),
        ("M04", "Nam Lương", "Dừng theo chỉ đạo của cơ quan nhà nước"),
        ("M05", "Minh Lập - Pù Ngọm", "Đã xây dựng, chưa xong thủ tục pháp lý"),
        ("M06", "Pó Ma", "Đã xây dựng, chưa xong thủ tục pháp lý"),
    ];
    let home = server.get("/").text();
    for (code, name, state) in expected {
        let html = server.get(&format!("/sites/{code}")).text();
        assert!(html.contains(name) && html.contains(&format!(" {state}</h2>")), "{code}: {html}");
        assert!(html.contains("khoảng đầu năm 2024") && html.contains("tài liệu đặt vấn đề của dự án"), "{code}");
        assert!(html.contains("<dd class=\"withheld\">chưa rõ</dd>"), "{code}: what is not known says so");
        assert!(home.contains(&format!("href=\"/sites/{code}\"")), "{code} is on the first page");
    }
    let stopped = server.get("/sites/M04").text();
    assert!(stopped.contains("<dd>UBND tỉnh</dd>") && stopped.contains("Chưa rõ công suất."));
    let english = server.get("/en/sites/M04").text();
    assert!(english.contains("<dd>Provincial People&#39;s Committee</dd>"), "{english}");
    assert!(server.get("/sites/M07").text().contains(" Đang hoạt động</h2>"), "Mậu Duệ works");
    let tung_ba = server.get("/sites/M02").text();
    assert!(tung_ba.contains("+8,00") && tung_ba.contains("theo quy hoạch"), "{tung_ba}");
}

/// From the result of 2023 down to the mine that was ordered to stop, and back up, by links alone.
#[test]
fn the_thread_runs_by_links_both_ways() {
    let server = Server::start();
    let way = [
        "/",
        "/contributions?node=TOTAL&measure=year&month=2023-12",
        "/contributions?node=B&measure=year&month=2023-12",
        "/sites?kind=mine",
        "/sites/M04",
        "/sites?group=stands-still",
        "/sites/M04",
        "/contributions",
        "/",
    ];
    for pair in way.windows(2) {
        let html = server.get(pair[0]).text();
        assert!(links(&html).any(|link| link == pair[1]), "{} does not lead to {}", pair[0], pair[1]);
    }
    let procedure = "/procedures/mine_2010";
    assert!(links(&server.get("/sites/M02").text()).any(|link| link == procedure));
    assert!(server.get(procedure).text().contains("Cấp giấy phép khai thác"));
}

#[test]
fn a_program_without_sites_says_what_to_do() {
    let site = web::Site::new();
    site.publish(crate::fixture::publication());
    let server = Server::over(site);
    let answer = server.get("/sites");
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("khoi import --kind sites"));
    assert!(!server.get("/").text().contains("/sites/M"));
}

#[test]
fn a_release_of_an_older_month_does_not_take_the_first_page() {
    let site = web::Site::new();
    site.publish(crate::fixture::publication());
    site.publish(crate::fixture::earlier());
    let server = Server::over(site);
    assert!(server.get("/").text().contains("tháng\u{a0}1/2024</h1>"));
    assert_eq!(server.get("/bulletin/2023-12").status, 200);
}

#[test]
fn withheld_figures_are_nowhere() {
    let server = Server::start();
    let html = server.get("/series?node=E&measure=level").text();
    assert!(html.contains("Không công bố: ngành có dưới ba cơ sở"));
    assert!(!html.contains("class=\"figure"));
    let html = server.get("/contributions").text();
    assert!(html.contains("Các ngành không công bố riêng"));
}

#[test]
fn a_day_that_has_passed_is_not_to_come() {
    let server = Server::start();
    let calendar = server.get("/releases?year=2022").text();
    let calendar = calendar.split("id=\"calendar\"").nth(1).unwrap();
    assert!(calendar.contains("không công bố trong hệ thống"), "{calendar}");
    assert!(!calendar.contains("chưa đến ngày"), "{calendar}");
    let recent = server.get("/releases").text();
    assert!(recent.contains("chưa đến ngày") && !recent.contains("không công bố trong hệ thống"));
}

#[test]
fn a_month_without_the_measure_gives_the_newest_that_has_it() {
    let server = Server::start();
    let check = |asked: &str, said: &[&str]| {
        let answer = server.get(asked);
        assert_eq!(answer.status, 200, "{asked}");
        for words in said {
            assert!(answer.text().contains(words), "{asked} must say “{words}”");
        }
    };
    check(
        "/contributions?measure=year&month=2024-01",
        &["Tháng 1/2024 không có số liệu", "Năm 2023", "selected>Năm 2023<"],
    );
    check("/en/contributions?measure=year&month=2022-06", &["June 2022 has no figure", "this page shows 2022 instead"]);
    check(
        "/contributions?measure=yoy&month=2019-06",
        &["Tháng 6/2019 không có số liệu", "trình bày số liệu tháng 1/2024."],
    );
    let plain = server.get("/contributions?measure=year&month=2023-12").text();
    assert!(!plain.contains("không có số liệu") && !plain.contains("háng 12/2023"), "{plain}");
}

#[test]
fn a_figure_of_a_year_is_called_by_its_year() {
    let html = Server::start().get("/series?node=TOTAL&measure=year").text();
    assert!(html.contains("<th scope=\"row\" role=\"rowheader\" class=\"month\">Năm 2023</th>"), "{html}");
    assert!(!visible(&html).contains("háng 12/2023"));
    assert!(html.contains("bình quân các tháng") && html.contains("trong kỳ công bố tháng 1/2024, ngày 06/02/2024"));
}

#[test]
fn simulated_figures_beside_official_ones_say_that_they_were_calibrated() {
    let server = Server::start();
    for path in ["/", "/about"] {
        assert!(server.get(path).text().contains("không phải là kiểm chứng"), "{path}");
        assert!(server.get(&format!("/en{path}")).text().contains("is no verification"), "{path}");
    }
    let mut real = crate::fixture::publication();
    real.release.simulated = false;
    let site = web::Site::new();
    site.publish(real);
    let server = Server::over(site);
    for path in ["/", "/about"] {
        assert!(!server.get(path).text().contains("không phải là kiểm chứng"), "{path}");
    }
}

#[test]
fn figures_stand_out_in_a_bulletin_with_their_sign_and_dates_do_not() {
    let html = Server::start().get("/bulletin").text();
    assert!(html.contains("<b>4,14%</b> so với tháng trước"), "{html}");
    let article = html.split("<article").nth(1).unwrap();
    assert!(article.contains("tháng 1/2024, 148 cơ sở"), "{article}");
}

#[test]
fn a_quantity_is_the_same_on_the_page_of_products_as_in_the_bulletin() {
    let html = Server::start().get("/products").text();
    for product in crate::fixture::publication().products.iter().filter(|product| !product.withheld) {
        let quantity = product.quantities.last().copied().flatten().unwrap();
        let digits = domain::bulletin::quantity_digits(quantity);
        let written = domain::text::number(quantity, digits, domain::text::Lang::Vi);
        assert!(html.contains(&format!(">{written}</td>")), "{written} of {}", product.code);
    }
}

/// The rows of a page's tables that begin with this month.
fn rows_of<'a>(html: &'a str, month: &'a str) -> impl Iterator<Item = &'a str> {
    html.split("<tr").filter(move |row| row.contains("<th") && row.contains(month))
}

#[test]
fn pages_and_files_agree_on_how_settled_a_month_is() {
    let server = Server::start();
    let html = server.get("/series?node=TOTAL&measure=mom").text();
    for (month, stage) in [
        ("Tháng 3/2019", "Chính thức"),
        ("Tháng 12/2022", "Chính thức"),
        ("Tháng 1/2023", "Sơ bộ"),
        ("Tháng 1/2024", "Ước tính"),
    ] {
        let rows: Vec<&str> = rows_of(&html, month).collect();
        assert!(!rows.is_empty() && rows.iter().all(|row| row.contains(stage)), "{month}: {rows:?}");
    }
    let file = server.get("/data/index.csv").text();
    for (month, stage) in [("2019-03,", "Chính thức"), ("2023-01,", "Sơ bộ")] {
        assert!(file.lines().filter(|line| line.starts_with(month)).all(|line| line.contains(stage)), "{month}");
    }
}

#[test]
fn the_first_page_shows_plan_result_and_gap() {
    let progress = crate::fixture::publication().targets.remove(0);
    let server = Server::start();
    let (vi, en) = (server.get("/").text(), server.get("/en").text());
    let written = |lang| domain::text::number(progress.gap.abs(), 2, lang);
    assert!(vi.contains("+10,00%") && vi.contains(&written(domain::text::Lang::Vi)));
    assert!(en.contains("+10.00%") && en.contains(&written(domain::text::Lang::En)));
    for stamp in ["Ước tính", "báo cáo đã nhận chiếm 87,4% quyền số", "công bố ngày 06/02/2024, lần 1"]
    {
        assert!(vi.contains(stamp), "{stamp}");
    }
}

/// A metal is a link away from the mine it is won from, and back; what is withheld has no figure beside its price.
#[test]
fn metals_stand_beside_what_is_mined() {
    let server = Server::start();
    let html = server.get("/markets").text();
    for words in [
        "120,57",
        "USD/dry metric ton",
        "năm 2024",
        "Pink Sheet của Ngân hàng",
        "id=\"price-wide-t\"",
        "/sites?kind=mine",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    let antimony = server.get("/en/markets?metal=antimony").text();
    assert!(antimony.contains("yearly figures only") && antimony.contains("USGS Mineral Commodity Summaries 2022"));
    assert!(
        antimony.contains("2021, estimate") || antimony.contains("2021, estimate".replace(", ", ",\u{a0}").as_str()),
        "{antimony}"
    );
    assert!(server.get("/sites/M02").text().contains("/markets?metal=iron-ore"));
    assert!(server.get("/products").text().contains("href=\"/markets\""));
    assert!(server.get("/contributions?node=07").text().contains("href=\"/markets\""));
    let refused = server.get("/markets?metal=gold");
    assert_eq!((refused.status, refused.text().contains("<code>iron-ore</code>")), (400, true));
    let file = server.get("/data/prices.csv").text();
    assert_eq!(file.lines().filter(|line| line.contains("Pink Sheet")).count(), 16);
    let mut withheld = crate::fixture::publication();
    let node = withheld.nodes.iter_mut().find(|node| node.code == "0722").unwrap();
    (node.withheld, node.levels) = (true, Vec::new());
    node.changes = office::publication::ByMeasure::default();
    let site = web::Site::new();
    site.publish(withheld);
    site.show_sites(crate::fixture::board());
    let html = Server::over(site).get("/markets?metal=zinc").text();
    let row = html.split("<tr").skip(1).find(|row| row.contains("metal=zinc")).unwrap();
    assert!(row.contains("không công bố") && row.contains("2.776") && !row.contains("−20,45%"), "{row}");
    assert!(
        html.contains("id=\"price-wide-t\"") && !html.contains("id=\"shown-wide-t\""),
        "no chart of what is withheld"
    );
}
