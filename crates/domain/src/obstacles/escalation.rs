//! What climbs, and what silence means: from the day of asking, the limit of the tier and the calendar.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::life::ConsentRule;
use super::standing::{Standing, State};
use crate::agency::Tier;
use crate::calendar::{Calendar, YearNotKnown};
use crate::deadline::{Silence, TimeLimit, consent_from};
use crate::text::{Text, named};

named!(
    /// What a limit rests on.
    LimitBasis, "law or office" {
        /// A legal act.
        Law "law" "theo văn bản pháp luật" "by law";
        /// Set by the office itself.
        Office "office" "do cơ quan tự đặt" "set by the office itself";
    }
);

/// How long a tier may leave a matter unanswered before it climbs. Data: `data/obstacles/escalation.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationLimit {
    /// The tier.
    pub tier: Tier,
    /// How long.
    pub limit: TimeLimit,
    /// The first day it holds.
    pub from: Date,
    /// The last day it holds; `None` while it does.
    pub until: Option<Date>,
    /// What it rests on.
    pub basis: LimitBasis,
    /// The act, or why the office set it so.
    pub source: Text,
}

/// A rule of law by which silence is consent, to choose from at an assignment. Data: `data/obstacles/silence.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceRule {
    /// Its code in the list.
    pub code: String,
    /// After how long.
    pub limit: TimeLimit,
    /// The first day it holds.
    pub from: Date,
    /// The last day it holds; `None` while it does.
    pub until: Option<Date>,
    /// The act and its article.
    pub ground: String,
    /// Who and what it is about.
    pub scope: Text,
    /// Where it was read.
    pub source: String,
}

impl SilenceRule {
    /// What an assignment on a day carries of it; `None` where it does not hold on that day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<ConsentRule> {
        let holds = self.from <= day && self.until.is_none_or(|until| day <= until);
        holds.then(|| ConsentRule { after: self.limit, ground: self.ground.clone() })
    }
}

/// A climb that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// From which tier.
    pub from: Tier,
    /// To which.
    pub to: Tier,
    /// The last day on which the answer would have been in time.
    pub limit_ended: Date,
}

/// What the silence of the bodies asked means today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quiet {
    /// Nobody is waited for.
    NotAsked,
    /// They are waited for, and no limit is known.
    NoLimit,
    /// Chưa tính được hạn: a limit runs into a year whose days off are not known.
    CannotSay {
        /// The year.
        year: i16,
    },
    /// Còn hạn.
    Within {
        /// The last day.
        until: Date,
    },
    /// Quá hạn chưa trả lời.
    Silent {
        /// The first day past the limit.
        since: Date,
    },
    /// Im lặng là đồng ý.
    Consents {
        /// From which day.
        from: Date,
        /// By which law.
        ground: String,
    },
}

/// The last day of a limit that counts from the day after `from`.
fn last_day(limit: TimeLimit, from: Date, calendar: &Calendar) -> Result<Option<Date>, YearNotKnown> {
    let end = consent_from(Silence::Consents { after: limit }, from.to_datetime(Time::midnight()), calendar)?;
    Ok(end.map(
        |end| if end.time() == Time::midnight() { end.date().yesterday().unwrap_or(end.date()) } else { end.date() },
    ))
}

/// The last day on which an answer is in time: the day asked for, else the limit that holds for the tier on the day it counts
/// from. `None` where nobody is waited for or no limit is known.
///
/// # Errors
/// When the limit runs into a year whose days off are not known.
pub fn limit_ends(
    standing: &Standing,
    limits: &[EscalationLimit],
    calendar: &Calendar,
) -> Result<Option<Date>, YearNotKnown> {
    let (State::Assigned, Some(tier), Some(from)) = (standing.state, standing.tier, standing.counts_from) else {
        return Ok(None);
    };
    if standing.due.is_some() {
        return Ok(standing.due);
    }
    let holds = |limit: &&EscalationLimit| {
        limit.tier == tier && limit.from <= from && limit.until.is_none_or(|until| from <= until)
    };
    match limits.iter().find(holds) {
        Some(limit) => last_day(limit.limit, from, calendar),
        None => Ok(None),
    }
}

/// The day from which the law takes silence for consent; `None` where it does not.
fn consents_from(standing: &Standing, calendar: &Calendar) -> Result<Option<Date>, YearNotKnown> {
    let Some((rule, asked)) = standing.silence.as_ref().filter(|_| standing.state == State::Assigned) else {
        return Ok(None);
    };
    Ok(last_day(rule.after, *asked, calendar)?.and_then(|day| day.tomorrow().ok()))
}

/// What the silence of the bodies asked means on a day.
#[must_use]
pub fn quiet(standing: &Standing, limits: &[EscalationLimit], calendar: &Calendar, today: Date) -> Quiet {
    silence(standing, limits, calendar, today).unwrap_or_else(|error| Quiet::CannotSay { year: error.year })
}

fn silence(
    standing: &Standing,
    limits: &[EscalationLimit],
    calendar: &Calendar,
    today: Date,
) -> Result<Quiet, YearNotKnown> {
    if standing.state != State::Assigned {
        return Ok(Quiet::NotAsked);
    }
    if let (Some(from), Some((rule, _))) = (consents_from(standing, calendar)?, &standing.silence)
        && today >= from
    {
        return Ok(Quiet::Consents { from, ground: rule.ground.clone() });
    }
    Ok(match limit_ends(standing, limits, calendar)? {
        None => Quiet::NoLimit,
        Some(until) if today <= until => Quiet::Within { until },
        Some(until) => Quiet::Silent { since: until.tomorrow().unwrap_or(until) },
    })
}

/// The climb that is due today: the bodies asked were silent past their limit, the law does not take that for consent, and
/// there is a tier above.
///
/// # Errors
/// When a limit runs into a year whose days off are not known.
pub fn due_for_escalation(
    standing: &Standing,
    limits: &[EscalationLimit],
    calendar: &Calendar,
    today: Date,
) -> Result<Option<Escalation>, YearNotKnown> {
    let Some((from, to)) = standing.tier.and_then(|tier| Some((tier, tier.above()?))) else { return Ok(None) };
    match silence(standing, limits, calendar, today)? {
        Quiet::Silent { since } => Ok(Some(Escalation { from, to, limit_ended: since.yesterday().unwrap_or(since) })),
        Quiet::NotAsked | Quiet::NoLimit | Quiet::CannotSay { .. } | Quiet::Within { .. } | Quiet::Consents { .. } => {
            Ok(None)
        }
    }
}
