//! How late a project is: the three bands of the obstacle reports, under 12, 12 to 24 and over 24 months.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// How late a project or a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LateBand {
    /// Đúng hạn: on the day or before.
    OnTime,
    /// Chậm dưới 12 tháng.
    Under12Months,
    /// Chậm từ 12 đến 24 tháng, both ends included.
    From12To24Months,
    /// Chậm trên 24 tháng.
    Over24Months,
}

impl LateBand {
    /// Every band, the least late first.
    pub const ALL: [Self; 4] = [Self::OnTime, Self::Under12Months, Self::From12To24Months, Self::Over24Months];

    /// In words.
    #[must_use]
    pub fn in_words(self) -> Text {
        match self {
            Self::OnTime => Text::new("đúng tiến độ", "on time"),
            Self::Under12Months => Text::new("chậm dưới 12 tháng", "under 12 months late"),
            Self::From12To24Months => Text::new("chậm từ 12 đến 24 tháng", "12 to 24 months late"),
            Self::Over24Months => Text::new("chậm trên 24 tháng", "over 24 months late"),
        }
    }
}

/// The band of something due on `due` and done on `day`, or not done by it.
#[must_use]
pub fn late_band(due: Date, day: Date) -> LateBand {
    let after = |months: i32| due.saturating_add(Span::new().months(months));
    if day <= due {
        LateBand::OnTime
    } else if day < after(12) {
        LateBand::Under12Months
    } else if day <= after(24) {
        LateBand::From12To24Months
    } else {
        LateBand::Over24Months
    }
}
