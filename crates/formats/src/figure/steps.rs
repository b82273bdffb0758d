//! The graph of a project's steps: one sign a step, laid out so that everything a step waits for stands before it.
//!
//! Layers are the longest way from a beginning (the first phase of Sugiyama, Tagawa and Toda, 1981); within a layer a step stands near the mean
//! of what it waits for (their barycentre heuristic). A sign is told apart by its shape and line as well as its colour, and carries the
//! number of its step; the names stand in the table beside the figure and in the hover titles.

use std::fmt::Write as _;

use super::Frame;
use super::svg::{ACCENT, DOWN, INK, OFFICIAL, PAPER, SOFT, Svg, at, escape};

/// How a step stands, which gives its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// Finished.
    Done,
    /// Begun.
    Underway,
    /// Begun, and its time has run out.
    Late,
    /// Begun, and its clock stands still.
    Paused,
    /// Could begin: somebody is waited for.
    Ready,
    /// Waits for other steps.
    Waiting,
    /// Not needed in this project.
    NotNeeded,
}

impl Bearing {
    /// Every bearing, in the order of a legend.
    pub const ALL: [Self; 7] =
        [Self::Done, Self::Underway, Self::Late, Self::Paused, Self::Ready, Self::Waiting, Self::NotNeeded];

    /// The class of its sign in the drawing.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Underway => "underway",
            Self::Late => "late",
            Self::Paused => "paused",
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::NotNeeded => "not-needed",
        }
    }

    /// Fill, stroke, width of the stroke, dashes, and the colour of the number.
    fn look(self) -> (&'static str, &'static str, f64, &'static str, &'static str) {
        match self {
            Self::Done => (ACCENT, ACCENT, 1.5, "", PAPER),
            Self::Underway => (OFFICIAL, OFFICIAL, 1.5, "", PAPER),
            Self::Late => (DOWN, DOWN, 1.5, "", PAPER),
            Self::Paused => (PAPER, DOWN, 2.5, "5 3", INK),
            Self::Ready => (PAPER, OFFICIAL, 3.0, "", INK),
            Self::Waiting => (PAPER, SOFT, 1.2, "", INK),
            Self::NotNeeded => (PAPER, SOFT, 1.0, "2 2", SOFT),
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepNode {
    /// Its number, written in the sign.
    pub number: String,
    /// Its name, how it stands and who is waited for: what a pointer resting on it shows.
    pub words: String,
    /// How it stands.
    pub bearing: Bearing,
    /// Whether it is on the critical path.
    pub critical: bool,
    /// What it waits for: all of the clauses, any one step of each; by place in the list of steps.
    pub waits_for: Vec<Vec<usize>>,
    /// Where a click leads.
    pub link: String,
}

/// The graph.
#[derive(Debug, Clone, PartialEq)]
pub struct StepsFigure {
    /// Identifier, unique on the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What it says in a sentence.
    pub description: String,
    /// Sheet; its height (on a phone too) is what the layers need.
    pub frame: Frame,
    /// The steps. One that waits for a later one in the list is laid out all the same.
    pub steps: Vec<StepNode>,
}

/// Half the width of a sign.
const R: f64 = 13.0;
/// Room for a sign across the layers.
const LANE: f64 = 40.0;
/// Room for a layer on a phone, where layers go down the sheet.
const LAYER: f64 = 52.0;

impl StepsFigure {
    /// The drawing.
    #[must_use]
    pub fn draw(&self) -> String {
        let layers = self.layers();
        let places = self.places(&layers);
        let frame = Frame { height: self.height(&layers), ..self.frame };
        let mut svg = Svg::open_with_links(&self.id, frame, &self.title, &self.description);
        for (at, step) in self.steps.iter().enumerate() {
            for clause in &step.waits_for {
                for before in clause.iter().filter(|before| **before < self.steps.len()) {
                    svg.raw(&self.edge(places[*before], places[at], clause.len() > 1, self.is_critical(*before, at)));
                }
            }
        }
        for (step, place) in self.steps.iter().zip(&places) {
            svg.raw(&sign(step, *place));
        }
        svg.close()
    }

    fn is_critical(&self, before: usize, after: usize) -> bool {
        self.steps[before].critical && self.steps[after].critical
    }

    /// The steps of each layer, in their order across it.
    fn layers(&self) -> Vec<Vec<usize>> {
        let depths = self.depths();
        let deepest = depths.iter().copied().max().unwrap_or(0);
        let mut layers: Vec<Vec<usize>> = vec![Vec::new(); deepest + 1];
        let mut across = vec![0.0; self.steps.len()];
        for (depth, slot) in layers.iter_mut().enumerate() {
            let mut layer: Vec<usize> = (0..self.steps.len()).filter(|step| depths[*step] == depth).collect();
            let centre = |step: usize| self.centre(step, &across).unwrap_or(step as f64 * 1e-3);
            layer.sort_by(|a, b| centre(*a).total_cmp(&centre(*b)).then(a.cmp(b)));
            for (place, step) in layer.iter().enumerate() {
                across[*step] = place as f64 - (layer.len() as f64 - 1.0) / 2.0;
            }
            *slot = layer;
        }
        layers
    }

    /// How many layers stand before each step; a circle, which a template cannot have, ends after as many rounds as there are steps.
    fn depths(&self) -> Vec<usize> {
        let mut depths = vec![0; self.steps.len()];
        for _ in 0..self.steps.len() {
            let mut settled = true;
            for (at, step) in self.steps.iter().enumerate() {
                let before = step.waits_for.iter().flatten().filter_map(|before| depths.get(*before));
                let depth = before.max().map_or(0, |deepest| deepest + 1).min(self.steps.len());
                settled &= depth == depths[at];
                depths[at] = depth;
            }
            if settled {
                break;
            }
        }
        depths
    }

    /// The mean place across of what a step waits for.
    fn centre(&self, step: usize, across: &[f64]) -> Option<f64> {
        let before: Vec<f64> =
            self.steps[step].waits_for.iter().flatten().filter_map(|before| across.get(*before).copied()).collect();
        (!before.is_empty()).then(|| before.iter().sum::<f64>() / before.len() as f64)
    }

    fn height(&self, layers: &[Vec<usize>]) -> f64 {
        let widest = layers.iter().map(Vec::len).max().unwrap_or(1) as f64;
        match self.frame.is_narrow() {
            true => layers.len() as f64 * LAYER + 2.0 * R,
            false => widest * LANE + 2.0 * R,
        }
    }

    fn places(&self, layers: &[Vec<usize>]) -> Vec<(f64, f64)> {
        let mut places = vec![(0.0, 0.0); self.steps.len()];
        let height = self.height(layers);
        let along = if self.frame.is_narrow() { height } else { self.frame.width };
        let step_along = (along - 4.0 * R) / (layers.len() as f64 - 1.0).max(1.0);
        for (depth, layer) in layers.iter().enumerate() {
            let forward = 2.0 * R + depth as f64 * step_along;
            let widest = layer.len() as f64;
            // A layer wider than a phone is drawn closer together.
            let room = if self.frame.is_narrow() { ((self.frame.width - 2.0 * R) / widest).min(LANE) } else { LANE };
            for (place, step) in layer.iter().enumerate() {
                let aside = (place as f64 - (widest - 1.0) / 2.0) * room;
                places[*step] = match self.frame.is_narrow() {
                    true => (self.frame.width / 2.0 + aside, forward),
                    false => (forward, height / 2.0 + aside),
                };
            }
        }
        places
    }

    fn edge(&self, from: (f64, f64), to: (f64, f64), any: bool, critical: bool) -> String {
        let (from, to, bend) = match self.frame.is_narrow() {
            true => ((from.0, from.1 + R), (to.0, to.1 - R), (0.0, (to.1 - from.1) / 2.5)),
            false => ((from.0 + R, from.1), (to.0 - R, to.1), ((to.0 - from.0) / 2.5, 0.0)),
        };
        let dashes = if any { " stroke-dasharray=\"4 3\"" } else { "" };
        let (stroke, width, class) = if critical { (INK, "2.4", "edge critical") } else { (SOFT, "1", "edge") };
        format!(
            "<path class=\"{class}\" d=\"M{},{}C{},{} {},{} {},{}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\"{dashes}/>",
            at(from.0),
            at(from.1),
            at(from.0 + bend.0),
            at(from.1 + bend.1),
            at(to.0 - bend.0),
            at(to.1 - bend.1),
            at(to.0),
            at(to.1)
        )
    }
}

fn sign(step: &StepNode, place: (f64, f64)) -> String {
    let (.., number) = step.bearing.look();
    format!(
        "<a href=\"{}\">{}<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-size=\"11\" font-weight=\"600\" \
         class=\"number {}\" fill=\"{number}\">{}</text><title>{}</title></a>",
        escape(&step.link),
        shape(step.bearing, place, R),
        at(place.0),
        at(place.1 + 4.0),
        step.bearing.code(),
        escape(&step.number),
        escape(&step.words)
    )
}

fn shape(bearing: Bearing, (x, y): (f64, f64), r: f64) -> String {
    let (fill, stroke, width, dashes, _) = bearing.look();
    let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
    let look = format!(
        "class=\"step {}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{}\"{dashes}",
        bearing.code(),
        at(width)
    );
    let polygon = |corners: &[(f64, f64)]| {
        let mut points = String::new();
        for (dx, dy) in corners {
            let _ = write!(points, "{},{} ", at(x + dx * r), at(y + dy * r));
        }
        format!("<polygon {look} points=\"{}\"/>", points.trim_end())
    };
    match bearing {
        Bearing::Done | Bearing::Waiting | Bearing::NotNeeded => {
            format!("<circle {look} cx=\"{}\" cy=\"{}\" r=\"{}\"/>", at(x), at(y), at(r))
        }
        Bearing::Underway | Bearing::Ready | Bearing::Paused => {
            polygon(&[(-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)])
        }
        Bearing::Late => polygon(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
    }
}

/// The sign of a bearing alone, for a legend or a list.
#[must_use]
pub fn bearing_alone(bearing: Bearing) -> String {
    let sign = shape(bearing, (8.0, 8.0), 5.6);
    format!(
        "<svg class=\"sign-alone\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">{sign}</svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(number: usize, waits_for: &[&[usize]]) -> StepNode {
        StepNode {
            number: number.to_string(),
            words: format!("Bước {number} <chờ>"),
            bearing: Bearing::ALL[number % 7],
            critical: number.is_multiple_of(2),
            waits_for: waits_for.iter().map(|clause| clause.to_vec()).collect(),
            link: format!("#step-{number}"),
        }
    }

    fn figure(frame: Frame, steps: Vec<StepNode>) -> StepsFigure {
        StepsFigure { id: "g".into(), title: "Bước".into(), description: "Các bước".into(), frame, steps }
    }

    #[test]
    fn what_is_waited_for_stands_before() {
        let steps = vec![step(0, &[&[2]]), step(1, &[]), step(2, &[&[1], &[3, 4]]), step(3, &[]), step(4, &[&[1]])];
        let figure = figure(Frame::WIDE, steps);
        assert_eq!(figure.depths(), [3, 0, 2, 0, 1]);
        let places = figure.places(&figure.layers());
        for (at, step) in figure.steps.iter().enumerate() {
            assert!(step.waits_for.iter().flatten().all(|before| places[*before].0 < places[at].0), "{at}");
        }
    }

    #[test]
    fn signs_never_lie_on_one_another_and_stay_on_the_sheet() {
        let steps: Vec<StepNode> =
            (0..30).map(|n| if n < 9 { step(n, &[]) } else { step(n, &[&[n - 9, n - 7], &[n - 8]]) }).collect();
        for frame in Frame::BOTH {
            let figure = figure(frame, steps.clone());
            let layers = figure.layers();
            let (places, height) = (figure.places(&layers), figure.height(&layers));
            for (n, (x, y)) in places.iter().enumerate() {
                assert!((R..=frame.width - R).contains(x) && (R..=height - R).contains(y), "{n} {x} {y}");
                for (x2, y2) in &places[n + 1..] {
                    assert!((x - x2).hypot(y - y2) > 1.9 * R, "{n}");
                }
            }
        }
    }

    #[test]
    fn a_circle_and_an_empty_graph_are_drawn_all_the_same() {
        let drawn = figure(Frame::WIDE, vec![step(0, &[&[1]]), step(1, &[&[0]])]).draw();
        assert!(drawn.contains("Bước 1 &lt;chờ&gt;") && drawn.ends_with("</svg>"));
        assert!(figure(Frame::NARROW, Vec::new()).draw().ends_with("</svg>"));
    }

    #[test]
    fn bearings_differ_without_colour() {
        let bare = |bearing| {
            let (fill, _, width, dashes, _) = Bearing::look(bearing);
            let shape = shape(bearing, (0.0, 0.0), 1.0).split(' ').next().unwrap().to_owned();
            (shape, fill == PAPER, format!("{width}"), dashes)
        };
        let looks: std::collections::BTreeSet<_> =
            Bearing::ALL.iter().map(|b| (bare(*b), *b == Bearing::Late)).collect();
        assert_eq!(looks.len(), 7);
    }
}
