//! One pass through the periods, one walk up and one down the tree in each.
//!
//! Within a period every node has a *ratio*: its level over what it is compared with ([`Reference`]). A leaf's ratio is its level over
//! its own reference; a node's ratio is the mean of its children's, arithmetic or harmonic. The index is the ratio times the index
//! over the reference. With [`Reference::Levels`] the ratio is the level itself.
//!
//! A missing leaf follows its parent: going up, a node's *relative* (against the period before) is found from those of its children
//! that have one; going down, whoever has none takes it from above. Then ratios are averaged as if nothing were missing.

use std::ops::Range;

use super::plan::{Reference, Step, steps};
use super::validity::{Epoch, Epochs};
use super::{AggregateError, Aggregation, Cell, Components, Formula};

/// Runs a formula other than Fisher through all periods.
pub(super) fn run(formula: Formula, components: &Components, epochs: &Epochs) -> Result<Aggregation, AggregateError> {
    let steps = steps(formula, components.periods(), epochs)?;
    let mut run = Run::new(formula, components, epochs);
    run.check_inputs()?;
    for (at, step) in steps.iter().enumerate() {
        run.period(at, step)?;
    }
    Ok(Aggregation {
        periods: components.periods().to_vec(),
        codes: epochs.codes.clone(),
        cells: run.cells,
        notes: Vec::new(),
    })
}

struct Run<'a> {
    formula: Formula,
    components: &'a Components,
    epochs: &'a Epochs,
    /// By node: its series, when one is given.
    inputs: Vec<Option<&'a [Option<f64>]>>,
    /// By node: what its input is divided by to continue the level it was given while it followed its parent; `None` while
    /// it has never been observed.
    scales: Vec<Option<f64>>,
    /// By node: the mean of what was observed in the periods a chain starts from.
    starts: Vec<Option<f64>>,
    /// By period and node: levels of leaves, gaps filled.
    levels: Vec<Vec<f64>>,
    /// By period and node: the index.
    index: Vec<Vec<f64>>,
    cells: Vec<Vec<Option<Cell>>>,
}

/// What is known of the nodes of one tree in one period, in tree order.
struct Walk {
    /// What leaves are compared with.
    reference: Vec<f64>,
    /// Ratios of the period before, against this period's reference.
    before: Vec<f64>,
    /// Ratios.
    now: Vec<f64>,
    /// Relative to the period before, of nodes with something observed.
    relative: Vec<Option<f64>>,
    /// Whether nothing below is missing.
    complete: Vec<bool>,
    /// Whether nothing below was observed.
    imputed: Vec<bool>,
}

impl<'a> Run<'a> {
    fn new(formula: Formula, components: &'a Components, epochs: &'a Epochs) -> Self {
        let nodes = epochs.codes.len();
        let periods = components.periods().len();
        Self {
            formula,
            components,
            epochs,
            inputs: epochs.codes.iter().map(|code| components.series(code)).collect(),
            scales: vec![None; nodes],
            starts: vec![None; nodes],
            levels: Vec::with_capacity(periods),
            index: Vec::with_capacity(periods),
            cells: vec![vec![None; periods]; nodes],
        }
    }

    /// A chain cannot pass through zero; an annual chain can, but not below it.
    fn check_inputs(&self) -> Result<(), AggregateError> {
        let allowed = |value: f64| match self.formula {
            Formula::Fixed => true,
            Formula::AnnualChain(_) => value >= 0.0,
            _ => value > 0.0,
        };
        for (node, series) in self.inputs.iter().enumerate().filter(|(node, _)| self.epochs.is_leaf[*node]) {
            for (at, value) in series.iter().flat_map(|series| series.iter().enumerate()) {
                if let Some(value) = value.filter(|v| !allowed(*v)) {
                    return Err(self.not_positive(node, at, value));
                }
            }
        }
        Ok(())
    }

    fn not_positive(&self, node: usize, at: usize, value: f64) -> AggregateError {
        let (code, period) = (self.epochs.codes[node].clone(), self.components.periods()[at].clone());
        AggregateError::NotPositive { code, period, value }
    }

    fn observed(&self, node: usize, at: usize) -> Option<f64> {
        self.inputs[node]?[at]
    }

    fn period(&mut self, at: usize, step: &Step) -> Result<(), AggregateError> {
        let epochs = self.epochs;
        let epoch = &epochs.epochs[step.epoch];
        if at == 0 {
            self.start(&step.reference);
        }
        let mut walk = self.open(at, epoch, &step.reference)?;
        self.up(at, epoch, &mut walk);
        self.down(at, epoch, &mut walk)?;
        self.average(epoch, &mut walk);
        self.close(at, epoch, &step.reference, walk)
    }

    /// Finds what the chain starts from.
    fn start(&mut self, reference: &Reference) {
        for node in 0..self.inputs.len() {
            let mean = match (reference, self.inputs[node]) {
                (Reference::Start(places), Some(series)) => mean(series[places.clone()].iter().copied().flatten()),
                (Reference::Levels, _) => Some(1.0),
                _ => None,
            };
            self.starts[node] = mean;
            self.scales[node] = mean.map(|_| 1.0);
        }
    }

    /// The references of the leaves and every node's ratio in the period before.
    fn open(&self, at: usize, epoch: &Epoch, reference: &Reference) -> Result<Walk, AggregateError> {
        let size = epoch.tree.len();
        let mut walk = Walk {
            reference: vec![1.0; size],
            before: vec![f64::NAN; size],
            now: vec![f64::NAN; size],
            relative: vec![None; size],
            complete: vec![false; size],
            imputed: vec![true; size],
        };
        for n in (0..size).rev() {
            let place = epoch.places[n];
            if epoch.tree.is_leaf(n) {
                let against = match reference {
                    Reference::Levels => 1.0,
                    Reference::Start(_) => self.starts[place].unwrap_or(START),
                    Reference::Link(places) => self.mean_level(place, places),
                };
                if against <= 0.0 {
                    let place_at = match reference {
                        Reference::Start(places) | Reference::Link(places) => places.start,
                        Reference::Levels => at,
                    };
                    return Err(self.not_positive(place, place_at, against));
                }
                walk.reference[n] = against;
                if at > 0 {
                    walk.before[n] = self.levels[at - 1][place] / against;
                }
            } else if at > 0 {
                walk.before[n] = self.mean(epoch, n, &walk.before);
            }
        }
        Ok(walk)
    }

    /// Ratios and relatives of what was observed, from the leaves up.
    fn up(&self, at: usize, epoch: &Epoch, walk: &mut Walk) {
        for n in (0..epoch.tree.len()).rev() {
            if epoch.tree.is_leaf(n) {
                let place = epoch.places[n];
                // A leaf seen for the first time in a chain has no relative of its own yet.
                if let (Some(value), Some(scale)) = (self.observed(place, at), self.scales[place]) {
                    walk.now[n] = value / scale / walk.reference[n];
                    walk.complete[n] = true;
                    walk.imputed[n] = false;
                    walk.relative[n] = (walk.before[n] > 0.0).then(|| walk.now[n] / walk.before[n]);
                }
                continue;
            }
            let children = epoch.tree.children(n);
            walk.complete[n] = children.iter().all(|&c| walk.complete[c]);
            walk.imputed[n] = children.iter().all(|&c| walk.imputed[c]);
            if walk.complete[n] {
                walk.now[n] = self.mean(epoch, n, &walk.now);
                walk.relative[n] = (walk.before[n] > 0.0).then(|| walk.now[n] / walk.before[n]);
            } else if at > 0 {
                walk.relative[n] = self.relative_of_observed(epoch, n, walk);
                walk.now[n] = walk.relative[n].map_or(f64::NAN, |r| walk.before[n] * r);
            } else {
                walk.now[n] = self.mean_of_observed(epoch, n, &walk.now);
            }
        }
    }

    /// The relative of a node from those of its children that have one.
    fn relative_of_observed(&self, epoch: &Epoch, n: usize, walk: &Walk) -> Option<f64> {
        let (mut now, mut before) = (0.0, 0.0);
        for &c in epoch.tree.children(n) {
            let weight = epoch.tree.nodes()[c].weight;
            if walk.now[c].is_nan() {
                continue;
            }
            if self.formula == Formula::Paasche {
                now += weight;
                before += weight / walk.now[c];
            } else {
                now += weight * walk.now[c];
                before += weight * walk.before[c];
            }
        }
        (before > 0.0).then(|| now / before)
    }

    /// In the first period there is nothing before: the mean of what is there.
    fn mean_of_observed(&self, epoch: &Epoch, n: usize, ratios: &[f64]) -> f64 {
        let there = || epoch.tree.children(n).iter().filter(|&&c| !ratios[c].is_nan());
        let weight: f64 = there().map(|&c| epoch.tree.nodes()[c].weight).sum();
        let sum: f64 = there().map(|&c| epoch.tree.nodes()[c].weight * ratios[c]).sum();
        if weight > 0.0 { sum / weight } else { f64::NAN }
    }

    /// Whoever has no relative (in the first period: no level) takes its parent's, from the root down.
    fn down(&self, at: usize, epoch: &Epoch, walk: &mut Walk) -> Result<(), AggregateError> {
        let nothing = || AggregateError::NothingObserved(self.components.periods()[at].clone());
        for n in 0..epoch.tree.len() {
            let parent = epoch.tree.nodes()[n].parent;
            if at > 0 && walk.relative[n].is_none() {
                walk.relative[n] = parent.and_then(|p| walk.relative[p]);
            }
            if !walk.complete[n] && epoch.tree.is_leaf(n) {
                walk.now[n] = match (at, walk.relative[n], parent) {
                    (0, _, Some(parent)) => walk.now[parent],
                    (0, ..) => f64::NAN,
                    (_, Some(relative), _) => walk.before[n] * relative,
                    _ => f64::NAN,
                };
                if walk.now[n].is_nan() {
                    return Err(nothing());
                }
            } else if at == 0 && walk.now[n].is_nan() {
                walk.now[n] = parent.map(|p| walk.now[p]).ok_or_else(nothing)?;
            }
        }
        Ok(())
    }

    /// Every node as the mean of its children, now that none is missing.
    fn average(&self, epoch: &Epoch, walk: &mut Walk) {
        for n in (0..epoch.tree.len()).rev() {
            if !epoch.tree.is_leaf(n) && !walk.complete[n] {
                walk.now[n] = self.mean(epoch, n, &walk.now);
            }
        }
    }

    /// The weighted mean of the children's ratios: harmonic for Paasche, arithmetic otherwise.
    fn mean(&self, epoch: &Epoch, n: usize, ratios: &[f64]) -> f64 {
        let (mut top, mut bottom) = (0.0, 0.0);
        for &c in epoch.tree.children(n) {
            let weight = epoch.tree.nodes()[c].weight;
            if self.formula == Formula::Paasche {
                top += weight;
                bottom += weight / ratios[c];
            } else {
                top += weight * ratios[c];
                bottom += weight;
            }
        }
        top / bottom
    }

    /// Writes the period down: indices, filled levels, results.
    fn close(&mut self, at: usize, epoch: &Epoch, reference: &Reference, walk: Walk) -> Result<(), AggregateError> {
        let nodes = self.epochs.codes.len();
        let mut index = vec![f64::NAN; nodes];
        let mut levels = vec![f64::NAN; nodes];
        for (n, &place) in epoch.places.iter().enumerate() {
            index[place] = match reference {
                Reference::Levels => walk.now[n],
                Reference::Start(_) => START * walk.now[n],
                Reference::Link(places) => self.mean_index(place, places) * walk.now[n],
            };
            if !index[place].is_finite() {
                let (code, period) = (self.epochs.codes[place].clone(), self.components.periods()[at].clone());
                return Err(AggregateError::Overflow { code, period });
            }
            levels[place] = walk.now[n] * walk.reference[n];
            if let (Some(value), true) = (self.observed(place, at), epoch.tree.is_leaf(n)) {
                match self.scales[place] {
                    Some(scale) => levels[place] = value / scale,
                    None if value > 0.0 => self.scales[place] = Some(value / levels[place]),
                    None => {}
                }
            }
            self.cells[place][at] = Some(Cell { value: index[place], imputed: walk.imputed[n] });
        }
        self.outside(at, epoch.places[0], &mut index, &mut levels);
        self.index.push(index);
        self.levels.push(levels);
        Ok(())
    }

    /// Nodes that are not in the tree now may come in later: their levels are kept, and their index goes with the root.
    fn outside(&mut self, at: usize, root: usize, index: &mut [f64], levels: &mut [f64]) {
        for place in 0..index.len() {
            if !index[place].is_nan() {
                continue;
            }
            let observed = self.observed(place, at);
            index[place] = index[root];
            levels[place] = START;
            if at > 0 {
                index[place] = self.index[at - 1][place] * (index[root] / self.index[at - 1][root]);
                levels[place] = self.levels[at - 1][place];
            }
            if let Some(value) = observed.filter(|v| *v > 0.0) {
                levels[place] = value / *self.scales[place].get_or_insert(1.0);
            }
        }
    }

    fn mean_level(&self, place: usize, places: &Range<usize>) -> f64 {
        mean(self.levels[places.clone()].iter().map(|row| row[place])).unwrap_or(f64::NAN)
    }

    fn mean_index(&self, place: usize, places: &Range<usize>) -> f64 {
        mean(self.index[places.clone()].iter().map(|row| row[place])).unwrap_or(f64::NAN)
    }
}

/// Where chains begin before they are rescaled.
const START: f64 = 100.0;

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}
