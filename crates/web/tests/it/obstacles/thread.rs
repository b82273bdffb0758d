//! One thread from a complaint to its clearing, and what is sent about it.

use super::*;

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
    let waiting = office.wait(office::mail::waiting(&operator, None, 10)).unwrap();
    assert_eq!((waiting.len(), waiting[0].message.to.to_string()), (1, "vanthu.sxd@example.vn".to_owned()));
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
