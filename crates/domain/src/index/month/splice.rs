//! Hanging the baskets' indices together into one series per node.

use std::collections::BTreeMap;
use std::ops::Range;

use super::segment::{Segment, spans};
use super::totals::Totals;
use super::{Basket, ComputeSpec, MonthIndex};
use crate::index::tree::Tree;
use crate::period::MonthRange;

/// The whole index from product sums.
pub(super) fn build(spec: &ComputeSpec, months: MonthRange, totals: Totals) -> MonthIndex {
    let tree = union(&spec.baskets);
    let cells = tree.len() * months.len();
    let mut index = MonthIndex {
        months,
        levels: vec![None; cells],
        points: vec![0.0; cells],
        observed: vec![None; cells],
        segments: Vec::new(),
        tree,
        totals,
    };
    for (basket, (link, span)) in spec.baskets.iter().zip(spans(&spec.baskets, months, spec.overlap)) {
        let segment = Segment::new(basket, link, span, &index.totals);
        index.hang(segment);
    }
    index
}

/// The tree of the newest basket, with what only older ones have added below the same parents: with weight zero where the newest basket
/// knows the parent's children, else with weight one (a mean of children that count for nothing in the newest basket).
fn union(baskets: &[Basket]) -> Tree {
    let Some(newest) = baskets.last().map(|b| &b.tree) else { unreachable!("a specification has a basket") };
    let root = &newest.nodes()[newest.root()].code;
    let mut rows: BTreeMap<String, (Option<String>, f64)> = BTreeMap::new();
    for basket in baskets.iter().rev() {
        let nodes = basket.tree.nodes();
        for (n, node) in nodes.iter().enumerate() {
            let above = node.parent.map(|p| if p == basket.tree.root() { root } else { &nodes[p].code });
            let is_newest = std::ptr::eq(&raw const basket.tree, &raw const *newest);
            if is_newest {
                rows.insert(node.code.clone(), (above.cloned(), node.weight));
            } else if n != basket.tree.root() && !rows.contains_key(&node.code) {
                let known = above.and_then(|a| newest.position(a)).is_some_and(|p| !newest.is_leaf(p));
                rows.insert(node.code.clone(), (above.cloned(), if known { 0.0 } else { 1.0 }));
            }
        }
    }
    let tree = Tree::new(rows.into_iter().map(|(code, (parent, weight))| (code, parent, Some(weight))));
    // Every added node has a parent that is there, and no parent is left without weight below it: the rows are a tree.
    tree.unwrap_or_else(|_| newest.clone())
}

impl MonthIndex {
    /// Adds the next basket: finds the factors and offsets at its link, then writes its months.
    fn hang(&mut self, mut segment: Segment) {
        let count = self.tree.len();
        segment.node_of = self.tree.nodes().iter().map(|node| segment.tree.position(&node.code)).collect();
        let root = self.tree.root();
        segment.find_overlap(|at| self.levels[self.place(root, at)]);
        segment.factors = vec![1.0; count];
        segment.offsets = vec![0.0; count];
        if !segment.overlap.is_empty() {
            for node in 0..count {
                segment.factors[node] = self.factor(&segment, node);
            }
            segment.factor = segment.factors[root];
            for node in (0..count).filter(|&n| self.tree.is_leaf(n)) {
                let before = mean(segment.overlap.clone(), |at| self.points[self.place(node, at)]);
                let part = |n: usize| mean(segment.overlap.clone(), |at| segment.factor * segment.part(n, at));
                segment.offsets[node] = before - segment.node_of[node].map_or(0.0, part);
            }
        }
        let span = segment.span.clone();
        self.segments.push(segment);
        span.for_each(|at| self.write_month(self.segments.len() - 1, at));
    }

    /// What a node's level in a new basket is multiplied by: old mean over new mean at the link; a node the index does not have there
    /// begins on its parent's level.
    fn factor(&self, segment: &Segment, node: usize) -> f64 {
        let own = |at: usize| segment.node_of[node].and_then(|n| segment.level(n, at));
        let new: Option<f64> = segment.overlap.clone().map(own).sum();
        let mut above = Some(node);
        while let (Some(n), Some(new)) = (above, new.filter(|new| *new > 0.0)) {
            let old: Option<f64> = segment.overlap.clone().map(|at| self.levels[self.place(n, at)]).sum();
            if let Some(old) = old.filter(|old| *old > 0.0) {
                return old / new;
            }
            above = self.tree.nodes()[n].parent;
        }
        // Nothing was produced at the link: the node keeps its scale against its parent.
        let parent = self.tree.nodes()[node].parent;
        parent.map_or(1.0, |p| segment.factors[p])
    }

    /// Writes every node of one month from its basket, children before parents.
    fn write_month(&mut self, segment: usize, at: usize) {
        for node in (0..self.tree.len()).rev() {
            self.write_node(segment, node, at);
        }
    }

    /// Writes one node of one month; its children must be written.
    pub(super) fn write_node(&mut self, segment: usize, node: usize, at: usize) {
        let place = self.place(node, at);
        let basket = &self.segments[segment];
        let own = basket.node_of[node];
        let level = own.and_then(|n| basket.own_level(n, at)).map(|level| level * basket.factors[node]);
        let points = if self.tree.is_leaf(node) {
            own.map_or(0.0, |n| basket.factor * basket.part(n, at)) + basket.offsets[node]
        } else {
            self.tree.children(node).iter().map(|&child| self.points[self.place(child, at)]).sum()
        };
        let share = |n: usize| {
            let node = self.tree.position(&basket.tree.nodes()[n].code)?;
            self.observed[self.place(node, at)]
        };
        let observed = own.and_then(|n| basket.observed_of(n, at, share, &self.totals));
        self.levels[place] = level;
        self.points[place] = points;
        self.observed[place] = observed;
    }
}

/// The mean over some months; zero over none.
pub(super) fn mean(months: Range<usize>, of: impl Fn(usize) -> f64) -> f64 {
    let count = months.len();
    if count == 0 { 0.0 } else { months.map(of).sum::<f64>() / count as f64 }
}
