//! Độ trễ cho phép: how long one step alone could be delayed before the work ends later.
//!
//! The usual backward pass (latest finish = smallest latest start of what follows) is wrong once there are alternatives: two alternatives
//! that both hang on one step are late together. So each step s is asked by itself. The set of finishes of s with which a step v still ends
//! by a day T is everything up to some day, since every rule of the schedule only grows; it is found by going back from the goals:
//!
//! ```text
//! allowed(v, T) = T                                       v is s
//!               = always or never                         v does not hang on s: as finish(v) ≤ T or not
//!               = min over clauses of v, max over alternatives a of the clause, of allowed(a, L)      else
//! ```
//!
//! with L the latest start from which v ends by T. The slack is the smallest allowed(goal, end) less finish(s), in calendar days.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::schedule::{Moment, Reason, Times, Unknown};
use super::step::StepNumber;
use crate::calendar::YearNotKnown;
use crate::deadline::{Count, LimitUnit};

/// The largest delay of one step alone, all else as scheduled, that leaves the end of the work unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slack {
    /// So many calendar days.
    Days(u32),
    /// Unbounded: another alternative is there in time however late this one is, or what waited for it has already begun.
    Overtaken,
    /// Unbounded: no goal waits for it.
    NotAsked,
    /// None to speak of: it is done.
    Finished,
    /// None to speak of: it is not needed.
    NotNeeded,
    /// The end of the work cannot be said, or a delay would run into a year whose days off are not known.
    Unknown(Unknown),
}

/// The slack of every step, in the order of the graph.
pub(super) fn of_every_step(times: &Times, end: &Moment) -> Vec<Slack> {
    let asked = asked(times);
    times.graph.order().iter().map(|step| of_step(times, *step, end, &asked)).collect()
}

fn of_step(times: &Times, step: StepNumber, end: &Moment, asked: &BTreeSet<StepNumber>) -> Slack {
    let facts = times.facts(step);
    if facts.finished.is_some() {
        return Slack::Finished;
    }
    if facts.not_needed {
        return Slack::NotNeeded;
    }
    if !asked.contains(&step) {
        return Slack::NotAsked;
    }
    let end = match end {
        Ok(end) => *end,
        Err(unknown) => return Slack::Unknown(unknown.clone()),
    };
    // The end is known and this step is not: so nothing hangs on it any more.
    let Ok(finish) = times.finish(step) else { return Slack::Overtaken };
    let mut question = Question { times, delayed: step, hanging: hanging(times, step), known: BTreeMap::new() };
    let goals = times.progress.goals(times.graph);
    let allowed = goals
        .iter()
        .map(|goal| question.allowed(*goal, end))
        .try_fold(Allowed::Always, |least, next| next.map(|next| least.min(next)));
    match allowed {
        Ok(Allowed::Always) => Slack::Overtaken,
        Ok(Allowed::Until(day)) => Slack::Days((day - finish).get_days().unsigned_abs()),
        Ok(Allowed::Never) => Slack::Days(0),
        Err(unknown) => Slack::Unknown(unknown),
    }
}

/// The steps that some goal waits for, near or far, and the goals.
fn asked(times: &Times) -> BTreeSet<StepNumber> {
    let mut asked = times.progress.goals(times.graph).clone();
    for step in times.graph.order().iter().rev() {
        if asked.contains(step) {
            asked.extend(times.clauses(*step).iter().flatten());
        }
    }
    asked
}

/// The steps that a delay of `step` could reach: what has begun is reached no more.
fn hanging(times: &Times, step: StepNumber) -> BTreeSet<StepNumber> {
    let mut hanging = BTreeSet::from([step]);
    for at in times.graph.order() {
        if hanging.contains(at) {
            hanging.extend(times.graph.followers(*at).filter(|follower| !times.facts(*follower).has_begun()));
        }
    }
    hanging
}

/// Until when the delayed step may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Allowed {
    /// Not even as scheduled.
    Never,
    /// Until this day.
    Until(Date),
    /// However late.
    Always,
}

/// The question how late one step may be, with the answers found so far: a step is asked again for each way to it.
struct Question<'a> {
    times: &'a Times<'a>,
    delayed: StepNumber,
    hanging: BTreeSet<StepNumber>,
    known: BTreeMap<(StepNumber, Date), Allowed>,
}

impl Question<'_> {
    /// Until when the delayed step may end for `step` to end by `limit`.
    fn allowed(&mut self, step: StepNumber, limit: Date) -> Result<Allowed, Unknown> {
        // As scheduled it is later already: more delay does not make it earlier.
        if !self.times.finish(step).is_ok_and(|finish| finish <= limit) {
            return Ok(Allowed::Never);
        }
        if step == self.delayed {
            return Ok(Allowed::Until(limit));
        }
        if !self.hanging.contains(&step) {
            return Ok(Allowed::Always);
        }
        if let Some(allowed) = self.known.get(&(step, limit)) {
            return Ok(*allowed);
        }
        let start = self.latest_start(step, limit)?;
        let mut least = Allowed::Always;
        for clause in self.times.clauses(step) {
            let mut most = Allowed::Never;
            for alternative in self.times.alternatives(clause) {
                most = most.max(self.allowed(alternative, start)?);
            }
            least = least.min(most);
        }
        self.known.insert((step, limit), least);
        Ok(least)
    }

    /// The latest start from which a step ends by `limit`.
    fn latest_start(&self, step: StepNumber, limit: Date) -> Result<Date, Unknown> {
        let facts = self.times.facts(step);
        if facts.not_needed {
            return Ok(limit);
        }
        let year = |error: YearNotKnown| Reason::YearNotKnown { step, year: error.year };
        let duration = self.times.time(step).duration().ok_or(Reason::NoTime { step })?;
        let delay = Count::new(facts.delay_days, LimitUnit::CalendarDays);
        let undelayed = delay.latest_start(limit, self.times.calendar).map_err(year)?;
        Ok(duration.latest_start(undelayed, self.times.calendar).map_err(year)?)
    }
}
