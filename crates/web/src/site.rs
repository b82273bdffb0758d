//! What the server holds in memory: the newest publication whole, and the bulletins of the releases before it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use domain::adjust::SeriesKey;
use office::StoredChoice;
use office::adjust::AdjustedSeries;
use office::outlook::Board;
use office::publication::{Bulletins, Publication, ReleaseInfo};

use crate::desk::Desk;
use crate::gate::Gate;
use crate::listing::Listing;

/// A release that can be read: its facts and its bulletin.
#[derive(Debug, Clone)]
pub(crate) struct Issue {
    pub(crate) release: ReleaseInfo,
    pub(crate) bulletins: Bulletins,
}

/// Everything on show at one moment. A request keeps the one it began with.
#[derive(Debug, Clone)]
pub(crate) struct Shelf {
    /// The publication of the newest month, newest printing.
    pub(crate) latest: Arc<Publication>,
    /// Every release by its number in the database.
    pub(crate) issues: BTreeMap<i64, Arc<Issue>>,
    /// What can be adjusted of the newest, adjusted: made when it is first asked for.
    adjusted: Arc<OnceLock<Arc<Vec<AdjustedSeries>>>>,
}

/// The site's memory. Releases are added while it serves; nothing is ever taken away.
#[derive(Debug, Default)]
pub struct Site {
    shelf: RwLock<Option<Arc<Shelf>>>,
    desk: Option<Desk>,
    listing: RwLock<Option<Arc<Listing>>>,
    gate: Gate,
    /// How long what is sent may take to arrive.
    pub(crate) reads_within: ReadsWithin,
}

/// How long what is sent may take to arrive: ten megabytes over a slow line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadsWithin(pub(crate) Duration);

impl Default for ReadsWithin {
    fn default() -> Self {
        Self(Duration::from_secs(300))
    }
}

impl Site {
    /// The same, for which what is sent must arrive within another time.
    #[must_use]
    pub fn reading_within(self, time: Duration) -> Self {
        Self { reads_within: ReadsWithin(time), ..self }
    }

    /// A site without a release: its pages say so.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A site on which people sign in and work.
    #[must_use]
    pub fn with_desk(desk: Desk) -> Self {
        Self { desk: Some(desk), ..Self::default() }
    }

    pub(crate) fn gate(&self) -> Gate {
        self.gate.clone()
    }

    pub(crate) fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref()
    }

    /// Puts a release on show. The newest month, and of it the newest printing, becomes the first page.
    pub fn publish(&self, publication: Publication) {
        let issue = Issue { release: publication.release.clone(), bulletins: publication.bulletin.clone() };
        let mut place = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        let before = place.as_deref();
        let mut issues = before.map(|shelf| shelf.issues.clone()).unwrap_or_default();
        issues.insert(issue.release.id, Arc::new(issue));
        let age = |p: &Publication| (p.release.month, p.release.id);
        let (latest, adjusted) = match before {
            Some(shelf) if age(&shelf.latest) > age(&publication) => (shelf.latest.clone(), shelf.adjusted.clone()),
            _ => (Arc::new(publication), Arc::default()),
        };
        *place = Some(Arc::new(Shelf { latest, issues, adjusted }));
    }

    /// Takes the choices in force for series of the statistics office, which have no release to wait for: theirs are adjusted anew, where the
    /// choices are others than those on show.
    pub fn hold(&self, choices: &BTreeMap<SeriesKey, StoredChoice>) {
        while let Some(before) = self.shelf() {
            if choices.iter().all(|(key, choice)| before.latest.choices.get(key) == Some(choice)) {
                return;
            }
            // Models are estimated while others read what is on show; a release that came meanwhile is not lost.
            let renewed = Arc::new(before.renewed(choices));
            let mut place = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
            if place.as_ref().is_some_and(|now| Arc::ptr_eq(now, &before)) {
                *place = Some(renewed);
            }
        }
    }

    /// Makes what takes long of the newest release, so that nobody who asks has to wait for it.
    pub fn prepare(&self) {
        if let Some(shelf) = self.shelf() {
            shelf.adjusted();
        }
    }

    /// Puts the sites on show, in place of those before.
    pub fn show_sites(&self, board: Board) {
        let listing = Listing::of(board);
        *self.listing.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(listing));
    }

    /// Looks at when the newest changes were made: where the clock stands behind them it was set back, and pages and the log say so.
    pub async fn mind_the_clock(&self) {
        let Some(desk) = &self.desk else { return };
        crate::health::ask(desk).await;
        if let Some(behind) = desk.clock.behind() {
            tracing::error!(
                "the clock of this machine is {} seconds behind what was written: set it right",
                behind.as_secs()
            );
        }
    }

    /// The newest release on show, by its number in the database.
    #[must_use]
    pub fn newest(&self) -> Option<i64> {
        self.shelf().and_then(|shelf| shelf.issues.keys().next_back().copied())
    }

    /// The sites on show.
    #[must_use]
    pub fn sites_on_show(&self) -> Option<Arc<Board>> {
        self.listing().map(|listing| listing.board.clone())
    }

    pub(crate) fn listing(&self) -> Option<Arc<Listing>> {
        self.listing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn shelf(&self) -> Option<Arc<Shelf>> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Shelf {
    /// The same with other choices in its newest publication.
    fn renewed(&self, choices: &BTreeMap<SeriesKey, StoredChoice>) -> Self {
        let mut latest = Publication::clone(&self.latest);
        latest.choices.extend(choices.iter().map(|(key, choice)| (key.clone(), choice.clone())));
        let adjusted = OnceLock::new();
        if let Some(before) = self.adjusted.get() {
            let _ = adjusted.set(Arc::new(office::adjust::renewed(&latest, before)));
        }
        Self { latest: Arc::new(latest), issues: self.issues.clone(), adjusted: Arc::new(adjusted) }
    }

    /// Everything of the newest publication that can be adjusted, adjusted. The first call takes long: where others wait it is made on a
    /// thread of its own.
    pub(crate) fn adjusted(&self) -> Arc<Vec<AdjustedSeries>> {
        self.adjusted.get_or_init(|| Arc::new(office::adjust::of(&self.latest))).clone()
    }

    /// The newest printing of each month, newest month first.
    pub(crate) fn by_month(&self) -> Vec<&Issue> {
        let mut months = BTreeMap::new();
        for issue in self.issues.values() {
            months.insert(issue.release.month, issue.as_ref());
        }
        months.into_values().rev().collect()
    }
}
