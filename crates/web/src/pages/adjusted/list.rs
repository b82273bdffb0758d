//! Every index and every published series: what the newest month says with and without calendar and season.

use std::sync::Arc;

use domain::adjust::Look;
use office::adjust::AdjustedSeries;

use super::{address, all, in_a_word};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Grid, Row, Stamp, head, number};
use crate::page::Page;
use crate::pages::record::{Record, Section};
use crate::trouble::Trouble;
use crate::view;

/// `/adjusted`.
pub(crate) async fn page(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let all = all(&asked).await?;
    let p = asked.page("", "");
    let title = p.t("Số liệu hiệu chỉnh mùa vụ", "Seasonally adjusted figures").to_owned();
    let mut record = Record::new(&asked, &title, &[]);
    record.simulated(asked.shelf()?.latest.release.simulated);
    record.lead.push(
        p.t(
            "Một tháng có Tết so với một tháng không có Tết thì chưa nói được sản xuất mạnh lên hay yếu đi. Ở đây mỗi chỉ số được loại trừ tác động của lịch (Tết, ngày làm việc) và của mùa vụ.",
            "A month with Tết compared to one without does not yet say whether production grew. Here each index is shown without the calendar (Tết, working days) and without the season.",
        )
        .to_owned(),
    );
    record.files("adjusted", "");
    if asked.desk().is_ok() && crate::pages::adjusted::refresh::may(&p) {
        record.way(p.t("Cập nhật cách điều chỉnh", "Refresh the adjustment"), "/adjusted/refresh");
    }
    let (own, published): (Vec<&AdjustedSeries>, Vec<&AdjustedSeries>) =
        all.iter().partition(|series| series.origin.is_none());
    let mut section = Section::titled(p.t("Chỉ số của tỉnh", "Indices of the province"));
    section.stamp = Stamp::of_release(&p);
    section.grids.extend(grid(&p, &own));
    record.section(section);
    let mut section =
        Section::titled(p.t("Chuỗi do Cục Thống kê công bố", "Series published by the statistics office"));
    let imported = published.iter().filter_map(|series| series.origin.as_ref()?.imported).max();
    section.stamp = Some(Stamp::of_import(&p, imported));
    section.grids.extend(grid(&p, &published));
    record.section(section);
    record.answer()
}

fn grid(p: &Page, list: &[&AdjustedSeries]) -> Option<Grid> {
    let heads = vec![
        head(p.t("Ngành", "Industry")),
        number(p.t("So với tháng trước", "On the month")),
        number(p.t("So với tháng trước, loại trừ yếu tố lịch và mùa vụ", "On the month, seasonally adjusted")),
        number(p.t("So với cùng kỳ", "On the year")),
        number(p.t("So với cùng kỳ, loại trừ yếu tố lịch", "On the year, calendar adjusted")),
    ];
    // The month is said once where it is the same for all.
    let first = list.first()?.levels.last();
    let month = list.iter().all(|series| series.levels.last() == first).then_some(first);
    let caption = match month {
        Some(month) => format!("{}, {}", view::upper(&p.month(month)), p.t("thay đổi (%)", "changes (%)")),
        None => p.t("Tháng mới nhất, thay đổi (%)", "The newest month, changes (%)").to_owned(),
    };
    let rows = list.iter().map(|series| row(p, series, month.is_none())).collect();
    Some(Grid { caption, heads, rows })
}

fn row(p: &Page, series: &AdjustedSeries, says_month: bool) -> Row {
    let month = series.levels.last();
    let growth = |back| series.levels.growth(month, back);
    let cell =
        |value: Option<f64>| value.map_or_else(|| Cell::none("…"), |value| Cell::signed(p.percent(value), value));
    let (mom, yoy) = match &series.look {
        Look::Adjusted(found) => (found.growth(&found.adjusted, month, 1), found.without_calendar(month, 12)),
        // What is left as it is counts as adjusted; of its calendar nothing is known.
        Look::Left(_) => (growth(1), None),
    };
    let word = in_a_word(p, &series.look);
    let small = if says_month { format!("{}. {word}", view::upper(&p.month(month))) } else { word };
    Row::new(vec![
        Cell::head(p.of(&series.label()), Some(address(p, &series.key))).with(small),
        cell(growth(1)),
        cell(mom),
        cell(growth(12)),
        cell(yoy),
    ])
}
