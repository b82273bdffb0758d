use super::*;

fn day(after: i32) -> Date {
    START.checked_add(jiff::Span::new().days(after)).unwrap()
}

fn slack_of(schedule: &Schedule, n: u16) -> Slack {
    schedule.steps[&number(n)].slack.clone()
}

fn no_time(steps: &[u16]) -> Unknown {
    Unknown { reasons: steps.iter().map(|n| Reason::NoTime { step: number(*n) }).collect() }
}

#[test]
fn all_takes_the_latest_and_any_the_earliest() {
    // 1 (5 days) → 2 (10), 3 (3); 4 waits for both, 5 for one of them; 6 for 4 and 5.
    let graph = graph(&[
        (1, "", Some(5)),
        (2, "1", Some(10)),
        (3, "1", Some(3)),
        (4, "2;3", Some(1)),
        (5, "2|3", Some(1)),
        (6, "4;5", Some(2)),
    ]);
    let schedule = schedule(&graph, &Progress::plan(START));
    let times = |n| schedule.steps[&number(n)].start.clone().unwrap();
    assert_eq!((times(4), times(5)), (day(15), day(8)));
    assert_eq!(schedule.finish, Ok(day(18)));
    assert_eq!(numbers(&schedule.critical_path), [1, 2, 4, 6]);
    // 3 may be seven days late for 4; 5 is then carried by 2.
    assert_eq!((slack_of(&schedule, 2), slack_of(&schedule, 3)), (Slack::Days(0), Slack::Days(7)));
    assert_eq!(slack_of(&schedule, 5), Slack::Days(7));
}

#[test]
fn a_losing_alternative_and_a_step_after_the_goal_have_no_bound() {
    let graph =
        graph(&[(1, "", Some(2)), (2, "1", Some(4)), (3, "1", Some(9)), (4, "2|3", Some(1)), (5, "4", Some(1))]);
    let mut progress = Progress::plan(START);
    progress.goals.insert(number(4));
    let schedule = schedule(&graph, &progress);
    assert_eq!(schedule.finish, Ok(day(7)));
    assert_eq!(slack_of(&schedule, 3), Slack::Overtaken);
    assert_eq!(slack_of(&schedule, 5), Slack::NotAsked);
    // The winner has none; delayed by more, the other would carry the work, but five days later.
    assert_eq!(slack_of(&schedule, 2), Slack::Days(0));
    // Both alternatives hang on step 1: late together. A backward pass that looks at one edge at a time would let it off.
    assert_eq!(slack_of(&schedule, 1), Slack::Days(0));
}

#[test]
fn ruling_an_alternative_out_moves_the_work_to_the_other() {
    let graph = graph(&[(1, "", Some(2)), (2, "1", Some(4)), (3, "1", Some(9)), (4, "2|3", Some(1))]);
    let mut progress = Progress::plan(START);
    progress.step_mut(number(2)).not_needed = true;
    let ruled_out = schedule(&graph, &progress);
    assert_eq!(ruled_out.finish, Ok(day(12)));
    assert_eq!(numbers(&ruled_out.critical_path), [1, 3, 4]);
    assert_eq!(slack_of(&ruled_out, 2), Slack::NotNeeded);
    // With neither needed, 4 still waits for what they waited for.
    progress.step_mut(number(3)).not_needed = true;
    let neither = schedule(&graph, &progress);
    assert_eq!(neither.finish, Ok(day(3)));
    assert_eq!(numbers(&neither.critical_path), [1, 4]);
}

#[test]
fn what_happened_overrides_the_plan() {
    let graph = graph(&[(1, "", Some(5)), (2, "1", Some(10)), (3, "2", Some(2))]);
    let mut progress = Progress::plan(START);
    *progress.step_mut(number(1)) =
        StepFacts { started: Some(day(3)), finished: Some(day(20)), ..StepFacts::default() };
    let late = schedule(&graph, &progress);
    assert_eq!((late.steps[&number(1)].start.clone(), late.steps[&number(2)].start.clone()), (Ok(day(3)), Ok(day(20))));
    assert_eq!((late.finish, slack_of(&schedule(&graph, &progress), 1)), (Ok(day(32)), Slack::Finished));
    // Begun before what it waits for was done: it runs from its own day, and the chain begins with it.
    progress.step_mut(number(2)).started = Some(day(1));
    let early = schedule(&graph, &progress);
    assert_eq!((early.finish.clone(), numbers(&early.critical_path)), (Ok(day(13)), vec![2, 3]));
}

#[test]
fn nothing_open_ends_or_begins_before_the_day_of_the_question() {
    let graph = graph(&[(1, "", Some(5)), (2, "1", Some(10)), (3, "", Some(1))]);
    let mut progress = Progress::plan(START);
    progress.step_mut(number(1)).started = Some(day(0));
    progress.as_of = Some(day(30));
    let schedule = schedule(&graph, &progress);
    assert_eq!(schedule.steps[&number(1)].finish, Ok(day(30)));
    assert_eq!(schedule.steps[&number(3)].start, Ok(day(30)));
    assert_eq!(schedule.finish, Ok(day(40)));
    assert_eq!(slack_of(&schedule, 3), Slack::Days(9));
}

#[test]
fn a_done_alternative_settles_its_clause() {
    let graph = graph(&[(1, "", Some(1)), (2, "", None), (3, "1|2", Some(1))]);
    let mut progress = Progress::plan(START);
    assert_eq!(schedule(&graph, &progress).finish, Err(no_time(&[2])));
    progress.step_mut(number(1)).finished = Some(day(9));
    let settled = schedule(&graph, &progress);
    assert_eq!(settled.finish, Ok(day(10)));
    assert_eq!(slack_of(&settled, 2), Slack::Overtaken);
    let reason = Reason::StartNotRecorded { step: number(1) };
    assert_eq!(settled.steps[&number(1)].start, Err(reason.into()));
}

#[test]
fn an_unknown_time_makes_all_that_depends_on_it_unknown_and_nothing_else() {
    let graph = graph(&[
        (1, "", Some(1)),
        (2, "1", None),
        (3, "1", None),
        (4, "2;3", Some(1)),
        (5, "1", Some(1)),
        (6, "4|5", Some(1)),
    ]);
    let mut progress = Progress::plan(START);
    let unknown = schedule(&graph, &progress);
    assert_eq!(unknown.steps[&number(2)].start, Ok(day(1)));
    assert_eq!(unknown.steps[&number(2)].finish, Err(no_time(&[2])));
    assert_eq!(unknown.steps[&number(4)].finish, Err(no_time(&[2, 3])));
    assert_eq!(unknown.steps[&number(5)].finish, Ok(day(2)));
    // Step 4 might come first: the earlier of a known and an unknown day is unknown.
    assert_eq!((unknown.finish.clone(), unknown.critical_path.len()), (Err(no_time(&[2, 3])), 0));
    assert_eq!(slack_of(&unknown, 1), Slack::Unknown(no_time(&[2, 3])));
    // Planned where the law gives nothing, and marked so; a plan does not replace the law.
    progress.step_mut(number(2)).planned = days(2);
    progress.step_mut(number(3)).planned = days(3);
    progress.step_mut(number(5)).planned = days(99);
    let known = schedule(&graph, &progress);
    assert_eq!(known.steps[&number(3)].time, StepTime::Planned(days(3).unwrap()));
    assert_eq!(known.steps[&number(5)].time, StepTime::Statutory(days(1).unwrap()));
    assert_eq!(known.finish, Ok(day(3)));
}

#[test]
fn a_year_without_days_off_is_a_reason() {
    let working = Some(Count::new(5, LimitUnit::WorkingDays));
    let graph =
        StepGraph::new(&template(vec![step(1, "", working), step(2, "", days(10)), step(3, "1;2", days(1))])).unwrap();
    let schedule = schedule(&graph, &Progress::plan(date(2027, 12, 30)));
    let reason = Reason::YearNotKnown { step: number(1), year: 2028 };
    assert_eq!(schedule.finish, Err(reason.into()));
    assert_eq!(schedule.steps[&number(2)].finish, Ok(date(2028, 1, 9)));
}

#[test]
fn slack_runs_over_tet() {
    // 1 (working day) must end for 3 by the time 2 ends; Tết swallows a delay.
    let working = |amount| Some(Count::new(amount, LimitUnit::WorkingDays));
    let rows = vec![step(1, "", days(0)), step(2, "1", working(1)), step(3, "2", days(1))];
    let graph = StepGraph::new(&template(rows)).unwrap();
    // Thursday 8 February, the first day of Tết: the next working day is the 15th.
    let schedule = schedule(&graph, &Progress::plan(date(2024, 2, 8)));
    assert_eq!(schedule.finish, Ok(date(2024, 2, 16)));
    assert_eq!(slack_of(&schedule, 1), Slack::Days(6));
    assert_eq!(slack_of(&schedule, 2), Slack::Days(0));
}

#[test]
fn facts_that_contradict_themselves_are_refused() {
    let graph = graph(&[(1, "", Some(1)), (2, "1", Some(1))]);
    let mut progress = Progress::plan(START);
    progress.as_of = Some(day(5));
    *progress.step_mut(number(1)) = StepFacts { started: Some(day(4)), finished: Some(day(3)), ..StepFacts::default() };
    *progress.step_mut(number(2)) = StepFacts { started: Some(day(6)), not_needed: true, ..StepFacts::default() };
    progress.step_mut(number(9)).delay_days = 1;
    let faults = graph.schedule(&progress, &calendar()).unwrap_err();
    let expected = [
        ProgressFault::UnknownStep { step: number(9) },
        ProgressFault::FinishedBeforeStarted { step: number(1), started: day(4), finished: day(3) },
        ProgressFault::BegunThoughNotNeeded { step: number(2) },
        ProgressFault::InTheFuture { step: number(2), date: day(6), as_of: day(5) },
    ];
    assert_eq!(faults, expected);
    assert!(faults[1].what().vi.contains("xong ngày 11/01/2024, trước khi bắt đầu ngày 12/01/2024"));
}
