//! Counting: from a point of time so many units on, and how many lie between two points.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time, time};

use super::limit::{Count, LimitUnit, TimeLimit};
use crate::calendar::{Calendar, YearNotKnown};
use crate::text::{self, Lang};

/// What comes in after this hour is taken in at the start of the next working day: 61/2018 Art. 18.
const LAST_RECEIPT: Time = time(15, 0, 0, 0);

const SECONDS_IN_HOUR: i64 = 3600;

/// A point a limit starts from or ends at: a whole day, or a moment where the limit is in hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// A day. A limit that ends on it ends at its midnight.
    Day(Date),
    /// A moment.
    Moment(DateTime),
}

impl Point {
    /// Its day.
    #[must_use]
    pub fn date(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Moment(moment) => moment.date(),
        }
    }

    /// Whether a limit that ends here has run out at `moment`.
    #[must_use]
    pub fn is_over_at(self, moment: DateTime) -> bool {
        match self {
            Self::Day(day) => moment.date() > day,
            Self::Moment(end) => moment > end,
        }
    }

    /// The day, or the hour and the day.
    #[must_use]
    pub fn in_lang(self, lang: Lang) -> String {
        match self {
            Self::Day(day) => text::date(day, lang),
            Self::Moment(moment) => in_lang(moment, lang),
        }
    }
}

/// A moment in words: `15:30 ngày 25/04/2025`, `15:30 on 25 April 2025`.
pub(super) fn in_lang(moment: DateTime, lang: Lang) -> String {
    let word = match lang {
        Lang::Vi => "ngày",
        Lang::En => "on",
    };
    format!("{:02}:{:02} {word} {}", moment.hour(), moment.minute(), text::date(moment.date(), lang))
}

/// The working day on which something that comes in at `moment` is taken in.
///
/// # Errors
/// When the days off of that year are not known.
pub fn receipt_day(moment: DateTime, calendar: &Calendar) -> Result<Date, YearNotKnown> {
    let day = moment.date();
    if calendar.is_working_day(day)? && moment.time() <= LAST_RECEIPT {
        Ok(day)
    } else {
        calendar.plus_working_days(day, 1)
    }
}

/// Counts in the unit of one limit. Amounts are days or, for a limit in hours, seconds; never negative.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counter<'a> {
    pub(super) unit: LimitUnit,
    pub(super) calendar: &'a Calendar,
}

impl Counter<'_> {
    /// Where a count begins for what comes in from outside. Hours begin at once: nobody has said when an office opens.
    pub(super) fn received(&self, moment: DateTime) -> Result<Point, YearNotKnown> {
        match self.unit {
            LimitUnit::Hours => Ok(Point::Moment(moment)),
            _ => receipt_day(moment, self.calendar).map(Point::Day),
        }
    }

    /// The point of what an agency does itself.
    pub(super) fn point(&self, moment: DateTime) -> Point {
        match self.unit {
            LimitUnit::Hours => Point::Moment(moment),
            _ => Point::Day(moment.date()),
        }
    }

    /// A limit counted from `start`, in days or seconds.
    pub(super) fn whole(&self, limit: TimeLimit, start: Point) -> Result<i64, YearNotKnown> {
        match limit.unit() {
            LimitUnit::Months => {
                let end = plus(start.date(), Span::new().months(limit.amount()))?;
                Ok(days_between(start.date(), end))
            }
            _ => Ok(self.units(limit.amount())),
        }
    }

    /// So many whole units, in days or seconds.
    pub(super) fn units(&self, amount: u32) -> i64 {
        let amount = i64::from(amount);
        if self.unit == LimitUnit::Hours { amount * SECONDS_IN_HOUR } else { amount }
    }

    /// The point `amount` after `from`.
    pub(super) fn after(&self, from: Point, amount: i64) -> Result<Point, YearNotKnown> {
        match (self.unit, from) {
            (LimitUnit::WorkingDays, _) => {
                let days = u32::try_from(amount).unwrap_or(u32::MAX);
                self.calendar.plus_working_days(from.date(), days).map(Point::Day)
            }
            (_, Point::Moment(moment)) => {
                let end = moment.checked_add(Span::new().seconds(amount));
                end.map(Point::Moment).map_err(|_| beyond(moment.date()))
            }
            (_, Point::Day(day)) => plus(day, Span::new().days(amount)).map(Point::Day),
        }
    }

    /// How much lies after `from` up to and with `to`; nothing where `to` is not later.
    pub(super) fn between(&self, from: Point, to: Point) -> Result<i64, YearNotKnown> {
        if to <= from {
            return Ok(0);
        }
        match (self.unit, from, to) {
            (LimitUnit::WorkingDays, ..) => self.working_days(from.date(), to.date()),
            (_, Point::Moment(from), Point::Moment(to)) => Ok(from.duration_until(to).as_secs()),
            _ => Ok(days_between(from.date(), to.date())),
        }
    }

    /// An amount as whole units; `begun` counts a unit begun as whole.
    pub(super) fn count(&self, amount: i64, begun: bool) -> Count {
        let unit = self.unit.counted_in();
        let amount = match (unit, begun) {
            (LimitUnit::Hours, false) => amount / SECONDS_IN_HOUR,
            (LimitUnit::Hours, true) => (amount + SECONDS_IN_HOUR - 1) / SECONDS_IN_HOUR,
            _ => amount,
        };
        Count { amount: u32::try_from(amount).unwrap_or(u32::MAX), unit }
    }

    fn working_days(&self, after: Date, until: Date) -> Result<i64, YearNotKnown> {
        let mut count = 0;
        for day in after.series(Span::new().days(1)).skip(1).take_while(|day| *day <= until) {
            count += i64::from(self.calendar.is_working_day(day)?);
        }
        Ok(count)
    }
}

fn plus(day: Date, span: Span) -> Result<Date, YearNotKnown> {
    day.checked_add(span).map_err(|_| beyond(day))
}

/// A count that leaves the years there are has left those that are known.
fn beyond(day: Date) -> YearNotKnown {
    YearNotKnown { year: day.year() }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}
