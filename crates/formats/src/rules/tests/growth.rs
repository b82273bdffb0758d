//! Growth that was really published must not fail by itself; slips of the pen must.
//!
//! Rates: Hà Giang, first half of 2022, furniture +244.79 % and motor vehicles −91.07 % on the year (provincial statistics office).

use domain::checks::{Outcome, run};
use domain::period::Month;
use domain::register::{Establishment, Product, Register};
use domain::returns::{Return, ReturnLine};

use super::rules;

const UNITS: usize = 8;

fn register() -> Register {
    let mut register = Register::default();
    let product = Product {
        code: "3100-01".parse().unwrap(),
        name_vi: "Bàn ghế gỗ".into(),
        name_en: "Wooden furniture".into(),
        unit: "chiếc".into(),
        industry: "2018:3100".parse().unwrap(),
    };
    register.products.insert(product.code.clone(), product);
    for n in 0..UNITS {
        let establishment = Establishment {
            code: format!("CS-{n}").parse().unwrap(),
            enterprise: "5100123456".parse().unwrap(),
            name: format!("Xưởng {n}"),
            industry: "2018:3100".parse().unwrap(),
            commune: "2020:00691".parse().unwrap(),
            events: Vec::new(),
        };
        register.establishments.insert(establishment.code.clone(), establishment);
    }
    register
}

/// A return whose stocks balance and whose price is steady.
fn answer(unit: usize, month: Month, made: f64) -> Return {
    let line = ReturnLine {
        product: "3100-01".parse().unwrap(),
        actual_previous: None,
        estimate: Some(made),
        plan_next: Some(made),
        shipments: Some(made),
        shipments_value: Some(made * 2.5),
        opening_stock: Some(100.0),
        closing_stock: Some(100.0),
    };
    Return {
        establishment: format!("CS-{unit}").parse().unwrap(),
        month,
        received: month.next().first_day(),
        lines: vec![line],
        employees: Some(40),
        capacity_used: Some(70.0),
        reason: String::new(),
    }
}

/// What the carried rules find in the last of 26 months of `made(unit, month)`.
fn found(made: impl Fn(usize, usize) -> f64) -> Vec<String> {
    let first: Month = "2020-05".parse().unwrap();
    let returns: Vec<Return> = (0..UNITS)
        .flat_map(|u| (0..26).map(move |m| (u, m)))
        .map(|(u, m)| answer(u, first.plus(m as i32), made(u, m)))
        .collect();
    let run = run(&rules(), &register(), &returns, first.plus(25));
    assert!(run.findings.iter().all(|f| f.outcome == Outcome::Fail));
    run.findings.iter().map(|f| format!("{} {}", f.establishment, f.rule)).collect()
}

/// A little noise that is the same every time.
fn noise(unit: usize, month: usize) -> f64 {
    1.0 + 0.03 * (((unit * 7 + month * 5) % 11) as f64 - 5.0) / 5.0
}

#[test]
fn steady_production_fails_nothing() {
    assert_eq!(found(|u, m| (100.0 + 40.0 * u as f64) * noise(u, m)), [""; 0]);
}

#[test]
fn the_published_growth_rates_fail_nothing_when_they_come_smoothly() {
    for year in [3.4479f64, 0.0893] {
        // One unit alone, the same factor every month for a year.
        let step = year.powf(1.0 / 12.0);
        let made = |u: usize, m: usize| {
            let grown = if u == 3 { step.powi(m.saturating_sub(13) as i32) } else { 1.0 };
            (100.0 + 40.0 * u as f64) * noise(u, m) * grown
        };
        assert_eq!(found(made), [""; 0], "{year}");
    }
}

#[test]
fn the_published_growth_rates_fail_nothing_when_the_peers_move_too() {
    for year in [3.4479f64, 0.0893] {
        let made = |u: usize, m: usize| (100.0 + 40.0 * u as f64) * noise(u, m) * if m == 25 { year } else { 1.0 };
        assert_eq!(found(made), [""; 0], "{year}");
    }
}

#[test]
fn a_season_that_comes_back_fails_nothing() {
    // One unit works hard in one month of the year, the others do not.
    let made =
        |u: usize, m: usize| (100.0 + 40.0 * u as f64) * noise(u, m) * if u == 2 && m % 12 == 1 { 9.0 } else { 1.0 };
    assert_eq!(found(made), [""; 0]);
}

#[test]
fn a_jump_alone_is_found() {
    let made = |u: usize, m: usize| (100.0 + 40.0 * u as f64) * noise(u, m) * if u == 4 && m == 25 { 2.6 } else { 1.0 };
    assert_eq!(found(made), ["CS-4 S-RATIO-OWN", "CS-4 C-RATIO-CELL"]);
}

#[test]
fn a_unit_a_thousand_times_off_is_found() {
    let made =
        |u: usize, m: usize| (100.0 + 40.0 * u as f64) * noise(u, m) * if u == 4 && m == 25 { 1000.0 } else { 1.0 };
    assert_eq!(found(made), ["CS-4 S-UNIT-SLIP", "CS-4 S-RATIO-OWN", "CS-4 C-RATIO-CELL"]);
}

#[test]
fn a_digit_too_few_is_found() {
    let made = |u: usize, m: usize| (100.0 + 40.0 * u as f64) * noise(u, m) * if u == 4 && m == 25 { 0.1 } else { 1.0 };
    assert_eq!(found(made), ["CS-4 S-ORDER-SLIP", "CS-4 S-RATIO-OWN", "CS-4 C-RATIO-CELL"]);
}
