//! The part of the bulletin about where the year stands: against the plan, and against the statistics office's figures.

use super::compose::{Writer, own};
use super::pieces::{Piece, Place, calibrated, plan_digits};
use super::{Counted, Figure, Reference, Role};
use crate::period::Period;
use crate::release::comparison::Comparison;
use crate::release::target::Progress;
use crate::series::{self, Measure, Origin};
use crate::text::Text;

impl Writer<'_> {
    pub(super) fn targets(&mut self) {
        if self.story.targets.is_empty() {
            return;
        }
        self.heading("So với kế hoạch năm", "Against the plan of the year");
        let items = self.story.targets.iter().map(|progress| self.target(progress)).collect();
        self.items(items);
    }

    fn target(&self, progress: &Progress) -> Piece {
        let (pen, month) = (self.pen, progress.through);
        let target = &progress.target;
        let measure = if progress.months_left == 0 { Measure::Year } else { Measure::Ytd };
        let plan = Reference { figure: Figure::Target, ..own(&target.node, month, measure) };
        let plan = [
            pen.words(
                if target.growth < 0.0 { "giảm " } else { "tăng " },
                if target.growth < 0.0 { "a fall of " } else { "growth of " },
            ),
            vec![pen.value_of(target.growth, plan_digits(target.growth), &plan.node, month, plan.figure, plan.origin)],
            pen.words("%", "%"),
        ]
        .concat();
        let (short, ahead) = (("hụt ", "short by "), ("vượt ", "ahead by "));
        let (vi, en) = if series::round(progress.gap, 2) < 0.0 { ahead } else { short };
        let mut gap = pen.words(vi, en);
        gap.push(pen.value(progress.gap, 2, &target.node, month, Figure::Gap));
        gap.extend(pen.points());
        let mut item = pen.sentence(
            "Năm {year}: kế hoạch {plan}, kết quả {result}, {gap} so với kế hoạch",
            "{year}: the plan was {plan}; the index {result}, {gap}",
            &[
                ("year", pen.name(&target.year.to_string())),
                ("plan", plan),
                ("result", pen.change(progress.result, &own(&target.node, month, measure), "")),
                ("gap", gap),
            ],
        );
        item.extend(self.needed(progress));
        item
    }

    /// What the months left have to bring.
    fn needed(&self, progress: &Progress) -> Piece {
        let Some(needed) = progress.growth_needed else { return Piece::new() };
        let (pen, left) = (self.pen, usize::from(progress.months_left));
        let figure = vec![pen.value(needed, 2, &progress.target.node, progress.through, Figure::GrowthNeeded)];
        let pieces = [("left", pen.count(left, Counted::MonthsLeft, progress.through)), ("needed", figure)];
        if series::round(needed, 2) < 0.0 {
            pen.sentence(
                "; để hoàn thành kế hoạch, {left} tháng còn lại chỉ cần không giảm quá {needed}% so với cùng kỳ năm trước",
                "; the {left} months left may fall by up to {needed}% on last year and still meet the plan",
                &pieces,
            )
        } else {
            pen.sentence(
                "; để hoàn thành kế hoạch, {left} tháng còn lại cần tăng {needed}% so với cùng kỳ năm trước",
                "; the {left} months left need growth of {needed}% on last year to meet the plan",
                &pieces,
            )
        }
    }

    pub(super) fn official(&mut self) {
        if self.story.official.is_empty() {
            return;
        }
        self.heading(
            "Số liệu Cục Thống kê công bố và số Sở tự tính",
            "Figures of the statistics office and own figures",
        );
        let items = self.story.official.iter().map(|comparison| self.comparison(comparison)).collect();
        self.items(items);
        if self.story.simulated {
            let words = calibrated();
            self.put(Role::Notice, self.pen.words(&words.vi, &words.en));
        }
        let in_lang = |source: &str| Text::typed(source).in_lang(self.pen.lang).to_owned();
        let mut sources: Vec<String> = self.story.official.iter().map(|c| in_lang(&c.source)).collect();
        sources.dedup();
        let source = self.pen.name(&sources.join("; "));
        let notice = self.pen.sentence("Nguồn: {source}.", "Source: {source}.", &[("source", source)]);
        self.put(Role::Notice, notice);
    }

    fn comparison(&self, comparison: &Comparison) -> Piece {
        let pen = self.pen;
        let (node, month) = (&comparison.node, comparison.month());
        let figure = own(node, month, comparison.measure);
        let published = Reference { origin: Origin::Official, ..figure.clone() };
        let name = self.story.sections.iter().chain([&self.story.whole]).find(|n| n.code == *node);
        let name = name.map_or_else(|| pen.name(node), |n| pen.industry(&n.code, &n.name, Place::Begins));
        let when = match comparison.measure {
            Measure::Mom => pen.words("so với tháng trước", "on the month"),
            Measure::Yoy => pen.words("so với cùng kỳ năm trước", "on the year"),
            Measure::Ytd => pen.words("lũy kế từ đầu năm", "year to date"),
            Measure::Year => pen.words("cả năm", "whole year"),
        };
        let period = match comparison.period {
            Period::Month(month) => pen.month_in_words(month),
            other => pen.sentence("năm {year}", "{year}", &[("year", pen.name(&other.to_string()))]),
        };
        let mut item = pen.sentence(
            "{name}, {period}, {when}: Cục Thống kê công bố {official}",
            "{name}, {period}, {when}: {official} as published",
            &[
                ("name", name),
                ("period", period),
                ("when", when),
                ("official", pen.change(comparison.official, &published, "")),
            ],
        );
        item.extend(self.difference(comparison, &figure));
        item
    }

    /// The own figure and how far it lies from the published one.
    fn difference(&self, comparison: &Comparison, figure: &Reference) -> Piece {
        let pen = self.pen;
        let (Some(own), Some(difference)) = (comparison.own, comparison.difference()) else {
            return pen.words("; Sở không có số để công bố", "; no own figure that may be shown");
        };
        let mut gap = match difference {
            d if d > 0.0 => pen.words("cao hơn ", "higher by "),
            d if d < 0.0 => pen.words("thấp hơn ", "lower by "),
            _ => pen.words("khớp nhau", "they agree"),
        };
        if difference != 0.0 {
            let Reference { node, month, .. } = figure;
            gap.push(pen.value(difference, 2, node, *month, Figure::Difference(comparison.measure)));
            gap.extend(pen.points());
        }
        pen.sentence(
            "; Sở tự tính {own}; {gap}",
            "; {own} as computed here; {gap}",
            &[("own", pen.change(own, figure, "")), ("gap", gap)],
        )
    }
}
