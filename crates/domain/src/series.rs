//! Observations and the words that go with a figure: status, measure, stage, origin. Values are rounded once, when
//! published, by [`round`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use crate::numeral::{decimal, round};
pub use crate::text::UnknownCode;

/// How a missing value was filled. The flag stays on the value to the last table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filling {
    /// Previous month times the ratio of means of the cell's matched reporters.
    RatioOfMeans,
    /// Same month last year times the cell's matched ratio over twelve months.
    SameMonthLastYear,
    /// Previous value carried forward.
    CarryForward,
    /// Zero, because the stoppage is known.
    KnownStoppage,
    /// The parent's relative (plain files: a missing child follows its parent).
    ParentRelative,
}

impl Filling {
    /// Every method, in the order of preference when nothing else decides.
    pub const ALL: [Self; 5] =
        [Self::RatioOfMeans, Self::SameMonthLastYear, Self::CarryForward, Self::KnownStoppage, Self::ParentRelative];

    /// The code used in files and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::RatioOfMeans => "ratio-of-means",
            Self::SameMonthLastYear => "same-month-last-year",
            Self::CarryForward => "carry-forward",
            Self::KnownStoppage => "known-stoppage",
            Self::ParentRelative => "parent-relative",
        }
    }
}

/// The status of an observation: a missing value always carries its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Reported by the establishment.
    Observed,
    /// Filled, and how.
    Imputed(Filling),
    /// Reported again with another value.
    Revised,
    /// Withheld from the public.
    Suppressed,
    /// The day it is due has not come.
    NotYetDue,
    /// Due, and never received.
    NeverCollected,
}

impl Status {
    /// The code in result files: `observed`, `imputed`, `revised`, `suppressed`, `not-yet-due`, `never-collected`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Imputed(_) => "imputed",
            Self::Revised => "revised",
            Self::Suppressed => "suppressed",
            Self::NotYetDue => "not-yet-due",
            Self::NeverCollected => "never-collected",
        }
    }
}

/// A value with its status. There is a value exactly when the status says so.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    value: Option<f64>,
    status: Status,
}

impl Observation {
    /// A finite value that was observed, revised or filled.
    ///
    /// Returns `None` when the value is not finite, or the status is one that has no value.
    #[must_use]
    pub fn present(value: f64, status: Status) -> Option<Self> {
        let has_value = matches!(status, Status::Observed | Status::Revised | Status::Imputed(_));
        (value.is_finite() && has_value).then_some(Self { value: Some(value), status })
    }

    /// A missing value and why; `None` when the status is one that has a value.
    #[must_use]
    pub fn absent(status: Status) -> Option<Self> {
        let no_value = matches!(status, Status::Suppressed | Status::NotYetDue | Status::NeverCollected);
        no_value.then_some(Self { value: None, status })
    }

    /// The value, if there is one.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        self.value
    }

    /// The status.
    #[must_use]
    pub fn status(self) -> Status {
        self.status
    }
}

/// What a growth figure compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// So với tháng trước: the month against the month before.
    Mom,
    /// So với cùng kỳ: the month against the same month of last year.
    Yoy,
    /// Lũy kế: the year's months so far, summed, against the same months of last year.
    Ytd,
    /// Cả năm: the twelve months of the calendar year, summed, against the year before. Defined in December only.
    Year,
}

impl Measure {
    /// Every measure in the order releases print them.
    pub const ALL: [Self; 4] = [Self::Mom, Self::Yoy, Self::Ytd, Self::Year];

    /// The code: `mom`, `yoy`, `ytd`, `year`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Mom => "mom",
            Self::Yoy => "yoy",
            Self::Ytd => "ytd",
            Self::Year => "year",
        }
    }
}

impl FromStr for Measure {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL
            .into_iter()
            .find(|m| m.code() == text)
            .ok_or_else(|| UnknownCode { text: text.to_owned(), expected: "mom, yoy, ytd or year" })
    }
}

/// How settled a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Dự báo.
    Forecast,
    /// Ước tính: from what is in on the 6th.
    Flash,
    /// Sơ bộ: with the next month's release, after the lock.
    Provisional,
    /// Chính thức: yearly.
    Final,
}

impl Stage {
    /// Every stage, least settled first.
    pub const ALL: [Self; 4] = [Self::Forecast, Self::Flash, Self::Provisional, Self::Final];

    /// The code: `forecast`, `flash`, `provisional`, `final`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Forecast => "forecast",
            Self::Flash => "flash",
            Self::Provisional => "provisional",
            Self::Final => "final",
        }
    }
}

impl FromStr for Stage {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL
            .into_iter()
            .find(|s| s.code() == text)
            .ok_or_else(|| UnknownCode { text: text.to_owned(), expected: "forecast, flash, provisional or final" })
    }
}

/// Whose figure it is. The two are never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Sở tự tính: computed here from returns.
    Own,
    /// Số liệu Cục Thống kê công bố: published by the statistics office, loaded with its source.
    Official,
}

/// An index level on a fixed base: average month of the base year = 100.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Level(pub f64);

/// A period-on-period link, 1 = no change. Only chaining turns links into levels, only unchaining turns them back.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Link(pub f64);

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
