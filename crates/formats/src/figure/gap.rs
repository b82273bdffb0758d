//! The plan of a year against its result: one scale, the result as a bar from zero, the plan as a mark, and the gap
//! between them drawn as what it is, a distance.

use domain::text::Lang;

use super::scale::Axis;
use super::svg::{ACCENT, DOWN, INK, RULE, SOFT, Svg, at, strong_width_of};
use super::{Frame, Unit};

/// Plan and result on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanGap {
    /// Identifier, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it says in a sentence.
    pub description: String,
    /// Language of its numbers.
    pub lang: Lang,
    /// Growth planned, per cent.
    pub plan: f64,
    /// Growth reached, per cent.
    pub result: f64,
    /// `Kế hoạch`, `Plan`.
    pub plan_name: String,
    /// `Kết quả`, `Result`.
    pub result_name: String,
    /// What is written on the distance: `thiếu 27,22 điểm phần trăm`.
    pub gap_name: String,
}

impl PlanGap {
    const FRAME: Frame = Frame { width: 350.0, height: 128.0, font: 12.0 };

    /// The drawing; the same sheet serves phone and desktop.
    #[must_use]
    pub fn draw(&self) -> String {
        let (frame, font) = (Self::FRAME, Self::FRAME.font);
        let mut svg = Svg::open(&self.id, frame, &self.title, &self.description);
        let axis = Axis::over([0.0, self.plan, self.result], 5);
        let margin = font * 1.6;
        let place = |v: f64| axis.place(v, margin, frame.width - margin);
        let bottom = frame.height - font * 1.8;
        for tick in axis.ticks() {
            let x = place(tick);
            svg.line((x, font * 1.6), (x, bottom), if tick == 0.0 { "base" } else { "grid" }, RULE);
            let label = Unit { digits: axis.digits(), ..Unit::PERCENT }.write(tick, self.lang);
            svg.text((x, frame.height - font * 0.5), "middle", "soft", SOFT, &label);
        }
        svg.line((place(0.0), font * 1.6), (place(0.0), bottom), "base", SOFT);
        let (zero, plan, result) = (place(0.0), place(self.plan), place(self.result));
        let (class, fill) = if self.result < 0.0 { ("down", DOWN) } else { ("up", ACCENT) };
        let written = Unit::PERCENT.write(self.result, self.lang);
        let title = format!("{}: {written}", self.result_name);
        svg.bar((zero.min(result), 62.0), ((result - zero).abs().max(1.0), 18.0), class, fill, &title);
        self.label(&mut svg, result, 57.0, &title);
        let title = format!("{}: {}", self.plan_name, Unit::PERCENT.write(self.plan, self.lang));
        svg.bar((plan - 1.5, 24.0), (3.0, bottom - 24.0), "plan-mark", INK, &title);
        self.label(&mut svg, plan, 18.0, &title);
        self.draw_gap(&mut svg, result, plan);
        svg.close()
    }

    /// A label centred on `x`; near an edge it begins or ends there, so that it never leaves the sheet whatever the letters.
    fn label(&self, svg: &mut Svg, x: f64, y: f64, text: &str) {
        let (half, width) = (strong_width_of(text, Self::FRAME.font) / 2.0, Self::FRAME.width);
        let (x, anchor) = match x {
            x if x < half => (0.0, "start"),
            x if x + half > width => (width, "end"),
            x => (x, "middle"),
        };
        svg.text((x, y), anchor, "strong ink halo", INK, text);
    }

    fn draw_gap(&self, svg: &mut Svg, result: f64, plan: f64) {
        let y = 38.0;
        let (class, stroke) = if self.result < self.plan { ("gap-line", DOWN) } else { ("gap-line ahead", ACCENT) };
        svg.raw(&format!(
            "<path class=\"{class}\" d=\"M{r} {a}V{b}M{r} {y}H{p}M{p} {a}V{b}\" fill=\"none\" stroke=\"{stroke}\" \
             stroke-width=\"1.6\"><title>{}</title></path>",
            super::svg::escape(&self.gap_name),
            r = at(result),
            p = at(plan),
            a = at(y - 4.0),
            b = at(y + 4.0),
            y = at(y),
        ));
    }
}
