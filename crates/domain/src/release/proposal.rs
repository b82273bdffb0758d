//! Four eyes: a release is proposed by one person and decided by another.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::vintage::Digest;
use crate::period::Month;
use crate::series::Stage;
use crate::text::named;

/// A release somebody proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The month to be released.
    pub month: Month,
    /// At which stage.
    pub stage: Stage,
    /// The day of release: returns received later do not count.
    pub date: Date,
    /// The digest of the inputs as they were: what is approved is what was proposed.
    pub digest: Digest,
    /// What the proposer says of it; may be empty.
    pub remark: String,
    /// Who proposes: the account.
    pub by: String,
    /// When.
    pub moment: Timestamp,
}

named!(
    /// What was decided of a proposal.
    Verdict, "approved, refused or withdrawn" {
        /// Published.
        Approved "approved" "đã duyệt, đã công bố" "approved and published";
        /// Not published, with a reason.
        Refused "refused" "không duyệt" "refused";
        /// Taken back by the proposer.
        Withdrawn "withdrawn" "đã rút" "withdrawn";
    }
);

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    pub verdict: Verdict,
    /// The release that was made.
    pub release: Option<i64>,
    /// Why; empty where it was approved without a word.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub moment: Timestamp,
}

impl Proposal {
    /// Whether this person may decide it: anybody but the proposer, who may only withdraw it.
    #[must_use]
    pub fn may_be_decided_by(&self, name: &str) -> bool {
        self.by != name
    }
}
