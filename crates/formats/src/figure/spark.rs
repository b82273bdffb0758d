//! A sparkline: the run of a series in the space of a word, with its last value marked.

use super::Frame;
use super::scale::Axis;
use super::svg::{ACCENT, Svg, at};

/// A small line without axes. Gaps stay gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Sparkline {
    /// Identifier, unique on the page.
    pub id: String,
    /// What it shows, said to those who cannot see it.
    pub title: String,
    /// The run of values in words: first, last, highest, lowest.
    pub description: String,
    /// Values in order of time; `None` where there is none.
    pub values: Vec<Option<f64>>,
}

impl Sparkline {
    const FRAME: Frame = Frame { width: 132.0, height: 34.0, font: 10.0 };

    /// The drawing.
    #[must_use]
    pub fn draw(&self) -> String {
        let frame = Self::FRAME;
        let mut svg = Svg::open(&self.id, frame, &self.title, &self.description);
        let axis = Axis::over(self.values.iter().flatten().copied(), 2);
        let step = (frame.width - 8.0) / (self.values.len().max(2) - 1) as f64;
        let place = |n: usize, v: f64| (4.0 + step * n as f64, axis.place(v, frame.height - 4.0, 4.0));
        let mut path = String::new();
        let mut pen_down = false;
        for (n, value) in self.values.iter().enumerate() {
            let Some(value) = value.filter(|v| v.is_finite()) else {
                pen_down = false;
                continue;
            };
            let (x, y) = place(n, value);
            path.push_str(&format!("{}{} {}", if pen_down { "L" } else { "M" }, at(x), at(y)));
            pen_down = true;
        }
        svg.raw(&format!("<path class=\"own\" d=\"{path}\" fill=\"none\" stroke=\"{ACCENT}\" stroke-width=\"1.6\"/>"));
        let last = self.values.iter().enumerate().rev().find_map(|(n, v)| v.filter(|v| v.is_finite()).map(|v| (n, v)));
        if let Some((n, value)) = last {
            let (x, y) = place(n, value);
            svg.raw(&format!(
                "<circle class=\"dot own\" cx=\"{}\" cy=\"{}\" r=\"2.6\" fill=\"{ACCENT}\"/>",
                at(x),
                at(y)
            ));
        }
        svg.close()
    }
}
