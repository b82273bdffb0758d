//! Who sees and does what, and hostile texts.

use super::*;

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
