//! One more return put into a panel that is already built.

use crate::period::Month;
use crate::register::{EstablishmentCode, ProductCode};
use crate::returns::Return;

use super::builder::LineAt;
use super::side::Side;
use super::{Mark, Panel, standing};

/// What a late return changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The units of the establishment, each with the month positions whose reported number changed.
    pub units: Vec<(usize, Vec<usize>)>,
    /// First month position at which anything of the establishment may differ.
    pub from: usize,
}

/// Why a return cannot be put into a built panel; the panel is unchanged and must be built again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotApply {
    /// The register the panel was built with does not know the establishment.
    #[error("{0} is not in the register of this panel")]
    UnknownEstablishment(EstablishmentCode),
    /// The month lies outside the panel.
    #[error("{0} is outside the months of this panel")]
    OutsideMonths(Month),
    /// The establishment has not reported this product before: the panel has no row for it.
    #[error("{0} has no row for product {1} in this panel")]
    NewUnit(EstablishmentCode, ProductCode),
    /// The return replaces an earlier one and no longer gives an actual that the earlier one gave; the estimate
    /// the actual had replaced is not kept.
    #[error("the return of {0} withdraws an actual of product {1}")]
    WithdrawnActual(EstablishmentCode, ProductCode),
}

impl Panel {
    /// Puts one more return into the panel, or one in place of an earlier return of the same month.
    ///
    /// Reported numbers change at once; fillings of the establishment from the first touched month on are *not* renewed here.
    ///
    /// # Errors
    /// [`CannotApply`], with the panel unchanged.
    pub fn apply(&mut self, answer: &Return) -> Result<Applied, CannotApply> {
        let code = &answer.establishment;
        let establishment =
            self.establishment_position(code).ok_or_else(|| CannotApply::UnknownEstablishment(code.clone()))?;
        let at = self.months.position(answer.month).ok_or(CannotApply::OutsideMonths(answer.month))?;
        let lines = self.lines_by_unit(answer, establishment)?;
        self.refuse_withdrawal(answer, at, &lines)?;
        self.note_head(answer, establishment, at);
        let mut units = Vec::with_capacity(lines.len());
        for (unit, line) in &lines {
            units.push((*unit, self.put_line(*unit, at, answer.month, line)));
        }
        Ok(Applied { units, from: at.saturating_sub(1) })
    }

    /// Every unit of the establishment with its line; an empty line where the return has none.
    fn lines_by_unit(&self, answer: &Return, establishment: usize) -> Result<Vec<(usize, LineAt)>, CannotApply> {
        for line in &answer.lines {
            let product = self.product_position(&line.product);
            if product.is_some_and(|p| self.unit_at(establishment, p).is_none()) {
                return Err(CannotApply::NewUnit(answer.establishment.clone(), line.product.clone()));
            }
        }
        let units = self.units_of_establishment(establishment).iter().map(|&unit| {
            let product = self.units[unit as usize].product as usize;
            let line = answer.lines.iter().find(|l| l.product == self.products[product].code);
            let empty = LineAt { product, ..LineAt::default() };
            (unit as usize, line.map_or(empty, |l| LineAt::new(product, l)))
        });
        Ok(units.collect())
    }

    fn refuse_withdrawal(&self, answer: &Return, at: usize, lines: &[(usize, LineAt)]) -> Result<(), CannotApply> {
        let Some(before) = at.checked_sub(1) else { return Ok(()) };
        let finite = |value: Option<f64>| value.is_some_and(f64::is_finite);
        let withdrawn = lines
            .iter()
            .find(|(unit, line)| self.marks_of(*unit)[before] == Mark::Actual && !finite(line.actual_previous));
        withdrawn.map_or(Ok(()), |(_, line)| {
            let product = self.products[line.product].code.clone();
            Err(CannotApply::WithdrawnActual(answer.establishment.clone(), product))
        })
    }

    fn note_head(&mut self, answer: &Return, establishment: usize, at: usize) {
        let width = self.width();
        let produced = answer.lines.iter().any(|l| l.estimate.is_some_and(|q| q != 0.0));
        let mut bits = standing::RETURNED;
        bits |= if answer.reason.is_empty() { 0 } else { standing::REASON };
        bits |= if produced { standing::PRODUCED } else { 0 };
        let now = &mut self.standings[establishment * width + at];
        *now = *now & !standing::OF_RETURN | bits;
        match answer.employees {
            Some(employees) => self.side.put(Side::Employees, establishment, at, width, f64::from(employees)),
            None => self.side.clear(Side::Employees, establishment, at),
        }
    }

    /// Puts one line; returns the month positions whose reported number changed.
    fn put_line(&mut self, unit: usize, at: usize, month: Month, line: &LineAt) -> Vec<usize> {
        let width = self.width();
        let row = unit * width;
        let establishment = self.units[unit].establishment as usize;
        let mut changed = Vec::new();
        // What an earlier return of the same month gave goes, whether or not the new one gives it again.
        for (place, given) in [(at, Mark::Estimate), (at + 1, Mark::Plan)] {
            if place < width && self.marks[row + place] == given {
                self.marks[row + place] = Mark::Missing;
                self.values[row + place] = 0.0;
                changed.push(place);
            }
        }
        for (month, mark, value) in line.production(month, self.with_plans) {
            let Some(place) = self.months.position(month) else { continue };
            let in_scope = self.standings[establishment * width + place] & standing::OUT_OF_SCOPE == 0;
            if in_scope && mark.rank() >= self.marks[row + place].rank() {
                self.marks[row + place] = mark;
                self.values[row + place] = value;
                changed.push(place);
            }
        }
        for side in [Side::Shipments, Side::ShipmentsValue, Side::OpeningStock, Side::ClosingStock] {
            self.side.clear(side, unit, at);
        }
        self.side.put_line(unit, at, width, line);
        changed.sort_unstable();
        changed.dedup();
        changed
    }
}
