use super::*;

#[track_caller]
fn check(amount: u32, unit: LimitUnit, start: Date, expected: Date) {
    let duration = Count::new(amount, unit);
    assert_eq!(duration.finish(start, &calendar()), Ok(expected), "{duration:?} from {start}");
}

#[test]
fn working_days_pass_over_tet_and_weekends() {
    // Monday to Thursday, the day of receipt not counted.
    check(3, LimitUnit::WorkingDays, date(2024, 1, 8), date(2024, 1, 11));
    // From Friday the first is Monday.
    check(1, LimitUnit::WorkingDays, date(2024, 1, 12), date(2024, 1, 15));
    // Tuesday 6 February 2024: Wednesday 7, then Tết until Wednesday 14, then Thursday 15 and Friday 16.
    check(3, LimitUnit::WorkingDays, date(2024, 2, 6), date(2024, 2, 16));
    check(3, LimitUnit::CalendarDays, date(2024, 2, 6), date(2024, 2, 9));
    check(0, LimitUnit::WorkingDays, date(2024, 2, 10), date(2024, 2, 10));
}

#[test]
fn months_end_on_the_same_day_or_the_last() {
    check(1, LimitUnit::Months, date(2024, 1, 31), date(2024, 2, 29));
    check(6, LimitUnit::Months, date(2024, 2, 29), date(2024, 8, 29));
    check(12, LimitUnit::Months, date(2024, 2, 29), date(2025, 2, 28));
}

#[test]
fn a_year_without_days_off_and_the_end_of_time_are_said() {
    let far = |amount, unit| Count::new(amount, unit).finish(date(2027, 12, 31), &calendar());
    assert_eq!(far(1, LimitUnit::WorkingDays).map_err(|e| e.year), Err(2028));
    assert!(far(1, LimitUnit::CalendarDays).is_ok());
    assert!(far(u32::MAX, LimitUnit::CalendarDays).is_err() && far(u32::MAX, LimitUnit::Months).is_err());
}

/// The latest start is the largest start whose finish is in time: for every unit, amount and end over a year and a half.
#[test]
fn the_latest_start_is_the_inverse_of_the_finish() {
    let calendar = calendar();
    for unit in LimitUnit::ALL {
        for amount in [0, 1, 2, 3, 5, 7, 24, 25] {
            let duration = Count::new(amount, unit);
            for end in date(2024, 6, 1).series(jiff::Span::new().days(1)).take(500) {
                let latest = duration.latest_start(end, &calendar).unwrap();
                let next = latest.tomorrow().unwrap();
                let at = |start| duration.finish(start, &calendar).unwrap();
                assert!(at(latest) <= end && at(next) > end, "{duration:?} by {end}: {latest}");
            }
        }
    }
}
