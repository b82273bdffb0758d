//! When backups are made and when the last one was: told by who makes them, shown by `/health`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// No backup is known.
const NEVER: i64 = i64::MIN;
/// How long a backup may take before it is called late.
const GRACE: SignedDuration = SignedDuration::from_hours(1);

/// Backups made by the clock. Clones tell of the same.
#[derive(Debug, Clone)]
pub struct Backups {
    every: SignedDuration,
    last: Arc<AtomicI64>,
}

impl Backups {
    /// One is wanted so often; none is known yet.
    #[must_use]
    pub fn new(every: SignedDuration) -> Self {
        Self { every, last: Arc::new(AtomicI64::new(NEVER)) }
    }

    /// How often one is wanted.
    #[must_use]
    pub fn every(&self) -> SignedDuration {
        self.every
    }

    /// Notes when the last whole one was made.
    pub fn note(&self, last: Option<Timestamp>) {
        self.last.store(last.map_or(NEVER, Timestamp::as_second), Ordering::Relaxed);
    }

    /// When the last whole one was made.
    #[must_use]
    pub fn last(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.last.load(Ordering::Relaxed)).ok()
    }

    /// Whether the next one should be made.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.last().is_none_or(|last| now.duration_since(last) >= self.every)
    }

    /// Whether the next one should have been there by now.
    #[must_use]
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.last().is_none_or(|last| now.duration_since(last) >= self.every.saturating_add(GRACE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_by_the_clock_and_overdue_an_hour_later() {
        let backups = Backups::new(SignedDuration::from_hours(24));
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let check = |now, expected| {
            assert_eq!((backups.is_due(at(now)), backups.is_overdue(at(now))), expected, "{now}");
        };
        check("2024-02-03T08:00:00Z", (true, true));
        backups.note(Some(at("2024-02-03T08:00:00Z")));
        assert_eq!(backups.clone().last(), Some(at("2024-02-03T08:00:00Z")));
        check("2024-02-04T07:59:59Z", (false, false));
        check("2024-02-04T08:00:00Z", (true, false));
        check("2024-02-04T09:00:00Z", (true, true));
        backups.note(None);
        assert_eq!(backups.last(), None);
    }
}
