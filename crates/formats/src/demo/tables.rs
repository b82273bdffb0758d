//! The two calibrated tables: `multipliers.csv` (`division,month,multiplier`) and `base.csv` (`product,quantity`).

use std::collections::BTreeMap;

use domain::period::{Month, MonthRange};
use domain::register::ProductCode;
use domain::text::Text;

use crate::fault::{Fault, Place};

const MULTIPLIERS: &str = include_str!("../../../../data/demo/multipliers.csv");
const BASE: &str = include_str!("../../../../data/demo/base.csv");

/// By 2-digit industry and month: what the invented production is multiplied by so that the computed index meets what
/// was published.
#[derive(Debug, Clone, PartialEq)]
pub struct Multipliers {
    /// The months covered.
    pub months: MonthRange,
    /// One value a month, by division.
    pub by_division: BTreeMap<String, Vec<f64>>,
}

impl Multipliers {
    /// All 1: nothing calibrated yet.
    #[must_use]
    pub fn ones(months: MonthRange, divisions: impl IntoIterator<Item = String>) -> Self {
        Self { months, by_division: divisions.into_iter().map(|d| (d, vec![1.0; months.len()])).collect() }
    }

    /// The multiplier of a division in a month; 1 outside the table.
    #[must_use]
    pub fn at(&self, division: &str, month: Month) -> f64 {
        let place = self.months.position(month);
        place.and_then(|n| self.by_division.get(division)?.get(n).copied()).unwrap_or(1.0)
    }
}

fn unreadable(file: &str, line: u64, row: &str) -> Fault {
    Fault::new(
        Place::file(file).line(line),
        Text::new(format!("Không đọc được dòng “{row}”."), format!("The row “{row}” cannot be read.")),
        Text::new("Chạy lại khoi demo --calibrate.", "Run khoi demo --calibrate again."),
    )
}

/// Reads a table of multipliers.
///
/// # Errors
/// A fault with the line when a row is not `division,month,multiplier`, months of a division are not consecutive from
/// the same start, or there is no row.
pub fn read_multipliers(file: &str, text: &str) -> Result<Multipliers, Fault> {
    let mut by_division: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut months: Option<MonthRange> = None;
    for (n, row) in text.lines().enumerate().skip(1) {
        let fault = || unreadable(file, n as u64 + 1, row);
        let cells: Vec<&str> = row.split(',').collect();
        let [division, month, value] = cells[..] else { return Err(fault()) };
        let month: Month = month.parse().map_err(|_| fault())?;
        let value: f64 = value.parse().map_err(|_| fault())?;
        let range = months.get_or_insert(MonthRange::new(month, month));
        let values = by_division.entry(division.to_owned()).or_default();
        if range.first.plus(values.len() as i32) != month || !value.is_finite() || value <= 0.0 {
            return Err(fault());
        }
        values.push(value);
        range.last = range.last.max(month);
    }
    let months = months.ok_or_else(|| unreadable(file, 1, text.lines().next().unwrap_or_default()))?;
    Ok(Multipliers { months, by_division })
}

/// Writes a table of multipliers; [`read_multipliers`] gives it back.
#[must_use]
pub fn write_multipliers(table: &Multipliers) -> String {
    let mut text = String::from("division,month,multiplier\n");
    for (division, values) in &table.by_division {
        for (month, value) in table.months.iter().zip(values) {
            text.push_str(&format!("{division},{month},{value}\n"));
        }
    }
    text
}

/// Writes the base quantities.
#[must_use]
pub fn write_base(quantities: &BTreeMap<ProductCode, f64>) -> String {
    let rows = quantities.iter().map(|(product, quantity)| format!("{product},{quantity}\n"));
    std::iter::once("product,quantity\n".to_owned()).chain(rows).collect()
}

/// The multipliers the program carries.
///
/// # Errors
/// As [`read_multipliers`]; a test excludes it for the carried table.
pub fn multipliers() -> Result<Multipliers, Fault> {
    read_multipliers("data/demo/multipliers.csv", MULTIPLIERS)
}

/// The quantity of each product in the average month of the base year, as the program carries it.
///
/// # Errors
/// A fault with the line when a row is not `product,quantity`; a test excludes it for the carried table.
pub fn base_quantities() -> Result<BTreeMap<ProductCode, f64>, Fault> {
    let rows = BASE.lines().enumerate().skip(1);
    rows.map(|(n, row)| {
        let read = row.split_once(',').and_then(|(p, q)| Some((p.parse().ok()?, q.parse().ok()?)));
        read.ok_or_else(|| unreadable("data/demo/base.csv", n as u64 + 1, row))
    })
    .collect()
}
