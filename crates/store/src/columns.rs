//! Rows read column by column, and the cells of texts that may be missing.

use std::str::FromStr;

use domain::text::Text;
use sqlx::any::AnyRow;

use crate::error::StoreError;
use crate::row::{Cell, get};

/// The two forms of a text that may be missing.
pub(crate) fn pair<'a>(text: Option<&'a Text>) -> [Cell<'a>; 2] {
    [Cell::Text(text.map(|t| t.vi.as_str())), Cell::Text(text.map(|t| t.en.as_str()))]
}

/// The cell of a text that may be missing.
pub(crate) fn cell(text: &Option<String>) -> Cell<'_> {
    Cell::Text(text.as_deref())
}

/// The columns of a row, one after the other.
pub(crate) struct Columns<'r> {
    row: &'r AnyRow,
    next: usize,
}

impl<'r> Columns<'r> {
    pub(crate) fn of(row: &'r AnyRow) -> Self {
        Self { row, next: 0 }
    }

    pub(crate) fn value<T>(&mut self) -> Result<T, StoreError>
    where
        T: sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any>,
    {
        self.next += 1;
        get(self.row, self.next - 1)
    }

    pub(crate) fn number(&mut self) -> Result<Option<f64>, StoreError> {
        self.value()
    }

    pub(crate) fn truth(&mut self) -> Result<bool, StoreError> {
        Ok(self.value::<i64>()? != 0)
    }

    /// A small whole number, as the number of a step.
    pub(crate) fn small(&mut self, what: &'static str) -> Result<u16, StoreError> {
        let number: i64 = self.value()?;
        number.try_into().map_err(|_| StoreError::corrupt(what, format!("{number} is too large")))
    }

    pub(crate) fn words(&mut self) -> Result<Option<String>, StoreError> {
        self.value()
    }

    pub(crate) fn text(&mut self) -> Result<Text, StoreError> {
        Ok(Text { vi: self.value()?, en: self.value()? })
    }

    /// A text that may be missing; half of one was made from outside.
    pub(crate) fn maybe_text(&mut self) -> Result<Option<Text>, StoreError> {
        match (self.words()?, self.words()?) {
            (Some(vi), Some(en)) => Ok(Some(Text { vi, en })),
            (None, None) => Ok(None),
            _ => Err(StoreError::corrupt("a text in two languages", "one of its two languages is missing")),
        }
    }

    /// A code or moment that may be missing.
    pub(crate) fn maybe<T: FromStr<Err: ToString>>(&mut self, what: &'static str) -> Result<Option<T>, StoreError> {
        self.words()?
            .map(|text| text.parse().map_err(|why: T::Err| StoreError::corrupt(what, why.to_string())))
            .transpose()
    }

    /// A code.
    pub(crate) fn code<T: FromStr<Err: ToString>>(&mut self, what: &'static str) -> Result<T, StoreError> {
        self.maybe(what)?.ok_or_else(|| StoreError::corrupt(what, "it is missing"))
    }
}

/// Codes with blanks between.
pub(crate) fn read_codes<T: FromStr<Err: ToString>, L: FromIterator<T>>(
    text: &str,
    what: &'static str,
) -> Result<L, StoreError> {
    let read = |code: &str| code.parse().map_err(|why: T::Err| StoreError::corrupt(what, why.to_string()));
    text.split_whitespace().map(read).collect()
}
