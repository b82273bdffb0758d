//! The bodies that can be asked: their names and tiers, as the caller has loaded them.

use std::collections::BTreeMap;

use crate::agency::{Agency, AgencyCode, Tier};
use crate::text::Text;

/// The bodies by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bodies(BTreeMap<AgencyCode, Agency>);

impl Bodies {
    /// From a list; of two with the same code the later counts.
    pub fn new(agencies: impl IntoIterator<Item = Agency>) -> Self {
        Self(agencies.into_iter().map(|agency| (agency.code.clone(), agency)).collect())
    }

    /// The tier of a body.
    #[must_use]
    pub fn tier(&self, code: &AgencyCode) -> Option<Tier> {
        self.0.get(code).map(|agency| agency.tier)
    }

    /// Its name; the code where it is not known.
    #[must_use]
    pub fn name(&self, code: &AgencyCode) -> Text {
        self.0.get(code).map_or_else(|| Text::new(code.as_str(), code.as_str()), |agency| agency.name.clone())
    }

    /// The one body of a tier; `None` where there are several, because then somebody must choose.
    #[must_use]
    pub fn only(&self, tier: Tier) -> Option<&AgencyCode> {
        let mut found = self.0.values().filter(|agency| agency.tier == tier);
        let first = found.next()?;
        found.next().is_none().then_some(&first.code)
    }

    /// The lowest tier among these bodies: from there an unanswered matter climbs.
    ///
    /// # Errors
    /// The first body that is not known.
    pub fn lowest<'a>(&self, codes: impl IntoIterator<Item = &'a AgencyCode>) -> Result<Option<Tier>, &'a AgencyCode> {
        let mut lowest = None;
        for code in codes {
            let tier = self.tier(code).ok_or(code)?;
            lowest = Some(lowest.map_or(tier, |known: Tier| known.min(tier)));
        }
        Ok(lowest)
    }
}
