use proptest::prelude::*;

use super::*;
use crate::period::{Month, Year};
use crate::register::Product;
use crate::returns::{Return, ReturnLine};
use crate::sites::{Fact, State, StateRecord};
use crate::text::Text;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// A return of one product: actual of last month, estimate, plan, shipments, closing stock.
fn answer(at: &str, figures: [Option<f64>; 5]) -> Return {
    let [actual_previous, estimate, plan_next, shipments, closing_stock] = figures;
    let line = ReturnLine {
        product: "0710-01".parse().unwrap(),
        actual_previous,
        estimate,
        plan_next,
        shipments,
        shipments_value: None,
        opening_stock: None,
        closing_stock,
    };
    Return {
        establishment: "CS-1".parse().unwrap(),
        month: month(at),
        received: "2024-02-03".parse().unwrap(),
        lines: vec![line],
        employees: None,
        capacity_used: None,
        reason: String::new(),
    }
}

fn thresholds() -> Thresholds {
    let why = Text::new("thử", "test");
    Thresholds { from: month("2020-01"), stock_months: 3.0, price_fall: 10.0, why }
}

fn quote<P>(period: P, value: f64, series: &str, source: &str) -> Quote<P> {
    Quote {
        commodity: Commodity::Antimony,
        period,
        value,
        unit: "USD/lb".into(),
        series: series.into(),
        estimated: false,
        source: source.into(),
        address: String::new(),
    }
}

#[test]
fn every_commodity_is_found_by_its_mineral() {
    for commodity in Commodity::ALL {
        assert_eq!(Commodity::of_mineral(commodity.mineral()), Some(*commodity));
        assert_eq!(commodity.code().parse(), Ok(*commodity));
    }
    assert_eq!(Commodity::of_mineral(crate::sites::Mineral::Kaolin), None);
}

#[test]
fn a_product_has_the_commodities_its_class_or_its_name_says() {
    let check = |class: &str, vi: &str, en: &str, expected: &[Commodity]| {
        let product = Product {
            code: "X-1".parse().unwrap(),
            name_vi: vi.into(),
            name_en: en.into(),
            unit: "tấn".into(),
            industry: class.parse().unwrap(),
        };
        assert_eq!(of_product(&product), expected, "{vi}");
    };
    check("2018:0710", "Tinh quặng", "Concentrate", &[Commodity::IronOre]);
    check("2018:0722", "Quặng chì, kẽm", "Lead and zinc ores", &[Commodity::Lead, Commodity::Zinc]);
    check("2018:0722", "Quặng kim loại khác", "Other ores", &[]);
    check("2018:1030", "Chè chì", "Tea", &[]);
}

#[test]
fn a_change_on_year_is_of_one_series_and_of_one_printing_where_years_are_printed() {
    let years = |text: &str| text.parse::<Year>().unwrap();
    let printed = [
        quote(years("2016"), 2.0, "as printed", "MCS 2020"),
        quote(years("2017"), 3.0, "as printed", "MCS 2022"),
        quote(years("2018"), 6.0, "as printed", "MCS 2022"),
    ];
    assert_eq!(printed[2].change_on_year(&printed), Some(100.0));
    assert_eq!(printed[1].change_on_year(&printed), None, "two editions are not one series");
    let months = [
        quote(month("2023-01"), 4.0, "LME", "sheet of March"),
        quote(month("2024-01"), 3.0, "LME", "sheet of April"),
        quote(month("2024-01"), 3.0, "other grade", "sheet of April"),
    ];
    assert_eq!(months[1].change_on_year(&months), Some(-25.0));
    assert_eq!(months[2].change_on_year(&months), None);
}

#[test]
fn months_and_years_are_kept_apart() {
    let prices: Prices = [
        Price::Year(quote("2023".parse().unwrap(), 5.0, "s", "a")),
        Price::Month(quote(month("2023-05"), 4.0, "s", "a")),
    ]
    .into_iter()
    .collect();
    assert_eq!((prices.months.len(), prices.years.len()), (1, 1));
    assert_eq!(prices.month(Commodity::Antimony, month("2024-01")).map(|q| q.value), Some(4.0));
    assert_eq!(prices.month(Commodity::Antimony, month("2023-04")), None);
    assert_eq!(prices.year(Commodity::Tin, "2024".parse().unwrap()), None);
}

#[test]
fn stock_is_told_in_months_of_the_last_twelve_reported_months() {
    let product = "0710-01".parse().unwrap();
    let mut returns: Vec<Return> = (0..14)
        .map(|n| {
            let at = month("2022-12").plus(n).to_string();
            // The two oldest months are outside the window.
            answer(&at, [None, None, None, Some(if n < 2 { 1000.0 } else { 10.0 }), Some(50.0)])
        })
        .collect();
    let found = position(&returns, &product, month("2024-01")).unwrap();
    assert_eq!(
        found,
        Position { month: month("2024-01"), stock: 50.0, shipped: Some(Shipped { mean: 10.0, months: 12 }) }
    );
    assert!(matches!(cover(&[found]), Cover::Months { months, .. } if months == 5.0));
    // A silent last month: the stock is that of the month before.
    returns.pop();
    assert_eq!(position(&returns, &product, month("2024-01")).unwrap().month, month("2023-12"));
    assert_eq!(position(&returns, &"0722-01".parse().unwrap(), month("2024-01")), None);
}

#[test]
fn without_shipments_there_is_no_number_of_months() {
    let at = |stock, shipped: Option<(f64, usize)>| Position {
        month: month("2024-01"),
        stock,
        shipped: shipped.map(|(mean, months)| Shipped { mean, months }),
    };
    assert_eq!(cover(&[at(7.0, Some((0.0, 3)))]), Cover::NoShipments { stock: 7.0, months: 3 });
    assert_eq!(cover(&[at(7.0, None), at(1.0, Some((1.0, 12)))]), Cover::Unknown);
    assert_eq!(cover(&[]), Cover::Unknown);
}

#[test]
fn a_plan_is_held_against_the_actual_figure_and_before_that_against_the_estimate() {
    let product = "0710-01".parse().unwrap();
    let before = answer("2023-12", [None, None, Some(200.0), None, None]);
    let own = answer("2024-01", [None, Some(150.0), None, None, None]);
    let after = answer("2024-02", [Some(100.0), None, None, None, None]);
    let at = month("2024-01");
    let early = plan_against_actual(&[before.clone(), own.clone()], &product, at).unwrap();
    assert_eq!((early.made, early.is_estimate, early.share()), (150.0, true, Some(75.0)));
    let late = plan_against_actual(&[after, before, own.clone()], &product, at).unwrap();
    assert_eq!((late.made, late.is_estimate, late.share()), (100.0, false, Some(50.0)));
    assert_eq!(plan_against_actual(&[own], &product, at), None);
}

fn record(state: State) -> StateRecord {
    StateRecord {
        state,
        since: Fact::Unknown,
        as_of: Fact::Unknown,
        by: Fact::Known(Text::new("UBND tỉnh", "People's Committee")),
        why: Text::new("theo chỉ đạo", "by direction"),
        source: "nguồn".into(),
    }
}

fn months(months: f64) -> Cover {
    Cover::Months { months, stock: months * 10.0, shipped: Shipped { mean: 10.0, months: 12 } }
}

#[test]
fn the_two_causes_are_told_apart() {
    let at = month("2024-01");
    let (idle, busy) = (Made::Nothing(at), Made::Something(at, 10.0));
    let step = [Text::new("Cho thuê đất", "Land lease")];
    let check = |state: Option<State>, awaited: &[Text], cover, made, expected| {
        let record = state.map(record);
        let question = Question { state: record.as_ref(), awaited, cover, unit: "tấn", made, prices: &[] };
        let found = evidence(&question, &thresholds());
        assert_eq!(found.verdict, expected, "{state:?} {cover:?} {made:?}: {:?}", found.facts);
    };
    let no_shipments = Cover::NoShipments { stock: 5.0, months: 12 };
    check(Some(State::StoppedByAuthority), &[], months(0.5), idle, Verdict::WaitsForPermit);
    check(Some(State::StoppedByAuthority), &[], months(9.0), idle, Verdict::Both);
    check(Some(State::StoppedByAuthority), &[], Cover::Unknown, Made::Unknown, Verdict::WaitsForPermit);
    check(Some(State::WorkingBelowCapacity), &[], months(3.0), busy, Verdict::CannotSell);
    check(Some(State::Operating), &[], no_shipments, idle, Verdict::CannotSell);
    check(Some(State::Operating), &step, months(0.0), idle, Verdict::WaitsForPermit);
    check(Some(State::Operating), &[], months(0.5), idle, Verdict::CannotSay);
    check(Some(State::Operating), &[], months(9.0), busy, Verdict::DoesNotStandStill);
    check(Some(State::Planned), &[], Cover::Unknown, Made::Unknown, Verdict::DoesNotStandStill);
    check(Some(State::Licensed), &[], Cover::Unknown, Made::Unknown, Verdict::CannotSay);
    check(Some(State::Licensed), &[], months(4.0), idle, Verdict::CannotSell);
    check(None, &[], months(4.0), Made::Unknown, Verdict::CannotSay);
    check(None, &step, months(4.0), Made::Unknown, Verdict::Both);
}

#[test]
fn facts_carry_their_figures_and_what_is_missing_is_named() {
    let stopped = record(State::StoppedByAuthority);
    let moved = PriceMove { commodity: Commodity::IronOre, period: Text::new("năm 2023", "2023"), change: -12.34 };
    let question = Question {
        state: Some(&stopped),
        awaited: &[],
        cover: months(4.0),
        unit: "tấn",
        made: Made::Unknown,
        prices: &[moved],
    };
    let found = evidence(&question, &thresholds());
    let told: Vec<(Points, &str)> = found.facts.iter().map(|f| (f.points, f.fact.vi.as_str())).collect();
    assert_eq!(
        told,
        [
            (Points::Permit, "Tình trạng: dừng theo chỉ đạo của cơ quan nhà nước; cơ quan: UBND tỉnh; theo chỉ đạo"),
            (
                Points::Sale,
                "Tồn kho 40 tấn, bằng 4,0 tháng tiêu thụ (bình quân 10 tấn một tháng, 12 tháng báo cáo); mức xem là ứ đọng: 3,0 tháng."
            ),
            (Points::Sale, "Giá quặng sắt thế giới năm 2023 giảm 12,3% so với năm trước."),
        ]
    );
    assert_eq!(found.missing.len(), 1);
    let blind = Question { cover: Cover::Unknown, prices: &[], ..question };
    assert_eq!(evidence(&blind, &thresholds()).missing.len(), 3);
}

#[test]
fn the_thresholds_in_force_are_the_latest_that_begin_no_later() {
    let later = Thresholds { from: month("2024-02"), stock_months: 5.0, ..thresholds() };
    let settings = [later, thresholds()];
    let at = |text: &str| Thresholds::in_force(&settings, month(text)).map(|t| t.stock_months);
    assert_eq!((at("2019-12"), at("2024-01"), at("2024-02")), (None, Some(3.0), Some(5.0)));
}

proptest! {
    /// More stock never makes a site that cannot sell into one that can.
    #[test]
    fn more_stock_never_speaks_for_selling(less in 0.0..20.0f64, more in 0.0..20.0f64) {
        let sale = |stock| {
            let record = record(State::WorkingBelowCapacity);
            let made = Made::Nothing(month("2024-01"));
            let question = Question { state: Some(&record), awaited: &[], cover: months(stock), unit: "tấn", made, prices: &[] };
            evidence(&question, &thresholds()).verdict == Verdict::CannotSell
        };
        prop_assert!(!sale(less) || sale(less + more));
    }

    /// Stock and shipments in another unit of measure give the same months.
    #[test]
    fn the_unit_falls_out(stock in 0.0..1e6f64, mean in 0.1..1e6f64, unit in 1e-3..1e3f64) {
        let of = |scale: f64| {
            let shipped = Some(Shipped { mean: mean * scale, months: 12 });
            match cover(&[Position { month: month("2024-01"), stock: stock * scale, shipped }]) {
                Cover::Months { months, .. } => months,
                other => panic!("{other:?}"),
            }
        };
        prop_assert!((of(1.0) - of(unit)).abs() <= 1e-9 * of(1.0).max(1.0));
    }
}
