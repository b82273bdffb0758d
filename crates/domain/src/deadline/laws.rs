//! Laws of the clock over random calendars, rules and events.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday, date};
use proptest::prelude::*;

use super::*;
use crate::calendar::{Calendar, DayKind, SpecialDay};

/// Two known years, days off at random.
#[derive(Debug, Clone)]
struct Days(Vec<(Date, DayKind)>);

impl Days {
    fn with(&self, day: Date, kind: DayKind) -> Self {
        let kept = self.0.iter().copied().filter(|(known, _)| *known != day);
        Self(kept.chain([(day, kind)]).collect())
    }

    fn calendar(&self) -> Calendar {
        let day = |(day, kind): &(Date, DayKind)| (*day, SpecialDay { name: Text::default(), kind: *kind });
        Calendar::new(self.0.iter().map(day), [])
    }
}

const FIRST: Date = date(2024, 1, 1);

fn day(offset: i32) -> Date {
    FIRST.saturating_add(offset.days())
}

fn moment() -> impl Strategy<Value = DateTime> {
    (1..200i32, 0..24i8, 0..60i8).prop_map(|(offset, hour, minute)| day(offset).at(hour, minute, 0, 0))
}

prop_compose! {
    fn days()(special in prop::collection::vec((1..400i32, prop::bool::ANY), 0..60)) -> Days {
        let new_years = [FIRST, date(2025, 1, 1)].map(|day| (day, DayKind::Statutory));
        let special = special.into_iter().map(|(offset, off)| {
            let day = day(offset);
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            (day, if weekend && !off { DayKind::SwapWork } else { DayKind::Statutory })
        });
        Days(special.filter(|(day, _)| *day != date(2025, 1, 1)).chain(new_years).collect())
    }
}

fn limit() -> impl Strategy<Value = TimeLimit> {
    let unit = prop::sample::select(&LimitUnit::ALL[..]);
    (1u32..30, unit).prop_map(|(amount, unit)| {
        let amount = if unit == LimitUnit::Months { amount % 4 + 1 } else { amount };
        TimeLimit::new(amount, unit).unwrap()
    })
}

prop_compose! {
    fn rule()(
        limit in limit(),
        interruption in prop_oneof![
            Just(Interruption::Restart),
            (0u16..40).prop_map(|extra| Interruption::Pause { extra }),
        ],
        ask_within in prop::option::of(0u32..10),
        ends_on_day_off in prop::sample::select(&EndsOnDayOff::ALL[..]),
    ) -> ClockRule {
        ClockRule { limit, interruption, ask_within, ends_on_day_off }
    }
}

/// A receipt, up to two requests with their papers, one pause that may lie across them; in order of time and complete.
fn history() -> impl Strategy<Value = Vec<Event>> {
    let script = prop::sample::select(vec![
        "", "ab", "rb", "abab", "rbab", "pg", "pgab", "apbg", "pabg", "aabpg", "rbpg", "abpgab", "pagb",
    ]);
    (prop::collection::vec(moment(), 8), script).prop_map(|(mut moments, script)| {
        moments.sort_unstable();
        let kinds = script.chars().map(|letter| match letter {
            'a' => EventKind::PapersAsked,
            'b' => EventKind::PapersBrought,
            'r' => EventKind::ReturnedIneligible,
            'p' => EventKind::Paused { reason: Text::default() },
            _ => EventKind::Resumed,
        });
        let kinds = std::iter::once(EventKind::Received).chain(kinds);
        moments.into_iter().zip(kinds).map(|(moment, kind)| Event::new(moment, kind)).collect()
    })
}

/// The clock just after the last event.
fn told(rule: &ClockRule, events: &[Event], days: &Days) -> Clock {
    clock(rule, events, &days.calendar(), events.last().unwrap().moment).unwrap()
}

fn due(rule: &ClockRule, events: &[Event], days: &Days) -> Point {
    told(rule, events, days).due.unwrap()
}

proptest! {
    #[test]
    fn a_day_off_more_never_makes_a_file_due_earlier(
        days in days(), rule in rule(), events in history(), off in 1..300i32,
    ) {
        let more = days.with(day(off), DayKind::Statutory);
        prop_assert!(due(&rule, &events, &more) >= due(&rule, &events, &days));
    }

    #[test]
    fn a_saturday_worked_never_makes_a_file_due_later(
        days in days(), rule in rule(), events in history(), week in 0..40i32,
    ) {
        // 6 January 2024 is a Saturday.
        let more = days.with(day(5 + 7 * week), DayKind::SwapWork);
        prop_assert!(due(&rule, &events, &more) <= due(&rule, &events, &days));
    }

    #[test]
    fn nothing_is_due_before_it_begins(days in days(), rule in rule(), events in history()) {
        let clock = told(&rule, &events, &days);
        prop_assert!(clock.due.unwrap() > clock.counts_from);
        prop_assert!(clock.counts_from.date() >= events[0].moment.date());
    }

    /// Stopped for n working days, a limit in working days moves by n: no day is lost and none given.
    #[test]
    fn a_pause_moves_a_limit_in_working_days_by_its_length(
        days in days(), amount in 1u32..30, received in moment(), before in 0u32..30, length in 0u32..40, papers in prop::bool::ANY,
    ) {
        let calendar = days.calendar();
        let rule = ClockRule::pause(TimeLimit::new(amount, LimitUnit::WorkingDays).unwrap(), 0);
        let receipt = Event::new(received, EventKind::Received);
        let plain = due(&rule, std::slice::from_ref(&receipt), &days).date();
        let from = receipt_day(received, &calendar).unwrap();
        let stop = calendar.plus_working_days(from, before % (amount + 1)).unwrap();
        let go = calendar.plus_working_days(stop, length).unwrap();
        let (halt, end) = if papers {
            (EventKind::PapersAsked, EventKind::PapersBrought)
        } else {
            (EventKind::Paused { reason: Text::default() }, EventKind::Resumed)
        };
        // At 15:00 sharp, but not before a receipt of the same afternoon.
        let at = |day: Date| day.at(15, 0, 0, 0).max(received);
        prop_assume!(at(go) <= go.at(15, 0, 0, 0));
        let events = [receipt, Event::new(at(stop), halt), Event::new(at(go), end)];
        prop_assert_eq!(due(&rule, &events, &days).date(), calendar.plus_working_days(plain, length).unwrap());
    }

    /// What is spent and what is left make up the limit for as long as it is not late.
    #[test]
    fn spent_and_left_make_the_limit(days in days(), amount in 1u32..30, received in moment(), after in 0..30i32) {
        let rule = ClockRule::pause(TimeLimit::new(amount, LimitUnit::WorkingDays).unwrap(), 0);
        let as_of = received.saturating_add(after.days());
        let clock = clock(&rule, &[Event::new(received, EventKind::Received)], &days.calendar(), as_of).unwrap();
        match clock.standing {
            Standing::Late { by } => {
                prop_assert!(clock.due.unwrap().is_over_at(as_of));
                prop_assert_eq!(clock.spent.amount.max(amount + 1), amount + by.amount);
            }
            _ => prop_assert_eq!(clock.spent.amount + clock.left().amount, amount),
        }
    }

    /// Outside the known years (2024 and 2025) the answer is an error that names a year outside, never a day.
    #[test]
    fn what_is_not_known_is_not_said(days in days(), back in 0..20i32, amount in 40u32..300, year in 2026i16..2040) {
        let rule = ClockRule::restart(TimeLimit::new(amount, LimitUnit::WorkingDays).unwrap());
        let late = date(2025, 12, 31).saturating_sub(back.days()).at(9, 0, 0, 0);
        for (received, unknown) in [(late, 2026), (date(year, 5, 6).at(9, 0, 0, 0), year), (date(2023, 5, 5).at(9, 0, 0, 0), 2023)] {
            let answer = clock(&rule, &[Event::new(received, EventKind::Received)], &days.calendar(), received);
            let expected = ClockError::CannotSay(crate::calendar::YearNotKnown { year: unknown });
            prop_assert_eq!(answer, Err(expected));
        }
    }

    #[test]
    fn a_limit_and_an_interruption_are_the_same_out_and_in_again(
        amount in 1u32..=TimeLimit::LONGEST, unit in prop::sample::select(&LimitUnit::ALL[..]), extra in 0u16..,
    ) {
        let limit = TimeLimit::new(amount, unit).unwrap();
        prop_assert_eq!(limit.to_string().parse(), Ok(limit));
        let interruption = Interruption::Pause { extra };
        prop_assert_eq!(interruption.to_string().parse(), Ok(interruption));
        prop_assert_eq!(Interruption::Restart.to_string().parse(), Ok(Interruption::Restart));
    }

    /// A text that is read comes out as it went in.
    #[test]
    fn a_text_read_is_the_text_written(text in "[0-9+]{0,5}(wd|d|m|h)?") {
        if let Ok(limit) = text.parse::<TimeLimit>() {
            prop_assert_eq!(limit.to_string(), text);
        }
    }
}
