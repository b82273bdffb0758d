//! The way through a long list: how many there are, which page this is, the one before and the one after.

use askama::Template;
use domain::text::{Text, number};

use crate::asked::Asked;
use crate::page::Page;
use crate::trouble::{Choice, Trouble};

/// Rows of one page of a long list.
pub(crate) const SIZE: u32 = 50;
/// The last page that is asked of the database.
const LAST: u32 = 100_000;

/// The page that is asked for, from 1.
pub(crate) fn page_number(asked: &Asked) -> Result<u32, Trouble> {
    let Some(value) = asked.parameter("page") else { return Ok(1) };
    let read = value.parse::<u32>().ok().filter(|page| (1..=LAST).contains(page));
    let valid = || vec![Choice::new("1", Text::new("trang đầu", "the first page"))];
    read.ok_or_else(|| Trouble::Parameter { name: "page", value: value.to_owned(), valid: valid() })
}

/// The way through a list.
#[derive(Template)]
#[template(path = "component/pager.html")]
pub(crate) struct Pager {
    label: &'static str,
    told: String,
    before: Option<(&'static str, String)>,
    after: Option<(&'static str, String)>,
}

impl Pager {
    /// Below page `at` of a list of `total` rows, each of which is `what`: `dự án`, `projects`.
    pub(crate) fn new(page: &Page, asked: &Asked, at: u32, total: u64, what: (&str, &str)) -> Self {
        let pages = u32::try_from(total.div_ceil(u64::from(SIZE))).unwrap_or(LAST).max(1);
        let rows = number(total as f64, 0, page.lang);
        let told = match (page.is_vi(), pages) {
            (true, 1) => format!("{rows} {}", what.0),
            (false, 1) => format!("{rows} {}", what.1),
            (true, _) => format!("{rows} {}, trang {at}/{pages}", what.0),
            (false, _) => format!("{rows} {}, page {at} of {pages}", what.1),
        };
        let to = |number: u32| page.link(&asked.with("page", &number.to_string()));
        Self {
            label: page.t("Các trang của danh sách", "Pages of the list"),
            told,
            before: (at > 1).then(|| (page.t("Trang trước", "Previous page"), to((at - 1).min(pages)))),
            after: (at < pages).then(|| (page.t("Trang sau", "Next page"), to(at + 1))),
        }
    }
}
