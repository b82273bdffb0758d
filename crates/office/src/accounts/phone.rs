//! The telephone of an account, where reminders go as short texts: told by its holder, or by an administrator.

use domain::accounts::{Account, Login};
use domain::authority::Action;
use domain::mail::Phone;
use domain::text::Text;

use super::json;
use super::own::own;
use crate::context::{Change, Context, OfficeError};

/// The telephone of the actor's account.
///
/// # Errors
/// When the actor has no account, or the database fails.
pub async fn own_phone(context: &Context) -> Result<Option<Phone>, OfficeError> {
    let account = own(context).await?;
    Ok(context.store().phone(&account.login).await?)
}

/// The telephone of somebody's account.
///
/// # Errors
/// When the actor does not keep accounts, or the database fails.
pub async fn phone_of(context: &Context, login: &Login) -> Result<Option<Phone>, OfficeError> {
    Ok(context.read(Action::ManageAccounts)?.phone(login).await?)
}

/// Keeps the telephone of the actor's account as it was written; nothing takes it away.
///
/// # Errors
/// When it is no number of a mobile telephone, the actor has no account, or the database fails.
pub async fn set_own_phone(context: &Context, number: &str) -> Result<(), OfficeError> {
    let account = own(context).await?;
    set(context.begin(Action::OwnAccount).await?, &account, number, "").await
}

/// Keeps the telephone of somebody's account, as [`set_own_phone`].
///
/// # Errors
/// When it is no number of a mobile telephone, the actor does not keep accounts, no reason is given, there is no such open account, or the
/// database fails.
pub async fn set_phone_for(context: &Context, login: &Login, number: &str, why: &str) -> Result<(), OfficeError> {
    let change = context.begin(Action::ManageAccounts).await?;
    let account = change.store().account(login).await?.filter(|account| account.closed.is_none());
    set(change, &account.ok_or(OfficeError::NotFound)?, number, super::reason(why)?).await
}

async fn set(mut change: Change<'_>, account: &Account, number: &str, why: &str) -> Result<(), OfficeError> {
    let phone = match number.trim() {
        "" => None,
        number => Some(Phone::read(number).map_err(|_| no_number(number))?),
    };
    let before = change.store().phone(&account.login).await?;
    if before == phone {
        return change.abandon().await;
    }
    change.phone(&account.login, phone.as_ref()).await?;
    let told = |phone: Option<Phone>| phone.map(|phone| json(&phone)).unwrap_or_default();
    change.commit(&format!("telephone {}", account.login), told(before), told(phone), why).await.map(|_| ())
}

fn no_number(number: &str) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("“{number}” không phải số điện thoại di động. Hãy ghi như 0912 345 678, hoặc +84912345678."),
        format!("“{number}” is not the number of a mobile telephone. Write it as 0912 345 678, or +84912345678."),
    ))
}
