//! Tying an account to a person of the provider, and untying it: by its holder and by the administrator.

use domain::authority::Role;
use office::accounts;

use super::{Guest, Scene, is_in};
use crate::people::{PASSWORD, account};

#[test]
fn the_holder_ties_with_the_password_and_unties() {
    let Some(scene) = Scene::open() else { return };
    let office = &scene.office;
    let person = office.with_login("my.st", Role::Firm);
    let page = office.get(&person, "/account").text();
    assert!(page.contains("/account/identity"), "{page}");
    for present in ["", "sai"] {
        let answer = office.fill(&person, "/account/identity", &[("act", "tie"), ("present", present)]);
        assert!(answer.status == 422 && answer.text().contains("Mật khẩu hiện tại không đúng"), "{}", answer.text());
        assert_eq!(answer.header("refresh"), "");
    }
    let unsigned = office.server.send("/account/identity", "act=tie", &[("Cookie", &person.cookie)]);
    assert_eq!(unsigned.status, 403, "a form without its token");
    let (mut guest, back) = scene.go_to_tie(&person, "248289761001");
    assert_eq!(guest.open(&back).header("location"), "/account/identity?done=tied");
    let page = guest.open("/account/identity?done=tied").text();
    assert!(page.contains("248289761001") && page.contains("Đã gắn danh tính"), "{page}");
    let untied = office.fill(&person, "/account/identity", &[("act", "untie")]);
    assert_eq!(untied.header("location"), "/account/identity?done=untied");
    assert_eq!(scene.guest().sign_in("/desk", "248289761001", "mfa").status, 403);
    let again = office.fill(&person, "/account/identity", &[("act", "untie")]);
    assert_eq!(again.status, 404, "there is nothing to untie");
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn nobody_is_tied_to_what_somebody_else_went_for() {
    let Some(scene) = Scene::open() else { return };
    let (victim, attacker) =
        (scene.office.with_login("my.st", Role::Firm), scene.office.with_login("xau.a", Role::Firm));
    // The attacker's errand planted in the victim's browser.
    let (planted, back) = scene.go_to_tie(&attacker, "666");
    let mut browser = Guest::holding(&scene.site, &victim.cookie);
    for (host, cookies) in &planted.cookies {
        let mine = browser.cookies.entry(host.clone()).or_default();
        mine.extend(cookies.iter().filter(|(name, _)| *name == "khoi-errand").map(|(k, v)| (k.clone(), v.clone())));
    }
    let answer = browser.open(&back);
    assert!(answer.status == 410 && answer.text().contains("chưa gắn gì"), "{}", answer.text());
    assert!(!scene.office.get(&victim, "/account/identity").text().contains("666"));
    // Signed out meanwhile.
    let (mut gone, back) = scene.go_to_tie(&attacker, "666");
    gone.cookies.values_mut().for_each(|all| drop(all.remove("khoi")));
    assert_eq!(gone.open(&back).status, 410);
    // What ties signs nobody in, and a person is tied to one account only.
    let (mut first, back) = scene.go_to_tie(&attacker, "666");
    assert_eq!(first.open(&back).status, 303);
    let (mut second, back) = scene.go_to_tie(&victim, "666");
    let answer = second.open(&back);
    assert!(answer.status == 409 && answer.text().contains("đã gắn với một tài khoản khác"), "{}", answer.text());
}

#[test]
fn the_administrator_ties_by_the_code_of_the_provider_and_unties() {
    let Some(scene) = Scene::open() else { return };
    let office = &scene.office;
    let administrator = office.someone(Role::Administrator);
    office.wait(accounts::open(&office.operator(), &account("moi.a", Role::Firm))).unwrap();
    assert!(office.get(&administrator, "/accounts/moi.a").text().contains("/accounts/moi.a/identity"));
    let path = "/accounts/moi.a/identity";
    for (subject, why, field) in [("", "theo giấy", "subject"), ("1", "", "why"), ("đỗ", "theo giấy", "subject")]
    {
        let answer = office.fill(&administrator, path, &[("act", "tie"), ("subject", subject), ("why", why)]);
        assert!(answer.status == 422 && answer.text().contains(&format!("id=\"{field}-error\"")), "{}", answer.text());
    }
    let tied = office.fill(&administrator, path, &[("act", "tie"), ("subject", "1"), ("why", "theo giấy")]);
    assert_eq!(tied.header("location"), format!("{path}?done=tied"), "{}", tied.text());
    // Without ever having chosen a password: then the provider is the only door, and is not given up.
    let mut guest = scene.guest();
    assert_eq!(guest.sign_in("/desk", "1", "").status, 303);
    assert!(is_in(&mut guest));
    let page = guest.open("/account").text();
    let token = page.split("name=\"form\" value=\"").nth(1).unwrap()[..64].to_owned();
    let kept = guest.send("/account/identity", &[("form", &token), ("act", "untie")]);
    assert!(kept.status == 422 && kept.text().contains("chưa có mật khẩu"), "{}", kept.text());
    office.with_login("khac.b", Role::Firm);
    let taken = [("act", "tie"), ("subject", "1"), ("why", "theo giấy")];
    assert_eq!(office.fill(&administrator, "/accounts/khac.b/identity", &taken).status, 422);
    assert_eq!(office.fill(&administrator, "/accounts/khong.co/identity", &taken).status, 404);
    let untied = office.fill(&administrator, path, &[("act", "untie"), ("why", "nghỉ việc")]);
    assert_eq!(untied.header("location"), format!("{path}?done=untied"), "{}", untied.text());
    assert!(!is_in(&mut guest), "its sessions end");
    assert_eq!(scene.guest().sign_in("/desk", "1", "").status, 403);
}

#[test]
fn a_forgotten_password_unties_and_a_first_one_does_not() {
    let Some(scene) = Scene::open() else { return };
    let office = &scene.office;
    let administrator = office.someone(Role::Administrator);
    let link = office.wait(accounts::open(&office.operator(), &account("moi.a", Role::Firm))).unwrap();
    let tie = [("act", "tie"), ("subject", "1"), ("why", "theo giấy")];
    assert_eq!(office.fill(&administrator, "/accounts/moi.a/identity", &tie).status, 303);
    office.wait(accounts::choose_password(&office.operator(), &link, PASSWORD)).unwrap();
    assert_eq!(scene.guest().sign_in("/desk", "1", "").status, 303);
    let login = "moi.a".parse().unwrap();
    let again = office.wait(accounts::invite_again(&office.operator(), &login)).unwrap();
    office.wait(accounts::choose_password(&office.operator(), &again, "Sông Lô chảy 2024 qua!")).unwrap();
    assert_eq!(scene.guest().sign_in("/desk", "1", "").status, 403);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}
