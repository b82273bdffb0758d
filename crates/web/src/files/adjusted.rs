//! Adjusted figures as a file: every series and month, without what is only foreseen.

use std::sync::Arc;

use domain::adjust::{Look, SeriesKey};
use domain::text::Text;
use formats::table::{Cell, Column, Kind, Row};
use office::adjust::AdjustedSeries;

use super::columns::{as_published, code_column, head, name_column, period_column, row, words};
use super::written;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::trouble::Trouble;

/// `/data/adjusted.csv` and `/data/adjusted.xlsx`, of one series where it is asked for.
pub(crate) async fn adjusted(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let wanted: Option<SeriesKey> =
        asked.parameter("series").map(|text| text.parse().map_err(|_| Trouble::NotFound)).transpose()?;
    let shelf = asked.whole_shelf()?;
    let publication = shelf.latest.clone();
    let all = tokio::task::spawn_blocking(move || shelf.adjusted())
        .await
        .map_err(|error| Trouble::Internal(error.to_string()))?;
    let is_wanted = |series: &&AdjustedSeries| wanted.as_ref().is_none_or(|key| *key == series.key);
    let noted = |series: &AdjustedSeries, cells| match series.origin {
        None => row(&publication, cells),
        Some(_) => as_published(&publication, cells),
    };
    let rows: Vec<Row> = all
        .iter()
        .filter(is_wanted)
        .flat_map(|series| rows(series).into_iter().map(|cells| noted(series, cells)).collect::<Vec<_>>())
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
        value("calendar_adjusted", "Bỏ lịch", "Without calendar"),
        value("adjusted", "Bỏ lịch và mùa vụ", "Without calendar and season"),
        value("trend", "Xu thế", "Trend"),
        value("season", "Mùa vụ", "Season"),
        value("calendar", "Lịch", "Calendar"),
        value("irregular", "Bất thường", "Irregular"),
        words("state", "Tình trạng", "State"),
    ];
    let title = Text::new("Số liệu hiệu chỉnh lịch và mùa vụ", "Figures adjusted for calendar and season");
    written(&asked, head(&publication, "adjusted".into(), title, columns), Box::new(rows.into_iter()), None)
}

fn rows(series: &AdjustedSeries) -> Vec<Vec<Cell>> {
    let head = |month| vec![Cell::Month(month), Cell::code(series.key.to_string()), Cell::Words(series.name.clone())];
    let row = |month, values: [Option<f64>; 7], state: &Text| {
        let mut cells = head(month);
        cells.extend(values.map(Cell::number));
        cells.push(Cell::Words(state.clone()));
        cells
    };
    match &series.look {
        Look::Adjusted(found) => {
            let state = Text::new("đã hiệu chỉnh", "adjusted");
            let calendar = |at: usize| found.calendar.as_ref().map(|calendar| calendar[at]);
            let values = |at: usize| {
                let own = [&found.raw, &found.calendar_adjusted, &found.adjusted, &found.trend, &found.season];
                let [raw, without, adjusted, trend, season] = own.map(|values| Some(values[at]));
                [raw, without, adjusted, trend, season, calendar(at), Some(found.irregular[at])]
            };
            found.months.iter().enumerate().map(|(at, month)| row(month, values(at), &state)).collect()
        }
        Look::Left(_) => {
            let state = Text::new("để nguyên", "left as it is");
            let values = |month| {
                let value = series.levels.at(month);
                [value, value, value, None, None, None, None]
            };
            series.levels.months().iter().map(|month| row(month, values(month), &state)).collect()
        }
    }
}
