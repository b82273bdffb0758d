//! One late return: only what it touches is computed again, and the result is the same to the last bit as computing everything.
//!
//! A reported number enters (1) the ratio of its cell and division in its own month and the next, and in the same month of the year
//! after; (2) through those ratios the fillings of silent units there and every later filling that starts from them; (3) the sums of the cells
//! touched, their products' sums, and the path of each product to the root. Fillings never enter a ratio, so this does not spread further.
//! Each of these sums is taken again over the same terms in the same order as in the full computation, block by block
//! (`impute::Blocks`).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::splice::build;
use super::{Computation, MonthIndex};
use crate::impute::{LAGS, block_of, refill};
use crate::index::tree::Tree;
use crate::period::MonthRange;
use crate::returns::Return;
use crate::returns::panel::{CannotApply, Mark};

/// What a late return changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    /// Cells (positions in the panel) with a number that changed, reported or filled.
    pub cells: Vec<usize>,
    /// Numbers that changed, reported or filled.
    pub numbers: usize,
    /// The months whose index may differ; `None` when nothing changed.
    pub months: Option<MonthRange>,
    /// Whether only paths were computed again; false where a product's entry or a basket's link lies in those months and all
    /// levels were.
    pub paths_only: bool,
}

/// What changed, by cell.
type Changes = BTreeMap<usize, Change>;

/// The month positions of a cell that changed, and the blocks they changed in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    months: Range<usize>,
    blocks: BTreeSet<usize>,
}

impl Computation {
    /// Puts in one late return (or one that replaces an earlier one) and computes again what it touches.
    ///
    /// # Errors
    /// [`CannotApply`] when the panel has no place for it; the computation is unchanged, and a full one with the return in must be made.
    pub fn revise(&mut self, answer: &Return) -> Result<Revised, CannotApply> {
        let before = self.rows_of_establishment(answer);
        let applied = self.panel.apply(answer)?;
        let mut stale = self.renew_ratios(&applied.units);
        for (unit, _) in &applied.units {
            let mark = stale.entry(*unit).or_insert(applied.from);
            *mark = (*mark).min(applied.from);
        }
        let mut changes = Changes::new();
        let mut numbers = 0;
        for (unit, from) in stale {
            let old = before.get(&unit).cloned().unwrap_or_else(|| self.row(unit));
            refill(&mut self.panel, &self.ratios, &self.methods, unit, from);
            numbers += self.note_changes(unit, &old, &mut changes);
        }
        let months = changes.values().map(|change| change.months.clone());
        let months = months.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
        let paths_only = self.renew_index(&changes);
        let months = months.map(|run| {
            let first = self.panel.months().first;
            MonthRange::new(first.plus(run.start as i32), first.plus(run.end.min(self.panel.width() - 1) as i32))
        });
        Ok(Revised { cells: changes.into_keys().collect(), numbers, months, paths_only })
    }

    /// Numbers and marks of a unit, as bits, to see afterwards what changed.
    fn row(&self, unit: usize) -> Vec<(u64, Mark)> {
        let values = self.panel.values_of(unit).iter().map(|v| v.to_bits());
        values.zip(self.panel.marks_of(unit).iter().copied()).collect()
    }

    fn rows_of_establishment(&self, answer: &Return) -> BTreeMap<usize, Vec<(u64, Mark)>> {
        let Some(establishment) = self.panel.establishment_position(&answer.establishment) else {
            return BTreeMap::new();
        };
        let units = self.panel.units_of_establishment(establishment).iter();
        units.map(|&unit| (unit as usize, self.row(unit as usize))).collect()
    }

    /// Renews the ratios the changed numbers enter; returns the silent units that follow a ratio that moved, with the first such month.
    fn renew_ratios(&mut self, units: &[(usize, Vec<usize>)]) -> BTreeMap<usize, usize> {
        let mut stale: BTreeMap<usize, usize> = BTreeMap::new();
        for (unit, changed) in units {
            for (lag, back) in LAGS.into_iter().enumerate() {
                let mut months: BTreeSet<usize> = changed.iter().flat_map(|&at| [at, at + back]).collect();
                months.retain(|&at| at >= back && at < self.panel.width());
                for at in months {
                    for moved in self.ratios.renew(&self.panel, *unit, lag, at) {
                        self.find_silent(moved, at, &mut stale);
                    }
                }
            }
        }
        stale
    }

    fn find_silent(&self, cell: usize, at: usize, stale: &mut BTreeMap<usize, usize>) {
        for unit in self.panel.cells()[cell].units.clone() {
            let mark = self.panel.marks_of(unit)[at];
            if mark.is_gap() {
                let from = stale.entry(unit).or_insert(at);
                *from = (*from).min(at);
            }
        }
    }

    /// Adds the months in which a unit's row differs from what it was to its cell's; returns how many.
    fn note_changes(&self, unit: usize, old: &[(u64, Mark)], changes: &mut Changes) -> usize {
        let now = self.row(unit);
        let differ: Vec<usize> = (0..now.len()).filter(|&at| now[at] != old[at]).collect();
        if let (Some(&first), Some(&last)) = (differ.first(), differ.last()) {
            let (cell, block) = block_of(&self.panel, unit);
            let change = changes.entry(cell).or_insert(Change { months: first..last + 1, blocks: BTreeSet::new() });
            change.months = change.months.start.min(first)..change.months.end.max(last + 1);
            change.blocks.insert(block);
        }
        differ.len()
    }

    /// Sums and paths of the changed cells; whether paths were enough.
    fn renew_index(&mut self, changes: &Changes) -> bool {
        let mut paths: BTreeMap<usize, Range<usize>> = BTreeMap::new();
        let mut moved = false;
        let width = self.panel.width();
        for (&cell, change) in changes {
            // The observed share of a month leans on the quantity of the month before.
            let months = change.months.start..(change.months.end + 1).min(width);
            moved |= self.index.totals.renew(&self.panel, cell, &change.blocks, &months);
            let product = self.panel.cells()[cell].product as usize;
            let path = paths.entry(product).or_insert(months.clone());
            *path = path.start.min(months.start)..path.end.max(months.end);
        }
        let codes = |product: usize| self.panel.products()[product].code.as_str();
        let settled = !moved && paths.iter().all(|(&p, months)| self.index.is_settled(codes(p), months));
        if settled {
            for (&product, months) in &paths {
                let code = self.panel.products()[product].code.as_str();
                self.index.renew_path(code, months);
            }
        } else {
            self.index = build(&self.spec, self.panel.months(), self.index.totals.clone());
        }
        settled
    }
}

impl MonthIndex {
    fn is_settled(&self, code: &str, months: &Range<usize>) -> bool {
        self.segments.iter().all(|segment| {
            let touched = segment.computed.start < months.end && months.start < segment.computed.end;
            let has_entered = segment.tree.position(code).is_none_or(|node| segment.entry(node).is_some());
            !touched || (has_entered && segment.is_settled(months))
        })
    }

    /// Computes a product and the nodes above it again in some months.
    fn renew_path(&mut self, code: &str, months: &Range<usize>) {
        for segment in 0..self.segments.len() {
            let span = self.segments[segment].span.clone();
            let own = path(&self.segments[segment].tree, code);
            // A product may lie elsewhere in an older basket: the nodes above it there are written too.
            let mut nodes: BTreeSet<usize> = path(&self.tree, code).into_iter().collect();
            let codes = own.iter().map(|&n| &self.segments[segment].tree.nodes()[n].code);
            nodes.extend(codes.filter_map(|code| self.tree.position(code)));
            for at in span.start.max(months.start)..span.end.min(months.end) {
                for &node in &own {
                    self.segments[segment].compute_node(&self.totals, node, at);
                }
                // Parents come before children in a tree, so from the last to the first children are written before parents.
                for &node in nodes.iter().rev() {
                    self.write_node(segment, node, at);
                }
            }
        }
    }
}

/// The node of a code and those above it, up to the root.
fn path(tree: &Tree, code: &str) -> Vec<usize> {
    std::iter::successors(tree.position(code), |&node| tree.nodes()[node].parent).collect()
}
