//! The way in by a provider of identities: what a browser is sent there with, what it may do when it comes back, and a one-time code where one
//! is owed.
//!
//! The browser holds a token; state, nonce and verifier follow from it and are kept nowhere. So what comes back is believed only from the
//! browser that was sent, once, and for a few minutes.

use domain::accounts::{Account, Door, Identity, Issuer, are_two_factors};
use domain::text::Text;
use jiff::{SignedDuration, Timestamp};
use store::{Errand, ErrandKind};

use super::own::{own, require_password};
use super::secret::{self, Token, digest};
use super::sign_in::{begin, has_rested, resting, waits_until};
use crate::context::{Context, OfficeError};

/// How long a browser may be at the provider; as long again for the code after it.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(10);

/// What one way to the provider and back is known by.
#[derive(Clone)]
pub struct Way {
    /// Goes there in the address, and comes back in it.
    pub state: String,
    /// Comes back in what the provider vouches with.
    pub nonce: String,
    /// Proves that whoever brings the code is whoever was sent for it (RFC 7636).
    pub verifier: String,
}

impl Way {
    /// The way of the browser that holds this token.
    #[must_use]
    pub fn of(token: &Token) -> Self {
        let [state, nonce, verifier] = ["state", "nonce", "verifier"].map(|purpose| token.derived(purpose));
        Self { state, nonce, verifier }
    }
}

/// What came of being proven to be somebody.
#[derive(Debug)]
pub enum Entered {
    /// They are in: the token of their session.
    Session(Token),
    /// They owe a one-time code: the token with which [`enter_with_code`] takes it.
    Code(Token),
}

/// Why somebody whom a provider vouches for is not in.
#[derive(Debug)]
pub enum NotEntered {
    /// No account is tied to them.
    Unknown,
    /// Their account is closed.
    Closed,
    /// The code is wrong.
    Code,
    /// Too many wrong tries: not before this moment.
    Wait(Timestamp),
    /// Nobody has used their account for long.
    Rests,
    /// What was begun is over: it was done, or took too long.
    Over,
    /// The database, or chance.
    Office(OfficeError),
}

impl From<OfficeError> for NotEntered {
    fn from(error: OfficeError) -> Self {
        Self::Office(error)
    }
}

impl From<store::StoreError> for NotEntered {
    fn from(error: store::StoreError) -> Self {
        Self::Office(error.into())
    }
}

/// Begins to sign somebody in by a provider: what their browser is to hold until it comes back, and then goes on to `next`.
///
/// # Errors
/// When the database or chance fails.
pub async fn begin_entering(context: &Context, next: &str) -> Result<Token, OfficeError> {
    send(context, ErrandKind::Enter, next).await
}

/// Begins to tie the actor's account to whoever they prove to be. The password is asked for: who finds a desk unattended could otherwise make
/// themselves a door of their own.
///
/// # Errors
/// When the password is wrong or has to wait (in words), the actor has no account, or the database or chance fails.
pub async fn begin_tying(context: &Context, password: &str) -> Result<Token, OfficeError> {
    let account = own(context).await?;
    require_password(context, &account, password).await?;
    send(context, ErrandKind::Tie(account.login), "/account/identity").await
}

async fn send(context: &Context, kind: ErrandKind, next: &str) -> Result<Token, OfficeError> {
    let token = Token::new()?;
    let errand = Errand { kind, next: next.to_owned() };
    context.store().begin_errand(&token.digest(), &errand, context.moment, context.moment + GOOD_FOR).await?;
    Ok(token)
}

/// What a browser that comes back was sent for, with the state it brings; `None` when it was not sent, was sent too long ago, or has come
/// back before. It does not come back a second time.
///
/// # Errors
/// When the database fails.
pub async fn come_back(context: &Context, token: &Token, state: &str) -> Result<Option<Errand>, OfficeError> {
    // By their digests: how long it takes to compare them tells nothing of the state.
    if digest(state.as_bytes()) != digest(Way::of(token).state.as_bytes()) {
        return Ok(None);
    }
    let errand = context.store().errand(&token.digest(), context.moment).await?;
    let sent = errand.filter(|errand| !matches!(errand.kind, ErrandKind::Code(_)));
    Ok(if context.store().end_errand(&token.digest(), context.moment).await? { sent } else { None })
}

/// Lets somebody in whom the provider has proven to be this person, by these methods. Where their account has one-time codes, one is owed unless
/// the provider vouches for two factors. A wait after wrong tries holds at this door as at the other.
///
/// # Errors
/// [`NotEntered`].
pub async fn enter(
    context: &Context,
    identity: &Identity,
    methods: &[String],
    next: &str,
) -> Result<Entered, NotEntered> {
    let store = context.store();
    let login = store.holder(identity).await?.ok_or(NotEntered::Unknown)?;
    let account = store.account(&login).await?.filter(|account| account.closed.is_none());
    let Some(account) = account else {
        store.note_try(&login, Door::Provider, false, context.moment).await?;
        return Err(NotEntered::Closed);
    };
    if let Some(moment) = waits_until(context, &login, &[Door::Password, Door::Provider]).await? {
        return Err(NotEntered::Wait(moment));
    }
    if has_rested(context, &account).await? {
        store.note_try(&login, Door::Provider, false, context.moment).await?;
        return Err(NotEntered::Rests);
    }
    if !are_two_factors(methods) && store.second_factor(&login).await?.is_some() {
        return Ok(Entered::Code(send(context, ErrandKind::Code(login), next).await?));
    }
    Ok(Entered::Session(let_in(context, &account, Some(&identity.issuer)).await?))
}

async fn let_in(context: &Context, account: &Account, issuer: Option<&Issuer>) -> Result<Token, OfficeError> {
    context.store().note_try(&account.login, Door::Provider, true, context.moment).await?;
    begin(context, account, issuer).await
}

/// Whether whoever holds this token has been proven to be somebody and owes a code.
///
/// # Errors
/// When the database fails.
pub async fn owes_code(context: &Context, token: &Token) -> Result<bool, OfficeError> {
    let errand = context.store().errand(&token.digest(), context.moment).await?;
    Ok(errand.is_some_and(|errand| matches!(errand.kind, ErrandKind::Code(_))))
}

/// Takes the code that is owed after the provider has vouched; gives the session and where to go on to. A wrong one is counted, and may be
/// mended while the time lasts.
///
/// # Errors
/// [`NotEntered`].
pub async fn enter_with_code(
    context: &Context,
    token: &Token,
    issuer: &Issuer,
    code: &str,
) -> Result<(Token, String), NotEntered> {
    let (store, now) = (context.store(), context.moment);
    let Some(Errand { kind: ErrandKind::Code(login), next }) = store.errand(&token.digest(), now).await? else {
        return Err(NotEntered::Over);
    };
    let account = store.account(&login).await?.filter(|account| account.closed.is_none());
    let account = account.ok_or(NotEntered::Closed)?;
    if let Some(moment) = waits_until(context, &login, &[Door::Password, Door::Provider]).await? {
        return Err(NotEntered::Wait(moment));
    }
    // Taken away in between: the way begins anew, and then owes none.
    let key = store.second_factor(&login).await?.ok_or(NotEntered::Over)?;
    let right = match secret::code_step(&login, &key, code, now) {
        Some(step) => store.use_code(&login, step).await?,
        None => false,
    };
    if !right {
        store.note_try(&login, Door::Provider, false, now).await?;
        return Err(NotEntered::Code);
    }
    if !store.end_errand(&token.digest(), now).await? {
        return Err(NotEntered::Over);
    }
    Ok((let_in(context, &account, Some(issuer)).await?, next))
}

impl NotEntered {
    /// What to say to somebody whom the provider of this name has vouched for.
    #[must_use]
    pub fn text(&self, provider: &str, now: Timestamp) -> Text {
        match self {
            Self::Unknown => Text::new(
                format!(
                    "{provider} đã xác nhận bạn là ai, nhưng chưa tài khoản nào của Khơi gắn với danh tính này. Hãy đăng nhập một lần bằng tên và mật khẩu rồi gắn nó ở trang Tài khoản, hoặc nhờ người quản trị. Chưa có gì được tạo ra."
                ),
                format!(
                    "Your identity is proven by {provider}, but no account of Khơi is tied to it. Sign in once with your name and password and tie it under Account, or ask the administrator. Nothing was created."
                ),
            ),
            Self::Closed => Text::new(
                "Tài khoản gắn với danh tính này đã khóa. Hãy hỏi người quản trị.",
                "The account tied to this identity is closed. Ask the administrator.",
            ),
            Self::Code => Text::new(
                "Mã một lần không đúng. Mỗi mã chỉ dùng được một lần; hãy chờ mã mới rồi thử lại.",
                "The one-time code is wrong. A code is good once; wait for the next and try again.",
            ),
            Self::Wait(moment) => {
                let minutes = (moment.duration_since(now).as_secs() + 59) / 60;
                Text::new(
                    format!("Tài khoản đang tạm khóa vì nhập sai nhiều lần. Hãy thử lại sau {minutes} phút."),
                    format!("The account is held after too many wrong tries. Try again in {minutes} minutes."),
                )
            }
            Self::Rests => resting(),
            Self::Over => Text::new(
                "Lần đăng nhập này đã xong hoặc đã quá 10 phút. Hãy bắt đầu lại.",
                "This sign-in is over: it was done, or took more than 10 minutes. Begin again.",
            ),
            Self::Office(error) => error.text(),
        }
    }
}
