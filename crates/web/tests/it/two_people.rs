//! What takes two people, on its pages: a release proposed and approved, a month filled in and confirmed; and the days of collection.

use domain::accounts::Account;
use domain::authority::Role;

use crate::people::{Office, Person, account};
use crate::returns::{february, with_mine};

const PLACE: &str = "/returns/CS-0710-1/2024-02";
const LIST: &str = "/releases/proposals";

/// Where an answer sends its reader, without what was done.
fn place(answer: &crate::client::Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").split('?').next().unwrap().to_owned()
}

#[test]
fn a_release_is_proposed_on_one_page_and_published_from_another_desk() {
    let office = with_mine();
    let (room, leader) = (office.someone(Role::Statistician), office.someone(Role::Leader));
    let list = office.get(&room, LIST).text();
    assert!(list.contains("Chưa có đề nghị nào") && list.contains("type=\"month\""), "{list}");
    assert!(!office.get(&leader, LIST).text().contains("type=\"month\""), "a leader approves and does not propose");
    let wrong = office.fill(&room, LIST, &[("month", "2024-02"), ("stage", "flash")]);
    assert!(wrong.status == 422 && wrong.text().contains("chưa kết thúc"), "{}", wrong.text());
    let proposed = office.fill(&room, LIST, &[("month", "2024-01"), ("stage", "flash"), ("remark", "<b>gấp</b>")]);
    let at = place(&proposed);
    let own = office.get(&room, &at).text();
    assert!(own.contains("người khác phải duyệt") && own.contains("Rút đề nghị"), "{own}");
    assert!(!own.contains(&format!("{at}/approve")) && !own.contains("<b>gấp"), "{own}");
    let page = office.get(&leader, &at).text();
    assert!(page.contains("Toàn ngành công nghiệp") && page.contains(&format!("{at}/approve")), "{page}");
    assert!(page.contains("&#60;b&#62;gấp"), "{page}");
    assert!(!page.contains("/returns?month=2024-01"), "a leader does not read single returns");
    assert!(office.get(&leader, &format!("/en{at}")).text().contains("What would be published"));
    let refused = office.fill(&room, &format!("{at}/approve"), &[]);
    assert!(refused.status == 422 && refused.text().contains("phải có người thứ hai"), "{}", refused.text());
    for role in [Role::Firm, Role::Officer, Role::Agency, Role::Auditor, Role::Administrator] {
        let other = office.someone(role);
        assert_eq!(office.get(&other, &at).status, 403, "{role:?}");
        assert_eq!(office.fill(&other, &format!("{at}/approve"), &[]).status, 403, "{role:?}");
    }
    assert_eq!(place(&office.fill(&leader, &format!("{at}/approve"), &[("remark", "đã xem")])), at);
    let page = office.get(&room, &at).text();
    assert!(page.contains("đã duyệt, đã công bố") && page.contains("/bulletin/2024-01"), "{page}");
    let heads = office.wait(office::release::list(&office.operator())).unwrap();
    assert_eq!(heads.len(), 1);
    let second = place(&office.fill(&room, LIST, &[("month", "2024-01"), ("stage", "flash")]));
    let unsaid = office.fill(&leader, &format!("{second}/turn-down"), &[("reason", "")]);
    assert_eq!(unsaid.status, 422);
    assert_eq!(place(&office.fill(&leader, &format!("{second}/turn-down"), &[("reason", "đã in rồi")])), second);
    assert!(office.get(&room, LIST).text().contains("không duyệt"));
    assert_eq!(office.get(&leader, &format!("{LIST}/99999")).status, 404);
}

#[test]
fn days_of_collection_are_set_on_a_page() {
    let office = with_mine();
    let room = office.someone(Role::Statistician);
    let page = office.get(&room, "/returns/days").text();
    assert!(page.contains("62/2024") && page.contains("01/2000") || page.contains("1/2000"), "{page}");
    let days = |from, due, lock| [("from", from), ("due", due), ("release", "6"), ("lock", lock), ("why", "QĐ 12")];
    for (fields, said) in [
        (days("2024-03", "31", "12"), "từ 1 đến 28"),
        (days("2024-03", "5", "4"), "Ngày khóa"),
        (days("2024-01", "4", "12"), "đã khóa"),
    ] {
        let answer = office.fill(&room, "/returns/days", &fields);
        assert!(answer.status == 422 && answer.text().contains(said), "{said}: {}", answer.text());
    }
    assert_eq!(place(&office.fill(&room, "/returns/days", &days("2024-02", "3", "12"))), "/returns/days");
    let firm = office.someone(Role::Firm);
    assert!(office.get(&firm, PLACE).text().contains("Gửi được đến hết ngày 03/03/2024"));
    assert_eq!(office.get(&firm, "/returns/days").status, 403);
}

#[test]
fn the_day_of_final_figures_is_set_on_the_same_page_for_years_that_are_not_due() {
    let office = with_mine();
    let room = office.someone(Role::Statistician);
    let page = office.get(&room, "/returns/days").text();
    assert!(page.contains("30/06") && page.contains("/returns/days/final"), "{page}");
    let at = |year, month, day| [("year", year), ("month", month), ("day", day), ("paper", "QĐ 15")];
    for (fields, said) in [
        (at("2024", "6", "31"), "không có ngày 31"),
        (at("2024", "13", "1"), "Tháng 13"),
        (at("2024", "6", "0"), "không có ngày 0"),
        (at("2024", "6", "4000000000"), "số nguyên không âm"),
        (at("hai", "6", "1"), "value=\"hai\""),
        (at("2021", "6", "1"), "đã đến ngày công bố"),
    ] {
        let answer = office.fill(&room, "/returns/days/final", &fields);
        assert!(answer.status == 422 && answer.text().contains(said), "{said}: {}", answer.text());
    }
    assert_eq!(place(&office.fill(&room, "/returns/days/final", &at("2024", "5", "31"))), "/returns/days");
    let page = office.get(&room, "/en/returns/days?done=final-day-set").text();
    assert!(
        page.contains("31/05") && page.contains("30/06") && page.contains("The day of final figures is set."),
        "{page}"
    );
    assert_eq!(office.fill(&office.someone(Role::Firm), "/returns/days/final", &at("2024", "5", "31")).status, 403);
}

/// Another person of the firm, with the name they sign in by.
fn colleague(office: &Office) -> (Person, Account) {
    let login = "pao.quan-ly";
    (office.with_login(login, Role::Firm), account(login, Role::Firm))
}

#[test]
fn a_clerk_hands_on_and_the_manager_reads_gives_back_and_sends() {
    let office = with_mine();
    let clerk = office.someone(Role::Firm);
    let (manager, named) = colleague(&office);
    let page = office.get(&clerk, "/returns/confirming").text();
    assert!(page.contains(named.login.as_str()) && page.contains("Không cần"), "{page}");
    assert_eq!(office.get(&office.someone(Role::Statistician), "/returns/confirming").status, 404);
    let set = office.fill(&clerk, "/returns/confirming", &[("confirmer", named.login.as_str())]);
    assert_eq!(place(&set), "/returns/confirming");
    assert!(!office.get(&clerk, "/returns/confirming").text().contains("name=\"confirmer\""), "only the manager now");
    let send = |fields: Vec<(&'static str, &'static str)>| {
        let mut fields = fields;
        fields.push(("act", "send"));
        fields
    };
    let mut checked = february();
    checked.push(("act", "check"));
    assert!(office.fill(&clerk, PLACE, &checked).text().contains("Chuyển người xác nhận"));
    assert_eq!(place(&office.fill(&clerk, PLACE, &send(february()))), PLACE);
    let waits = office.get(&clerk, PLACE).text();
    assert!(waits.contains("đang chờ") && waits.contains("value=\"712,5\"") && !waits.contains("give-back"), "{waits}");
    assert!(office.get(&clerk, "/returns").text().contains("Chờ xác nhận"));
    let read = office.get(&manager, PLACE).text();
    assert!(read.contains("chờ bạn xác nhận") && read.contains("value=\"712,5\""), "{read}");
    let unsaid = office.fill(&manager, &format!("{PLACE}/give-back"), &[("remark", "")]);
    assert!(unsaid.status == 422 && unsaid.text().contains("value=\"712,5\""), "{}", unsaid.text());
    let back = office.fill(&manager, &format!("{PLACE}/give-back"), &[("remark", "thiếu <i>ca đêm</i>")]);
    assert_eq!(place(&back), PLACE);
    let told = office.get(&clerk, PLACE).text();
    assert!(told.contains("trả lại để sửa: thiếu &#60;i&#62;ca đêm"), "{told}");
    assert_eq!(place(&office.fill(&clerk, PLACE, &send(february()))), PLACE);
    let sent = office.fill(&manager, PLACE, &send(february()));
    assert!(place(&sent).starts_with("/receipts/BC-2024-02-"));
    let page = office.get(&manager, &place(&sent)).text();
    assert!(page.contains(named.login.as_str()), "the receipt is the manager's: {page}");
    assert!(!office.get(&clerk, PLACE).text().contains("đang chờ"));
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}
