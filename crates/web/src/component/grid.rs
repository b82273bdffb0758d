//! A table for reading: a caption, headings, a row heading in each row, numbers in columns.

use askama::Template;

/// A heading of a column.
pub(crate) struct Head {
    pub(crate) text: String,
    pub(crate) numeric: bool,
}

/// A heading over words.
pub(crate) fn head(text: impl Into<String>) -> Head {
    Head { text: text.into(), numeric: false }
}

/// A heading over numbers.
pub(crate) fn number(text: impl Into<String>) -> Head {
    Head { text: text.into(), numeric: true }
}

/// A cell.
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) class: &'static str,
    pub(crate) href: Option<String>,
    /// The heading of its row.
    pub(crate) heads: bool,
}

/// Plain words.
pub(crate) fn words(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), class: "", href: None, heads: false }
}

impl Cell {
    /// The heading of the row, linked when there is somewhere to go.
    pub(crate) fn head(text: impl Into<String>, href: Option<String>) -> Self {
        Self { text: text.into(), class: "", href, heads: true }
    }

    /// A month as the heading of the row, never broken in two.
    pub(crate) fn month(text: impl Into<String>, href: Option<String>) -> Self {
        Self { text: text.into(), class: "month", href, heads: true }
    }

    /// A number.
    pub(crate) fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), class: "n", href: None, heads: false }
    }

    /// A number coloured by its direction (and signed, so that colour is not needed to read it).
    pub(crate) fn signed(text: impl Into<String>, value: f64) -> Self {
        let class = match super::direction(value) {
            "up" => "n up",
            "down" => "n down",
            _ => "n",
        };
        Self { text: text.into(), class, href: None, heads: false }
    }

    /// Nothing, with what is said instead.
    pub(crate) fn none(text: impl Into<String>) -> Self {
        Self { text: text.into(), class: "n withheld", href: None, heads: false }
    }
}

/// A row.
pub(crate) struct Row {
    pub(crate) class: &'static str,
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Self { class: "", cells }
    }
}

/// A table.
#[derive(Template)]
#[template(path = "component/grid.html")]
pub(crate) struct Grid {
    pub(crate) caption: String,
    pub(crate) heads: Vec<Head>,
    pub(crate) rows: Vec<Row>,
}
