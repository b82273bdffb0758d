//! The tables of columns. Change a layout here and nowhere else; a test holds `docs/import.md` equal to it.

mod figures;
mod markets;
mod projects;
mod register;
mod sites;

pub use figures::{OFFICIAL, RETURNS, TARGETS};
pub use markets::PRICES;
pub use projects::{PROJECT_STEPS, PROJECTS};
pub use register::{BASKET, ENTERPRISES, ESTABLISHMENTS, EVENTS, PRODUCTS};
pub use sites::SITES;

use super::Words;

/// Both languages of a heading or a meaning.
const fn words(vi: &'static str, en: &'static str) -> Words {
    Words { vi, en }
}
