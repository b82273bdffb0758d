//! Releases: issuing one freezes it; replaying one computes it again from what was there then and compares every digit.

pub mod proposing;
mod protect;

use domain::authority::Action;
use domain::period::Month;
use domain::register::Register;
use domain::release::calendar::ReleaseDays;
use domain::release::confidential::Rule;
use domain::release::vintage::{Difference, Digest, FrozenNode, Inputs, Vintage};
use domain::series::Stage;
use domain::text::{self, Lang, Text};
use jiff::civil::Date;
use serde::Serialize;
use store::{ReleaseHead, Seq, Store};

use crate::compute::{Computed, Question, answer};
use crate::context::{Context, OfficeError};

pub use protect::{is_cell_safe, pattern};

/// The rules of confidentiality by the first month released under them: fewer than three establishments, or one with more than
/// 85 per cent of the cell. The share lies between the 80 and 90 per cent common in statistical offices (Hundepool et al., 2012, section
/// 4.2); a department that is bound to another adds its line.
#[must_use]
pub fn confidentiality_rules() -> Vec<Rule> {
    Month::new(2019, 1).map(|from| Rule { from, fewest: 3, dominance: 0.85 }).into_iter().collect()
}

/// A release that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Released {
    /// Its number in the database.
    pub id: i64,
    /// What was frozen.
    pub vintage: Vintage,
}

/// Issues a release of `month` at `stage`: computes from what counts on the day, freezes it and writes the journal line, all in one transaction.
///
/// Without a `date` the day is the one the calendar gives, or today when that is still to come.
///
/// # Errors
/// When the actor may not, the stage has no release, the day comes before the month is over, a later stage is already out, or the
/// index cannot be computed.
pub async fn issue(context: &Context, month: Month, stage: Stage, date: Option<Date>) -> Result<Released, OfficeError> {
    let mut change = context.begin(Action::Release).await?;
    let date = day_of(context, change.store(), month, stage, date).await?;
    let Drafted { vintage, .. } = draft(change.store(), month, stage, date).await?;
    let id = change.release(&vintage).await?;
    let subject = subject(&vintage);
    change.commit(&subject, String::new(), told(id, &vintage).to_string(), "").await?;
    Ok(Released { id, vintage })
}

/// What the journal calls a release.
fn subject(vintage: &Vintage) -> String {
    format!("release {} {} {}", vintage.month, vintage.stage, vintage.number)
}

/// What the journal is told of a release.
fn told(id: i64, vintage: &Vintage) -> serde_json::Value {
    serde_json::json!({
        "release": id, "month": vintage.month, "stage": vintage.stage, "vintage": vintage.number, "date": vintage.date,
        "digest": vintage.inputs.digest(), "level": vintage.level("TOTAL", vintage.month),
    })
}

/// A release as it would be printed from what is there now.
struct Drafted {
    vintage: Vintage,
    due: usize,
    silent: usize,
    register: Register,
}

/// Computes what a release would print; nothing is written.
async fn draft(store: &Store, month: Month, stage: Stage, date: Date) -> Result<Drafted, OfficeError> {
    let heads = store.releases(Seq::LATEST).await?;
    let number = next_number(&heads, month, stage)?;
    let as_of = store.latest().await?;
    let computed = answer(store, Question::of_release(month, stage, Some(date), as_of)).await?;
    let earlier = withheld_before(store, &heads, computed.computation.spec().baskets()[0].base, None).await?;
    let vintage = freeze(&computed, month, stage, number, date, &earlier);
    Ok(Drafted { vintage, due: computed.due, silent: computed.silent, register: computed.register })
}

/// The day of issue: the one asked for, or that of the calendar, checked.
async fn day_of(
    context: &Context,
    store: &Store,
    month: Month,
    stage: Stage,
    date: Option<Date>,
) -> Result<Date, OfficeError> {
    let days = store.release_days(Seq::LATEST).await?;
    day_of_issue(&days, month, stage, date, context.today())
}

/// The day of issue, checked.
fn day_of_issue(
    days: &ReleaseDays,
    month: Month,
    stage: Stage,
    date: Option<Date>,
    today: Date,
) -> Result<Date, OfficeError> {
    if stage == Stage::Forecast {
        return Err(said(
            "Số dự báo không có kỳ công bố riêng. Hãy chọn flash, provisional hoặc final.",
            "A forecast has no release of its own. Choose flash, provisional or final.",
        ));
    }
    let due = days.due(month, stage).filter(|due| *due <= today);
    let date = date.or(due).unwrap_or(today);
    if date <= month.last_day() {
        return Err(OfficeError::Said(Text::new(
            format!(
                "{} chưa kết thúc vào ngày {}. Hãy chọn ngày sau.",
                text::month(month, Lang::Vi),
                text::date(date, Lang::Vi)
            ),
            format!(
                "{} is not over on {}. Choose a later day.",
                text::month(month, Lang::En),
                text::date(date, Lang::En)
            ),
        )));
    }
    Ok(date)
}

/// The number of the next printing of a month; a stage never goes back.
fn next_number(heads: &[ReleaseHead], month: Month, stage: Stage) -> Result<u32, OfficeError> {
    let printed = heads.iter().filter(|head| head.month == month);
    let settled = printed.clone().map(|head| head.stage).max();
    match settled.filter(|settled| *settled > stage) {
        Some(settled) => Err(OfficeError::Said(Text::new(
            format!("{month} đã công bố ở giai đoạn {settled}; không quay lại {stage}. Hãy chọn {settled}."),
            format!("{month} is already out as {settled}; it cannot go back to {stage}. Choose {settled}."),
        ))),
        None => Ok(printed.map(|head| head.number).max().unwrap_or(0) + 1),
    }
}

/// What the releases before `before` (all, without one) on the same base withheld.
async fn withheld_before(
    store: &Store,
    heads: &[ReleaseHead],
    base: domain::period::Year,
    before: Option<i64>,
) -> Result<std::collections::BTreeSet<String>, OfficeError> {
    let last = heads.iter().filter(|head| before.is_none_or(|id| head.id < id)).max_by_key(|head| head.id);
    let Some(head) = last else { return Ok(Default::default()) };
    // Each release carries on what the one before withheld, so the last one has them all.
    let vintage = store.release_of(head.id, &[]).await?.filter(|vintage| vintage.base == base);
    Ok(vintage.map(|vintage| vintage.withheld).unwrap_or_default())
}

/// The vintage of a computation.
fn freeze(
    computed: &Computed,
    month: Month,
    stage: Stage,
    number: u32,
    date: Date,
    earlier: &std::collections::BTreeSet<String>,
) -> Vintage {
    let index = &computed.computation.index;
    let (tree, months) = (index.tree(), index.months());
    let shares = tree.shares();
    let nodes = tree.nodes().iter().enumerate().map(|(at, node)| FrozenNode {
        code: node.code.clone(),
        parent: node.parent.map(|parent| tree.nodes()[parent].code.clone()),
        share: shares[at],
        levels: months.iter().map(|m| index.level(at, m).map(|level| level.0)).collect(),
        observed: months.iter().map(|m| index.observed_share(at, m)).collect(),
    });
    let withheld = pattern(&computed.computation, month, earlier).codes(tree);
    Vintage {
        month,
        stage,
        number,
        date,
        inputs: computed.inputs.clone(),
        simulated: computed.simulated,
        base: computed.computation.spec().baskets()[0].base,
        months,
        nodes: nodes.collect(),
        withheld,
    }
}

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Replayed {
    /// Number of the release.
    pub id: i64,
    /// Its month.
    pub month: Month,
    /// Its stage.
    pub stage: Stage,
    /// Which printing.
    pub number: u32,
    /// Figures compared.
    pub figures: usize,
    /// Figures that came out otherwise: frozen, then computed again.
    pub differences: Vec<Difference>,
    /// Names of inputs whose digest is not the one frozen.
    pub inputs: Vec<&'static str>,
    /// Whether the nodes withheld came out otherwise.
    pub withheld_differs: bool,
}

impl Replayed {
    /// Whether everything came out the same to the last bit.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.differences.is_empty() && self.inputs.is_empty() && !self.withheld_differs
    }
}

/// Every release, by day.
///
/// # Errors
/// When the actor may not or the database fails.
pub async fn list(context: &Context) -> Result<Vec<ReleaseHead>, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.releases(Seq::LATEST).await?)
}

/// A release as it was frozen, every node in it.
///
/// # Errors
/// When the actor may not, there is no such release, or the database fails.
pub async fn frozen(context: &Context, id: i64) -> Result<Vintage, OfficeError> {
    load(context.read(Action::ReadMicrodata)?, id).await
}

pub(crate) async fn load(store: &Store, id: i64) -> Result<Vintage, OfficeError> {
    store.release(id).await?.ok_or_else(|| no_release(id))
}

pub(crate) fn no_release(id: i64) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("Không có kỳ công bố số {id}. Xem danh sách bằng `khoi replay --all`."),
        format!("There is no release {id}. `khoi replay --all` lists them."),
    ))
}

/// Computes a release again from what was there when it was made, and compares every figure bit by bit.
///
/// # Errors
/// When the actor may not, there is no such release, or it cannot be computed.
pub async fn replay(context: &Context, id: i64) -> Result<Replayed, OfficeError> {
    let store = context.read(Action::Compute)?;
    let frozen = load(store, id).await?;
    let computed = answer(store, Question::of_vintage(&frozen)).await?;
    let heads = store.releases(Seq::LATEST).await?;
    let earlier = withheld_before(store, &heads, frozen.base, Some(id)).await?;
    let again = freeze(&computed, frozen.month, frozen.stage, frozen.number, frozen.date, &earlier);
    Ok(Replayed {
        id,
        month: frozen.month,
        stage: frozen.stage,
        number: frozen.number,
        figures: frozen.nodes.len() * frozen.months.len(),
        differences: frozen.differences(&again),
        inputs: changed_inputs(&frozen.inputs, &again.inputs),
        withheld_differs: frozen.withheld != again.withheld,
    })
}

/// Names of the inputs that are not the same. The version of the program is none: another version must give the same digits.
fn changed_inputs(frozen: &Inputs, again: &Inputs) -> Vec<&'static str> {
    let pairs: [(&str, &Digest, &Digest); 5] = [
        ("returns", &frozen.returns, &again.returns),
        ("register", &frozen.register, &again.register),
        ("weights", &frozen.weights, &again.weights),
        ("rules", &frozen.rules, &again.rules),
        ("methods", &frozen.methods, &again.methods),
    ];
    pairs.into_iter().filter(|(_, a, b)| a != b).map(|(name, _, _)| name).collect()
}

fn said(vi: &str, en: &str) -> OfficeError {
    OfficeError::Said(Text::new(vi, en))
}
