//! The spectra of a monthly series side by side: how strongly it swings at each frequency, with the frequencies of the season and of trading
//! days marked, and the peaks that are seen.
//!
//! The axis counts cycles a year, since it is read by people who think in months: 1 is the year, 2 the half-year, 4 the quarter.

use super::Frame;
use super::scale::Axis;
use super::svg::{ACCENT, DOWN, INK, OFFICIAL, SOFT, Svg, at, escape, fit, in_rows, width_of};
use domain::text::{Lang, number};

/// The highest frequency of monthly values, in cycles a month.
const HIGHEST: f64 = 0.5;

/// A spectrum drawn in a field of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What it is the spectrum of.
    pub name: String,
    /// Cycles a month, and decibels there, in order of frequency.
    pub curve: Vec<(f64, f64)>,
    /// The peaks that are seen: the frequency, and what hovering says.
    pub peaks: Vec<(f64, String)>,
}

/// Frequencies that are marked in every field.
#[derive(Debug, Clone, PartialEq)]
pub struct Guides {
    /// What they are of.
    pub name: String,
    /// Cycles a month.
    pub frequencies: Vec<f64>,
}

/// Spectra side by side, on a phone one under the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectra {
    /// Identifier, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it says in a sentence, for those who cannot see it.
    pub description: String,
    /// Language of its words and numbers.
    pub lang: Lang,
    /// The sheet; its height follows from the fields.
    pub frame: Frame,
    /// The fields.
    pub panels: Vec<Panel>,
    /// The frequencies of the season.
    pub season: Guides,
    /// Those of trading days.
    pub trading_days: Guides,
    /// What the mark of a peak is called.
    pub peak: String,
    /// What the axis counts.
    pub axis: String,
}

/// A field on the sheet.
struct Field {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    axis: Axis,
}

impl Field {
    fn x(&self, frequency: f64) -> f64 {
        self.left + (self.right - self.left) * frequency / HIGHEST
    }

    fn y(&self, decibels: f64) -> f64 {
        self.axis.place(decibels, self.bottom, self.top)
    }
}

impl Spectra {
    /// Height of the plot of a field.
    const PLOT: f64 = 150.0;

    /// The drawing.
    #[must_use]
    pub fn draw(&self) -> String {
        let font = self.frame.font;
        let (head, field) = (font * (2.0 * self.legend_rows() as f64 + 0.8), font * 5.6 + Self::PLOT);
        let rows = if self.frame.is_narrow() { self.panels.len() } else { 1 };
        let frame = Frame { height: head + field * rows as f64, ..self.frame };
        let mut svg = Svg::open(&self.id, frame, &self.title, &self.description);
        self.draw_legend(&mut svg);
        let across = if self.frame.is_narrow() { 1 } else { self.panels.len().max(1) };
        let width = self.frame.width / across as f64;
        for (n, panel) in self.panels.iter().enumerate() {
            let place = ((n % across) as f64 * width, head + (n / across) as f64 * field);
            self.draw_panel(&mut svg, panel, place, width);
        }
        svg.close()
    }

    fn draw_panel(&self, svg: &mut Svg, panel: &Panel, (left, top): (f64, f64), width: f64) {
        let font = self.frame.font;
        let axis = Axis::over(panel.curve.iter().map(|(_, decibels)| *decibels), 3);
        let digits = axis.digits();
        let label = |tick: f64| number(tick, digits, self.lang).replace('-', "\u{2212}");
        let room =
            axis.ticks().into_iter().map(|tick| width_of(&label(tick), font)).fold(width_of("dB", font), f64::max);
        let field = Field {
            left: left + room + font,
            right: left + width - font * 1.2,
            top: top + font * 2.0,
            bottom: top + font * 2.0 + Self::PLOT,
            axis,
        };
        svg.text((field.left, top + font), "start", "strong ink", INK, &fit(&panel.name, font, width - room, true));
        svg.text((field.left - 6.0, top + font), "end", "soft", SOFT, "dB");
        field.axis.grid(svg, (field.left, field.right), (field.top, field.bottom), font, label);
        self.draw_guides(svg, &field);
        let points = panel.curve.iter().filter(|(_, decibels)| decibels.is_finite());
        let path = points.enumerate().map(|(n, (frequency, decibels))| {
            format!("{}{} {}", if n == 0 { "M" } else { "L" }, at(field.x(*frequency)), at(field.y(*decibels)))
        });
        svg.raw(&format!(
            "<path class=\"own\" d=\"{}\" fill=\"none\" stroke=\"{ACCENT}\" stroke-width=\"2\" stroke-linejoin=\"round\"/>",
            path.collect::<String>()
        ));
        for (frequency, title) in &panel.peaks {
            let near = |point: &&(f64, f64)| (point.0 - frequency).abs() < 1e-6;
            let Some((_, decibels)) = panel.curve.iter().find(near) else { continue };
            svg.raw(&format!(
                "<circle class=\"down\" cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"{DOWN}\"><title>{}</title></circle>",
                at(field.x(*frequency)),
                at(field.y(*decibels)),
                escape(title)
            ));
        }
    }

    /// The marked frequencies and the axis they stand on.
    fn draw_guides(&self, svg: &mut Svg, field: &Field) {
        let font = self.frame.font;
        for frequency in &self.season.frequencies {
            let x = field.x(*frequency);
            svg.line((x, field.top), (x, field.bottom + 4.0), "tick", SOFT);
            let cycles = number(frequency * 12.0, 0, self.lang);
            svg.text((x, field.bottom + font * 1.6), "middle", "soft", SOFT, &cycles);
        }
        for frequency in &self.trading_days.frequencies {
            svg.raw(&dashed((field.x(*frequency), field.top), field.bottom - field.top));
        }
        svg.text((field.right, field.bottom + font * 3.0), "end", "soft", SOFT, &self.axis);
    }

    /// The marks of the legend: width of the mark, and its words.
    fn legend(&self) -> [(f64, &str); 3] {
        let font = self.frame.font;
        [(font, &self.season.name), (font, &self.trading_days.name), (font * 1.4, &self.peak)]
    }

    /// Where each entry of the legend begins.
    fn legend_places(&self) -> Vec<(usize, f64)> {
        let font = self.frame.font;
        in_rows(self.legend().map(|(mark, name)| mark + width_of(name, font) + font * 1.6), self.frame.width)
    }

    fn legend_rows(&self) -> usize {
        self.legend_places().iter().map(|(row, _)| row + 1).max().unwrap_or_default()
    }

    fn draw_legend(&self, svg: &mut Svg) {
        let font = self.frame.font;
        for (n, ((mark, name), (row, x))) in self.legend().into_iter().zip(self.legend_places()).enumerate() {
            let (y, middle) = (font * (1.2 + 2.0 * row as f64), x + font * 0.5);
            match n {
                0 => svg.line((middle, y - font), (middle, y + font * 0.2), "tick", SOFT),
                1 => svg.raw(&dashed((middle, y - font), font * 1.2)),
                _ => svg.raw(&format!(
                    "<circle class=\"down\" cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"{DOWN}\"/>",
                    at(middle),
                    at(y - font * 0.35)
                )),
            }
            svg.text((x + mark + font * 0.2, y), "start", "ink", INK, &fit(name, font, self.frame.width - mark, false));
        }
    }
}

/// An upright dashed line.
fn dashed((x, y): (f64, f64), height: f64) -> String {
    format!(
        "<path class=\"official\" d=\"M{} {}v{}\" fill=\"none\" stroke=\"{OFFICIAL}\" stroke-width=\"1.4\" stroke-dasharray=\"4 3\"/>",
        at(x),
        at(y),
        at(height)
    )
}
