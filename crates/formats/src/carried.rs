//! The tables the program carries: calendar, communes, industries, templates of procedures, sites, limits of escalation. Each file under `data/` names its source in a column.

mod running;

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::LazyLock;

use domain::agency::Agency;
use domain::area::{Commune, CommuneRef, Communes, Point};
use domain::calendar::{Calendar, DayKind, SpecialDay};
use domain::classification::{Industries, Industry, IndustryRef, Vsic};
use domain::concordance::Concordance;
use domain::markets::{Price, Thresholds};
use domain::obstacles::{EscalationLimit, SilenceRule};
use domain::projects::Template;
use domain::sites::Site;
use domain::text::Text;
use jiff::civil::Date;

use crate::fault::Fault;
use crate::sheet::Input;

pub use running::{directives, projects};

const HOLIDAYS: &str = include_str!("../../../data/calendar/holidays_vn.csv");
const TET: &str = include_str!("../../../data/calendar/tet_dates.csv");
const COMMUNES_2025: &str = include_str!("../../../data/areas/communes_2025.csv");
const COMMUNE_MAP: &str = include_str!("../../../data/areas/commune_map_2025.csv");
const VSIC_2007: &str = include_str!("../../../data/classification/vsic2007.csv");
const VSIC_2018: &str = include_str!("../../../data/classification/vsic2018.csv");
const CHANGES_2018: &str = include_str!("../../../data/classification/vsic2007_to_2018.csv");
const VSIC_2025: &str = include_str!("../../../data/classification/vsic2025.csv");

const MINES: &str = include_str!("../../../data/sites/mines.csv");
const HYDROPOWER: &str = include_str!("../../../data/sites/hydropower.csv");
const SLOTS: &str = include_str!("../../../data/sites/slots.csv");

const SITE_FILES: [(&str, &str); 3] =
    [("data/sites/mines.csv", MINES), ("data/sites/hydropower.csv", HYDROPOWER), ("data/sites/slots.csv", SLOTS)];

/// Yearly means only: the monthly sheet of the World Bank is bulk data of others and is imported by the department.
const PRICES: &str = include_str!("../../../data/prices/yearly.csv");
const THRESHOLDS: &str = include_str!("../../../data/markets/thresholds.csv");

const TEMPLATES: &str = include_str!("../../../data/projects/templates.csv");
const STEPS: &str = include_str!("../../../data/projects/steps.csv");
const AGENCY_TABLE: &str = include_str!("../../../data/projects/agencies.csv");

const ESCALATION: &str = include_str!("../../../data/obstacles/escalation.csv");
const SILENCE: &str = include_str!("../../../data/obstacles/silence.csv");

static CALENDAR: LazyLock<Calendar> = LazyLock::new(read_calendar);
static COMMUNES: LazyLock<Communes> = LazyLock::new(read_communes);
static INDUSTRIES: LazyLock<Industries> = LazyLock::new(read_industries);
static LIMITS: LazyLock<Vec<EscalationLimit>> = LazyLock::new(read_limits);
static SILENCES: LazyLock<Vec<SilenceRule>> = LazyLock::new(read_silences);
static SITES: LazyLock<(Vec<Site>, Vec<Fault>)> = LazyLock::new(read_sites);
static AGENCIES: LazyLock<(Vec<Agency>, Vec<Fault>)> = LazyLock::new(read_agencies);
static PRICE_LIST: LazyLock<(Vec<Price>, Vec<Fault>)> = LazyLock::new(read_prices);
static MARKET_LIMITS: LazyLock<Vec<Thresholds>> = LazyLock::new(read_thresholds);
static PROCEDURES: LazyLock<(Vec<Template>, Vec<Fault>)> = LazyLock::new(read_templates);

/// Days off 2015–2026 and Tết 1984–2040.
#[must_use]
pub fn calendar() -> &'static Calendar {
    &CALENDAR
}

/// The communes of old Hà Giang and old Tuyên Quang until 30 June 2025, those of Tuyên Quang since, and the mapping.
#[must_use]
pub fn communes() -> &'static Communes {
    &COMMUNES
}

/// VSIC 2007, 2018 and 2025, sections B to E, and the mappings between them.
#[must_use]
pub fn industries() -> &'static Industries {
    &INDUSTRIES
}

/// Templates of procedures, in order of code: opening a mine under the laws of 2010 and of 2024, extending a mining licence, adjusting a mining
/// project, small hydropower.
#[must_use]
pub fn templates() -> &'static [Template] {
    &PROCEDURES.0
}

/// The bodies that steps wait for.
#[must_use]
pub fn agencies() -> &'static [Agency] {
    &AGENCIES.0
}

/// The mines, ore points and plants known from public sources and the project's founding document, the hydropower plants, and the six
/// plants of 2024 that are not identified yet.
#[must_use]
pub fn sites() -> &'static [Site] {
    &SITES.0
}

/// A handful of yearly world prices of the province's metals, each with its source.
#[must_use]
pub fn prices() -> &'static [Price] {
    &PRICE_LIST.0
}

/// From which stock and which fall of a price on a market does not take a product, until the department sets its own.
#[must_use]
pub fn market_thresholds() -> &'static [Thresholds] {
    &MARKET_LIMITS
}

fn read_prices() -> (Vec<Price>, Vec<Fault>) {
    match crate::markets::read_prices(&Input::new("data/prices/yearly.csv", PRICES.as_bytes())) {
        Ok(read) => (read.rows.into_iter().map(|(_, price)| price).collect(), read.faults),
        Err(unreadable) => (Vec::new(), unreadable),
    }
}

fn read_thresholds() -> Vec<Thresholds> {
    let table = Table::read(THRESHOLDS);
    let rows = table.cells(["from", "stock_months", "price_fall", "why_vi", "why_en"]);
    let read = |[from, stock, fall, vi, en]: [&str; 5]| {
        Some(Thresholds {
            from: from.parse().ok()?,
            stock_months: stock.parse().ok()?,
            price_fall: fall.parse().ok()?,
            why: Text::new(vi, en),
        })
    };
    rows.filter_map(read).collect()
}

fn read_sites() -> (Vec<Site>, Vec<Fault>) {
    let mut sites = Vec::new();
    let mut faults = Vec::new();
    for (name, text) in SITE_FILES {
        match crate::sites::read_sites(&Input::new(name, text.as_bytes())) {
            Ok(read) => {
                faults.extend(read.faults);
                sites.extend(read.rows.into_iter().map(|(_, site)| site));
            }
            Err(unreadable) => faults.extend(unreadable),
        }
    }
    (sites, faults)
}

fn read_agencies() -> (Vec<Agency>, Vec<Fault>) {
    crate::projects::read_agencies(&Input::new("data/projects/agencies.csv", AGENCY_TABLE.as_bytes()))
}

fn read_templates() -> (Vec<Template>, Vec<Fault>) {
    let steps = Input::new("data/projects/steps.csv", STEPS.as_bytes());
    crate::projects::read_templates(&Input::new("data/projects/templates.csv", TEMPLATES.as_bytes()), &steps)
}

/// How long each tier may leave an obstacle unanswered before it climbs.
#[must_use]
pub fn escalation_limits() -> &'static [EscalationLimit] {
    &LIMITS
}

/// The rules of law by which silence is consent.
#[must_use]
pub fn silence_rules() -> &'static [SilenceRule] {
    &SILENCES
}

fn read_limits() -> Vec<EscalationLimit> {
    let table = Table::read(ESCALATION);
    let rows = table.cells(["tier", "limit", "from", "until", "basis", "source_vi", "source_en"]);
    rows.filter_map(|[tier, limit, from, until, basis, vi, en]| {
        Some(EscalationLimit {
            tier: tier.parse().ok()?,
            limit: limit.parse().ok()?,
            from: from.parse().ok()?,
            until: last_day(until)?,
            basis: basis.parse().ok()?,
            source: Text::new(vi, en),
        })
    })
    .collect()
}

fn read_silences() -> Vec<SilenceRule> {
    let table = Table::read(SILENCE);
    let rows = table.cells(["code", "limit", "from", "until", "ground", "scope_vi", "scope_en", "source"]);
    rows.filter_map(|[code, limit, from, until, ground, vi, en, source]| {
        Some(SilenceRule {
            code: code.to_owned(),
            limit: limit.parse().ok()?,
            from: from.parse().ok()?,
            until: last_day(until)?,
            ground: ground.to_owned(),
            scope: Text::new(vi, en),
            source: source.to_owned(),
        })
    })
    .collect()
}

/// The last day of validity, or none; the outer `None` is a cell that cannot be read.
fn last_day(text: &str) -> Option<Option<Date>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// The rows of a carried table as maps from heading to cell.
struct Table {
    heads: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    /// Reads a carried table. A test reads every one of them, so a broken file cannot reach a user.
    fn read(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let heads = reader.headers().cloned().unwrap_or_default();
        Self { heads, rows: reader.records().filter_map(Result::ok).collect() }
    }

    fn column(&self, name: &str) -> usize {
        self.heads.iter().position(|head| head == name).unwrap_or(usize::MAX)
    }

    /// Every row reduced to the named cells; a missing cell is empty.
    fn cells<const N: usize>(&self, names: [&str; N]) -> impl Iterator<Item = [&str; N]> {
        let columns = names.map(|name| self.column(name));
        self.rows.iter().map(move |row| columns.map(|column| row.get(column).unwrap_or_default()))
    }
}

fn read_calendar() -> Calendar {
    let holidays = Table::read(HOLIDAYS);
    let special = holidays.cells(["date", "name_vi", "name_en", "kind"]).filter_map(|[day, vi, en, kind]| {
        let kind = match kind {
            "statutory" => DayKind::Statutory,
            "compensatory" => DayKind::Compensatory,
            "swap_off" => DayKind::SwapOff,
            "swap_work" => DayKind::SwapWork,
            _ => return None, // a proposed holiday is none until it is decided
        };
        Some((Date::from_str(day).ok()?, SpecialDay { name: Text::new(vi, en), kind }))
    });
    let tet = Table::read(TET);
    let days: Vec<Date> = tet.cells(["tet_date"]).filter_map(|[day]| day.parse().ok()).collect();
    Calendar::new(special, days)
}

fn read_communes() -> Communes {
    let (map, new) = (Table::read(COMMUNE_MAP), Table::read(COMMUNES_2025));
    let old = map.cells(["old_commune_code", "old_commune", "old_district", "old_province_code"]).filter_map(
        |[code, name, district, province]| {
            Some(Commune {
                code: commune("2020", code)?,
                name: name.to_owned(),
                district: Some(district.to_owned()),
                province: province.to_owned(),
                former_province: province.to_owned(),
                point: None,
            })
        },
    );
    let since = new
        .cells(["commune_code", "commune", "province_code", "former_province_code", "lat", "lon"])
        .filter_map(|[code, name, province, former, latitude, longitude]| {
            Some(Commune {
                code: commune("2025", code)?,
                name: name.to_owned(),
                district: None,
                province: province.to_owned(),
                former_province: former.to_owned(),
                point: point(latitude, longitude),
            })
        });
    let links = map
        .cells(["old_commune_code", "new_commune_code"])
        .filter_map(|[old, new]| Some((commune("2020", old)?, commune("2025", new)?, None)));
    Communes::new(old.chain(since), Concordance::new(links).unwrap_or_default())
}

fn point(latitude: &str, longitude: &str) -> Option<Point> {
    Some(Point { latitude: latitude.parse().ok()?, longitude: longitude.parse().ok()? })
}

fn commune(version: &str, code: &str) -> Option<CommuneRef> {
    format!("{version}:{code}").parse().ok()
}

fn read_industries() -> Industries {
    let tables = [(Vsic::V2007, VSIC_2007), (Vsic::V2018, VSIC_2018), (Vsic::V2025, VSIC_2025)]
        .map(|(version, text)| (version, Table::read(text)));
    let entries = tables.iter().flat_map(|(version, table)| {
        table.cells(["code", "name_vi", "name_en", "status"]).filter_map(|[code, vi, en, status]| {
            let certainty = (!status.is_empty()).then(|| status.to_owned());
            Some(Industry { code: industry(*version, code)?, name: Text::new(vi, en), certainty })
        })
    });
    let links = tables[2]
        .1
        .cells(["vsic2018_code", "code"])
        .filter_map(|[old, new]| Some((industry(Vsic::V2018, old)?, industry(Vsic::V2025, new)?, None)));
    let industries: Vec<Industry> = entries.collect();
    let to_2018 = Concordance::new(links_to_2018(&tables[0].1, &tables[1].1)).unwrap_or_default();
    Industries::new(industries, to_2018, Concordance::new(links).unwrap_or_default())
}

/// 2007 → 2018 among the 4-digit codes: what the table of changes says; else the same code where it still exists.
fn links_to_2018(old: &Table, new: &Table) -> Vec<(IndustryRef, IndustryRef, Option<f64>)> {
    let changes = Table::read(CHANGES_2018);
    let changed: Vec<[&str; 2]> = changes.cells(["vsic2007_code", "vsic2018_code"]).collect();
    let kept: BTreeSet<&str> = new.cells(["code"]).map(|[code]| code).collect();
    let same = old.cells(["code"]).filter_map(|[code]| {
        let unchanged = code.len() == 4 && kept.contains(code) && !changed.iter().any(|[from, _]| *from == code);
        unchanged.then_some([code, code])
    });
    let pairs = same.chain(changed.iter().copied());
    pairs.filter_map(|[from, to]| Some((industry(Vsic::V2007, from)?, industry(Vsic::V2018, to)?, None))).collect()
}

fn industry(version: Vsic, code: &str) -> Option<IndustryRef> {
    format!("{}:{code}", version.code()).parse().ok()
}

#[cfg(test)]
mod tests {
    use domain::agency::AgencyCode;
    use domain::concordance::Conversion;
    use domain::deadline::{Count, LimitUnit};
    use domain::projects::{Basis, Progress, Reason, StepGraph};
    use domain::sites::{
        Capacity, CapacityBasis, Fact, Group, PointOf, State, YearlyTonnes, count_by_group, standing_still,
    };
    use domain::text::Lang;

    use super::*;

    /// Every row of every carried table was read: a row that does not parse would go missing silently.
    #[test]
    fn no_row_of_a_carried_table_is_lost() {
        for text in [
            HOLIDAYS,
            TET,
            COMMUNES_2025,
            COMMUNE_MAP,
            VSIC_2007,
            VSIC_2018,
            CHANGES_2018,
            VSIC_2025,
            ESCALATION,
            SILENCE,
        ] {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            assert!(reader.records().all(|row| row.is_ok()));
        }
        assert_eq!(industries().iter().count(), 487 + 295 + 172);
        assert_eq!((escalation_limits().len(), silence_rules().len()), (3, 1));
        assert_eq!(communes().iter().filter(|c| c.district.is_some()).count(), 330);
        assert_eq!(communes().iter().filter(|c| c.district.is_none()).count(), 124);
    }

    #[test]
    fn communes_of_today_have_a_point_and_the_district_they_came_from() {
        let today = communes().iter().filter(|c| c.district.is_none());
        for commune in today {
            let point = commune.point.unwrap();
            assert!((21.0..24.0).contains(&point.latitude) && (104.0..106.0).contains(&point.longitude), "{commune:?}");
            assert!(communes().former_district(&commune.code).is_some(), "{commune:?}");
        }
        let district = |code: &str| communes().former_district(&code.parse().unwrap());
        assert_eq!(district("2025:00925"), Some("Huyện Vị Xuyên"), "Tùng Bá");
        assert_eq!(district("2025:00763"), Some("Huyện Đồng Văn"), "Lũng Phìn");
        assert_eq!(district("2020:00688"), Some("Thành phố Hà Giang"), "an old commune has its own");
    }

    #[test]
    fn tet_is_known_from_1990_to_2040() {
        assert!((1990..=2040).all(|year| calendar().tet(year).is_some_and(|day| day.month() <= 2)));
        assert_eq!(calendar().tet(2024), Some(jiff::civil::date(2024, 2, 10)));
        // 2007: Tết fell a day before the Chinese new year, because Vietnam reckons at UTC+7.
        assert_eq!(calendar().tet(2007), Some(jiff::civil::date(2007, 2, 17)));
    }

    #[test]
    fn working_days_follow_the_announced_days_off() {
        let days = |month: &str| calendar().working_days_in(month.parse().unwrap()).unwrap();
        // February 2024: Tết from Thursday 8 to Wednesday 14 is five weekdays off; January: one holiday.
        assert_eq!((days("2024-01"), days("2024-02")), (22, 16));
        assert!(calendar().working_days_in("2035-01".parse().unwrap()).is_err());
    }

    #[test]
    fn a_code_means_nothing_without_its_version() {
        let name = |code: &str| industries().get(&code.parse().unwrap()).unwrap().name.vi.clone();
        assert_ne!(name("2018:1104"), name("2025:1104"));
        assert_ne!(name("2018:3512"), name("2025:3512"));
        assert_eq!(industries().versions_of("1104").count(), 3);
        let commune = |code: &str| communes().get(&code.parse().unwrap()).unwrap().name.clone();
        assert_eq!(
            (commune("2020:00691").as_str(), commune("2025:00691").as_str()),
            ("Phường Trần Phú", "Phường Hà Giang 2")
        );
    }

    #[test]
    fn splits_without_published_shares_are_not_guessed() {
        let next = |code: &str| industries().to_next_version(&code.parse().unwrap());
        assert!(matches!(next("2018:3100"), Conversion::Undecided(codes) if codes.len() == 3));
        assert!(matches!(next("2007:1079"), Conversion::Undecided(codes) if codes.len() == 3));
        assert_eq!(next("2018:0710"), Conversion::One("2025:0710".parse().unwrap()));
        assert_eq!(next("2018:3512"), Conversion::One("2025:3513".parse().unwrap()));
        let split = |code: &str| matches!(communes().convert(&code.parse().unwrap()), Conversion::Undecided(_));
        let old = communes().iter().filter(|c| c.district.is_some());
        assert_eq!(old.filter(|c| split(&c.code.to_string())).count(), 5);
    }

    #[test]
    fn former_ha_giang_is_kept_by_commune() {
        let of_ha_giang = communes().iter().filter(|c| c.district.is_none() && c.former_province == "02");
        assert_eq!(of_ha_giang.count(), 73);
        let thuan_hoa: Vec<_> = communes().named("Thuận Hòa").map(|c| c.code.to_string()).collect();
        assert!(thuan_hoa.contains(&"2025:00922".to_owned()), "{thuan_hoa:?}");
    }

    fn template(code: &str) -> &'static Template {
        templates().iter().find(|t| t.code.as_str() == code).unwrap()
    }

    #[test]
    fn every_carried_template_is_sound_and_speaks_both_languages() {
        assert_eq!(PROCEDURES.1, []);
        let sizes: Vec<_> = templates().iter().map(|t| (t.code.as_str(), t.steps.len())).collect();
        let expected = [
            ("hydro_small", 25),
            ("licence_extension", 5),
            ("mine_2010", 22),
            ("mine_2024", 30),
            ("project_adjustment", 10),
        ];
        assert_eq!(sizes, expected);
        for template in templates() {
            StepGraph::new(template).unwrap();
            let texts =
                template.steps.iter().flat_map(|s| [&s.name, &s.agency]).chain([&template.name, &template.note]);
            assert!(
                texts.into_iter().all(|t| !t.vi.is_empty() && !t.en.is_empty() && t.vi != t.en),
                "{}",
                template.code
            );
            // A time without the act it stands in would be a rumour; so would a step without a source.
            assert!(
                template.steps.iter().all(|s| s.statutory.is_none() || !s.legal_basis.is_empty()),
                "{}",
                template.code
            );
            assert!(template.steps.iter().all(|s| !s.source.is_empty()), "{}", template.code);
        }
    }

    #[test]
    fn the_law_of_the_day_gives_the_template() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let mines = |on: &str| ["mine_2010", "mine_2024"].map(|code| template(code).is_valid_on(day(on)));
        assert_eq!(
            (mines("2024-01-31"), mines("2025-06-30"), mines("2025-07-01")),
            ([true, false], [true, false], [false, true])
        );
    }

    #[test]
    fn carried_prices_are_of_years_and_name_their_source() {
        assert_eq!(PRICE_LIST.1, []);
        assert_eq!(prices().len(), 22);
        for price in prices() {
            let Price::Year(quote) = price else { panic!("{price:?}") };
            assert!(!quote.source.is_empty() && quote.value > 0.0);
        }
        let all: domain::markets::Prices = prices().iter().cloned().collect();
        let iron = all.year(domain::markets::Commodity::IronOre, "2023".parse().unwrap()).unwrap();
        assert_eq!(iron.value, 120.57);
        let change = iron.change_on_year(&all.years).unwrap();
        assert!((change - (120.57 / 121.3 - 1.0) * 100.0).abs() < 1e-12);
        assert_eq!(market_thresholds().len(), THRESHOLDS.lines().count() - 1);
        assert!(market_thresholds().iter().all(|limits| !limits.why.vi.is_empty() && limits.why.vi != limits.why.en));
    }

    fn site(code: &str) -> &'static Site {
        sites().iter().find(|site| site.code.as_str() == code).unwrap()
    }

    #[test]
    fn no_site_is_lost_and_each_has_its_source_and_a_commune_that_exists() {
        assert_eq!(SITES.1, []);
        let count = |first: &str| sites().iter().filter(|site| site.code.as_str().starts_with(first)).count();
        // The published tables had 40 mines and 32 hydropower plants; six plants of 2024 are named nowhere.
        assert_eq!((count("M"), count("H") - count("H2024-"), count("H2024-"), sites().len()), (40, 32, 6, 78));
        for site in sites() {
            assert!(!site.sources.is_empty() && site.sources.iter().all(|source| !source.is_empty()), "{}", site.code);
            assert!(
                !site.states.is_empty() && site.states.iter().all(|state| !state.source.is_empty()),
                "{}",
                site.code
            );
            if let Some(commune) = site.commune.known() {
                assert!(communes().get(commune).is_some(), "{}: {commune}", site.code);
            }
            assert_eq!(site.minerals.is_known(), site.kind.is_of_minerals(), "{}", site.code);
            assert!(site.internal_note.is_none(), "{}", site.code);
        }
    }

    /// What is shown of a site exists in both languages; only names of places and units may be the same in both.
    #[test]
    fn every_text_of_a_site_exists_in_both_languages() {
        for site in sites() {
            let licences = site.licences.iter().flat_map(|licence| {
                let capacity = licence.capacity.known().into_iter();
                let words = [&licence.issuer, &licence.reserves].into_iter().filter_map(Fact::known);
                words.chain(&licence.note).chain(capacity.flat_map(texts_of_capacity))
            });
            let owners = site.owners.iter().flat_map(|owner| owner.name.known().into_iter().chain(&owner.note));
            let states = site.states.iter().flat_map(|state| [&state.why].into_iter().chain(state.by.known()));
            let texts = [&site.name].into_iter().chain(&site.note).chain(site.reserves.known());
            let texts = texts.chain(licences).chain(owners).chain(states).chain(site.history.iter().map(|m| &m.what));
            let texts = texts.chain(site.capacities.iter().flat_map(texts_of_capacity));
            for text in texts.chain(site.output.known().map(|output| &output.printed)) {
                assert!(!text.vi.is_empty() && !text.en.is_empty(), "{}", site.code);
                assert!(text.vi != text.en || text.vi.is_ascii(), "{}: {text}", site.code);
                assert!(!text.vi.contains(" | ") && !text.en.contains(" | "), "{}: {text}", site.code);
            }
        }
    }

    fn texts_of_capacity(capacity: &Capacity) -> impl Iterator<Item = &Text> {
        [&capacity.printed].into_iter().chain(capacity.of.known()).chain(&capacity.note)
    }

    /// The founding document names five mines that stand still in early 2024, and one that works.
    #[test]
    fn the_mines_of_early_2024_stand_as_the_founding_document_says() {
        let day = jiff::civil::date(2024, 1, 31);
        let expected = [
            ("M01", "Hố Quáng Phìn", State::LicensedProceduresIncomplete),
            ("M02", "Tùng Bá", State::LicensedProceduresIncomplete),
            ("M04", "Nam Lương", State::StoppedByAuthority),
            ("M05", "Minh Lập - Pù Ngọm", State::BuiltProceduresIncomplete),
            ("M06", "Pó Ma", State::BuiltProceduresIncomplete),
        ];
        for (code, name, state) in expected {
            let record = site(code).record_on(day).unwrap();
            assert!(site(code).name.vi.contains(name) && site(code).name.en.contains(name), "{code}");
            assert_eq!(
                (record.state, Text::typed(&record.source).en.as_str()),
                (state, "founding document of the project")
            );
            assert_eq!(record.as_of.known().unwrap().to_string(), "~2024-early");
        }
        let still: Vec<&str> = standing_still(sites(), day).map(|(site, _)| site.code.as_str()).collect();
        assert_eq!(still, ["M01", "M02", "M04", "M05", "M06"]);
        let by = site("M04").record_on(day).unwrap().by.in_lang(Lang::En);
        assert_eq!(by, "Provincial People's Committee");
        assert_eq!(site("M07").state_on(day), State::Operating);
        assert_eq!(count_by_group(sites(), day)[&Group::StandsStill], 1);
    }

    #[test]
    fn what_no_source_says_is_unknown() {
        let day = jiff::civil::date(2024, 1, 31);
        for code in ["M04", "M05", "M06"] {
            let mine = site(code);
            assert_eq!((mine.operator_on(day), mine.commune.known(), mine.point.known()), (Fact::Unknown, None, None));
            assert!(mine.licences.is_empty() && mine.capacities.is_empty() && !mine.reserves.is_known(), "{code}");
        }
        // Held by An Thông since 2009; who holds the licence that was extended is found nowhere.
        let tung_ba = site("M02");
        assert_eq!(tung_ba.operator_on(day), Fact::Unknown);
        assert!(
            tung_ba.operator_on(jiff::civil::date(2011, 5, 1)).known().is_some_and(|name| name.en.contains("An Thông"))
        );
        let slots = sites().iter().filter(|site| site.code.as_str().starts_with("H2024-"));
        for slot in slots {
            assert!(slot.name.vi.contains("chưa xác định") && !slot.river.is_known() && slot.capacities.is_empty());
            assert_eq!(slot.state_on(day), State::Unknown);
        }
        // No source gives the place of a mine: every point of one is a point of its commune.
        let mines = sites().iter().filter(|site| site.code.as_str().starts_with('M'));
        assert!(mines.filter_map(|site| site.point.known()).all(|point| point.of == PointOf::Commune));
        let own = |site: &&Site| site.point.known().is_some_and(|point| point.of == PointOf::Site);
        assert_eq!(sites().iter().filter(own).count(), 7);
    }

    #[test]
    fn a_doubtful_capacity_is_shown_and_not_computed_with() {
        let planned = &site("M02").capacities[0];
        let expected = YearlyTonnes { tonnes: 1_500_000.0, basis: CapacityBasis::Planned };
        assert_eq!(planned.yearly_tonnes(), Some(expected));
        let misprint = site("M11").licences[0].capacity.known().unwrap();
        assert_eq!((misprint.yearly_tonnes(), misprint.printed.vi.as_str()), (None, "360 tấn/năm"));
        assert_eq!(misprint.note.as_ref().map(|note| note.en.as_str()), Some("as printed; looks like a misprint"));
        assert_eq!(
            (site("M07").capacities[0].yearly_tonnes(), site("M14").capacities[0].yearly_tonnes()),
            (None, None)
        );
        assert_eq!(sites().iter().filter_map(Site::megawatts).count(), 18);
        assert_eq!(site("H19").megawatts(), Some(14.2));
        let nearly = site("H01").output.known().unwrap();
        assert_eq!((nearly.amount, nearly.printed.en.as_str()), (None, "nearly 400 million kWh"));
    }

    /// A mine of early 2024 shows its land, environment, construction and acceptance steps, and says which rest on practice.
    #[test]
    fn a_mine_under_the_2010_law_is_complete() {
        let steps = &template("mine_2010").steps;
        for words in ["Thu hồi đất", "cho thuê đất", "môi trường", "Xây dựng cơ bản", "nghiệm thu", "vật liệu nổ"]
        {
            assert!(steps.iter().any(|s| s.name.vi.contains(words)), "{words}");
        }
        let practice = steps.iter().filter(|s| s.basis == Basis::Practice);
        assert!(practice.clone().count() >= 10 && practice.into_iter().all(|s| s.statutory.is_none()));
    }

    #[test]
    fn every_step_waits_for_an_agency_that_is_known() {
        assert_eq!(AGENCIES.1, []);
        let known = |code: &AgencyCode| agencies().iter().any(|agency| agency.code == *code);
        for step in templates().iter().flat_map(|template| &template.steps) {
            assert!(!step.agencies.is_empty() && step.agencies.iter().all(known), "{step:?}");
            let investor = step.agencies.iter().any(|code| code.as_str() == "chu-dau-tu");
            assert_eq!(investor, step.agency.en.contains("nvestor") || step.agency.en.contains("Owner"), "{step:?}");
        }
        let used =
            |agency: &&Agency| templates().iter().flat_map(|t| &t.steps).any(|s| s.agencies.contains(&agency.code));
        assert_eq!(agencies().iter().filter(used).count(), agencies().len());
    }

    /// NĐ 193/2025 Đ61: check 3 working days, appraise 30 days, decide 5 working days, return 2 working days. Filed on Monday 5 January 2026 it is
    /// decided on Friday 13 February and returned after Tết.
    #[test]
    fn extending_a_licence_takes_the_days_of_the_decree_and_passes_over_tet() {
        let graph = StepGraph::new(template("licence_extension")).unwrap();
        let filing = "1".parse().unwrap();
        let mut progress = Progress::plan(jiff::civil::date(2026, 1, 5));
        let unknown = graph.schedule(&progress, calendar()).unwrap().finish.unwrap_err();
        assert_eq!(unknown, Reason::NoTime { step: filing }.into());
        progress.step_mut(filing).planned = Some(Count::new(0, LimitUnit::CalendarDays));
        let schedule = graph.schedule(&progress, calendar()).unwrap();
        let ends: Vec<String> = schedule.steps.values().map(|s| s.finish.as_ref().unwrap().to_string()).collect();
        assert_eq!(ends, ["2026-01-05", "2026-01-08", "2026-02-07", "2026-02-13", "2026-02-24"]);
    }
}
