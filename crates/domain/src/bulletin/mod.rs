//! Bản tin tháng: the written account of the month, in Vietnamese and in English, made from values.
//!
//! No number is ever typed: a bulletin is a row of segments, each either words or one value with what it is a value of. [`compose`]
//! makes it from a [`Story`]; [`read`] reads every number back out of the finished text and finds it among the values.

mod compose;
mod goods;
mod pieces;
pub mod read;
mod standing;
mod story;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::period::Month;
use crate::series::{Measure, Origin};
use crate::text::Lang;

pub use compose::compose;
pub use pieces::{calibrated, quantity_digits, unit_name};
pub use story::{Driver, NodeStory, ProductStory, StockStory, Story, TetStory, Withheld};

/// What a value in the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figure {
    /// Growth, per cent.
    Change(Measure),
    /// Growth without the calendar, per cent.
    WithoutCalendar(Measure),
    /// Growth without season and calendar, per cent.
    Adjusted(Measure),
    /// What the calendar did to growth, percentage points.
    CalendarPart(Measure),
    /// Contribution to the change of the whole, percentage points.
    Contribution(Measure),
    /// Index level, base average month = 100.
    Level,
    /// Quantity of a product in its unit.
    Quantity,
    /// Share of weight that was really reported, per cent.
    ObservedShare,
    /// Growth of the index of stocks, per cent.
    StockChange(Measure),
    /// Stock over production, per cent.
    StockToOutput,
    /// Growth of a product's quantity, per cent.
    QuantityChange(Measure),
    /// Planned growth of the year, per cent.
    Target,
    /// Plan less result, percentage points.
    Gap,
    /// Growth needed in the months left, per cent.
    GrowthNeeded,
    /// Own less official, percentage points.
    Difference(Measure),
    /// A count of something.
    Count(Counted),
    /// Part of a date or of a name, not measured: a year, a month, a day, the grade of a product.
    Label,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// Printings of the month, this one included.
    Printings,
    /// Months of the year that are in.
    MonthsIn,
    /// Months of the year that are left.
    MonthsLeft,
    /// Establishments due to report.
    Due,
    /// Establishments estimated because nothing came.
    Estimated,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Node of the index or code of the product.
    pub node: String,
    /// The month.
    pub month: Month,
    /// What it is.
    pub figure: Figure,
    /// Whose figure it is.
    pub origin: Origin,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Segment {
    /// Words without a digit in them.
    Words(String),
    /// A number in the text.
    Value {
        /// As printed.
        text: String,
        /// The value, unrounded; printed without its sign where the word before it carries the direction.
        value: f64,
        /// Decimals printed.
        digits: usize,
        /// What it is a value of.
        reference: Reference,
    },
}

impl Segment {
    /// The text of the segment.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Words(text) | Self::Value { text, .. } => text,
        }
    }
}

/// What a paragraph is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The title of the bulletin.
    Title,
    /// Stage, date, vintage, simulated or not.
    Notice,
    /// A heading within it.
    Heading,
    /// A paragraph.
    Body,
    /// What the calendar did to the growth of the month: it is said wherever that growth is shown.
    Calendar,
    /// A line of a list.
    Item,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paragraph {
    /// What it is for.
    pub role: Role,
    /// Its pieces in order.
    pub segments: Vec<Segment>,
}

impl Paragraph {
    /// The paragraph as plain text.
    #[must_use]
    pub fn text(&self) -> String {
        self.segments.iter().map(Segment::text).collect()
    }
}

/// A whole bulletin in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bulletin {
    /// Its language.
    pub lang: Lang,
    /// Its paragraphs; the first is the title.
    pub paragraphs: Vec<Paragraph>,
}

impl Bulletin {
    /// What the calendar did to the growth of the month, where it did anything.
    #[must_use]
    pub fn of_calendar(&self) -> Option<String> {
        self.paragraphs.iter().find(|paragraph| paragraph.role == Role::Calendar).map(Paragraph::text)
    }

    /// Nothing written yet.
    #[must_use]
    pub fn empty(lang: Lang) -> Self {
        Self { lang, paragraphs: Vec::new() }
    }

    /// The finished text, a paragraph a line, headings set off by an empty line, list lines by a dash.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for paragraph in &self.paragraphs {
            match paragraph.role {
                Role::Heading => text.push('\n'),
                Role::Item => text.push_str("- "),
                Role::Title | Role::Notice | Role::Body | Role::Calendar => {}
            }
            text.push_str(&paragraph.text());
            text.push('\n');
        }
        text
    }
}
