//! Keys of programs: made and ended by their holders, and the way in with one.

use std::collections::BTreeSet;

use domain::accounts::{Account, Key, Login};
use domain::authority::{Action, Actor};
use domain::text::Text;
use jiff::SignedDuration;
use store::{Before, StoredKey};

use super::own::own;
use super::secret::{Token, digest};
use crate::context::{Context, OfficeError};

/// A key is noted as used at most this often: a program that reads is no writer.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// The longest key of a request, in characters.
const LONGEST_REQUEST: usize = 100;

/// Somebody's program.
#[derive(Debug, Clone)]
pub struct Program {
    /// Its holder, as far as the key goes.
    pub actor: Actor,
    /// The holder's account.
    pub account: Account,
}

/// Makes a key of the actor's own. What the program must show is given once, here, and kept as its digest only.
///
/// # Errors
/// When the key cannot be so (why, in words), the actor has no account, or the database or chance fails.
pub async fn make_key(
    context: &Context,
    name: &str,
    scope: BTreeSet<Action>,
    days: u32,
) -> Result<(Key, Token), OfficeError> {
    let account = own(context).await?;
    let key = Key::new(account.role, name, scope, days, context.moment).map_err(OfficeError::Said)?;
    let token = Token::new()?;
    let change = context.begin(Action::OwnAccount).await?;
    let told = serde_json::to_string(&key).unwrap_or_default();
    change.commit(&format!("key {}", account.login), String::new(), told, "").await?;
    context.store().keep_key(&token.digest(), &account.login, &key).await?;
    Ok((key, token))
}

/// The actor's keys that were not ended.
///
/// # Errors
/// When the actor has no account, or the database fails.
pub async fn keys(context: &Context) -> Result<Vec<StoredKey>, OfficeError> {
    let account = own(context).await?;
    Ok(context.store().keys(&account.login).await?)
}

/// Ends a key of the actor's: the program is out at once.
///
/// # Errors
/// [`OfficeError::NotFound`] when there is none of this number; when the database fails.
pub async fn end_key(context: &Context, number: u32) -> Result<(), OfficeError> {
    let account = own(context).await?;
    let known = context.store().keys(&account.login).await?;
    let key = known.into_iter().find(|key| key.number == number).ok_or(OfficeError::NotFound)?;
    let change = context.begin(Action::OwnAccount).await?;
    let told = serde_json::to_string(&key.key).unwrap_or_default();
    change.commit(&format!("key {}", account.login), told, String::new(), "").await?;
    context.store().end_key(&account.login, number).await?;
    Ok(())
}

/// Whose program shows a key, while the key is good and the account open.
///
/// # Errors
/// When the database fails.
pub async fn program(context: &Context, token: &Token) -> Result<Option<Program>, OfficeError> {
    let (store, now, digest) = (context.store(), context.moment, token.digest());
    let Some(found) = store.key(&digest).await?.filter(|found| found.key.is_good(now)) else { return Ok(None) };
    let account = store.account(&found.login).await?.filter(|account| account.closed.is_none());
    let Some(account) = account else { return Ok(None) };
    if found.used.is_none_or(|used| now.duration_since(used) >= NOTED_EVERY) {
        store.use_key(&digest, now).await?;
    }
    let actor = account.actor().map_err(OfficeError::Said)?.limited_to(found.key.scope);
    Ok(Some(Program { actor, account }))
}

/// A request that its sender may send again, and be answered as the first time.
#[derive(Debug, Clone)]
pub struct Repeatable {
    login: Login,
    request: String,
}

/// Begins a request under the key its sender gave it. `asked` is all that is asked: the same key with something else in it is refused.
///
/// # Errors
/// When the key is none, belongs to another request, or to one that was begun and not answered; when the actor has no account or the
/// database fails.
pub async fn begin_request(
    context: &Context,
    request: &str,
    asked: &[u8],
) -> Result<(Repeatable, Option<(u16, String)>), OfficeError> {
    let login: Login = context.actor.name.parse().map_err(|_| OfficeError::NotFound)?;
    let plain =
        !request.is_empty() && request.len() <= LONGEST_REQUEST && request.bytes().all(|b| b.is_ascii_graphic());
    if !plain {
        return Err(OfficeError::Said(Text::new(
            "Idempotency-Key dài từ 1 đến 100 ký tự ASCII, không có dấu cách.",
            "An Idempotency-Key has 1 to 100 ASCII characters and no blanks.",
        )));
    }
    let repeatable = Repeatable { login, request: request.to_owned() };
    match context.store().begin_request(&repeatable.login, request, &digest(asked), context.moment).await? {
        Before::First => Ok((repeatable, None)),
        Before::Answered(status, answer) => Ok((repeatable, Some((status, answer)))),
        Before::Open => Err(OfficeError::Said(Text::new(
            "Yêu cầu cùng Idempotency-Key đang được xử lý, hoặc đã dở dang. Hãy xem việc đã được ghi chưa trước khi gửi lại với khóa khác.",
            "A request with this Idempotency-Key is at work, or broke off. See whether it was done before sending it under another key.",
        ))),
        Before::Other => Err(OfficeError::Said(Text::new(
            "Idempotency-Key này đã dùng cho một yêu cầu khác. Hãy dùng khóa mới.",
            "This Idempotency-Key was used for another request. Use a new one.",
        ))),
    }
}

/// Keeps the answer of a request; one that did nothing (status 400 and above) is forgotten, so that it can be mended and sent again.
///
/// # Errors
/// When the database fails.
pub async fn end_request(context: &Context, of: &Repeatable, status: u16, answer: &str) -> Result<(), OfficeError> {
    let store = context.store();
    match status {
        ..400 => store.answer_request(&of.login, &of.request, status, answer).await?,
        _ => store.forget_request(&of.login, &of.request).await?,
    }
    Ok(())
}
