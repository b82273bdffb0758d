//! Where a project stands on a day: what is done, what is under way, what can begin now, who is waited for and since when.
//!
//! From facts alone: no planned time is needed, so it can be said of every project.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::graph::StepGraph;
use super::progress::{Progress, StepFacts};
use super::step::StepNumber;
use super::template::StepTemplate;
use crate::agency::AgencyCode;
use crate::text::Text;

/// Where one step stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Đã xong.
    Finished {
        /// When.
        on: Date,
    },
    /// Đang thực hiện.
    Underway {
        /// Since when.
        since: Date,
    },
    /// Có thể bắt đầu: all it waits for is done.
    Ready {
        /// Since when: the day the last of what it waits for was done, or the start of the project.
        since: Date,
    },
    /// Chưa thể bắt đầu.
    Waiting {
        /// The clauses that are not met: of each, any one step.
        on: Vec<Vec<StepNumber>>,
    },
    /// Không phải thực hiện.
    NotNeeded,
}

/// One step, and whether anybody still asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub state: State,
    /// Whether a goal still waits for it. An alternative that another one has made idle, and a step after the goals, is not asked for.
    pub asked: bool,
}

/// Someone the project waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// Since when.
    pub since: Date,
    /// For which step.
    pub step: StepNumber,
    /// Who must act.
    pub agency: Text,
    /// The same by code.
    pub agencies: Vec<AgencyCode>,
    /// Whether the step is under way; else it could begin.
    pub underway: bool,
}

/// Where every step stands.
#[must_use]
pub fn standing(graph: &StepGraph, progress: &Progress) -> BTreeMap<StepNumber, Standing> {
    let view = View { graph, progress };
    let mut passed: BTreeMap<StepNumber, Date> = BTreeMap::new();
    let mut states: BTreeMap<StepNumber, State> = BTreeMap::new();
    for step in graph.order() {
        let state = view.state(*step, &passed);
        if let Some(day) = view.passed_on(*step, &state, &passed) {
            passed.insert(*step, day);
        }
        states.insert(*step, state);
    }
    let asked = view.asked(&passed);
    let with_asked = |(step, state)| (step, Standing { state, asked: asked.contains(&step) });
    states.into_iter().map(with_asked).collect()
}

/// Who is waited for: the agency of every step asked for that is under way or could begin, longest wait first.
#[must_use]
pub fn awaited(graph: &StepGraph, progress: &Progress) -> Vec<Awaited> {
    let mut awaited: Vec<Awaited> = standing(graph, progress)
        .into_iter()
        .filter(|(_, standing)| standing.asked)
        .filter_map(|(step, standing)| {
            let (since, underway) = match standing.state {
                State::Underway { since } => (since, true),
                State::Ready { since } => (since, false),
                _ => return None,
            };
            let StepTemplate { agency, agencies, .. } = graph.step(step)?;
            Some(Awaited { since, step, agency: agency.clone(), agencies: agencies.clone(), underway })
        })
        .collect();
    awaited.sort_by_key(|a| (a.since, a.step));
    awaited
}

struct View<'a> {
    graph: &'a StepGraph,
    progress: &'a Progress,
}

impl View<'_> {
    fn facts(&self, step: StepNumber) -> StepFacts {
        self.progress.steps.get(&step).cloned().unwrap_or_default()
    }

    fn clauses(&self, step: StepNumber) -> &[Vec<StepNumber>] {
        self.graph.step(step).map_or(&[], |s| s.waits_for.clauses())
    }

    fn state(&self, step: StepNumber, passed: &BTreeMap<StepNumber, Date>) -> State {
        let facts = self.facts(step);
        if let Some(on) = facts.finished {
            return State::Finished { on };
        }
        if let Some(since) = facts.started {
            return State::Underway { since };
        }
        if facts.not_needed {
            return State::NotNeeded;
        }
        let on: Vec<_> =
            self.clauses(step).iter().filter(|clause| self.met_on(clause, passed).is_none()).cloned().collect();
        if on.is_empty() { State::Ready { since: self.ready_on(step, passed) } } else { State::Waiting { on } }
    }

    /// The day a step lets those after it go on: it is done, or not needed while all it waited for is done.
    fn passed_on(&self, step: StepNumber, state: &State, passed: &BTreeMap<StepNumber, Date>) -> Option<Date> {
        match state {
            State::Finished { on } => Some(*on),
            State::NotNeeded => {
                let met = self.clauses(step).iter().all(|clause| self.met_on(clause, passed).is_some());
                met.then(|| self.ready_on(step, passed))
            }
            _ => None,
        }
    }

    /// The day a clause was met: by a step that is done, or by one that is passed over where no other is needed.
    fn met_on(&self, clause: &[StepNumber], passed: &BTreeMap<StepNumber, Date>) -> Option<Date> {
        let idle = clause.iter().all(|step| self.facts(*step).not_needed);
        let counts = |step: &&StepNumber| idle || !self.facts(**step).not_needed;
        clause.iter().filter(counts).filter_map(|step| passed.get(step)).min().copied()
    }

    fn ready_on(&self, step: StepNumber, passed: &BTreeMap<StepNumber, Date>) -> Date {
        let met = self.clauses(step).iter().filter_map(|clause| self.met_on(clause, passed));
        met.max().unwrap_or(self.progress.start)
    }

    /// The goals and all that they wait for through clauses that are not met, near or far.
    fn asked(&self, passed: &BTreeMap<StepNumber, Date>) -> BTreeSet<StepNumber> {
        let mut asked = self.progress.goals(self.graph).clone();
        for step in self.graph.order().iter().rev() {
            if asked.contains(step) {
                let unmet = self.clauses(*step).iter().filter(|clause| self.met_on(clause, passed).is_none());
                asked.extend(unmet.flatten());
            }
        }
        asked
    }
}
