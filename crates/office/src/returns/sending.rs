//! A firm sends its month: corrected or explained where the rules doubt, written once, with its receipt.

use domain::authority::{Action, Role, Thing};
use domain::checks::{Finding, Severity};
use domain::period::MonthRange;
use domain::register::{Establishment, ProductCode};
use domain::returns::Return;
use domain::returns::sent::{Channel, Receipt, Situation, Submission};
use domain::text::Text;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{AsOf, Explanation, Seq};

use super::confirming::{prepare, settle};
use super::lateness;
use super::paper::{Paper, allowed, closed, nothing, paper};
use crate::context::{Context, OfficeError};

/// What is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sending {
    /// The return with what goes along.
    pub submission: Submission,
    /// Why the figures stand that a rule doubts.
    pub explanations: Vec<Explanation>,
    /// By which way.
    pub channel: Channel,
    /// Why it corrects what was sent before; empty the first time.
    pub why: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Sent {
    /// It is in the database; or it was already, to the letter.
    Received(Receipt),
    /// Nothing was written: these are to be corrected or explained.
    Doubted(Vec<Finding>),
    /// Nothing was written: it corrects what was sent before, and must say why.
    NoReason,
    /// It is kept, and waits for whoever confirms the returns of the enterprise.
    Prepared,
}

/// Sends a return in: checked, and written with its receipt in one change when nothing is left to be corrected or explained. What was
/// sent already, to the letter, is not written again; its receipt is given once more.
///
/// # Errors
/// When there is no such establishment or it is not the actor's (the same answer); when the month is not open for it; when a line is not of
/// a product there is; or the database fails. Nothing is written then.
pub async fn send(context: &Context, sending: &Sending) -> Result<Sent, OfficeError> {
    let Submission { answer, .. } = &sending.submission;
    let paper = paper(context, &answer.establishment, answer.month).await?;
    let is_firm = context.actor.role() == Role::Firm;
    if is_firm && !paper.door.is_open() {
        return Err(OfficeError::Said(closed(paper.door)));
    }
    known_products(&paper, answer)?;
    let doubts = doubts(&paper, sending);
    if !doubts.is_empty() {
        return Ok(Sent::Doubted(doubts));
    }
    if let Some(confirmer) = paper.confirmed_by_another(&context.actor.name).filter(|_| is_firm) {
        if paper.known().is_some() && sending.why.trim().is_empty() {
            return Ok(Sent::NoReason);
        }
        prepare(context, &paper, sending, confirmer).await?;
        return Ok(Sent::Prepared);
    }
    let thing = Thing::of_enterprise(&paper.enterprise.code);
    let mut change = context.begin_for(Action::TakeReturns, &thing).await?;
    // Read again: the same return, or another, may have come between.
    let month = MonthRange::new(answer.month, answer.month);
    let known = change.store().returns_of(&answer.establishment, AsOf::latest(), month).await?.pop();
    let last = change.store().receipts_of(&answer.establishment, answer.month).await?.pop();
    let submission = settled(&sending.submission, known.as_ref());
    if let Some(receipt) = last.filter(|receipt| receipt.digest == digest(&submission)) {
        change.abandon().await?;
        return Ok(Sent::Received(receipt));
    }
    if known.is_some() && sending.why.trim().is_empty() {
        change.abandon().await?;
        return Ok(Sent::NoReason);
    }
    let receipt = Receipt {
        number: Receipt::number(answer.month, change.seq().0),
        establishment: answer.establishment.clone(),
        month: answer.month,
        digest: digest(&submission),
        channel: sending.channel,
        sender: context.actor.name.clone(),
        moment: context.moment,
        situation: submission.situation,
        restart: submission.restart,
    };
    let days = change.store().release_days(Seq::LATEST).await?;
    let id = change.monthly_return(&submission.answer, lateness(&days, &submission.answer).1).await?;
    change.return_receipt(id, &receipt).await?;
    settle(context, &mut change, &paper).await?;
    for explanation in sending.explanations.iter().filter(|one| is_news(&paper, one)) {
        change.explanation(explanation).await?;
    }
    let before = known.map(|known| json(&known)).unwrap_or_default();
    let after = serde_json::json!({
        "return": submission.answer, "receipt": receipt.number, "digest": receipt.digest, "channel": receipt.channel,
        "explanations": sending.explanations.iter().map(|one| (&one.rule, &one.text)).collect::<Vec<_>>(),
    });
    let subject = format!("return {} {}", answer.establishment, answer.month);
    change.commit(&subject, before, after.to_string(), &sending.why).await?;
    Ok(Sent::Received(receipt))
}

/// What is written: the day of receipt alone is no news.
fn settled(submission: &Submission, known: Option<&Return>) -> Submission {
    let mut submission = submission.clone();
    submission.answer.lines.sort_by(|a, b| a.product.cmp(&b.product));
    if submission.situation != Situation::Stopped {
        submission.restart = None;
    }
    if let Some(known) = known
        && (Return { received: known.received, ..submission.answer.clone() }) == *known
    {
        submission.answer.received = known.received;
    }
    submission
}

pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// SHA-256 of a submission as JSON.
#[must_use]
pub fn digest(submission: &Submission) -> String {
    Sha256::digest(json(submission)).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What fails and is neither corrected nor explained, now or before.
fn doubts(paper: &Paper, sending: &Sending) -> Vec<Finding> {
    let explained = |finding: &Finding| {
        let same = |one: &Explanation| {
            one.rule == finding.rule && one.product == finding.product && !one.text.trim().is_empty()
        };
        sending.explanations.iter().any(same) || paper.explained(finding).is_some()
    };
    let found = paper.check(&sending.submission.answer).into_iter();
    found.filter(|finding| finding.severity != Severity::Info && !explained(finding)).collect()
}

fn is_news(paper: &Paper, explanation: &Explanation) -> bool {
    let text = explanation.text.trim();
    let mut last = paper.explanations.iter().map(|(_, one)| one);
    let last = last.rfind(|one| one.rule == explanation.rule && one.product == explanation.product);
    !text.is_empty() && last.is_none_or(|last| last.text != explanation.text)
}

fn known_products(paper: &Paper, answer: &Return) -> Result<(), OfficeError> {
    let is_known = |code: &ProductCode| paper.products.iter().chain(&paper.others).any(|known| known.code == *code);
    match answer.lines.iter().find(|line| !is_known(&line.product)) {
        None => Ok(()),
        Some(line) => Err(OfficeError::Said(Text::new(
            format!("Không có sản phẩm mã {}. Chọn sản phẩm trong danh sách.", line.product),
            format!("There is no product {}. Choose one from the list.", line.product),
        ))),
    }
}

/// A receipt, by its number, with what it vouches for: whether the return in the database is still the one that was sent.
///
/// # Errors
/// When there is no such receipt or it is not for the actor (the same answer), or the database fails.
pub async fn receipt(context: &Context, number: &str) -> Result<(Receipt, Establishment, Option<Return>), OfficeError> {
    let store = context.read_rows(Action::TakeReturns)?;
    let receipt = store.receipt(number).await?.ok_or_else(nothing)?;
    let (establishment, _) = allowed(context, Action::TakeReturns, &receipt.establishment).await?;
    let versions = store.return_history(&receipt.establishment, receipt.month).await?;
    let said = |answer: &Return| {
        let submission = Submission { answer: answer.clone(), situation: receipt.situation, restart: receipt.restart };
        digest(&submission) == receipt.digest
    };
    let vouched = versions.into_iter().map(|stored| stored.answer).find(said);
    Ok((receipt, establishment, vouched))
}
