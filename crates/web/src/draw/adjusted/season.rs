//! The season month by month, with the single years about it.

use domain::adjust::Seasonal;
use domain::period::Month;
use domain::text::{Lang, month_in_letters};
use formats::figure::{Frame, MonthField, Subseries, YearDot};

use crate::page::Page;

/// The twelve months, for each width of screen. `scale` is what differences are in.
pub(crate) fn season(page: &Page, name: &str, scale: &str, found: &Seasonal) -> Vec<String> {
    let fields: Vec<MonthField> = (1..=12).map(|place| field(page, found, place)).collect();
    let years = [found.months.first, found.months.last].map(|month| month.year());
    let scale = match found.multiplies {
        true => page.t("Trung bình năm = 100", "Mean of a year = 100").to_owned(),
        false => {
            format!("{} ({})", page.t("Chênh lệch so với trung bình năm", "Difference from the mean of a year"), scale)
        }
    };
    let legend = [
        page.t("SI từng năm", "SI of each year"),
        page.t("SI bị coi là cực trị", "SI taken for extreme"),
        page.t("Mùa vụ", "The season"),
        page.t("Bình quân mùa vụ", "Its mean"),
    ];
    let drawing = |frame: Frame| Subseries {
        id: format!("season-{}", frame.name()),
        title: format!("{name}: {}", page.t("mùa vụ theo tháng", "the season by month")),
        description: described(page, found),
        lang: page.lang,
        frame,
        fields: fields.clone(),
        neutral: neutral(found),
        scale: scale.clone(),
        legend: legend.map(str::to_owned),
        across: match page.is_vi() {
            true => format!("Trong mỗi ô, trái sang phải: {}–{}", years[0], years[1]),
            false => format!("In each field, from left to right: {}–{}", years[0], years[1]),
        },
    };
    Frame::BOTH.into_iter().map(|frame| drawing(frame).draw()).collect()
}

fn neutral(found: &Seasonal) -> f64 {
    if found.multiplies { 100.0 } else { 0.0 }
}

/// A factor as it is drawn: ratios in hundredths.
fn drawn(found: &Seasonal, value: f64) -> f64 {
    if found.multiplies { value * 100.0 } else { value }
}

/// A month of the year by its name.
fn month_name(page: &Page, place: u8) -> String {
    match (page.lang, Month::new(2000, place)) {
        (Lang::En, Ok(month)) => month_in_letters(month).to_owned(),
        _ => format!("Tháng {place}"),
    }
}

fn field(page: &Page, found: &Seasonal, place: u8) -> MonthField {
    let write = |value: f64| page.plain(drawn(found, value), if found.multiplies { 1 } else { 2 });
    let dot = |(at, month): (usize, Month)| {
        let (value, season) = (found.season_and_irregular[at], found.season[at]);
        let replaced = found.replaced.iter().find(|(replaced, _)| *replaced == month).map(|(_, value)| write(*value));
        let when = page.month_cell(month);
        let (value_said, season_said) = (write(value), write(season));
        let mut title = match page.is_vi() {
            true => format!("{when}: SI {value_said}, mùa vụ {season_said}"),
            false => format!("{when}: SI {value_said}, season {season_said}"),
        };
        if let Some(instead) = &replaced {
            let said = page.t("cực trị; khi tính mùa vụ thay bằng", "extreme; for the season replaced by");
            title.push_str(&format!(" ({said} {instead})"));
        }
        YearDot {
            year: month.year().number(),
            value: drawn(found, value),
            season: drawn(found, season),
            replaced: replaced.is_some(),
            title,
        }
    };
    let of_place = found.months.iter().enumerate().filter(|(_, month)| month.month_of_year() == place);
    MonthField { name: month_name(page, place), years: of_place.map(dot).collect() }
}

/// Where the season of the newest twelve months is highest and lowest, and how many values were taken for extreme.
fn described(page: &Page, found: &Seasonal) -> String {
    let months: Vec<(Month, f64)> = found.months.iter().zip(found.season.iter().copied()).collect();
    let newest = months.iter().rev().take(12);
    let by_season = |a: &&(Month, f64), b: &&(Month, f64)| a.1.total_cmp(&b.1);
    let (Some(low), Some(high)) = (newest.clone().min_by(by_season), newest.max_by(by_season)) else {
        return String::new();
    };
    let say =
        |(month, value): &(Month, f64)| (month_name(page, month.month_of_year()), page.plain(drawn(found, *value), 1));
    let ((high_month, high), (low_month, low), extremes) = (say(high), say(low), found.replaced.len());
    match page.is_vi() {
        true => format!(
            "Mùa vụ năm gần nhất cao nhất {high_month} ({high}), thấp nhất {low_month} ({low}). Giá trị cực trị: {extremes}."
        ),
        false => format!(
            "In the newest year the season is highest in {high_month} ({high}), lowest in {low_month} ({low}). Extreme values: {extremes}."
        ),
    }
}
