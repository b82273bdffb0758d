//! Checking the returns of a month, the review queue, the answers to suspicions, and the back-test of filling methods.

use std::collections::BTreeMap;

use domain::authority::Action;
use domain::checks::{Finding, Histories, Outcome, RuleSet, Run, Severity, run};
use domain::impute::{Backtest, BacktestSpec, backtest};
use domain::period::{Month, MonthRange};
use domain::register::Register;
use domain::returns::Return;
use domain::review::{Item, queue};
use domain::series::Filling;
use domain::text::Text;
use store::{AsOf, Explanation, FillingMethod, Seq, Store};

use crate::compute::{Question, index};
use crate::context::{Context, OfficeError};
use crate::settings::set_filling;
use crate::tally::Taken;

/// The returns of a month, checked.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What the rules found.
    pub run: Run,
    /// The rules that were run.
    pub rules: RuleSet,
    /// The register, for names.
    pub register: Register,
    /// The answers there are to suspicions of the month, oldest first.
    pub explanations: Vec<Explanation>,
    /// The returns looked at: the month and its history.
    returns: Vec<Return>,
}

impl Checked {
    /// The newest answer to a finding, if somebody gave one.
    #[must_use]
    pub fn explanation(&self, finding: &Finding) -> Option<&Explanation> {
        self.explanations.iter().rfind(|e| {
            e.rule == finding.rule
                && e.establishment == finding.establishment
                && e.month == finding.month
                && e.product == finding.product
        })
    }

    /// The returns that were looked at.
    pub(crate) fn returns(&self) -> &[Return] {
        &self.returns
    }

    /// Whether a rule of severity error failed that nobody has answered.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.run
            .findings
            .iter()
            .any(|f| f.severity == Severity::Error && f.outcome == Outcome::Fail && self.explanation(f).is_none())
    }
}

/// The rules in force: those put in force in this database, else the carried ones.
///
/// # Errors
/// When the actor may not, the database fails, or the stored rules no longer read.
pub async fn rules(context: &Context) -> Result<RuleSet, OfficeError> {
    rules_in_force(context.read(Action::ReadMicrodata)?).await
}

pub(crate) async fn rules_in_force(store: &Store) -> Result<RuleSet, OfficeError> {
    match store.rule_set(Seq::LATEST).await? {
        Some(stored) => read_rules(&format!("rules {}", stored.digest), stored.body.as_bytes()),
        None => read_rules(formats::rules::CARRIED_NAME, formats::rules::CARRIED.as_bytes()),
    }
}

fn read_rules(name: &str, bytes: &[u8]) -> Result<RuleSet, OfficeError> {
    formats::rules::read(name, bytes).map_err(|faults| {
        let said = |lang| faults.iter().map(|f| f.in_lang(lang)).collect::<Vec<_>>().join("\n");
        OfficeError::Said(Text::new(said(domain::text::Lang::Vi), said(domain::text::Lang::En)))
    })
}

/// Puts a rules file in force; nothing is written when it is in force already. Returns whether it was written.
///
/// # Errors
/// When the actor may not, the file is faulty, or the database fails; nothing is written then.
pub async fn use_rules(context: &Context, name: &str, body: &str, why: &str) -> Result<bool, OfficeError> {
    let rules = read_rules(name, body.as_bytes())?;
    let mut change = context.begin(Action::ChangeRules).await?;
    let before = change.store().rule_set(Seq::LATEST).await?;
    if before.as_ref().is_some_and(|old| old.body == body) {
        return Ok(false);
    }
    change.rule_set(body).await?;
    let before = before.map_or_else(String::new, |old| serde_json::json!({ "digest": old.digest }).to_string());
    let codes: Vec<&str> = rules.rules.iter().map(|r| r.source.code.as_str()).collect();
    change.commit("rules", before, serde_json::json!({ "rules": codes }).to_string(), why).await?;
    Ok(true)
}

/// Puts the carried rules in force in an office that has none, so that the digest of its releases covers them.
///
/// # Errors
/// As [`use_rules`].
pub async fn begin_rules(context: &Context, why: &str) -> Result<bool, OfficeError> {
    if context.read(Action::ReadMicrodata)?.rule_set(Seq::LATEST).await?.is_some() {
        return Ok(false);
    }
    use_rules(context, formats::rules::CARRIED_NAME, formats::rules::CARRIED, why).await
}

/// Runs the rules on the returns of a month as they are known now.
///
/// # Errors
/// When the actor may not, there are no returns to check in that month or the one before, or the database fails.
pub async fn check(context: &Context, month: Month) -> Result<Checked, OfficeError> {
    let rules = rules(context).await?;
    check_with(context, rules, month).await
}

/// The same with other rules, to try them out.
///
/// # Errors
/// As [`check`].
pub async fn check_with(context: &Context, rules: RuleSet, month: Month) -> Result<Checked, OfficeError> {
    let store = context.read(Action::ReadMicrodata)?;
    let months = store.return_months().await?.ok_or_else(|| nothing_to_check(month, None))?;
    if month < months.first || month > months.last.next() {
        return Err(nothing_to_check(month, Some(months)));
    }
    let register = store.register(Seq::LATEST).await?;
    let returns = store.returns(AsOf::latest(), Histories::window(month)).await?;
    let mut explanations = store.explanations(Seq::LATEST).await?;
    explanations.retain(|e| e.month == month);
    let run = run(&rules, &register, &returns, month);
    Ok(Checked { run, rules, register, explanations, returns })
}

/// The suspicions of a month in the order of what they could move the index, with what the month was checked by.
///
/// # Errors
/// As [`check`], and when the index cannot be computed (no weights).
pub async fn review(context: &Context, month: Month) -> Result<(Vec<Item>, Checked), OfficeError> {
    let checked = check(context, month).await?;
    let computed = index(context, Question::latest(month)).await?;
    let items = queue(&checked.run.findings, &computed.computation, &checked.returns);
    Ok((items, checked))
}

/// Writes the answer to a suspicion: who asked what and why the number stands.
///
/// # Errors
/// When the actor may not, the rule is not in force, the establishment is unknown, or the database fails; nothing is written then.
pub async fn explain(context: &Context, answer: &Explanation) -> Result<(), OfficeError> {
    let rules = rules(context).await?;
    if !rules.rules.iter().any(|r| r.source.code == answer.rule) {
        return Err(OfficeError::Said(Text::new(
            format!("Không có quy tắc {}. Xem mã bằng “khoi checks list”.", answer.rule),
            format!("There is no rule {}. “khoi checks list” gives the codes.", answer.rule),
        )));
    }
    let mut change = context.begin(Action::ExplainSuspicion).await?;
    change.explanation(answer).await?;
    let after = serde_json::json!({
        "establishment": answer.establishment, "month": answer.month, "product": answer.product, "rule": answer.rule,
        "text": answer.text,
    });
    change.commit("explanation", String::new(), after.to_string(), &answer.text).await?;
    Ok(())
}

/// Strikes out known numbers up to a month (the last there is when none is given), fills them by each method and compares, cell by cell.
///
/// # Errors
/// When the actor may not, there are no returns or weights, or the database fails.
pub async fn back_test(context: &Context, month: Option<Month>) -> Result<(Month, Backtest), OfficeError> {
    let store = context.read(Action::ReadMicrodata)?;
    let last = store.return_months().await?.map(|months| months.last);
    let month = month.or(last).ok_or_else(nothing_at_all)?;
    let computed = index(context, Question::latest(month)).await?;
    let (panel, spec) = (&computed.computation.panel, computed.computation.spec());
    let values = spec.unit_values(panel.products().iter().map(|p| &p.code));
    Ok((month, backtest(&BacktestSpec::default(), panel, &values, spec.fill().least_reporters)))
}

/// Puts the methods a back-test chose in force. A cell that keeps the default and never had another method is not written.
///
/// # Errors
/// When the actor may not, or the database fails; nothing is written then.
pub async fn apply(context: &Context, month: Month, test: &Backtest) -> Result<Taken, OfficeError> {
    let known: BTreeMap<String, FillingMethod> =
        context.read(Action::ChangeSettings)?.filling_methods(Seq::LATEST).await?;
    let percent = |error: Option<f64>| {
        error.map_or_else(|| "–".to_owned(), |e| format!("{} %", domain::series::decimal(e * 100.0, 2)))
    };
    let rows: Vec<FillingMethod> = test
        .rows
        .iter()
        .filter(|row| row.chosen)
        .map(|row| {
            let errors = test.rows.iter().filter(|r| r.cell == row.cell);
            let errors: Vec<String> = errors.map(|r| format!("{} {}", r.method.code(), percent(r.error))).collect();
            FillingMethod {
                cell: format!("{} × {}", row.cell.product, row.cell.industry),
                method: row.method.code().to_owned(),
                why: format!("back-test {month}: {}", errors.join(", ")),
            }
        })
        .filter(|row| row.method != Filling::RatioOfMeans.code() || known.contains_key(&row.cell))
        .collect();
    set_filling(context, &rows, &format!("back-test {month}")).await
}

fn nothing_at_all() -> OfficeError {
    OfficeError::Said(Text::new(
        "Cơ sở dữ liệu chưa có báo cáo nào. Hãy nhập báo cáo trước (khoi import returns).",
        "There is no return in the database. Import returns first (khoi import returns).",
    ))
}

fn nothing_to_check(month: Month, months: Option<MonthRange>) -> OfficeError {
    let Some(MonthRange { first, last }) = months else { return nothing_at_all() };
    OfficeError::Said(Text::new(
        format!("Chưa có báo cáo nào để kiểm tra cho tháng {month}: có báo cáo từ {first} đến {last}."),
        format!("There is nothing to check for {month}: there are returns from {first} to {last}."),
    ))
}
