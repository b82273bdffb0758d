use std::collections::BTreeMap;

use super::*;
use crate::checks::Outcome;
use crate::index::month::{Basket, ComputeSpec, compute};
use crate::index::tree::Tree;
use crate::period::Year;
use crate::register::{Establishment, Event, EventKind, Product, Register};
use crate::returns::ReturnLine;
use crate::returns::panel::PanelBuilder;
use crate::text::Text;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Three mines of 10, 20 and 30, a closed mine, and a tea maker of 5.
fn register() -> Register {
    let mut register = Register::default();
    for (code, industry) in [("0710-01", "0710"), ("1076-01", "1076")] {
        let product = Product {
            code: code.parse().unwrap(),
            name_vi: code.into(),
            name_en: code.into(),
            unit: "tấn".into(),
            industry: format!("2018:{industry}").parse().unwrap(),
        };
        register.products.insert(product.code.clone(), product);
    }
    for (code, industry) in [("A", "0710"), ("B", "0710"), ("C", "0710"), ("D", "0710"), ("T", "1076")] {
        let closed = Event { date: jiff::civil::date(2019, 1, 15), kind: EventKind::Closure, reason: String::new() };
        let establishment = Establishment {
            code: code.parse().unwrap(),
            enterprise: "5100123456".parse().unwrap(),
            name: code.into(),
            industry: format!("2018:{industry}").parse().unwrap(),
            commune: "2020:00691".parse().unwrap(),
            events: if code == "D" { vec![closed] } else { Vec::new() },
        };
        register.establishments.insert(establishment.code.clone(), establishment);
    }
    register
}

fn answer(establishment: &str, product: &str, at: &str, estimate: f64) -> Return {
    let line = ReturnLine {
        product: product.parse().unwrap(),
        actual_previous: None,
        estimate: Some(estimate),
        plan_next: None,
        shipments: None,
        shipments_value: None,
        opening_stock: None,
        closing_stock: None,
    };
    Return {
        establishment: establishment.parse().unwrap(),
        month: month(at),
        received: month(at).next().first_day(),
        lines: vec![line],
        employees: None,
        capacity_used: None,
        reason: String::new(),
    }
}

/// January as in [`register`]; in February A and B grow by a tenth, C writes `c`, D reports although closed, T is silent.
fn computed(c: f64) -> (Computation, Vec<Return>) {
    let mut returns = Vec::new();
    for (establishment, quantity) in [("A", 10.0), ("B", 20.0), ("C", 30.0)] {
        returns.push(answer(establishment, "0710-01", "2019-01", quantity));
        let next = if establishment == "C" { c } else { quantity * 1.1 };
        returns.push(answer(establishment, "0710-01", "2019-02", next));
    }
    returns.push(answer("D", "0710-01", "2019-02", 6.0));
    returns.push(answer("T", "1076-01", "2019-01", 5.0));
    let rows =
        [("TOTAL", "", 1.0), ("B", "TOTAL", 3.0), ("C", "TOTAL", 1.0), ("0710-01", "B", 1.0), ("1076-01", "C", 1.0)];
    let row = |(code, parent, weight): &(&str, &str, f64)| {
        ((*code).to_owned(), (!parent.is_empty()).then(|| (*parent).to_owned()), Some(*weight))
    };
    let basket = Basket {
        base: Year::new(2019).unwrap(),
        from: month("2019-01"),
        until: None,
        tree: Tree::new(rows.iter().map(row)).unwrap(),
        base_quantities: BTreeMap::from([("0710-01".parse().unwrap(), 60.0), ("1076-01".parse().unwrap(), 5.0)]),
    };
    let register = register();
    let mut builder = PanelBuilder::new(&register, MonthRange::new(month("2019-01"), month("2019-02")));
    returns.iter().for_each(|r| builder.add(r));
    let computation = compute(&ComputeSpec::new(vec![basket]).unwrap(), builder.build());
    returns.retain(|r| r.month == month("2019-02"));
    (computation, returns)
}

fn finding(establishment: &str, product: Option<&str>, rule: &str, doubts: Doubts) -> Finding {
    Finding {
        rule: rule.into(),
        severity: Severity::Warning,
        doubts,
        establishment: establishment.parse().unwrap(),
        product: product.map(|p| p.parse().unwrap()),
        month: month("2019-02"),
        outcome: Outcome::Fail,
        values: Vec::new(),
        text: Text::default(),
    }
}

#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} {b}");
}

/// Shares 0.75 and 0.25, so C's 43 against the expected 33 moves 0.75 · 100 · 10/60 = 12.5 points and mining by 100 · 10/60; the silent
/// tea maker's filled 5 is 0.25 · 100 · 5/5 = 25 points; the closed mine's 6 is 0.75 · 100 · 6/60 = 7.5.
#[test]
fn suspicions_are_ordered_by_what_they_could_move() {
    let (computation, returns) = computed(43.0);
    let findings = [
        finding("A", Some("0710-01"), "S-OPENING", Doubts::Other),
        finding("C", Some("0710-01"), "S-RATIO-OWN", Doubts::Production),
        finding("C", Some("0710-01"), "S-OPENING", Doubts::Other),
        finding("D", None, "R-CLOSED", Doubts::Production),
        finding("T", None, "R-SILENT", Doubts::Production),
    ];
    let queue = queue(&findings, &computation, &returns);
    let order: Vec<String> = queue.iter().map(|i| i.establishment.to_string()).collect();
    assert_eq!(order, ["T", "C", "D", "A"]);
    let points: Vec<f64> = queue.iter().map(Item::points).collect();
    near(points[0], 25.0);
    near(points[1], 12.5);
    near(points[2], 7.5);
    near(points[3], 0.0);
    let section = queue[1].section().unwrap();
    assert_eq!(section.0, "B");
    near(section.1, 100.0 * 10.0 / 60.0);
    assert_eq!(queue[1].findings.len(), 2);
    let stake = &queue[1].stakes[0];
    assert_eq!((stake.reported, stake.filling), (Some(43.0), Some(Filling::RatioOfMeans)));
    near(stake.expected.unwrap(), 33.0);
    near(stake.peers_ratio.unwrap(), 1.1);
    assert_eq!(stake.history.len(), 2);
    assert_eq!(queue[0].stakes[0].reported, None);
}

#[test]
fn the_order_of_findings_changes_nothing_but_their_order_within_an_item() {
    let (computation, returns) = computed(10.0);
    let mut findings = vec![
        finding("C", Some("0710-01"), "S-RATIO-OWN", Doubts::Production),
        finding("A", Some("0710-01"), "S-REVISION", Doubts::Previous),
        finding("T", None, "R-SILENT", Doubts::Production),
    ];
    let expected = queue(&findings, &computation, &returns);
    findings.reverse();
    assert_eq!(queue(&findings, &computation, &returns), expected);
    // A fall is priced as a fall.
    let fallen = expected.iter().find(|i| i.establishment.as_str() == "C").unwrap();
    near(fallen.points(), 0.75 * 100.0 * (10.0 - 33.0) / 60.0);
}
