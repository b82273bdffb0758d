//! A firm sends its month: what is doubted is corrected or explained, what is sent has a receipt, and nothing is written twice.

use domain::authority::Role;
use domain::checks::Severity;
use domain::period::MonthRange;
use domain::returns::Return;
use domain::returns::sent::{Channel, Door, LockException, Situation, Submission};
use office::context::{Actor, Context, OfficeError};
use office::returns::sending::{self, Sending, Sent, digest};
use office::returns::{duties, paper};
use office::{AsOf, Explanation, Store};

use crate::databases::on_both;
use crate::province::{answer, answers, found, month, operator};

const MINE: &str = "CS-0710-1";

/// Someone of a firm on a day.
fn firm(store: &Store, day: &str, code: &str) -> Context {
    let actor = Actor::signed_in("chị Sính", Role::Firm, Some(code.parse().unwrap()), None).unwrap();
    Context::new(actor, format!("{day}T03:00:00Z").parse().unwrap(), "/returns", store.clone())
}

fn owner(store: &Store, day: &str) -> Context {
    firm(store, day, "5100123456")
}

/// Three years of returns, up to the month before January 2024.
async fn with_history(store: &Store) {
    let context = operator(store, "2024-01-04");
    found(&context).await;
    let before = answers(MonthRange::new(month("2021-12"), month("2023-12")), &[]);
    office::returns::take(&context, &before, "").await.unwrap();
}

fn sending(answer: Return) -> Sending {
    let submission = Submission { answer, situation: Situation::Producing, restart: None };
    Sending { submission, explanations: Vec::new(), channel: Channel::Page, why: String::new() }
}

/// A month that nothing doubts.
fn january() -> Return {
    let mut sound = answer(MINE, month("2024-01"), "2024-02-03");
    let line = &mut sound.lines[0];
    (line.opening_stock, line.closing_stock) = (None, None);
    sound
}

#[test]
fn what_is_sent_has_a_receipt_and_is_written_once() {
    on_both(|store| async move {
        with_history(&store).await;
        let sender = owner(&store, "2024-02-03");
        let paper = paper::paper(&sender, &MINE.parse().unwrap(), month("2024-01")).await.unwrap();
        assert_eq!(
            (paper.door, paper.known(), paper.products.len()),
            (Door::Open("2024-02-05".parse().unwrap()), None, 1)
        );
        let lines = |answer: &Return| answer.lines.len();
        assert_eq!(paper.last().map(lines), Some(1), "last month stands beside");
        assert_eq!(paper.check(&january()), []);
        let Sent::Received(receipt) = sending::send(&sender, &sending(january())).await.unwrap() else { panic!() };
        assert_eq!(receipt.digest, digest(&sending(january()).submission));
        let line = store.journal_line(store.latest().await.unwrap()).await.unwrap().unwrap().entry;
        assert_eq!((line.action.as_str(), line.subject.as_str()), ("take-returns", "return CS-0710-1 2024-01"));
        assert!(line.after.contains(&receipt.number) && line.actor == "chị Sính", "{}", line.after);
        let (shown, _, vouched) = sending::receipt(&sender, &receipt.number).await.unwrap();
        assert_eq!((&shown, vouched.as_ref()), (&receipt, Some(&january())));
        // The same again, a day later: the same receipt, and nothing is written.
        let latest = store.latest().await.unwrap();
        let mut again = january();
        again.received = "2024-02-04".parse().unwrap();
        let answered = sending::send(&owner(&store, "2024-02-04"), &sending(again)).await.unwrap();
        assert_eq!(answered, Sent::Received(receipt.clone()));
        assert_eq!(store.latest().await.unwrap(), latest);
        // A correction says why, and has a receipt of its own; the first stays good for what it vouches for.
        let mut corrected = january();
        corrected.employees = Some(12);
        let mut sent = sending(corrected.clone());
        assert_eq!(sending::send(&sender, &sent).await.unwrap(), Sent::NoReason);
        sent.why = "đếm lại".into();
        let Sent::Received(second) = sending::send(&sender, &sent).await.unwrap() else { panic!() };
        assert_ne!(second.number, receipt.number);
        let (_, _, first) = sending::receipt(&sender, &receipt.number).await.unwrap();
        assert_eq!(first, Some(january()));
        let known = store.returns(AsOf::latest(), MonthRange::new(month("2024-01"), month("2024-01"))).await.unwrap();
        assert_eq!(known, [corrected]);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_doubted_figure_is_corrected_or_explained() {
    on_both(|store| async move {
        with_history(&store).await;
        let sender = owner(&store, "2024-02-03");
        let mut wrong = january();
        // Kilograms in place of tonnes.
        wrong.lines[0].estimate = wrong.lines[0].estimate.map(|made| made * 1000.0);
        let latest = store.latest().await.unwrap();
        let Sent::Doubted(found) = sending::send(&sender, &sending(wrong.clone())).await.unwrap() else { panic!() };
        let slip = found.iter().find(|one| one.rule == "S-UNIT-SLIP").unwrap();
        assert_eq!((slip.severity, slip.product.as_ref().unwrap().as_str()), (Severity::Error, "0710-01"));
        assert_eq!(store.latest().await.unwrap(), latest, "nothing is written");
        let explained = |text: &str| Sending {
            explanations: found
                .iter()
                .map(|one| Explanation {
                    establishment: one.establishment.clone(),
                    month: one.month,
                    product: one.product.clone(),
                    rule: one.rule.clone(),
                    text: text.to_owned(),
                })
                .collect(),
            ..sending(wrong.clone())
        };
        assert!(
            matches!(sending::send(&sender, &explained("  ")).await.unwrap(), Sent::Doubted(_)),
            "blanks say nothing"
        );
        let Sent::Received(_) = sending::send(&sender, &explained("mỏ mới mở thêm")).await.unwrap() else {
            panic!()
        };
        let paper = paper::paper(&sender, &MINE.parse().unwrap(), month("2024-01")).await.unwrap();
        assert_eq!(paper.explained(slip).map(|one| one.text.as_str()), Some("mỏ mới mở thêm"));
        let checked = office::checks::check(&operator(&store, "2024-02-04"), month("2024-01")).await.unwrap();
        assert!(checked.explanation(slip).is_some(), "the statisticians see it");
    });
}

#[test]
fn a_month_opens_is_locked_and_opens_by_exception() {
    on_both(|store| async move {
        with_history(&store).await;
        for (day, expected) in [("2024-01-19", "cannot be reported yet"), ("2024-02-13", "was locked after")] {
            let refused = sending::send(&owner(&store, day), &sending(january())).await.unwrap_err();
            assert!(matches!(&refused, OfficeError::Said(text) if text.en.contains(expected)), "{refused}");
        }
        let exception = LockException {
            establishment: MINE.parse().unwrap(),
            month: month("2024-01"),
            until: "2024-02-20".parse().unwrap(),
            reason: "mất điện cả tuần".into(),
        };
        let refused = duties::except(&owner(&store, "2024-02-13"), &exception).await.unwrap_err();
        assert!(matches!(refused, OfficeError::NotAllowed { .. }), "{refused}");
        let nobody = LockException { establishment: "CS-9999-9".parse().unwrap(), ..exception.clone() };
        let refused = duties::except(&operator(&store, "2024-02-13"), &nobody).await.unwrap_err();
        assert!(matches!(refused, OfficeError::NotFound), "{refused}");
        duties::except(&operator(&store, "2024-02-13"), &exception).await.unwrap();
        let mut late = january();
        late.received = "2024-02-14".parse().unwrap();
        let Sent::Received(_) = sending::send(&owner(&store, "2024-02-14"), &sending(late)).await.unwrap() else {
            panic!()
        };
        let stored = store.return_history(&MINE.parse().unwrap(), month("2024-01")).await.unwrap();
        assert!(stored[0].locked, "it enters a later vintage only");
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn another_firm_finds_nothing_there() {
    on_both(|store| async move {
        with_history(&store).await;
        let stranger = firm(&store, "2024-02-03", "5100999999");
        let nowhere = |code: &str| code.parse().unwrap();
        for code in [MINE, "CS-9999-9"] {
            let refused = paper::paper(&stranger, &nowhere(code), month("2024-01")).await.unwrap_err();
            assert!(matches!(refused, OfficeError::NotFound), "{code}: {refused}");
        }
        assert!(matches!(sending::send(&stranger, &sending(january())).await, Err(OfficeError::NotFound)));
        assert_eq!(duties::duties(&stranger).await.unwrap(), []);
        let Sent::Received(receipt) = sending::send(&owner(&store, "2024-02-03"), &sending(january())).await.unwrap()
        else {
            panic!()
        };
        assert!(matches!(sending::receipt(&stranger, &receipt.number).await, Err(OfficeError::NotFound)));
        assert!(matches!(sending::receipt(&stranger, "BC-1").await, Err(OfficeError::NotFound)));
        let due = duties::duties(&owner(&store, "2024-02-03")).await.unwrap();
        let mine: Vec<_> = due.iter().filter(|duty| duty.establishment.code.as_str() == MINE).collect();
        assert_eq!((mine[0].month, mine[0].answer.is_some(), mine.len()), (month("2024-01"), true, 5));
        assert_eq!(
            due.iter().filter(|duty| duty.door.is_open() && duty.answer.is_none()).count(),
            22,
            "the others are due"
        );
    });
}
