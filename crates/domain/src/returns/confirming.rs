//! Clerk and manager: where an enterprise wants it, a return that one person fills in waits until another confirms it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::text::named;

named!(
    /// What came of a return that waited to be confirmed.
    PreparedOutcome, "sent or given-back" {
        /// Confirmed, and sent.
        Sent "sent" "đã xác nhận và gửi" "confirmed and sent";
        /// Given back to whoever filled it in, with a word.
        GivenBack "given-back" "trả lại để sửa" "given back to be corrected";
    }
);

/// What came of it, by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// What.
    pub outcome: PreparedOutcome,
    /// What was said; may be empty.
    pub remark: String,
    /// Who: the account.
    pub by: String,
    /// When.
    pub moment: Timestamp,
}
