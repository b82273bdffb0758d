//! What an agency did with a file that its rule does not allow. The clock goes on over it.

use jiff::civil::{Date, DateTime};

use super::count::{Point, in_lang};
use crate::text::{Lang, Text, date};

/// A fault of the agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgencyFault {
    /// When.
    pub moment: DateTime,
    /// What.
    pub kind: FaultKind,
}

/// What the agency did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Asked for papers more than once (61/2018 Art. 11 k2, Art. 15 k3).
    AskedAgain,
    /// Asked for papers, or returned the file, after the days there are for it (61/2018 Art. 19 k4).
    AskedTooLate {
        /// The last day for it.
        last_day: Date,
    },
    /// Asked for papers after the limit had run out.
    AskedAfterLimit {
        /// When it ended.
        due: Point,
    },
}

impl AgencyFault {
    /// What was done, in both languages.
    #[must_use]
    pub fn what(&self) -> Text {
        let (at_vi, at_en) = (in_lang(self.moment, Lang::Vi), in_lang(self.moment, Lang::En));
        match self.kind {
            FaultKind::AskedAgain => Text::new(
                format!("Yêu cầu bổ sung hồ sơ lúc {at_vi} là lần thứ hai trở đi; chỉ được yêu cầu một lần."),
                format!("Papers were asked for again at {at_en}; they may be asked for once."),
            ),
            FaultKind::AskedTooLate { last_day } => Text::new(
                format!(
                    "Yêu cầu bổ sung hoặc trả lại hồ sơ lúc {at_vi} đã quá hạn {} dành cho việc này.",
                    date(last_day, Lang::Vi)
                ),
                format!(
                    "Papers were asked for or the file was returned at {at_en}, after the last day for it, {}.",
                    date(last_day, Lang::En)
                ),
            ),
            FaultKind::AskedAfterLimit { due } => Text::new(
                format!(
                    "Yêu cầu bổ sung hồ sơ lúc {at_vi}, khi thời hạn giải quyết đã hết từ {}.",
                    due.in_lang(Lang::Vi)
                ),
                format!("Papers were asked for at {at_en}, when the limit had run out ({}).", due.in_lang(Lang::En)),
            ),
        }
    }

    /// What follows from it and what to do, in both languages.
    #[must_use]
    pub fn remedy(&self) -> Text {
        Text::new(
            "Thời hạn vẫn được tính tiếp: hãy giải quyết theo hồ sơ đã có, hoặc xin lỗi bằng văn bản và hẹn lại ngày trả.",
            "The clock goes on: decide on the papers at hand, or apologise in writing and give a new date.",
        )
    }
}
