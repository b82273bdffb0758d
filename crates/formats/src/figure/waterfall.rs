//! Contributions as a waterfall: each step starts where the one before ended, and the last bar is the whole change.
//! Rows run downwards, the label over its bar, so that the same drawing is read on a phone and on paper; a long name takes two lines.

use domain::text::Lang;

use super::scale::Axis;
use super::svg::{ACCENT, DOWN, INK, RULE, SOFT, Svg, fit, strong_width_of, width_of, wrap};
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

/// A row of the drawing with its place.
struct Row<'a> {
    step: &'a Step,
    /// The name of the whole is strong.
    strong: bool,
    /// What is written at the right: the value, or why there is none.
    shown: String,
    /// The name, broken to the room beside the value.
    name: Vec<String>,
    /// Where the row begins.
    top: f64,
    /// Where the bar begins, in the unit of the values.
    start: f64,
}

/// Lines a name may take.
const NAME_LINES: usize = 2;
/// From one line of a name to the next, in letters.
const LINE: f64 = 1.35;

impl Waterfall {
    /// The drawing.
    #[must_use]
    pub fn draw(&self) -> String {
        let font = self.frame.font;
        let whole = Step { name: self.whole.clone(), value: Some(self.total), note: String::new(), link: None };
        let rows = self.rows(&whole);
        let bottom = rows.last().map_or(0.0, |row| row.top + self.height(&row.name));
        let frame = Frame { height: bottom + font * 2.4, ..self.frame };
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
        for row in &rows {
            if row.strong {
                svg.line((0.0, row.top), (frame.width, row.top), "base", SOFT);
            }
            self.draw_row(&mut svg, row, &place);
        }
        svg.close()
    }

    /// The steps and the whole, each below the one before.
    fn rows<'a>(&'a self, whole: &'a Step) -> Vec<Row<'a>> {
        let (mut top, mut running) = (0.0, 0.0);
        let steps = self.steps.iter().map(|step| (step, false)).chain([(whole, true)]);
        let row = |(step, strong): (&'a Step, bool)| {
            let shown = step.value.map_or_else(|| step.note.clone(), |v| self.unit.write(v, self.lang));
            let room = self.frame.width - self.width_of_shown(&shown) - self.frame.font * 1.5;
            let name = wrap(&step.name, self.frame.font, room, strong, NAME_LINES);
            let row = Row { step, strong, shown, name, top, start: if strong { 0.0 } else { running } };
            top += self.height(&row.name);
            running += step.value.unwrap_or(0.0);
            row
        };
        steps.map(row).collect()
    }

    fn width_of_shown(&self, shown: &str) -> f64 {
        strong_width_of(shown, self.frame.font).min(self.frame.width * 0.45)
    }

    /// The height of a row whose name takes these lines.
    fn height(&self, name: &[String]) -> f64 {
        self.frame.font * (3.4 + LINE * name.len().saturating_sub(1) as f64)
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

    fn draw_row(&self, svg: &mut Svg, row: &Row, place: &impl Fn(f64) -> f64) {
        if let Some(link) = &row.step.link {
            svg.raw(&format!("<a href=\"{}\">", super::svg::escape(link)));
        }
        self.draw_words(svg, row);
        self.draw_bar(svg, row, place);
        if row.step.link.is_some() {
            svg.raw("</a>");
        }
    }

    /// The name, and beside its first line the value or why there is none.
    fn draw_words(&self, svg: &mut Svg, row: &Row) {
        let (font, right) = (self.frame.font, self.frame.width);
        let class = if row.strong { "strong ink halo" } else { "ink halo" };
        for (n, line) in row.name.iter().enumerate() {
            svg.text((0.0, row.top + font * (1.25 + LINE * n as f64)), "start", class, INK, line);
        }
        let place = (right, row.top + font * 1.25);
        if row.step.value.is_some() {
            svg.text(place, "end", "strong ink halo num", INK, &row.shown);
        } else {
            let why = fit(&row.shown, font, self.width_of_shown(&row.shown) + font, false);
            svg.text(place, "end", "soft halo", SOFT, &why);
        }
    }

    fn draw_bar(&self, svg: &mut Svg, row: &Row, place: &impl Fn(f64) -> f64) {
        let (font, step) = (self.frame.font, row.step);
        let top = row.top + font * LINE * row.name.len().saturating_sub(1) as f64;
        // Zero is marked beside each bar only, so that it does not run through the names.
        svg.line((place(0.0), top + font * 1.6), (place(0.0), top + font * 3.0), "base", SOFT);
        let Some(value) = step.value else { return };
        let (from, to) = (place(row.start), place(row.start + value));
        let (x, width) = (from.min(to), (to - from).abs().max(1.0));
        let (name, fill) = if value < 0.0 { ("down", DOWN) } else { ("up", ACCENT) };
        let title = [step.name.as_str(), ": ", &row.shown].concat();
        let title = if step.note.is_empty() { title } else { format!("{title} ({})", step.note) };
        svg.bar((x, top + font * 1.75), (width, font * 1.1), name, fill, &title);
    }
}
