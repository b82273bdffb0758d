//! The log of sign-ins: good and bad, newest first, for those who read the journal.

use domain::authority::Role;

use crate::people::{Office, encoded};

fn try_in_vain(office: &Office, login: &str) {
    let fields = encoded(&[("login", login), ("password", "sai-mat-khau"), ("code", "")]);
    assert_eq!(office.server.send("/sign-in", &fields, &[]).status, 422);
}

#[test]
fn good_and_bad_ones_are_listed_newest_first_in_both_languages() {
    let office = Office::open();
    let auditor = office.with_login("kiem.toan", Role::Auditor);
    office.clock.set(crate::people::morning() + jiff::SignedDuration::from_secs(60));
    try_in_vain(&office, "khong.ai");
    let page = office.get(&auditor, "/sign-ins").text();
    let (bad, good) = (page.find("khong.ai").unwrap(), page.rfind("kiem.toan").unwrap());
    assert!(bad < good && page.contains("không được") && page.contains("đăng nhập được"), "{page}");
    let english = office.get(&auditor, "/en/sign-ins?q=khong.ai").text();
    assert!(english.contains("1 try.") && english.contains("failed") && !english.contains("signed in"), "{english}");
    let wrong = office.get(&auditor, "/sign-ins?q=%3Cscript%3E").text();
    assert!(wrong.contains("không phải một tên đăng nhập") && !wrong.contains("<script>"), "{wrong}");
    for role in [Role::Firm, Role::Officer, Role::Leader] {
        let person = office.someone(role);
        assert_eq!(office.get(&person, "/sign-ins").status, 403, "{role:?}");
    }
    assert_eq!(office.get(&office.someone(Role::Administrator), "/sign-ins").status, 200);
}

#[test]
fn the_last_sign_in_of_each_account_is_seen() {
    let office = Office::open();
    let administrator = office.someone(Role::Administrator);
    let page = office.get(&administrator, "/accounts").text();
    assert!(page.contains("Đăng nhập lần cuối") && page.contains("20/02/2024"), "{page}");
    let never = crate::people::account("chua.vao", Role::Leader);
    office.wait(office::accounts::open(&office.operator(), &never)).unwrap();
    assert!(office.get(&administrator, "/en/accounts").text().contains("never"));
}

#[test]
fn a_long_log_is_turned_page_by_page() {
    let office = Office::open();
    let auditor = office.someone(Role::Auditor);
    let login = "nhieu.lan".parse().unwrap();
    let begun = crate::people::morning();
    for second in 0..120 {
        let then = begun - jiff::SignedDuration::from_secs(second);
        office.wait(office.store.note_try(&login, domain::accounts::Door::Password, second % 2 == 0, then)).unwrap();
    }
    let rows = |page: u32| {
        let text = office.get(&auditor, &format!("/sign-ins?q=nhieu.lan&page={page}")).text();
        assert!(text.contains("120 lần."), "{text}");
        text.split("<tbody").nth(1).unwrap().matches("<tr").count()
    };
    assert_eq!([rows(1), rows(2), rows(3)], [50, 50, 20]);
}
