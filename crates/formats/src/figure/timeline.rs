//! The time of a project: a row a step, what was done as a full bar, what is planned as an outlined one, the legal end as a mark, and
//! today as a line through all.

use jiff::civil::Date;

use super::Frame;
use super::steps::Bearing;
use super::svg::{ACCENT, DOWN, INK, OFFICIAL, PAPER, RULE, SOFT, Svg, at, escape, fit};

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// Number and name of the step.
    pub name: String,
    /// What a pointer resting on it shows.
    pub words: String,
    /// How it stands.
    pub bearing: Bearing,
    /// When it begins or began.
    pub from: Date,
    /// When it ends or ended; an end before the beginning is drawn as the beginning.
    pub to: Date,
    /// Whether the dates are planned or computed rather than facts.
    pub planned: bool,
    /// When its legal time ends.
    pub due: Option<Date>,
}

/// The timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// Identifier, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it says in a sentence.
    pub description: String,
    /// Sheet; its height is replaced by what the rows need.
    pub frame: Frame,
    /// Today, and its word.
    pub today: (Date, String),
    /// The rows, in order.
    pub spans: Vec<Span>,
}

/// Room above the rows for the years.
const HEAD: f64 = 26.0;

/// Room the word of today takes to either side.
const TODAY: f64 = 80.0;

impl Timeline {
    /// The drawing.
    #[must_use]
    pub fn draw(&self) -> String {
        let row = if self.frame.is_narrow() { 36.0 } else { 24.0 };
        let height = HEAD + self.spans.len() as f64 * row + 8.0;
        let mut svg = Svg::open(&self.id, Frame { height, ..self.frame }, &self.title, &self.description);
        let scale = self.scale();
        self.years(&mut svg, &scale, height);
        for (n, span) in self.spans.iter().enumerate() {
            self.row(&mut svg, &scale, HEAD + n as f64 * row, span);
        }
        let now = scale.at(self.today.0);
        svg.line((now, HEAD - 6.0), (now, height - 4.0), "today", DOWN);
        svg.text(
            (now, HEAD - 12.0),
            if now > self.frame.width - 60.0 { "end" } else { "middle" },
            "gap-text",
            DOWN,
            &self.today.1,
        );
        svg.close()
    }

    fn scale(&self) -> Scale {
        let days = || self.spans.iter().flat_map(|span| [span.from, span.to].into_iter().chain(span.due));
        let first = days().chain([self.today.0]).min().unwrap_or(self.today.0);
        let last = days().chain([self.today.0]).max().unwrap_or(self.today.0);
        let left = if self.frame.is_narrow() { 4.0 } else { self.names() + 8.0 };
        Scale { first, days: between(first, last).max(30.0), left, right: self.frame.width - 8.0 }
    }

    /// Room for the names beside the bars.
    fn names(&self) -> f64 {
        self.frame.width * 0.42
    }

    fn years(&self, svg: &mut Svg, scale: &Scale, height: f64) {
        let last = f64::from(scale.first.year()) + scale.days / 365.25 + 1.0;
        // At most a dozen lines, however many years.
        let every = (scale.days / 365.25 / 12.0).ceil().max(1.0) as i16;
        for year in (scale.first.year()..=last as i16).filter(|year| year % every == 0) {
            let Ok(day) = Date::new(year, 1, 1) else { continue };
            let x = scale.at(day);
            if x < scale.left || x > scale.right {
                continue;
            }
            svg.line((x, HEAD - 4.0), (x, height - 4.0), "grid", RULE);
            // The word of today goes before the number of a year.
            if (x - scale.at(self.today.0)).abs() < TODAY {
                continue;
            }
            svg.text((x + 3.0, 11.0), "start", "soft", SOFT, &year.to_string());
        }
    }

    fn row(&self, svg: &mut Svg, scale: &Scale, top: f64, span: &Span) {
        let (bar, name) = if self.frame.is_narrow() { (top + 18.0, top + 12.0) } else { (top + 5.0, top + 16.0) };
        let room = if self.frame.is_narrow() { self.frame.width - 8.0 } else { self.names() };
        let words = fit(&span.name, self.frame.font, room, false);
        svg.text((2.0, name), "start", "ink", INK, &words);
        let (from, to) = (scale.at(span.from), scale.at(span.to.max(span.from)).max(scale.at(span.from) + 3.0));
        let colour = match span.bearing {
            Bearing::Done => ACCENT,
            Bearing::Late | Bearing::Paused => DOWN,
            Bearing::Underway | Bearing::Ready => OFFICIAL,
            Bearing::Waiting | Bearing::NotNeeded => SOFT,
        };
        let (fill, dashes) = if span.planned { (PAPER, " stroke-dasharray=\"4 2\"") } else { (colour, "") };
        svg.raw(&format!(
            "<rect class=\"span {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"12\" rx=\"2\" fill=\"{fill}\" stroke=\"{colour}\" \
             stroke-width=\"1.4\"{dashes}><title>{}</title></rect>",
            span.bearing.code(),
            at(from),
            at(bar),
            at(to - from),
            escape(&span.words)
        ));
        if let Some(due) = span.due {
            let x = scale.at(due);
            svg.line((x, bar - 3.0), (x, bar + 15.0), "due", INK);
        }
    }
}

/// Days to the sheet.
struct Scale {
    first: Date,
    days: f64,
    left: f64,
    right: f64,
}

impl Scale {
    fn at(&self, day: Date) -> f64 {
        self.left + between(self.first, day) / self.days * (self.right - self.left)
    }
}

fn between(first: Date, last: Date) -> f64 {
    first.until(last).map_or(0.0, |span| f64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn timeline(frame: Frame) -> Timeline {
        let span = |name: &str, bearing, from, to, planned, due: Option<&str>| Span {
            name: name.into(),
            words: format!("{name}: {from} – {to}"),
            bearing,
            from: day(from),
            to: day(to),
            planned,
            due: due.map(day),
        };
        Timeline {
            id: "t".into(),
            title: "Tiến độ".into(),
            description: "Các bước theo thời gian".into(),
            frame,
            today: (day("2024-02-20"), "hôm nay".into()),
            spans: vec![
                span("1. Cấp giấy phép thăm dò", Bearing::Done, "2021-03-01", "2021-06-30", false, Some("2021-05-31")),
                span(
                    "2. Đánh giá tác động môi trường & cam kết",
                    Bearing::Late,
                    "2023-09-01",
                    "2024-02-20",
                    false,
                    None,
                ),
                span("3. Xây dựng", Bearing::Waiting, "2024-03-01", "2026-12-31", true, None),
            ],
        }
    }

    #[test]
    fn bars_lie_between_the_margins_in_the_order_of_their_days() {
        for frame in Frame::BOTH {
            let timeline = timeline(frame);
            let scale = timeline.scale();
            let ends: Vec<f64> = timeline.spans.iter().flat_map(|s| [scale.at(s.from), scale.at(s.to)]).collect();
            assert!(ends.is_sorted() && ends[0] >= scale.left && ends[5] <= scale.right + 0.1, "{ends:?}");
            let drawn = timeline.draw();
            assert!(drawn.contains("môi trường &amp; cam kết") && drawn.contains("hôm nay"), "{drawn}");
            assert_eq!(drawn.matches("class=\"span").count(), 3);
        }
    }

    #[test]
    fn a_project_of_a_day_and_one_of_a_century_are_drawn() {
        let mut short = timeline(Frame::NARROW);
        short.spans.truncate(0);
        assert!(short.draw().ends_with("</svg>"));
        let mut long = timeline(Frame::WIDE);
        long.spans[2].to = day("2123-12-31");
        assert!(long.draw().matches("class=\"grid\"").count() <= 13);
    }
}
