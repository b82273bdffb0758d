//! How an obstacle stands: its events replayed, and the moves that are possible.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::life::{Act, ActKind, ConsentRule, Event};
use crate::agency::{AgencyCode, Tier};
use crate::text::{Lang, Text, date, named};

named!(
    /// The state of an obstacle.
    State, "raised, assigned, answered, cleared, refused or reopened" {
        /// Mới nêu.
        Raised "raised" "mới nêu" "raised";
        /// Đã giao xử lý.
        Assigned "assigned" "đã giao xử lý" "assigned";
        /// Đã có trả lời.
        Answered "answered" "đã có trả lời" "answered";
        /// Đã tháo gỡ.
        Cleared "cleared" "đã tháo gỡ" "cleared";
        /// Không chấp nhận.
        Refused "refused" "không chấp nhận" "refused";
        /// Mở lại.
        Reopened "reopened" "mở lại" "reopened";
    }
);

impl State {
    /// Whether it still hinders somebody.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Cleared | Self::Refused)
    }
}

/// The state after an act; `None` where the act is not possible. An answer leads there once every body asked has answered.
#[must_use]
pub fn next(state: State, act: ActKind) -> Option<State> {
    use State::{Answered, Assigned, Cleared, Raised, Refused, Reopened};
    match (act, state) {
        (ActKind::Assign, Raised | Assigned | Answered | Reopened) => Some(Assigned),
        (ActKind::Answer, Assigned | Answered) | (ActKind::Consent, Assigned) => Some(Answered),
        (ActKind::Clear, Answered) => Some(Cleared),
        (ActKind::Refuse, Raised | Assigned | Answered | Reopened) => Some(Refused),
        (ActKind::Reopen, Cleared | Refused) => Some(Reopened),
        (ActKind::Escalate, Assigned) => Some(Assigned),
        _ => None,
    }
}

/// Why a move was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveFault {
    /// The act is not possible in this state.
    Impossible {
        /// The state.
        state: State,
        /// The act.
        act: ActKind,
    },
    /// The body was not asked.
    NotAsked(AgencyCode),
    /// An assignment that names nobody.
    NobodyAsked,
    /// A refusal, an answer or a reopening without a word.
    NothingSaid(ActKind),
    /// It climbs to where it already is, or below.
    NotHigher(Tier),
    /// The day lies before the event before it.
    BeforeLast {
        /// The day given.
        date: Date,
        /// The day of the event before.
        last: Date,
    },
}

/// Why a move was not made, to be told to whoever tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text().en)]
pub struct Refused(pub MoveFault);

impl Refused {
    /// What is wrong and what is possible instead.
    #[must_use]
    pub fn text(&self) -> Text {
        match &self.0 {
            MoveFault::Impossible { state, act } => impossible(*state, *act),
            MoveFault::NotAsked(agency) => Text::new(
                format!("Vướng mắc này không giao cho {agency}. Chỉ cơ quan được giao mới trả lời."),
                format!("This obstacle is not asked of {agency}. Only a body that is asked may answer."),
            ),
            MoveFault::NobodyAsked => Text::new(
                "Chưa ghi cơ quan nào. Hãy giao cho ít nhất một cơ quan.",
                "No body is named. Assign it to at least one.",
            ),
            MoveFault::NothingSaid(act) => Text::new(
                format!("Chưa ghi nội dung cho việc “{}”. Hãy ghi trả lời hoặc lý do.", act.name().vi),
                format!("Nothing is said with “{}”. Write the answer or the reason.", act.name().en),
            ),
            MoveFault::NotHigher(tier) => Text::new(
                format!("Vướng mắc đã ở cấp {} hoặc cao hơn. Hãy chọn cấp trên.", tier.name().vi),
                format!("The obstacle already stands at {} or above. Choose a tier above it.", tier.name().en),
            ),
            MoveFault::BeforeLast { date: day, last } => Text::new(
                format!(
                    "Ngày {} trước việc gần nhất ({}). Hãy ghi ngày đó hoặc sau đó.",
                    date(*day, Lang::Vi),
                    date(*last, Lang::Vi)
                ),
                format!(
                    "{} comes before the last act ({}). Give that day or a later one.",
                    date(*day, Lang::En),
                    date(*last, Lang::En)
                ),
            ),
        }
    }
}

fn impossible(state: State, act: ActKind) -> Text {
    let possible: Vec<ActKind> = ActKind::ALL.iter().copied().filter(|other| next(state, *other).is_some()).collect();
    let list =
        |lang: Lang, or: &str| possible.iter().map(|a| a.name().in_lang(lang).to_owned()).collect::<Vec<_>>().join(or);
    Text::new(
        format!(
            "Vướng mắc đang ở trạng thái “{}” nên không thể {}. Có thể: {}.",
            state.name().vi,
            act.name().vi,
            list(Lang::Vi, "; ")
        ),
        format!(
            "The obstacle is {}, so one cannot {} it. Possible: {}.",
            state.name().en,
            act.name().en,
            list(Lang::En, "; ")
        ),
    )
}

/// How an obstacle stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Its state.
    pub state: State,
    /// The bodies that are asked, answered or not.
    pub asked: BTreeSet<AgencyCode>,
    /// Those that have not answered.
    pub waiting: BTreeSet<AgencyCode>,
    /// The tier it stands at; `None` until it is assigned.
    pub tier: Option<Tier>,
    /// The day from which the limit of the tier counts: the assignment, or the last climb.
    pub counts_from: Option<Date>,
    /// The day by which an answer is asked; a climb ends it, because the tier above was asked for nothing by then.
    pub due: Option<Date>,
    /// Where silence is consent, and the day it counts from.
    pub silence: Option<(ConsentRule, Date)>,
    /// The day it was cleared or refused.
    pub closed_on: Option<Date>,
    /// The day of the last event.
    pub last: Date,
    /// How many events there were.
    pub events: u32,
}

impl Standing {
    /// As it is raised.
    #[must_use]
    pub fn raised(on: Date) -> Self {
        Self {
            state: State::Raised,
            asked: BTreeSet::new(),
            waiting: BTreeSet::new(),
            tier: None,
            counts_from: None,
            due: None,
            silence: None,
            closed_on: None,
            last: on,
            events: 0,
        }
    }

    /// As it stands after all of its events, in order.
    ///
    /// # Errors
    /// The first event that was not possible.
    pub fn replay<'a>(raised_on: Date, events: impl IntoIterator<Item = &'a Event>) -> Result<Self, Refused> {
        events.into_iter().try_fold(Self::raised(raised_on), |standing, event| standing.after(event))
    }

    /// What can be done now.
    pub fn possible(&self) -> impl Iterator<Item = ActKind> {
        let state = self.state;
        ActKind::ALL.iter().copied().filter(move |act| next(state, *act).is_some())
    }

    /// As it stands after one more event.
    ///
    /// # Errors
    /// Why the event is not possible, and what is.
    pub fn after(&self, event: &Event) -> Result<Self, Refused> {
        self.check(event).map_err(Refused)?;
        let act = event.act.kind();
        let state = next(self.state, act).unwrap_or(self.state);
        let mut after = Self { state, last: event.date, events: self.events + 1, ..self.clone() };
        match &event.act {
            Act::Assign { agencies, tier, due, silence } => {
                after.asked.clone_from(agencies);
                after.waiting.clone_from(agencies);
                after.tier = Some(*tier);
                after.counts_from = Some(event.date);
                after.due = *due;
                after.silence = silence.clone().map(|rule| (rule, event.date));
            }
            Act::Answer { agency } => {
                after.waiting.remove(agency);
                if !after.waiting.is_empty() {
                    after.state = self.state;
                }
            }
            Act::Consent => after.waiting.clear(),
            Act::Clear | Act::Refuse => {
                after.closed_on = Some(event.date);
                after.waiting.clear();
            }
            Act::Reopen => after.closed_on = None,
            Act::Escalate { to, agency } => {
                after.asked.extend(agency.clone());
                after.waiting.extend(agency.clone());
                after.tier = Some(*to);
                after.counts_from = Some(event.date);
                after.due = None;
            }
        }
        Ok(after)
    }

    fn check(&self, event: &Event) -> Result<(), MoveFault> {
        let act = event.act.kind();
        if next(self.state, act).is_none() {
            return Err(MoveFault::Impossible { state: self.state, act });
        }
        if event.date < self.last {
            return Err(MoveFault::BeforeLast { date: event.date, last: self.last });
        }
        let must_speak = matches!(act, ActKind::Answer | ActKind::Refuse | ActKind::Reopen);
        if must_speak && event.text.trim().is_empty() {
            return Err(MoveFault::NothingSaid(act));
        }
        match &event.act {
            Act::Assign { agencies, .. } if agencies.is_empty() => Err(MoveFault::NobodyAsked),
            Act::Answer { agency } if !self.asked.contains(agency) => Err(MoveFault::NotAsked(agency.clone())),
            Act::Escalate { to, .. } if self.tier.is_some_and(|tier| *to <= tier) => Err(MoveFault::NotHigher(*to)),
            _ => Ok(()),
        }
    }

    /// Its age on a day, in days: since it was raised, or until it was closed.
    #[must_use]
    pub fn age(&self, raised_on: Date, today: Date) -> i64 {
        days(raised_on, self.closed_on.unwrap_or(today))
    }
}

/// Whole days from one day to another.
pub(super) fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}
