//! What a model expects of the months to come: drawn so that nobody takes it for data.

use super::line::{Line, LineChart, Plot, Point};
use super::svg::{PAPER, SOFT, Svg, at, escape};

/// The dotted line with a hollow circle in it.
pub(super) fn legend(svg: &mut Svg, (x, y): (f64, f64), font: f64) {
    let (x_at, middle, y) = (at(x), at(x + font * 0.9), at(y));
    svg.raw(&format!(
        "<path class=\"beside\" d=\"M{x_at} {y}h{}\" stroke=\"{SOFT}\" stroke-width=\"1.6\" stroke-dasharray=\"1 4\" stroke-linecap=\"round\"/>\
         <circle class=\"foreseen\" cx=\"{middle}\" cy=\"{y}\" r=\"3\" fill=\"{PAPER}\" stroke=\"{SOFT}\" stroke-width=\"1.4\"/>",
        at(font * 1.8)
    ));
}

/// The months to come of a line: an interval, a dotted line, hollow circles.
pub(super) fn draw(svg: &mut Svg, plot: &Plot, chart: &LineChart, line: &Line) {
    let (mut path, mut marks) = (String::new(), String::new());
    for (n, (month, point)) in chart.months.iter().zip(&line.points).enumerate() {
        let Point::Foreseen { value, lower, upper } = point else { continue };
        let (x, y) = (at(plot.x(n)), at(plot.y(*value)));
        let (top, bottom) = (at(plot.y(*upper)), at(plot.y(*lower)));
        path.push_str(&format!("{}{x} {y}", if path.is_empty() { "M" } else { "L" }));
        marks.push_str(&format!(
            "<path class=\"beside\" d=\"M{x} {top}V{bottom}\" stroke=\"{SOFT}\" stroke-width=\"1\"/>\
             <circle class=\"foreseen\" cx=\"{x}\" cy=\"{y}\" r=\"3\" fill=\"{PAPER}\" stroke=\"{SOFT}\" stroke-width=\"1.4\">\
             <title>{}</title></circle>",
            escape(&chart.title_of(line, month, point))
        ));
    }
    svg.raw(&format!(
        "<path class=\"beside\" d=\"{path}\" fill=\"none\" stroke=\"{SOFT}\" stroke-width=\"1.6\" stroke-dasharray=\"1 4\" \
         stroke-linecap=\"round\"/>{marks}"
    ));
}
