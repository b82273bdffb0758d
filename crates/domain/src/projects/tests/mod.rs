mod graph;
mod late;
mod reference;
mod schedule;
mod standing;
mod time;

use jiff::civil::{Date, date};

use super::*;
use crate::calendar::{Calendar, DayKind, SpecialDay};
use crate::deadline::{Count, LimitUnit};
use crate::text::Text;

/// New Year 2023–2027, and Tết 2024: Thursday 8 to Wednesday 14 February.
const DAYS_OFF: [(i16, i8, i8); 12] = [
    (2023, 1, 1),
    (2024, 1, 1),
    (2024, 2, 8),
    (2024, 2, 9),
    (2024, 2, 10),
    (2024, 2, 11),
    (2024, 2, 12),
    (2024, 2, 13),
    (2024, 2, 14),
    (2025, 1, 1),
    (2026, 1, 1),
    (2027, 1, 1),
];

pub(super) fn calendar() -> Calendar {
    let off =
        |(year, month, day)| (date(year, month, day), SpecialDay { name: Text::default(), kind: DayKind::Statutory });
    Calendar::new(DAYS_OFF.map(off), [date(2024, 2, 10)])
}

pub(super) fn number(n: u16) -> StepNumber {
    StepNumber::try_from(n).unwrap()
}

fn numbers(steps: &[StepNumber]) -> Vec<u16> {
    steps.iter().map(|n| u16::from(*n)).collect()
}

fn days(amount: u32) -> Option<Count> {
    Some(Count::new(amount, LimitUnit::CalendarDays))
}

pub(super) fn step(n: u16, waits_for: &str, statutory: Option<Count>) -> StepTemplate {
    StepTemplate {
        number: number(n),
        name: Text::new(format!("Bước {n}"), format!("Step {n}")),
        agency: Text::new("Sở", "Department"),
        agencies: vec!["so-cong-thuong".parse().unwrap()],
        statutory,
        interruption: None,
        legal_basis: String::new(),
        basis: Basis::Law,
        waits_for: waits_for.parse().unwrap(),
        note: Text::default(),
        source: String::new(),
    }
}

pub(super) fn template(steps: Vec<StepTemplate>) -> Template {
    Template {
        code: "test".parse().unwrap(),
        name: Text::new("Thử", "Test"),
        law: String::new(),
        valid_from: None,
        valid_until: None,
        goals: Default::default(),
        note: Text::default(),
        source: String::new(),
        steps,
    }
}

/// A graph of steps in calendar days: number, what it waits for, days (none for an unknown time).
fn graph(rows: &[(u16, &str, Option<u32>)]) -> StepGraph {
    let steps = rows.iter().map(|(n, waits_for, amount)| step(*n, waits_for, amount.and_then(days))).collect();
    StepGraph::new(&template(steps)).unwrap()
}

/// The first day of the plans of these tests: a Monday.
const START: Date = date(2024, 1, 8);

fn schedule(graph: &StepGraph, progress: &Progress) -> Schedule {
    graph.schedule(progress, &calendar()).unwrap()
}
