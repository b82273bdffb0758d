//! What follows from the facts of a project on a day: its state, whom it waits for, its schedule, how late it is.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::{
    self as projects, LateBand, Overruns, ProgressFault, ProjectCode, Schedule, State, StepGraph, StepNumber,
    StepTemplate, TemplateCode,
};
use super::Project;
use crate::agency::AgencyCode;
use crate::calendar::{Calendar, YearNotKnown};
use crate::deadline::EventKind;
use crate::projects::Progress;
use crate::register::EnterpriseCode;
use crate::sites::{Fact, SiteCode};
use crate::text::{Text, named};

named!(
    /// Where a project stands.
    ProjectState, "not-known, underway, paused or finished" {
        /// Chưa rõ: the day it began is not known, so neither is what is open.
        NotKnown "not-known" "chưa rõ bước đang vướng" "open steps not known";
        /// Đang thực hiện.
        Underway "underway" "đang thực hiện" "under way";
        /// Tạm dừng: every step under way stands still.
        Paused "paused" "tạm dừng" "paused";
        /// Đã xong.
        Finished "finished" "đã xong" "finished";
    }
);

/// An agency that a step waits for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Await {
    /// The step.
    pub step: StepNumber,
    /// The agency.
    pub agency: AgencyCode,
    /// Since when.
    pub since: Date,
    /// The last day of the statutory time of a step under way, else the day it is planned to be done; `None` where there is neither, and
    /// while the clock stands.
    pub due: Option<Date>,
}

/// What is derived from a project when it is written, and kept beside it so that lists can be asked for it. None of it depends on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub state: ProjectState,
    /// The day its last goal was reached; `None` while one is open.
    pub finished: Option<Date>,
    /// Whom it waits for, in order of step and agency.
    pub awaited: Vec<Await>,
}

/// A project in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectLine {
    /// Its code.
    pub code: ProjectCode,
    /// The site.
    pub site: SiteCode,
    /// The procedure.
    pub template: TemplateCode,
    /// Its name.
    pub name: Text,
    /// Whose it is.
    pub enterprise: Option<EnterpriseCode>,
    /// Invented for the demonstration.
    pub simulated: bool,
    /// The day it began.
    pub start: Fact<Date>,
    /// The day by which it is approved to be done.
    pub due: Fact<Date>,
    /// Where it stands.
    pub state: ProjectState,
    /// When it was done.
    pub finished: Option<Date>,
}

impl ProjectLine {
    /// How late it is on a day against its approved day; `None` when it is not, or no day was approved.
    #[must_use]
    pub fn band(&self, today: Date) -> Option<LateBand> {
        band(&self.due, self.finished, today)
    }
}

fn band(due: &Fact<Date>, finished: Option<Date>, today: Date) -> Option<LateBand> {
    LateBand::of(*due.known()?, finished.unwrap_or(today))
}

impl Project {
    /// The facts as the schedule takes them; `None` where the day it began is not known.
    #[must_use]
    pub fn progress(&self, as_of: Option<Date>) -> Option<Progress> {
        let start = *self.start.known()?;
        Some(Progress { as_of, ..self.progress_or_from(start, start) })
    }

    /// The facts with `start` where the day it began is not known: to look for contradictions only.
    pub(super) fn progress_or_from(&self, start: Date, as_of: Date) -> Progress {
        let steps = self.steps.iter().map(|(number, record)| (*number, record.facts.clone())).collect();
        let start = self.start.known().copied().unwrap_or(start);
        Progress { start, as_of: Some(as_of), goals: self.goals.clone(), steps }
    }

    /// When everything can happen; `None` where the day it began is not known.
    ///
    /// # Errors
    /// When its facts contradict themselves.
    pub fn schedule(
        &self,
        graph: &StepGraph,
        today: Date,
        calendar: &Calendar,
    ) -> Option<Result<Schedule, Vec<ProgressFault>>> {
        Some(graph.schedule(&self.progress(Some(today))?, calendar))
    }

    /// Days beyond the statutory time, by agency. Needs no beginning of the project: each step has its own.
    #[must_use]
    pub fn overruns(&self, graph: &StepGraph, today: Date, calendar: &Calendar) -> Overruns {
        projects::overruns(graph, &self.progress_or_from(today, today), today, calendar)
    }

    /// Its state, the day it was done and whom it waits for.
    #[must_use]
    pub fn standing(&self, graph: &StepGraph, calendar: &Calendar) -> Standing {
        let Some(progress) = self.progress(None) else {
            return Standing { state: ProjectState::NotKnown, finished: None, awaited: Vec::new() };
        };
        let finished = self.finished(graph, &progress);
        if finished.is_some() {
            return Standing { state: ProjectState::Finished, finished, awaited: Vec::new() };
        }
        let open = projects::awaited(graph, &progress);
        let mut underway = open.iter().filter(|awaited| awaited.underway).peekable();
        let paused = underway.peek().is_some() && underway.all(|awaited| self.is_halted(awaited.step));
        let mut awaited: Vec<Await> = open
            .iter()
            .flat_map(|one| {
                let due = self.due_of(graph, one.step, one.underway, calendar);
                one.agencies.iter().map(move |agency| Await {
                    step: one.step,
                    agency: agency.clone(),
                    since: one.since,
                    due,
                })
            })
            .collect();
        awaited.sort();
        let state = if paused { ProjectState::Paused } else { ProjectState::Underway };
        Standing { state, finished: None, awaited }
    }

    fn due_of(&self, graph: &StepGraph, step: StepNumber, underway: bool, calendar: &Calendar) -> Option<Date> {
        let record = self.steps.get(&step);
        match graph.step(step).and_then(StepTemplate::statutory_rule).filter(|_| underway) {
            Some(rule) => record?.facts.due(&rule, calendar),
            None => record?.planned_finish,
        }
    }

    /// The year for want of whose days off the last day of a step under way cannot be told; `None` where it can, and where there is none.
    #[must_use]
    pub fn untold(&self, graph: &StepGraph, step: StepNumber, calendar: &Calendar) -> Option<YearNotKnown> {
        let facts = &self.steps.get(&step)?.facts;
        facts.untold(&graph.step(step)?.statutory_rule()?, calendar)
    }

    /// Whether the clock of a step stands: paused, or waiting for papers.
    #[must_use]
    pub fn is_halted(&self, step: StepNumber) -> bool {
        let (mut paused, mut papers) = (false, false);
        for event in self.steps.get(&step).iter().flat_map(|record| &record.facts.interruptions) {
            match event.kind {
                EventKind::Paused { .. } => paused = true,
                EventKind::Resumed => paused = false,
                EventKind::PapersAsked | EventKind::ReturnedIneligible => papers = true,
                EventKind::PapersBrought => papers = false,
                EventKind::Received | EventKind::Finished => {}
            }
        }
        paused || papers
    }

    /// The day the last goal was reached. Goals that are not needed do not keep it open.
    fn finished(&self, graph: &StepGraph, progress: &Progress) -> Option<Date> {
        let standing = projects::standing(graph, progress);
        let mut last = None;
        for goal in progress.goals(graph) {
            match standing.get(goal).map(|standing| &standing.state) {
                Some(State::Finished { on }) => last = last.max(Some(*on)),
                Some(State::NotNeeded) => {}
                _ => return None,
            }
        }
        last
    }

    /// How late it is on a day against its approved day; `None` when it is not, or no day was approved.
    #[must_use]
    pub fn band(&self, graph: &StepGraph, calendar: &Calendar, today: Date) -> Option<LateBand> {
        band(&self.due, self.standing(graph, calendar).finished, today)
    }

    /// The project in a list.
    #[must_use]
    pub fn line(&self, standing: &Standing) -> ProjectLine {
        ProjectLine {
            code: self.code.clone(),
            site: self.site.clone(),
            template: self.template.clone(),
            name: self.name.clone(),
            enterprise: self.enterprise.clone(),
            simulated: self.simulated,
            start: self.start,
            due: self.due,
            state: standing.state,
            finished: standing.finished,
        }
    }
}
