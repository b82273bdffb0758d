//! Obstacles through the pages: one thread from a firm's complaint to its clearing, who sees what, and hostile texts.

use domain::authority::Role;
use jiff::{SignedDuration, Timestamp};

use crate::client::Answer;
use crate::people::{AGENCY, FIRM, Office, Person, morning};

/// What a firm sends.
fn complaint(facts: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("kind", "land"),
        ("facts", facts),
        ("asked", "Sở Xây dựng trả lời về thẩm định thiết kế."),
        ("asked_of", AGENCY),
        ("effect", "Mỏ chạy lại"),
    ]
}

/// The obstacle a form was taken to, without what was said of it.
fn place(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").split('?').next().unwrap().to_owned()
}

fn raise(office: &Office, person: &Person, facts: &'static str) -> String {
    place(&office.fill(person, "/obstacles/new", &complaint(facts)))
}

fn assign(office: &Office, officer: &Person, at: &str) {
    let fields = [("assign-agency", AGENCY), ("assign-note", "Đề nghị trả lời."), ("assign-visibility", "internal")];
    assert_eq!(place(&office.fill(officer, &format!("{at}/assign"), &fields)), at);
}

/// Days later, everybody signs in again.
fn on_day(days: i64) -> Timestamp {
    morning() + SignedDuration::from_hours(24 * days)
}

#[test]
fn a_firm_raises_an_agency_is_silent_it_climbs_it_answers_it_is_cleared() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    let at = raise(&office, &firm, "Hồ sơ nộp 40 ngày chưa trả lời.");
    let officer = office.someone(Role::Officer);
    let page = office.get(&officer, &at).text();
    assert!(page.contains(&format!("action=\"{at}/assign\"")) && !page.contains(&format!("action=\"{at}/clear\"")));
    assign(&office, &officer, &at);
    let page = office.get(&officer, &at).text();
    assert!(page.contains("Đã giao xử lý") && page.contains("Còn hạn đến 06/03/2024"), "{page}");
    assert!(page.contains("Im lặng không được coi là đồng ý"), "{page}");

    office.clock.set(on_day(20));
    let officer = office.someone(Role::Officer);
    let page = office.get(&officer, &at).text();
    assert!(page.contains("Quá hạn từ 07/03/2024, đã 5 ngày"), "{page}");
    assert!(page.contains("Sở Xây dựng: chưa trả lời từ 20/02/2024, đã 20 ngày"), "{page}");
    let bodies = domain::obstacles::Bodies::new(formats::carried::agencies().iter().cloned());
    let climbed = office.wait(office::obstacles::escalate_due(&office.operator(), &bodies)).unwrap().climbed;
    assert_eq!(climbed.len(), 1);
    assert_eq!(office.wait(office::obstacles::escalate_due(&office.operator(), &bodies)).unwrap().climbed, []);
    let page = office.get(&officer, &at).text();
    assert!(page.contains("Báo cáo lên cấp trên: Ủy ban nhân dân tỉnh"), "{page}");

    let agency = office.someone(Role::Agency);
    let page = office.get(&agency, &at).text();
    assert!(page.contains(&format!("action=\"{at}/answer\"")) && !page.contains("/assign\""), "{page}");
    let answer = [("answer-note", "Đã thẩm định, gửi kết quả."), ("answer-visibility", "public")];
    assert_eq!(place(&office.fill(&agency, &format!("{at}/answer"), &answer)), at);
    let committee =
        [("answer-agency", "ubnd-tinh"), ("answer-note", "Đồng ý với Sở Xây dựng."), ("answer-visibility", "internal")];
    assert_eq!(place(&office.fill(&officer, &format!("{at}/answer"), &committee)), at);
    let cleared = [("clear-note", "Mỏ đã chạy lại."), ("clear-visibility", "public")];
    assert_eq!(place(&office.fill(&officer, &format!("{at}/clear"), &cleared)), at);

    let firm = office.someone(Role::Firm);
    let page = office.get(&firm, &format!("{at}?done=cleared")).text();
    assert!(page.contains("Đã tháo gỡ, 11/03/2024") && page.contains("Đã thẩm định, gửi kết quả."), "{page}");
    assert!(!page.contains("Đồng ý với Sở Xây dựng"), "what is internal is not the firm's to read: {page}");
    assert!(!page.contains("action=\"/obstacles/"), "a firm does nothing with it: {page}");
    let board = office.server.get("/obstacles").text();
    assert!(board.contains("0 vướng mắc đang mở") && board.contains("100,00%") | board.contains("100,0%"), "{board}");
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn a_firm_sees_its_own_and_a_foreign_one_is_as_one_that_is_not_there() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    let own = raise(&office, &firm, "Việc của mình.");
    let officer = office.someone(Role::Officer);
    let other = [
        ("kind", "land"),
        ("channel", "officer"),
        ("raised_by", "Công ty Hai"),
        ("enterprise", "5100000002"),
        ("facts", "Việc của công ty khác."),
        ("asked", "Trả lời."),
    ];
    let foreign = place(&office.fill(&officer, "/obstacles/new", &other));
    let list = office.get(&firm, "/obstacles").text();
    assert!(list.contains(&own) && !list.contains(&foreign), "{list}");
    assert!(office.get(&officer, "/obstacles").text().contains(&foreign));
    assert_eq!(office.get(&firm, &own).status, 200);
    let nowhere = "/obstacles/VM-2024-99999";
    let blank = |answer: Answer, at: &str| (answer.status, answer.text().replace(at, "…"));
    for person in [firm, office.someone(Role::Agency)] {
        let unknown = blank(office.get(&person, nowhere), nowhere);
        assert_eq!(unknown.0, 404);
        assert_eq!(blank(office.get(&person, &foreign), &foreign), unknown, "{:?}", person.role);
        let task = (office.get(&person, "/tasks/NV-2024-1").status, office.get(&person, "/tasks/'--").status);
        assert_eq!(task, (404, 404));
    }
    // A firm raises in nobody's name but its own.
    let mut forged = complaint("Giả mạo.");
    forged.extend([("enterprise", "5100000002"), ("channel", "officer"), ("public", "Lộ"), ("effect_points", "99")]);
    let firm = office.with_login("mot.ct", Role::Firm);
    let at = place(&office.fill(&firm, "/obstacles/new", &forged));
    let page = office.get(&officer, &at).text();
    assert!(page.contains(FIRM) && page.contains("chưa công khai") && !page.contains("99,00"), "{page}");
}

#[test]
fn the_public_reads_what_was_made_public_and_nothing_else() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    let at = raise(&office, &firm, "BÍ MẬT KINH DOANH: nợ 3 tỷ.");
    let officer = office.someone(Role::Officer);
    assign(&office, &officer, &at);
    assert_eq!(office.server.get(&at).status, 404, "nothing is public yet");
    assert!(!office.server.get("/obstacles").text().contains(&at));
    let public = [("public", "Một doanh nghiệp chờ thẩm định thiết kế.")];
    assert_eq!(place(&office.fill(&officer, &format!("{at}/publish"), &public)), at);
    for path in
        [at.clone(), "/obstacles".to_owned(), format!("/en{at}"), "/en/obstacles?kind=land&order=age".to_owned()]
    {
        let answer = office.server.get(&path);
        let page = answer.text();
        assert_eq!(answer.status, 200, "{path}: {page}");
        assert!(page.contains("Một doanh nghiệp chờ thẩm định thiết kế."), "{path}: {page}");
        for secret in ["BÍ MẬT", FIRM, "officer.", "Đề nghị trả lời", "Sở Xây dựng trả lời về", "<form class=\"fill\""]
        {
            assert!(!page.contains(secret), "{path}: {secret}");
        }
    }
}

#[test]
fn hostile_texts_in_every_field_are_texts() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let hostile = [
        "<script>alert(1)</script>",
        "'; DROP TABLE obstacle; --",
        "\" onmouseover=\"x",
        "../../etc/passwd",
        "{{7*7}}",
    ];
    let forms: [(&str, &[&str]); 5] = [
        (
            "/obstacles/new",
            &[
                "kind",
                "channel",
                "raised_by",
                "enterprise",
                "site",
                "project",
                "step",
                "facts",
                "public",
                "legal_ground",
                "asked",
                "asked_of",
                "asked_by",
                "effect",
                "effect_points",
            ],
        ),
        ("/dialogues/new", &["title_vi", "title_en", "date", "place", "chair"]),
        ("/plan/plans", &["plan-code", "plan-title-vi", "plan-title-en", "plan-adopted", "plan-decision"]),
        (
            "/plan/measures",
            &[
                "task-plan",
                "task-obstacle",
                "task-what",
                "task-lead",
                "task-partner",
                "task-watcher",
                "task-due",
                "task-result",
                "task-visibility",
            ],
        ),
        ("/forgotten", &["email"]),
    ];
    for text in hostile {
        for (path, names) in &forms {
            let fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, text)).collect();
            let answer = office.fill(&officer, path, &fields);
            let page = answer.text();
            assert!(answer.status == 422 || answer.status == 303, "{path} {text}: {} {page}", answer.status);
            assert!(!page.contains("<script>") && !page.contains("\" onmouseover"), "{path}: {page}");
        }
        for query in ["kind", "state", "agency", "site", "open", "order", "page", "done", "plan"] {
            let path = format!("?{}", crate::people::encoded(&[(query, text)]));
            for list in ["/obstacles", "/plan", "/reminders", "/dialogues", "/obstacles/new"] {
                let answer = office.get(&officer, &format!("{list}{path}"));
                assert!([200, 400].contains(&answer.status), "{list}{path}: {}", answer.status);
                assert!(!answer.text().contains("<script>"), "{list}{path}");
            }
        }
    }
    // Kept to the letter where texts are free, and written as text everywhere.
    let text = "<script>alert(1)</script>'; DROP TABLE obstacle; -- \" onmouseover=\"x";
    let fields = [
        ("kind", "building"),
        ("channel", "visit"),
        ("raised_by", text),
        ("facts", text),
        ("public", text),
        ("legal_ground", text),
        ("asked", text),
        ("effect", text),
        ("site", "M02"),
    ];
    let at = place(&office.fill(&officer, "/obstacles/new", &fields));
    assign(&office, &officer, &at);
    let refused = [("refuse-note", text), ("refuse-visibility", "public")];
    assert_eq!(place(&office.fill(&officer, &format!("{at}/refuse"), &refused)), at);
    let stored = office.wait(office.store.obstacle(&at["/obstacles/".len()..].parse().unwrap())).unwrap().unwrap();
    assert_eq!((stored.obstacle.facts.as_str(), stored.events[1].text.as_str()), (text, text));
    for path in [at.as_str(), "/obstacles"] {
        for page in [office.get(&officer, path).text(), office.server.get(path).text()] {
            assert!(page.contains("&#60;script&#62;") && !page.contains("<script>"), "{path}: {page}");
            assert!(!page.contains("\" onmouseover"), "{path}");
        }
    }
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn nothing_typed_is_lost_and_what_is_missing_is_said_at_its_field() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    let answer = office.fill(&firm, "/obstacles/new", &[("facts", "Đã gõ rất dài"), ("kind", "land")]);
    let page = answer.text();
    assert_eq!(answer.status, 422);
    assert!(page.contains(">Đã gõ rất dài</textarea>") && page.contains("id=\"asked-error\""), "{page}");
    assert!(page.contains("value=\"land\" required checked"), "{page}");
    let at = raise(&office, &firm, "Sự việc.");
    let officer = office.someone(Role::Officer);
    let answer =
        office.fill(&officer, &format!("{at}/assign"), &[("assign-note", "Gõ dở"), ("assign-visibility", "public")]);
    let page = answer.text();
    assert_eq!(answer.status, 422, "{page}");
    assert!(page.contains("Chưa ghi cơ quan nào") && page.contains(">Gõ dở</textarea>"), "{page}");
    // What somebody else has done in between is told, and the words are there.
    assign(&office, &officer, &at);
    let answer =
        office.fill(&officer, &format!("{at}/clear"), &[("clear-note", "Vội quá"), ("clear-visibility", "public")]);
    let page = answer.text();
    assert_eq!(answer.status, 422, "{page}");
    assert!(page.contains(">Vội quá</textarea>") && page.contains("không thể ghi nhận đã tháo gỡ"), "{page}");
}

#[test]
fn a_dialogue_runs_from_the_call_to_the_letter() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    let matter = raise(&office, &firm, "Chờ thẩm định.");
    let code = &matter["/obstacles/".len()..];
    let officer = office.someone(Role::Officer);
    let called = [
        ("title_vi", "hội nghị đối thoại quý I"),
        ("title_en", "the dialogue of the first quarter"),
        ("date", "2024-03-15"),
        ("place", "Hà Giang"),
        ("chair", "Giám đốc Sở"),
    ];
    let at = place(&office.fill(&officer, "/dialogues/new", &called));
    assert_eq!(office.get(&firm, &at).status, 404, "not invited");
    let page = office.get(&officer, &at).text();
    assert!(page.contains(&format!("value=\"{code}\"")), "proposed for the agenda: {page}");
    let act = |what: &str, fields: &[(&str, &str)]| {
        assert_eq!(place(&office.fill(&officer, &format!("{at}/{what}"), fields)), at, "{what}");
    };
    act("invite", &[("invite-agency", AGENCY), ("invite-enterprise", FIRM)]);
    act("agenda", &[("agenda", code)]);
    let early = office.fill(
        &officer,
        &format!("{at}/minutes"),
        &[("minute-by", "A"), ("minute-text", "b"), ("minute-visibility", "public")],
    );
    assert!(early.status == 422 && early.text().contains("Hội nghị chưa khai mạc"), "{}", early.text());
    act("open", &[]);
    act(
        "minutes",
        &[
            ("minute-obstacle", code),
            ("minute-by", "Giám đốc"),
            ("minute-text", "Giao Sở Xây dựng trả lời."),
            ("minute-visibility", "public"),
        ],
    );
    act("minutes", &[("minute-by", "Thư ký"), ("minute-text", "Điều nội bộ."), ("minute-visibility", "internal")]);
    act(
        "commitments",
        &[
            ("task-obstacle", code),
            ("task-what", "Trả lời trước 29/3."),
            ("task-lead", AGENCY),
            ("task-watcher", "so-cong-thuong"),
            ("task-due", "2024-03-29"),
            ("task-result", "Văn bản"),
            ("task-visibility", "public"),
        ],
    );
    let page = office.get(&firm, &at).text();
    assert!(page.contains("Giao Sở Xây dựng trả lời.") && page.contains("Trả lời trước 29/3."), "{page}");
    assert!(!page.contains("Điều nội bộ") && !page.contains("action=\"/dialogues/"), "{page}");
    let letter = office.get(&officer, &format!("{at}/letter?number=125/SCT-QLCN")).text();
    assert!(letter.contains("125/SCT-QLCN") && letter.contains("Giao Sở Xây dựng trả lời."), "{letter}");
    assert!(!letter.contains("Điều nội bộ"), "{letter}");

    // The body reports; the task is done.
    let agency = office.someone(Role::Agency);
    let plan = office.get(&agency, "/plan").text();
    let from = plan.find("/tasks/").expect("its task");
    let task: String = plan[from..].chars().take_while(|c| *c != '"').collect();
    let page = office.get(&agency, &task).text();
    assert!(page.contains("quá hạn") | page.contains("còn 38 ngày"), "{page}");
    let report =
        [("report-text", "Đã trả lời bằng văn bản."), ("report-done", "yes"), ("report-visibility", "internal")];
    assert_eq!(place(&office.fill(&agency, &format!("{task}/report"), &report)), task);
    assert!(office.get(&agency, &task).text().contains("xong 20/02/2024"));
    assert_eq!(office.get(&firm, &task).status, 404);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn a_reminder_is_composed_printed_and_queued() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    let matter = raise(&office, &firm, "Chờ thẩm định.");
    let code = &matter["/obstacles/".len()..];
    let officer = office.someone(Role::Officer);
    assign(&office, &officer, &matter);
    let compose = format!("/reminders/new?obstacle={code}");
    assert!(office.get(&officer, &matter).text().contains(&compose));
    let fields = [
        ("to", AGENCY),
        ("asked_by", "2024-03-01"),
        ("number", "130/SCT-QLCN"),
        ("recipients", "UBND tỉnh (báo cáo)\r\nLưu: VT"),
    ];
    let at = place(&office.fill(&officer, &compose, &fields));
    let letter = office.get(&officer, &format!("{at}/letter")).text();
    for words in
        ["130/SCT-QLCN", "Sở Xây dựng", "ngày 20 tháng 02 năm 2024", "UBND tỉnh (báo cáo)", "Lưu: VT", "Nơi nhận"]
    {
        assert!(letter.contains(words), "{words}: {letter}");
    }
    let smuggled = office.fill(&officer, &format!("{at}/mail"), &[("mail-to", "a@b.vn\r\nBcc: c@d.vn")]);
    assert_eq!(smuggled.status, 422);
    assert_eq!(place(&office.fill(&officer, &format!("{at}/mail"), &[("mail-to", "vanthu.sxd@example.vn")])), at);
    assert_eq!(place(&office.fill(&officer, &format!("{at}/handed"), &[("hand-to", "văn thư Sở Xây dựng")])), at);
    let operator = office.operator();
    let waiting = office.wait(office::mail::waiting(&operator, 10)).unwrap();
    assert_eq!((waiting.len(), waiting[0].message.to.as_str()), (1, "vanthu.sxd@example.vn"));
    let refused = domain::mail::Outcome::Failed;
    office.wait(office::mail::settle(&operator, &waiting[0], refused, "550 no such person")).unwrap();
    let agency = office.someone(Role::Agency);
    for person in [&officer, &agency] {
        let log = office.get(person, "/reminders").text();
        assert!(log.contains("không gửi được (550 no such person)") && log.contains("văn thư Sở Xây dựng"), "{log}");
    }
    assert!(!office.get(&firm, "/reminders").text().contains("130/SCT"));
    assert_eq!(office.get(&firm, &at).status, 404);
}

#[test]
fn a_plan_is_adopted_measured_and_warns_as_its_day_comes() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let plan = [
        ("plan-code", "KH-2024"),
        ("plan-title-vi", "kế hoạch phục hồi khai khoáng"),
        ("plan-title-en", "recovery plan of mining"),
        ("plan-adopted", "2024-02-01"),
        ("plan-decision", "25/KH-UBND"),
    ];
    assert_eq!(place(&office.fill(&officer, "/plan/plans", &plan)), "/plan");
    let measure = [
        ("task-plan", "KH-2024"),
        ("task-what", "Cấp lại giấy phép."),
        ("task-lead", AGENCY),
        ("task-partner", "ubnd-xa"),
        ("task-due", "2024-02-27"),
        ("task-result", "Giấy phép"),
        ("task-visibility", "internal"),
    ];
    assert_eq!(place(&office.fill(&officer, "/plan/measures", &measure)), "/plan");
    let page = office.get(&officer, "/plan").text();
    assert!(page.contains("Còn 7 ngày: 1.") && page.contains("còn 7 ngày"), "{page}");
    office.clock.set(on_day(9));
    let officer = office.someone(Role::Officer);
    let page = office.get(&officer, "/en/plan").text();
    assert!(page.contains("Late: 1.") && page.contains("2 days late"), "{page}");
    let mut wrong = measure;
    wrong[3] = ("task-partner", AGENCY);
    let answer = office.fill(&officer, "/plan/measures", &wrong);
    assert!(answer.status == 422 && answer.text().contains("vừa chủ trì vừa phối hợp"), "{}", answer.text());
}

#[test]
fn long_lists_come_in_pages() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    let me = office.operator();
    let enterprise = FIRM.parse().ok();
    for number in 0..51 {
        let raised = office::obstacles::Raised {
            kind: domain::obstacles::ObstacleKind::Land,
            channel: domain::obstacles::Channel::Officer,
            raised_by: "thử".into(),
            enterprise: enterprise.clone(),
            site: None,
            step: None,
            facts: format!("việc {number}"),
            public: format!("việc công khai {number}"),
            legal_ground: String::new(),
            asked: format!("đề nghị {number}."),
            asked_of: Vec::new(),
            asked_by: None,
            effect: String::new(),
            effect_points: Some(f64::from(number)),
            simulated: true,
        };
        office.wait(office::obstacles::raise(&me, raised)).unwrap();
    }
    let first = office.get(&firm, "/obstacles?order=effect").text();
    assert!(first.contains("đề nghị 50.") && !first.contains("đề nghị 0."), "{first}");
    assert!(first.contains("Trang 1 trong 2") && first.contains("order=effect&#38;page=2"), "{first}");
    let second = office.server.get("/obstacles?order=effect&page=2").text();
    assert!(second.contains("việc công khai 0") && second.contains("Trang trước"), "{second}");
    for page in [first, second] {
        assert!(page.len() < 100_000, "{} bytes", page.len());
    }
}

#[test]
fn whoever_forgot_a_password_is_told_the_same_as_a_stranger() {
    let office = Office::open();
    office.with_login("my.st", Role::Firm);
    let ask = |email: &str| {
        let answer = office.server.send("/forgotten", &crate::people::encoded(&[("email", email)]), &[]);
        (answer.status, answer.header("location").to_owned(), answer.body)
    };
    let known = ask("My.ST@example.vn");
    assert_eq!(known.0, 303);
    assert_eq!(known, ask("nobody@example.vn"));
    assert_eq!(known, ask("' OR 1=1 --"));
    let page = office.server.get(&known.1).text();
    assert!(page.contains("Nếu địa chỉ này có tài khoản"), "{page}");
    // The answer does not wait for the message; the message comes all the same.
    let operator = office.operator();
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let waiting = loop {
        let waiting = office.wait(office::mail::waiting(&operator, 10)).unwrap();
        if !waiting.is_empty() {
            break waiting;
        }
        assert!(std::time::Instant::now() < until, "no message was queued");
    };
    let again = office::accounts::send_reset(&operator, "my.st@example.vn", "http://localhost");
    office.wait(again).unwrap();
    assert_eq!(office.wait(office::mail::waiting(&operator, 10)).unwrap().len(), 1, "one mail, however often one asks");
    let message = &waiting[0].message;
    assert!(message.is_secret && message.to.as_str() == "my.st@example.vn");
    let link = message.body.lines().find(|line| line.contains("/password/")).unwrap();
    let path = link.strip_prefix("http://localhost").unwrap();
    let token = path.strip_prefix("/password/").unwrap();
    assert_eq!(office.server.get(path).status, 200);
    let new = "Núi đôi Quản Bạ 2025!";
    let answer = office.server.send(path, &crate::people::encoded(&[("new", new), ("again", new)]), &[]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(office.server.get(path).status, 422, "a link is good once");
    let journal = office.wait(office::journal::lines(&operator, office::Seq::START)).unwrap();
    assert!(!format!("{journal:?}").contains(token), "the journal holds no link");
}
