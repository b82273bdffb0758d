//! How many were cleared, and how old the open ones are. The database counts alike rows; the rest is done here, in order of key.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::standing::{State, days};

/// Alike obstacles: how many of one group in one state were raised on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted<K> {
    /// The group: a kind, a tier, an agency.
    pub group: K,
    /// The state.
    pub state: State,
    /// The day they were raised.
    pub raised_on: Date,
    /// How many.
    pub count: u64,
}

/// What became of the obstacles of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// All that were raised.
    pub raised: u64,
    /// Those cleared.
    pub cleared: u64,
    /// Those refused with a reason.
    pub refused: u64,
    /// Those still open.
    pub open: u64,
    /// Half of the open ones are at most this old, in days; the mean of the two middle ones where their number is even.
    /// `None` without open ones.
    pub median_age: Option<f64>,
}

impl Share {
    /// The share that was cleared, of all that were raised; `None` without any.
    #[must_use]
    pub fn cleared_share(&self) -> Option<f64> {
        (self.raised > 0).then(|| self.cleared as f64 / self.raised as f64)
    }
}

/// The shares of every group.
pub type Measures<K> = BTreeMap<K, Share>;

/// What became of the obstacles of every group, as of a day.
pub fn measures<K: Ord + Clone>(rows: impl IntoIterator<Item = Counted<K>>, today: Date) -> Measures<K> {
    let mut shares: Measures<K> = BTreeMap::new();
    let mut ages: BTreeMap<K, BTreeMap<i64, u64>> = BTreeMap::new();
    for row in rows {
        let share = shares.entry(row.group.clone()).or_default();
        share.raised += row.count;
        match row.state {
            State::Cleared => share.cleared += row.count,
            State::Refused => share.refused += row.count,
            State::Raised | State::Assigned | State::Answered | State::Reopened => {
                share.open += row.count;
                *ages.entry(row.group).or_default().entry(days(row.raised_on, today)).or_default() += row.count;
            }
        }
    }
    for (group, ages) in ages {
        if let Some(share) = shares.get_mut(&group) {
            share.median_age = median(&ages);
        }
    }
    shares
}

/// The median of values with their counts.
fn median(counts: &BTreeMap<i64, u64>) -> Option<f64> {
    let total: u64 = counts.values().sum();
    let at = |place: u64| {
        let mut seen = 0;
        counts.iter().find(|(_, count)| {
            seen += **count;
            seen > place
        })
    };
    let (lower, upper) = (at(total.checked_sub(1)? / 2)?, at(total / 2)?);
    Some((*lower.0 as f64 + *upper.0 as f64) / 2.0)
}
