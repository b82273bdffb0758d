//! Sums of matched reporters, by cell and by division, for both lags.

use crate::returns::panel::{Mark, Panel};

use super::blocks::{Blocks, block_of};

/// Month on month, and over the year.
pub(crate) const LAGS: [usize; 2] = [1, 12];

/// The sums of matched reporters of a group in one month.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Matched {
    /// Sum of the month.
    pub now: f64,
    /// Sum of the month compared with.
    pub before: f64,
    /// How many reporters.
    pub reporters: u32,
}

impl Matched {
    fn add(&mut self, other: &Self) {
        self.now += other.now;
        self.before += other.before;
        self.reporters += other.reporters;
    }

    /// The sums without one reporter. What is left over of a difference that should be zero is taken as zero.
    fn without(self, now: f64, before: f64, value: f64) -> Self {
        let less = |sum: f64, part: f64| if (sum - part).abs() <= 1e-12 * sum.abs() { 0.0 } else { sum - part };
        Self {
            now: less(self.now, value * now),
            before: less(self.before, value * before),
            reporters: self.reporters.saturating_sub(1),
        }
    }

    /// Σ now / Σ before; `None` when nothing was produced before.
    #[must_use]
    pub fn ratio(self) -> Option<f64> {
        (self.before > 0.0).then(|| self.now / self.before).filter(|r| r.is_finite())
    }
}

/// The matched sums of every cell and division, from which silent units are filled.
///
/// Only reported numbers enter, never filled ones, so no filling depends on another unit's filling.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratios {
    least_reporters: u32,
    /// The blocks of every cell, both lags side by side.
    blocks: Blocks<[Matched; 2]>,
    /// For each lag, month × cell: the cells of a division lie together, so that its sum reads one run of memory.
    cells: [Vec<Matched>; 2],
    /// For each lag, month × division, in value of the base year.
    divisions: [Vec<Matched>; 2],
    division_of_cell: Vec<u32>,
    cells_of_division: Vec<Vec<u32>>,
    /// Weight over base quantity of each cell's product; zero for one that is in no basket.
    unit_values: Vec<f64>,
}

impl Ratios {
    /// Sums the matched reporters of a panel. `unit_values` gives weight over base quantity by product position.
    #[must_use]
    pub fn of(panel: &Panel, unit_values: &[f64], least_reporters: u32, threads: usize) -> Self {
        let width = panel.width();
        let blocks = Blocks::of(panel, threads, add_unit);
        let count = panel.cells().len();
        let cells = [0, 1].map(|lag| {
            let sum = |place: usize| sum(blocks.of_cell(place % count, place / count), lag);
            (0..count * width).map(sum).collect::<Vec<_>>()
        });
        let (division_of_cell, cells_of_division) = divisions(panel);
        let empty = vec![Matched::default(); cells_of_division.len() * width];
        let unit_values = panel.cells().iter().map(|c| unit_values[c.product as usize]).collect();
        let divisions = [empty.clone(), empty];
        let mut ratios =
            Self { least_reporters, blocks, cells, divisions, division_of_cell, cells_of_division, unit_values };
        for division in 0..ratios.cells_of_division.len() {
            for (lag, first) in LAGS.into_iter().enumerate() {
                for at in first..width {
                    ratios.sum_division(division, lag, at);
                }
            }
        }
        ratios
    }

    /// The sums of a cell in the month at `at`, for lag 0 (the month before) or 1 (last year).
    #[must_use]
    pub fn of_cell(&self, cell: usize, lag: usize, at: usize) -> Matched {
        self.cells[lag][self.place(cell, at)]
    }

    /// The ratio by which a silent unit of the cell moves into the month at `at`.
    pub(crate) fn ratio(&self, cell: usize, lag: usize, at: usize) -> Option<f64> {
        let own = self.of_cell(cell, lag, at);
        if own.reporters >= self.least_reporters {
            return own.ratio();
        }
        self.of_division(cell, lag, at).ratio()
    }

    /// The ratio as it would be without one matched reporter of the cell, whose two numbers are given.
    pub(crate) fn ratio_without(&self, cell: usize, lag: usize, at: usize, (now, before): (f64, f64)) -> Option<f64> {
        let own = self.of_cell(cell, lag, at);
        if own.reporters > self.least_reporters {
            return own.without(now, before, 1.0).ratio();
        }
        let division = self.of_division(cell, lag, at);
        let value = self.unit_values[cell];
        if value > 0.0 { division.without(now, before, value).ratio() } else { division.ratio() }
    }

    /// Sums the block of a unit again, and its cell and division with it, in the month at `at`; returns the cells whose ratio moved.
    pub(crate) fn renew(&mut self, panel: &Panel, unit: usize, lag: usize, at: usize) -> Vec<usize> {
        let block = block_of(panel, unit);
        let cell = block.0;
        let ratios = |now: &Self| (now.ratio(cell, lag, at), now.of_division(cell, lag, at).ratio());
        let (own, wide) = ratios(self);
        self.blocks.renew(panel, block, at, add_unit);
        let place = self.place(cell, at);
        self.cells[lag][place] = sum(self.blocks.of_cell(cell, at), lag);
        self.sum_division(self.division_of_cell[cell] as usize, lag, at);
        let (own_now, wide_now) = ratios(self);
        let differ = |a: Option<f64>, b: Option<f64>| a.map(f64::to_bits) != b.map(f64::to_bits);
        let mut moved = Vec::new();
        if differ(wide, wide_now) {
            let narrow = |other: &usize| self.of_cell(*other, lag, at).reporters < self.least_reporters;
            let neighbours = &self.cells_of_division[self.division_of_cell[cell] as usize];
            moved.extend(neighbours.iter().map(|&other| other as usize).filter(|&other| other != cell).filter(narrow));
        }
        moved.extend(differ(own, own_now).then_some(cell));
        moved
    }

    fn place(&self, cell: usize, at: usize) -> usize {
        at * self.division_of_cell.len() + cell
    }

    /// The sums of the division a cell is in.
    fn of_division(&self, cell: usize, lag: usize, at: usize) -> Matched {
        self.divisions[lag][at * self.cells_of_division.len() + self.division_of_cell[cell] as usize]
    }

    fn sum_division(&mut self, division: usize, lag: usize, at: usize) {
        let mut sum = Matched::default();
        for &cell in &self.cells_of_division[division] {
            let value = self.unit_values[cell as usize];
            let own = self.of_cell(cell as usize, lag, at);
            // A product in no basket has no value to be added by.
            if value > 0.0 {
                sum.now += value * own.now;
                sum.before += value * own.before;
                sum.reporters += own.reporters;
            }
        }
        self.divisions[lag][at * self.cells_of_division.len() + division] = sum;
    }
}

/// Adds the unit whose row is given to the sums of both lags, where it reported both months itself.
fn add_unit(sums: &mut [Matched; 2], values: &[f64], marks: &[Mark], at: usize) {
    if !marks[at].is_reported() {
        return;
    }
    for (sum, lag) in sums.iter_mut().zip(LAGS) {
        if let Some((now, before)) = pair(values, marks, at, lag) {
            sum.add(&Matched { now, before, reporters: 1 });
        }
    }
}

/// The sum of blocks, in order.
fn sum(blocks: &[[Matched; 2]], lag: usize) -> Matched {
    let mut sum = Matched::default();
    blocks.iter().for_each(|block| sum.add(&block[lag]));
    sum
}

/// Both numbers of a unit when it reported both itself.
pub(super) fn pair(values: &[f64], marks: &[Mark], at: usize, lag: usize) -> Option<(f64, f64)> {
    let before = at.checked_sub(lag)?;
    (marks[at].is_reported() && marks[before].is_reported()).then(|| (values[at], values[before]))
}

/// The division of each cell, and the cells of each, both in order.
fn divisions(panel: &Panel) -> (Vec<u32>, Vec<Vec<u32>>) {
    let division = |cell: usize| &panel.products()[panel.cells()[cell].product as usize].division;
    let mut codes: Vec<_> = (0..panel.cells().len()).map(division).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut cells = vec![Vec::new(); codes.len()];
    let of_cell = (0..panel.cells().len()).map(|cell| {
        let number = codes.binary_search(&division(cell)).unwrap_or(0);
        cells[number].push(cell as u32);
        number as u32
    });
    (of_cell.collect(), cells)
}
