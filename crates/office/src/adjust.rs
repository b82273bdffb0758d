//! Seasonal adjustment of what is published: every index node and every published series of levels, by the choice that is kept with it.

mod choices;

use std::collections::BTreeMap;

pub use domain::adjust::Proposal;
use domain::adjust::{Levels, Look, Part, SeriesKey, indirect, look};
use domain::text::Text;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::StoredChoice;

use crate::publication::{PublicNode, Publication};

pub(crate) use choices::official_choices;
pub use choices::{
    Acceptance, MOVE_DIGITS, Other, Proposed, Turned, accept, digest, last_choice, nothing_ticked, of_official, past,
    propose, said, waiting,
};

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

impl AdjustedSeries {
    /// Its name as it stands among others: below the whole with its code, for an industry and its only branch may share a name.
    #[must_use]
    pub fn label(&self) -> Text {
        match self.depth {
            0 => self.name.clone(),
            _ => Text::new(format!("{} {}", self.key, self.name.vi), format!("{} {}", self.key, self.name.en)),
        }
    }
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
