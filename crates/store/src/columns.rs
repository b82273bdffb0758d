//! The columns of a row, read one after the other into domain values.

use std::str::FromStr;

use domain::text::Text;
use sqlx::any::AnyRow;

use crate::error::StoreError;
use crate::row::get;

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
