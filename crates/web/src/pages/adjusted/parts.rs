//! The tables of a series: newest months, calendar, season by month, direct beside indirect, revisions.

use domain::adjust::{Effect, Kept, Levels, Seasonal, of_both_ways, triangle};
use domain::period::Month;
use domain::text::{Lang, Text, month_in_letters};
use office::adjust::AdjustedSeries;

use super::years;
use crate::component::{Cell, Grid, Row, head, number, words};
use crate::page::Page;
use crate::pages::record::Section;

/// Months shown of a table by month; all of them are in the file.
const NEWEST: usize = 13;
/// Months of the triangle of revisions.
const TRIANGLE: usize = 7;

/// The newest months: as measured, without calendar, without season, the trend.
pub(super) fn newest(p: &Page, levels: &Levels, found: &Seasonal) -> Grid {
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

/// What the calendar does, with the interval of each effect.
pub(super) fn calendar(p: &Page, found: &Seasonal) -> Section {
    let mut section = Section::titled(p.t("Tác động của lịch", "What the calendar does"));
    if found.effects.is_empty() {
        section.said.push(p.t("Không thấy tác động của lịch.", "No effect of the calendar is found.").to_owned());
        return section;
    }
    let heads = vec![
        head(p.t("Tác động", "Effect")),
        number(p.t("Ước lượng", "Estimate")),
        number(p.t("Khoảng 95 %", "95% interval")),
        number("t"),
    ];
    let row = |effect: &Effect| {
        let write = |value: f64| p.plain(value, 3);
        let interval = effect.interval().map(|(low, high)| format!("{} … {}", write(low), write(high)));
        let given = || p.t("cho trước", "given").to_owned();
        let name = of_effect(&effect.name).map_or_else(|| effect.name.clone(), |name| p.of(&name));
        Row::new(vec![
            Cell::head(name, None),
            Cell::number(write(effect.estimate)),
            Cell::number(interval.unwrap_or_else(given)),
            Cell::number(effect.t().map(|t| p.plain(t, 1)).unwrap_or_default()),
        ])
    };
    let caption = match found.logarithms {
        true => p.t(
            "Hệ số của lô-ga-rít: −0,10 nghĩa là giảm khoảng 10 % nếu cả khoảng ngày nằm trong tháng",
            "Coefficients of logarithms: −0.10 is a fall of about 10% where all days of the window lie in the month",
        ),
        false => p.t("Hệ số theo đơn vị của chuỗi", "Coefficients in units of the series"),
    };
    let rows = found.effects.iter().map(row).collect();
    section.grids.push(Grid { caption: caption.to_owned(), heads, rows });
    if found.at_the_edge {
        let doubt = p.t(
            "Khoảng và t ở bảng này kém tin cậy vì mô hình gần như không khả nghịch (xem mục độ tin cậy bên dưới).",
            "Intervals and t of this table say little, for the model is almost not invertible (see below how far it can be trusted).",
        );
        section.said.push(doubt.to_owned());
    }
    section
}

/// The regressors of the calendar in words.
fn of_effect(name: &str) -> Option<Text> {
    let known = [
        ("tet_before", "Trước Tết", "Before Tết"),
        ("tet_during", "Trong Tết", "During Tết"),
        ("tet_after", "Sau Tết", "After Tết"),
        ("Weekday", "Ngày làm việc trong tuần", "Weekdays"),
        ("Mon", "Thứ Hai", "Mondays"),
        ("Tue", "Thứ Ba", "Tuesdays"),
        ("Wed", "Thứ Tư", "Wednesdays"),
        ("Thu", "Thứ Năm", "Thursdays"),
        ("Fri", "Thứ Sáu", "Fridays"),
        ("Sat", "Thứ Bảy", "Saturdays"),
    ];
    known.iter().find(|(code, ..)| *code == name).map(|(_, vi, en)| Text::new(*vi, *en))
}

/// The season of each month of the year: now, and how the single years lie about it (SI ratios).
pub(super) fn season(p: &Page, found: &Seasonal) -> Grid {
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

/// The series adjusted by itself beside the sum of its adjusted parts.
pub(super) fn both_ways(p: &Page, series: &AdjustedSeries, found: &Seasonal) -> Section {
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
    let rows = pairs.iter().rev().take(NEWEST).map(row).collect();
    section
        .grids
        .push(Grid { caption: p.t("Mức, mới nhất trước", "Levels, newest first").to_owned(), heads, rows });
    section
}

/// How the adjusted value of a month moves as months come in.
fn triangle_grid(p: &Page, rows: &[(Month, Vec<Option<f64>>)]) -> Grid {
    let mut heads = vec![head(p.t("Tháng", "Month")), number(p.t("Lần đầu", "First"))];
    heads.extend((1..TRIANGLE).map(|later| number(format!("+{later}"))));
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
pub(super) fn moves(p: &Page, series: &AdjustedSeries, adds_up: bool) -> Section {
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
