//! What a firm has to report, and leave to report after the lock.

use domain::authority::Action;
use domain::period::{Month, MonthRange};
use domain::register::{Activity, Establishment, EstablishmentCode};
use domain::returns::Return;
use domain::returns::sent::{Door, LockException};
use domain::text::Text;
use store::{AsOf, Store};

use super::confirming::prepared;
use super::paper::{door, is_open, nothing};
use super::sending::json;
use crate::context::{Context, OfficeError};

/// A month of an establishment in the list of what is due.
#[derive(Debug, Clone, PartialEq)]
pub struct Duty {
    /// Who answers.
    pub establishment: Establishment,
    /// The report month.
    pub month: Month,
    /// Whether it can be sent.
    pub door: Door,
    /// What was said, if anything was.
    pub answer: Option<Return>,
    /// Whether the statisticians wait for an answer to a question.
    pub is_asked: bool,
    /// Whether it is filled in and waits to be confirmed.
    pub is_prepared: bool,
}

/// Months that are listed.
const LISTED: i32 = 6;

/// What the actor's firm has to report and has reported: the latest months of each establishment, newest first.
///
/// # Errors
/// When the actor belongs to no firm, or the database fails.
pub async fn duties(context: &Context) -> Result<Vec<Duty>, OfficeError> {
    let store = context.read_rows(Action::TakeReturns)?;
    let enterprise = context.actor.enterprise().ok_or_else(nothing)?;
    let latest = Month::of(context.today());
    let mut duties = Vec::new();
    for establishment in store.establishments_of(enterprise).await? {
        let months = MonthRange::new(latest.plus(1 - LISTED), latest);
        let returns = store.returns_of(&establishment.code, AsOf::latest(), months).await?;
        for month in (0..LISTED).map(|back| latest.plus(-back)) {
            let door = door(context, store, &establishment.code, month).await?;
            let answer = returns.iter().find(|answer| answer.month == month).cloned();
            let works = establishment.activity(month) == Activity::Active;
            if matches!(door, Door::NotYet(_)) || (!works && answer.is_none()) {
                continue;
            }
            let is_asked = is_asked(store, &establishment.code, month).await?;
            let prepared = prepared(store, &establishment.code, month).await?;
            let is_prepared = prepared.is_some_and(|one| one.given_back.is_none());
            duties.push(Duty { establishment: establishment.clone(), month, door, answer, is_asked, is_prepared });
        }
    }
    Ok(duties)
}

/// Whether the statisticians wait for an answer about a return.
async fn is_asked(store: &Store, code: &EstablishmentCode, month: Month) -> Result<bool, OfficeError> {
    let judgements = store.return_judgements(month, Some(code)).await?;
    if judgements.is_empty() {
        return Ok(false);
    }
    let explanations = store.explanations_of(code, month).await?;
    let receipts = store.receipts_of(code, month).await?;
    Ok(judgements.iter().any(|(seq, one)| is_open(*seq, one, &explanations, &receipts)))
}

/// Gives an establishment leave to report a month after its lock.
///
/// # Errors
/// When the actor may not take in the returns of everybody, no reason is given, there is no such establishment, or the database fails.
pub async fn except(context: &Context, exception: &LockException) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ManageCollection).await?;
    if exception.reason.trim().is_empty() {
        return Err(OfficeError::Said(Text::new("Hãy ghi lý do mở ngoại lệ.", "Say why an exception is made.")));
    }
    if change.store().establishment(&exception.establishment).await?.is_none() {
        return Err(nothing());
    }
    change.lock_exception(exception).await?;
    let subject = format!("exception {} {}", exception.establishment, exception.month);
    change.commit(&subject, String::new(), json(exception), &exception.reason).await?;
    Ok(())
}
