//! Clerk and manager: who confirms an enterprise's returns, and giving one back.

use std::sync::Arc;

use domain::accounts::Login;
use office::context::{Context, OfficeError};
use office::returns::confirming::{give_back, people, set_confirmer};
use office::returns::paper::Paper;

use super::{named, place};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Notice, Reading};
use crate::page::Page;
use crate::pages::sheet::Sheet;
use crate::trouble::Trouble;

const PLACE: &str = "/returns/confirming";

/// `/returns/confirming`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let (sheet, form) = sheet(&asked, &p, &context).await?;
    with(sheet, form).answer()
}

fn with(sheet: Sheet, form: Option<FormView>) -> Sheet {
    match form {
        Some(form) => sheet.form(form),
        None => sheet,
    }
}

/// The page, and its form where the reader may change it.
async fn sheet(asked: &Asked, p: &Page, context: &Context) -> Result<(Sheet, Option<FormView>), Trouble> {
    let (accounts, confirmer) = people(context).await?;
    let above = [(p.t("Báo cáo tháng", "Monthly returns"), "/returns")];
    let mut sheet = Sheet::new(asked, p.t("Ai xác nhận báo cáo", "Who confirms the returns"), &above).say(p.t(
        "Nếu doanh nghiệp muốn, báo cáo do một người điền phải được người quản lý xác nhận mới gửi đi. Người xác nhận tự gửi được ngay.",
        "Where the enterprise wants it, a return one person fills in is sent only once a manager confirms it. The manager's own are sent at once.",
    ));
    sheet.done = crate::pages::done::said(asked, p);
    if let Some(now) = confirmer.as_ref().filter(|now| now.login.as_str() != context.actor.name) {
        let said = match p.is_vi() {
            true => format!("{} đang xác nhận báo cáo; chỉ người đó đổi được.", now.name),
            false => format!("{} confirms the returns now; only they can change it.", now.name),
        };
        return Ok((sheet.say(said), None));
    }
    let none = (String::new(), p.t("Không cần: ai điền cũng gửi được", "Nobody need: whoever fills it in sends it"));
    let people = accounts.iter().map(|one| (one.login.to_string(), format!("{} ({})", one.name, one.login)));
    let choices = std::iter::once((none.0, none.1.to_owned())).chain(people).collect();
    let field = Field::one("confirmer", p.t("Người xác nhận", "Who confirms"), choices).optional();
    let now = confirmer.map(|now| now.login.to_string()).unwrap_or_default();
    let form = FormView::new(p, PLACE, p.t("Lưu", "Save"), vec![field.with(now)]);
    Ok((sheet, Some(form)))
}

/// Takes who confirms from now on.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let (sheet, form) = sheet(&asked, &p, &context).await?;
    let Some(form) = form else { return sheet.answer() };
    let mut reading = Reading::of(form, &asked.fields, &p);
    let login = reading.optional::<Login>("confirmer");
    let form = match reading.done() {
        Ok(form) => form,
        Err(form) => return sheet.form(form).answer(),
    };
    match set_confirmer(&context, login.as_ref()).await {
        Ok(()) => Ok(Answer::See(p.link(&format!("{PLACE}?done=confirmer-set")))),
        Err(OfficeError::Said(text)) => sheet.form(form.wrong("", p.of(&text))).answer(),
        Err(error) => Err(error.into()),
    }
}

/// What stands over a month that one person fills in and another confirms.
pub(super) fn notice(p: &Page, paper: &Paper, reader: &str) -> Option<Notice> {
    let confirmer = paper.confirmer.as_ref()?;
    let (mine, name) = (confirmer.login.as_str() == reader, &confirmer.name);
    let Some(prepared) = &paper.prepared else {
        let text = match p.is_vi() {
            true => format!("Báo cáo do bạn điền sẽ chờ {name} xác nhận rồi mới gửi."),
            false => format!("What you fill in waits for {name} to confirm it before it is sent."),
        };
        return (!mine).then_some(Notice { warns: false, text });
    };
    let (by, moment) = (&prepared.by, p.moment(prepared.moment));
    let text = match (&prepared.given_back, mine, p.is_vi()) {
        (Some(ended), _, true) => format!("{} đã trả lại để sửa: {}", ended.by, ended.remark),
        (Some(ended), _, false) => format!("{} gave it back to be corrected: {}", ended.by, ended.remark),
        (None, true, true) => format!("{by} đã điền lúc {moment} và chờ bạn xác nhận. Xem lại rồi gửi, hoặc trả lại."),
        (None, true, false) => {
            format!("{by} filled it in at {moment}; it waits for you. Read it and send it, or give it back.")
        }
        (None, false, true) => {
            format!("Chưa gửi: đang chờ {name} xác nhận (điền lúc {moment}). Điền lại sẽ thay bản đang chờ.")
        }
        (None, false, false) => {
            format!("Not sent: it waits for {name} (filled in at {moment}). Filling it in again replaces it.")
        }
    };
    Some(Notice { warns: true, text })
}

/// The form that gives it back, for whoever confirms.
pub(super) fn giving_back(p: &Page, paper: &Paper, reader: &str) -> Option<FormView> {
    let waits = paper.prepared.as_ref().is_some_and(|one| one.given_back.is_none());
    let mine = paper.confirmer.as_ref().is_some_and(|one| one.login.as_str() == reader);
    (waits && mine).then(|| form(p, &place(&paper.establishment.code, paper.month)))
}

fn form(p: &Page, place: &str) -> FormView {
    let remark = Field::line("remark", p.t("Cần sửa gì", "What is to be corrected"));
    FormView::new(p, &format!("{place}/give-back"), p.t("Trả lại", "Give it back"), vec![remark])
}

/// Gives a return back to whoever filled it in.
pub(crate) async fn take_back(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, (establishment, month)) = (asked.context()?, named(&asked)?);
    let (p, place) = (asked.page("", ""), place(&establishment, month));
    let mut reading = Reading::of(form(&p, &place), &asked.fields, &p);
    let remark = reading.line("remark").unwrap_or_default();
    let form = match reading.done() {
        Ok(form) => form,
        Err(form) => return super::month::again(&asked, Some(form)).await,
    };
    match give_back(&context, (&establishment, month), &remark).await {
        Ok(()) => Ok(Answer::See(p.link(&place))),
        Err(OfficeError::Said(text)) => super::month::again(&asked, Some(form.wrong("", p.of(&text)))).await,
        Err(error) => Err(error.into()),
    }
}
