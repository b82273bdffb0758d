//! The graph of the steps and the timeline, as figures.

use domain::projects::{State, StepNumber};
use formats::figure::{Bearing, Frame, Span, StepNode, StepsFigure, Timeline, bearing_alone};
use jiff::civil::Date;

use super::seen::{Seen, bearing_name};
use super::step_name;
use crate::component::FigureCard;
use crate::page::Page;

/// A sign with its meaning and how many steps have it.
pub(super) struct Key {
    pub(super) sign: String,
    pub(super) name: &'static str,
    pub(super) count: usize,
}

/// The signs that stand in the graph.
pub(super) fn keys(p: &Page, steps: &[Seen<'_>], known: bool) -> Vec<Key> {
    let key = |bearing: Bearing| Key {
        sign: bearing_alone(bearing),
        name: bearing_name(p, bearing, known),
        count: steps.iter().filter(|seen| seen.bearing == bearing).count(),
    };
    Bearing::ALL.into_iter().map(key).filter(|key| key.count > 0).collect()
}

/// The graph, for each width of screen.
pub(super) fn graph(p: &Page, steps: &[Seen<'_>], known: bool) -> Vec<String> {
    let place = |number: StepNumber| steps.iter().position(|seen| seen.step.number == number);
    let node = |seen: &Seen<'_>| StepNode {
        number: seen.step.number.to_string(),
        words: seen.hover(p),
        bearing: seen.bearing,
        critical: seen.critical,
        waits_for: seen
            .step
            .waits_for
            .clauses()
            .iter()
            .map(|clause| clause.iter().copied().filter_map(place).collect())
            .collect(),
        link: format!("#step-{}", seen.step.number),
    };
    let nodes: Vec<StepNode> = steps.iter().map(node).collect();
    let said: Vec<String> =
        keys(p, steps, known).into_iter().map(|key| format!("{} {}", key.count, key.name)).collect();
    let count = steps.len();
    let description = format!("{count} {}: {}.", p.t("bước", "steps"), said.join(", "));
    let drawing = |frame: Frame| StepsFigure {
        id: format!("steps-{}", frame.name()),
        title: p.t("Các bước và thứ tự của chúng", "The steps and their order").to_owned(),
        description: description.clone(),
        frame,
        steps: nodes.clone(),
    };
    Frame::BOTH.into_iter().map(|frame| drawing(frame).draw()).collect()
}

/// The timeline; `None` where not one day is known.
pub(super) fn timeline(p: &Page, steps: &[Seen<'_>], today: Date) -> Option<FigureCard> {
    let spans: Vec<Span> = steps.iter().filter_map(|seen| span(p, seen, today)).collect();
    if spans.is_empty() {
        return None;
    }
    let shown = spans.len();
    let description = match p.is_vi() {
        true => format!("{shown} bước theo thời gian; hôm nay là {}.", p.date(today)),
        false => format!("{shown} steps over time; today is {}.", p.date(today)),
    };
    let drawing = |frame: Frame| Timeline {
        id: format!("timeline-{}", frame.name()),
        title: p.t("Tiến độ các bước theo thời gian", "The steps over time").to_owned(),
        description: description.clone(),
        frame,
        today: (today, p.t("hôm nay", "today").to_owned()),
        spans: spans.clone(),
    };
    let silent = steps.iter().filter(|seen| seen.bearing != Bearing::NotNeeded).count().saturating_sub(shown);
    Some(FigureCard {
        title: p.t("Theo thời gian", "Over time").to_owned(),
        drawings: Frame::BOTH.into_iter().map(|frame| drawing(frame).draw()).collect(),
        stamp: None,
        note: note(p, silent),
        downloads: None,
    })
}

fn note(p: &Page, silent: usize) -> String {
    let marks = p.t(
        "Thanh đặc: đã diễn ra. Thanh viền đứt: dự kiến hoặc tính được. Vạch đứng trên thanh: ngày hết thời hạn theo quy định.",
        "Full bars happened; dashed outlines are planned or computed. A mark across a bar is the last day of the statutory time.",
    );
    match (silent, p.is_vi()) {
        (0, _) => marks.to_owned(),
        (_, true) => format!("{marks} {silent} bước chưa nói được thời gian, không có trên hình."),
        (_, false) => format!("{marks} Of {silent} steps no day can be said; they are not in the figure."),
    }
}

/// The row of a step; `None` where no day of it can be said.
fn span(p: &Page, seen: &Seen<'_>, today: Date) -> Option<Span> {
    let facts = seen.record.map(|record| &record.facts);
    let (from, to, planned) = match &seen.state {
        Some(State::Finished { on }) => (facts.and_then(|facts| facts.started).unwrap_or(*on), *on, false),
        Some(State::Underway { since }) => (*since, today, false),
        Some(State::NotNeeded) => return None,
        Some(State::Ready { .. } | State::Waiting { .. }) | None => {
            let (from, to) = planned(seen)?;
            (from, to, true)
        }
    };
    let words = format!("{}; {} – {}", seen.hover(p), p.date(from), p.date(to));
    Some(Span { name: step_name(p, seen.step), words, bearing: seen.bearing, from, to, planned, due: seen.due })
}

/// The days it is planned for, else those that are computed, where a goal waits for it.
fn planned(seen: &Seen<'_>) -> Option<(Date, Date)> {
    let record = seen.record;
    let planned = (record.and_then(|one| one.planned_start), record.and_then(|one| one.planned_finish));
    let computed = seen.scheduled.filter(|_| seen.asked);
    let computed = computed.and_then(|one| Some((*one.start.as_ref().ok()?, *one.finish.as_ref().ok()?)));
    match planned {
        (Some(from), Some(to)) => Some((from, to)),
        _ => computed.or_else(|| planned.0.or(planned.1).map(|day| (day, day))),
    }
}
