//! Accounts through the use cases: opened, entered, locked out, reset, closed.

use domain::accounts::{Account, Login};
use domain::authority::Role;
use jiff::{SignedDuration, Timestamp};
use office::Page;
use office::accounts::{self, NotSignedIn, Pending, Token};
use office::context::{Actor, Context, OfficeError};
use office::{Seq, Store};
use totp_rs::{Builder, Secret};

use crate::databases::on_both;

const PASSWORD: &str = "Núi đôi Quản Bạ 2024!";

fn now() -> Timestamp {
    "2024-02-06T01:00:00Z".parse().unwrap()
}

fn at(store: &Store, actor: Actor, moment: Timestamp) -> Context {
    Context::new(actor, moment, "test", store.clone())
}

fn administrator(store: &Store) -> Context {
    at(store, Actor::operator("máy chủ"), now())
}

fn door(store: &Store, minutes: i64) -> Context {
    at(store, Actor::public(), now() + SignedDuration::from_mins(minutes))
}

fn account(login: &str, role: Role) -> Account {
    Account {
        login: login.parse().unwrap(),
        name: "Sùng Thị Mỷ".into(),
        email: format!("{login}@example.vn").parse().unwrap(),
        role,
        enterprise: None,
        agency: None,
        closed: None,
    }
}

/// An open account with a password.
async fn with_password(store: &Store, login: &str, role: Role) -> Login {
    let account = account(login, role);
    let link = accounts::open(&administrator(store), &account).await.unwrap();
    accounts::choose_password(&door(store, 0), &link, PASSWORD).await.unwrap();
    account.login
}

fn code(secret: &str, moment: Timestamp) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let codes = Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
    codes.generate(moment.as_second() as u64).to_string()
}

#[test]
fn an_account_is_opened_entered_and_closed() {
    on_both(|store| async move {
        let login = with_password(&store, "my.st", Role::Officer).await;
        let token = accounts::sign_in(&door(&store, 1), " MY.st ", PASSWORD, "").await.unwrap();
        let session = accounts::session(&door(&store, 2), &token).await.unwrap().unwrap();
        assert_eq!((session.actor.name.as_str(), session.actor.role()), ("my.st", Role::Officer));
        assert_eq!(session.pending, Some(Pending::SecondFactor), "officers need one-time codes");
        assert!(accounts::session(&door(&store, 2), &Token::held("made up")).await.unwrap().is_none());
        assert!(accounts::session(&door(&store, 18), &token).await.unwrap().is_none(), "idle for sixteen minutes");

        let token = accounts::sign_in(&door(&store, 20), "my.st", PASSWORD, "").await.unwrap();
        accounts::close(&administrator(&store), &login, "chuyển công tác").await.unwrap();
        assert!(accounts::session(&door(&store, 21), &token).await.unwrap().is_none());
        let again = accounts::sign_in(&door(&store, 21), "my.st", PASSWORD, "").await;
        assert!(matches!(again, Err(NotSignedIn::Wrong)));
        let taken = accounts::open(&administrator(&store), &account("my.st", Role::Clerk)).await;
        assert!(matches!(taken, Err(OfficeError::Said(_))), "a name is never given twice");

        let journal = store.journal(Seq::START).await.unwrap();
        let subjects: Vec<&str> = journal.iter().map(|line| line.entry.subject.as_str()).collect();
        assert_eq!(subjects, ["account my.st", "account my.st", "sign-in my.st", "sign-in my.st", "account my.st"]);
        let told = serde_json::to_string(&journal).unwrap();
        assert!(!told.contains("argon2") && !told.contains(PASSWORD), "a secret in the journal");
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn wrong_tries_wait_longer_and_longer_even_for_names_nobody_has() {
    on_both(|store| async move {
        with_password(&store, "my.st", Role::Officer).await;
        for name in ["my.st", "nobody.here"] {
            for minute in 0..5 {
                let tried = accounts::sign_in(&door(&store, minute), name, "Sai mật khẩu rồi", "").await;
                assert!(matches!(tried, Err(NotSignedIn::Wrong)), "{name} {minute}");
            }
            // Five wrong tries, the last at minute 4: free again at minute 9.
            let tried = accounts::sign_in(&door(&store, 8), name, PASSWORD, "").await;
            assert!(
                matches!(tried, Err(NotSignedIn::Wait(moment)) if moment == now() + SignedDuration::from_mins(9)),
                "{name}"
            );
        }
        let wait = accounts::sign_in(&door(&store, 8), "my.st", PASSWORD, "").await.unwrap_err();
        assert!(wait.text(door(&store, 8).moment).en.contains("in 1 minutes"), "{wait:?}");
        accounts::sign_in(&door(&store, 10), "my.st", PASSWORD, "").await.unwrap();
        let tried = accounts::sign_in(&door(&store, 11), "my.st", "Sai mật khẩu rồi", "").await;
        assert!(matches!(tried, Err(NotSignedIn::Wrong)), "the count begins again after a good one");
    });
}

#[test]
fn one_time_codes_are_asked_once_enrolled_and_are_good_once() {
    on_both(|store| async move {
        let login = with_password(&store, "my.st", Role::Officer).await;
        let me = |minutes| at(&store, account("my.st", Role::Officer).actor().unwrap(), door(&store, minutes).moment);
        let enrolment = accounts::begin_second_factor(&me(0)).await.unwrap();
        assert!(enrolment.address.starts_with("otpauth://totp/") && enrolment.address.contains(&enrolment.secret));
        let wrong = accounts::confirm_second_factor(&me(0), &enrolment.secret, "000000").await;
        assert!(matches!(wrong, Err(OfficeError::Said(_))));
        assert_eq!(store.second_factor(&login).await.unwrap(), None);
        let shown = code(&enrolment.secret, me(0).moment);
        accounts::confirm_second_factor(&me(0), &enrolment.secret, &shown).await.unwrap();

        let used = accounts::sign_in(&door(&store, 0), "my.st", PASSWORD, &shown).await;
        assert!(matches!(used, Err(NotSignedIn::Wrong)), "the code was used to enrol");
        let fresh = code(&enrolment.secret, me(2).moment);
        let missing = accounts::sign_in(&door(&store, 2), "my.st", PASSWORD, "").await;
        assert!(matches!(missing, Err(NotSignedIn::Wrong)));
        let token = accounts::sign_in(&door(&store, 2), "my.st", PASSWORD, &fresh).await.unwrap();
        assert_eq!(accounts::session(&door(&store, 2), &token).await.unwrap().unwrap().pending, None);
        let again = accounts::sign_in(&door(&store, 2), "my.st", PASSWORD, &fresh).await;
        assert!(matches!(again, Err(NotSignedIn::Wrong)), "a code is good once");

        accounts::forget_second_factor(&administrator(&store), &login, "mất điện thoại").await.unwrap();
        assert!(accounts::session(&door(&store, 3), &token).await.unwrap().is_none());
        accounts::sign_in(&door(&store, 3), "my.st", PASSWORD, "").await.unwrap();
    });
}

#[test]
fn a_reset_link_is_good_once_and_ends_every_session() {
    on_both(|store| async move {
        with_password(&store, "my.st", Role::Officer).await;
        let session = accounts::sign_in(&door(&store, 1), "my.st", PASSWORD, "").await.unwrap();
        assert_eq!(accounts::link_for_reset(&door(&store, 2), "nobody@example.vn").await.unwrap().len(), 0);
        assert_eq!(accounts::link_for_reset(&door(&store, 2), "no address").await.unwrap().len(), 0);
        let links = accounts::link_for_reset(&door(&store, 2), " My.ST@example.vn").await.unwrap();
        let [(holder, link)] = &links[..] else { panic!("{links:?}") };
        assert_eq!(holder.login.as_str(), "my.st");
        let late = accounts::choose_password(&door(&store, 33), link, "Một mật khẩu khác").await;
        assert!(matches!(late, Err(OfficeError::NotFound)));
        let short = accounts::choose_password(&door(&store, 3), link, "ngắn").await;
        assert!(matches!(short, Err(OfficeError::Said(_))));
        let same = accounts::choose_password(&door(&store, 3), link, PASSWORD).await;
        assert!(matches!(same, Err(OfficeError::Said(_))), "the same password again");
        accounts::choose_password(&door(&store, 3), link, "Một mật khẩu khác").await.unwrap();
        let again = accounts::choose_password(&door(&store, 3), link, "Một mật khẩu nữa").await;
        assert!(matches!(again, Err(OfficeError::NotFound)));
        assert!(accounts::session(&door(&store, 4), &session).await.unwrap().is_none());
        accounts::sign_in(&door(&store, 5), "my.st", "Một mật khẩu khác", "").await.unwrap();
    });
}

#[test]
fn administrators_change_theirs_in_time_and_never_to_one_of_the_last() {
    on_both(|store| async move {
        with_password(&store, "tri.qt", Role::Administrator).await;
        let me = at(&store, account("tri.qt", Role::Administrator).actor().unwrap(), now());
        accounts::change_password(&me, PASSWORD, "Mật khẩu thứ hai").await.unwrap();
        accounts::change_password(&me, "Mật khẩu thứ hai", "Mật khẩu thứ ba").await.unwrap();
        let back = accounts::change_password(&me, "Mật khẩu thứ ba", PASSWORD).await;
        assert!(matches!(back, Err(OfficeError::Said(_))));
        let wrong = accounts::change_password(&me, "Không phải", "Mật khẩu thứ tư").await;
        assert!(matches!(wrong, Err(OfficeError::Said(_))));

        let enrolment = accounts::begin_second_factor(&me).await.unwrap();
        accounts::confirm_second_factor(&me, &enrolment.secret, &code(&enrolment.secret, now())).await.unwrap();
        let (mut door, mut token) = (door(&store, 0), None);
        // A month later, so that the account does not rest, and when two months are over.
        for later in ["2024-03-08T01:00:00Z", "2024-04-08T01:00:00Z"] {
            let later: Timestamp = later.parse().unwrap();
            door = at(&store, Actor::public(), later);
            let shown = code(&enrolment.secret, later);
            token = Some(accounts::sign_in(&door, "tri.qt", "Mật khẩu thứ ba", &shown).await.unwrap());
        }
        let token = token.unwrap();
        assert_eq!(accounts::session(&door, &token).await.unwrap().unwrap().pending, Some(Pending::Password));
        let own = accounts::close(&me, &"tri.qt".parse().unwrap(), "thử").await;
        assert!(matches!(own, Err(OfficeError::Said(_))), "nobody closes their own account");
    });
}

#[test]
fn an_account_nobody_uses_rests_until_its_holder_opens_it_again() {
    on_both(|store| async move {
        let login = with_password(&store, "my.st", Role::Officer).await;
        let enter_with = async |day: &str, password: &str| {
            let door = at(&store, Actor::public(), format!("{day}T01:00:00Z").parse().unwrap());
            accounts::sign_in(&door, "my.st", password, "").await
        };
        let enter = async |day: &str| enter_with(day, PASSWORD).await;
        // Chosen on 6 February; in use every month or so.
        enter("2024-03-20").await.unwrap();
        enter("2024-05-04").await.unwrap();
        let rests = enter("2024-06-19").await.unwrap_err();
        assert!(matches!(rests, NotSignedIn::Rests) && rests.text(now()).vi.contains("Quên mật khẩu"));
        let wrong = enter_with("2024-06-19", "Không phải").await.unwrap_err();
        assert!(matches!(wrong, NotSignedIn::Wrong), "only who knows the password is told");
        let context = at(&store, Actor::operator("máy chủ"), "2024-06-19T02:00:00Z".parse().unwrap());
        let links = accounts::link_for_reset(&context, "my.st@example.vn").await.unwrap();
        let another = "Cao nguyên đá 2024 lần hai!";
        accounts::choose_password(&context, &links[0].1, another).await.unwrap();
        enter_with("2024-06-20", another).await.unwrap();
        let last = accounts::last_sign_in(&context, &login).await.unwrap().unwrap();
        assert_eq!(last.to_string(), "2024-06-20T01:00:00Z");
    });
}

#[test]
fn only_administrators_keep_accounts() {
    on_both(|store| async move {
        let login: Login = "my.st".parse().unwrap();
        for role in [Role::Officer, Role::Statistician, Role::Clerk, Role::Leader, Role::Auditor] {
            let context = at(&store, account("someone", role).actor().unwrap(), now());
            let refused = |error: OfficeError| matches!(error, OfficeError::NotAllowed { .. });
            assert!(refused(accounts::list(&context).await.unwrap_err()), "{role:?}");
            assert!(refused(accounts::page(&context, "", Page::first()).await.unwrap_err()), "{role:?}");
            assert!(refused(accounts::page(&context, "a", Page::first()).await.unwrap_err()), "{role:?}");
            assert!(refused(accounts::one(&context, &login).await.unwrap_err()), "{role:?}");
            assert!(refused(accounts::open(&context, &account("a.b", Role::Clerk)).await.unwrap_err()), "{role:?}");
            assert!(refused(accounts::close(&context, &login, "x").await.unwrap_err()), "{role:?}");
            assert!(refused(accounts::invite_again(&context, &login).await.unwrap_err()), "{role:?}");
            assert!(refused(accounts::forget_second_factor(&context, &login, "x").await.unwrap_err()), "{role:?}");
        }
        let firm = Account { enterprise: Some("5100999999".parse().unwrap()), ..account("dn.a", Role::Firm) };
        let unknown = accounts::open(&administrator(&store), &firm).await;
        assert!(matches!(unknown, Err(OfficeError::Said(_))), "the enterprise is not in the register");
        let odd = accounts::open(&administrator(&store), &account("dn.a", Role::Firm)).await;
        assert!(matches!(odd, Err(OfficeError::Said(_))), "a firm's account without its enterprise");
    });
}

#[test]
fn accounts_come_in_pages_and_are_found_by_part_of_a_name_without_marks() {
    on_both(|store| async move {
        let me = administrator(&store);
        for (login, name) in [("lan.nt", "Nguyễn Thị Lan"), ("an.lv", "Lý Văn Ấn"), ("tri.bt", "Bùi Trí")] {
            let account = Account { name: name.to_owned(), ..account(login, Role::Clerk) };
            accounts::open(&me, &account).await.unwrap();
        }
        let page = async |words: &str, page| {
            let listed = accounts::page(&me, words, page).await.unwrap();
            (listed.rows.iter().map(|account| account.login.to_string()).collect::<Vec<_>>(), listed.total)
        };
        assert_eq!(page("", Page::new(0, 2)).await, (vec!["an.lv".to_owned(), "lan.nt".to_owned()], 3));
        assert_eq!(page("", Page::new(1, 2)).await, (vec!["tri.bt".to_owned()], 3));
        assert_eq!(page("NGUYEN thi", Page::first()).await.0, ["lan.nt"]);
        assert_eq!(page("an.lv", Page::first()).await.0, ["an.lv"]);
        assert_eq!(page("n", Page::new(1, 2)).await, (Vec::new(), 2), "only what fits is counted");
        assert_eq!(page("'; DROP TABLE account; --", Page::first()).await, (Vec::new(), 0));
        assert!(matches!(accounts::one(&me, &"khong.co".parse().unwrap()).await, Err(OfficeError::NotFound)));
    });
}

#[test]
fn a_telephone_is_kept_as_it_is_dialled_by_its_holder_or_an_administrator() {
    on_both(|store| async move {
        let login = with_password(&store, "sinh.gt", Role::Auditor).await;
        let mine = at(&store, Actor::signed_in("sinh.gt", Role::Auditor, None, None).unwrap(), now());
        assert_eq!(accounts::own_phone(&mine).await.unwrap(), None);
        accounts::set_own_phone(&mine, " 0912.345.678 ").await.unwrap();
        let kept = accounts::own_phone(&mine).await.unwrap().unwrap();
        assert_eq!(kept.as_str(), "+84912345678");
        let lines = store.journal(Seq::START).await.unwrap().len();
        accounts::set_own_phone(&mine, "+84 912 345 678").await.unwrap();
        assert_eq!(store.journal(Seq::START).await.unwrap().len(), lines, "the same number is no change");
        for wrong in ["02193 866 123", "0912", "lan@so.vn"] {
            assert!(matches!(accounts::set_own_phone(&mine, wrong).await, Err(OfficeError::Said(_))), "{wrong}");
        }
        let administrator = administrator(&store);
        let unsaid = accounts::set_phone_for(&administrator, &login, "0987654321", " ").await;
        assert!(matches!(unsaid, Err(OfficeError::Said(_))), "why?");
        accounts::set_phone_for(&administrator, &login, "0987654321", "theo phiếu").await.unwrap();
        let kept = accounts::phone_of(&administrator, &login).await.unwrap().unwrap();
        assert_eq!(kept.as_str(), "+84987654321");
        assert!(matches!(accounts::phone_of(&mine, &login).await, Err(OfficeError::NotAllowed { .. })));
        let other = accounts::set_phone_for(&mine, &login, "0987654321", "x").await;
        assert!(matches!(other, Err(OfficeError::NotAllowed { .. })));
        accounts::set_own_phone(&mine, "").await.unwrap();
        assert_eq!(accounts::own_phone(&mine).await.unwrap(), None);
        assert!(store.phones().await.unwrap().is_empty());
        accounts::close(&administrator, &login, "nghỉ việc").await.unwrap();
        let closed = accounts::set_phone_for(&administrator, &login, "0987654321", "x").await;
        assert!(matches!(closed, Err(OfficeError::NotFound)));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
