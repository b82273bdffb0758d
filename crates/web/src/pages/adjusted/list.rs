//! Every index and every published series: what the newest month says with and without calendar and season.

use std::sync::Arc;

use domain::adjust::Look;
use domain::text::Lang;
use office::adjust::AdjustedSeries;

use super::{address, all, in_a_word};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Grid, Row, head, number};
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
            "Một tháng có Tết so với một tháng không có Tết thì chưa nói được sản xuất mạnh lên hay yếu đi. Ở đây mỗi chỉ số được bỏ tác động của lịch (Tết, ngày làm việc) và của mùa vụ.",
            "A month with Tết compared to one without does not yet say whether production grew. Here each index is shown without the calendar (Tết, working days) and without the season.",
        )
        .to_owned(),
    );
    record.files("adjusted", "");
    if asked.desk().is_ok() && crate::pages::adjusted::refresh::may(&p) {
        record.way(p.t("Chọn lại đặc tả", "Make the choices again"), "/adjusted/refresh");
    }
    let (own, published): (Vec<&AdjustedSeries>, Vec<&AdjustedSeries>) =
        all.iter().partition(|series| series.origin.is_none());
    let mut section = Section::titled(p.t("Chỉ số của tỉnh", "Indices of the province"));
    section.grids.extend(grid(&p, &own));
    record.section(section);
    let mut section =
        Section::titled(p.t("Chuỗi do Cục Thống kê công bố", "Series published by the statistics office"));
    section.grids.extend(grid(&p, &published));
    record.section(section);
    record.answer()
}

fn grid(p: &Page, list: &[&AdjustedSeries]) -> Option<Grid> {
    let heads = vec![
        head(p.t("Ngành", "Industry")),
        number(p.t("So với tháng trước", "On the month")),
        number(p.t("đã hiệu chỉnh mùa vụ", "seasonally adjusted")),
        number(p.t("So với cùng kỳ", "On the year")),
        number(p.t("đã hiệu chỉnh lịch", "calendar adjusted")),
    ];
    let caption = match p.lang {
        Lang::Vi => "Tháng mới nhất, thay đổi (%)",
        Lang::En => "The newest month, changes (%)",
    };
    let rows: Vec<Row> = list.iter().map(|series| row(p, series)).collect();
    (!rows.is_empty()).then(|| Grid { caption: caption.to_owned(), heads, rows })
}

fn row(p: &Page, series: &AdjustedSeries) -> Row {
    let month = series.levels.last();
    let growth = |back: i32| {
        let base = series.levels.at(month.plus(-back)).filter(|base| *base > 0.0)?;
        Some(100.0 * (series.levels.at(month)? / base - 1.0))
    };
    let cell =
        |value: Option<f64>| value.map_or_else(|| Cell::none("…"), |value| Cell::signed(p.percent(value), value));
    let (mom, yoy) = match &series.look {
        Look::Adjusted(found) => (found.growth(&found.adjusted, month, 1), found.without_calendar(month, 12)),
        // What is left as it is counts as adjusted.
        Look::Left(_) => (growth(1), growth(12)),
    };
    let (month, word) = (view::upper(&p.month(month)), in_a_word(p, &series.look));
    Row::new(vec![
        Cell::head(p.of(&series.name), Some(address(p, &series.key))).with(format!("{month}. {word}")),
        cell(growth(1)),
        cell(mom),
        cell(growth(12)),
        cell(yoy),
    ])
}
