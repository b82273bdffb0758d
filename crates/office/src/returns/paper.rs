//! The month of an establishment as its page shows it: what it is asked, what is known, whether it can be sent, what the rules say.
//!
//! The rules are those of the statistics room, run on the establishment's own returns only: a rule that compares with the peers of the month
//! cannot say anything here, so that no firm learns from a question what another reported.

use std::collections::BTreeSet;

use domain::accounts::Account;
use domain::authority::{Action, Thing};
use domain::checks::{Finding, Histories, Outcome, RuleSet, Severity, run};
use domain::period::{Month, MonthRange};
use domain::register::{Activity, Enterprise, Establishment, EstablishmentCode, Product, ProductCode, Register};
use domain::returns::sent::{Door, Judgement, Receipt, Verdict};
use domain::returns::{CollectionDays, Return};
use domain::text::{Lang, Text, date};
use store::{AsOf, Explanation, Seq, Store};

use super::board::no_days;
use super::confirming::{Prepared, confirmer, prepared};
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
    /// Who confirms it before it is sent; `None` where nobody need.
    pub confirmer: Option<Account>,
    /// What was filled in and waits for them, or was given back.
    pub prepared: Option<Prepared>,
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

    /// Who must confirm what this person fills in; `None` where it is sent at once.
    #[must_use]
    pub fn confirmed_by_another(&self, name: &str) -> Option<&Account> {
        self.confirmer.as_ref().filter(|account| account.login.as_str() != name)
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
pub(super) async fn allowed(
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
        confirmer: confirmer(store, &enterprise.code).await?,
        prepared: prepared(store, code, month).await?,
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

/// Why nothing can be sent.
#[must_use]
pub fn closed(door: Door) -> Text {
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

/// Whether it is a question, and neither an explanation of the same nor a return came after it.
pub(super) fn is_open(
    seq: Seq,
    judgement: &Judgement,
    explanations: &[(Seq, Explanation)],
    receipts: &[Receipt],
) -> bool {
    let same = |one: &Explanation| one.rule == judgement.rule && one.product == judgement.product;
    let explained = explanations.iter().any(|(later, one)| *later > seq && same(one));
    // By the changes, not by the clock, which may have been set back.
    let sent = receipts.last().and_then(Receipt::change).is_some_and(|change| change > seq.0);
    judgement.verdict == Verdict::Asked && !explained && !sent
}
