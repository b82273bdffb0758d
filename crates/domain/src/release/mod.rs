//! Công bố: what is printed, when, at which stage; kept for ever, compared, and safe to show.
//!
//! - [`calendar`]: the day each stage of a month is due, from dated settings;
//! - [`vintage`]: one printing, frozen with the digest of what went in;
//! - [`proposal`]: what one person proposes to print and another decides;
//! - [`revision`]: first print against later prints, and how reliable first prints have been;
//! - [`confidential`]: which cells the public may see;
//! - [`comparison`]: figures of the statistics office, beside Khơi's own;
//! - [`target`]: the plan of the year, the result, the gap, and the growth the months left need.

pub mod calendar;
pub mod comparison;
pub mod confidential;
pub mod proposal;
pub mod revision;
pub mod target;
pub mod vintage;
