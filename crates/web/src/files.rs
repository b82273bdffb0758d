//! The downloads: every data set a page shows, whole, as CSV and workbook.
//!
//! Each row of a file carries the stage of its month, the vintage it was printed in and, where the returns are simulated,
//! the words *số liệu mô phỏng*; a row torn out of the file still says what it is.

mod books;
mod columns;
mod intake;
mod matters;
mod prices;
mod projects;
mod releases;
mod sets;
mod sites;

use crate::answer::{Answer, Csv};
use crate::asked::Asked;
use crate::listing::Listing;
use crate::trouble::{Choice, Trouble};
use domain::text::Text;
use formats::table::{Bom, Head};
use sets::Rows;

pub(crate) use books::{director, project};
pub(crate) use intake::differences;
pub(crate) use matters::{dialogues, obstacles, reminders, tasks};
pub(crate) use projects::{projects, waiting};
pub(crate) use sets::{Moment, Set, moment_choice, moment_of, months_with, node_of, shown_of};

/// The type of a workbook.
pub(crate) const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A table as the ending of the address asks for it; a workbook of a listing is made once and `kept` there.
fn written(asked: &Asked, head: Head, rows: Rows, kept: Option<&Listing>) -> Result<Answer, Trouble> {
    let bom = match asked.choose("for", "machines", for_choices)?.as_str() {
        "excel" => Bom::Excel,
        _ => Bom::Plain,
    };
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
