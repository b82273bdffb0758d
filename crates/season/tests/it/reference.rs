//! Series and results of the reference program that are not carried: read from the folder that `KHOI_REFERENCE` names, skipped loudly
//! where it is absent.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use season::{Period, Series};
use serde_json::Value;

/// A file below `sa` of the reference folder; `None`, said loudly, where it is absent.
fn read(path: &str) -> Option<String> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("KHOI_REFERENCE").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(folder.join("sa").join(path)).ok();
    if text.is_none() {
        eprintln!("\n*** SKIPPED: the reference file sa/{path} is not there; KHOI_REFERENCE names its folder ***\n");
    }
    text
}

/// The real series, by name.
pub(crate) fn series() -> Option<BTreeMap<String, Series>> {
    let mut found: BTreeMap<String, (Period, Vec<f64>)> = BTreeMap::new();
    for line in read("series.csv")?.lines().skip(1) {
        let mut cells = line.split(',');
        let (name, period, value) = (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap());
        let period: Period = period.parse().unwrap();
        let (start, values) = found.entry(name.to_owned()).or_insert((period, Vec::new()));
        assert_eq!(period.since(*start), values.len() as i32, "{name}: the series has no gap");
        values.push(value.parse().unwrap());
    }
    Some(found.into_iter().map(|(name, (start, values))| (name, Series::new(start, values).unwrap())).collect())
}

/// What the reference program made of a series by a specification, by the series' name.
pub(crate) fn golden(specification: &str) -> Option<BTreeMap<String, Value>> {
    let text = read(&format!("golden/{specification}.json"))?;
    let mut file: Value = serde_json::from_str(&text).unwrap();
    Some(serde_json::from_value(file["series"].take()).unwrap())
}

#[test]
fn the_reference_holds_113_series_and_a_result_of_each() {
    let (Some(series), Some(golden)) = (series(), golden("x0_x11_mult")) else { return };
    assert_eq!(series.len(), 113);
    assert!(series.keys().eq(golden.keys()));
}
