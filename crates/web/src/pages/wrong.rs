//! The pages for when there is no page. Each says what can be done next.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::asked::Asked;
use crate::page::Page;
use crate::trouble::{Choice, Trouble};
use crate::view;

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage {
    p: Page,
    heading: String,
    what: String,
    remedy: String,
    /// Values that would have been accepted: meaning, address, and the code where the meaning does not begin with it.
    valid: Vec<(String, String, Option<String>)>,
}

/// Nothing at this address.
pub(crate) async fn not_found(asked: Asked) -> Response {
    trouble(&asked, &Trouble::NotFound)
}

/// Something other than reading was tried.
pub(crate) async fn method_not_allowed(asked: Asked) -> Response {
    trouble(&asked, &Trouble::Method)
}

/// The page of a trouble, in the language of the address.
pub(crate) fn trouble(asked: &Asked, trouble: &Trouble) -> Response {
    if let Trouble::Internal(why) = trouble {
        tracing::error!(path = %asked.path, "{why}");
    }
    let page = asked.page("", "");
    let (heading, what, remedy) = say(&page, trouble);
    let p = Page { title: heading.clone(), description: what.clone(), ..page };
    let (parameter, choices) = match trouble {
        Trouble::Parameter { name, valid, .. } => (*name, valid.as_slice()),
        Trouble::NoBulletin { valid } => ("month", valid.as_slice()),
        _ => ("", &[][..]),
    };
    let offer = |choice: &Choice| {
        let name = p.of(&choice.name);
        let code = (!name.starts_with(&view::unbroken(&choice.code))).then(|| choice.code.clone());
        (name, p.link(&asked.with(parameter, &choice.code)), code)
    };
    let valid = choices.iter().map(offer).collect();
    let rendered = TroublePage { p, heading, what, remedy, valid }.render();
    let html = rendered.unwrap_or_else(|_| "Khơi: lỗi / error".to_owned());
    (trouble.status(), Html(html)).into_response()
}

/// Heading, what is wrong, what to do.
fn say(page: &Page, trouble: &Trouble) -> (String, String, String) {
    let three = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    match trouble {
        Trouble::Parameter { name, value, .. } => match page.is_vi() {
            true => (
                "Yêu cầu chưa đúng".to_owned(),
                format!("Tham số “{name}” có giá trị “{value}”, không có trong số liệu công bố."),
                "Chọn một trong các giá trị dưới đây.".to_owned(),
            ),
            false => (
                "This request cannot be answered".to_owned(),
                format!("The parameter “{name}” has the value “{value}”, which is not in the published data."),
                "Choose one of the values below.".to_owned(),
            ),
        },
        Trouble::NoBulletin { .. } => three(
            page.t("Chưa có bản tin của tháng này", "No bulletin of this month"),
            page.t("Không có bản tin nào ở địa chỉ này.", "There is no bulletin at this address."),
            page.t("Chọn một trong các tháng dưới đây.", "Choose one of the months below."),
        ),
        Trouble::NotFound => three(
            page.t("Không tìm thấy trang", "Page not found"),
            page.t("Không có trang nào ở địa chỉ này.", "There is no page at this address."),
            page.t(
                "Kiểm tra lại địa chỉ, hoặc đi tiếp từ một trang dưới đây.",
                "Check the address, or go on from one of the pages below.",
            ),
        ),
        Trouble::Method => three(
            page.t("Trang này chỉ để đọc", "This page is read-only"),
            page.t("Trang công bố số liệu không nhận dữ liệu gửi lên.", "Public pages do not take in data."),
            page.t(
                "Mở trang bằng cách bấm vào đường dẫn thay vì gửi biểu mẫu.",
                "Open the page by following a link instead of sending a form.",
            ),
        ),
        Trouble::NoRelease => three(
            page.t("Chưa có kỳ công bố nào", "Nothing has been released yet"),
            page.t("Hệ thống chưa có số liệu được công bố.", "The system holds no released figures."),
            page.t(
                "Người vận hành chạy “khoi import”, “khoi compute” rồi “khoi release”; trang sẽ hiện ngay sau đó.",
                "The operator runs “khoi import”, “khoi compute” and then “khoi release”; the pages appear at once.",
            ),
        ),
        Trouble::NoSites => three(
            page.t("Chưa có danh mục mỏ, nhà máy", "There is no registry of sites yet"),
            page.t("Hệ thống chưa có mỏ, thủy điện, nhà máy nào.", "The system holds no mine, power station or plant."),
            page.t(
                "Người vận hành chạy “khoi import --kind sites”; trang sẽ hiện ngay sau đó.",
                "The operator runs “khoi import --kind sites”; the page appears soon after.",
            ),
        ),
        Trouble::Internal(_) => three(
            page.t("Hệ thống gặp lỗi", "Something went wrong here"),
            page.t(
                "Trang không dựng được do lỗi của hệ thống; lỗi đã được ghi lại.",
                "The page could not be made; the fault is ours and has been recorded.",
            ),
            page.t(
                "Thử lại sau ít phút, hoặc đi tiếp từ một trang dưới đây.",
                "Try again in a few minutes, or go on from one of the pages below.",
            ),
        ),
    }
}
