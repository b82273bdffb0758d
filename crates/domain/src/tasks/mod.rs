//! Nhiệm vụ: something a body has to do by a day. A commitment made at a dialogue and a measure of the People's Committee's
//! recovery plan are the same thing with another origin, so they have one shape: lead, partners, watcher, deadline → result → report.
//!
//! Alarms go off 7, 3 and 1 days before the deadline and once it has passed ([`alarm_due`]).

mod alarm;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::agency::AgencyCode;
use crate::obstacles::{ObstacleCode, Visibility};
use crate::register::{code, is_plain_code};
use crate::text::{Text, named};

pub use alarm::{Alarm, SentAlarm, alarm_due};

code!(
    /// Mã nhiệm vụ: capital letters, digits and dashes, at most 20.
    TaskCode, "a task code of capital letters, digits and dashes, as NV-2024-3, at most 20",
    |t| is_plain_code(t, 20)
);
code!(
    /// Mã hội nghị đối thoại: capital letters, digits and dashes, at most 20.
    DialogueCode, "a dialogue code of capital letters, digits and dashes, as DT-2024-1, at most 20",
    |t| is_plain_code(t, 20)
);
code!(
    /// Mã kế hoạch: capital letters, digits and dashes, at most 20.
    PlanCode, "a plan code of capital letters, digits and dashes, as KH-2024, at most 20",
    |t| is_plain_code(t, 20)
);

named!(
    /// What kind of thing a task comes from.
    OriginKind, "dialogue or plan" {
        /// Cam kết tại hội nghị đối thoại.
        Dialogue "dialogue" "cam kết tại hội nghị đối thoại" "commitment at a dialogue";
        /// Biện pháp của kế hoạch phục hồi.
        Plan "plan" "biện pháp của kế hoạch" "measure of a plan";
    }
);

/// Where a task comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A commitment made at a dialogue.
    Dialogue(DialogueCode),
    /// A measure of a plan.
    Plan(PlanCode),
}

impl Origin {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> OriginKind {
        match self {
            Self::Dialogue(_) => OriginKind::Dialogue,
            Self::Plan(_) => OriginKind::Plan,
        }
    }

    /// The code of the dialogue or plan.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Dialogue(code) => code.as_str(),
            Self::Plan(code) => code.as_str(),
        }
    }

    /// From its kind and code.
    ///
    /// # Errors
    /// When the code has not its form.
    pub fn new(kind: OriginKind, code: &str) -> Result<Self, crate::register::CodeError> {
        match kind {
            OriginKind::Dialogue => code.parse().map(Self::Dialogue),
            OriginKind::Plan => code.parse().map(Self::Plan),
        }
    }
}

/// Kế hoạch phục hồi: a plan of the People's Committee, adopted by a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its code.
    pub code: PlanCode,
    /// Its name.
    pub title: Text,
    /// The day it was adopted.
    pub adopted_on: Date,
    /// The decision, as `125/KH-UBND`; empty when it is not known.
    pub decision: String,
    /// Invented for a demonstration; said wherever it is shown.
    pub simulated: bool,
}

/// Nhiệm vụ: a commitment or a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its code.
    pub code: TaskCode,
    /// Where it comes from.
    pub origin: Origin,
    /// The obstacle it is to clear.
    pub obstacle: Option<ObstacleCode>,
    /// What is to be done.
    pub what: String,
    /// Chủ trì.
    pub lead: AgencyCode,
    /// Phối hợp.
    pub partners: Vec<AgencyCode>,
    /// Theo dõi, đôn đốc.
    pub watcher: Option<AgencyCode>,
    /// The last day on which it is in time.
    pub due: Date,
    /// The result that is expected; empty when nobody said.
    pub result: String,
    /// Whether everybody may read it.
    pub visibility: Visibility,
    /// Invented for a demonstration; said wherever it is shown.
    pub simulated: bool,
}

impl Task {
    /// Whether it says what a task must say.
    ///
    /// # Errors
    /// What is missing, and what to do.
    pub fn check(&self) -> Result<(), Text> {
        if self.what.trim().is_empty() {
            return Err(Text::new(
                "Chưa ghi việc phải làm. Hãy ghi nội dung nhiệm vụ.",
                "What is to be done is missing. Write it.",
            ));
        }
        if self.partners.contains(&self.lead) {
            return Err(Text::new(
                format!("{} vừa chủ trì vừa phối hợp. Hãy bỏ một trong hai.", self.lead),
                format!("{} is both lead and partner. Leave one of the two out.", self.lead),
            ));
        }
        Ok(())
    }

    /// The bodies that may report on it: the lead, then the partners.
    #[must_use]
    pub fn owners(&self) -> Vec<AgencyCode> {
        std::iter::once(&self.lead).chain(&self.partners).cloned().collect()
    }
}

/// What was reported of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskReport {
    /// The day.
    pub date: Date,
    /// Who reported, in words.
    pub by: String,
    /// What was done.
    pub text: String,
    /// Whether the task is done with it.
    pub is_done: bool,
    /// Who may read it.
    pub visibility: Visibility,
}

/// How a task stands against its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskStanding {
    /// Đã xong.
    Done {
        /// On which day.
        on: Date,
        /// Days past the deadline; 0 in time.
        late_by: i64,
    },
    /// Đang thực hiện, còn hạn.
    Open {
        /// Days left; 0 on the last day.
        left: i64,
    },
    /// Quá hạn.
    Late {
        /// Days past the deadline.
        by: i64,
    },
}

/// How a task with this deadline stands on a day; `done_on` is the day it was done.
#[must_use]
pub fn standing(due: Date, done_on: Option<Date>, today: Date) -> TaskStanding {
    match done_on {
        Some(on) => TaskStanding::Done { on, late_by: days(due, on).max(0) },
        None if today <= due => TaskStanding::Open { left: days(today, due) },
        None => TaskStanding::Late { by: days(due, today) },
    }
}

/// The day the task was done: that of the last report that says so, unless a later one takes it back.
#[must_use]
pub fn done_on(reports: &[TaskReport]) -> Option<Date> {
    reports.last().filter(|report| report.is_done).map(|report| report.date)
}

/// Whole days from one day to another.
fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

#[cfg(test)]
mod tests;
