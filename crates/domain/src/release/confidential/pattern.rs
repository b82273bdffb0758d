//! The pattern of withheld nodes. The reasoning stands in the head of [`super`].

use std::collections::{BTreeMap, BTreeSet};

use super::{Contributors, Rule};
use crate::index::tree::Tree;

/// Why a node is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Too few establishments, or one that dominates.
    Unsafe,
    /// It would give another away by subtraction.
    Complement,
    /// An earlier release on the same base withheld it.
    Earlier,
}

/// Which nodes are withheld, by position in the tree, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    withheld: BTreeMap<usize, Why>,
}

impl Pattern {
    /// Whether the node at this position is withheld.
    #[must_use]
    pub fn is_withheld(&self, node: usize) -> bool {
        self.withheld.contains_key(&node)
    }

    /// Every withheld node with its reason, by position.
    pub fn withheld(&self) -> impl Iterator<Item = (usize, Why)> + '_ {
        self.withheld.iter().map(|(&node, &why)| (node, why))
    }

    /// The codes of the withheld nodes.
    #[must_use]
    pub fn codes(&self, tree: &Tree) -> BTreeSet<String> {
        self.withheld.keys().map(|&node| tree.nodes()[node].code.clone()).collect()
    }
}

/// Decides what is withheld from the public: unsafe nodes, those of `earlier` releases, and whatever would give them away.
#[must_use]
pub fn protect(tree: &Tree, contributors: &Contributors, rule: &Rule, earlier: &BTreeSet<String>) -> Pattern {
    let mut work = Work::new(tree, contributors, rule);
    work.withhold_unsafe(tree.root());
    for code in earlier {
        if let Some(node) = tree.position(code) {
            work.withheld.entry(node).or_insert(Why::Earlier);
        }
    }
    work.withhold_weightless();
    while let Some(node) = work.leaking_node() {
        work.widen(node);
    }
    work.publish_what_is_known();
    Pattern { withheld: work.withheld }
}

/// The tree with what the search needs at hand.
struct Work<'a> {
    tree: &'a Tree,
    contributors: &'a Contributors,
    rule: &'a Rule,
    shares: Vec<f64>,
    /// Products below each node.
    products: Vec<Vec<usize>>,
    withheld: BTreeMap<usize, Why>,
}

impl<'a> Work<'a> {
    fn new(tree: &'a Tree, contributors: &'a Contributors, rule: &'a Rule) -> Self {
        let mut products = vec![Vec::new(); tree.nodes().len()];
        for node in (0..tree.nodes().len()).rev() {
            products[node] = if tree.is_leaf(node) {
                vec![node]
            } else {
                tree.children(node).iter().flat_map(|&child| products[child].clone()).collect()
            };
        }
        Self { tree, contributors, rule, shares: tree.shares(), products, withheld: BTreeMap::new() }
    }

    /// Marks the unsafe nodes of a subtree; says whether its top is safe. A sum of safe cells is safe, so cells are
    /// added up only where some part is not.
    fn withhold_unsafe(&mut self, node: usize) -> bool {
        let children = self.tree.children(node).to_vec();
        let mut parts_safe = !children.is_empty();
        for child in children {
            parts_safe &= self.withhold_unsafe(child);
        }
        let safe = parts_safe || self.contributors.is_safe(&self.products[node], self.rule);
        if !safe {
            self.withheld.insert(node, Why::Unsafe);
        }
        safe
    }

    /// A subtree without weight hides nothing above it and is hidden by nothing beside it: it is shown whole or not at all.
    fn withhold_weightless(&mut self) {
        for top in 0..self.tree.nodes().len() {
            let is_top = self.tree.nodes()[top].parent.is_some_and(|parent| self.shares[parent] > 0.0);
            if !is_top || self.shares[top] > 0.0 {
                continue;
            }
            let subtree: Vec<usize> = (top..self.tree.nodes().len()).filter(|&n| self.is_below(n, top)).collect();
            if subtree.iter().any(|n| self.withheld.contains_key(n)) {
                for node in subtree {
                    self.withheld.entry(node).or_insert(Why::Complement);
                }
            }
        }
    }

    /// Whether `node` is `top` or lies under it.
    fn is_below(&self, node: usize, top: usize) -> bool {
        std::iter::successors(Some(node), |&n| self.tree.nodes()[n].parent).any(|n| n == top)
    }

    /// The nearest published node at or above this one.
    fn owner(&self, node: usize) -> Option<usize> {
        std::iter::successors(Some(node), |&n| self.tree.nodes()[n].parent).find(|n| !self.withheld.contains_key(n))
    }

    /// The products with weight under a published node and under no published node further down.
    fn atom(&self, node: usize) -> Vec<usize> {
        let own = |product: &usize| self.shares[*product] > 0.0 && self.owner(*product) == Some(node);
        self.products[node].iter().copied().filter(own).collect()
    }

    /// A published node whose atom is not safe; the lowest first, so that little is withheld.
    fn leaking_node(&self) -> Option<usize> {
        (0..self.tree.nodes().len()).rev().find(|node| {
            !self.withheld.contains_key(node) && !self.tree.is_leaf(*node) && {
                let atom = self.atom(*node);
                !atom.is_empty() && !self.contributors.is_safe(&atom, self.rule)
            }
        })
    }

    /// Withholds one more product path under `node`: the lightest that makes the atom safe, or else the lightest.
    fn widen(&mut self, node: usize) {
        let atom = self.atom(node);
        let mut best: Option<(bool, f64, Vec<usize>)> = None;
        for &product in &self.products[node] {
            if self.shares[product] <= 0.0 || self.owner(product) == Some(node) {
                continue;
            }
            let path = self.path(product, node);
            let cost: f64 = path.iter().map(|&n| self.shares[n]).sum();
            let wider = self.atom_with(node, &path);
            let still_unsafe = wider.len() == atom.len() || !self.contributors.is_safe(&wider, self.rule);
            let better = best.as_ref().is_none_or(|(worse, price, _)| {
                (still_unsafe, cost).partial_cmp(&(*worse, *price)) == Some(std::cmp::Ordering::Less)
            });
            if better {
                best = Some((still_unsafe, cost, path));
            }
        }
        // A published node is safe, so its atom can be unsafe only while something below it is published.
        match best {
            Some((_, _, path)) => self.withheld.extend(path.into_iter().map(|n| (n, Why::Complement))),
            None => drop(self.withheld.insert(node, Why::Complement)),
        }
    }

    /// The published nodes from a product up to but without `top`.
    fn path(&self, product: usize, top: usize) -> Vec<usize> {
        std::iter::successors(Some(product), |&n| self.tree.nodes()[n].parent)
            .take_while(|&n| n != top)
            .filter(|n| !self.withheld.contains_key(n))
            .collect()
    }

    /// The atom of `node` if `path` were withheld too.
    fn atom_with(&self, node: usize, path: &[usize]) -> Vec<usize> {
        let is_own = |product: &usize| {
            let up = std::iter::successors(Some(*product), |&n| self.tree.nodes()[n].parent);
            let owner = up.into_iter().find(|n| !self.withheld.contains_key(n) && !path.contains(n));
            self.shares[*product] > 0.0 && owner == Some(node)
        };
        self.products[node].iter().copied().filter(is_own).collect()
    }

    /// Publishes withheld nodes that can be computed from what is published: their products are whole atoms.
    fn publish_what_is_known(&mut self) {
        let known: Vec<usize> = self.withheld.keys().copied().filter(|&node| self.is_known(node)).collect();
        for node in known {
            self.withheld.remove(&node);
        }
    }

    fn is_known(&self, node: usize) -> bool {
        let with_weight = |product: &&usize| self.shares[**product] > 0.0;
        self.shares[node] > 0.0
            && self.products[node].iter().filter(with_weight).all(|&product| {
                self.owner(product).is_some_and(|owner| self.atom(owner).iter().all(|p| self.is_below(*p, node)))
            })
    }
}
