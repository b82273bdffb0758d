use proptest::prelude::*;

use super::expression::{Expression, Functions};
use super::hb::{Bounds, Parameters};
use super::*;
use crate::register::{Establishment, Event, EventKind, Product, Register};
use crate::returns::{Return, ReturnLine};

fn facts() -> Facts<'static> {
    let mut facts = Facts::default();
    facts.set(Number::Estimate, Some(12.0));
    facts.set(Number::Previous, Some(10.0));
    facts.set_truth(Truth::Reported, true);
    facts.set_word(Word::Activity, "active");
    facts
}

#[track_caller]
fn check(expression: &str, expected: Outcome) {
    let read = Expression::truth(expression).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(read.judge(&facts(), &Functions::default()), expected, "{expression}");
    assert_eq!(read.interpret(&facts(), &Functions::default()), expected, "interpreted: {expression}");
}

#[test]
fn expressions_come_to_three_outcomes() {
    check("estimate > previous", Outcome::Pass);
    check("estimate < previous", Outcome::Fail);
    check("estimate / 10 == 1.2", Outcome::Pass);
    check("near(estimate, previous, 1.25) && abs(-2) == 2 && log10(1000) == 3", Outcome::Pass);
    check("activity in ['active', 'suspended'] && reported", Outcome::Pass);
    check("[1, 10].exists(k, estimate == k * 1.2)", Outcome::Pass);
    check("typical > 1", Outcome::CannotSay);
    check("estimate / (previous - 10) * 0 > 0", Outcome::CannotSay);
}

#[test]
fn a_missing_operand_is_carried_as_unknown() {
    check("typical > 1 && estimate < 0", Outcome::Fail);
    check("estimate > 0 || typical > 1", Outcome::Pass);
    check("typical > 1 || estimate > 0", Outcome::Pass);
    check("estimate > 0 && typical > 1", Outcome::CannotSay);
    check("!(typical > 1)", Outcome::CannotSay);
    check("known(typical) && typical > 1", Outcome::Fail);
    check("known(estimate) && known(activity) && !known(reason)", Outcome::Pass);
    check("known(typical) ? typical > 1 : estimate > 1", Outcome::Pass);
    check("(typical > 1) == reported", Outcome::CannotSay);
    check("(estimate > 1) == reported && activity != 'closed'", Outcome::Pass);
    check("0 / (previous - 10) == 1", Outcome::Fail);
    check("log10(-estimate) != 1", Outcome::Pass);
    check("log10(-estimate) < 1", Outcome::CannotSay);
}

#[track_caller]
fn refused(expression: &str, expected: &str) {
    let error = Expression::truth(expression).unwrap_err();
    assert!(error.what.en.contains(expected), "{expression}: {}", error.what.en);
    assert!(!error.what.vi.is_empty());
}

#[test]
fn expressions_that_are_not_sound_say_what_to_do() {
    refused("estimat > 1", "the nearest is “estimate”");
    refused("estimate >", "not a CEL expression");
    refused("estimate + 1", "write a comparison");
    refused("estimate > 'tấn'", "cannot be computed");
    refused("known(1)", "takes exactly one variable");
    refused("known(nothing)", "no variable");
    refused("sin(estimate) > 0", "cannot be computed");
    refused("reported || estimate + activity > 0", "cannot be computed");
    refused("  ", "empty");
}

/// The steps of Hidiroglou & Berthelot (1986) worked by hand, U = 1, A = 0.05, C = 4.
///
/// Ratios 1.1, 1.0, 1.2, 1.1, 0.5, median 1.1. s = 0, 1 − 1.1/1.0 = −0.1, 1.2/1.1 − 1 = 1/11, 0, 1 − 1.1/0.5 = −1.2.
/// E = s · max = 0, −10, 120/11, 0, −60; quartiles −10, 0, 0. Sizes 110, 100, 120, 220, 50, median 110.
/// d₁ = max(10, 0, 0.05 · 110) = 10, d₃ = max(0, 0, 5.5) = 5.5; bounds 0 − 4 · 10 and 0 + 4 · 5.5.
#[test]
fn ratio_bounds_agree_with_the_steps_worked_by_hand() {
    let pairs = [(100.0, 110.0), (100.0, 100.0), (100.0, 120.0), (200.0, 220.0), (50.0, 25.0), (0.0, 5.0)];
    let bounds = Bounds::of(&pairs, &Parameters { u: 1.0, a: 0.05, c: 4.0, least: 5 }).unwrap();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    near(bounds.median_ratio, 1.1);
    near(bounds.low, -40.0);
    near(bounds.high, 22.0);
    assert_eq!(bounds.units, 5);
    near(bounds.effect(100.0, 120.0).unwrap(), 120.0 / 11.0);
    near(bounds.effect(50.0, 25.0).unwrap(), -60.0);
    assert_eq!(bounds.effect(0.0, 25.0), None);
    assert_eq!(Bounds::of(&pairs, &Parameters { u: 1.0, a: 0.05, c: 4.0, least: 6 }), None);
}

/// A cell that all moves alike keeps bounds: C · A about the median, not nought.
#[test]
fn ratio_bounds_do_not_close_where_all_move_alike() {
    let pairs = vec![(10.0, 30.0); 8];
    let bounds = Bounds::of(&pairs, &Parameters { u: 0.0, a: 0.05, c: 8.0, least: 5 }).unwrap();
    let inside = |x1: f64| {
        let effect = bounds.effect(10.0, x1).unwrap();
        bounds.low <= effect && effect <= bounds.high
    };
    assert!(inside(30.0) && inside(40.0) && inside(22.0));
    assert!(!inside(45.0) && !inside(20.0));
}

fn source(code: &str, scope: Scope, when: Option<&str>, holds: &str) -> RuleSource {
    RuleSource {
        code: code.into(),
        name: Text::new("thử", "trial"),
        when: when.map(Into::into),
        holds: holds.into(),
        text: Text::new(
            "{month}: {estimate} so với {previous:1}, {typical}",
            "{month}: {estimate} against {previous:1}, {typical}",
        ),
        origin: "test".into(),
        severity: Severity::Warning,
        scope,
        doubts: Doubts::Production,
        from: None,
        until: None,
    }
}

fn rules() -> RuleSet {
    let compile = |s| Rule::compile(s).unwrap();
    let parameters = Parameters { u: 0.5, a: 0.05, c: 4.0, least: 3 };
    RuleSet {
        rules: vec![
            compile(source("SILENT", Scope::Return, Some("!reported"), "active_months == 0")),
            compile(source("GROWTH", Scope::Line, Some("line_given"), "estimate <= 2 * previous")),
            compile(source(
                "CELL",
                Scope::Cell,
                Some("line_given"),
                "cell_effect >= cell_low && cell_effect <= cell_high",
            )),
            compile(source(
                "OWN",
                Scope::Series,
                Some("line_given"),
                "own_effect >= own_low && own_effect <= own_high",
            )),
        ],
        own: parameters,
        cell: parameters,
    }
}

#[test]
fn a_rule_says_what_it_saw_in_both_languages() {
    let rule = Rule::compile(source("G", Scope::Line, None, "estimate <= previous")).unwrap();
    let functions = Functions::default();
    let mut facts = facts();
    facts.set(Number::Estimate, Some(1234.5));
    assert_eq!(rule.judge(&facts, &functions), Outcome::Fail);
    let text = rule.say(&facts, "2024-01".parse().unwrap(), &functions);
    assert_eq!(text.vi, "tháng 1/2024: 1.234,5 so với 10,0, (chưa có)");
    assert_eq!(text.en, "January 2024: 1,234.5 against 10.0, (not known)");
    assert_eq!(rule.evidence(&facts), [(Number::Estimate, 1234.5), (Number::Previous, 10.0)]);
}

#[test]
fn a_rule_is_refused_when_a_part_is_missing() {
    let refused = |change: fn(&mut RuleSource), field: &str| {
        let mut rule = source("G", Scope::Line, None, "estimate > 0");
        change(&mut rule);
        assert_eq!(Rule::compile(rule).unwrap_err().field, field);
    };
    refused(|r| r.code = "có dấu".into(), "code");
    refused(|r| r.name.en.clear(), "name");
    refused(|r| r.text.vi.clear(), "text");
    refused(|r| r.origin.clear(), "origin");
    refused(|r| r.text.vi = "{estimate".into(), "text");
    refused(|r| r.text.vi = "{estimat}".into(), "text");
    refused(|r| r.when = Some("nothing".into()), "when");
    refused(|r| (r.from, r.until) = ("2024-02".parse().ok(), "2024-01".parse().ok()), "until");
}

#[test]
fn a_rule_holds_only_in_its_months() {
    let mut rule = source("G", Scope::Line, None, "estimate > 0");
    (rule.from, rule.until) = ("2023-02".parse().ok(), "2023-12".parse().ok());
    let rule = Rule::compile(rule).unwrap();
    let check = |month: &str, expected| assert_eq!(rule.is_in_force(month.parse().unwrap()), expected, "{month}");
    check("2023-01", false);
    check("2023-02", true);
    check("2023-12", true);
    check("2024-01", false);
}

fn register(establishments: usize) -> Register {
    let mut register = Register::default();
    let product = Product {
        code: "0710-01".parse().unwrap(),
        name_vi: "Quặng sắt".into(),
        name_en: "Iron ore".into(),
        unit: "tấn".into(),
        industry: "2018:0710".parse().unwrap(),
    };
    register.products.insert(product.code.clone(), product);
    for n in 0..establishments {
        let establishment = Establishment {
            code: format!("CS-{n:03}").parse().unwrap(),
            enterprise: "5100123456".parse().unwrap(),
            name: format!("Mỏ {n}"),
            industry: "2018:0710".parse().unwrap(),
            commune: "2020:00691".parse().unwrap(),
            events: Vec::new(),
        };
        register.establishments.insert(establishment.code.clone(), establishment);
    }
    register
}

fn answer(establishment: usize, month: Month, estimate: f64) -> Return {
    Return {
        establishment: format!("CS-{establishment:03}").parse().unwrap(),
        month,
        received: month.next().first_day(),
        lines: vec![ReturnLine {
            product: "0710-01".parse().unwrap(),
            actual_previous: None,
            estimate: Some(estimate),
            plan_next: None,
            shipments: None,
            shipments_value: None,
            opening_stock: None,
            closing_stock: None,
        }],
        employees: None,
        capacity_used: None,
        reason: String::new(),
    }
}

fn codes(run: &Run) -> Vec<(String, String)> {
    run.findings.iter().map(|f| (f.establishment.to_string(), f.rule.clone())).collect()
}

#[test]
fn a_run_finds_the_silent_and_the_one_that_leaves_its_peers() {
    let register = register(6);
    let first: Month = "2024-01".parse().unwrap();
    let mut returns: Vec<Return> = (0..6).map(|e| answer(e, first, 100.0)).collect();
    returns.extend((0..5).map(|e| answer(e, first.next(), if e == 2 { 450.0 } else { 105.0 + e as f64 })));
    let run = run(&rules(), &register, &returns, first.next());
    let expected = [("CS-002", "GROWTH"), ("CS-002", "CELL"), ("CS-005", "SILENT")];
    assert_eq!(codes(&run), expected.map(|(e, r)| (e.to_owned(), r.to_owned())));
    let tally = |code: &str| run.tallies.iter().find(|(c, _)| c == code).unwrap().1;
    assert_eq!(tally("SILENT"), Tally { pass: 5, fail: 1, cannot_say: 0 });
    // One month of history is too short for a unit's own bounds.
    assert_eq!(tally("OWN"), Tally { pass: 0, fail: 0, cannot_say: 5 });
}

#[test]
fn a_month_nobody_reported_finds_everybody_silent() {
    let register = register(2);
    let first: Month = "2024-01".parse().unwrap();
    let returns: Vec<Return> = (0..2).map(|e| answer(e, first, 100.0)).collect();
    assert_eq!(codes(&run(&rules(), &register, &returns, first.next())).len(), 2);
    assert!(run(&rules(), &register, &[], first).findings.is_empty());
}

#[test]
fn a_closed_establishment_that_is_silent_is_left_in_peace() {
    let mut register = register(1);
    let closed = Event { date: jiff::civil::date(2024, 1, 31), kind: EventKind::Closure, reason: "hết mỏ".into() };
    register.establishments.values_mut().for_each(|e| e.events = vec![closed.clone()]);
    let first: Month = "2024-01".parse().unwrap();
    assert!(run(&rules(), &register, &[answer(0, first, 100.0)], first.next()).findings.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(20240131), ..ProptestConfig::default() })]

    /// The order in which returns lie, the number of threads, and returns of later months change nothing.
    #[test]
    fn findings_do_not_depend_on_the_order_of_returns(
        quantities in prop::collection::vec(prop::collection::vec(prop::option::of(0.0..1000.0f64), 14), 2..9),
        order in any::<prop::sample::Index>(),
        threads in 1..5usize,
    ) {
        let register = register(quantities.len());
        let first: Month = "2023-01".parse().unwrap();
        let month = first.plus(12);
        let all: Vec<Return> = quantities.iter().enumerate().flat_map(|(e, months)| {
            months.iter().enumerate().filter_map(move |(m, q)| q.map(|q| answer(e, first.plus(m as i32), q)))
        }).collect();
        let expected = run(&rules(), &register, &all, month);
        let mut turned: Vec<Return> = all.iter().filter(|r| r.month <= month).cloned().collect();
        turned.reverse();
        let turn = order.index(turned.len().max(1)).min(turned.len());
        turned.rotate_left(turn);
        let histories = Histories::of(&register, &turned, Histories::window(month));
        prop_assert_eq!(run_on(&rules(), &histories, month, threads), expected);
    }
}
