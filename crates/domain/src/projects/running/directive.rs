//! Chỉ đạo dừng: a direction of an authority that stops a site, and its lifting.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::sites::{Fact, SiteCode, When};
use crate::text::Text;

/// A direction that stops a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// The site it stops.
    pub site: SiteCode,
    /// Its place among those of the site, from 1.
    pub order: u16,
    /// Its number.
    pub number: Fact<String>,
    /// When it was given, as exactly as the source says.
    pub date: Fact<When>,
    /// By whom.
    pub by: Text,
    /// Why, and until what is done.
    pub reason: Text,
    /// The source.
    pub source: String,
    /// Who lifted it; `None` while it is in force.
    pub lifted: Option<Lifting>,
}

/// The lifting of a direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifting {
    /// The number of the paper.
    pub number: Fact<String>,
    /// When.
    pub date: Date,
    /// By whom.
    pub by: Text,
    /// Why.
    pub reason: Text,
    /// The source.
    pub source: String,
}
