//! The door: signing in and out.

use std::sync::Arc;

use office::accounts::{self, NotSignedIn, Token};

use super::sheet::Sheet;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView};
use crate::guard::{cookie, errand_cookie};
use crate::trouble::Trouble;

/// `/sign-in?next=/sites`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    asked.desk()?;
    if asked.session().is_some() {
        return Ok(Answer::See(crate::page::link(asked.lang, "/desk")));
    }
    let next = asked.parameter("next").unwrap_or("/desk").to_owned();
    sheet(&asked, &next, None).answer()
}

fn sheet(asked: &Asked, next: &str, wrong: Option<String>) -> Sheet {
    let sheet = Sheet::new(asked, asked.page("", "").t("Đăng nhập", "Sign in"), &[]);
    let p = &sheet.p.clone();
    let code_hint = p.t(
        "Sáu chữ số trong ứng dụng xác thực; để trống nếu chưa bật mã một lần.",
        "Six digits from your authenticator; leave it empty if you have not set one up.",
    );
    let fields = vec![
        Field::typed("login", p.t("Tên đăng nhập", "Sign-in name"), "text", "username"),
        Field::typed("password", p.t("Mật khẩu", "Password"), "password", "current-password"),
        Field::typed("code", p.t("Mã một lần", "One-time code"), "text", "one-time-code").optional().hint(code_hint),
        Field::hidden("next", next),
    ];
    let form = FormView::new(p, "/sign-in", p.t("Đăng nhập", "Sign in"), fields).filled(&asked.fields);
    let form = match wrong {
        Some(wrong) => form.wrong("", wrong),
        None => form,
    };
    let other = asked.desk().ok().and_then(|desk| desk.provider.as_ref()).map(|provider| {
        let button = format!("{} {}", p.t("Đăng nhập bằng", "Sign in with"), provider.name());
        FormView::new(p, "/sign-in/provider", &button, vec![Field::hidden("next", next)])
    });
    let sheet = Sheet { other, ..sheet };
    sheet.link(p.t("Quên mật khẩu", "Forgotten password"), "/forgotten").form(form)
}

/// Takes the name, the password and the code.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, fields) = (asked.context()?, &asked.fields);
    let signed = accounts::sign_in(&context, fields.text("login"), fields.raw("password"), fields.text("code")).await;
    let next = ours(fields.text("next"));
    match signed {
        Ok(token) => let_in(&asked, &token, next).await,
        Err(NotSignedIn::Office(error)) => Err(error.into()),
        Err(refused) => {
            let said = asked.page("", "").of(&refused.text(context.moment));
            sheet(&asked, next, Some(said)).answer()
        }
    }
}

/// Gives the browser its session and sends it on.
pub(super) async fn let_in(asked: &Asked, token: &Token, next: &str) -> Result<Answer, Trouble> {
    let desk = asked.desk()?;
    // Whoever held a session here before has none any more: a token planted in the browser is worth nothing.
    if let Some(before) = asked.token() {
        accounts::sign_out(&asked.context()?, before).await?;
    }
    let errand = asked.errand().and_then(|_| errand_cookie(desk, None));
    let session = cookie(desk, Some(token)).ok_or_else(no_cookie)?;
    let next = crate::page::link(asked.lang, ours(next));
    Ok(Answer::SeeWith(next, [session].into_iter().chain(errand).collect()))
}

pub(super) fn no_cookie() -> Trouble {
    Trouble::Internal("a cookie could not be made".into())
}

/// A way of ours to go on, so that nobody is sent elsewhere by a link to our door.
pub(super) fn ours(next: &str) -> &str {
    let local = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']);
    if local { next } else { "/desk" }
}

/// Ends the session.
pub(crate) async fn out(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (desk, context) = (asked.desk()?, asked.context()?);
    if let Some(token) = asked.token() {
        accounts::sign_out(&context, token).await?;
    }
    let cookie = cookie(desk, None).ok_or_else(no_cookie)?;
    Ok(Answer::SeeWith(crate::page::link(asked.lang, "/sign-in"), vec![cookie]))
}

#[cfg(test)]
mod tests {
    use super::ours;

    #[test]
    fn the_door_leads_to_our_own_pages_only() {
        for good in ["/", "/sites/M02", "/obstacles?kind=land"] {
            assert_eq!(ours(good), good);
        }
        for bad in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "/\r\nSet-Cookie: a=b",
            "/\t/evil.example",
        ] {
            assert_eq!(ours(bad), "/desk", "{bad:?}");
        }
    }
}
