//! Acts on a running project, and what follows from them.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::super::tests::{calendar, number, step, template};
use super::super::{LateBand, StepGraph, awaited};
use super::*;
use crate::deadline::{Count, LimitUnit};

const START: Date = date(2024, 3, 4);

fn working(amount: u32) -> Option<Count> {
    Some(Count::new(amount, LimitUnit::WorkingDays))
}

/// 1 (20 working days) → 2 (no time) and 3 (10 working days) → 4.
fn graph() -> StepGraph {
    let mut rows = vec![step(1, "", working(20)), step(2, "1", None), step(3, "1", working(10)), step(4, "2;3", None)];
    rows[1].agencies = vec!["chu-dau-tu".parse().unwrap()];
    rows[2].agencies = vec!["so-cong-thuong".parse().unwrap(), "ubnd-tinh".parse().unwrap()];
    StepGraph::new(&template(rows)).unwrap()
}

fn project() -> Project {
    let (code, site) = ("DA-1".parse().unwrap(), "M01".parse().unwrap());
    let mut project = Project::new(code, site, "test".parse().unwrap(), Text::new("Dự án thử", "Test project"));
    project.start = Fact::Known(START);
    project
}

fn waiting(project: &Project) -> Vec<(u16, String, Date, Option<Date>)> {
    let standing = project.standing(&graph(), &calendar());
    standing.awaited.into_iter().map(|a| (a.step.into(), a.agency.to_string(), a.since, a.due)).collect()
}

fn pause() -> Interruption {
    Interruption::Pause(Text::new("chờ quy hoạch", "waits for the plan"))
}

#[test]
fn a_project_waits_for_the_agencies_of_its_open_steps() {
    let (mut project, graph) = (project(), graph());
    assert_eq!(waiting(&project), [(1, "so-cong-thuong".to_owned(), START, None)]);
    project.begin_step(&graph, number(1), date(2024, 3, 5)).unwrap();
    // Twenty working days after Tuesday 5 March.
    assert_eq!(waiting(&project)[0].3, Some(date(2024, 4, 2)));
    project.interrupt_step(&graph, number(1), date(2024, 3, 7), pause()).unwrap();
    assert_eq!(waiting(&project)[0].3, None);
    assert_eq!(project.standing(&graph, &calendar()).state, ProjectState::Paused);
    project.interrupt_step(&graph, number(1), date(2024, 3, 14), Interruption::Resume).unwrap();
    assert_eq!(waiting(&project)[0].3, Some(date(2024, 4, 9)));
    project.finish_step(&graph, number(1), date(2024, 4, 10)).unwrap();
    project.plan_step(&graph, number(2), StepPlan { finish: Some(date(2024, 6, 1)), ..StepPlan::default() }).unwrap();
    let open = date(2024, 4, 10);
    assert_eq!(
        waiting(&project),
        [
            (2, "chu-dau-tu".to_owned(), open, Some(date(2024, 6, 1))),
            (3, "so-cong-thuong".to_owned(), open, None),
            (3, "ubnd-tinh".to_owned(), open, None),
        ]
    );
    // One working day beyond the twenty: the pause of five is not counted.
    let overruns = project.overruns(&graph, date(2024, 5, 1), &calendar());
    assert_eq!((overruns.agencies.len(), overruns.agencies[0].steps[0].by), (1, Count::new(1, LimitUnit::WorkingDays)));
    for n in [2, 3, 4] {
        project.finish_step(&graph, number(n), date(2024, 5, 10)).unwrap();
    }
    let standing = project.standing(&graph, &calendar());
    assert_eq!((standing.state, standing.finished), (ProjectState::Finished, Some(date(2024, 5, 10))));
    project.due = Fact::Known(date(2023, 5, 1));
    assert_eq!(project.band(&graph, &calendar(), date(2030, 1, 1)), Some(LateBand::From12To24Months));
}

#[test]
fn a_project_whose_beginning_is_not_known_waits_for_nobody() {
    let mut project = project();
    project.start = Fact::Unknown;
    let standing = project.standing(&graph(), &calendar());
    assert_eq!((standing.state, standing.awaited), (ProjectState::NotKnown, vec![]));
    assert!(project.schedule(&graph(), START, &calendar()).is_none() && !project.has_begun());
}

#[test]
fn what_cannot_have_happened_is_refused() {
    let graph = graph();
    let today = date(2024, 6, 3);
    let check = |what: &str, act: &dyn Fn(&mut Project) -> Result<(), ActFault>| {
        let mut project = project();
        project.begin_step(&graph, number(1), date(2024, 3, 5)).unwrap();
        let said = act(&mut project).err().or_else(|| project.fault(&graph, today)).map(|fault| fault.what().en);
        assert!(said.as_deref().unwrap_or_default().contains(what), "{what}: {said:?}");
    };
    check("has no step 9", &|p| p.begin_step(&graph, number(9), today));
    check("began on", &|p| p.begin_step(&graph, number(1), today));
    check("has not begun", &|p| p.interrupt_step(&graph, number(2), today, pause()));
    check("before it began", &|p| p.finish_step(&graph, number(1), date(2024, 3, 4)));
    check("after 3 June 2024", &|p| p.finish_step(&graph, number(1), date(2024, 6, 4)));
    check("began on", &|p| p.spare_step(&graph, number(1), true));
    check("that was not paused", &|p| p.interrupt_step(&graph, number(1), today, Interruption::Resume));
    check("interrupted later", &|p| {
        p.interrupt_step(&graph, number(1), today, pause())?;
        p.finish_step(&graph, number(1), date(2024, 5, 2))
    });
    check("planned to end before", &|p| {
        let plan = StepPlan { start: Some(today), finish: Some(START), time: None };
        p.plan_step(&graph, number(2), plan)
    });
    check("hectares", &|p| p.record_land(LandFigure { hectares: Some(-1.0), ..land(LandStage::Cleared, 1, 0.0) }));
    check("0 to 100", &|p| p.report_month(report("2024-05", 101.0), today));
    check("has not come", &|p| p.report_month(report("2024-07", 10.0), today));
    check("no report", &|p| p.judge_month("2024-05".parse().unwrap(), None));
    check("no finding", &|p| p.mend(1, 1, today, Text::default(), today));
}

fn land(stage: LandStage, day: i8, hectares: f64) -> LandFigure {
    LandFigure { stage, date: date(2024, 3, day), hectares: Some(hectares), households: None, source: "BC 1".into() }
}

#[test]
fn the_newest_figure_of_land_counts_by_its_own_day() {
    let mut project = project();
    assert_eq!(land_missing(&project.land), LandMissing::default());
    for figure in
        [land(LandStage::ToClear, 1, 10.0), land(LandStage::Cleared, 20, 4.0), land(LandStage::Cleared, 5, 1.0)]
    {
        project.record_land(figure).unwrap();
    }
    assert_eq!(land_missing(&project.land), LandMissing { hectares: Some(6.0), households: None });
    project.record_land(land(LandStage::Cleared, 20, 12.0)).unwrap();
    assert_eq!(land_missing(&project.land).hectares, Some(0.0));
}

fn report(month: &str, percent: f64) -> WorkReport {
    WorkReport {
        month: month.parse().unwrap(),
        percent,
        volume: None,
        disbursed: Some(1500.0),
        state: ReportState::Confirmed,
        reason: None,
    }
}

#[test]
fn only_what_was_confirmed_is_behind_the_approved_schedule() {
    let (mut project, today) = (project(), date(2024, 8, 1));
    let point = |month, percent| PlanPoint { date: date(2024, month, 30), percent, source: "QĐ 1".into() };
    project.approve_schedule(&[point(6, 60.0), point(4, 20.0)]).unwrap();
    assert_eq!(points_behind(&project.construction), None);
    project.report_month(report("2024-05", 12.5), today).unwrap();
    assert_eq!(points_behind(&project.construction), None);
    project.judge_month("2024-05".parse().unwrap(), Some(Text::new("thiếu", "missing"))).unwrap();
    project.report_month(report("2024-05", 15.0), today).unwrap();
    project.judge_month("2024-05".parse().unwrap(), None).unwrap();
    assert_eq!(points_behind(&project.construction), Some(5.0));
    assert!(project.report_month(report("2024-05", 20.0), today).is_err());
    project.report_month(report("2024-06", 70.0), today).unwrap();
    project.judge_month("2024-06".parse().unwrap(), None).unwrap();
    assert_eq!(points_behind(&project.construction), Some(0.0));
}

fn finding(deadline: Option<Date>) -> Finding {
    Finding { number: 0, what: Text::new("thiếu rào", "no fence"), deadline, mended: None, how: None }
}

fn visit(findings: Vec<Finding>) -> Visit {
    Visit {
        number: 0,
        date: date(2024, 5, 2),
        kind: VisitKind::Quality,
        by: Text::new("Sở", "Department"),
        summary: Text::new("đã xem", "seen"),
        source: "BB 1".into(),
        findings,
    }
}

#[test]
fn a_finding_is_overdue_until_it_is_mended() {
    let (mut project, today) = (project(), date(2024, 6, 3));
    let deadlines = [Some(date(2024, 6, 2)), Some(date(2024, 6, 3)), None];
    project.record_visit(visit(deadlines.map(finding).into()), today).unwrap();
    let overdue =
        |project: &Project| findings_overdue(&project.visits, today).iter().map(|(_, f)| f.number).collect::<Vec<_>>();
    assert_eq!(overdue(&project), [1]);
    project.mend(1, 1, today, Text::new("đã rào", "fenced"), today).unwrap();
    assert_eq!(overdue(&project), [0u16; 0]);
    assert!(project.mend(1, 1, today, Text::default(), today).is_err());
    assert!(project.record_visit(visit(vec![finding(Some(date(2024, 5, 1)))]), today).is_err());
}

#[test]
fn the_public_sees_public_fields_only() {
    let (mut project, graph) = (project(), graph());
    let paper = |visibility| Document {
        number: Fact::Unknown,
        date: Fact::Unknown,
        name: Text::new("văn bản", "paper"),
        visibility,
    };
    project.internal_note = Some(Text::typed("riêng"));
    project.begin_step(&graph, number(1), START).unwrap();
    project.interrupt_step(&graph, number(1), START, pause()).unwrap();
    project.attach(&graph, number(1), paper(Visibility::Public)).unwrap();
    project.attach(&graph, number(1), paper(Visibility::Internal)).unwrap();
    project.step_mut(&graph, number(1)).unwrap().internal_remark = Some(Text::typed("riêng"));
    project.report_month(report("2024-02", 1.0), START).unwrap();
    project.record_visit(Visit { date: START, ..visit(vec![]) }, START).unwrap();
    let seen = serde_json::to_string(&project.public()).unwrap();
    assert!(!seen.contains("riêng") && !seen.contains("chờ quy hoạch") && !seen.contains("Internal"), "{seen}");
    let public = project.public();
    assert_eq!(public.steps[&number(1)].documents.len(), 1);
    assert!(public.visits.is_empty() && public.construction.reports.is_empty());
    assert_eq!(public.standing(&graph, &calendar()), project.standing(&graph, &calendar()));
}

proptest! {
    /// Pausing a step for n working days moves its due day, and the earliest end of the schedule, by exactly n working days.
    #[test]
    fn a_pause_of_n_working_days_moves_due_by_n(begun in 0u32..20, after in 0u32..20, n in 0u32..40) {
        let (graph, calendar) = (graph(), calendar());
        let day = |from: Date, n| calendar.plus_working_days(from, n).unwrap();
        let started = day(START, begun);
        let mut project = project();
        project.begin_step(&graph, number(1), started).unwrap();
        let before = waiting(&project)[0].3.unwrap();
        let finish = |project: &Project, on: Date| {
            project.schedule(&graph, on, &calendar).unwrap().unwrap().steps[&number(1)].finish.clone().unwrap()
        };
        prop_assert_eq!(finish(&project, started), before);
        let halted = day(started, after);
        let resumed = day(halted, n);
        project.interrupt_step(&graph, number(1), halted, pause()).unwrap();
        project.interrupt_step(&graph, number(1), resumed, Interruption::Resume).unwrap();
        prop_assert_eq!(waiting(&project)[0].3.unwrap(), day(before, n));
        prop_assert_eq!(finish(&project, resumed), day(before, n));
    }

    /// Whatever is done, the awaited agencies are those of the steps that are asked for, and nobody is awaited when it is done.
    #[test]
    fn awaited_agencies_follow_from_the_steps(acts in proptest::collection::vec((1u16..5, 0u8..4), 0..30)) {
        let (graph, calendar, mut project) = (graph(), calendar(), project());
        for (n, (of, what)) in acts.into_iter().enumerate() {
            let day = START.saturating_add(jiff::Span::new().days(n as i64));
            let before = project.clone();
            let done = match what {
                0 => project.begin_step(&graph, number(of), day),
                1 => project.finish_step(&graph, number(of), day),
                2 => project.interrupt_step(&graph, number(of), day, pause()),
                _ => project.spare_step(&graph, number(of), true),
            };
            if done.is_err() || project.fault(&graph, day).is_some() {
                project = before;
            }
            let standing = project.standing(&graph, &calendar);
            let open = awaited(&graph, &project.progress(None).unwrap());
            let open = open.iter().filter(|_| standing.finished.is_none());
            let expected: usize = open.map(|one| one.agencies.len()).sum();
            prop_assert_eq!(standing.awaited.len(), expected);
            prop_assert_eq!(standing.finished.is_some(), standing.state == ProjectState::Finished);
        }
    }
}
