//! When each step can begin and end, when the work ends, and which steps decide it.
//!
//! Earliest times over a graph whose edges are *all* and *any* (the critical path method of J. E. Kelley and M. R. Walker, 1959, with
//! alternatives). For a step s that has not begun:
//!
//! ```text
//! clause(c)  = min over the alternatives of c that are not ruled out of finish(alternative)
//! ready(s)   = max over the clauses of s                       (the start of the project where s waits for nothing)
//! start(s)   = max(ready(s), start of the project, day of the question)
//! finish(s)  = max(start(s) + time(s), day of the question) + delay(s)
//! finish     = max over the goals of finish(goal)
//! ```
//!
//! * What happened overrides: a begun step starts on its actual day, a done one ends on its actual day. An alternative that is really done
//!   settles its clause; what the others might have given no longer counts.
//! * A begun step that was paused or restarted ends when the deadline clock says; one that stands still is taken to go on at the day of the
//!   question.
//! * A step that is *not needed* takes no time: it passes on what it would have waited for. As one of several alternatives it does not
//!   count, unless none of them is needed.
//! * The time is the statutory one, or the planned one where there is none, and is marked so. With neither, and in years whose days off
//!   are not known, the result is [`Unknown`] with every reason, and so is all that depends on it.
//! * The end of the work is the latest of the *goals*: the steps the project names, else those of the template, else all that nothing
//!   waits for. A yearly report or the closing of a mine is no goal of opening it, so goals are named in the data.
//! * The critical path is the chain of steps behind that end, each begun on the day the one before it ended; of an *any* clause the
//!   alternative that comes first, of equals the lowest number. It begins where the project starts, at the day of the question, or with
//!   the last thing that has really begun.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::graph::StepGraph;
use super::progress::{Progress, ProgressFault, StepFacts};
use super::slack::{self, Slack};
use super::step::StepNumber;
use super::template::StepTemplate;
use crate::calendar::{Calendar, YearNotKnown};
use crate::deadline::{ClockError, Count, LimitUnit};
use crate::text::Text;

/// One reason why a day cannot be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The step has neither a statutory nor a planned time.
    NoTime {
        /// The step.
        step: StepNumber,
    },
    /// Working days of the step run into a year whose days off are not known.
    YearNotKnown {
        /// The step.
        step: StepNumber,
        /// The year.
        year: i16,
    },
    /// The step is done and the day it began was not recorded.
    StartNotRecorded {
        /// The step.
        step: StepNumber,
    },
}

impl Reason {
    /// The reason, and what would take it away.
    #[must_use]
    pub fn what(self) -> Text {
        match self {
            Self::NoTime { step } => Text::new(
                format!(
                    "Bước {step} không có thời hạn theo quy định và chưa có thời gian dự kiến: ghi thời gian dự kiến."
                ),
                format!("Step {step} has no statutory time and no planned one: enter a planned time."),
            ),
            Self::YearNotKnown { step, year } => Text::new(
                format!("Bước {step} chạy sang năm {year} chưa có lịch nghỉ: nạp lịch nghỉ của năm đó."),
                format!("Step {step} runs into {year}, whose days off are not known: load them."),
            ),
            Self::StartNotRecorded { step } => Text::new(
                format!("Bước {step} đã xong nhưng không ghi ngày bắt đầu."),
                format!("Step {step} is done and the day it began was not recorded."),
            ),
        }
    }
}

/// A day that cannot be said: every reason there is, never a guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The reasons, in order of kind and step.
    pub reasons: BTreeSet<Reason>,
}

impl From<Reason> for Unknown {
    fn from(reason: Reason) -> Self {
        Self { reasons: BTreeSet::from([reason]) }
    }
}

/// A day, or why it cannot be said.
pub type Moment = Result<Date, Unknown>;

/// The time a step was reckoned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepTime {
    /// Thời hạn theo quy định.
    Statutory(Count),
    /// Thời gian dự kiến, the law giving none.
    Planned(Count),
    /// Neither.
    Unknown,
}

impl StepTime {
    fn of(step: &StepTemplate, facts: &StepFacts) -> Self {
        match (step.statutory, facts.planned) {
            (Some(duration), _) => Self::Statutory(duration),
            (None, Some(duration)) => Self::Planned(duration),
            (None, None) => Self::Unknown,
        }
    }

    /// The duration, whichever it is.
    #[must_use]
    pub fn duration(self) -> Option<Count> {
        match self {
            Self::Statutory(duration) | Self::Planned(duration) => Some(duration),
            Self::Unknown => None,
        }
    }
}

/// One step in the schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheduled {
    /// The time it was reckoned with.
    pub time: StepTime,
    /// Its actual, else its earliest start.
    pub start: Moment,
    /// Its actual, else its earliest finish.
    pub finish: Moment,
    /// How long it alone could be delayed.
    pub slack: Slack,
}

/// When everything can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The end of the work: the latest of the goals.
    pub finish: Moment,
    /// The steps that decide it, first to last; empty where it is unknown. A step on it may have slack: where a weekend swallows the
    /// delay, or where another alternative comes on the same day.
    pub critical_path: Vec<StepNumber>,
    /// Every step.
    pub steps: BTreeMap<StepNumber, Scheduled>,
}

impl StepGraph {
    /// The schedule of a project.
    ///
    /// # Errors
    /// When `progress` is not about these steps or contradicts itself.
    pub fn schedule(&self, progress: &Progress, calendar: &Calendar) -> Result<Schedule, Vec<ProgressFault>> {
        let faults = progress.faults(self);
        if !faults.is_empty() {
            return Err(faults);
        }
        let times = Times::new(self, progress, calendar);
        let goals = progress.goals(self);
        let finish = latest(goals.iter().map(|goal| times.finish(*goal)));
        let critical_path = finish.as_ref().map(|end| times.critical_path(goals, *end)).unwrap_or_default();
        let slacks = slack::of_every_step(&times, &finish);
        let steps = self.order().iter().zip(slacks).map(|(number, slack)| {
            let scheduled = Scheduled {
                time: times.time(*number),
                start: times.start(*number),
                finish: times.finish(*number),
                slack,
            };
            (*number, scheduled)
        });
        let steps = steps.collect();
        Ok(Schedule { finish, critical_path, steps })
    }
}

/// The earliest times of every step.
pub(super) struct Times<'a> {
    pub(super) graph: &'a StepGraph,
    pub(super) progress: &'a Progress,
    pub(super) calendar: &'a Calendar,
    moments: BTreeMap<StepNumber, (Moment, Moment)>,
}

/// A step of which nothing is known.
static NO_FACTS: StepFacts = StepFacts {
    planned: None,
    started: None,
    finished: None,
    delay_days: 0,
    interruptions: Vec::new(),
    not_needed: false,
};

impl<'a> Times<'a> {
    fn new(graph: &'a StepGraph, progress: &'a Progress, calendar: &'a Calendar) -> Self {
        let mut times = Self { graph, progress, calendar, moments: BTreeMap::new() };
        for number in graph.order() {
            let moments = times.moments_of(*number);
            times.moments.insert(*number, moments);
        }
        times
    }

    pub(super) fn facts(&self, step: StepNumber) -> &'a StepFacts {
        self.progress.steps.get(&step).unwrap_or(&NO_FACTS)
    }

    pub(super) fn clauses(&self, step: StepNumber) -> &'a [Vec<StepNumber>] {
        self.graph.step(step).map_or(&[], |s| s.waits_for.clauses())
    }

    pub(super) fn time(&self, step: StepNumber) -> StepTime {
        self.graph.step(step).map_or(StepTime::Unknown, |s| StepTime::of(s, self.facts(step)))
    }

    fn start(&self, step: StepNumber) -> Moment {
        self.moments.get(&step).map_or(Err(Reason::NoTime { step }.into()), |m| m.0.clone())
    }

    pub(super) fn finish(&self, step: StepNumber) -> Moment {
        self.moments.get(&step).map_or(Err(Reason::NoTime { step }.into()), |m| m.1.clone())
    }

    /// Start and finish of a step whose predecessors are known.
    fn moments_of(&self, step: StepNumber) -> (Moment, Moment) {
        let facts = self.facts(step);
        if let Some(finished) = facts.finished {
            return (facts.started.ok_or_else(|| Reason::StartNotRecorded { step }.into()), Ok(finished));
        }
        if facts.not_needed {
            let ready = self.ready(step);
            return (ready.clone(), ready);
        }
        let start = facts.started.map_or_else(|| self.ready(step).map(|day| day.max(self.progress.floor())), Ok);
        let finish = start.clone().and_then(|day| self.finish_from(step, day));
        (start, finish)
    }

    /// The day a step ends that begins on `start`.
    fn finish_from(&self, step: StepNumber, start: Date) -> Moment {
        let year = |error: YearNotKnown| Reason::YearNotKnown { step, year: error.year };
        let duration = self.time(step).duration().ok_or(Reason::NoTime { step })?;
        let rule = self.graph.step(step).and_then(|step| step.rule(duration));
        let by_clock = rule.and_then(|rule| self.facts(step).due_going_on(&rule, self.calendar, self.progress.as_of));
        let undelayed = match by_clock {
            None => duration.finish(start, self.calendar).map_err(year)?,
            Some(Ok(due)) => due,
            Some(Err(ClockError::CannotSay(error))) => return Err(year(error).into()),
            // Other errors are faults of the progress, which is looked through before.
            Some(Err(_)) => return Err(Reason::NoTime { step }.into()),
        };
        let undelayed = self.progress.as_of.map_or(undelayed, |day| day.max(undelayed));
        Ok(Count::new(self.facts(step).delay_days, LimitUnit::CalendarDays)
            .finish(undelayed, self.calendar)
            .map_err(year)?)
    }

    /// The day on which all that a step waits for is done.
    fn ready(&self, step: StepNumber) -> Moment {
        let clauses = self.clauses(step);
        if clauses.is_empty() { Ok(self.progress.start) } else { latest(clauses.iter().map(|c| self.clause(c))) }
    }

    /// The day on which one alternative of a clause is done.
    fn clause(&self, clause: &[StepNumber]) -> Moment {
        earliest(self.alternatives(clause).into_iter().map(|step| self.finish(step)))
    }

    /// The alternatives of a clause that count: the done ones, else the needed ones, else all.
    pub(super) fn alternatives(&self, clause: &[StepNumber]) -> Vec<StepNumber> {
        let those = |which: fn(&StepFacts) -> bool| -> Vec<StepNumber> {
            clause.iter().copied().filter(|step| which(self.facts(*step))).collect()
        };
        let done = those(|facts| facts.finished.is_some());
        let needed = if done.is_empty() { those(|facts| !facts.not_needed) } else { done };
        if needed.is_empty() { clause.to_vec() } else { needed }
    }

    /// The steps behind the end of the work, first to last.
    fn critical_path(&self, goals: &BTreeSet<StepNumber>, end: Date) -> Vec<StepNumber> {
        let mut path = Vec::new();
        let mut at = goals.iter().copied().find(|goal| self.finish(*goal) == Ok(end));
        while let Some(step) = at {
            if !self.facts(step).not_needed {
                path.push(step);
            }
            at = self.decider(step);
        }
        path.reverse();
        path
    }

    /// The step whose end let this one begin when it does; `None` where it has begun, waits for nothing or waits for a day.
    fn decider(&self, step: StepNumber) -> Option<StepNumber> {
        let start = self.start(step).ok()?;
        if self.facts(step).has_begun() {
            return None;
        }
        let deciding = self.clauses(step).iter().filter(|clause| self.clause(clause) == Ok(start));
        let alternatives = deciding.flat_map(|clause| self.alternatives(clause));
        alternatives.filter(|alternative| self.finish(*alternative) == Ok(start)).min()
    }
}

/// The latest of some days; unknown when one of them is, for all the reasons.
fn latest(moments: impl IntoIterator<Item = Moment>) -> Moment {
    gathered(moments).map(|days| days.into_iter().max().unwrap_or(Date::MIN))
}

/// The earliest of some days; unknown when one of them is: it could have come first.
fn earliest(moments: impl IntoIterator<Item = Moment>) -> Moment {
    gathered(moments).map(|days| days.into_iter().min().unwrap_or(Date::MIN))
}

fn gathered(moments: impl IntoIterator<Item = Moment>) -> Result<Vec<Date>, Unknown> {
    let (mut days, mut reasons) = (Vec::new(), BTreeSet::new());
    for moment in moments {
        match moment {
            Ok(day) => days.push(day),
            Err(unknown) => reasons.extend(unknown.reasons),
        }
    }
    if reasons.is_empty() { Ok(days) } else { Err(Unknown { reasons }) }
}
