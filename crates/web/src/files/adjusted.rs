//! Adjusted figures as a file: every series and month, without what is only foreseen; and the specification of a series.

use std::sync::Arc;

use domain::adjust::{Look, SeriesKey, with_its_series};
use domain::text::Text;
use formats::table::{Cell, Column, Kind, Row};
use office::adjust::AdjustedSeries;

use super::columns::{as_published, code_column, head, name_column, period_column, row, words};
use super::written;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::pages::adjusted::{all, years};
use crate::trouble::Trouble;

/// `/data/adjusted.csv` and `/data/adjusted.xlsx`, of one series where it is asked for; with `to-year=true` years add up to those measured.
pub(crate) async fn adjusted(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let wanted: Option<SeriesKey> =
        asked.parameter("series").map(|text| text.parse().map_err(|_| Trouble::NotFound)).transpose()?;
    let to_year = years::wanted(&asked)?;
    let shelf = asked.whole_shelf()?;
    let publication = shelf.latest.clone();
    let all = tokio::task::spawn_blocking(move || shelf.adjusted())
        .await
        .map_err(|error| Trouble::Internal(error.to_string()))?;
    let is_wanted = |series: &&AdjustedSeries| wanted.as_ref().is_none_or(|key| *key == series.key);
    let noted = |series: &AdjustedSeries, cells| match series.origin {
        None => row(&publication, cells),
        Some(ref origin) => as_published(origin.imported, cells),
    };
    let rows: Vec<Row> = all
        .iter()
        .filter(is_wanted)
        .flat_map(|series| rows(series, to_year).into_iter().map(|cells| noted(series, cells)).collect::<Vec<_>>())
        .collect();
    if rows.is_empty() {
        return Err(Trouble::NotFound);
    }
    let value = |code, vi, en| Column::new(code, vi, en, Kind::Number(4));
    let columns = vec![
        period_column(),
        code_column(),
        name_column(),
        value("raw", "Chưa hiệu chỉnh", "As measured"),
        value("calendar_adjusted", "Loại trừ yếu tố lịch", "Without calendar"),
        value("adjusted", "Loại trừ yếu tố lịch và mùa vụ", "Without calendar and season"),
        value("trend", "Xu thế", "Trend"),
        value("season", "Mùa vụ", "Season"),
        value("calendar", "Lịch", "Calendar"),
        value("irregular", "Bất thường", "Irregular"),
        words("state", "Tình trạng", "State"),
    ];
    let title = Text::new("Số liệu hiệu chỉnh lịch và mùa vụ", "Figures adjusted for calendar and season");
    let name = if to_year { "adjusted-to-year" } else { "adjusted" };
    let mut head = head(&publication, name.into(), title, columns);
    head.notes.extend(to_year.then(years::said));
    written(&asked, head, Box::new(rows.into_iter()), None)
}

/// The type of a specification.
const SPECIFICATION: &str = "text/plain; charset=utf-8";

/// `/data/adjusted.spc`: by what a series is adjusted, with the series in it, as X-13 reads it.
pub(crate) async fn specification(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let key: SeriesKey = asked.parameter("series").and_then(|text| text.parse().ok()).ok_or(Trouble::NotFound)?;
    let all = all(&asked).await?;
    let series = all.iter().find(|series| series.key == key).ok_or(Trouble::NotFound)?;
    let specified = series.look.adjusted().and_then(|found| found.specified.as_ref()).ok_or(Trouble::NotFound)?;
    let file = with_its_series(&series.levels, &specified.chosen)
        .map_err(|error| Trouble::Internal(format!("the specification of {key}: {error:?}")))?;
    Ok(Answer::File(format!("{key}.spc"), SPECIFICATION, file.into_bytes()))
}

/// A row a month; what the model says of a month that has no value was not measured.
fn rows(series: &AdjustedSeries, to_year: bool) -> Vec<Vec<Cell>> {
    let head = |month| vec![Cell::Month(month), Cell::code(series.key.to_string()), Cell::Words(series.name.clone())];
    let row = |month, values: [Option<f64>; 7], state: &Text| {
        let mut cells = head(month);
        cells.extend(values.map(Cell::number));
        cells.push(Cell::Words(state.clone()));
        cells
    };
    let look = if to_year { series.look.clone().adding_up() } else { series.look.clone() };
    match &look {
        Look::Adjusted(found) => {
            let state = match found.adds_up {
                true => Text::new("đã hiệu chỉnh, khớp tổng năm", "adjusted, years adding up to those measured"),
                false => Text::new("đã hiệu chỉnh", "adjusted"),
            };
            let calendar = |at: usize| found.calendar.as_ref().map(|calendar| calendar[at]);
            let values = |(at, month)| {
                let found = [&found.calendar_adjusted, &found.adjusted, &found.trend, &found.season, &found.irregular];
                let [without, adjusted, trend, season, irregular] = found.map(|values| Some(values[at]));
                [series.levels.at(month), without, adjusted, trend, season, calendar(at), irregular]
            };
            found.months.iter().enumerate().map(|(at, month)| row(month, values((at, month)), &state)).collect()
        }
        Look::Left(_) => {
            let state = Text::new("để nguyên", "left as it is");
            let values = |month| {
                let value = series.levels.at(month);
                [value, None, value, None, None, None, None]
            };
            series.levels.months().iter().map(|month| row(month, values(month), &state)).collect()
        }
    }
}
