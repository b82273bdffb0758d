//! Filling the rows of the panel.

use crate::returns::panel::{Mark, Panel};
use crate::series::Filling;

use super::ratio::{LAGS, Ratios};
use super::shares_of_work;

/// Fills every gap of the panel that can be filled. `methods` by cell.
pub(crate) fn fill_all(panel: &mut Panel, ratios: &Ratios, methods: &[Filling], threads: usize) {
    let width = panel.width();
    let runs = shares_of_work(panel, threads);
    let work: Vec<Vec<(usize, usize)>> =
        runs.iter().map(|run| run.clone().map(|cell| (cell, panel.cells()[cell].units.len())).collect()).collect();
    let (mut values, mut marks) = panel.matrices_mut();
    std::thread::scope(|scope| {
        for cells in &work {
            let cells_here = cells.iter().map(|(_, units)| units).sum::<usize>() * width;
            let (values_here, values_left) = values.split_at_mut(cells_here);
            let (marks_here, marks_left) = marks.split_at_mut(cells_here);
            (values, marks) = (values_left, marks_left);
            scope.spawn(move || {
                let rows = values_here.chunks_mut(width).zip(marks_here.chunks_mut(width));
                let of_row = cells.iter().flat_map(|&(cell, units)| std::iter::repeat_n(cell, units));
                for ((values, marks), cell) in rows.zip(of_row) {
                    fill_row(values, marks, 0, cell, ratios, methods[cell]);
                }
            });
        }
    });
}

/// Takes back the fillings of one unit from the month at `from` on and fills it again.
pub(crate) fn refill(panel: &mut Panel, ratios: &Ratios, methods: &[Filling], unit: usize, from: usize) {
    panel.unfill(unit, from);
    let width = panel.width();
    let cell = panel.units()[unit].cell as usize;
    let row = unit * width..(unit + 1) * width;
    let (values, marks) = panel.matrices_mut();
    fill_row(&mut values[row.clone()], &mut marks[row], from, cell, ratios, methods[cell]);
}

fn fill_row(values: &mut [f64], marks: &mut [Mark], from: usize, cell: usize, ratios: &Ratios, method: Filling) {
    for at in from.max(1)..values.len() {
        if marks[at] != Mark::Missing {
            continue;
        }
        if let Some((value, filling)) = filled(values, marks, at, cell, ratios, method) {
            values[at] = value;
            marks[at] = Mark::Filled(filling);
        }
    }
}

/// The number for a gap: by the cell's method, else by the next that exists.
fn filled(
    values: &[f64],
    marks: &[Mark],
    at: usize,
    cell: usize,
    ratios: &Ratios,
    method: Filling,
) -> Option<(f64, Filling)> {
    for filling in order(method) {
        let lag = usize::from(filling == Filling::SameMonthLastYear);
        let Some(before) = at.checked_sub(LAGS[lag]).filter(|&s| marks[s].has_value()) else { continue };
        let ratio = if filling == Filling::CarryForward { Some(1.0) } else { ratios.ratio(cell, lag, at) };
        if let Some(value) = ratio.map(|r| values[before] * r).filter(|v| v.is_finite()) {
            return Some((value, filling));
        }
    }
    None
}

/// The methods in the order in which they are tried.
pub(crate) fn order(method: Filling) -> [Filling; 3] {
    match method {
        Filling::SameMonthLastYear => [Filling::SameMonthLastYear, Filling::RatioOfMeans, Filling::CarryForward],
        Filling::CarryForward => [Filling::CarryForward, Filling::RatioOfMeans, Filling::SameMonthLastYear],
        Filling::RatioOfMeans | Filling::KnownStoppage | Filling::ParentRelative => {
            [Filling::RatioOfMeans, Filling::SameMonthLastYear, Filling::CarryForward]
        }
    }
}
