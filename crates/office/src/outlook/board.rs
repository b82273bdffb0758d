//! The sites as the public sees them, each with what it would add if it worked.
//!
//! The worth is computed on the newest release, so it belongs to the figures on show. It is left out where the product is withheld:
//! with the capacity in hand it would give away what one establishment makes.
//!
//! A board is made once and then renewed: what did not change is taken over, and only changed sites are read and weighed again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::authority::Action;
use domain::boundary::BoundarySet;
use domain::markets::Prices;
use domain::outlook::{NotKnown, Potential, potential};
use domain::period::Month;
use domain::sites::{Group, Site, SiteCode, State};
use domain::text::Text;
use jiff::civil::Date;
use store::{LastChanges, Seq, Store};

use super::Added;
use super::worth::{Amount, Basis, worths_of};
use crate::compute::{Question, answer};
use crate::context::{Context, OfficeError};
use crate::release::load;

/// The sites on show.
#[derive(Debug, Clone)]
pub struct Board {
    /// The last changes that are in it.
    pub as_of: LastChanges,
    /// The day whose states are shown.
    pub day: Date,
    /// Every site, in order of code, without the office's own remarks.
    pub sites: Vec<Site>,
    /// What each site that does not work, or works below its capacity, would add, or why it cannot be said. Sites that work as they can, or
    /// have ended, are not in it.
    pub worth: BTreeMap<SiteCode, Result<Arc<SiteWorth>, Text>>,
    /// World prices, months and years apart.
    pub prices: Prices,
    /// Boundaries for the map, where the department brought some in.
    pub ground: Option<BoundarySet>,
    /// Whether simulated establishments are in the index the worth is computed with.
    pub simulated: bool,
    /// What the worth was computed with; `None` before the first release.
    pub basis: Option<Arc<Basis>>,
}

impl Board {
    /// The site with this code.
    #[must_use]
    pub fn site(&self, code: &str) -> Option<&Site> {
        let place = self.sites.binary_search_by(|site| site.code.as_str().cmp(code)).ok()?;
        self.sites.get(place)
    }

    /// What a site would add to the growth of the whole in the first year looked at, at its full capacity; percentage points.
    #[must_use]
    pub fn whole(&self, site: &Site) -> Option<f64> {
        let worth = self.worth.get(&site.code)?.as_ref().ok()?;
        worth.shares.last()?.years.first()?.whole()
    }
}

/// What one site would add.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteWorth {
    /// What it could make in a year.
    pub potential: Potential,
    /// Name of the product.
    pub product_name: Text,
    /// Code and name of the section the product belongs to.
    pub section: (String, Text),
    /// The first month it would work in.
    pub from: Month,
    /// By share of the capacity, the smallest first.
    pub shares: Vec<ShareWorth>,
}

/// What a site would add at a share of its capacity.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareWorth {
    /// 0 to 1.
    pub share: f64,
    /// This year and the next.
    pub years: Vec<Added>,
}

/// The sites as they stand today (or on the day of the newest release, where that is to come), with what each would add to its figures;
/// before the first release there is nothing to compute their worth with.
///
/// # Errors
/// When the actor may not, or the release cannot be computed again.
pub async fn board(context: &Context) -> Result<Board, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let as_of = store.last_changes().await?;
    let basis = basis(store).await?;
    let board = Board {
        as_of,
        day: day_of(basis.as_deref(), context),
        sites: crate::sites::list(context).await?,
        worth: BTreeMap::new(),
        prices: crate::markets::prices(context).await?,
        ground: crate::boundary::current(context).await?,
        simulated: basis.as_ref().is_some_and(|basis| basis.computed.simulated),
        basis,
    };
    Ok(board.weighed(None))
}

fn day_of(basis: Option<&Basis>, context: &Context) -> Date {
    basis.map_or_else(|| context.today(), |basis| basis.day.max(context.today()))
}

/// The board as it has become; `None` while nothing of it has changed, whatever else was written, and the day is the same.
///
/// # Errors
/// As [`board`].
pub async fn renewed(context: &Context, old: &Board) -> Result<Option<Board>, OfficeError> {
    let store = context.read(Action::ReadPublished)?;
    let as_of = store.last_changes().await?;
    let day = day_of(old.basis.as_deref(), context);
    if (as_of, day) == (old.as_of, old.day) {
        return Ok(None);
    }
    if as_of.releases != old.as_of.releases {
        return board(context).await.map(Some);
    }
    let mut new = Board { as_of, day, ..old.clone() };
    if as_of.prices != old.as_of.prices {
        new.prices = crate::markets::prices(context).await?;
    }
    if as_of.boundaries != old.as_of.boundaries {
        new.ground = crate::boundary::current(context).await?;
    }
    let changed = store.sites_changed_after(old.as_of.sites).await?;
    new.take(store, &changed).await?;
    // On another day another state may hold at any site.
    let changed = (day == old.day).then(|| changed.into_iter().collect());
    Ok(Some(new.weighed(changed.as_ref())))
}

/// What worth is computed with: the newest release computed again.
async fn basis(store: &Store) -> Result<Option<Arc<Basis>>, OfficeError> {
    let heads = store.releases(Seq::LATEST).await?;
    let Some(head) = heads.iter().max_by_key(|head| (head.month, head.id)) else { return Ok(None) };
    let vintage = load(store, head.id).await?;
    let computed = answer(store, Question::of_vintage(&vintage)).await?;
    Ok(Some(Arc::new(Basis { computed, withheld: vintage.withheld, month: vintage.month, day: head.date })))
}

impl Board {
    /// Puts changed sites in the place of what was known of them.
    async fn take(&mut self, store: &Store, changed: &[SiteCode]) -> Result<(), OfficeError> {
        for code in changed {
            let Some(site) = store.site(code, Seq::LATEST).await? else { continue };
            let site = site.public();
            match self.sites.binary_search_by(|known| known.code.cmp(code)) {
                Ok(place) => self.sites[place] = site,
                Err(place) => self.sites.insert(place, site),
            }
        }
        Ok(())
    }

    /// The board with what its sites would add; where some have `changed`, only those are weighed. What another site of the same product
    /// and capacity adds is not computed again.
    fn weighed(mut self, changed: Option<&BTreeSet<SiteCode>>) -> Self {
        let Some(basis) = self.basis.clone() else { return self };
        let known = self.worth.values().filter_map(|worth| worth.as_ref().ok());
        let known: BTreeMap<Amount, Arc<SiteWorth>> =
            known.map(|worth| (Amount::of(&worth.potential), worth.clone())).collect();
        let is_wanted = |site: &&Site| changed.is_none_or(|changed| changed.contains(&site.code));
        let may_start = |site: &Site| may_add(site, self.day);
        let mut possible = Vec::new();
        for site in self.sites.iter().filter(is_wanted) {
            self.worth.remove(&site.code);
            if may_start(site) {
                possible.push((site.code.clone(), potential_of(site, &basis, self.day)));
            }
        }
        let worths = worths_of(&basis, known, possible.iter().filter_map(|(_, potential)| potential.as_ref().ok()));
        for (code, potential) in possible {
            let unknown = || Err(super::worth::withheld_product());
            let worth = potential.and_then(|p| worths.get(&Amount::of(&p)).cloned().unwrap_or_else(unknown));
            self.worth.insert(code, worth);
        }
        self
    }
}

/// Whether a site could add to the index: it does not work, or works below its capacity, and has not ended.
pub(super) fn may_add(site: &Site, day: Date) -> bool {
    let state = site.state_on(day);
    state == State::WorkingBelowCapacity || !matches!(state.group(), Group::Works | Group::Ended)
}

pub(super) fn potential_of(site: &Site, basis: &Basis, day: Date) -> Result<Potential, Text> {
    potential(site, &basis.computed.register, day).map_err(|why: NotKnown| Text::from(why))
}
