//! Accounts: opened and closed by administrators, kept by their holders, and the way in.
//!
//! Nobody sets someone else's password: opening an account gives a one-time link with which its holder chooses one.

mod identity;
mod keys;
mod own;
mod phone;
mod posted;
mod provider;
mod reset;
pub(crate) mod secret;
mod sign_in;

use domain::accounts::{Account, Login};
use domain::authority::Action;
use domain::text::Text;
use formats::sheet::plain;
use jiff::{SignedDuration, Timestamp};
use store::{Listed, Page};

pub use identity::{own_identity, tie, tie_for, tied, untie, untie_for};
pub use keys::{Program, Repeatable, begin_request, end_key, end_request, keys, make_key, program};
pub use own::{Enrolment, begin_second_factor, change_password, confirm_second_factor, sign_out_everywhere};
pub use phone::{own_phone, phone_of, set_own_phone, set_phone_for};
pub use posted::{send_invitation, send_reset};
pub use provider::{
    Entered, NotEntered, Way, begin_entering, begin_tying, come_back, enter, enter_with_code, owes_code,
};
pub use reset::{choose_password, link_for_reset, link_holder};
pub use secret::Token;
pub use sign_in::{NotSignedIn, Pending, Session, session, sign_in, sign_out};

use crate::context::{Change, Context, OfficeError};

/// How long the link for a new account is good.
const INVITATION: SignedDuration = SignedDuration::from_hours(72);

/// Every account, in order of sign-in name.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn list(context: &Context) -> Result<Vec<Account>, OfficeError> {
    Ok(context.read(Action::ManageAccounts)?.accounts().await?)
}

/// A page of the accounts in order of sign-in name; with words, of those whose sign-in name or name has them, whatever their marks and
/// capitals.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn page(context: &Context, words: &str, page: Page) -> Result<Listed<Account>, OfficeError> {
    let store = context.read(Action::ManageAccounts)?;
    let wanted = plain(words);
    if wanted.is_empty() {
        return Ok(store.accounts_page(page).await?);
    }
    let has =
        |account: &Account| plain(&account.name).contains(&wanted) || plain(account.login.as_str()).contains(&wanted);
    let mut found = store.accounts().await?;
    found.retain(has);
    Ok(page.of(found))
}

/// When somebody last signed in to an account; `None`: never.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn last_sign_in(context: &Context, login: &Login) -> Result<Option<Timestamp>, OfficeError> {
    Ok(context.read(Action::ManageAccounts)?.last_sign_in(login).await?)
}

/// The account of a sign-in name.
///
/// # Errors
/// When there is none, the actor may not, or the database fails.
pub async fn one(context: &Context, login: &Login) -> Result<Account, OfficeError> {
    context.read(Action::ManageAccounts)?.account(login).await?.ok_or(OfficeError::NotFound)
}

/// Opens an account and gives the link its holder chooses a password with.
///
/// # Errors
/// When the actor may not, the sign-in name was ever given before, the role does not go with the enterprise or agency, the
/// enterprise is not in the register, or the database fails.
pub async fn open(context: &Context, account: &Account) -> Result<Token, OfficeError> {
    context.require(Action::ManageAccounts)?;
    account.actor().map_err(OfficeError::Said)?;
    let mut change = context.begin(Action::ManageAccounts).await?;
    if change.store().account(&account.login).await?.is_some() {
        return Err(OfficeError::Said(Text::new(
            format!("Tên đăng nhập “{}” đã có người dùng. Hãy chọn tên khác.", account.login),
            format!("The sign-in name “{}” has been given before. Choose another.", account.login),
        )));
    }
    if let Some(enterprise) = &account.enterprise
        && !change.store().has_enterprise(enterprise).await?
    {
        return Err(OfficeError::Said(Text::new(
            format!("Mã số thuế {enterprise} chưa có trong danh bạ. Hãy nhập doanh nghiệp trước."),
            format!("The tax code {enterprise} is not in the register. Import the enterprise first."),
        )));
    }
    change.account(account).await?;
    commit(change, &account.login, String::new(), json(account), "").await?;
    invite(context, &account.login).await
}

/// A fresh link for someone who has not used the first in time. Earlier links and sessions of the account end.
///
/// # Errors
/// When the actor may not, there is no such open account, or the database fails.
pub async fn invite_again(context: &Context, login: &Login) -> Result<Token, OfficeError> {
    let store = context.read(Action::ManageAccounts)?;
    store.account(login).await?.filter(|account| account.closed.is_none()).ok_or(OfficeError::NotFound)?;
    store.end_sessions_of(login).await?;
    let change = context.begin(Action::ManageAccounts).await?;
    commit(change, login, String::new(), "\"one-time link\"".to_owned(), "").await?;
    invite(context, login).await
}

async fn invite(context: &Context, login: &Login) -> Result<Token, OfficeError> {
    let token = Token::new()?;
    context.store().keep_link(&token.digest(), login, context.moment + INVITATION).await?;
    Ok(token)
}

/// Closes an account for good; its sessions end at once.
///
/// # Errors
/// When the actor may not, it is the actor's own, there is no such open account, no reason is given, or the database fails.
pub async fn close(context: &Context, login: &Login, why: &str) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ManageAccounts).await?;
    let account = change.store().account(login).await?.filter(|account| account.closed.is_none());
    let account = account.ok_or(OfficeError::NotFound)?;
    if account.login.as_str() == context.actor.name {
        return Err(OfficeError::Said(Text::new(
            "Không tự khóa tài khoản của mình được. Hãy nhờ một người quản trị khác.",
            "You cannot close your own account. Ask another administrator.",
        )));
    }
    if why.trim().is_empty() {
        return Err(OfficeError::Said(Text::new("Hãy ghi lý do khóa.", "Say why the account is closed.")));
    }
    let closed = Account { closed: Some(why.trim().to_owned()), ..account.clone() };
    change.account(&closed).await?;
    commit(change, login, json(&account), json(&closed), why).await?;
    Ok(context.store().end_sessions_of(login).await?)
}

/// Takes a lost second factor away, so that its holder sets up another at the next sign-in.
///
/// # Errors
/// When the actor may not, there is no such account, or the database fails.
pub async fn forget_second_factor(context: &Context, login: &Login, why: &str) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ManageAccounts).await?;
    change.store().account(login).await?.ok_or(OfficeError::NotFound)?;
    change.second_factor(login, None).await?;
    commit(change, login, String::new(), "\"second factor taken away\"".to_owned(), why).await?;
    Ok(context.store().end_sessions_of(login).await?)
}

/// Passwords and secrets never reach the journal: it is told what was done, and vouches for the row by its digest.
async fn commit(
    change: Change<'_>,
    login: &Login,
    before: String,
    after: String,
    why: &str,
) -> Result<(), OfficeError> {
    change.commit(&format!("account {login}"), before, after, why).await.map(|_| ())
}

fn json(account: &impl serde::Serialize) -> String {
    serde_json::to_string(account).unwrap_or_default()
}

/// Why something is done to somebody else's account: it has to be said.
fn reason(why: &str) -> Result<&str, OfficeError> {
    match why.trim() {
        "" => Err(OfficeError::Said(Text::new("Hãy ghi lý do.", "Say why."))),
        why => Ok(why),
    }
}
