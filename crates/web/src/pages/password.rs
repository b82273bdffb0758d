//! Choosing a password with a one-time link: for a new account, and for a forgotten password.

use std::sync::Arc;

use domain::accounts::Account;
use office::accounts::{self, Token};
use office::context::OfficeError;

use super::sheet::Sheet;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView};
use crate::trouble::Trouble;

/// `/password/…`: the link somebody was sent.
pub(crate) async fn choose(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let holder = accounts::link_holder(&asked.context()?, &Token::held(asked.in_path("token"))).await;
    match holder {
        Ok(account) => sheet(&asked, &account).answer(),
        Err(OfficeError::NotFound) => Err(expired()),
        Err(error) => Err(error.into()),
    }
}

fn expired() -> Trouble {
    Trouble::Said(domain::text::Text::new(
        "Đường dẫn này đã dùng hoặc đã hết hạn. Hãy dùng “Quên mật khẩu” ở trang đăng nhập, hoặc nhờ người quản trị cấp lại.",
        "This link was used or has expired. Use “Forgotten password” on the sign-in page, or ask the administrator for another.",
    ))
}

fn sheet(asked: &Asked, account: &Account) -> Sheet {
    let sheet = Sheet::new(asked, asked.page("", "").t("Chọn mật khẩu", "Choose a password"), &[]);
    let p = &sheet.p;
    let whose = match p.is_vi() {
        true => format!("Tài khoản “{}” của {}.", account.login, account.name),
        false => format!("Account “{}” of {}.", account.login, account.name),
    };
    let form = FormView::new(p, &asked.path, p.t("Đặt mật khẩu", "Set the password"), new_password(p, account))
        .filled(&asked.fields);
    sheet.say(whose).form(form)
}

/// The two fields of a new password.
pub(super) fn new_password(p: &crate::page::Page, account: &Account) -> Vec<Field> {
    let hint = match account.needs_second_factor() {
        true => {
            p.t("Ít nhất 8 ký tự. Một câu ngắn dễ nhớ là tốt nhất.", "At least 8 characters. A short sentence is best.")
        }
        false => p.t(
            "Ít nhất 14 ký tự, có chữ thường, chữ hoa, chữ số và ký tự khác; hoặc bật mã một lần thì 8 ký tự là đủ.",
            "At least 14 characters: small letters, capitals, digits and others; with one-time codes 8 are enough.",
        ),
    };
    vec![
        Field::typed("new", p.t("Mật khẩu mới", "New password"), "password", "new-password").hint(hint),
        Field::typed("again", p.t("Nhập lại mật khẩu mới", "New password again"), "password", "new-password"),
    ]
}

/// The new password when both fields agree; what to say when they do not.
pub(super) fn agreed<'a>(asked: &'a Asked, p: &crate::page::Page) -> Result<&'a str, String> {
    let (new, again) = (asked.fields.raw("new"), asked.fields.raw("again"));
    if new == again {
        Ok(new)
    } else {
        Err(p.t("Hai lần nhập không giống nhau.", "The two do not agree.").to_owned())
    }
}

/// Takes the new password.
pub(crate) async fn chosen(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, token) = (asked.context()?, Token::held(asked.in_path("token")));
    let account = match accounts::link_holder(&context, &token).await {
        Ok(account) => account,
        Err(OfficeError::NotFound) => return Err(expired()),
        Err(error) => return Err(error.into()),
    };
    let mut sheet = sheet(&asked, &account);
    let wrong = match agreed(&asked, &sheet.p) {
        Err(wrong) => ("again", wrong),
        Ok(new) => match accounts::choose_password(&context, &token, new).await {
            Ok(()) => return Ok(Answer::See(sheet.p.link("/sign-in"))),
            Err(OfficeError::Said(text)) => ("new", sheet.p.of(&text)),
            Err(OfficeError::NotFound) => return Err(expired()),
            Err(error) => return Err(error.into()),
        },
    };
    sheet.form = sheet.form.map(|form| form.wrong(wrong.0, wrong.1));
    sheet.answer()
}
