//! The acts in the life of an obstacle, each a dated event.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Visibility;
use crate::agency::{AgencyCode, Tier};
use crate::deadline::TimeLimit;
use crate::text::named;

named!(
    /// What can be done with an obstacle after it was raised.
    ActKind, "assign, answer, consent, clear, refuse, reopen or escalate" {
        /// Giao xử lý.
        Assign "assign" "giao xử lý" "assign";
        /// Trả lời.
        Answer "answer" "trả lời" "answer";
        /// Ghi nhận im lặng là đồng ý.
        Consent "consent" "ghi nhận im lặng quá hạn là đồng ý" "note silence as consent";
        /// Tháo gỡ.
        Clear "clear" "ghi nhận đã tháo gỡ" "clear";
        /// Không chấp nhận.
        Refuse "refuse" "không chấp nhận, nêu lý do" "refuse with a reason";
        /// Mở lại.
        Reopen "reopen" "mở lại" "reopen";
        /// Báo cáo cấp trên.
        Escalate "escalate" "báo cáo lên cấp trên" "escalate";
    }
);

/// The act that makes silence consent: from when, and by which law.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConsentRule {
    /// After how long.
    pub after: TimeLimit,
    /// The act and its article.
    pub ground: String,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "act")]
pub enum Act {
    /// These bodies must answer.
    Assign {
        /// Which.
        agencies: BTreeSet<AgencyCode>,
        /// The tier they stand at; the lowest of them where they differ.
        tier: Tier,
        /// By when; `None`: within the limit of the tier.
        due: Option<Date>,
        /// Where the law makes their silence consent.
        silence: Option<ConsentRule>,
    },
    /// A body answered.
    Answer {
        /// Which.
        agency: AgencyCode,
    },
    /// The bodies that were silent past the limit are taken to consent.
    Consent,
    /// It hinders no longer.
    Clear,
    /// It is not taken up.
    Refuse,
    /// It is taken up again.
    Reopen,
    /// It climbs.
    Escalate {
        /// To which tier.
        to: Tier,
        /// To which body there; `None` where somebody must still choose.
        agency: Option<AgencyCode>,
    },
}

impl Act {
    /// Which act it is.
    #[must_use]
    pub fn kind(&self) -> ActKind {
        match self {
            Self::Assign { .. } => ActKind::Assign,
            Self::Answer { .. } => ActKind::Answer,
            Self::Consent => ActKind::Consent,
            Self::Clear => ActKind::Clear,
            Self::Refuse => ActKind::Refuse,
            Self::Reopen => ActKind::Reopen,
            Self::Escalate { .. } => ActKind::Escalate,
        }
    }
}

/// An act, with its day, who did it, and what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The day.
    pub date: Date,
    /// Who did it, in words.
    pub by: String,
    /// What.
    #[serde(flatten)]
    pub act: Act,
    /// What was said: the answer, the reason.
    pub text: String,
    /// Who may read it.
    pub visibility: Visibility,
}
