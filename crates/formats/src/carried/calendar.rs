//! Days off and Tết.

use std::str::FromStr;
use std::sync::LazyLock;

use domain::calendar::{Calendar, DayKind, SpecialDay};
use domain::text::Text;
use jiff::civil::Date;

use super::Table;

pub(super) const HOLIDAYS: &str = include_str!("../../../../data/calendar/holidays_vn.csv");

pub(super) const TET: &str = include_str!("../../../../data/calendar/tet_dates.csv");

static CALENDAR: LazyLock<Calendar> = LazyLock::new(read_calendar);

/// Days off 2015–2026 and Tết 1984–2040.
#[must_use]
pub fn calendar() -> &'static Calendar {
    &CALENDAR
}

fn read_calendar() -> Calendar {
    let holidays = Table::read(HOLIDAYS);
    let special = holidays.cells(["date", "name_vi", "name_en", "kind"]).filter_map(|[day, vi, en, kind]| {
        let kind = match kind {
            "statutory" => DayKind::Statutory,
            "compensatory" => DayKind::Compensatory,
            "swap_off" => DayKind::SwapOff,
            "swap_work" => DayKind::SwapWork,
            _ => return None, // a proposed holiday is none until it is decided
        };
        Some((Date::from_str(day).ok()?, SpecialDay { name: Text::new(vi, en), kind }))
    });
    let tet = Table::read(TET);
    let days: Vec<Date> = tet.cells(["tet_date"]).filter_map(|[day]| day.parse().ok()).collect();
    Calendar::new(special, days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tet_is_known_from_1990_to_2040() {
        assert!((1990..=2040).all(|year| calendar().tet(year).is_some_and(|day| day.month() <= 2)));
        assert_eq!(calendar().tet(2024), Some(jiff::civil::date(2024, 2, 10)));
        // 2007: Tết fell a day before the Chinese new year, because Vietnam reckons at UTC+7.
        assert_eq!(calendar().tet(2007), Some(jiff::civil::date(2007, 2, 17)));
    }

    #[test]
    fn working_days_follow_the_announced_days_off() {
        let days = |month: &str| calendar().working_days_in(month.parse().unwrap()).unwrap();
        // February 2024: Tết from Thursday 8 to Wednesday 14 is five weekdays off; January: one holiday.
        assert_eq!((days("2024-01"), days("2024-02")), (22, 16));
        assert!(calendar().working_days_in("2035-01".parse().unwrap()).is_err());
    }
}
