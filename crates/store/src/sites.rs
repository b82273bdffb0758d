//! The registry of sites: each version of a site with its owners, licences, capacities, states, events and sources.

use std::collections::{BTreeSet, HashMap};

use domain::sites::{
    Capacity, Fact, Fate, Licence, Milestone, NamedArea, Output, Owner, Point, Site, SiteCode, StateRecord,
};
use sqlx::any::AnyRow;

use crate::Seq;
use crate::columns::{Columns, cell, pair, read_codes};
use crate::error::StoreError;
use crate::open::Store;
use crate::row::Cell;
use crate::tables;
use crate::write::Writing;

/// The text form of a fact, kept by the caller while its cell is used.
fn form<T: ToString>(fact: &Fact<T>) -> Option<String> {
    fact.known().map(ToString::to_string)
}

/// Codes with blanks between.
fn codes<T: Copy>(list: impl IntoIterator<Item = T>, code: fn(T) -> &'static str) -> String {
    list.into_iter().map(code).collect::<Vec<_>>().join(" ")
}

impl Writing {
    /// Writes a version of a site with everything that belongs to it.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub async fn site(&mut self, site: &Site) -> Result<(), StoreError> {
        let id = self.new_id();
        self.site_itself(id, site)?;
        for owner in &site.owners {
            self.site_owner(id, owner)?;
        }
        for licence in &site.licences {
            self.site_licence(id, licence)?;
        }
        for capacity in &site.capacities {
            self.site_capacity(id, None, capacity)?;
        }
        for state in &site.states {
            self.site_state(id, state)?;
        }
        for milestone in &site.history {
            let moment = form(&milestone.when);
            let [vi, en] = pair(Some(&milestone.what));
            let cells = [self.new_id().into(), self.seq().0.into(), id.into(), cell(&moment), vi, en];
            self.push(&tables::SITE_EVENT, cells)?;
        }
        for source in &site.sources {
            let cells = [self.new_id().into(), self.seq().0.into(), id.into(), source.into()];
            self.push(&tables::SITE_SOURCE, cells)?;
        }
        self.settle().await
    }

    fn site_itself(&mut self, id: i64, site: &Site) -> Result<(), StoreError> {
        let also = codes(site.also.iter().copied(), domain::sites::Also::code);
        let minerals = site.minerals.known().map(|list| codes(list.iter().copied(), domain::sites::Mineral::code));
        let (commune, start, operation) =
            (form(&site.commune), form(&site.construction_start), form(&site.operation_date));
        let area = &site.named_area;
        let [commune_vi, commune_en] = pair(area.commune.known());
        let [district_vi, district_en] = pair(area.district.known());
        let [province_vi, province_en] = pair(area.province.known());
        let [reserves_vi, reserves_en] = pair(site.reserves.known());
        let output = site.output.known();
        let [output_vi, output_en] = pair(output.map(|o| &o.printed));
        let point = site.point.known();
        let [note_vi, note_en] = pair(site.note.as_ref());
        let [internal_vi, internal_en] = pair(site.internal_note.as_ref());
        let cells = [
            id.into(),
            self.seq().0.into(),
            site.code.as_str().into(),
            site.kind.code().into(),
            (&also).into(),
            (&site.name.vi).into(),
            (&site.name.en).into(),
            cell(&minerals),
            Cell::Text(site.river.known().map(String::as_str)),
            cell(&commune),
            commune_vi,
            commune_en,
            district_vi,
            district_en,
            province_vi,
            province_en,
            site.area_ha.known().copied().into(),
            reserves_vi,
            reserves_en,
            output.and_then(|o| o.amount).into(),
            Cell::Text(output.map(|o| o.unit.code())),
            output_vi,
            output_en,
            cell(&start),
            cell(&operation),
            point.map(|p| p.lat).into(),
            point.map(|p| p.lon).into(),
            Cell::Text(point.map(|p| p.of.code())),
            Cell::Text(point.and_then(|p| p.source.known()).map(String::as_str)),
            note_vi,
            note_en,
            internal_vi,
            internal_en,
        ];
        self.push(&tables::SITE, cells)
    }

    fn site_owner(&mut self, site: i64, owner: &Owner) -> Result<(), StoreError> {
        let (from, until) = (form(&owner.from), form(&owner.until));
        let [name_vi, name_en] = pair(owner.name.known());
        let [note_vi, note_en] = pair(owner.note.as_ref());
        let source = Cell::Text(owner.source.known().map(String::as_str));
        let (id, seq) = (self.new_id().into(), self.seq().0.into());
        let cells = [id, seq, site.into(), name_vi, name_en, cell(&from), cell(&until), note_vi, note_en, source];
        self.push(&tables::SITE_OWNER, cells)
    }

    fn site_licence(&mut self, site: i64, licence: &Licence) -> Result<(), StoreError> {
        let id = self.new_id();
        let (issued, ends) = (form(&licence.date), form(&licence.end));
        let [issuer_vi, issuer_en] = pair(licence.issuer.known());
        let [reserves_vi, reserves_en] = pair(licence.reserves.known());
        let [note_vi, note_en] = pair(licence.note.as_ref());
        let cells = [
            id.into(),
            self.seq().0.into(),
            site.into(),
            Cell::Text(licence.number.known().map(String::as_str)),
            licence.kind.code().into(),
            issuer_vi,
            issuer_en,
            cell(&issued),
            cell(&ends),
            licence.area_ha.known().copied().into(),
            reserves_vi,
            reserves_en,
            note_vi,
            note_en,
        ];
        self.push(&tables::SITE_LICENCE, cells)?;
        for fate in &licence.fates {
            self.site_licence_fate((site, id), fate)?;
        }
        match licence.capacity.known() {
            Some(capacity) => self.site_capacity(site, Some(id), capacity),
            None => Ok(()),
        }
    }

    fn site_licence_fate(&mut self, (site, licence): (i64, i64), fate: &Fate) -> Result<(), StoreError> {
        let (from, until) = (form(&fate.date), form(&fate.until));
        let [note_vi, note_en] = pair(fate.note.as_ref());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            site.into(),
            licence.into(),
            fate.kind.code().into(),
            cell(&from),
            cell(&until),
            Cell::Text(fate.paper.known().map(String::as_str)),
            note_vi,
            note_en,
        ];
        self.push(&tables::SITE_LICENCE_FATE, cells)
    }

    fn site_capacity(&mut self, site: i64, licence: Option<i64>, capacity: &Capacity) -> Result<(), StoreError> {
        let [of_vi, of_en] = pair(capacity.of.known());
        let [note_vi, note_en] = pair(capacity.note.as_ref());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            site.into(),
            Cell::Int(licence),
            capacity.amount.into(),
            capacity.unit.code().into(),
            capacity.basis.code().into(),
            of_vi,
            of_en,
            (&capacity.printed.vi).into(),
            (&capacity.printed.en).into(),
            note_vi,
            note_en,
        ];
        self.push(&tables::SITE_CAPACITY, cells)
    }

    fn site_state(&mut self, site: i64, state: &StateRecord) -> Result<(), StoreError> {
        let (since, as_of) = (form(&state.since), form(&state.as_of));
        let [by_vi, by_en] = pair(state.by.known());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            site.into(),
            state.state.code().into(),
            cell(&since),
            cell(&as_of),
            by_vi,
            by_en,
            (&state.why.vi).into(),
            (&state.why.en).into(),
            (&state.source).into(),
        ];
        self.push(&tables::SITE_STATE, cells)
    }
}

const DOING: &str = "reading sites";

const SITES: &str = "\
    SELECT v.id, v.code, v.kind, v.also, v.name_vi, v.name_en, v.minerals, v.river, v.commune, v.area_commune_vi, \
      v.area_commune_en, v.area_district_vi, v.area_district_en, v.area_province_vi, v.area_province_en, v.area_ha, \
      v.reserves_vi, v.reserves_en, v.output, v.output_unit, v.output_vi, v.output_en, v.construction_start, \
      v.operation_date, v.lat, v.lon, v.point_of, v.point_source, v.note_vi, v.note_en, v.internal_vi, v.internal_en \
    FROM site v \
    WHERE v.seq <= $1 AND NOT EXISTS (SELECT 1 FROM site n WHERE n.code = v.code AND n.seq > v.seq AND n.seq <= $1)";
const OWNERS: &str = "\
    SELECT site, name_vi, name_en, from_when, until_when, note_vi, note_en, source FROM site_owner";
const LICENCES: &str = "\
    SELECT site, id, number, kind, issuer_vi, issuer_en, issued, ends, area_ha, reserves_vi, reserves_en, note_vi, note_en \
    FROM site_licence";
const FATES: &str = "\
    SELECT licence, kind, from_when, until_when, paper, note_vi, note_en FROM site_licence_fate";
const CAPACITIES: &str = "\
    SELECT site, licence, amount, unit, basis, of_vi, of_en, printed_vi, printed_en, note_vi, note_en FROM site_capacity";
const STATES: &str = "\
    SELECT site, state, since, as_of, by_vi, by_en, why_vi, why_en, source FROM site_state";
const EVENTS: &str = "SELECT site, moment, what_vi, what_en FROM site_event";
const SOURCES: &str = "SELECT site, source FROM site_source";

/// What belongs to the versions of sites, by the number of the version.
#[derive(Default)]
struct Parts {
    owners: HashMap<i64, Vec<Owner>>,
    licences: HashMap<i64, Vec<Licence>>,
    capacities: HashMap<i64, Vec<Capacity>>,
    states: HashMap<i64, Vec<StateRecord>>,
    history: HashMap<i64, Vec<Milestone>>,
    sources: HashMap<i64, Vec<String>>,
}

fn read_site(row: &AnyRow, parts: &mut Parts) -> Result<Site, StoreError> {
    let mut columns = Columns::of(row);
    let id: i64 = columns.value()?;
    Ok(Site {
        code: columns.code("the code of a site")?,
        kind: columns.code("the kind of a site")?,
        also: read_codes(&columns.value::<String>()?, "what belongs to a site")?,
        name: columns.text()?,
        minerals: columns.words()?.map(|text| read_codes(&text, "the minerals of a site")).transpose()?.into(),
        river: columns.words()?.into(),
        commune: columns.maybe("the commune of a site")?.into(),
        named_area: NamedArea {
            commune: columns.maybe_text()?.into(),
            district: columns.maybe_text()?.into(),
            province: columns.maybe_text()?.into(),
        },
        area_ha: columns.number()?.into(),
        reserves: columns.maybe_text()?.into(),
        output: read_output(&mut columns)?.into(),
        construction_start: columns.maybe("the start of construction of a site")?.into(),
        operation_date: columns.maybe("the start of operation of a site")?.into(),
        point: read_point(&mut columns)?.into(),
        note: columns.maybe_text()?,
        internal_note: columns.maybe_text()?,
        owners: parts.owners.remove(&id).unwrap_or_default(),
        licences: parts.licences.remove(&id).unwrap_or_default(),
        capacities: parts.capacities.remove(&id).unwrap_or_default(),
        states: parts.states.remove(&id).unwrap_or_default(),
        history: parts.history.remove(&id).unwrap_or_default(),
        sources: parts.sources.remove(&id).unwrap_or_default(),
    })
}

fn read_output(columns: &mut Columns<'_>) -> Result<Option<Output>, StoreError> {
    let (amount, unit) = (columns.number()?, columns.maybe("the unit of an output")?);
    let printed = columns.maybe_text()?;
    Ok(unit.zip(printed).map(|(unit, printed)| Output { amount, unit, printed }))
}

fn read_point(columns: &mut Columns<'_>) -> Result<Option<Point>, StoreError> {
    let (lat, lon, of) = (columns.number()?, columns.number()?, columns.maybe("what a point is of")?);
    let source = columns.words()?.into();
    match (lat, lon, of) {
        (None, None, None) => Ok(None),
        (Some(lat), Some(lon), Some(of)) => Point::new(lat, lon, of, source)
            .map(Some)
            .ok_or_else(|| StoreError::corrupt("the point of a site", "it is not on the globe")),
        _ => Err(StoreError::corrupt("the point of a site", "a part of it is missing")),
    }
}

fn read_owner(columns: &mut Columns<'_>) -> Result<Owner, StoreError> {
    Ok(Owner {
        name: columns.maybe_text()?.into(),
        from: columns.maybe("the beginning of an owner")?.into(),
        until: columns.maybe("the end of an owner")?.into(),
        note: columns.maybe_text()?,
        source: columns.words()?.into(),
    })
}

/// What belongs to licences, by the number of their rows.
#[derive(Default)]
struct OfLicences {
    capacities: HashMap<i64, Capacity>,
    fates: HashMap<i64, Vec<Fate>>,
}

fn read_fate(columns: &mut Columns<'_>) -> Result<Fate, StoreError> {
    Ok(Fate {
        kind: columns.code("what became of a licence")?,
        date: columns.maybe("the day of what became of a licence")?.into(),
        until: columns.maybe("the end of what became of a licence")?.into(),
        paper: columns.words()?.into(),
        note: columns.maybe_text()?,
    })
}

fn read_licence(columns: &mut Columns<'_>, parts: &mut OfLicences) -> Result<Licence, StoreError> {
    let id: i64 = columns.value()?;
    Ok(Licence {
        number: columns.words()?.into(),
        kind: columns.code("the kind of a licence")?,
        issuer: columns.maybe_text()?.into(),
        date: columns.maybe("the date of a licence")?.into(),
        end: columns.maybe("the end of a licence")?.into(),
        area_ha: columns.number()?.into(),
        reserves: columns.maybe_text()?.into(),
        capacity: parts.capacities.remove(&id).into(),
        note: columns.maybe_text()?,
        fates: parts.fates.remove(&id).unwrap_or_default(),
    })
}

fn read_capacity(columns: &mut Columns<'_>) -> Result<(Option<i64>, Capacity), StoreError> {
    let licence = columns.value()?;
    let amount = columns.number()?;
    let unit = columns.code("the unit of a capacity")?;
    let basis = columns.code("the basis of a capacity")?;
    let (of, printed, note) = (columns.maybe_text()?.into(), columns.text()?, columns.maybe_text()?);
    Ok((licence, Capacity { amount, unit, of, basis, printed, note }))
}

fn read_state(columns: &mut Columns<'_>) -> Result<StateRecord, StoreError> {
    Ok(StateRecord {
        state: columns.code("the state of a site")?,
        since: columns.maybe("the beginning of a state")?.into(),
        as_of: columns.maybe("the time of a state")?.into(),
        by: columns.maybe_text()?.into(),
        why: columns.text()?,
        source: columns.value()?,
    })
}

impl Store {
    /// The sites as they stood after change `as_of`, in order of code.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn sites(&self, as_of: Seq) -> Result<Vec<Site>, StoreError> {
        let mut parts = self.parts_of_sites(as_of, None).await?;
        let rows = self.rows(SITES, as_of.0, DOING).await?;
        let mut sites = rows.iter().map(|row| read_site(row, &mut parts)).collect::<Result<Vec<_>, _>>()?;
        sites.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(sites)
    }

    /// A site as it stood after change `as_of`.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn site(&self, code: &SiteCode, as_of: Seq) -> Result<Option<Site>, StoreError> {
        let sql = format!("{SITES} AND v.code = $2");
        let rows = self.rows_of(sql, &[as_of.0.into(), code.as_str().into()], DOING).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let version = Columns::of(row).value()?;
        let mut parts = self.parts_of_sites(as_of, Some(version)).await?;
        read_site(row, &mut parts).map(Some)
    }

    /// The change that wrote the newest version of a site.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn site_version(&self, code: &SiteCode) -> Result<Option<Seq>, StoreError> {
        let rows = self.rows_of("SELECT MAX(seq) FROM site WHERE code = $1", &[code.as_str().into()], DOING).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Columns::of(row).value::<Option<i64>>()?.map(Seq))
    }

    /// The codes of the sites there are.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn site_codes(&self) -> Result<BTreeSet<SiteCode>, StoreError> {
        let rows = self.rows_of("SELECT DISTINCT code FROM site", &[], DOING).await?;
        rows.iter().map(|row| Columns::of(row).code("the code of a site")).collect()
    }

    /// The rows of a part of sites, or of one version of a site.
    async fn parts(&self, select: &str, as_of: Seq, only: Option<i64>) -> Result<Vec<AnyRow>, StoreError> {
        let (of_one, parameters) = match only {
            Some(version) => (" AND site = $2", vec![as_of.0.into(), version.into()]),
            None => ("", vec![as_of.0.into()]),
        };
        self.rows_of(format!("{select} WHERE seq <= $1{of_one} ORDER BY id"), &parameters, DOING).await
    }

    async fn parts_of_sites(&self, as_of: Seq, only: Option<i64>) -> Result<Parts, StoreError> {
        let mut parts = Parts::default();
        let mut of_licences = OfLicences::default();
        for row in self.parts(CAPACITIES, as_of, only).await? {
            let mut columns = Columns::of(&row);
            let site = columns.value()?;
            match read_capacity(&mut columns)? {
                (Some(licence), capacity) => drop(of_licences.capacities.insert(licence, capacity)),
                (None, capacity) => parts.capacities.entry(site).or_default().push(capacity),
            }
        }
        for row in self.parts(OWNERS, as_of, only).await? {
            let mut columns = Columns::of(&row);
            parts.owners.entry(columns.value()?).or_default().push(read_owner(&mut columns)?);
        }
        for row in self.parts(FATES, as_of, only).await? {
            let mut columns = Columns::of(&row);
            of_licences.fates.entry(columns.value()?).or_default().push(read_fate(&mut columns)?);
        }
        for row in self.parts(LICENCES, as_of, only).await? {
            let mut columns = Columns::of(&row);
            parts.licences.entry(columns.value()?).or_default().push(read_licence(&mut columns, &mut of_licences)?);
        }
        for row in self.parts(STATES, as_of, only).await? {
            let mut columns = Columns::of(&row);
            parts.states.entry(columns.value()?).or_default().push(read_state(&mut columns)?);
        }
        for row in self.parts(EVENTS, as_of, only).await? {
            let mut columns = Columns::of(&row);
            let history = parts.history.entry(columns.value()?).or_default();
            history.push(Milestone { when: columns.maybe("the time of an event")?.into(), what: columns.text()? });
        }
        for row in self.parts(SOURCES, as_of, only).await? {
            let mut columns = Columns::of(&row);
            parts.sources.entry(columns.value()?).or_default().push(columns.value()?);
        }
        Ok(parts)
    }
}
