//! Communes: those of old, those of today, and which came from which.

use std::sync::LazyLock;

use domain::area::{Commune, CommuneRef, Communes, Point};
use domain::concordance::Concordance;

use super::Table;

pub(super) const COMMUNES_2025: &str = include_str!("../../../../data/areas/communes_2025.csv");

pub(super) const COMMUNE_MAP: &str = include_str!("../../../../data/areas/commune_map_2025.csv");

static COMMUNES: LazyLock<Communes> = LazyLock::new(read_communes);

/// The communes of old Hà Giang and old Tuyên Quang until 30 June 2025, those of Tuyên Quang since, and the mapping.
#[must_use]
pub fn communes() -> &'static Communes {
    &COMMUNES
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn former_ha_giang_is_kept_by_commune() {
        let of_ha_giang = communes().iter().filter(|c| c.district.is_none() && c.former_province == "02");
        assert_eq!(of_ha_giang.count(), 73);
        let thuan_hoa: Vec<_> = communes().named("Thuận Hòa").map(|c| c.code.to_string()).collect();
        assert!(thuan_hoa.contains(&"2025:00922".to_owned()), "{thuan_hoa:?}");
    }
}
