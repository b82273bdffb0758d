//! Short texts: a telephone told on one's own page or the administrator's, and the room that reminds by text too.

use domain::authority::Role;

use crate::people::{Office, account};
use crate::returns::with_mine;

#[test]
fn a_telephone_is_told_mended_and_taken_away() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    assert!(office.get(&firm, "/account").text().contains("/account/phone"));
    let page = office.get(&firm, "/account/phone").text();
    assert!(page.contains("SMS hoặc Zalo") && page.contains("type=\"tel\""), "{page}");
    let wrong = office.fill(&firm, "/account/phone", &[("phone", "02193 866 123")]);
    let said = wrong.text();
    assert!(wrong.status == 422 && said.contains("không phải số điện thoại di động"), "{said}");
    assert!(said.contains("value=\"02193 866 123\""), "what was typed stays: {said}");
    assert_eq!(office.fill(&firm, "/account/phone", &[("phone", "0912 345 678")]).status, 303);
    let page = office.get(&firm, "/en/account/phone?done=phone-kept").text();
    assert!(page.contains("+84912345678") && page.contains("The telephone is saved."), "{page}");
    assert_eq!(office.fill(&firm, "/account/phone", &[("phone", "")]).status, 303);
    assert!(!office.get(&firm, "/account/phone").text().contains("+84912345678"));
}

#[test]
fn an_administrator_tells_the_telephone_of_somebody_else_and_says_why() {
    let office = Office::open();
    let (administrator, officer) = (office.someone(Role::Administrator), office.with_login("pao.vm", Role::Officer));
    assert!(office.get(&administrator, "/accounts/pao.vm").text().contains("/accounts/pao.vm/phone"));
    let path = "/accounts/pao.vm/phone";
    let unsaid = office.fill(&administrator, path, &[("phone", "0912345678"), ("why", "")]);
    assert!(unsaid.status == 422 && unsaid.text().contains("0912345678"), "{}", unsaid.text());
    assert_eq!(office.fill(&administrator, path, &[("phone", "0912345678"), ("why", "theo phiếu")]).status, 303);
    assert!(office.get(&officer, "/account/phone").text().contains("+84912345678"));
    assert_eq!(office.get(&officer, path).status, 403);
    assert_eq!(office.get(&administrator, "/accounts/khong.co/phone").status, 404);
}

#[test]
fn the_room_reminds_by_text_those_who_told_a_telephone() {
    let office = with_mine();
    let room = office.someone(Role::Statistician);
    let firm = office.with_login("sinh.gt", Role::Firm);
    office.wait(office::accounts::open(&office.operator(), &account("pao.vm", Role::Firm))).unwrap();
    assert_eq!(office.fill(&firm, "/account/phone", &[("phone", "0912 345 678")]).status, 303);
    let page = office.get(&room, "/returns?month=2024-02").text();
    assert!(page.contains("Cả tin nhắn"), "{page}");
    let fields = [("month", "2024-02"), ("by", "text")];
    let page = office.fill(&room, "/returns/remind", &fields).text();
    assert!(page.contains("2 thư và 1 tin nhắn nhắc"), "{page}");
}
