//! What takes two people: a release is proposed by one and published by another; a return is filled in by one and sent by another.

use domain::accounts::Account;
use domain::authority::Role;
use domain::period::MonthRange;
use domain::release::proposal::Verdict;
use domain::returns::sent::{Channel, Situation, Submission};
use domain::returns::{CollectionDays, Return};
use domain::series::Stage;
use office::context::{Actor, Context, OfficeError};
use office::release::{proposing, replay};
use office::returns::confirming::{give_back, people, set_confirmer};
use office::returns::sending::{self, Sending, Sent};
use office::returns::{duties, paper};
use office::{Page, Store, accounts, settings};

use crate::databases::on_both;
use crate::province::{answer, answers, found, month, operator};

fn someone(store: &Store, name: &str, role: Role) -> Context {
    let enterprise = (role == Role::Firm).then(|| "5100123456".parse().unwrap());
    let actor = Actor::signed_in(name, role, enterprise, None).unwrap();
    Context::new(actor, "2024-02-06T03:00:00Z".parse().unwrap(), "test", store.clone())
}

fn said<T: std::fmt::Debug>(answer: Result<T, OfficeError>) -> String {
    match answer {
        Err(OfficeError::Said(text)) => text.vi,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_release_takes_two_people_and_is_what_was_proposed() {
    on_both(|store| async move {
        let context = operator(&store, "2024-02-05");
        found(&context).await;
        let months = MonthRange::new(month("2022-01"), month("2024-01"));
        office::returns::take(&context, &answers(months, &[("CS-0710-5", "2024-01")]), "").await.unwrap();
        let (lan, mai) = (someone(&store, "lan", Role::Statistician), someone(&store, "mai", Role::Leader));
        let january = (month("2024-01"), Stage::Flash);
        let first = proposing::propose(&lan, january, None, "thiếu một mỏ").await.unwrap();
        let (stored, preview) = proposing::view(&mai, first).await.unwrap();
        let preview = preview.unwrap();
        assert_eq!((stored.proposal.by.as_str(), stored.proposal.date.to_string().as_str()), ("lan", "2024-02-06"));
        assert_eq!((preview.number, preview.silent, preview.is_same), (1, 1, true));
        let whole = &preview.nodes[0];
        assert!(whole.code == "TOTAL" && whole.observed.unwrap() < 1.0, "{whole:?}");
        assert!(preview.nodes.iter().any(|node| node.code == "B" && node.depth == 1));
        // Whoever proposes does not approve; other rooms do not at all, and nobody but the statisticians proposes.
        assert!(said(proposing::approve(&lan, first, "").await).contains("người thứ hai"));
        let officer = someone(&store, "sử", Role::Officer);
        assert!(matches!(proposing::approve(&officer, first, "").await, Err(OfficeError::NotAllowed { .. })));
        assert!(matches!(proposing::propose(&mai, january, None, "").await, Err(OfficeError::NotAllowed { .. })));
        // A return that comes in between: what would be printed is not what was proposed any more.
        office::returns::take(&context, &[answer("CS-0710-5", month("2024-01"), "2024-02-05")], "").await.unwrap();
        assert!(said(proposing::approve(&mai, first, "").await).contains("đã thay đổi từ khi đề nghị"));
        assert!(!proposing::view(&mai, first).await.unwrap().1.unwrap().is_same);
        assert_eq!(office::release::list(&context).await.unwrap(), []);
        assert!(said(proposing::turn_down(&lan, first, " ").await).contains("lý do"));
        assert_eq!(proposing::turn_down(&lan, first, "có thêm báo cáo").await.unwrap(), Verdict::Withdrawn);
        assert!(said(proposing::turn_down(&mai, first, "muộn").await).contains("đã rút"));
        // Proposed again, approved: published as it was shown, told in the journal, replayed to the same digits.
        let second = proposing::propose(&lan, january, None, "").await.unwrap();
        let shown = proposing::view(&mai, second).await.unwrap().1.unwrap();
        let released = proposing::approve(&mai, second, "đã xem").await.unwrap();
        assert_eq!(released.vintage.level("TOTAL", month("2024-01")), shown.nodes[0].level);
        let line = store.journal_line(store.latest().await.unwrap()).await.unwrap().unwrap().entry;
        assert_eq!((line.action.as_str(), line.actor.as_str()), ("approve-release", "mai"));
        assert!(line.after.contains("\"proposed_by\":\"lan\""), "{}", line.after);
        assert!(replay(&context, released.id).await.unwrap().is_same());
        let (decided, preview) = proposing::view(&lan, second).await.unwrap();
        assert_eq!((decided.decision.unwrap().release, preview), (Some(released.id), None));
        assert!(said(proposing::approve(&mai, second, "").await).contains("rồi"));
        let refused = proposing::propose(&lan, (month("2024-01"), Stage::Provisional), None, "").await.unwrap();
        assert_eq!(proposing::turn_down(&mai, refused, "chưa đến kỳ").await.unwrap(), Verdict::Refused);
        assert_eq!(proposing::list(&mai, Page::first()).await.unwrap().total, 3);
        assert!(matches!(proposing::view(&mai, 999_999).await, Err(OfficeError::NotFound)));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn days_of_collection_are_in_order_and_leave_locked_months_alone() {
    on_both(|store| async move {
        let context = operator(&store, "2024-02-20");
        settings::begin_office(&context).await.unwrap();
        let days = |from: &str, due, release, lock| CollectionDays { from: month(from), due, release, lock };
        let set = async |days| settings::set_collection_days(&context, &days, "quyết định 12").await;
        assert!(said(set(days("2024-03", 5, 6, 4)).await).contains("Ngày khóa"));
        assert!(said(set(days("2024-03", 2, 13, 12)).await).contains("Ngày khóa"));
        assert!(said(set(days("2024-01", 4, 6, 12)).await).contains("đã khóa"), "locked on the 12th");
        assert_eq!(set(days("2024-02", 4, 6, 10)).await.unwrap().new, 1);
        assert_eq!(set(days("2024-02", 3, 6, 10)).await.unwrap().changed, 1);
        let known = settings::collection_days(&context).await.unwrap();
        assert_eq!(known.last(), Some(&days("2024-02", 3, 6, 10)));
        let january = CollectionDays::in_force(&known, month("2024-01")).unwrap();
        assert_eq!((january.due, january.lock), (5, 12), "an earlier month keeps its own");
        let firm = someone(&store, "sinh", Role::Firm);
        assert!(matches!(settings::collection_days(&firm).await, Err(OfficeError::NotAllowed { .. })));
    });
}

const MINE: &str = "CS-0710-1";

fn account(login: &str, enterprise: &str) -> Account {
    Account {
        login: login.parse().unwrap(),
        name: format!("Người {login}"),
        email: format!("{login}@example.vn").parse().unwrap(),
        role: Role::Firm,
        enterprise: Some(enterprise.parse().unwrap()),
        agency: None,
        closed: None,
    }
}

fn sending(answer: Return) -> Sending {
    let submission = Submission { answer, situation: Situation::Producing, restart: None };
    Sending { submission, explanations: Vec::new(), channel: Channel::Page, why: String::new() }
}

fn january() -> Sending {
    let mut sound = answer(MINE, month("2024-01"), "2024-02-03");
    (sound.lines[0].opening_stock, sound.lines[0].closing_stock) = (None, None);
    sending(sound)
}

#[test]
fn a_clerk_fills_in_and_the_manager_confirms() {
    on_both(|store| async move {
        let context = operator(&store, "2024-01-04");
        found(&context).await;
        let before = answers(MonthRange::new(month("2021-12"), month("2023-12")), &[]);
        office::returns::take(&context, &before, "").await.unwrap();
        for login in ["sinh", "pao"] {
            accounts::open(&context, &account(login, "5100123456")).await.unwrap();
        }
        let at = |name: &str| {
            let actor = someone(&store, name, Role::Firm).actor;
            Context::new(actor, "2024-02-03T03:00:00Z".parse().unwrap(), "/returns", store.clone())
        };
        let (clerk, manager, mine) = (at("sinh"), at("pao"), MINE.parse().unwrap());
        // Anybody of the firm names the first; nobody from elsewhere can be named; then only that person changes it.
        let stranger = "nguoi.la".parse().unwrap();
        assert!(said(set_confirmer(&clerk, Some(&stranger)).await).contains("không có tài khoản"));
        set_confirmer(&clerk, Some(&"pao".parse().unwrap())).await.unwrap();
        assert!(said(set_confirmer(&clerk, None).await).contains("Người pao"));
        let (all, now) = people(&clerk).await.unwrap();
        assert_eq!((all.len(), now.unwrap().login.as_str()), (2, "pao"));
        // What the clerk sends waits; the manager is told by mail; nothing is in the month.
        assert_eq!(sending::send(&clerk, &january()).await.unwrap(), Sent::Prepared);
        let latest = store.latest().await.unwrap();
        assert_eq!(sending::send(&clerk, &january()).await.unwrap(), Sent::Prepared, "the same again");
        assert_eq!(store.latest().await.unwrap(), latest, "is not written twice");
        let paper = async |who: &Context| paper::paper(who, &mine, month("2024-01")).await.unwrap();
        let seen = paper(&manager).await;
        assert_eq!((seen.known(), seen.receipts.len()), (None, 0));
        assert_eq!(seen.prepared.unwrap().sending, january());
        let due = duties::duties(&clerk).await.unwrap();
        assert!(due.iter().any(|duty| duty.is_prepared && duty.establishment.code == mine));
        let mails = store.waiting_mail(None, 10).await.unwrap();
        assert!(mails.len() == 1 && mails[0].message.to.to_string() == "pao@example.vn", "{mails:?}");
        // Given back with a word; only the manager can.
        let of = (&mine, month("2024-01"));
        assert!(matches!(give_back(&clerk, of, "sai").await, Err(OfficeError::NotFound)));
        assert!(said(give_back(&manager, of, " ").await).contains("cần sửa gì"));
        give_back(&manager, of, "thiếu lao động").await.unwrap();
        assert!(matches!(give_back(&manager, of, "lần nữa").await, Err(OfficeError::NotFound)), "nothing waits");
        let back = paper(&clerk).await.prepared.unwrap().given_back.unwrap();
        assert_eq!((back.remark.as_str(), back.by.as_str()), ("thiếu lao động", "pao"));
        // Corrected, confirmed: the manager sends what waits, and the receipt is theirs.
        let mut corrected = january();
        corrected.submission.answer.employees = Some(12);
        assert_eq!(sending::send(&clerk, &corrected).await.unwrap(), Sent::Prepared);
        let waiting = paper(&manager).await.prepared.unwrap().sending;
        let Sent::Received(receipt) = sending::send(&manager, &waiting).await.unwrap() else { panic!() };
        assert_eq!(receipt.sender, "pao");
        let sent = paper(&clerk).await;
        assert_eq!((sent.known().unwrap().employees, sent.prepared), (Some(12), None));
        // A statistician who copies a paper return waits for nobody.
        let room = someone(&store, "lan", Role::Statistician);
        let mut february = answer(MINE, month("2024-01"), "2024-02-06");
        (february.lines[0].opening_stock, february.lines[0].closing_stock) = (None, None);
        let by_paper = Sending { channel: Channel::Paper, why: "phiếu giấy".into(), ..sending(february) };
        assert!(matches!(sending::send(&room, &by_paper).await.unwrap(), Sent::Received(_)));
        // A manager whose account is closed confirms no more.
        accounts::close(&context, &"pao".parse().unwrap(), "nghỉ việc").await.unwrap();
        assert_eq!(paper(&clerk).await.confirmer, None);
        set_confirmer(&clerk, None).await.unwrap();
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
