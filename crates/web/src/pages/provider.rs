//! The other door: to the provider of identities and back, and the one-time code that may be owed after it.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode};
use domain::accounts::Identity;
use domain::text::Text;
use identity::{Provider, ProviderError, Secrets};
use office::ErrandKind;
use office::accounts::{self, Entered, NotEntered, Token, Way};
use office::context::OfficeError;

use super::sheet::Sheet;
use super::sign_in::{let_in, no_cookie, ours};
use crate::answer::{Answer, rendered};
use crate::asked::Asked;
use crate::component::{Field, FormView};
use crate::guard::errand_cookie;
use crate::page::link;
use crate::trouble::Trouble;

/// The provider that was set up; without one there is no such page.
pub(super) fn provider(asked: &Asked) -> Result<&Provider, Trouble> {
    asked.desk()?.provider.as_ref().ok_or(Trouble::NotFound)
}

/// Begins to sign in with the provider.
pub(crate) async fn begin(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    provider(&asked)?;
    let next = ours(asked.fields.text("next"));
    if asked.session().is_some() {
        return Ok(Answer::See(link(asked.lang, next)));
    }
    let token = accounts::begin_entering(&asked.context()?, next).await?;
    away(&asked, &token).await
}

/// Leads the browser on to the provider. By a page, not by a redirection: a browser holds every redirection that follows a form against our
/// own rule of where forms may go (`form-action`), and the provider may send it on to other places.
pub(super) async fn away(asked: &Asked, token: &Token) -> Result<Answer, Trouble> {
    let provider = provider(asked)?;
    let way = match provider.way(&secrets(token), asked.lang.code()).await {
        Ok(way) => way,
        Err(error) => return failed(asked, provider, &error),
    };
    let cookie = errand_cookie(asked.desk()?, Some((asked.lang, token))).ok_or_else(no_cookie)?;
    let on = HeaderValue::from_str(&format!("0; url={way}"));
    let on = on.map_err(|_| Trouble::Internal("the way to the provider cannot be told".into()))?;
    let p = asked.page("", "");
    let name = provider.name();
    let title = format!("{} {name}", p.t("Đang chuyển tới", "Going on to"));
    let mut sheet = Sheet::new(asked, &title, &[(p.t("Đăng nhập", "Sign in"), "/sign-in")]);
    sheet = sheet.say(p.t(
        "Trình duyệt tự chuyển đi; nếu không, hãy bấm vào đường dẫn dưới đây. Xong ở đó, bạn được đưa trở lại trong vòng 10 phút.",
        "Your browser goes on by itself; if it does not, follow the link below. When you are done there you are brought back, within 10 minutes.",
    ));
    sheet.links.push((format!("{} {name}", p.t("Đi tới", "Go on to")), way));
    Ok(Answer::Away(rendered(&sheet)?, on, cookie))
}

fn secrets(token: &Token) -> Secrets {
    let Way { state, nonce, verifier } = Way::of(token);
    Secrets { state, nonce, verifier }
}

/// `/sign-in/provider/back?code=…&state=…`: where the provider sends everybody back to, whatever their language.
pub(crate) async fn back(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let provider = provider(&asked)?;
    let context = asked.context()?;
    let (lang, token) = asked.errand().cloned().unwrap_or((asked.lang, Token::held("")));
    // What is said is said on a page whose address holds no code.
    let page = asked.at(lang, "/sign-in");
    let errand = accounts::come_back(&context, &token, asked.parameter("state").unwrap_or_default()).await?;
    let Some(errand) = errand else { return refused(&page, provider, &NotEntered::Over) };
    if let Some(error) = asked.parameter("error") {
        return stopped(&page, provider, error);
    }
    let (who, methods) = match proven(&asked, provider, &token).await {
        Ok(found) => found,
        Err(error) => return failed(&page, provider, &error),
    };
    if let ErrandKind::Tie(login) = errand.kind {
        return tie(&asked, &page, &who, login.as_str()).await;
    }
    match accounts::enter(&context, &who, &methods, &errand.next).await {
        Ok(Entered::Session(session)) => let_in(&page, &session, &errand.next).await,
        Ok(Entered::Code(owed)) => {
            let cookie = errand_cookie(page.desk()?, Some((lang, &owed))).ok_or_else(no_cookie)?;
            Ok(Answer::SeeWith(link(lang, "/sign-in/provider/code"), vec![cookie]))
        }
        Err(NotEntered::Office(error)) => Err(error.into()),
        Err(why) => refused(&page, provider, &why),
    }
}

/// Who the browser that came back was proven to be, and by which methods.
async fn proven(asked: &Asked, provider: &Provider, token: &Token) -> Result<(Identity, Vec<String>), ProviderError> {
    let unbelieved = |what: &str| ProviderError::Unbelieved(what.to_owned());
    if asked.parameter("iss").is_some_and(|iss| iss != provider.issuer()) {
        return Err(unbelieved("what came back is of another issuer"));
    }
    let code = asked.parameter("code").ok_or_else(|| unbelieved("what came back has no code"))?;
    let proven = provider.prove(code, &secrets(token)).await?;
    let cannot_be_kept = |_| unbelieved("its name or its code of the person cannot be kept");
    let issuer = provider.issuer().parse().map_err(cannot_be_kept)?;
    let subject = proven.subject.parse().map_err(cannot_be_kept)?;
    Ok((Identity { issuer, subject }, proven.methods))
}

/// Ties whoever came back to the account whose holder went, while that holder is still signed in here.
async fn tie(asked: &Asked, page: &Asked, who: &Identity, login: &str) -> Result<Answer, Trouble> {
    if asked.session().is_none_or(|session| session.account.login.as_str() != login) {
        let said = Text::new(
            "Phiên làm việc ở Khơi đã kết thúc trong lúc đó, hoặc là của người khác, nên chưa gắn gì. Hãy đăng nhập rồi gắn lại.",
            "Your session at Khơi has ended meanwhile, or is somebody else's, so nothing was tied. Sign in and tie it again.",
        );
        return sorry(page, StatusCode::GONE, &said);
    }
    match accounts::tie(&asked.context()?, who).await {
        Ok(()) => Ok(Answer::See(link(page.lang, "/account/identity?done=tied"))),
        Err(OfficeError::Said(text)) => sorry(page, StatusCode::CONFLICT, &text),
        Err(error) => Err(error.into()),
    }
}

/// `/sign-in/provider/code`.
pub(crate) async fn show_code(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let provider = provider(&asked)?;
    let owes = match asked.errand() {
        Some((_, token)) => accounts::owes_code(&asked.context()?, token).await?,
        None => false,
    };
    if owes { code_sheet(&asked, provider, None).answer() } else { refused(&asked, provider, &NotEntered::Over) }
}

fn code_sheet(asked: &Asked, provider: &Provider, wrong: Option<(&str, Text)>) -> Sheet {
    let p = asked.page("", "");
    let above = [(p.t("Đăng nhập", "Sign in"), "/sign-in")];
    let sheet = Sheet::new(asked, p.t("Mã một lần", "One-time code"), &above);
    let fields =
        vec![Field::typed("code", p.t("Mã ứng dụng đang hiện", "The code the app shows now"), "text", "one-time-code")];
    let form = FormView::new(&sheet.p, "/sign-in/provider/code", p.t("Xác nhận mã", "Confirm the code"), fields);
    let form = match wrong {
        Some((field, text)) => form.wrong(field, p.of(&text)),
        None => form,
    };
    let name = provider.name();
    let said = match p.is_vi() {
        true => format!("{name} đã xác nhận bạn là ai. Tài khoản của bạn ở Khơi còn cần mã một lần."),
        false => format!("{name} has proven who you are. Your account at Khơi needs a one-time code as well."),
    };
    sheet.say(said).form(form)
}

/// Takes the code.
pub(crate) async fn take_code(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (provider, context) = (provider(&asked)?, asked.context()?);
    let Some((_, token)) = asked.errand() else { return refused(&asked, provider, &NotEntered::Over) };
    let issuer = provider.issuer().parse().map_err(|_| Trouble::NotFound)?;
    match accounts::enter_with_code(&context, token, &issuer, asked.fields.text("code")).await {
        Ok((session, next)) => let_in(&asked, &session, &next).await,
        Err(NotEntered::Office(error)) => Err(error.into()),
        Err(why @ (NotEntered::Code | NotEntered::Wait(_))) => {
            let field = if matches!(why, NotEntered::Code) { "code" } else { "" };
            code_sheet(&asked, provider, Some((field, why.text(provider.name(), context.moment)))).answer()
        }
        Err(why) => refused(&asked, provider, &why),
    }
}

/// Somebody is proven, or may be, and not let in.
fn refused(asked: &Asked, provider: &Provider, why: &NotEntered) -> Result<Answer, Trouble> {
    let status = match why {
        NotEntered::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
        NotEntered::Over => StatusCode::GONE,
        _ => StatusCode::FORBIDDEN,
    };
    sorry(asked, status, &why.text(provider.name(), asked.context()?.moment))
}

/// The provider sent somebody back without vouching for them.
fn stopped(asked: &Asked, provider: &Provider, error: &str) -> Result<Answer, Trouble> {
    let name = provider.name();
    if error == "access_denied" {
        let said = Text::new(
            format!("Bạn đã dừng lại ở {name}, hoặc {name} không cho phép. Chưa có gì thay đổi."),
            format!("You stopped at {name}, or {name} does not allow it. Nothing has changed."),
        );
        return sorry(asked, StatusCode::FORBIDDEN, &said);
    }
    let error: String = error.chars().filter(char::is_ascii_graphic).take(60).collect();
    failed(asked, provider, &ProviderError::Refused(error))
}

/// The provider fails, or is not believed: the log says how, the page what to do.
fn failed(asked: &Asked, provider: &Provider, error: &ProviderError) -> Result<Answer, Trouble> {
    tracing::warn!("{error}");
    let name = provider.name();
    let (status, said) = match error {
        ProviderError::Unreachable(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Text::new(
                format!(
                    "Hiện không liên lạc được với {name}. Chưa có gì thay đổi. Hãy thử lại sau ít phút, hoặc đăng nhập bằng tên và mật khẩu."
                ),
                format!(
                    "{name} cannot be reached now. Nothing has changed. Try again in a few minutes, or sign in with your name and password."
                ),
            ),
        ),
        ProviderError::Refused(_) => (
            StatusCode::BAD_GATEWAY,
            Text::new(
                format!(
                    "{name} không nhận lần đăng nhập này, có thể vì đã quá lâu. Chưa có gì thay đổi. Hãy bắt đầu lại; nếu vẫn vậy, hãy báo người quản trị."
                ),
                format!(
                    "{name} does not take this sign-in, maybe because it took too long. Nothing has changed. Begin again; if it stays so, tell the administrator."
                ),
            ),
        ),
        ProviderError::Unbelieved(_) => (
            StatusCode::BAD_GATEWAY,
            Text::new(
                format!(
                    "Câu trả lời của {name} không chứng minh được bạn là ai, nên không được tin. Chưa có gì thay đổi. Hãy bắt đầu lại; nếu vẫn vậy, hãy báo người quản trị."
                ),
                format!(
                    "The answer of {name} does not prove who you are, so it is not believed. Nothing has changed. Begin again; if it stays so, tell the administrator."
                ),
            ),
        ),
    };
    sorry(asked, status, &said)
}

/// A page that says why nobody was let in or tied, and where to go on.
fn sorry(asked: &Asked, status: StatusCode, said: &Text) -> Result<Answer, Trouble> {
    let p = asked.page("", "");
    let title = p.t("Chưa thực hiện được", "This could not be done");
    let sheet = Sheet::new(asked, title, &[(p.t("Đăng nhập", "Sign in"), "/sign-in")]).say(p.of(said));
    let sheet = match asked.session() {
        Some(_) => sheet.link(p.t("Tài khoản của tôi", "My account"), "/account"),
        None => sheet.link(p.t("Đăng nhập lại", "Sign in again"), "/sign-in"),
    };
    Ok(Answer::Sorry(status, rendered(&sheet)?))
}
