//! The tidy CSV layouts of the plain-file commands: one row per observation, UTF-8, a header row, columns in any order, others
//! ignored, an empty cell where there is no value.
//!
//! | layout | columns |
//! |---|---|
//! | components | `code,period,value` |
//! | weights | `code,parent,weight[,from,to]`; the root has an empty parent |
//! | results | `code,period,value,status` |
//! | series and benchmarks | `series,period,value` |
//! | prices and quantities | `product,period,price,quantity` |
//! | sites to start | `site,product,from,capacity[,share]` |
//!
//! A period is `2024-01`, `2024-Q1`, `2024` or any whole number.

mod name;
mod pieces;
mod starts;
mod table;
mod write;

use std::collections::{HashMap, HashSet};

use domain::index::aggregate::{AggregateError, WeightRow, label_months};
use domain::period::Label;
use domain::text::Text;

use crate::fault::{Fault, Place};
pub use name::Name;
use name::Spellings;
use table::{Faults, Layout, Row};

pub use pieces::SeriesPieces;
pub use starts::{SiteStart, read_starts};
pub use write::{Results, SEASON_HEADER, number_text, write_results, write_season_line, write_series};

/// The rows of a file with the lines they stand on.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet<T> {
    /// The file's name as the user gave it.
    pub file: String,
    /// Line, from 1, and row.
    pub rows: Vec<(u64, T)>,
}

/// A value of a series: what `code` or `series` names, in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Datum {
    /// Code or name of the series.
    pub code: Name,
    /// The period.
    pub period: Label,
    /// The value; `None` for an empty cell.
    pub value: Option<f64>,
}

/// Price and quantity of a product in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Sale {
    /// The product.
    pub product: String,
    /// The period.
    pub period: Label,
    /// Its price; `None` for an empty cell.
    pub price: Option<f64>,
    /// Its quantity; `None` for an empty cell.
    pub quantity: Option<f64>,
}

/// A layout of values in periods, and the column that names what a value is of.
type Data = (&'static str, Layout);

const COMPONENTS: Data = ("code", Layout { required: &["code", "period", "value"], optional: &[] });
const SERIES: Data = ("series", Layout { required: &["series", "period", "value"], optional: &[] });

/// Reads components (`code,period,value`), or published results to compare with: a `status` column is one of the others.
///
/// # Errors
/// Every fault of the file, at most twenty.
pub fn read_components(file: &str, bytes: &[u8]) -> Result<Sheet<Datum>, Vec<Fault>> {
    read_data(file, bytes, COMPONENTS)
}

/// Reads series or benchmarks (`series,period,value`).
///
/// # Errors
/// Every fault of the file, at most twenty.
pub fn read_series(file: &str, bytes: &[u8]) -> Result<Sheet<Datum>, Vec<Fault>> {
    read_data(file, bytes, SERIES)
}

fn read_data(file: &str, bytes: &[u8], data: Data) -> Result<Sheet<Datum>, Vec<Fault>> {
    let mut sheet = read_rows(file, bytes, data, &mut Spellings::default())?;
    settle(&mut sheet, |datum| &mut datum.period)?;
    no_period_twice(&sheet)?;
    Ok(sheet)
}

/// Refuses a period that a series has twice.
///
/// # Errors
/// Every second row, at most twenty.
pub fn no_period_twice(sheet: &Sheet<Datum>) -> Result<(), Vec<Fault>> {
    unique(sheet, |datum| (&datum.code, &datum.period))
}

/// The rows as they stand, each for itself.
fn read_rows(
    file: &str,
    bytes: &[u8],
    (key, layout): Data,
    spellings: &mut Spellings,
) -> Result<Sheet<Datum>, Vec<Fault>> {
    table::read(file, bytes, &layout, |row| {
        Ok(Datum {
            code: spellings.name(row.code(key)?),
            period: spellings.label(row, "period")?,
            value: row.number("value")?,
        })
    })
}

/// Reads prices and quantities (`product,period,price,quantity`); either of the last two columns may be absent, for formulas
/// that do not need it.
///
/// # Errors
/// Every fault of the file, at most twenty.
pub fn read_prices_quantities(file: &str, bytes: &[u8]) -> Result<Sheet<Sale>, Vec<Fault>> {
    let layout = Layout { required: &["product", "period"], optional: &["price", "quantity"] };
    let mut sheet = table::read(file, bytes, &layout, |row| {
        Ok(Sale {
            product: row.code("product")?.to_owned(),
            period: label(row, "period")?,
            price: row.number("price")?,
            quantity: row.number("quantity")?,
        })
    })?;
    settle(&mut sheet, |sale| &mut sale.period)?;
    unique(&sheet, |sale| (&sale.product, &sale.period))?;
    Ok(sheet)
}

/// Reads weights (`code,parent,weight[,from,to]`).
///
/// # Errors
/// Every fault of the file, at most twenty.
pub fn read_weights(file: &str, bytes: &[u8]) -> Result<Sheet<WeightRow>, Vec<Fault>> {
    let layout = Layout { required: &["code", "parent", "weight"], optional: &["from", "to"] };
    table::read(file, bytes, &layout, |row| {
        let weight = row.number("weight")?;
        if weight.is_some_and(|w| w < 0.0) {
            return Err(Fault::new(
                row.place("weight"),
                Text::new("quyền số âm.", "the weight is negative."),
                Text::new("Hãy ghi số từ 0 trở lên.", "Write a number of zero or more."),
            ));
        }
        let bound = |column| if row.text(column).is_empty() { Ok(None) } else { label(row, column).map(Some) };
        let (from, to) = (bound("from")?, bound("to")?);
        if from.as_ref().zip(to.as_ref()).is_some_and(|(from, to)| ends_before(to, from)) {
            return Err(Fault::new(
                row.place("to"),
                Text::new("kỳ cuối ở trước kỳ đầu.", "the last period is before the first."),
                Text::new("Hãy sửa from hoặc to.", "Correct from or to."),
            ));
        }
        let parent = Some(row.text("parent")).filter(|p| !p.is_empty()).map(str::to_owned);
        Ok(WeightRow { code: row.code("code")?.to_owned(), parent, weight, from, to })
    })
}

/// Whether a validity ending in `to` is over before `from` begins.
fn ends_before(to: &Label, from: &Label) -> bool {
    match (label_months(to), label_months(from)) {
        (Some(to), Some(from)) => to.last < from.first,
        _ => matches!((to, from), (Label::Ordinal(to), Label::Ordinal(from)) if to < from),
    }
}

fn label(row: &Row<'_>, column: &str) -> Result<Label, Fault> {
    let text = row.text(column);
    text.parse().map_err(|_| {
        Fault::new(
            row.place(column),
            Text::new(format!("“{text}” không phải là kỳ."), format!("“{text}” is not a period.")),
            Text::new(
                "Hãy ghi tháng dạng 2024-01, quý dạng 2024-Q1, năm dạng 2024, hoặc một số nguyên.",
                "Write a month as 2024-01, a quarter as 2024-Q1, a year as 2024, or a whole number.",
            ),
        )
    })
}

/// Four digits alone are a year, unless the file counts its periods by other whole numbers too: then they are one of these. A number
/// keeps the spelling it has first.
fn settle<T>(sheet: &mut Sheet<T>, period: impl Fn(&mut T) -> &mut Label) -> Result<(), Vec<Fault>> {
    let mut counted = None;
    for (line, row) in &mut sheet.rows {
        if matches!(period(row), Label::Ordinal(..)) {
            counted = counted.or(Some(*line));
        }
    }
    let Some(counted) = counted else { return Ok(()) };
    let mut faults = Faults::default();
    let mut first: HashSet<Label> = HashSet::new();
    for (line, row) in &mut sheet.rows {
        let label = period(row);
        let number = label.counted();
        if let Label::Calendar(other) = number {
            faults.push(Fault::new(
                Place::file(&sheet.file).line(*line).column("period"),
                Text::new(
                    format!("kỳ {other} không xếp được cùng với số nguyên ở dòng {counted}."),
                    format!("the period {other} cannot be put in order with the whole number on line {counted}."),
                ),
                Text::new("Hãy ghi mọi kỳ theo một kiểu.", "Write all periods in one way."),
            ));
            continue;
        }
        *label = match first.get(&number) {
            Some(first) => first.clone(),
            None => {
                first.insert(number.clone());
                number
            }
        };
    }
    faults.or(())
}

/// Refuses a key that comes twice.
fn unique<T>(sheet: &Sheet<T>, key: impl Fn(&T) -> (&str, &Label)) -> Result<(), Vec<Fault>> {
    // Nearly always there is none, and numbers are enough to find that out.
    let (mut codes, mut periods) = (HashMap::new(), HashMap::new());
    let mut keys: Vec<(usize, usize)> = Vec::with_capacity(sheet.rows.len());
    for (_, row) in &sheet.rows {
        let ((code, period), (next_code, next_period)) = (key(row), (codes.len(), periods.len()));
        keys.push((*codes.entry(code).or_insert(next_code), *periods.entry(period).or_insert(next_period)));
    }
    keys.sort_unstable();
    if keys.windows(2).all(|pair| pair[0] != pair[1]) {
        return Ok(());
    }
    let mut first = HashMap::new();
    let mut faults = Faults::default();
    for (line, row) in &sheet.rows {
        let (code, period) = key(row);
        if let Some(before) = first.insert((code, period), *line) {
            faults.push(Fault::new(
                Place::file(&sheet.file).line(*line),
                Text::new(
                    format!("“{code}” kỳ {period} đã có ở dòng {before}."),
                    format!("“{code}” in {period} is already on line {before}."),
                ),
                Text::new("Hãy giữ một dòng.", "Keep one of the two."),
            ));
        }
    }
    faults.or(())
}

/// The codes of the components that no row of weights names, in the order they come in, with the first line of each.
#[must_use]
pub fn without_weight<'a>(components: &'a Sheet<Datum>, weights: &Sheet<WeightRow>) -> Vec<(u64, &'a str)> {
    let mut known: HashSet<&str> = weights.rows.iter().map(|(_, row)| row.code.as_str()).collect();
    let new = |(line, datum): &'a (u64, Datum)| known.insert(&datum.code).then_some((*line, datum.code.as_str()));
    components.rows.iter().filter_map(new).collect()
}

/// The faults of codes without a weight, at most twenty.
#[must_use]
pub fn without_weight_faults(components: &Sheet<Datum>, codes: &[(u64, &str)]) -> Vec<Fault> {
    let mut faults = Faults::default();
    for (line, code) in codes {
        faults.push(Fault::new(
            Place::file(&components.file).line(*line).column("code"),
            Text::new(
                format!("mã “{code}” không có dòng quyền số nào: không tính mã này."),
                format!("code “{code}” has no row of weights: it is left out."),
            ),
            AggregateError::UnknownCode((*code).to_owned()).remedy(),
        ));
    }
    faults.or(()).err().unwrap_or_default()
}

/// The fault of an aggregation, at the row of the components or of the weights it comes from.
#[must_use]
pub fn aggregate_fault(error: &AggregateError, components: &Sheet<Datum>, weights: &Sheet<WeightRow>) -> Fault {
    let place = if error.in_weights() {
        let at = |row: &&(u64, WeightRow)| error.code().is_some_and(|code| row.1.code == code);
        let line = weights.rows.iter().find(at).map(|row| row.0);
        Place { line, ..Place::file(&weights.file) }
    } else {
        let at = |row: &&(u64, Datum)| {
            let same_code = error.code().is_none_or(|code| *row.1.code == *code);
            let same_period = error.period().is_none_or(|period| row.1.period == *period);
            (error.code().is_some() || error.period().is_some()) && same_code && same_period
        };
        let line = components.rows.iter().find(at).map(|row| row.0);
        Place { line, ..Place::file(&components.file) }
    };
    Fault::new(place, error.what(), error.remedy())
}

#[cfg(test)]
mod tests;
