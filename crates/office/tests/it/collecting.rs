//! The statistics room during collection: who is silent, who was reminded, what is in doubt, and what is said of it.

use domain::accounts::Account;
use domain::authority::Role;
use domain::checks::Number;
use domain::period::{Month, MonthRange};
use domain::returns::Answer;
use domain::returns::sent::Verdict;
use office::context::{Actor, Context, OfficeError};
use office::returns::board::{self, DoubtState, Priced, priced};
use office::returns::judging::{evidence, judge, replace};
use office::returns::reminding::{Reminded, remind};
use office::{AsOf, Store};

use crate::databases::on_both;
use crate::province::{answer, answers, found, month, operator};

/// The collection of a month, and what is made of it.
async fn board(context: &Context, month: Month) -> Result<(board::Board, Priced), OfficeError> {
    let priced = priced(context, month).await?;
    Ok((board::board(context, month, &priced).await?, priced))
}

const MINE: &str = "CS-0710-1";

fn room(store: &Store, day: &str) -> Context {
    let actor = Actor::signed_in("chị Lan", Role::Statistician, None, None).unwrap();
    Context::new(actor, format!("{day}T03:00:00Z").parse().unwrap(), "/returns", store.clone())
}

/// January is being collected: two are silent, one sent kilograms in place of tonnes.
async fn collecting(store: &Store) {
    let context = operator(store, "2024-02-04");
    found(&context).await;
    let silent = [("CS-0710-2", "2024-01"), ("CS-1103-1", "2024-01")];
    let mut returns = answers(MonthRange::new(month("2021-12"), month("2024-01")), &silent);
    let wrong =
        returns.iter_mut().find(|one| one.establishment.as_str() == MINE && one.month == month("2024-01")).unwrap();
    wrong.lines[0].estimate = wrong.lines[0].estimate.map(|made| made * 1000.0);
    office::returns::take(&context, &returns, "").await.unwrap();
}

async fn open_account(store: &Store, login: &str) {
    let account = Account {
        login: login.parse().unwrap(),
        name: "Chị Sính".into(),
        email: format!("{login}@example.vn").parse().unwrap(),
        role: Role::Firm,
        enterprise: Some("5100123456".parse().unwrap()),
        agency: None,
        closed: None,
    };
    office::accounts::open(&operator(store, "2024-02-01"), &account).await.unwrap();
}

#[test]
fn the_board_tells_who_is_silent_and_what_that_could_move() {
    on_both(|store| async move {
        collecting(&store).await;
        let (seen, priced) = board(&room(&store, "2024-02-04"), month("2024-01")).await.unwrap();
        assert_eq!(seen.rows.len(), 23);
        let silent: Vec<_> = seen.rows.iter().filter(|row| row.standing.answer == Answer::Silent).collect();
        let codes: Vec<_> = silent.iter().map(|row| row.establishment.code.as_str()).collect();
        assert_eq!(codes, ["CS-0710-2", "CS-1103-1"]);
        assert!(silent.iter().all(|row| row.points.is_some_and(|points| points > 0.0) && !row.standing.late));
        let live = priced.live.unwrap();
        let (whole, brewing) =
            (&live.nodes[0], live.nodes.iter().find(|node| node.code == "11").expect("a 2-digit industry"));
        assert_eq!((whole.code.as_str(), whole.depth, brewing.depth, brewing.observed), ("TOTAL", 0, 2, Some(0.0)));
        assert!(whole.observed.is_some_and(|share| share > 0.8 && share < 1.0) && whole.changes[0].is_some());
        let first = &priced.doubts[0];
        assert_eq!((first.item.establishment.as_str(), first.state), (MINE, DoubtState::Open));
        // The next month has no returns: nothing to check, and everybody is silent.
        let (next, nothing) = board(&room(&store, "2024-02-25"), month("2024-02")).await.unwrap();
        assert!(nothing.live.is_none() && nothing.doubts.is_empty());
        assert!(next.rows.iter().all(|row| row.standing.answer == Answer::Silent));
        let officer = Context::new(
            Actor::signed_in("anh Páo", Role::Officer, None, None).unwrap(),
            "2024-02-04T03:00:00Z".parse().unwrap(),
            "",
            store.clone(),
        );
        assert!(matches!(board(&officer, month("2024-01")).await, Err(OfficeError::NotAllowed { .. })));
    });
}

#[test]
fn the_silent_are_reminded_once_a_day_by_one_message_a_person() {
    on_both(|store| async move {
        collecting(&store).await;
        let unreachable = remind(&room(&store, "2024-02-04"), month("2024-01"), None, false).await.unwrap();
        assert_eq!((unreachable.mails, unreachable.unreachable.len()), (0, 2), "nobody has an account");
        for login in ["sinh.gt", "pao.vm"] {
            open_account(&store, login).await;
        }
        let before = office::mail::waiting(&operator(&store, "2024-02-04"), None, 100).await.unwrap().len();
        let only = ["CS-0710-2".parse().unwrap()].into();
        let one = remind(&room(&store, "2024-02-04"), month("2024-01"), Some(&only), false).await.unwrap();
        assert_eq!(one, Reminded { mails: 2, establishments: 1, ..Reminded::default() });
        let rest = remind(&room(&store, "2024-02-04"), month("2024-01"), None, false).await.unwrap();
        assert_eq!((rest.mails, rest.establishments, rest.left_alone), (2, 1, 1));
        let waiting = office::mail::waiting(&operator(&store, "2024-02-04"), None, 100).await.unwrap();
        assert_eq!(waiting.len(), before + 4);
        let last = &waiting.last().unwrap().message;
        assert!(
            last.subject == "Nhắc nộp báo cáo tháng 1/2024"
                && last.body.contains("CS-1103-1")
                && last.body.contains("05/02/2024"),
            "{last:?}"
        );
        assert!(!last.body.contains("CS-0710-2"), "each message tells its own");
        let (seen, _) = board(&room(&store, "2024-02-05"), month("2024-01")).await.unwrap();
        assert_eq!(seen.rows.iter().filter(|row| row.reminded.is_some()).count(), 2);
        let next = remind(&room(&store, "2024-02-05"), month("2024-01"), None, false).await.unwrap();
        assert_eq!((next.mails, next.establishments), (2, 2), "the next day: both, in one message a person");
        let sinh = Context::new(
            Actor::signed_in("sinh.gt", Role::Firm, Some("5100123456".parse().unwrap()), None).unwrap(),
            "2024-02-05T03:00:00Z".parse().unwrap(),
            "/account/phone",
            store.clone(),
        );
        office::accounts::set_own_phone(&sinh, "0912 345 678").await.unwrap();
        let texts = remind(&room(&store, "2024-02-06"), month("2024-01"), None, true).await.unwrap();
        assert_eq!((texts.mails, texts.texts, texts.establishments), (2, 1, 2), "one of the two has a telephone");
        let waiting = office::mail::waiting(&operator(&store, "2024-02-06"), None, 100).await.unwrap();
        let text = waiting.iter().find(|one| one.message.to.to_string() == "tel:+84912345678").unwrap();
        assert_eq!(
            text.message.body,
            "Sở Công Thương chưa nhận báo cáo tháng 1/2024 của CS-0710-2, CS-1103-1. Hạn 05/02/2024, khóa sau 12/02/2024."
        );
        for (route, count) in [(domain::mail::Route::Text, 1), (domain::mail::Route::Mail, waiting.len() - 1)] {
            let due = office::mail::due(&operator(&store, "2024-02-06"), route).await.unwrap();
            assert_eq!(due.len(), count, "{route:?}");
        }
        let locked = remind(&room(&store, "2024-02-20"), month("2024-01"), None, false).await.unwrap();
        assert_eq!(locked, Reminded::default(), "after the lock nobody is asked for what is not taken in");
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_doubt_is_asked_about_explained_accepted_or_replaced() {
    on_both(|store| async move {
        collecting(&store).await;
        let (lan, of) = (room(&store, "2024-02-05"), (&MINE.parse().unwrap(), month("2024-01")));
        let found = evidence(&lan, of, &priced(&lan, of.1).await.unwrap()).await.unwrap();
        let product = found.doubts[0].item.product.clone();
        assert_eq!((product.as_ref().map(|code| code.as_str()), found.peers.len()), (Some("0710-01"), 4));
        assert!(found.peers.iter().any(|peer| peer.now.is_none()), "one of the peers is silent");
        let state = async |context: &Context| {
            let seen = priced(context, of.1).await.unwrap();
            seen.doubts
                .iter()
                .find(|doubt| doubt.item.establishment == *of.0 && doubt.item.product == product)
                .map(|doubt| doubt.state)
        };
        assert!(judge(&lan, of, product.as_ref(), Verdict::Asked, " ").await.is_err(), "a question has words");
        judge(&lan, of, product.as_ref(), Verdict::Asked, "Số này theo tấn hay theo kg?").await.unwrap();
        assert_eq!(state(&lan).await, Some(DoubtState::Asked));
        judge(&lan, of, product.as_ref(), Verdict::Accepted, "đã gọi điện, mỏ mới mở").await.unwrap();
        assert_eq!(state(&lan).await, Some(DoubtState::Accepted));
        let before = priced(&lan, of.1).await.unwrap().live.unwrap().nodes[0].changes[0].unwrap();
        let right = answer(MINE, month("2024-01"), "2024-02-04").lines[0].estimate.unwrap();
        let at = (product.as_ref().unwrap(), Number::Estimate);
        for (value, why) in [(right, " "), (-1.0, "x"), (f64::NAN, "x")] {
            assert!(replace(&lan, of, at, value, why).await.is_err(), "{value} {why}");
        }
        replace(&lan, of, at, right, "nhầm kg thành tấn, đã gọi điện").await.unwrap();
        let after = priced(&lan, of.1).await.unwrap().live.unwrap().nodes[0].changes[0].unwrap();
        assert!(before > 100.0 && after.abs() < 100.0, "the index moves: {before} → {after}");
        let stored = store.return_history(of.0, of.1).await.unwrap();
        assert_eq!(
            stored.iter().map(|one| one.answer.lines[0].estimate).collect::<Vec<_>>(),
            [Some(right * 1000.0), Some(right)]
        );
        let line = store.journal_line(store.latest().await.unwrap()).await.unwrap().unwrap().entry;
        assert_eq!((line.action.as_str(), line.why.as_str()), ("manage-collection", "nhầm kg thành tấn, đã gọi điện"));
        let known = store.returns(AsOf::latest(), MonthRange::new(of.1, of.1)).await.unwrap();
        assert_eq!(known.len(), 21, "the others are as they were");
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
