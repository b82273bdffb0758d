//! Bodies that a step or an obstacle waits for: departments, People's Committees, ministries, and the investor himself.
//!
//! Names change with every reorganisation, so a body is a code, and its name is data (`data/projects/agencies.csv`).
//! The tiers are those an unanswered matter climbs (`facts`: department, People's Committee, ministry).

use serde::{Deserialize, Serialize};

use crate::register::code;
use crate::text::{Text, named};

code!(
    /// Code of an agency: small letters, digits and dashes, at most 30, as `so-cong-thuong`.
    AgencyCode, "an agency code of small letters, digits and dashes, as so-cong-thuong, at most 30",
    |t| (1..=30).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
);

named!(
    /// How high a body stands: an unanswered matter climbs from one to the next.
    Tier, "investor, commune, department, committee or ministry" {
        /// Chủ đầu tư: what waits for the investor climbs nowhere.
        Investor "investor" "chủ đầu tư" "investor";
        /// Cấp xã.
        Commune "commune" "cấp xã" "commune";
        /// Sở, ngành của tỉnh.
        Department "department" "sở, ngành" "department";
        /// Ủy ban nhân dân tỉnh.
        Committee "committee" "Ủy ban nhân dân tỉnh" "provincial People's Committee";
        /// Bộ, cơ quan trung ương.
        Ministry "ministry" "bộ, cơ quan trung ương" "ministry";
    }
);

impl Tier {
    /// The tier an unanswered matter climbs to; `None` at the top, and for the investor.
    #[must_use]
    pub fn above(self) -> Option<Self> {
        match self {
            Self::Investor | Self::Ministry => None,
            Self::Commune => Some(Self::Department),
            Self::Department => Some(Self::Committee),
            Self::Committee => Some(Self::Ministry),
        }
    }
}

/// A body that can be waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Its code.
    pub code: AgencyCode,
    /// Its name.
    pub name: Text,
    /// How high it stands.
    pub tier: Tier,
    /// What is to be known of it; `None` when there is nothing to say.
    pub note: Option<Text>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_checked_where_they_enter() {
        for good in ["so-cong-thuong", "ubnd-tinh", "bo-ct2"] {
            assert_eq!(good.parse::<AgencyCode>().map(String::from).as_deref(), Ok(good));
        }
        for wrong in ["", "Sở Công Thương", "SO-CT", "a/b", &"a".repeat(31)] {
            assert!(wrong.parse::<AgencyCode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_climb_ends_at_the_ministry() {
        for start in Tier::ALL.iter().filter(|t| **t != Tier::Investor) {
            let climb: Vec<_> = std::iter::successors(Some(*start), |t| t.above()).collect();
            assert_eq!(climb.last(), Some(&Tier::Ministry));
        }
        assert_eq!(Tier::Investor.above(), None);
    }
}
