//! The registry of sites: mines, ore points, plants and hydropower stations with their licences, owners, states and history.
//!
//! A site is known from sources that say different things at different times. So every fact that may be missing is a
//! [`Fact`], every moment is as exact as its source ([`When`]), every state carries its source and the time it speaks of, and
//! what is printed doubtfully is kept as printed, where no computation can take it for a number.

mod edit;
mod fact;
mod kinds;
mod licence;
mod state;
mod when;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::area::CommuneRef;
use crate::register::{code, is_plain_code};
use crate::text::{Lang, Text, number};

pub use edit::{Edit, EditFault, Facts};
pub use fact::{Fact, not_known};
pub use kinds::{Also, CapacityBasis, CapacityUnit, FateKind, LicenceKind, Mineral, OutputUnit, PointOf, SiteKind};
pub use licence::{Fate, Licence, LicenceStanding};
pub use state::{Group, Shape, State, StateRecord};
pub use when::{When, WhenError};

code!(
    /// Mã mỏ, nhà máy: a capital letter, then capital letters, digits and dashes, at most 20.
    SiteCode, "a site code of a capital letter, then capital letters, digits and dashes, as M01, at most 20",
    |t| is_plain_code(t, 20) && t.as_bytes()[0].is_ascii_uppercase()
);

/// Mỏ, điểm quặng, nhà máy, thủy điện: a place with licences.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Its code.
    pub code: SiteCode,
    /// Its name. Of a site that has none yet the name says so.
    pub name: Text,
    /// What it is.
    pub kind: SiteKind,
    /// What else stands there.
    pub also: BTreeSet<Also>,
    /// Its minerals, the main one first; for sites of minerals.
    pub minerals: Fact<Vec<Mineral>>,
    /// Its river; for hydropower.
    pub river: Fact<String>,
    /// The commune it lies in now.
    pub commune: Fact<CommuneRef>,
    /// Where it lies in the words of the licence or the source.
    pub named_area: NamedArea,
    /// Its area in hectares, as far as no licence gives it.
    pub area_ha: Fact<f64>,
    /// Its reserves in words.
    pub reserves: Fact<Text>,
    /// Who has run it, the earliest first.
    pub owners: Vec<Owner>,
    /// Its licences, the earliest first.
    pub licences: Vec<Licence>,
    /// Its capacities beside those of licences: of the plan, of the plant.
    pub capacities: Vec<Capacity>,
    /// What it produces in an average year.
    pub output: Fact<Output>,
    /// When its building began.
    pub construction_start: Fact<When>,
    /// When it began to work.
    pub operation_date: Fact<When>,
    /// How it stood, the earliest first.
    pub states: Vec<StateRecord>,
    /// What happened, the earliest first.
    pub history: Vec<Milestone>,
    /// A point for the map.
    pub point: Fact<Point>,
    /// A remark for everybody.
    pub note: Option<Text>,
    /// A remark for the office only.
    pub internal_note: Option<Text>,
    /// Where all this comes from; each may be in both languages ([`Text::typed`]).
    pub sources: Vec<String>,
}

/// A place in the words of a licence: communes and districts of the time, several with `;` between them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedArea {
    /// Communes.
    pub commune: Fact<Text>,
    /// Districts; there are none since 1 July 2025.
    pub district: Fact<Text>,
    /// Province.
    pub province: Fact<Text>,
}

/// Who ran a site, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The name; unknown where it is known only that another holds it now.
    pub name: Fact<Text>,
    /// Since when.
    pub from: Fact<When>,
    /// Until when; unknown also while it lasts.
    pub until: Fact<When>,
    /// A remark.
    pub note: Option<Text>,
    /// The source, when it is not one of the site's own.
    pub source: Fact<String>,
}

/// How much a site can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Capacity {
    /// The number, only when it is a clear one: not what is printed as “nearly”, nor a likely misprint.
    pub amount: Option<f64>,
    /// Its unit.
    pub unit: CapacityUnit,
    /// Of what: ore, concentrate, metal.
    pub of: Fact<Text>,
    /// Where it comes from.
    pub basis: CapacityBasis,
    /// As printed.
    pub printed: Text,
    /// A doubt or another remark.
    pub note: Option<Text>,
}

/// A capacity that may be computed with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearlyTonnes {
    /// Tonnes a year.
    pub tonnes: f64,
    /// Where the figure comes from: one of the plan is none of the licence.
    pub basis: CapacityBasis,
}

/// What a site produces in a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// The number, only when it is a clear one.
    pub amount: Option<f64>,
    /// Its unit.
    pub unit: OutputUnit,
    /// As printed.
    pub printed: Text,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// When.
    pub when: Fact<When>,
    /// What.
    pub what: Text,
}

/// A point on the map, and what it is a point of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// What it is a point of. A point of the commune must be shown as the commune.
    pub of: PointOf,
    /// Who says so.
    pub source: Fact<String>,
}

impl Point {
    /// A point in degrees; `None` off the globe.
    #[must_use]
    pub fn new(lat: f64, lon: f64, of: PointOf, source: Fact<String>) -> Option<Self> {
        ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some(Self { lat, lon, of, source })
    }
}

impl Capacity {
    /// The capacity as a number to compute with: only a clear one in tonnes a year.
    #[must_use]
    pub fn yearly_tonnes(&self) -> Option<YearlyTonnes> {
        let tonnes = self.amount.filter(|_| self.unit == CapacityUnit::TonnesPerYear)?;
        Some(YearlyTonnes { tonnes, basis: self.basis })
    }

    /// The capacity in MW: only a clear one.
    #[must_use]
    pub fn megawatts(&self) -> Option<f64> {
        self.amount.filter(|_| self.unit == CapacityUnit::Megawatts)
    }
}

impl Site {
    /// How it stood on a day, by the latest source that speaks of that day or an earlier one. `None` when none does.
    #[must_use]
    pub fn record_on(&self, day: Date) -> Option<&StateRecord> {
        let before = self.states.iter().filter(|record| record.holds_from().is_none_or(|from| from <= day));
        // Of equals the last one counts; undated ones come first.
        before.max_by_key(|record| record.holds_from())
    }

    /// Its state on a day.
    #[must_use]
    pub fn state_on(&self, day: Date) -> State {
        self.record_on(day).map_or(State::Unknown, |record| record.state)
    }

    /// Whether it stands still on a day: licensed or built, and producing nothing until a step is done.
    #[must_use]
    pub fn stands_still(&self, day: Date) -> bool {
        self.state_on(day).stands_still()
    }

    /// Who ran it on a day: the last one who had begun and had not ended.
    #[must_use]
    pub fn operator_on(&self, day: Date) -> Fact<&Text> {
        let has_begun = |owner: &&Owner| owner.from.known().is_none_or(|from| from.first_day() <= day);
        let last = self.owners.iter().rfind(has_begun);
        let lasting = last.filter(|owner| owner.until.known().is_none_or(|until| until.last_day() >= day));
        lasting.map_or(Fact::Unknown, |owner| owner.name.as_ref())
    }

    /// Its clear capacity in MW, the last one given; for hydropower.
    #[must_use]
    pub fn megawatts(&self) -> Option<f64> {
        self.capacities.iter().rev().find_map(Capacity::megawatts)
    }

    /// Its minerals in words: `chì, kẽm`, `lead, zinc`, or that they are not known.
    #[must_use]
    pub fn minerals_in(&self, lang: Lang) -> String {
        let names =
            |list: &Vec<Mineral>| list.iter().map(|m| m.name().in_lang(lang).to_owned()).collect::<Vec<_>>().join(", ");
        self.minerals.words(lang, names)
    }

    /// What everybody may see of it.
    #[must_use]
    pub fn public(&self) -> Self {
        Self { internal_note: None, ..self.clone() }
    }
}

/// A number with its unit as it is printed: `14,2 MW`, `14.2 MW`.
#[must_use]
pub fn in_words(amount: f64, unit: &Text) -> Text {
    let digits = amount.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let form = |lang: Lang| format!("{} {}", number(amount, digits, lang), unit.in_lang(lang));
    Text::new(form(Lang::Vi), form(Lang::En))
}

/// By what lists are in order of time: what has no day comes first.
fn moment(when: Fact<When>) -> Option<Date> {
    when.known().map(|when| when.first_day())
}

/// How many sites each group has on a day; every group is named.
#[must_use]
pub fn count_by_group<'a>(sites: impl IntoIterator<Item = &'a Site>, day: Date) -> BTreeMap<Group, usize> {
    let mut counts: BTreeMap<Group, usize> = Group::ALL.into_iter().map(|group| (group, 0)).collect();
    for site in sites {
        *counts.entry(site.state_on(day).group()).or_default() += 1;
    }
    counts
}

/// The sites that stand still on a day.
pub fn standing_still<'a>(
    sites: impl IntoIterator<Item = &'a Site>,
    day: Date,
) -> impl Iterator<Item = (&'a Site, &'a StateRecord)> {
    sites.into_iter().filter_map(move |site| site.record_on(day).filter(|r| r.state.stands_still()).map(|r| (site, r)))
}

/// Sites by the agency that brought about their state of a day, in order of its name; those of which none is named last.
#[must_use]
pub fn by_agency<'a>(sites: impl IntoIterator<Item = &'a Site>, day: Date) -> Vec<(Fact<Text>, Vec<&'a Site>)> {
    let mut found: Vec<(Fact<Text>, Vec<&'a Site>)> = Vec::new();
    for site in sites {
        let agency = site.record_on(day).map_or(Fact::Unknown, |record| record.by.clone());
        match found.iter_mut().find(|(known, _)| *known == agency) {
            Some((_, list)) => list.push(site),
            None => found.push((agency, vec![site])),
        }
    }
    found.sort_by_cached_key(|(agency, _)| (!agency.is_known(), agency.known().map(|name| name.vi.clone())));
    found
}

#[cfg(test)]
pub(crate) mod tests;
