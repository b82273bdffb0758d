//! Who reports for a site, and whose figures may leave the statistics room.
//!
//! A site is a real place from public sources; an establishment answers for a month, and in a demonstration it is invented. The
//! two are joined only by a link an officer wrote down, and the link says when one side of it is simulated.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::register::{EnterpriseCode, EstablishmentCode};
use crate::sites::SiteCode;

/// Who holds a site in the register of those who report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// One establishment.
    Establishment(EstablishmentCode),
    /// An enterprise, where it is not known which of its establishments.
    Enterprise(EnterpriseCode),
}

/// A site and who reports for it. A later link of the same site, holder and first day replaces the earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteHolder {
    /// The site.
    pub site: SiteCode,
    /// Who reports for it.
    pub holder: Holder,
    /// The first day it holds for.
    pub from: Date,
    /// The last day; `None` while it lasts.
    pub until: Option<Date>,
    /// Whether the establishment is invented for the demonstration.
    pub simulated: bool,
    /// Where this is known from.
    pub source: String,
}

/// An enterprise agrees that its figures be seen outside the statistics room. A later one of the same first day replaces the
/// earlier; one that ends before it begins takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Who agrees.
    pub enterprise: EnterpriseCode,
    /// The first day.
    pub from: Date,
    /// The last day; `None` until it is taken back.
    pub until: Option<Date>,
    /// The letter or minutes it stands in.
    pub source: String,
}

fn holds(from: Date, until: Option<Date>, day: Date) -> bool {
    from <= day && until.is_none_or(|last| day <= last)
}

impl SiteHolder {
    /// Whether the link holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        holds(self.from, self.until, day)
    }
}

impl Consent {
    /// Whether the enterprise agrees on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        holds(self.from, self.until, day)
    }
}
