//! How long a session lives.
//!
//! Source: TCVN 14423:2026 x.5.2.2 a as the facts give it: work is locked after 15 idle minutes, an administrator's after 5.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use crate::authority::Role;

/// A session ends this many hours after it began, however busy.
pub const LONGEST_HOURS: i64 = 12;

/// Days after which an account that nobody uses rests. Source: TCVN 14423:2026 x.6.2.3 as the facts give it.
pub const REST_DAYS: i32 = 45;

/// Whether an account rests: neither entered nor given a password since `last`.
#[must_use]
pub fn rests(last: Date, today: Date) -> bool {
    today > last.saturating_add(REST_DAYS.days())
}

/// Minutes without a request after which a session ends.
#[must_use]
pub fn idle_minutes(role: Role) -> i64 {
    if role == Role::Administrator { 5 } else { 15 }
}

/// Whether a session begun and last used at these moments is still good.
#[must_use]
pub fn is_alive(role: Role, begun: Timestamp, used: Timestamp, now: Timestamp) -> bool {
    let idle = now.duration_since(used);
    let age = now.duration_since(begun);
    idle <= SignedDuration::from_mins(idle_minutes(role)) && age <= SignedDuration::from_hours(LONGEST_HOURS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_end_when_idle_and_when_old() {
        let at = |text: &str| -> Timestamp { format!("2024-02-06T{text}Z").parse().unwrap() };
        let check = |role, begun, used, now, expected| {
            assert_eq!(is_alive(role, at(begun), at(used), at(now)), expected, "{role:?} {now}");
        };
        check(Role::Officer, "01:00:00", "01:00:00", "01:15:00", true);
        check(Role::Officer, "01:00:00", "01:00:00", "01:15:01", false);
        check(Role::Administrator, "01:00:00", "01:00:00", "01:05:01", false);
        check(Role::Officer, "01:00:00", "12:59:00", "13:00:00", true);
        check(Role::Officer, "01:00:00", "12:59:00", "13:00:01", false);
    }

    #[test]
    fn an_account_rests_after_45_days() {
        let day = |text: &str| text.parse().unwrap();
        assert!(!rests(day("2024-01-01"), day("2024-02-15")));
        assert!(rests(day("2024-01-01"), day("2024-02-16")));
        assert!(!rests(day("2024-03-01"), day("2024-02-16")), "a clock that was set back rests nobody");
    }
}
