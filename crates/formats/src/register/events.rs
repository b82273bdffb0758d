//! Events of establishments from files, in an order that can have happened.

use std::collections::{BTreeMap, BTreeSet};

use domain::register::{Establishment, EstablishmentCode, Event, EventKind, Register};
use domain::text::Text;

use super::establishment;
use crate::fault::{Fault, Place};
use crate::layout::{CellKind, EVENTS};
use crate::sheet::{Fields, Input, Read, for_each_row};

const DATE: usize = EVENTS.at("date");
const EVENT: usize = EVENTS.at("event");

/// An event with its cell in the file; none for one the register has.
type Told = (Event, Option<Cell>);

/// Where an event of the file stands.
#[derive(Clone)]
struct Cell {
    row: Place,
    date: Place,
}

/// Reads events of establishments of `register`. An event the register already has is read again without harm.
///
/// The order must make sense together with what is known ([`EventKind::may_follow`]), and no two different events share a day.
/// The rows of a file may stand in any order.
///
/// # Errors
/// When the file is unreadable.
pub fn read_events(file: &Input, register: &Register) -> Result<Read<(EstablishmentCode, Event)>, Vec<Fault>> {
    let mut told: BTreeMap<EstablishmentCode, Vec<Told>> = BTreeMap::new();
    let mut rows = Vec::new();
    let mut report = for_each_row(file, &EVENTS, &mut |mut fields, report| {
        if let Some((code, event)) = read_row(&mut fields, register) {
            let events = told.entry(code.clone()).or_insert_with(|| known(register.establishments.get(&code)));
            match events.iter().find(|(other, _)| other.date == event.date) {
                Some((other, _)) if other.kind != event.kind => same_day(&mut fields, &code, other.kind),
                _ if fields.is_faulty() => {}
                found => {
                    let cell = Cell { row: fields.row_place(), date: fields.cell_place(DATE) };
                    rows.push((cell.row.clone(), (code, event.clone())));
                    if found.is_none() {
                        events.push((event, Some(cell)));
                    }
                }
            }
        }
        report.close_row(fields.faults);
    })?;
    let mut impossible = BTreeSet::new();
    for (code, events) in told {
        for (cell, fault) in out_of_order(&code, events) {
            report.close_row(&mut vec![fault]);
            impossible.insert(cell.row);
        }
    }
    rows.retain(|(place, _)| !impossible.contains(place));
    report.faults.sort_by(|a, b| a.place.cmp(&b.place));
    Ok(report.with(rows))
}

fn read_row(fields: &mut Fields, register: &Register) -> Option<(EstablishmentCode, Event)> {
    const ESTABLISHMENT: usize = EVENTS.at("establishment");
    const REASON: usize = EVENTS.at("reason");
    let establishment = establishment(fields, ESTABLISHMENT, register);
    let date = fields.day(DATE);
    let kind = fields.choice(EVENT).and_then(|c| c.parse::<EventKind>().ok());
    let reason = fields.text(REASON).unwrap_or_default();
    Some((establishment?, Event { date: date?, kind: kind?, reason }))
}

fn known(establishment: Option<&Establishment>) -> Vec<Told> {
    establishment.map(|e| e.events.iter().map(|event| (event.clone(), None)).collect()).unwrap_or_default()
}

fn same_day(fields: &mut Fields, code: &EstablishmentCode, other: EventKind) {
    fields.fault(
        DATE,
        Text::new(
            format!("{code} đã có biến động “{}” cùng ngày.", name(other)),
            format!("{code} already has the event {} on that day.", other.code()),
        ),
        Text::new(
            "Mỗi ngày chỉ một biến động: sửa ngày hoặc bỏ một dòng.",
            "One event a day: correct the date or delete one row.",
        ),
    );
}

/// The events of the file that cannot have happened where they stand, each with what is wrong. What the register has is taken
/// as it is: where an event of the file stands before it and does not fit, the one of the file is at fault.
fn out_of_order(code: &EstablishmentCode, mut events: Vec<Told>) -> Vec<(Cell, Fault)> {
    events.sort_by_key(|(event, _)| event.date);
    let mut course: Vec<Told> = Vec::new();
    let mut faults = Vec::new();
    for (event, cell) in events {
        loop {
            let kinds: Vec<EventKind> = course.iter().rev().take(2).rev().map(|(event, _)| event.kind).collect();
            if event.kind.may_follow(&kinds) {
                course.push((event, cell));
                break;
            }
            if let Some(cell) = cell {
                let fault = cannot_follow(code, &event, course.last().map(|(before, _)| before), &cell);
                faults.push((cell, fault));
                break;
            }
            let Some((before, Some(cell))) = course.pop_if(|(_, cell)| cell.is_some()) else {
                course.push((event, None));
                break;
            };
            let fault = cannot_precede(code, &before, &event, &cell);
            faults.push((cell, fault));
        }
    }
    faults
}

fn cannot_follow(code: &EstablishmentCode, event: &Event, before: Option<&Event>, cell: &Cell) -> Fault {
    let (vi, en) = match before {
        Some(Event { kind, date, .. }) => (
            format!("ngay trước đó là “{}” ngày {date}", name(*kind)),
            format!("comes after the {} on {date}", kind.code()),
        ),
        None => ("trước đó chưa có biến động nào".to_owned(), "has no event before it".to_owned()),
    };
    Fault::new(
        cell.date.clone(),
        Text::new(
            format!("{code}: “{}” ngày {} không thể xảy ra, {vi}.", name(event.kind), event.date),
            format!("{code}: the {} on {} cannot be, it {en}.", event.kind.code(), event.date),
        ),
        in_sequence(),
    )
}

fn cannot_precede(code: &EstablishmentCode, event: &Event, after: &Event, cell: &Cell) -> Fault {
    Fault::new(
        cell.date.clone(),
        Text::new(
            format!(
                "{code}: “{}” ngày {} không thể xảy ra, danh bạ đã có “{}” ngày {} ngay sau đó.",
                name(event.kind),
                event.date,
                name(after.kind),
                after.date
            ),
            format!(
                "{code}: the {} on {} cannot be, the register has the {} on {} next.",
                event.kind.code(),
                event.date,
                after.kind.code(),
                after.date
            ),
        ),
        in_sequence(),
    )
}

/// The event as the list of answers names it in Vietnamese.
fn name(kind: EventKind) -> &'static str {
    let CellKind::Choice(choices) = EVENTS.columns[EVENT].kind else { return kind.code() };
    let choice = choices.iter().find(|choice| choice.code == kind.code());
    choice.and_then(|choice| choice.vi.first().copied()).unwrap_or(kind.code())
}

fn in_sequence() -> Text {
    Text::new(
        "Sửa ngày hoặc loại biến động, hoặc thêm dòng còn thiếu: tạm ngừng khi đang hoạt động, hoạt động trở lại sau tạm ngừng hay \
         chấm dứt, bắt đầu hoạt động chỉ ở đầu hoặc sau khi đã chấm dứt.",
        "Correct the date or the event, or add the row that is missing: a suspension while at work, a resumption after a suspension or \
         closure, an opening only at the start or after a closure.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::tests::register;

    /// Reads events of CS-001, which the register knows as `known`; the English sentences of the faults by line, and the sound rows.
    fn read(known: &[(&str, &str)], rows: &[(&str, &str)]) -> (Vec<(u64, String)>, Vec<String>) {
        let mut register = register();
        let code: EstablishmentCode = "CS-001".parse().unwrap();
        register.establishments.get_mut(&code).unwrap().events = known
            .iter()
            .map(|(date, kind)| Event {
                date: date.parse().unwrap(),
                kind: kind.parse().unwrap(),
                reason: String::new(),
            })
            .collect();
        let mut text = String::from("establishment,date,event\n");
        for (date, kind) in rows {
            text += &format!("CS-001,{date},{kind}\n");
        }
        let read = read_events(&Input::new("e.csv", text.as_bytes()), &register).unwrap();
        assert_eq!(read.left_out as usize, read.faults.len());
        let told = |fault: Fault| {
            assert_eq!(fault.place.column.as_deref(), Some("date"));
            (fault.place.line.unwrap(), fault.what.en)
        };
        let sound = read.rows.iter().map(|(_, (_, event))| event.date.to_string()).collect();
        (read.faults.into_iter().map(told).collect(), sound)
    }

    #[track_caller]
    fn check(known: &[(&str, &str)], rows: &[(&str, &str)], faulty: &[(u64, &str)]) {
        let (faults, sound) = read(known, rows);
        assert_eq!(faults.len(), faulty.len(), "{faults:?}");
        for ((line, said), (expected, fragment)) in faults.iter().zip(faulty) {
            assert!(line == expected && said.contains(fragment), "line {line}: {said}");
        }
        assert_eq!(sound.len(), rows.len() - faulty.len(), "{sound:?}");
    }

    #[test]
    fn rows_in_any_order_make_a_course() {
        check(&[], &[("2021-09-01", "resumption"), ("2020-03-01", "opening"), ("2021-05-01", "suspension")], &[]);
        let known = [("2020-03-01", "opening"), ("2022-01-01", "suspension")];
        check(&known, &[("2021-05-01", "suspension"), ("2021-09-01", "resumption")], &[]);
        check(&known, &[("2020-03-01", "opening"), ("2022-01-01", "suspension"), ("2022-06-01", "closure")], &[]);
    }

    #[test]
    fn an_event_that_cannot_have_happened_is_left_out_alone() {
        check(&[], &[("2020-03-01", "resumption")], &[(2, "has no event before it")]);
        check(
            &[],
            &[("2020-03-01", "closure"), ("2020-06-01", "suspension"), ("2021-01-01", "resumption")],
            &[(3, "the suspension on 2020-06-01 cannot be, it comes after the closure on 2020-03-01")],
        );
        check(&[], &[("2019-01-01", "closure"), ("2020-01-01", "opening")], &[(3, "comes after the closure")]);
        let known = [("2020-03-01", "opening"), ("2022-01-01", "suspension")];
        check(&known, &[("2019-01-01", "closure")], &[(2, "the register has the opening on 2020-03-01 next")]);
        check(
            &known,
            &[("2021-05-01", "suspension"), ("2022-03-01", "resumption")],
            &[(2, "the register has the suspension on 2022-01-01 next")],
        );
        check(&known, &[("2022-01-01", "closure")], &[(2, "already has the event suspension on that day")]);
    }
}
