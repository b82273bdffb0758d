//! The way in: who is let in, who is not, and what a browser must have held all along.

use domain::accounts::Door;
use domain::authority::Role;
use jiff::SignedDuration;
use office::accounts;

use super::{Guest, Scene, is_in};
use crate::people::{CODES, PASSWORD, codes, encoded, morning};

#[test]
fn whoever_is_tied_comes_in_and_goes_on_and_the_session_before_ends() {
    let Some(scene) = Scene::open() else { return };
    let person = scene.tied("my.st", Role::Firm, "248289761001");
    let mut guest = Guest::holding(&scene.site, &person.cookie);
    guest.cookies.values_mut().for_each(|all| all.retain(|name, _| name == "khoi"));
    let before = guest.cookie("khoi");
    // Signed in already, nobody is sent anywhere.
    let answer = guest.send("/sign-in/provider", &[("next", "/obstacles")]);
    assert_eq!((answer.status, answer.header("location")), (303, "/obstacles"));

    let mut other = scene.guest();
    let page = other.open("/en/sign-in?next=/obstacles").text();
    assert!(page.contains("Sign in with Cổng Sở") && page.contains("/en/sign-in/provider"), "{page}");
    let way = other.begin("/en/sign-in/provider", "/obstacles");
    assert!(way.contains("ui_locales=en"), "{way}");
    assert!(other.cookie("khoi-errand").starts_with("khoi-errand=en-"));
    let back = other.prove(&way, "248289761001", "pwd");
    // A session that was in the browser meanwhile ends.
    other.cookies.values_mut().for_each(|all| drop(all.insert("khoi".into(), before["khoi=".len()..].into())));
    let answer = other.open(&back);
    assert_eq!((answer.status, answer.header("location")), (303, "/en/obstacles"), "{}", answer.text());
    let cookies: Vec<_> = answer.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, v)| v).collect();
    assert!(
        cookies.iter().any(|cookie| cookie.starts_with("khoi-errand=;") && cookie.contains("Max-Age=0")),
        "{cookies:?}"
    );
    assert!(cookies.iter().all(|cookie| cookie.contains("HttpOnly; SameSite=Lax")), "{cookies:?}");
    assert!(is_in(&mut other) && other.cookie("khoi") != before);
    assert_eq!(scene.office.get(&person, "/desk").status, 303, "the session that was there before has ended");
    let next = other.open("/desk");
    assert_eq!(next.header("cache-control"), "no-store");

    let auditor = scene.office.someone(Role::Auditor);
    let log = scene.office.get(&auditor, "/sign-ins?q=my.st").text();
    assert!(log.contains("nhà cung cấp định danh") && log.contains("mật khẩu"), "{log}");
    assert_eq!(scene.office.wait(scene.office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn nobody_is_sent_elsewhere_by_a_way_to_go_on() {
    let Some(scene) = Scene::open() else { return };
    scene.tied("my.st", Role::Firm, "1");
    for next in ["https://evil.example", "//evil.example", "/\\evil.example", ""] {
        let answer = scene.guest().sign_in(next, "1", "");
        assert_eq!((answer.status, answer.header("location")), (303, "/desk"), "{next}");
    }
}

#[test]
fn somebody_no_account_is_tied_to_is_told_so_and_nothing_is_created() {
    let Some(scene) = Scene::open() else { return };
    let mut guest = scene.guest();
    let answer = guest.sign_in("/desk", "khong-ai", "pwd mfa");
    let page = answer.text();
    assert_eq!(answer.status, 403);
    assert!(page.contains("Cổng Sở đã xác nhận bạn là ai") && page.contains("Chưa có gì được tạo ra"), "{page}");
    assert!(!page.contains("code=") && !is_in(&mut guest), "{page}");
    let way = guest.begin("/en/sign-in/provider", "/desk");
    // The provider knows them by now, and asks nothing.
    let back = guest.open(&way).header("location").to_owned();
    let english = guest.open(&back).text();
    assert!(
        english.contains("Your identity is proven by Cổng Sở") && english.contains("<html lang=\"en\">"),
        "{english}"
    );
    assert_eq!(scene.office.wait(scene.office.store.accounts()).unwrap(), []);
}

#[test]
fn a_closed_account_stays_closed() {
    let Some(scene) = Scene::open() else { return };
    scene.tied("my.st", Role::Firm, "1");
    let login = "my.st".parse().unwrap();
    scene.office.wait(accounts::close(&scene.office.operator(), &login, "nghỉ việc")).unwrap();
    let mut guest = scene.guest();
    let answer = guest.sign_in("/desk", "1", "mfa");
    assert!(answer.status == 403 && answer.text().contains("đã khóa"), "{}", answer.text());
    assert!(!is_in(&mut guest));
    let log = scene.office.get(&scene.office.someone(Role::Auditor), "/sign-ins?q=my.st").text();
    assert!(log.contains("không được"), "{log}");
}

#[test]
fn what_comes_back_is_believed_once_from_the_browser_that_was_sent() {
    let Some(scene) = Scene::open() else { return };
    scene.tied("my.st", Role::Firm, "1");
    let mut guest = scene.guest();
    let way = guest.begin("/sign-in/provider", "/desk");
    let back = guest.prove(&way, "1", "");
    let over = |guest: &mut Guest, address: &str| {
        let answer = guest.open(address);
        assert!(answer.status == 410 && answer.text().contains("Hãy bắt đầu lại"), "{}: {}", address, answer.text());
    };
    // From another browser; with another state; without any.
    over(&mut scene.guest(), &back);
    let state = back.split("state=").nth(1).unwrap().split('&').next().unwrap();
    over(&mut guest, &back.replace(state, &"0".repeat(64)));
    over(&mut guest, back.split("state=").next().unwrap());
    // An errand of somebody else's, with a session of theirs beside it.
    let mut other = scene.guest();
    other.begin("/sign-in/provider", "/desk");
    over(&mut other, &back);
    // None of which used it up.
    let twin = guest.clone();
    assert_eq!(guest.open(&back).status, 303);
    over(&mut twin.clone(), &back);
    over(&mut guest, &back);
    // Too late.
    let mut late = scene.guest();
    let way = late.begin("/sign-in/provider", "/desk");
    let back = late.prove(&way, "1", "");
    scene.office.clock.set(morning() + SignedDuration::from_mins(11));
    over(&mut late, &back);
}

#[test]
fn whoever_stops_at_the_provider_is_told_so() {
    let Some(scene) = Scene::open() else { return };
    let mut guest = scene.guest();
    let way = guest.begin("/sign-in/provider", "/desk");
    let back = guest.stop(&way);
    assert!(back.contains("error=access_denied"), "{back}");
    let answer = guest.open(&back);
    assert!(answer.status == 403 && answer.text().contains("Bạn đã dừng lại ở Cổng Sở"), "{}", answer.text());
    let way = guest.begin("/sign-in/provider", "/desk");
    let state = way.split("state=").nth(1).unwrap().split('&').next().unwrap();
    let hostile = format!("/sign-in/provider/back?state={state}&error=%3Cscript%3Ealert(1)%3C/script%3E");
    let answer = guest.open(&hostile);
    assert!(answer.status == 502 && !answer.text().contains("<script"), "{}", answer.text());
}

#[test]
fn a_second_factor_is_asked_for_unless_the_provider_vouches_for_one() {
    let Some(scene) = Scene::open() else { return };
    scene.tied("lan.nt", Role::Officer, "1");
    scene.office.clock.set(morning() + SignedDuration::from_mins(5));
    let now = scene.office.clock.now();
    let mut guest = scene.guest();
    let answer = guest.sign_in("/sites", "1", "pwd");
    assert_eq!((answer.status, answer.header("location")), (303, "/sign-in/provider/code"));
    assert!(!is_in(&mut guest), "the code comes first");
    let page = guest.open("/sign-in/provider/code").text();
    assert!(page.contains("Tài khoản của bạn ở Khơi còn cần mã một lần"), "{page}");
    let wrong = guest.send("/sign-in/provider/code", &[("code", "000000")]);
    assert!(wrong.status == 422 && wrong.text().contains("Mã một lần không đúng"), "{}", wrong.text());
    let code = codes(CODES, now);
    let mut twin = guest.clone();
    let right = guest.send("/sign-in/provider/code", &[("code", &code)]);
    assert_eq!((right.status, right.header("location")), (303, "/sites"), "{}", right.text());
    assert!(is_in(&mut guest));
    let next = codes(CODES, now + SignedDuration::from_secs(30));
    assert_eq!(twin.send("/sign-in/provider/code", &[("code", &next)]).status, 410, "what was owed is paid");
    let mut stranger = scene.guest();
    assert_eq!(stranger.send("/sign-in/provider/code", &[("code", &next)]).status, 410);
    assert_eq!(stranger.open("/sign-in/provider/code").status, 410);
    // A code owed is nothing to come back from the provider with, and one way is not the other.
    let mut vouched = scene.guest();
    let answer = vouched.sign_in("/sites", "1", "pwd otp");
    assert_eq!((answer.status, answer.header("location")), (303, "/sites"), "{}", answer.text());
    assert!(is_in(&mut vouched));
}

#[test]
fn waits_hold_at_this_door_and_are_made_for_this_door_only() {
    let Some(scene) = Scene::open() else { return };
    scene.tied("lan.nt", Role::Officer, "1");
    scene.tied("my.st", Role::Firm, "2");
    scene.office.clock.set(morning() + SignedDuration::from_mins(5));
    let mut guest = scene.guest();
    guest.sign_in("/desk", "1", "pwd");
    for _ in 0..5 {
        assert_eq!(guest.send("/sign-in/provider/code", &[("code", "000000")]).status, 422);
    }
    let code = codes(CODES, scene.office.clock.now());
    let held = guest.send("/sign-in/provider/code", &[("code", &code)]);
    assert!(held.text().contains("tạm khóa") && held.text().contains("sau 5 phút"), "{}", held.text());
    let mut again = scene.guest();
    assert_eq!(again.sign_in("/desk", "1", "pwd mfa").status, 429, "not by beginning anew either");
    let form = encoded(&[("login", "lan.nt"), ("password", PASSWORD), ("code", &code)]);
    assert_eq!(scene.office.server.send("/sign-in", &form, &[]).status, 303, "the other door stays open");
    // Wrong passwords shut both.
    let wrong = encoded(&[("login", "my.st"), ("password", "sai"), ("code", "")]);
    for _ in 0..5 {
        assert_eq!(scene.office.server.send("/sign-in", &wrong, &[]).status, 422);
    }
    let mut firm = scene.guest();
    let answer = firm.sign_in("/desk", "2", "mfa");
    assert!(answer.status == 429 && !is_in(&mut firm), "{}", answer.text());
    let failures =
        |login: &str, door| scene.office.wait(scene.office.store.failures(&login.parse().unwrap(), door)).unwrap().0;
    assert_eq!((failures("my.st", Door::Password), failures("my.st", Door::Provider)), (5, 0));
    assert_eq!((failures("lan.nt", Door::Password), failures("lan.nt", Door::Provider)), (0, 5));
}
