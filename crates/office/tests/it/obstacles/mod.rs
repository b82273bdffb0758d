//! Obstacles, dialogues, tasks, reminders and the outbox through the use cases: one thread from a firm's complaint to its clearing, and
//! who may do and see what.

mod beside;
mod reach;
mod silence;
mod thread;

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
