//! How each step of a project stands, told in one value from which the graph, the timeline and the table are made.

use domain::projects::{Basis, Overrun, Scheduled, State, StepFacts, StepNumber, StepRecord, StepTemplate};
use domain::text::Text;
use formats::carried;
use formats::figure::Bearing;
use jiff::civil::Date;
use office::projects::ProjectView;

use super::step_name;
use crate::page::Page;
use crate::pages::obstacle;

/// One step as it stands.
pub(super) struct Seen<'a> {
    pub(super) step: &'a StepTemplate,
    pub(super) record: Option<&'a StepRecord>,
    /// Where it stands; `None` where nothing can be said of steps that have not begun.
    pub(super) state: Option<State>,
    /// Its sign.
    pub(super) bearing: Bearing,
    /// Whether a goal still waits for it.
    pub(super) asked: bool,
    /// Whether it is on the critical path.
    pub(super) critical: bool,
    /// The last day of its statutory time, where that is known.
    pub(super) due: Option<Date>,
    /// The year for want of whose days off that day cannot be told.
    pub(super) untold: Option<i16>,
    /// By how much it is beyond its statutory time.
    pub(super) over: Option<&'a Overrun>,
    pub(super) scheduled: Option<&'a Scheduled>,
}

/// Every step of a project in the order of the procedure.
pub(super) fn steps(view: &ProjectView) -> Vec<Seen<'_>> {
    view.template.steps.iter().map(|step| seen(view, step)).collect()
}

/// One step of a project.
pub(super) fn seen<'a>(view: &'a ProjectView, step: &'a StepTemplate) -> Seen<'a> {
    let number = step.number;
    let record = view.project.steps.get(&number);
    let facts = record.map(|record| &record.facts);
    let overruns = view.overruns.agencies.iter().flat_map(|agency| &agency.steps);
    let rule = step.statutory_rule();
    let over = overruns.into_iter().find(|over| over.step == number);
    let standing = view.steps.as_ref().and_then(|steps| steps.get(&number));
    let state = standing.map(|one| one.state.clone()).or_else(|| facts.and_then(of_facts));
    let schedule = view.schedule.as_ref().and_then(|schedule| schedule.as_ref().ok());
    let halted = view.project.is_halted(number);
    Seen {
        step,
        record,
        bearing: bearing(state.as_ref(), halted, over.is_some()),
        state,
        asked: standing.is_some_and(|one| one.asked),
        critical: schedule.is_some_and(|schedule| schedule.critical_path.contains(&number)),
        due: rule.zip(facts).and_then(|(rule, facts)| facts.due(&rule, carried::calendar())),
        untold: rule
            .zip(facts)
            .and_then(|(rule, facts)| facts.untold(&rule, carried::calendar()))
            .map(|error| error.year),
        over,
        scheduled: schedule.and_then(|schedule| schedule.steps.get(&number)),
    }
}

/// What the facts of a step say alone, when nothing is known of those before it.
fn of_facts(facts: &StepFacts) -> Option<State> {
    match (facts.finished, facts.started) {
        (Some(on), _) => Some(State::Finished { on }),
        (None, Some(since)) => Some(State::Underway { since }),
        (None, None) => facts.not_needed.then_some(State::NotNeeded),
    }
}

fn bearing(state: Option<&State>, halted: bool, late: bool) -> Bearing {
    match state {
        Some(State::Finished { .. }) => Bearing::Done,
        Some(State::Underway { .. }) if halted => Bearing::Paused,
        Some(State::Underway { .. }) if late => Bearing::Late,
        Some(State::Underway { .. }) => Bearing::Underway,
        Some(State::Ready { .. }) => Bearing::Ready,
        Some(State::NotNeeded) => Bearing::NotNeeded,
        Some(State::Waiting { .. }) | None => Bearing::Waiting,
    }
}

/// How a step stands, in a word.
pub(crate) fn bearing_of(view: &ProjectView, step: &StepTemplate) -> Text {
    let seen = seen(view, step);
    let (vi, en) = bearing_words(seen.bearing, seen.state.is_some());
    Text::new(vi, en)
}

/// A bearing in words; `known` is false where nothing can be said of steps that have not begun.
pub(super) fn bearing_name(p: &Page, bearing: Bearing, known: bool) -> &'static str {
    let (vi, en) = bearing_words(bearing, known);
    match p.is_vi() {
        true => vi,
        false => en,
    }
}

fn bearing_words(bearing: Bearing, known: bool) -> (&'static str, &'static str) {
    match bearing {
        Bearing::Done => ("đã xong", "done"),
        Bearing::Underway => ("đang thực hiện", "under way"),
        Bearing::Late => ("đang thực hiện, quá hạn", "under way, past its time"),
        Bearing::Paused => ("đang dừng", "standing still"),
        Bearing::Ready => ("có thể bắt đầu", "can begin"),
        Bearing::Waiting if known => ("chờ bước khác", "waits for other steps"),
        Bearing::Waiting => ("chưa rõ", "not known"),
        Bearing::NotNeeded => ("không phải thực hiện", "not needed"),
    }
}

impl Seen<'_> {
    /// How it stands, in words with its day.
    pub(super) fn words(&self, p: &Page) -> String {
        let name = bearing_name(p, self.bearing, self.state.is_some());
        match &self.state {
            Some(State::Finished { on }) => format!("{name} {}", p.date(*on)),
            Some(State::Underway { since } | State::Ready { since }) => {
                let idle = if self.asked || matches!(self.state, Some(State::Underway { .. })) {
                    ""
                } else {
                    p.t(", không bắt buộc", ", not asked for")
                };
                format!("{name} {} {}{idle}", p.t("từ", "since"), p.date(*since))
            }
            Some(State::Waiting { on }) => {
                let clause = |clause: &Vec<StepNumber>| {
                    let steps: Vec<String> = clause.iter().map(ToString::to_string).collect();
                    steps.join(p.t(" hoặc ", " or "))
                };
                let clauses: Vec<String> = on.iter().map(clause).collect();
                format!("{}: {}", p.t("chờ bước", "waits for step"), clauses.join("; "))
            }
            Some(State::NotNeeded) | None => name.to_owned(),
        }
    }

    /// Number, name, who acts and how it stands: what a pointer resting on its sign shows.
    pub(super) fn hover(&self, p: &Page) -> String {
        format!("{} ({}): {}", step_name(p, self.step), p.of(&self.step.agency), self.words(p))
    }

    /// The statutory time, the planned one where there is none, or that there is neither.
    pub(super) fn limit(&self, p: &Page) -> String {
        let planned = self.record.and_then(|record| record.facts.planned);
        match (self.step.statutory, planned) {
            (Some(limit), _) => p.of(&limit.in_words()),
            (None, Some(time)) => format!("{} ({})", p.of(&time.in_words()), p.t("dự kiến", "planned")),
            (None, None) => p.t("chưa rõ", "not known").to_owned(),
        }
    }

    /// Whether it has a statutory or a planned time.
    pub(super) fn is_limited(&self) -> bool {
        self.step.statutory.is_some() || self.record.is_some_and(|record| record.facts.planned.is_some())
    }

    /// The last day of the statutory time and by how much it was passed.
    pub(super) fn due_words(&self, p: &Page) -> String {
        let due = self.due.map(|due| format!("{} {}", p.t("hạn", "due"), p.date(due)));
        let due = due.or_else(|| self.untold.map(|year| obstacle::untold(p, year)));
        let over = self.over.map(|over| {
            let by = p.of(&over.by.in_words());
            let word = if over.open { p.t("đang quá", "so far beyond by") } else { p.t("quá", "beyond by") };
            format!("{word} {by}")
        });
        [due, over].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    /// Whether its place in the order is law or practice.
    pub(super) fn basis(&self, p: &Page) -> &'static str {
        match (self.step.basis, p.is_vi()) {
            (Basis::Law, true) => "theo luật",
            (Basis::Law, false) => "by law",
            (Basis::Practice, true) => "theo thực tế",
            (Basis::Practice, false) => "practice",
        }
    }
}
