//! Đơn vị hành chính: communes as codes with a version, because codes were re-used with another meaning.
//!
//! Phường Trần Phú was 00691 until 30 June 2025; from 1 July 2025 the same 00691 is phường Hà Giang 2.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use unicode_normalization::UnicodeNormalization;

use crate::concordance::{Concordance, Conversion};
use crate::text::UnknownCode;

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

    /// The list in force on a day; `None` before 1 January 2020, when an older list held.
    #[must_use]
    pub fn on(day: Date) -> Option<Self> {
        Self::ALL.into_iter().rfind(|version| version.first_day() <= day)
    }

    /// First day the list was in force.
    #[must_use]
    pub fn first_day(self) -> Date {
        match self {
            Self::Before2025 => date(2020, 1, 1),
            Self::Since2025 => date(2025, 7, 1),
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

/// A point of the earth, degrees north and east.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A commune of one list.
#[derive(Debug, Clone, PartialEq)]
pub struct Commune {
    /// Its code and list.
    pub code: CommuneRef,
    /// Its name, with its kind: `Xã Tùng Bá`.
    pub name: String,
    /// The district, until districts ended on 30 June 2025.
    pub district: Option<String>,
    /// The province it belongs to under its list: `02` Hà Giang, `08` Tuyên Quang.
    pub province: String,
    /// The province its ground belonged to before 1 July 2025.
    pub former_province: String,
    /// A point inside it; `None` where none is known.
    pub point: Option<Point>,
}

/// The communes of both lists, and what each old one became.
#[derive(Debug, Clone, Default)]
pub struct Communes {
    by_code: BTreeMap<CommuneRef, Commune>,
    since_2025: Concordance<CommuneRef>,
}

impl Communes {
    /// The lists and the mapping from the old to the new one.
    #[must_use]
    pub fn new(communes: impl IntoIterator<Item = Commune>, since_2025: Concordance<CommuneRef>) -> Self {
        Self { by_code: communes.into_iter().map(|c| (c.code.clone(), c)).collect(), since_2025 }
    }

    /// The commune of a code.
    #[must_use]
    pub fn get(&self, code: &CommuneRef) -> Option<&Commune> {
        self.by_code.get(code)
    }

    /// Every commune in order of list and code.
    pub fn iter(&self) -> impl Iterator<Item = &Commune> {
        self.by_code.values()
    }

    /// The communes whose name is `name`, however its tone marks are placed or composed, with or without its kind.
    pub fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Commune> {
        let wanted = plain_name(name);
        self.by_code.values().filter(move |c| plain_name(&c.name) == wanted)
    }

    /// What an old commune became on 1 July 2025. Five of 330 were split and no shares are published.
    #[must_use]
    pub fn convert(&self, code: &CommuneRef) -> Conversion<CommuneRef> {
        match code.version {
            AreaVersion::Before2025 => self.since_2025.convert(code),
            AreaVersion::Since2025 => Conversion::One(code.clone()),
        }
    }

    /// The district most of a commune's parts belonged to before 1 July 2025, the first by name where several have as many; its own for
    /// an old commune.
    #[must_use]
    pub fn former_district(&self, code: &CommuneRef) -> Option<&str> {
        if code.version == AreaVersion::Before2025 {
            return self.get(code)?.district.as_deref();
        }
        let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
        let old = self.by_code.values().filter(|commune| commune.code.version == AreaVersion::Before2025);
        for commune in old {
            let became = self.since_2025.convert(&commune.code).codes().contains(&code);
            if let Some(district) = commune.district.as_deref().filter(|_| became) {
                *parts.entry(district).or_default() += 1;
            }
        }
        let most = parts.values().max().copied()?;
        parts.into_iter().find(|(_, count)| *count == most).map(|(district, _)| district)
    }

    /// The province a commune's ground belonged to before 1 July 2025: keeps a “former Hà Giang” series exact, for no
    /// new commune joins ground of both.
    #[must_use]
    pub fn former_province(&self, code: &CommuneRef) -> Option<&str> {
        self.get(code).map(|c| c.former_province.as_str())
    }
}

/// A name for comparing: composed, lower case, without its kind, with the tone mark of `oà`/`òa` in one place.
fn plain_name(name: &str) -> String {
    let lower: String = name.nfc().collect::<String>().to_lowercase();
    let bare = ["xã ", "phường ", "thị trấn "].iter().find_map(|kind| lower.strip_prefix(kind)).unwrap_or(&lower);
    let mut plain = bare.trim().to_owned();
    for (new, old) in TONE_PLACES {
        plain = plain.replace(new, old);
    }
    plain
}

/// The two customs of placing the tone mark on `oa`, `oe`, `uy` at the end of a syllable.
const TONE_PLACES: [(&str, &str); 15] = [
    ("oà", "òa"),
    ("oá", "óa"),
    ("oả", "ỏa"),
    ("oã", "õa"),
    ("oạ", "ọa"),
    ("oè", "òe"),
    ("oé", "óe"),
    ("oẻ", "ỏe"),
    ("oẽ", "õe"),
    ("oẹ", "ọe"),
    ("uỳ", "ùy"),
    ("uý", "úy"),
    ("uỷ", "ủy"),
    ("uỹ", "ũy"),
    ("uỵ", "ụy"),
];
