//! Hội nghị đối thoại: a conference with firms and bodies. Its agenda comes from open obstacles, its commitments are tasks
//! ([`crate::tasks::Task`]), and a letter to those who were there follows it.

mod follow_up;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::agency::AgencyCode;
use crate::obstacles::{ObstacleCode, Visibility};
use crate::register::EnterpriseCode;
use crate::tasks::DialogueCode;
use crate::text::{Text, named};

pub use follow_up::{Committed, Discussed, FollowUp, follow_up};

named!(
    /// How far a dialogue has come.
    Stage, "called or open" {
        /// Đã mời: invitations and agenda.
        Called "called" "đã triệu tập" "called";
        /// Đã khai mạc: minutes and commitments.
        Open "open" "đã khai mạc" "open";
    }
);

/// A firm or a body that is invited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guest {
    /// A firm or cooperative.
    Enterprise(EnterpriseCode),
    /// A body.
    Agency(AgencyCode),
}

/// Hội nghị đối thoại.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialogue {
    /// Its code.
    pub code: DialogueCode,
    /// Its name.
    pub title: Text,
    /// Its day.
    pub date: Date,
    /// Where.
    pub place: String,
    /// Who presides, in words.
    pub chair: String,
    /// How far it has come.
    pub stage: Stage,
    /// Invented for a demonstration; said wherever it is shown.
    pub simulated: bool,
}

impl Dialogue {
    /// Fails unless it is open, for what can only be done there.
    ///
    /// # Errors
    /// What to do first.
    pub fn require_open(&self) -> Result<(), Text> {
        match self.stage {
            Stage::Open => Ok(()),
            Stage::Called => Err(Text::new(
                "Hội nghị chưa khai mạc. Hãy khai mạc trước khi ghi biên bản hoặc cam kết.",
                "The dialogue is not open yet. Open it before writing minutes or commitments.",
            )),
        }
    }
}

/// A line of the minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minute {
    /// The obstacle it is about; `None` for the dialogue as a whole.
    pub obstacle: Option<ObstacleCode>,
    /// Who spoke or decided, in words.
    pub by: String,
    /// What was said.
    pub text: String,
    /// Who may read it.
    pub visibility: Visibility,
}

/// An open obstacle that may come on an agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its code.
    pub code: ObstacleCode,
    /// What clearing it would add to the target, in percentage points.
    pub effect_points: Option<f64>,
    /// When it was raised.
    pub raised_on: Date,
}

/// The order of an agenda: what would add most comes first, what was not computed last; then the older, then by code.
#[must_use]
pub fn agenda(mut candidates: Vec<Candidate>) -> Vec<ObstacleCode> {
    candidates.sort_by(|a, b| {
        let effect = |c: &Candidate| c.effect_points.unwrap_or(f64::NEG_INFINITY);
        let older = a.raised_on.cmp(&b.raised_on);
        effect(b).total_cmp(&effect(a)).then(older).then_with(|| a.code.cmp(&b.code))
    });
    candidates.into_iter().map(|candidate| candidate.code).collect()
}

/// Which of these an agenda lacks, in the order of [`agenda`], without any that stands on it already.
#[must_use]
pub fn missing_from(on_it: &BTreeSet<ObstacleCode>, candidates: Vec<Candidate>) -> Vec<ObstacleCode> {
    let mut codes = agenda(candidates);
    codes.retain(|code| !on_it.contains(code));
    codes.dedup();
    codes
}

/// Invitations in order: bodies first, then firms.
#[must_use]
pub fn guest_list(mut guests: Vec<Guest>) -> Vec<Guest> {
    guests.sort_by_key(|guest| (Reverse(matches!(guest, Guest::Agency(_))), guest.clone()));
    guests.dedup();
    guests
}

#[cfg(test)]
mod tests;
