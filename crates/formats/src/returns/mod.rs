//! Monthly returns from files: rows of one product each, gathered into one [`Return`] for each establishment and month.
//!
//! A faulty row leaves out only itself; the sound rows of the same return go in. [`read_returns`] holds the whole file;
//! [`ReturnReader`] streams a bulk file whose rows of one return stand together.

pub mod book;
mod row;
mod stream;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashMap;

use domain::period::Month;
use domain::register::Register;
use domain::returns::Return;
use jiff::civil::Date;

use crate::fault::{Fault, Place};
use crate::layout::RETURNS;
use crate::sheet::{Fields, Input, Read, for_each_row};
use row::{Entry, Lookup};

pub use stream::ReturnReader;

/// Reads returns, text or workbook, with their rows in any order. Lines come in order of product code, returns in order of
/// their first row, each with the place of that row.
///
/// `register` says which establishments and products exist and each product's unit; `today` bounds months and receipts.
///
/// # Errors
/// When the file is unreadable.
pub fn read_returns(file: &Input, register: &Register, today: Date) -> Result<Read<Return>, Vec<Fault>> {
    let mut lookup = Lookup::new(register, today);
    let mut places: HashMap<(u32, Month), usize> = HashMap::new();
    let mut rows: Vec<(Place, Return)> = Vec::new();
    let report = for_each_row(file, &RETURNS, &mut |mut fields, report| {
        if let Some(entry) = lookup.read(&mut fields) {
            match places.get(&(entry.establishment, entry.month)) {
                Some(at) => {
                    let (place, answer) = &mut rows[*at];
                    lookup.add(entry, answer, place, &mut fields);
                }
                None => {
                    places.insert((entry.establishment, entry.month), rows.len());
                    rows.push(start(&lookup, entry, &fields));
                }
            }
        }
        report.close_row(fields.faults);
    })?;
    for (_, answer) in &mut rows {
        in_order(answer);
    }
    Ok(report.with(rows))
}

/// A return that begins with this row.
fn start(lookup: &Lookup, entry: Entry, fields: &Fields) -> (Place, Return) {
    (fields.row_place(), lookup.begin(entry))
}

/// Lines stand in order of product code.
fn in_order(answer: &mut Return) {
    if !answer.lines.is_sorted_by(|a, b| a.product <= b.product) {
        answer.lines.sort_by(|a, b| a.product.cmp(&b.product));
    }
}
