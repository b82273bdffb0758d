//! The month panel: production of every establishment and product by month, with what stands behind each number.
//!
//! A *unit* is one establishment making one product. Units lie in order of product, then of the establishment's
//! 4-digit industry, then of establishment code, so that each *cell* (product × industry, the group within which gaps are filled)
//! is one run of units and every sum has one order: the order in which returns arrived never shows in a result.
//!
//! The production of month m is the actual given by the return of m+1 where there is one, else the estimate given
//! by the return of m, else missing. The mark of a cell remembers which. Only returns that count are passed in: what is late or locked
//! for a given vintage is decided before. The matrices are flat, one run of months per unit: 10⁵ establishments × 5 products × 60 months are
//! 30 million cells of 9 bytes.

mod builder;
mod late;
mod side;

use std::ops::Range;

use crate::classification::IndustryRef;
use crate::period::{Month, MonthRange};
use crate::register::{EstablishmentCode, ProductCode};
use crate::series::{Filling, Observation, Status};

pub use builder::{LeftOut, LineAt, PanelBuilder};
pub use late::{Applied, CannotApply};
pub use side::{Side, SideMatrices};

/// What stands behind a cell of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The establishment is not yet open, or closed: nothing is expected and the value is zero.
    OutOfScope,
    /// Expected and not there; no value.
    Missing,
    /// Next month's plan, given by the return of the month before. Only when plans were asked for.
    Plan,
    /// This month's estimate, given by the return of the month itself.
    Estimate,
    /// Last month's actual, given by the return of the month after.
    Actual,
    /// Filled, and how.
    Filled(Filling),
}

impl Mark {
    /// Whether the establishment gave this number itself.
    #[must_use]
    pub fn is_reported(self) -> bool {
        matches!(self, Self::Plan | Self::Estimate | Self::Actual)
    }

    /// Whether there is a number: reported or filled.
    #[must_use]
    pub fn has_value(self) -> bool {
        self.is_reported() || matches!(self, Self::Filled(_))
    }

    /// Whether a number was expected, did not come, and is not known to be zero: filled from others, or still missing.
    #[must_use]
    pub fn is_gap(self) -> bool {
        matches!(self, Self::Missing | Self::Filled(_)) && self != Self::Filled(Filling::KnownStoppage)
    }

    /// How settled a reported number is: a number never gives way to one less settled.
    fn rank(self) -> u8 {
        match self {
            Self::Plan => 1,
            Self::Estimate => 2,
            Self::Actual => 3,
            Self::OutOfScope | Self::Missing | Self::Filled(_) => 0,
        }
    }
}

/// One establishment making one product; positions in [`Panel::establishments`], [`Panel::products`], [`Panel::cells`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// The product.
    pub product: u32,
    /// The establishment.
    pub establishment: u32,
    /// The cell.
    pub cell: u32,
}

/// A product × 4-digit industry of the establishment: the group within which gaps are filled first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Position of the product.
    pub product: u32,
    /// Industry of the establishments, cut to four digits.
    pub industry: IndustryRef,
    /// Its units.
    pub units: Range<usize>,
}

/// A product of the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelProduct {
    /// Its code.
    pub code: ProductCode,
    /// Its 2-digit industry: the group within which gaps are filled when the cell is too small.
    pub division: IndustryRef,
    /// Its cells.
    pub cells: Range<usize>,
    /// Its units.
    pub units: Range<usize>,
}

/// Whether an establishment is expected to report in a month, and what its return said, in bits.
mod standing {
    /// Before opening or after closure.
    pub(super) const OUT_OF_SCOPE: u8 = 1;
    /// Suspended by a dated event of the register.
    pub(super) const SUSPENDED: u8 = 2;
    /// A return of the month is in.
    pub(super) const RETURNED: u8 = 4;
    /// That return gives a reason for stopping or slowing.
    pub(super) const REASON: u8 = 8;
    /// That return estimates some production of some product.
    pub(super) const PRODUCED: u8 = 16;
    /// The bits a return sets.
    pub(super) const OF_RETURN: u8 = RETURNED | REASON | PRODUCED;
}

/// The matrix of production, unit × month. Built by [`PanelBuilder`].
#[derive(Debug, Clone)]
pub struct Panel {
    months: MonthRange,
    establishments: Vec<EstablishmentCode>,
    products: Vec<PanelProduct>,
    cells: Vec<Cell>,
    units: Vec<Unit>,
    /// For each establishment where its units begin in `units_by_establishment`, and at the end the number of units.
    unit_starts: Vec<u32>,
    units_by_establishment: Vec<u32>,
    values: Vec<f64>,
    marks: Vec<Mark>,
    /// Establishment × month, bits of [`standing`].
    standings: Vec<u8>,
    side: SideMatrices,
    left_out: LeftOut,
    with_plans: bool,
}

impl Panel {
    /// The months of the matrix.
    #[must_use]
    pub fn months(&self) -> MonthRange {
        self.months
    }

    /// How many months.
    #[must_use]
    pub fn width(&self) -> usize {
        self.months.len()
    }

    /// Every establishment of the register, in order of code.
    #[must_use]
    pub fn establishments(&self) -> &[EstablishmentCode] {
        &self.establishments
    }

    /// Every product of the register, in order of code; one that nobody reports has no units.
    #[must_use]
    pub fn products(&self) -> &[PanelProduct] {
        &self.products
    }

    /// The cells, in order of product and industry.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The units, in order of product, industry and establishment.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// What was given to the builder and has no place here.
    #[must_use]
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// Position of an establishment.
    #[must_use]
    pub fn establishment_position(&self, code: &EstablishmentCode) -> Option<usize> {
        self.establishments.binary_search(code).ok()
    }

    /// Position of a product.
    #[must_use]
    pub fn product_position(&self, code: &ProductCode) -> Option<usize> {
        self.products.binary_search_by(|p| p.code.cmp(code)).ok()
    }

    /// The units of an establishment, in order of product.
    #[must_use]
    pub fn units_of_establishment(&self, establishment: usize) -> &[u32] {
        let (from, to) = (self.unit_starts[establishment], self.unit_starts[establishment + 1]);
        &self.units_by_establishment[from as usize..to as usize]
    }

    /// The unit of an establishment and a product, by their positions.
    #[must_use]
    pub fn unit_at(&self, establishment: usize, product: usize) -> Option<usize> {
        let mut units = self.units_of_establishment(establishment).iter().map(|&unit| unit as usize);
        units.find(|&unit| self.units[unit].product as usize == product)
    }

    /// The unit of an establishment and a product.
    #[must_use]
    pub fn unit(&self, establishment: &EstablishmentCode, product: &ProductCode) -> Option<usize> {
        self.unit_at(self.establishment_position(establishment)?, self.product_position(product)?)
    }

    /// The code of the establishment of a unit.
    #[must_use]
    pub fn establishment_of(&self, unit: usize) -> &EstablishmentCode {
        &self.establishments[self.units[unit].establishment as usize]
    }

    /// The numbers of a unit, month by month; where the mark says there is none the number is zero.
    #[must_use]
    pub fn values_of(&self, unit: usize) -> &[f64] {
        let width = self.width();
        &self.values[unit * width..(unit + 1) * width]
    }

    /// The marks of a unit, month by month.
    #[must_use]
    pub fn marks_of(&self, unit: usize) -> &[Mark] {
        let width = self.width();
        &self.marks[unit * width..(unit + 1) * width]
    }

    /// The mark of a unit in a month; `None` outside the months of the panel.
    #[must_use]
    pub fn mark(&self, unit: usize, month: Month) -> Option<Mark> {
        Some(self.marks_of(unit)[self.months.position(month)?])
    }

    /// The number of a unit in a month, if there is one.
    #[must_use]
    pub fn value(&self, unit: usize, month: Month) -> Option<f64> {
        let at = self.months.position(month)?;
        self.marks_of(unit)[at].has_value().then(|| self.values_of(unit)[at])
    }

    /// Không phát sinh: whether the establishment itself reported zero.
    #[must_use]
    pub fn is_reported_zero(&self, unit: usize, month: Month) -> bool {
        self.mark(unit, month).is_some_and(Mark::is_reported) && self.value(unit, month) == Some(0.0)
    }

    /// The number with its status; `None` when the month is outside the panel or the unit out of scope in it.
    #[must_use]
    pub fn observation(&self, unit: usize, month: Month) -> Option<Observation> {
        match self.mark(unit, month)? {
            Mark::OutOfScope => None,
            Mark::Missing => Observation::absent(Status::NeverCollected),
            Mark::Filled(filling) => Observation::present(self.value(unit, month)?, Status::Imputed(filling)),
            Mark::Plan | Mark::Estimate | Mark::Actual => {
                Observation::present(self.value(unit, month)?, Status::Observed)
            }
        }
    }

    /// Whether a return of the establishment for the month is in.
    #[must_use]
    pub fn has_return(&self, establishment: usize, month: Month) -> bool {
        let at = self.months.position(month);
        at.is_some_and(|at| self.standings[establishment * self.width() + at] & standing::RETURNED != 0)
    }

    /// The panel as it was before gaps were filled.
    #[must_use]
    pub fn without_fillings(mut self) -> Self {
        (0..self.units.len()).for_each(|unit| self.unfill(unit, 0));
        self
    }

    /// The side matrices that were asked for: shipments, stocks, employees.
    #[must_use]
    pub fn side(&self) -> &SideMatrices {
        &self.side
    }

    /// Numbers and marks of a run of units, to be filled in place. One slice for each, months running fastest.
    pub(crate) fn matrices_mut(&mut self) -> (&mut [f64], &mut [Mark]) {
        (&mut self.values, &mut self.marks)
    }

    /// Takes back every filling of a unit from month position `from` on, known stoppages apart, which are put anew.
    pub(crate) fn unfill(&mut self, unit: usize, from: usize) {
        let width = self.width();
        let establishment = self.units[unit].establishment as usize;
        let standings = &self.standings[establishment * width..(establishment + 1) * width];
        let row = unit * width..(unit + 1) * width;
        let (values, marks) = (&mut self.values[row.clone()], &mut self.marks[row]);
        mark_stoppages(standings, values, marks, from);
    }
}

/// Marks what is known without a number: out of scope, and zero through a known stoppage.
///
/// A stoppage is known when a dated event of the register suspends the establishment, or when its last return said zero and gave a
/// reason; the second holds until its next return. A reported number always stands, except outside the scope.
fn mark_stoppages(standings: &[u8], values: &mut [f64], marks: &mut [Mark], from: usize) {
    let mut stopped = false;
    for (at, &now) in standings.iter().enumerate() {
        if now & standing::RETURNED != 0 {
            stopped = now & standing::REASON != 0 && now & standing::PRODUCED == 0;
        }
        if at < from || marks[at].is_reported() {
            continue;
        }
        values[at] = 0.0;
        marks[at] = if now & standing::OUT_OF_SCOPE != 0 {
            Mark::OutOfScope
        } else if stopped || now & standing::SUSPENDED != 0 {
            Mark::Filled(Filling::KnownStoppage)
        } else {
            Mark::Missing
        };
    }
}

#[cfg(test)]
mod tests;
