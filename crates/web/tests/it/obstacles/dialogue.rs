//! A dialogue from the call to the letter.

use super::*;

#[test]
fn a_dialogue_runs_from_the_call_to_the_letter() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    let matter = raise(&office, &firm, "Chờ thẩm định.");
    let code = &matter["/obstacles/".len()..];
    let officer = office.someone(Role::Officer);
    let at = called(&office, (&officer, &firm), code);
    held(&office, &officer, &at, code);
    written_up(&office, (&officer, &firm), &at);
    reported(&office, &firm);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

/// It is called: who is not invited does not see it, and what is open is proposed for the agenda.
fn called(office: &Office, (officer, firm): (&Person, &Person), code: &str) -> String {
    let called = [
        ("title_vi", "hội nghị đối thoại quý I"),
        ("title_en", "the dialogue of the first quarter"),
        ("date", "2024-03-15"),
        ("place", "Hà Giang"),
        ("chair", "Giám đốc Sở"),
    ];
    let at = place(&office.fill(officer, "/dialogues/new", &called));
    assert_eq!(office.get(firm, &at).status, 404, "not invited");
    let page = office.get(officer, &at).text();
    assert!(page.contains(&format!("value=\"{code}\"")), "proposed for the agenda: {page}");
    at
}

/// Guests, agenda, minutes, a commitment; no minutes before it is open.
fn held(office: &Office, officer: &Person, at: &str, code: &str) {
    let act = |what: &str, fields: &[(&str, &str)]| {
        assert_eq!(place(&office.fill(officer, &format!("{at}/{what}"), fields)), at, "{what}");
    };
    act("invite", &[("invite-agency", AGENCY), ("invite-enterprise", FIRM)]);
    act("agenda", &[("agenda", code)]);
    let early = office.fill(
        officer,
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
}

/// A guest reads what is public, the letter says the same.
fn written_up(office: &Office, (officer, firm): (&Person, &Person), at: &str) {
    let page = office.get(firm, at).text();
    assert!(page.contains("Giao Sở Xây dựng trả lời.") && page.contains("Trả lời trước 29/3."), "{page}");
    assert!(!page.contains("Điều nội bộ") && !page.contains("action=\"/dialogues/"), "{page}");
    let letter = office.get(officer, &format!("{at}/letter?number=125/SCT-QLCN")).text();
    assert!(letter.contains("125/SCT-QLCN") && letter.contains("Giao Sở Xây dựng trả lời."), "{letter}");
    assert!(!letter.contains("Điều nội bộ"), "{letter}");
}

/// The body reports; the task is done.
fn reported(office: &Office, firm: &Person) {
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
    assert_eq!(office.get(firm, &task).status, 404);
}
