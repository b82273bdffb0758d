//! Why a program may get no answer, as the description tells it: each status once, with what it means, and where it may come.

use utoipa::openapi::path::OperationBuilder;
use utoipa::openapi::{ComponentsBuilder, ContentBuilder, Header, ObjectBuilder, Ref, Response, ResponseBuilder, Type};

/// A reason for no answer.
struct Refusal {
    status: &'static str,
    /// Its name in the description.
    name: &'static str,
    /// What it means, in Vietnamese and English.
    meaning: (&'static str, &'static str),
    /// A header that comes with it, and what it says.
    header: Option<(&'static str, &'static str)>,
    /// Whether it may come to one who only reads.
    reads: bool,
}

/// What may come to everybody.
const fn any(status: &'static str, name: &'static str, vi: &'static str, en: &'static str) -> Refusal {
    Refusal { status, name, meaning: (vi, en), header: None, reads: true }
}

/// What may come to one who sends something.
const fn sent(status: &'static str, name: &'static str, vi: &'static str, en: &'static str) -> Refusal {
    Refusal { reads: false, ..any(status, name, vi, en) }
}

const REFUSALS: [Refusal; 9] = [
    any("400", "BadParameter", PARAMETER.0, PARAMETER.1),
    Refusal { header: Some(("WWW-Authenticate", "Bearer (RFC 6750)")), ..any("401", "NoKey", NO_KEY.0, NO_KEY.1) },
    any("403", "NotAllowed", NOT_ALLOWED.0, NOT_ALLOWED.1),
    any("404", "NotThere", "Không có, hoặc của người khác", "There is no such thing, or it is somebody else's"),
    sent("408", "TooSlow", "Không đến đủ trong 5 phút", "It did not arrive within 5 minutes"),
    sent("413", "TooLarge", TOO_LARGE.0, TOO_LARGE.1),
    sent("415", "NotTaken", "Không nhận loại nội dung này", "This kind of content is not taken"),
    any("422", "NotDone", NOT_DONE.0, NOT_DONE.1),
    Refusal { header: Some(("Retry-After", "giây / seconds")), ..any("503", "Busy", BUSY.0, BUSY.1) },
];

const PARAMETER: (&str, &str) = (
    "Một tham số không dùng được; valid cho biết các giá trị dùng được",
    "A parameter means nothing here; valid has the values that do",
);
const NO_KEY: (&str, &str) =
    ("Không có khóa, hoặc khóa sai, hết hạn, đã thu hồi", "No key, or one that is wrong, has expired or was ended");
const NOT_ALLOWED: (&str, &str) =
    ("Người tạo khóa hoặc phạm vi của khóa không cho phép", "Neither the holder of the key nor its scope allows this");
const TOO_LARGE: (&str, &str) = (
    "Quá 12 MB, quá 256 KB không kể tệp, hoặc quá 20.000 ký tự một ô",
    "More than 12 MB, than 256 KB without files, or than 20,000 characters in a field",
);
const NOT_DONE: (&str, &str) = (
    "Chưa ghi gì; faults cho biết sai ở ô nào, sửa thế nào",
    "Nothing was written; faults says what is wrong at which field, and how to mend it",
);
const BUSY: (&str, &str) = (
    "Đang bận, hoặc chưa có số liệu. Chưa ghi gì, thử lại sau",
    "Too busy, or there are no data yet. Nothing was written; try again later",
);

/// The answers under their names.
pub(super) fn named(components: ComponentsBuilder) -> ComponentsBuilder {
    REFUSALS.iter().fold(components, |all, refusal| all.response(refusal.name, told(refusal)))
}

fn told(refusal: &Refusal) -> Response {
    let (vi, en) = refusal.meaning;
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let told = ResponseBuilder::new().description(format!("{vi} / {en}")).content("application/problem+json", problem);
    match refusal.header {
        Some((name, says)) => {
            let mut header = Header::new(ObjectBuilder::new().schema_type(Type::String));
            header.description = Some(says.to_owned());
            told.header(name, header).build()
        }
        None => told.build(),
    }
}

/// With the answers that may come in place of the one asked for: to one who only reads, or to one who sends.
pub(super) fn refused(operation: OperationBuilder, sends: bool) -> OperationBuilder {
    let may_come = REFUSALS.iter().filter(|refusal| sends || refusal.reads);
    may_come.fold(operation, |all, refusal| all.response(refusal.status, Ref::from_response_name(refusal.name)))
}
