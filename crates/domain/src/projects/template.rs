//! Templates of procedures: which steps a kind of project takes under one law, as data with validity dates.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::step::{StepNumber, WaitsFor};
use crate::agency::AgencyCode;
use crate::deadline::{ClockRule, Count, Interruption, TimeLimit};
use crate::register::CodeError;
use crate::text::{Text, UnknownCode};

/// Mã trình tự: small letters, digits and underscores, at most 40, as `mine_2010`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TemplateCode(String);

impl TemplateCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TemplateCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if (1..=40).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            let expected = "a template code of small letters, digits and underscores, as mine_2010, at most 40";
            Err(CodeError { text: text.to_owned(), expected })
        }
    }
}

impl TryFrom<String> for TemplateCode {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<TemplateCode> for String {
    fn from(code: TemplateCode) -> Self {
        code.0
    }
}

impl fmt::Display for TemplateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a step and its place in the order are asked for by a rule, or are how things are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Theo quy định của pháp luật.
    Law,
    /// Theo thực tế: no rule was found that asks for the step, or for this order.
    Practice,
}

impl Basis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Law, Self::Practice];

    /// The code: `law`, `practice`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Practice => "practice",
        }
    }
}

impl FromStr for Basis {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let expected = "law or practice";
        Self::ALL.into_iter().find(|b| b.code() == text).ok_or_else(|| UnknownCode { text: text.to_owned(), expected })
    }
}

/// Bước: one step of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTemplate {
    /// Its number.
    pub number: StepNumber,
    /// Its name.
    pub name: Text,
    /// Who acts: the agency that decides, or the investor.
    pub agency: Text,
    /// The bodies that act, by code; several when several act or any of several may.
    pub agencies: Vec<AgencyCode>,
    /// The main term the law gives; `None` where no single figure was found. Checks before and signatures after it are in the note.
    pub statutory: Option<Count>,
    /// What asking the applicant for papers does to its time; `None`: the general rule of 61/2018 Art. 19 k4, counted again from the start.
    pub interruption: Option<Interruption>,
    /// The act and article; empty where none was found.
    pub legal_basis: String,
    /// Rule or practice.
    pub basis: Basis,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// Terms and conditions that the other fields do not hold; empty when there are none.
    pub note: Text,
    /// Where the row was read.
    pub source: String,
}

impl StepTemplate {
    /// How the clock of a file of this step runs against `time`; `None` where that is no limit, because it is nothing.
    #[must_use]
    pub fn rule(&self, time: Count) -> Option<ClockRule> {
        let limit = TimeLimit::new(time.amount, time.unit)?;
        Some(match self.interruption {
            None | Some(Interruption::Restart) => ClockRule::restart(limit),
            Some(Interruption::Pause { extra }) => ClockRule::pause(limit, extra),
        })
    }

    /// What asking for papers does to its time, in words; `None` where the general rule holds, or there is no time.
    #[must_use]
    pub fn interruption_in_words(&self) -> Option<Text> {
        Some(self.interruption?.in_words(self.statutory?.unit))
    }

    /// How the clock runs against the statutory time; `None` where no single figure was found.
    #[must_use]
    pub fn statutory_rule(&self) -> Option<ClockRule> {
        self.rule(self.statutory?)
    }
}

/// Trình tự, thủ tục: the steps of one kind of project under one law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its code.
    pub code: TemplateCode,
    /// Its name.
    pub name: Text,
    /// The law it follows.
    pub law: String,
    /// First day on which it may be begun; `None` where it was not found.
    pub valid_from: Option<Date>,
    /// Last day on which it may be begun; `None` while in force.
    pub valid_until: Option<Date>,
    /// The steps that end the work when a project names no others; empty for every step that nothing waits for.
    pub goals: BTreeSet<StepNumber>,
    /// What is not known about it; empty when there is nothing to say.
    pub note: Text,
    /// Where its dates were read.
    pub source: String,
    /// Its steps.
    pub steps: Vec<StepTemplate>,
}

impl Template {
    /// Whether work may be begun by it on a day. A bound that was not found does not bind.
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_until.is_none_or(|until| day <= until)
    }
}
