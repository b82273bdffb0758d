//! The number of a step, and what a step waits for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number of a step within its template, 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct StepNumber(u16);

/// A number that no step can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not the number of a step: write 1 to 999")]
pub struct StepNumberError {
    /// What was read.
    pub text: String,
}

impl TryFrom<u16> for StepNumber {
    type Error = StepNumberError;

    fn try_from(number: u16) -> Result<Self, StepNumberError> {
        if (1..=999).contains(&number) { Ok(Self(number)) } else { Err(StepNumberError { text: number.to_string() }) }
    }
}

impl From<StepNumber> for u16 {
    fn from(number: StepNumber) -> Self {
        number.0
    }
}

impl FromStr for StepNumber {
    type Err = StepNumberError;

    fn from_str(text: &str) -> Result<Self, StepNumberError> {
        let error = || StepNumberError { text: text.to_owned() };
        // “+3” and “03” would not come out again as they went in.
        if text.starts_with(['+', '0']) {
            return Err(error());
        }
        text.parse::<u16>().ok().and_then(|n| Self::try_from(n).ok()).ok_or_else(error)
    }
}

impl fmt::Display for StepNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a step waits for: all of its clauses, and of each clause any one step. In text `;` means *all* and `|` means *any*:
/// `4|5;7` waits for step 7 and for one of 4 and 5. Kept in order of number, so that equal conditions are equal texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WaitsFor {
    clauses: Vec<Vec<StepNumber>>,
}

/// Why a text says nothing that a step could wait for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WaitsForError {
    /// Not the number of a step.
    #[error(transparent)]
    Number(#[from] StepNumberError),
    /// The same step twice within one clause, or the same clause twice.
    #[error("“{0}” is named twice: name it once")]
    Twice(String),
}

impl WaitsFor {
    /// Waits for nothing.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// From its clauses.
    ///
    /// # Errors
    /// When a step stands twice in one clause, or a clause twice. An empty clause cannot be met and is dropped.
    pub fn new(clauses: impl IntoIterator<Item = Vec<StepNumber>>) -> Result<Self, WaitsForError> {
        let mut clauses: Vec<Vec<StepNumber>> = clauses.into_iter().filter(|c| !c.is_empty()).collect();
        for clause in &mut clauses {
            clause.sort_unstable();
            if let Some(pair) = clause.windows(2).find(|pair| pair[0] == pair[1]) {
                return Err(WaitsForError::Twice(pair[0].to_string()));
            }
        }
        clauses.sort_unstable();
        match clauses.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(WaitsForError::Twice(clause_text(&pair[0]))),
            None => Ok(Self { clauses }),
        }
    }

    /// The clauses: one step of each must be done.
    #[must_use]
    pub fn clauses(&self) -> &[Vec<StepNumber>] {
        &self.clauses
    }

    /// Every step named, in order of clause; one that stands in two clauses comes twice.
    pub fn steps(&self) -> impl Iterator<Item = StepNumber> {
        self.clauses.iter().flatten().copied()
    }
}

fn clause_text(clause: &[StepNumber]) -> String {
    clause.iter().map(StepNumber::to_string).collect::<Vec<_>>().join("|")
}

impl FromStr for WaitsFor {
    type Err = WaitsForError;

    fn from_str(text: &str) -> Result<Self, WaitsForError> {
        if text.trim().is_empty() {
            return Ok(Self::nothing());
        }
        let clause = |text: &str| text.split('|').map(|n| n.trim().parse()).collect::<Result<Vec<StepNumber>, _>>();
        Self::new(text.split(';').map(clause).collect::<Result<Vec<_>, _>>()?)
    }
}

impl TryFrom<String> for WaitsFor {
    type Error = WaitsForError;

    fn try_from(text: String) -> Result<Self, WaitsForError> {
        text.parse()
    }
}

impl From<WaitsFor> for String {
    fn from(waits_for: WaitsFor) -> Self {
        waits_for.to_string()
    }
}

impl fmt::Display for WaitsFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.clauses.iter().map(|c| clause_text(c)).collect::<Vec<_>>().join(";"))
    }
}
