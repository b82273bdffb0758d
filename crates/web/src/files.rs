//! The downloads: every data set a page shows, whole, as CSV and workbook.
//!
//! Each row of a file carries the stage of its month, the vintage it was printed in and, where the returns are simulated,
//! the words *số liệu mô phỏng*; a row torn out of the file still says what it is.

mod adjusted;
mod books;
mod columns;
mod intake;
mod matters;
mod prices;
mod projects;
mod releases;
mod sets;
mod sites;

use std::sync::Arc;

use crate::answer::{Answer, Csv, Followed, Parts};
use crate::asked::Asked;
use crate::kept::Stamp;
use crate::listing::Listing;
use crate::trouble::{Choice, Trouble};
use domain::text::Text;
use formats::table::{Bom, Head};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use sets::Rows;

pub(crate) use adjusted::{adjusted, specification};
pub(crate) use books::{director, project};
pub(crate) use intake::differences;
pub(crate) use matters::{dialogues, obstacles, reminders, tasks};
pub(crate) use projects::{projects, waiting};
pub(crate) use sets::{Moment, Set, moment_choice, moment_of, months_with, node_of, shown_of};

/// The type of a workbook.
pub(crate) const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A table as the ending of the address asks for it; a workbook of a listing is made once and `kept` there.
fn written(asked: &Asked, head: Head, rows: Rows, kept: Option<&Listing>) -> Result<Answer, Trouble> {
    let bom = bom(asked)?;
    match asked.path.rsplit('.').next() {
        Some("csv") => Ok(Answer::Csv(Csv { head, rows, lang: asked.lang, bom })),
        Some("xlsx") => {
            let name = head.name.clone();
            let make = || formats::table::workbook(&head, rows, asked.lang);
            let book = match kept {
                Some(listing) => listing.workbook(asked.lang, make),
                None => make(),
            };
            let book = book.map_err(|e| Trouble::Internal(format!("workbook {name}: {e}")))?;
            Ok(Answer::File(format!("{name}.xlsx"), WORKBOOK, book))
        }
        _ => Err(Trouble::NotFound),
    }
}

/// A table that is followed to its end: sent as it is read as a CSV; as a workbook made whole, and kept until something of it changes
/// where it says the same to everybody and has a `stamp`.
async fn followed(asked: &Asked, head: Head, mut parts: Parts, stamp: Option<Stamp>) -> Result<Answer, Trouble> {
    if asked.path.ends_with(".csv") {
        let bom = bom(asked)?;
        // What fails at once is said on a page; only what fails later cuts the file.
        let first = parts.try_next().await?.unwrap_or_default();
        let parts = Box::pin(stream::once(std::future::ready(Ok(first))).chain(parts));
        return Ok(Answer::Followed(Followed { head, parts, lang: asked.lang, bom }));
    }
    let (books, address) = (&asked.desk()?.books, crate::page::link(asked.lang, &asked.whole()));
    let name = format!("{}.xlsx", head.name);
    if let Some(book) = stamp.and_then(|stamp| books.get(&address, stamp)) {
        return Ok(Answer::File(name, WORKBOOK, book.as_ref().clone()));
    }
    let mut rows = Vec::new();
    while let Some(part) = parts.try_next().await? {
        rows.extend(part);
    }
    let lang = asked.lang;
    let make = move || formats::table::workbook(&head, rows, lang).map_err(|error| error.to_string());
    let made = tokio::task::spawn_blocking(make).await.map_err(|error| Trouble::Internal(error.to_string()))?;
    let book = Arc::new(made.map_err(|error| Trouble::Internal(format!("workbook {name}: {error}")))?);
    if let Some(stamp) = stamp {
        books.keep(address, stamp, Arc::clone(&book));
    }
    Ok(Answer::File(name, WORKBOOK, book.as_ref().clone()))
}

fn bom(asked: &Asked) -> Result<Bom, Trouble> {
    Ok(match asked.choose("for", "machines", for_choices)?.as_str() {
        "excel" => Bom::Excel,
        _ => Bom::Plain,
    })
}

/// `/data/{set}.csv` and `/data/{set}.xlsx`.
pub(crate) fn file(asked: &Asked) -> Result<Answer, Trouble> {
    let name = asked.in_path("file");
    let (set, _) = name.rsplit_once('.').ok_or(Trouble::NotFound)?;
    let set = Set::from_code(set).ok_or(Trouble::NotFound)?;
    let (head, rows) = set.table(asked)?;
    let kept = if set == Set::Sites { Some(asked.listing()?) } else { None };
    written(asked, head, rows, kept)
}

fn for_choices() -> Vec<Choice> {
    vec![
        Choice::new("machines", Text::new("cho máy đọc", "for machines")),
        Choice::new("excel", Text::new("mở bằng Excel", "for Excel")),
    ]
}
