//! A table for reading: a caption, headings, a row heading in each row, numbers in columns.

use askama::Template;

/// A heading of a column.
pub(crate) struct Head {
    pub(crate) text: String,
    pub(crate) numeric: bool,
    /// On a phone the column moves to a line of its own under the row, where it has something to say.
    pub(crate) under: bool,
    /// On a phone the column keeps its place beside the others, as narrow as its figures; a table too wide for the screen moves in its box.
    pub(crate) close: bool,
}

impl Head {
    /// A column few rows have anything in.
    pub(crate) fn seldom(self) -> Self {
        Self { under: true, ..self }
    }

    /// A column that is read along with those beside it.
    pub(crate) fn close(self) -> Self {
        Self { close: true, ..self }
    }
}

/// A heading over words.
pub(crate) fn head(text: impl Into<String>) -> Head {
    Head { text: text.into(), numeric: false, under: false, close: false }
}

/// A heading over numbers.
pub(crate) fn number(text: impl Into<String>) -> Head {
    Head { text: text.into(), numeric: true, under: false, close: false }
}

/// A cell.
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) class: &'static str,
    pub(crate) href: Option<String>,
    /// The heading of its row.
    pub(crate) heads: bool,
    /// A second, smaller line.
    pub(crate) small: String,
    /// Columns it stands for.
    pub(crate) columns: usize,
}

/// Plain words.
pub(crate) fn words(text: impl Into<String>) -> Cell {
    Cell::of(text, "")
}

/// Words that lead somewhere.
pub(crate) fn linked(text: impl Into<String>, href: String) -> Cell {
    Cell { href: Some(href), ..words(text) }
}

impl Cell {
    fn of(text: impl Into<String>, class: &'static str) -> Self {
        Self { text: text.into(), class, href: None, heads: false, small: String::new(), columns: 1 }
    }

    /// The same with a smaller line below.
    pub(crate) fn with(self, small: impl Into<String>) -> Self {
        Self { small: small.into(), ..self }
    }

    /// The same on one line.
    pub(crate) fn unbroken(self) -> Self {
        Self { class: "month", ..self }
    }

    /// The same in place of several columns.
    pub(crate) fn across(self, columns: usize) -> Self {
        Self { columns, ..self }
    }

    /// The heading of the row, linked when there is somewhere to go.
    pub(crate) fn head(text: impl Into<String>, href: Option<String>) -> Self {
        Self { href, heads: true, ..Self::of(text, "") }
    }

    /// A month as the heading of the row, never broken in two.
    pub(crate) fn month(text: impl Into<String>, href: Option<String>) -> Self {
        Self { href, heads: true, ..Self::of(text, "month") }
    }

    /// A number.
    pub(crate) fn number(text: impl Into<String>) -> Self {
        Self::of(text, "n")
    }

    /// A number coloured by its direction (and signed, so that colour is not needed to read it).
    pub(crate) fn signed(text: impl Into<String>, value: f64) -> Self {
        let class = match super::direction(value) {
            "up" => "n up",
            "down" => "n down",
            _ => "n",
        };
        Self::of(text, class)
    }

    /// Nothing, with what is said instead.
    pub(crate) fn none(text: impl Into<String>) -> Self {
        Self::of(text, "n withheld")
    }
}

/// A row.
pub(crate) struct Row {
    pub(crate) class: &'static str,
    /// What links lead to; empty for nothing.
    pub(crate) id: String,
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    pub(crate) fn new(cells: Vec<Cell>) -> Self {
        Self { class: "", id: String::new(), cells }
    }

    /// The same as a place links lead to.
    pub(crate) fn at(self, id: String) -> Self {
        Self { id, ..self }
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

/// Letters a heading may have to stand over a quarter of a phone.
const QUARTER: usize = 16;
/// Letters a cell may have to stand in a third of a phone without breaking its words.
const THIRD: usize = 32;

impl Grid {
    /// How a row is laid out on a phone: as it is while it fits, or where its columns are read
    /// together; months as one line each, with what is seldom there under it; anything
    /// wider folded below its heading: two, three or four values a line, or a line for each cell of words and for a value that is alone.
    fn form(&self) -> &'static str {
        let values: Vec<&Head> = self.heads.iter().skip(1).filter(|h| h.numeric).collect();
        let is_short = values.iter().all(|h| h.text.chars().count() <= QUARTER);
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        let has_months = self.heads.len() == 4 && cells().any(|cell| cell.heads && cell.class == "month");
        match values.len() {
            0 if self.has_short_words() => "fold even c3",
            0 => "fold",
            _ if self.heads.iter().any(|head| head.close) => "close",
            _ if has_months || self.heads.iter().any(|h| h.under) => "lines",
            _ if self.heads.len() <= 3 => "",
            1 => "fold one",
            n if cells().any(|cell| cell.class == "n" && !cell.small.is_empty()) => {
                if n > 4 {
                    "fold c3"
                } else {
                    "fold c2"
                }
            }
            4 if is_short => "fold c4",
            2 | 4 => "fold c2",
            _ => "fold c3",
        }
    }

    /// Whether the words of every cell fit side by side.
    fn has_short_words(&self) -> bool {
        let mut cells = self.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.heads);
        cells.all(|cell| cell.text.chars().count().max(cell.small.chars().count()) <= THIRD)
    }

    /// The heading of the column a cell begins in.
    fn label(&self, cell: &usize) -> &str {
        self.heads.get(*cell).map_or("", |head| &head.text)
    }

    fn is_under(&self, cell: &usize) -> bool {
        self.heads.get(*cell).is_some_and(|head| head.under)
    }
}
