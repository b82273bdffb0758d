//! One's own account: password, one-time codes, sessions.

use std::sync::Arc;

use office::accounts::{self, Pending, Session};
use office::context::OfficeError;

use super::password::{agreed, new_password};
use super::sheet::Sheet;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView};
use crate::page::Page;
use crate::trouble::Trouble;

/// `/account`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let session = signed_in(&asked)?;
    let sheet = Sheet::new(&asked, asked.page("", "").t("Tài khoản của tôi", "My account"), &[]);
    let p = sheet.p.clone();
    let account = &session.account;
    let who = format!("{} ({}) · {} · {}", account.name, account.login, p.of(&account.role.name()), account.email);
    let first = match session.pending {
        Some(Pending::SecondFactor) => Some(p.t(
            "Vai trò của bạn cần mã một lần. Hãy thiết lập trước khi làm việc khác.",
            "Your role needs one-time codes. Set them up before anything else.",
        )),
        Some(Pending::Password) => Some(p.t(
            "Mật khẩu đã quá hạn hai tháng. Hãy đổi trước khi làm việc khác.",
            "Your password is more than two months old. Change it before anything else.",
        )),
        None => None,
    };
    let end = FormView::new(&p, "/account/sessions", p.t("Đăng xuất mọi nơi", "Sign out everywhere"), Vec::new());
    let sheet = Sheet { done: done(&asked, &p), ..sheet };
    let sheet = first.into_iter().fold(sheet.say(who), |sheet, line| sheet.say(line));
    let sheet = sheet
        .form(end)
        .link(p.t("Đổi mật khẩu", "Change the password"), "/account/password")
        .link(p.t("Thiết lập mã một lần", "Set up one-time codes"), "/account/codes")
        .link(p.t("Số điện thoại nhận tin nhắn", "Telephone for texts"), "/account/phone")
        .link(p.t("Khóa cho chương trình", "Keys of programs"), "/account/keys");
    super::identity::linked(sheet, &asked, "/account/identity").answer()
}

fn done(asked: &Asked, p: &Page) -> Option<String> {
    let said = match asked.parameter("done")? {
        "codes" => p.t("Đã bật mã một lần.", "One-time codes are on."),
        _ => return None,
    };
    Some(said.to_owned())
}

fn signed_in(asked: &Asked) -> Result<&Session, Trouble> {
    asked.session().ok_or(Trouble::SignIn)
}

/// `/account/password`.
pub(crate) async fn password(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    password_sheet(&asked)?.answer()
}

fn password_sheet(asked: &Asked) -> Result<Sheet, Trouble> {
    let session = signed_in(asked)?;
    let p = asked.page("", "");
    let sheet =
        Sheet::new(asked, p.t("Đổi mật khẩu", "Change the password"), &[(p.t("Tài khoản", "Account"), "/account")]);
    let mut fields =
        vec![Field::typed("present", p.t("Mật khẩu hiện tại", "Present password"), "password", "current-password")];
    fields.extend(new_password(&p, &session.account));
    let form = FormView::new(&sheet.p, "/account/password", p.t("Đổi mật khẩu", "Change the password"), fields);
    Ok(sheet
        .say(p.t(
            "Sau khi đổi, mọi phiên đều kết thúc; hãy đăng nhập lại.",
            "Every session ends afterwards; sign in again.",
        ))
        .form(form))
}

/// Takes the present and the new password.
pub(crate) async fn change_password(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let mut sheet = password_sheet(&asked)?;
    let wrong = match agreed(&asked, &sheet.p) {
        Err(wrong) => ("again", wrong),
        Ok(new) => match accounts::change_password(&asked.context()?, asked.fields.raw("present"), new).await {
            Ok(()) => return Ok(Answer::See(sheet.p.link("/sign-in"))),
            Err(OfficeError::Said(text)) => ("", sheet.p.of(&text)),
            Err(error) => return Err(error.into()),
        },
    };
    sheet.form = sheet.form.map(|form| form.wrong(wrong.0, wrong.1));
    sheet.answer()
}

/// `/account/codes`.
pub(crate) async fn codes(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let secret = accounts::begin_second_factor(&asked.context()?).await?.secret;
    codes_sheet(&asked, &secret)?.answer()
}

fn codes_sheet(asked: &Asked, secret: &str) -> Result<Sheet, Trouble> {
    signed_in(asked)?;
    let p = asked.page("", "");
    let sheet = Sheet::new(
        asked,
        p.t("Thiết lập mã một lần", "Set up one-time codes"),
        &[(p.t("Tài khoản", "Account"), "/account")],
    );
    let fields = vec![
        Field::typed("code", p.t("Mã ứng dụng đang hiện", "The code the app shows now"), "text", "one-time-code"),
        Field::hidden("secret", secret),
    ];
    let form = FormView::new(&sheet.p, "/account/codes", p.t("Bật mã một lần", "Turn one-time codes on"), fields);
    Ok(sheet
        .say(p.t(
            "Mở ứng dụng xác thực trên điện thoại, chọn thêm tài khoản bằng cách nhập khóa, rồi gõ khóa sau:",
            "Open an authenticator app on your phone, add an account by typing a key, and type this one:",
        ))
        .say(grouped(secret))
        .form(form))
}

/// In groups of four, as it is easier to copy.
fn grouped(secret: &str) -> String {
    secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect::<Vec<_>>().join(" ")
}

/// Takes the first code.
pub(crate) async fn confirm_codes(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let secret = asked.fields.text("secret");
    match accounts::confirm_second_factor(&asked.context()?, secret, asked.fields.text("code")).await {
        Ok(()) => Ok(Answer::See(crate::page::link(asked.lang, "/account?done=codes"))),
        Err(OfficeError::Said(text)) => {
            let mut sheet = codes_sheet(&asked, secret)?;
            let wrong = sheet.p.of(&text);
            sheet.form = sheet.form.map(|form| form.wrong("code", wrong));
            sheet.answer()
        }
        Err(error) => Err(error.into()),
    }
}

/// Ends every session of the account.
pub(crate) async fn end_sessions(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    accounts::sign_out_everywhere(&asked.context()?).await?;
    Ok(Answer::See(crate::page::link(asked.lang, "/sign-in")))
}
