//! The rule of a procedure's clock, as data: its limit, what a request for papers does to it, where it ends.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::NotACode;
use super::limit::{Count, LimitUnit, TimeLimit};
use crate::text::Text;

/// How the clock of a procedure runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClockRule {
    /// The limit.
    pub limit: TimeLimit,
    /// What asking for papers does to it.
    pub interruption: Interruption,
    /// Within how many working days of receipt papers may be asked for, or the file returned; `None`: until the limit ends.
    pub ask_within: Option<u32>,
    /// Where a limit in calendar days or months ends.
    pub ends_on_day_off: EndsOnDayOff,
}

impl ClockRule {
    /// The working days within which a file that is not eligible is returned, by the general rule: 61/2018 Art. 19 k4.
    pub const RETURN_WITHIN: u32 = 3;

    /// The general rule: a file returned within three working days is counted again from the start when it comes full.
    #[must_use]
    pub fn restart(limit: TimeLimit) -> Self {
        Self {
            limit,
            interruption: Interruption::Restart,
            ask_within: Some(Self::RETURN_WITHIN),
            ends_on_day_off: EndsOnDayOff::default(),
        }
    }

    /// The applicant's time is not counted, and the limit goes on afterwards with `extra` units more.
    #[must_use]
    pub fn pause(limit: TimeLimit, extra: u16) -> Self {
        Self {
            limit,
            interruption: Interruption::Pause { extra },
            ask_within: None,
            ends_on_day_off: EndsOnDayOff::default(),
        }
    }
}

/// What asking for papers does to a limit. As text: `restart`, `pause`, `pause+25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Interruption {
    /// It is counted again from the start when the full file comes (61/2018 Art. 19 k4).
    Restart,
    /// The applicant's time is not counted; the rest goes on afterwards (e.g. 193/2025 Art. 23 k5).
    Pause {
        /// Units more once the papers are in: of the limit's unit, days where that is months.
        extra: u16,
    },
}

impl Interruption {
    /// What it does to a limit counted in `unit`, in words.
    #[must_use]
    pub fn in_words(self, unit: LimitUnit) -> Text {
        match self {
            Self::Restart => {
                Text::new("bổ sung hồ sơ thì tính lại từ đầu", "counted again from the start once papers are in")
            }
            Self::Pause { extra: 0 } => {
                Text::new("thời gian bổ sung không tính", "the time in which papers are brought is not counted")
            }
            Self::Pause { extra } => {
                let more = Count::new(extra.into(), unit.counted_in()).in_words();
                Text::new(
                    format!("thời gian bổ sung không tính, cộng thêm {} sau bổ sung", more.vi),
                    format!("the time in which papers are brought is not counted, and {} more come after it", more.en),
                )
            }
        }
    }
}

impl fmt::Display for Interruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Restart => f.write_str("restart"),
            Self::Pause { extra: 0 } => f.write_str("pause"),
            Self::Pause { extra } => write!(f, "pause+{extra}"),
        }
    }
}

impl FromStr for Interruption {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let extra = |digits: &str| {
            let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
            digits.parse().ok().filter(|_| plain)
        };
        let read = match text {
            "restart" => Some(Self::Restart),
            "pause" => Some(Self::Pause { extra: 0 }),
            other => other.strip_prefix("pause+").and_then(extra).map(|extra| Self::Pause { extra }),
        };
        read.ok_or_else(|| NotACode {
            text: text.to_owned(),
            expected: Text::new(
                "restart (tính lại từ đầu), pause (không tính thời gian bổ sung) hoặc pause+25 (thêm 25 ngày sau bổ sung)",
                "restart (counted again from the start), pause (the applicant's time is not counted) or pause+25 (25 more after it)",
            ),
        })
    }
}

impl TryFrom<String> for Interruption {
    type Error = NotACode;

    fn try_from(text: String) -> Result<Self, NotACode> {
        text.parse()
    }
}

impl From<Interruption> for String {
    fn from(interruption: Interruption) -> Self {
        interruption.to_string()
    }
}

/// Where a limit in calendar days or months ends when its last day is off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndsOnDayOff {
    /// On that day. Procedural decrees say nothing else.
    #[default]
    Stays,
    /// On the next working day (Civil Code Art. 148 k5).
    NextWorkingDay,
}

impl EndsOnDayOff {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Stays, Self::NextWorkingDay];

    /// The code: `stays`, `next-working-day`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Stays => "stays",
            Self::NextWorkingDay => "next-working-day",
        }
    }
}

impl FromStr for EndsOnDayOff {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        Self::ALL.into_iter().find(|known| known.code() == text).ok_or_else(|| NotACode {
            text: text.to_owned(),
            expected: Text::new(
                "stays (hết hạn đúng ngày nghỉ) hoặc next-working-day (chuyển sang ngày làm việc tiếp theo)",
                "stays (it ends on the day off) or next-working-day (it ends on the next working day)",
            ),
        })
    }
}
