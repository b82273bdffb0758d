//! Tỉnh mô phỏng: the demonstration province.
//!
//! About 150 invented establishments, marked `(mô phỏng)`, report on the real classification and communes. What Khơi
//! computes from their returns equals what the statistics office published, because the calibration
//! (`khoi demo --calibrate DIR`) has bent the invented paths of production until it does; the published figures are
//! read from `data/official/` at that time only, and stand neither in the generator nor in the engine.

mod calibrate;
mod course;
mod path;
mod post;
mod production;
mod province;
mod reporting;
mod run;
mod seed;
mod targets;

#[cfg(test)]
mod built;
#[cfg(test)]
mod tests;

pub use calibrate::{Calibration, calibrate};
pub use province::{MARK, Province, WeightRow};
pub use run::{Built, Step, build, context, last_day};
pub use targets::Target;
