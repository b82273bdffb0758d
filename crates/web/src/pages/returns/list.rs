//! What a firm has to report and has reported; for the statistics room, the collection of a month.

use std::sync::Arc;

use domain::returns::Answer as Said;
use domain::returns::sent::Door;
use office::returns::duties::{Duty, duties};

use super::{place, room};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Grid, Row, head, linked, words};
use crate::page::Page;
use crate::pages::record::{Record, Section};
use crate::trouble::Trouble;

/// `/returns`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    if !asked.is_of_firm() {
        return room::show(&asked, &asked.context()?).await;
    }
    let p = asked.page("", "");
    let mut record = Record::new(&asked, p.t("Báo cáo tháng", "Monthly returns"), &[]);
    record.way(p.t("Ai xác nhận báo cáo", "Who confirms the returns"), "/returns/confirming");
    let duties = duties(&asked.context()?).await?;
    if duties.is_empty() {
        record.lead.push(p.t("Chưa có tháng nào phải báo cáo.", "There is nothing to report yet.").to_owned());
    }
    let mut section = Section::default();
    if !duties.is_empty() {
        section.grids.push(grid(&p, &duties));
    }
    record.section(section);
    record.answer()
}

/// Reminds those who are silent.
pub(crate) async fn remind(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    room::remind(&asked, &asked.context()?).await
}

fn grid(p: &Page, duties: &[Duty]) -> Grid {
    let heads = vec![
        head(p.t("Cơ sở", "Establishment")),
        head(p.t("Tháng", "Month")),
        head(p.t("Đã báo cáo", "Reported")),
        head(p.t("Việc cần làm", "What to do")),
    ];
    let row = |duty: &Duty| {
        let path = p.link(&place(&duty.establishment.code, duty.month));
        let todo = todo(p, duty);
        Row::new(vec![
            Cell::head(duty.establishment.name.clone(), None),
            words(p.month(duty.month)).unbroken(),
            words(said(p, duty)),
            match todo {
                Some(todo) => linked(todo, path),
                None => linked(p.t("Xem", "Look"), path),
            },
        ])
    };
    Grid {
        caption: p.t("Các tháng gần đây", "The latest months").to_owned(),
        heads,
        rows: duties.iter().map(row).collect(),
    }
}

fn said(p: &Page, duty: &Duty) -> String {
    match duty.answer.as_ref().map(domain::returns::Return::answer) {
        Some(Said::Quantity) => p.t("đã báo cáo", "reported"),
        Some(Said::ReportedZero) => p.t("báo cáo không phát sinh", "reported: nothing produced"),
        Some(Said::Silent) | None => p.t("chưa báo cáo", "not reported"),
    }
    .to_owned()
}

fn todo(p: &Page, duty: &Duty) -> Option<String> {
    if duty.is_asked {
        return Some(p.t("Trả lời phòng thống kê", "Answer the statisticians").to_owned());
    }
    if duty.is_prepared {
        return Some(p.t("Chờ xác nhận", "Waits to be confirmed").to_owned());
    }
    if duty.answer.is_some() {
        return None;
    }
    let (vi, en, day) = match duty.door {
        Door::Open(day) => ("Báo cáo, hạn", "Report, by", day),
        Door::Late(day) => ("Báo cáo ngay: đã quá hạn, khóa sau", "Report now: it is late, and locked after", day),
        Door::Excepted(day) => ("Báo cáo theo ngoại lệ, đến hết", "Report by exception, until", day),
        Door::Locked(_) | Door::NotYet(_) => return None,
    };
    Some(format!("{} {}", p.t(vi, en), p.date(day)))
}
