//! What is wrong in a file: where, what, and what to do, in both languages.

use std::fmt;

use domain::text::{Lang, Text};
use serde::{Deserialize, Serialize};

/// Where in a file: as much of it as is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// File name as the user gave it.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Line of a text file or row of a sheet, from 1.
    pub line: Option<u64>,
    /// Column: the letter in a sheet (`C`), the heading in a text file.
    pub column: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
    }

    /// The same place on a line or row.
    #[must_use]
    pub fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same place in a column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// The place in words: `returns.csv, dòng 3, cột estimate`.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> String {
        let (sheet, line, column) = match lang {
            Lang::Vi => ("trang tính", "dòng", "cột"),
            Lang::En => ("sheet", "line", "column"),
        };
        let mut text = self.file.clone();
        if let Some(name) = &self.sheet {
            text.push_str(&format!(", {sheet} {name}"));
        }
        if let Some(number) = self.line {
            text.push_str(&format!(", {line} {number}"));
        }
        if let Some(name) = &self.column {
            text.push_str(&format!(", {column} {name}"));
        }
        text
    }
}

/// One fault in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub what: Text,
    /// What to do.
    pub remedy: Text,
}

impl Fault {
    /// A fault at a place.
    pub fn new(place: Place, what: Text, remedy: Text) -> Self {
        Self { place, what, remedy }
    }

    /// A file that the system does not let be read.
    pub fn unreadable(file: impl Into<String>, error: &std::io::Error) -> Self {
        Self::new(
            Place::file(file),
            Text::new(format!("không đọc được tệp ({error})."), format!("the file cannot be read ({error}).")),
            Text::new("Hãy kiểm tra tên tệp và quyền đọc.", "Check the file's name and your right to read it."),
        )
    }

    /// The fault as one line: place, what, remedy.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> String {
        format!("{}: {} {}", self.place.in_lang(lang), self.what.in_lang(lang), self.remedy.in_lang(lang))
    }
}

/// Both languages, a line each.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.in_lang(Lang::Vi), self.in_lang(Lang::En))
    }
}

impl std::error::Error for Fault {}
