//! Worked by hand.

use std::collections::BTreeMap;

use super::scene::{basket, estimates, event, month, panel, range, register};
use crate::index::month::{
    BasketError, Computation, ComputeSpec, Overlap, SectionGrowth, base_quantities, compute, office_style,
};
use crate::register::EventKind;
use crate::returns::panel::Mark;
use crate::series::{Filling, Measure};

#[track_caller]
fn close(actual: Option<f64>, expected: f64) {
    let actual = actual.expect("a value");
    assert!((actual - expected).abs() < 1e-9, "{actual} is not {expected}");
}

impl Computation {
    fn node(&self, code: &str) -> usize {
        self.index.tree().position(code).expect(code)
    }

    #[track_caller]
    fn check_level(&self, code: &str, at: &str, expected: f64) {
        close(self.index.level(self.node(code), month(at)).map(|l| l.0), expected);
    }

    #[track_caller]
    fn check_mom(&self, code: &str, at: &str, expected: f64) {
        close(self.index.change(self.node(code), month(at), Measure::Mom), expected);
    }
}

const ROWS: [(&str, &str, f64); 9] = [
    ("TOTAL", "", 1.0),
    ("B", "TOTAL", 60.0),
    ("07", "B", 1.0),
    ("0710", "07", 1.0),
    ("ORE", "0710", 1.0),
    ("C", "TOTAL", 40.0),
    ("10", "C", 1.0),
    ("1076", "10", 1.0),
    ("TEA", "1076", 1.0),
];

/// Two products, two establishments, three months; weights 60 and 40, base quantities 100 and 50.
///
/// ```text
///         ORE of A  ORE of B  sum   level   TEA of A  level   whole = .6 ore + .4 tea
/// January    60        40     100   100        50      100    100
/// February   66        33      99    99        60      120    59.4  + 48 = 107.4
/// March      72.6    silent  108.9  108.9      45       90    65.34 + 36 = 101.34     B filled: 33 · 72.6/66 = 36.3
/// ```
fn two_by_two() -> Computation {
    let register = register(&[("A", "0710"), ("B", "0710")], &[("ORE", "0710"), ("TEA", "1076")]);
    let returns = [
        estimates("A", "2024-01", &[("ORE", 60.0), ("TEA", 50.0)]),
        estimates("B", "2024-01", &[("ORE", 40.0)]),
        estimates("A", "2024-02", &[("ORE", 66.0), ("TEA", 60.0)]),
        estimates("B", "2024-02", &[("ORE", 33.0)]),
        estimates("A", "2024-03", &[("ORE", 72.6), ("TEA", 45.0)]),
    ];
    let spec = ComputeSpec::new(vec![basket("2024-01", &ROWS, &[("ORE", 100.0), ("TEA", 50.0)])]).unwrap();
    compute(&spec, panel(&register, range("2024-01", "2024-03"), &returns))
}

#[test]
fn two_products_two_establishments() {
    let done = two_by_two();
    for (at, ore, tea, whole) in
        [("2024-01", 100.0, 100.0, 100.0), ("2024-02", 99.0, 120.0, 107.4), ("2024-03", 108.9, 90.0, 101.34)]
    {
        done.check_level("ORE", at, ore);
        done.check_level("TEA", at, tea);
        done.check_level("C", at, tea);
        done.check_level("TOTAL", at, whole);
    }
    done.check_mom("TOTAL", "2024-02", 7.4);
    let filled = done.panel.unit(&"B".parse().unwrap(), &"ORE".parse().unwrap()).unwrap();
    assert_eq!(done.panel.mark(filled, month("2024-03")), Some(Mark::Filled(Filling::RatioOfMeans)));
    close(done.panel.value(filled, month("2024-03")), 36.3);
}

#[test]
fn contributions_and_observed_share_of_the_two() {
    let done = two_by_two();
    let february = month("2024-02");
    let contribution = |code: &str| done.index.contribution(done.node(code), february, Measure::Mom);
    // .6 · (99 − 100) and .4 · (120 − 100), over a level of 100 in January.
    close(contribution("ORE"), -0.6);
    close(contribution("TEA"), 8.0);
    close(contribution("TOTAL"), 7.4);
    // Ore: A .6 · (66 − 60), B .6 · (33 − 40).
    let parts: BTreeMap<String, f64> = done
        .establishment_contributions(done.node("ORE"), february, Measure::Mom)
        .into_iter()
        .map(|(code, part)| (code.to_string(), part))
        .collect();
    close(parts.get("A").copied(), 3.6);
    close(parts.get("B").copied(), -4.2);
    // March: of February's 99 t of ore A's 66 are reported again; tea is all there: .6 · 2/3 + .4 = .8.
    let march = month("2024-03");
    close(done.index.observed_share(done.node("ORE"), march), 2.0 / 3.0);
    close(done.index.observed_share(done.node("TOTAL"), march), 0.8);
    // Direct form: .6 · 108.9/99 + .4 · 45/60 = .66 + .3; from levels it is 101.34/107.4.
    close(done.index.direct_change(0, march, Measure::Mom), -4.0);
    close(done.index.change(0, march, Measure::Mom), 100.0 * 101.34 / 107.4 - 100.0);
    assert_eq!(done.index.change(0, march, Measure::Yoy), None);
    assert_eq!(done.index.change(0, march, Measure::Year), None);
}

/// Yên Bái, year to date; growth and points of B, C, D, E and the total as published.
/// Sources: dansinh.dantri.com.vn (January–November 2022), yenbai.gov.vn ItemID=31413 (January–April 2023), sctyenbai.gov.vn (January–May 2024).
#[test]
fn office_style_closes_on_the_published_cases_of_yen_bai() {
    let check = |d_weight: f64, growth: [f64; 4], points: [f64; 4], total: f64| {
        let weights = [0.1196, 0.0, d_weight, 0.0176];
        let sections: Vec<SectionGrowth> = ["B", "C", "D", "E"]
            .iter()
            .zip(weights.iter().zip(growth))
            .map(|(code, (&weight, growth))| SectionGrowth { code: (*code).into(), weight, growth })
            .collect();
        let result = office_style(&sections, "C", total);
        for ((code, own), published) in result.iter().zip(points) {
            assert!((own - published).abs() < 0.0101, "{code}: {own} is not {published}");
        }
        close(Some(result.iter().map(|(_, p)| p).sum()), total);
    };
    check(0.1733, [-18.73, 6.9, 41.14, 6.43], [-2.24, 4.8, 7.13, 0.11], 9.8);
    check(0.1675, [20.24, 8.27, -2.56, 4.23], [2.42, 5.44, -0.43, 0.07], 7.5);
    check(0.1675, [-30.93, 16.61, -13.3, 4.9], [-3.7, 14.89, -2.23, 0.09], 9.05);
}

#[test]
fn office_style_of_the_index_closes_with_manufacturing_as_the_residual() {
    let done = two_by_two();
    let points = done.index.contributions_office_style(month("2024-03"), Measure::Mom).unwrap();
    // B: .6 · (108.9/99 − 1) = 6 points; the whole 101.34/107.4 − 1; C what is left.
    close(Some(points[0].1), 6.0);
    close(Some(points[1].1), 100.0 * 101.34 / 107.4 - 100.0 - 6.0);
}

#[test]
fn a_new_product_enters_on_its_parents_level_and_moves_nothing() {
    let register = register(&[("A", "0710"), ("B", "0710")], &[("NEW", "0710"), ("ORE", "0710")]);
    let mut returns = Vec::new();
    for (at, ore, new) in [("2024-01", 100.0, None), ("2024-02", 110.0, Some(7.0)), ("2024-03", 121.0, Some(14.0))] {
        returns.push(estimates("A", at, &[("ORE", ore)]));
        returns.extend(new.map(|q| estimates("B", at, &[("NEW", q)])));
    }
    let rows = [("TOTAL", "", 1.0), ("B", "TOTAL", 1.0), ("ORE", "B", 3.0), ("NEW", "B", 1.0)];
    let spec = ComputeSpec::new(vec![basket("2024-01", &rows, &[("ORE", 100.0)])]).unwrap();
    let done = compute(&spec, panel(&register, range("2024-01", "2024-03"), &returns));
    assert_eq!(done.index.level(done.node("NEW"), month("2024-01")), None);
    done.check_level("NEW", "2024-02", 110.0);
    done.check_level("TOTAL", "2024-02", 110.0);
    // March: NEW doubles to 220; (3 · 121 + 220) / 4 = 145.75.
    done.check_level("NEW", "2024-03", 220.0);
    done.check_level("TOTAL", "2024-03", 145.75);
}

#[test]
fn a_closed_producer_is_a_real_zero_and_a_suspension_a_known_one() {
    let mut register = register(&[("A", "0710"), ("B", "0710")], &[("ORE", "0710")]);
    event(&mut register, "A", "2024-02-01", EventKind::Closure);
    event(&mut register, "B", "2024-03-01", EventKind::Suspension);
    let returns = [
        estimates("A", "2024-01", &[("ORE", 60.0)]),
        estimates("B", "2024-01", &[("ORE", 40.0)]),
        estimates("B", "2024-02", &[("ORE", 40.0)]),
    ];
    let spec =
        ComputeSpec::new(vec![basket("2024-01", &[("TOTAL", "", 1.0), ("ORE", "TOTAL", 1.0)], &[("ORE", 100.0)])]);
    let done = compute(&spec.unwrap(), panel(&register, range("2024-01", "2024-03"), &returns));
    done.check_level("TOTAL", "2024-01", 100.0);
    done.check_level("TOTAL", "2024-02", 40.0);
    done.check_level("TOTAL", "2024-03", 0.0);
    assert_eq!(done.panel.mark(1, month("2024-03")), Some(Mark::Filled(Filling::KnownStoppage)));
    assert_eq!(done.index.change(0, month("2024-03"), Measure::Mom), Some(-100.0));
}

#[test]
fn a_reported_stoppage_holds_until_the_next_return() {
    let register = register(&[("A", "0710"), ("B", "0710")], &[("ORE", "0710")]);
    let mut stop = estimates("A", "2024-02", &[("ORE", 0.0)]);
    stop.reason = "sửa lò".into();
    let mut returns = vec![estimates("A", "2024-01", &[("ORE", 60.0)]), stop];
    returns.extend(["2024-01", "2024-02", "2024-03", "2024-04"].map(|at| estimates("B", at, &[("ORE", 40.0)])));
    let built = panel(&register, range("2024-01", "2024-04"), &returns);
    assert!(built.is_reported_zero(0, month("2024-02")));
    assert_eq!(built.mark(0, month("2024-03")), Some(Mark::Filled(Filling::KnownStoppage)));
    returns.push(estimates("A", "2024-03", &[("ORE", 50.0)]));
    let built = panel(&register, range("2024-01", "2024-04"), &returns);
    assert_eq!(built.mark(0, month("2024-04")), Some(Mark::Missing));
}

/// Production of ORE and TEA by month, weighed half and half on base quantities 10 and 10, from the last month on 1 : 3 on 20 and 20.
fn renewed_in_the_last(months: &[(&str, f64, f64)]) -> Computation {
    let register = register(&[("A", "0710")], &[("ORE", "0710"), ("TEA", "1076")]);
    let returns: Vec<_> = months.iter().map(|(at, o, t)| estimates("A", at, &[("ORE", *o), ("TEA", *t)])).collect();
    let rows = |ore: f64, tea: f64| [("TOTAL", "", 1.0), ("ORE", "TOTAL", ore), ("TEA", "TOTAL", tea)];
    let (first, last) = (months[0].0, months[months.len() - 1].0);
    let spec = ComputeSpec::new(vec![
        basket(last, &rows(1.0, 3.0), &[("ORE", 20.0), ("TEA", 20.0)]),
        basket(first, &rows(1.0, 1.0), &[("ORE", 10.0), ("TEA", 10.0)]),
    ])
    .unwrap();
    compute(&spec, panel(&register, range(first, last), &returns))
}

#[test]
fn baskets_are_hung_together_at_the_overlap() {
    let done = renewed_in_the_last(&[("2024-01", 10.0, 10.0), ("2024-02", 20.0, 40.0), ("2024-03", 30.0, 40.0)]);
    // February on the old base (200 + 400) / 2 = 300; on the new (100 + 3·200) / 4 = 175. March on the new (150 + 600) / 4 = 187.5.
    done.check_level("TOTAL", "2024-02", 300.0);
    done.check_level("TOTAL", "2024-03", 300.0 * 187.5 / 175.0);
    done.check_level("ORE", "2024-03", 300.0);
    let part = |code: &str| done.index.contribution(done.node(code), month("2024-03"), Measure::Mom);
    close(part("ORE"), 100.0 * (187.5 / 175.0 - 1.0));
    close(part("TEA"), 0.0);
    let yearly = compute(&done.spec().clone().with_overlap(Overlap::LastYear), done.panel.clone());
    // Means over January and February: old (100 + 300) / 2, new (50 + 175) / 2.
    yearly.check_level("TOTAL", "2024-03", 200.0 / 112.5 * 187.5);
}

#[test]
fn a_basket_with_nothing_to_hang_on_begins_anew_and_so_do_its_parts() {
    // All stands still in February, the overlap.
    let done = renewed_in_the_last(&[("2023-03", 10.0, 10.0), ("2024-02", 0.0, 0.0), ("2024-03", 30.0, 40.0)]);
    done.check_level("TOTAL", "2024-02", 0.0);
    done.check_level("TOTAL", "2024-03", (150.0 + 3.0 * 200.0) / 4.0);
    let part = |code: &str| done.index.contribution(done.node(code), month("2024-03"), Measure::Yoy);
    close(part("TOTAL"), 87.5);
    close(part("ORE"), 0.25 * 150.0 - 50.0);
    close(part("TEA"), 0.75 * 200.0 - 50.0);
    let of_mine = done.establishment_contributions(done.node("TEA"), month("2024-03"), Measure::Yoy);
    close(of_mine.first().map(|(_, part)| *part), 100.0);
}

#[test]
fn baskets_that_cannot_be_computed_with_are_refused() {
    assert_eq!(ComputeSpec::new(Vec::new()), Err(BasketError::None));
    let one = basket("2024-01", &ROWS, &[("ORE", 1.0)]);
    assert_eq!(ComputeSpec::new(vec![one.clone(), one]), Err(BasketError::SameMonth(month("2024-01"))));
    let bad = basket("2024-01", &ROWS, &[("ORE", -1.0)]);
    assert!(matches!(ComputeSpec::new(vec![bad]), Err(BasketError::BadQuantity { .. })));
}

#[test]
fn base_quantities_are_the_average_month() {
    let done = two_by_two();
    let quantities = base_quantities(&done.panel, "2024".parse().unwrap());
    close(quantities.get(&"TEA".parse().unwrap()).copied(), (50.0 + 60.0 + 45.0) / 12.0);
}
