//! Which person of the provider an account is tied to: on one's own page, and on the administrator's.

use std::sync::Arc;

use domain::accounts::{Account, Identity, Issuer, Subject};
use identity::Provider;
use office::accounts;
use office::context::OfficeError;

use super::accounts::find;
use super::provider::{away, provider};
use super::sheet::Sheet;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView};
use crate::page::Page;
use crate::trouble::Trouble;

const OWN: &str = "/account/identity";

/// A sheet with the way to the page of the tie, where a provider is set up.
pub(super) fn linked(sheet: Sheet, asked: &Asked, path: &str) -> Sheet {
    match provider(asked) {
        Ok(provider) => {
            let name = format!("{} {}", sheet.p.t("Danh tính ở", "Identity at"), provider.name());
            sheet.link(&name, path)
        }
        Err(_) => sheet,
    }
}

fn issuer(provider: &Provider) -> Result<Issuer, Trouble> {
    provider.issuer().parse().map_err(|_| Trouble::NotFound)
}

fn tied_to(p: &Page, provider: &Provider, subject: &Subject) -> String {
    let name = provider.name();
    match p.is_vi() {
        true => format!("Tài khoản đang gắn với danh tính ở {name} có mã: {subject}"),
        false => format!("The account is tied to the identity at {name} with the code: {subject}"),
    }
}

/// `/account/identity`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    own_sheet(&asked).await?.answer()
}

async fn own_sheet(asked: &Asked) -> Result<Sheet, Trouble> {
    let provider = provider(asked)?;
    let subject = accounts::own_identity(&asked.context()?, &issuer(provider)?).await?;
    let (p, name) = (asked.page("", ""), provider.name());
    let above = [(p.t("Tài khoản của tôi", "My account"), "/account")];
    let title = format!("{} {name}", p.t("Danh tính ở", "Identity at"));
    let sheet = Sheet::new(asked, &title, &above);
    let done = super::done::said(asked, &sheet.p);
    let sheet = Sheet { done, ..sheet };
    let Some(subject) = subject else {
        let said = match p.is_vi() {
            true => format!(
                "Gắn tài khoản này với danh tính của bạn ở {name} để lần sau đăng nhập bằng {name}. Bạn được đưa tới {name} một lần để chứng minh; tên và mật khẩu ở đây vẫn dùng được."
            ),
            false => format!(
                "Tie this account to your identity at {name}, and sign in with {name} from then on. You are sent to {name} once to prove it; your name and password here stay good."
            ),
        };
        let fields = vec![
            Field::typed("present", p.t("Mật khẩu hiện tại", "Present password"), "password", "current-password"),
            Field::hidden("act", "tie"),
        ];
        let button = format!("{} {name}", p.t("Gắn với", "Tie to"));
        return Ok(sheet.say(said).form(FormView::new(&p, OWN, &button, fields)));
    };
    let said = tied_to(&p, provider, &subject);
    let stays = p.t(
        "Gỡ rồi thì chỉ còn đăng nhập được bằng tên và mật khẩu.",
        "Once untied, you sign in with your name and password only.",
    );
    let form = FormView::new(&p, OWN, p.t("Gỡ danh tính", "Untie the identity"), vec![Field::hidden("act", "untie")]);
    Ok(sheet.say(said).say(stays).form(form))
}

/// Begins to tie the account, or unties it.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (provider, context) = (provider(&asked)?, asked.context()?);
    let done = match asked.fields.text("act") {
        "untie" => accounts::untie(&context, &issuer(provider)?).await.map(|()| None),
        _ => accounts::begin_tying(&context, asked.fields.raw("present")).await.map(Some),
    };
    match done {
        Ok(None) => Ok(Answer::See(crate::page::link(asked.lang, &format!("{OWN}?done=untied")))),
        Ok(Some(token)) => away(&asked, &token).await,
        Err(OfficeError::Said(text)) => {
            let sheet = own_sheet(&asked).await?;
            let wrong = sheet.p.of(&text);
            let form = sheet.form.map(|form| form.wrong("present", wrong));
            Sheet { form, ..sheet }.answer()
        }
        Err(error) => Err(error.into()),
    }
}

/// `/accounts/lan.nt/identity`.
pub(crate) async fn show_for(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    sheet_for(&asked, &find(&asked).await?).await?.answer()
}

async fn sheet_for(asked: &Asked, account: &Account) -> Result<Sheet, Trouble> {
    let provider = provider(asked)?;
    let subject = accounts::tied(&asked.context()?, &account.login, &issuer(provider)?).await?;
    let (p, name) = (asked.page("", ""), provider.name());
    let whose = format!("{} ({})", account.name, account.login);
    let record = format!("/accounts/{}", account.login);
    let above = [(p.t("Tài khoản người dùng", "Accounts"), "/accounts"), (whose.as_str(), record.as_str())];
    let sheet = Sheet::new(asked, &format!("{} {name}", p.t("Danh tính ở", "Identity at")), &above);
    let done = super::done::said(asked, &sheet.p);
    let sheet = Sheet { done, ..sheet };
    let why = Field::line("why", p.t("Lý do", "Why")).hint(p.t("Ghi vào nhật ký.", "Kept in the journal."));
    let (said, button, act, field) = match (subject, account.closed.is_some()) {
        (Some(subject), _) => {
            (tied_to(&p, provider, &subject), p.t("Gỡ danh tính", "Untie the identity").to_owned(), "untie", None)
        }
        (None, true) => return Ok(sheet.say(p.t("Tài khoản đã khóa.", "The account is closed."))),
        (None, false) => {
            let label = format!("{} {name} (sub)", p.t("Mã của người này ở", "The code of this person at"));
            let hint = p.t(
                "Đúng từng chữ như nơi ấy cho biết. Không phải địa chỉ thư.",
                "To the letter as it is told there. Not an address for mail.",
            );
            let said = p.t(
                "Chỉ gắn khi đã biết chắc mã; nếu không, hãy để chủ tài khoản tự gắn ở trang Tài khoản.",
                "Tie it only when the code is known for certain; otherwise let its holder do it under Account.",
            );
            let button = format!("{} {name}", p.t("Gắn với", "Tie to"));
            (said.to_owned(), button, "tie", Some(Field::line("subject", &label).hint(hint)))
        }
    };
    let fields = field.into_iter().chain([why, Field::hidden("act", act)]).collect();
    Ok(sheet.say(said).form(FormView::new(&p, &asked.path, &button, fields).filled(&asked.fields)))
}

/// Ties somebody's account by the provider's code of them, or unties it.
pub(crate) async fn take_for(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let account = find(&asked).await?;
    let sheet = sheet_for(&asked, &account).await?;
    let Some(form) = sheet.form else { return Err(Trouble::NotFound) };
    let (form, missing) = form.missing(&asked.fields, &sheet.p);
    if missing {
        return Sheet { form: Some(form), ..sheet }.answer();
    }
    let (context, why) = (asked.context()?, asked.fields.text("why"));
    let issuer = issuer(provider(&asked)?)?;
    let (done, code) = match asked.fields.text("act") {
        "untie" => (accounts::untie_for(&context, &account.login, &issuer, why).await, "untied"),
        _ => match asked.fields.text("subject").parse::<Subject>() {
            Ok(subject) => {
                let identity = Identity { issuer, subject };
                (accounts::tie_for(&context, &account.login, &identity, why).await, "tied")
            }
            Err(wrong) => {
                return Sheet { form: Some(form.wrong("subject", wrong.to_string())), ..sheet }.answer();
            }
        },
    };
    match done {
        Ok(()) => Ok(Answer::See(sheet.p.link(&format!("{}?done={code}", asked.path)))),
        Err(OfficeError::Said(text)) => {
            let wrong = sheet.p.of(&text);
            Sheet { form: Some(form.wrong("subject", wrong)), ..sheet }.answer()
        }
        Err(error) => Err(error.into()),
    }
}
