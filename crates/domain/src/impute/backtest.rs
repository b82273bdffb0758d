//! Which method would have filled a cell best: known numbers are struck out, filled, and compared.
//!
//! Every n-th reported number is struck out one at a time (the places depend on the seed alone), filled from the other reporters of
//! its cell, and compared: weighted absolute error = Σ |filled − true| / Σ |true|. The cell takes the method with the least error; on a tie,
//! or with too few trials, the one that stands first in [`Filling::ALL`].

use crate::returns::panel::Panel;
use crate::series::Filling;

use super::ratio::{LAGS, Ratios, pair};
use super::{CellCode, FillSpec};

/// How a back-test is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BacktestSpec {
    /// One of how many reported numbers is struck out.
    pub one_in: u64,
    /// Moves the places that are struck out.
    pub seed: u64,
    /// Trials a cell needs before its choice departs from the default.
    pub least_trials: u32,
}

impl Default for BacktestSpec {
    fn default() -> Self {
        Self { one_in: 7, seed: 0, least_trials: 12 }
    }
}

/// One cell and method.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestRow {
    /// The cell.
    pub cell: CellCode,
    /// The method.
    pub method: Filling,
    /// How many numbers were struck out and could be filled by this method.
    pub trials: u32,
    /// Σ |filled − true| / Σ |true|; `None` when nothing could be filled or nothing was produced.
    pub error: Option<f64>,
    /// Whether the cell takes this method.
    pub chosen: bool,
}

/// The result: rows in order of cell, and within it of [`Filling::ALL`].
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    /// The table.
    pub rows: Vec<BacktestRow>,
}

impl Backtest {
    /// The filling rule that uses every cell's chosen method.
    #[must_use]
    pub fn fill_spec(&self, least_reporters: u32) -> FillSpec {
        let chosen = self.rows.iter().filter(|row| row.chosen && row.method != Filling::RatioOfMeans);
        FillSpec { least_reporters, methods: chosen.map(|row| (row.cell.clone(), row.method)).collect() }
    }
}

/// The methods that compete.
const METHODS: [Filling; 3] = [Filling::RatioOfMeans, Filling::SameMonthLastYear, Filling::CarryForward];

/// Sums of one method in one cell.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    trials: u32,
    missed: f64,
    truth: f64,
}

/// Runs the back-test on a panel; only reported numbers enter, so it may be filled or not. `unit_values` as in [`Ratios::of`].
#[must_use]
pub fn backtest(spec: &BacktestSpec, panel: &Panel, unit_values: &[f64], least_reporters: u32) -> Backtest {
    let ratios = Ratios::of(panel, unit_values, least_reporters, 1);
    let mut rows = Vec::with_capacity(panel.cells().len() * METHODS.len());
    for cell in 0..panel.cells().len() {
        let mut scores = [Score::default(); METHODS.len()];
        for unit in panel.cells()[cell].units.clone() {
            try_unit(spec, panel, &ratios, cell, unit, &mut scores);
        }
        let chosen = choose(spec, &scores);
        for (n, method) in METHODS.into_iter().enumerate() {
            let Score { trials, missed, truth } = scores[n];
            let error = (trials > 0 && truth > 0.0).then(|| missed / truth);
            rows.push(BacktestRow { cell: CellCode::of(panel, cell), method, trials, error, chosen: n == chosen });
        }
    }
    Backtest { rows }
}

fn try_unit(
    spec: &BacktestSpec,
    panel: &Panel,
    ratios: &Ratios,
    cell: usize,
    unit: usize,
    scores: &mut [Score; METHODS.len()],
) {
    let (values, marks) = (panel.values_of(unit), panel.marks_of(unit));
    for at in 1..panel.width() {
        // Spread over units and months by multiplying with odd constants: systematic, not random.
        let place = (unit as u64).wrapping_mul(31).wrapping_add(at as u64).wrapping_add(spec.seed);
        if !marks[at].is_reported() || !place.is_multiple_of(spec.one_in.max(1)) {
            continue;
        }
        for (score, method) in scores.iter_mut().zip(METHODS) {
            let lag = usize::from(method == Filling::SameMonthLastYear);
            let Some((truth, before)) = pair(values, marks, at, LAGS[lag]) else { continue };
            let ratio = match method {
                Filling::CarryForward => Some(1.0),
                _ => ratios.ratio_without(cell, lag, at, (truth, before)),
            };
            if let Some(filled) = ratio.map(|r| before * r).filter(|v| v.is_finite()) {
                score.trials += 1;
                score.missed += (filled - truth).abs();
                score.truth += truth.abs();
            }
        }
    }
}

/// The place of the method with the least error among those tried often enough.
fn choose(spec: &BacktestSpec, scores: &[Score; METHODS.len()]) -> usize {
    let mut best = (0, f64::INFINITY);
    for (n, score) in scores.iter().enumerate() {
        let error = score.missed / score.truth;
        if score.trials >= spec.least_trials && error < best.1 {
            best = (n, error);
        }
    }
    best.0
}
