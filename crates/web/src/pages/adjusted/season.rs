//! The season of each month of the year: drawn, and as a table.

use domain::adjust::Seasonal;
use domain::period::Month;
use domain::text::{Lang, month_in_letters};

use crate::component::{Cell, Grid, Row, head, number, words};
use crate::draw;
use crate::page::Page;
use crate::pages::record::Section;

/// The months side by side, and their table.
pub(super) fn section(p: &Page, name: &str, scale: &str, found: &Seasonal) -> Section {
    let mut section = Section::titled(p.t("Mùa vụ theo tháng", "The season by month"));
    section.figures.push(draw::adjusted::season(p, name, scale, found).concat());
    section.said.push(
        p.t(
            "Mỗi ô là một tháng, từ năm đầu đến năm gần nhất. Đường gần nằm ngang là mùa vụ ổn định, đường dốc là mùa vụ đang đổi. Chấm xa đường là năm không theo lệ thường; SI bị coi là cực trị được thay khi tính mùa vụ.",
            "Each field is a month, from the first year to the newest. A line that is nearly level is a season that stays; one that slopes is a season that moves. A dot far from the line is a year out of the ordinary; SI taken for extreme are replaced while the season is drawn.",
        )
        .to_owned(),
    );
    section.grids.push(table(p, found));
    section
}

/// The season of each month of the year: now, and how the single years lie about it (SI ratios).
fn table(p: &Page, found: &Seasonal) -> Grid {
    let heads = vec![
        head(p.t("Tháng", "Month")),
        number(p.t("Mùa vụ hiện nay", "The season now")),
        number(p.t("Năm đầu", "In the first year")),
        head(p.t("SI từng năm", "SI by year")).seldom(),
    ];
    let write = |value: f64| if found.multiplies { p.plain(value * 100.0, 1) } else { p.plain(value, 2) };
    let row = |place: u8| {
        let of_place: Vec<(Month, usize)> = found
            .months
            .iter()
            .enumerate()
            .filter(|(_, month)| month.month_of_year() == place)
            .map(|(at, month)| (month, at))
            .collect();
        let (first, last) = (of_place.first()?, of_place.last()?);
        let years: Vec<String> = of_place.iter().map(|(_, at)| write(found.season_and_irregular[*at])).collect();
        let name = match p.lang {
            Lang::Vi => format!("Tháng {place}"),
            Lang::En => month_in_letters(first.0).to_owned(),
        };
        Some(Row::new(vec![
            Cell::head(name, None),
            Cell::number(write(found.season[last.1])),
            Cell::number(write(found.season[first.1])),
            words(years.join(" · ")),
        ]))
    };
    let caption = match found.multiplies {
        true => p.t(
            "Trung bình năm là 100; SI là mùa vụ cùng phần bất thường của từng năm",
            "The mean of a year is 100; SI is the season with the irregular, year by year",
        ),
        false => p.t(
            "Trung bình năm là 0, theo đơn vị của chuỗi; SI là mùa vụ cùng phần bất thường của từng năm",
            "The mean of a year is 0, in units of the series; SI is the season with the irregular, year by year",
        ),
    };
    Grid { caption: caption.to_owned(), heads, rows: (1..=12).filter_map(row).collect() }
}
