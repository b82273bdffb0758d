//! Files that are not carried: read from the folder that `KHOI_REFERENCE` names, skipped loudly where it is absent.

use std::path::{Path, PathBuf};

use domain::boundary::BoundaryKind;
use domain::markets::{Commodity, Price, Prices};
use formats::boundary::{MOST_CORNERS, read_boundaries};
use formats::carried;
use formats::markets::read_prices;
use formats::sheet::Input;

fn reference(path: &str) -> Option<Vec<u8>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("KHOI_REFERENCE").map_or_else(beside, PathBuf::from);
    let bytes = std::fs::read(folder.join(path)).ok();
    if bytes.is_none() {
        eprintln!("\n*** SKIPPED: the reference file {path} is not there; KHOI_REFERENCE names its folder ***\n");
    }
    bytes
}

/// The monthly sheet and the yearly editions are read as they are, and the carried yearly means are the means of their months.
#[test]
fn the_whole_price_file_is_read_and_the_carried_means_are_of_its_months() {
    let Some(bytes) = reference("metal_prices.csv") else { return };
    let read = read_prices(&Input::new("metal_prices.csv", &bytes)).unwrap();
    assert_eq!((read.faults.as_slice(), read.left_out), (&[][..], 0));
    let prices: Prices = read.rows.into_iter().map(|(_, price)| price).collect();
    assert_eq!((prices.months.len(), prices.years.len()), (4 * 317, 12 + 5));
    let monthly = |commodity| prices.months.iter().any(|quote| quote.commodity == commodity);
    assert!(!monthly(Commodity::Antimony) && !monthly(Commodity::Tungsten), "these two have yearly figures only");
    for price in carried::prices() {
        let Price::Year(mean) = price else { panic!("{price:?}") };
        let months = prices.months.iter().filter(|q| q.commodity == mean.commodity && q.period.year() == mean.period);
        let values: Vec<f64> = months.map(|quote| quote.value).collect();
        if values.is_empty() {
            let same = |quote: &&domain::markets::Quote<_>| {
                (quote.commodity, quote.period, quote.value) == (mean.commodity, mean.period, mean.value)
            };
            assert!(prices.years.iter().any(|quote| same(&quote)), "{mean:?}");
        } else {
            assert_eq!(values.len(), 12);
            let found = values.iter().sum::<f64>() / 12.0;
            assert!((found - mean.value).abs() <= 0.005 + 1e-9, "{mean:?}: {found}");
        }
    }
}

#[test]
fn the_districts_are_read_and_a_country_without_its_archipelagos_is_refused() {
    for path in ["geo/ha_giang_districts.geojson", "geo/dvhcvn-gpl3/ha_giang_districts.geojson"] {
        let Some(bytes) = reference(path) else { return };
        let set = read_boundaries(path, &bytes, BoundaryKind::District, "nguồn", "CC0").unwrap();
        assert_eq!(set.boundaries.len(), 11, "{path}");
        assert!(set.corners().count() <= MOST_CORNERS, "{path}: {}", set.corners().count());
        let named =
            |name: &str| set.boundaries.iter().any(|b| b.name.contains(name) && b.rings.iter().any(|r| r.len() > 8));
        assert!(named("Vị Xuyên") && named("Đồng Văn"), "{path}");
    }
    let Some(bytes) = reference("geo/vietnam_provinces_63_simplified.geojson") else { return };
    let faults = read_boundaries("v.geojson", &bytes, BoundaryKind::Province, "nguồn", "CC0").unwrap_err();
    assert!(faults[0].what.vi.contains("Hoàng Sa"), "{}", faults[0]);
}
