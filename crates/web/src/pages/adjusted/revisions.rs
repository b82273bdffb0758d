//! How adjusted figures move as months come in.

use domain::adjust::{Kept, triangle};
use domain::period::Month;
use office::adjust::AdjustedSeries;

use crate::component::{Cell, Grid, Row, head, number, words};
use crate::page::Page;
use crate::pages::record::Section;

/// Months of the triangle of revisions.
const TRIANGLE: usize = 7;

/// How the adjusted value of a month moves as months come in.
fn triangle_grid(p: &Page, rows: &[(Month, Vec<Option<f64>>)]) -> Grid {
    let mut heads = vec![head(p.t("Tháng", "Month")), number(p.t("Lần đầu", "First")).close()];
    heads.extend((1..TRIANGLE).map(|later| number(format!("+{later}")).close()));
    let row = |(month, values): &(Month, Vec<Option<f64>>)| {
        let mut cells = vec![Cell::month(p.month_cell(*month), None)];
        cells.extend((0..TRIANGLE).map(|later| match values.get(later) {
            Some(Some(value)) => Cell::number(p.plain(*value, 2)),
            Some(None) => Cell::none("…"),
            None => words(""),
        }));
        Row::new(cells)
    };
    let caption = p.t(
        "Số đã hiệu chỉnh của mỗi tháng khi mới có, rồi sau mỗi tháng có thêm số liệu",
        "The adjusted figure of each month when it was new, then as each further month came in",
    );
    Grid { caption: caption.to_owned(), heads, rows: rows.iter().map(row).collect() }
}

/// The triangle of the newest months, where a choice is kept that can be held while months come in.
pub(super) fn section(p: &Page, series: &AdjustedSeries, adds_up: bool) -> Section {
    let mut section = Section::titled(p.t("Số đã hiệu chỉnh thay đổi ra sao", "How adjusted figures move"));
    let Some(choice) = &series.choice else { return section };
    let kept = Kept { to_year: adds_up, ..choice.kept.clone() };
    let rows = triangle(&series.levels, &kept, TRIANGLE);
    section.said.push(
        p.t(
            "Tính theo số liệu và lựa chọn hiện nay, lần lượt bớt các tháng cuối.",
            "By the figures and the choice of today, the last months left out one after another.",
        )
        .to_owned(),
    );
    section.grids.push(triangle_grid(p, &rows));
    section
}
