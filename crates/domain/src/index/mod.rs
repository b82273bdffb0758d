//! Index numbers: the tree of weights, and what is computed along it.
//!
//! [`tree`] is the structure every index is aggregated along; [`aggregate`] computes an index of the whole from indices of the parts;
//! [`elementary`] from prices and quantities of products;
//! [`benchmark`] makes a series agree with figures of a coarser period;
//! [`chain`] turns levels into links and back, and splices series; [`contribution`] says what moved the whole;
//! [`month`] is the month's index from the panel of returns,
//! [`sibling`] those of shipments, stocks and employment.

pub mod aggregate;
pub mod benchmark;
pub mod chain;
pub mod contribution;
pub mod elementary;
pub mod month;
pub mod sibling;
pub mod tree;

use crate::period::Label;
use crate::text::Text;

/// More than this many periods in a message say nothing new.
const MOST_LISTED: usize = 20;

/// Periods by name, the first twenty, and how many more there are.
#[must_use]
pub fn listed(periods: &[Label]) -> Text {
    let names: Vec<String> = periods.iter().take(MOST_LISTED).map(ToString::to_string).collect();
    let names = names.join(", ");
    match periods.len().saturating_sub(MOST_LISTED) {
        0 => Text::new(names.as_str(), names.as_str()),
        more => Text::new(format!("{names} và {more} kỳ nữa"), format!("{names} and {more} more")),
    }
}
