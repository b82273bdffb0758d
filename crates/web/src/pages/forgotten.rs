//! A forgotten password: an address is asked, and the answer is the same whether anybody has it.

use std::sync::Arc;

use office::accounts;

use super::sheet::Sheet;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading};
use crate::trouble::Trouble;

/// `/forgotten`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (sheet, form) = sheet(&asked)?;
    Sheet { done: super::done::said(&asked, &sheet.p), ..sheet }.form(form).answer()
}

fn sheet(asked: &Asked) -> Result<(Sheet, FormView), Trouble> {
    let desk = asked.desk()?;
    let p = asked.page("", "");
    let sheet =
        Sheet::new(asked, p.t("Quên mật khẩu", "Forgotten password"), &[(p.t("Đăng nhập", "Sign in"), "/sign-in")]);
    let sheet = sheet.say(match desk.sends_mail {
        true => p.t(
            "Ghi địa chỉ thư điện tử của tài khoản. Đường dẫn chọn mật khẩu mới sẽ được gửi tới đó, dùng một lần trong 30 phút.",
            "Give the e-mail address of your account. A link for a new password will be sent there, good once, for 30 minutes.",
        ),
        false => p.t(
            "Máy chủ thư chưa được thiết lập nên thư có thể không tới kịp. Hãy nhờ người quản trị cấp đường dẫn mới.",
            "No mail server is set up, so the mail may not arrive in time. Ask the administrator for a new link.",
        ),
    });
    let email = Field::typed("email", p.t("Thư điện tử", "E-mail"), "email", "email");
    let form = FormView::new(&sheet.p, "/forgotten", p.t("Gửi đường dẫn", "Send the link"), vec![email]);
    Ok((sheet, form))
}

/// Takes an address. The answer does not wait for what is done with it, so that its time tells nothing either.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (sheet, form) = sheet(&asked)?;
    let p = asked.page("", "");
    let read = Reading::of(form, &asked.fields, &p);
    if !read.is_sound() {
        return sheet.form(read.form()).answer();
    }
    let (context, email, address) = (asked.context()?, read.plain("email"), asked.desk()?.address.clone());
    tokio::spawn(async move {
        if let Err(error) = accounts::send_reset(&context, &email, &address).await {
            // The address is left out: whose password is asked for is nobody's business.
            tracing::error!("a link for a forgotten password could not be queued: {error}");
        }
    });
    Ok(Answer::See(p.link("/forgotten?done=asked")))
}
