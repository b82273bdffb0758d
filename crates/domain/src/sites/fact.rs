//! A fact that may be missing: known, or said to be unknown. Never an empty text shown as if it were an answer.

use serde::{Deserialize, Serialize};

use crate::text::{Lang, Text};

/// A fact about a site: what is known, or that nothing is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Option<T>", into = "Option<T>")]
#[serde(bound(serialize = "T: Clone + Serialize", deserialize = "T: Deserialize<'de>"))]
pub enum Fact<T> {
    /// It is known.
    Known(T),
    /// Chưa rõ.
    #[default]
    Unknown,
}

/// The one way of saying that a fact is missing.
#[must_use]
pub fn not_known() -> Text {
    Text::new("chưa rõ", "not known")
}

impl<T> Fact<T> {
    /// The fact, when it is known.
    #[must_use]
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown => None,
        }
    }

    /// Whether it is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.known().is_some()
    }

    /// The same fact, borrowed.
    #[must_use]
    pub fn as_ref(&self) -> Fact<&T> {
        self.known().into()
    }

    /// The fact in words, or *chưa rõ*, *not known*.
    #[must_use]
    pub fn words(&self, lang: Lang, said: impl FnOnce(&T) -> String) -> String {
        self.known().map_or_else(|| not_known().in_lang(lang).to_owned(), said)
    }
}

impl Fact<Text> {
    /// The words, or *chưa rõ*, *not known*.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> String {
        self.words(lang, |text| text.in_lang(lang).to_owned())
    }
}

impl<T> From<Option<T>> for Fact<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }
}

impl<T> From<Fact<T>> for Option<T> {
    fn from(fact: Fact<T>) -> Self {
        match fact {
            Fact::Known(value) => Some(value),
            Fact::Unknown => None,
        }
    }
}
