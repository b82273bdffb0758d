//! Which person of a provider of identities an account is tied to: by its holder, who has gone there once, or by an administrator who was told
//! the provider's code of the person. Nobody is tied by an address for mail, which a provider may not have verified.

use domain::accounts::{Account, Identity, Issuer, Login, Subject};
use domain::authority::Action;
use domain::text::Text;

use super::json;
use super::own::own;
use crate::context::{Change, Context, OfficeError};

/// Whom of a provider the actor's account is tied to.
///
/// # Errors
/// When the actor has no account, or the database fails.
pub async fn own_identity(context: &Context, issuer: &Issuer) -> Result<Option<Subject>, OfficeError> {
    let account = own(context).await?;
    Ok(context.store().identity(&account.login, issuer).await?)
}

/// Whom of a provider somebody's account is tied to.
///
/// # Errors
/// When the actor does not keep accounts, or the database fails.
pub async fn tied(context: &Context, login: &Login, issuer: &Issuer) -> Result<Option<Subject>, OfficeError> {
    Ok(context.read(Action::ManageAccounts)?.identity(login, issuer).await?)
}

/// Ties the actor's account to somebody the provider has just proven them to be.
///
/// # Errors
/// When another account is tied to that person, the actor has no account, or the database fails.
pub async fn tie(context: &Context, identity: &Identity) -> Result<(), OfficeError> {
    let account = own(context).await?;
    tie_to(context.begin(Action::OwnAccount).await?, &account, identity, "").await
}

/// Ties somebody's account to a person of the provider, by the provider's code of them.
///
/// # Errors
/// When the actor does not keep accounts, no reason is given, there is no such open account, another is tied to that person, or the
/// database fails.
pub async fn tie_for(context: &Context, login: &Login, identity: &Identity, why: &str) -> Result<(), OfficeError> {
    let change = context.begin(Action::ManageAccounts).await?;
    let account = change.store().account(login).await?.filter(|account| account.closed.is_none());
    let account = account.ok_or(OfficeError::NotFound)?;
    tie_to(change, &account, identity, super::reason(why)?).await
}

async fn tie_to(mut change: Change<'_>, account: &Account, identity: &Identity, why: &str) -> Result<(), OfficeError> {
    match change.store().holder(identity).await? {
        Some(holder) if holder == account.login => return change.abandon().await,
        Some(_) => return Err(OfficeError::Said(taken())),
        None => {}
    }
    let before = change.store().identity(&account.login, &identity.issuer).await?;
    let before = before.map(|subject| json(&Identity { subject, ..identity.clone() })).unwrap_or_default();
    change.identity(&account.login, &identity.issuer, Some(&identity.subject)).await?;
    change.commit(&subject_of(&account.login), before, json(identity), why).await.map(|_| ())
}

fn taken() -> Text {
    Text::new(
        "Danh tính này đã gắn với một tài khoản khác. Hãy gỡ nó ở tài khoản kia trước, hoặc nhờ người quản trị.",
        "This identity is tied to another account. Untie it there first, or ask the administrator.",
    )
}

/// Unties the actor's account from a provider; the password stays.
///
/// # Errors
/// When it is not tied or has no password to come in with, the actor has no account, or the database fails.
pub async fn untie(context: &Context, issuer: &Issuer) -> Result<(), OfficeError> {
    let account = own(context).await?;
    if context.store().credentials(&account.login).await?.is_empty() {
        return Err(OfficeError::Said(Text::new(
            "Tài khoản này chưa có mật khẩu; gỡ thì không còn cách nào vào. Hãy đặt mật khẩu trước, bằng “Quên mật khẩu” ở trang đăng nhập.",
            "This account has no password yet: untied, there would be no way in. Set one first, by “Forgotten password” on the sign-in page.",
        )));
    }
    untie_from(context.begin(Action::OwnAccount).await?, &account.login, issuer, "").await
}

/// Unties somebody's account from a provider, and ends its sessions.
///
/// # Errors
/// When the actor does not keep accounts, no reason is given, the account is not tied, or the database fails.
pub async fn untie_for(context: &Context, login: &Login, issuer: &Issuer, why: &str) -> Result<(), OfficeError> {
    let change = context.begin(Action::ManageAccounts).await?;
    untie_from(change, login, issuer, super::reason(why)?).await?;
    Ok(context.store().end_sessions_of(login).await?)
}

async fn untie_from(mut change: Change<'_>, login: &Login, issuer: &Issuer, why: &str) -> Result<(), OfficeError> {
    let subject = change.store().identity(login, issuer).await?.ok_or(OfficeError::NotFound)?;
    change.identity(login, issuer, None).await?;
    let before = json(&Identity { issuer: issuer.clone(), subject });
    change.commit(&subject_of(login), before, String::new(), why).await.map(|_| ())
}

/// What the journal calls it.
fn subject_of(login: &Login) -> String {
    format!("identity {login}")
}
