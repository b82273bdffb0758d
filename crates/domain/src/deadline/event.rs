//! What happens to a file, in order of time.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Something that happened to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, on the clock of the office.
    pub moment: DateTime,
    /// What.
    #[serde(flatten)]
    pub kind: EventKind,
}

impl Event {
    /// An event at a moment.
    #[must_use]
    pub fn new(moment: DateTime, kind: EventKind) -> Self {
        Self { moment, kind }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EventKind {
    /// Tiếp nhận.
    Received,
    /// Yêu cầu bổ sung, hoàn thiện hồ sơ.
    PapersAsked,
    /// Nhận hồ sơ bổ sung: what was asked for, or the full file after a return.
    PapersBrought,
    /// Trả lại hồ sơ không đủ điều kiện giải quyết. It asks for papers too.
    ReturnedIneligible,
    /// Tạm dừng, for another reason than papers.
    Paused {
        /// Why.
        reason: Text,
    },
    /// Tiếp tục giải quyết.
    Resumed,
    /// Kết thúc: a result, a refusal, a withdrawal.
    Finished,
}

impl EventKind {
    /// The kind of this code, a pause with its reason; `None` for a code that is none.
    #[must_use]
    pub fn from_code(code: &str, reason: Text) -> Option<Self> {
        Some(match code {
            "received" => Self::Received,
            "papers-asked" => Self::PapersAsked,
            "papers-brought" => Self::PapersBrought,
            "returned-ineligible" => Self::ReturnedIneligible,
            "paused" => Self::Paused { reason },
            "resumed" => Self::Resumed,
            "finished" => Self::Finished,
            _ => return None,
        })
    }

    /// The code: `received`, `papers-asked`, `papers-brought`, `returned-ineligible`, `paused`, `resumed`, `finished`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::PapersAsked => "papers-asked",
            Self::PapersBrought => "papers-brought",
            Self::ReturnedIneligible => "returned-ineligible",
            Self::Paused { .. } => "paused",
            Self::Resumed => "resumed",
            Self::Finished => "finished",
        }
    }
}
