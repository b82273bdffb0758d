//! What is known and planned of one project: dates that happened, planned times, delays, steps that are not needed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::graph::StepGraph;
use super::step::StepNumber;
use crate::deadline::{ClockError, Count, Event, check_sequence};
use crate::text::{Lang, Text, date};

/// What is known and planned of one step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFacts {
    /// The time planned for it; used only where the law gives none.
    pub planned: Option<Count>,
    /// The day it really began.
    pub started: Option<Date>,
    /// The day it was really done.
    pub finished: Option<Date>,
    /// Calendar days it is expected to take beyond its time.
    pub delay_days: u32,
    /// What stopped its clock and started it again, in order of time: pauses, requests for papers, papers brought. Its receipt and its end
    /// are `started` and `finished`.
    pub interruptions: Vec<Event>,
    /// Không phải thực hiện: the project takes another alternative, or is freed from the step.
    pub not_needed: bool,
}

impl StepFacts {
    /// Whether it has begun or is done, so that what it waited for no longer moves it.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.started.is_some() || self.finished.is_some()
    }
}

/// What is known and planned of one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The day the project begins: no step that has not begun begins before.
    pub start: Date,
    /// The day of the question. What has not begun cannot begin before it, what is not done cannot have been done before it. `None` for
    /// a plan on paper.
    pub as_of: Option<Date>,
    /// The steps that end the work; empty for those of the template.
    pub goals: BTreeSet<StepNumber>,
    /// What is known of the steps; a step that is missing has its statutory time and has not begun.
    pub steps: BTreeMap<StepNumber, StepFacts>,
}

impl Progress {
    /// A plan on paper: every step takes its statutory time.
    #[must_use]
    pub fn plan(start: Date) -> Self {
        Self { start, as_of: None, goals: BTreeSet::new(), steps: BTreeMap::new() }
    }

    /// The facts of a step, to be filled in.
    pub fn step_mut(&mut self, step: StepNumber) -> &mut StepFacts {
        self.steps.entry(step).or_default()
    }

    /// The goals: the project's own, else those of the template.
    #[must_use]
    pub fn goals<'a>(&'a self, graph: &'a StepGraph) -> &'a BTreeSet<StepNumber> {
        if self.goals.is_empty() { graph.goals() } else { &self.goals }
    }

    /// The first day on which something new can begin.
    pub(super) fn floor(&self) -> Date {
        self.as_of.map_or(self.start, |day| day.max(self.start))
    }

    /// What keeps these facts from being facts about the steps of `graph`.
    #[must_use]
    pub fn faults(&self, graph: &StepGraph) -> Vec<ProgressFault> {
        let unknown = self.goals.iter().chain(self.steps.keys()).filter(|n| graph.step(**n).is_none());
        let mut faults: Vec<ProgressFault> = unknown.map(|n| ProgressFault::UnknownStep { step: *n }).collect();
        for (step, facts) in &self.steps {
            let step = *step;
            if facts.not_needed && facts.has_begun() {
                faults.push(ProgressFault::BegunThoughNotNeeded { step });
            }
            if let (Some(started), Some(finished)) = (facts.started, facts.finished)
                && finished < started
            {
                faults.push(ProgressFault::FinishedBeforeStarted { step, started, finished });
            }
            faults.extend(fault_of_interruptions(step, facts));
            let interrupted = facts.interruptions.last().map(|event| event.moment.date());
            let latest = facts.started.max(facts.finished).max(interrupted);
            if let (Some(date), Some(as_of)) = (latest, self.as_of)
                && date > as_of
            {
                faults.push(ProgressFault::InTheFuture { step, date, as_of });
            }
        }
        faults
    }
}

/// What keeps the interruptions of a step from having happened between its beginning and its end.
fn fault_of_interruptions(step: StepNumber, facts: &StepFacts) -> Option<ProgressFault> {
    let last = facts.interruptions.last()?.moment.date();
    match (facts.started, facts.finished) {
        (None, _) => Some(ProgressFault::InterruptedBeforeStarted { step }),
        (Some(_), Some(finished)) if last > finished => Some(ProgressFault::InterruptedAfterFinish { step, finished }),
        (Some(started), _) => {
            let error = check_sequence(&facts.events(started)).err()?;
            Some(ProgressFault::Interruptions { step, error })
        }
    }
}

/// Why facts cannot be facts about these steps.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProgressFault {
    /// A step that the procedure does not have.
    #[error("the procedure has no step {step}")]
    UnknownStep {
        /// The number.
        step: StepNumber,
    },
    /// Done before it began.
    #[error("step {step} is said to be done on {finished}, before it began on {started}")]
    FinishedBeforeStarted {
        /// The step.
        step: StepNumber,
        /// When it is said to have begun.
        started: Date,
        /// When it is said to be done.
        finished: Date,
    },
    /// A fact from after the day of the question.
    #[error("step {step} has the date {date}, which is after {as_of}")]
    InTheFuture {
        /// The step.
        step: StepNumber,
        /// Its date.
        date: Date,
        /// The day of the question.
        as_of: Date,
    },
    /// Paused before it began.
    #[error("step {step} is said to have been interrupted, and has not begun")]
    InterruptedBeforeStarted {
        /// The step.
        step: StepNumber,
    },
    /// Paused after it was done.
    #[error("step {step} is said to have been interrupted after {finished}, when it was done")]
    InterruptedAfterFinish {
        /// The step.
        step: StepNumber,
        /// When it was done.
        finished: Date,
    },
    /// Interruptions that cannot follow one another.
    #[error("step {step}: {error}")]
    Interruptions {
        /// The step.
        step: StepNumber,
        /// Why not.
        error: ClockError,
    },
    /// Begun or done, and marked as not needed.
    #[error("step {step} has begun and is marked as not needed")]
    BegunThoughNotNeeded {
        /// The step.
        step: StepNumber,
    },
}

impl ProgressFault {
    /// What is wrong and what to do, for the person who typed it.
    #[must_use]
    pub fn what(&self) -> Text {
        let in_both = |day: &Date| (date(*day, Lang::Vi), date(*day, Lang::En));
        match self {
            Self::UnknownStep { step } => Text::new(
                format!("Trình tự không có bước {step}. Chọn một bước trong danh sách."),
                format!("The procedure has no step {step}. Choose one of the list."),
            ),
            Self::FinishedBeforeStarted { step, started, finished } => {
                let ((started_vi, started_en), (finished_vi, finished_en)) = (in_both(started), in_both(finished));
                Text::new(
                    format!(
                        "Bước {step} xong ngày {finished_vi}, trước khi bắt đầu ngày {started_vi}. Sửa một trong hai ngày."
                    ),
                    format!(
                        "Step {step} ended on {finished_en}, before it began on {started_en}. Correct one of the two."
                    ),
                )
            }
            Self::InTheFuture { step, date, as_of } => {
                let ((date_vi, date_en), (as_of_vi, as_of_en)) = (in_both(date), in_both(as_of));
                Text::new(
                    format!("Bước {step} có ngày thực tế {date_vi} sau ngày {as_of_vi}. Chỉ ghi ngày đã diễn ra."),
                    format!(
                        "Step {step} has the actual date {date_en}, after {as_of_en}. Enter only what has happened."
                    ),
                )
            }
            Self::InterruptedBeforeStarted { step } => Text::new(
                format!("Bước {step} chưa bắt đầu nên không thể tạm dừng. Ghi ngày bắt đầu trước."),
                format!("Step {step} has not begun and cannot be interrupted. Enter its beginning first."),
            ),
            Self::InterruptedAfterFinish { step, finished } => {
                let (vi, en) = in_both(finished);
                Text::new(
                    format!("Bước {step} đã xong ngày {vi}; không thể tạm dừng sau ngày đó. Sửa một trong hai ngày."),
                    format!(
                        "Step {step} was done on {en} and cannot be interrupted later. Correct one of the two dates."
                    ),
                )
            }
            Self::Interruptions { step, error } => {
                let (what, remedy) = (error.what(), error.remedy());
                Text::new(
                    format!("Bước {step}: {} {}", what.vi, remedy.vi),
                    format!("Step {step}: {} {}", what.en, remedy.en),
                )
            }
            Self::BegunThoughNotNeeded { step } => Text::new(
                format!("Bước {step} đã bắt đầu nhưng được ghi là không phải thực hiện. Bỏ một trong hai."),
                format!("Step {step} has begun and is marked as not needed. Take away one of the two."),
            ),
        }
    }
}
