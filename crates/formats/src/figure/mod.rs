//! Figures as SVG text, drawn in one room so that the page, the PDF and the document show the same picture.
//!
//! Every figure is a plain value drawn by a pure function: the same input gives the same bytes. Each carries a `<title>`
//! and a `<desc>`, and each mark its own `<title>`, which a browser shows when the pointer rests on it. Colours and
//! sizes are attributes, so that a figure stands alone; the classes (`own`, `official`, `flash` …) let a page restyle it.
//! Text is never scaled below [`Frame::font`]: a phone gets [`Frame::NARROW`], a figure of its own, not a shrunken one.

mod components;
mod foreseen;
mod gap;
mod last;
mod line;
mod map;
mod months;
mod scale;
mod spark;
mod spectrum;
mod steps;
mod subseries;
mod svg;
#[cfg(test)]
mod tests;
mod timeline;
mod waterfall;

use domain::text::{Lang, number};

pub use components::{Component, Components, Shape};
pub use gap::PlanGap;
pub use line::{Line, LineChart, Mark, Point, Role};
pub use map::{Area, Cluster, Patch, Pin, ProvinceMap, sign_alone};
pub use spark::Sparkline;
pub use spectrum::{Guides, Panel, Spectra};
pub use steps::{Bearing, StepNode, StepsFigure, bearing_alone};
pub use subseries::{MonthField, Subseries, YearDot};
pub use timeline::{Span, Timeline};
pub use waterfall::{Step, Waterfall};

/// The sheet a figure is drawn on, in units of one CSS pixel at natural size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Width of the sheet.
    pub width: f64,
    /// Height of the sheet; figures of rows (a waterfall) grow with their rows instead.
    pub height: f64,
    /// Size of the letters.
    pub font: f64,
}

impl Frame {
    /// For a desktop page or paper.
    pub const WIDE: Self = Self { width: 900.0, height: 360.0, font: 13.0 };
    /// For a phone held upright.
    pub const NARROW: Self = Self { width: 350.0, height: 270.0, font: 12.0 };

    /// Both sheets, for a page that shows one of them by the width of the screen.
    pub const BOTH: [Self; 2] = [Self::WIDE, Self::NARROW];

    /// Whether this is a phone's sheet, where labels must be fewer and shorter.
    #[must_use]
    pub fn is_narrow(self) -> bool {
        self.width < 500.0
    }

    /// A short name, used to keep identifiers apart: `wide` or `narrow`.
    #[must_use]
    pub fn name(self) -> &'static str {
        if self.is_narrow() { "narrow" } else { "wide" }
    }
}

/// How the values of a figure are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Decimals.
    pub digits: usize,
    /// Written after the number: `%`, ` kWh`, or nothing.
    pub suffix: &'static str,
    /// Whether growth is meant: a plus sign is written before what is above zero.
    pub signed: bool,
}

impl Unit {
    /// An index level with the two decimals it is released with: `104,14`.
    pub const LEVEL: Self = Self { digits: 2, suffix: "", signed: false };
    /// Growth in per cent: `+4,14%`.
    pub const PERCENT: Self = Self { digits: 2, suffix: "%", signed: true };
    /// Contributions in percentage points: `+1,20`.
    pub const POINTS: Self = Self { digits: 2, suffix: "", signed: true };

    /// The value in words of the language, with a true minus sign.
    #[must_use]
    pub fn write(self, value: f64, lang: Lang) -> String {
        let text = number(value, self.digits, lang);
        let text = match text.strip_prefix('-') {
            Some(rest) => format!("\u{2212}{rest}"),
            None if self.signed && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) => format!("+{text}"),
            None => text,
        };
        text + self.suffix
    }
}
