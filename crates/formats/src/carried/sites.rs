//! The mines, plants and hydropower stations known from public sources.

use std::sync::LazyLock;

use domain::sites::Site;

use crate::fault::Fault;
use crate::sheet::Input;

const MINES: &str = include_str!("../../../../data/sites/mines.csv");

const HYDROPOWER: &str = include_str!("../../../../data/sites/hydropower.csv");

const SLOTS: &str = include_str!("../../../../data/sites/slots.csv");

const SITE_FILES: [(&str, &str); 3] =
    [("data/sites/mines.csv", MINES), ("data/sites/hydropower.csv", HYDROPOWER), ("data/sites/slots.csv", SLOTS)];

static SITES: LazyLock<(Vec<Site>, Vec<Fault>)> = LazyLock::new(read_sites);

/// The mines, ore points and plants known from public sources and the project's founding document, the hydropower plants, and the six
/// plants of 2024 that are not identified yet.
#[must_use]
pub fn sites() -> &'static [Site] {
    &SITES.0
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

#[cfg(test)]
mod tests {
    use domain::sites::{
        Capacity, CapacityBasis, Fact, Group, PointOf, State, YearlyTonnes, count_by_group, standing_still,
    };
    use domain::text::{Lang, Text};

    use super::super::communes;

    use super::*;

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
}
