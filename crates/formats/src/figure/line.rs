//! The line chart of a monthly series: levels or changes over time.
//!
//! What is not settled looks unsettled: estimates and filled values are hollow marks; a withheld month is a gap with a
//! grey band that says why. Figures of the statistics office are diamonds beside the line, never on it.

use domain::period::{Month, MonthRange};
use domain::text::{Lang, month as month_words};

use super::months::Months;
use super::scale::Axis;
use super::svg::{ACCENT, INK, OFFICIAL, PAPER, SOFT, Svg, at, fit, in_rows, strong_width_of, width_of};
use super::{Frame, Unit, foreseen, last};

/// How settled a value is, shown by its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Provisional or final: the line alone.
    Settled,
    /// An early estimate: a hollow circle.
    Flash,
    /// More of it filled than reported: a hollow square.
    Imputed,
}

/// One month of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Point {
    /// A value, how settled it is, and what else the hover title says (stage, observed share).
    Value {
        /// The value.
        value: f64,
        /// How settled.
        mark: Mark,
        /// Added to the hover title; may be empty.
        note: String,
    },
    /// What is expected of a month that has not come, with the ends of its interval.
    Foreseen {
        /// The value expected.
        value: f64,
        /// The lower end.
        lower: f64,
        /// The upper end.
        upper: f64,
    },
    /// Withheld from the public, and why.
    Withheld(String),
    /// There is none.
    Missing,
}

/// What a line is, which decides its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Computed here: a full line.
    Own,
    /// A second series to compare with: a thin dashed line.
    Beside,
    /// Not data but what a model expects: a dotted line in the band of its interval.
    Foreseen,
    /// Published by the statistics office: diamonds without a line.
    Official,
}

/// One series of the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Name in the legend.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// One point a month of the chart's range, in order.
    pub points: Vec<Point>,
}

/// A chart of one or more monthly series on one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct LineChart {
    /// Identifier, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it says in a sentence, for those who cannot see it.
    pub description: String,
    /// Language of its words and numbers.
    pub lang: Lang,
    /// Sheet.
    pub frame: Frame,
    /// How values are written.
    pub unit: Unit,
    /// What values are in, over the axis of values; may be empty.
    pub scale: String,
    /// Months along the axis.
    pub months: MonthRange,
    /// Whether a value is of the whole year and stands at its December.
    pub yearly: bool,
    /// The series.
    pub lines: Vec<Line>,
    /// A level drawn across: 100 for levels, 0 for changes.
    pub reference: Option<f64>,
}

/// The part of the sheet inside the axes.
pub(super) struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    axis: Axis,
    count: usize,
}

impl Plot {
    pub(super) fn x(&self, n: usize) -> f64 {
        if self.count < 2 {
            return (self.left + self.right) / 2.0;
        }
        self.left + (self.right - self.left) * n as f64 / (self.count - 1) as f64
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        self.axis.place(value, self.bottom, self.top)
    }

    pub(super) fn top(&self) -> f64 {
        self.top
    }

    pub(super) fn bottom(&self) -> f64 {
        self.bottom
    }

    pub(super) fn left(&self) -> f64 {
        self.left
    }

    pub(super) fn right(&self) -> f64 {
        self.right
    }

    pub(super) fn month_width(&self) -> f64 {
        (self.right - self.left) / self.count.max(2) as f64
    }
}

impl LineChart {
    /// The drawing.
    #[must_use]
    pub fn draw(&self) -> String {
        let mut svg = Svg::open(&self.id, self.frame, &self.title, &self.description);
        let plot = self.plot();
        self.draw_grid(&mut svg, &plot);
        let months = Months { months: self.months, yearly: self.yearly, lang: self.lang, frame: self.frame };
        months.draw(&mut svg, plot.bottom, |n| plot.x(n));
        for line in &self.lines {
            draw_gaps(&mut svg, &plot, self, line);
        }
        for line in &self.lines {
            match line.role {
                Role::Official => draw_diamonds(&mut svg, &plot, self, line),
                Role::Foreseen => foreseen::draw(&mut svg, &plot, self, line),
                Role::Own | Role::Beside => draw_line(&mut svg, &plot, self, line),
            }
        }
        last::draw(&mut svg, &plot, self);
        self.draw_legend(&mut svg);
        svg.close()
    }

    fn plot(&self) -> Plot {
        let font = self.frame.font;
        let values = self.lines.iter().flat_map(|l| &l.points).flat_map(Point::reach).chain(self.reference);
        let axis = Axis::over(values, if self.frame.is_narrow() { 4 } else { 5 });
        let labels = axis.ticks().into_iter().map(|t| width_of(&self.tick(&axis, t), font));
        let left = labels.fold(0.0, f64::max) + 10.0;
        let top = font * 1.8 * self.legend_rows() as f64 + font * if self.scale.is_empty() { 1.2 } else { 2.8 };
        // Room for the last value beside the end of its line, on a phone too; where the chart goes on, it stands over it.
        let last = last::of(self).filter(|_| !last::goes_on(self));
        let last = last.map_or(0.0, |(.., value)| strong_width_of(&self.unit.write(value, self.lang), font));
        // At least as much as half a year's name under the last tick.
        let right = self.frame.width - (font * 1.6).max((font + last).min(self.frame.width / 4.0));
        Plot { left, right, top, bottom: self.frame.height - font * 2.2, axis, count: self.months.len() }
    }

    fn tick(&self, axis: &Axis, value: f64) -> String {
        Unit { digits: axis.digits(), ..self.unit }.write(value, self.lang)
    }

    fn draw_grid(&self, svg: &mut Svg, plot: &Plot) {
        if !self.scale.is_empty() {
            let scale = fit(&self.scale, self.frame.font, self.frame.width, false);
            svg.text((0.0, plot.top - self.frame.font * 1.1), "start", "soft", SOFT, &scale);
        }
        let (across, up) = ((plot.left, plot.right), (plot.top, plot.bottom));
        plot.axis.grid(svg, across, up, self.frame.font, |tick| self.tick(&plot.axis, tick));
        if let Some(reference) = self.reference {
            let y = plot.y(reference);
            svg.line((plot.left, y), (plot.right, y), "base", SOFT);
        }
    }

    /// The name of a line as far as it fits beside its mark.
    fn legend_name(&self, line: &Line) -> String {
        fit(&line.name, self.frame.font, self.frame.width - self.frame.font * 2.3, false)
    }

    /// Where each entry of the legend begins.
    fn legend_places(&self) -> Vec<(usize, f64)> {
        let font = self.frame.font;
        let widths = self.lines.iter().map(|line| width_of(&self.legend_name(line), font) + font * 4.0);
        in_rows(widths, self.frame.width)
    }

    fn legend_rows(&self) -> usize {
        self.legend_places().last().map_or(1, |(row, _)| row + 1)
    }

    fn draw_legend(&self, svg: &mut Svg) {
        let font = self.frame.font;
        for (line, (row, x)) in self.lines.iter().zip(self.legend_places()) {
            let y = font * (1.2 + 1.8 * row as f64);
            let middle = y - font * 0.35;
            match line.role {
                Role::Official => svg.raw(&diamond(x + font * 0.9, middle, font * 0.45, "")),
                Role::Own => svg.raw(&format!(
                    "<path class=\"own\" d=\"M{} {}h{}\" stroke=\"{ACCENT}\" stroke-width=\"2.4\"/>",
                    at(x),
                    at(middle),
                    at(font * 1.8)
                )),
                Role::Foreseen => foreseen::legend(svg, (x, middle), font),
                Role::Beside => svg.raw(&format!(
                    "<path class=\"beside\" d=\"M{} {}h{}\" stroke=\"{SOFT}\" stroke-width=\"1.6\" stroke-dasharray=\"5 3\"/>",
                    at(x),
                    at(middle),
                    at(font * 1.8)
                )),
            }
            svg.text((x + font * 2.3, y), "start", "ink", INK, &self.legend_name(line));
        }
    }

    pub(super) fn title_of(&self, line: &Line, month: Month, point: &Point) -> String {
        let when = match (self.yearly, self.lang) {
            (false, _) => month_words(month, self.lang),
            (true, Lang::Vi) => format!("năm {}", month.year()),
            (true, Lang::En) => month.year().to_string(),
        };
        let head = format!("{}, {when}", line.name);
        match point {
            Point::Value { value, note, .. } if note.is_empty() => {
                format!("{head}: {}", self.unit.write(*value, self.lang))
            }
            Point::Value { value, note, .. } => format!("{head}: {} ({note})", self.unit.write(*value, self.lang)),
            Point::Foreseen { value, lower, upper } => {
                let write = |value: f64| self.unit.write(value, self.lang);
                format!("{head}: {} ({} – {})", write(*value), write(*lower), write(*upper))
            }
            Point::Withheld(why) => format!("{head}: {why}"),
            Point::Missing => head,
        }
    }
}

impl Point {
    /// The value, if there is a finite one.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Value { value, .. } | Self::Foreseen { value, .. } => Some(*value).filter(|v| v.is_finite()),
            Self::Withheld(_) | Self::Missing => None,
        }
    }

    /// The values the axis must have room for.
    pub(super) fn reach(&self) -> impl Iterator<Item = f64> {
        let ends = match self {
            Self::Foreseen { lower, upper, .. } => [Some(*lower), Some(*upper)],
            other => [other.value(), None],
        };
        ends.into_iter().flatten().filter(|value| value.is_finite())
    }
}

fn draw_gaps(svg: &mut Svg, plot: &Plot, chart: &LineChart, line: &Line) {
    let points: Vec<_> = chart.months.iter().zip(&line.points).enumerate().collect();
    for run in points.chunk_by(|(_, (_, a)), (_, (_, b))| a == b) {
        let (first, (month, point)) = run[0];
        if let Point::Withheld(_) = point {
            let half = plot.month_width() / 2.0;
            let (from, to) = (plot.x(first) - half, plot.x(first + run.len() - 1) + half);
            let (from, to) = (from.max(plot.left), to.min(plot.right));
            let title = chart.title_of(line, month, point);
            svg.bar((from, plot.top), (to - from, plot.bottom - plot.top), "withheld", "#eceeec", &title);
        }
    }
}

fn draw_line(svg: &mut Svg, plot: &Plot, chart: &LineChart, line: &Line) {
    let (class, stroke, rest) = match line.role {
        Role::Beside => ("beside", SOFT, " stroke-width=\"1.6\" stroke-dasharray=\"5 3\""),
        _ => ("own", ACCENT, " stroke-width=\"2.4\" stroke-linejoin=\"round\""),
    };
    let mut path = String::new();
    let mut dots = String::new();
    let mut pen_down = false;
    for (n, point) in line.points.iter().enumerate() {
        let Some(value) = point.value() else {
            pen_down = false;
            continue;
        };
        let alone = !pen_down && line.points.get(n + 1).and_then(Point::value).is_none();
        let (x, y) = (at(plot.x(n)), at(plot.y(value)));
        path.push_str(&format!("{}{x} {y}{}", if pen_down { "L" } else { "M" }, if alone { "h0.1" } else { "" }));
        pen_down = true;
        // A value without a neighbour has no line to be seen by: whole years, for one.
        if alone && matches!(point, Point::Value { mark: Mark::Settled, .. }) {
            dots.push_str(&format!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"4\" fill=\"{stroke}\"/>"));
        }
    }
    svg.raw(&format!(
        "<path class=\"{class}\" d=\"{path}\" fill=\"none\" stroke=\"{stroke}\" stroke-linecap=\"round\"{rest}/>{dots}"
    ));
    for (n, (month, point)) in chart.months.iter().zip(&line.points).enumerate() {
        // A phone has no pointer to rest on a settled month; its values stand in the table.
        if chart.frame.is_narrow() && matches!(point, Point::Value { mark: Mark::Settled, .. }) {
            continue;
        }
        draw_mark(svg, (plot.x(n), plot.month_width()), point, |v| plot.y(v), || chart.title_of(line, month, point));
    }
}

/// The mark of one month: hollow where it is unsettled, else an unseen target for the pointer.
fn draw_mark(svg: &mut Svg, across: (f64, f64), point: &Point, y: impl Fn(f64) -> f64, title: impl Fn() -> String) {
    let (Point::Value { mark, .. }, Some(value)) = (point, point.value()) else { return };
    let (x, y, radius) = (across.0, y(value), (across.1 / 2.0).clamp(3.0, 9.0));
    let title = super::svg::escape(&title());
    let (cx, cy) = (at(x), at(y));
    svg.raw(&match mark {
        Mark::Settled => format!(
            "<circle class=\"target\" cx=\"{cx}\" cy=\"{cy}\" r=\"{}\" fill-opacity=\"0\"><title>{title}</title></circle>",
            at(radius)
        ),
        Mark::Flash => format!(
            "<circle class=\"flash\" cx=\"{cx}\" cy=\"{cy}\" r=\"4\" fill=\"{PAPER}\" stroke=\"{ACCENT}\" \
             stroke-width=\"1.8\"><title>{title}</title></circle>"
        ),
        Mark::Imputed => format!(
            "<rect class=\"imputed\" x=\"{}\" y=\"{}\" width=\"6\" height=\"6\" fill=\"{PAPER}\" stroke=\"{ACCENT}\" \
             stroke-width=\"1.4\"><title>{title}</title></rect>",
            at(x - 3.0),
            at(y - 3.0)
        ),
    });
}

fn draw_diamonds(svg: &mut Svg, plot: &Plot, chart: &LineChart, line: &Line) {
    for (n, (month, point)) in chart.months.iter().zip(&line.points).enumerate() {
        if let Some(value) = point.value() {
            svg.raw(&diamond(plot.x(n), plot.y(value), 6.5, &chart.title_of(line, month, point)));
        }
    }
}

/// Hollow, so that the mark of the own figure is seen where the two meet.
fn diamond(x: f64, y: f64, r: f64, title: &str) -> String {
    let title = if title.is_empty() { String::new() } else { format!("<title>{}</title>", super::svg::escape(title)) };
    format!(
        "<path class=\"official\" d=\"M{} {}l{r} {r}l-{r} {r}l-{r} -{r}z\" fill=\"none\" stroke=\"{OFFICIAL}\" \
         stroke-width=\"1.8\" pointer-events=\"all\">{title}</path>",
        at(x),
        at(y - r),
        r = at(r)
    )
}
