//! The way in: a password and a one-time code against a session, with waits after wrong tries.

use domain::accounts::{Account, Door, Issuer, Login, REST_DAYS, is_alive, must_change_after, rests, wait_after};
use domain::authority::{Action, Actor};
use domain::text::Text;
use jiff::{SignedDuration, Timestamp};
use store::{Store, sign_in_subject};

use super::secret::{self, Token};
use crate::context::{Context, OfficeError, day_of};

/// A session is noted as used at most this often: a reader who turns pages is no writer.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(30);

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub actor: Actor,
    /// Their account.
    pub account: Account,
    /// The token their forms carry, so that another site cannot send one in their name.
    pub form: String,
    /// What they must do before anything else.
    pub pending: Option<Pending>,
}

/// What comes before anything else after signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// Set up one-time codes.
    SecondFactor,
    /// Choose another password: this one is too old.
    Password,
}

/// Why somebody is not signed in.
#[derive(Debug)]
pub enum NotSignedIn {
    /// The name, the password or the code is wrong; which is not said.
    Wrong,
    /// Too many wrong tries: not before this moment.
    Wait(Timestamp),
    /// Nobody has used the account for long: its holder opens it again by the link of a forgotten password.
    Rests,
    /// The database, or chance.
    Office(OfficeError),
}

impl From<OfficeError> for NotSignedIn {
    fn from(error: OfficeError) -> Self {
        Self::Office(error)
    }
}

impl From<store::StoreError> for NotSignedIn {
    fn from(error: store::StoreError) -> Self {
        Self::Office(error.into())
    }
}

/// Signs somebody in: a new session, whose token is given to the browser and kept here as its digest only. The code is asked where the
/// account has a second factor.
///
/// # Errors
/// [`NotSignedIn`]; the same for a wrong name, password or code, and after the same work.
pub async fn sign_in(context: &Context, login: &str, password: &str, code: &str) -> Result<Token, NotSignedIn> {
    let Ok(login) = login.trim().to_lowercase().parse::<Login>() else {
        secret::check_nothing(password).await?;
        return Err(NotSignedIn::Wrong);
    };
    let (store, now) = (context.store(), context.moment);
    // Names nobody has wait like any other: otherwise the wait would tell which exist.
    if let Some(moment) = waits_until(context, &login, &[Door::Password]).await? {
        return Err(NotSignedIn::Wait(moment));
    }
    let found = proven(store, &login, password, code, now).await?;
    if let Some(account) = &found
        && has_rested(context, account).await?
    {
        store.note_try(&login, Door::Password, false, now).await?;
        return Err(NotSignedIn::Rests);
    }
    store.note_try(&login, Door::Password, found.is_some(), now).await?;
    match found {
        Some(account) if account.actor().is_ok() => Ok(begin(context, &account, None).await?),
        Some(_) | None => Err(NotSignedIn::Wrong),
    }
}

/// Begins a session of somebody who has proven to be the holder of an account; the journal is told which provider vouched, where one did.
pub(super) async fn begin(
    context: &Context,
    account: &Account,
    vouched: Option<&Issuer>,
) -> Result<Token, OfficeError> {
    let (token, form) = (Token::new()?, Token::new()?);
    let acting = context.acting(account.actor().map_err(OfficeError::Said)?);
    let change = acting.begin(Action::OwnAccount).await?;
    let told = vouched.map(super::json).unwrap_or_default();
    change.commit(&sign_in_subject(&account.login), String::new(), told, "").await?;
    context.store().begin_session(&token.digest(), &account.login, form.reveal(), context.moment).await?;
    Ok(token)
}

/// Whether nobody has used an account for so long that it rests: neither entered it nor chosen a password for it.
pub(super) async fn has_rested(context: &Context, account: &Account) -> Result<bool, OfficeError> {
    let store = context.store();
    let entered = store.last_sign_in(&account.login).await?.map(day_of);
    let chosen = store.credentials(&account.login).await?.into_iter().next().map(|kept| kept.set_on);
    Ok(entered.max(chosen).is_some_and(|last| rests(last, context.today())))
}

/// What is said of an account that rests.
pub(super) fn resting() -> Text {
    Text::new(
        format!("Tài khoản không dùng quá {REST_DAYS} ngày nên đã tạm ngừng. Dùng “Quên mật khẩu” để nhận thư mở lại."),
        format!(
            "Nobody has used this account for more than {REST_DAYS} days, so it rests. Use “Forgotten password” to open it again by mail."
        ),
    )
}

/// Until when nobody is listened to at any of these doors, after wrong tries; `None` while there is no wait.
pub(super) async fn waits_until(
    context: &Context,
    login: &Login,
    doors: &[Door],
) -> Result<Option<Timestamp>, OfficeError> {
    let mut until = None;
    for door in doors {
        let (failures, last) = context.store().failures(login, *door).await?;
        until = until.max(last.map(|last| last + wait_after(failures)));
    }
    Ok(until.filter(|moment| *moment > context.moment))
}

/// The account, when everything shown is right.
async fn proven(
    store: &Store,
    login: &Login,
    password: &str,
    code: &str,
    now: Timestamp,
) -> Result<Option<Account>, OfficeError> {
    let account = store.account(login).await?.filter(|account| account.closed.is_none());
    let kept = store.credentials(login).await?.into_iter().next();
    let (Some(account), Some(kept)) = (account, kept) else {
        secret::check_nothing(password).await?;
        return Ok(None);
    };
    if !secret::is_password(password, &kept.password).await? {
        return Ok(None);
    }
    let Some(key) = store.second_factor(login).await? else { return Ok(Some(account)) };
    let Some(step) = secret::code_step(login, &key, code, now) else { return Ok(None) };
    Ok(store.use_code(login, step).await?.then_some(account))
}

/// Whose session a token is, while it is good.
///
/// # Errors
/// When the database fails.
pub async fn session(context: &Context, token: &Token) -> Result<Option<Session>, OfficeError> {
    let (store, now) = (context.store(), context.moment);
    let digest = token.digest();
    let Some(stored) = store.session(&digest).await? else { return Ok(None) };
    let Some(account) = store.account(&stored.login).await?.filter(|account| account.closed.is_none()) else {
        return Ok(None);
    };
    if !is_alive(account.role, stored.begun, stored.used, now) {
        store.end_session(&digest).await?;
        return Ok(None);
    }
    if now.duration_since(stored.used) >= NOTED_EVERY {
        store.use_session(&digest, now).await?;
    }
    let actor = account.actor().map_err(OfficeError::Said)?;
    let pending = pending(context, &account).await?;
    Ok(Some(Session { actor, account, form: stored.form, pending }))
}

async fn pending(context: &Context, account: &Account) -> Result<Option<Pending>, OfficeError> {
    let store = context.store();
    if account.needs_second_factor() && store.second_factor(&account.login).await?.is_none() {
        return Ok(Some(Pending::SecondFactor));
    }
    let set = store.credentials(&account.login).await?.into_iter().next().map(|kept| kept.set_on);
    let due = set.and_then(|set| must_change_after(account.role, set));
    Ok(due.filter(|due| *due <= context.today()).map(|_| Pending::Password))
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(context: &Context, token: &Token) -> Result<(), OfficeError> {
    Ok(context.store().end_session(&token.digest()).await?)
}

impl NotSignedIn {
    /// What to say.
    #[must_use]
    pub fn text(&self, now: Timestamp) -> Text {
        match self {
            Self::Wrong => Text::new(
                "Tên đăng nhập, mật khẩu hoặc mã một lần không đúng. Mỗi mã chỉ dùng được một lần; hãy chờ mã mới rồi thử lại.",
                "The sign-in name, password or one-time code is wrong. A code is good once; wait for the next and try again.",
            ),
            Self::Wait(moment) => {
                let minutes = (moment.duration_since(now).as_secs() + 59) / 60;
                Text::new(
                    format!("Đã nhập sai nhiều lần. Hãy thử lại sau {minutes} phút, hoặc dùng “Quên mật khẩu”."),
                    format!("Too many wrong tries. Try again in {minutes} minutes, or use “Forgotten password”."),
                )
            }
            Self::Rests => resting(),
            Self::Office(error) => error.text(),
        }
    }
}
