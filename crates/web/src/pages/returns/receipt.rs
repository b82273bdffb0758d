//! The receipt of a return: number, digest, and what it vouches for.

use std::sync::Arc;

use domain::returns::Return;
use office::returns::sending;

use super::place;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::page::Page;
use crate::pages::record::{Record, Section};
use crate::trouble::Trouble;

/// `/receipts/BC-2024-01-123`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (receipt, establishment, vouched) = sending::receipt(&asked.context()?, asked.in_path("receipt")).await?;
    let p = asked.page("", "");
    let title = p.t("Biên nhận", "Receipt").to_owned() + " " + &receipt.number;
    let mut record = Record::new(&asked, &title, &[(p.t("Báo cáo tháng", "Monthly returns"), "/returns")]);
    record.kind = establishment.name.clone();
    record.lead.push(match p.is_vi() {
        true => format!("Đã nhận báo cáo {} của {}.", p.month(receipt.month), establishment.name),
        false => format!("The return of {} for {} has been received.", establishment.name, p.month(receipt.month)),
    });
    let mut section = Section::default();
    section.term(&p, p.t("Số biên nhận", "Number"), receipt.number.as_str());
    section.term(&p, p.t("Nhận lúc", "Received"), p.moment(receipt.moment));
    section.term(&p, p.t("Người gửi", "Sent by"), receipt.sender.as_str());
    section.term(&p, p.t("Cách gửi", "How"), p.of(&receipt.channel.name()));
    section.term(&p, p.t("Tình hình", "The month"), p.of(&receipt.situation.name()));
    section.term_if(
        &p,
        p.t("Dự kiến chạy lại", "Expected to begin again"),
        receipt.restart.map(|day| p.date(day)).unwrap_or_default(),
    );
    section.term(&p, p.t("Mã kiểm chứng (SHA-256)", "Digest (SHA-256)"), receipt.digest.as_str());
    section.term(&p, p.t("Đối chiếu", "Checked"), checked(&p, vouched.as_ref()));
    record.section(section);
    let path = place(&establishment.code, receipt.month);
    record.way(p.t("Xem lại hoặc sửa báo cáo", "Look at the return again, or correct it"), &path);
    record.answer()
}

fn checked<'p>(p: &'p Page, vouched: Option<&Return>) -> &'p str {
    match vouched {
        Some(_) => p.t("Số liệu đang lưu đúng như đã gửi.", "What is kept is what was sent, to the letter."),
        None => p.t(
            "Số liệu đang lưu không khớp mã này. Hãy báo phòng thống kê.",
            "What is kept does not have this digest. Tell the statisticians.",
        ),
    }
}
