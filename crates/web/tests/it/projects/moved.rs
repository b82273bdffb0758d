//! How a project and its site move by forms.

use super::*;

#[test]
fn an_agency_answers_a_step_and_the_awaited_list_moves_on() {
    let (office, step) = waiting_for_the_agency();
    let agency = office.someone(Role::Agency);
    let list = office.get(&agency, &format!("/agencies/{AGENCY}")).text();
    let form = format!("{PROJECT}/steps/{step}/answer");
    assert!(list.contains(&form) && list.contains("cơ quan của bạn"), "{list}");
    let begun = office.fill(&agency, &form, &[("what", "begun"), ("on", "2024-01-15"), ("visibility", "internal")]);
    assert_eq!(begun.status, 303, "{}", begun.text());
    let shown = office.server.get(PROJECT).text();
    assert!(shown.contains("class=\"step late\"") || shown.contains("class=\"step underway\""), "{shown}");
    // A pause wants its reason, and only the office reads it.
    let pause = [("what", "pause"), ("on", "2024-01-16"), ("visibility", "internal")];
    let unsaid = office.fill(&agency, &form, &pause);
    assert_eq!(unsaid.status, 422);
    assert!(unsaid.text().contains("id=\"reason-error\""), "{}", unsaid.text());
    let said = [&pause[..], &[("reason", "chờ ý kiến riêng")]].concat();
    assert_eq!(office.fill(&agency, &form, &said).status, 303);
    let place = format!("{PROJECT}/steps/{step}");
    assert!(office.get(&agency, &place).text().contains("chờ ý kiến riêng"));
    assert!(!office.server.get(&place).text().contains("chờ ý kiến riêng"));
    assert_eq!(
        office.fill(&agency, &form, &[("what", "resume"), ("on", "2024-01-17"), ("visibility", "internal")]).status,
        303
    );
    let done = [
        ("what", "finished"),
        ("on", "2024-02-19"),
        ("name", "Kết quả <b>"),
        ("number", "9/SXD"),
        ("visibility", "public"),
    ];
    let done = office.fill(&agency, &form, &done);
    assert_eq!(
        (done.status, done.header("location")),
        (303, format!("{place}?done=answer").as_str()),
        "{}",
        done.text()
    );
    // It waits for the agency no longer, and the paper is there for everybody.
    let mine = ProjectFilter { agency: Some(AGENCY.parse().unwrap()), ..ProjectFilter::default() };
    let waits =
        office.wait(projects::open_steps(&office.operator(), &AGENCY.parse().unwrap(), office::Page::first())).unwrap();
    assert!(waits.rows.iter().all(|row| row.waits.step != number(step)), "{waits:?}");
    assert!(office.wait(projects::list(&office.operator(), &mine, office::Page::first())).unwrap().total <= 1);
    let shown = office.server.get(PROJECT).text();
    assert!(shown.contains("9/SXD") && shown.contains("Kết quả &#60;b&#62;"), "{shown}");
    // And answering again is answered as what is not there.
    assert_eq!(office.fill(&agency, &form, &[("what", "finished"), ("on", "2024-02-19")]).status, 404);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn a_firm_reports_and_an_officer_confirms() {
    let office = with_project("mine_2010");
    let (firm, officer) = (office.someone(Role::Firm), office.someone(Role::Officer));
    let plan = PlanPoint { date: date(2024, 1, 31), percent: 40.0, source: "QĐ 1".into() };
    office.wait(work::approve_schedule(&office.operator(), &code("DA-1"), &[plan], "")).unwrap();
    let form = format!("{PROJECT}/progress");
    assert!(office.get(&firm, PROJECT).text().contains(&form));
    let wrong = office.fill(&firm, &form, &[("month", "2024-13"), ("percent", "nhiều")]);
    assert_eq!(wrong.status, 422);
    let page = wrong.text();
    assert!(
        page.contains("id=\"month-error\"") && page.contains("id=\"percent-error\"") && page.contains("nhiều"),
        "{page}"
    );
    let sent = [("month", "2024-01"), ("percent", "12,5"), ("volume", "đào 500 m"), ("disbursed", "1500")];
    assert_eq!(office.fill(&firm, &form, &sent).status, 303);
    // What was not confirmed counts for nobody but those inside.
    assert!(office.get(&firm, PROJECT).text().contains("đào 500 m"));
    assert!(!office.server.get(PROJECT).text().contains("đào 500 m"));
    let judge = format!("{form}/2024-01");
    assert!(office.get(&officer, PROJECT).text().contains(&judge));
    let back = office.fill(&officer, &judge, &[("what", "return"), ("reason", "")]);
    assert_eq!(back.status, 422);
    assert_eq!(office.fill(&officer, &judge, &[("what", "return"), ("reason", "thiếu biên bản")]).status, 303);
    assert!(office.get(&firm, PROJECT).text().contains("thiếu biên bản"));
    assert_eq!(office.fill(&firm, &form, &sent).status, 303);
    assert_eq!(office.fill(&officer, &judge, &[("what", "confirm")]).status, 303);
    let shown = office.server.get(PROJECT).text();
    assert!(shown.contains("12,5%") && shown.contains("chậm 27,50 điểm phần trăm"), "{shown}");
    let english = office.server.get(&format!("/en{PROJECT}")).text();
    assert!(english.contains("27.50 percentage points behind"), "{english}");
}

#[test]
fn officers_move_a_project_by_forms_alone() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let fill = |path: &str, fields: &[(&str, &str)]| {
        let answer = office.fill(&officer, path, fields);
        assert_eq!(answer.status, 303, "{path}: {}", answer.text());
        answer.header("location").to_owned()
    };
    let new = [
        ("code", "DA-9"),
        ("name", "Thử | Trial"),
        ("site", "M02"),
        ("template", "mine_2010"),
        ("start", "2024-01-08"),
        ("due", "2024-12-31"),
        ("enterprise", FIRM),
        ("exception", ""),
        ("why", ""),
    ];
    let at = fill("/projects/new", &new);
    assert_eq!(at, "/projects/DA-9?done=started");
    assert!(office.get(&officer, &at).text().contains("Đã mở dự án."));
    let again = office.fill(&officer, "/projects/new", &new);
    assert!(again.status == 422 && again.text().contains("DA-9 đã có"), "{}", again.text());
    let step = |act: &str| format!("/projects/DA-9/steps/8/{act}");
    fill(&step("plan"), &[("amount", "30"), ("unit", "d"), ("start", "2024-02-01"), ("finish", "2024-03-01")]);
    fill(&step("begin"), &[("on", "2024-02-01")]);
    fill(&step("clock"), &[("what", "pause"), ("on", "2024-02-05"), ("reason", "chờ họp")]);
    fill(&step("clock"), &[("what", "resume"), ("on", "2024-02-07")]);
    fill(
        &step("paper"),
        &[("name", "Tờ trình"), ("number", "5/TTr"), ("dated", "2024-02-07"), ("visibility", "public")],
    );
    fill(&step("remark"), &[("public", "đang trình"), ("internal", "gọi lại thứ hai")]);
    let future = office.fill(&officer, &step("finish"), &[("on", "2025-01-01")]);
    assert!(future.status == 422 && future.text().contains("id=\"on-error\""), "{}", future.text());
    fill(&step("finish"), &[("on", "2024-02-19")]);
    fill("/projects/DA-9/steps/9/spare", &[("why", "được miễn")]);
    fill("/projects/DA-9/steps/9/need", &[("why", "phải làm")]);
    for (stage, hectares) in [("to-clear", "10,5"), ("cleared", "4")] {
        let land =
            [("stage", stage), ("on", "2024-02-01"), ("hectares", hectares), ("households", ""), ("source", "BC 1")];
        fill("/projects/DA-9/land", &land);
    }
    fill("/projects/DA-9/schedule", &[("by", "2024-06-30"), ("percent", "60"), ("source", "QĐ 2")]);
    fill("/projects/DA-9/milestones", &[("kind", "trial-run"), ("on", "2024-02-10"), ("source", "BB 3")]);
    let visit = [
        ("kind", "quality"),
        ("on", "2024-02-12"),
        ("by", "Sở Công Thương"),
        ("summary", "xem kè"),
        ("source", "BB 4"),
        ("finding1", "thiếu rào"),
        ("deadline1", "2024-02-15"),
    ];
    fill("/projects/DA-9/visits", &visit);
    let inside = office.get(&officer, "/projects/DA-9").text();
    for said in ["6,50 ha", "60,0%", "Chạy thử", "thiếu rào", "5 ngày", "5/TTr", "đang trình"] {
        assert!(inside.contains(said), "{said}: {inside}");
    }
    let outside = office.server.get("/projects/DA-9").text();
    for hidden in ["thiếu rào", "gọi lại thứ hai", "chờ họp"] {
        assert!(!outside.contains(hidden), "{hidden}");
    }
    fill("/projects/DA-9/visits/1/1", &[("on", "2024-02-18"), ("how", "đã rào")]);
    assert!(office.get(&officer, "/projects/DA-9").text().contains("đã rào"));
    assert_eq!(office.fill(&officer, "/projects/DA-9/visits/1/1", &[("on", "2024-02-18"), ("how", "x")]).status, 422);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn a_site_is_stopped_and_goes_on_by_forms() {
    let office = with_project("licence_extension");
    let officer = office.someone(Role::Officer);
    let direction = [
        ("number", "7/UBND-KT"),
        ("since", "2024-02"),
        ("by", "UBND tỉnh"),
        ("reason", "mất an toàn | unsafe"),
        ("source", "công văn"),
    ];
    let answer = office.fill(&officer, "/sites/M02/directives", &direction);
    assert_eq!((answer.status, answer.header("location")), (303, "/sites/M02?done=directed"), "{}", answer.text());
    for page in ["/sites/M02", PROJECT] {
        let page = office.server.get(page).text();
        assert!(
            page.contains("7/UBND-KT") && page.contains("mất an toàn") && page.contains("đang có hiệu lực"),
            "{page}"
        );
    }
    let lift = [
        ("number", ""),
        ("on", "2024-02-19"),
        ("by", "UBND tỉnh"),
        ("reason", "đã sửa"),
        ("source", "BB 2"),
        ("state", "operating"),
    ];
    let order =
        office.wait(directives::of_site(&office.operator(), &"M02".parse().unwrap())).unwrap().last().unwrap().order;
    let place = format!("/sites/M02/directives/{order}");
    assert!(office.get(&officer, "/sites/M02").text().contains(&place));
    assert_eq!(office.fill(&officer, &place, &lift).status, 303);
    assert_eq!(office.get(&officer, &place).status, 404, "it is lifted");
    let state = [("state", "under_construction"), ("since", "2025"), ("reason", "x"), ("source", "y")];
    let future = office.fill(&officer, "/sites/M02/state", &state);
    assert!(future.status == 422 && future.text().contains("id=\"since-error\""), "{}", future.text());
    let states = domain::sites::State::UnderConstruction.code();
    let state = [("state", states), ("since", "2024-02-20"), ("reason", "làm lại kè"), ("source", "BB 5")];
    assert_eq!(office.fill(&officer, "/sites/M02/state", &state).status, 303);
    let site = office.wait(office::sites::one(&office.operator(), &"M02".parse().unwrap())).unwrap();
    assert_eq!(site.states.last().unwrap().why.vi, "làm lại kè");
    assert_eq!(site.states.last().unwrap().state.code(), states);
}
