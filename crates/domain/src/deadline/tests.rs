//! Small calendars: what each event does. The real calendars are in the tests of `formats`, which carries them.

use jiff::civil::{DateTime, date};

use super::*;
use crate::calendar::{Calendar, DayKind, SpecialDay, YearNotKnown};

/// January 2024 is a plain month that begins on a Monday: only New Year's Day is off. Saturday 20 is worked for Friday 26.
fn calendar() -> Calendar {
    let day = |kind| SpecialDay { name: Text::default(), kind };
    Calendar::new(
        [
            (date(2024, 1, 1), day(DayKind::Statutory)),
            (date(2024, 1, 20), day(DayKind::SwapWork)),
            (date(2024, 1, 26), day(DayKind::SwapOff)),
        ],
        [],
    )
}

fn at(text: &str) -> DateTime {
    format!("2024-{}", text.replace(' ', "T")).parse().unwrap()
}

/// Events as lines of `MM-DD HH:MM code`.
fn events(lines: &[&str]) -> Vec<Event> {
    let read = |line: &&str| {
        let (moment, code) = line.split_at(11);
        let kind = match code.trim() {
            "received" => EventKind::Received,
            "asked" => EventKind::PapersAsked,
            "brought" => EventKind::PapersBrought,
            "returned" => EventKind::ReturnedIneligible,
            "paused" => EventKind::Paused { reason: Text::typed("chờ kiểm tra thực địa | site check") },
            "resumed" => EventKind::Resumed,
            "finished" => EventKind::Finished,
            other => panic!("{other}"),
        };
        Event::new(at(moment), kind)
    };
    lines.iter().map(read).collect()
}

fn limit(text: &str) -> TimeLimit {
    text.parse().unwrap()
}

fn restart(text: &str) -> ClockRule {
    ClockRule::restart(limit(text))
}

fn pause(text: &str) -> ClockRule {
    ClockRule::pause(limit(text), 0)
}

#[track_caller]
fn told(rule: ClockRule, lines: &[&str], as_of: &str) -> Clock {
    clock(&rule, &events(lines), &calendar(), at(as_of)).unwrap()
}

/// `due spent standing`, as `01-10 3wd early 2wd`.
fn short(clock: &Clock) -> String {
    let due = clock.due.map_or("stopped".to_owned(), |due| match due {
        Point::Day(day) => day.strftime("%m-%d").to_string(),
        Point::Moment(moment) => moment.strftime("%m-%d %H:%M").to_string(),
    });
    let count = |c: Count| format!("{}{}", c.amount, c.unit.code());
    let standing = match clock.standing {
        Standing::Early { by } => format!("early {}", count(by)),
        Standing::OnTime => "on time".to_owned(),
        Standing::Late { by } => format!("late {}", count(by)),
    };
    format!("{due} {} {standing}", count(clock.spent))
}

#[track_caller]
fn check(rule: ClockRule, lines: &[&str], as_of: &str, expected: &str) {
    assert_eq!(short(&told(rule, lines, as_of)), expected);
}

#[test]
fn a_file_runs_ends_early_on_time_or_late() {
    // Monday 8 + 5 working days is Monday 15.
    let received = "01-08 09:00 received";
    check(pause("5wd"), &[received], "01-08 10:00", "01-15 0wd early 5wd");
    check(pause("5wd"), &[received], "01-14 10:00", "01-15 4wd early 1wd");
    check(pause("5wd"), &[received], "01-15 23:59", "01-15 5wd on time");
    check(pause("5wd"), &[received], "01-17 08:00", "01-15 7wd late 2wd");
    check(pause("5wd"), &[received, "01-12 16:00 finished"], "01-31 00:00", "01-15 4wd early 1wd");
    check(pause("5wd"), &[received, "01-15 17:30 finished"], "01-31 00:00", "01-15 5wd on time");
    // Due Friday 12, done on Saturday 13: no working day too late, and late all the same.
    check(pause("4wd"), &[received, "01-13 08:00 finished"], "01-31 00:00", "01-12 4wd late 1wd");
    assert_eq!(told(pause("5wd"), &[received], "01-14 10:00").left().in_words().en, "1 working day");
    assert_eq!(told(pause("5wd"), &[received], "01-17 10:00").left().amount, 0);
}

#[test]
fn the_clock_is_told_as_of_a_moment_and_later_events_left_out() {
    let lines = ["01-08 09:00 received", "01-09 09:00 asked", "01-11 09:00 brought", "01-18 09:00 finished"];
    let states =
        ["01-08 12:00", "01-10 12:00", "01-12 12:00", "01-20 12:00"].map(|t| told(pause("5wd"), &lines, t).state);
    let expected = [
        State::Running,
        State::Waiting { since: at("01-09 09:00") },
        State::Running,
        State::Finished { at: at("01-18 09:00") },
    ];
    assert_eq!(states, expected);
    // One day counted before the request, four after Thursday 11: Wednesday 17.
    check(pause("5wd"), &lines, "01-10 12:00", "stopped 1wd early 4wd");
    check(pause("5wd"), &lines, "01-20 12:00", "01-17 6wd late 1wd");
}

#[test]
fn restart_counts_again_and_pause_goes_on() {
    let lines = ["01-08 09:00 received", "01-10 09:00 returned", "01-15 09:00 brought"];
    check(pause("5wd"), &lines, "01-15 09:00", "01-18 2wd early 3wd");
    // Monday 15 + 5: 16, 17, 18, 19 and the worked Saturday 20.
    check(restart("5wd"), &lines, "01-15 09:00", "01-20 0wd early 5wd");
    assert_eq!(told(restart("5wd"), &lines, "01-15 09:00").counts_from, Point::Day(date(2024, 1, 15)));
    // Brought after 15:00: a day later, for either.
    let late = ["01-08 09:00 received", "01-10 09:00 returned", "01-15 15:01 brought"];
    check(pause("5wd"), &late, "01-15 16:00", "01-19 2wd early 3wd");
    check(restart("5wd"), &late, "01-15 16:00", "01-22 0wd early 5wd");
}

#[test]
fn extra_time_follows_a_supplement_once() {
    let rule = ClockRule::pause(limit("10d"), 4);
    // 2 days counted, 8 left and 4 more after the 15th: the 27th, a Saturday, where it stays.
    let lines = ["01-08 09:00 received", "01-10 09:00 asked", "01-15 09:00 brought"];
    check(rule, &lines, "01-15 09:00", "01-27 2d early 12d");
    let moved = ClockRule { ends_on_day_off: EndsOnDayOff::NextWorkingDay, ..rule };
    check(moved, &lines, "01-15 09:00", "01-29 2d early 14d");
}

#[test]
fn a_request_that_is_not_allowed_stops_nothing_and_is_a_fault() {
    let kinds = |clock: &Clock| clock.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>();
    // Two requests: only the first stops.
    let lines = [
        "01-08 09:00 received",
        "01-09 09:00 asked",
        "01-10 09:00 brought",
        "01-11 09:00 asked",
        "01-18 09:00 brought",
    ];
    let clock = told(pause("5wd"), &lines, "01-12 09:00");
    assert_eq!((short(&clock).as_str(), clock.state.clone()), ("01-16 3wd early 2wd", State::Running));
    assert_eq!(kinds(&clock), [FaultKind::AskedAgain]);
    assert!(clock.faults[0].what().vi.contains("09:00 ngày 11/01/2024"), "{}", clock.faults[0].what().vi);
    check(pause("5wd"), &lines, "01-18 09:00", "01-16 7wd late 2wd");
    // Asking again while the papers are out: the first request goes on stopping the clock.
    let twice = ["01-08 09:00 received", "01-09 09:00 asked", "01-10 09:00 asked", "01-11 09:00 brought"];
    let clock = told(pause("5wd"), &twice, "01-11 09:00");
    assert_eq!((short(&clock).as_str(), kinds(&clock)), ("01-17 1wd early 4wd", vec![FaultKind::AskedAgain]));
    // Returned on the third working day, Thursday 11, and on the fourth.
    let returned =
        |day: &str| told(restart("5wd"), &["01-08 09:00 received", day, "01-15 09:00 brought"], "01-15 10:00");
    assert_eq!(short(&returned("01-11 17:00 returned")), "01-20 0wd early 5wd");
    let clock = returned("01-12 08:00 returned");
    assert_eq!(short(&clock), "01-15 5wd on time");
    assert_eq!(kinds(&clock), [FaultKind::AskedTooLate { last_day: date(2024, 1, 11) }]);
    // Asked when the limit had run out.
    let clock = told(pause("2wd"), &["01-08 09:00 received", "01-11 09:00 asked"], "01-12 09:00");
    assert_eq!(short(&clock), "01-10 4wd late 2wd");
    assert_eq!(kinds(&clock), [FaultKind::AskedAfterLimit { due: Point::Day(date(2024, 1, 10)) }]);
}

#[test]
fn a_pause_with_a_reason_stops_the_clock_but_brings_no_late_file_back() {
    let lines = ["01-08 09:00 received", "01-10 09:00 paused", "01-16 09:00 resumed"];
    let clock = told(pause("5wd"), &lines, "01-12 09:00");
    assert_eq!(short(&clock), "stopped 2wd early 3wd");
    assert!(matches!(clock.state, State::Paused { reason, .. } if reason.en == "site check"));
    check(pause("5wd"), &lines, "01-16 09:00", "01-19 2wd early 3wd");
    let late = told(pause("2wd"), &["01-08 09:00 received", "01-12 09:00 paused"], "01-16 09:00");
    assert!(matches!(late.state, State::Paused { .. }));
    assert_eq!(short(&late), "01-10 6wd late 4wd");
    // Papers asked for while paused: the clock stands until both have ended.
    let both = [
        "01-08 09:00 received",
        "01-09 09:00 paused",
        "01-10 09:00 asked",
        "01-11 09:00 resumed",
        "01-15 09:00 brought",
    ];
    check(pause("5wd"), &both, "01-12 09:00", "stopped 1wd early 4wd");
    check(pause("5wd"), &both, "01-15 09:00", "01-19 1wd early 4wd");
    check(
        pause("5wd"),
        &["01-08 09:00 received", "01-09 09:00 asked", "01-12 09:00 finished"],
        "01-30 00:00",
        "stopped 1wd early 4wd",
    );
}

#[test]
fn hours_run_around_the_clock_from_their_moment() {
    // Friday 16:00 is after the last hour of receipt and before a day off: hours take no notice.
    let received = "01-12 16:00 received";
    check(pause("24h"), &[received], "01-13 01:30", "01-13 16:00 9h early 14h");
    check(pause("24h"), &[received], "01-13 15:30", "01-13 16:00 23h on time");
    check(pause("24h"), &[received], "01-13 16:01", "01-13 16:00 24h late 1h");
    check(
        pause("24h"),
        &[received, "01-13 10:00 asked", "01-15 08:30 brought"],
        "01-15 08:30",
        "01-15 14:30 18h early 6h",
    );
    assert!(limit("24h").in_words().vi.contains("liên tục"), "{}", limit("24h").in_words().vi);
}

#[test]
fn what_cannot_have_happened_is_refused_in_both_languages() {
    let refused = |lines: &[&str]| clock(&pause("5wd"), &events(lines), &calendar(), at("01-31 00:00")).unwrap_err();
    let received = "01-08 09:00 received";
    let moment = at("01-09 09:00");
    let cases = [
        (vec!["01-08 09:00 asked"], ClockError::NoReceipt),
        (vec![], ClockError::NotYetReceived { as_of: at("01-31 00:00") }),
        (vec![received, "01-09 09:00 received"], ClockError::ReceivedAgain { position: 2, moment }),
        (vec![received, "01-09 09:00 resumed"], ClockError::NotPaused { position: 2, moment }),
        (vec![received, "01-09 09:00 brought"], ClockError::NotAsked { position: 2, moment }),
        (vec![received, "01-08 10:00 paused", "01-09 09:00 paused"], ClockError::PausedAlready { position: 3, moment }),
        (vec![received, "01-08 10:00 finished", "01-09 09:00 asked"], ClockError::AfterFinish { position: 3, moment }),
        (
            vec![received, "01-10 10:00 asked", "01-09 09:00 brought"],
            ClockError::OutOfOrder { position: 3, moment, before: at("01-10 10:00") },
        ),
        // An event before the receipt is a receipt out of order.
        (
            vec!["01-10 10:00 asked", "01-09 09:00 received"],
            ClockError::OutOfOrder { position: 2, moment, before: at("01-10 10:00") },
        ),
    ];
    for (lines, expected) in cases {
        let error = refused(&lines);
        assert_eq!(error, expected, "{lines:?}");
        let text = Text::from(error);
        assert!(text.vi.contains("Hãy ") && !text.en.contains("Hãy "), "{text}");
        assert_ne!(text.vi, text.en);
    }
    let early = clock(&pause("5wd"), &events(&[received]), &calendar(), at("01-08 08:59"));
    assert_eq!(early, Err(ClockError::NotYetReceived { as_of: at("01-08 08:59") }));
    // The same moment twice is no disorder: a file can be received and answered at once.
    check(pause("5wd"), &[received, "01-08 09:00 finished"], "01-08 09:00", "01-15 0wd early 5wd");
}

#[test]
fn an_answer_that_needs_an_unknown_year_cannot_be_said() {
    let at_end = ["12-30 09:00 received"];
    let unknown = ClockError::CannotSay(YearNotKnown { year: 2025 });
    let cannot = Err(unknown.clone());
    let ask = |rule: ClockRule| clock(&rule, &events(&at_end), &calendar(), at("12-30 10:00"));
    assert_eq!(ask(pause("5wd")), cannot);
    // 30/12 + 5 days is Saturday 4/1/2025. That it stays there needs no calendar of 2025; where it would move to does.
    assert_eq!(ask(pause("5d")).unwrap().due, Some(Point::Day(date(2025, 1, 4))));
    assert_eq!(ask(ClockRule { ends_on_day_off: EndsOnDayOff::NextWorkingDay, ..pause("5d") }), cannot);
    let text = Text::from(unknown);
    assert_eq!(text.vi, "Chưa thể nói: chưa có ngày nghỉ của năm 2025. Hãy nạp lịch nghỉ của năm đó.");
    assert_eq!(text.en, "Cannot say: the days off of 2025 are not known. Load the days off of that year.");
}

#[test]
fn silence_is_consent_only_where_a_rule_says_so() {
    let from = |after: &str, asked: &str| {
        consent_from(Silence::Consents { after: limit(after) }, at(asked), &calendar()).unwrap().unwrap().to_string()
    };
    // Asked on the 8th, the limit ends with the 23rd: agreed from the 24th, whatever the hour of asking.
    assert_eq!(from("15d", "01-08 09:00"), "2024-01-24T00:00:00");
    assert_eq!(from("15d", "01-08 16:30"), "2024-01-24T00:00:00");
    // Thursday 18, then Friday 19, the worked Saturday 20 and Monday 22.
    assert_eq!(from("3wd", "01-18 09:00"), "2024-01-23T00:00:00");
    assert_eq!(from("48h", "01-08 16:30"), "2024-01-10T16:30:00");
    assert_eq!(consent_from(Silence::MeansNothing, at("01-08 09:00"), &calendar()), Ok(None));
    let over_the_year = consent_from(Silence::Consents { after: limit("15wd") }, at("12-20 09:00"), &calendar());
    assert_eq!(over_the_year, Err(YearNotKnown { year: 2025 }));
}

#[test]
fn texts_that_are_no_rule_are_refused_with_what_to_write() {
    for text in ["", "wd", "20", "0d", "05d", "10000d", "20 wd", "20WD", "-3d", "+3d", "20w", "99999999999999d", "3đ"]
    {
        let error = text.parse::<TimeLimit>().unwrap_err();
        assert!(error.to_string().contains("20wd"), "{error}");
        assert!(error.remedy().vi.starts_with("Hãy ghi "), "{error:?}");
    }
    for text in ["", "Restart", "pause+", "pause+0", "pause+05", "pause++5", "pause+-5", "pause+65536"] {
        assert!(text.parse::<Interruption>().is_err(), "{text}");
    }
    assert!("moves".parse::<EndsOnDayOff>().is_err());
    for end in EndsOnDayOff::ALL {
        assert_eq!(end.code().parse(), Ok(end));
    }
}

/// Rules and events are kept in the journal and in data files.
#[test]
fn rules_and_events_are_the_same_out_and_in_again() {
    let rule = ClockRule::pause(limit("6m"), 25);
    let text = serde_json::to_string(&rule).unwrap();
    assert_eq!(text, r#"{"limit":"6m","interruption":"pause+25","ask_within":null,"ends_on_day_off":"stays"}"#);
    assert_eq!(serde_json::from_str::<ClockRule>(&text).unwrap(), rule);
    let all = ["received", "asked", "brought", "returned", "paused", "resumed", "finished"];
    for event in events(&all.map(|code| format!("01-08 09:00 {code}")).iter().map(String::as_str).collect::<Vec<_>>()) {
        let text = serde_json::to_string(&event).unwrap();
        assert!(text.contains(&format!(r#""kind":"{}""#, event.kind.code())), "{text}");
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
    }
}

/// Whether events can follow one another is answered without a limit or a calendar as the clock itself answers it: for every sequence of up
/// to five events.
#[test]
fn the_order_of_events_is_refused_as_the_clock_refuses_it() {
    let kinds = || {
        let reason = Text::new("mưa", "rain");
        use EventKind::{Finished, PapersAsked, PapersBrought, Paused, Received, Resumed, ReturnedIneligible};
        [Received, PapersAsked, PapersBrought, ReturnedIneligible, Paused { reason }, Resumed, Finished]
    };
    let calendar = calendar();
    let (mut sequences, mut count) = (vec![Vec::<EventKind>::new()], 0);
    for _ in 0..5 {
        let longer = |sequence: &Vec<EventKind>| kinds().map(|kind| [sequence.clone(), vec![kind]].concat());
        sequences = sequences.iter().flat_map(longer).collect();
        for sequence in &sequences {
            let moment = |n: usize| date(2024, 6, 3).at(9, 0, 0, 0).saturating_add(jiff::Span::new().days(n as i64));
            let events: Vec<Event> =
                sequence.iter().enumerate().map(|(n, kind)| Event::new(moment(n), kind.clone())).collect();
            let by_clock = clock(&restart("20wd"), &events, &calendar, moment(9)).map(|_| ());
            assert_eq!(check_sequence(&events), by_clock, "{sequence:?}");
            count += 1;
        }
    }
    assert_eq!(count, 7 + 49 + 343 + 2401 + 16807);
}
