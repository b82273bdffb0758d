//! Industries of three versions, and which became which.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::classification::{Industries, Industry, IndustryRef, Vsic};
use domain::concordance::Concordance;
use domain::text::Text;

use super::Table;

pub(super) const VSIC_2007: &str = include_str!("../../../../data/classification/vsic2007.csv");

pub(super) const VSIC_2018: &str = include_str!("../../../../data/classification/vsic2018.csv");

pub(super) const CHANGES_2018: &str = include_str!("../../../../data/classification/vsic2007_to_2018.csv");

pub(super) const VSIC_2025: &str = include_str!("../../../../data/classification/vsic2025.csv");

static INDUSTRIES: LazyLock<Industries> = LazyLock::new(read_industries);

/// VSIC 2007, 2018 and 2025, sections B to E, and the mappings between them.
#[must_use]
pub fn industries() -> &'static Industries {
    &INDUSTRIES
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
    use domain::concordance::Conversion;

    use super::super::communes;

    use super::*;

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
}
