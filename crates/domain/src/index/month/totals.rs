//! Sums over establishments: by cell, and from cells by product, always in the same order.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::impute::Blocks;
use crate::returns::panel::{Mark, Panel};

/// What is added up of a group of units in one month.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Sum {
    /// Production, gaps filled.
    quantity: f64,
    /// Quantity of the month before, of the units that reported this month.
    reported: f64,
    /// Quantity of the month before, of all units in scope.
    expected: f64,
    /// Units that reported.
    reporters: u32,
    /// Units in scope that have a number.
    units: u32,
}

impl Sum {
    /// Adds the unit whose row is given, in the month at `at`.
    fn add_unit(&mut self, values: &[f64], marks: &[Mark], at: usize) {
        if !marks[at].has_value() {
            return;
        }
        self.quantity += values[at];
        self.units += 1;
        let last = at.checked_sub(1).filter(|&s| marks[s].has_value()).map_or(values[at], |s| values[s]);
        self.expected += last;
        if marks[at].is_reported() {
            self.reported += last;
            self.reporters += 1;
        }
    }

    /// The same production, reported by nobody.
    fn unreported(self) -> Self {
        Self { reported: 0.0, reporters: 0, ..self }
    }

    fn of(parts: &[Self]) -> Self {
        let mut sum = Self::default();
        parts.iter().for_each(|part| sum.add(part));
        sum
    }

    fn add(&mut self, other: &Self) {
        self.quantity += other.quantity;
        self.reported += other.reported;
        self.expected += other.expected;
        self.reporters += other.reporters;
        self.units += other.units;
    }
}

/// Sums of every cell and product by month.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Totals {
    width: usize,
    blocks: Blocks<Sum>,
    cells: Vec<Sum>,
    products: Vec<Sum>,
    /// For each product the position of its first month with a number.
    first: Vec<Option<usize>>,
    positions: HashMap<String, usize>,
}

impl Totals {
    pub(super) fn of(panel: &Panel, threads: usize) -> Self {
        let width = panel.width();
        let blocks = Blocks::of(panel, threads, Sum::add_unit);
        let of_cell = |cell| (0..width).map(move |at| (cell, at));
        let places = (0..panel.cells().len()).flat_map(of_cell);
        let cells = places.map(|(cell, at)| Sum::of(blocks.of_cell(cell, at))).collect();
        let count = panel.products().len();
        let positions = panel.products().iter().enumerate().map(|(n, p)| (p.code.to_string(), n)).collect();
        let mut totals = Self {
            width,
            blocks,
            cells,
            products: vec![Sum::default(); count * width],
            first: vec![None; count],
            positions,
        };
        for product in 0..count {
            (0..width).for_each(|at| totals.sum_product(panel, product, at));
            totals.find_first(product);
        }
        totals
    }

    /// Position of a product in the panel.
    pub(super) fn product(&self, code: &str) -> Option<usize> {
        self.positions.get(code).copied()
    }

    /// Production of a product; `None` before its first number. After it nothing is a real zero.
    pub(super) fn quantity(&self, product: usize, at: usize) -> Option<f64> {
        self.first[product].filter(|first| *first <= at)?;
        Some(self.products[product * self.width + at].quantity)
    }

    /// The share really reported: by quantity of the month before, by number of units where that is zero; `None` when no unit is in scope.
    pub(super) fn observed(&self, product: usize, at: usize) -> Option<f64> {
        let sum = &self.products[product * self.width + at];
        if sum.expected > 0.0 {
            return Some(sum.reported / sum.expected);
        }
        (sum.units > 0).then(|| f64::from(sum.reporters) / f64::from(sum.units))
    }

    /// Sums some blocks of a cell, and the cell and its product with them, again over some months. Whether the product's first month
    /// moved.
    pub(super) fn renew(
        &mut self,
        panel: &Panel,
        cell: usize,
        blocks: &BTreeSet<usize>,
        months: &Range<usize>,
    ) -> bool {
        let product = panel.cells()[cell].product as usize;
        for at in months.clone() {
            blocks.iter().for_each(|&block| self.blocks.renew(panel, (cell, block), at, Sum::add_unit));
            self.cells[cell * self.width + at] = Sum::of(self.blocks.of_cell(cell, at));
            self.sum_product(panel, product, at);
        }
        let first = self.first[product];
        self.find_first(product);
        self.first[product] != first
    }

    /// The sums of products over `width` months: those after the last as a year before, then the additions (product, month, quantity) on
    /// top. Blocks and cells are left out: what is carried on takes no late returns.
    pub(super) fn carried_on(&self, width: usize, added: &[(usize, usize, f64)]) -> Self {
        let count = self.first.len();
        let (mut products, mut first) = (vec![Sum::default(); count * width], self.first.clone());
        for product in 0..count {
            let known = self.width.min(width);
            products[product * width..][..known].copy_from_slice(&self.products[product * self.width..][..known]);
            for at in known.max(12)..width {
                products[product * width + at] = products[product * width + at - 12].unreported();
            }
        }
        for &(product, at, quantity) in added {
            let sum = &mut products[product * width + at];
            sum.quantity += quantity;
            sum.units = sum.units.max(1);
            first[product] = Some(first[product].map_or(at, |month| month.min(at)));
        }
        Self { width, blocks: Blocks::default(), cells: Vec::new(), products, first, positions: self.positions.clone() }
    }

    fn sum_product(&mut self, panel: &Panel, product: usize, at: usize) {
        let mut sum = Sum::default();
        for cell in panel.products()[product].cells.clone() {
            sum.add(&self.cells[cell * self.width + at]);
        }
        self.products[product * self.width + at] = sum;
    }

    fn find_first(&mut self, product: usize) {
        let row = &self.products[product * self.width..(product + 1) * self.width];
        self.first[product] = row.iter().position(|sum| sum.units > 0);
    }
}
