//! What programs can read and do here, in words: how to come in, which addresses there are, what an answer looks like.

use super::record::{Record, Section};
use crate::answer::Answer;
use crate::api::{self, Operation};
use crate::asked::{Asked, FORMS};
use crate::component::{Cell, Grid, Row, head, words};
use crate::page::Page;
use crate::routes::Access;
use crate::trouble::Trouble;

/// `/api`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let mut record = Record::new(asked, asked.page("", "").t("Dành cho chương trình", "For programs"), &[]);
    let p = record.p.clone();
    record.lead.push(
        p.t(
            "Những gì xem và làm được trên các trang, chương trình cũng xem và làm được, ở dạng JSON, với cùng quyền và cùng kiểm tra.",
            "What can be seen and done on the pages, programs can see and do as JSON, with the same permissions and the same checks.",
        )
        .to_owned(),
    );
    record.way(p.t("Mô tả đầy đủ (OpenAPI 3.1)", "The whole description (OpenAPI 3.1)"), "/api/v1/openapi.json");
    record.way(p.t("Khóa của tôi", "My keys"), "/account/keys");
    record.way(p.t("Tải tệp CSV, XLSX", "Files as CSV and XLSX"), "/data");
    record.section(reading(&p));
    record.section(doing(&p));
    record.section(failing(&p));
    record.answer()
}

fn reading(p: &Page) -> Section {
    let mut section = Section::titled(p.t("Đọc", "Reading"));
    section.said.push(
        p.t(
            "Dữ liệu công khai không cần khóa. Gửi kèm “Authorization: Bearer KHÓA” thì đọc được đến đâu người tạo khóa đọc được. Điều chưa rõ là null.",
            "Public data need no key. With “Authorization: Bearer KEY” a program reads as far as the holder of the key. What nobody knows is null.",
        )
        .to_owned(),
    );
    let row = |operation: &Operation| {
        let who = match operation.access {
            Access::Public => p.t("mọi người", "everybody").to_owned(),
            Access::May(action) => p.of(&action.name()),
        };
        Row::new(vec![Cell::head(operation.path, None), words(p.of(&operation.summary)), words(who)])
    };
    let heads = vec![head(p.t("Địa chỉ", "Address")), head(p.t("Nội dung", "What")), head(p.t("Ai", "Who"))];
    let caption = p.t("Các địa chỉ để đọc", "Addresses to read").to_owned();
    section.grids.push(Grid { caption, heads, rows: api::table().iter().map(row).collect() });
    section
}

fn doing(p: &Page) -> Section {
    let mut section = Section::titled(p.t("Làm", "Doing"));
    let said = [
        p.t(
            "Mỗi biểu mẫu của một trang có cùng địa chỉ dưới",
            "Every form of a page is found at the address of its page below",
        )
        .to_owned()
            + &format!(" {FORMS}. ")
            + p.t(
                "GET cho biết các ô, ô nào bắt buộc, chọn được những gì; POST gửi một đối tượng JSON theo tên ô.",
                "GET tells its fields, which are required and what there is to choose; POST sends a JSON object by the names of the fields.",
            ),
        p.t(
            "Ví dụ: GET /api/v1/forms/obstacles/new, rồi POST {\"kind\": \"land\", \"facts\": \"…\", \"asked\": \"…\"}. Trả lời: trang xem kết quả và địa chỉ dữ liệu.",
            "As: GET /api/v1/forms/obstacles/new, then POST {\"kind\": \"land\", \"facts\": \"…\", \"asked\": \"…\"}. The answer names the page where it is seen and the address of its data.",
        )
        .to_owned(),
        p.t(
            "Đường truyền hỏng giữa chừng: gửi lại cùng “Idempotency-Key”, việc chỉ làm một lần và câu trả lời như lần đầu. Có tệp kèm thì gửi multipart/form-data.",
            "When the line breaks: send it again under the same “Idempotency-Key”; it is done once and answered as the first time. With files, send multipart/form-data.",
        )
        .to_owned(),
    ];
    section.said.extend(said);
    section
}

fn failing(p: &Page) -> Section {
    let mut section = Section::titled(p.t("Khi sai", "When something is wrong"));
    section.said.push(
        p.t(
            "Trả lời theo RFC 9457: title, status, detail nói điều gì sai và phải làm gì; valid là các giá trị nhận được; faults là lỗi ở từng ô. Đặt /en trước địa chỉ để nhận lời bằng tiếng Anh.",
            "Answers follow RFC 9457: title, status, detail say what is wrong and what to do; valid are values that would be accepted; faults stand field by field. Put /en before the address for English.",
        )
        .to_owned(),
    );
    section
}
