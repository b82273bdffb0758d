//! Seasonal adjustment of what is published: every index node and every published series of levels, by the choice that is kept with it; and
//! the choice made again, shown in index points before it is accepted.

use std::collections::BTreeMap;

pub use domain::adjust::Proposal;
use domain::adjust::{CannotRefresh, Kept, Levels, Look, Moved, Part, SeriesKey, indirect, look, moved, refresh};
use domain::authority::Action;
use domain::text::Text;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{Seq, Store, StoredChoice};

use crate::context::{Context, OfficeError};
use crate::publication::{PublicNode, Publication};

/// A published series of levels that is not Khơi's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfficialSeries {
    /// Which.
    pub key: SeriesKey,
    /// Its name.
    pub name: Text,
    /// Whose figures they are.
    pub origin: Origin,
    /// Its values.
    pub levels: Levels,
}

/// Where the figures of a published series are from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// Unit, as printed.
    pub unit: String,
    /// Where the newest was published.
    pub source: Text,
    /// When the newest were taken in.
    pub imported: Option<Timestamp>,
}

/// A series with its adjustment.
#[derive(Debug, Clone, PartialEq)]
pub struct AdjustedSeries {
    /// Which.
    pub key: SeriesKey,
    /// Its name.
    pub name: Text,
    /// How far below the whole; 0 for a published series.
    pub depth: usize,
    /// Whose figures they are, for a published series.
    pub origin: Option<Origin>,
    /// Its values.
    pub levels: Levels,
    /// It, adjusted by itself.
    pub look: Look,
    /// The choice in force; `None` while it is made anew with every release.
    pub choice: Option<StoredChoice>,
    /// It, adjusted by its parts, by month of the publication; `None` where a part is withheld, or there are none.
    pub indirect: Option<Vec<Option<f64>>>,
}

/// Depth of the 4-digit industries: what is below is a product, no index.
const CLASSES: usize = 3;

/// Whether a node is an index, not a single product.
#[must_use]
pub fn is_index(node: &PublicNode) -> bool {
    node.depth <= CLASSES
}

/// Everything of a publication that can be adjusted, adjusted: nodes in its order, then published series.
#[must_use]
pub fn of(publication: &Publication) -> Vec<AdjustedSeries> {
    let nodes: Vec<&PublicNode> = publication.nodes.iter().filter(|node| is_index(node)).collect();
    let looked: Vec<Option<(Levels, Look)>> = each(&nodes, |node| {
        let levels = Levels::new(publication.months.first, &node.levels)?;
        let look = look(&levels, choice(publication, &node_key(node)).map(|choice| &choice.kept));
        Some((levels, look))
    });
    let looks: BTreeMap<&str, &Look> =
        nodes.iter().zip(&looked).filter_map(|(node, of)| Some((node.code.as_str(), &of.as_ref()?.1))).collect();
    let mut all: Vec<AdjustedSeries> = nodes
        .iter()
        .zip(&looked)
        .filter_map(|(node, of)| {
            let (levels, look) = of.clone()?;
            Some(AdjustedSeries {
                key: node_key(node),
                name: node.name.clone(),
                depth: node.depth,
                origin: None,
                choice: choice(publication, &node_key(node)).cloned(),
                indirect: by_parts(publication, node, &looks),
                levels,
                look,
            })
        })
        .collect();
    all.extend(each(&publication.published.iter().collect::<Vec<_>>(), |series| of_published(publication, series)));
    all
}

/// The same after other choices for series of the statistics office: what is adjusted as before is not made again.
#[must_use]
pub fn renewed(publication: &Publication, before: &[AdjustedSeries]) -> Vec<AdjustedSeries> {
    each(&before.iter().collect::<Vec<_>>(), |series| {
        let is_it =
            |one: &&OfficialSeries| one.key == series.key && choice(publication, &one.key) != series.choice.as_ref();
        publication.published.iter().find(is_it).map_or_else(|| series.clone(), |one| of_published(publication, one))
    })
}

/// Every series of a publication that can be adjusted.
#[must_use]
pub fn keys(publication: &Publication) -> Vec<SeriesKey> {
    let nodes = publication.nodes.iter().map(node_key);
    let published = publication.published.iter().map(|series| series.key.clone());
    nodes.chain(published).filter(|key| levels_of(publication, key).is_some()).collect()
}

/// One of them, adjusted by itself; `None` where the publication has no such series.
#[must_use]
pub fn one(publication: &Publication, key: &SeriesKey) -> Option<(Levels, Look)> {
    let levels = levels_of(publication, key)?;
    let look = look(&levels, choice(publication, key).map(|choice| &choice.kept));
    Some((levels, look))
}

fn of_published(publication: &Publication, series: &OfficialSeries) -> AdjustedSeries {
    let choice = choice(publication, &series.key).cloned();
    AdjustedSeries {
        key: series.key.clone(),
        name: series.name.clone(),
        depth: 0,
        origin: Some(series.origin.clone()),
        look: look(&series.levels, choice.as_ref().map(|choice| &choice.kept)),
        levels: series.levels.clone(),
        choice,
        indirect: None,
    }
}

/// What is done for each of a list, on as many threads as there are cores, in the order of the list.
fn each<'a, T: Sync, R: Send>(list: &[&'a T], work: impl Fn(&'a T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = list.len().div_ceil(threads).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let parts: Vec<_> = list
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(|one| work(one)).collect::<Vec<R>>()))
            .collect();
        let done = |part: std::thread::ScopedJoinHandle<'_, Vec<R>>| {
            part.join().unwrap_or_else(|broken| std::panic::resume_unwind(broken))
        };
        parts.into_iter().flat_map(done).collect()
    })
}

fn node_key(node: &PublicNode) -> SeriesKey {
    SeriesKey::Node(node.code.clone())
}

fn choice<'a>(publication: &'a Publication, key: &SeriesKey) -> Option<&'a StoredChoice> {
    publication.choices.get(key)
}

fn levels_of(publication: &Publication, key: &SeriesKey) -> Option<Levels> {
    match key {
        SeriesKey::Node(code) => {
            Levels::new(publication.months.first, &publication.node(code).filter(|node| is_index(node))?.levels)
        }
        SeriesKey::Official { .. } => {
            publication.published.iter().find(|series| series.key == *key).map(|series| series.levels.clone())
        }
    }
}

/// A node from its parts, where all of them are published and adjusted by themselves or left alone.
fn by_parts(publication: &Publication, node: &PublicNode, looks: &BTreeMap<&str, &Look>) -> Option<Vec<Option<f64>>> {
    let children: Vec<&PublicNode> = publication.children(&node.code).collect();
    let parts: Option<Vec<Part<'_>>> = children
        .iter()
        .map(|child| {
            let look = looks.get(child.code.as_str())?;
            (!child.withheld).then_some(Part { points: &child.points, levels: &child.levels, look })
        })
        .collect();
    let parts = parts.filter(|parts| !parts.is_empty())?;
    // The points are of the level of the whole; those of the node say what one of its own is.
    let scale = |at: usize| {
        let (level, points) = (node.levels.get(at).copied().flatten()?, node.points.get(at).copied().flatten()?);
        (points > 0.0).then(|| level / points)
    };
    let sums = indirect(publication.months, &parts);
    Some(sums.into_iter().enumerate().map(|(at, sum)| Some(sum? * scale(at)?)).collect())
}

/// What another choice would make of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// Which series.
    pub key: SeriesKey,
    /// It as it is published.
    pub before: Look,
    /// Unit of a published series, as printed; an index moves by points.
    pub unit: Option<String>,
    /// A choice that was accepted and is in no release yet; the other choice is made from it.
    pub waiting: Option<StoredChoice>,
    /// It by the other choice, with that choice; or why there is none.
    pub after: Result<(Kept, Look), Text>,
    /// Every month as it is published and by the other choice.
    pub moved: Vec<Moved>,
}

/// Decimals of a move: choices are often nearer to each other than what is published.
pub const MOVE_DIGITS: usize = 3;

impl Proposed {
    /// The largest move, in units of the series; `None` where nothing can be compared, or no month moves by what can be printed.
    #[must_use]
    pub fn largest(&self) -> Option<&Moved> {
        let moves = |moved: &&Moved| domain::series::round(moved.points(), MOVE_DIGITS) != 0.0;
        self.moved.iter().filter(moves).max_by(|a, b| a.points().abs().total_cmp(&b.points().abs()))
    }
}

/// The change that accepted the newest choice: until there is another, the choices in force are the same.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn last_choice(context: &Context) -> Result<Seq, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.last_adjust_choice().await?)
}

/// The choices in force now for series of the statistics office: what is accepted for them holds at once.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn of_official(context: &Context) -> Result<BTreeMap<SeriesKey, StoredChoice>, OfficeError> {
    official_choices(context.read(Action::ReadPublished)?).await
}

pub(crate) async fn official_choices(store: &Store) -> Result<BTreeMap<SeriesKey, StoredChoice>, OfficeError> {
    let mut choices = store.adjust_choices(Seq::LATEST).await?;
    choices.retain(|key, _| is_official(key));
    Ok(choices)
}

fn is_official(key: &SeriesKey) -> bool {
    matches!(key, SeriesKey::Official { .. })
}

/// The choices for indices of the province that were accepted and wait for the next release.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn waiting(
    context: &Context,
    publication: &Publication,
) -> Result<BTreeMap<SeriesKey, StoredChoice>, OfficeError> {
    let mut choices = context.read(Action::ChangeSettings)?.adjust_choices(Seq::LATEST).await?;
    choices.retain(|key, kept| !is_official(key) && choice(publication, key) != Some(kept));
    Ok(choices)
}

/// The choice for some series made again from what is kept, without keeping it, beside the figures of the newest publication.
///
/// # Errors
/// When the actor may not, the publication has no such series, or the database fails.
pub async fn propose(
    context: &Context,
    publication: &Publication,
    keys: &[SeriesKey],
    proposal: Proposal<'_>,
) -> Result<Vec<Proposed>, OfficeError> {
    let newest = context.read(Action::ChangeSettings)?.adjust_choices(Seq::LATEST).await?;
    let mut wanted = Vec::new();
    for key in keys {
        let levels = levels_of(publication, key).ok_or(OfficeError::NotFound)?;
        let (published, newest) = (choice(publication, key).cloned(), newest.get(key).cloned());
        let series = publication.published.iter().find(|series| series.key == *key);
        let unit = series.map(|series| series.origin.unit.clone());
        wanted.push(Beginning { key: key.clone(), unit, levels, published, newest });
    }
    let (policy, asked, to_year) = (proposal.policy, proposal.asked.map(str::to_owned), proposal.to_year);
    // Minutes where hundreds of models are looked for: not on a thread that answers others.
    let work = move || {
        let list: Vec<&Beginning> = wanted.iter().collect();
        let proposal = Proposal { policy, asked: asked.as_deref(), to_year };
        each(&list, |beginning| proposed(beginning, &proposal))
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| OfficeError::Said(Text::new(error.to_string(), error.to_string())))
}

/// What another choice begins with: the choice that is published, and the newest that was accepted.
struct Beginning {
    key: SeriesKey,
    unit: Option<String>,
    levels: Levels,
    published: Option<StoredChoice>,
    newest: Option<StoredChoice>,
}

fn proposed(beginning: &Beginning, proposal: &Proposal<'_>) -> Proposed {
    let Beginning { key, unit, levels, published, newest } = beginning;
    fn kept(choice: &Option<StoredChoice>) -> Option<&Kept> {
        choice.as_ref().map(|choice| &choice.kept)
    }
    let before = look(levels, kept(published));
    let waiting = newest.clone().filter(|_| !is_official(key) && newest != published);
    let after = refresh(levels, kept(newest), proposal).map_err(|why| said(&why)).map(|kept| {
        let look = look(levels, Some(&kept));
        (kept, look)
    });
    let moved = after.as_ref().map(|(_, after)| moved(levels, &before, after)).unwrap_or_default();
    Proposed { key: key.clone(), unit: unit.clone(), before, waiting, after, moved }
}

/// Why a choice cannot be made, and what to do.
#[must_use]
pub fn said(why: &CannotRefresh) -> Text {
    match why {
        CannotRefresh::NothingKept => Text::new(
            "chưa lưu lựa chọn nào cho chuỗi này: hãy chọn lại tất cả (concurrent) trước",
            "nothing is kept for this series yet: choose everything anew (concurrent) first",
        ),
        CannotRefresh::LeftAlone => Text::new(
            "chuỗi không có mùa vụ nên được để nguyên: chỉ có thể chọn lại tất cả (concurrent)",
            "the series has no season and is left alone: only everything can be chosen anew (concurrent)",
        ),
        CannotRefresh::TooShort { months } => Text::new(
            format!("chuỗi có {months} tháng; cần ít nhất 36"),
            format!("the series has {months} months; 36 are needed"),
        ),
        CannotRefresh::Specification(Text { vi, en }) => {
            Text::new(format!("đặc tả không dùng được: {vi}"), format!("the specification cannot be used: {en}"))
        }
        CannotRefresh::Engine(why) => why.clone(),
    }
}

/// A digest of what was shown: what is accepted must be the same.
#[must_use]
pub fn digest(proposed: &[Proposed]) -> String {
    let mut sum = Sha256::new();
    for one in proposed {
        sum.update(one.key.to_string());
        sum.update(one.after.as_ref().ok().and_then(|(kept, _)| serde_json::to_vec(kept).ok()).unwrap_or_default());
    }
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps the choices that were shown. Those of the province's indices hold for the next release, and what is published stays; those of
/// series of the statistics office hold at once.
///
/// # Errors
/// When the actor may not, what would be kept is not what was shown, there is nothing to keep, or the database fails; nothing is written
/// then.
pub async fn accept(
    context: &Context,
    publication: &Publication,
    keys: &[SeriesKey],
    proposal: Proposal<'_>,
    (shown, why): (&str, &str),
) -> Result<usize, OfficeError> {
    let proposed = propose(context, publication, keys, proposal).await?;
    if digest(&proposed) != shown {
        return Err(OfficeError::Said(Text::new(
            "Từ lúc bạn xem, số liệu hoặc lựa chọn đã đổi. Hãy xem lại rồi chấp nhận.",
            "Since you looked, the figures or the choices have changed. Look again, then accept.",
        )));
    }
    let kept: Vec<(&SeriesKey, &Kept)> =
        proposed.iter().filter_map(|one| Some((&one.key, &one.after.as_ref().ok()?.0))).collect();
    if kept.is_empty() {
        return Err(OfficeError::Said(Text::new(
            "Không có lựa chọn nào để lưu: xem lý do ở từng chuỗi.",
            "There is no choice to keep: each series says why.",
        )));
    }
    let mut change = context.begin(Action::ChangeSettings).await?;
    for (key, kept) in &kept {
        change.adjust_choice(key, kept, (&context.actor.name, context.moment)).await?;
    }
    let told: Vec<serde_json::Value> = kept
        .iter()
        .map(|(key, kept)| serde_json::json!({ "series": key.to_string(), "policy": kept.policy, "chosen": kept.chosen, "until": kept.until }))
        .collect();
    change.commit("adjustment", String::new(), serde_json::json!(told).to_string(), why).await?;
    Ok(kept.len())
}
