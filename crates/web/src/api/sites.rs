//! The registry of sites: what each is, what it may do, how it stands and why, and what starting it would add.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::authority::Action;
use domain::sites::{Capacity, Group, Licence, Owner, Site, StateRecord};
use domain::text::Text;
use jiff::civil::Date;
use office::outlook::{Board, SiteWorth};
use serde::Serialize;
use utoipa::ToSchema;

use super::shape::{Asking, Named, Whole, Words, data, when, words};
use super::{Operation, paged, read, whole};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::pages::sites::{Wanted, group_choices};
use crate::routes::Access;
use crate::trouble::Trouble;

pub(super) fn table() -> Vec<Operation> {
    vec![
        paged::<SiteLine, _, _>("/api/v1/sites", Access::Public, ("Mỏ, thủy điện, nhà máy", "Sites"), list)
            .with("q", "chữ có trong mã, tên, đơn vị", "words of code, name or operator")
            .one_of("group", group_choices(), "nhóm tình trạng", "group of states")
            .with("kind", "loại", "kind")
            .with("district", "huyện cũ, như vi-xuyen", "former district, as vi-xuyen")
            .with("commune", "mã xã", "code of the commune"),
        read::<SiteRecord, _, _>("/api/v1/sites/{site}", Access::Public, ("Một mỏ, nhà máy", "One site"), one),
        whole::<Counted, _, _>(
            "/api/v1/states",
            Access::Public,
            ("Số nơi theo nhóm tình trạng", "Sites by group"),
            states,
        ),
    ]
}

/// A site in a list.
#[derive(Debug, Serialize, ToSchema)]
struct SiteLine {
    /// Its code.
    code: String,
    /// Its name.
    name: Words,
    /// What it is.
    kind: Named,
    /// The code of its commune with the version of the list.
    commune: Option<String>,
    /// Who runs it.
    operator: Option<Words>,
    /// How it stands today.
    state: Named,
    /// The group the state belongs to.
    group: Named,
    /// Since when.
    since: Option<String>,
    /// Percentage points it would add to the growth of the year at its whole capacity; none where it cannot be said.
    adds_points: Option<f64>,
}

/// Everything that is public of a site.
#[derive(Debug, Serialize, ToSchema)]
struct SiteRecord {
    #[serde(flatten)]
    line: SiteLine,
    minerals: Option<Vec<Named>>,
    river: Option<String>,
    /// Where it lies in the words of the licence: communes and districts of the time.
    named_area: Place,
    area_ha: Option<f64>,
    reserves: Option<Words>,
    /// What it produces in an average year, as printed.
    output: Option<Words>,
    construction_start: Option<String>,
    operation_date: Option<String>,
    point: Option<MapPoint>,
    owners: Vec<OwnerShape>,
    licences: Vec<LicenceShape>,
    capacities: Vec<CapacityShape>,
    /// How it stood, the earliest first.
    states: Vec<StateShape>,
    history: Vec<SiteEvent>,
    note: Option<Words>,
    /// A remark for those inside only.
    internal_note: Option<Words>,
    /// Where all this comes from.
    sources: Vec<String>,
    /// What starting it would add, or why that cannot be said.
    worth: Option<WorthShape>,
    why_no_worth: Option<Words>,
}

/// A place in words.
#[derive(Debug, Serialize, ToSchema)]
struct Place {
    commune: Option<Words>,
    district: Option<Words>,
    province: Option<Words>,
}

/// A point for a map.
#[derive(Debug, Serialize, ToSchema)]
struct MapPoint {
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    /// What it is a point of: a point of the commune is not the site.
    of: String,
    source: Option<String>,
}

/// Who ran a site.
#[derive(Debug, Serialize, ToSchema)]
struct OwnerShape {
    name: Option<Words>,
    from: Option<String>,
    until: Option<String>,
    note: Option<Words>,
    source: Option<String>,
}

/// A licence or a decision.
#[derive(Debug, Serialize, ToSchema)]
struct LicenceShape {
    number: Option<String>,
    kind: Named,
    issuer: Option<Words>,
    date: Option<String>,
    end: Option<String>,
    area_ha: Option<f64>,
    reserves: Option<Words>,
    capacity: Option<CapacityShape>,
    note: Option<Words>,
}

/// How much a site can do.
#[derive(Debug, Serialize, ToSchema)]
struct CapacityShape {
    /// The number, only where it is a clear one.
    amount: Option<f64>,
    unit: String,
    /// Of what.
    of: Option<Words>,
    /// Where it comes from.
    basis: String,
    /// As printed.
    printed: Words,
    note: Option<Words>,
}

/// How a site stood.
#[derive(Debug, Serialize, ToSchema)]
struct StateShape {
    state: Named,
    since: Option<String>,
    as_of: Option<String>,
    /// Who decided it.
    by: Option<Words>,
    why: Words,
    source: String,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
struct SiteEvent {
    when: Option<String>,
    what: Words,
}

/// What starting a site would add.
#[derive(Debug, Serialize, ToSchema)]
struct WorthShape {
    /// The product of the index it is weighed by.
    product: Named,
    /// The section of the index.
    section: Named,
    /// The first month of running.
    from: String,
    shares: Vec<ShareShape>,
}

/// At one share of its capacity.
#[derive(Debug, Serialize, ToSchema)]
struct ShareShape {
    /// From 0 to 1.
    share: f64,
    years: Vec<YearShape>,
}

/// What is added to the growth of a year.
#[derive(Debug, Serialize, ToSchema)]
struct YearShape {
    year: String,
    /// The whole first, then down to the product.
    nodes: Vec<AddedShape>,
}

/// What is added to a node of the index.
#[derive(Debug, Serialize, ToSchema)]
struct AddedShape {
    code: String,
    /// Percentage points; none where the years cannot be compared.
    points: Option<f64>,
}

/// How many sites stand so.
#[derive(Debug, Serialize, ToSchema)]
struct Counted {
    group: Named,
    sites: usize,
}

async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (listing, asking) = (asked.listing()?, Asking::of(&asked)?);
    let board = &listing.board;
    let wanted = Wanted::of(&asked, listing)?;
    let found: Vec<&Site> =
        board.sites.iter().zip(&listing.entries).filter(|(_, e)| wanted.is(e)).map(|(s, _)| s).collect();
    let items = found.iter().skip(asking.from()).take(asking.size as usize).map(|site| line(board, site, board.day));
    data(&asking.paged(&asked, found.len() as u64, items.collect()))
}

async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, asked.in_path("site").parse().map_err(|_| Trouble::NotFound)?);
    let mut site = office::sites::one(&context, &code).await?;
    if context.may(Action::ReadInternal, &domain::authority::Thing::WHOLE) {
        site.internal_note = office::sites::remark(&context, &code).await?;
    }
    let board = asked.board()?;
    data(&record(board, &site, context.today().max(board.day)))
}

async fn states(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let board = asked.board()?;
    let counts: BTreeMap<Group, usize> = domain::sites::count_by_group(&board.sites, board.day);
    let shape = |(group, sites): (Group, usize)| Counted { group: Named::new(group.code(), group.name()), sites };
    data(&Whole::of(counts.into_iter().map(shape)))
}

fn line(board: &Board, site: &Site, day: Date) -> SiteLine {
    let (state, held) = (site.state_on(day), site.record_on(day));
    SiteLine {
        code: site.code.to_string(),
        name: (&site.name).into(),
        kind: Named::new(site.kind.code(), site.kind.name()),
        commune: site.commune.known().map(ToString::to_string),
        operator: site.operator_on(day).known().copied().map(Words::from),
        state: Named::new(state.code(), state.name()),
        group: Named::new(state.group().code(), state.group().name()),
        since: held.and_then(|record| when(&record.since)),
        adds_points: board.whole(site),
    }
}

fn record(board: &Board, site: &Site, day: Date) -> SiteRecord {
    let (worth, why_no_worth) = match board.worth.get(&site.code) {
        Some(Ok(worth)) => (Some(worth_of(worth)), None),
        Some(Err(why)) => (None, Some(why.into())),
        None => (None, None),
    };
    let minerals =
        site.minerals.known().map(|list| list.iter().map(|one| Named::new(one.code(), one.name())).collect());
    let point = site.point.known().map(|point| MapPoint {
        lat: point.lat,
        lon: point.lon,
        of: point.of.code().to_owned(),
        source: point.source.known().cloned(),
    });
    let area = &site.named_area;
    SiteRecord {
        line: line(board, site, day),
        minerals,
        river: site.river.known().cloned(),
        named_area: Place {
            commune: words(&area.commune),
            district: words(&area.district),
            province: words(&area.province),
        },
        area_ha: site.area_ha.known().copied(),
        reserves: words(&site.reserves),
        output: site.output.known().map(|output| (&output.printed).into()),
        construction_start: when(&site.construction_start),
        operation_date: when(&site.operation_date),
        point,
        owners: site.owners.iter().map(owner).collect(),
        licences: site.licences.iter().map(licence).collect(),
        capacities: site.capacities.iter().map(capacity).collect(),
        states: site.states.iter().map(state).collect(),
        history: site.history.iter().map(|e| SiteEvent { when: when(&e.when), what: (&e.what).into() }).collect(),
        note: site.note.as_ref().map(Words::from),
        internal_note: site.internal_note.as_ref().map(Words::from),
        sources: site.sources.clone(),
        worth,
        why_no_worth,
    }
}

fn owner(owner: &Owner) -> OwnerShape {
    OwnerShape {
        name: words(&owner.name),
        from: when(&owner.from),
        until: when(&owner.until),
        note: owner.note.as_ref().map(Words::from),
        source: owner.source.known().cloned(),
    }
}

fn licence(licence: &Licence) -> LicenceShape {
    LicenceShape {
        number: licence.number.known().cloned(),
        kind: Named::new(licence.kind.code(), licence.kind.name()),
        issuer: words(&licence.issuer),
        date: when(&licence.date),
        end: when(&licence.end),
        area_ha: licence.area_ha.known().copied(),
        reserves: words(&licence.reserves),
        capacity: licence.capacity.known().map(capacity),
        note: licence.note.as_ref().map(Words::from),
    }
}

fn capacity(capacity: &Capacity) -> CapacityShape {
    CapacityShape {
        amount: capacity.amount,
        unit: capacity.unit.code().to_owned(),
        of: words(&capacity.of),
        basis: capacity.basis.code().to_owned(),
        printed: (&capacity.printed).into(),
        note: capacity.note.as_ref().map(Words::from),
    }
}

fn state(record: &StateRecord) -> StateShape {
    StateShape {
        state: Named::new(record.state.code(), record.state.name()),
        since: when(&record.since),
        as_of: when(&record.as_of),
        by: words(&record.by),
        why: (&record.why).into(),
        source: record.source.clone(),
    }
}

fn worth_of(worth: &Arc<SiteWorth>) -> WorthShape {
    let (section, name) = &worth.section;
    let shares = worth.shares.iter().map(|one| ShareShape {
        share: one.share,
        years: one
            .years
            .iter()
            .map(|year| YearShape {
                year: year.year.to_string(),
                nodes: year
                    .nodes
                    .iter()
                    .map(|(code, points)| AddedShape { code: code.clone(), points: *points })
                    .collect(),
            })
            .collect(),
    });
    WorthShape {
        product: Named::new(&worth.potential.product, worth.product_name.clone()),
        section: Named::new(section, Text::clone(name)),
        from: worth.from.to_string(),
        shares: shares.collect(),
    }
}
