//! What an establishment is asked, field by field, with last month's figures beside.

use domain::checks::Number;
use domain::register::Product;
use domain::returns::sent::Situation;
use domain::returns::{Return, ReturnLine};
use office::returns::paper::Paper;

use crate::component::Field;
use crate::page::Page;
use crate::pages::sites::capital;

/// One figure that is asked of each product.
#[derive(Debug)]
pub(super) struct Asks {
    /// The number the rules know it by, and its name in the form before the product.
    pub(super) number: Number,
    vi: &'static str,
    en: &'static str,
    get: fn(&ReturnLine) -> Option<f64>,
    pub(super) set: fn(&mut ReturnLine, Option<f64>),
}

/// A figure by the field of the line it goes to.
macro_rules! asks {
    ($number:ident, $field:ident, $vi:literal, $en:literal) => {
        Asks {
            number: Number::$number,
            vi: $vi,
            en: $en,
            get: |line| line.$field,
            set: |line, value| line.$field = value,
        }
    };
}

/// Every figure of a product, in the order they are asked.
pub(super) const ASKED: [Asks; 7] = [
    asks!(ActualPrevious, actual_previous, "Sản xuất tháng trước, chính thức", "Produced last month, actual"),
    asks!(Estimate, estimate, "Sản xuất tháng này, ước tính", "Produced this month, estimate"),
    asks!(PlanNext, plan_next, "Dự kiến tháng sau", "Planned for next month"),
    asks!(Shipments, shipments, "Tiêu thụ trong tháng", "Shipped this month"),
    asks!(ShipmentsValue, shipments_value, "Giá trị tiêu thụ", "Value of what was shipped"),
    asks!(OpeningStock, opening_stock, "Tồn kho đầu tháng", "Stock at the beginning"),
    asks!(ClosingStock, closing_stock, "Tồn kho cuối tháng", "Stock at the end"),
];

impl Asks {
    /// The name of its field for a product.
    pub(super) fn field(&self, product: &Product) -> String {
        format!("{}.{}", self.number.name(), product.code)
    }

    pub(super) fn label<'p>(&'p self, p: &Page) -> &'p str {
        if p.is_vi() { self.vi } else { self.en }
    }

    pub(super) fn of(&self, line: &ReturnLine) -> Option<f64> {
        (self.get)(line)
    }

    /// Its unit.
    pub(super) fn unit<'u>(&self, p: &'u Page, product: &'u Product) -> &'u str {
        if self.number == Number::ShipmentsValue { p.t("triệu đồng", "million đồng") } else { &product.unit }
    }
}

/// A number as it is typed: without marks of thousands.
pub(super) fn typed(p: &Page, value: f64) -> String {
    let plain = domain::series::decimal(value, 6);
    let plain = plain.trim_end_matches('0').trim_end_matches('.');
    if p.is_vi() { plain.replace('.', ",") } else { plain.to_owned() }
}

pub(super) fn line<'r>(answer: Option<&'r Return>, product: &Product) -> Option<&'r ReturnLine> {
    answer?.lines.iter().find(|line| line.product == product.code)
}

/// The fields of a product.
pub(super) fn of_product(p: &Page, paper: &Paper, product: &Product) -> Vec<Field> {
    let (known, last) = (line(paper.known(), product), line(paper.last(), product));
    let field = |asks: &Asks| {
        let label = format!("{} ({})", asks.label(p), asks.unit(p, product));
        let field = Field::typed(asks.field(product), &label, "decimal", "off").optional().hint(&hint(p, asks, last));
        match known.and_then(|line| asks.of(line)).or_else(|| carried_over(asks, paper, known, last)) {
            Some(value) => field.with(typed(p, value)),
            None => field,
        }
    };
    ASKED.iter().map(field).collect()
}

/// The stock at the beginning is that at the end of last month; nothing else is filled in for anybody.
fn carried_over(asks: &Asks, paper: &Paper, known: Option<&ReturnLine>, last: Option<&ReturnLine>) -> Option<f64> {
    let is_first = known.is_none() && paper.known().is_none();
    last.filter(|_| is_first && asks.number == Number::OpeningStock)?.closing_stock
}

/// What last month's return said of it.
fn hint(p: &Page, asks: &Asks, last: Option<&ReturnLine>) -> String {
    let Some(last) = last else { return String::new() };
    let (vi, en, value) = match asks.number {
        Number::ActualPrevious => ("Tháng trước đã ước", "Estimated last month", last.estimate),
        Number::Estimate => ("Tháng trước đã dự kiến", "Planned last month", last.plan_next),
        Number::OpeningStock => ("Cuối tháng trước", "At the end of last month", last.closing_stock),
        Number::PlanNext => return String::new(),
        _ => ("Tháng trước", "Last month", asks.of(last)),
    };
    value.map(|value| format!("{}: {}", p.t(vi, en), typed(p, value))).unwrap_or_default()
}

/// What the month was like: one tap.
pub(super) fn situation(p: &Page, paper: &Paper) -> Field {
    let meaning = |situation: Situation| match situation {
        Situation::Producing => p.t("Điền sản lượng bên dưới.", "Fill in the figures below."),
        Situation::Nothing => p.t(
            "Sản lượng tháng này tính là 0; không cần điền gì thêm.",
            "This month's production counts as 0; nothing more is needed.",
        ),
        Situation::Stopped => p.t(
            "Sản lượng tháng này tính là 0; ghi lý do và khi nào chạy lại.",
            "This month's production counts as 0; say why, and when it begins again.",
        ),
    };
    let choices =
        Situation::ALL.iter().map(|one| (one.code().to_owned(), p.of(&capital(one.name())), meaning(*one).to_owned()));
    let field = Field::explained("situation", p.t("Tháng này", "This month"), choices.collect());
    let known = paper.receipts.last().map_or(Situation::Producing, |receipt| receipt.situation);
    field.with(known.code())
}

/// What is asked of the establishment as a whole.
pub(super) fn whole(p: &Page, paper: &Paper) -> Vec<Field> {
    let (known, last) = (paper.known(), paper.last());
    let people = |answer: &Return| answer.employees.map(|count| count.to_string());
    let capacity = |answer: &Return| answer.capacity_used.map(|share| typed(p, share));
    let said = |what: Option<String>| {
        what.map(|what| format!("{}: {what}", p.t("Tháng trước", "Last month"))).unwrap_or_default()
    };
    let restart = paper.receipts.last().and_then(|receipt| receipt.restart);
    vec![
        Field::typed("employees", p.t("Số lao động cuối tháng", "People employed at the end"), "decimal", "off")
            .optional()
            .hint(&said(last.and_then(people)))
            .with(known.and_then(people).unwrap_or_default()),
        Field::typed("capacity_used", p.t("Công suất sử dụng (%)", "Capacity in use (%)"), "decimal", "off")
            .optional()
            .hint(&said(last.and_then(capacity)))
            .with(known.and_then(capacity).unwrap_or_default()),
        Field::line("reason", p.t("Lý do ngừng, giảm", "Why it stopped or fell"))
            .optional()
            .hint(p.t(
                "Ví dụ: hết quặng, máy hỏng, chờ giấy phép, không bán được hàng.",
                "As: no ore, a machine broken, a permit awaited, no buyers.",
            ))
            .with(known.map(|answer| answer.reason.clone()).unwrap_or_default()),
        Field::typed("restart", p.t("Dự kiến chạy lại", "Expected to begin again"), "date", "off")
            .optional()
            .hint(p.t("Nếu đã ngừng.", "If it has stopped."))
            .with(restart.map(|day| day.to_string()).unwrap_or_default()),
    ]
}

/// The other products it may add.
pub(super) fn others(p: &Page, paper: &Paper) -> Option<Field> {
    if paper.others.is_empty() {
        return None;
    }
    let none = (String::new(), p.t("không thêm", "none").to_owned());
    let name = |product: &Product| if p.is_vi() { product.name_vi.clone() } else { product.name_en.clone() };
    let others = paper.others.iter().map(|product| (product.code.to_string(), name(product)));
    let label = p.t("Thêm sản phẩm", "Add a product");
    Some(Field::one("add", label, std::iter::once(none).chain(others).collect()).optional())
}
