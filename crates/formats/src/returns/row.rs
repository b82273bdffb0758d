//! One row of a file of returns.

use std::collections::HashMap;

use domain::classification::IndustryRef;
use domain::period::Month;
use domain::register::{Establishment, EstablishmentCode, Product, ProductCode, Register};
use domain::returns::{Return, ReturnLine};
use domain::text::Text;
use jiff::civil::Date;

use crate::carried;
use crate::fault::Place;
use crate::layout::RETURNS;
use crate::register::unknown;
use crate::sheet::{Fields, as_printed};

pub(super) const ESTABLISHMENT: usize = RETURNS.at("establishment");
pub(super) const MONTH: usize = RETURNS.at("month");
const RECEIVED: usize = RETURNS.at("received");
pub(super) const PRODUCT: usize = RETURNS.at("product");
const UNIT: usize = RETURNS.at("unit");
const ACTUAL_PREVIOUS: usize = RETURNS.at("actual_previous");
const ESTIMATE: usize = RETURNS.at("estimate");
const PLAN_NEXT: usize = RETURNS.at("plan_next");
const SHIPMENTS: usize = RETURNS.at("shipments");
const SHIPMENTS_VALUE: usize = RETURNS.at("shipments_value");
const OPENING_STOCK: usize = RETURNS.at("opening_stock");
const CLOSING_STOCK: usize = RETURNS.at("closing_stock");
const EMPLOYEES: usize = RETURNS.at("employees");
const CAPACITY_USED: usize = RETURNS.at("capacity_used");
const REASON: usize = RETURNS.at("reason");

/// Equipment can run above its rated capacity, but not beyond this, per cent.
const LARGEST_CAPACITY: f64 = 200.0;

/// A sound row.
pub(super) struct Entry {
    /// Position of the establishment in the lookup.
    pub(super) establishment: u32,
    pub(super) month: Month,
    received: Date,
    line: ReturnLine,
    employees: Option<u32>,
    capacity_used: Option<f64>,
    reason: Option<String>,
}

/// What rows are checked against.
pub(super) struct Lookup<'r> {
    establishments: Vec<&'r Establishment>,
    by_code: HashMap<&'r str, u32>,
    products: HashMap<&'r str, &'r Product>,
    today: Date,
    /// The establishment of the row before: rows of one return mostly stand together.
    last: u32,
}

impl<'r> Lookup<'r> {
    pub(super) fn new(register: &'r Register, today: Date) -> Self {
        let establishments: Vec<&Establishment> = register.establishments.values().collect();
        let by_code = establishments.iter().enumerate().map(|(n, e)| (e.code.as_str(), n as u32)).collect();
        let products = register.products.values().map(|p| (p.code.as_str(), p)).collect();
        Self { establishments, by_code, products, today, last: 0 }
    }

    /// Reads a row; `None` when it is faulty.
    pub(super) fn read(&mut self, fields: &mut Fields) -> Option<Entry> {
        let establishment = self.establishment(fields);
        let month = self.month(fields);
        let received = self.received(fields, month);
        let product = self.product(fields);
        if let Some(product) = product {
            check_unit(fields, product);
        }
        let quantities =
            [ACTUAL_PREVIOUS, ESTIMATE, PLAN_NEXT, SHIPMENTS, SHIPMENTS_VALUE, OPENING_STOCK, CLOSING_STOCK]
                .map(|column| fields.number(column));
        let employees = fields.count(EMPLOYEES);
        let capacity_used = capacity(fields);
        let reason = fields.text(REASON);
        if !fields.is_faulty() && quantities.iter().all(Option::is_none) {
            without_quantity(fields);
        }
        if fields.is_faulty() {
            return None;
        }
        let [actual_previous, estimate, plan_next, shipments, shipments_value, opening_stock, closing_stock] =
            quantities;
        let line = ReturnLine {
            product: product?.code.clone(),
            actual_previous,
            estimate,
            plan_next,
            shipments,
            shipments_value,
            opening_stock,
            closing_stock,
        };
        let (establishment, month, received) = (establishment?, month?, received?);
        Some(Entry { establishment, month, received, line, employees, capacity_used, reason })
    }

    /// A return with this row as its first.
    pub(super) fn begin(&self, entry: Entry) -> Return {
        Return {
            establishment: self.establishments[entry.establishment as usize].code.clone(),
            month: entry.month,
            received: entry.received,
            lines: vec![entry.line],
            employees: entry.employees,
            capacity_used: entry.capacity_used,
            reason: entry.reason.unwrap_or_default(),
        }
    }

    /// Adds a row to the return it belongs to, unless it repeats a product or contradicts the rows before.
    pub(super) fn add(&self, entry: Entry, answer: &mut Return, first: &Place, fields: &mut Fields) {
        let line = first.line.unwrap_or_default();
        if answer.lines.iter().any(|l| l.product == entry.line.product) {
            let (code, month) = (&answer.establishment, answer.month);
            let product = &entry.line.product;
            fields.fault(
                PRODUCT,
                Text::new(
                    format!("Trùng: sản phẩm {product} của {code} tháng {month} đã có (báo cáo bắt đầu ở dòng {line})."),
                    format!("Duplicate: product {product} of {code} for {month} is already given (its return begins on line {line})."),
                ),
                Text::new("Giữ lại dòng đúng, xóa dòng kia.", "Keep the right row and delete the other."),
            );
        }
        if entry.received != answer.received {
            contradiction(fields, RECEIVED, line);
        }
        if entry.employees.is_some_and(|n| answer.employees.is_some_and(|m| m != n)) {
            contradiction(fields, EMPLOYEES, line);
        }
        if entry.capacity_used.is_some_and(|n| answer.capacity_used.is_some_and(|m| m != n)) {
            contradiction(fields, CAPACITY_USED, line);
        }
        if entry.reason.as_ref().is_some_and(|r| !answer.reason.is_empty() && *r != answer.reason) {
            contradiction(fields, REASON, line);
        }
        if fields.is_faulty() {
            return;
        }
        answer.employees = answer.employees.or(entry.employees);
        answer.capacity_used = answer.capacity_used.or(entry.capacity_used);
        if let Some(reason) = entry.reason {
            answer.reason = reason;
        }
        answer.lines.push(entry.line);
    }

    fn establishment(&mut self, fields: &mut Fields) -> Option<u32> {
        let text = fields.raw(ESTABLISHMENT)?;
        if self.establishments.get(self.last as usize).is_some_and(|e| e.code.as_str() == text) {
            return Some(self.last);
        }
        if let Some(&known) = self.by_code.get(&*text) {
            self.last = known;
            return Some(known);
        }
        let code: EstablishmentCode = fields.code(ESTABLISHMENT)?;
        unknown(fields, ESTABLISHMENT, code.as_str(), &Text::new("cơ sở", "establishment"), "establishments");
        None
    }

    fn product(&self, fields: &mut Fields) -> Option<&'r Product> {
        let text = fields.raw(PRODUCT)?;
        if let Some(product) = self.products.get(&*text) {
            return Some(product);
        }
        if is_industry(&text) {
            let shown = as_printed(&text);
            fields.fault(
                PRODUCT,
                Text::new(
                    format!("{shown} là mã ngành VSIC, không phải mã sản phẩm."),
                    format!("{shown} is an industry code of VSIC, not a product code."),
                ),
                Text::new(
                    "Ghi mã sản phẩm trong danh mục, như 0710-01; mã của phiên bản hay danh mục khác phải được chuyển đổi trước.",
                    "Write a product code of the register, as 0710-01; codes of another version or list must be converted first.",
                ),
            );
            return None;
        }
        let code: ProductCode = fields.code(PRODUCT)?;
        unknown(fields, PRODUCT, code.as_str(), &Text::new("sản phẩm", "product"), "products");
        None
    }

    fn month(&self, fields: &mut Fields) -> Option<Month> {
        let month = fields.month(MONTH)?;
        if month > Month::of(self.today) {
            fields.fault(
                MONTH,
                Text::new(format!("Tháng {month} chưa đến."), format!("The month {month} has not come yet.")),
                Text::new("Kiểm tra tháng và năm của báo cáo.", "Check the month and year of the return."),
            );
        }
        Some(month)
    }

    fn received(&self, fields: &mut Fields, month: Option<Month>) -> Option<Date> {
        let received = fields.day(RECEIVED)?;
        if received > self.today {
            fields.fault(
                RECEIVED,
                Text::new(format!("Ngày nhận {received} chưa đến."), format!("The day {received} has not come yet.")),
                Text::new("Ghi ngày thực nhận báo cáo.", "Write the day the return was really received."),
            );
        } else if month.is_some_and(|m| m <= Month::of(self.today) && received < m.first_day()) {
            fields.fault(
                RECEIVED,
                Text::new(
                    format!("Ngày nhận {received} trước khi tháng báo cáo bắt đầu."),
                    format!("The day {received} comes before the report month begins."),
                ),
                Text::new("Kiểm tra ngày nhận và tháng báo cáo.", "Check the day and the report month."),
            );
        }
        Some(received)
    }
}

/// Whether a text is an industry code, with or without its version.
fn is_industry(text: &str) -> bool {
    let bare_digits = (2..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse::<IndustryRef>().is_ok() || (bare_digits && carried::industries().versions_of(text).next().is_some())
}

fn check_unit(fields: &mut Fields, product: &Product) {
    let Some(unit) = fields.raw(UNIT) else { return };
    if *unit == product.unit {
        return;
    }
    let Some(unit) = fields.text(UNIT) else { return };
    if unit.to_lowercase() == product.unit.to_lowercase() {
        return;
    }
    let (shown, right, code) = (as_printed(&unit), &product.unit, &product.code);
    fields.fault(
        UNIT,
        Text::new(
            format!("Hai đơn vị tính: dòng này ghi “{shown}”, danh mục ghi “{right}” cho {code}."),
            format!("Two units: the row says “{shown}”, the register says “{right}” for {code}."),
        ),
        Text::new(
            format!("Đổi số lượng sang {right} rồi ghi đơn vị {right}."),
            format!("Convert the quantities to {right} and write the unit {right}."),
        ),
    );
}

fn capacity(fields: &mut Fields) -> Option<f64> {
    let value = fields.number(CAPACITY_USED)?;
    if value > LARGEST_CAPACITY {
        fields.fault(
            CAPACITY_USED,
            Text::new("Công suất sử dụng trên 200 %.", "Capacity in use is above 200 per cent."),
            Text::new(
                "Ghi phần trăm công suất đang dùng, từ 0 đến 200.",
                "Write the per cent of capacity in use, 0 to 200.",
            ),
        );
    }
    Some(value)
}

fn without_quantity(fields: &mut Fields) {
    fields.fault(
        ESTIMATE,
        Text::new("Dòng không có số lượng nào.", "The row gives no quantity."),
        Text::new(
            "Không phát sinh thì ghi 0; chưa có báo cáo thì bỏ dòng này.",
            "Write 0 for nothing produced; delete the row if there is no report.",
        ),
    );
}

fn contradiction(fields: &mut Fields, column: usize, line: u64) {
    let (heading, code) = (RETURNS.columns[column].heading, RETURNS.columns[column].code);
    fields.fault(
        column,
        Text::new(
            format!("“{heading}” khác với dòng {line} của cùng báo cáo."),
            format!("{code} differs from line {line} of the same return."),
        ),
        Text::new(
            "Ghi giống dòng đầu của báo cáo, hoặc để trống.",
            "Repeat what the first row of the return says, or leave it empty.",
        ),
    );
}
