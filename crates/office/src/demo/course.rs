//! The invented course of each product: its path, its season, the days lost to Tết; mean of 2019 = 1.

use domain::calendar::Calendar;
use domain::period::{Month, MonthRange};
use formats::demo::{Design, ProductPlan};
use formats::fault::Fault;
use jiff::ToSpan;

use super::province::design_fault;

/// Days before and after Tết on which work rests.
const REST: (i64, i64) = (3, 6);

/// The course of every product, product by month.
#[derive(Debug, Clone)]
pub(super) struct Courses {
    pub(super) months: MonthRange,
    pub(super) by_product: Vec<Vec<f64>>,
}

impl Courses {
    /// The courses over `months`, which begin with the base year.
    pub(super) fn new(design: &Design, months: MonthRange, calendar: &Calendar) -> Result<Self, Fault> {
        let by_product = design.products.iter().map(|plan| course(design, plan, months, calendar));
        Ok(Self { months, by_product: by_product.collect::<Result<_, _>>()? })
    }

    /// The course of a product in a month.
    pub(super) fn at(&self, product: usize, month: Month) -> f64 {
        self.months.position(month).map_or(1.0, |n| self.by_product[product][n])
    }
}

fn course(design: &Design, plan: &ProductPlan, months: MonthRange, calendar: &Calendar) -> Result<Vec<f64>, Fault> {
    let season = design.seasons.get(&plan.season).ok_or_else(|| {
        design_fault(format!("Không có mùa vụ {}.", plan.season), format!("There is no season {}.", plan.season))
    })?;
    let season_mean = season.iter().sum::<f64>() / 12.0;
    let raw: Vec<f64> = months
        .iter()
        .map(|month| {
            let season = season[usize::from(month.month_of_year()) - 1] / season_mean;
            path(&plan.path, months.first, month) * season * (1.0 - plan.tet * rest_share(month, calendar))
        })
        .collect();
    let base = raw.iter().take(12).sum::<f64>() / 12.0;
    Ok(raw.iter().map(|value| value / base).collect())
}

/// The path at the middle of a month, between its half-yearly points; level after the last.
fn path(points: &[f64; 11], first: Month, month: Month) -> f64 {
    let halves = (f64::from(month.months_since(first)) + 0.5) / 6.0;
    let before = (halves as usize).min(points.len() - 1);
    let after = (before + 1).min(points.len() - 1);
    points[before] + (points[after] - points[before]) * (halves - before as f64)
}

/// Share of a month's days on which work rests for Tết.
fn rest_share(month: Month, calendar: &Calendar) -> f64 {
    let Some(tet) = calendar.tet(month.year().number() as i16) else { return 0.0 };
    let days = (-REST.0..=REST.1).filter(|d| tet.checked_add(d.days()).is_ok_and(|day| Month::of(day) == month));
    days.count() as f64 / f64::from(month.last_day().day())
}
