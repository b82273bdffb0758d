//! Ngành kinh tế: VSIC codes with their version. A code means nothing without it: 1104 and 3512 exist in 2018 and in
//! 2025 and mean different things.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::concordance::{Concordance, Conversion};
use crate::text::{Text, UnknownCode};

/// A version of the Vietnam Standard Industrial Classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Vsic {
    /// 10/2007/QĐ-TTg.
    #[serde(rename = "2007")]
    V2007,
    /// 27/2018/QĐ-TTg, from 20 August 2018.
    #[serde(rename = "2018")]
    V2018,
    /// 36/2025/QĐ-TTg, from 15 November 2025.
    #[serde(rename = "2025")]
    V2025,
}

impl Vsic {
    /// Every version, oldest first.
    pub const ALL: [Self; 3] = [Self::V2007, Self::V2018, Self::V2025];

    /// The text before the colon of an [`IndustryRef`]: `2007`, `2018`, `2025`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::V2007 => "2007",
            Self::V2018 => "2018",
            Self::V2025 => "2025",
        }
    }

    /// The day the version took effect. For 2007 only the year is known; its first day stands for it.
    #[must_use]
    pub fn first_day(self) -> Date {
        match self {
            Self::V2007 => date(2007, 1, 1),
            Self::V2018 => date(2018, 8, 20),
            Self::V2025 => date(2025, 11, 15),
        }
    }

    /// The version in force on a day; `None` before 2007.
    #[must_use]
    pub fn on(day: Date) -> Option<Self> {
        Self::ALL.into_iter().rfind(|version| version.first_day() <= day)
    }
}

/// An industry code with its version: `2018:0710`, `2018:07`, `2018:B`. Levels: section (a letter), then 2 to 5 digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IndustryRef {
    /// The version the code belongs to.
    pub version: Vsic,
    code: String,
}

impl IndustryRef {
    /// The code without its version.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// 1 for a section, else the number of digits.
    #[must_use]
    pub fn level(&self) -> usize {
        self.code.len()
    }

    /// The code cut to its first `digits` digits, in the same version; the code itself when it is no longer.
    #[must_use]
    pub fn widened(&self, digits: usize) -> Self {
        let cut = self.code.len().min(digits.max(1));
        Self { version: self.version, code: self.code[..cut].to_owned() }
    }

    /// The section letter of an industrial code: B 05–09, C 10–33, D 35, E 36–39; `None` outside industry.
    #[must_use]
    pub fn section(&self) -> Option<char> {
        if self.code.len() == 1 {
            return self.code.chars().next();
        }
        match self.code[..2].parse().ok()? {
            5..=9 => Some('B'),
            10..=33 => Some('C'),
            35 => Some('D'),
            36..=39 => Some('E'),
            _ => None,
        }
    }
}

impl FromStr for IndustryRef {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let expected = "version and code, as 2018:0710 or 2018:B";
        let read = text.split_once(':').and_then(|(version, code)| {
            let version = Vsic::ALL.into_iter().find(|v| v.code() == version)?;
            let section = code.len() == 1 && code.bytes().all(|b| b.is_ascii_uppercase());
            let digits = (2..=5).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
            (section || digits).then(|| Self { version, code: code.to_owned() })
        });
        read.ok_or_else(|| UnknownCode { text: text.to_owned(), expected })
    }
}

impl fmt::Display for IndustryRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.version.code(), self.code)
    }
}

impl TryFrom<String> for IndustryRef {
    type Error = UnknownCode;

    fn try_from(text: String) -> Result<Self, UnknownCode> {
        text.parse()
    }
}

impl From<IndustryRef> for String {
    fn from(industry: IndustryRef) -> Self {
        industry.to_string()
    }
}

/// One entry of a version of the classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Industry {
    /// Its code and version.
    pub code: IndustryRef,
    /// Its name. The English is the ISIC Rev.4 title of the matching code and may be empty.
    pub name: Text,
    /// How sure the entry is, where the source says so: `read`, `inferred_same_code_2007_and_2025` …
    pub certainty: Option<String>,
}

/// The industries of all versions, and what each code became in the next version.
#[derive(Debug, Clone, Default)]
pub struct Industries {
    by_code: BTreeMap<IndustryRef, Industry>,
    to_2018: Concordance<IndustryRef>,
    to_2025: Concordance<IndustryRef>,
}

impl Industries {
    /// The entries, the mapping 2007 → 2018 and the mapping 2018 → 2025.
    #[must_use]
    pub fn new(
        industries: impl IntoIterator<Item = Industry>,
        to_2018: Concordance<IndustryRef>,
        to_2025: Concordance<IndustryRef>,
    ) -> Self {
        Self { by_code: industries.into_iter().map(|i| (i.code.clone(), i)).collect(), to_2018, to_2025 }
    }

    /// The entry of a code.
    #[must_use]
    pub fn get(&self, code: &IndustryRef) -> Option<&Industry> {
        self.by_code.get(code)
    }

    /// Every entry in order of version and code.
    pub fn iter(&self) -> impl Iterator<Item = &Industry> {
        self.by_code.values()
    }

    /// The versions in which the bare `code` exists: more than one means it must never stand alone.
    pub fn versions_of(&self, code: &str) -> impl Iterator<Item = Vsic> {
        let exists = move |version: &Vsic| {
            let key = format!("{}:{code}", version.code()).parse::<IndustryRef>();
            key.is_ok_and(|key| self.by_code.contains_key(&key))
        };
        Vsic::ALL.into_iter().filter(exists)
    }

    /// What a code of 2007 became in 2018, or of 2018 in 2025. A code of 2025 stays itself.
    #[must_use]
    pub fn to_next_version(&self, code: &IndustryRef) -> Conversion<IndustryRef> {
        match code.version {
            Vsic::V2007 => self.to_2018.convert(code),
            Vsic::V2018 => self.to_2025.convert(code),
            Vsic::V2025 => Conversion::One(code.clone()),
        }
    }
}
