//! Obstacles, tasks, dialogues and the outbox in the database: what goes in comes out, lists are searched and paged, tampering is found.

use std::collections::BTreeSet;

use domain::agency::{AgencyCode, Tier};
use domain::mail::{Attempt, MailState, Message, Outcome};
use domain::obstacles::{
    Act, Channel, Event, Obstacle, ObstacleKind, ProjectStep, Standing, State, Visibility, measures,
};
use domain::tasks::{Alarm, Origin, SentAlarm, Task, TaskReport};
use jiff::civil::{Date, date};
use store::{ObstacleFilter, ObstacleOrder, Page, Rule, Seq, Store, StoreError, TaskFilter, Writing};

use crate::databases::{execute, on_both};
use crate::fixture::entry;

fn agency(code: &str) -> AgencyCode {
    code.parse().unwrap()
}

/// The `n`th obstacle: of one of seven kinds and of one of ten firms, raised `n` days after the beginning of 2024.
fn obstacle(n: usize) -> Obstacle {
    let raised_on = date(2024, 1, 1).checked_add(jiff::Span::new().days((n % 300) as i64)).unwrap();
    Obstacle {
        code: format!("VM-{n:05}").parse().unwrap(),
        kind: ObstacleKind::ALL[n % 7],
        channel: Channel::FirmPage,
        raised_by: "Công ty thử".into(),
        raised_on,
        enterprise: Some(format!("510000{:04}", n % 10).parse().unwrap()),
        site: (n.is_multiple_of(2)).then(|| format!("M{}", n % 100).parse().unwrap()),
        step: (n.is_multiple_of(3)).then(|| ProjectStep {
            project: format!("DA-{}", n % 50).parse().unwrap(),
            step: (n.is_multiple_of(6)).then(|| "6".parse().unwrap()),
        }),
        facts: format!("sự việc {n}"),
        public: if n.is_multiple_of(4) { String::new() } else { "công khai".into() },
        legal_ground: "căn cứ".into(),
        asked: "giải quyết".into(),
        asked_of: vec![agency("so-a"), agency("so-b")],
        asked_by: Some(date(2024, 12, 31)),
        effect: String::new(),
        effect_points: (n.is_multiple_of(5)).then_some(n as f64 / 1e3),
        simulated: true,
    }
}

fn event(on: Date, act: Act) -> Event {
    Event { date: on, by: "chị Lan".into(), act, text: "lời".into(), visibility: Visibility::Public }
}

/// Writes an obstacle with its life; every third is assigned, every ninth cleared.
async fn write(change: &mut Writing, n: usize) -> Standing {
    let one = obstacle(n);
    change.obstacle(&one).await.unwrap();
    let body = agency(&format!("so-{}", n % 8));
    let mut acts = Vec::new();
    if n.is_multiple_of(3) {
        let agencies: BTreeSet<_> = [body.clone()].into();
        acts.push(Act::Assign { agencies, tier: Tier::Department, due: None, silence: None });
    }
    if n.is_multiple_of(9) {
        acts.extend([Act::Answer { agency: body }, Act::Clear]);
    }
    let mut standing = Standing::raised(one.raised_on);
    for act in acts {
        let event = event(one.raised_on, act);
        standing = standing.after(&event).unwrap();
        change.obstacle_event(&one.code, standing.events, &event).await.unwrap();
    }
    let due = (standing.state == State::Assigned).then_some(date(2024, 6, 30));
    change.obstacle_standing(&one, &standing, due).await.unwrap();
    standing
}

async fn fill(store: &Store, many: usize) -> Vec<Standing> {
    let mut change = store.begin().await.unwrap();
    let mut standings = Vec::new();
    for n in 0..many {
        standings.push(write(&mut change, n).await);
    }
    change.commit(&entry("vướng mắc")).await.unwrap();
    standings
}

#[test]
fn obstacles_come_back_as_they_were_and_lists_are_those_counted_by_hand() {
    on_both(|store, _| async move {
        const MANY: usize = 120;
        let standings = fill(&store, MANY).await;
        for n in [0, 1, 3, 6, 9] {
            let found = store.obstacle(&obstacle(n).code).await.unwrap().unwrap();
            assert_eq!((found.obstacle, found.standing), (obstacle(n), standings[n].clone()), "{n}");
        }
        assert_eq!(store.obstacle(&"VM-X".parse().unwrap()).await.unwrap(), None);

        let check = |filter: ObstacleFilter, fits: fn(usize) -> bool| {
            let store = store.clone();
            async move {
                let mut expected: Vec<_> = (0..MANY).filter(|n| fits(*n)).map(|n| obstacle(n).code).collect();
                let mut seen = Vec::new();
                for page in 0.. {
                    let order = ObstacleOrder::Due;
                    let listed = store.obstacles(&filter, order, Page::new(page, 7)).await.unwrap();
                    assert_eq!(listed.total, expected.len() as u64, "{filter:?}");
                    if listed.rows.is_empty() {
                        break;
                    }
                    seen.extend(listed.rows.into_iter().map(|line| line.obstacle.code));
                }
                seen.sort();
                expected.sort();
                assert_eq!(seen, expected, "{filter:?}");
            }
        };
        let all = ObstacleFilter::default;
        check(all(), |_| true).await;
        check(ObstacleFilter { open: Some(true), ..all() }, |n| !n.is_multiple_of(9)).await;
        check(ObstacleFilter { open: Some(false), ..all() }, |n| n.is_multiple_of(9)).await;
        check(ObstacleFilter { kind: Some(ObstacleKind::Land), ..all() }, |n| n % 7 == 3).await;
        let state = Some(State::Assigned);
        check(ObstacleFilter { state, ..all() }, |n| n.is_multiple_of(3) && !n.is_multiple_of(9)).await;
        check(ObstacleFilter { enterprise: Some("5100000004".parse().unwrap()), ..all() }, |n| n % 10 == 4).await;
        check(ObstacleFilter { site: Some("M2".parse().unwrap()), ..all() }, |n| n % 100 == 2).await;
        let project = Some("DA-3".parse().unwrap());
        check(ObstacleFilter { project, ..all() }, |n| n.is_multiple_of(3) && n % 50 == 3).await;
        check(ObstacleFilter { agency: Some(agency("so-1")), ..all() }, |n| n.is_multiple_of(3) && n % 8 == 1).await;
        let waiting_for = Some(agency("so-1"));
        check(ObstacleFilter { waiting_for, ..all() }, |n| n.is_multiple_of(3) && n % 8 == 1 && !n.is_multiple_of(9))
            .await;
        check(ObstacleFilter { published: true, ..all() }, |n| !n.is_multiple_of(4)).await;
        let due_before = Some(date(2024, 7, 1));
        check(ObstacleFilter { due_before, ..all() }, |n| n.is_multiple_of(3) && !n.is_multiple_of(9)).await;

        let page = Page::new(0, 3);
        let by_effect = store.obstacles(&all(), ObstacleOrder::Effect, page).await.unwrap();
        let codes: Vec<_> = by_effect.rows.iter().map(|line| line.obstacle.code.to_string()).collect();
        assert_eq!(codes, ["VM-00115", "VM-00110", "VM-00105"]);
        let newest = store.obstacles(&all(), ObstacleOrder::Newest, page).await.unwrap();
        assert_eq!(newest.rows[0].obstacle.code.as_str(), "VM-00119");

        let shares = measures(store.obstacles_by_kind().await.unwrap(), date(2024, 6, 1));
        assert_eq!(shares.values().map(|share| share.raised).sum::<u64>(), MANY as u64);
        let cleared = (0..MANY).filter(|n| n.is_multiple_of(9)).count() as u64;
        assert_eq!(shares.values().map(|share| share.cleared).sum::<u64>(), cleared);
        let by_agency = measures(store.obstacles_by_agency().await.unwrap(), date(2024, 6, 1));
        assert_eq!(by_agency.values().map(|share| share.raised).sum::<u64>(), MANY as u64 / 3);
        assert_eq!(store.overdue_obstacles(date(2024, 6, 30), Page::first()).await.unwrap(), []);
        let overdue: u64 = store.overdue_by_kind(date(2024, 7, 1)).await.unwrap().values().sum();
        assert_eq!(overdue as usize, store.overdue_obstacles(date(2024, 7, 1), Page::first()).await.unwrap().len());
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_long_list_is_of_one_moment_though_it_is_read_part_by_part() {
    on_both(|store, _| async move {
        fill(&store, 30).await;
        let (all, order) = (ObstacleFilter::default(), ObstacleOrder::Effect);
        let before = store.obstacles(&all, order, Page::first()).await.unwrap().rows;
        let places = store.obstacle_places(&all, order).await.unwrap();
        let mut change = store.begin().await.unwrap();
        let one = Obstacle { facts: "nói lại".to_owned(), effect_points: None, ..obstacle(15) };
        let stored = store.obstacle(&one.code).await.unwrap().unwrap();
        let closed = event(date(2024, 2, 1), Act::Refuse);
        let standing = stored.standing.after(&closed).unwrap();
        change.obstacle(&one).await.unwrap();
        change.obstacle_event(&one.code, standing.events, &closed).await.unwrap();
        change.obstacle_standing(&one, &standing, None).await.unwrap();
        change.commit(&entry("bác, nói lại")).await.unwrap();

        let mut followed = Vec::new();
        for part in places.chunks(7) {
            followed.extend(store.obstacles_at(part).await.unwrap());
        }
        assert_eq!(followed, before);
        assert_ne!(store.obstacles(&all, order, Page::first()).await.unwrap().rows, before);
        assert_eq!(store.obstacles_at(&[]).await.unwrap(), []);
    });
}

#[test]
fn only_the_newest_standing_counts_and_no_event_is_written_twice() {
    on_both(|store, address| async move {
        fill(&store, 4).await;
        let one = obstacle(3);
        let stored = store.obstacle(&one.code).await.unwrap().unwrap();
        let answered = event(date(2024, 2, 1), Act::Answer { agency: agency("so-3") });
        let after = stored.standing.after(&answered).unwrap();
        let mut change = store.begin().await.unwrap();
        change.obstacle_event(&one.code, after.events, &answered).await.unwrap();
        change.obstacle_standing(&one, &after, None).await.unwrap();
        change.commit(&entry("trả lời")).await.unwrap();
        let open = ObstacleFilter { waiting_for: Some(agency("so-3")), ..ObstacleFilter::default() };
        assert_eq!(store.obstacles(&open, ObstacleOrder::Due, Page::first()).await.unwrap().total, 0);

        let mut change = store.begin().await.unwrap();
        change.obstacle_event(&one.code, after.events, &answered).await.unwrap();
        let error = change.commit(&entry("hai lần")).await.unwrap_err();
        assert!(matches!(error, StoreError::Rule(Rule::Twice)), "{error}");

        execute(&address, "UPDATE obstacle_event SET body = 'khác'".to_owned()).await;
        assert_eq!(store.verify(|_| {}).await.unwrap().findings.len(), 2, "two changes wrote events");
    });
}

#[test]
fn tasks_reports_and_alarms_come_back() {
    on_both(|store, _| async move {
        let task = |code: &str, due: Date| Task {
            code: code.parse().unwrap(),
            origin: Origin::Plan("KH-2024".parse().unwrap()),
            obstacle: Some("VM-1".parse().unwrap()),
            what: "làm".into(),
            lead: agency("so-a"),
            partners: vec![agency("so-b"), agency("so-c")],
            watcher: Some(agency("ubnd-tinh")),
            due,
            result: String::new(),
            visibility: Visibility::Public,
            simulated: false,
        };
        let (first, second) = (task("NV-1", date(2024, 3, 1)), task("NV-2", date(2024, 2, 1)));
        let report = TaskReport {
            date: date(2024, 2, 2),
            by: "a".into(),
            text: "xong".into(),
            is_done: true,
            visibility: Visibility::Internal,
        };
        let sent = SentAlarm { alarm: Alarm::Seven, due: first.due };
        let mut change = store.begin().await.unwrap();
        change.task(&first, None).await.unwrap();
        change.task(&second, None).await.unwrap();
        change.task_alarm(&first.code, sent).await.unwrap();
        change.commit(&entry("nhiệm vụ")).await.unwrap();
        let mut change = store.begin().await.unwrap();
        change.task_report(&second.code, 1, &report).await.unwrap();
        change.task(&second, Some(report.date)).await.unwrap();
        change.commit(&entry("báo cáo")).await.unwrap();

        assert_eq!(store.task(&first.code).await.unwrap().unwrap().task, first);
        assert_eq!(store.task_reports(&second.code).await.unwrap(), [report]);
        assert_eq!(store.task_alarms(&first.code).await.unwrap(), [sent]);
        assert_eq!(store.alarms_of_open_tasks(date(2024, 4, 1)).await.unwrap()[&first.code], [sent]);
        assert_eq!(store.task_since(&first.code).await.unwrap(), Some(date(2024, 2, 3)));
        let codes = |filter: TaskFilter| {
            let store = store.clone();
            async move {
                let listed = store.tasks(&filter, Page::first()).await.unwrap();
                assert_eq!(listed.total, listed.rows.len() as u64);
                listed.rows.into_iter().map(|stored| stored.task.code.to_string()).collect::<Vec<_>>()
            }
        };
        let all = TaskFilter::default;
        assert_eq!(codes(all()).await, ["NV-2", "NV-1"]);
        assert_eq!(codes(TaskFilter { open: Some(true), ..all() }).await, ["NV-1"]);
        assert_eq!(codes(TaskFilter { open: Some(false), ..all() }).await, ["NV-2"]);
        for body in ["so-a", "so-c", "ubnd-tinh"] {
            assert_eq!(codes(TaskFilter { agency: Some(agency(body)), ..all() }).await.len(), 2, "{body}");
        }
        assert_eq!(codes(TaskFilter { agency: Some(agency("so-x")), ..all() }).await.len(), 0);
        assert_eq!(codes(TaskFilter { due_before: Some(date(2024, 3, 1)), ..all() }).await, ["NV-2"]);
        let plan = Origin::Plan("KH-2024".parse().unwrap());
        assert_eq!(codes(TaskFilter { origin: Some(plan), ..all() }).await.len(), 2);
        let talk = Origin::Dialogue("KH-2024".parse().unwrap());
        assert_eq!(codes(TaskFilter { origin: Some(talk), ..all() }).await.len(), 0);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn mail_waits_until_an_attempt_settles_it() {
    on_both(|store, _| async move {
        let message = |id: &str| Message::new(id.parse().unwrap(), "a@b.vn".parse().unwrap(), "Nhắc", "nội dung");
        let now: jiff::Timestamp = "2024-02-03T08:00:00Z".parse().unwrap();
        let mut change = store.begin().await.unwrap();
        change.mail(&message("m-1"), now).await.unwrap();
        change.mail(&message("m-2").secret(), now).await.unwrap();
        change.commit(&entry("thư")).await.unwrap();
        let waiting = store.waiting_mail(None, 10).await.unwrap();
        assert_eq!(
            waiting.iter().map(|w| w.message.clone()).collect::<Vec<_>>(),
            [message("m-1"), message("m-2").secret()]
        );
        assert_eq!(store.waiting_mail(None, 1).await.unwrap().len(), 1);
        let attempt = |outcome| Attempt { moment: now, outcome, answer: "250".into() };
        let (first, second) = (message("m-1").id, message("m-2").id);
        let mut change = store.begin().await.unwrap();
        change.mail_attempt(&first, 1, &attempt(Outcome::Deferred)).await.unwrap();
        change.mail_attempt(&second, 1, &attempt(Outcome::Uncertain)).await.unwrap();
        change.commit(&entry("gửi")).await.unwrap();
        assert_eq!(store.waiting_mail(None, 10).await.unwrap().len(), 1);
        assert_eq!(store.mail_state(&first).await.unwrap(), Some(MailState::Queued));
        assert_eq!(store.mail_state(&second).await.unwrap(), Some(MailState::Uncertain));
        assert_eq!(store.mail_state(&"m-3".parse().unwrap()).await.unwrap(), None);
        let mut change = store.begin().await.unwrap();
        let error = change.mail_attempt(&"m-3".parse().unwrap(), 1, &attempt(Outcome::Sent)).await.unwrap_err();
        assert!(matches!(error, StoreError::Rule(Rule::Reference)), "{error}");
        change.abandon().await.unwrap();
        let mut change = store.begin().await.unwrap();
        change.mail(&message("m-1"), now).await.unwrap();
        assert!(change.commit(&entry("lại")).await.is_err(), "the same identity twice");
        assert_eq!(store.latest().await.unwrap(), Seq(2));
    });
}

/// Not a test of the machine: prints what `cargo nextest run --run-ignored all --no-capture pages_of_many` measures.
#[test]
#[ignore = "measures speed"]
fn pages_of_many_obstacles() {
    on_both(|store, address| async move {
        const MANY: usize = 50_000;
        fill(&store, MANY).await;
        // Statistics of the tables are what a database that has run for a day has.
        execute(&address, "ANALYZE".to_owned()).await;
        let all = ObstacleFilter { open: Some(true), ..ObstacleFilter::default() };
        let filters = [
            ("open", all.clone()),
            ("firm", ObstacleFilter { enterprise: Some("5100000004".parse().unwrap()), ..all.clone() }),
            ("body", ObstacleFilter { waiting_for: Some(agency("so-1")), ..all.clone() }),
            ("kind", ObstacleFilter { kind: Some(ObstacleKind::Land), ..all.clone() }),
            ("due", ObstacleFilter { due_before: Some(date(2024, 7, 1)), ..all.clone() }),
            ("published", ObstacleFilter { published: true, ..all }),
        ];
        for (name, filter) in filters {
            for order in [ObstacleOrder::Due, ObstacleOrder::Effect, ObstacleOrder::Newest] {
                let clock = std::time::Instant::now();
                let listed = store.obstacles(&filter, order, Page::new(3, 50)).await.unwrap();
                println!("{name} {order:?}: {} of {} in {:?}", listed.rows.len(), listed.total, clock.elapsed());
            }
        }
        let clock = std::time::Instant::now();
        store.obstacles_by_kind().await.unwrap();
        println!("by kind in {:?}", clock.elapsed());
        let clock = std::time::Instant::now();
        store.obstacles_by_agency().await.unwrap();
        println!("by agency in {:?}", clock.elapsed());
    });
}
