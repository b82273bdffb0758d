//! Obstacles, dialogues, tasks, reminders and the outbox through the use cases: one thread from a firm's complaint to its clearing, and
//! who may do and see what.

use domain::agency::{Agency, AgencyCode, Tier};
use domain::authority::Role;
use domain::dialogues::{Guest, Minute};
use domain::mail::{MailState, Outcome};
use domain::obstacles::{Act, Bodies, Channel, ConsentRule, ObstacleCode, ObstacleKind, Quiet, State, Visibility};
use domain::register::{Enterprise, EnterpriseCode, Ownership};
use domain::reminders::About;
use domain::tasks::{Alarm, Plan};
use domain::text::{Lang, Text};
use formats::layout::Kind;
use formats::sheet::Input;
use formats::template::{FileFormat, example};
use office::context::{Actor, Context, OfficeError};
use office::obstacles::{Assignment, Climbs, Note, Raised};
use office::reminders::{Asked, Matter, Via};
use office::{
    ObstacleFilter, ObstacleOrder, Page, Seq, Store, TaskFilter, dialogues, import, mail, obstacles, plan, register,
    reminders,
};

use crate::databases::on_both;

const FIRM: &str = "5100123456";
const OTHER: &str = "5100999999";

/// Someone of a role, at eight in the morning of a day.
fn at(store: &Store, day: &str, actor: Actor) -> Context {
    Context::new(actor, format!("{day}T01:00:00Z").parse().unwrap(), "test", store.clone())
}

fn someone(role: Role) -> Actor {
    match role {
        Role::Public => Actor::public(),
        Role::Operator => Actor::operator("máy chủ"),
        Role::Firm => firm(FIRM),
        Role::Agency => body("so-xay-dung"),
        other => Actor::signed_in(other.code(), other, None, None).unwrap(),
    }
}

fn firm(code: &str) -> Actor {
    Actor::signed_in(format!("dn-{code}"), Role::Firm, Some(code.parse().unwrap()), None).unwrap()
}

fn body(code: &str) -> Actor {
    Actor::signed_in(code, Role::Agency, None, Some(code.parse().unwrap())).unwrap()
}

fn agency(code: &str) -> AgencyCode {
    code.parse().unwrap()
}

fn bodies() -> Bodies {
    let one = |code, vi: &str, en: &str, tier| Agency { code: agency(code), name: Text::new(vi, en), tier, note: None };
    Bodies::new([
        one("so-xay-dung", "Sở Xây dựng", "Department of Construction", Tier::Department),
        one("so-nnmt", "Sở Nông nghiệp và Môi trường", "Department of Agriculture and Environment", Tier::Department),
        one("ubnd-tinh", "UBND tỉnh", "Provincial People's Committee", Tier::Committee),
        one("bo-ct", "Bộ Công Thương", "Ministry of Industry and Trade", Tier::Ministry),
        one("bo-nnmt", "Bộ Nông nghiệp và Môi trường", "Ministry of Agriculture and Environment", Tier::Ministry),
    ])
}

async fn with_firms(store: &Store) {
    let operator = at(store, "2025-01-02", Actor::operator("máy chủ"));
    let enterprise = |code: &str| Enterprise {
        code: code.parse::<EnterpriseCode>().unwrap(),
        name: format!("Công ty {code}"),
        ownership: Ownership::Private,
        simulated: true,
    };
    register::take_enterprises(&operator, &[enterprise(FIRM), enterprise(OTHER)], "").await.unwrap();
}

fn raised(kind: ObstacleKind) -> Raised {
    Raised {
        kind,
        channel: Channel::Officer,
        raised_by: "Công ty thử".into(),
        enterprise: None,
        site: None,
        step: None,
        facts: "Đã nộp hồ sơ từ ngày 05/01, chưa có ý kiến.".into(),
        public: "bản công khai".into(),
        legal_ground: String::new(),
        asked: "cho ý kiến về thiết kế".into(),
        asked_of: vec![agency("so-xay-dung")],
        asked_by: None,
        effect: String::new(),
        effect_points: Some(0.25),
        simulated: true,
    }
}

fn to(codes: &[&str], silence: Option<ConsentRule>) -> Assignment {
    let agencies = codes.iter().map(|code| agency(code)).collect();
    Assignment { agencies, due: None, silence, note: Note::internal("đề nghị trả lời") }
}

fn everything() -> ObstacleFilter {
    ObstacleFilter::default()
}

fn is_not_found<T: std::fmt::Debug>(answer: Result<T, OfficeError>) -> bool {
    matches!(answer, Err(OfficeError::NotFound))
}

fn is_refused<T: std::fmt::Debug>(answer: Result<T, OfficeError>) -> bool {
    matches!(answer, Err(OfficeError::NotAllowed { .. }))
}

#[test]
fn one_thread_from_a_complaint_to_its_clearing() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = |day| at(&store, day, someone(Role::Officer));
        let construction = |day| at(&store, day, body("so-xay-dung"));

        let code =
            obstacles::raise(&at(&store, "2025-03-03", firm(FIRM)), raised(ObstacleKind::Building)).await.unwrap();
        let mine = obstacles::view(&at(&store, "2025-03-03", firm(FIRM)), &code).await.unwrap();
        assert_eq!(mine.obstacle.channel, Channel::FirmPage);
        assert_eq!(
            (mine.obstacle.public.as_str(), mine.obstacle.effect_points),
            ("", None),
            "the office decides those"
        );
        assert_eq!(mine.obstacle.enterprise.as_ref().map(EnterpriseCode::as_str), Some(FIRM));
        assert_eq!((mine.standing.state, mine.quiet), (State::Raised, Quiet::NotAsked));

        // A dialogue takes it up; a commitment is made.
        let called = dialogues::Called {
            title: Text::new("hội nghị đối thoại", "the dialogue"),
            date: "2025-03-05".parse().unwrap(),
            place: "Hà Giang".into(),
            chair: "Giám đốc Sở".into(),
            simulated: true,
        };
        let talk = dialogues::call(&officer("2025-03-04"), called).await.unwrap();
        let guests = [Guest::Enterprise(FIRM.parse().unwrap()), Guest::Agency(agency("so-xay-dung"))];
        assert_eq!(dialogues::invite(&officer("2025-03-04"), &talk, &guests).await.unwrap(), 2);
        assert_eq!(dialogues::invite(&officer("2025-03-04"), &talk, &guests).await.unwrap(), 0);
        let proposed = dialogues::propose_agenda(&officer("2025-03-04"), &everything(), 10).await.unwrap();
        assert_eq!(
            dialogues::put_on_agenda(&officer("2025-03-04"), &talk, &proposed).await.unwrap(),
            std::slice::from_ref(&code)
        );
        let minute = Minute {
            obstacle: Some(code.clone()),
            by: "Giám đốc Sở".into(),
            text: "Giao Sở Xây dựng trả lời.".into(),
            visibility: Visibility::Public,
        };
        assert!(dialogues::minute(&officer("2025-03-05"), &talk, &minute).await.is_err(), "it is not open yet");
        dialogues::open(&officer("2025-03-05"), &talk).await.unwrap();
        assert!(dialogues::open(&officer("2025-03-05"), &talk).await.is_err());
        dialogues::minute(&officer("2025-03-05"), &talk, &minute).await.unwrap();
        let commitment = dialogues::Commitment {
            obstacle: Some(code.clone()),
            what: "Trả lời về thiết kế.".into(),
            owner: agency("so-xay-dung"),
            partners: Vec::new(),
            watcher: None,
            due: "2025-03-20".parse().unwrap(),
            result: "văn bản trả lời".into(),
            visibility: Visibility::Public,
        };
        let task = dialogues::commit(&officer("2025-03-05"), &talk, commitment).await.unwrap();
        let letter = dialogues::follow_up(&officer("2025-03-06"), &talk, "12/SCT", &bodies()).await.unwrap();
        let said = letter.plain(Lang::Vi);
        assert!(said.contains("Giao Sở Xây dựng trả lời.") && said.contains("Thời hạn: 20/03/2025"), "{said}");
        assert!(said.contains("- Sở Xây dựng;") && said.contains("- Công ty 5100123456;"), "{said}");
        assert!(said.starts_with("SỐ LIỆU MÔ PHỎNG"), "{said}");
        let seen = dialogues::view(&at(&store, "2025-03-06", firm(FIRM)), &talk).await.unwrap();
        assert_eq!((seen.dialogue.agenda, seen.dialogue.minutes.len()), (vec![code.clone()], 1));
        assert!(is_not_found(dialogues::view(&at(&store, "2025-03-06", firm(OTHER)), &talk).await));

        // The department asks; the body is silent past its limit of 15 days and is reminded; the matter climbs.
        assert!(is_not_found(obstacles::view(&construction("2025-03-06"), &code).await), "it was not asked yet");
        obstacles::assign(&officer("2025-03-06"), &code, to(&["so-xay-dung"], None), &bodies()).await.unwrap();
        let within = obstacles::view(&construction("2025-03-21"), &code).await.unwrap();
        assert_eq!(within.quiet, Quiet::Within { until: "2025-03-21".parse().unwrap() });
        assert_eq!(obstacles::escalate_due(&officer("2025-03-21"), &bodies()).await.unwrap(), Climbs::default());
        let board = obstacles::board(&at(&store, "2025-03-22", Actor::public())).await.unwrap();
        assert_eq!(board.overdue[&ObstacleKind::Building], 1);
        assert_eq!(board.counts[&ObstacleKind::Building][&State::Assigned], 1);

        let asked = Asked {
            matter: Matter::Obstacle(code.clone()),
            to: agency("so-xay-dung"),
            asked_by: "2025-03-28".parse().unwrap(),
            number: "15/SCT".into(),
            recipients: Vec::new(),
        };
        let (reminder, letter) = reminders::compose(&officer("2025-03-22"), asked, &bodies()).await.unwrap();
        assert!(letter.plain(Lang::Vi).contains("đã quá hạn 1 ngày"), "{}", letter.plain(Lang::Vi));
        let address = Via::Mail("vanthu@soxaydung.vn".parse().unwrap());
        reminders::send(&officer("2025-03-22"), &reminder.code, address, &bodies()).await.unwrap();
        reminders::send(&officer("2025-03-22"), &reminder.code, Via::Letter("Văn thư Sở Xây dựng".into()), &bodies())
            .await
            .unwrap();
        let server = at(&store, "2025-03-22", Actor::operator("máy chủ"));
        let waiting = mail::waiting(&server, 10).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].message.to.as_str()), (1, "vanthu@soxaydung.vn"));
        let id = waiting[0].message.id.clone();
        mail::record_attempt(&server, &id, Outcome::Deferred, "450 busy").await.unwrap();
        assert_eq!(mail::waiting(&server, 10).await.unwrap()[0].attempts.len(), 1);
        mail::record_attempt(&server, &id, Outcome::Sent, "250 ok").await.unwrap();
        assert_eq!(mail::waiting(&server, 10).await.unwrap(), []);
        assert!(mail::record_attempt(&server, &id, Outcome::Sent, "250 ok").await.is_err(), "it is settled");
        let about = About::Obstacle(code.clone());
        let log = reminders::log(&construction("2025-03-22"), Some(&about), Page::first()).await.unwrap();
        let states: Vec<_> = log.rows[0].sendings.iter().map(|sending| sending.state).collect();
        assert_eq!(states, [MailState::Sent, MailState::Sent]);
        let other = at(&store, "2025-03-22", body("so-nnmt"));
        assert_eq!(reminders::log(&other, Some(&about), Page::first()).await.unwrap().total, 0);

        let climbed = obstacles::escalate_due(&officer("2025-03-22"), &bodies()).await.unwrap().climbed;
        assert_eq!(climbed.iter().map(|(c, e)| (c, e.to)).collect::<Vec<_>>(), [(&code, Tier::Committee)]);
        assert_eq!(obstacles::escalate_due(&officer("2025-03-22"), &bodies()).await.unwrap(), Climbs::default());
        assert!(obstacles::view(&at(&store, "2025-03-22", body("ubnd-tinh")), &code).await.is_ok());

        // Both answer, the task is done, the obstacle is cleared.
        obstacles::answer(&construction("2025-03-24"), &code, None, Note::internal("đã rõ")).await.unwrap();
        let committee = at(&store, "2025-03-25", body("ubnd-tinh"));
        let standing = obstacles::answer(&committee, &code, None, Note::public("đồng ý")).await.unwrap();
        assert_eq!(standing.state, State::Answered);
        dialogues::report_task(&construction("2025-03-25"), &task, Note::internal("đã trả lời"), true).await.unwrap();
        obstacles::clear(&officer("2025-03-26"), &code, Note::public("đã xong")).await.unwrap();
        let seen = obstacles::view(&at(&store, "2025-03-26", firm(FIRM)), &code).await.unwrap();
        assert_eq!(seen.standing.state, State::Cleared);
        let said: Vec<_> = seen.events.iter().map(|event| event.text.as_str()).collect();
        assert_eq!(said, ["đồng ý", "đã xong"], "the firm reads what is public");
        let measures = obstacles::measures(&at(&store, "2025-03-26", Actor::public())).await.unwrap();
        assert_eq!(measures.kind[&ObstacleKind::Building].cleared_share(), Some(1.0));
        assert_eq!(measures.tier[&Some(Tier::Committee)].cleared, 1);
        assert_eq!(measures.agency[&agency("so-xay-dung")].cleared, 1);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn what_is_not_ones_own_is_answered_as_what_is_not_there() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = at(&store, "2025-03-03", someone(Role::Officer));
        let mine = obstacles::raise(&at(&store, "2025-03-03", firm(FIRM)), raised(ObstacleKind::Land)).await.unwrap();
        obstacles::assign(&officer, &mine, to(&["so-xay-dung"], None), &bodies()).await.unwrap();
        let nowhere: ObstacleCode = "VM-2025-999".parse().unwrap();
        let other = at(&store, "2025-03-03", firm(OTHER));
        let stranger = at(&store, "2025-03-03", body("so-nnmt"));
        for code in [&mine, &nowhere] {
            assert!(is_not_found(obstacles::view(&other, code).await), "{code}");
            assert!(is_not_found(obstacles::view(&stranger, code).await), "{code}");
            assert!(is_not_found(obstacles::answer(&stranger, code, None, Note::internal("x")).await), "{code}");
            assert!(is_not_found(obstacles::view_public(&other, code).await), "{code}");
        }
        let for_another = Raised { enterprise: Some(FIRM.parse().unwrap()), ..raised(ObstacleKind::Land) };
        assert!(is_not_found(obstacles::raise(&other, for_another).await));
        let as_another = obstacles::answer(&stranger, &mine, Some(&agency("so-xay-dung")), Note::internal("x")).await;
        assert!(is_not_found(as_another));

        let rows = |context: Context, filter: ObstacleFilter| async move {
            let listed = obstacles::list(&context, &filter, ObstacleOrder::Due, Page::first()).await.unwrap();
            (listed.rows.len(), listed.total)
        };
        let of_firm = ObstacleFilter { enterprise: Some(FIRM.parse().unwrap()), ..everything() };
        assert_eq!(rows(other.clone(), everything()).await, (0, 0));
        assert_eq!(rows(other, of_firm.clone()).await, (0, 0));
        assert_eq!(rows(stranger.clone(), everything()).await, (0, 0));
        let of_body = ObstacleFilter { agency: Some(agency("so-xay-dung")), ..everything() };
        assert_eq!(rows(stranger, of_body.clone()).await, (0, 0));
        assert_eq!(rows(at(&store, "2025-03-03", firm(FIRM)), everything()).await, (1, 1));
        assert_eq!(rows(at(&store, "2025-03-03", body("so-xay-dung")), of_firm).await, (1, 1));
        assert_eq!(rows(officer, of_body).await, (1, 1));
    });
}

#[test]
fn every_role_gets_as_far_as_it_may() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = at(&store, "2025-03-03", someone(Role::Officer));
        let code = obstacles::raise(&at(&store, "2025-03-03", firm(FIRM)), raised(ObstacleKind::Land)).await.unwrap();
        obstacles::assign(&officer, &code, to(&["so-xay-dung"], None), &bodies()).await.unwrap();
        let handles = |role| matches!(role, Role::Officer | Role::Leader | Role::Operator);
        for role in Role::ALL {
            let context = at(&store, "2025-03-03", someone(*role));
            let sees = handles(*role)
                || matches!(role, Role::Firm | Role::Agency | Role::Statistician | Role::Clerk | Role::Auditor);
            assert_eq!(!is_refused(obstacles::view(&context, &code).await), sees, "{role:?} view");
            let page = Page::first();
            let listed = obstacles::list(&context, &everything(), ObstacleOrder::Newest, page).await;
            assert_eq!(!is_refused(listed), sees, "{role:?} list");
            let raises = handles(*role) || *role == Role::Firm;
            assert_eq!(!is_refused(obstacles::raise(&context, raised(ObstacleKind::Land)).await), raises, "{role:?}");
            let answered = obstacles::answer(&context, &code, Some(&agency("so-xay-dung")), Note::public("rõ")).await;
            assert_eq!(!is_refused(answered), handles(*role) || *role == Role::Agency, "{role:?} answer");
            let assigned = obstacles::assign(&context, &code, to(&["so-xay-dung"], None), &bodies()).await;
            assert_eq!(!is_refused(assigned), handles(*role), "{role:?} assign");
            assert_eq!(!is_refused(obstacles::refuse(&context, &code, Note::public("")).await), handles(*role));
            assert_eq!(!is_refused(obstacles::reopen(&context, &code, Note::public("")).await), handles(*role));
            assert_eq!(!is_refused(obstacles::consent(&context, &code).await), handles(*role), "{role:?}");
            assert_eq!(!is_refused(obstacles::escalate_due(&context, &bodies()).await), handles(*role), "{role:?}");
            assert_eq!(!is_refused(obstacles::publish(&context, &code, "rõ").await), handles(*role), "{role:?}");
            assert_eq!(!is_refused(plan::alarms(&context).await), handles(*role), "{role:?} alarms");
            assert_eq!(!is_refused(mail::waiting(&context, 1).await), *role == Role::Operator, "{role:?} mail");
            for open in [obstacles::board(&context).await.is_ok(), obstacles::measures(&context).await.is_ok()] {
                assert!(open, "{role:?} counts are for everybody");
            }
        }
    });
}

#[test]
fn the_public_sees_what_was_published_and_nothing_else() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = at(&store, "2025-03-03", someone(Role::Officer));
        let public = at(&store, "2025-03-04", Actor::public());
        let code = obstacles::raise(&at(&store, "2025-03-03", firm(FIRM)), raised(ObstacleKind::Land)).await.unwrap();
        let all = everything();
        let listed = || obstacles::list_public(&public, &all, ObstacleOrder::Due, Page::first());
        assert_eq!(listed().await.unwrap().total, 0);
        obstacles::publish(&officer, &code, "Một mỏ chưa được bàn giao đất.").await.unwrap();
        obstacles::assign(&officer, &code, to(&["so-nnmt"], None), &bodies()).await.unwrap();
        obstacles::answer(&officer, &code, Some(&agency("so-nnmt")), Note::public("sẽ bàn giao")).await.unwrap();
        let page = listed().await.unwrap();
        assert_eq!((page.total, page.rows[0].text.as_str()), (1, "Một mỏ chưa được bàn giao đất."));
        let seen = obstacles::view_public(&public, &code).await.unwrap();
        assert_eq!(seen.events.iter().map(|event| event.text.as_str()).collect::<Vec<_>>(), ["sẽ bàn giao"]);
        assert!(is_refused(obstacles::view(&public, &code).await));
        obstacles::publish(&officer, &code, "").await.unwrap();
        assert!(is_not_found(obstacles::view_public(&public, &code).await));
    });
}

#[test]
fn silence_is_noted_as_consent_only_when_the_law_says_so() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = |day| at(&store, day, someone(Role::Officer));
        let rule = &formats::carried::silence_rules()[0];
        assert_eq!(rule.on("2025-06-30".parse().unwrap()), None);
        let silence = rule.on("2025-08-01".parse().unwrap());
        assert!(silence.is_some());
        let code = obstacles::raise(&officer("2025-08-01"), raised(ObstacleKind::Planning)).await.unwrap();
        obstacles::assign(&officer("2025-08-01"), &code, to(&["so-nnmt"], silence), &bodies()).await.unwrap();
        let early = obstacles::consent(&officer("2025-08-16"), &code).await.unwrap_err().text();
        assert!(early.en.contains("16 August 2025"), "{early}");
        assert_eq!(obstacles::escalate_due(&officer("2025-08-17"), &bodies()).await.unwrap(), Climbs::default());
        let standing = obstacles::consent(&officer("2025-08-17"), &code).await.unwrap();
        assert_eq!((standing.state, standing.events), (State::Answered, 2));
        let stored = store.obstacle(&code).await.unwrap().unwrap();
        assert_eq!(stored.events[1].act, Act::Consent);
        let plain = obstacles::raise(&officer("2025-08-01"), raised(ObstacleKind::Planning)).await.unwrap();
        obstacles::assign(&officer("2025-08-01"), &plain, to(&["so-nnmt"], None), &bodies()).await.unwrap();
        let no_law = obstacles::consent(&officer("2025-12-01"), &plain).await.unwrap_err().text();
        assert!(no_law.en.contains("No law"), "{no_law}");
    });
}

/// An obstacle asked of the department on a day by another, with a law that takes silence for consent after these working days.
async fn asked_by(store: &Store, day: &'static str, due: &str, silence: Option<&str>) -> ObstacleCode {
    let officer = at(store, day, someone(Role::Officer));
    let code = obstacles::raise(&officer, raised(ObstacleKind::Land)).await.unwrap();
    let rule = |after: &str| ConsentRule { after: after.parse().unwrap(), ground: "NĐ 193/2025/NĐ-CP Đ42".into() };
    let due = Some(due.parse().unwrap());
    let assignment = Assignment { due, ..to(&["so-xay-dung"], silence.map(rule)) };
    obstacles::assign(&officer, &code, assignment, &bodies()).await.unwrap();
    code
}

#[test]
fn a_limit_that_runs_into_a_year_without_a_calendar_hides_no_other() {
    on_both(|store| async move {
        with_firms(&store).await;
        // 15 working days from 21 December 2026 end in January 2027, of which the days off are not announced.
        let untold = asked_by(&store, "2026-12-21", "2026-12-24", Some("15wd")).await;
        let told = asked_by(&store, "2026-12-22", "2026-12-28", None).await;
        let officer = at(&store, "2026-12-30", someone(Role::Officer));
        let climbs = obstacles::escalate_due(&officer, &bodies()).await.unwrap();
        assert_eq!(climbs.climbed.iter().map(|(code, _)| code).collect::<Vec<_>>(), [&told]);
        assert_eq!(climbs.untold, [(untold.clone(), 2027)]);
        let seen = obstacles::view(&officer, &untold).await.unwrap();
        assert_eq!(seen.quiet, Quiet::CannotSay { year: 2027 });
        let refused = obstacles::consent(&officer, &untold).await.unwrap_err().text();
        assert!(refused.vi.contains("lịch nghỉ lễ năm 2027"), "{refused}");
        let listed = obstacles::list(&officer, &everything(), ObstacleOrder::Due, Page::first()).await.unwrap();
        assert_eq!((listed.total, obstacles::untold(&officer, &listed.rows).await.unwrap().len()), (2, 0));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_limit_that_could_not_be_told_when_it_was_written_is_looked_at_again() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = |day| at(&store, day, someone(Role::Officer));
        let code = obstacles::raise(&officer("2026-11-02"), raised(ObstacleKind::Land)).await.unwrap();
        obstacles::assign(&officer("2026-11-02"), &code, to(&["so-xay-dung"], None), &bodies()).await.unwrap();
        // As it was written while the days off of its year were not known: without a day.
        let stored = store.obstacle(&code).await.unwrap().unwrap();
        let context = officer("2026-11-03");
        let mut change = context.begin(domain::authority::Action::HandleObstacle).await.unwrap();
        change.obstacle_standing(&stored.obstacle, &stored.standing, None).await.unwrap();
        change.commit("obstacle", String::new(), String::new(), "").await.unwrap();
        let due = async || {
            let listed = obstacles::list(&context, &everything(), ObstacleOrder::Due, Page::first()).await.unwrap();
            listed.rows[0].due
        };
        assert_eq!(due().await, None);
        let within = obstacles::escalate_due(&officer("2026-11-04"), &bodies()).await.unwrap();
        assert_eq!((within, due().await), (Climbs::default(), Some("2026-11-17".parse().unwrap())));
        let late = obstacles::escalate_due(&officer("2026-11-18"), &bodies()).await.unwrap();
        assert_eq!((late.climbed.len(), late.untold.len()), (1, 0));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn impossible_moves_leave_no_trace() {
    on_both(|store| async move {
        with_firms(&store).await;
        let officer = at(&store, "2025-03-03", someone(Role::Officer));
        let code = obstacles::raise(&officer, raised(ObstacleKind::Land)).await.unwrap();
        let before = store.latest().await.unwrap();
        let said = obstacles::clear(&officer, &code, Note::public("xong")).await.unwrap_err().text();
        assert!(said.en.contains("Possible: assign"), "{said}");
        assert!(obstacles::assign(&officer, &code, to(&[], None), &bodies()).await.is_err());
        assert!(obstacles::assign(&officer, &code, to(&["la-ai"], None), &bodies()).await.is_err());
        let strange = Raised { site: Some("M99".parse().unwrap()), ..raised(ObstacleKind::Land) };
        assert!(obstacles::raise(&officer, strange).await.unwrap_err().text().en.contains("no site M99"));
        let silent = Raised { facts: " ".into(), ..raised(ObstacleKind::Land) };
        assert!(obstacles::raise(&officer, silent).await.is_err());
        assert_eq!(store.latest().await.unwrap(), before);
    });
}

#[test]
fn a_plan_has_measures_reports_and_alarms() {
    on_both(|store| async move {
        with_firms(&store).await;
        let leader = |day| at(&store, day, someone(Role::Leader));
        let adopted = Plan {
            code: "KH-2025".parse().unwrap(),
            title: Text::new("Kế hoạch phục hồi", "Recovery plan"),
            adopted_on: "2025-01-15".parse().unwrap(),
            decision: String::new(),
            simulated: true,
        };
        plan::adopt(&leader("2025-01-15"), &adopted).await.unwrap();
        plan::adopt(&leader("2025-01-15"), &adopted).await.unwrap();
        assert_eq!(plan::plans(&leader("2025-01-15")).await.unwrap(), std::slice::from_ref(&adopted));
        let measure = plan::Measure {
            obstacle: None,
            what: "Rà soát mỏ dừng hoạt động".into(),
            lead: agency("so-nnmt"),
            partners: vec![agency("so-xay-dung")],
            watcher: Some(agency("ubnd-tinh")),
            due: "2025-03-02".parse().unwrap(),
            result: "báo cáo".into(),
            visibility: Visibility::Internal,
        };
        let nowhere = "KH-1".parse().unwrap();
        assert!(is_not_found(plan::measure(&leader("2025-01-20"), &nowhere, measure.clone()).await));
        let task = plan::measure(&leader("2025-01-20"), &adopted.code, measure).await.unwrap();
        let alarm = |day: &'static str| {
            let context = leader(day);
            async move { plan::alarms(&context).await.unwrap().into_iter().map(|(_, alarm)| alarm).collect::<Vec<_>>() }
        };
        assert_eq!(alarm("2025-02-22").await, []);
        assert_eq!(alarm("2025-02-23").await, [Alarm::Seven]);
        assert_eq!(alarm("2025-02-24").await, []);
        assert_eq!(alarm("2025-03-01").await, [Alarm::One]);
        let lead = |day| at(&store, day, body("so-nnmt"));
        plan::report(&lead("2025-03-01"), &task, Note::internal("đã rà soát một nửa"), false).await.unwrap();
        assert_eq!(alarm("2025-03-03").await, [Alarm::Late]);
        let stranger = at(&store, "2025-03-03", body("ubnd-tinh"));
        assert!(is_not_found(plan::report(&stranger, &task, Note::internal("x"), true).await), "it only watches");
        assert!(plan::view_task(&stranger, &task).await.is_ok());
        let firm = at(&store, "2025-03-03", firm(FIRM));
        assert!(is_not_found(plan::view_task(&firm, &task).await));
        assert_eq!(plan::tasks(&firm, &TaskFilter::default(), Page::first()).await.unwrap().total, 0);
        plan::report(&lead("2025-03-05"), &task, Note::internal("đã xong"), true).await.unwrap();
        let seen = plan::view_task(&lead("2025-03-05"), &task).await.unwrap();
        assert_eq!((seen.task.done_on, seen.reports.len()), (Some("2025-03-05".parse().unwrap()), 2));
        assert_eq!(alarm("2025-04-01").await, []);
        let open = TaskFilter { open: Some(true), ..TaskFilter::default() };
        assert_eq!(plan::tasks(&leader("2025-03-05"), &open, Page::first()).await.unwrap().total, 0);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn a_secret_never_reaches_the_journal() {
    on_both(|store| async move {
        let server = at(&store, "2025-03-03", Actor::operator("máy chủ"));
        let message = domain::mail::Message::new(
            "reset-1".parse().unwrap(),
            "lan@so.vn".parse().unwrap(),
            "Đặt lại mật khẩu",
            "https://khoi.vn/reset?token=bi-mat",
        )
        .secret();
        let mut change = server.begin(domain::authority::Action::ManageAccounts).await.unwrap();
        let told = serde_json::to_string(&mail::queue(&mut change, &message).await.unwrap()).unwrap();
        change.commit("mail reset-1", String::new(), told, "").await.unwrap();
        let line = store.journal_line(Seq(1)).await.unwrap().unwrap();
        let whole = serde_json::to_string(&line).unwrap();
        assert!(
            whole.contains("lan@so.vn") && whole.contains("Đặt lại mật khẩu") && !whole.contains("bi-mat"),
            "{whole}"
        );
        assert!(mail::waiting(&server, 1).await.unwrap()[0].message.body.contains("bi-mat"));
        let mut change = server.begin(domain::authority::Action::ManageAccounts).await.unwrap();
        mail::queue(&mut change, &message).await.unwrap();
        assert!(
            change.commit("mail reset-1", String::new(), String::new(), "").await.is_err(),
            "the same identity twice"
        );
    });
}

#[test]
fn files_of_obstacles_and_tasks_are_taken_once_and_go_on_from_what_is_known() {
    on_both(|store| async move {
        let operator = at(&store, "2025-01-02", Actor::operator("máy chủ"));
        for (kind, new) in [(Kind::Enterprises, 3), (Kind::Obstacles, 2), (Kind::Tasks, 2)] {
            for format in [FileFormat::Csv, FileFormat::Workbook] {
                let bytes = example(kind, format).unwrap();
                let reading = import::read(&operator, kind, &Input::new("tệp", &bytes)).await.unwrap();
                assert_eq!(reading.remarks.left_out, 0, "{kind:?}");
                let taken = import::take(&operator, &reading.sound, "").await.unwrap();
                let expected = if format == FileFormat::Csv { (new, 0, 0) } else { (0, 0, new) };
                assert_eq!((taken.new, taken.changed, taken.unchanged), expected, "{kind:?} {format:?}");
            }
        }
        let code: ObstacleCode = "VM-01".parse().unwrap();
        let stored = store.obstacle(&code).await.unwrap().unwrap();
        assert_eq!((stored.standing.state, stored.standing.tier), (State::Assigned, Some(Tier::Committee)));

        // The office went on by hand: the file says less, and changes nothing; another course is refused.
        obstacles::answer(&operator, &code, Some(&agency("so-nnmt")), Note::internal("rõ")).await.unwrap();
        let text = String::from_utf8(example(Kind::Obstacles, FileFormat::Csv).unwrap()).unwrap();
        let take = |text: String| {
            let operator = operator.clone();
            async move {
                let input = Input::new("tệp", text.as_bytes());
                let reading = import::read(&operator, Kind::Obstacles, &input).await.unwrap();
                import::take(&operator, &reading.sound, "").await
            }
        };
        assert_eq!(take(text.clone()).await.unwrap().unchanged, 2);
        let before = store.latest().await.unwrap();
        let other = take(text.replace("escalate,2024-02-02", "escalate,2024-02-03")).await.unwrap_err().text();
        assert!(other.en.contains("VM-01") && other.en.contains("another course"), "{other}");
        assert_eq!(store.latest().await.unwrap(), before);
        let corrected = take(text.replace("chưa được bàn giao 4 ha", "chưa được bàn giao 5 ha")).await.unwrap();
        assert_eq!((corrected.changed, corrected.unchanged), (1, 1));
        assert_eq!(store.obstacle(&code).await.unwrap().unwrap().standing.events, 3);

        let officer = at(&store, "2025-01-02", firm(FIRM));
        let bytes = example(Kind::Obstacles, FileFormat::Csv).unwrap();
        assert!(import::read(&officer, Kind::Obstacles, &Input::new("tệp", &bytes)).await.is_err());
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
