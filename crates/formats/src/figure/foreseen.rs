//! What a model expects of the months to come: a grey band of its interval with a dotted line in it, so that nobody takes it for data. No
//! mark stands in it: hollow ones are figures that are not settled yet.

use super::line::{Line, LineChart, Plot, Point};
use super::svg::{SOFT, Svg, at, escape};

/// How dense the band is; a page restyles its colour only.
const DENSITY: &str = "0.18";

/// A piece of band with the dotted line in it.
pub(super) fn legend(svg: &mut Svg, (x, y): (f64, f64), font: f64) {
    let (width, height) = (font * 1.8, font);
    svg.raw(&format!(
        "<rect class=\"band\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{SOFT}\" fill-opacity=\"{DENSITY}\"/>{}",
        at(x),
        at(y - height / 2.0),
        at(width),
        at(height),
        dotted(&format!("M{} {}h{}", at(x), at(y), at(width)))
    ));
}

/// The months to come of a line.
pub(super) fn draw(svg: &mut Svg, plot: &Plot, chart: &LineChart, line: &Line) {
    let half = plot.month_width() / 2.0;
    let (mut upper_edge, mut lower_edge, mut middle, mut targets) =
        (Vec::new(), Vec::new(), String::new(), String::new());
    for (n, (month, point)) in chart.months.iter().zip(&line.points).enumerate() {
        let Point::Foreseen { value, lower, upper } = point else { continue };
        let (x, y) = (plot.x(n), plot.y(*value));
        // Each month has its width, so that one alone is seen too.
        for x in [x - half, x + half].map(|x| x.clamp(plot.left(), plot.right())) {
            upper_edge.push((x, plot.y(*upper)));
            lower_edge.push((x, plot.y(*lower)));
        }
        // A line of no length would not be seen.
        let pen = if middle.is_empty() { format!("M{} {}h0.1", at(x), at(y)) } else { format!("L{} {}", at(x), at(y)) };
        middle.push_str(&pen);
        let title = escape(&chart.title_of(line, month, point));
        targets.push_str(&format!(
            "<circle class=\"target\" cx=\"{}\" cy=\"{}\" r=\"{}\" fill-opacity=\"0\"><title>{title}</title></circle>",
            at(x),
            at(y),
            at(half.clamp(3.0, 9.0))
        ));
    }
    let around = upper_edge.into_iter().chain(lower_edge.into_iter().rev());
    let band: Vec<String> = around.map(|(x, y)| format!("{} {}", at(x), at(y))).collect();
    if band.is_empty() {
        return;
    }
    svg.raw(&format!(
        "<path class=\"band\" d=\"M{}z\" fill=\"{SOFT}\" fill-opacity=\"{DENSITY}\"/>{}",
        band.join("L"),
        dotted(&middle)
    ));
    // A phone has no pointer to rest on a month.
    if !chart.frame.is_narrow() {
        svg.raw(&targets);
    }
}

fn dotted(path: &str) -> String {
    format!(
        "<path class=\"foreseen\" d=\"{path}\" fill=\"none\" stroke=\"{SOFT}\" stroke-width=\"1.8\" stroke-dasharray=\"1 4\" \
         stroke-linecap=\"round\"/>"
    )
}
