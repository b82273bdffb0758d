//! One change of what is kept of a site: its plain facts, a licence and what became of it, an owner, a capacity. A change gives a whole new
//! version of the site; what it does not speak of stays.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Also, Capacity, CapacityBasis, Fact, Fate, Licence, Mineral, NamedArea, Output, Owner, Point, Site, SiteCode,
    SiteKind, When, moment,
};
use crate::area::CommuneRef;
use crate::text::Text;

/// The plain facts of a site: all but what comes in lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Its name.
    pub name: Text,
    /// What it is.
    pub kind: SiteKind,
    /// What else stands there.
    pub also: BTreeSet<Also>,
    /// Its minerals, the main one first.
    pub minerals: Fact<Vec<Mineral>>,
    /// Its river.
    pub river: Fact<String>,
    /// The commune it lies in now.
    pub commune: Fact<CommuneRef>,
    /// Where it lies in the words of the licence.
    pub named_area: NamedArea,
    /// Its area in hectares, as far as no licence gives it.
    pub area_ha: Fact<f64>,
    /// Its reserves in words.
    pub reserves: Fact<Text>,
    /// What it produces in an average year.
    pub output: Fact<Output>,
    /// When its building began.
    pub construction_start: Fact<When>,
    /// When it began to work.
    pub operation_date: Fact<When>,
    /// A point for the map.
    pub point: Fact<Point>,
    /// A remark for everybody.
    pub note: Option<Text>,
    /// A remark for the office only.
    pub internal_note: Option<Text>,
    /// Where all this comes from.
    pub sources: Vec<String>,
}

/// A change of a site. A place is that in its list, from 0; without one something is added.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Other plain facts.
    Facts(Box<Facts>),
    /// A licence; what became of it stays.
    Licence(Option<usize>, Box<Licence>),
    /// What became of a licence.
    Fate(usize, Fate),
    /// An owner.
    Owner(Option<usize>, Owner),
    /// A capacity of the plan or the plant.
    Capacity(Option<usize>, Capacity),
}

/// Why a change cannot be: what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct EditFault(pub Text);

fn fault(vi: &str, en: &str) -> EditFault {
    EditFault(Text::new(vi, en))
}

/// That nothing ends before it begins.
fn in_order(from: Fact<When>, until: Fact<When>) -> Result<(), EditFault> {
    match (from.known(), until.known()) {
        (Some(from), Some(until)) if until.last_day() < from.first_day() => Err(fault(
            "Thời điểm kết thúc trước thời điểm bắt đầu. Sửa một trong hai.",
            "It ends before it begins. Correct one of the two.",
        )),
        _ => Ok(()),
    }
}

/// That a number can be an amount.
fn amount(value: Option<f64>) -> Result<(), EditFault> {
    match value {
        Some(value) if !value.is_finite() || value < 0.0 => {
            Err(fault("Số không được âm. Sửa số này.", "The number is not negative. Correct it."))
        }
        _ => Ok(()),
    }
}

impl Facts {
    /// Those of a site.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let site = site.clone();
        Self {
            name: site.name,
            kind: site.kind,
            also: site.also,
            minerals: site.minerals,
            river: site.river,
            commune: site.commune,
            named_area: site.named_area,
            area_ha: site.area_ha,
            reserves: site.reserves,
            output: site.output,
            construction_start: site.construction_start,
            operation_date: site.operation_date,
            point: site.point,
            note: site.note,
            internal_note: site.internal_note,
            sources: site.sources,
        }
    }

    fn sound(&self) -> Result<(), EditFault> {
        if self.name.vi.trim().is_empty() || self.name.en.trim().is_empty() {
            return Err(fault("Nơi này chưa có tên. Ghi tên.", "The site has no name. Write one."));
        }
        amount(self.area_ha.known().copied())?;
        amount(self.output.known().and_then(|output| output.amount))?;
        in_order(self.construction_start, self.operation_date)
    }
}

impl Site {
    /// A site of which only its plain facts are known.
    ///
    /// # Errors
    /// When a fact cannot be, or no source is named.
    pub fn opened(code: SiteCode, facts: &Facts) -> Result<Self, EditFault> {
        let mut site = Self {
            code,
            name: facts.name.clone(),
            kind: facts.kind,
            also: BTreeSet::new(),
            minerals: Fact::Unknown,
            river: Fact::Unknown,
            commune: Fact::Unknown,
            named_area: NamedArea::default(),
            area_ha: Fact::Unknown,
            reserves: Fact::Unknown,
            owners: Vec::new(),
            licences: Vec::new(),
            capacities: Vec::new(),
            output: Fact::Unknown,
            construction_start: Fact::Unknown,
            operation_date: Fact::Unknown,
            states: Vec::new(),
            history: Vec::new(),
            point: Fact::Unknown,
            note: None,
            internal_note: None,
            sources: Vec::new(),
        };
        site.state_facts(facts)?;
        match site.sources.is_empty() {
            true => Err(no_source()),
            false => Ok(site),
        }
    }

    /// The site after a change, and by whose word: the source joins those of the site.
    ///
    /// # Errors
    /// When there is nothing at the place, the change cannot be, or no source is named.
    pub fn edited(&self, edit: &Edit, source: &str) -> Result<Self, EditFault> {
        let source = source.trim();
        if source.is_empty() {
            return Err(no_source());
        }
        let mut site = self.clone();
        match edit {
            Edit::Facts(facts) => site.state_facts(facts)?,
            Edit::Licence(place, licence) => site.put_licence(*place, licence)?,
            Edit::Fate(place, fate) => {
                in_order(fate.date, fate.until)?;
                site.licences.get_mut(*place).ok_or_else(nothing_there)?.befall(fate.clone());
            }
            Edit::Owner(place, owner) => site.put_owner(*place, owner)?,
            Edit::Capacity(place, capacity) => site.put_capacity(*place, capacity)?,
        }
        if site != *self && !site.sources.iter().any(|known| known == source) {
            site.sources.push(source.to_owned());
        }
        Ok(site)
    }

    fn state_facts(&mut self, facts: &Facts) -> Result<(), EditFault> {
        facts.sound()?;
        let Facts { name, kind, also, minerals, river, commune, named_area, area_ha, reserves, .. } = facts.clone();
        (self.name, self.kind, self.also) = (name, kind, also);
        (self.minerals, self.river, self.commune, self.named_area) = (minerals, river, commune, named_area);
        (self.area_ha, self.reserves) = (area_ha, reserves);
        let Facts { output, construction_start, operation_date, point, note, internal_note, sources, .. } =
            facts.clone();
        (self.output, self.construction_start, self.operation_date) = (output, construction_start, operation_date);
        (self.point, self.note, self.internal_note, self.sources) = (point, note, internal_note, sources);
        Ok(())
    }

    fn put_licence(&mut self, place: Option<usize>, licence: &Licence) -> Result<(), EditFault> {
        in_order(licence.date, licence.end)?;
        amount(licence.area_ha.known().copied())?;
        amount(licence.capacity.known().and_then(|capacity| capacity.amount))?;
        let same = |known: &Licence| known.kind == licence.kind && known.number == licence.number;
        let twice = self.licences.iter().enumerate().any(|(at, known)| Some(at) != place && same(known));
        if licence.number.is_known() && twice {
            return Err(fault(
                "Giấy phép loại này, số này đã có. Sửa giấy phép đã có, hoặc ghi số khác.",
                "There is a licence of this kind and number already. Change that one, or give another number.",
            ));
        }
        put(&mut self.licences, place, licence.clone(), |old, new| new.fates = old.fates)?;
        self.licences.sort_by_key(|licence| moment(licence.date));
        Ok(())
    }

    fn put_owner(&mut self, place: Option<usize>, owner: &Owner) -> Result<(), EditFault> {
        in_order(owner.from, owner.until)?;
        put(&mut self.owners, place, owner.clone(), |_, _| ())?;
        self.owners.sort_by_key(|owner| moment(owner.from));
        Ok(())
    }

    fn put_capacity(&mut self, place: Option<usize>, capacity: &Capacity) -> Result<(), EditFault> {
        amount(capacity.amount)?;
        if capacity.basis == CapacityBasis::Licensed {
            return Err(fault(
                "Công suất theo giấy phép ghi cùng giấy phép. Sửa giấy phép, hoặc chọn căn cứ khác.",
                "A capacity of a licence is kept with the licence. Change the licence, or choose another basis.",
            ));
        }
        put(&mut self.capacities, place, capacity.clone(), |_, _| ())
    }
}

/// Puts something in place of what is there, or at the end.
fn put<T>(list: &mut Vec<T>, place: Option<usize>, mut new: T, keep: fn(T, &mut T)) -> Result<(), EditFault> {
    let Some(place) = place else {
        list.push(new);
        return Ok(());
    };
    let known = list.get_mut(place).ok_or_else(nothing_there)?;
    std::mem::swap(known, &mut new);
    keep(new, known);
    Ok(())
}

fn nothing_there() -> EditFault {
    fault(
        "Không còn mục này ở nơi đó. Mở lại trang của nơi này rồi chọn lại.",
        "There is no such entry any more. Open the page of the site again and choose anew.",
    )
}

fn no_source() -> EditFault {
    fault(
        "Phải có nguồn. Ghi văn bản, địa chỉ trang hoặc người cho biết.",
        "A source is needed. Name the paper, the address, or who said so.",
    )
}
