//! What another choice would change, in index points, before it is accepted.

use super::engine::Look;
use super::levels::Levels;
use crate::period::Month;

/// A month whose adjusted value another choice moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// The month.
    pub month: Month,
    /// Its adjusted value now.
    pub before: f64,
    /// Its adjusted value by the other choice.
    pub after: f64,
}

impl Moved {
    /// By how many index points.
    #[must_use]
    pub fn points(&self) -> f64 {
        self.after - self.before
    }
}

/// Every month of a series under two choices, in order of time. A series that is left alone counts as its own adjusted series.
#[must_use]
pub fn moved(levels: &Levels, before: &Look, after: &Look) -> Vec<Moved> {
    let of = |look: &Look, month: Month| match look {
        Look::Adjusted(seasonal) => seasonal.adjusted_at(month),
        Look::Left(_) => levels.at(month),
    };
    let both = |month| Some(Moved { month, before: of(before, month)?, after: of(after, month)? });
    levels.months().iter().filter_map(both).collect()
}
