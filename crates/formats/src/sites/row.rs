//! One row of the registry of sites: what belongs to the site itself, and the licence, owner, capacity, state and event it adds.

use std::str::FromStr;

use domain::area::{AreaVersion, CommuneRef};
use domain::concordance::Conversion;
use domain::sites::{
    Capacity, CapacityBasis, CapacityUnit, Fact, Fate, FateKind, Licence, LicenceKind, Milestone, Mineral, NamedArea,
    Output, OutputUnit, Owner, Point, PointOf, Site, SiteCode, SiteKind, State, StateRecord, in_words,
};
use domain::text::Text;

use crate::carried;
use crate::layout::SITES;
use crate::register::commune;
use crate::sheet::{Cell, Fields, as_printed, fold};

/// What the first row says of the site itself; `None` when it cannot be told.
pub(super) fn site(code: SiteCode, fields: &mut Fields) -> Option<Site> {
    let name = needed(fields, SITES.at("name"));
    needed(fields, SITES.at("kind"));
    needed(fields, SITES.at("source"));
    let kind = chosen::<SiteKind>(fields, SITES.at("kind"));
    Some(Site {
        code,
        name: Text::typed(&name?),
        kind: kind?,
        also: chosen(fields, SITES.at("also")).into_iter().collect(),
        minerals: minerals(fields),
        river: known(fields, SITES.at("river")).into(),
        commune: commune_now(fields).into(),
        named_area: NamedArea {
            commune: typed(fields, SITES.at("area_commune")).into(),
            district: typed(fields, SITES.at("area_district")).into(),
            province: typed(fields, SITES.at("area_province")).into(),
        },
        area_ha: fields.number(SITES.at("area_ha")).into(),
        reserves: typed(fields, SITES.at("reserves")).into(),
        owners: Vec::new(),
        licences: Vec::new(),
        capacities: Vec::new(),
        output: output(fields).into(),
        construction_start: fields.when(SITES.at("construction_start")).into(),
        operation_date: fields.when(SITES.at("operation_date")).into(),
        states: Vec::new(),
        history: Vec::new(),
        point: point(fields).into(),
        note: typed(fields, SITES.at("note")),
        internal_note: typed(fields, SITES.at("internal_note")),
        sources: Vec::new(),
    })
}

/// What any row adds. Its faults are found also when there is no site to add it to.
pub(super) fn add(fields: &mut Fields, site: Option<&mut Site>) {
    let sources = sources(fields);
    let capacity = capacity(fields);
    let owner = owner(fields);
    let mut licence = licence(fields);
    let above = site.as_ref().is_none_or(|site| !site.licences.is_empty());
    let fate = fate(fields, licence.is_some() || above);
    let state = state(fields, sources.first());
    let event = event(fields);
    let mut capacities = Vec::new();
    match (capacity, &mut licence) {
        (Some(capacity), Some(licence)) if capacity.basis == CapacityBasis::Licensed => {
            licence.capacity = Fact::Known(capacity);
        }
        (Some(capacity), None) if capacity.basis == CapacityBasis::Licensed => fields.fault(
            SITES.at("capacity_basis"),
            Text::new(
                "Công suất theo giấy phép nhưng dòng này không có giấy phép.",
                "A capacity of a licence, but no licence on this row.",
            ),
            Text::new("Ghi công suất cùng dòng với giấy phép.", "Write the capacity on the row of the licence."),
        ),
        (capacity, _) => capacities.extend(capacity),
    }
    let Some(site) = site else { return };
    site.owners.extend(owner);
    site.licences.extend(licence);
    if let Some(licence) = site.licences.last_mut() {
        licence.fates.extend(fate);
    }
    site.capacities.extend(capacities);
    site.states.extend(state);
    site.history.extend(event);
    for source in sources {
        if !site.sources.contains(&source) {
            site.sources.push(source);
        }
    }
}

/// Words that say that nothing is known; the same as an empty cell.
fn says_unknown(text: &str) -> bool {
    let text = Text::typed(text);
    matches!(fold(&text.vi).as_str(), "chua ro" | "chua biet" | "khong ro" | "not known" | "unknown")
}

/// Words, when something is known.
fn known(fields: &mut Fields, column: usize) -> Option<String> {
    fields.text(column).filter(|text| !says_unknown(text))
}

/// Words in one or both languages, when something is known.
fn typed(fields: &mut Fields, column: usize) -> Option<Text> {
    known(fields, column).map(|text| Text::typed(&text))
}

/// One of a list of the domain.
fn chosen<T: FromStr>(fields: &mut Fields, column: usize) -> Option<T> {
    fields.choice(column).and_then(|code| code.parse().ok())
}

/// Words that the row cannot do without.
fn needed(fields: &mut Fields, column: usize) -> Option<String> {
    if fields.cell(column) == Cell::Empty {
        let definition = &SITES.columns[column];
        fields.fault(
            column,
            Text::new(
                format!("Ô “{}” để trống.", definition.heading),
                format!("The cell “{}” is empty.", definition.code),
            ),
            Text::new(definition.meaning.vi, definition.meaning.en),
        );
        return None;
    }
    fields.text(column)
}

/// Whether the row has a part headed by `head`. Cells of the part without their head are a fault.
fn has(fields: &mut Fields, head: usize, members: &[usize]) -> bool {
    if fields.cell(head) != Cell::Empty {
        return true;
    }
    if let Some(member) = members.iter().find(|member| fields.cell(**member) != Cell::Empty) {
        let definition = &SITES.columns[head];
        fields.fault(
            *member,
            Text::new(
                format!("Có ô này nhưng ô “{}” để trống.", definition.heading),
                format!("This cell is filled, but “{}” is empty.", definition.code),
            ),
            Text::new(
                format!("Ghi ô “{}”, hoặc xóa ô này.", definition.heading),
                format!("Fill in “{}”, or empty this cell.", definition.code),
            ),
        );
    }
    false
}

fn sources(fields: &mut Fields) -> Vec<String> {
    let text = fields.text(SITES.at("source")).unwrap_or_default();
    text.split(" ; ").map(str::trim).filter(|source| !source.is_empty()).map(str::to_owned).collect()
}

fn minerals(fields: &mut Fields) -> Fact<Vec<Mineral>> {
    const MINERALS: usize = SITES.at("minerals");
    let Some(text) = known(fields, MINERALS) else { return Fact::Unknown };
    let mut found = Vec::new();
    for word in text.split(';').map(str::trim).filter(|word| !word.is_empty()) {
        let fits = |mineral: &&Mineral| fold(mineral.code()) == fold(word) || fold(&mineral.name().vi) == fold(word);
        match Mineral::ALL.iter().find(fits) {
            Some(mineral) if !found.contains(mineral) => found.push(*mineral),
            Some(_) => {}
            None => no_such_mineral(fields, word),
        }
    }
    if found.is_empty() { Fact::Unknown } else { Fact::Known(found) }
}

fn no_such_mineral(fields: &mut Fields, word: &str) {
    let word = as_printed(word);
    let names = |said: fn(&Mineral) -> String| Mineral::ALL.iter().map(said).collect::<Vec<_>>().join("; ");
    fields.fault(
        SITES.at("minerals"),
        Text::new(format!("“{word}” không có trong danh sách."), format!("“{word}” is not in the list.")),
        Text::new(
            format!("Ghi trong các khoáng sản: {}.", names(|m| m.name().vi)),
            format!("Write minerals of these: {}.", names(|m| m.code().to_owned())),
        ),
    );
}

/// The commune of today; one of the list before 2025 is a fault that names its successor.
fn commune_now(fields: &mut Fields) -> Option<CommuneRef> {
    const COMMUNE: usize = SITES.at("commune");
    let found = commune(fields, COMMUNE)?;
    if found.version == AreaVersion::Since2025 {
        return Some(found);
    }
    let successors = match carried::communes().convert(&found) {
        Conversion::One(one) => one.to_string(),
        _ => "2025:…".to_owned(),
    };
    fields.fault(
        COMMUNE,
        Text::new(
            format!("{found} là mã xã trước 01/07/2025."),
            format!("{found} is a commune of before 1 July 2025."),
        ),
        Text::new(
            format!("Ghi xã hiện nay ({successors}); tên xã cũ ghi ở cột area_commune."),
            format!("Write the commune of today ({successors}); the old name goes into area_commune."),
        ),
    );
    None
}

fn point(fields: &mut Fields) -> Option<Point> {
    const POINT: usize = SITES.at("point");
    const LAT: usize = SITES.at("lat");
    const LON: usize = SITES.at("lon");
    if !has(fields, POINT, &[LAT, LON, SITES.at("point_source")]) {
        return None;
    }
    let (lat, lon) = (required_number(fields, LAT), required_number(fields, LON));
    let of = chosen::<PointOf>(fields, POINT);
    let source = known(fields, SITES.at("point_source")).into();
    let point = Point::new(lat?, lon?, of?, source);
    if point.is_none() {
        fields.fault(
            LAT,
            Text::new("Tọa độ nằm ngoài Trái Đất.", "The point is not on the globe."),
            Text::new(
                "Ghi vĩ độ trong khoảng ±90, kinh độ ±180.",
                "Write a latitude within ±90 and a longitude within ±180.",
            ),
        );
    }
    point
}

fn required_number(fields: &mut Fields, column: usize) -> Option<f64> {
    if fields.cell(column) == Cell::Empty {
        needed(fields, column);
        return None;
    }
    fields.number(column)
}

/// Amount, unit and what is printed; the amount may be missing and the print may, but not both.
fn amount<U: FromStr + Copy>(
    fields: &mut Fields,
    [head, value, text]: [usize; 3],
    name: fn(U) -> Text,
) -> Option<(Option<f64>, U, Text)> {
    let amount = fields.number(value);
    let unit: U = chosen(fields, head)?;
    match typed(fields, text).or_else(|| amount.map(|amount| in_words(amount, &name(unit)))) {
        Some(printed) => Some((amount, unit, printed)),
        None => {
            if !fields.is_faulty() {
                needed(fields, value);
            }
            None
        }
    }
}

fn output(fields: &mut Fields) -> Option<Output> {
    const UNIT: usize = SITES.at("output_unit");
    const AMOUNT: usize = SITES.at("output");
    const TEXT: usize = SITES.at("output_text");
    if !has(fields, UNIT, &[AMOUNT, TEXT]) {
        return None;
    }
    let (amount, unit, printed) = amount(fields, [UNIT, AMOUNT, TEXT], OutputUnit::name)?;
    Some(Output { amount, unit, printed })
}

fn capacity(fields: &mut Fields) -> Option<Capacity> {
    const UNIT: usize = SITES.at("capacity_unit");
    const AMOUNT: usize = SITES.at("capacity");
    const BASIS: usize = SITES.at("capacity_basis");
    const OF: usize = SITES.at("capacity_of");
    const TEXT: usize = SITES.at("capacity_text");
    const NOTE: usize = SITES.at("capacity_note");
    if !has(fields, UNIT, &[AMOUNT, BASIS, OF, TEXT, NOTE]) {
        return None;
    }
    let figure = amount(fields, [UNIT, AMOUNT, TEXT], CapacityUnit::name);
    needed(fields, BASIS);
    let basis = chosen(fields, BASIS);
    let (of, note) = (typed(fields, OF).into(), typed(fields, NOTE));
    let (amount, unit, printed) = figure?;
    Some(Capacity { amount, unit, of, basis: basis?, printed, note })
}

fn owner(fields: &mut Fields) -> Option<Owner> {
    const OWNER: usize = SITES.at("owner");
    const FROM: usize = SITES.at("owner_from");
    const UNTIL: usize = SITES.at("owner_until");
    const NOTE: usize = SITES.at("owner_note");
    const SOURCE: usize = SITES.at("owner_source");
    if !has(fields, OWNER, &[FROM, UNTIL, NOTE, SOURCE]) {
        return None;
    }
    Some(Owner {
        name: typed(fields, OWNER).into(),
        from: fields.when(FROM).into(),
        until: fields.when(UNTIL).into(),
        note: typed(fields, NOTE),
        source: known(fields, SOURCE).into(),
    })
}

fn licence(fields: &mut Fields) -> Option<Licence> {
    const KIND: usize = SITES.at("licence");
    const NUMBER: usize = SITES.at("licence_number");
    const ISSUER: usize = SITES.at("licence_issuer");
    const DATE: usize = SITES.at("licence_date");
    const END: usize = SITES.at("licence_end");
    const AREA: usize = SITES.at("licence_area_ha");
    const RESERVES: usize = SITES.at("licence_reserves");
    const NOTE: usize = SITES.at("licence_note");
    if !has(fields, KIND, &[NUMBER, ISSUER, DATE, END, AREA, RESERVES, NOTE]) {
        return None;
    }
    let kind = chosen::<LicenceKind>(fields, KIND);
    let (date, end) = (fields.when(DATE), fields.when(END));
    if let (Some(date), Some(end)) = (date, end)
        && end.last_day() < date.first_day()
    {
        fields.fault(
            END,
            Text::new("Giấy phép hết hạn trước ngày cấp.", "The licence ends before it was issued."),
            Text::new("Sửa một trong hai thời điểm.", "Correct one of the two."),
        );
    }
    Some(Licence {
        number: known(fields, NUMBER).into(),
        kind: kind?,
        issuer: typed(fields, ISSUER).into(),
        date: date.into(),
        end: end.into(),
        area_ha: fields.number(AREA).into(),
        reserves: typed(fields, RESERVES).into(),
        capacity: Fact::Unknown,
        note: typed(fields, NOTE),
        fates: Vec::new(),
    })
}

/// What became of the licence of this row, or of the one above.
fn fate(fields: &mut Fields, of_licence: bool) -> Option<Fate> {
    const FATE: usize = SITES.at("licence_fate");
    const DATE: usize = SITES.at("licence_fate_date");
    const UNTIL: usize = SITES.at("licence_fate_until");
    const PAPER: usize = SITES.at("licence_fate_paper");
    const NOTE: usize = SITES.at("licence_fate_note");
    if !has(fields, FATE, &[DATE, UNTIL, PAPER, NOTE]) {
        return None;
    }
    if !of_licence && !fields.is_faulty() {
        fields.fault(
            FATE,
            Text::new("Chưa có giấy phép nào ở dòng này hay dòng trên.", "No licence stands on this row or above."),
            Text::new("Ghi giấy phép trước.", "Write the licence first."),
        );
    }
    let kind = chosen::<FateKind>(fields, FATE);
    let (date, until) = (fields.when(DATE), fields.when(UNTIL));
    if let (Some(date), Some(until)) = (date, until)
        && until.last_day() < date.first_day()
    {
        fields.fault(
            UNTIL,
            Text::new("Kết thúc trước khi bắt đầu.", "It ends before it begins."),
            Text::new("Sửa một trong hai thời điểm.", "Correct one of the two."),
        );
    }
    let (paper, note) = (known(fields, PAPER).into(), typed(fields, NOTE));
    Some(Fate { kind: kind?, date: date.into(), until: until.into(), paper, note })
}

fn state(fields: &mut Fields, first_source: Option<&String>) -> Option<StateRecord> {
    const STATE: usize = SITES.at("state");
    const SINCE: usize = SITES.at("state_since");
    const AS_OF: usize = SITES.at("state_as_of");
    const BY: usize = SITES.at("state_by");
    const WHY: usize = SITES.at("state_why");
    const SOURCE: usize = SITES.at("state_source");
    if !has(fields, STATE, &[SINCE, AS_OF, BY, WHY, SOURCE]) {
        return None;
    }
    let state = chosen::<State>(fields, STATE);
    let why = needed(fields, WHY);
    let source = fields.text(SOURCE).or_else(|| first_source.cloned());
    if source.is_none() && !fields.is_faulty() {
        needed(fields, SOURCE);
    }
    Some(StateRecord {
        state: state?,
        since: fields.when(SINCE).into(),
        as_of: fields.when(AS_OF).into(),
        by: typed(fields, BY).into(),
        why: Text::typed(&why?),
        source: source?,
    })
}

fn event(fields: &mut Fields) -> Option<Milestone> {
    const WHAT: usize = SITES.at("event");
    const DATE: usize = SITES.at("event_date");
    if !has(fields, WHAT, &[DATE]) {
        return None;
    }
    let what = fields.text(WHAT);
    Some(Milestone { when: fields.when(DATE).into(), what: Text::typed(&what?) })
}
