use super::*;

#[test]
fn what_a_step_waits_for_goes_in_and_out_of_text() {
    for (text, expected) in
        [("", ""), ("4|5", "4|5"), ("8;9;10", "8;9;10"), (" 7 ; 5|4 ", "4|5;7"), ("12;3|1", "1|3;12")]
    {
        let waits_for: WaitsFor = text.parse().unwrap();
        assert_eq!(waits_for.to_string(), expected);
        assert_eq!(expected.parse(), Ok(waits_for));
    }
}

#[test]
fn a_broken_condition_is_refused() {
    for text in ["4;", "|4", "a", "4|4", "4;4", "4|5;5|4", "0", "1000", "03", "+3", "4,5"] {
        assert!(text.parse::<WaitsFor>().is_err(), "{text}");
    }
}

#[track_caller]
fn check_fault(rows: &[(u16, &str)], expected: &str) {
    let steps = rows.iter().map(|(n, waits_for)| step(*n, waits_for, days(1))).collect();
    let faults = StepGraph::new(&template(steps)).unwrap_err();
    let what: Vec<String> = faults.iter().map(|fault| fault.what().en).collect();
    assert_eq!(what.join(" "), expected);
}

#[test]
fn a_cycle_is_refused_and_its_path_named() {
    let cycle = |path: &str| format!("The steps wait for one another: {path}.");
    // 3 before 7 before 9 before 3.
    check_fault(&[(1, ""), (3, "9"), (7, "3;1"), (9, "7")], &cycle("3 → 7 → 9 → 3"));
    check_fault(&[(1, ""), (2, "2")], &cycle("2 → 2"));
    check_fault(&[(1, "1")], &cycle("1 → 1"));
    check_fault(&[(1, "2"), (2, "1")], &cycle("1 → 2 → 1"));
    // Through an alternative, though the other one would do.
    check_fault(&[(1, ""), (2, "1|4"), (3, "2"), (4, "3")], &cycle("2 → 3 → 4 → 2"));
    // A step that hangs on a cycle is not on it.
    check_fault(&[(1, "3"), (2, "3|4"), (3, "2"), (4, "")], &cycle("2 → 3 → 2"));
    // Of two ways round the shorter.
    check_fault(&[(1, "4|2"), (2, "1"), (3, "2"), (4, "3")], &cycle("1 → 2 → 1"));
    // Of two equally short ones that through the lower numbers.
    check_fault(&[(1, "4"), (2, "1"), (3, "1"), (4, "2;3")], &cycle("1 → 2 → 4 → 1"));
}

#[test]
fn other_faults_are_all_named() {
    check_fault(&[], "The procedure has no steps.");
    check_fault(
        &[(1, "7"), (2, "1|8"), (2, "9")],
        "Step 2 stands twice. Step 1 waits for step 7, which the procedure does not have. Step 2 waits for step 9, which the \
         procedure does not have.",
    );
    let mut unknown_goal = template(vec![step(1, "", None)]);
    unknown_goal.goals.insert(number(5));
    let faults = StepGraph::new(&unknown_goal).unwrap_err();
    assert_eq!(faults, [GraphFault::UnknownGoal { step: number(5) }]);
}

#[test]
fn the_order_does_not_depend_on_the_rows() {
    let rows =
        vec![step(9, "2", None), step(2, "", None), step(5, "9|1", None), step(1, "", None), step(4, "1;2", None)];
    let expected = StepGraph::new(&template(rows.clone())).unwrap();
    assert_eq!(numbers(expected.order()), [1, 2, 4, 9, 5]);
    assert_eq!(expected.goals().iter().copied().map(u16::from).collect::<Vec<_>>(), [4, 5]);
    for shift in 0..rows.len() {
        let mut rows = rows.clone();
        rows.rotate_left(shift);
        assert_eq!(StepGraph::new(&template(rows.clone())).unwrap(), expected);
        rows.reverse();
        assert_eq!(StepGraph::new(&template(rows)).unwrap(), expected);
    }
}

#[test]
fn validity_bounds_that_were_not_found_do_not_bind() {
    let mut old = template(vec![step(1, "", None)]);
    assert!(old.is_valid_on(date(1990, 1, 1)));
    old.valid_until = Some(date(2025, 6, 30));
    assert!(old.is_valid_on(date(2025, 6, 30)) && !old.is_valid_on(date(2025, 7, 1)));
    old.valid_from = Some(date(2011, 7, 1));
    assert!(!old.is_valid_on(date(2011, 6, 30)));
    assert!("Mine-2010".parse::<TemplateCode>().is_err());
}
