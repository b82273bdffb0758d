//! Why a program may get no answer, as the description tells it: each status once, with what it means, and where it may come.

use domain::text::Text;
use utoipa::openapi::path::OperationBuilder;
use utoipa::openapi::{ComponentsBuilder, ContentBuilder, Header, ObjectBuilder, Ref, Response, ResponseBuilder, Type};

/// A reason for no answer.
struct Refusal {
    status: &'static str,
    /// Its name in the description.
    name: &'static str,
    meaning: Text,
    /// A header that comes with it, and what it says.
    header: Option<(&'static str, Text)>,
    /// Whether it may come to one who only reads.
    reads: bool,
}

fn refusals() -> Vec<Refusal> {
    let one = |status, name, vi, en, reads| Refusal { status, name, meaning: Text::new(vi, en), header: None, reads };
    let with = |refusal: Refusal, name, vi, en| Refusal { header: Some((name, Text::new(vi, en))), ..refusal };
    vec![
        one(
            "400",
            "BadParameter",
            "Một tham số không dùng được; valid cho biết các giá trị dùng được",
            "A parameter means nothing here; valid has the values that do",
            true,
        ),
        with(
            one(
                "401",
                "NoKey",
                "Không có khóa, hoặc khóa sai, hết hạn, đã thu hồi",
                "No key, or one that is wrong, has expired or was ended",
                true,
            ),
            "WWW-Authenticate",
            "Bearer, theo RFC 6750",
            "Bearer, by RFC 6750",
        ),
        one(
            "403",
            "NotAllowed",
            "Người tạo khóa hoặc phạm vi của khóa không cho phép",
            "Neither the holder of the key nor its scope allows this",
            true,
        ),
        one(
            "404",
            "NotThere",
            "Không có, hoặc không phải của người hỏi",
            "There is no such thing, or it is somebody else's",
            true,
        ),
        one(
            "408",
            "TooSlow",
            "Nội dung gửi không đến đủ trong 5 phút",
            "What was sent did not arrive within 5 minutes",
            false,
        ),
        one(
            "413",
            "TooLarge",
            "Gửi quá 12 MB, quá 256 KB không kể tệp, hoặc quá 20.000 ký tự một ô",
            "More than 12 MB, than 256 KB without files, or than 20,000 characters in a field",
            false,
        ),
        one(
            "415",
            "NotTaken",
            "Chỉ nhận JSON, multipart/form-data và application/x-www-form-urlencoded",
            "Only JSON, multipart/form-data and application/x-www-form-urlencoded are taken",
            false,
        ),
        one(
            "422",
            "NotDone",
            "Chưa ghi gì; faults cho biết sai ở ô nào, sửa thế nào",
            "Nothing was written; faults says what is wrong at which field, and how to mend it",
            true,
        ),
        with(
            one(
                "503",
                "Busy",
                "Đang bận, hoặc chưa có số liệu. Chưa ghi gì, thử lại sau",
                "Too busy, or there are no data yet. Nothing was written; try again later",
                true,
            ),
            "Retry-After",
            "sau bao nhiêu giây",
            "after how many seconds",
        ),
    ]
}

/// The answers under their names.
pub(super) fn named(components: ComponentsBuilder) -> ComponentsBuilder {
    refusals().iter().fold(components, |all, refusal| all.response(refusal.name, told(refusal)))
}

fn told(refusal: &Refusal) -> Response {
    let Text { vi, en } = &refusal.meaning;
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let told = ResponseBuilder::new().description(format!("{vi} / {en}")).content("application/problem+json", problem);
    match &refusal.header {
        Some((name, says)) => {
            let mut header = Header::new(ObjectBuilder::new().schema_type(Type::String));
            header.description = Some(format!("{} / {}", says.vi, says.en));
            told.header(*name, header).build()
        }
        None => told.build(),
    }
}

/// With the answers that may come in place of the one asked for: to one who only reads, or to one who sends.
pub(super) fn refused(operation: OperationBuilder, sends: bool) -> OperationBuilder {
    let may_come = refusals().into_iter().filter(|refusal| sends || refusal.reads);
    may_come.fold(operation, |all, refusal| all.response(refusal.status, Ref::from_response_name(refusal.name)))
}
