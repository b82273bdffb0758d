//! Changing the record of a site by forms: what is sent back as it came says nothing new, what is changed is on the public page at once, and
//! nobody overwrites what somebody else has written.

use domain::authority::Role;
use domain::sites::{Facts, LicenceStanding, SiteCode};
use office::sites::held;

use crate::browser::{MEASURED, SHOWN, chromium};
use crate::devtools::Browser;
use crate::pages::both;
use crate::people::{Office, Person};

const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "'; DROP TABLE site; --",
    "\" onmouseover=\"x",
    "../../etc/passwd",
    "{{7*7}}",
    "a\0b",
];

fn plain(text: &str) -> String {
    let marks = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    marks.iter().fold(text.to_owned(), |text, (code, mark)| text.replace(code, mark))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
    Some(plain(rest.split('"').next()?))
}

/// The fields of the form of a page as a browser would send them back untouched, without the token.
fn untouched(page: &str) -> Vec<(String, String)> {
    let form = page.split("<form class=\"fill\"").nth(1).and_then(|rest| rest.split("</form>").next()).expect("a form");
    let mut fields = Vec::new();
    for piece in form.split('<').skip(1) {
        let (tag, content) = piece.split_once('>').unwrap_or((piece, ""));
        let tag = &format!(" {tag}");
        let Some(name) = attribute(tag, "name").filter(|name| name != "form") else {
            // An option of the list before it: the first one counts until another is chosen.
            if tag.starts_with(" option") {
                let value = attribute(tag, "value").unwrap_or_default();
                let list: &mut (String, String) = fields.last_mut().unwrap();
                if list.1 == "\u{1}" || tag.contains(" selected") {
                    list.1 = value;
                }
            }
            continue;
        };
        if tag.starts_with(" select") {
            fields.push((name, "\u{1}".to_owned()));
        } else if tag.starts_with(" textarea") {
            fields.push((name, plain(content)));
        } else if !tag.contains("type=\"checkbox\"") || tag.contains(" checked") {
            fields.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    fields
}

/// Sends a form back with some of its fields changed.
fn send(office: &Office, person: &Person, path: &str, changes: &[(&str, &str)]) -> crate::client::Answer {
    let page = office.get(person, path);
    assert_eq!(page.status, 200, "{path}");
    send_back(office, person, path, untouched(&page.text()), changes)
}

fn send_back(
    office: &Office,
    person: &Person,
    path: &str,
    mut fields: Vec<(String, String)>,
    changes: &[(&str, &str)],
) -> crate::client::Answer {
    for (name, value) in changes {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => (*value).clone_into(&mut field.1),
            None => fields.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    office.fill(person, path, &fields)
}

fn done(office: &Office, person: &Person, path: &str, changes: &[(&str, &str)]) -> String {
    let answer = send(office, person, path, changes);
    assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    answer.header("location").to_owned()
}

/// The law of every form of the registry: what is there comes back as it is.
#[test]
fn a_form_sent_back_as_it_came_changes_nothing() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let latest = office.wait(office.store.latest()).unwrap();
    let mut tried = 0;
    for (n, site) in formats::carried::sites().iter().enumerate() {
        let places = |what: &str, count: usize| (1..=count).map(|n| format!("{what}/{n}")).collect::<Vec<_>>();
        let mut forms = vec!["facts".to_owned()];
        forms.extend(places("licences", site.licences.len()));
        forms.extend(places("owners", site.owners.len()));
        forms.extend(places("capacities", site.capacities.len()));
        let lang = if n % 2 == 0 { "" } else { "/en" };
        for form in forms {
            let path = format!("{lang}/sites/{}/{form}", site.code);
            let to = done(&office, &officer, &path, &[("source", "QĐ 1")]);
            let told = || {
                office.wait(async {
                    let line = office.store.journal_line(office.store.latest().await.unwrap()).await.unwrap().unwrap();
                    format!("{path}: {} → {}", line.entry.before, line.entry.after)
                })
            };
            assert_eq!(to, format!("{lang}/sites/{}?done=same", site.code), "{}", told());
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried} forms");
    assert_eq!(office.wait(office.store.latest()).unwrap(), latest, "no trace");
}

#[test]
fn a_licence_is_added_extended_and_given_back_by_forms_and_everybody_sees_it() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let base = "/sites/M04";
    let count = office.server.get(base).text().matches("<tr").count();
    let licence = [
        ("kind", "mining"),
        ("number", "99/GP-BTNMT"),
        ("issuer", "Bộ | Ministry"),
        ("date", "2012-05-04"),
        ("end", "2022-05"),
        ("area", "12,5"),
        ("capacity", "50000"),
        ("unit", "tonnes-per-year"),
        ("source", "Sổ giấy phép trang 12"),
        ("why", "tìm thấy bản gốc"),
    ];
    assert_eq!(done(&office, &officer, &format!("{base}/licences"), &licence), format!("{base}?done=licence"));
    let page = office.server.get(base).text();
    assert!(page.matches("<tr").count() > count && page.contains("99/GP-BTNMT"), "{page}");
    for said in ["12,50 ha", "50.000 tấn/năm", "đã quá hạn", "Sổ giấy phép trang 12"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let site = office.wait(held(&office.operator(), &"M04".parse().unwrap())).unwrap().site;
    let place =
        site.licences.iter().position(|one| one.number.known().is_some_and(|n| n == "99/GP-BTNMT")).unwrap() + 1;
    let fate = format!("{base}/licences/{place}/fate");
    let extended =
        [("what", "extended"), ("date", "2022-04"), ("until", "2032-05"), ("paper", "7/GP"), ("source", "7/GP")];
    assert_eq!(done(&office, &officer, &fate, &extended), format!("{base}?done=fate"));
    let page = office.server.get(&format!("/en{base}")).text();
    assert!(page.contains("in force; extended since April 2022 until May 2032 (7/GP)"), "{page}");
    done(&office, &officer, &fate, &[("what", "given-back"), ("date", "2024-02-01"), ("source", "đơn trả")]);
    let licence =
        office.wait(held(&office.operator(), &"M04".parse().unwrap())).unwrap().site.licences[place - 1].clone();
    assert!(matches!(licence.standing_on("2024-02-20".parse().unwrap()), LicenceStanding::Ended(_)));
    assert_eq!(licence.fates.len(), 2);
    // What is wrong is said at its field, and what was typed is kept.
    let wrong = send(
        &office,
        &officer,
        &format!("{base}/licences"),
        &[("date", "hôm qua"), ("area", "1.500"), ("source", "x")],
    );
    let page = wrong.text();
    assert!(wrong.status == 422 && page.contains("id=\"date-error\"") && page.contains("value=\"hôm qua\""), "{page}");
    assert!(page.contains("Không rõ là 1500 hay 1,5"), "{page}");
    let unsourced = send(&office, &officer, &format!("{base}/licences"), &[("number", "1/GP")]);
    assert!(unsourced.status == 422 && unsourced.text().contains("id=\"source-error\""));
    assert_eq!(office.get(&officer, &format!("{base}/licences/99")).status, 404);
    assert_eq!(office.get(&officer, "/sites/M99/licences").status, 404);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn owners_capacities_and_facts_are_on_the_public_page_at_once() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let base = "/sites/H01";
    let owner = [("name", "Công ty <b>Mới</b> | New Company"), ("from", "2023"), ("source", "ĐKKD")];
    assert_eq!(done(&office, &officer, &format!("{base}/owners"), &owner), format!("{base}?done=owner"));
    assert!(office.server.get(base).text().contains("<dd>Công ty &#60;b&#62;Mới&#60;/b&#62;</dd>"));
    let site = office.wait(held(&office.operator(), &"H01".parse().unwrap())).unwrap().site;
    let ended = format!("{base}/owners/{}", site.owners.len());
    done(&office, &officer, &ended, &[("until", "2023-12"), ("source", "ĐKKD")]);
    let page = office.server.get(base).text();
    assert!(!page.contains("<dd>Công ty &#60;b&#62;"), "it has ended: {page}");
    let capacity = [("printed", "gần 3 MW | nearly 3 MW"), ("unit", "megawatts"), ("basis", "plant"), ("source", "BC")];
    done(&office, &officer, &format!("{base}/capacities"), &capacity);
    assert!(office.server.get(base).text().contains("gần 3 MW (của nhà máy)"));
    let facts =
        [("river", "Sông Thử"), ("note", "Ghi chú ai cũng đọc"), ("internal", "chỉ trong Sở"), ("source", "BC")];
    done(&office, &officer, &format!("{base}/facts"), &facts);
    let page = office.server.get(base).text();
    assert!(page.contains("<dd>Sông Thử</dd>") && page.contains("Ghi chú ai cũng đọc"), "{page}");
    assert!(!page.contains("chỉ trong Sở"), "the remark of the office is nobody else's");
    // As many sources as an office comes to in years, and a remark of two lines, are sent back as they are.
    let many: Vec<String> = (0..80).map(|n| format!("https://example.vn/nguon/{n}/{}", "a".repeat(60))).collect();
    let many =
        [("sources", many.join("\r\n")), ("note", "dòng một\r\ndòng hai".to_owned()), ("source", "BC".to_owned())];
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (*name, value.as_str())).collect();
    done(&office, &officer, &format!("{base}/facts"), &many);
    let site = office.wait(held(&office.operator(), &"H01".parse().unwrap())).unwrap().site;
    assert_eq!((site.sources.len(), site.note.unwrap().vi.as_str()), (81, "dòng một\ndòng hai"));
    assert_eq!(done(&office, &officer, &format!("{base}/facts"), &[("source", "BC")]), format!("{base}?done=same"));
    let unknown = [("river", ""), ("source", "BC")];
    done(&office, &officer, &format!("{base}/facts"), &unknown);
    assert!(office.server.get(base).text().contains("<dt>Sông</dt><dd class=\"withheld\">chưa rõ</dd>"));
    // Those who may change it find the ways there, nobody else does.
    let ways = ["/facts\"", "/licences\"", "/owners/1\"", "/capacities\""];
    let clerk = office.someone(Role::Clerk);
    for way in ways {
        assert!(office.get(&officer, base).text().contains(&format!("{base}{way}")), "{way}");
        assert!(!office.get(&clerk, base).text().contains(&format!("{base}{way}")), "{way}");
    }
}

#[test]
fn a_new_site_is_opened_and_is_there_at_once() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let new = [
        ("site", "M77"),
        ("name", "Mỏ đá Thử | Trial quarry"),
        ("kind", "mine"),
        ("mineral", "stone"),
        ("area", "2,5"),
        ("source", "QĐ 5/QĐ-UBND"),
        ("why", "mới cấp"),
    ];
    assert_eq!(done(&office, &officer, "/sites/new", &new), "/sites/M77?done=opened");
    let page = office.server.get("/sites/M77").text();
    for said in ["Mỏ đá Thử", "đá xây dựng", "2,50 ha", "QĐ 5/QĐ-UBND", "chưa rõ"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let again = send(&office, &officer, "/sites/new", &new);
    let page = again.text();
    assert!(again.status == 422 && page.contains("M77 đã có") && page.contains("value=\"M77\""), "{page}");
    let wrong =
        send(&office, &officer, "/sites/new", &[("site", "m 1"), ("name", ""), ("source", "x"), ("lat", "22,5")]);
    let page = wrong.text();
    for field in ["site", "name", "lon"] {
        assert!(wrong.status == 422 && page.contains(&format!("id=\"{field}-error\"")), "{field}: {page}");
    }
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn what_somebody_else_changed_meanwhile_is_told_and_not_overwritten() {
    let office = Office::open();
    let (one, other) = (office.someone(Role::Officer), office.someone(Role::Officer));
    let path = "/sites/M02/facts";
    let opened = untouched(&office.get(&one, path).text());
    done(&office, &other, path, &[("reserves", "30 triệu tấn"), ("source", "BC")]);
    let late = send_back(&office, &one, path, opened.clone(), &[("note", "của tôi"), ("source", "BC 2")]);
    let page = late.text();
    assert_eq!(late.status, 422);
    assert!(page.contains("Người khác đã sửa nơi này") && page.contains("→ 30 triệu tấn"), "{page}");
    assert!(page.contains(">của tôi</textarea>"), "what was typed is kept: {page}");
    let code: SiteCode = "M02".parse().unwrap();
    let site = || office.wait(held(&office.operator(), &code)).unwrap().site;
    assert!(Facts::of(&site()).note.is_none_or(|note| note.vi != "của tôi"));
    // Having read that, the officer sends it again, with the other one's figure in it.
    let again = send_back(&office, &one, path, untouched(&page), &[("reserves", "30 triệu tấn")]);
    assert_eq!(again.status, 303, "{}", again.text());
    assert_eq!(site().note.unwrap().vi, "của tôi");
    assert_eq!(site().reserves.known().unwrap().vi, "30 triệu tấn");
    // A list that was changed so that another licence stands there: the page says so and gives back what was typed.
    let place = "/sites/M02/licences/1";
    let opened = untouched(&office.get(&one, place).text());
    done(&office, &other, "/sites/M02/licences", &[("number", "1/GP"), ("date", "1990"), ("source", "BC")]);
    let moved = send_back(&office, &one, place, opened, &[("number", "873/GP"), ("source", "BC")]);
    assert!(moved.status == 422 && moved.text().contains("873/GP"), "{}", moved.text());
    assert!(site().licences.iter().all(|licence| licence.number.known().is_none_or(|number| number != "873/GP")));
}

#[test]
fn hostile_texts_in_every_field_are_texts() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let forms = [
        "/sites/new",
        "/sites/M02/facts",
        "/sites/M02/licences",
        "/sites/M02/licences/1",
        "/sites/M02/licences/1/fate",
        "/sites/M02/owners",
        "/sites/M02/owners/1",
        "/sites/M02/capacities",
        "/sites/M02/capacities/1",
    ];
    for path in forms {
        for text in HOSTILE {
            let page = office.get(&officer, path).text();
            let mut names: Vec<String> = untouched(&page).into_iter().map(|(name, _)| name).collect();
            names.dedup();
            // All of them at once, and each alone beside a form that is sound.
            let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text)).collect();
            let alone = names.iter().map(|name| vec![("source", "BC"), ("name", "Tên"), (name.as_str(), text)]);
            for changes in alone.chain([all]) {
                let answer = send_back(&office, &officer, path, untouched(&page), &changes);
                assert!([303, 422].contains(&answer.status), "{path} {changes:?}: {}", answer.status);
                let said = answer.text();
                assert!(!said.contains("<script>") && !said.contains("\" onmouseover"), "{path}: {said}");
            }
        }
        let page = office.get(&officer, "/sites/M02").text();
        assert!(!page.contains("<script>") && !page.contains("\" onmouseover"), "{path}: {page}");
    }
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

/// The pages of this file and of the files that are sent in, on a phone and on a desk, in both languages.
#[test]
fn working_pages_fit_every_screen() {
    let Some(chromium) = chromium() else { return };
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let pages = with_files(&office, &officer);
    let mut browser = Browser::start(chromium);
    browser.hold(&office.server, &officer.cookie);
    for (width, height) in [(390, 844), (1280, 900)] {
        browser.resize(width, height);
        for (lang, path) in pages.iter().flat_map(|page| both(page)) {
            browser.open(&format!("http://{}{path}", office.server.address));
            let page = browser.ask(&[SHOWN, MEASURED].concat());
            let at = format!("{path} at {width}: {page}");
            assert_eq!(
                (&page["lang"], &page["firsts"], &page["scripts"]),
                (&lang.into(), &1.into(), &0.into()),
                "{at}"
            );
            assert_eq!(page["wide"], 0, "{at}");
            assert_eq!(page["tables"], serde_json::json!([]), "{at}");
            assert_eq!(page["skipped"], serde_json::json!([]), "{at}");
        }
    }
}

/// The working pages of the registry, with files sent in: one that waits, with faults, one that was accepted, one that was given up.
fn with_files(office: &Office, officer: &Person) -> Vec<String> {
    let book =
        formats::template::example(formats::layout::Kind::Sites, formats::template::FileFormat::Workbook).unwrap();
    let text = "code,name,kind,river,source\nM90,Mỏ Thử | Test mine,mine,,BC\nM91,,mine,,BC\nM02,Mỏ đổi tên,mine,,BC\n";
    let files = [
        ("mỏ, thủy điện quý I năm 2024.csv", text.as_bytes()),
        ("mỏ.xlsx", book.as_slice()),
        ("nhầm.csv", text.as_bytes()),
    ];
    let places = files.map(|(name, bytes)| {
        let answer = crate::intake::upload(office, officer, "", name, bytes);
        answer.header("location").split('?').next().unwrap().to_owned()
    });
    let page = office.get(officer, &places[1]).text();
    if let Some(shown) = page.split("name=\"shown\" value=\"").nth(1).and_then(|rest| rest.split('"').next()) {
        office.fill(officer, &format!("{}/accept", places[1]), &[("why", "đã đối chiếu"), ("shown", shown)]);
    }
    office.fill(officer, &format!("{}/give-up", places[2]), &[("because", "gửi nhầm")]);
    let fixed = [
        "/desk",
        "/sites/M02",
        "/sites/new",
        "/sites/M02/facts",
        "/sites/M02/licences",
        "/sites/M02/licences/1",
        "/sites/M02/licences/1/fate",
        "/sites/M02/owners",
        "/sites/M02/owners/1",
        "/sites/M02/capacities",
        "/sites/M02/capacities/1",
        "/intake",
    ];
    fixed.into_iter().map(str::to_owned).chain(places).collect()
}
