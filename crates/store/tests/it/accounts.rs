//! Accounts, sessions, links and codes on both databases.

use domain::accounts::{Account, Door, Identity, Login};
use domain::authority::Role;
use jiff::{SignedDuration, Timestamp};
use store::{Before, Credential, Errand, ErrandKind};

use crate::databases::on_both;
use crate::fixture::entry;

fn account(login: &str) -> Account {
    Account {
        login: login.parse().unwrap(),
        name: "Sùng Thị Mỷ".into(),
        email: format!("{login}@example.vn").parse().unwrap(),
        role: Role::Agency,
        enterprise: None,
        agency: Some("so-xay-dung".parse().unwrap()),
        closed: None,
    }
}

fn now() -> Timestamp {
    "2024-02-06T01:00:00Z".parse().unwrap()
}

#[test]
fn the_newest_row_of_an_account_counts_and_the_journal_vouches_for_it() {
    on_both(|store, _| async move {
        let first = account("my.st");
        let mut change = store.begin().await.unwrap();
        change.account(&first).await.unwrap();
        change.account(&account("an.lv")).await.unwrap();
        change.commit(&entry("accounts")).await.unwrap();
        let closed = Account { closed: Some("nghỉ hưu".into()), ..first.clone() };
        let mut change = store.begin().await.unwrap();
        change.account(&closed).await.unwrap();
        let day = "2024-02-06".parse().unwrap();
        for password in ["$argon2id$1", "$argon2id$2"] {
            let credential = Credential { password: password.into(), set_on: day };
            change.credential(&first.login, &credential).await.unwrap();
        }
        change.second_factor(&first.login, Some("JBSWY3DP")).await.unwrap();
        change.commit(&entry("accounts")).await.unwrap();

        assert_eq!(store.accounts().await.unwrap(), [account("an.lv"), closed.clone()]);
        assert_eq!(store.account(&first.login).await.unwrap(), Some(closed.clone()));
        assert_eq!(store.accounts_by_email(&first.email).await.unwrap(), [closed]);
        let kept = store.credentials(&first.login).await.unwrap();
        assert_eq!(kept.iter().map(|c| c.password.as_str()).collect::<Vec<_>>(), ["$argon2id$2", "$argon2id$1"]);
        assert!(!format!("{kept:?}").contains("argon2"), "a hash would reach a log");
        assert_eq!(store.second_factor(&first.login).await.unwrap().as_deref(), Some("JBSWY3DP"));
        let mut change = store.begin().await.unwrap();
        change.second_factor(&first.login, None).await.unwrap();
        change.commit(&entry("accounts")).await.unwrap();
        assert_eq!(store.second_factor(&first.login).await.unwrap(), None);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn sessions_begin_are_used_and_end() {
    on_both(|store, _| async move {
        let login = account("my.st").login;
        let later = now() + SignedDuration::from_mins(3);
        store.begin_session("digest", &login, "form", now()).await.unwrap();
        store.use_session("digest", later).await.unwrap();
        let session = store.session("digest").await.unwrap().unwrap();
        assert_eq!((session.begun, session.used, session.form.as_str()), (now(), later, "form"));
        assert_eq!(store.session("other").await.unwrap(), None);
        store.begin_session("second", &login, "form", now()).await.unwrap();
        store.end_session("digest").await.unwrap();
        assert_eq!(store.session("digest").await.unwrap(), None);
        assert!(store.session("second").await.unwrap().is_some());
        store.end_sessions_of(&login).await.unwrap();
        assert_eq!(store.session("second").await.unwrap(), None);
    });
}

#[test]
fn wrong_tries_are_counted_since_the_last_good_one() {
    on_both(|store, _| async move {
        let login = account("my.st").login;
        let failures = async |login: &Login| store.failures(login, Door::Password).await.unwrap();
        assert_eq!(failures(&login).await, (0, None));
        let at = |second| now() + SignedDuration::from_secs(second);
        for (second, passed) in [(0, false), (1, false), (2, true), (3, false), (4, false), (5, false)] {
            store.note_try(&login, Door::Password, passed, at(second)).await.unwrap();
        }
        assert_eq!(failures(&login).await, (3, Some(at(5))));
        assert_eq!(failures(&account("an.lv").login).await, (0, None));
        // The other door counts for itself.
        assert_eq!(store.failures(&login, Door::Provider).await.unwrap(), (0, None));
        store.note_try(&login, Door::Provider, true, at(6)).await.unwrap();
        assert_eq!(failures(&login).await, (3, Some(at(5))));
    });
}

#[test]
fn links_and_codes_are_good_once_and_in_time() {
    on_both(|store, _| async move {
        let login = account("my.st").login;
        let expires = now() + SignedDuration::from_mins(30);
        store.keep_link("digest", &login, expires).await.unwrap();
        assert_eq!(store.link("digest", now()).await.unwrap(), Some(login.clone()));
        assert_eq!(store.link("digest", expires).await.unwrap(), None);
        assert!(!store.use_link("digest", expires).await.unwrap());
        assert!(store.use_link("digest", now()).await.unwrap());
        assert!(!store.use_link("digest", now()).await.unwrap());
        store.keep_link("other", &login, expires).await.unwrap();
        store.end_sessions_of(&login).await.unwrap();
        assert_eq!(store.link("other", now()).await.unwrap(), None);
        assert!(store.use_code(&login, 57_000_000).await.unwrap());
        assert!(!store.use_code(&login, 57_000_000).await.unwrap());
        assert!(store.use_code(&login, 57_000_001).await.unwrap());
    });
}

#[test]
fn a_request_that_is_forgotten_while_another_of_its_key_begins_is_no_fault() {
    on_both(|store, _| async move {
        let login = account("may").login;
        let again = |n: usize| {
            let (store, login) = (store.clone(), login.clone());
            async move {
                let mut firsts = 0;
                for _ in 0..60 {
                    let before = store.begin_request(&login, "k-1", "digest", now()).await;
                    match before.unwrap_or_else(|error| panic!("{n}: {error}")) {
                        Before::First => {
                            firsts += 1;
                            store.forget_request(&login, "k-1").await.unwrap();
                        }
                        other => assert_eq!(other, Before::Open),
                    }
                }
                firsts
            }
        };
        let at_once: Vec<_> = (0..6).map(|n| tokio::spawn(again(n))).collect();
        let mut firsts = 0;
        for one in at_once {
            firsts += one.await.unwrap();
        }
        assert!(firsts > 0, "one of them comes first");
    });
}

#[test]
fn an_identity_is_tied_to_one_account_until_it_is_untied() {
    on_both(|store, _| async move {
        let (my, an) = (account("my.st").login, account("an.lv").login);
        let identity = |subject: &str| Identity {
            issuer: "https://sso.example.vn".parse().unwrap(),
            subject: subject.parse().unwrap(),
        };
        let (first, second) = (identity("248289761001"), identity("248289761002"));
        let tie = async |login, subject| {
            let mut change = store.begin().await.unwrap();
            change.identity(login, &first.issuer, subject).await.unwrap();
            change.commit(&entry("identity")).await.unwrap();
        };
        assert_eq!(store.holder(&first).await.unwrap(), None);
        tie(&my, Some(&first.subject)).await;
        tie(&an, Some(&second.subject)).await;
        assert_eq!(store.holder(&first).await.unwrap(), Some(my.clone()));
        assert_eq!(store.identities(&my).await.unwrap(), std::slice::from_ref(&first));
        let elsewhere = Identity { issuer: "https://other.example.vn".parse().unwrap(), ..first.clone() };
        assert_eq!(store.holder(&elsewhere).await.unwrap(), None);
        tie(&my, None).await;
        assert_eq!(store.holder(&first).await.unwrap(), None);
        assert_eq!(store.identity(&my, &first.issuer).await.unwrap(), None);
        assert_eq!(store.identities(&my).await.unwrap(), []);
        tie(&an, Some(&first.subject)).await;
        assert_eq!(store.holder(&first).await.unwrap(), Some(an.clone()));
        assert_eq!(store.holder(&second).await.unwrap(), None, "the later row counts");
        assert_eq!(store.identity(&an, &first.issuer).await.unwrap(), Some(first.subject.clone()));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn an_errand_is_good_once_and_in_time_and_ends_with_the_sessions() {
    on_both(|store, _| async move {
        let login = account("my.st").login;
        let expires = now() + SignedDuration::from_mins(10);
        let errand = |kind| Errand { kind, next: "/desk".into() };
        let tie = errand(ErrandKind::Tie(login.clone()));
        store.begin_errand("one", &errand(ErrandKind::Enter), now(), expires).await.unwrap();
        store.begin_errand("two", &tie, now(), expires).await.unwrap();
        store.begin_errand("three", &errand(ErrandKind::Code(login.clone())), now(), expires).await.unwrap();
        assert_eq!(store.errand("one", now()).await.unwrap(), Some(errand(ErrandKind::Enter)));
        assert_eq!(store.errand("two", now()).await.unwrap(), Some(tie));
        assert_eq!(store.errand("one", expires).await.unwrap(), None);
        assert!(!store.end_errand("one", expires).await.unwrap());
        assert!(store.end_errand("one", now()).await.unwrap());
        assert!(!store.end_errand("one", now()).await.unwrap());
        store.end_sessions_of(&login).await.unwrap();
        assert_eq!(store.errand("two", now()).await.unwrap(), None);
        assert_eq!(store.errand("three", now()).await.unwrap(), None);
        // What has run out is forgotten, so that its token could begin anew.
        store.begin_errand("four", &errand(ErrandKind::Enter), expires, expires).await.unwrap();
        store.begin_errand("one", &errand(ErrandKind::Enter), now(), expires).await.unwrap();
    });
}
