//! The workbook an establishment fills in for a month: the layout of returns, begun with a row for each product it is asked about, its name
//! beside, and last month's figures as remarks on the cells. Read again as any file of returns; where each figure stands is found for
//! whoever must mark it.

use std::collections::BTreeMap;

use domain::checks::Number;
use domain::period::Month;
use domain::register::{EstablishmentCode, Product, ProductCode};
use domain::returns::{Return, ReturnLine};
use jiff::civil::Date;
use rust_xlsxwriter::XlsxError;

use super::row::{ESTABLISHMENT, MONTH, PRODUCT};
use crate::fault::{Fault, Place};
use crate::layout::{CellKind, Column, RETURNS, Words};
use crate::sheet::{Input, for_each_row};
use crate::template::{OnCell, workbook};

/// The name of the product, for the eye: it is not read.
const NAME: Column = Column {
    code: "product_name",
    heading: "Tên sản phẩm",
    also: &[],
    kind: CellKind::Text,
    required: false,
    meaning: Words { vi: "Tên sản phẩm, không đọc.", en: "The product's name; not read." },
    example: "",
};

/// Whose month the workbook is for.
#[derive(Debug, Clone, Copy)]
pub struct Begun<'a> {
    /// Who answers.
    pub establishment: &'a EstablishmentCode,
    /// The report month.
    pub month: Month,
    /// The day it was made, which stands as the day of receipt.
    pub today: Date,
    /// What it is asked about.
    pub products: &'a [Product],
    /// What was sent of the month already.
    pub known: Option<&'a Return>,
    /// The return of the month before.
    pub last: Option<&'a Return>,
}

/// The workbook, ready to be filled in.
///
/// # Errors
/// When the workbook cannot be written, which its size rules out.
pub fn begin(begun: &Begun<'_>) -> Result<Vec<u8>, XlsxError> {
    let name_at = PRODUCT + 1;
    let mut columns: Vec<&Column> = RETURNS.columns.iter().collect();
    columns.insert(name_at, &NAME);
    let (mut rows, mut remarks): (Vec<Vec<String>>, Vec<OnCell>) = (Vec::new(), Vec::new());
    for (row, product) in begun.products.iter().enumerate() {
        rows.push(columns.iter().map(|column| cell(begun, product, row == 0, column.code)).collect());
        let last = line(begun.last, &product.code);
        let said = |column: &&Column| remark(begun, last, row == 0, column.code);
        remarks.extend(columns.iter().enumerate().filter_map(|(at, column)| Some((row, at, said(column)?))));
    }
    workbook(&RETURNS, &columns, &rows, &remarks)
}

fn line<'r>(answer: Option<&'r Return>, product: &ProductCode) -> Option<&'r ReturnLine> {
    answer?.lines.iter().find(|line| line.product == *product)
}

/// A figure of a line by the code of its column.
fn figure(line: &ReturnLine, code: &str) -> Option<f64> {
    match code {
        "actual_previous" => line.actual_previous,
        "estimate" => line.estimate,
        "plan_next" => line.plan_next,
        "shipments" => line.shipments,
        "shipments_value" => line.shipments_value,
        "opening_stock" => line.opening_stock,
        "closing_stock" => line.closing_stock,
        _ => None,
    }
}

/// What a cell begins with.
fn cell(begun: &Begun<'_>, product: &Product, is_first: bool, code: &str) -> String {
    let known = line(begun.known, &product.code);
    let whole = begun.known.filter(|_| is_first);
    let plain = |value: f64| value.to_string();
    match code {
        "establishment" => begun.establishment.to_string(),
        "month" => begun.month.to_string(),
        "received" => begun.today.to_string(),
        "product" => product.code.to_string(),
        "product_name" => product.name_vi.clone(),
        "unit" => product.unit.clone(),
        "employees" => whole.and_then(|answer| answer.employees).map(|count| count.to_string()).unwrap_or_default(),
        "capacity_used" => whole.and_then(|answer| answer.capacity_used).map(plain).unwrap_or_default(),
        "reason" => whole.map(|answer| answer.reason.clone()).unwrap_or_default(),
        // The stock at the beginning is that at the end of last month; nothing else is filled in for anybody.
        "opening_stock" if begun.known.is_none() => {
            line(begun.last, &product.code).and_then(|last| last.closing_stock).map(plain).unwrap_or_default()
        }
        code => known.and_then(|line| figure(line, code)).map(plain).unwrap_or_default(),
    }
}

/// What last month's return said of it.
fn remark(begun: &Begun<'_>, last: Option<&ReturnLine>, is_first: bool, code: &str) -> Option<String> {
    let whole = begun.last.filter(|_| is_first);
    let (words, value) = match code {
        "actual_previous" => ("Tháng trước đã ước", last?.estimate?),
        "estimate" => ("Tháng trước đã dự kiến", last?.plan_next?),
        "opening_stock" => ("Cuối tháng trước", last?.closing_stock?),
        "shipments" | "shipments_value" | "closing_stock" => ("Tháng trước", figure(last?, code)?),
        "employees" => ("Tháng trước", f64::from(whole?.employees?)),
        "capacity_used" => ("Tháng trước", whole?.capacity_used?),
        _ => return None,
    };
    Some(format!("{words}: {}", value.to_string().replace('.', ",")))
}

/// Where the figures of each product stand in a file of returns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    rows: BTreeMap<ProductCode, Vec<Place>>,
}

impl Places {
    /// Finds the rows of a month of an establishment.
    ///
    /// # Errors
    /// When the file is unreadable.
    pub fn of(file: &Input<'_>, establishment: &EstablishmentCode, month: Month) -> Result<Self, Vec<Fault>> {
        let mut rows = BTreeMap::new();
        for_each_row(file, &RETURNS, &mut |mut fields, report| {
            let is_own = fields.text(ESTABLISHMENT).as_deref() == Some(establishment.as_str())
                && fields.month(MONTH) == Some(month);
            let product = fields.text(PRODUCT).and_then(|code| code.parse::<ProductCode>().ok());
            if let Some(product) = product.filter(|_| is_own) {
                rows.entry(product)
                    .or_insert_with(|| (0..RETURNS.columns.len()).map(|column| fields.cell_place(column)).collect());
            }
            report.close_row(fields.faults);
        })?;
        Ok(Self { rows })
    }

    /// The cell of a figure: of a product, or of the establishment as a whole, which stands on its first row.
    #[must_use]
    pub fn cell(&self, product: Option<&ProductCode>, number: Number) -> Option<Place> {
        let row = match product {
            Some(product) => self.rows.get(product),
            None => self.rows.values().min_by_key(|row| row.first().and_then(|place| place.line)),
        };
        let column = RETURNS.columns.iter().position(|column| column.code == number.name())?;
        row?.get(column).cloned()
    }
}
