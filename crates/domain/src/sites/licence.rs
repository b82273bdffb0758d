//! Giấy phép: what a licence or decision allows, and what became of it since.
//!
//! A licence is never rewritten when it is extended, suspended or given back: what happened to it is a [`Fate`] of its own, with its day and
//! paper, and how it stands on a day follows from them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::fact::Fact;
use super::kinds::{FateKind, LicenceKind};
use super::when::When;
use super::{Capacity, moment};
use crate::text::Text;

/// A licence or a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Licence {
    /// Its number, as `872/GP-BTNMT`.
    pub number: Fact<String>,
    /// What it allows.
    pub kind: LicenceKind,
    /// Who issued it.
    pub issuer: Fact<Text>,
    /// When.
    pub date: Fact<When>,
    /// When it ends or ended by its own words; what extends it says so itself.
    pub end: Fact<When>,
    /// Its area in hectares.
    pub area_ha: Fact<f64>,
    /// Its reserves in words.
    pub reserves: Fact<Text>,
    /// Its capacity.
    pub capacity: Fact<Capacity>,
    /// A remark.
    pub note: Option<Text>,
    /// What became of it, the earliest first.
    #[serde(default)]
    pub fates: Vec<Fate>,
}

/// Something that became of a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fate {
    /// What.
    pub kind: FateKind,
    /// Since when.
    pub date: Fact<When>,
    /// Until when: the new end of one that is extended, the end of a suspension.
    pub until: Fact<When>,
    /// The number of the paper; of one that is replaced, the licence in its place.
    pub paper: Fact<String>,
    /// A remark.
    pub note: Option<Text>,
}

/// How a licence stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenceStanding {
    /// In force.
    InForce,
    /// Suspended for a time.
    Suspended,
    /// Its end has passed, and nothing says that it was extended.
    Expired,
    /// It was revoked, lapsed, was given back or replaced.
    Ended(FateKind),
    /// Its end is not known, nor anything that became of it.
    Unknown,
}

impl LicenceStanding {
    /// The standing in words.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::InForce => Text::new("còn hiệu lực", "in force"),
            Self::Suspended => Text::new("đang tạm đình chỉ", "suspended"),
            Self::Expired => Text::new("đã quá hạn", "past its end"),
            Self::Ended(kind) => kind.name(),
            Self::Unknown => Text::new("chưa rõ còn hiệu lực hay không", "not known to be in force"),
        }
    }
}

impl FateKind {
    /// Whether the licence is over with it.
    #[must_use]
    pub fn ends(self) -> bool {
        matches!(self, Self::Revoked | Self::Lapsed | Self::GivenBack | Self::Replaced)
    }
}

impl Licence {
    /// When it ends: by its last extension that says so, else by its own words.
    #[must_use]
    pub fn ends(&self) -> Fact<When> {
        let extended = self.fates.iter().rev().filter(|fate| fate.kind == FateKind::Extended);
        extended.filter_map(|fate| fate.until.known().copied()).next().map_or(self.end, Fact::Known)
    }

    /// Whether something ended it, on whatever day.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.fates.last().is_some_and(|fate| fate.kind.ends())
    }

    /// How it stands on a day, by what had become of it by then; what has no day always had.
    #[must_use]
    pub fn standing_on(&self, day: Date) -> LicenceStanding {
        let begun = |fate: &&Fate| fate.date.known().is_none_or(|date| date.first_day() <= day);
        match self.fates.iter().rfind(begun) {
            Some(fate) if fate.kind.ends() => LicenceStanding::Ended(fate.kind),
            Some(fate)
                if fate.kind == FateKind::Suspended
                    && fate.until.known().is_none_or(|until| until.last_day() >= day) =>
            {
                LicenceStanding::Suspended
            }
            latest => match self.ends().known() {
                Some(end) if end.last_day() < day => LicenceStanding::Expired,
                Some(_) => LicenceStanding::InForce,
                None if latest.is_some() => LicenceStanding::InForce,
                None => LicenceStanding::Unknown,
            },
        }
    }

    /// Adds what became of it, in order of time; what has no day is the latest that is known.
    pub(super) fn befall(&mut self, fate: Fate) {
        let later = |known: &Fate| moment(known.date).zip(moment(fate.date)).is_some_and(|(known, new)| known > new);
        let place = self.fates.iter().position(later).unwrap_or(self.fates.len());
        self.fates.insert(place, fate);
    }
}
