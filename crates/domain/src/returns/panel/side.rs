//! What returns say beside production: shipments, stocks, employees. Kept only when asked for.

use super::builder::{LineAt, reorder_rows};
use super::{Mark, Panel, mark_stoppages, standing};

/// A matrix beside production.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Tiêu thụ: quantity shipped, unit × month.
    Shipments,
    /// Value shipped, million đồng, unit × month.
    ShipmentsValue,
    /// Tồn kho đầu kỳ: stock at the beginning of the month, unit × month.
    OpeningStock,
    /// Tồn kho cuối kỳ: stock at the end of the month, unit × month.
    ClosingStock,
    /// Lao động: people employed at the end of the month, establishment × month.
    Employees,
}

impl Side {
    /// Every side matrix.
    pub const ALL: [Self; 5] =
        [Self::Shipments, Self::ShipmentsValue, Self::OpeningStock, Self::ClosingStock, Self::Employees];
}

/// The side matrices of a panel. An absent number is held as not-a-number inside this file and leaves it as `None`.
#[derive(Debug, Clone, Default)]
pub struct SideMatrices {
    matrices: [Option<Vec<f64>>; 5],
    width: usize,
}

impl SideMatrices {
    /// Whether this matrix was asked for.
    #[must_use]
    pub fn has(&self, side: Side) -> bool {
        self.matrices[side as usize].is_some()
    }

    /// The number of a row (a unit, or for [`Side::Employees`] an establishment) at a month position; `None` when it was not given or
    /// the matrix was not asked for.
    #[must_use]
    pub fn get(&self, side: Side, row: usize, at: usize) -> Option<f64> {
        let matrix = self.matrices[side as usize].as_ref()?;
        matrix.get(row * self.width + at).copied().filter(|v| !v.is_nan())
    }

    pub(super) fn want(&mut self, side: Side) {
        self.matrices[side as usize].get_or_insert_default();
    }

    pub(super) fn put(&mut self, side: Side, row: usize, at: usize, width: usize, value: f64) {
        let Some(matrix) = &mut self.matrices[side as usize] else { return };
        if matrix.len() < (row + 1) * width {
            matrix.resize((row + 1) * width, f64::NAN);
        }
        matrix[row * width + at] = value;
    }

    pub(super) fn put_line(&mut self, row: usize, at: usize, width: usize, line: &LineAt) {
        let given = [
            (Side::Shipments, line.shipments),
            (Side::ShipmentsValue, line.shipments_value),
            (Side::OpeningStock, line.opening_stock),
            (Side::ClosingStock, line.closing_stock),
        ];
        for (side, value) in given {
            if let Some(value) = value.filter(|v| v.is_finite()) {
                self.put(side, row, at, width, value);
            }
        }
    }

    /// Takes back what a return said of a row in a month.
    pub(super) fn clear(&mut self, side: Side, row: usize, at: usize) {
        let width = self.width;
        if let Some(cell) = self.matrices[side as usize].as_mut().and_then(|m| m.get_mut(row * width + at)) {
            *cell = f64::NAN;
        }
    }

    /// Puts the rows of units into their final order.
    pub(super) fn reorder(&mut self, width: usize, order: &[u32]) {
        for side in Side::ALL.into_iter().filter(|s| *s != Side::Employees) {
            if let Some(matrix) = &mut self.matrices[side as usize] {
                matrix.resize(order.len() * width, f64::NAN);
                reorder_rows(matrix, width, order);
            }
        }
    }

    /// Fixes the sizes once every row is known.
    pub(super) fn finish(&mut self, width: usize, units: usize, establishments: usize) {
        self.width = width;
        for side in Side::ALL {
            let rows = if side == Side::Employees { establishments } else { units };
            if let Some(matrix) = &mut self.matrices[side as usize] {
                matrix.resize(rows * width, f64::NAN);
            }
        }
    }
}

impl Panel {
    /// The panel of a side matrix in place of production, for the sibling indices; `None` when the matrix was not kept or has no units.
    ///
    /// A closing stock that was not given is the opening stock of the next month's return. An establishment that stopped still holds its
    /// stock, so a stoppage is a zero of shipments but not of stocks.
    #[must_use]
    pub fn of_side(&self, side: Side) -> Option<Self> {
        if side == Side::Employees || !self.side.has(side) {
            return None;
        }
        let mut panel = Self { side: SideMatrices::default(), ..self.clone() };
        if matches!(side, Side::OpeningStock | Side::ClosingStock) {
            panel.standings.iter_mut().for_each(|s| *s &= standing::OUT_OF_SCOPE | standing::RETURNED);
        }
        let width = self.width();
        for (unit, known) in self.units.iter().enumerate() {
            let standings = &panel.standings[known.establishment as usize * width..][..width];
            let row = unit * width..(unit + 1) * width;
            let (values, marks) = (&mut panel.values[row.clone()], &mut panel.marks[row]);
            for at in 0..width {
                let next = || self.side.get(Side::OpeningStock, unit, at + 1).filter(|_| at + 1 < width);
                let own = self.side.get(side, unit, at);
                let given = if side == Side::ClosingStock { own.or_else(next) } else { own };
                let given = given.filter(|_| standings[at] & standing::OUT_OF_SCOPE == 0);
                values[at] = given.unwrap_or(0.0);
                marks[at] = if given.is_some() { Mark::Estimate } else { Mark::Missing };
            }
            mark_stoppages(standings, values, marks, 0);
        }
        Some(panel)
    }
}
