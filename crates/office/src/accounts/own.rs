//! What people do with their own account: another password, one-time codes, ending every session.

use domain::accounts::{Account, Door, Kept, Login, Strength, faults};
use domain::authority::Action;
use domain::text::Text;
use store::Credential;

use super::sign_in::{NotSignedIn, waits_until};
use super::{commit, secret};
use crate::context::{Change, Context, OfficeError};

/// What an authenticator needs to begin.
#[derive(Clone)]
pub struct Enrolment {
    /// In base32, to be typed.
    pub secret: String,
    /// The `otpauth://` address, to be opened or drawn.
    pub address: String,
}

/// The actor's account.
pub(super) async fn own(context: &Context) -> Result<Account, OfficeError> {
    let store = context.read(Action::OwnAccount)?;
    let login: Login = context.actor.name.parse().map_err(|_| OfficeError::NotFound)?;
    store.account(&login).await?.ok_or(OfficeError::NotFound)
}

/// Changes the actor's password; every session ends, this one too.
///
/// # Errors
/// When the present one is wrong, the new one is not taken (why, in words), or the database fails.
pub async fn change_password(context: &Context, present: &str, new: &str) -> Result<(), OfficeError> {
    let account = own(context).await?;
    require_password(context, &account, present).await?;
    let change = context.begin(Action::OwnAccount).await?;
    set_password(context, change, &account, new).await
}

/// Fails unless this is the present password of the account. Guessing here is counted as guessing at the door, and has to wait as there.
pub(super) async fn require_password(context: &Context, account: &Account, present: &str) -> Result<(), OfficeError> {
    if let Some(moment) = waits_until(context, &account.login, &[Door::Password]).await? {
        return Err(OfficeError::Said(NotSignedIn::Wait(moment).text(context.moment)));
    }
    let kept = context.store().credentials(&account.login).await?;
    let right = match kept.first() {
        Some(kept) => secret::is_password(present, &kept.password).await?,
        None => false,
    };
    context.store().note_try(&account.login, Door::Password, right, context.moment).await?;
    if right {
        return Ok(());
    }
    Err(OfficeError::Said(Text::new("Mật khẩu hiện tại không đúng.", "The present password is wrong.")))
}

/// Sets a password that has been found good, in a change that was begun for it.
pub(super) async fn set_password(
    context: &Context,
    mut change: Change<'_>,
    account: &Account,
    new: &str,
) -> Result<(), OfficeError> {
    require_good(change.store(), account, new).await?;
    let password = secret::hash(new).await?;
    change.credential(&account.login, &Credential { password, set_on: context.today() }).await?;
    commit(change, &account.login, String::new(), "\"password\"".to_owned(), "").await?;
    Ok(context.store().end_sessions_of(&account.login).await?)
}

async fn require_good(store: &store::Store, account: &Account, new: &str) -> Result<(), OfficeError> {
    let coded = account.needs_second_factor() || store.second_factor(&account.login).await?.is_some();
    let strength = if coded { Strength::WithSecondFactor } else { Strength::Alone };
    let found = faults(new, account, strength);
    if !found.is_empty() {
        let said = |word: fn(Text) -> String| found.iter().map(|f| word(f.text())).collect::<Vec<_>>().join(" ");
        return Err(OfficeError::Said(Text::new(said(|t| t.vi), said(|t| t.en))));
    }
    let kept = store.credentials(&account.login).await?;
    for earlier in kept.iter().take(Kept::of(account.role).0) {
        if secret::is_password(new, &earlier.password).await? {
            return Err(OfficeError::Said(Text::new(
                "Mật khẩu này đã dùng rồi. Hãy chọn mật khẩu khác.",
                "This password was used before. Choose another.",
            )));
        }
    }
    Ok(())
}

/// A fresh secret for one-time codes; nothing is kept until [`confirm_second_factor`] shows that the authenticator has it.
///
/// # Errors
/// When the actor has no account, or chance fails.
pub async fn begin_second_factor(context: &Context) -> Result<Enrolment, OfficeError> {
    let account = own(context).await?;
    let secret = secret::new_code_secret()?;
    enrolment(&account.login, secret)
}

fn enrolment(login: &Login, secret: String) -> Result<Enrolment, OfficeError> {
    let address = secret::code_address(login, &secret).ok_or_else(|| {
        OfficeError::Said(Text::new(
            "Khóa mã một lần không đọc được. Hãy bắt đầu lại.",
            "The key for one-time codes cannot be read. Begin again.",
        ))
    })?;
    Ok(Enrolment { secret, address })
}

/// Keeps a secret once a code made with it is shown.
///
/// # Errors
/// When the code is wrong, the secret is not one, or the database fails.
pub async fn confirm_second_factor(context: &Context, secret: &str, code: &str) -> Result<(), OfficeError> {
    let account = own(context).await?;
    let login = &account.login;
    let step = secret::code_step(login, secret, code, context.moment).ok_or_else(|| {
        OfficeError::Said(Text::new(
            "Mã một lần không đúng. Hãy kiểm tra giờ trên điện thoại rồi nhập mã đang hiện.",
            "The one-time code is wrong. Check the clock of the phone and type the code it shows.",
        ))
    })?;
    let mut change = context.begin(Action::OwnAccount).await?;
    change.second_factor(login, Some(secret)).await?;
    commit(change, login, String::new(), "\"second factor\"".to_owned(), "").await?;
    context.store().use_code(login, step).await?;
    Ok(())
}

/// Ends every session of the actor.
///
/// # Errors
/// When the database fails.
pub async fn sign_out_everywhere(context: &Context) -> Result<(), OfficeError> {
    let account = own(context).await?;
    Ok(context.store().end_sessions_of(&account.login).await?)
}
