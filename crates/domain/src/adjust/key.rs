//! Which series is adjusted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::official::OfficialFigure;

/// A series that can be adjusted: a node of the index, or a series of levels that the statistics office publishes. Its text form is `C`, or
/// `official/Việt Nam/iip/C`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum SeriesKey {
    /// A node of Khơi's own index, by its code.
    Node(String),
    /// A published series.
    Official {
        /// The territory, as its file names it; empty for the province itself.
        area: String,
        /// What is measured: `iip`.
        indicator: String,
        /// `total`, a section letter, a division.
        sector: String,
    },
}

/// The measure of an official figure that is a level, and so a series that can be adjusted.
pub const LEVEL: &str = "level";

/// Why a text names no series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” names no series: write the code of a node, or official/area/indicator/sector")]
pub struct SeriesKeyError(pub String);

impl SeriesKey {
    /// The series an official figure belongs to; `None` where it is no level.
    #[must_use]
    pub fn of(figure: &OfficialFigure) -> Option<Self> {
        (figure.measure == LEVEL).then(|| Self::Official {
            area: figure.area.clone(),
            indicator: figure.indicator.clone(),
            sector: figure.sector.clone(),
        })
    }
}

impl fmt::Display for SeriesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(code) => f.write_str(code),
            Self::Official { area, indicator, sector } => write!(f, "official/{area}/{indicator}/{sector}"),
        }
    }
}

impl FromStr for SeriesKey {
    type Err = SeriesKeyError;

    fn from_str(text: &str) -> Result<Self, SeriesKeyError> {
        let parts: Vec<&str> = text.split('/').collect();
        match parts[..] {
            [code] if !code.is_empty() => Ok(Self::Node(code.to_owned())),
            ["official", area, indicator, sector] if !indicator.is_empty() && !sector.is_empty() => {
                Ok(Self::Official { area: area.to_owned(), indicator: indicator.to_owned(), sector: sector.to_owned() })
            }
            _ => Err(SeriesKeyError(text.to_owned())),
        }
    }
}

impl TryFrom<String> for SeriesKey {
    type Error = SeriesKeyError;

    fn try_from(text: String) -> Result<Self, SeriesKeyError> {
        text.parse()
    }
}

impl From<SeriesKey> for String {
    fn from(key: SeriesKey) -> Self {
        key.to_string()
    }
}
