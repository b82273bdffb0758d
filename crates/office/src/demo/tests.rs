//! The invented province against what was published, against the real names, and against the checks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use domain::checks::run;
use domain::index::month::MonthIndex;
use domain::period::Month;
use domain::register::EstablishmentCode;
use domain::returns::Return;
use domain::series::round;
use formats::carried;
use formats::demo::{SlipKind, base_quantities, design, multipliers, published, write_base, write_multipliers};

use super::calibrate::computed;
use super::province::tax_check_digit;
use super::{MARK, Province, Target, calibrate};

fn province() -> Province {
    Province::build(design().unwrap()).unwrap()
}

fn index() -> MonthIndex {
    let province = province();
    let returns = province.all_returns(&multipliers().unwrap()).unwrap();
    computed(&province, &returns, &base_quantities().unwrap()).unwrap()
}

/// The table of a growth of the published kind: every one within the province's months, at two decimals.
#[test]
fn computed_growths_equal_the_published_ones() {
    let index = index();
    let targets = Target::among(&published().unwrap(), index.months());
    assert_eq!(targets.len(), 32, "growths published for 2021 to January 2024");
    for target in targets {
        let level = |node: &str, month: Month| Some(index.level(index.tree().position(node)?, month)?.0);
        let got = target.computed(level).unwrap();
        let expected = format!("{:.2}", target.growth);
        assert_eq!(domain::series::decimal(got, 2), expected, "{} until {}", target.node, target.now.last);
    }
}

#[test]
fn the_average_of_the_base_year_is_100_at_every_node() {
    let index = index();
    for (n, node) in index.tree().nodes().iter().enumerate() {
        let year = index.months().first.year().months();
        let mean = year.iter().map(|month| index.level(n, month).unwrap().0).sum::<f64>() / 12.0;
        assert_eq!(round(mean, 4), 100.0, "{}", node.code);
    }
}

#[test]
fn the_carried_tables_are_what_the_calibration_writes() {
    let fresh = calibrate(design().unwrap(), &published().unwrap()).unwrap();
    assert!(write_multipliers(&fresh.multipliers) == write_multipliers(&multipliers().unwrap()), "multipliers.csv");
    assert!(write_base(&fresh.base) == write_base(&base_quantities().unwrap()), "base.csv");
}

#[test]
fn the_same_returns_come_out_each_time() {
    let bytes = || {
        let province = province();
        let returns = province.all_returns(&multipliers().unwrap()).unwrap();
        formats::demo::returns_csv(province.register(), &returns)
    };
    assert!(bytes() == bytes());
}

#[test]
fn every_name_is_marked_and_no_tax_code_can_be_real() {
    let province = province();
    let register = province.register();
    assert_eq!(register.establishments.len(), 158);
    let mut names = BTreeSet::new();
    for firm in register.enterprises.values() {
        assert!(firm.simulated && firm.name.ends_with(MARK), "{}", firm.name);
        let (nine, tenth) = firm.code.as_str().split_at(9);
        assert!(nine.starts_with("00000") && tax_check_digit(nine).to_string() != tenth, "{}", firm.code);
        assert!(names.insert(&firm.name), "{} twice", firm.name);
    }
    for establishment in register.establishments.values() {
        assert!(establishment.name.ends_with(MARK), "{}", establishment.name);
        assert!(names.insert(&establishment.name), "{} twice", establishment.name);
        assert!(carried::industries().get(&establishment.industry).is_some(), "{}", establishment.industry);
        let commune = carried::communes().get(&establishment.commune).unwrap();
        assert_eq!(commune.former_province, "02", "{}", commune.name);
    }
}

/// Neither the invented word of a name nor the whole name is that of a real mine, plant or operator.
#[test]
fn no_invented_name_is_a_real_one() {
    let folder = std::env::var("KHOI_REFERENCE").map_or_else(|_| PathBuf::from("../../../shared/data"), PathBuf::from);
    let tables = ["mines.csv", "hydropower.csv"].map(|name| std::fs::read_to_string(folder.join(name)));
    let [Ok(mines), Ok(plants)] = tables else {
        eprintln!("SKIPPED: mines.csv and hydropower.csv not found in {}; set KHOI_REFERENCE", folder.display());
        return;
    };
    let real = format!("{mines}\n{plants}").to_lowercase();
    let design = design().unwrap();
    for word in &design.names.words {
        assert!(!real.contains(&word.to_lowercase()), "“{word}” stands in a list of real mines and plants");
    }
}

/// The returns as first received for `month`, with the last of those before.
fn first_answers(returns: &[Return], month: Month) -> Vec<Return> {
    let mut kept: BTreeMap<(&EstablishmentCode, Month), &Return> = BTreeMap::new();
    for answer in returns.iter().filter(|r| r.month <= month) {
        let key = (&answer.establishment, answer.month);
        if answer.month < month || !kept.contains_key(&key) {
            kept.insert(key, answer);
        }
    }
    kept.into_values().cloned().collect()
}

#[test]
fn the_planted_wrong_returns_are_found_by_the_checks() {
    let province = province();
    let returns = province.all_returns(&multipliers().unwrap()).unwrap();
    let rules = formats::rules::carried().unwrap();
    for slip in &province.design.slips {
        let found = run(&rules, province.register(), &first_answers(&returns, slip.month), slip.month);
        let rules: BTreeSet<&str> =
            found.findings.iter().filter(|f| f.establishment == slip.establishment).map(|f| f.rule.as_str()).collect();
        let wanted: &[&str] = match slip.kind {
            SlipKind::Unit => &["S-UNIT-SLIP"],
            SlipKind::Tenfold => &["S-ORDER-SLIP", "S-RATIO-OWN", "C-RATIO-CELL"],
            SlipKind::Balance => &["L-BALANCE"],
        };
        assert!(wanted.iter().any(|rule| rules.contains(rule)), "{} {}: {rules:?}", slip.establishment, slip.month);
    }
}

/// Silent, late, stopped, closed, opened later: each kind of answer is there, and the last month is not complete.
#[test]
fn establishments_answer_in_every_way() {
    let province = province();
    let returns = province.all_returns(&multipliers().unwrap()).unwrap();
    let days = province.collection_days();
    let late = returns.iter().filter(|r| r.received > days.due_date(r.month)).count();
    let after_lock = returns.iter().filter(|r| r.received > days.lock_date(r.month)).count();
    let zero = returns.iter().filter(|r| r.lines.iter().all(|l| l.estimate == Some(0.0))).count();
    assert!(late > 200 && after_lock > 50 && zero > 10, "late {late}, after the lock {after_lock}, zero {zero}");
    assert!(returns.iter().filter(|r| r.lines.iter().all(|l| l.estimate == Some(0.0))).all(|r| !r.reason.is_empty()));
    let index = index();
    let last = index.observed_share(index.tree().root(), index.months().last).unwrap();
    assert!((0.85..0.99).contains(&last), "observed share of the last month {last}");
}
