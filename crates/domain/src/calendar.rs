//! The Vietnamese calendar: working days, statutory holidays, swapped days, the day of Tết. All from data.
//!
//! State bodies work Monday to Friday. A statutory, compensatory or swapped day off is no working day; a Saturday or
//! Sunday that was swapped for one is. Outside the years for which the days off were announced nothing is assumed.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::period::Month;
use crate::text::Text;

/// Why a day is not like its weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Ngày nghỉ lễ, tết by law.
    Statutory,
    /// Nghỉ bù: a weekday off because the holiday fell on a weekend.
    Compensatory,
    /// Nghỉ hoán đổi: a weekday off, worked on another day.
    SwapOff,
    /// Làm bù: a weekend day worked for one off.
    SwapWork,
}

/// A day that is not like its weekday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    /// Its name.
    pub name: Text,
    /// Why it is special.
    pub kind: DayKind,
}

/// A question about a year for which no days off are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the days off of {year} are not known: load them before counting working days there")]
pub struct YearNotKnown {
    /// The year.
    pub year: i16,
}

/// Days off and Tết days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    special: BTreeMap<Date, SpecialDay>,
    tet: BTreeMap<i16, Date>,
}

impl Calendar {
    /// From the special days and the first day of the lunar year of each year.
    #[must_use]
    pub fn new(special: impl IntoIterator<Item = (Date, SpecialDay)>, tet: impl IntoIterator<Item = Date>) -> Self {
        Self { special: special.into_iter().collect(), tet: tet.into_iter().map(|day| (day.year(), day)).collect() }
    }

    /// Mùng một Tết, the first day of the lunar year, in the solar year `year`.
    #[must_use]
    pub fn tet(&self, year: i16) -> Option<Date> {
        self.tet.get(&year).copied()
    }

    /// What is special about a day.
    #[must_use]
    pub fn special(&self, day: Date) -> Option<&SpecialDay> {
        self.special.get(&day)
    }

    /// Whether state bodies work on a day.
    ///
    /// # Errors
    /// When no New Year's holiday is known for that year, so its days off have not been loaded.
    pub fn is_working_day(&self, day: Date) -> Result<bool, YearNotKnown> {
        let new_year = jiff::civil::date(day.year(), 1, 1);
        if !self.special.contains_key(&new_year) {
            return Err(YearNotKnown { year: day.year() });
        }
        Ok(match self.special.get(&day).map(|s| s.kind) {
            Some(DayKind::SwapWork) => true,
            Some(_) => false,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        })
    }

    /// How many working days a month has.
    ///
    /// # Errors
    /// When the days off of its year are not known.
    pub fn working_days_in(&self, month: Month) -> Result<u32, YearNotKnown> {
        let mut count = 0;
        for day in month.first_day().series(jiff::Span::new().days(1)).take_while(|day| *day <= month.last_day()) {
            count += u32::from(self.is_working_day(day)?);
        }
        Ok(count)
    }

    /// The day `n` working days after `day`, which itself is not counted.
    ///
    /// # Errors
    /// When the count runs into a year whose days off are not known.
    pub fn plus_working_days(&self, day: Date, n: u32) -> Result<Date, YearNotKnown> {
        let (mut at, mut left) = (day, n);
        while left > 0 {
            at = at.tomorrow().map_err(|_| YearNotKnown { year: at.year() })?;
            left -= u32::from(self.is_working_day(at)?);
        }
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn calendar() -> Calendar {
        let day = |kind| SpecialDay { name: Text::default(), kind };
        Calendar::new(
            [
                (date(2024, 1, 1), day(DayKind::Statutory)),
                (date(2024, 4, 29), day(DayKind::SwapOff)),
                (date(2024, 4, 30), day(DayKind::Statutory)),
                (date(2024, 5, 1), day(DayKind::Statutory)),
                (date(2024, 5, 4), day(DayKind::SwapWork)),
            ],
            [date(2024, 2, 10)],
        )
    }

    #[test]
    fn swapped_days_are_worked() {
        let calendar = calendar();
        assert_eq!(calendar.is_working_day(date(2024, 4, 29)), Ok(false));
        assert_eq!(calendar.is_working_day(date(2024, 5, 4)), Ok(true));
        assert_eq!(calendar.plus_working_days(date(2024, 4, 26), 3), Ok(date(2024, 5, 4)));
        assert_eq!(calendar.working_days_in("2024-05".parse().unwrap()), Ok(23));
    }

    #[test]
    fn an_unknown_year_is_said_to_be_unknown() {
        assert_eq!(calendar().is_working_day(date(2030, 6, 3)), Err(YearNotKnown { year: 2030 }));
    }
}
