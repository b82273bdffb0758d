//! The components of a monthly series one under the other, over one axis of time, each on a scale of its own.

use domain::period::MonthRange;
use domain::text::Lang;

use super::months::Months;
use super::scale::Axis;
use super::svg::{ACCENT, INK, SOFT, Svg, at, fit, strong_width_of, width_of};
use super::{Frame, Unit};

/// How a component is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// What goes on from month to month: a line.
    Line,
    /// What goes around a fixed value: a line about it.
    Around(f64),
    /// What is left, a month by itself: an upright stroke from a fixed value.
    Strokes(f64),
}

impl Shape {
    /// The value it goes around.
    fn base(self) -> Option<f64> {
        match self {
            Self::Line => None,
            Self::Around(base) | Self::Strokes(base) => Some(base),
        }
    }
}

/// A component.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// What it is.
    pub name: String,
    /// What its values are in.
    pub scale: String,
    /// How it is drawn.
    pub shape: Shape,
    /// A value a month, in order.
    pub values: Vec<f64>,
}

/// Components one under the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Components {
    /// Identifier, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it says in a sentence, for those who cannot see it.
    pub description: String,
    /// Language of its words and numbers.
    pub lang: Lang,
    /// The sheet; its height follows from the components.
    pub frame: Frame,
    /// Months along the axis.
    pub months: MonthRange,
    /// The components, from the top.
    pub parts: Vec<Component>,
}

/// A component's place on the sheet.
struct Field {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    axis: Axis,
    count: usize,
}

impl Field {
    fn x(&self, n: usize) -> f64 {
        self.left + (self.right - self.left) * n as f64 / self.count.saturating_sub(1).max(1) as f64
    }

    fn y(&self, value: f64) -> f64 {
        self.axis.place(value, self.bottom, self.top)
    }
}

impl Components {
    /// Height of the plot of a component.
    const PLOT: f64 = 84.0;

    /// The drawing.
    #[must_use]
    pub fn draw(&self) -> String {
        let font = self.frame.font;
        let (head, gap) = (font * 2.5, font * 0.9);
        let height = (head + Self::PLOT + gap) * self.parts.len() as f64 + font * 1.8;
        let mut svg = Svg::open(&self.id, Frame { height, ..self.frame }, &self.title, &self.description);
        let axes: Vec<Axis> = self.parts.iter().map(axis).collect();
        let labels = axes.iter().flat_map(|axis| axis.ticks().into_iter().map(|tick| self.label(axis, tick)));
        let left = labels.map(|label| width_of(&label, font)).fold(0.0, f64::max) + 10.0;
        let right = self.frame.width - font * 1.6;
        for (n, (part, axis)) in self.parts.iter().zip(axes).enumerate() {
            let top = (head + Self::PLOT + gap) * n as f64 + head;
            let field = Field { left, right, top, bottom: top + Self::PLOT, axis, count: self.months.len() };
            self.draw_part(&mut svg, part, &field);
            if n + 1 == self.parts.len() {
                let months = Months { months: self.months, yearly: false, lang: self.lang, frame: self.frame };
                months.draw(&mut svg, field.bottom, |n| field.x(n));
            }
        }
        svg.close()
    }

    fn label(&self, axis: &Axis, tick: f64) -> String {
        Unit { digits: axis.digits(), ..Unit::LEVEL }.write(tick, self.lang)
    }

    fn draw_part(&self, svg: &mut Svg, part: &Component, field: &Field) {
        let font = self.frame.font;
        let name = fit(&part.name, font, self.frame.width, true);
        let beside = strong_width_of(&name, font) + font;
        svg.text((0.0, field.top - font * 1.2), "start", "strong ink", INK, &name);
        let scale = fit(&part.scale, font, self.frame.width - beside, false);
        svg.text((beside, field.top - font * 1.2), "start", "soft", SOFT, &scale);
        let (across, up) = ((field.left, field.right), (field.top, field.bottom));
        field.axis.grid(svg, across, up, font, |tick| self.label(&field.axis, tick));
        if let Some(base) = part.shape.base() {
            svg.line((field.left, field.y(base)), (field.right, field.y(base)), "base", SOFT);
        }
        let width = if matches!(part.shape, Shape::Strokes(_)) { "2" } else { "2.2" };
        svg.raw(&format!(
            "<path class=\"own\" d=\"{}\" fill=\"none\" stroke=\"{ACCENT}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"/>",
            path(part, field)
        ));
    }
}

fn axis(part: &Component) -> Axis {
    Axis::over(part.values.iter().copied().chain(part.shape.base()), 2)
}

fn path(part: &Component, field: &Field) -> String {
    let (mut path, mut pen_down) = (String::new(), false);
    for (n, value) in part.values.iter().enumerate() {
        if !value.is_finite() {
            pen_down = false;
            continue;
        }
        let (x, y) = (at(field.x(n)), at(field.y(*value)));
        path.push_str(&match part.shape {
            Shape::Strokes(base) => format!("M{x} {}V{y}", at(field.y(base))),
            _ => format!("{}{x} {y}", if pen_down { "L" } else { "M" }),
        });
        pen_down = true;
    }
    path
}
