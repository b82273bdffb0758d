//! The telephone where reminders go as short texts: on one's own page, and on the administrator's.

use std::sync::Arc;

use domain::accounts::Account;
use domain::mail::Phone;
use office::accounts;
use office::context::OfficeError;

use super::accounts::find;
use super::sheet::Sheet;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView};
use crate::page::Page;
use crate::trouble::Trouble;

const OWN: &str = "/account/phone";

fn number(p: &Page, present: Option<&Phone>) -> Field {
    let field = Field::typed("phone", p.t("Số di động", "Mobile number"), "tel", "tel").optional();
    let field = field
        .hint(p.t("Như 0912 345 678. Để trống là không nhận tin nhắn.", "As 0912 345 678. Left empty, no texts come."));
    field.with(present.map(ToString::to_string).unwrap_or_default())
}

/// What the number is for, and whether anything reaches it.
fn purpose(asked: &Asked, p: &Page) -> Result<&'static str, Trouble> {
    Ok(match asked.desk()?.sends_texts {
        true => p.t(
            "Nhắc nộp báo cáo cũng được gửi tới số này (SMS hoặc Zalo). Không ai ngoài người quản trị thấy số.",
            "Reminders of returns are sent to this number too (SMS or Zalo). Nobody but the administrator sees it.",
        ),
        false => p.t(
            "Hệ thống này chưa nối với cổng tin nhắn: số được giữ và dùng khi đã nối. Không ai ngoài người quản trị thấy số.",
            "This system has no gateway for texts yet: the number is kept until it has. Nobody but the administrator sees it.",
        ),
    })
}

/// `/account/phone`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    own_sheet(&asked).await?.answer()
}

async fn own_sheet(asked: &Asked) -> Result<Sheet, Trouble> {
    let present = accounts::own_phone(&asked.context()?).await?;
    let p = asked.page("", "");
    let above = [(p.t("Tài khoản của tôi", "My account"), "/account")];
    let sheet = Sheet::new(asked, p.t("Số điện thoại nhận tin nhắn", "Telephone for texts"), &above);
    let done = super::done::said(asked, &p);
    let fields = vec![number(&p, present.as_ref())];
    let form = FormView::new(&p, OWN, p.t("Lưu số", "Save the number"), fields);
    Ok(Sheet { done, ..sheet }.say(purpose(asked, &p)?).form(form))
}

/// Keeps the number, or takes it away.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let kept = accounts::set_own_phone(&asked.context()?, asked.fields.text("phone")).await;
    answered(&asked, own_sheet(&asked).await?, OWN, kept)
}

/// `/accounts/lan.nt/phone`.
pub(crate) async fn show_for(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    sheet_for(&asked, &find(&asked).await?).await?.answer()
}

async fn sheet_for(asked: &Asked, account: &Account) -> Result<Sheet, Trouble> {
    let present = accounts::phone_of(&asked.context()?, &account.login).await?;
    let p = asked.page("", "");
    let (whose, record) = (format!("{} ({})", account.name, account.login), format!("/accounts/{}", account.login));
    let above = [(p.t("Tài khoản người dùng", "Accounts"), "/accounts"), (whose.as_str(), record.as_str())];
    let sheet = Sheet::new(asked, p.t("Số điện thoại nhận tin nhắn", "Telephone for texts"), &above);
    let sheet = Sheet { done: super::done::said(asked, &p), ..sheet }.say(purpose(asked, &p)?);
    if account.closed.is_some() {
        return Ok(sheet.say(p.t("Tài khoản đã khóa.", "The account is closed.")));
    }
    let why = Field::line("why", p.t("Lý do", "Why")).hint(p.t("Ghi vào nhật ký.", "Kept in the journal."));
    let fields = vec![number(&p, present.as_ref()), why];
    Ok(sheet.form(FormView::new(&p, &asked.path, p.t("Lưu số", "Save the number"), fields)))
}

/// Keeps the number of somebody's account, or takes it away.
pub(crate) async fn take_for(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let account = find(&asked).await?;
    let sheet = sheet_for(&asked, &account).await?;
    let Some(form) = sheet.form else { return Err(Trouble::NotFound) };
    let (form, missing) = form.filled(&asked.fields).missing(&asked.fields, &sheet.p);
    let sheet = Sheet { form: Some(form), ..sheet };
    if missing {
        return sheet.answer();
    }
    let (number, why) = (asked.fields.text("phone"), asked.fields.text("why"));
    let kept = accounts::set_phone_for(&asked.context()?, &account.login, number, why).await;
    answered(&asked, sheet, &asked.path, kept)
}

fn answered(asked: &Asked, sheet: Sheet, path: &str, kept: Result<(), OfficeError>) -> Result<Answer, Trouble> {
    match kept {
        Ok(()) => Ok(Answer::See(crate::page::link(asked.lang, &format!("{path}?done=phone-kept")))),
        Err(OfficeError::Said(text)) => {
            let wrong = sheet.p.of(&text);
            let form = sheet.form.map(|form| form.filled(&asked.fields).wrong("phone", wrong));
            Sheet { form, ..sheet }.answer()
        }
        Err(error) => Err(error.into()),
    }
}
