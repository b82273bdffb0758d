//! The sites as the public sees them, each with what it would add if it worked.
//!
//! The worth is computed on the newest release, so it belongs to the figures on show. It is left out where the product is withheld:
//! with the capacity in hand it would give away what one establishment makes.

use std::collections::{BTreeMap, BTreeSet};

use domain::authority::Action;
use domain::boundary::BoundarySet;
use domain::markets::Prices;
use domain::outlook::{NotKnown, Potential, Start, outlook, potential};
use domain::period::{Month, Year};
use domain::sites::{Group, Site, SiteCode};
use domain::text::Text;
use jiff::civil::Date;
use store::Seq;

use super::Added;
use crate::compute::{Computed, Question, answer};
use crate::context::{Context, OfficeError};
use crate::names::Names;
use crate::release::load;

/// The shares of its capacity at which a site is looked at.
const SHARES: [f64; 3] = [0.25, 0.5, 1.0];

/// The sites on show.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// The last change of the database that is in it.
    pub as_of: Seq,
    /// The day whose states are shown.
    pub day: Date,
    /// Every site, in order of code, without the office's own remarks.
    pub sites: Vec<Site>,
    /// What each site that does not work would add, or why it cannot be said. Sites that work, or have ended, are not in it.
    pub worth: BTreeMap<SiteCode, Result<SiteWorth, Text>>,
    /// World prices, months and years apart.
    pub prices: Prices,
    /// Boundaries for the map, where the department brought some in.
    pub ground: Option<BoundarySet>,
    /// Whether simulated establishments are in the index the worth is computed with.
    pub simulated: bool,
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
    let as_of = store.latest().await?;
    let sites = crate::sites::list(context).await?;
    let prices = crate::markets::prices(context).await?;
    let ground = crate::boundary::current(context).await?;
    let heads = store.releases(Seq::LATEST).await?;
    let newest = heads.iter().max_by_key(|head| (head.month, head.id));
    let Some(head) = newest else {
        let worth = BTreeMap::new();
        return Ok(Board { as_of, day: context.today(), sites, worth, prices, ground, simulated: false });
    };
    let day = head.date.max(context.today());
    let vintage = load(store, head.id).await?;
    let computed = answer(store, Question::of_vintage(&vintage)).await?;
    let worth = worths(&computed, &vintage.withheld, vintage.month, &sites, day);
    Ok(Board { as_of, day, sites, worth, prices, ground, simulated: computed.simulated })
}

fn worths(
    computed: &Computed,
    withheld: &BTreeSet<String>,
    month: Month,
    sites: &[Site],
    day: Date,
) -> BTreeMap<SiteCode, Result<SiteWorth, Text>> {
    let from = month.next();
    let years = [from.year(), from.year().plus(1)];
    let may_start = |site: &&Site| !matches!(site.state_on(day).group(), Group::Works | Group::Ended);
    let worth = |site: &Site| {
        let potential = potential(site, &computed.register).map_err(|why: NotKnown| Text::from(why))?;
        if withheld.contains(potential.product.as_str()) {
            return Err(withheld_product());
        }
        site_worth(computed, withheld, potential, from, &years)
    };
    sites.iter().filter(may_start).map(|site| (site.code.clone(), worth(site))).collect()
}

fn site_worth(
    computed: &Computed,
    withheld: &BTreeSet<String>,
    potential: Potential,
    from: Month,
    years: &[Year],
) -> Result<SiteWorth, Text> {
    let start = |share| Start::at_share(potential.product.clone(), from, potential.yearly, share);
    let found = outlook(&computed.computation, &SHARES.map(start), years);
    let mut shares = Vec::with_capacity(SHARES.len());
    for (share, worth) in SHARES.into_iter().zip(found.alone) {
        let mut years: Vec<Added> = worth.map_err(Text::from)?.into_iter().map(Added::from).collect();
        years.iter_mut().for_each(|added| added.nodes.retain(|(code, _)| !withheld.contains(code)));
        shares.push(ShareWorth { share, years });
    }
    let names = Names::new(&computed.register);
    let product_name = names.of(potential.product.as_str());
    let section = section_of(computed, potential.product.as_str());
    let section = (section.clone(), names.of(&section));
    Ok(SiteWorth { potential, product_name, section, from, shares })
}

/// The child of the whole that a product lies under; the whole where it is not in the tree.
fn section_of(computed: &Computed, product: &str) -> String {
    let tree = computed.computation.index.tree();
    let above = std::iter::successors(tree.position(product), |&node| tree.nodes()[node].parent);
    let below_root = above.filter(|&node| node != tree.root()).last().unwrap_or(tree.root());
    tree.nodes()[below_root].code.clone()
}

fn withheld_product() -> Text {
    Text::new(
        "Sản phẩm không công bố riêng, nên không nêu mức đóng góp.",
        "The product is withheld, and so is its worth.",
    )
}
