//! Links that choose a password, sent by mail. The link stands in the message and nowhere else: neither the journal nor a log holds it.

use domain::accounts::Account;
use domain::authority::Action;
use domain::mail::{MailAddress, MailId, Message};
use domain::text::Text;

use super::reset;
use super::secret::Token;
use crate::context::{Change, Context, OfficeError};

/// Sends a link to whoever has an account with this address; `site` is how the site is reached from outside. Does nothing, and says
/// nothing, where there is none.
///
/// # Errors
/// When the database or chance fails.
pub async fn send_reset(context: &Context, email: &str, site: &str) -> Result<(), OfficeError> {
    for account in reset::holders(context, email).await? {
        if reset::was_given(context, &account).await? {
            continue;
        }
        let token = reset::link(context, &account).await?;
        let context = context.acting(account.actor().map_err(OfficeError::Said)?);
        let change = context.begin(Action::OwnAccount).await?;
        let said = Text::new(
            "Có người (có thể là bạn) báo quên mật khẩu của tài khoản này. Đường dẫn dưới đây dùng được một lần, trong 30 phút. \
             Nếu không phải bạn, hãy bỏ qua thư này; mật khẩu vẫn như cũ.",
            "Somebody, maybe you, said that the password of this account is forgotten. The link below is good once, for 30 minutes. If \
             it was not you, leave this mail alone; the password stays as it is.",
        );
        let subject = "Khơi: đặt lại mật khẩu / choose a new password";
        send(change, &account, &token, site, "reset", subject, &said).await?;
    }
    Ok(())
}

/// Sends the link of a new account, or a fresh one, to its holder.
///
/// # Errors
/// When the actor does not keep accounts, or the database fails.
pub async fn send_invitation(
    context: &Context,
    account: &Account,
    link: &Token,
    site: &str,
) -> Result<(), OfficeError> {
    let change = context.begin(Action::ManageAccounts).await?;
    let said = Text::new(
        "Bạn có tài khoản trong hệ thống Khơi. Hãy mở đường dẫn dưới đây để chọn mật khẩu; dùng được một lần, trong 72 giờ.",
        "You have an account at Khơi. Open the link below to choose a password; it is good once, for 72 hours.",
    );
    send(change, account, link, site, "invitation", "Khơi: tài khoản của bạn / your account", &said).await
}

async fn send(
    mut change: Change<'_>,
    account: &Account,
    token: &Token,
    site: &str,
    kind: &str,
    subject: &str,
    said: &Text,
) -> Result<(), OfficeError> {
    let (site, token) = (site.trim_end_matches('/'), token.reveal());
    let body = format!(
        "{}\n\n{} ({})\n{site}/password/{token}\n\n---\n\n{}\n\n{} ({})\n{site}/en/password/{token}\n",
        said.vi, account.name, account.login, said.en, account.name, account.login
    );
    let id: MailId = format!("{kind}-{}", change.seq().0).parse().map_err(|_| OfficeError::NotFound)?;
    // An address an account may have and a mail may not go to is told to nobody who only asks for a reset.
    let Ok(to) = account.email.as_str().parse::<MailAddress>() else { return change.abandon().await };
    let message = Message::new(id, to.into(), subject, body).secret();
    let told = serde_json::to_string(&crate::mail::queue(&mut change, &message).await?).unwrap_or_default();
    change.commit(&format!("account {}", account.login), String::new(), told, "").await.map(|_| ())
}
