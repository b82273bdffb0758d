//! The adjusted series of a node from those of its parts.
//!
//! Within an index every part has a point series, its part of the level of the node; the point series of the parts add up to the level
//! exactly, across baskets too. Each part's points times what adjustment makes of its level, added up, is the indirect series: the same
//! weights as the index. Eurostat (2015), *ESS guidelines on seasonal adjustment*, section 5.

use super::engine::Look;
use crate::period::MonthRange;

/// A part of a node.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Its points of the level of the node, by month.
    pub points: &'a [Option<f64>],
    /// Its level, by month.
    pub levels: &'a [Option<f64>],
    /// It, adjusted by itself; one that is left alone stays as it is.
    pub look: &'a Look,
}

/// The indirect series of a node, by month: `None` where a part has no value.
#[must_use]
pub fn indirect(months: MonthRange, parts: &[Part<'_>]) -> Vec<Option<f64>> {
    let of = |at: usize, month| {
        let mut sum = 0.0;
        for part in parts {
            let points = part.points.get(at).copied().flatten()?;
            // What makes nothing adds nothing, and has no ratio.
            if points == 0.0 {
                continue;
            }
            let level = part.levels.get(at).copied().flatten()?;
            let adjusted = match part.look {
                Look::Adjusted(seasonal) => seasonal.adjusted_at(month)?,
                Look::Left(_) => level,
            };
            sum += points * adjusted / level;
        }
        (!parts.is_empty()).then_some(sum)
    };
    months.iter().enumerate().map(|(at, month)| of(at, month)).collect()
}
