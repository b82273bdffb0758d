//! Ngành kinh tế: VSIC codes with their version. A code means nothing without it: 1104 and 3512 exist in 2018 and in
//! 2025 and mean different things.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::series::UnknownCode;

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
