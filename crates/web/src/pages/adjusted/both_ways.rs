//! A series adjusted by itself beside the sum of its adjusted parts.

use domain::adjust::{Seasonal, of_both_ways};
use domain::period::Month;
use office::adjust::AdjustedSeries;

use crate::component::{Cell, Grid, Row, head, number};
use crate::page::Page;
use crate::pages::record::Section;

/// The series adjusted by itself beside the sum of its adjusted parts.
pub(super) fn section(p: &Page, series: &AdjustedSeries, shown: &Seasonal) -> Section {
    // The parts are adjusted each by itself, and do not add up to years.
    let found = series.look.adjusted().unwrap_or(shown);
    let mut section = Section::titled(p.t("Trực tiếp và gián tiếp", "Directly and by its parts"));
    let Some(indirect) = &series.indirect else { return section };
    let first = series.levels.months().first;
    let pairs: Vec<(Month, f64, f64)> = found
        .months
        .iter()
        .filter_map(|month| {
            // The parts are by month of the publication, which ends where the series ends.
            let at = indirect.len().checked_sub(1 + usize::try_from(series.levels.last().months_since(month)).ok()?)?;
            Some((month, found.adjusted_at(month)?, indirect[at]?))
        })
        .filter(|(month, ..)| *month >= first)
        .collect();
    let Some(largest) = pairs.iter().max_by(|a, b| (a.1 - a.2).abs().total_cmp(&(b.1 - b.2).abs())) else {
        return section;
    };
    let (month, points) = (p.month(largest.0), p.plain((largest.1 - largest.2).abs(), 2));
    section.said.push(match p.is_vi() {
        true => format!(
            "Hiệu chỉnh thẳng chuỗi này, và cộng các ngành con đã hiệu chỉnh: lệch nhiều nhất {points} điểm ({month})."
        ),
        false => format!(
            "Adjusted by itself, and as the sum of its adjusted parts: at most {points} points apart ({month})."
        ),
    });
    section.said.extend(of_both_ways(&pairs).map(|verdict| p.of(&verdict.text)));
    section.said.extend(as_adjusted(p, shown.adds_up, found.adds_up));
    let heads = vec![
        head(p.t("Tháng", "Month")),
        number(p.t("Trực tiếp", "Directly")),
        number(p.t("Gián tiếp", "By its parts")),
        number(p.t("Chênh lệch", "Difference")),
    ];
    let row = |(month, direct, indirect): &(Month, f64, f64)| {
        Row::new(vec![
            Cell::month(p.month_cell(*month), None),
            Cell::number(p.plain(*direct, 2)),
            Cell::number(p.plain(*indirect, 2)),
            Cell::number(p.plain(direct - indirect, 2)),
        ])
    };
    let rows = pairs.iter().rev().take(super::newest::NEWEST).map(row).collect();
    section
        .grids
        .push(Grid { caption: p.t("Mức, mới nhất trước", "Levels, newest first").to_owned(), heads, rows });
    section
}

/// Where the page shows years that add up: which figures of this table do. The parts are adjusted each by its own choice.
fn as_adjusted(p: &Page, shown: bool, directly: bool) -> Option<String> {
    let said = match (shown, directly) {
        (false, _) => return None,
        (true, false) => p.t(
            "Bảng này dùng số chưa chỉnh cho khớp tổng năm, nên cột trực tiếp khác với biểu đồ và bảng các tháng mới nhất.",
            "This table has the figures before years are made to add up, so that its first column is not that of the chart and of the newest months.",
        ),
        (true, true) => p.t(
            "Cột trực tiếp đã được chỉnh cho khớp tổng năm; các ngành con thì theo lựa chọn của từng ngành, nên một phần chênh lệch là do chỉnh.",
            "The direct figures are made to add up to years, the parts each by its own choice: some of the difference comes from that.",
        ),
    };
    Some(said.to_owned())
}
