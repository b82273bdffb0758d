//! `diagnostics.json` against the golden files: a field of the same name has the same meaning.

use serde_json::Value;

use crate::khoi::{folder, khoi};
use crate::tables::reference_text;

/// Fields that belong to one program: its own words, what its search did, what `tables.csv` has, and what it says of Easter where it has none.
const OWN: [&str; 7] =
    [".warnings", ".nfev", ".niter", ".tables", ".mean", ".prior_adjustment", ".aictest.aictest.e.window"];

/// The seasonal moving average is near 1, where the likelihood is level: values that differ in their last digits change ranks.
const LEVEL: [&str; 3] = ["vn_aip_isic4_c_ix", "vn_retail_dich_vu_luu_tru_an_uong", "vn_retail_tong_so"];

/// Both programs' results by a golden specification, series by series; `None`, said loudly, where there are none.
fn both(specification: &str) -> Option<Vec<(String, Value, Value)>> {
    let (data, golden) =
        (reference_text("sa/series.csv")?, reference_text(&format!("sa/golden/{specification}.json"))?);
    let golden: Value = serde_json::from_str(&golden).unwrap();
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("s.csv"), data).unwrap();
    std::fs::write(at.join("x.spc"), golden["spec_text"].as_str().unwrap()).unwrap();
    let ended = khoi(at, &["season", "adjust", "--series", "s.csv", "--spec", "x.spc", "--out", "out"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let ours: Value = serde_json::from_slice(&std::fs::read(at.join("out/diagnostics.json")).unwrap()).unwrap();
    let theirs = golden["series"].as_object().unwrap().iter().filter(|(_, theirs)| theirs["error"].is_null());
    Some(theirs.map(|(name, theirs)| (name.clone(), theirs.clone(), ours["series"][name].clone())).collect())
}

/// The fields that differ: text at all, numbers by more than they are printed with and the share of them given.
fn apart(field: &str, theirs: &Value, ours: &Value, share: f64, found: &mut Vec<String>) {
    if OWN.contains(&field) {
        return;
    }
    let mut tell = || found.push(format!("{field}: {ours}, theirs {theirs}"));
    match (theirs, ours) {
        (Value::Object(theirs), Value::Object(ours)) => {
            for (name, value) in theirs {
                apart(&format!("{field}.{name}"), value, ours.get(name).unwrap_or(&Value::Null), share, found);
            }
        }
        (Value::Array(theirs), Value::Array(ours)) if theirs.len() == ours.len() => {
            theirs.iter().zip(ours).for_each(|(theirs, ours)| apart(&format!("{field}[]"), theirs, ours, share, found));
        }
        (Value::Number(_), Value::Number(_)) => {
            let (theirs, ours) = (theirs.as_f64().unwrap(), ours.as_f64().unwrap());
            if (theirs - ours).abs() > 6e-3_f64.max(share * theirs.abs()) {
                tell();
            }
        }
        (theirs, ours) if theirs == ours => {}
        _ => tell(),
    }
}

#[test]
fn every_field_of_a_model_that_is_given_is_the_reference_s() {
    let Some(all) = both("b_td_easter_x11_tight") else { return };
    assert_eq!(all.len(), 113);
    for (name, theirs, ours) in all.iter().filter(|(name, _, _)| !LEVEL.contains(&name.as_str())) {
        let mut found = Vec::new();
        apart("", theirs, ours, 1e-3, &mut found);
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

/// Where the same model is chosen the tests by AICC ended alike, and the likelihood and QS mean the same. The reference's search is the loose
/// one it has where none is asked for.
#[test]
fn the_fields_of_a_model_that_is_chosen_mean_what_the_reference_s_do() {
    let Some(all) = both("c2_auto_cal_x11") else { return };
    let (mut compared, mut alike) = (0, 0);
    for (name, theirs, ours) in &all {
        let near = |field: &str| {
            let of = |all: &Value| all["likelihood"][field].as_f64().unwrap();
            (of(theirs) - of(ours)).abs() < 1e-3
        };
        if LEVEL.contains(&name.as_str()) || theirs["model"] != ours["model"] || !near("aicc") || !near("np") {
            continue;
        }
        compared += 1;
        for field in ["transform", "mode", "sa_mode", "aictest_trans", "tests", "likelihood"] {
            let mut found = Vec::new();
            apart(&format!(".{field}"), &theirs[field], &ours[field], 1e-2, &mut found);
            // At the unit circle one rises where the other falls.
            found.retain(|field| ![".likelihood.lndetcov", ".likelihood.var"].iter().any(|one| field.starts_with(one)));
            assert!(found.is_empty(), "{name}: {found:#?}");
        }
        let mut found = Vec::new();
        apart(".aictest", &theirs["aictest"], &ours["aictest"], 1e-2, &mut found);
        alike += usize::from(found.is_empty());
        if !found.is_empty() {
            println!("{name}: {found:?}");
        }
    }
    println!("tests by AICC alike in {alike} of {compared}");
    // The last test of a search may be of another model on the way, although the last is the same.
    assert!(compared >= 80 && alike + 5 >= compared, "{alike} of {compared} of {}", all.len());
}
