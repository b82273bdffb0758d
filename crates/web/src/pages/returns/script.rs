//! What the browser needs to ask the same rules while somebody types: the rules as trees, and the history of the establishment.

use domain::checks::{Histories, Number};
use domain::register::{Activity, Product};
use office::returns::paper::Paper;
use serde_json::{Value, json};

use super::fields::{ASKED, line};
use crate::page::Page;

/// Months of unit values that count as typical.
const YEAR: i32 = 12;

/// The data of `assets/checks.js` for a page, as JSON that can stand in a page.
pub(super) fn data(p: &Page, paper: &Paper, products: &[&Product]) -> String {
    let last = paper.last();
    let window = Histories::window(paper.month);
    let own = paper.rules.own;
    let rules = paper.rules.rules.iter().filter(|rule| rule.is_in_force(paper.month));
    let entries = ASKED.iter().map(|asks| asks.number).chain([Number::Employees, Number::CapacityUsed]);
    let data = json!({
        "lang": p.lang.code(),
        "establishment": paper.establishment.code,
        "month": paper.month,
        "receipt": sent(paper),
        "industry": paper.establishment.industry.code(),
        "activity": activity(paper.activity),
        "days": paper.month.last_day().day(),
        "month_of_year": paper.month.month_of_year(),
        "months": window.len() - 1,
        "own": { "u": own.u, "a": own.a, "c": own.c, "least": own.least },
        "rules": rules.filter_map(|rule| rule.tree(paper.month, p.lang)).collect::<Vec<_>>(),
        "entries": entries.map(Number::name).collect::<Vec<_>>(),
        "words": {
            "active": p.t("đang hoạt động", "active"),
            "suspended": p.t("tạm ngừng", "suspended"),
            "closed": p.t("đã chấm dứt hoạt động", "closed"),
            "not-yet-open": p.t("chưa bắt đầu hoạt động", "not yet open"),
            "missing": p.t("(chưa có)", "(not known)"),
        },
        "last": {
            "reported": last.is_some(),
            "employees": last.and_then(|answer| answer.employees),
            "capacity_used": last.and_then(|answer| answer.capacity_used),
        },
        "products": products.iter().map(|product| of_product(paper, product)).collect::<Vec<_>>(),
        "said": said(p),
    });
    // Nothing in it may end the element it stands in.
    data.to_string().replace('<', "\\u003c")
}

/// What names the state a draft was begun on: a draft of before it was sent, or handed on, is let go.
fn sent(paper: &Paper) -> Option<String> {
    let receipt = paper.receipts.last().map(|receipt| receipt.number.clone());
    match &paper.prepared {
        Some(prepared) => Some(format!("{}/{}", receipt.unwrap_or_default(), prepared.id)),
        None => receipt,
    }
}

/// What `assets/month.js` says.
fn said(p: &Page) -> Value {
    json!({
        "restored": p.t("Đã lấy lại bản nháp lưu trên máy này lúc", "Brought back the draft kept on this device at"),
        "discard": p.t("Bỏ bản nháp", "Discard the draft"),
        "kept": p.t("Đã lưu nháp trên máy này lúc", "Draft kept on this device at"),
        "offline": p.t("Không có mạng. Cứ điền tiếp: bản nháp được giữ trên máy này.", "No network. Go on: the draft is kept on this device."),
        "pending": p.t("Chưa có mạng. Báo cáo đã giữ trên máy này và sẽ tự gửi khi có mạng lại. Đừng xóa dữ liệu trình duyệt.", "No network. The return is kept on this device and is sent by itself when the network is back. Do not clear the browser's data."),
        "sending": p.t("Có mạng lại: đang gửi…", "The network is back: sending…"),
        "sign_in": p.t("Chưa gửi được vì phiên đăng nhập đã hết. Đăng nhập lại, báo cáo sẽ được gửi.", "Not sent: you have been signed out. Sign in again, and it is sent."),
        "refused": p.t("Máy chủ chưa nhận. Xem các ô bên dưới rồi gửi lại.", "The server did not take it. Look at the fields below and send it again."),
        "mend": p.t("Hãy sửa, hoặc giải thích ở ô dưới:", "Correct it, or explain it below:"),
        "explain": p.t("Giải thích", "Explanation"),
        "still": p.t("Còn chỗ phải sửa hoặc giải thích:", "To be corrected or explained:"),
        "not_number": p.t("Số không đúng. Ghi như 12,5.", "This is no number. Write it as 12.5."),
    })
}

fn activity(activity: Activity) -> &'static str {
    match activity {
        Activity::NotYetOpen => "not-yet-open",
        Activity::Active => "active",
        Activity::Suspended => "suspended",
        Activity::Closed => "closed",
    }
}

/// The history of a product: production up to the month before, oldest first, and what last month's return said of it.
fn of_product(paper: &Paper, product: &Product) -> Value {
    let window = Histories::window(paper.month);
    let months = (1..window.len() as i32).rev().map(|back| paper.month.plus(-back));
    let of = |month| line(paper.of_month(month), product);
    let production = months.map(|month: domain::period::Month| {
        let later =
            if month.next() == paper.month { None } else { of(month.next()).and_then(|line| line.actual_previous) };
        later.or_else(|| of(month).and_then(|line| line.estimate))
    });
    let unit_value = |back: i32| {
        let line = of(paper.month.plus(-back))?;
        let (shipped, value) = (line.shipments?, line.shipments_value?);
        (shipped > 0.0 && value > 0.0).then(|| value / shipped)
    };
    let last = line(paper.last(), product).map(
        |line| json!({ "estimate": line.estimate, "plan_next": line.plan_next, "closing_stock": line.closing_stock }),
    );
    json!({
        "code": product.code,
        "unit": product.unit,
        "industry": product.industry.code(),
        "production": production.collect::<Vec<_>>(),
        "unit_values": (1..=YEAR).rev().map(unit_value).collect::<Vec<_>>(),
        "last": last,
    })
}
