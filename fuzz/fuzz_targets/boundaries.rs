//! Boundaries as GeoJSON.
#![no_main]

use domain::boundary::BoundaryKind;
use formats::boundary::read_boundaries;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read_boundaries("f", bytes, BoundaryKind::Commune, "s", "l") {
        Ok(set) => {
            let closed = |ring: &Vec<(f64, f64)>| ring.len() >= 4 && ring.first() == ring.last();
            assert!(set.boundaries.iter().flat_map(|boundary| &boundary.rings).all(closed));
            assert!(set.corners().all(|(x, y)| x.abs() <= 180.0 && y.abs() <= 90.0));
        }
        Err(faults) => assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.remedy.en.is_empty())),
    }
});
