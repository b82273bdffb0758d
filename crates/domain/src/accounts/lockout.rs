//! How long an account waits after wrong passwords.
//!
//! Source: TCVN 14423:2026 x.5.2.2 a as the facts give it: five failures, held 12 hours at least on important data. The wait grows to
//! those 12 hours, so that a person who mistyped is back in minutes and a machine that guesses gets two tries a day.

use jiff::SignedDuration;

/// Wrong tries that cost nothing.
pub const FREE_TRIES: u32 = 5;

/// The longest wait.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// How long after the last of `failures` wrong tries in a row the next is listened to: nothing before the fifth, 5 minutes after it, then
/// twice as long each time, at most 12 hours.
#[must_use]
pub fn wait_after(failures: u32) -> SignedDuration {
    let Some(beyond) = failures.checked_sub(FREE_TRIES) else { return SignedDuration::ZERO };
    // 5 minutes doubled eight times is longer than the longest.
    let minutes = 5 * (1_i64 << beyond.min(8));
    SignedDuration::from_mins(minutes).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_half_a_day() {
        let minutes = |failures| wait_after(failures).as_mins();
        assert_eq!([0, 1, 4].map(minutes), [0, 0, 0]);
        assert_eq!([5, 6, 7, 8].map(minutes), [5, 10, 20, 40]);
        assert_eq!([12, 13, 1_000, u32::MAX].map(minutes), [640, 720, 720, 720]);
    }

    #[test]
    fn one_more_failure_never_shortens_the_wait() {
        assert!((0..100).all(|n| wait_after(n + 1) >= wait_after(n)));
    }
}
