use jiff::civil::date;
use proptest::prelude::*;

use super::*;

#[test]
fn alarms_go_off_once_also_across_the_ends_of_months() {
    // Every day from ten before the deadline to five after: the days on which an alarm goes off.
    #[track_caller]
    fn check(due: Date, expected: [&str; 4]) {
        let mut sent = Vec::new();
        let mut seen = Vec::new();
        let first = due.checked_sub(jiff::Span::new().days(10)).unwrap();
        for today in first.series(jiff::Span::new().days(1)).take(16) {
            if let Some(alarm) = alarm_due(due, today, &sent) {
                sent.push(SentAlarm { alarm, due });
                seen.push(format!("{today} {}", alarm.code()));
            }
        }
        assert_eq!(seen, expected);
    }
    check(date(2024, 3, 2), ["2024-02-24 seven", "2024-02-28 three", "2024-03-01 one", "2024-03-03 late"]);
    check(date(2023, 3, 2), ["2023-02-23 seven", "2023-02-27 three", "2023-03-01 one", "2023-03-03 late"]);
    check(date(2025, 1, 1), ["2024-12-25 seven", "2024-12-29 three", "2024-12-31 one", "2025-01-02 late"]);
}

#[test]
fn a_missed_alarm_is_not_made_up_for_and_a_moved_deadline_begins_again() {
    let due = date(2024, 5, 31);
    assert_eq!(alarm_due(due, date(2024, 5, 23), &[]), None);
    assert_eq!(alarm_due(due, date(2024, 5, 29), &[]), Some(Alarm::Three));
    let sent = [SentAlarm { alarm: Alarm::Three, due }];
    assert_eq!(alarm_due(due, date(2024, 5, 29), &sent), None);
    assert_eq!(alarm_due(due, date(2024, 5, 31), &sent), Some(Alarm::One));
    let moved = date(2024, 6, 5);
    assert_eq!(alarm_due(moved, date(2024, 5, 29), &sent), Some(Alarm::Seven));
}

#[test]
fn a_task_stands_against_its_deadline() {
    let due = date(2024, 2, 29);
    let check = |done, today, expected| assert_eq!(standing(due, done, today), expected);
    check(None, date(2024, 2, 27), TaskStanding::Open { left: 2 });
    check(None, date(2024, 2, 29), TaskStanding::Open { left: 0 });
    check(None, date(2024, 3, 1), TaskStanding::Late { by: 1 });
    check(Some(date(2024, 2, 1)), date(2024, 4, 1), TaskStanding::Done { on: date(2024, 2, 1), late_by: 0 });
    check(Some(date(2024, 3, 3)), date(2024, 4, 1), TaskStanding::Done { on: date(2024, 3, 3), late_by: 3 });
}

#[test]
fn a_report_can_take_back_that_a_task_is_done() {
    let report = |day, is_done| TaskReport {
        date: date(2024, 1, day),
        by: "Sở Xây dựng".into(),
        text: "đã làm".into(),
        is_done,
        visibility: Visibility::Internal,
    };
    assert_eq!(done_on(&[]), None);
    assert_eq!(done_on(&[report(1, false), report(2, true)]), Some(date(2024, 1, 2)));
    assert_eq!(done_on(&[report(2, true), report(3, false)]), None);
}

proptest! {
    #[test]
    fn no_alarm_goes_off_twice_for_one_deadline(start in 0..2000i64, length in 1..40usize, skip in 1..5i64) {
        let due = date(2024, 1, 1).checked_add(jiff::Span::new().days(start)).unwrap();
        let first = due.checked_sub(jiff::Span::new().days(20)).unwrap();
        let mut sent: Vec<SentAlarm> = Vec::new();
        for today in first.series(jiff::Span::new().days(skip)).take(length) {
            if let Some(alarm) = alarm_due(due, today, &sent) {
                prop_assert!(sent.iter().all(|s| s.alarm < alarm));
                sent.push(SentAlarm { alarm, due });
            }
        }
    }
}
