//! Running projects through the use cases: the thread of one project, who may do and see what, and what is derived beside it.

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
use office::projects::{self, NewProject, work};
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

#[test]
fn a_project_runs_from_its_filing_to_its_end_and_everybody_sees_who_is_waited_for() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let one = code("DA-1");
        assert_eq!(waiting(&officer, "chu-dau-tu").await, [("DA-1".into(), 1, date(2026, 1, 5), None)]);
        steps::finish(&officer, &one, number(1), date(2026, 1, 5), "").await.unwrap();
        assert_eq!(waiting(&officer, "chu-dau-tu").await, []);

        // The agency that is asked answers; the other one of the step sees it too; nobody else.
        let asked = agency(&store, "so-nong-nghiep-moi-truong");
        let since = date(2026, 1, 5);
        assert_eq!(waiting(&asked, "so-nong-nghiep-moi-truong").await, [("DA-1".into(), 2, since, None)]);
        steps::answer(&asked, &one, number(2), Answer::Begun { on: since }, "đã nhận").await.unwrap();
        let due = Some(date(2026, 1, 8));
        assert_eq!(waiting(&officer, "ubnd-tinh").await, [("DA-1".into(), 2, since, due)]);
        let paused = Answer::Interrupted {
            on: date(2026, 1, 6),
            what: Interruption::Pause(text("chờ ý kiến | asks others")),
        };
        steps::answer(&asked, &one, number(2), paused, "").await.unwrap();
        assert_eq!(projects::view(&officer, &one).await.unwrap().standing.state, ProjectState::Paused);
        steps::interrupt(&officer, &one, number(2), date(2026, 1, 13), Interruption::Resume, "").await.unwrap();
        assert_eq!(waiting(&officer, "ubnd-tinh").await, [("DA-1".into(), 2, since, Some(date(2026, 1, 15)))]);
        let paper = Document {
            number: Fact::Known("9/STNMT".into()),
            date: Fact::Known(date(2026, 1, 14)),
            name: text("phiếu kiểm tra | check slip"),
            visibility: Visibility::Internal,
        };
        let done = Answer::Finished { on: date(2026, 1, 14), document: Some(paper) };
        steps::answer(&asked, &one, number(2), done, "").await.unwrap();

        let view = projects::internal(&officer, &one).await.unwrap();
        assert_eq!(view.steps.unwrap()[&number(3)].state, domain::projects::State::Ready { since: date(2026, 1, 14) });
        assert_eq!((view.overruns.agencies.len(), view.band), (0, Some(LateBand::Under12Months)));
        assert!(view.is_internal && view.schedule.unwrap().unwrap().finish.is_ok());
        let late = projects::late(&officer).await.unwrap();
        assert_eq!((late.bands[0], late.open), ((LateBand::Under12Months, 1), 1));
        for step in 3..=5 {
            steps::finish(&officer, &one, number(step), date(2026, 3, 2), "").await.unwrap();
        }
        let done = ProjectFilter {
            state: Some(ProjectState::Finished),
            text: "GIẤY PHÉP mỏ".into(),
            ..ProjectFilter::default()
        };
        assert_eq!(projects::list(&officer, &done, all()).await.unwrap().total, 1);
        assert_eq!(projects::view(&officer, &one).await.unwrap().band, None);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn what_cannot_be_leaves_no_trace_and_says_why() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let one = code("DA-1");
        let last = store.latest().await.unwrap();
        let said = |result: Result<(), OfficeError>| result.unwrap_err().text().en;
        let start = |new: NewProject| projects::start(&officer, new, "");
        assert!(said(start(extension("DA-1")).await).contains("already"));
        assert!(
            said(start(NewProject { site: "M99".parse().unwrap(), ..extension("DA-2") }).await).contains("no site M99")
        );
        assert!(
            said(start(NewProject { template: "none".parse().unwrap(), ..extension("DA-2") }).await)
                .contains("no procedure")
        );
        let early = NewProject { start: date(2024, 1, 5), ..extension("DA-2") };
        assert!(said(start(early.clone()).await).contains("not valid on 5 January 2024"));
        let tomorrow = NewProject { start: date(2026, 7, 1), ..extension("DA-2") };
        assert!(said(start(tomorrow).await).contains("has not come"));
        let unknown = NewProject { enterprise: Some("5100000000".parse().unwrap()), ..extension("DA-2") };
        assert!(said(start(unknown).await).contains("not in the register"));
        let finish = |step, on| steps::finish(&officer, &one, number(step), on, "");
        assert!(said(finish(9, date(2026, 1, 5)).await).contains("no step 9"));
        assert!(said(finish(1, date(2026, 7, 1)).await).contains("has happened"));
        assert!(matches!(
            steps::finish(&officer, &code("DA-9"), number(1), date(2026, 1, 5), "").await,
            Err(OfficeError::NotFound)
        ));
        assert_eq!(store.latest().await.unwrap(), last);

        let exception = Some(text("theo điều khoản chuyển tiếp | by the transitional rule"));
        start(NewProject { exception, ..early }).await.unwrap();
        // The same plan again is no change.
        let plan = StepPlan { finish: Some(date(2026, 1, 9)), ..StepPlan::default() };
        steps::plan(&officer, &one, number(1), plan, "").await.unwrap();
        let last = store.latest().await.unwrap();
        steps::plan(&officer, &one, number(1), plan, "").await.unwrap();
        assert_eq!(store.latest().await.unwrap(), last);
        assert_eq!(
            waiting(&officer, "chu-dau-tu").await[1],
            ("DA-1".into(), 1, date(2026, 1, 5), Some(date(2026, 1, 9)))
        );
        let line = store.journal_line(last).await.unwrap().unwrap().entry;
        assert_eq!((line.subject.as_str(), line.action.as_str()), ("project DA-1", "manage-project"));
        assert!(line.after.contains("2026-01-09") && !line.after.contains("licence_extension"), "{}", line.after);
    });
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

#[test]
fn owners_report_officers_confirm_and_the_public_sees_what_was_confirmed() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let (one, own) = (code("DA-1"), firm(&store, OWN));
        let point = PlanPoint { date: date(2026, 5, 31), percent: 40.0, source: "QĐ 1".into() };
        work::approve_schedule(&officer, &one, &[point], "").await.unwrap();
        work::report(&own, &one, report("2026-05", 30.0), "").await.unwrap();
        let public = at(&store, Actor::public());
        let seen = |context| {
            let (context, one): (Context, _) = (context, one.clone());
            async move { projects::view(&context, &one).await.unwrap() }
        };
        assert!(seen(public.clone()).await.project.construction.reports.is_empty());
        assert_eq!(seen(own.clone()).await.project.construction.reports[0].state, ReportState::Reported);
        let month = "2026-05".parse().unwrap();
        work::hand_back(&officer, &one, month, text("thiếu khối lượng | no volume"), "").await.unwrap();
        work::report(&own, &one, report("2026-05", 31.0), "").await.unwrap();
        work::confirm(&officer, &one, month, "").await.unwrap();
        assert_eq!(seen(public.clone()).await.points_behind, Some(9.0));

        work::land(&officer, &one, land(10.0, LandStage::ToClear), "").await.unwrap();
        work::land(&officer, &one, land(4.0, LandStage::Cleared), "").await.unwrap();
        work::visit(&officer, &one, visit(), "").await.unwrap();
        let milestone = Milestone { kind: MilestoneKind::Acceptance, date: date(2026, 6, 1), source: "BB 2".into() };
        work::reach(&officer, &one, milestone, "").await.unwrap();
        let view = seen(own.clone()).await;
        assert_eq!((view.land_missing.hectares, view.findings_overdue), (Some(6.0), vec![(1, 1)]));
        assert_eq!(seen(public.clone()).await.findings_overdue, []);
        work::mend(&officer, &one, (1, 1), date(2026, 6, 2), text("đã rào | fenced"), "").await.unwrap();
        assert_eq!(seen(own).await.findings_overdue, []);
        steps::remark(&officer, &one, number(1), Visibility::Internal, Some(text("đã gọi | called")), "")
            .await
            .unwrap();
        steps::remark(&officer, &one, number(1), Visibility::Public, Some(text("chờ | waits")), "").await.unwrap();
        let public = seen(public).await.project.steps[&number(1)].clone();
        assert_eq!((public.remark, public.internal_remark), (Some(text("chờ | waits")), None));
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
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

#[test]
fn a_directive_stops_a_site_and_only_an_officer_says_what_comes_after_its_lifting() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let site = "M01".parse().unwrap();
        let on = |day| {
            let (store, site): (_, domain::sites::SiteCode) = (store.clone(), "M01".parse().unwrap());
            async move { store.site(&site, Seq::LATEST).await.unwrap().unwrap().state_on(day) }
        };
        let before = on(date(2026, 2, 1)).await;
        let given = direct(&officer, directive("M01"), "").await.unwrap();
        assert_eq!(
            (given.order, on(date(2026, 2, 1)).await, on(date(2026, 2, 2)).await),
            (1, before, State::StoppedByAuthority)
        );
        lift(&officer, &site, 1, lifting(), None, "").await.unwrap();
        assert_eq!(on(date(2026, 6, 1)).await, State::StoppedByAuthority);
        state(&officer, &site, works_from(date(2026, 5, 11)), "").await.unwrap();
        assert_eq!(on(date(2026, 6, 1)).await, State::Operating);
        assert!(lift(&officer, &site, 1, lifting(), None, "").await.is_err());
        assert!(matches!(lift(&officer, &site, 7, lifting(), None, "").await, Err(OfficeError::NotFound)));
        assert!(matches!(direct(&officer, directive("M99"), "").await, Err(OfficeError::NotFound)));
        let second = direct(&officer, directive("M01"), "").await.unwrap();
        lift(&officer, &site, second.order, lifting(), Some(works_from(date(2026, 5, 4))), "").await.unwrap();
        let public = projects::view(&at(&store, Actor::public()), &code("DA-1")).await.unwrap();
        assert_eq!(public.directives.len(), 2);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
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

/// Every use case by name, done to a project by an actor: what they are told.
async fn every_act(context: &Context, project: &str) -> Vec<(&'static str, &'static str)> {
    let (one, month, day) = (code(project), "2026-05".parse().unwrap(), date(2026, 6, 1));
    let paper = Document {
        number: Fact::Unknown,
        date: Fact::Unknown,
        name: text("văn bản | paper"),
        visibility: Visibility::Public,
    };
    let milestone = Milestone { kind: MilestoneKind::TrialRun, date: day, source: "BB".into() };
    let site = "M02".parse().unwrap();
    vec![
        ("start", told(projects::start(context, extension("DA-7"), "").await)),
        ("plan", told(steps::plan(context, &one, number(2), StepPlan::default(), "").await)),
        ("begin", told(steps::begin(context, &one, number(2), day, "").await)),
        ("interrupt", told(steps::interrupt(context, &one, number(2), day, Interruption::AskPapers, "").await)),
        ("spare", told(steps::spare(context, &one, number(4), true, "").await)),
        ("attach", told(steps::attach(context, &one, number(2), paper, "").await)),
        ("remark", told(steps::remark(context, &one, number(2), Visibility::Public, None, "").await)),
        ("finish", told(steps::finish(context, &one, number(2), day, "").await)),
        ("land", told(work::land(context, &one, land(1.0, LandStage::Cleared), "").await)),
        ("approve", told(work::approve_schedule(context, &one, &[], "").await)),
        ("confirm", told(work::confirm(context, &one, month, "").await)),
        ("hand back", told(work::hand_back(context, &one, month, text("x"), "").await)),
        ("reach", told(work::reach(context, &one, milestone, "").await)),
        ("visit", told(work::visit(context, &one, visit(), "").await)),
        ("mend", told(work::mend(context, &one, (1, 1), day, text("x"), "").await)),
        ("take projects", told(projects::take_projects(context, &[], "").await)),
        ("take steps", told(projects::take_steps(context, &[], "").await)),
        ("direct", told(direct(context, directive("M02"), "").await)),
        ("lift", told(lift(context, &site, 1, lifting(), None, "").await)),
        ("state", told(state(context, &site, works_from(day), "").await)),
        ("take directives", told(projects::directives::take(context, &[], "").await)),
    ]
}

#[test]
fn every_act_is_refused_to_roles_without_reach() {
    on_both(|store| async move {
        found(&store).await;
        let last = store.latest().await.unwrap();
        let mut refused: Vec<Context> =
            vec![at(&store, Actor::public()), firm(&store, OWN), agency(&store, "ubnd-tinh")];
        for role in [Role::Statistician, Role::Clerk, Role::Leader, Role::Administrator, Role::Auditor] {
            refused.push(at(&store, Actor::signed_in("ai đó", role, None, None).unwrap()));
        }
        for context in &refused {
            for (act, answer) in every_act(context, "DA-1").await {
                assert_eq!(answer, "not allowed", "{act} by {:?}", context.actor.role());
            }
        }
        assert_eq!(store.latest().await.unwrap(), last);
        let officer = officer(&store);
        let begun: BTreeSet<_> = every_act(&officer, "DA-1")
            .await
            .into_iter()
            .filter(|(_, answer)| *answer == "done")
            .map(|(act, _)| act)
            .collect();
        assert!(begun.len() >= 18, "{begun:?}");
    });
}

#[test]
fn what_is_not_ones_own_is_answered_as_what_is_not_there() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let (stranger, own) = (firm(&store, OTHER), firm(&store, OWN));
        let others = agency(&store, "so-xay-dung");
        for project in ["DA-1", "DA-404"] {
            let one = code(project);
            for context in [&stranger, &others] {
                assert_eq!(told(projects::internal(context, &one).await), "not found");
            }
            assert_eq!(told(work::report(&stranger, &one, report("2026-05", 1.0), "").await), "not found");
            let begun = Answer::Begun { on: date(2026, 1, 6) };
            assert_eq!(told(steps::answer(&others, &one, number(1), begun, "").await), "not found");
        }
        assert_eq!(told(projects::internal(&at(&store, Actor::public()), &code("DA-1")).await), "not allowed");
        assert_eq!(told(projects::internal(&own, &code("DA-1")).await), "done");
        // A firm sees of a list of waits only its own; an agency asks for itself only.
        assert_eq!(waiting(&own, "chu-dau-tu").await.len(), 1);
        assert_eq!(waiting(&stranger, "chu-dau-tu").await, []);
        assert_eq!(told(projects::waiting_for(&others, &"ubnd-tinh".parse().unwrap(), all()).await), "not found");
        assert_eq!(
            told(projects::waiting_for(&at(&store, Actor::public()), &"ubnd-tinh".parse().unwrap(), all()).await),
            "not allowed"
        );
        // An agency that is asked sees the project; when the step is done, it sees it no more.
        steps::finish(&officer, &code("DA-1"), number(1), date(2026, 1, 6), "").await.unwrap();
        let asked = agency(&store, "so-nong-nghiep-moi-truong");
        assert_eq!(told(projects::internal(&asked, &code("DA-1")).await), "done");
        let wrong_step = Answer::Begun { on: date(2026, 1, 6) };
        assert_eq!(told(steps::answer(&asked, &code("DA-1"), number(4), wrong_step, "").await), "not found");
        for step in 2..=5 {
            steps::finish(&officer, &code("DA-1"), number(step), date(2026, 3, 6), "").await.unwrap();
        }
        assert_eq!(told(projects::internal(&asked, &code("DA-1")).await), "not found");
        assert!(!projects::view(&asked, &code("DA-1")).await.unwrap().is_internal);
    });
}

#[test]
fn carried_and_imported_projects_go_in_once_and_keep_what_was_done() {
    on_both(|store| async move {
        let operator = at(&store, Actor::operator("anh Páo"));
        sites::take(&operator, formats::carried::sites(), "").await.unwrap();
        for expected in [(5, 0), (0, 5)] {
            let taken = projects::take_projects(&operator, formats::carried::projects(), "").await.unwrap();
            assert_eq!((taken.new, taken.unchanged), expected);
        }
        for expected in [(1, 0), (0, 1)] {
            let taken = projects::directives::take(&operator, formats::carried::directives(), "").await.unwrap();
            assert_eq!((taken.new, taken.unchanged), expected);
        }
        let public = at(&store, Actor::public());
        let stopped = projects::view(&public, &code("DA-M04")).await.unwrap();
        assert_eq!((stopped.directives.len(), stopped.schedule, stopped.steps), (1, None, None));
        assert_eq!(stopped.standing.state, ProjectState::NotKnown);

        let officer = officer(&store);
        for format in [FileFormat::Csv, FileFormat::Workbook] {
            for (kind, new, unchanged) in [(Kind::Projects, 2, 1), (Kind::ProjectSteps, 3, 0)] {
                let bytes = example(kind, format).unwrap();
                let reading = import::read(&officer, kind, &Input::new("tệp", &bytes)).await.unwrap();
                assert_eq!(reading.remarks.left_out, 0);
                let taken = import::take(&officer, &reading.sound, "").await.unwrap();
                let expected = if format == FileFormat::Csv { (new, 0, unchanged) } else { (0, 0, new + unchanged) };
                assert_eq!((taken.new, taken.changed, taken.unchanged), expected, "{kind:?} {format:?}");
            }
        }
        // NĐ 193/2025 Đ61: three working days to check. Two passed before the pause, the first a worked Saturday; the third follows it.
        let due = Some(date(2026, 1, 20));
        assert!(waiting(&officer, "ubnd-tinh").await.contains(&("DA-TH1".into(), 2, date(2026, 1, 9), due)));
        assert_eq!(
            told(import::read(&public, Kind::Projects, &Input::new("x", b"")).await.map_err(|refused| match refused {
                import::Refused::Office(error) => error,
                import::Refused::Faults(_) => OfficeError::NotFound,
            })),
            "not allowed"
        );
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

/// After any sequence of acts the kept rows of who is waited for are what the pure function says. The dice are seeded.
#[test]
fn awaited_rows_are_what_follows_from_the_facts_after_any_acts() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let one = code("DA-1");
        let template = formats::carried::templates().iter().find(|t| t.code.as_str() == "licence_extension").unwrap();
        let graph = StepGraph::new(template).unwrap();
        let agencies: BTreeSet<_> = template.steps.iter().flat_map(|step| step.agencies.clone()).collect();
        let mut dice = 20_260_105_u64;
        let mut below = |n: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % n
        };
        let mut done = 0;
        for n in 0..60 {
            let step = number(1 + below(5) as u16);
            let day = date(2026, 1, 5).saturating_add(jiff::Span::new().days(n));
            let acted = match below(6) {
                0 => steps::begin(&officer, &one, step, day, "").await,
                1 if below(3) == 0 => steps::finish(&officer, &one, step, day, "").await,
                2 => steps::interrupt(&officer, &one, step, day, Interruption::Pause(text("chờ | waits")), "").await,
                3 => steps::interrupt(&officer, &one, step, day, Interruption::Resume, "").await,
                4 => steps::spare(&officer, &one, step, below(2) == 0, "").await,
                _ => {
                    let plan = StepPlan { finish: Some(date(2026, 12, 1)), ..StepPlan::default() };
                    steps::plan(&officer, &one, step, plan, "").await
                }
            };
            done += u32::from(acted.is_ok());
            let (project, kept) = store.project(&one, Seq::LATEST).await.unwrap().unwrap();
            assert_eq!(kept, project.standing(&graph, formats::carried::calendar()));
            let mut rows = Vec::new();
            for agency in &agencies {
                rows.extend(
                    store.waiting_for(agency, None, all()).await.unwrap().rows.into_iter().map(|row| row.waits),
                );
            }
            rows.sort();
            assert_eq!(rows, kept.awaited);
        }
        assert!(done > 20, "{done}");
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
