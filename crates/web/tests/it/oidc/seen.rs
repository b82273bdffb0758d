//! The way in with a real browser, scripts switched off; and what its pages look like on a phone and on a desk.

use domain::authority::Role;

use super::Scene;
use crate::axe::{axe, breaches};
use crate::browser::{MEASURED, SHOWN, chromium};
use crate::devtools::Browser;
use crate::keyboard::hindrances;
use crate::pages::both;
use crate::people::{CODES, PASSWORD, account, codes};

#[test]
fn somebody_ties_their_account_and_signs_in_with_it() {
    let (Some(program), Some(scene)) = (chromium(), Scene::open()) else { return };
    let office = &scene.office;
    let person = office.with_login("lan.nt", Role::Officer);
    let mut browser = Browser::start(program);
    browser.hold(&office.server, &person.cookie);
    browser.open(&format!("{}/account", scene.site));
    browser.click("Danh tính ở Cổng Sở");
    measure(&mut browser, &scene.site, "/account/identity", "untied");
    browser.fill("present", PASSWORD);
    browser.click("Gắn với Cổng Sở");
    arrive(&mut browser, "Test provider");
    browser.fill("login", "248289761001");
    browser.click("Prove it");
    arrive(&mut browser, "248289761001");
    assert!(browser.text().contains("Đã gắn danh tính với tài khoản"), "{}", browser.text());
    measure(&mut browser, &scene.site, "/account/identity", "tied");
    browser.click("Đăng xuất");
    measure(&mut browser, &scene.site, "/sign-in", "door");
    browser.click("Đăng nhập bằng Cổng Sở");
    // The provider remembers them; ours wants the code.
    arrive(&mut browser, "còn cần mã một lần");
    measure(&mut browser, &scene.site, "/sign-in/provider/code", "code");
    office.clock.set(crate::people::morning() + jiff::SignedDuration::from_mins(2));
    browser.fill("code", &codes(CODES, office.clock.now()));
    browser.click("Xác nhận mã");
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

/// The page fits a phone and a desk in both languages, and its forms work by keyboard; with `KHOI_PICTURES` a picture of each is kept there.
fn measure(browser: &mut Browser, site: &str, path: &str, what: &str) {
    for (width, height) in [(390, 844), (1280, 800)] {
        browser.resize(width, height);
        for (lang, path) in both(path) {
            browser.open(&format!("{site}{path}"));
            let page = browser.ask(&[SHOWN, MEASURED].concat());
            let found = (&page["lang"], &page["wide"], &page["firsts"], &page["scripts"], &page["skipped"]);
            assert_eq!(
                found,
                (&lang.into(), &0.into(), &1.into(), &0.into(), &serde_json::json!([])),
                "{path}: {page}"
            );
            judged(browser, &path);
            browser.scripts(true);
            browser.open(&format!("{site}{path}"));
            assert_eq!(hindrances(browser), [""; 0], "{path} by keyboard");
            browser.scripts(false);
            if let Some(kept) = std::env::var_os("KHOI_PICTURES") {
                let name = format!("oidc-{what}-{lang}-{width}.png");
                std::fs::write(std::path::Path::new(&kept).join(name), browser.picture()).unwrap();
            }
        }
    }
    browser.open(&format!("{site}{path}"));
}

/// axe finds nothing.
fn judged(browser: &mut Browser, path: &str) {
    let Some(axe) = axe() else { return };
    browser.scripts(true);
    browser.ask(&axe);
    assert_eq!(breaches(browser), [""; 0], "{path}");
    browser.scripts(false);
}

#[test]
fn the_administrator_s_page_and_the_refusals_fit_too() {
    let (Some(program), Some(scene)) = (chromium(), Scene::open()) else { return };
    scene.tied("my.st", Role::Firm, "248289761001");
    let administrator = scene.office.someone(Role::Administrator);
    scene.office.wait(office::accounts::open(&scene.office.operator(), &account("moi.a", Role::Firm))).unwrap();
    let mut browser = Browser::start(program);
    measure(&mut browser, &scene.site, "/sign-in/provider/back", "over");
    browser.hold(&scene.office.server, &administrator.cookie);
    for (path, what) in [
        ("/accounts/moi.a/identity", "administrator-untied"),
        ("/accounts/my.st/identity", "administrator-tied"),
        ("/accounts/my.st", "account"),
        ("/sign-ins", "log"),
        ("/account", "own"),
    ] {
        measure(&mut browser, &scene.site, path, what);
    }
}
