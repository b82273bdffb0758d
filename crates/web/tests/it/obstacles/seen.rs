//! Who sees what, in pages of fifty, and that nothing typed is lost.

use super::*;

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
