//! The clock of files over the real days off (`formats::carried`). Every expected day was counted by hand from
//! `data/calendar/holidays_vn.csv`; the counting stands beside it.

use domain::deadline::{ClockError, ClockRule, EndsOnDayOff, Event, EventKind, FaultKind, Point, Standing, clock};
use domain::text::Lang;
use formats::carried::calendar;
use jiff::civil::DateTime;

fn moment(text: &str) -> DateTime {
    text.replace(' ', "T").parse().unwrap()
}

fn events(lines: &[(&str, EventKind)]) -> Vec<Event> {
    lines.iter().map(|(at, kind)| Event::new(moment(at), kind.clone())).collect()
}

fn shown(point: Point) -> String {
    match point {
        Point::Day(day) => day.to_string(),
        Point::Moment(moment) => moment.strftime("%Y-%m-%d %H:%M").to_string(),
    }
}

fn pause(limit: &str) -> ClockRule {
    ClockRule::pause(limit.parse().unwrap(), 0)
}

fn moving(limit: &str) -> ClockRule {
    ClockRule { ends_on_day_off: EndsOnDayOff::NextWorkingDay, ..pause(limit) }
}

/// When a file received at a moment is due; `cannot say 2027` where the days off of a year are missing.
fn due(rule: &ClockRule, received: &str) -> String {
    let events = events(&[(received, EventKind::Received)]);
    match clock(rule, &events, calendar(), moment(received)) {
        Ok(clock) => shown(clock.due.unwrap()),
        Err(ClockError::CannotSay(unknown)) => format!("cannot say {}", unknown.year),
        Err(other) => panic!("{other}"),
    }
}

/// Rows of received, limit, due, by a rule whose end stays where it falls.
#[track_caller]
fn check(rows: &[(&str, &str, &str)]) {
    for (received, limit, expected) in rows {
        assert_eq!(due(&pause(limit), received), *expected, "received {received}, limit {limit}");
    }
}

/// Fri 25/4, **Sat 26/4 worked** for Fri 2/5, Sun 27 off, Mon 28, Tue 29, Wed 30/4 and Thu 1/5 holidays, Fri 2/5 off, Sat 3,
/// Sun 4, Mon 5/5, Tue 6, Wed 7.
#[test]
fn from_25_april_to_5_may_2025() {
    check(&[
        ("2025-04-25 09:00", "1wd", "2025-04-26"), // the worked Saturday
        ("2025-04-25 09:00", "3wd", "2025-04-29"), // 26, 28, 29
        ("2025-04-25 09:00", "4wd", "2025-05-05"), // then 30/4 to 4/5 are off
        ("2025-04-25 15:00", "3wd", "2025-04-29"), // fifteen sharp is not after
        ("2025-04-25 15:01", "3wd", "2025-05-05"), // from Sat 26: 28, 29, 5/5
        ("2025-04-26 09:00", "3wd", "2025-05-05"), // a worked Saturday receives
        ("2025-04-26 16:00", "2wd", "2025-05-05"), // from Mon 28: 29, 5/5
        ("2025-04-27 09:00", "2wd", "2025-05-05"), // Sunday, online: from Mon 28
        ("2025-04-29 14:59", "1wd", "2025-05-05"), // the day before the holiday
        ("2025-04-29 15:01", "1wd", "2025-05-06"), // after 15:00 before the holiday: from 5/5
        ("2025-05-02 10:00", "1wd", "2025-05-06"), // the swapped Friday is off: from 5/5
        ("2025-04-25 09:00", "5d", "2025-04-30"),  // calendar days: ends on the holiday and stays
        ("2025-04-25 09:00", "10d", "2025-05-05"),
        ("2025-04-25 15:01", "10d", "2025-05-06"),       // from Sat 26
        ("2025-04-29 15:01", "10d", "2025-05-15"),       // from Mon 5/5
        ("2025-04-30 10:00", "24h", "2025-05-01 10:00"), // hours take no notice of the holiday
        ("2025-04-25 16:00", "72h", "2025-04-28 16:00"),
    ]);
    assert_eq!(due(&moving("5d"), "2025-04-25 09:00"), "2025-05-05");
    assert_eq!(due(&moving("10d"), "2025-04-25 09:00"), "2025-05-05");
    assert_eq!(due(&moving("1d"), "2025-04-25 09:00"), "2025-04-26"); // a worked Saturday is no day off
}

/// Tue 30/12, Wed 31/12, Thu 1/1 holiday, Fri 2/1 off, Sat 3, Sun 4, Mon 5 to Fri 9, **Sat 10/1 worked** for Fri 2/1, Sun 11, Mon 12.
#[test]
fn from_30_december_2025_to_12_january_2026() {
    check(&[
        ("2025-12-30 09:00", "1wd", "2025-12-31"),
        ("2025-12-30 09:00", "2wd", "2026-01-05"),
        ("2025-12-30 09:00", "5wd", "2026-01-08"), // 31, 5, 6, 7, 8
        ("2025-12-30 09:00", "7wd", "2026-01-10"), // 9, then the worked Saturday
        ("2025-12-30 09:00", "8wd", "2026-01-12"),
        ("2025-12-30 15:30", "7wd", "2026-01-12"), // from 31: 5, 6, 7, 8, 9, 10, 12
        ("2025-12-31 15:30", "5wd", "2026-01-10"), // before the holiday: from 5: 6, 7, 8, 9, 10
        ("2026-01-02 09:00", "5wd", "2026-01-10"), // swapped off: from 5
        ("2026-01-09 15:30", "1wd", "2026-01-12"), // Friday after 15:00: from Sat 10
        ("2026-01-10 15:30", "1wd", "2026-01-13"), // worked Saturday after 15:00: from Mon 12
        ("2025-12-31 10:00", "3d", "2026-01-03"),
    ]);
    assert_eq!(due(&moving("3d"), "2025-12-31 10:00"), "2026-01-05");
    assert_eq!(due(&moving("10d"), "2025-12-31 10:00"), "2026-01-10"); // worked, so it stays
}

/// Fri 13/2, Sat 14, Sun 15, Mon 16 to Fri 20 Tết, Sat 21, Sun 22, Mon 23, Tue 24, Wed 25.
#[test]
fn tet_from_14_to_24_february_2026() {
    check(&[
        ("2026-02-13 10:00", "1wd", "2026-02-23"),
        ("2026-02-13 10:00", "2wd", "2026-02-24"),
        ("2026-02-13 15:30", "1wd", "2026-02-24"), // a Friday before Tết: from 23
        ("2026-02-14 09:00", "1wd", "2026-02-24"), // Saturday, online: from 23
        ("2026-02-18 09:00", "2wd", "2026-02-25"),
        ("2026-02-13 10:00", "7d", "2026-02-20"), // ends within Tết and stays
        ("2026-02-13 10:00", "10d", "2026-02-23"),
        ("2026-02-16 08:00", "24h", "2026-02-17 08:00"),
    ]);
    assert_eq!(due(&moving("7d"), "2026-02-13 10:00"), "2026-02-23");
}

#[test]
fn months_end_on_the_same_day_or_the_last() {
    check(&[
        ("2025-01-15 09:00", "6m", "2025-07-15"),
        ("2025-10-31 09:00", "1m", "2025-11-30"), // a Sunday, and stays
        ("2025-12-31 10:00", "2m", "2026-02-28"), // a Saturday
        ("2023-08-31 10:00", "6m", "2024-02-29"), // leap year
        ("2025-02-28 10:00", "1m", "2025-03-28"), // the same number, not the last day
        ("2025-10-31 15:30", "1m", "2025-12-03"), // Friday after 15:00: from Mon 3/11
        ("2025-10-27 09:00", "6m", "2026-04-27"), // day in lieu of the Hùng Kings' day
        ("2025-08-29 16:00", "6m", "2026-03-03"), // Mon 1 and Tue 2/9 are off: from Wed 3/9
    ]);
    assert_eq!(due(&moving("1m"), "2025-10-31 09:00"), "2025-12-01");
    assert_eq!(due(&moving("2m"), "2025-12-31 10:00"), "2026-03-02");
    assert_eq!(due(&moving("6m"), "2025-10-27 09:00"), "2026-04-28");
}

#[test]
fn the_first_known_year_and_the_last() {
    check(&[
        ("2026-11-23 09:00", "1wd", "2026-11-24"),  // a holiday proposed is none yet
        ("2026-12-15 09:00", "12wd", "2026-12-31"), // 16, 17, 18, 21 to 25, 28 to 31
        ("2026-12-15 09:00", "13wd", "cannot say 2027"),
        ("2026-12-15 09:00", "45d", "2027-01-29"), // needs no days off of 2027: 16 days to 31/12, 29 more
        ("2026-12-31 15:30", "45d", "cannot say 2027"), // received in 2027, on a day nobody knows
        ("2014-12-26 09:00", "3wd", "cannot say 2014"), // the worked 27/12/2014 alone does not make the year known
        ("2014-12-26 09:00", "24h", "2014-12-27 09:00"),
    ]);
    assert_eq!(due(&moving("45d"), "2026-12-15 09:00"), "cannot say 2027");
}

fn asked_over_tet() -> Vec<Event> {
    events(&[
        ("2026-02-12 09:00", EventKind::Received),
        ("2026-02-13 10:00", EventKind::ReturnedIneligible),
        ("2026-02-24 09:00", EventKind::PapersBrought),
    ])
}

/// Received Thu 12/2, one day counted (Fri 13), brought back Tue 24/2. Four days left: Wed 25, Thu 26, Fri 27, Mon 2/3. All five
/// again: Tue 3/3.
#[test]
fn pause_goes_on_and_restart_begins_again() {
    let told = |rule: &ClockRule| clock(rule, &asked_over_tet(), calendar(), moment("2026-02-24 10:00")).unwrap();
    let (paused, restarted) = (told(&pause("5wd")), told(&ClockRule::restart("5wd".parse().unwrap())));
    assert_eq!(paused.due.unwrap().in_lang(Lang::Vi), "02/03/2026");
    assert_eq!(restarted.due.unwrap().in_lang(Lang::Vi), "03/03/2026");
    assert_eq!((shown(paused.counts_from), paused.spent.amount), ("2026-02-12".to_owned(), 1));
    assert_eq!((shown(restarted.counts_from), restarted.spent.amount), ("2026-02-24".to_owned(), 0));
}

/// Before Tết a file may be returned within three working days: received Thu 12/2, they are Fri 13, Mon 23, Tue 24.
#[test]
fn the_days_for_a_return_are_working_days() {
    let faults = |returned| {
        let lines = [("2026-02-12 09:00", EventKind::Received), (returned, EventKind::ReturnedIneligible)];
        let rule = ClockRule::restart("20wd".parse().unwrap());
        clock(&rule, &events(&lines), calendar(), moment(returned)).unwrap().faults.len()
    };
    assert_eq!((faults("2026-02-24 17:00"), faults("2026-02-25 08:00")), (0, 1));
}

/// Received Mon 5/5, three days counted (6, 7, 8), seven left from Mon 12: 13, 14, 15, 16, 19, 20, 21. The second request, out
/// from the 14th to the 19th, takes nothing off.
#[test]
fn a_second_request_for_papers_does_not_stop_the_clock() {
    let lines = events(&[
        ("2025-05-05 09:00", EventKind::Received),
        ("2025-05-08 10:00", EventKind::PapersAsked),
        ("2025-05-12 09:00", EventKind::PapersBrought),
        ("2025-05-14 09:00", EventKind::PapersAsked),
        ("2025-05-19 09:00", EventKind::PapersBrought),
        ("2025-05-23 11:00", EventKind::Finished),
    ]);
    let told = |as_of| clock(&pause("10wd"), &lines, calendar(), moment(as_of)).unwrap();
    assert_eq!(told("2025-05-09 08:00").due, None);
    let end = told("2025-06-01 08:00");
    assert_eq!(shown(end.due.unwrap()), "2025-05-21");
    assert!(matches!(end.standing, Standing::Late { by } if by.in_words().vi == "2 ngày làm việc"), "{end:?}");
    assert_eq!(end.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::AskedAgain]);
    assert_eq!(end.faults[0].moment, moment("2025-05-14 09:00"));
}

/// 45 days from Mon 3/3, ten counted by 13/3, 35 left and 25 more from Tue 1/4: 60 days on is 31/5 (29 in April after the 1st, 31 in May).
#[test]
fn a_supplement_brings_25_days_more() {
    let rule = ClockRule::pause("45d".parse().unwrap(), 25);
    let lines = events(&[
        ("2025-03-03 09:00", EventKind::Received),
        ("2025-03-13 09:00", EventKind::PapersAsked),
        ("2025-04-01 09:00", EventKind::PapersBrought),
    ]);
    let clock = clock(&rule, &lines, calendar(), moment("2025-04-01 09:00")).unwrap();
    assert_eq!(shown(clock.due.unwrap()), "2025-05-31");
}
