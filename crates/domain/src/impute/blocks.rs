//! Sums in two steps: the units of a cell in blocks, and the blocks of the cell, both in order.
//!
//! A number that comes late sums its block again, not its cell. The full computation sums by the same two steps, so that both have the
//! same last bit; and a sum of block sums loses less to rounding than one long sum (Higham, *Accuracy and Stability of Numerical
//! Algorithms*, 2nd edition, section 4.2).

use std::ops::Range;

use crate::returns::panel::{Mark, Panel};

use super::by_cells;

/// Units of a block.
const BLOCK: usize = 16;

/// The sum of every block in every month, by cell; within a cell month by month, the blocks of a month side by side.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Blocks<S> {
    cells: Vec<Vec<S>>,
    width: usize,
}

impl<S: Copy + Default + Send> Blocks<S> {
    /// Sums the units of a panel; `add` adds the unit whose row is given, in a month, to a sum.
    pub(crate) fn of(panel: &Panel, threads: usize, add: impl Fn(&mut S, &[f64], &[Mark], usize) + Sync) -> Self {
        let width = panel.width();
        let of_cell = |cell: usize| {
            let units = panel.cells()[cell].units.clone();
            let blocks = units.len().div_ceil(BLOCK);
            let mut sums = vec![S::default(); blocks * width];
            let mut row = vec![S::default(); width];
            for block in 0..blocks {
                row.fill(S::default());
                for unit in units_of(&units, block) {
                    let (values, marks) = (panel.values_of(unit), panel.marks_of(unit));
                    row.iter_mut().enumerate().for_each(|(at, sum)| add(sum, values, marks, at));
                }
                (0..width).for_each(|at| sums[at * blocks + block] = row[at]);
            }
            sums
        };
        Self { cells: by_cells(panel, threads, |cells| cells.map(of_cell).collect()), width }
    }

    /// The sums of a cell's blocks in the month at `at`, in order.
    pub(crate) fn of_cell(&self, cell: usize, at: usize) -> &[S] {
        &self.cells[cell][self.month(cell, at)]
    }

    /// Sums one block of a cell again in the month at `at`.
    pub(crate) fn renew(
        &mut self,
        panel: &Panel,
        (cell, block): (usize, usize),
        at: usize,
        add: impl Fn(&mut S, &[f64], &[Mark], usize),
    ) {
        let mut sum = S::default();
        for unit in units_of(&panel.cells()[cell].units, block) {
            add(&mut sum, panel.values_of(unit), panel.marks_of(unit), at);
        }
        let place = self.month(cell, at).start + block;
        self.cells[cell][place] = sum;
    }

    /// Where the blocks of a month stand in a cell.
    fn month(&self, cell: usize, at: usize) -> Range<usize> {
        let blocks = self.cells[cell].len() / self.width.max(1);
        at * blocks..(at + 1) * blocks
    }
}

/// The cell and the block within it that a unit is summed in.
pub(crate) fn block_of(panel: &Panel, unit: usize) -> (usize, usize) {
    let cell = panel.units()[unit].cell as usize;
    (cell, (unit - panel.cells()[cell].units.start) / BLOCK)
}

fn units_of(cell: &Range<usize>, block: usize) -> Range<usize> {
    let start = cell.start + block * BLOCK;
    start..(start + BLOCK).min(cell.end)
}
