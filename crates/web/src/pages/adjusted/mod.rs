//! Seasonally adjusted figures: the list of all, the page of one series, and the choice made again.

mod both_ways;
mod calendar;
mod changes;
mod course;
mod earlier;
mod list;
mod model;
mod newest;
mod one;
mod refresh;
mod revisions;
mod season;
mod specification;
mod spectrum;
mod trust;
pub(crate) mod years;

use std::sync::Arc;

use domain::adjust::{Left, Look, SeriesKey};
use domain::text::Text;
use office::adjust::AdjustedSeries;

use crate::asked::Asked;
use crate::page::Page;
use crate::trouble::Trouble;

pub(crate) use list::page as list;
pub(crate) use one::page as one;
pub(crate) use refresh::{accept, show as refresh};

/// Everything adjusted, of the publication on show: made by the first who asks, on a thread that answers nobody else.
pub(crate) async fn all(asked: &Asked) -> Result<Arc<Vec<AdjustedSeries>>, Trouble> {
    let shelf = asked.whole_shelf()?;
    tokio::task::spawn_blocking(move || shelf.adjusted()).await.map_err(|error| Trouble::Internal(error.to_string()))
}

/// The series of the address.
fn wanted(asked: &Asked) -> Result<SeriesKey, Trouble> {
    asked.parameter("series").and_then(|text| text.parse().ok()).ok_or(Trouble::NotFound)
}

/// The address of the page of a series.
fn address(p: &Page, key: &SeriesKey) -> String {
    p.link(&format!("/adjusted/series?series={}", escaped(key)))
}

/// A key within a query: blanks and letters with marks are written as their bytes.
fn escaped(key: &SeriesKey) -> String {
    let mut text = String::new();
    for byte in key.to_string().bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => text.push(char::from(byte)),
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}

/// Why a series is left as it is.
pub(crate) fn left(why: &Left) -> Text {
    match why {
        Left::NoSeason => Text::new(
            "Không thấy mùa vụ: để nguyên số liệu.",
            "No season can be told: the figures are left as they are.",
        ),
        Left::TooShort { months } => Text::new(
            format!("Mới có {months} tháng, cần ít nhất 36: để nguyên số liệu."),
            format!("{months} months so far, 36 are needed: the figures are left as they are."),
        ),
        Left::Failed(text) => {
            Text::new(format!("Chưa hiệu chỉnh được: {}.", text.vi), format!("It could not be adjusted: {}.", text.en))
        }
    }
}

/// In a word: how good the adjustment is, or that there is none.
fn in_a_word(p: &Page, look: &Look) -> String {
    match look {
        Look::Left(why) => p.of(&left(why)),
        Look::Adjusted(found) => p.of(&domain::adjust::in_a_word(found)),
    }
}
