//! The last value of a chart's own line in words: beside the end of the line, or over or under it where months that have not come stand
//! beside it.

use super::line::{LineChart, Mark, Plot, Point, Role};
use super::svg::{ACCENT, SOFT, Svg, at, strong_width_of};

/// From so many letters' heights on a line leads from the value to its words.
const FAR: f64 = 2.2;

/// A value with its place in the order of months.
type Last<'a> = (usize, &'a Point, f64);

/// The last own value.
pub(super) fn of(chart: &LineChart) -> Option<Last<'_>> {
    let own = chart.lines.iter().find(|line| line.role == Role::Own)?;
    own.points.iter().enumerate().rev().find_map(|(n, point)| Some((n, point, point.value()?)))
}

/// Whether something is drawn of a later month.
pub(super) fn goes_on(chart: &LineChart) -> bool {
    let Some((n, ..)) = of(chart) else { return false };
    chart.lines.iter().any(|line| line.points.iter().skip(n + 1).any(|point| point.value().is_some()))
}

/// Writes it.
pub(super) fn draw(svg: &mut Svg, plot: &Plot, chart: &LineChart) {
    let Some((n, point, value)) = of(chart) else { return };
    let (font, label) = (chart.frame.font, chart.unit.write(value, chart.lang));
    let (x, y) = (plot.x(n), plot.y(value));
    if !goes_on(chart) {
        return svg.text((x + font * 0.7, y + font * 0.35), "start", "strong own-text halo", ACCENT, &label);
    }
    let end = x + font * 0.4;
    let baseline = free(plot, chart, (end - strong_width_of(&label, font), end), y);
    let (near, far) = if baseline < y { (baseline + font * 0.3, y - 5.0) } else { (baseline - font, y + 5.0) };
    if (baseline - y).abs() > FAR * font {
        svg.line((x, near), (x, far), "tick", SOFT);
    }
    // The end of the line is no end of the chart: a dot says where the value stands.
    if matches!(point, Point::Value { mark: Mark::Settled, .. }) {
        svg.raw(&format!("<circle class=\"own\" cx=\"{}\" cy=\"{}\" r=\"3.4\" fill=\"{ACCENT}\"/>", at(x), at(y)));
    }
    svg.text((end, baseline), "end", "strong own-text halo", ACCENT, &label);
}

/// The line to write on from `left` to `right`: the nearest to `y` that is over or under everything drawn there.
fn free(plot: &Plot, chart: &LineChart, (left, right): (f64, f64), y: f64) -> f64 {
    let (font, beside) = (chart.frame.font, plot.month_width());
    let is_there = |n: usize| (left - beside..=right + beside).contains(&plot.x(n));
    let points = chart.lines.iter().flat_map(|line| line.points.iter().enumerate());
    let drawn = points.filter(|(n, _)| is_there(*n)).flat_map(|(_, point)| point.reach()).map(|value| plot.y(value));
    let (top, bottom) = drawn.fold((y, y), |(top, bottom), y| (top.min(y), bottom.max(y)));
    let (over, under) = (top - font * 0.6, bottom + font * 1.4);
    let has_room = |baseline: &f64| (plot.top()..=plot.bottom()).contains(baseline);
    let nearer = |a: &f64, b: &f64| (a - y).abs().total_cmp(&(b - y).abs());
    [over, under].into_iter().filter(has_room).min_by(nearer).unwrap_or_else(|| plot.top())
}
