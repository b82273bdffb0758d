//! Projects over HTTP: what everybody sees, what each role may do, and how a project moves from one who is waited for to the next.

use domain::authority::Role;
use domain::projects::{Directive, LandFigure, LandStage, PlanPoint, Project, ProjectCode, StepNumber};
use domain::sites::Fact;
use domain::text::Text;
use jiff::civil::date;
use office::ProjectFilter;
use office::projects::{self, NewProject, directives, steps, work};

use crate::people::{AGENCY, FIRM, Office, Person, encoded};

const PROJECT: &str = "/projects/DA-1";
/// A step of the licence extension, and the one after it.
const HOSTILE: [&str; 5] =
    ["<script>alert(1)</script>", "'; DROP TABLE project; --", "\" onmouseover=\"x", "../../etc/passwd", "{{7*7}}"];

fn code(code: &str) -> ProjectCode {
    code.parse().unwrap()
}

fn number(number: u16) -> StepNumber {
    number.try_into().unwrap()
}

fn project(at: &str, template: &str, enterprise: Option<&str>) -> NewProject {
    NewProject {
        code: code(at),
        site: "M02".parse().unwrap(),
        template: template.parse().unwrap(),
        exception: Some(Text::typed("thử ngoài thời gian | tried out of its time")),
        name: Text::typed("Gia hạn giấy phép mỏ thử | Extension of a test licence"),
        enterprise: enterprise.map(|code| code.parse().unwrap()),
        start: date(2024, 1, 8),
        due: Some(date(2024, 2, 1)),
    }
}

/// An office with a project of the firm that has an account.
fn with_project(template: &str) -> Office {
    let office = Office::open();
    office.wait(projects::start(&office.operator(), project("DA-1", template, Some(FIRM)), "")).unwrap();
    office
}

/// An office with a project whose step waits for the agency that has an account: all before it is done.
fn waiting_for_the_agency() -> (Office, u16) {
    let (template, step, before) = asked_of_the_agency();
    let office = with_project(template);
    for before in before {
        office.wait(steps::finish(&office.operator(), &code("DA-1"), before, date(2024, 1, 10), "")).unwrap();
    }
    (office, step.into())
}

/// A procedure, its first step that comes to wait for the agency alone or with others, and the steps before it.
fn asked_of_the_agency() -> (&'static str, StepNumber, Vec<StepNumber>) {
    for template in formats::carried::templates() {
        let graph = &projects::Procedure::of(&template.code).unwrap().graph;
        let mut running = Project::new(code("DA-1"), "M02".parse().unwrap(), template.code.clone(), Text::default());
        running.start = Fact::Known(date(2024, 1, 8));
        for (done, step) in graph.order().iter().enumerate() {
            let standing = running.standing(graph, formats::carried::calendar());
            if let Some(waits) = standing.awaited.iter().find(|one| one.agency.as_str() == AGENCY) {
                return (template.code.as_str(), waits.step, graph.order()[..done].to_vec());
            }
            running.finish_step(graph, *step, date(2024, 1, 10)).unwrap();
        }
    }
    panic!("no step of any procedure waits for {AGENCY}")
}

#[test]
fn everybody_sees_where_a_project_stands_and_who_is_waited_for() {
    let office = with_project("licence_extension");
    for (lang, waits, state) in [("", "Chủ đầu tư", "Đang thực hiện"), ("/en", "Investor", "Under way")] {
        let list = office.server.get(&format!("{lang}/projects")).text();
        assert!(list.contains("DA-1") && list.contains(waits) && list.contains(state), "{list}");
        let page = office.server.get(&format!("{lang}{PROJECT}"));
        assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
        let page = page.text();
        for said in
            [waits, state, "id=\"step-1\"", "class=\"step ready\"", "/procedures/licence_extension", "/sites/M02"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(page.len() < 100_000 && !page.contains("<form class=\"fill\""), "{}", page.len());
    }
    let public = office.server.get(PROJECT).text();
    assert!(public.contains("Công ty Một (mô phỏng)") && public.contains("Chậm dưới 12 tháng"), "{public}");
    // The way back from everywhere it is about.
    for place in ["/sites/M02", "/agencies/chu-dau-tu", "/projects?site=M02", "/projects?procedure=licence_extension"] {
        assert!(office.server.get(place).text().contains(&format!("href=\"{PROJECT}\"")), "{place}");
    }
    assert!(
        office.server.get("/procedures/licence_extension").text().contains("/projects?procedure=licence_extension")
    );
}

#[test]
fn no_link_of_the_pages_of_projects_is_broken() {
    let (office, _) = waiting_for_the_agency();
    let officer = office.someone(Role::Officer);
    for start in ["/projects", PROJECT, "/agencies", "/agencies/so-xay-dung", "/sites/M02", "/en/projects/DA-1/steps/1"]
    {
        for person in [None, Some(&officer)] {
            let get = |path: &str| match person {
                Some(person) => office.get(person, path),
                None => office.server.get(path),
            };
            let html = get(start).text();
            let ids: Vec<&str> = html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            for link in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let link = link.replace("&#38;", "&");
                match link.strip_prefix('#') {
                    Some(place) => assert!(ids.contains(&place), "{start}: #{place}"),
                    None if link.starts_with('/') => assert_eq!(get(&link).status, 200, "{start}: {link}"),
                    None => {}
                }
            }
        }
    }
}

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

#[test]
fn what_is_another_s_is_answered_like_what_is_not_there() {
    let (office, step) = waiting_for_the_agency();
    let other = project("DA-2", "licence_extension", Some("5100000002"));
    office.wait(projects::start(&office.operator(), other, "")).unwrap();
    let (firm, agency) = (office.someone(Role::Firm), office.someone(Role::Agency));
    let both = |person: &Person, path: &str| {
        let fields = [("month", "2024-01"), ("percent", "1"), ("what", "finished"), ("on", "2024-02-01")];
        [office.get(person, path), office.fill(person, path, &fields)].map(|answer| (answer.status, answer.text()))
    };
    let neutral =
        |answers: [(u16, String); 2], path: &str| answers.map(|(status, text)| (status, text.replace(path, "…")));
    let check = |person: &Person, foreign: &str, unknown: &str| {
        let (foreign, unknown) = (neutral(both(person, foreign), foreign), neutral(both(person, unknown), unknown));
        assert_eq!(foreign[0].0, 404);
        // Only the token of the session and the address may differ.
        assert_eq!(foreign, unknown);
    };
    check(&firm, "/projects/DA-2/progress", "/projects/DA-7/progress");
    check(&agency, "/projects/DA-2/steps/1/answer", "/projects/DA-7/steps/1/answer");
    check(&agency, &format!("{PROJECT}/steps/{}/answer", step - 1), &format!("{PROJECT}/steps/998/answer"));
    for strange in [
        "/projects/..%2f..%2fetc",
        "/projects/da-1",
        "/projects/DA-1/steps/01",
        "/agencies/%3Cscript%3E",
        "/agencies/so-khong-co",
    ] {
        assert_eq!(office.server.get(strange).status, 404, "{strange}");
    }
    assert_eq!(office.server.get("/projects?page=0").status, 400);
    assert_eq!(office.server.get("/projects?band=1%27%20OR%201=1").status, 400);
    assert_eq!(office.server.get("/projects?text=%27%3B%20DROP%20TABLE%20project%3B&page=900").status, 200);
}

#[test]
fn hostile_texts_in_every_field_are_texts() {
    let office = with_project("mine_2010");
    let officer = office.someone(Role::Officer);
    let forms = [
        "/projects/new",
        "/projects/DA-1/land",
        "/projects/DA-1/schedule",
        "/projects/DA-1/progress",
        "/projects/DA-1/milestones",
        "/projects/DA-1/visits",
        "/projects/DA-1/steps/8/begin",
        "/projects/DA-1/steps/8/finish",
        "/projects/DA-1/steps/8/clock",
        "/projects/DA-1/steps/8/spare",
        "/projects/DA-1/steps/8/plan",
        "/projects/DA-1/steps/8/paper",
        "/projects/DA-1/steps/8/remark",
        "/sites/M02/state",
        "/sites/M02/directives",
    ];
    for path in forms {
        let page = office.get(&officer, path).text();
        let names: Vec<String> =
            page.split(" name=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
        for text in HOSTILE.iter().copied().chain(["a\0b"]) {
            let fields: Vec<(&str, &str)> = names
                .iter()
                .filter(|name| *name != "form" && *name != "description" && *name != "viewport")
                .map(|name| (name.as_str(), text))
                .collect();
            let answer = office.fill(&officer, path, &fields);
            assert!([303, 422].contains(&answer.status), "{path}: {}", answer.status);
            let page = answer.text();
            assert!(!page.contains("<script>") && !page.contains("\" onmouseover"), "{path}: {page}");
        }
    }
    for text in HOSTILE {
        let visit = [
            ("kind", "quality"),
            ("on", "2024-02-12"),
            ("by", text),
            ("summary", text),
            ("source", text),
            ("finding1", text),
        ];
        assert_eq!(office.fill(&officer, "/projects/DA-1/visits", &visit).status, 303);
        let remark = [("public", text), ("internal", text)];
        assert_eq!(office.fill(&officer, "/projects/DA-1/steps/9/remark", &remark).status, 303);
        let paper = [("name", text), ("number", text), ("visibility", "public")];
        assert_eq!(office.fill(&officer, "/projects/DA-1/steps/9/paper", &paper).status, 303);
        for path in [PROJECT, "/projects/DA-1/steps/9", "/projects/DA-1/steps/9/remark"] {
            let page = office.get(&officer, path).text();
            assert!(!page.contains("<script>") && !page.contains("\" onmouseover"), "{path}: {page}");
            assert!(page.contains("&#60;script&#62;") || text != HOSTILE[0], "{path}");
        }
    }
    let csv = office.server.get("/data/projects.csv").text();
    assert!(csv.starts_with("project,name") && csv.contains("DA-1"), "{csv}");
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn what_is_not_known_says_so() {
    let office = Office::open();
    let mut unknown = Project::new(
        code("DA-3"),
        "M04".parse().unwrap(),
        "mine_2010".parse().unwrap(),
        Text::typed("Mỏ chưa rõ | A mine of which little is known"),
    );
    unknown.source = "Báo cáo (https://example.vn/bao-cao), đầu năm 2024".into();
    unknown.simulated = true;
    office.wait(projects::take_projects(&office.operator(), &[unknown], "")).unwrap();
    let page = office.server.get("/projects/DA-3").text();
    for said in [
        "Chưa rõ bước đang vướng",
        "Chưa rõ ngày bắt đầu",
        "Chưa nói được ngày xong",
        "Chưa có số liệu đất đai",
        "Dự án mô phỏng",
        "href=\"https://example.vn/bao-cao\"",
        "Chưa rõ ngày được duyệt",
        "class=\"withheld\"",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let english = office.server.get("/en/projects/DA-3").text();
    assert!(
        english.contains("No figure of land is known") && english.contains("A mine of which little is known"),
        "{english}"
    );
    assert!(office.server.get("/projects").text().contains("mô phỏng"));
}

#[test]
fn lists_are_paged_and_their_files_are_whole() {
    let office = Office::open();
    let operator = office.operator();
    for n in 0..53 {
        office.wait(projects::start(&operator, project(&format!("DA-{n:03}"), "licence_extension", None), "")).unwrap();
    }
    let first = office.server.get("/projects?state=underway").text();
    assert_eq!(first.matches("href=\"/projects/DA-").count(), 50);
    assert!(first.contains("href=\"/projects?state=underway&#38;page=2\"") && first.contains("trang 1/2"), "{first}");
    let second = office.server.get("/projects?state=underway&page=2").text();
    assert_eq!(second.matches("href=\"/projects/DA-").count(), 3);
    assert!(first.len() < 100_000);
    let agency = office.server.get("/en/agencies/chu-dau-tu?page=2").text();
    assert!(agency.contains("page 2 of 2") && agency.matches("/steps/1\"").count() == 3, "{agency}");
    assert!(office.server.get("/agencies").text().contains(">53<"));
    let data = office.server.get("/data").text();
    for (file, lines) in [("projects", 54), ("waiting", 54)] {
        assert!(data.contains(&format!("/data/{file}.xlsx")), "{data}");
        let csv = office.server.get(&format!("/data/{file}.csv"));
        assert_eq!((csv.status, csv.text().lines().count()), (200, lines), "{file}");
        assert!(csv.header("content-disposition").contains(&format!("khoi-{file}.csv")));
        assert_eq!(&office.server.get(&format!("/en/data/{file}.xlsx")).body[..2], b"PK");
    }
    assert_eq!(office.server.get("/data/waiting.csv?agency=so-xay-dung").text().lines().count(), 1);
    assert_eq!(office.server.get("/data/waiting.csv?agency=khong-co").status, 404);
}

/// What each role finds on the page of a project.
#[test]
fn each_role_sees_its_own_acts() {
    let (office, step) = waiting_for_the_agency();
    let land = LandFigure {
        stage: LandStage::ToClear,
        date: date(2024, 1, 9),
        hectares: Some(2.0),
        households: Some(4),
        source: "BC".into(),
    };
    office.wait(work::land(&office.operator(), &code("DA-1"), land, "")).unwrap();
    let roles = [
        (Role::Officer, "land visits progress answer"),
        (Role::Firm, "progress"),
        (Role::Agency, "answer"),
        (Role::Leader, ""),
        (Role::Statistician, ""),
        (Role::Clerk, ""),
        (Role::Auditor, ""),
        (Role::Administrator, ""),
    ];
    for (role, acts) in roles {
        let person = office.someone(role);
        let page = office.get(&person, PROJECT).text();
        for act in ["land", "visits", "progress", "answer"] {
            let place =
                if act == "answer" { format!("{PROJECT}/steps/{step}/answer") } else { format!("{PROJECT}/{act}") };
            assert_eq!(page.contains(&format!("href=\"{place}\"")), acts.contains(act), "{role:?} {act}");
        }
        let internal = !matches!(role, Role::Administrator);
        assert_eq!(page.contains("Kiểm tra, hướng dẫn"), internal, "{role:?}");
    }
    let unsigned = encoded(&[("stage", "cleared"), ("on", "2024-01-10"), ("hectares", "1"), ("source", "x")]);
    assert_eq!(office.server.send("/projects/DA-1/land", &unsigned, &[]).status, 401);
}

/// The directions of a site that are there from the beginning are told with their source.
#[test]
fn a_direction_that_is_known_is_told_with_its_source() {
    let office = Office::open();
    let directive = Directive {
        site: "M04".parse().unwrap(),
        order: 1,
        number: Fact::Unknown,
        date: Fact::Unknown,
        by: Text::typed("UBND tỉnh | the provincial People's Committee"),
        reason: Text::typed("dừng để kiểm tra | stopped to be checked"),
        source: "Báo Hà Giang".into(),
        lifted: None,
    };
    office.wait(directives::take(&office.operator(), &[directive], "")).unwrap();
    let page = office.server.get("/en/sites/M04").text();
    assert!(
        page.contains("stopped to be checked") && page.contains("Báo Hà Giang") && page.contains("in force"),
        "{page}"
    );
}

#[test]
fn photos_of_a_visit_are_kept_with_it_and_given_to_those_inside_only() {
    let office = with_project("mine_2010");
    let (officer, firm, clerk) =
        (office.someone(Role::Officer), office.someone(Role::Firm), office.someone(Role::Clerk));
    let visit = [("kind", "quality"), ("on", "2024-02-12"), ("by", "Sở"), ("summary", "xem kè"), ("source", "BB 4")];
    assert_eq!(office.fill(&officer, "/projects/DA-1/visits", &visit).status, 303);
    let place = "/projects/DA-1/visits/1";
    let token = office.token(&officer);
    let send = |person: &Person, token: &str, name: &str, bytes: &[u8]| {
        let mut body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{token}\r\n--b\r\n\
             Content-Disposition: form-data; name=\"photo\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--b--\r\n");
        office.server.send_as("multipart/form-data; boundary=b", place, &body, &[("Cookie", &person.cookie)])
    };
    let photo = b"\x89PNG\r\n\x1a\n\0\xfe\xff".as_slice();
    assert_eq!(send(&officer, &token, "../../etc/<i>kè.png", photo).status, 303);
    let script = send(&officer, &token, "a.png", b"<script>alert(1)</script>");
    assert!(script.status == 422 && script.text().contains("id=\"photo-error\""), "{}", script.text());
    assert_eq!(send(&officer, &token, "a.png", b"").status, 422);
    assert_eq!(send(&officer, "", "a.png", photo).status, 403);
    assert_eq!(send(&firm, &office.token(&firm), "a.png", photo).status, 403);
    assert_eq!(send(&officer, &token, "a.png", &vec![0xff; 13 << 20]).status, 413);
    let page = office.get(&officer, PROJECT).text();
    assert!(page.contains("../../etc/&#60;i&#62;kè.png") && page.contains("ảnh PNG, 1 kB"), "{page}");
    let address = page.split("href=\"/attachments/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let address = format!("/attachments/{address}");
    for person in [&officer, &firm, &clerk] {
        let file = office.get(person, &address);
        assert_eq!((file.status, file.header("content-type"), file.body.as_slice()), (200, "image/png", photo));
        assert_eq!((file.header("x-content-type-options"), file.header("cache-control")), ("nosniff", "no-store"));
        let named = file.header("content-disposition");
        assert!(named.starts_with("attachment; filename=\"DA-1-1-") && !named.contains(".."), "{named}");
    }
    assert_eq!(office.server.get(&address).status, 303, "whoever is not signed in is led to the door");
    assert_eq!(office.get(&office.someone(Role::Agency), &address).status, 404);
    assert!(!office.server.get(PROJECT).text().contains("/attachments/"));
    assert_eq!(office.get(&officer, "/attachments/-1").status, 404);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

/// The five sites of early 2024: what public sources say of their projects, and that they say no more.
#[test]
fn the_projects_of_the_five_sites_are_shown_with_their_sources() {
    let office = Office::open();
    let operator = office.operator();
    let carried = formats::carried::projects();
    office.wait(projects::take_projects(&operator, carried, "")).unwrap();
    office.wait(directives::take(&operator, formats::carried::directives(), "")).unwrap();
    let list = office.server.get("/projects?state=not-known").text();
    assert_eq!(carried.len(), 5);
    for project in carried {
        let place = format!("/projects/{}", project.code);
        assert!(list.contains(&format!("href=\"{place}\"")), "{place}");
        let name = formats::carried::sites().iter().find(|site| site.code == project.site).unwrap();
        for (lang, name, state) in
            [("", &name.name.vi, "Chưa rõ bước đang vướng"), ("/en", &name.name.en, "Open steps not known")]
        {
            let page = office.server.get(&format!("{lang}{place}")).text();
            let source = Text::typed(&project.source);
            let words = if lang.is_empty() { &source.vi } else { &source.en };
            let words = words.split("http").next().unwrap().trim();
            let escaped = words.replace('&', "&#38;");
            assert!(page.contains(state) && page.contains(name) && page.contains(&escaped), "{name} {escaped}: {page}");
            assert!(
                !page.contains(if lang.is_empty() { "mô phỏng, không" } else { "simulated project" }),
                "it is real"
            );
        }
        let site = office.server.get(&format!("/sites/{}", project.site)).text();
        assert!(site.contains(&format!("href=\"{place}\"")), "{}", project.site);
    }
    let stopped = office.server.get("/projects/DA-M04").text();
    assert!(stopped.contains("Chỉ đạo dừng") && stopped.contains("đang có hiệu lực"), "{stopped}");
}
