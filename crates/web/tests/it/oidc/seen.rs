//! The way in with a real browser, scripts switched off; and what its pages look like on a phone and on a desk.

use domain::authority::Role;

use super::Scene;
use crate::browser::{MEASURED, SHOWN, chromium};
use crate::devtools::Browser;
use crate::people::{CODES, PASSWORD, codes};

#[test]
fn somebody_ties_their_account_and_signs_in_with_it() {
    let (Some(program), Some(scene)) = (chromium(), Scene::open()) else { return };
    let office = &scene.office;
    let person = office.with_login("lan.nt", Role::Officer);
    let mut browser = Browser::start(program);
    browser.hold(&office.server, &person.cookie);
    browser.open(&format!("{}/account", scene.site));
    browser.click("Danh tính ở Cổng Sở");
    measure(&mut browser, "/account/identity");
    browser.fill("present", PASSWORD);
    browser.click("Gắn với Cổng Sở");
    arrive(&mut browser, "Test provider");
    browser.fill("login", "248289761001");
    browser.click("Prove it");
    arrive(&mut browser, "248289761001");
    assert!(browser.text().contains("Đã gắn danh tính với tài khoản"), "{}", browser.text());
    measure(&mut browser, "/account/identity, tied");
    browser.click("Đăng xuất");
    measure(&mut browser, "/sign-in");
    browser.click("Đăng nhập bằng Cổng Sở");
    // The provider remembers them; ours wants the code.
    arrive(&mut browser, "còn cần mã một lần");
    measure(&mut browser, "/sign-in/provider/code");
    office.clock.set(crate::people::morning() + jiff::SignedDuration::from_mins(2));
    browser.fill("code", &codes(CODES, office.clock.now()));
    browser.click("Đăng nhập");
    arrive(&mut browser, "Bàn làm việc");
    assert!(browser.text().contains("Người lan.nt"), "{}", browser.text());
}

/// Waits through the pages that lead on by themselves until one has these words.
fn arrive(browser: &mut Browser, words: &str) {
    while !browser.text().contains(words) {
        browser.await_page();
        browser.seen();
    }
}

/// The page fits a phone and a desk in both languages.
fn measure(browser: &mut Browser, what: &str) {
    for (width, height) in [(390, 844), (1280, 800)] {
        browser.resize(width, height);
        let page = browser.ask(&[SHOWN, MEASURED].concat());
        assert_eq!(
            (&page["wide"], &page["firsts"], &page["scripts"]),
            (&0.into(), &1.into(), &0.into()),
            "{what}: {page}"
        );
        assert_eq!(page["skipped"], serde_json::json!([]), "{what}");
    }
}
