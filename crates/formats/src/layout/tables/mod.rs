//! The tables of columns. Change a layout here and nowhere else; a test holds `docs/import.md` equal to it.

mod figures;
mod markets;
mod obstacles;
mod projects;
mod register;
mod sites;
mod works;

pub use figures::{OFFICIAL, RETURNS, TARGETS};
pub use markets::PRICES;
pub use obstacles::{OBSTACLES, TASKS};
pub use projects::{PROJECT_STEPS, PROJECTS};
pub use register::{BASKET, ENTERPRISES, ESTABLISHMENTS, EVENTS, PRODUCTS};
pub use sites::SITES;
pub use works::{DIRECTIVES, LAND, PROGRESS, VISITS};

use super::{CellKind, Choice, Column, Words};

/// Both languages of a heading or a meaning.
const fn words(vi: &'static str, en: &'static str) -> Words {
    Words { vi, en }
}

/// Yes or no.
const YES_NO: &[Choice] =
    &[Choice { code: "yes", vi: &["có", "1", "true"] }, Choice { code: "no", vi: &["không", "0", "false"] }];

/// A column that a row may leave empty.
const fn column(
    code: &'static str,
    heading: &'static str,
    also: &'static [&'static str],
    kind: CellKind,
    meaning: Words,
    example: &'static str,
) -> Column {
    Column { code, heading, also, kind, required: false, meaning, example }
}
