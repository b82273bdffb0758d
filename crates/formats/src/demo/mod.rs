//! Tỉnh mô phỏng: the invented design of the demonstration province, and the calibrated multipliers that go with it.
//!
//! `data/demo/design.toml` is written by hand; `data/demo/multipliers.csv` and `data/demo/base.csv` are written by the
//! calibration (`khoi demo --calibrate DIR`) and read back here. Nothing in them is a published figure.

mod design;
mod files;
mod tables;

pub use design::{Design, EventPlan, Group, Names, PUBLISHED, ProductPlan, Slip, SlipKind, Stop, design, published};
pub use files::{basket_csv, enterprises_csv, establishments_csv, events_csv, products_csv, returns_csv, targets_csv};
pub use tables::{Multipliers, base_quantities, multipliers, read_multipliers, write_base, write_multipliers};
