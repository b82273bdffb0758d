//! What each invented unit produces: its 2019 quantity times the course of its product, its own slow and quick
//! deviations, the days it was open, and the calibrated multiplier of its division.

use domain::period::{Month, MonthRange};
use domain::register::{Establishment, EventKind};
use domain::series::round;
use formats::demo::Multipliers;

use super::course::Courses;
use super::province::{Province, Unit};
use super::seed::Seed;

/// How far a unit may stray from its product over half-years, and from month to month.
const SLOW: f64 = 0.12;
const QUICK: f64 = 0.05;

/// Quantities by unit and month, rounded as reported. They reach one month beyond the last report month, for its plan.
#[derive(Debug, Clone)]
pub(super) struct Production {
    pub(super) months: MonthRange,
    pub(super) by_unit: Vec<Vec<f64>>,
}

impl Production {
    /// Everything produced in the province.
    pub(super) fn new(province: &Province, courses: &Courses, multipliers: &Multipliers) -> Self {
        let months = courses.months;
        let by_unit = province.units.iter().map(|unit| unit_course(province, unit, courses, multipliers));
        Self { months, by_unit: by_unit.collect() }
    }

    /// What a unit produced in a month.
    pub(super) fn at(&self, unit: usize, month: Month) -> f64 {
        self.months.position(month).map_or(0.0, |n| self.by_unit[unit][n])
    }
}

fn unit_course(province: &Province, unit: &Unit, courses: &Courses, multipliers: &Multipliers) -> Vec<f64> {
    let plan = province.plan(unit);
    let establishment = province.register.establishments.get(&unit.establishment);
    let quantity = |month: Month| {
        let open = establishment.map_or(1.0, |e| open_share(e, month));
        if open == 0.0 || province.stop(&unit.establishment, month).is_some() {
            return 0.0;
        }
        // The plan for the month after the last is made as if the last multiplier went on.
        let known = month.min(multipliers.months.last);
        let own = 1.0
            + slow(unit.seed, courses.months.first, month)
            + QUICK * unit.seed.word("quick").number(i64::from(month.months_since(courses.months.first))).swing();
        unit.monthly * courses.at(unit.product, month) * own * open * multipliers.at(&unit.division, known)
    };
    courses.months.iter().map(|month| round(quantity(month), plan.digits)).collect()
}

/// A deviation that moves in straight lines between half-yearly points.
fn slow(seed: Seed, first: Month, month: Month) -> f64 {
    let since = i64::from(month.months_since(first));
    let (half, part) = (since / 6, (since % 6) as f64 / 6.0);
    let point = |n: i64| SLOW * seed.word("slow").number(n).swing();
    point(half) + (point(half + 1) - point(half)) * part
}

/// Share of a month's days on which an establishment was open.
fn open_share(establishment: &Establishment, month: Month) -> f64 {
    let Some(first) = establishment.events.first() else { return 1.0 };
    let days = month.last_day().day();
    let open = |day: i8| {
        let date = jiff::civil::date(month.year().number() as i16, month.month_of_year() as i8, day);
        let last = establishment.events.iter().rfind(|event| event.date <= date);
        match last {
            Some(event) => matches!(event.kind, EventKind::Opening | EventKind::Resumption),
            None => first.kind != EventKind::Opening,
        }
    };
    (1..=days).filter(|day| open(*day)).count() as f64 / f64::from(days)
}
