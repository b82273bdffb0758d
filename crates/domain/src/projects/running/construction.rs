//! Xây dựng: the approved schedule, what the owner reports of it month by month, and the days that end it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ActFault, Project};
use crate::period::Month;
use crate::text::{Text, named};

named!(
    /// What became of a monthly report.
    ReportState, "reported, confirmed or returned" {
        /// Chủ đầu tư báo cáo.
        Reported "reported" "chờ xác nhận" "waiting for confirmation";
        /// Cán bộ xác nhận.
        Confirmed "confirmed" "đã xác nhận" "confirmed";
        /// Trả lại.
        Returned "returned" "trả lại" "returned";
    }
);

named!(
    /// A day on the way from the works to regular production.
    MilestoneKind, "acceptance, trial-run or commissioning" {
        /// Nghiệm thu.
        Acceptance "acceptance" "nghiệm thu" "acceptance";
        /// Chạy thử.
        TrialRun "trial-run" "chạy thử" "trial run";
        /// Đưa vào vận hành.
        Commissioning "commissioning" "đưa vào vận hành" "commissioning";
    }
);

/// A point of the approved schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanPoint {
    /// By this day
    pub date: Date,
    /// so much of the works is to be done, in per cent.
    pub percent: f64,
    /// The decision that says so.
    pub source: String,
}

/// What the owner reports of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkReport {
    /// The month.
    pub month: Month,
    /// How much of the works was done at its end, in per cent.
    pub percent: f64,
    /// The volume done, in words.
    pub volume: Option<Text>,
    /// Paid out since the beginning, in million đồng.
    pub disbursed: Option<f64>,
    /// What became of the report.
    pub state: ReportState,
    /// Why it was returned.
    pub reason: Option<Text>,
}

/// A day that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Which.
    pub kind: MilestoneKind,
    /// When.
    pub date: Date,
    /// The paper that says so.
    pub source: String,
}

/// The construction of a project.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Construction {
    /// The approved schedule, in order of day; of one day the last entered counts.
    pub plan: Vec<PlanPoint>,
    /// The monthly reports as they stand, in order of month.
    pub reports: Vec<WorkReport>,
    /// Acceptance, trial run, commissioning, in order of entry.
    pub milestones: Vec<Milestone>,
}

impl Construction {
    /// What everybody may see: confirmed reports only.
    #[must_use]
    pub fn public(&self) -> Self {
        let mut public = self.clone();
        public.reports.retain(|report| report.state == ReportState::Confirmed);
        public
    }

    /// How much was to be done by a day: the last point of the approved schedule on or before it. Between two points nothing is
    /// approved, so nothing is reckoned.
    #[must_use]
    pub fn planned_on(&self, day: Date) -> Option<f64> {
        self.plan.iter().rfind(|point| point.date <= day).map(|point| point.percent)
    }

    /// The last month that was confirmed.
    #[must_use]
    pub fn confirmed(&self) -> Option<&WorkReport> {
        self.reports.iter().rfind(|report| report.state == ReportState::Confirmed)
    }
}

/// By how many points the works are behind the approved schedule at the end of the last confirmed month; 0 when they are not. `None` where
/// nothing was confirmed or approved.
#[must_use]
pub fn points_behind(construction: &Construction) -> Option<f64> {
    let report = construction.confirmed()?;
    let planned = construction.planned_on(report.month.last_day())?;
    Some((planned - report.percent).max(0.0))
}

fn percent(value: f64) -> Result<(), ActFault> {
    if (0.0..=100.0).contains(&value) {
        return Ok(());
    }
    let what = Text::new(
        "Tiến độ phải từ 0 đến 100 phần trăm. Sửa số này.",
        "Progress is 0 to 100 per cent. Correct the number.",
    );
    Err(ActFault::Figure { what })
}

fn figure(vi: impl Into<String>, en: impl Into<String>) -> Result<(), ActFault> {
    Err(ActFault::Figure { what: Text::new(vi, en) })
}

impl WorkReport {
    /// That its figures can be and its month has come.
    fn sound(&self, today: Date) -> Result<(), ActFault> {
        percent(self.percent)?;
        if self.disbursed.is_some_and(|value| !value.is_finite() || value < 0.0) {
            return figure(
                "Giải ngân không được âm. Sửa số này.",
                "What was paid out is not negative. Correct the number.",
            );
        }
        if self.month.first_day() > today {
            return figure("Tháng báo cáo chưa đến. Chọn tháng khác.", "The month has not come yet. Choose another.");
        }
        Ok(())
    }
}

impl Project {
    /// Sets points of the approved schedule; a point of a day replaces the one of that day.
    ///
    /// # Errors
    /// When a per cent is none.
    pub fn approve_schedule(&mut self, points: &[PlanPoint]) -> Result<(), ActFault> {
        for point in points {
            percent(point.percent)?;
            self.construction.plan.retain(|known| known.date != point.date);
            self.construction.plan.push(point.clone());
        }
        self.construction.plan.sort_by_key(|point| point.date);
        Ok(())
    }

    /// Takes in the owner's report of a month; it replaces one that was not confirmed.
    ///
    /// # Errors
    /// When a figure cannot be, the month is not over, or its report was confirmed.
    pub fn report_month(&mut self, report: WorkReport, today: Date) -> Result<(), ActFault> {
        report.sound(today)?;
        if self.report_of(report.month).is_some_and(|known| known.state == ReportState::Confirmed) {
            let month = report.month;
            return figure(
                format!("Báo cáo tháng {month} đã được xác nhận. Hãy đề nghị cán bộ trả lại trước khi sửa."),
                format!("The report of {month} was confirmed. Ask the officer to return it before you change it."),
            );
        }
        self.put(WorkReport { state: ReportState::Reported, reason: None, ..report });
        Ok(())
    }

    /// Takes in a month as a file tells it, with what became of its report. One that waits for confirmation and says what was reported before
    /// changes nothing, so that a file taken in again undoes no confirmation.
    ///
    /// # Errors
    /// When a figure cannot be, the month is not over, or a report that waits contradicts a confirmed one.
    pub fn take_month(&mut self, report: WorkReport, today: Date) -> Result<(), ActFault> {
        if report.state == ReportState::Reported {
            let says_the_same = |known: &WorkReport| {
                (known.percent, &known.volume, known.disbursed) == (report.percent, &report.volume, report.disbursed)
            };
            return match self.report_of(report.month).is_some_and(says_the_same) {
                true => Ok(()),
                false => self.report_month(report, today),
            };
        }
        report.sound(today)?;
        self.put(report);
        Ok(())
    }

    /// The report of a month.
    #[must_use]
    pub fn report_of(&self, month: Month) -> Option<&WorkReport> {
        self.construction.reports.iter().find(|known| known.month == month)
    }

    /// Confirms the report of a month, or returns it with a reason.
    ///
    /// # Errors
    /// When there is no report of the month.
    pub fn judge_month(&mut self, month: Month, returned: Option<Text>) -> Result<(), ActFault> {
        let Some(known) = self.report_of(month) else {
            let what = Text::new(
                format!("Chưa có báo cáo tháng {month}. Chọn tháng đã báo cáo."),
                format!("There is no report of {month}. Choose a month that was reported."),
            );
            return Err(ActFault::NoSuch { what });
        };
        let state = if returned.is_some() { ReportState::Returned } else { ReportState::Confirmed };
        self.put(WorkReport { state, reason: returned, ..known.clone() });
        Ok(())
    }

    fn put(&mut self, report: WorkReport) {
        self.construction.reports.retain(|known| known.month != report.month);
        self.construction.reports.push(report);
        self.construction.reports.sort_by_key(|report| report.month);
    }

    /// Records acceptance, trial run or commissioning; the same again changes nothing.
    ///
    /// # Errors
    /// When the day has not come, or no paper is named.
    pub fn reach_milestone(&mut self, milestone: Milestone, today: Date) -> Result<(), ActFault> {
        if milestone.date > today || milestone.source.is_empty() {
            let what = Text::new(
                "Chỉ ghi ngày đã đến, kèm văn bản chứng minh. Sửa ngày hoặc ghi văn bản.",
                "Enter a day that has come, with its paper. Correct the day or name the paper.",
            );
            return Err(ActFault::Figure { what });
        }
        if !self.construction.milestones.contains(&milestone) {
            self.construction.milestones.push(milestone);
        }
        Ok(())
    }
}
