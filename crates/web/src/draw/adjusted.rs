//! A series without calendar and season beside what was measured, its components, its season by month, and its spectra.

mod components;
mod season;
mod spectra;

use domain::adjust::{Levels, Seasonal};
use domain::period::{Month, MonthRange};
use domain::series::Stage;
use formats::figure::{Line, Mark, Point, Role, Unit};

use super::{Chart, Drawn, mark, marks};
use crate::page::Page;
use crate::view;

pub(crate) use components::components;
pub(crate) use season::season;
pub(crate) use spectra::spectra;

/// What a chart is of.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// What its values are in.
    pub(crate) scale: &'a str,
    /// Its values.
    pub(crate) levels: &'a Levels,
    /// How settled the figures of a month are; nobody's own figures say so themselves.
    pub(crate) stage: &'a dyn Fn(Month) -> Option<Stage>,
}

/// A series without season and calendar, as it was measured, and what its model expects next.
pub(crate) fn course(page: &Page, of: Subject<'_>, found: &Seasonal) -> Drawn {
    let last = found.foreseen.last().map_or(found.months.last, |foreseen| foreseen.month);
    let months = MonthRange::new(found.months.first, last.max(found.months.last));
    let foreseen = |month| {
        let found = found.foreseen.iter().find(|foreseen| foreseen.month == month);
        found.map_or(Point::Missing, |f| Point::Foreseen { value: f.value, lower: f.lower, upper: f.upper })
    };
    let adjusted =
        |month| found.adjusted_at(month).map_or(Point::Missing, |value| settled(page, value, (of.stage)(month)));
    let line = |vi, en, role, points| Line { name: page.t(vi, en).to_owned(), role, points };
    let lines = vec![
        line(
            "Loại trừ lịch và mùa vụ",
            "Without calendar and season",
            Role::Own,
            months.iter().map(adjusted).collect(),
        ),
        line("Chưa hiệu chỉnh", "As measured", Role::Beside, measured(of.levels, months)),
        line("Dự báo của mô hình", "Expected by the model", Role::Foreseen, months.iter().map(foreseen).collect()),
    ];
    let title = format!("{}: {}", of.name, page.t("hiệu chỉnh lịch và mùa vụ", "adjusted for calendar and season"));
    drawn(page, (&title, of.scale), lines, months)
}

/// A series that is left as it is.
pub(crate) fn left(page: &Page, of: Subject<'_>) -> Drawn {
    let point = |month| of.levels.at(month).map_or(Point::Missing, |value| settled(page, value, (of.stage)(month)));
    let name_of_line = page.t("Chưa hiệu chỉnh", "As measured").to_owned();
    let line = Line { name: name_of_line, role: Role::Own, points: of.levels.months().iter().map(point).collect() };
    let title = format!("{}: {}", of.name, page.t("chưa hiệu chỉnh", "as measured"));
    drawn(page, (&title, of.scale), vec![line], of.levels.months())
}

fn drawn(page: &Page, (title, scale): (&str, &str), lines: Vec<Line>, months: MonthRange) -> Drawn {
    let marks = marks(page, &lines);
    let chart = Chart {
        id: "adjusted",
        title,
        lines,
        unit: Unit::LEVEL,
        scale: scale.to_owned(),
        reference: None,
        yearly: false,
    };
    Drawn { drawings: chart.draw_over(page, months), marks }
}

/// An own figure with its stage; a published one has none.
fn settled(page: &Page, value: f64, stage: Option<Stage>) -> Point {
    match stage {
        Some(stage) => Point::Value { value, mark: mark(stage, None), note: view::lower(&page.stage_name(stage)) },
        None => Point::Value { value, mark: Mark::Settled, note: String::new() },
    }
}

/// What was measured, without what the model says of a month that has no value.
fn measured(levels: &Levels, months: MonthRange) -> Vec<Point> {
    let point = |month| match levels.at(month) {
        Some(value) => Point::Value { value, mark: Mark::Settled, note: String::new() },
        None => Point::Missing,
    };
    months.iter().map(point).collect()
}
