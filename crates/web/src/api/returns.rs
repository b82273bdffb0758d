//! Monthly returns for the program of a firm: what is to be reported, and the receipt of what was. A month is sent by its form,
//! `/api/v1/forms/returns/{establishment}/{month}`.

use std::sync::Arc;

use domain::authority::Action;
use domain::returns::Answer as Said;
use domain::returns::sent::{Door, Receipt};
use domain::text::Text;
use office::returns::duties::{Duty, duties};
use office::returns::sending;
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::{Named, Whole, data};
use super::{Operation, read, whole};
use crate::answer::Answer;
use crate::asked::{Asked, FORMS};
use crate::page::link;
use crate::routes::Access;
use crate::trouble::Trouble;

pub(super) fn table() -> Vec<Operation> {
    let may = Access::May(Action::TakeReturns);
    vec![
        whole::<DutyShape, _, _>(
            "/api/v1/returns",
            may,
            ("Các tháng doanh nghiệp phải báo cáo", "The months a firm has to report"),
            list,
        ),
        read::<ReceiptShape, _, _>("/api/v1/receipts/{receipt}", may, ("Một biên nhận", "One receipt"), receipt),
    ]
}

/// A month of an establishment.
#[derive(Debug, Serialize, ToSchema)]
struct DutyShape {
    /// The code of the establishment.
    establishment: String,
    /// What the establishment is called.
    name: String,
    month: String,
    /// Whether it can be sent: open, late, excepted or locked.
    door: Named,
    /// The day until which it stands so; of what is locked, the last day it could be sent.
    until: String,
    /// What was reported: quantities, that nothing was produced, or nothing yet.
    reported: Named,
    /// Whether the statisticians wait for an answer to a question.
    asked: bool,
    /// The address of the form it is sent by; none while it is locked.
    form: Option<String>,
}

/// The receipt of a return.
#[derive(Debug, Serialize, ToSchema)]
struct ReceiptShape {
    number: String,
    /// The code of the establishment.
    establishment: String,
    month: String,
    /// When it was received.
    moment: String,
    /// The account it came from.
    sender: String,
    /// By which way it came.
    channel: Named,
    /// What the month was like.
    situation: Named,
    /// When production is expected to begin again.
    restart: Option<String>,
    /// SHA-256 of what was sent, in hexadecimal digits.
    digest: String,
    /// Whether what is kept has this digest.
    kept: bool,
}

async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let duties = duties(&asked.context()?).await?;
    data(&Whole::of(duties.iter().map(|duty| of_duty(&asked, duty))))
}

fn of_duty(asked: &Asked, duty: &Duty) -> DutyShape {
    let (establishment, month) = (duty.establishment.code.to_string(), duty.month.to_string());
    let (door, until) = match duty.door {
        Door::NotYet(day) => (Named::new("not-yet", Text::new("chưa nhận", "not yet open")), day),
        Door::Open(day) => (Named::new("open", Text::new("đang nhận", "open")), day),
        Door::Late(day) => (Named::new("late", Text::new("đã quá hạn, còn nhận", "late, still taken in")), day),
        Door::Locked(day) => (Named::new("locked", Text::new("đã khóa", "locked")), day),
        Door::Excepted(day) => (Named::new("excepted", Text::new("nhận theo ngoại lệ", "open by exception")), day),
    };
    let reported = match duty.answer.as_ref().map(domain::returns::Return::answer) {
        Some(Said::Quantity) => Named::new("quantities", Text::new("đã báo cáo", "reported")),
        Some(Said::ReportedZero) => Named::new("nothing-produced", Text::new("không phát sinh", "nothing produced")),
        Some(Said::Silent) | None => Named::new("silent", Text::new("chưa báo cáo", "not reported")),
    };
    let form = link(asked.lang, &format!("{FORMS}/returns/{establishment}/{month}"));
    DutyShape {
        establishment,
        name: duty.establishment.name.clone(),
        month,
        door,
        until: until.to_string(),
        reported,
        asked: duty.is_asked,
        form: duty.door.is_open().then_some(form),
    }
}

async fn receipt(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (receipt, _, vouched) = sending::receipt(&asked.context()?, asked.in_path("receipt")).await?;
    data(&of_receipt(receipt, vouched.is_some()))
}

fn of_receipt(receipt: Receipt, kept: bool) -> ReceiptShape {
    ReceiptShape {
        number: receipt.number,
        establishment: receipt.establishment.to_string(),
        month: receipt.month.to_string(),
        moment: receipt.moment.to_string(),
        sender: receipt.sender,
        channel: Named::new(receipt.channel.code(), receipt.channel.name()),
        situation: Named::new(receipt.situation.code(), receipt.situation.name()),
        restart: receipt.restart.map(|day| day.to_string()),
        digest: receipt.digest,
        kept,
    }
}
