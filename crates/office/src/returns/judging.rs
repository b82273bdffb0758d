//! Rà soát: a doubt with the evidence on it, and what a statistician says: the firm is asked, the figure is accepted, another is put in its place.

use std::collections::BTreeSet;

use domain::authority::Action;
use domain::checks::{Number, RuleSet};
use domain::period::{Month, MonthRange};
use domain::register::{Establishment, EstablishmentCode, ProductCode, Register};
use domain::returns::sent::{Judgement, Receipt, Verdict};
use domain::returns::{Return, ReturnLine};
use domain::text::Text;
use store::{AsOf, Explanation, Seq, Store};

use super::board::{Doubt, Priced, priced};
use super::sending::json;
use crate::checks;
use crate::context::{Context, OfficeError};

/// A doubt with the evidence on it: the returns of the establishment, what was said, the peers.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// What is in doubt.
    pub doubts: Vec<Doubt>,
    /// Whose.
    pub establishment: Establishment,
    /// Its enterprise.
    pub enterprise: String,
    /// Its returns of the month and of the years before.
    pub returns: Vec<Return>,
    /// Explanations of its figures in the year up to the month, oldest first, with their months.
    pub explanations: Vec<Explanation>,
    /// What was said of this month's, oldest first.
    pub judgements: Vec<Judgement>,
    /// The receipts of this month's return.
    pub receipts: Vec<Receipt>,
    /// The other establishments with the product in doubt: name, last month's production, this month's, `None` where nothing came.
    pub peers: Vec<Peer>,
    /// The rules, for their names.
    pub rules: RuleSet,
    /// The register, for the names of products.
    pub register: Register,
}

/// An establishment that makes the same product.
#[derive(Debug, Clone, PartialEq)]
pub struct Peer {
    /// The product.
    pub product: ProductCode,
    /// Who.
    pub name: String,
    /// Production of the month before, as known now.
    pub before: Option<f64>,
    /// Production of the month.
    pub now: Option<f64>,
}

/// What is known about the doubts on an establishment's return.
///
/// # Errors
/// When the actor may not read the returns of everybody, there is no such establishment, or the database fails.
pub async fn evidence(
    context: &Context,
    (code, month): (&EstablishmentCode, Month),
    priced: &Priced,
) -> Result<Evidence, OfficeError> {
    let store = context.read(Action::ReadMicrodata)?;
    let register = store.register(Seq::LATEST).await?;
    let establishment = register.establishments.get(code).cloned().ok_or(OfficeError::NotFound)?;
    let of = |doubt: &&Doubt| doubt.item.establishment == *code;
    let found: Vec<Doubt> = priced.doubts.iter().filter(of).cloned().collect();
    let returns = store.returns_of(code, AsOf::latest(), MonthRange::new(month.plus(-24), month)).await?;
    let mut explanations = store.explanations(Seq::LATEST).await?;
    explanations.retain(|one| one.establishment == *code && one.month > month.plus(-12) && one.month <= month);
    let products: BTreeSet<ProductCode> = found.iter().filter_map(|doubt| doubt.item.product.clone()).collect();
    let peers = peers(store, &register, code, month, &products).await?;
    Ok(Evidence {
        enterprise: register.enterprises.get(&establishment.enterprise).map(|one| one.name.clone()).unwrap_or_default(),
        judgements: store.return_judgements(month, Some(code)).await?.into_iter().map(|(_, one)| one).collect(),
        receipts: store.receipts_of(code, month).await?,
        rules: checks::rules_in_force(store).await?,
        establishment,
        doubts: found,
        returns,
        explanations,
        peers,
        register,
    })
}

async fn peers(
    store: &Store,
    register: &Register,
    code: &EstablishmentCode,
    month: Month,
    products: &BTreeSet<ProductCode>,
) -> Result<Vec<Peer>, OfficeError> {
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let returns = store.returns(AsOf::latest(), MonthRange::new(month.plus(-1), month)).await?;
    let line = |who: &EstablishmentCode, of: Month, product: &ProductCode| -> Option<&ReturnLine> {
        let answer = returns.iter().find(|one| one.establishment == *who && one.month == of)?;
        answer.lines.iter().find(|line| line.product == *product)
    };
    let mut peers = Vec::new();
    for product in products {
        for other in register.establishments.values().filter(|other| other.code != *code) {
            let (before, now) = (line(&other.code, month.plus(-1), product), line(&other.code, month, product));
            if before.is_some() || now.is_some() {
                let revised = now.and_then(|line| line.actual_previous);
                peers.push(Peer {
                    product: product.clone(),
                    name: other.name.clone(),
                    before: revised.or_else(|| before.and_then(|line| line.estimate)),
                    now: now.and_then(|line| line.estimate),
                });
            }
        }
    }
    Ok(peers)
}

/// Says of every rule that doubts a figure that it is accepted, or asks the firm about it.
///
/// # Errors
/// When the actor may not, nothing is said, nothing of it is in doubt, or the database fails; nothing is written then.
pub async fn judge(
    context: &Context,
    (code, month): (&EstablishmentCode, Month),
    product: Option<&ProductCode>,
    verdict: Verdict,
    text: &str,
) -> Result<(), OfficeError> {
    context.require(Action::ManageCollection)?;
    if text.trim().is_empty() {
        return Err(OfficeError::Said(Text::new("Hãy ghi nội dung.", "Say what you mean.")));
    }
    let found = priced(context, month).await?;
    let mut of = found.doubts.iter().filter(|doubt| doubt.item.establishment == *code);
    let doubt = of.find(|doubt| doubt.item.product.as_ref() == product).ok_or(OfficeError::NotFound)?;
    let mut change = context.begin(Action::ManageCollection).await?;
    let rules: BTreeSet<&str> = doubt.item.findings.iter().map(|finding| finding.rule.as_str()).collect();
    let judgement = |rule: &str| Judgement {
        establishment: code.clone(),
        month,
        product: product.cloned(),
        rule: rule.to_owned(),
        verdict,
        text: text.trim().to_owned(),
        by: context.actor.name.clone(),
        moment: context.moment,
    };
    for rule in &rules {
        change.return_judgement(&judgement(rule)).await?;
        if verdict == Verdict::Accepted {
            // What releases and later checks look at.
            let explanation = Explanation {
                establishment: code.clone(),
                month,
                product: product.cloned(),
                rule: (*rule).to_owned(),
                text: text.trim().to_owned(),
            };
            change.explanation(&explanation).await?;
        }
    }
    let after =
        serde_json::json!({ "verdict": verdict.code(), "product": product, "rules": rules, "text": text.trim() });
    change.commit(&format!("return {code} {month}"), String::new(), after.to_string(), text.trim()).await?;
    Ok(())
}

/// The figures of a line that a statistician can put another in place of.
pub const REPLACEABLE: [Number; 2] = [Number::Estimate, Number::ActualPrevious];

/// Puts another figure in place of one that was reported. What the firm sent is kept, superseded, with the reason.
///
/// # Errors
/// When the actor may not, no reason is given, there is no such return or line, the figure is none that can be replaced or is negative,
/// or the database fails; nothing is written then.
pub async fn replace(
    context: &Context,
    (code, month): (&EstablishmentCode, Month),
    (product, number): (&ProductCode, Number),
    value: f64,
    why: &str,
) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ManageCollection).await?;
    let said = |vi: &str, en: &str| Err(OfficeError::Said(Text::new(vi, en)));
    if why.trim().is_empty() {
        return said("Hãy ghi lý do thay số.", "Say why the figure is replaced.");
    }
    if !value.is_finite() || value < 0.0 || !REPLACEABLE.contains(&number) {
        return said("Số thay phải từ 0 trở lên.", "The figure in its place must not be negative.");
    }
    let range = MonthRange::new(month, month);
    let known = change.store().stored_returns(AsOf::latest(), range).await?;
    let known = known.into_iter().find(|one| one.answer.establishment == *code).ok_or(OfficeError::NotFound)?;
    let mut answer = known.answer.clone();
    let line = answer.lines.iter_mut().find(|line| line.product == *product).ok_or(OfficeError::NotFound)?;
    match number {
        Number::ActualPrevious => line.actual_previous = Some(value),
        _ => line.estimate = Some(value),
    }
    if answer == known.answer {
        return Ok(());
    }
    change.monthly_return(&answer, known.locked).await?;
    let judgement = Judgement {
        establishment: code.clone(),
        month,
        product: Some(product.clone()),
        rule: String::new(),
        verdict: Verdict::Replaced,
        text: why.trim().to_owned(),
        by: context.actor.name.clone(),
        moment: context.moment,
    };
    change.return_judgement(&judgement).await?;
    let after = serde_json::json!({ "return": answer, "replaced": number.name(), "product": product, "value": value });
    change.commit(&format!("return {code} {month}"), json(&known.answer), after.to_string(), why.trim()).await?;
    Ok(())
}
