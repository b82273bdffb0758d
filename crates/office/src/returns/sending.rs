//! A firm sends its month: what it is asked, what the rules say of it, and the receipt.
//!
//! The rules are those of the statistics room, run on the establishment's own returns only: a rule that compares with the peers of the month
//! cannot say anything here, so that no firm learns from a question what another reported.

use std::collections::BTreeSet;

use domain::authority::{Action, Role, Thing};
use domain::checks::{Finding, Histories, Outcome, RuleSet, Severity, run};
use domain::period::{Month, MonthRange};
use domain::register::{Activity, Enterprise, Establishment, EstablishmentCode, Product, ProductCode, Register};
use domain::returns::sent::{Channel, Door, Judgement, Receipt, Situation, Submission, Verdict};
use domain::returns::{CollectionDays, Return};
use domain::text::Text;
use sha2::{Digest as _, Sha256};
use store::{AsOf, Explanation, Seq, Store};

use super::lateness;
use crate::checks::rules_in_force;
use crate::context::{Context, OfficeError};

/// Months looked back for the products an establishment is asked about.
const ASKED_BACK: i32 = 13;

/// The month of an establishment, as its page shows it.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Who answers.
    pub establishment: Establishment,
    /// Whose it is.
    pub enterprise: Enterprise,
    /// The report month.
    pub month: Month,
    /// Whether it can be sent.
    pub door: Door,
    /// What it is asked about, in order of code.
    pub products: Vec<Product>,
    /// Products it may add.
    pub others: Vec<Product>,
    /// Whether it works in that month, by the register.
    pub activity: Activity,
    /// Its returns of the month and of the three years before, by month.
    pub returns: Vec<Return>,
    /// The receipts of this month's return, oldest first.
    pub receipts: Vec<Receipt>,
    /// Answers to suspicions, oldest first.
    pub explanations: Vec<(Seq, Explanation)>,
    /// What the statisticians said, oldest first.
    pub judgements: Vec<(Seq, Judgement)>,
    /// The rules in force.
    pub rules: RuleSet,
}

/// What is sent.
#[derive(Debug, Clone, PartialEq)]
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
}

impl Paper {
    /// The return of the month, if one came.
    #[must_use]
    pub fn known(&self) -> Option<&Return> {
        self.returns.last().filter(|answer| answer.month == self.month)
    }

    /// The return of the month before.
    #[must_use]
    pub fn last(&self) -> Option<&Return> {
        self.of_month(self.month.plus(-1))
    }

    /// The return of any of the months.
    #[must_use]
    pub fn of_month(&self, month: Month) -> Option<&Return> {
        self.returns.iter().find(|answer| answer.month == month)
    }

    /// What the rules say of `answer`: what fails and must be corrected or explained comes first, in the order of the lines.
    #[must_use]
    pub fn check(&self, answer: &Return) -> Vec<Finding> {
        let mut returns = self.returns.clone();
        returns.retain(|known| known.month != answer.month);
        returns.push(answer.clone());
        let mut register = Register::default();
        register.enterprises.insert(self.enterprise.code.clone(), self.enterprise.clone());
        register.establishments.insert(self.establishment.code.clone(), self.establishment.clone());
        let known = self.products.iter().chain(&self.others);
        register.products = known.map(|product| (product.code.clone(), product.clone())).collect();
        let mut findings = run(&self.rules, &register, &returns, answer.month).findings;
        findings.retain(|finding| finding.outcome == Outcome::Fail);
        findings.sort_by_key(|finding| finding.severity == Severity::Info);
        findings
    }

    /// The newest answer there is to a finding.
    #[must_use]
    pub fn explained(&self, finding: &Finding) -> Option<&Explanation> {
        let mut answers = self.explanations.iter().map(|(_, explanation)| explanation);
        answers.rfind(|one| one.rule == finding.rule && one.product == finding.product)
    }

    /// The questions that nothing has answered: no explanation, and no return, came after them.
    pub fn open_questions(&self) -> impl Iterator<Item = &Judgement> {
        let open = |(seq, one): &&(Seq, Judgement)| is_open(*seq, one, &self.explanations, &self.receipts);
        self.judgements.iter().filter(open).map(|(_, one)| one)
    }
}

pub(super) fn nothing() -> OfficeError {
    OfficeError::NotFound
}

/// An establishment with its enterprise, if the actor may do this with its returns; else answered as if it were not there.
async fn allowed(
    context: &Context,
    action: Action,
    code: &EstablishmentCode,
) -> Result<(Establishment, Enterprise), OfficeError> {
    let store = context.read_rows(action)?;
    let establishment = store.establishment(code).await?.ok_or_else(nothing)?;
    context.require_for(action, &Thing::of_enterprise(&establishment.enterprise))?;
    let enterprise = store.enterprise(&establishment.enterprise).await?.ok_or_else(nothing)?;
    Ok((establishment, enterprise))
}

/// How it stands with the month of an establishment today.
pub(super) async fn door(
    context: &Context,
    store: &Store,
    code: &EstablishmentCode,
    month: Month,
) -> Result<Door, OfficeError> {
    let days = store.release_days(Seq::LATEST).await?;
    let days = CollectionDays::in_force(&days.monthly, month).ok_or_else(no_days)?;
    let exceptions = store.lock_exceptions(month).await?;
    let exception = exceptions.iter().find(|one| one.establishment == *code).map(|one| one.until);
    Ok(Door::of(month, &days, context.today(), exception))
}

fn no_days() -> OfficeError {
    OfficeError::Said(Text::new(
        "Chưa có ngày thu báo cáo cho tháng này. Hãy hỏi phòng thống kê.",
        "There are no days of collection for this month. Ask the statisticians.",
    ))
}

/// The month of an establishment.
///
/// # Errors
/// When there is no such establishment or its returns are not for the actor (the same answer), or the database fails.
pub async fn paper(context: &Context, code: &EstablishmentCode, month: Month) -> Result<Paper, OfficeError> {
    let (establishment, enterprise) = allowed(context, Action::TakeReturns, code).await?;
    let store = context.read_rows(Action::TakeReturns)?;
    let returns = store.returns_of(code, AsOf::latest(), Histories::window(month)).await?;
    let all = store.products(Seq::LATEST).await?;
    let (products, others) = asked_about(&establishment, &returns, month, all);
    Ok(Paper {
        month,
        door: door(context, store, code, month).await?,
        products,
        others,
        activity: establishment.activity(month),
        returns,
        receipts: store.receipts_of(code, month).await?,
        explanations: store.explanations_of(code, month).await?,
        judgements: store.return_judgements(month, Some(code)).await?,
        rules: rules_in_force(store).await?,
        establishment,
        enterprise,
    })
}

/// The products of its returns of the last year; of one that never reported, those of its industry. And all others.
fn asked_about(
    establishment: &Establishment,
    returns: &[Return],
    month: Month,
    all: Vec<Product>,
) -> (Vec<Product>, Vec<Product>) {
    let recent = MonthRange::new(month.plus(-ASKED_BACK), month);
    let lines = returns.iter().filter(|answer| recent.contains(answer.month)).flat_map(|answer| &answer.lines);
    let reported: BTreeSet<&ProductCode> = lines.map(|line| &line.product).collect();
    let is_asked = |product: &Product| match reported.is_empty() {
        true => product.industry == establishment.industry,
        false => reported.contains(&product.code),
    };
    all.into_iter().partition(is_asked)
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

/// Why nothing can be sent.
#[must_use]
pub fn closed(door: Door) -> Text {
    use domain::text::{Lang, date};
    match door {
        Door::NotYet(first) => Text::new(
            format!("Chưa đến kỳ báo cáo tháng này: gửi được từ ngày {}.", date(first, Lang::Vi)),
            format!("This month cannot be reported yet: it can be sent from {}.", date(first, Lang::En)),
        ),
        Door::Locked(lock) => Text::new(
            format!(
                "Tháng này đã khóa sau ngày {}. Số liệu bạn điền chưa được gửi; hãy đề nghị phòng thống kê mở ngoại lệ.",
                date(lock, Lang::Vi)
            ),
            format!(
                "This month was locked after {}. What you filled in was not sent; ask the statisticians for an exception.",
                date(lock, Lang::En)
            ),
        ),
        Door::Open(day) | Door::Late(day) | Door::Excepted(day) => Text::new(
            format!("Gửi được đến hết ngày {}.", date(day, Lang::Vi)),
            format!("It can be sent until {}.", date(day, Lang::En)),
        ),
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

/// Whether it is a question, and neither an explanation of the same nor a return came after it.
pub(super) fn is_open(
    seq: Seq,
    judgement: &Judgement,
    explanations: &[(Seq, Explanation)],
    receipts: &[Receipt],
) -> bool {
    let same = |one: &Explanation| one.rule == judgement.rule && one.product == judgement.product;
    let explained = explanations.iter().any(|(later, one)| *later > seq && same(one));
    let sent = receipts.last().is_some_and(|receipt| receipt.moment > judgement.moment);
    judgement.verdict == Verdict::Asked && !explained && !sent
}
