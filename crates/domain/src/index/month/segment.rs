//! The index within one basket.

use std::ops::Range;

use super::measure::Windows;
use super::totals::Totals;
use super::{Basket, Overlap};
use crate::index::tree::Tree;
use crate::period::MonthRange;

/// One basket, the months it is in force, and its levels on its own base.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    pub(super) tree: Tree,
    /// Months for which this basket gives the index.
    pub(super) span: Range<usize>,
    /// Months at which it is to be hung on the one before; empty for the first.
    link: Range<usize>,
    /// Those at which it is: both baskets have an index there, above zero over them all. Empty where there is no such month: the series
    /// then begins anew with this basket, level and parts alike.
    pub(super) overlap: Range<usize>,
    /// Whether anything at or below the node ever enters.
    ever: Vec<bool>,
    /// Weight among siblings, from the tree; zero for a node that never enters.
    weights: Vec<f64>,
    /// Share of the node in the whole.
    pub(super) shares: Vec<f64>,
    /// Shares of the tree as it was given.
    given_shares: Vec<f64>,
    /// For a leaf, the position of its product in the panel.
    pub(super) products: Vec<Option<usize>>,
    /// For a leaf, the quantity that is 100.
    quantities: Vec<Option<f64>>,
    /// For a leaf, the first month it enters with.
    entries: Vec<Option<usize>>,
    /// For a leaf, whether it has no base quantity of its own.
    is_new: Vec<bool>,
    /// Month positions the levels cover: link and span.
    pub(super) computed: Range<usize>,
    /// Node × computed month; before a node enters, its parent's level.
    levels: Vec<Option<f64>>,
    /// Whether the node itself has an index in the month, rather than following its parent.
    present: Vec<bool>,
    /// Where the nodes of the whole index are in this basket's tree.
    pub(super) node_of: Vec<Option<usize>>,
    /// What each node's level on this base is multiplied by in the series, by node of the whole index.
    pub(super) factors: Vec<f64>,
    /// What each leaf's part is moved by in its point series, by node of the whole index.
    pub(super) offsets: Vec<f64>,
    /// What the level of the whole on this base is multiplied by in the series.
    pub(super) factor: f64,
}

/// The month positions of each basket: where it is in force and where it is linked.
pub(super) fn spans(baskets: &[Basket], months: MonthRange, overlap: Overlap) -> Vec<(Range<usize>, Range<usize>)> {
    let place = |month: crate::period::Month| {
        usize::try_from(month.months_since(months.first).max(0)).unwrap_or(0).min(months.len())
    };
    let mut spans: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (n, basket) in baskets.iter().enumerate() {
        let until = basket.until.map_or(months.len(), |m| place(m.next()));
        let end = baskets.get(n + 1).map_or(until, |b| place(b.from));
        let span = place(basket.from)..end.max(place(basket.from));
        // The overlap must have the index of the basket before, which may begin within it.
        let back = if overlap == Overlap::LastMonth { 1 } else { 12 };
        let before = spans.last().map_or(0..0, |(_, span)| span.clone());
        let link = span.start.saturating_sub(back).max(before.start)..span.start;
        spans.push((if before.is_empty() { 0..0 } else { link }, span));
    }
    spans
}

impl Segment {
    pub(super) fn new(basket: &Basket, link: Range<usize>, span: Range<usize>, totals: &Totals) -> Self {
        let tree = basket.tree.clone();
        let count = tree.len();
        let computed = if link.is_empty() { span.clone() } else { link.start..span.end };
        let mut segment = Self {
            span,
            overlap: link.clone(),
            link,
            ever: vec![false; count],
            weights: vec![0.0; count],
            shares: vec![0.0; count],
            given_shares: tree.shares(),
            products: vec![None; count],
            quantities: vec![None; count],
            entries: vec![None; count],
            is_new: vec![false; count],
            levels: vec![None; count * computed.len()],
            present: vec![false; count * computed.len()],
            computed,
            node_of: Vec::new(),
            factors: Vec::new(),
            offsets: Vec::new(),
            factor: 1.0,
            tree,
        };
        segment.find_entries(basket, totals);
        segment.weigh();
        for at in segment.computed.clone() {
            segment.compute_month(totals, at);
        }
        segment
    }

    /// Finds each leaf's product, base quantity and first month. A new product enters with its first production, any other with its first number.
    fn find_entries(&mut self, basket: &Basket, totals: &Totals) {
        for node in (0..self.tree.len()).filter(|&n| self.tree.is_leaf(n)) {
            let code = &self.tree.nodes()[node].code;
            let Some(product) = totals.product(code) else { continue };
            self.products[node] = Some(product);
            let given = code.parse().ok().and_then(|code| basket.base_quantities.get(&code).copied());
            self.quantities[node] = given.filter(|q| *q > 0.0);
            let is_new = self.quantities[node].is_none();
            self.is_new[node] = is_new;
            self.entries[node] = self
                .computed
                .clone()
                .find(|&at| totals.quantity(product, at).is_some_and(|quantity| !is_new || quantity > 0.0));
        }
    }

    /// Weights and shares, leaving out what never enters.
    fn weigh(&mut self) {
        for node in (0..self.tree.len()).rev() {
            self.ever[node] = match self.tree.children(node) {
                [] => self.entries[node].is_some(),
                children => children.iter().any(|&child| self.ever[child] && self.weights[child] > 0.0),
            };
            self.weights[node] = if self.ever[node] { self.tree.nodes()[node].weight } else { 0.0 };
        }
        let root = self.tree.root();
        self.shares[root] = if self.ever[root] { 1.0 } else { 0.0 };
        for node in 0..self.tree.len() {
            let total: f64 = self.tree.children(node).iter().map(|&child| self.weights[child]).sum();
            for &child in self.tree.children(node) {
                self.shares[child] = if total > 0.0 { self.shares[node] * (self.weights[child] / total) } else { 0.0 };
            }
        }
    }

    /// Every level of one month: up the tree from what is there, then down to what is not yet.
    fn compute_month(&mut self, totals: &Totals, at: usize) {
        self.compute_up(totals, at);
        if self.splice_in(totals, at) {
            self.compute_up(totals, at);
        }
        for node in 0..self.tree.len() {
            let place = self.place(node, at);
            if self.ever[node] && !self.present[place] {
                self.levels[place] = self.tree.nodes()[node].parent.and_then(|parent| self.level(parent, at));
            }
        }
    }

    fn compute_up(&mut self, totals: &Totals, at: usize) {
        (0..self.tree.len()).rev().for_each(|node| self.compute_node(totals, node, at));
    }

    /// Gives the new products that enter in this month the scale on which they begin at their parent's level (where nothing is produced
    /// there at its parent's, and so on; where nothing has an index yet at 100). Whether there were any.
    fn splice_in(&mut self, totals: &Totals, at: usize) -> bool {
        let mut entered = false;
        for node in 0..self.tree.len() {
            if self.entries[node] != Some(at) || self.quantities[node].is_some() {
                continue;
            }
            let mut above = std::iter::successors(Some(node), |&n| self.tree.nodes()[n].parent).skip(1);
            let level = above.find_map(|n| self.own_level(n, at).filter(|level| *level > 0.0)).unwrap_or(100.0);
            let quantity = self.products[node].and_then(|product| totals.quantity(product, at));
            self.quantities[node] = quantity.map(|quantity| 100.0 * quantity / level);
            entered = true;
        }
        entered
    }

    /// Computes a node's level from its quantity or its children, if it has one of its own.
    pub(super) fn compute_node(&mut self, totals: &Totals, node: usize, at: usize) {
        let level = match self.tree.children(node) {
            [] => self.leaf_level(totals, node, at),
            children => {
                let (mut sum, mut weight) = (0.0, 0.0);
                for &child in children {
                    let place = self.place(child, at);
                    if let (true, Some(level)) = (self.present[place], self.levels[place]) {
                        sum += self.weights[child] * level;
                        weight += self.weights[child];
                    }
                }
                (weight > 0.0).then(|| sum / weight)
            }
        };
        let place = self.place(node, at);
        self.present[place] = level.is_some();
        self.levels[place] = level;
    }

    fn leaf_level(&self, totals: &Totals, node: usize, at: usize) -> Option<f64> {
        self.entries[node].filter(|entry| *entry <= at)?;
        let quantity = totals.quantity(self.products[node]?, at)?;
        Some(100.0 * quantity / self.quantities[node]?)
    }

    /// The level of a node on this basket's base; before it enters, its parent's.
    pub(super) fn level(&self, node: usize, at: usize) -> Option<f64> {
        self.computed.contains(&at).then(|| self.levels[self.place(node, at)]).flatten()
    }

    /// The level of a node where it has one of its own.
    pub(super) fn own_level(&self, node: usize, at: usize) -> Option<f64> {
        let there = self.computed.contains(&at) && self.present[self.place(node, at)];
        there.then(|| self.level(node, at)).flatten()
    }

    /// The level of the whole that is the node's part, on this basket's base: share × level.
    pub(super) fn part(&self, node: usize, at: usize) -> f64 {
        self.shares[node] * self.level(node, at).unwrap_or(0.0)
    }

    /// The month at which a leaf enters, and the quantity of it that is 100.
    pub(super) fn entry(&self, node: usize) -> Option<(usize, f64)> {
        Some((self.entries[node]?, self.quantities[node]?))
    }

    /// Whether a change of quantities in these months stays on the paths of the products that changed: everything in the basket has
    /// entered, and the basket is not linked there.
    pub(super) fn is_settled(&self, months: &Range<usize>) -> bool {
        let entered = |node: usize| match self.entries[node] {
            Some(entry) => entry < months.start || (entry <= months.start && !self.is_new[node]),
            None => true,
        };
        let linked = self.link.start < months.end && months.start < self.link.end;
        !linked && (0..self.tree.len()).all(entered)
    }

    /// Finds the months of the link at which the whole has an index on the old basket and on this one; none where either is zero over
    /// them all.
    pub(super) fn find_overlap(&mut self, old: impl Fn(usize) -> Option<f64>) {
        let new = |at: usize| self.level(self.tree.root(), at);
        let start = self.link.clone().find(|&at| old(at).is_some() && new(at).is_some());
        let overlap = start.unwrap_or(self.link.end)..self.link.end;
        let is_above_zero = |of: &dyn Fn(usize) -> Option<f64>| overlap.clone().filter_map(of).sum::<f64>() > 0.0;
        self.overlap = if is_above_zero(&old) && is_above_zero(&new) { overlap } else { self.link.end..self.link.end };
    }

    /// The share of the node observed: for a leaf its product's, above the mean by weight.
    pub(super) fn observed_of(
        &self,
        node: usize,
        at: usize,
        of: impl Fn(usize) -> Option<f64>,
        totals: &Totals,
    ) -> Option<f64> {
        if self.tree.is_leaf(node) {
            self.own_level(node, at)?;
            return totals.observed(self.products[node]?, at);
        }
        let (mut sum, mut weight) = (0.0, 0.0);
        for &child in self.tree.children(node) {
            if let Some(share) = of(child) {
                sum += self.weights[child] * share;
                weight += self.weights[child];
            }
        }
        (weight > 0.0).then(|| sum / weight)
    }

    /// Whether the basket is in force in the month at `at`, or was before it.
    pub(super) fn begins_by(&self, at: usize) -> bool {
        self.span.start <= at && !self.span.is_empty()
    }

    /// The share of a node in the whole as the basket gives it.
    pub(super) fn base_share(&self, code: &str) -> Option<f64> {
        self.tree.position(code).map(|node| self.given_shares[node])
    }

    /// Multiplies the series by factors of its nodes, and the whole by `whole`.
    pub(super) fn rescale(&mut self, factors: &[f64], whole: f64) {
        self.factor *= whole;
        self.factors.iter_mut().zip(factors).for_each(|(own, factor)| *own *= factor);
        self.offsets.iter_mut().for_each(|offset| *offset *= whole);
    }

    /// Σ W · Q(now)/Q(before) ÷ Σ W over the products below a node that were produced in the compared window.
    pub(super) fn direct(&self, totals: &Totals, code: &str, windows: &Windows) -> Option<f64> {
        let top = self.tree.position(code)?;
        let (mut sum, mut weight) = (0.0, 0.0);
        for node in (top..self.tree.len()).filter(|&n| self.is_below(n, top)) {
            let Some(product) = self.products[node] else { continue };
            let total =
                |window: &Range<usize>| -> Option<f64> { window.clone().map(|at| totals.quantity(product, at)).sum() };
            let (Some(now), Some(before)) = (total(&windows.now), total(&windows.before)) else { continue };
            if before > 0.0 {
                sum += self.shares[node] * (now / before);
                weight += self.shares[node];
            }
        }
        (weight > 0.0).then(|| sum / weight)
    }

    fn is_below(&self, node: usize, top: usize) -> bool {
        let mut at = Some(node);
        while let Some(n) = at {
            if n == top {
                return true;
            }
            at = self.tree.nodes()[n].parent;
        }
        false
    }

    fn place(&self, node: usize, at: usize) -> usize {
        node * self.computed.len() + (at - self.computed.start)
    }
}
