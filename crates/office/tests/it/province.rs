//! A small province: iron ore and antimony, tea and beer, electricity, water; December 2021 to February 2024.

use std::collections::BTreeMap;

use domain::period::{Month, MonthRange};
use domain::register::{Enterprise, Establishment, Event, EventKind, Ownership, Product};
use domain::returns::{Return, ReturnLine};
use office::Store;
use office::context::{Actor, Context};
use store::WeightSet;

/// Product, its industry, weight, establishments. One brewery: beer is not public.
const PRODUCTS: [(&str, &str, f64, u32); 6] = [
    ("0710-01", "0710", 12.0, 5),
    ("0729-01", "0729", 8.0, 4),
    ("1076-01", "1076", 30.0, 6),
    ("1103-01", "1103", 5.0, 1),
    ("3512-01", "3512", 40.0, 4),
    ("3600-01", "3600", 5.0, 3),
];

pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// The operator on a day.
pub(crate) fn operator(store: &Store, day: &str) -> Context {
    let moment = format!("{day}T03:00:00Z").parse().unwrap();
    Context::new(Actor::operator("chị Lan"), moment, "thử", store.clone())
}

/// What an establishment really produced: a season, a trend of its own, mines falling in 2023.
fn produced(product: &str, number: u32, month: Month) -> f64 {
    let n = f64::from(month.months_since("2021-12".parse().unwrap()));
    let season = [0.9, 0.7, 1.0, 1.1, 1.2, 1.1, 1.0, 1.05, 1.1, 1.0, 0.95, 0.9][usize::from(month.month_of_year()) - 1];
    let fall = if product.starts_with("07") && month.year().number() >= 2023 { 0.5 } else { 1.0 };
    (100.0 + 10.0 * f64::from(number)) * season * fall * (1.0 + 0.003 * n * f64::from(number % 3))
}

fn establishments() -> Vec<(String, &'static str, &'static str, u32)> {
    let of = |(product, industry, _, count): &(&'static str, &'static str, f64, u32)| {
        let (product, industry) = (*product, *industry);
        (1..=*count).map(move |n| (format!("CS-{industry}-{n}"), product, industry, n)).collect::<Vec<_>>()
    };
    PRODUCTS.iter().flat_map(of).collect()
}

/// The return of an establishment for a month: the actual of the month before, an estimate two per cent too high.
pub(crate) fn answer(code: &str, month: Month, received: &str) -> Return {
    let (_, product, _, number) = establishments().into_iter().find(|(c, ..)| c == code).unwrap();
    let made = produced(product, number, month);
    let line = ReturnLine {
        product: product.parse().unwrap(),
        actual_previous: Some(produced(product, number, month.previous())),
        estimate: Some(made * 1.02),
        plan_next: None,
        shipments: Some(made),
        shipments_value: Some(made * 2.5),
        opening_stock: None,
        closing_stock: Some(made * (0.3 + 0.1 * f64::from(number % 3))),
    };
    Return {
        establishment: code.parse().unwrap(),
        month,
        received: received.parse().unwrap(),
        lines: vec![line],
        employees: Some(10 + number),
        capacity_used: None,
        reason: String::new(),
    }
}

/// The returns of a run of months, each received on the 4th of the month after; those of `without` are left out.
pub(crate) fn answers(months: MonthRange, without: &[(&str, &str)]) -> Vec<Return> {
    let mut all = Vec::new();
    for month in months.iter() {
        for (code, ..) in establishments() {
            if !without.iter().any(|(c, m)| *c == code && *m == month.to_string()) {
                all.push(answer(&code, month, &month.next().first_day().with().day(4).build().unwrap().to_string()));
            }
        }
    }
    all
}

/// Register, weights and settings.
pub(crate) async fn found(context: &Context) {
    office::settings::begin_office(context).await.unwrap();
    let enterprise = Enterprise {
        code: "5100123456".parse().unwrap(),
        name: "Công ty thử (mô phỏng)".into(),
        ownership: Ownership::Private,
        simulated: true,
    };
    office::register::take_enterprises(context, &[enterprise], "").await.unwrap();
    let opening = Event { date: "2010-01-01".parse().unwrap(), kind: EventKind::Opening, reason: String::new() };
    let rows: Vec<Establishment> = establishments()
        .into_iter()
        .map(|(code, _, industry, _)| Establishment {
            name: format!("Cơ sở {code}"),
            code: code.parse().unwrap(),
            enterprise: "5100123456".parse().unwrap(),
            industry: format!("2018:{industry}").parse().unwrap(),
            commune: "2020:00691".parse().unwrap(),
            events: vec![opening.clone()],
        })
        .collect();
    office::register::take_establishments(context, &rows, "").await.unwrap();
    let products: Vec<Product> = PRODUCTS
        .iter()
        .map(|(code, industry, ..)| Product {
            code: code.parse().unwrap(),
            name_vi: format!("Sản phẩm {code}"),
            name_en: format!("Product {code}"),
            unit: "tấn".into(),
            industry: format!("2018:{industry}").parse().unwrap(),
        })
        .collect();
    office::register::take_products(context, &products, "").await.unwrap();
    office::settings::take_baskets(context, &[basket()], "").await.unwrap();
}

fn basket() -> WeightSet {
    let mut weights = vec![("TOTAL".to_owned(), None, None)];
    let mut add = |code: &str, parent: &str, weight| {
        if !weights.iter().any(|(known, _, _): &(String, Option<String>, Option<f64>)| known == code) {
            weights.push((code.to_owned(), Some(parent.to_owned()), weight));
        }
    };
    let mut base_quantities = BTreeMap::new();
    let year: domain::period::Year = "2022".parse().unwrap();
    for (product, industry, weight, count) in PRODUCTS {
        let section = match &industry[..2] {
            "07" => "B",
            "35" => "D",
            "36" => "E",
            _ => "C",
        };
        add(section, "TOTAL", None);
        add(&industry[..2], section, None);
        add(industry, &industry[..2], None);
        add(product, industry, Some(weight));
        let of = |month| (1..=count).map(|n| produced(product, n, month)).sum::<f64>();
        let mean = year.months().iter().map(of).sum::<f64>() / 12.0;
        base_quantities.insert(product.parse().unwrap(), mean);
    }
    WeightSet { base: year, from: month("2022-01"), until: None, weights, base_quantities }
}
