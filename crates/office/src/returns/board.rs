//! The statistics room during collection: who has answered, what is in doubt and what it could move, what the index comes to so far.

use std::collections::{BTreeMap, BTreeSet};

use domain::authority::Action;
use domain::mail::MailState;
use domain::period::{Month, MonthRange};
use domain::register::{Activity, Establishment, EstablishmentCode, Register};
use domain::returns::sent::{Door, Judgement, Verdict};
use domain::returns::{CollectionDays, Return, Standing};
use domain::review::Item;
use domain::series::Measure;
use domain::text::Text;
use store::{AsOf, Explanation, ReturnReminder, Seq, Store};

use crate::checks;
use crate::compute::{Question, index};
use crate::context::{Context, OfficeError};
use crate::names::Names;

/// The collection of a month.
#[derive(Debug, Clone)]
pub struct Board {
    /// The report month.
    pub month: Month,
    /// Its days.
    pub days: CollectionDays,
    /// Those who have to answer, and those who have, in order of code.
    pub rows: Vec<Responder>,
    /// Whether simulated enterprises are in it.
    pub simulated: bool,
}

/// What takes long to make of a month: its doubts with their prices, and the index so far.
#[derive(Debug, Clone)]
pub struct Priced {
    /// What the index comes to with what is there; `None` where nothing can be computed yet.
    pub live: Option<Live>,
    /// What is in doubt, most index points first.
    pub doubts: Vec<Doubt>,
}

/// Someone who has to answer.
#[derive(Debug, Clone)]
pub struct Responder {
    /// Who.
    pub establishment: Establishment,
    /// Whose it is.
    pub enterprise: String,
    /// What was said, whether it came late, whether the month is locked for it.
    pub standing: Standing,
    /// Whether it can be sent.
    pub door: Door,
    /// What its silence could move, in points of the level of the whole.
    pub points: Option<f64>,
    /// The newest reminder, and how its message stands.
    pub reminded: Option<(ReturnReminder, MailState)>,
}

/// What the index comes to so far.
#[derive(Debug, Clone)]
pub struct Live {
    /// The whole, its sections and their industries, in order of the tree.
    pub nodes: Vec<LiveNode>,
}

/// A node of the index so far.
#[derive(Debug, Clone)]
pub struct LiveNode {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// How far below the whole.
    pub depth: u8,
    /// The change on the month before and on the year before, per cent.
    pub changes: [Option<f64>; 2],
    /// The share of its weight that was really reported, 0 to 1.
    pub observed: Option<f64>,
}

/// Something in doubt, and what was said about it.
#[derive(Debug, Clone)]
pub struct Doubt {
    /// What, with its price in index points.
    pub item: Item,
    /// The name of the establishment.
    pub name: String,
    /// Whether nothing is in doubt but that nothing came: such establishments stand in the list of who has reported.
    pub is_silence: bool,
    /// How it stands.
    pub state: DoubtState,
}

/// How a doubt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtState {
    /// Nobody has said anything.
    Open,
    /// The firm has explained it; somebody must say whether that is enough.
    Explained,
    /// The firm is asked.
    Asked,
    /// It was accepted.
    Accepted,
}

/// How deep the table of the index so far goes: sections and their 2-digit industries.
const DEPTH: u8 = 2;

pub(super) fn no_days() -> OfficeError {
    OfficeError::Said(Text::new(
        "Chưa đặt ngày thu báo cáo cho tháng này.",
        "No days of collection are set for this month.",
    ))
}

/// The last change of what [`priced`] is made of: until another comes, it is as it was.
///
/// # Errors
/// When the actor may not read the returns of everybody, or the database fails.
pub async fn changed(context: &Context) -> Result<Seq, OfficeError> {
    Ok(context.read(Action::ReadMicrodata)?.collection_changed().await?)
}

/// The doubts of a month with their prices, and the index so far: checked and computed anew.
///
/// # Errors
/// When the actor may not read the returns of everybody, or the database fails.
pub async fn priced(context: &Context, month: Month) -> Result<Priced, OfficeError> {
    let (doubts, live) = doubts(context, context.read(Action::ReadMicrodata)?, month).await?;
    Ok(Priced { live, doubts })
}

/// The days of collection in force for the month before the present one; `None` where none are set.
///
/// # Errors
/// When the actor may not read the returns of everybody, or the database fails.
pub async fn collection_days(context: &Context) -> Result<Option<CollectionDays>, OfficeError> {
    let days = context.read(Action::ReadMicrodata)?.release_days(Seq::LATEST).await?;
    Ok(CollectionDays::in_force(&days.monthly, Month::of(context.today()).previous()))
}

/// The last month there is a return of.
///
/// # Errors
/// When the actor may not read the returns of everybody, or the database fails.
pub async fn last_reported(context: &Context) -> Result<Option<Month>, OfficeError> {
    let months = context.read(Action::ReadMicrodata)?.return_months().await?;
    Ok(months.map(|months| months.last))
}

/// The collection of a month as it stands.
///
/// # Errors
/// When the actor may not read the returns of everybody, there are no days of collection, or the database fails.
pub async fn board(context: &Context, month: Month, priced: &Priced) -> Result<Board, OfficeError> {
    let store = context.read(Action::ReadMicrodata)?;
    let days = store.release_days(Seq::LATEST).await?;
    let days = CollectionDays::in_force(&days.monthly, month).ok_or_else(no_days)?;
    let register = store.register(Seq::LATEST).await?;
    let rows = responders(context, store, (&register, days, month), &priced.doubts).await?;
    let simulated = register.enterprises.values().any(|enterprise| enterprise.simulated);
    Ok(Board { month, days, rows, simulated })
}

pub(super) async fn responders(
    context: &Context,
    store: &Store,
    (register, days, month): (&Register, CollectionDays, Month),
    doubts: &[Doubt],
) -> Result<Vec<Responder>, OfficeError> {
    let returns = store.returns(AsOf::latest(), MonthRange::new(month, month)).await?;
    let answers: BTreeMap<&EstablishmentCode, &Return> = returns.iter().map(|one| (&one.establishment, one)).collect();
    let exceptions: BTreeMap<_, _> =
        store.lock_exceptions(month).await?.into_iter().map(|one| (one.establishment, one.until)).collect();
    // The newest of each stays.
    let newest = |reminded: (ReturnReminder, MailState)| (reminded.0.establishment.clone(), reminded);
    let mut reminded: BTreeMap<EstablishmentCode, (ReturnReminder, MailState)> =
        store.return_reminders(month).await?.into_iter().map(newest).collect();
    let silences: BTreeMap<&EstablishmentCode, f64> = doubts
        .iter()
        .filter(|doubt| doubt.is_silence)
        .map(|doubt| (&doubt.item.establishment, doubt.item.points()))
        .rev()
        .collect();
    let mut rows = Vec::new();
    for establishment in register.establishments.values() {
        let answer = answers.get(&establishment.code).copied();
        if answer.is_none() && establishment.activity(month) != Activity::Active {
            continue;
        }
        let exception = exceptions.get(&establishment.code).copied();
        let standing = Standing::of(answer, month, &days, context.today());
        rows.push(Responder {
            enterprise: register
                .enterprises
                .get(&establishment.enterprise)
                .map(|one| one.name.clone())
                .unwrap_or_default(),
            door: Door::of(month, &days, context.today(), exception),
            points: silences.get(&establishment.code).copied(),
            establishment: establishment.clone(),
            standing,
            reminded: reminded.remove(&establishment.code),
        });
    }
    Ok(rows)
}

/// What is in doubt, and the index so far; neither where there is nothing to check or to compute yet.
async fn doubts(context: &Context, store: &Store, month: Month) -> Result<(Vec<Doubt>, Option<Live>), OfficeError> {
    let months = store.return_months().await?;
    if months.is_none_or(|months| month < months.first || month > months.last) {
        return Ok((Vec::new(), None));
    }
    // Both read the returns and compute on them, each for itself.
    let theirs = context.clone();
    let computing = tokio::spawn(async move { index(&theirs, Question::latest(month)).await });
    let checked = checks::check(context, month).await?;
    let computed = computing.await.unwrap_or_else(|broken| std::panic::resume_unwind(broken.into_panic()));
    let computed = match computed {
        Ok(computed) => computed,
        // No weights: there is nothing to price the doubts by.
        Err(OfficeError::Said(_)) => return Ok((Vec::new(), None)),
        Err(error) => return Err(error),
    };
    let items = domain::review::queue(&checked.run.findings, &computed.computation, checked.returns());
    let judgements = store.return_judgements(month, None).await?;
    let explanations = store.explanations_in(month).await?;
    let name = |code: &EstablishmentCode| {
        checked.register.establishments.get(code).map(|one| one.name.clone()).unwrap_or_default()
    };
    let came: BTreeSet<&EstablishmentCode> =
        checked.returns().iter().filter(|one| one.month == month).map(|one| &one.establishment).collect();
    let doubt = |item: Item| Doubt {
        is_silence: !came.contains(&item.establishment),
        state: state(&item, &judgements, &explanations),
        name: name(&item.establishment),
        item,
    };
    Ok((items.into_iter().map(doubt).collect(), Some(live(&computed, month))))
}

/// How a doubt stands: as the newest word of the room on its figures, unless the firm has said something since.
fn state(item: &Item, judgements: &[(Seq, Judgement)], explanations: &[(Seq, Explanation)]) -> DoubtState {
    let is_rule = |rule: &str| item.findings.iter().any(|finding| finding.rule == rule);
    let of_item = |one: &&(Seq, Judgement)| {
        one.1.establishment == item.establishment && one.1.product == item.product && is_rule(&one.1.rule)
    };
    let explained = |one: &&(Seq, Explanation)| {
        one.1.establishment == item.establishment && one.1.product == item.product && is_rule(&one.1.rule)
    };
    let judged = judgements.iter().rfind(of_item);
    let explained = explanations.iter().rfind(explained).map(|(seq, _)| *seq);
    match judged {
        Some((_, judgement)) if judgement.verdict != Verdict::Asked => DoubtState::Accepted,
        Some((seq, _)) if explained.is_some_and(|later| later > *seq) => DoubtState::Explained,
        Some(_) => DoubtState::Asked,
        None if explained.is_some() => DoubtState::Explained,
        None => DoubtState::Open,
    }
}

fn live(computed: &crate::compute::Computed, month: Month) -> Live {
    let (index, names) = (&computed.computation.index, Names::new(&computed.register));
    let tree = index.tree();
    let mut nodes = Vec::new();
    let mut open = vec![(tree.root(), 0_u8)];
    while let Some((node, depth)) = open.pop() {
        let code = tree.nodes()[node].code.clone();
        nodes.push(LiveNode {
            name: names.of(&code),
            depth,
            changes: [Measure::Mom, Measure::Yoy].map(|measure| index.change(node, month, measure)),
            observed: index.observed_share(node, month),
            code,
        });
        if depth < DEPTH {
            open.extend(tree.children(node).iter().rev().map(|child| (*child, depth + 1)));
        }
    }
    Live { nodes }
}
