//! Building a publication: from the frozen release, what it was computed from, and what the statistics office published.

use std::collections::BTreeMap;

use domain::adjust::{Levels, SeriesKey};
use domain::authority::Action;
use domain::bulletin::{Bulletin, compose};
use domain::official::{OfficialFigure, Target};
use domain::period::{Month, MonthRange, Period};
use domain::register::Register;
use domain::release::calendar::ReleaseDays;
use domain::release::comparison::side_by_side;
use domain::release::revision::{Printing, reliability, table};
use domain::release::target::{Progress, progress};
use domain::release::vintage::{FrozenNode, Vintage, growth};
use domain::series::Measure;
use domain::text::{Lang, Text};
use jiff::Timestamp;
use store::{ReleaseHead, Seq, Store, StoredChoice};

use super::story::story;
use super::{
    Bulletins, ByMeasure, CalendarEntry, Done, PublicNode, PublicProduct, PublicSibling, Publication, ReleaseInfo,
    siblings,
};
use crate::adjust::{self, OfficialSeries, Origin};
use crate::compute::{Computed, Question, answer};
use crate::context::{Context, OfficeError};
use crate::names::Names;
use crate::release::{load, no_release};

/// The publication of a release, by its number.
///
/// # Errors
/// When the actor may not, there is no such release, or what it was computed from cannot be computed again.
pub async fn of(context: &Context, id: i64) -> Result<Publication, OfficeError> {
    let sources = Sources::load(context.read(Action::ReadPublished)?, id).await?;
    Ok(sources.publication())
}

/// The publication of the newest release: of the latest month the one printed last; `None` before the first.
///
/// # Errors
/// When the actor may not, or the release cannot be computed again.
pub async fn latest(context: &Context) -> Result<Option<Publication>, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let heads = store.releases(Seq::LATEST).await?;
    match heads.iter().max_by_key(|head| (head.month, head.id)) {
        Some(head) => of(context, head.id).await.map(Some),
        None => Ok(None),
    }
}

/// The last change of what publications show beside their releases: until there is another, they are the same.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn last_change_beside(context: &Context) -> Result<Seq, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.last_change_beside_releases().await?)
}

/// Everything a publication is made from.
pub(super) struct Sources {
    pub(super) head: ReleaseHead,
    pub(super) vintage: Vintage,
    pub(super) computed: Computed,
    pub(super) figures: Vec<OfficialFigure>,
    pub(super) targets: Vec<Target>,
    pub(super) choices: BTreeMap<SeriesKey, StoredChoice>,
    /// When the newest figures of each published series of levels were taken in.
    imported: BTreeMap<SeriesKey, Timestamp>,
    days: ReleaseDays,
    heads: Vec<ReleaseHead>,
    /// Every printing so far, of the nodes whose revisions are shown.
    printings: Vec<(i64, Vintage)>,
}

/// The nodes whose revisions are shown: the whole and its sections.
fn revised(vintage: &Vintage) -> Vec<&str> {
    let whole = vintage.nodes.iter().find(|node| node.parent.is_none()).map(|node| node.code.as_str());
    let shown = vintage.nodes.iter().filter(|node| node.parent.is_none() || node.parent.as_deref() == whole);
    shown.map(|node| node.code.as_str()).collect()
}

impl Sources {
    pub(super) async fn load(store: &Store, id: i64) -> Result<Self, OfficeError> {
        let vintage = load(store, id).await?;
        let question = Question::of_vintage(&vintage);
        let heads = store.releases(Seq::LATEST).await?;
        let head = heads.iter().find(|head| head.id == id).cloned();
        let revised = revised(&vintage);
        let mut printings = Vec::new();
        for head in heads.iter().filter(|head| head.id <= id) {
            printings.extend(store.release_of(head.id, &revised).await?.map(|printed| (head.id, printed)));
        }
        let mut choices = store.adjust_choices(Seq(vintage.inputs.as_of)).await?;
        choices.retain(|key, _| matches!(key, SeriesKey::Node(_)));
        choices.extend(adjust::official_choices(store).await?);
        Ok(Self {
            choices,
            head: head.ok_or_else(|| no_release(id))?,
            computed: answer(store, question).await?,
            figures: store.official_figures(Seq::LATEST).await?,
            imported: store.levels_taken_in(Seq::LATEST).await?,
            targets: store.targets(Seq::LATEST).await?,
            days: store.release_days(Seq::LATEST).await?,
            vintage,
            heads,
            printings,
        })
    }

    fn register(&self) -> &Register {
        &self.computed.register
    }

    fn is_public(&self, code: &str) -> bool {
        !self.vintage.withheld.contains(code)
    }

    /// A growth of the release, where the public may see it.
    fn public_change(&self, code: &str, month: Month, measure: Measure) -> Option<f64> {
        self.vintage.change(code, month, measure).filter(|_| self.is_public(code))
    }

    fn publication(&self) -> Publication {
        let names = Names::new(self.register());
        let mut publication = Publication {
            release: self.info(),
            base: self.vintage.base,
            months: self.vintage.months,
            nodes: self.vintage.nodes.iter().map(|node| self.node(node, &names)).collect(),
            siblings: self.siblings(),
            products: self.products(&names),
            targets: self.progress(),
            official: side_by_side(&self.figures, |node, month, measure| self.public_change(node, month, measure)),
            published: self.published_levels(&names),
            choices: self.choices.clone(),
            bulletin: Bulletins { vi: Bulletin::empty(Lang::Vi), en: Bulletin::empty(Lang::En) },
            calendar: self.calendar(),
            revisions: Vec::new(),
            reliability: Vec::new(),
        };
        self.add_revisions(&mut publication);
        let story = story(&publication);
        publication.bulletin = Bulletins { vi: compose(&story, Lang::Vi), en: compose(&story, Lang::En) };
        publication
    }

    fn info(&self) -> ReleaseInfo {
        let vintage = &self.vintage;
        ReleaseInfo {
            id: self.head.id,
            month: vintage.month,
            stage: vintage.stage,
            vintage: vintage.number,
            date: vintage.date,
            digest: vintage.inputs.digest().0,
            simulated: vintage.simulated,
            observed: vintage.observed("TOTAL", vintage.month).filter(|_| self.is_public("TOTAL")),
            due: self.computed.due,
            estimated: self.computed.silent,
        }
    }

    fn node(&self, node: &FrozenNode, names: &Names<'_>) -> PublicNode {
        let withheld = !self.is_public(&node.code);
        let months = self.vintage.months;
        let index = &self.computed.computation.index;
        let at = index.tree().position(&node.code);
        let hidden = || vec![None; months.len()];
        let changes = |measure| months.iter().map(|m| self.public_change(&node.code, m, measure)).collect();
        let contributions = |measure| {
            let of = |month| at.and_then(|at| index.contribution(at, month, measure)).filter(|_| !withheld);
            months.iter().map(of).collect()
        };
        PublicNode {
            code: node.code.clone(),
            parent: node.parent.clone(),
            name: names.of(&node.code),
            depth: self.depth(&node.code),
            weight: node.share * 100.0,
            withheld,
            levels: if withheld { hidden() } else { node.levels.clone() },
            points: months
                .iter()
                .map(|month| at.and_then(|at| index.points(at, month)).filter(|_| !withheld))
                .collect(),
            observed: if withheld { hidden() } else { node.observed.clone() },
            changes: ByMeasure::of(changes),
            contributions: ByMeasure::of(contributions),
        }
    }

    fn depth(&self, code: &str) -> usize {
        let parent = |code: &str| self.vintage.node(code).and_then(|node| node.parent.clone());
        std::iter::successors(parent(code), |code| parent(code)).count()
    }

    fn products(&self, names: &Names<'_>) -> Vec<PublicProduct> {
        let index = &self.computed.computation.index;
        let tree = index.tree();
        let leaves =
            self.vintage.nodes.iter().filter(|node| tree.position(&node.code).is_some_and(|at| tree.is_leaf(at)));
        let mut leaves: Vec<&FrozenNode> = leaves.collect();
        leaves.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.code.cmp(&b.code)));
        let product = |node: &FrozenNode| {
            let withheld = !self.is_public(&node.code);
            let at = tree.position(&node.code).filter(|_| !withheld);
            let quantity = |month| at.and_then(|at| index.quantity(at, month));
            let months = self.vintage.months;
            let registered = node.code.parse().ok().and_then(|code| self.register().products.get(&code));
            PublicProduct {
                code: node.code.clone(),
                name: names.of(&node.code),
                unit: registered.map(|product| product.unit.clone()).unwrap_or_default(),
                withheld,
                quantities: months.iter().map(quantity).collect(),
                changes: ByMeasure::of(|measure| months.iter().map(|m| growth(quantity, m, measure)).collect()),
            }
        };
        leaves.into_iter().map(product).collect()
    }

    /// The finished year before, then the year of the release, where there is a plan and a result.
    fn progress(&self) -> Vec<Progress> {
        let month = self.vintage.month;
        let year = month.year();
        let through = |target: &Target| match target.year {
            y if y == year => Some(month),
            y if y == year.plus(-1) => Some(y.months().last),
            _ => None,
        };
        self.targets
            .iter()
            .filter(|target| self.is_public(&target.node))
            .filter_map(|target| progress(target, through(target)?, |m| self.vintage.level(&target.node, m)))
            .collect()
    }

    /// Published series of levels, each with the source of its newest value.
    fn published_levels(&self, names: &Names<'_>) -> Vec<OfficialSeries> {
        let mut found: BTreeMap<SeriesKey, BTreeMap<Month, &OfficialFigure>> = BTreeMap::new();
        for figure in &self.figures {
            if let (Some(key), Some(Period::Month(month))) = (SeriesKey::of(figure), figure.period) {
                found.entry(key).or_default().insert(month, figure);
            }
        }
        let series = |(key, months): (SeriesKey, BTreeMap<Month, &OfficialFigure>)| {
            let ((first, _), (last, newest)) = (months.first_key_value()?, months.last_key_value()?);
            let values: Vec<Option<f64>> =
                MonthRange::new(*first, *last).iter().map(|month| Some(months.get(&month)?.value)).collect();
            Some(OfficialSeries {
                name: names.of_official(&newest.area, &newest.indicator, &newest.sector),
                origin: Origin {
                    unit: newest.unit.clone(),
                    source: Text::typed(&newest.source),
                    imported: self.imported.get(&key).copied(),
                },
                levels: Levels::new(*first, &values)?,
                key,
            })
        };
        found.into_iter().filter_map(series).collect()
    }

    /// From the first month released to two months after this one.
    fn calendar(&self) -> Vec<CalendarEntry> {
        let month = self.vintage.month;
        let first = self.heads.iter().map(|head| head.month).min().unwrap_or(month);
        let entry = |due: domain::release::calendar::Due| {
            let printed = self.heads.iter().filter(|head| (head.month, head.stage) == (due.month, due.stage));
            let done = printed.max_by_key(|head| head.id).map(|head| Done {
                id: head.id,
                date: head.date,
                vintage: head.number,
                digest: head.digest.clone(),
            });
            CalendarEntry { month: due.month, stage: due.stage, due: due.date, done }
        };
        self.days.between(first, month.plus(2)).into_iter().map(entry).collect()
    }

    /// Revisions of the whole and of its sections, where the public may see them.
    fn add_revisions(&self, publication: &mut Publication) {
        let shown: Vec<&str> =
            publication.nodes.iter().filter(|n| n.depth <= 1 && !n.withheld).map(|n| n.code.as_str()).collect();
        let printings: Vec<Printing<'_>> =
            self.printings.iter().map(|(release, vintage)| Printing { release: *release, vintage }).collect();
        let rows = table(&printings, &shown);
        publication.reliability = shown.iter().filter_map(|node| reliability(&rows, node)).collect();
        publication.revisions = rows;
    }

    /// The sibling indices.
    pub(super) fn siblings(&self) -> Vec<PublicSibling> {
        siblings::of(&self.computed, &self.vintage, &Names::new(self.register()))
    }

    /// The months of every series.
    pub(super) fn months(&self) -> MonthRange {
        self.vintage.months
    }
}
