use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::agency::{Agency, Tier};
use crate::calendar::{Calendar, DayKind, SpecialDay};
use crate::text::Lang;

fn agency(code: &str) -> AgencyCode {
    code.parse().unwrap()
}

fn event(day: Date, act: Act, text: &str) -> Event {
    Event { date: day, by: "chị Lan".into(), act, text: text.into(), visibility: Visibility::Internal }
}

fn assign(agencies: &[&str]) -> Act {
    let agencies = agencies.iter().map(|code| agency(code)).collect();
    Act::Assign { agencies, tier: Tier::Department, due: None, silence: None }
}

fn answer(code: &str) -> Act {
    Act::Answer { agency: agency(code) }
}

const DAY: Date = date(2024, 3, 1);

/// A sound act of each kind, for an obstacle asked of the department of construction.
fn act(kind: ActKind) -> Act {
    match kind {
        ActKind::Assign => assign(&["so-xay-dung"]),
        ActKind::Answer => answer("so-xay-dung"),
        ActKind::Consent => Act::Consent,
        ActKind::Clear => Act::Clear,
        ActKind::Refuse => Act::Refuse,
        ActKind::Reopen => Act::Reopen,
        ActKind::Escalate => Act::Escalate { to: Tier::Committee, agency: Some(agency("ubnd-tinh")) },
    }
}

/// A standing in each state, by the acts that lead there.
fn standing_in(state: State) -> Standing {
    let acts: &[ActKind] = match state {
        State::Raised => &[],
        State::Assigned => &[ActKind::Assign],
        State::Answered => &[ActKind::Assign, ActKind::Answer],
        State::Cleared => &[ActKind::Assign, ActKind::Answer, ActKind::Clear],
        State::Refused => &[ActKind::Refuse],
        State::Reopened => &[ActKind::Refuse, ActKind::Reopen],
    };
    let events: Vec<Event> = acts.iter().map(|kind| event(DAY, act(*kind), "lý do")).collect();
    Standing::replay(DAY, &events).unwrap()
}

#[test]
fn every_act_in_every_state() {
    use State::{Answered, Assigned, Cleared, Raised, Refused, Reopened};
    let no = None;
    // Columns: assign, answer, consent, clear, refuse, reopen, escalate.
    let table = [
        (Raised, [Some(Assigned), no, no, no, Some(Refused), no, no]),
        (Assigned, [Some(Assigned), Some(Answered), Some(Answered), no, Some(Refused), no, Some(Assigned)]),
        (Answered, [Some(Assigned), Some(Answered), no, Some(Cleared), Some(Refused), no, no]),
        (Cleared, [no, no, no, no, no, Some(Reopened), no]),
        (Refused, [no, no, no, no, no, Some(Reopened), no]),
        (Reopened, [Some(Assigned), no, no, no, Some(Refused), no, no]),
    ];
    assert_eq!(table.len(), State::ALL.len());
    for (state, row) in table {
        let before = standing_in(state);
        assert_eq!(before.state, state);
        for (kind, expected) in ActKind::ALL.iter().zip(row) {
            let after = before.after(&event(DAY, act(*kind), "lý do"));
            assert_eq!(after.as_ref().ok().map(|s| s.state), expected, "{state:?} {kind:?}");
            if let Err(refused) = after {
                let said = refused.text();
                for possible in before.possible() {
                    assert!(said.en.contains(&possible.name().en) && said.vi.contains(&possible.name().vi), "{said}");
                }
                assert!(said.en.contains(&state.name().en) && said.vi.contains("Có thể: "), "{said}");
            }
        }
    }
}

#[test]
fn it_is_answered_when_every_body_asked_has_answered() {
    let both = event(DAY, assign(&["so-xay-dung", "so-tai-nguyen"]), "");
    let one = Standing::replay(DAY, [&both, &event(DAY, answer("so-xay-dung"), "đồng ý")]).unwrap();
    assert_eq!((one.state, one.waiting.len()), (State::Assigned, 1));
    assert_eq!(one.after(&event(DAY, answer("so-tai-nguyen"), "đồng ý")).unwrap().state, State::Answered);
}

#[test]
fn an_act_must_fit() {
    #[track_caller]
    fn check(state: State, event: &Event, expected: MoveFault) {
        assert_eq!(standing_in(state).after(event), Err(Refused(expected)));
    }
    check(State::Raised, &event(DAY, assign(&[]), ""), MoveFault::NobodyAsked);
    check(State::Assigned, &event(DAY, answer("ubnd-tinh"), "x"), MoveFault::NotAsked(agency("ubnd-tinh")));
    check(State::Assigned, &event(DAY, answer("so-xay-dung"), " "), MoveFault::NothingSaid(ActKind::Answer));
    check(State::Raised, &event(DAY, Act::Refuse, ""), MoveFault::NothingSaid(ActKind::Refuse));
    let down = Act::Escalate { to: Tier::Department, agency: None };
    check(State::Assigned, &event(DAY, down, ""), MoveFault::NotHigher(Tier::Department));
    let earlier = date(2024, 2, 29);
    check(
        State::Assigned,
        &event(earlier, answer("so-xay-dung"), "x"),
        MoveFault::BeforeLast { date: earlier, last: DAY },
    );
}

fn calendar() -> Calendar {
    let off = |month, day| (date(2025, month, day), SpecialDay { name: Text::default(), kind: DayKind::Statutory });
    let mut days = vec![off(1, 1), off(4, 30), off(5, 1)];
    days.push((date(2025, 5, 2), SpecialDay { name: Text::default(), kind: DayKind::SwapOff }));
    days.push((date(2025, 4, 26), SpecialDay { name: Text::default(), kind: DayKind::SwapWork }));
    Calendar::new(days, [])
}

fn limit(tier: Tier, limit: &str, from: Date, until: Option<Date>) -> EscalationLimit {
    let limit = limit.parse().unwrap();
    EscalationLimit { tier, limit, from, until, basis: LimitBasis::Office, source: Text::default() }
}

fn limits() -> Vec<EscalationLimit> {
    vec![
        limit(Tier::Department, "9wd", date(2020, 1, 1), Some(date(2024, 12, 31))),
        limit(Tier::Department, "5wd", date(2025, 1, 1), None),
        limit(Tier::Committee, "15d", date(2020, 1, 1), None),
    ]
}

#[test]
fn what_nobody_answers_climbs_tier_by_tier_over_holidays() {
    // Asked on Friday 25 April 2025. Working days after it: Saturday 26 (swapped), 28, 29 April, then 5 and 6 May.
    let asked = event(date(2025, 4, 25), assign(&["so-xay-dung"]), "");
    let standing = Standing::replay(date(2025, 4, 20), [&asked]).unwrap();
    assert_eq!(limit_ends(&standing, &limits(), &calendar()), Ok(Some(date(2025, 5, 6))));
    let due = |standing: &Standing, today| due_for_escalation(standing, &limits(), &calendar(), today).unwrap();
    assert_eq!(due(&standing, date(2025, 5, 6)), None);
    let climb = due(&standing, date(2025, 5, 7)).unwrap();
    assert_eq!(climb, Escalation { from: Tier::Department, to: Tier::Committee, limit_ended: date(2025, 5, 6) });

    let up = Act::Escalate { to: climb.to, agency: Some(agency("ubnd-tinh")) };
    let standing = standing.after(&event(date(2025, 5, 7), up, "")).unwrap();
    assert_eq!(standing.waiting.len(), 2, "the department is still waited for");
    assert_eq!(due(&standing, date(2025, 5, 22)), None);
    assert_eq!(due(&standing, date(2025, 5, 23)).unwrap().to, Tier::Ministry);

    let standing = standing.after(&event(date(2025, 5, 23), Act::Escalate { to: Tier::Ministry, agency: None }, ""));
    assert_eq!(due(&standing.unwrap(), date(2025, 12, 31)), None, "nothing stands above the ministry");
}

#[test]
fn the_limit_is_that_of_the_day_and_a_day_asked_for_comes_before_it() {
    let on = |day| Standing::replay(day, [&event(day, assign(&["so-xay-dung"]), "")]).unwrap();
    let old = limit_ends(&on(date(2024, 12, 31)), &limits(), &calendar());
    assert!(old.is_ok_and(|end| end == Some(date(2025, 1, 14))), "nine working days from 31 December 2024");
    assert_eq!(limit_ends(&on(date(2025, 1, 2)), &limits(), &calendar()), Ok(Some(date(2025, 1, 9))));
    let by = date(2025, 2, 1);
    let asked = Act::Assign { agencies: [agency("so-x")].into(), tier: Tier::Department, due: Some(by), silence: None };
    let standing = Standing::replay(DAY, [&event(DAY, asked, "")]).unwrap();
    assert_eq!(limit_ends(&standing, &limits(), &calendar()), Ok(Some(by)));
    assert!(limit_ends(&on(date(2025, 12, 31)), &limits(), &calendar()).is_err(), "2026 is not loaded");
}

#[test]
fn silence_is_consent_only_where_the_law_says_so() {
    let rule = ConsentRule { after: "15d".parse().unwrap(), ground: "193/2025/NĐ-CP Art. 42".into() };
    let with = |silence| {
        let act = Act::Assign { agencies: [agency("so-xay-dung")].into(), tier: Tier::Department, due: None, silence };
        Standing::replay(DAY, [&event(date(2025, 8, 1), act, "")]).unwrap()
    };
    let on = |standing: &Standing, day| quiet(standing, &limits(), &calendar(), day);
    let plain = with(None);
    assert_eq!(on(&plain, date(2025, 8, 8)), Quiet::Within { until: date(2025, 8, 8) });
    assert_eq!(on(&plain, date(2025, 8, 17)), Quiet::Silent { since: date(2025, 8, 9) });
    let lawful = with(Some(rule.clone()));
    assert_eq!(on(&lawful, date(2025, 8, 16)), Quiet::Silent { since: date(2025, 8, 9) });
    let consent = Quiet::Consents { from: date(2025, 8, 17), ground: rule.ground };
    assert_eq!(on(&lawful, date(2025, 8, 17)), consent);
    assert_eq!(due_for_escalation(&lawful, &limits(), &calendar(), date(2025, 8, 17)), Ok(None));
    let beyond = ConsentRule { after: "120wd".parse().unwrap(), ground: "193/2025/NĐ-CP Art. 42".into() };
    assert_eq!(on(&with(Some(beyond)), date(2025, 8, 17)), Quiet::CannotSay { year: 2026 });
    let answered = lawful.after(&event(date(2025, 8, 17), Act::Consent, "")).unwrap();
    assert_eq!(on(&answered, date(2025, 8, 18)), Quiet::NotAsked);
}

#[test]
fn shares_and_ages_are_those_counted_by_hand() {
    let counted = |group, state, raised_on, count| Counted { group, state, raised_on, count };
    let rows = [
        counted("land", State::Cleared, date(2024, 1, 1), 3),
        counted("land", State::Refused, date(2024, 1, 2), 1),
        counted("land", State::Assigned, date(2024, 2, 28), 1),
        counted("land", State::Raised, date(2024, 3, 9), 2),
        counted("land", State::Reopened, date(2024, 1, 31), 1),
        counted("building", State::Answered, date(2024, 3, 10), 1),
        counted("planning", State::Cleared, date(2024, 1, 1), 1),
    ];
    let found = measures(rows, date(2024, 3, 10));
    // Open ages of land: 39, 11, 1, 1: the middle two are 1 and 11.
    let land = Share { raised: 8, cleared: 3, refused: 1, open: 4, median_age: Some(6.0) };
    assert_eq!(found["land"], land);
    assert_eq!(land.cleared_share(), Some(0.375));
    assert_eq!(found["building"].median_age, Some(0.0));
    assert_eq!((found["planning"].median_age, found["planning"].cleared_share()), (None, Some(1.0)));
    assert_eq!(Share::default().cleared_share(), None);
}

#[test]
fn seven_kinds_each_with_its_complaint() {
    assert_eq!(ObstacleKind::ALL.len(), 7);
    for kind in ObstacleKind::ALL {
        assert_ne!(kind.typical_complaint().in_lang(Lang::Vi), kind.typical_complaint().in_lang(Lang::En));
    }
}

#[test]
fn the_lowest_body_is_where_a_matter_begins_to_climb() {
    let body = |code, tier| Agency { code: agency(code), name: Text::new("tên", "name"), tier, note: None };
    let bodies = Bodies::new([
        body("so-xay-dung", Tier::Department),
        body("ubnd-tinh", Tier::Committee),
        body("bo-a", Tier::Ministry),
        body("bo-b", Tier::Ministry),
    ]);
    assert_eq!(bodies.lowest([&agency("ubnd-tinh"), &agency("so-xay-dung")]), Ok(Some(Tier::Department)));
    assert_eq!(bodies.lowest([&agency("x")]), Err(&agency("x")));
    assert_eq!(bodies.only(Tier::Committee), Some(&agency("ubnd-tinh")));
    assert_eq!(bodies.only(Tier::Ministry), None);
    assert_eq!(bodies.name(&agency("la")).vi, "la");
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        proptest::sample::subsequence(vec!["a", "b", "c"], 0..=3).prop_map(|codes| assign(&codes)),
        proptest::sample::select(vec!["a", "b", "c"]).prop_map(answer),
        Just(Act::Consent),
        Just(Act::Clear),
        Just(Act::Refuse),
        Just(Act::Reopen),
        proptest::sample::select(vec![Tier::Committee, Tier::Ministry])
            .prop_map(|to| Act::Escalate { to, agency: None }),
    ]
}

proptest! {
    #[test]
    fn events_replayed_give_the_standing(acts in proptest::collection::vec((any_act(), 0..3i64), 0..30)) {
        let (mut day, mut kept) = (DAY, Vec::new());
        let mut standing = Standing::raised(DAY);
        for (act, later) in acts {
            day = day.checked_add(jiff::Span::new().days(later)).unwrap();
            let event = event(day, act, "lời");
            if let Ok(after) = standing.after(&event) {
                standing = after;
                kept.push(event);
            }
        }
        prop_assert_eq!(&Standing::replay(DAY, &kept).unwrap(), &standing);
        prop_assert_eq!(kept.len() as u32, standing.events);
        prop_assert!(standing.waiting.is_subset(&standing.asked));
        prop_assert_eq!(standing.closed_on.is_some(), !standing.state.is_open());
        let said = serde_json::to_string(&kept).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Event>>(&said).unwrap(), kept);
    }

    #[test]
    fn the_median_age_is_the_middle_whatever_the_order(ages in proptest::collection::vec(0..400i64, 1..40), turn in 0..40usize) {
        let today = date(2024, 6, 30);
        let row = |age: &i64| Counted {
            group: (),
            state: State::Assigned,
            raised_on: today.checked_sub(jiff::Span::new().days(*age)).unwrap(),
            count: 1,
        };
        let mut turned = ages.clone();
        turned.rotate_left(turn % ages.len());
        let median = measures(turned.iter().map(row), today)[&()].median_age;
        let mut sorted = ages;
        sorted.sort_unstable();
        let n = sorted.len();
        prop_assert_eq!(median, Some((sorted[(n - 1) / 2] + sorted[n / 2]) as f64 / 2.0));
    }
}
