//! Unsold stock in months of shipments, and the plan against what was made, from the returns of an establishment.

use serde::{Deserialize, Serialize};

use crate::period::Month;
use crate::register::ProductCode;
use crate::returns::{Return, ReturnLine};

/// Reported months whose shipments are averaged: a year, so that the season falls out.
const SHIPMENT_MONTHS: usize = 12;

/// What was shipped a month, the mean of the last twelve reported months.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shipped {
    /// The mean of a month, in the unit of the product.
    pub mean: f64,
    /// How many months were reported: 1 to 12.
    pub months: usize,
}

/// The stock of an establishment at the end of its last reported month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// The month at whose end it was counted.
    pub month: Month,
    /// How much, in the unit of the product.
    pub stock: f64,
    /// What it ships a month; `None` where no month says.
    pub shipped: Option<Shipped>,
}

/// Unsold stock in months of shipments.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cover {
    /// So many months of shipments.
    Months {
        /// Months of shipments the stock would last.
        months: f64,
        /// The stock.
        stock: f64,
        /// What was shipped a month.
        shipped: Shipped,
    },
    /// Không có tiêu thụ: nothing was shipped in the reported months, so the stock lasts for no number of months.
    NoShipments {
        /// The stock.
        stock: f64,
        /// How many months were reported.
        months: usize,
    },
    /// No closing stock, or no shipments, is reported.
    Unknown,
}

/// What was planned for a month, and what was made in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlanResult {
    /// The month.
    pub month: Month,
    /// The plan the return of the month before gave.
    pub planned: f64,
    /// What was made.
    pub made: f64,
    /// Whether that is still the estimate of the month's own return.
    pub is_estimate: bool,
}

impl PlanResult {
    /// What was made as a share of the plan, per cent; `None` where nothing was planned.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.planned > 0.0).then(|| self.made / self.planned * 100.0)
    }
}

fn of_month(returns: &[Return], month: Month) -> Option<&Return> {
    returns.iter().find(|answer| answer.month == month)
}

fn line<'a>(answer: &'a Return, product: &ProductCode) -> Option<&'a ReturnLine> {
    answer.lines.iter().find(|line| line.product == *product)
}

/// The stock of a product at the end of the last month, not after `until`, whose return gives it. The returns are those of one
/// establishment, one for each month, in any order.
#[must_use]
pub fn position(returns: &[Return], product: &ProductCode, until: Month) -> Option<Position> {
    let mut known: Vec<(Month, &ReturnLine)> =
        returns.iter().filter(|r| r.month <= until).filter_map(|r| Some((r.month, line(r, product)?))).collect();
    known.sort_by_key(|(month, _)| std::cmp::Reverse(*month));
    let (month, stock) = known.iter().find_map(|(month, line)| Some((*month, line.closing_stock?)))?;
    let shipped: Vec<f64> = known.iter().filter_map(|(_, line)| line.shipments).take(SHIPMENT_MONTHS).collect();
    let months = shipped.len();
    let shipped = (months > 0).then(|| Shipped { mean: shipped.iter().sum::<f64>() / months as f64, months });
    Some(Position { month, stock, shipped })
}

/// The stock of several establishments together in months of their shipments. One whose shipments are not known makes the whole
/// unknown: its stock must not be laid against the shipments of others.
#[must_use]
pub fn cover(positions: &[Position]) -> Cover {
    let stock: f64 = positions.iter().map(|position| position.stock).sum();
    let shipped: Option<Vec<Shipped>> = positions.iter().map(|position| position.shipped).collect();
    let Some(shipped) = shipped.filter(|shipped| !shipped.is_empty()) else { return Cover::Unknown };
    let months = shipped.iter().map(|s| s.months).min().unwrap_or_default();
    let mean: f64 = shipped.iter().map(|s| s.mean).sum();
    if mean > 0.0 {
        Cover::Months { months: stock / mean, stock, shipped: Shipped { mean, months } }
    } else {
        Cover::NoShipments { stock, months }
    }
}

/// What was made in a month, and whether it is still an estimate: the next return gives last month's actual figure, before that
/// there is the estimate of the month's own return.
#[must_use]
pub fn made(returns: &[Return], product: &ProductCode, month: Month) -> Option<(f64, bool)> {
    let actual = of_month(returns, month.next()).and_then(|r| line(r, product)).and_then(|line| line.actual_previous);
    let estimate = || of_month(returns, month).and_then(|r| line(r, product)).and_then(|line| line.estimate);
    actual.map(|made| (made, false)).or_else(|| estimate().map(|made| (made, true)))
}

/// The plan for a month against what was made in it; `None` where either is not reported.
#[must_use]
pub fn plan_against_actual(returns: &[Return], product: &ProductCode, month: Month) -> Option<PlanResult> {
    let planned = of_month(returns, month.previous()).and_then(|r| line(r, product)).and_then(|line| line.plan_next)?;
    let (made, is_estimate) = made(returns, product, month)?;
    Some(PlanResult { month, planned, made, is_estimate })
}
