//! What the civil calendar does to a month or a quarter: trading days, leap years, length, Easter, working days.
//!
//! Bell and Hillmer 1983 (JASA 78, "Modeling time series with calendar variation"); X-13ARIMA-SEATS Reference Manual,
//! ch. 4, table 1 and ch. 7.13. Easter by the anonymous Gregorian computation (Meeus 1991, ch. 8).

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use crate::{Frequency, Period};

/// The months of a period as year and month.
fn months(period: Period) -> impl Iterator<Item = (i16, i8)> {
    let length = 12 / period.frequency().per_year();
    let first = period.place() * length;
    (first..first + length).map(move |month| (period.year() as i16, month as i8 + 1))
}

/// The first day of a period; `None` beyond the years 1 to 9999.
pub(crate) fn first_day(period: Period) -> Option<Date> {
    let (year, month) = months(period).next()?;
    Date::new(year, month, 1).ok()
}

/// How many of each day of the week it has, Monday first.
pub(crate) fn weekdays(period: Period) -> Option<[f64; 7]> {
    let first = first_day(period)?;
    let days = days(period)?;
    let mut counts = [(days / 7) as f64; 7];
    let monday_first = first.weekday().to_monday_zero_offset() as usize;
    for extra in 0..days % 7 {
        counts[(monday_first + extra) % 7] += 1.0;
    }
    Some(counts)
}

/// How many days it has.
pub(crate) fn days(period: Period) -> Option<usize> {
    months(period).map(|(year, month)| Some(Date::new(year, month, 1).ok()?.days_in_month() as usize)).sum()
}

/// Weekdays Monday to Saturday, each less the Sundays.
pub(crate) fn trading_days(period: Period) -> Option<[f64; 6]> {
    let counts = weekdays(period)?;
    Some(std::array::from_fn(|day| counts[day] - counts[6]))
}

/// Monday to Friday less 5/2 of Saturday and Sunday.
pub(crate) fn weekday_contrast(period: Period) -> Option<f64> {
    let counts = weekdays(period)?;
    Some(counts[..5].iter().sum::<f64>() - 2.5 * (counts[5] + counts[6]))
}

/// The weekday, Monday 0, of a day of the month, or of its last where it has not so many; `None` of a quarter.
fn stock_day(day: usize, period: Period) -> Option<usize> {
    let first = first_day(period).filter(|_| period.frequency() == Frequency::Monthly)?;
    let after = day.min(days(period)?).checked_sub(1)?;
    Some((first.weekday().to_monday_zero_offset() as usize + after) % 7)
}

/// 1 at the weekday of a day of the month; -1 everywhere where it is a Sunday.
pub(crate) fn stock_days(day: usize, period: Period) -> Option<[f64; 6]> {
    let weekday = stock_day(day, period)?;
    Some(std::array::from_fn(|at| if weekday == 6 { -1.0 } else { f64::from(u8::from(at == weekday)) }))
}

/// What one coefficient for all weekdays makes of the stock on a day of the month: flows of 1 on each weekday and -5/2 on Saturday and Sunday
/// add up over the week, less the mean of the sums and in a unit of 5/2.
pub(crate) fn stock_contrast(day: usize, period: Period) -> Option<f64> {
    const SUMS: [f64; 7] = [-0.6, -0.2, 0.2, 0.6, 1.0, 0.0, -1.0];
    stock_day(day, period).map(|weekday| SUMS[weekday])
}

/// Whether its February has 29 days; `None` where it has no February.
fn leap(period: Period) -> Option<bool> {
    let february = months(period).find(|&(_, month)| month == 2);
    february.and_then(|(year, month)| Date::new(year, month, 1).ok()).map(|date| date.in_leap_year())
}

/// 0.75 in a leap year's February (or first quarter), -0.25 in another, 0 elsewhere.
pub(crate) fn leap_year(period: Period) -> f64 {
    leap(period).map_or(0.0, |leap| if leap { 0.75 } else { -0.25 })
}

/// The length of a February (or first quarter) against its mean length: 29/28.25 or 28/28.25; 1 elsewhere.
pub(crate) fn leap_year_factor(period: Period) -> f64 {
    let mean = match period.frequency() {
        Frequency::Monthly => 28.25,
        Frequency::Quarterly => 90.25,
    };
    1.0 + leap_year(period) / mean
}

/// The length of the period less the mean length of all.
pub(crate) fn length(period: Period) -> Option<f64> {
    Some(days(period)? as f64 - 365.25 / period.frequency().per_year() as f64)
}

/// Easter Sunday.
pub(crate) fn easter(year: i32) -> Option<Date> {
    let (cycle, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (19 * cycle + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (cycle + 11 * moon + 22 * sunday) / 451;
    let day = moon + sunday - 7 * late + 114;
    Date::new(i16::try_from(year).ok()?, (day / 31) as i8, (day % 31 + 1) as i8).ok()
}

/// The share of a window of days that lies in the period. The window begins `from` days after the day given.
pub(crate) fn share(day: Date, from: i32, days: usize, period: Period) -> f64 {
    let (Some(first), Some(length)) = (first_day(period), self::days(period)) else { return 0.0 };
    let Ok(distance) = day.since(first) else { return 0.0 };
    let begin = distance.get_days() + from;
    let (low, high) = (begin.max(0), (begin + days as i32).min(length as i32));
    f64::from((high - low).max(0)) / days.max(1) as f64
}

/// The years whose Easter dates make the long-run mean.
pub(crate) const EASTER_YEARS: std::ops::RangeInclusive<i32> = 1600..=2099;

/// The share of the days before Easter Sunday that lies in the period.
pub(crate) fn easter_share(days: usize, period: Period) -> f64 {
    let near = months(period).any(|(_, month)| (2..=4).contains(&month));
    let day = near.then(|| easter(period.year())).flatten();
    day.map_or(0.0, |day| share(day, -(days as i32), days, period))
}

/// The share of the days before Easter Sunday that is over by the end of the period, in its year.
pub(crate) fn easter_stock(days: usize, period: Period) -> f64 {
    (0..=period.place() as i32).map(|back| easter_share(days, period.plus(-back))).sum()
}

/// A country's working days, as its decrees make them: holidays taken out of the week, days worked instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingCalendar {
    first_year: i32,
    last_year: i32,
    holidays: BTreeSet<Date>,
    swapped: BTreeSet<Date>,
}

impl WorkingCalendar {
    /// The calendar of the years given: days off beside Saturday and Sunday, and Saturdays or Sundays that are worked.
    pub fn new(
        years: std::ops::RangeInclusive<i32>,
        holidays: impl IntoIterator<Item = Date>,
        swapped: impl IntoIterator<Item = Date>,
    ) -> Self {
        Self {
            first_year: *years.start(),
            last_year: *years.end(),
            holidays: holidays.into_iter().collect(),
            swapped: swapped.into_iter().collect(),
        }
    }

    /// Days worked in the period; `None` in a year the calendar does not hold.
    #[must_use]
    pub fn working_days(&self, period: Period) -> Option<usize> {
        if !(self.first_year..=self.last_year).contains(&period.year()) {
            return None;
        }
        let first = first_day(period)?;
        let mut count = 0;
        for day in first.series(jiff::Span::new().days(1)).take(days(period)?) {
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            let worked = if weekend { self.swapped.contains(&day) } else { !self.holidays.contains(&day) };
            count += usize::from(worked);
        }
        Some(count)
    }

    /// The years it holds.
    #[must_use]
    pub fn years(&self) -> std::ops::RangeInclusive<i32> {
        self.first_year..=self.last_year
    }
}

/// What `raw` gives in each of `count` periods, less the mean that the same month (or quarter) has over the years given.
///
/// # Errors
/// The first period of which `raw` knows nothing.
pub(crate) fn centred(
    start: Period,
    count: usize,
    years: std::ops::RangeInclusive<i32>,
    raw: impl Fn(Period) -> Option<f64>,
) -> Result<Vec<f64>, Period> {
    let per_year = start.frequency().per_year();
    let mean = |place: usize| {
        let same = years.clone().filter_map(|year| Period::new(start.frequency(), year, place + 1)).filter_map(&raw);
        let (sum, count) = same.fold((0.0, 0.0_f64), |(sum, count), value| (sum + value, count + 1.0));
        sum / count.max(1.0)
    };
    let means: Vec<f64> = (0..per_year).map(mean).collect();
    let centred = |period: Period| raw(period).map(|value| value - means[period.place()]).ok_or(period);
    (0..count).map(|at| centred(start.plus(at as i32))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_church_says() {
        for (year, date) in [(1818, "1818-03-22"), (1943, "1943-04-25"), (2000, "2000-04-23"), (2024, "2024-03-31")] {
            assert_eq!(easter(year).unwrap().to_string(), date);
        }
    }

    #[test]
    fn weekdays_are_counted() {
        // February 2024: 29 days, the first a Thursday.
        assert_eq!(weekdays(month("2024-02")).unwrap(), [4.0, 4.0, 4.0, 5.0, 4.0, 4.0, 4.0]);
        assert_eq!(weekdays(month("2024-Q1")).unwrap().iter().sum::<f64>(), 91.0);
        assert_eq!(trading_days(month("2023-02")).unwrap(), [0.0; 6]);
        assert_eq!(weekday_contrast(month("2023-02")).unwrap(), 0.0);
    }

    #[test]
    fn the_mean_of_easter_is_the_mean_over_the_cycle() {
        for window in [1, 8, 15, 25] {
            let raw = |period| Some(easter_share(window, period));
            let effect = centred(month("1600-01"), 6000, EASTER_YEARS, raw).unwrap();
            for place in 0..12 {
                let sum: f64 = effect.iter().skip(place).step_by(12).sum();
                assert!(sum.abs() < 1e-9, "{window} {place} {sum}");
            }
        }
        assert_eq!(easter_share(8, month("2024-03")), 1.0);
        assert_eq!(easter_share(8, month("2021-03")), 5.0 / 8.0);
    }

    #[test]
    fn a_holiday_is_not_worked_and_a_swapped_saturday_is() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let calendar = WorkingCalendar::new(2024..=2025, [day("2024-04-29"), day("2024-04-30")], [day("2024-05-04")]);
        assert_eq!(calendar.working_days(month("2024-04")), Some(20));
        assert_eq!(calendar.working_days(month("2024-05")), Some(24));
        assert_eq!(calendar.working_days(month("2026-05")), None);
        let raw = |period| calendar.working_days(period).map(|days| days as f64);
        assert_eq!(centred(month("2024-04"), 1, calendar.years(), raw), Ok(vec![-1.0]));
        assert_eq!(centred(month("2025-12"), 2, calendar.years(), raw), Err(month("2026-01")));
    }
}
