//! The pages for when there is no page. Each says what can be done next.

use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::RETRY_AFTER;
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::asked::{Asked, Wants, encoded};
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
    /// What was entered in a form that could not be taken: nothing typed is lost.
    entered: Vec<(String, String)>,
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
    let mut response = answered(asked, trouble);
    if matches!(trouble, Trouble::Busy(_)) {
        response.headers_mut().insert(RETRY_AFTER, AGAIN);
    }
    response
}

/// After how many seconds it may be tried again.
const AGAIN: HeaderValue = HeaderValue::from_static("5");

fn answered(asked: &Asked, trouble: &Trouble) -> Response {
    if let Trouble::Busy(why) = trouble {
        tracing::warn!("{why}");
    }
    if let Trouble::Internal(why) = trouble {
        tracing::error!("{why}");
    }
    if asked.wants != Wants::Page {
        return crate::api::problem::trouble(asked, trouble);
    }
    if let Some(elsewhere) = sent_on(asked, trouble) {
        return elsewhere;
    }
    let page = asked.page("", "");
    let (heading, what, remedy) = said(&page, trouble);
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
    let entered = asked.fields.entered().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let rendered = TroublePage { p, heading, what, remedy, valid, entered }.render();
    let html = rendered.unwrap_or_else(|_| "Khơi: lỗi / error".to_owned());
    (trouble.status(), Html(html)).into_response()
}

/// Where a reader is sent instead of a page: to the door with the way back, or to what comes first.
fn sent_on(asked: &Asked, trouble: &Trouble) -> Option<Response> {
    let place = match trouble {
        Trouble::Go(place) => place.clone(),
        Trouble::SignIn if asked.fields.entered().next().is_none() => {
            format!("/sign-in?next={}", encoded(&asked.whole()))
        }
        _ => return None,
    };
    Some(Redirect::to(&crate::page::link(asked.lang, &place)).into_response())
}

/// Heading, what is wrong, what to do.
pub(crate) fn said(page: &Page, trouble: &Trouble) -> (String, String, String) {
    let words = words(trouble);
    let of = |(vi, en): (&'static str, &'static str)| page.t(vi, en).to_owned();
    let what = match trouble {
        Trouble::Parameter { name, value, .. } => parameter(page, name, value),
        Trouble::NotAllowed(why) | Trouble::Said(why) => page.of(why),
        _ => of(words.what),
    };
    (of(words.heading), what, of(words.remedy))
}

fn parameter(page: &Page, name: &str, value: &str) -> String {
    match page.is_vi() {
        true => format!("Tham số “{name}” có giá trị “{value}”, không có trong số liệu công bố."),
        false => format!("The parameter “{name}” has the value “{value}”, which is not in the published data."),
    }
}

/// What a page without a page says, in both languages.
struct Words {
    heading: (&'static str, &'static str),
    /// What is wrong; empty where the trouble itself says it.
    what: (&'static str, &'static str),
    remedy: (&'static str, &'static str),
}

fn words(trouble: &Trouble) -> &'static Words {
    match trouble {
        Trouble::Parameter { .. } => &PARAMETER,
        Trouble::NotAllowed(_) => &NOT_ALLOWED,
        Trouble::Said(_) => &SAID,
        // A person is sent on and reads no page; a program is told.
        Trouble::Key => &KEY,
        Trouble::Go(_) => &GO,
        Trouble::NoBulletin { .. } => &NO_BULLETIN,
        Trouble::NotFound => &NOT_FOUND,
        Trouble::Method => &METHOD,
        Trouble::NoRelease => &NO_RELEASE,
        Trouble::NoSites => &NO_SITES,
        Trouble::SignIn => &SIGN_IN,
        Trouble::Elsewhere => &ELSEWHERE,
        Trouble::Slow => &SLOW,
        Trouble::TooLarge => &TOO_LARGE,
        Trouble::Media => &MEDIA,
        Trouble::Busy(_) => &BUSY,
        Trouble::Internal(_) => &INTERNAL,
    }
}

const PARAMETER: Words = Words {
    heading: ("Yêu cầu chưa đúng", "This request cannot be answered"),
    what: ("", ""),
    remedy: ("Chọn một trong các giá trị dưới đây.", "Choose one of the values below."),
};
const NOT_ALLOWED: Words = Words {
    heading: ("Không được phép", "Not allowed"),
    what: ("", ""),
    remedy: ("Đi tiếp từ một trang dưới đây.", "Go on from one of the pages below."),
};
const SAID: Words = Words {
    heading: ("Chưa thực hiện được", "This could not be done"),
    what: ("", ""),
    remedy: ("Quay lại trang trước để sửa.", "Go back to mend it."),
};
const KEY: Words = Words {
    heading: ("Khóa không dùng được", "This key is not good"),
    what: (
        "Khóa gửi kèm không đúng, đã hết hạn hoặc đã bị thu hồi.",
        "The key that was shown is wrong, has expired or was ended.",
    ),
    remedy: ("Tạo khóa mới ở trang tài khoản.", "Make another on the page of your account."),
};
const GO: Words = Words {
    heading: ("Chưa dùng được", "Not yet"),
    what: (
        "Tài khoản này phải thiết lập mã một lần hoặc đổi mật khẩu trước.",
        "This account must first set up one-time codes or change its password.",
    ),
    remedy: ("Đăng nhập và mở trang tài khoản.", "Sign in and open the page of your account."),
};
const NO_BULLETIN: Words = Words {
    heading: ("Chưa có bản tin của tháng này", "No bulletin of this month"),
    what: ("Không có bản tin nào ở địa chỉ này.", "There is no bulletin at this address."),
    remedy: ("Chọn một trong các tháng dưới đây.", "Choose one of the months below."),
};
const NOT_FOUND: Words = Words {
    heading: ("Không tìm thấy trang", "Page not found"),
    what: ("Không có trang nào ở địa chỉ này.", "There is no page at this address."),
    remedy: (
        "Kiểm tra lại địa chỉ, hoặc đi tiếp từ một trang dưới đây.",
        "Check the address, or go on from one of the pages below.",
    ),
};
const METHOD: Words = Words {
    heading: ("Trang này chỉ để đọc", "This page is read-only"),
    what: ("Trang công bố số liệu không nhận dữ liệu gửi lên.", "Public pages do not take in data."),
    remedy: (
        "Mở trang bằng cách bấm vào đường dẫn thay vì gửi biểu mẫu.",
        "Open the page by following a link instead of sending a form.",
    ),
};
const NO_RELEASE: Words = Words {
    heading: ("Chưa có kỳ công bố nào", "Nothing has been released yet"),
    what: ("Hệ thống chưa có số liệu được công bố.", "The system holds no released figures."),
    remedy: (
        "Người vận hành chạy “khoi import”, “khoi compute” rồi “khoi release”; trang sẽ hiện ngay sau đó.",
        "The operator runs “khoi import”, “khoi compute” and then “khoi release”; the pages appear at once.",
    ),
};
const NO_SITES: Words = Words {
    heading: ("Chưa có danh mục mỏ, nhà máy", "There is no registry of sites yet"),
    what: ("Hệ thống chưa có mỏ, thủy điện, nhà máy nào.", "The system holds no mine, power station or plant."),
    remedy: (
        "Người vận hành chạy “khoi import --kind sites”; trang sẽ hiện ngay sau đó.",
        "The operator runs “khoi import --kind sites”; the page appears soon after.",
    ),
};
const SIGN_IN: Words = Words {
    heading: ("Phiên làm việc đã hết", "Your session has ended"),
    what: (
        "Những gì bạn vừa nhập chưa được ghi; nội dung còn ở dưới đây để chép lại.",
        "What you entered has not been saved; it stands below so that you can copy it.",
    ),
    remedy: ("Hãy đăng nhập lại ở một thẻ khác, rồi gửi lại.", "Sign in again in another tab, then send it again."),
};
const ELSEWHERE: Words = Words {
    heading: ("Biểu mẫu không hợp lệ", "This form is not valid"),
    what: (
        "Biểu mẫu được gửi từ trang khác, hoặc từ một phiên đã kết thúc. Chưa có gì được ghi.",
        "The form was sent from another site, or from a session that has ended. Nothing was saved.",
    ),
    remedy: ("Mở lại trang có biểu mẫu rồi gửi lại.", "Open the page of the form again and send it from there."),
};
const SLOW: Words = Words {
    heading: ("Đường truyền quá chậm", "The line is too slow"),
    what: (
        "Nội dung gửi không đến đủ trong 5 phút. Chưa có gì được ghi.",
        "What was sent did not arrive within 5 minutes. Nothing was saved.",
    ),
    remedy: (
        "Gửi lại khi có mạng tốt hơn, hoặc gửi tệp nhỏ hơn.",
        "Send it again over a better line, or send a smaller file.",
    ),
};
const TOO_LARGE: Words = Words {
    heading: ("Gửi quá nhiều", "Too much was sent"),
    what: (
        "Biểu mẫu nhận tối đa 12 MB tệp đính kèm và 20.000 ký tự mỗi ô. Chưa có gì được ghi.",
        "A form takes at most 12 MB of files and 20,000 characters a field. Nothing was saved.",
    ),
    remedy: (
        "Giảm dung lượng ảnh hoặc rút gọn nội dung rồi gửi lại.",
        "Make the pictures smaller or the text shorter, and send it again.",
    ),
};
const MEDIA: Words = Words {
    heading: ("Không nhận loại nội dung này", "This kind of content is not taken"),
    what: (
        "Biểu mẫu nhận dạng form của trình duyệt; ở /api/v1/forms nhận thêm JSON. Chưa có gì được ghi.",
        "A form is taken as browsers send it, and as JSON below /api/v1/forms. Nothing was saved.",
    ),
    remedy: ("Gửi lại với Content-Type đúng loại.", "Send it again with the right Content-Type."),
};
const BUSY: Words = Words {
    heading: ("Hệ thống đang bận", "The system is busy"),
    what: (
        "Quá nhiều người dùng cùng lúc, hoặc cơ sở dữ liệu tạm thời không ghi được. Nội dung bạn nhập còn ở dưới đây; xem lại trang trước để biết đã được ghi chưa.",
        "Too many people at once, or the database cannot be written to for the moment. What you entered stands below; look at the page before to see whether it was saved.",
    ),
    remedy: ("Chờ vài giây rồi gửi lại.", "Wait some seconds, then send it again."),
};
const INTERNAL: Words = Words {
    heading: ("Hệ thống gặp lỗi", "Something went wrong here"),
    what: (
        "Trang không dựng được do lỗi của hệ thống; lỗi đã được ghi lại.",
        "The page could not be made; the fault is ours and has been recorded.",
    ),
    remedy: (
        "Thử lại sau ít phút, hoặc đi tiếp từ một trang dưới đây.",
        "Try again in a few minutes, or go on from one of the pages below.",
    ),
};
