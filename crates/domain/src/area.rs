//! Đơn vị hành chính: communes as codes with a version, because codes were re-used with another meaning.
//!
//! Phường Trần Phú was 00691 until 30 June 2025; from 1 July 2025 the same 00691 is phường Hà Giang 2.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::series::UnknownCode;

/// Which list of communes a code belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AreaVersion {
    /// Communes in force until 30 June 2025.
    #[serde(rename = "2020")]
    Before2025,
    /// Communes in force since 1 July 2025 (19/2025/QĐ-TTg).
    #[serde(rename = "2025")]
    Since2025,
}

impl AreaVersion {
    /// Every version, oldest first.
    pub const ALL: [Self; 2] = [Self::Before2025, Self::Since2025];

    /// The text before the colon of a [`CommuneRef`]: `2020` or `2025`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Before2025 => "2020",
            Self::Since2025 => "2025",
        }
    }
}

/// A commune code with the version of its list: `2020:00691`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CommuneRef {
    /// The list the code belongs to.
    pub version: AreaVersion,
    code: [u8; 5],
}

impl CommuneRef {
    /// The five digits.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }
}

impl FromStr for CommuneRef {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let expected = "version and five digits, as 2020:00691 (until 30/06/2025) or 2025:00691 (since)";
        let read = text.split_once(':').and_then(|(version, code)| {
            let version = AreaVersion::ALL.into_iter().find(|v| v.code() == version)?;
            let code: [u8; 5] = code.as_bytes().try_into().ok()?;
            code.iter().all(u8::is_ascii_digit).then_some(Self { version, code })
        });
        read.ok_or_else(|| UnknownCode { text: text.to_owned(), expected })
    }
}

impl fmt::Display for CommuneRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.version.code(), self.code())
    }
}

impl TryFrom<String> for CommuneRef {
    type Error = UnknownCode;

    fn try_from(text: String) -> Result<Self, UnknownCode> {
        text.parse()
    }
}

impl From<CommuneRef> for String {
    fn from(commune: CommuneRef) -> Self {
        commune.to_string()
    }
}
