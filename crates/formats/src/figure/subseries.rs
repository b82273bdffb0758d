//! The season month by month: for each month of the year a field with its value of every year, so that one sees at a glance where the
//! season lies, how far single years stray from it, and whether it moves.
//!
//! Cleveland and Terpenning (1982), *Graphical Methods for Seasonal Adjustment*, the seasonal subseries plot; with the SI values drawn in, as
//! programs of X-11 do (Ladiray and Quenneville 2001, chapter 4, tables D8 to D10).

use domain::text::Lang;

use super::scale::Axis;
use super::svg::{ACCENT, DOWN, INK, OFFICIAL, PAPER, RULE, SOFT, Svg, at, escape, fit, in_rows, width_of};
use super::{Frame, Unit};

/// What a month had in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct YearDot {
    /// The year.
    pub year: i32,
    /// Season and irregular together.
    pub value: f64,
    /// The season.
    pub season: f64,
    /// Whether the value was taken for extreme and replaced.
    pub replaced: bool,
    /// What hovering says.
    pub title: String,
}

/// A month of the year.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthField {
    /// What is written under it.
    pub name: String,
    /// Its years, in order.
    pub years: Vec<YearDot>,
}

impl MonthField {
    /// The mean of its season over the years.
    fn mean(&self) -> Option<f64> {
        let seasons = self.years.iter().map(|dot| dot.season).filter(|season| season.is_finite());
        let (sum, count) = seasons.fold((0.0, 0), |(sum, count), season| (sum + season, count + 1));
        (count > 0).then(|| sum / f64::from(count))
    }
}

/// The months side by side on one scale; on a phone four in a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Subseries {
    /// Identifier, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it says in a sentence, for those who cannot see it.
    pub description: String,
    /// Language of its numbers.
    pub lang: Lang,
    /// The sheet; its height follows from the fields.
    pub frame: Frame,
    /// The months.
    pub fields: Vec<MonthField>,
    /// The value of a month without a season: 100, or 0.
    pub neutral: f64,
    /// What values are in, over the axis.
    pub scale: String,
    /// What a dot is, a dot that was replaced, the line, the thin line.
    pub legend: [String; 4],
    /// What goes from left to right in a field.
    pub across: String,
}

/// A row of fields on the sheet.
struct Sheet {
    axis: Axis,
    left: f64,
    width: f64,
    first: i32,
    last: i32,
}

/// A field on it.
struct Place {
    left: f64,
    top: f64,
    bottom: f64,
}

impl Sheet {
    fn x(&self, place: &Place, year: i32) -> f64 {
        let margin = self.width * 0.14;
        let share =
            if self.last > self.first { f64::from(year - self.first) / f64::from(self.last - self.first) } else { 0.5 };
        place.left + margin + (self.width - 2.0 * margin) * share
    }

    fn y(&self, place: &Place, value: f64) -> f64 {
        self.axis.place(value, place.bottom, place.top)
    }
}

impl Subseries {
    /// Radius of a dot.
    const DOT: f64 = 2.6;

    /// The drawing.
    #[must_use]
    pub fn draw(&self) -> String {
        let (font, narrow) = (self.frame.font, self.frame.is_narrow());
        let (in_a_row, plot) = if narrow { (4, 104.0) } else { (self.fields.len().max(1), 210.0) };
        let (head, row) = (font * (1.8 * self.legend_rows() as f64 + 2.6), plot + font * 2.6);
        let height = head + row * self.fields.len().div_ceil(in_a_row) as f64 + font * 1.4;
        let mut svg = Svg::open(&self.id, Frame { height, ..self.frame }, &self.title, &self.description);
        self.draw_legend(&mut svg);
        svg.text((0.0, head - font * 1.1), "start", "soft", SOFT, &fit(&self.scale, font, self.frame.width, false));
        let sheet = self.sheet(in_a_row);
        for (n, fields) in self.fields.chunks(in_a_row).enumerate() {
            let top = head + row * n as f64;
            self.draw_grid(&mut svg, &sheet, (top, top + plot), fields.len());
            for (at_row, field) in fields.iter().enumerate() {
                let place = Place { left: sheet.left + sheet.width * at_row as f64, top, bottom: top + plot };
                self.draw_field(&mut svg, &sheet, field, &place);
            }
        }
        let across = fit(&self.across, font, self.frame.width, false);
        svg.text((self.frame.width, height - font * 0.6), "end", "soft", SOFT, &across);
        svg.close()
    }

    fn sheet(&self, in_a_row: usize) -> Sheet {
        let dots = || self.fields.iter().flat_map(|field| &field.years);
        let axis = Axis::over(dots().flat_map(|dot| [dot.value, dot.season]).chain([self.neutral]), 4);
        let labels = axis.ticks().into_iter().map(|tick| width_of(&self.label(&axis, tick), self.frame.font));
        let left = labels.fold(0.0, f64::max) + 10.0;
        let years = || dots().map(|dot| dot.year);
        Sheet {
            left,
            width: (self.frame.width - left) / in_a_row as f64,
            first: years().min().unwrap_or_default(),
            last: years().max().unwrap_or_default(),
            axis,
        }
    }

    fn label(&self, axis: &Axis, tick: f64) -> String {
        Unit { digits: axis.digits(), ..Unit::LEVEL }.write(tick, self.lang)
    }

    fn draw_grid(&self, svg: &mut Svg, sheet: &Sheet, (top, bottom): (f64, f64), fields: usize) {
        let (font, right) = (self.frame.font, sheet.left + sheet.width * fields as f64);
        sheet.axis.grid(svg, (sheet.left, right), (top, bottom), font, |tick| self.label(&sheet.axis, tick));
        let neutral = sheet.axis.place(self.neutral, bottom, top);
        svg.line((sheet.left, neutral), (right, neutral), "base", SOFT);
        for edge in 0..=fields {
            let x = sheet.left + sheet.width * edge as f64;
            svg.line((x, top), (x, bottom), "grid", RULE);
        }
    }

    fn draw_field(&self, svg: &mut Svg, sheet: &Sheet, field: &MonthField, place: &Place) {
        let font = self.frame.font;
        svg.raw("<g class=\"month-field\">");
        let name = fit(&field.name, font, sheet.width, false);
        svg.text((place.left + sheet.width / 2.0, place.bottom + font * 1.4), "middle", "ink", INK, &name);
        if let Some(mean) = field.mean() {
            let (y, ends) = (at(sheet.y(place, mean)), [sheet.first, sheet.last].map(|year| at(sheet.x(place, year))));
            svg.raw(&thin(&format!("M{} {y}H{}", ends[0], ends[1])));
        }
        let seasons = field.years.iter().filter(|dot| dot.season.is_finite());
        let path = seasons.enumerate().map(|(n, dot)| {
            let pen = if n == 0 { "M" } else { "L" };
            format!("{pen}{} {}", at(sheet.x(place, dot.year)), at(sheet.y(place, dot.season)))
        });
        svg.raw(&line(&path.collect::<String>()));
        for dot in field.years.iter().filter(|dot| dot.value.is_finite()) {
            // A phone has no pointer to rest on a dot; the values stand in the table.
            let title = if self.frame.is_narrow() { "" } else { &dot.title };
            svg.raw(&mark((sheet.x(place, dot.year), sheet.y(place, dot.value)), dot.replaced, title));
        }
        svg.raw("</g>");
    }

    /// Where each entry of the legend begins.
    fn legend_places(&self) -> Vec<(usize, f64)> {
        let font = self.frame.font;
        in_rows(self.legend.iter().map(|name| font * 3.6 + width_of(name, font)), self.frame.width)
    }

    fn legend_rows(&self) -> usize {
        self.legend_places().last().map_or(0, |(row, _)| row + 1)
    }

    fn draw_legend(&self, svg: &mut Svg) {
        let font = self.frame.font;
        for (n, (name, (row, x))) in self.legend.iter().zip(self.legend_places()).enumerate() {
            let baseline = font * (1.2 + 1.8 * row as f64);
            let middle = baseline - font * 0.35;
            let stroke = format!("M{} {}h{}", at(x), at(middle), at(font * 1.6));
            svg.raw(&match n {
                0 | 1 => mark((x + font * 0.8, middle), n == 1, ""),
                2 => line(&stroke),
                _ => thin(&stroke),
            });
            let name = fit(name, font, self.frame.width - font * 2.1, false);
            svg.text((x + font * 2.1, baseline), "start", "ink", INK, &name);
        }
    }
}

fn line(path: &str) -> String {
    format!(
        "<path class=\"own\" d=\"{path}\" fill=\"none\" stroke=\"{ACCENT}\" stroke-width=\"2.2\" stroke-linejoin=\"round\"/>"
    )
}

fn thin(path: &str) -> String {
    format!("<path class=\"official\" d=\"{path}\" fill=\"none\" stroke=\"{OFFICIAL}\" stroke-width=\"1\"/>")
}

/// A dot, hollow and of another colour where it was replaced.
fn mark((x, y): (f64, f64), replaced: bool, title: &str) -> String {
    let (class, looks) = match replaced {
        true => (
            "extreme",
            format!("r=\"{}\" fill=\"{PAPER}\" stroke=\"{DOWN}\" stroke-width=\"1.8\"", at(Subseries::DOT + 1.0)),
        ),
        false => ("si", format!("r=\"{}\" fill=\"{SOFT}\"", at(Subseries::DOT))),
    };
    let place = format!("cx=\"{}\" cy=\"{}\"", at(x), at(y));
    match title.is_empty() {
        true => format!("<circle class=\"{class}\" {place} {looks}/>"),
        false => format!("<circle class=\"{class}\" {place} {looks}><title>{}</title></circle>", escape(title)),
    }
}
