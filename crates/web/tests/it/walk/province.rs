//! A small invented province in which every page has something to show and every form somebody who may send it.

use domain::authority::{Action, Role};
use domain::obstacles::{Bodies, Channel, ConsentRule, ObstacleKind};
use domain::register::{Establishment, Event, EventKind};
use domain::series::Stage;
use formats::layout::Kind;
use formats::template::{FileFormat, example};
use office::accounts;
use office::bench::{BenchRegistry, fill};
use office::context::{Actor, Context};
use office::obstacles::{Assignment, Note, Raised};
use office::release::proposing;
use office::{obstacles, register};

use crate::intake::upload;
use crate::people::{AGENCY, FIRM, Office, Person, account, morning};

/// Sites with projects, obstacles, tasks, dialogues beside those of the season.
const SITES: usize = 24;

/// A mine with two years of returns and one that is doubted; a project, an obstacle and a dialogue with all their papers; and more of each.
pub(crate) fn province() -> Office {
    let office = crate::returns::with_mine();
    crate::api::a_season(&office);
    let today = morning().to_zoned(jiff::tz::TimeZone::UTC).date();
    let registry = BenchRegistry::new(SITES, 1, today).unwrap();
    office.wait(fill(&office.operator(), &registry, &mut |_| {})).unwrap();
    crate::returns::doubted(&office);
    silent_firm(&office);
    silent_agency(&office);
    // Two: what is approved cannot be turned down any more.
    for _ in 0..2 {
        let flash = ("2024-01".parse().unwrap(), Stage::Flash);
        office.wait(proposing::propose(&office.operator(), flash, None, "chờ duyệt")).unwrap();
    }
    office
}

/// The firm's manager is `person`; a clerk has filled in a month that waits for them.
fn waits_to_be_confirmed(office: &Office, person: &Person) {
    let page = office.get(person, "/returns/confirming").text();
    let me = page.split("<b>Người ").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    let set = office.fill(person, "/returns/confirming", &[("confirmer", me)]);
    assert_eq!(set.status, 303, "{}", set.text());
    let clerk = office.with_login("dien.phieu", Role::Firm);
    let mut fields = crate::returns::february();
    fields.extend([("act", "send"), ("why", "số mới")]);
    let sent = office.fill(&clerk, "/returns/CS-0710-1/2024-02", &fields);
    assert_eq!(sent.status, 303, "{}", sent.text());
}

/// Another mine of the firm, of which no month has come.
fn silent_firm(office: &Office) {
    let mine = Establishment {
        code: "CS-0710-2".parse().unwrap(),
        enterprise: FIRM.parse().unwrap(),
        name: "Mỏ sắt chưa báo cáo".into(),
        industry: "2018:0710".parse().unwrap(),
        commune: "2020:00691".parse().unwrap(),
        events: vec![Event { date: "2023-01-01".parse().unwrap(), kind: EventKind::Opening, reason: String::new() }],
    };
    office.wait(register::take_establishments(&office.operator(), &[mine], "")).unwrap();
}

/// Two obstacles asked of an agency a month ago, under a rule that takes its silence for consent; the rules of the day know none. What is done
/// about the one takes nothing from the other.
fn silent_agency(office: &Office) {
    let month_ago = morning() - jiff::SignedDuration::from_hours(24 * 30);
    let operator = Context::new(Actor::operator("máy chủ"), month_ago, "test", office.store.clone());
    let raised = Raised {
        kind: ObstacleKind::Planning,
        channel: Channel::Officer,
        raised_by: "Công ty Một".into(),
        enterprise: None,
        site: None,
        step: None,
        facts: "Đã nộp hồ sơ, chưa có ý kiến.".into(),
        public: String::new(),
        legal_ground: String::new(),
        asked: "Cho ý kiến về thiết kế.".into(),
        asked_of: Vec::new(),
        asked_by: None,
        effect: String::new(),
        effect_points: None,
        simulated: true,
    };
    let silence = ConsentRule { after: "15d".parse().unwrap(), ground: "quy định thử".into() };
    let note = Note::internal("đề nghị trả lời");
    let assignment = Assignment { agencies: [AGENCY.parse().unwrap()].into(), due: None, silence: Some(silence), note };
    let bodies = Bodies::new(formats::carried::agencies().iter().cloned());
    office.wait(async {
        for _ in 0..2 {
            let code = obstacles::raise(&operator, raised.clone()).await.unwrap();
            obstacles::assign(&operator, &code, assignment.clone(), &bodies).await.unwrap();
        }
    });
}

/// What someone does before walking, so that there is something to see; and the addresses nobody finds by a link of the site, because they come
/// by mail.
pub(crate) fn prepared(office: &Office, person: &Person) -> Vec<String> {
    match person.role {
        Role::Public => {
            let invited = account("moi.nguoi", Role::Clerk);
            let link = office.wait(accounts::open(&office.operator(), &invited)).unwrap();
            vec![format!("/password/{}", link.reveal())]
        }
        Role::Firm => {
            crate::api::key(office, person, &[Action::TakeReturns], "30");
            waits_to_be_confirmed(office, person);
            Vec::new()
        }
        // Files that bring something and have wrong cells: the examples, which name projects and firms nobody has here.
        Role::Officer => sent_in(office, person, &[Kind::Sites, Kind::Land]),
        Role::Statistician => sent_in(office, person, &[Kind::Enterprises, Kind::Establishments]),
        _ => Vec::new(),
    }
}

fn sent_in(office: &Office, person: &Person, kinds: &[Kind]) -> Vec<String> {
    for kind in kinds {
        let book = example(*kind, FileFormat::Workbook).unwrap();
        let sent = upload(office, person, kind.code(), &format!("{}.xlsx", kind.code()), &book);
        assert_eq!(sent.status, 303, "{kind:?}: {}", sent.text());
    }
    Vec::new()
}
