//! The alarms of a task, in calendar days: 7, 3 and 1 days before the deadline and when late (the practice read in
//! `facts/procedures.md` section 5).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::days;
use crate::text::named;

named!(
    /// An alarm.
    Alarm, "seven, three, one or late" {
        /// Còn 7 ngày.
        Seven "seven" "còn 7 ngày" "7 days left";
        /// Còn 3 ngày.
        Three "three" "còn 3 ngày" "3 days left";
        /// Còn 1 ngày.
        One "one" "còn 1 ngày" "1 day left";
        /// Quá hạn.
        Late "late" "quá hạn" "late";
    }
);

/// An alarm that went off. When the deadline is moved, the alarms of the new one go off again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SentAlarm {
    /// Which.
    pub alarm: Alarm,
    /// For which deadline.
    pub due: Date,
}

/// The alarm that is due today for a task that is not done: the most pressing one whose day has come, unless it or a more
/// pressing one went off already. One that was missed is not made up for once a more pressing one is due.
#[must_use]
pub fn alarm_due(due: Date, today: Date, sent: &[SentAlarm]) -> Option<Alarm> {
    let alarm = match days(today, due) {
        left if left < 0 => Alarm::Late,
        0 | 1 => Alarm::One,
        2 | 3 => Alarm::Three,
        4..=7 => Alarm::Seven,
        _ => return None,
    };
    let went_off = sent.iter().any(|other| other.due == due && other.alarm >= alarm);
    (!went_off).then_some(alarm)
}
