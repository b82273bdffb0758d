//! A forgotten password: a link that is good once and for half an hour, and the choice of a new one.

use domain::accounts::{Account, Email};
use domain::authority::Action;
use jiff::SignedDuration;

use super::own::set_password;
use super::secret::Token;
use crate::context::{Context, OfficeError};

/// How long a link for a forgotten password is good.
const RESET: SignedDuration = SignedDuration::from_mins(30);
/// How long one waits for another.
const AGAIN: SignedDuration = SignedDuration::from_mins(2);

/// Links for the accounts with this address, to be sent there and shown nowhere else. Whoever asks is told the same whether there are any.
///
/// # Errors
/// When the database or chance fails.
pub async fn link_for_reset(context: &Context, email: &str) -> Result<Vec<(Account, Token)>, OfficeError> {
    let mut links = Vec::new();
    for account in holders(context, email).await? {
        let token = link(context, &account).await?;
        links.push((account, token));
    }
    Ok(links)
}

/// The open accounts with an address.
pub(super) async fn holders(context: &Context, email: &str) -> Result<Vec<Account>, OfficeError> {
    let Ok(email) = email.trim().to_lowercase().parse::<Email>() else { return Ok(Vec::new()) };
    let mut accounts = context.store().accounts_by_email(&email).await?;
    accounts.retain(|account| account.closed.is_none());
    Ok(accounts)
}

/// A fresh link for an account.
pub(super) async fn link(context: &Context, account: &Account) -> Result<Token, OfficeError> {
    let token = Token::new()?;
    context.store().keep_link(&token.digest(), &account.login, context.moment + RESET).await?;
    Ok(token)
}

/// Whether a link was given only just now: who asks again and again fills nobody's mailbox.
pub(super) async fn was_given(context: &Context, account: &Account) -> Result<bool, OfficeError> {
    let last = context.moment + RESET;
    Ok(context.store().has_link_expiring(&account.login, last - AGAIN, last).await?)
}

/// Whose account a link opens, while it is good.
///
/// # Errors
/// [`OfficeError::NotFound`] when it is not, or the database fails.
pub async fn link_holder(context: &Context, token: &Token) -> Result<Account, OfficeError> {
    let login = context.store().link(&token.digest(), context.moment).await?.ok_or(OfficeError::NotFound)?;
    let account = context.store().account(&login).await?.filter(|account| account.closed.is_none());
    account.ok_or(OfficeError::NotFound)
}

/// Chooses a password with a link, which is used up; every session, key and other link of the account ends, and where it had a password
/// before, so does every tie to a provider of identities. A password that is not taken leaves the link good.
///
/// # Errors
/// [`OfficeError::NotFound`] when the link is not good, why the password is not taken, or the database fails.
pub async fn choose_password(context: &Context, token: &Token, new: &str) -> Result<(), OfficeError> {
    let account = link_holder(context, token).await?;
    let context = context.acting(account.actor().map_err(OfficeError::Said)?);
    let mut change = context.begin(Action::OwnAccount).await?;
    // Ends the link with the others; had somebody used it in between, there would be none.
    if context.store().link(&token.digest(), context.moment).await?.is_none() {
        return Err(OfficeError::NotFound);
    }
    // Whoever forgot a password may have lost more. A first password is none that was forgotten.
    if !change.store().credentials(&account.login).await?.is_empty() {
        for identity in change.store().identities(&account.login).await? {
            change.identity(&account.login, &identity.issuer, None).await?;
        }
    }
    set_password(&context, change, &account, new).await?;
    Ok(context.store().end_keys_of(&account.login).await?)
}
