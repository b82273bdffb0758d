//! The states of a site, and the groups by which a map and a count show them.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::fact::Fact;
use super::when::When;
use crate::text::{Text, UnknownCode};

/// How a site stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Works.
    Operating,
    /// Works, below its capacity.
    WorkingBelowCapacity,
    /// Stopped by an authority.
    StoppedByAuthority,
    /// Being built.
    UnderConstruction,
    /// Its licence is in force; whether it works is not known.
    Licensed,
    /// Licensed; procedures, project or construction not complete.
    LicensedProceduresIncomplete,
    /// Licensed; land procedures not complete.
    LicensedLandIncomplete,
    /// Built; procedures not complete.
    BuiltProceduresIncomplete,
    /// The Ministry or the province is to check it and report.
    UnderCheck,
    /// The province may manage and license it.
    ProvinceMayLicense,
    /// Being explored.
    Exploration,
    /// To be assessed further.
    Assessment,
    /// A resource figure only.
    Resource,
    /// In a plan.
    Planned,
    /// Given to an investor who has not begun.
    NotImplemented,
    /// Its holder gives it back to the State.
    ReturnedToState,
    /// Its licence has ended and its closure is ordered.
    LicenceExpiredClosureOrdered,
    /// Its licence is not to be renewed or issued again.
    NotToBeRenewed,
    /// Not known.
    Unknown,
}

/// Which states belong together on a map and in a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Đang hoạt động.
    Works,
    /// Đang dừng.
    StandsStill,
    /// Đang xây dựng.
    BeingBuilt,
    /// Vướng hoặc đang làm thủ tục.
    Procedures,
    /// Quy hoạch, thăm dò, tài nguyên.
    Planned,
    /// Đã kết thúc.
    Ended,
    /// Chưa rõ.
    Unknown,
}

/// The outline by which a group is told apart without its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A filled circle.
    Circle,
    /// A square.
    Square,
    /// A triangle, point up.
    Triangle,
    /// A square on its corner.
    Diamond,
    /// A circle that is not filled.
    Ring,
    /// A cross.
    Cross,
    /// A short stroke.
    Dash,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 19] = [
        Self::Operating,
        Self::WorkingBelowCapacity,
        Self::StoppedByAuthority,
        Self::UnderConstruction,
        Self::Licensed,
        Self::LicensedProceduresIncomplete,
        Self::LicensedLandIncomplete,
        Self::BuiltProceduresIncomplete,
        Self::UnderCheck,
        Self::ProvinceMayLicense,
        Self::Exploration,
        Self::Assessment,
        Self::Resource,
        Self::Planned,
        Self::NotImplemented,
        Self::ReturnedToState,
        Self::LicenceExpiredClosureOrdered,
        Self::NotToBeRenewed,
        Self::Unknown,
    ];

    /// The code, the group, the Vietnamese and the English name.
    const fn entry(self) -> (&'static str, Group, &'static str, &'static str) {
        match self {
            Self::Operating => ("operating", Group::Works, "đang hoạt động", "operating"),
            Self::WorkingBelowCapacity => {
                ("working-below-capacity", Group::Works, "hoạt động cầm chừng", "working below capacity")
            }
            Self::StoppedByAuthority => (
                "stopped-by-authority",
                Group::StandsStill,
                "dừng theo chỉ đạo của cơ quan nhà nước",
                "stopped by direction of an authority",
            ),
            Self::UnderConstruction => ("under-construction", Group::BeingBuilt, "đang xây dựng", "under construction"),
            Self::Licensed => ("licensed", Group::Procedures, "giấy phép còn hiệu lực", "licence in force"),
            Self::LicensedProceduresIncomplete => (
                "licensed-procedures-incomplete",
                Group::Procedures,
                "đã có giấy phép, đang hoàn thiện thủ tục",
                "licensed, procedures incomplete",
            ),
            Self::LicensedLandIncomplete => (
                "licensed-land-incomplete",
                Group::Procedures,
                "đã có giấy phép, chưa xong thủ tục đất đai",
                "licensed, land procedures incomplete",
            ),
            Self::BuiltProceduresIncomplete => (
                "built-procedures-incomplete",
                Group::Procedures,
                "đã xây dựng, chưa xong thủ tục pháp lý",
                "built, legal procedures incomplete",
            ),
            Self::UnderCheck => ("under-check", Group::Planned, "đang kiểm tra, báo cáo", "being checked and reported"),
            Self::ProvinceMayLicense => (
                "province-may-license",
                Group::Planned,
                "giao tỉnh quản lý, cấp phép",
                "for the province to manage and license",
            ),
            Self::Exploration => ("exploration", Group::Planned, "thăm dò", "exploration"),
            Self::Assessment => ("assessment", Group::Planned, "đánh giá bổ sung", "further assessment"),
            Self::Resource => ("resource", Group::Planned, "mới có số liệu tài nguyên", "resource figure only"),
            Self::Planned => ("planned", Group::Planned, "trong quy hoạch", "planned"),
            Self::NotImplemented => {
                ("not-implemented", Group::Planned, "đã giao, chưa triển khai", "given out, not begun")
            }
            Self::ReturnedToState => {
                ("returned-to-state", Group::Ended, "trả lại cho Nhà nước", "given back to the State")
            }
            Self::LicenceExpiredClosureOrdered => (
                "licence-expired-closure-ordered",
                Group::Ended,
                "giấy phép hết hạn, yêu cầu đóng cửa mỏ",
                "licence ended, closure ordered",
            ),
            Self::NotToBeRenewed => {
                ("not-to-be-renewed", Group::Ended, "không gia hạn, không cấp lại", "not to be renewed or issued again")
            }
            Self::Unknown => ("unknown", Group::Unknown, "chưa rõ", "not known"),
        }
    }

    /// The code, as `stopped-by-authority`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.entry().0
    }

    /// The name in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        Text::new(self.entry().2, self.entry().3)
    }

    /// The group it is shown and counted in.
    #[must_use]
    pub fn group(self) -> Group {
        self.entry().1
    }

    /// Whether something licensed or built produces nothing until a step is done: the places where clearing an obstacle
    /// adds production.
    #[must_use]
    pub fn stands_still(self) -> bool {
        matches!(
            self,
            Self::StoppedByAuthority
                | Self::LicensedProceduresIncomplete
                | Self::LicensedLandIncomplete
                | Self::BuiltProceduresIncomplete
        )
    }
}

impl FromStr for State {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let expected = "the code of a state, as operating or stopped-by-authority";
        Self::ALL.into_iter().find(|s| s.code() == text).ok_or_else(|| UnknownCode { text: text.to_owned(), expected })
    }
}

impl Group {
    /// Every group, in the order of a legend.
    pub const ALL: [Self; 7] =
        [Self::Works, Self::StandsStill, Self::BeingBuilt, Self::Procedures, Self::Planned, Self::Ended, Self::Unknown];

    /// The code: `works`, `stands-still`, `being-built`, `procedures`, `planned`, `ended`, `unknown`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::StandsStill => "stands-still",
            Self::BeingBuilt => "being-built",
            Self::Procedures => "procedures",
            Self::Planned => "planned",
            Self::Ended => "ended",
            Self::Unknown => "unknown",
        }
    }

    /// The name in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Works => Text::new("Đang hoạt động", "Operating"),
            Self::StandsStill => Text::new("Đang dừng", "Stands still"),
            Self::BeingBuilt => Text::new("Đang xây dựng", "Being built"),
            Self::Procedures => Text::new("Giấy phép, thủ tục", "Licence and procedures"),
            Self::Planned => Text::new("Quy hoạch, thăm dò, tài nguyên", "Plan, exploration, resource"),
            Self::Ended => Text::new("Đã kết thúc", "Ended"),
            Self::Unknown => Text::new("Chưa rõ", "Not known"),
        }
    }

    /// The colour, on white; dark enough to be read as text. It is never the only sign: see [`Group::shape`], [`Group::letter`].
    #[must_use]
    pub fn colour(self) -> &'static str {
        match self {
            Self::Works => "#00664f",
            Self::StandsStill => "#b02418",
            Self::BeingBuilt => "#00599c",
            Self::Procedures => "#8a5a00",
            Self::Planned => "#6f4a9e",
            Self::Ended => "#333333",
            Self::Unknown => "#6b6b6b",
        }
    }

    /// The outline of its mark.
    #[must_use]
    pub fn shape(self) -> Shape {
        match self {
            Self::Works => Shape::Circle,
            Self::StandsStill => Shape::Square,
            Self::BeingBuilt => Shape::Triangle,
            Self::Procedures => Shape::Diamond,
            Self::Planned => Shape::Ring,
            Self::Ended => Shape::Cross,
            Self::Unknown => Shape::Dash,
        }
    }

    /// The letter in its mark: the first of a Vietnamese word (hoạt động, dừng, xây dựng, thủ tục, quy hoạch, kết thúc).
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Works => 'H',
            Self::StandsStill => 'D',
            Self::BeingBuilt => 'X',
            Self::Procedures => 'T',
            Self::Planned => 'Q',
            Self::Ended => 'K',
            Self::Unknown => '?',
        }
    }
}

/// How a site stood, by a source, as of a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StateRecord {
    /// The state.
    pub state: State,
    /// Since when it is so.
    pub since: Fact<When>,
    /// The time the source speaks of; a later state may not have been found.
    pub as_of: Fact<When>,
    /// Who ordered it, where somebody did.
    pub by: Fact<Text>,
    /// Why, or what the source says.
    pub why: Text,
    /// The source.
    pub source: String,
}

impl StateRecord {
    /// The first day it is known to hold for: since when, else the time the source speaks of; an undated one always did.
    #[must_use]
    pub fn holds_from(&self) -> Option<jiff::civil::Date> {
        self.since.known().or(self.as_of.known()).map(|when| when.first_day())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_state_and_group_has_its_own_code_and_names() {
        let states: BTreeSet<_> = State::ALL.map(State::code).into();
        assert_eq!(states.len(), State::ALL.len());
        for state in State::ALL {
            assert_eq!(state.code().parse(), Ok(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.code()));
            let name = state.name();
            assert!(!name.vi.is_empty() && !name.en.is_empty() && name.vi != name.en, "{state:?}");
        }
        assert!("closed".parse::<State>().is_err());
    }

    /// A group is told by colour, by shape and by letter: any one of the three is enough.
    #[test]
    fn a_group_can_be_read_without_its_colour() {
        let all = Group::ALL.len();
        assert_eq!(BTreeSet::from(Group::ALL.map(Group::colour)).len(), all);
        assert_eq!(BTreeSet::from(Group::ALL.map(Group::shape)).len(), all);
        assert_eq!(BTreeSet::from(Group::ALL.map(Group::letter)).len(), all);
        assert_eq!(BTreeSet::from(Group::ALL.map(Group::code)).len(), all);
        for group in Group::ALL {
            assert!(State::ALL.iter().any(|state| state.group() == group), "{group:?}");
            // WCAG 2.2, success criterion 1.4.3: text needs 4.5 to 1.
            assert!(contrast_with_white(group.colour()) >= 4.5, "{group:?}");
        }
    }

    /// The contrast ratio of WCAG 2.2 against white.
    fn contrast_with_white(colour: &str) -> f64 {
        let part = |n: usize| {
            let value = f64::from(u8::from_str_radix(&colour[n..n + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        1.05 / (0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) + 0.05)
    }
}
