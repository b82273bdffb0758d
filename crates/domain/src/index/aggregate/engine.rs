//! One pass through the periods, one walk up and one down the tree in each.
//!
//! Within a period every node has a *ratio*: its level over what it is compared with ([`Reference`]). A leaf's ratio is its level over
//! its own reference; a node's ratio is the mean of its children's, arithmetic or harmonic. The index is the ratio times the index
//! over the reference. With [`Reference::Levels`] the ratio is the level itself.
//!
//! A missing leaf follows its parent: going up, a node's *relative* (against the period before) is found from those of its children
//! that have one; going down, whoever has none takes it from above. Then ratios are averaged as if nothing were missing.
//!
//! A value given for a node with children is its relative where nothing below it was observed, and not used otherwise. A node whose
//! children all weigh nothing is treated as a leaf. So every node keeps a level that goes on from period to period: what its own
//! values are compared with when they come to count.

use std::ops::Range;

use super::plan::{Reference, Step, steps};
use super::validity::{Epoch, Epochs};
use super::{AggregateError, Aggregation, Cell, Components, Formula, Note};

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
        notes: run.notes(),
        cells: run.cells,
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
    /// By node: the first period in which it was computed from its children though a value was given for it, and how many.
    unused: Vec<Option<(usize, usize)>>,
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
    /// Whether nothing below that weighs was observed, nor the node itself.
    imputed: Vec<bool>,
    /// Whether a node with children has the value given for itself.
    own: Vec<bool>,
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
            unused: vec![None; nodes],
        }
    }

    fn notes(&self) -> Vec<Note> {
        let note = |(node, unused): (usize, &Option<(usize, usize)>)| {
            let (first, periods) = (*unused)?;
            let (code, first) = (self.epochs.codes[node].clone(), self.components.periods()[first].clone());
            Some(Note::Computed { code, first, periods })
        };
        self.unused.iter().enumerate().filter_map(note).collect()
    }

    /// A chain cannot pass through zero; an annual chain can, but not below it.
    fn is_allowed(&self, value: f64) -> bool {
        match self.formula {
            Formula::Fixed => true,
            Formula::AnnualChain(_) => value >= 0.0,
            _ => value > 0.0,
        }
    }

    /// Values of what is always a leaf are checked whether they are used or not; those of other nodes when they are.
    fn check_inputs(&self) -> Result<(), AggregateError> {
        for (node, series) in self.inputs.iter().enumerate().filter(|(node, _)| self.epochs.is_leaf[*node]) {
            for (at, value) in series.iter().flat_map(|series| series.iter().enumerate()) {
                if let Some(value) = value.filter(|v| !self.is_allowed(*v)) {
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

    /// The level a node's own value stands for; `None` where there is none, or none before to compare it with.
    fn own_level(&self, node: usize, at: usize) -> Result<Option<f64>, AggregateError> {
        match (self.observed(node, at), self.scales[node]) {
            (Some(value), Some(_)) if !self.is_allowed(value) => Err(self.not_positive(node, at, value)),
            (Some(value), Some(scale)) => Ok(Some(value / scale)),
            _ => Ok(None),
        }
    }

    fn period(&mut self, at: usize, step: &Step) -> Result<(), AggregateError> {
        let epochs = self.epochs;
        let epoch = &epochs.epochs[step.epoch];
        if at == 0 {
            self.start(&step.reference);
        }
        let mut walk = self.open(at, epoch, &step.reference)?;
        self.up(at, epoch, &step.reference, &mut walk)?;
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
            own: vec![false; size],
        };
        for n in (0..size).rev() {
            let place = epoch.places[n];
            if epoch.alone[n] {
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
                walk.before[n] = self.mean_of_known(epoch, n, &walk.before);
            }
        }
        // What comes in without a level of its own enters at its parent's.
        for n in 1..size {
            if let Some(parent) = epoch.tree.nodes()[n].parent.filter(|_| walk.before[n].is_nan()) {
                walk.before[n] = walk.before[parent];
            }
        }
        Ok(walk)
    }

    /// Ratios and relatives of what was observed, from the leaves up.
    fn up(&self, at: usize, epoch: &Epoch, reference: &Reference, walk: &mut Walk) -> Result<(), AggregateError> {
        for n in (0..epoch.tree.len()).rev() {
            if epoch.alone[n] {
                // A leaf seen for the first time in a chain has no relative of its own yet.
                if let Some(level) = self.own_level(epoch.places[n], at)? {
                    walk.now[n] = level / walk.reference[n];
                    walk.complete[n] = true;
                    walk.imputed[n] = false;
                    walk.relative[n] = (walk.before[n] > 0.0).then(|| walk.now[n] / walk.before[n]);
                }
                continue;
            }
            let children = epoch.tree.children(n);
            walk.complete[n] = children.iter().all(|&c| walk.complete[c]);
            walk.imputed[n] = children.iter().all(|&c| walk.imputed[c] || epoch.tree.nodes()[c].weight == 0.0);
            if walk.imputed[n] {
                self.own(at, epoch, reference, n, walk)?;
            }
            if walk.own[n] {
                continue;
            }
            if walk.complete[n] {
                walk.now[n] = self.mean(epoch, n, &walk.now);
                walk.relative[n] = (walk.before[n] > 0.0).then(|| walk.now[n] / walk.before[n]);
            } else if at > 0 && !walk.before[n].is_nan() {
                walk.relative[n] = self.relative_of_observed(epoch, n, walk);
                walk.now[n] = walk.relative[n].map_or(f64::NAN, |r| walk.before[n] * r);
            } else {
                walk.now[n] = self.mean_of_known(epoch, n, &walk.now);
            }
        }
        Ok(())
    }

    /// The value given for a node with children below which nothing was observed. Among levels it is the level; in a chain it
    /// counts by its own relative.
    fn own(
        &self,
        at: usize,
        epoch: &Epoch,
        reference: &Reference,
        n: usize,
        walk: &mut Walk,
    ) -> Result<(), AggregateError> {
        let place = epoch.places[n];
        let Some(level) = self.own_level(place, at)? else { return Ok(()) };
        let positive = |value: f64| Some(value).filter(|v| *v > 0.0);
        (walk.now[n], walk.relative[n]) = match reference {
            Reference::Levels => (level, positive(walk.before[n]).map(|before| level / before)),
            Reference::Start(_) if at == 0 => (level / self.starts[place].unwrap_or(START), None),
            Reference::Start(_) | Reference::Link(_) => {
                let Some(before) = positive(self.levels[at - 1][place]) else { return Ok(()) };
                (walk.before[n] * (level / before), Some(level / before))
            }
        };
        walk.own[n] = true;
        walk.imputed[n] = false;
        Ok(())
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

    /// The mean of those children that have a ratio, for where there is nothing before it, as in the first period.
    fn mean_of_known(&self, epoch: &Epoch, n: usize, ratios: &[f64]) -> f64 {
        let there = || epoch.tree.children(n).iter().filter(|&&c| !ratios[c].is_nan());
        let weight: f64 = there().map(|&c| epoch.tree.nodes()[c].weight).sum();
        let sum: f64 = there().map(|&c| epoch.tree.nodes()[c].weight * ratios[c]).sum();
        if weight > 0.0 { sum / weight } else { f64::NAN }
    }

    /// Whoever has no relative (in the first period: no level) takes its parent's, from the root down. Where the parent came from
    /// nothing it has no relative either, and its level is taken.
    fn down(&self, at: usize, epoch: &Epoch, walk: &mut Walk) -> Result<(), AggregateError> {
        let nothing = || AggregateError::NothingObserved(self.components.periods()[at].clone());
        for n in 0..epoch.tree.len() {
            let parent = epoch.tree.nodes()[n].parent;
            let above = parent.map_or(f64::NAN, |p| walk.now[p]);
            if at > 0 && walk.relative[n].is_none() && !walk.own[n] {
                walk.relative[n] = parent.and_then(|p| walk.relative[p]);
            }
            if !walk.complete[n] && epoch.alone[n] {
                walk.now[n] = walk.relative[n].map_or(above, |relative| walk.before[n] * relative);
            } else if walk.now[n].is_nan() && walk.relative[n].is_none() {
                walk.now[n] = above;
            }
            if walk.now[n].is_nan() && walk.relative[n].is_none() {
                return Err(nothing());
            }
        }
        Ok(())
    }

    /// Every node as the mean of its children, now that none is missing.
    fn average(&self, epoch: &Epoch, walk: &mut Walk) {
        for n in (0..epoch.tree.len()).rev() {
            if !epoch.alone[n] && !walk.complete[n] && !walk.own[n] {
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
            if !epoch.alone[n] && *reference != Reference::Levels {
                match self.carried(at, place, index[place]) {
                    Some(level) => levels[place] = level,
                    // A level of its own, which no value has been compared with.
                    None => self.scales[place] = None,
                }
            }
            if let Some(value) = self.observed(place, at) {
                match self.scales[place] {
                    Some(scale) if epoch.alone[n] => levels[place] = value / scale,
                    // The next value given for the node is compared with this one.
                    _ if value > 0.0 && levels[place] > 0.0 && *reference != Reference::Levels => {
                        self.scales[place] = Some(value / levels[place]);
                    }
                    _ => {}
                }
                if !epoch.alone[n] && !walk.own[n] {
                    let (_, count) = self.unused[place].get_or_insert((at, 0));
                    *count += 1;
                }
            }
            self.cells[place][at] = Some(Cell { value: index[place], imputed: walk.imputed[n] });
        }
        self.outside(at, epoch.places[0], *reference == Reference::Levels, &mut index, &mut levels);
        self.index.push(index);
        self.levels.push(levels);
        Ok(())
    }

    /// The level of a node with children, which goes on from the period before as its index does; `None` where it cannot.
    fn carried(&self, at: usize, place: usize, index: f64) -> Option<f64> {
        let before = at.checked_sub(1)?;
        let (level, index_before) = (self.levels[before][place], self.index[before][place]);
        (level > 0.0 && index_before > 0.0).then(|| level * (index / index_before))
    }

    /// Nodes that are not in the tree now may come in later: their levels are kept, and their index goes with the root.
    /// In a chain any level will do to begin with; among levels it is not known before it is observed.
    fn outside(&mut self, at: usize, root: usize, among_levels: bool, index: &mut [f64], levels: &mut [f64]) {
        for place in 0..index.len() {
            if !index[place].is_nan() {
                continue;
            }
            let observed = self.observed(place, at);
            index[place] = index[root];
            if at > 0 {
                index[place] = self.index[at - 1][place] * (index[root] / self.index[at - 1][root]);
                levels[place] = self.levels[at - 1][place];
            } else if among_levels {
                levels[place] = f64::NAN;
            } else {
                (levels[place], self.scales[place]) = (START, None);
            }
            if let Some(value) = observed.filter(|v| among_levels || *v > 0.0) {
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
