//! The shapes that all data for programs share. What nobody knows is `null`; days are `2024-01-31`, months `2024-01`; words stand in both
//! languages; a code stands with its name.

use domain::sites::{Fact, When};
use domain::text::Text;
use office::Listed;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::asked::Asked;
use crate::page::link;
use crate::trouble::Trouble;

/// Words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Words {
    /// Vietnamese.
    vi: String,
    /// English.
    en: String,
}

impl From<&Text> for Words {
    fn from(text: &Text) -> Self {
        Self { vi: text.vi.clone(), en: text.en.clone() }
    }
}

impl From<Text> for Words {
    fn from(text: Text) -> Self {
        Self { vi: text.vi, en: text.en }
    }
}

/// A code of a list with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Named {
    /// As it is sent.
    code: String,
    /// What it is called.
    name: Words,
}

impl Named {
    pub(crate) fn new(code: impl ToString, name: Text) -> Self {
        Self { code: code.to_string(), name: name.into() }
    }
}

/// A list, a page at a time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Paged<T> {
    /// How many there are in all.
    total: u64,
    /// Which page this is, from 1.
    page: u32,
    /// The address of the next page; none on the last.
    next: Option<String>,
    /// The rows of this page.
    items: Vec<T>,
}

/// A list that is given whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Whole<T> {
    /// All rows.
    items: Vec<T>,
}

impl<T> Whole<T> {
    pub(crate) fn of(items: impl IntoIterator<Item = T>) -> Self {
        Self { items: items.into_iter().collect() }
    }
}

/// Rows of a page, unless `size` asks for another number.
const SIZE: u32 = 50;
/// The largest page.
pub(super) const LARGEST: u32 = 500;
/// The highest number of a page.
pub(super) const LAST_PAGE: u32 = 1_000_000;

/// Which page is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asking {
    /// From 1.
    pub(crate) page: u32,
    /// Rows of a page.
    pub(crate) size: u32,
}

impl Asking {
    /// The page in the query: `page` from 1, `size` up to 500.
    ///
    /// # Errors
    /// When either is no such number.
    pub(crate) fn of(asked: &Asked) -> Result<Self, Trouble> {
        let (page, size) = (number(asked, "page", 1, LAST_PAGE)?, number(asked, "size", SIZE, LARGEST)?);
        Ok(Self { page, size })
    }

    /// The same as the office asks for it.
    pub(crate) fn part(self) -> office::Page {
        office::Page::new(self.page - 1, self.size)
    }

    /// Where it begins in the whole list.
    pub(crate) fn from(self) -> usize {
        (self.page as usize - 1) * self.size as usize
    }

    /// The page of a list.
    pub(crate) fn paged<T>(self, asked: &Asked, total: u64, items: Vec<T>) -> Paged<T> {
        let is_last = u64::from(self.page) * u64::from(self.size) >= total;
        let next = (!is_last).then(|| link(asked.lang, &asked.with("page", &(self.page + 1).to_string())));
        Paged { total, page: self.page, next, items }
    }

    /// The page of a list of the office.
    pub(crate) fn listed<S, T>(self, asked: &Asked, found: &Listed<S>, shape: impl Fn(&S) -> T) -> Paged<T> {
        self.paged(asked, found.total, found.rows.iter().map(shape).collect())
    }
}

fn number(asked: &Asked, name: &'static str, default: u32, last: u32) -> Result<u32, Trouble> {
    let Some(text) = asked.given(name) else { return Ok(default) };
    text.parse().ok().filter(|number| (1..=last).contains(number)).ok_or_else(|| Trouble::Parameter {
        name,
        value: text.to_owned(),
        valid: vec![crate::trouble::Choice::new(
            format!("1–{last}"),
            Text::new("số nguyên trong khoảng này", "a whole number in this range"),
        )],
    })
}

/// Data as an answer.
pub(crate) fn data(value: &impl Serialize) -> Result<Answer, Trouble> {
    let value =
        serde_json::to_value(value).map_err(|error| Trouble::Internal(format!("data without a form: {error}")))?;
    Ok(Answer::Json(value))
}

/// Words that may be missing.
pub(crate) fn words(fact: &Fact<Text>) -> Option<Words> {
    fact.known().map(Words::from)
}

/// A moment as exact as its source: `2011`, `2011-08`, `2011-08-12`, `~2020`.
pub(crate) fn when(fact: &Fact<When>) -> Option<String> {
    fact.known().map(ToString::to_string)
}

/// A text that may be empty.
pub(crate) fn said(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
