//! Codes and periods come again in row after row, so the rows share one text of each.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use domain::period::Label;

use super::table::Row;
use crate::fault::Fault;

/// A code or the name of a series; copies share the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Arc<str>);

impl Name {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The names and labels of a file met so far.
#[derive(Default)]
pub(super) struct Spellings {
    names: HashSet<Name>,
    labels: HashMap<Name, Label>,
}

impl Spellings {
    pub(super) fn name(&mut self, text: &str) -> Name {
        if let Some(name) = self.names.get(text) {
            return name.clone();
        }
        let name = Name::from(text);
        self.names.insert(name.clone());
        name
    }

    pub(super) fn label(&mut self, row: &Row<'_>, column: &str) -> Result<Label, Fault> {
        let text = row.text(column);
        if let Some(label) = self.labels.get(text) {
            return Ok(label.clone());
        }
        let label = super::label(row, column)?;
        self.labels.insert(Name::from(text), label.clone());
        Ok(label)
    }
}
