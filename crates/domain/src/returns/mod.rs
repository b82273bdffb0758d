//! Báo cáo tháng: one establishment's answer for one month, and where that answer stands.
//!
//! The return of month M gives M−1's actual production, M's estimate and M+1's plan. Four facts about it are never
//! merged: a reported zero, silence, lateness and the lock.

pub mod confirming;
pub mod panel;
pub mod sent;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::period::Month;
use crate::register::{EstablishmentCode, ProductCode};

/// One product of a return. Quantities are in the product's unit; an empty cell is `None`, never zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReturnLine {
    /// The product.
    pub product: ProductCode,
    /// Last month's actual production (chính thức tháng trước).
    pub actual_previous: Option<f64>,
    /// This month's estimated production (ước tháng báo cáo).
    pub estimate: Option<f64>,
    /// Next month's planned production (dự kiến tháng sau).
    pub plan_next: Option<f64>,
    /// Quantity shipped this month (tiêu thụ).
    pub shipments: Option<f64>,
    /// Value of the shipments, million đồng.
    pub shipments_value: Option<f64>,
    /// Stock at the beginning of the month (tồn kho đầu kỳ).
    pub opening_stock: Option<f64>,
    /// Stock at the end of the month (tồn kho cuối kỳ).
    pub closing_stock: Option<f64>,
}

/// A monthly return as it was received.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Return {
    /// Who answers.
    pub establishment: EstablishmentCode,
    /// The report month M.
    pub month: Month,
    /// The day it was received.
    pub received: Date,
    /// One line per product, in order of product code.
    pub lines: Vec<ReturnLine>,
    /// People employed at the end of the month.
    pub employees: Option<u32>,
    /// Share of capacity in use, per cent.
    pub capacity_used: Option<f64>,
    /// Why production stopped or slowed; empty when it did not.
    pub reason: String,
}

/// What an establishment said about its production in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A return with some production.
    Quantity,
    /// Không phát sinh: a return that says nothing was produced.
    ReportedZero,
    /// Chưa báo cáo: no return.
    Silent,
}

/// Where the answer for a month stands: what was said, whether it came late, whether the month is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Standing {
    /// What was said.
    pub answer: Answer,
    /// Nộp chậm: received after the due day; for a silent one, the due day has passed.
    pub late: bool,
    /// Đã khóa: the lock day has passed, so the answer enters only a later vintage.
    pub locked: bool,
}

/// The days of collection, as days of the month after the report month. A dated setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionDays {
    /// The first report month these days hold for.
    pub from: Month,
    /// Last day to report in time.
    pub due: i8,
    /// Day of the flash release.
    pub release: i8,
    /// Day after which the month is locked.
    pub lock: i8,
}

impl CollectionDays {
    /// The date of `day` in the month after `month`.
    fn on(day: i8, month: Month) -> Date {
        let next = month.next();
        jiff::civil::date(next.year().number() as i16, next.month_of_year() as i8, day.clamp(1, 28))
    }

    /// Last day on which the return of `month` is in time.
    #[must_use]
    pub fn due_date(&self, month: Month) -> Date {
        Self::on(self.due, month)
    }

    /// The day the flash of `month` is released.
    #[must_use]
    pub fn release_date(&self, month: Month) -> Date {
        Self::on(self.release, month)
    }

    /// The last day before `month` is locked.
    #[must_use]
    pub fn lock_date(&self, month: Month) -> Date {
        Self::on(self.lock, month)
    }

    /// The setting in force for `month`: the latest that begins no later.
    #[must_use]
    pub fn in_force(settings: &[Self], month: Month) -> Option<Self> {
        settings.iter().filter(|s| s.from <= month).max_by_key(|s| s.from).copied()
    }
}

impl Return {
    /// What this return says about production in its month: zero only when every estimate given is zero.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let produced = self.lines.iter().filter_map(|l| l.estimate).any(|q| q != 0.0);
        if produced { Answer::Quantity } else { Answer::ReportedZero }
    }
}

impl Standing {
    /// The standing of an establishment's answer for `month` on the day `today`.
    #[must_use]
    pub fn of(answer: Option<&Return>, month: Month, days: &CollectionDays, today: Date) -> Self {
        let came = answer.map_or(today, |r| r.received);
        Self {
            answer: answer.map_or(Answer::Silent, Return::answer),
            late: came > days.due_date(month),
            locked: today > days.lock_date(month),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_silent_late_and_locked_are_four_facts() {
        let month: Month = "2024-01".parse().unwrap();
        let days = CollectionDays { from: month, due: 5, release: 6, lock: 12 };
        let day = |text: &str| text.parse::<Date>().unwrap();
        let zero = Return {
            establishment: "CS-1".parse().unwrap(),
            month,
            received: day("2024-02-08"),
            lines: Vec::new(),
            employees: None,
            capacity_used: Some(0.0),
            reason: "bảo dưỡng".into(),
        };
        let standing = Standing::of(Some(&zero), month, &days, day("2024-02-10"));
        assert_eq!(standing, Standing { answer: Answer::ReportedZero, late: true, locked: false });
        let silent = Standing::of(None, month, &days, day("2024-02-13"));
        assert_eq!(silent, Standing { answer: Answer::Silent, late: true, locked: true });
        let early = Standing::of(None, month, &days, day("2024-02-03"));
        assert_eq!(early, Standing { answer: Answer::Silent, late: false, locked: false });
    }
}
