//! Contributions as a waterfall: each step starts where the one before ended, and the last bar is the whole change.
//! Rows run downwards, the label over its bar, so that the same drawing is read on a phone and on paper.

use domain::text::Lang;

use super::scale::Axis;
use super::svg::{ACCENT, DOWN, INK, RULE, SOFT, Svg, fit, strong_width_of, width_of};
use super::{Frame, Unit};

/// One contribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Whose it is.
    pub name: String,
    /// Points of the whole's change; `None` when withheld.
    pub value: Option<f64>,
    /// Added to the hover title: why it is withheld, or the growth and weight behind it. May be empty.
    pub note: String,
    /// Where a click leads; an address inside the site.
    pub link: Option<String>,
}

/// A waterfall from zero through the steps to the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// Identifier, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it says in a sentence.
    pub description: String,
    /// Language of its words and numbers.
    pub lang: Lang,
    /// Sheet; its height is replaced by what the rows need.
    pub frame: Frame,
    /// How values are written.
    pub unit: Unit,
    /// The contributions in the order they are drawn.
    pub steps: Vec<Step>,
    /// Name of the whole.
    pub whole: String,
    /// The whole's change, drawn from zero. Steps that are withheld are the part of it the bars do not reach.
    pub total: f64,
}

impl Waterfall {
    /// The drawing.
    #[must_use]
    pub fn draw(&self) -> String {
        let font = self.frame.font;
        let row = font * 3.4;
        let frame = Frame { height: row * (self.steps.len() + 1) as f64 + font * 2.4, ..self.frame };
        let linked = self.steps.iter().any(|step| step.link.is_some());
        let open = if linked { Svg::open_with_links } else { Svg::open };
        let mut svg = open(&self.id, frame, &self.title, &self.description);
        let axis = Axis::over(self.reach(), if frame.is_narrow() { 4 } else { 6 });
        let margin = font * 0.8;
        let place = |v: f64| axis.place(v, margin, frame.width - margin);
        for tick in axis.ticks() {
            let x = place(tick);
            svg.line((x, 0.0), (x, frame.height - font * 2.0), "grid", RULE);
            let label = Unit { digits: axis.digits(), ..self.unit }.write(tick, self.lang);
            let half = width_of(&label, font) / 2.0;
            let middle = x.clamp(half, frame.width - half);
            svg.text((middle, frame.height - font * 0.6), "middle", "soft", SOFT, &label);
        }
        let mut running = 0.0;
        for (n, step) in self.steps.iter().enumerate() {
            let top = row * n as f64;
            self.draw_step(&mut svg, top, running, step, &place);
            running += step.value.unwrap_or(0.0);
        }
        let whole = Step { name: self.whole.clone(), value: Some(self.total), note: String::new(), link: None };
        let top = row * self.steps.len() as f64;
        svg.line((0.0, top), (frame.width, top), "base", SOFT);
        self.draw_row(&mut svg, top, 0.0, &whole, &place, true);
        svg.close()
    }

    /// Every value the bars reach, zero and the whole with them.
    fn reach(&self) -> Vec<f64> {
        let mut running = 0.0;
        let mut reach = vec![0.0, self.total];
        for value in self.steps.iter().filter_map(|s| s.value) {
            running += value;
            reach.push(running);
        }
        reach
    }

    fn draw_step(&self, svg: &mut Svg, top: f64, start: f64, step: &Step, place: &impl Fn(f64) -> f64) {
        match &step.link {
            Some(link) => {
                svg.raw(&format!("<a href=\"{}\">", super::svg::escape(link)));
                self.draw_row(svg, top, start, step, place, false);
                svg.raw("</a>");
            }
            None => self.draw_row(svg, top, start, step, place, false),
        }
    }

    fn draw_row(&self, svg: &mut Svg, top: f64, start: f64, step: &Step, place: &impl Fn(f64) -> f64, whole: bool) {
        let font = self.frame.font;
        let written = step.value.map(|v| self.unit.write(v, self.lang));
        let shown = written.as_deref().unwrap_or(step.note.as_str());
        let shown_width = strong_width_of(shown, font).min(self.frame.width * 0.45);
        let room = self.frame.width - shown_width - font * 1.5;
        let class = if whole { "strong ink halo" } else { "ink halo" };
        svg.text((0.0, top + font * 1.25), "start", class, INK, &fit(&step.name, font, room, whole));
        let right = self.frame.width;
        // Zero is marked beside each bar only, so that it does not run through the names.
        svg.line((place(0.0), top + font * 1.6), (place(0.0), top + font * 3.0), "base", SOFT);
        match step.value {
            Some(value) => {
                let (from, to) = (place(start), place(start + value));
                let (x, width) = (from.min(to), (to - from).abs().max(1.0));
                let (name, fill) = if value < 0.0 { ("down", DOWN) } else { ("up", ACCENT) };
                let title = [step.name.as_str(), ": ", shown].concat();
                let title = if step.note.is_empty() { title } else { format!("{title} ({})", step.note) };
                svg.bar((x, top + font * 1.75), (width, font * 1.1), name, fill, &title);
                svg.text((right, top + font * 1.25), "end", "strong ink halo num", INK, shown);
            }
            None => svg.text(
                (right, top + font * 1.25),
                "end",
                "soft halo",
                SOFT,
                &fit(shown, font, shown_width + font, false),
            ),
        }
    }
}
