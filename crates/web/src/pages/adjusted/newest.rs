//! The newest months of a series, as measured and without what is no trend.

use domain::adjust::{Levels, Seasonal};
use domain::period::Month;

use super::years;
use crate::component::{Cell, Grid, Row, head, number};
use crate::page::Page;
use crate::pages::record::Section;

/// Months shown of a table by month; all of them are in the file.
pub(super) const NEWEST: usize = 13;

/// The newest months, under their heading.
pub(super) fn section(p: &Page, levels: &Levels, found: &Seasonal) -> Section {
    let mut section = Section::titled(p.t("Các tháng mới nhất", "The newest months"));
    section.grids.push(newest(p, levels, found));
    section
}

/// The newest months: as measured, without calendar, without season, the trend.
fn newest(p: &Page, levels: &Levels, found: &Seasonal) -> Grid {
    let heads = vec![
        head(p.t("Tháng", "Month")),
        number(p.t("Chưa hiệu chỉnh", "As measured")),
        number(p.t("Loại trừ yếu tố lịch", "Without calendar")),
        number(years::head(p, found.adds_up)),
        number(p.t("Xu thế", "Trend")).seldom(),
    ];
    let row = |(at, month): (usize, Month)| {
        // What the model says of a month that has no value was not measured.
        let raw = levels.at(month).map_or_else(|| Cell::none("…"), |raw| Cell::number(p.plain(raw, 2)));
        let mut cells = vec![Cell::month(p.month_cell(month), None), raw];
        let values = [&found.calendar_adjusted, &found.adjusted, &found.trend];
        cells.extend(values.map(|values| Cell::number(p.plain(values[at], 2))));
        Row::new(cells)
    };
    let months: Vec<(usize, Month)> = found.months.iter().enumerate().collect();
    let rows = months.into_iter().rev().take(NEWEST).map(row).collect();
    Grid { caption: p.t("Mức, mới nhất trước", "Levels, newest first").to_owned(), heads, rows }
}
