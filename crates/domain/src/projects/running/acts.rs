//! What can be done to a step, and what cannot.

use jiff::civil::Date;

use super::super::{ProgressFault, StepGraph, StepNumber, moment_of};
use super::{Document, Project, StepRecord};
use crate::deadline::{Count, Event, EventKind};
use crate::sites::Fact;
use crate::text::{Lang, Text, date};

/// What stops the clock of a step or starts it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interruption {
    /// Tạm dừng, with its reason.
    Pause(Text),
    /// Tiếp tục.
    Resume,
    /// Yêu cầu bổ sung hồ sơ.
    AskPapers,
    /// Trả hồ sơ không đủ điều kiện.
    ReturnFile,
    /// Hồ sơ đầy đủ trở lại: the time is counted again from the start, or goes on, as the law of the step says.
    BringPapers,
}

impl Interruption {
    fn kind(self) -> EventKind {
        match self {
            Self::Pause(reason) => EventKind::Paused { reason },
            Self::Resume => EventKind::Resumed,
            Self::AskPapers => EventKind::PapersAsked,
            Self::ReturnFile => EventKind::ReturnedIneligible,
            Self::BringPapers => EventKind::PapersBrought,
        }
    }
}

/// Why something cannot be done to a project.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.what().en)]
pub enum ActFault {
    /// It would not be a fact about these steps.
    Progress(ProgressFault),
    /// The step has begun already.
    BegunAlready {
        /// The step.
        step: StepNumber,
        /// When.
        on: Date,
    },
    /// The step is done already.
    FinishedAlready {
        /// The step.
        step: StepNumber,
        /// When.
        on: Date,
    },
    /// The step has not begun.
    NotBegun {
        /// The step.
        step: StepNumber,
    },
    /// The plan ends before it begins.
    PlanBackwards {
        /// The step.
        step: StepNumber,
    },
    /// A figure that cannot be.
    Figure {
        /// What is wrong and what to do.
        what: Text,
    },
    /// There is no such report, visit or finding.
    NoSuch {
        /// What is wrong and what to do.
        what: Text,
    },
}

impl ActFault {
    /// What is wrong and what to do, in both languages.
    #[must_use]
    pub fn what(&self) -> Text {
        let on_day = |day: &Date| (date(*day, Lang::Vi), date(*day, Lang::En));
        match self {
            Self::Progress(fault) => fault.what(),
            Self::BegunAlready { step, on } => {
                let (vi, en) = on_day(on);
                Text::new(
                    format!("Bước {step} đã bắt đầu ngày {vi}. Không cần ghi lại; nếu ngày sai, nạp lại bằng tệp."),
                    format!("Step {step} began on {en}. It need not be entered again; import a file to correct it."),
                )
            }
            Self::FinishedAlready { step, on } => {
                let (vi, en) = on_day(on);
                Text::new(
                    format!("Bước {step} đã xong ngày {vi}. Nếu ngày sai, nạp lại bằng tệp."),
                    format!("Step {step} was done on {en}. Import a file to correct it."),
                )
            }
            Self::NotBegun { step } => Text::new(
                format!("Bước {step} chưa bắt đầu. Ghi ngày bắt đầu trước."),
                format!("Step {step} has not begun. Enter its beginning first."),
            ),
            Self::PlanBackwards { step } => Text::new(
                format!("Bước {step} dự kiến xong trước khi dự kiến bắt đầu. Sửa một trong hai ngày."),
                format!("Step {step} is planned to end before it begins. Correct one of the two."),
            ),
            Self::Figure { what } | Self::NoSuch { what } => what.clone(),
        }
    }
}

impl From<ProgressFault> for ActFault {
    fn from(fault: ProgressFault) -> Self {
        Self::Progress(fault)
    }
}

/// What is planned of a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StepPlan {
    /// How long it is planned to take; counts only where the law gives no time.
    pub time: Option<Count>,
    /// The day it is planned to begin.
    pub start: Option<Date>,
    /// The day it is planned to be done.
    pub finish: Option<Date>,
}

impl Project {
    /// The record of a step, to be changed.
    ///
    /// # Errors
    /// When the procedure has no such step.
    pub fn step_mut(&mut self, graph: &StepGraph, step: StepNumber) -> Result<&mut StepRecord, ActFault> {
        match graph.step(step) {
            Some(_) => Ok(self.steps.entry(step).or_default()),
            None => Err(ProgressFault::UnknownStep { step }.into()),
        }
    }

    /// What these facts contradict on a day; `None` when nothing.
    #[must_use]
    pub fn fault(&self, graph: &StepGraph, today: Date) -> Option<ActFault> {
        let progress = self.progress_or_from(today, today);
        let backwards = |(step, record): (&StepNumber, &StepRecord)| {
            let (start, finish) = (record.planned_start?, record.planned_finish?);
            (finish < start).then_some(ActFault::PlanBackwards { step: *step })
        };
        let first = progress.faults(graph).into_iter().next().map(ActFault::Progress);
        first.or_else(|| self.steps.iter().find_map(backwards))
    }

    /// Plans a step.
    ///
    /// # Errors
    /// When there is no such step.
    pub fn plan_step(&mut self, graph: &StepGraph, step: StepNumber, plan: StepPlan) -> Result<(), ActFault> {
        let record = self.step_mut(graph, step)?;
        record.facts.planned = plan.time;
        (record.planned_start, record.planned_finish) = (plan.start, plan.finish);
        Ok(())
    }

    /// Begins a step. A step may begin before what it should have waited for is done: what happened is recorded.
    ///
    /// # Errors
    /// When there is no such step, or it has begun or is done.
    pub fn begin_step(&mut self, graph: &StepGraph, step: StepNumber, day: Date) -> Result<(), ActFault> {
        let facts = &mut self.step_mut(graph, step)?.facts;
        match (facts.started, facts.finished) {
            (Some(on), _) => Err(ActFault::BegunAlready { step, on }),
            (None, Some(on)) => Err(ActFault::FinishedAlready { step, on }),
            (None, None) => {
                facts.started = Some(day);
                facts.not_needed = false;
                Ok(())
            }
        }
    }

    /// Ends a step. A pause that still lasts ends with it.
    ///
    /// # Errors
    /// When there is no such step, or it is done.
    pub fn finish_step(&mut self, graph: &StepGraph, step: StepNumber, day: Date) -> Result<(), ActFault> {
        let facts = &mut self.step_mut(graph, step)?.facts;
        if let Some(on) = facts.finished {
            return Err(ActFault::FinishedAlready { step, on });
        }
        facts.finished = Some(day);
        facts.not_needed = false;
        Ok(())
    }

    /// Stops or starts the clock of a step.
    ///
    /// # Errors
    /// When there is no such step, it has not begun, or is done.
    pub fn interrupt_step(
        &mut self,
        graph: &StepGraph,
        step: StepNumber,
        day: Date,
        what: Interruption,
    ) -> Result<(), ActFault> {
        let facts = &mut self.step_mut(graph, step)?.facts;
        match (facts.started, facts.finished) {
            (_, Some(on)) => Err(ActFault::FinishedAlready { step, on }),
            (None, None) => Err(ActFault::NotBegun { step }),
            (Some(_), None) => {
                facts.interruptions.push(Event::new(moment_of(day), what.kind()));
                Ok(())
            }
        }
    }

    /// Marks a step as not needed, or as needed again.
    ///
    /// # Errors
    /// When there is no such step, or it has begun.
    pub fn spare_step(&mut self, graph: &StepGraph, step: StepNumber, spared: bool) -> Result<(), ActFault> {
        let facts = &mut self.step_mut(graph, step)?.facts;
        match facts.started.or(facts.finished).filter(|_| spared) {
            Some(on) => Err(ActFault::BegunAlready { step, on }),
            None => {
                facts.not_needed = spared;
                Ok(())
            }
        }
    }

    /// Attaches a paper to a step; the same paper again changes nothing.
    ///
    /// # Errors
    /// When there is no such step.
    pub fn attach(&mut self, graph: &StepGraph, step: StepNumber, document: Document) -> Result<(), ActFault> {
        let documents = &mut self.step_mut(graph, step)?.documents;
        if !documents.contains(&document) {
            documents.push(document);
        }
        Ok(())
    }

    /// Whether the day it began is known: without it nothing is said of what it waits for.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        matches!(self.start, Fact::Known(_))
    }
}
