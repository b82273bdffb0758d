//! By hand, against two full computations from returns, and the sum of the parts.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::index::month::tests::scene::{Random, basket, estimates, month, panel, range, register};
use crate::index::month::{ComputeSpec, compute};
use crate::returns::Return;
use crate::sites::tests::site;
use crate::sites::{
    Capacity, CapacityBasis, CapacityUnit, Fact, Fate, FateKind, Licence, LicenceKind, Mineral, Output, OutputUnit,
    Site, SiteKind, State, StateRecord,
};
use crate::text::Text;

const PRODUCTS: [(&str, &str); 4] = [("IRON", "0710"), ("TIN", "0722"), ("TEA", "1076"), ("POWER", "3511")];

fn spec() -> ComputeSpec {
    let rows = [
        ("TOTAL", "", 0.0),
        ("B", "TOTAL", 1.0),
        ("C", "TOTAL", 1.0),
        ("D", "TOTAL", 2.0),
        ("0710", "B", 3.0),
        ("0722", "B", 1.0),
        ("1076", "C", 1.0),
        ("3511", "D", 1.0),
        ("IRON", "0710", 1.0),
        ("TIN", "0722", 1.0),
        ("TEA", "1076", 1.0),
        ("POWER", "3511", 1.0),
    ];
    let rows = rows.map(|(code, parent, weight)| (code, parent, if code == "TOTAL" { 1.0 } else { weight }));
    let quantities = [("IRON", 100.0), ("TIN", 10.0), ("POWER", 200.0)];
    ComputeSpec::new(vec![basket("2019-01", &rows, &quantities)]).unwrap()
}

/// Every establishment reports the base quantity of its product up to January 2020.
fn level() -> Computation {
    let own = [("E0", "IRON", 100.0), ("E1", "TIN", 10.0), ("E2", "TEA", 7.0), ("E3", "POWER", 200.0)];
    let register = register(&[("E0", "0710"), ("E1", "0722"), ("E2", "1076"), ("E3", "3511")], &PRODUCTS);
    let months = range("2019-01", "2020-01");
    let returns: Vec<Return> = months
        .iter()
        .flat_map(|m| own.map(|(e, product, quantity)| estimates(e, &m.to_string(), &[(product, quantity)])))
        .collect();
    compute(&spec(), panel(&register, months, &returns))
}

fn start(product: &str, from: &str, monthly: f64) -> Start {
    Start { product: product.parse().unwrap(), from: month(from), monthly }
}

fn year(number: i32) -> Year {
    Year::new(number).unwrap()
}

/// Iron doubles for half a year: + 600 on 1,200 at the product, × 3/4 in mining, × 1/4 in the whole.
#[test]
fn half_a_year_of_doubled_iron() {
    let found = outlook(&level(), &[start("IRON", "2020-07", 100.0)], &[year(2020), year(2021)]);
    assert_eq!(found.without, [Some(0.0), Some(0.0)]);
    let [this, next] = found.alone[0].as_ref().unwrap().as_slice() else { panic!("two years were asked") };
    let near = |value: Option<f64>, expected: f64| assert!((value.unwrap() - expected).abs() < 1e-12, "{value:?}");
    near(this.of("IRON"), 50.0);
    near(this.of("0710"), 50.0);
    near(this.of("B"), 37.5);
    near(this.whole(), 9.375);
    near(next.whole(), 18.75);
    assert_eq!(this.of("D"), None, "what is not touched is not listed");
    assert_eq!(this.nodes.iter().map(|n| n.code.as_str()).collect::<Vec<_>>(), ["TOTAL", "B", "0710", "IRON"]);
    assert_eq!(found.together, *found.alone[0].as_ref().unwrap());
}

#[test]
fn a_share_of_the_capacity_is_spread_over_the_months() {
    let half = Start::at_share("IRON".parse().unwrap(), month("2020-07"), 2400.0, 0.5);
    assert_eq!(half, start("IRON", "2020-07", 100.0));
}

#[test]
fn what_is_not_known_is_said() {
    let starts = [start("TEA", "2020-03", 1.0), start("GOLD", "2020-03", 1.0), start("IRON", "2020-03", -1.0)];
    let found = outlook(&level(), &starts, &[year(2020)]);
    let tea: ProductCode = "TEA".parse().unwrap();
    assert_eq!(found.alone[0], Err(CannotAdd::NoWeight(tea)));
    assert!(matches!(found.alone[1], Err(CannotAdd::UnknownProduct(_))));
    assert!(matches!(found.alone[2], Err(CannotAdd::BadQuantity { .. })));
    assert_eq!(found.together[0].whole(), Some(0.0), "nothing could be added");
    let too_early = outlook(&level(), &[start("IRON", "2019-07", 1.0)], &[year(2019)]);
    assert_eq!((too_early.without[0], too_early.together[0].whole()), (None, None), "2018 has no index");
}

fn capacity(amount: Option<f64>, basis: CapacityBasis) -> Capacity {
    let printed = Text::new("như in", "as printed");
    Capacity { amount, unit: CapacityUnit::TonnesPerYear, of: Fact::Unknown, basis, printed, note: None }
}

#[test]
fn a_site_can_make_what_its_clear_capacity_and_the_register_say() {
    let day = date(2024, 2, 6);
    let products = [("IRON", "0710"), ("TIN", "0722"), ("LEAD", "0722"), ("POWER", "3511")];
    let mut register = register(&[], &products);
    register.products.get_mut(&"POWER".parse().unwrap()).unwrap().unit = "triệu kWh".into();
    let mut mine = site("M01", Vec::new());
    assert_eq!(potential(&mine, &register, day), Err(NotKnown::Capacity));
    mine.capacities = vec![capacity(None, CapacityBasis::Plant), capacity(Some(900.0), CapacityBasis::Planned)];
    assert_eq!(
        potential(&mine, &register, day),
        Err(NotKnown::SeveralProducts { class: "0722".into() }),
        "lead or tin?"
    );
    mine.minerals = Fact::Known(vec![Mineral::Iron]);
    let found = potential(&mine, &register, day).unwrap();
    assert_eq!((found.product.as_str(), found.yearly, found.basis), ("IRON", 900.0, Some(CapacityBasis::Planned)));
    mine.licences.push(Licence {
        number: Fact::Unknown,
        kind: LicenceKind::Mining,
        issuer: Fact::Unknown,
        date: Fact::Unknown,
        end: Fact::Unknown,
        area_ha: Fact::Unknown,
        reserves: Fact::Unknown,
        capacity: Fact::Known(capacity(Some(500.0), CapacityBasis::Licensed)),
        note: None,
        fates: Vec::new(),
    });
    assert_eq!(potential(&mine, &register, day).unwrap().yearly, 500.0, "the licence goes before the plan");
    runs_low(&mut mine);
    assert_eq!(potential(&mine, &register, day), Err(NotKnown::Output), "it makes something, and how much nobody says");
    mine.output = Fact::Known(Output { amount: Some(120.0), unit: OutputUnit::Tonnes, printed: Text::default() });
    let low = potential(&mine, &register, day).unwrap();
    let monthly = |share| low.at_share(month("2024-03"), share).monthly;
    assert_eq!((low.made, monthly(1.0), monthly(0.5), monthly(0.2)), (120.0, 380.0 / 12.0, 130.0 / 12.0, 0.0));
    assert_eq!(potential(&mine, &register, date(2023, 1, 1)).unwrap().made, 0.0, "before, it stood still");
    mine.states.clear();
    let back = FateKind::GivenBack;
    let back = Fate { kind: back, date: Fact::Unknown, until: Fact::Unknown, paper: Fact::Unknown, note: None };
    mine.licences[0].fates.push(back);
    assert_eq!(potential(&mine, &register, day).unwrap().yearly, 900.0, "a licence given back allows nothing");
    mine.minerals = Fact::Known(vec![Mineral::Gold]);
    assert_eq!(potential(&mine, &register, day), Err(NotKnown::NoProduct { class: "0730".into() }));

    let mut plant = site("H01", Vec::new());
    plant.kind = SiteKind::Hydropower;
    let output =
        |amount| Output { amount, unit: OutputUnit::MillionKwh, printed: Text::new("gần 400", "nearly 400") };
    plant.output = Fact::Known(output(None));
    assert_eq!(potential(&plant, &register, day), Err(NotKnown::Capacity), "“nearly” is no number");
    plant.output = Fact::Known(output(Some(129.0)));
    assert_eq!(potential(&plant, &register, day).unwrap().yearly, 129.0);
    register.products.get_mut(&"POWER".parse().unwrap()).unwrap().unit = "MWh".into();
    assert!(matches!(potential(&plant, &register, day), Err(NotKnown::OtherUnit { .. })));
}

/// Works below its capacity since January 2024.
fn runs_low(site: &mut Site) {
    site.states = vec![StateRecord {
        state: State::WorkingBelowCapacity,
        since: Fact::Known("2024-01-01".parse().unwrap()),
        as_of: Fact::Unknown,
        by: Fact::Unknown,
        why: Text::new("thiếu nơi tiêu thụ", "no buyers"),
        source: "thử".to_owned(),
    }];
}

/// Random production of two establishments a product in 2019 and January 2020.
fn reported(random: &mut Random) -> Vec<Return> {
    let mut returns = Vec::new();
    for (product, establishments) in [("IRON", ["A0", "A1"]), ("TIN", ["B0", "B1"]), ("POWER", ["D0", "D1"])] {
        for establishment in establishments {
            for m in range("2019-01", "2020-01").iter() {
                returns.push(estimates(establishment, &m.to_string(), &[(product, 1.0 + 300.0 * random.unit())]));
            }
        }
    }
    returns
}

/// The same returns a year later, for the months the baseline carries on.
fn repeated(returns: &[Return]) -> Vec<Return> {
    let later = returns.iter().filter(|r| (2..=12).contains(&r.month.month_of_year()) && r.month.year() == year(2019));
    later.map(|r| Return { month: r.month.plus(12), received: r.month.plus(13).first_day(), ..r.clone() }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// The reference is two computations from returns: everybody repeats last year, and the sites report as establishments of their own.
    #[test]
    fn worth_equals_two_full_computations_from_returns(seed in any::<u64>()) {
        let mut random = Random(seed);
        let codes = ["A0", "A1", "B0", "B1", "D0", "D1", "X0", "X1", "X2"];
        let industries = ["0710", "0710", "0722", "0722", "3511", "3511", "0710", "0722", "3511"];
        let establishments: Vec<_> = codes.into_iter().zip(industries).collect();
        let register = register(&establishments, &PRODUCTS);
        let returns = reported(&mut random);
        let starts: Vec<Start> = ["IRON", "TIN", "POWER"]
            .map(|product| start(product, &format!("2020-{:02}", 2 + random.below(11)), 400.0 * random.unit()))
            .to_vec();
        let known = compute(&spec(), panel(&register, range("2019-01", "2020-01"), &returns));
        let found = outlook(&known, &starts, &[year(2020)]);

        let whole_year = |extra: &[usize]| {
            let mut all = [returns.clone(), repeated(&returns)].concat();
            for &n in extra {
                let first = starts[n].from;
                for m in MonthRange::new(first, month("2020-12")).iter() {
                    let line = (starts[n].product.as_str(), starts[n].monthly);
                    all.push(estimates(codes[6 + n], &m.to_string(), &[line]));
                }
            }
            compute(&spec(), panel(&register, range("2019-01", "2020-12"), &all)).index
        };
        let growth = |index: &MonthIndex| index.change(0, month("2020-12"), Measure::Year).unwrap();
        let without = growth(&whole_year(&[]));
        prop_assert!((found.without[0].unwrap() - without).abs() < 1e-9);
        let mut sum = 0.0;
        for n in 0..3 {
            let alone = found.alone[n].as_ref().unwrap()[0].whole().unwrap();
            let full = growth(&whole_year(&[n])) - without;
            prop_assert!((alone - full).abs() < 1e-9, "start {n}: {alone} is not {full}");
            sum += alone;
        }
        let together = found.together[0].whole().unwrap();
        prop_assert!((together - (growth(&whole_year(&[0, 1, 2])) - without)).abs() < 1e-9);
        prop_assert!((together - sum).abs() < 1e-9);
    }
}
