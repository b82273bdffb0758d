//! Seasonal adjustment of the index: what the calendar did, what the season does, what is left.
//!
//! The engine is the crate `season`; here is how an office uses it. A series has its own specification, in the language of
//! X-13ARIMA-SEATS: what was asked for, and what was chosen by it, kept until somebody accepts another choice. Three acts are apart: new
//! months come in ([`look`], which chooses nothing where something is kept), the choice is made again ([`refresh`], by a named
//! [`Policy`]), and the figures go out. European Statistical System guidelines on seasonal adjustment (Eurostat 2015), chapters 4 (revisions)
//! and 5 (direct and indirect); the names of the policies are those of JDemetra+.

mod engine;
mod indirect;
mod kept;
mod key;
mod language;
mod levels;
mod model;
mod moved;
mod outliers;
mod quality;
mod reasons;
mod seasonal;
mod short;
mod specified;
pub mod spectrum;
#[cfg(test)]
mod tests;
mod to_year;
mod verdict;

pub use engine::{Left, Look, look, triangle};
pub use indirect::{Part, indirect};
pub use kept::{CannotRefresh, Factors, Kept, Policy, Proposal, Updating, refresh};
pub use key::{LEVEL, SeriesKey, SeriesKeyError};
pub use language::of_fault as fault_of_specification;
pub use levels::Levels;
pub use model::{ArimaCoefficient, ArimaPart, Estimated, FiltersUsed, Residuals};
pub use moved::{Moved, moved};
pub use outliers::Outlier;
pub use quality::{Measured, measures};
pub use reasons::{of as reason, of_model as reason_of_model};
pub use season::diagnostics::{Frequencies, Identifiable, Peak, Spectra, Spectrum};
pub use season::regarima::tet as tet_day;
pub use season::x11::SeasonalFilter;
pub use seasonal::{Effect, Foreseen, Seasonal};
pub use specified::{Specified, has_own_words, with_its_series};
pub use verdict::{Verdict, in_a_word, of_both_ways, verdicts};
