//! Filling gaps: a silent establishment moves as those like it that did report.
//!
//! Methodology: United Nations, *International Recommendations for the Index of Industrial Production 2010*, chapter 5 (missing
//! data are imputed so that the matrix is complete); ratio of means as in de Waal, Pannekoek and Scholtus, *Handbook of
//! Statistical Data Editing and Imputation* (2011), section 7.3 (ratio imputation). No official Vietnamese rule has been published; this
//! is Khơi's own, and the method is data, chosen per cell by the [`backtest()`].
//!
//! A *matched reporter* of a cell in month t is a unit that reported itself in both t and s, where s is the month before (ratio of means)
//! or the same month of last year. With them the cell's ratio is r = Σ q(t) / Σ q(s), and a silent unit gets q(s) · r.
//!
//! - A cell with fewer than five matched reporters is widened to all cells of its product's 2-digit industry. Quantities in different
//!   units cannot be added, so there each quantity is valued at the base year's weight: with v = w / q₀, the product's weight over its
//!   base quantity, r = Σ v·q(t) / Σ v·q(s); the ratio is then the value-share-weighted mean of the products' relatives. It is used even if the
//!   whole division has fewer than five.
//! - Where the ratio does not exist (no matched reporter, or nothing produced in s) the other of the two ratios is
//!   tried, then the last value is carried forward. There are no bounds on ratios: +244.79 % and −91.07 % are real published rates.
//! - q(s) may itself be filled: a unit silent for several months follows its cell through all of them, until it reports or the
//!   register says that it stopped or closed.
//! - A known stoppage is zero ([`crate::returns::panel`] marks it). A unit that is silent when it resumes stays at zero until it reports.
//! - Before the first number of a unit there is nothing to start from: no value, and the unit is not in the index. Its first
//!   number enters as production that was not there before; that is growth when the establishment is new (an opening event in the register) and
//!   a change of coverage when it is not, which belongs into the next renewal of the basket.

mod backtest;
mod blocks;
mod fill;
mod ratio;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::classification::IndustryRef;
use crate::register::ProductCode;
use crate::returns::panel::Panel;
use crate::series::Filling;

pub use backtest::{Backtest, BacktestRow, BacktestSpec, backtest};
pub(crate) use blocks::{Blocks, block_of};
pub(crate) use fill::{fill_all, order, refill};
pub(crate) use ratio::LAGS;
pub use ratio::{Matched, Ratios};

/// A cell by its codes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellCode {
    /// The product.
    pub product: ProductCode,
    /// The establishments' 4-digit industry.
    pub industry: IndustryRef,
}

impl CellCode {
    /// The code of a cell of a panel.
    #[must_use]
    pub fn of(panel: &Panel, cell: usize) -> Self {
        let cell = &panel.cells()[cell];
        Self { product: panel.products()[cell.product as usize].code.clone(), industry: cell.industry.clone() }
    }
}

/// How gaps are filled.
#[derive(Debug, Clone, PartialEq)]
pub struct FillSpec {
    /// Matched reporters a cell needs to stand on its own.
    pub least_reporters: u32,
    /// The method of cells that do not use the ratio of means on the previous month. Stoppages are zero whatever the method.
    pub methods: BTreeMap<CellCode, Filling>,
}

impl Default for FillSpec {
    fn default() -> Self {
        Self { least_reporters: 5, methods: BTreeMap::new() }
    }
}

impl FillSpec {
    /// The method of each cell of a panel.
    #[must_use]
    pub fn methods_of(&self, panel: &Panel) -> Vec<Filling> {
        let default = Filling::RatioOfMeans;
        if self.methods.is_empty() {
            return vec![default; panel.cells().len()];
        }
        (0..panel.cells().len())
            .map(|cell| self.methods.get(&CellCode::of(panel, cell)).copied().unwrap_or(default))
            .collect()
    }
}

/// Runs of cells with about the same number of units each, one for each thread.
pub(crate) fn shares_of_work(panel: &Panel, threads: usize) -> Vec<Range<usize>> {
    let (cells, units) = (panel.cells(), panel.units().len());
    let threads = threads.clamp(1, cells.len().max(1));
    let mut from = 0;
    let mut runs = Vec::with_capacity(threads);
    for thread in 1..=threads {
        let until = if thread == threads {
            cells.len()
        } else {
            cells.partition_point(|c| c.units.end <= units * thread / threads).max(from)
        };
        runs.push(from..until);
        from = until;
    }
    runs
}

/// Runs `work` on each run of cells, each in a thread of its own; results in the order of the cells, so that they do not depend on the
/// number of threads.
pub(crate) fn by_cells<R: Send>(panel: &Panel, threads: usize, work: impl Fn(Range<usize>) -> Vec<R> + Sync) -> Vec<R> {
    let mut runs = shares_of_work(panel, threads).into_iter();
    let first = runs.next().unwrap_or(0..0);
    std::thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = runs.map(|run| scope.spawn(move || work(run))).collect();
        let mut results = work(first);
        for other in others {
            match other.join() {
                Ok(more) => results.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    })
}

#[cfg(test)]
mod tests;
