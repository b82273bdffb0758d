//! Running projects through the use cases: the thread of one project, who may do and see what, and what is derived beside it.

mod course;
mod derived;
mod directives;
mod reach;
mod reminded;
mod works;

use std::collections::BTreeSet;

use domain::authority::Role;
use domain::projects::{
    Directive, Document, Finding, Interruption, LandFigure, LandStage, LateBand, Lifting, Milestone, MilestoneKind,
    PlanPoint, ProjectCode, ProjectState, ReportState, StepGraph, StepNumber, StepPlan, Visibility, Visit, VisitKind,
    WorkReport,
};
use domain::register::{Enterprise, Ownership};
use domain::sites::{Fact, State, StateRecord};
use domain::text::Text;
use formats::layout::Kind;
use formats::sheet::Input;
use formats::template::{FileFormat, example};
use jiff::civil::{Date, date};
use office::context::{Actor, Context, OfficeError};
use office::projects::directives::{direct, lift, state};
use office::projects::steps::{self, Answer};
use office::projects::{self, NewProject, attachments, work};
use office::{Page, ProjectFilter, Seq, Store, import, register, sites};

use crate::databases::on_both;

fn all() -> Page {
    Page::first()
}

const OWN: &str = "5100123456";

const OTHER: &str = "5100999999";

fn text(words: &str) -> Text {
    Text::typed(words)
}

fn number(n: u16) -> StepNumber {
    StepNumber::try_from(n).unwrap()
}

fn code(code: &str) -> ProjectCode {
    code.parse().unwrap()
}

fn at(store: &Store, actor: Actor) -> Context {
    Context::new(actor, "2026-06-30T03:00:00Z".parse().unwrap(), "thử", store.clone())
}

fn officer(store: &Store) -> Context {
    at(store, Actor::signed_in("anh Páo", Role::Officer, None, None).unwrap())
}

fn firm(store: &Store, tax_code: &str) -> Context {
    at(store, Actor::signed_in("chị Mỷ", Role::Firm, Some(tax_code.parse().unwrap()), None).unwrap())
}

fn agency(store: &Store, agency: &str) -> Context {
    at(store, Actor::signed_in("anh Sùng", Role::Agency, None, Some(agency.parse().unwrap())).unwrap())
}

/// Sites, two firms, and a project of the first: extending a licence of site M01, filed on Monday 5 January 2026.
async fn found(store: &Store) -> Context {
    let operator = at(store, Actor::operator("anh Páo"));
    sites::take(&operator, formats::carried::sites(), "").await.unwrap();
    let enterprise = |code: &str| Enterprise {
        code: code.parse().unwrap(),
        name: "Công ty thử (mô phỏng)".into(),
        ownership: Ownership::Private,
        simulated: true,
    };
    register::take_enterprises(&operator, &[enterprise(OWN), enterprise(OTHER)], "").await.unwrap();
    let officer = officer(store);
    projects::start(&officer, extension("DA-1"), "đơn ngày 05/01").await.unwrap();
    officer
}

fn extension(project: &str) -> NewProject {
    NewProject {
        code: code(project),
        site: "M01".parse().unwrap(),
        template: "licence_extension".parse().unwrap(),
        exception: None,
        name: text("Gia hạn giấy phép mỏ thử | Extension of a test licence"),
        enterprise: Some(OWN.parse().unwrap()),
        start: date(2026, 1, 5),
        due: Some(date(2026, 3, 31)),
    }
}

async fn waiting(context: &Context, agency: &str) -> Vec<(String, u16, Date, Option<Date>)> {
    let found = projects::waiting_for(context, &agency.parse().unwrap(), all()).await.unwrap();
    assert_eq!(found.total, found.rows.len() as u64);
    let row = |row: office::AwaitedStep| {
        (row.project.code.to_string(), row.waits.step.into(), row.waits.since, row.waits.due)
    };
    found.rows.into_iter().map(row).collect()
}

fn report(month: &str, percent: f64) -> WorkReport {
    WorkReport {
        month: month.parse().unwrap(),
        percent,
        volume: Some(text("đào 200 m | 200 m dug")),
        disbursed: None,
        state: ReportState::Confirmed,
        reason: None,
    }
}

fn visit() -> Visit {
    let finding = Finding {
        number: 0,
        what: text("thiếu rào | no fence"),
        deadline: Some(date(2026, 5, 1)),
        mended: None,
        how: None,
    };
    Visit {
        number: 0,
        date: date(2026, 4, 1),
        kind: VisitKind::Quality,
        by: text("Sở | Department"),
        summary: text("đã xem | seen"),
        source: "BB 1".into(),
        findings: vec![finding],
    }
}

fn land(hectares: f64, stage: LandStage) -> LandFigure {
    LandFigure { stage, date: date(2026, 3, 1), hectares: Some(hectares), households: Some(3), source: "BC 1".into() }
}

fn directive(site: &str) -> Directive {
    Directive {
        site: site.parse().unwrap(),
        order: 0,
        number: Fact::Known("12/UBND-KTTH".into()),
        date: Fact::Known(date(2026, 2, 2).into()),
        by: text("UBND tỉnh | Provincial People's Committee"),
        reason: text("chưa xong thủ tục | procedures incomplete"),
        source: "văn bản thử".into(),
        lifted: None,
    }
}

fn lifting() -> Lifting {
    Lifting {
        number: Fact::Known("99/UBND".into()),
        date: date(2026, 5, 4),
        by: text("UBND tỉnh | Provincial People's Committee"),
        reason: text("đã xong thủ tục | procedures complete"),
        source: "văn bản thử 2".into(),
    }
}

/// What somebody is told.
fn told<T>(result: Result<T, OfficeError>) -> &'static str {
    match result {
        Ok(_) => "done",
        Err(OfficeError::NotAllowed { .. }) => "not allowed",
        Err(OfficeError::NotFound) => "not found",
        Err(OfficeError::Said(_)) => "said",
        Err(OfficeError::Store(_)) => "store",
    }
}

fn works_from(day: Date) -> StateRecord {
    StateRecord {
        state: State::Operating,
        since: Fact::Known(day.into()),
        as_of: Fact::Unknown,
        by: Fact::Unknown,
        why: text("đã hoạt động lại | works again"),
        source: "biên bản".into(),
    }
}
