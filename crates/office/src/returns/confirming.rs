//! Clerk and manager: where an enterprise wants it, what one person fills in waits until another confirms it by sending it.
//!
//! Who confirms is the enterprise's own affair: anybody with its account names the first; from then on only that person names another or ends
//! it. A confirmer whose account was closed confirms no more, and nobody need.

use domain::accounts::{Account, Login};
use domain::authority::{Action, Role, Thing};
use domain::mail::{MailId, Message};
use domain::period::Month;
use domain::register::{EnterpriseCode, EstablishmentCode};
use domain::returns::confirming::{Ended, PreparedOutcome};
use domain::text::{Lang, Text, month as month_words};
use jiff::Timestamp;
use store::{Store, StoredPrepared};

use super::paper::{Paper, allowed, nothing};
use super::sending::{Sending, json};
use crate::context::{Change, Context, OfficeError};
use crate::mail::queue;

/// A return that was filled in to be confirmed.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// Its number.
    pub id: i64,
    /// What is to be sent.
    pub sending: Sending,
    /// Who filled it in: the account.
    pub by: String,
    /// When.
    pub moment: Timestamp,
    /// Given back, with a word; `None` while it waits.
    pub given_back: Option<Ended>,
}

/// Who confirms the returns of the actor's enterprise, and who could.
///
/// # Errors
/// When the actor belongs to no enterprise, or the database fails.
pub async fn people(context: &Context) -> Result<(Vec<Account>, Option<Account>), OfficeError> {
    let store = context.read_rows(Action::TakeReturns)?;
    let enterprise = context.actor.enterprise().ok_or_else(nothing)?;
    Ok((accounts_of(store, enterprise).await?, confirmer(store, enterprise).await?))
}

async fn accounts_of(store: &Store, enterprise: &EnterpriseCode) -> Result<Vec<Account>, OfficeError> {
    let mut accounts = store.accounts().await?;
    accounts.retain(|one| is_of(one, enterprise));
    Ok(accounts)
}

fn is_of(account: &Account, enterprise: &EnterpriseCode) -> bool {
    account.role == Role::Firm && account.closed.is_none() && account.enterprise.as_ref() == Some(enterprise)
}

/// Who confirms for an enterprise.
pub(super) async fn confirmer(store: &Store, enterprise: &EnterpriseCode) -> Result<Option<Account>, OfficeError> {
    let Some(login) = store.return_confirmer(enterprise).await? else { return Ok(None) };
    Ok(store.account(&login).await?.filter(|account| is_of(account, enterprise)))
}

/// Names who confirms for the actor's enterprise; `None` ends it.
///
/// # Errors
/// When the actor belongs to no enterprise, somebody else confirms for it now, the named one has no account of it, or the database fails.
pub async fn set_confirmer(context: &Context, login: Option<&Login>) -> Result<(), OfficeError> {
    let enterprise = context.actor.enterprise().cloned().ok_or_else(nothing)?;
    let mut change = context.begin_for(Action::TakeReturns, &Thing::of_enterprise(&enterprise)).await?;
    let store = change.store().clone();
    let now = confirmer(&store, &enterprise).await?;
    if let Some(now) = now.as_ref().filter(|now| now.login.as_str() != context.actor.name) {
        return Err(OfficeError::Said(Text::new(
            format!("Người xác nhận hiện nay là {}; chỉ người đó đổi được.", now.name),
            format!("{} confirms now; only they can change it.", now.name),
        )));
    }
    if let Some(login) = login
        && !accounts_of(&store, &enterprise).await?.iter().any(|account| account.login == *login)
    {
        return Err(OfficeError::Said(Text::new(
            "Người này không có tài khoản của doanh nghiệp. Chọn người trong danh sách.",
            "They have no account of the enterprise. Choose somebody from the list.",
        )));
    }
    let (actor, moment) = (context.actor.name.clone(), context.moment);
    change.return_confirmer(&enterprise, login, (&actor, moment)).await?;
    let before = now.map(|now| json(&now.login)).unwrap_or_default();
    change.commit(&format!("confirmer {enterprise}"), before, json(&login), "").await?;
    Ok(())
}

/// What waits to be confirmed for a month of an establishment, or was given back.
pub(super) async fn prepared(
    store: &Store,
    code: &EstablishmentCode,
    month: Month,
) -> Result<Option<Prepared>, OfficeError> {
    let Some(stored) = store.prepared_return(code, month).await? else { return Ok(None) };
    let is_sent = |ended: &Ended| ended.outcome == PreparedOutcome::Sent;
    if stored.ended.as_ref().is_some_and(is_sent) {
        return Ok(None);
    }
    let StoredPrepared { id, body, by, moment, ended } = stored;
    let unreadable = |error: serde_json::Error| OfficeError::Said(Text::new(error.to_string(), error.to_string()));
    let sending = serde_json::from_str(&body).map_err(unreadable)?;
    Ok(Some(Prepared { id, sending, by, moment, given_back: ended }))
}

/// Keeps what was filled in until `confirmer` sends it, and tells them by mail.
pub(super) async fn prepare(
    context: &Context,
    paper: &Paper,
    sending: &Sending,
    confirmer: &Account,
) -> Result<(), OfficeError> {
    let mut change = context.begin_for(Action::TakeReturns, &Thing::of_enterprise(&paper.enterprise.code)).await?;
    let (code, month) = (paper.establishment.code.clone(), paper.month);
    let body = json(sending);
    let same = paper.prepared.as_ref().filter(|one| one.given_back.is_none() && one.sending == *sending);
    if same.is_some() {
        return change.abandon().await;
    }
    let (actor, moment) = (context.actor.name.clone(), context.moment);
    change.prepared_return((&code, month), &body, (&actor, moment)).await?;
    let said = Text::new(
        format!(
            "{} đã điền báo cáo {} của {} và chờ anh/chị xác nhận. Đăng nhập, mở mục “Báo cáo tháng”, xem lại rồi gửi hoặc trả lại.",
            actor,
            month_words(month, Lang::Vi),
            paper.establishment.name
        ),
        format!(
            "{} has filled in the return of {} for {}, which waits for you. Sign in, open “Monthly returns”, read it, and send it or give it back.",
            actor,
            paper.establishment.name,
            month_words(month, Lang::En)
        ),
    );
    tell(&mut change, confirmer, "Báo cáo chờ xác nhận / a return waits for you", &said).await?;
    change.commit(&format!("return prepared {code} {month}"), String::new(), body, "").await?;
    Ok(())
}

/// Gives what waits back to whoever filled it in.
///
/// # Errors
/// When there is no such establishment or it is not the actor's (the same answer), nothing waits, somebody else confirms, no word is said, or
/// the database fails.
pub async fn give_back(
    context: &Context,
    (code, month): (&EstablishmentCode, Month),
    remark: &str,
) -> Result<(), OfficeError> {
    let (establishment, enterprise) = allowed(context, Action::TakeReturns, code).await?;
    let mut change = context.begin_for(Action::TakeReturns, &Thing::of_enterprise(&enterprise.code)).await?;
    let store = change.store().clone();
    let confirms = confirmer(&store, &enterprise.code).await?;
    let waiting = prepared(&store, code, month).await?.filter(|one| one.given_back.is_none());
    let (Some(waiting), true) = (waiting, confirms.is_some_and(|one| one.login.as_str() == context.actor.name)) else {
        return Err(nothing());
    };
    let remark = remark.trim();
    if remark.is_empty() {
        return Err(OfficeError::Said(Text::new("Hãy ghi cần sửa gì.", "Say what is to be corrected.")));
    }
    let ended = ended(context, PreparedOutcome::GivenBack, remark);
    change.prepared_outcome(waiting.id, &ended).await?;
    if let Some(account) =
        accounts_of(&store, &enterprise.code).await?.into_iter().find(|one| one.login.as_str() == waiting.by)
    {
        let said = Text::new(
            format!(
                "Báo cáo {} của {} được trả lại để sửa: {remark}",
                month_words(month, Lang::Vi),
                establishment.name
            ),
            format!(
                "The return of {} for {} was given back: {remark}",
                establishment.name,
                month_words(month, Lang::En)
            ),
        );
        tell(&mut change, &account, "Báo cáo được trả lại / a return was given back", &said).await?;
    }
    change.commit(&format!("return prepared {code} {month}"), String::new(), json(&ended), remark).await?;
    Ok(())
}

/// Notes within the change that sends a return that it is no longer waited for.
pub(super) async fn settle(context: &Context, change: &mut Change<'_>, paper: &Paper) -> Result<(), OfficeError> {
    let store = change.store().clone();
    let waiting = prepared(&store, &paper.establishment.code, paper.month).await?;
    if let Some(waiting) = waiting.filter(|one| one.given_back.is_none()) {
        change.prepared_outcome(waiting.id, &ended(context, PreparedOutcome::Sent, "")).await?;
    }
    Ok(())
}

fn ended(context: &Context, outcome: PreparedOutcome, remark: &str) -> Ended {
    Ended { outcome, remark: remark.to_owned(), by: context.actor.name.clone(), moment: context.moment }
}

async fn tell(change: &mut Change<'_>, to: &Account, subject: &str, said: &Text) -> Result<(), OfficeError> {
    let unsound = |error: &dyn std::fmt::Display| OfficeError::Said(Text::new(error.to_string(), error.to_string()));
    let id: MailId = format!("confirm-{}", change.seq().0).parse().map_err(|error| unsound(&error))?;
    let address = to.email.as_str().parse().map_err(|error| unsound(&error))?;
    let body = format!("Kính gửi {},\n\n{}\n\n---\n\n{}\n", to.name, said.vi, said.en);
    queue(change, &Message::new(id, address, subject, body)).await?;
    Ok(())
}
