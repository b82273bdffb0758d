use super::*;

fn state(graph: &StepGraph, progress: &Progress, n: u16) -> (State, bool) {
    let standing = standing(graph, progress).remove(&number(n)).unwrap();
    (standing.state, standing.asked)
}

#[test]
fn who_is_waited_for_and_since_when() {
    let mut rows =
        vec![step(1, "", days(1)), step(2, "1", None), step(3, "1", None), step(4, "2|3", None), step(5, "1;4", None)];
    rows[1].agency = Text::new("Sở Xây dựng", "Department of Construction");
    let graph = StepGraph::new(&template(rows)).unwrap();
    let mut progress = Progress::plan(START);
    assert_eq!(state(&graph, &progress, 1), (State::Ready { since: START }, true));
    assert_eq!(state(&graph, &progress, 5), (State::Waiting { on: vec![vec![number(1)], vec![number(4)]] }, true));
    progress.step_mut(number(1)).finished = Some(date(2024, 2, 1));
    progress.step_mut(number(2)).started = Some(date(2024, 3, 1));
    assert_eq!(state(&graph, &progress, 4), (State::Waiting { on: vec![vec![number(2), number(3)]] }, true));
    assert_eq!(state(&graph, &progress, 5), (State::Waiting { on: vec![vec![number(4)]] }, true));
    let who: Vec<_> =
        awaited(&graph, &progress).into_iter().map(|a| (a.since, u16::from(a.step), a.agency.en, a.underway)).collect();
    let expected = [
        (date(2024, 2, 1), 3, "Department".to_owned(), false),
        (date(2024, 3, 1), 2, "Department of Construction".to_owned(), true),
    ];
    assert_eq!(who, expected);
}

#[test]
fn an_idle_alternative_is_not_asked_for() {
    let graph = graph(&[(1, "", None), (2, "", None), (3, "1|2", None)]);
    let mut progress = Progress::plan(START);
    progress.step_mut(number(1)).finished = Some(date(2024, 2, 1));
    assert_eq!(state(&graph, &progress, 2), (State::Ready { since: START }, false));
    assert_eq!(state(&graph, &progress, 3), (State::Ready { since: date(2024, 2, 1) }, true));
    assert_eq!(awaited(&graph, &progress).len(), 1);
}

#[test]
fn a_step_that_is_not_needed_is_passed_over_not_passed_by() {
    let graph = graph(&[(1, "", None), (2, "1", None), (3, "2", None)]);
    let mut progress = Progress::plan(START);
    progress.step_mut(number(2)).not_needed = true;
    assert_eq!(state(&graph, &progress, 2), (State::NotNeeded, true));
    assert_eq!(state(&graph, &progress, 3), (State::Waiting { on: vec![vec![number(2)]] }, true));
    progress.step_mut(number(1)).finished = Some(date(2024, 2, 1));
    assert_eq!(state(&graph, &progress, 3), (State::Ready { since: date(2024, 2, 1) }, true));
}
