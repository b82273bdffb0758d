//! Lịch công bố: which stage of which month is due on which day.
//!
//! The days are dated settings ([`CollectionDays`]): the flash of a month is released on `release` (the 6th) of the
//! month after, from what is in; the month is locked after `lock` (the 12th); its provisional figure comes with the next
//! month's flash; the final figures of a whole year come together, in the month the yearly setting names. The days of
//! monthly releases follow Decree 62/2024/NĐ-CP (the 6th of the next month, from August 2024).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::period::{Month, Year};
use crate::returns::CollectionDays;
use crate::series::Stage;

/// When the final figures of a year are released. A dated setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalDay {
    /// The first year of figures this holds for.
    pub from: Year,
    /// Month (1–12) of the year after.
    pub month: u8,
    /// Day of that month.
    pub day: i8,
}

/// One line of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The month the figures are of.
    pub month: Month,
    /// Their stage.
    pub stage: Stage,
    /// The day they are due.
    pub date: Date,
}

/// The dated settings of the calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseDays {
    /// Days of the month: due, release, lock.
    pub monthly: Vec<CollectionDays>,
    /// Day of the yearly final.
    pub yearly: Vec<FinalDay>,
}

impl ReleaseDays {
    /// The day `stage` of `month` is due; `None` for a forecast, which has no release of its own, and where no setting is in force.
    #[must_use]
    pub fn due(&self, month: Month, stage: Stage) -> Option<Date> {
        let released = |m: Month| CollectionDays::in_force(&self.monthly, m).map(|days| days.release_date(m));
        match stage {
            Stage::Forecast => None,
            Stage::Flash => released(month),
            Stage::Provisional => released(month.next()),
            Stage::Final => self.final_date(month.year()),
        }
    }

    /// The day the final figures of `year` are due.
    #[must_use]
    pub fn final_date(&self, year: Year) -> Option<Date> {
        let setting = self.yearly.iter().filter(|s| s.from <= year).max_by_key(|s| s.from)?;
        let month = Month::new(year.plus(1).number(), setting.month).ok()?;
        let day = setting.day.clamp(1, month.last_day().day());
        Some(jiff::civil::date(month.year().number() as i16, setting.month as i8, day))
    }

    /// The last day on which a return of `month` enters its provisional figure.
    #[must_use]
    pub fn lock(&self, month: Month) -> Option<Date> {
        CollectionDays::in_force(&self.monthly, month).map(|days| days.lock_date(month))
    }

    /// What is due for the months `first..=last`, in order of day, then month.
    #[must_use]
    pub fn between(&self, first: Month, last: Month) -> Vec<Due> {
        let mut lines: Vec<Due> = crate::period::MonthRange::new(first, last)
            .iter()
            .flat_map(|month| {
                [Stage::Flash, Stage::Provisional, Stage::Final]
                    .into_iter()
                    .filter_map(move |stage| self.due(month, stage).map(|date| Due { month, stage, date }))
            })
            .collect();
        lines.sort_by_key(|line| (line.date, line.month, line.stage));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days() -> ReleaseDays {
        let monthly =
            |from: &str, release, lock| CollectionDays { from: from.parse().unwrap(), due: release - 1, release, lock };
        ReleaseDays {
            monthly: vec![monthly("2019-01", 25, 28), monthly("2024-08", 6, 12)],
            yearly: vec![FinalDay { from: "2019".parse().unwrap(), month: 6, day: 31 }],
        }
    }

    #[track_caller]
    fn check(month: &str, stage: Stage, expected: Option<&str>) {
        let date = days().due(month.parse().unwrap(), stage);
        assert_eq!(date, expected.map(|d| d.parse().unwrap()));
    }

    #[test]
    fn each_stage_has_its_day_by_the_setting_in_force() {
        check("2024-08", Stage::Flash, Some("2024-09-06"));
        check("2024-08", Stage::Provisional, Some("2024-10-06"));
        check("2024-07", Stage::Flash, Some("2024-08-25"));
        check("2024-07", Stage::Provisional, Some("2024-09-06"));
        check("2024-12", Stage::Flash, Some("2025-01-06"));
        check("2024-12", Stage::Final, Some("2025-06-30"));
        check("2024-12", Stage::Forecast, None);
        check("2018-12", Stage::Flash, None);
        assert_eq!(days().lock("2024-12".parse().unwrap()), Some("2025-01-12".parse().unwrap()));
    }

    #[test]
    fn the_calendar_runs_in_order_of_day() {
        let lines = days().between("2024-08".parse().unwrap(), "2024-09".parse().unwrap());
        let text: Vec<String> = lines.iter().map(|d| format!("{} {} {}", d.date, d.month, d.stage)).collect();
        assert_eq!(
            text,
            [
                "2024-09-06 2024-08 flash",
                "2024-10-06 2024-08 provisional",
                "2024-10-06 2024-09 flash",
                "2024-11-06 2024-09 provisional",
                "2025-06-30 2024-08 final",
                "2025-06-30 2024-09 final",
            ]
        );
    }
}
