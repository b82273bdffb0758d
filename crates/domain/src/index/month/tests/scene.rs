//! Small provinces to compute with: by hand, and at random from a seed.

use std::collections::BTreeMap;

use crate::index::month::{Basket, ComputeSpec};
use crate::index::tree::Tree;
use crate::period::{Month, MonthRange, Year};
use crate::register::{Enterprise, Establishment, Event, EventKind, Ownership, Product, ProductCode, Register};
use crate::returns::panel::{Panel, PanelBuilder};
use crate::returns::{Return, ReturnLine};

pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub(crate) fn range(first: &str, last: &str) -> MonthRange {
    MonthRange::new(month(first), month(last))
}

/// A register of `establishments` (code, industry) and `products` (code, industry).
pub(crate) fn register(establishments: &[(&str, &str)], products: &[(&str, &str)]) -> Register {
    let mut register = Register::default();
    let enterprise = Enterprise {
        code: "5100123456".parse().unwrap(),
        name: "Doanh nghiệp thử".into(),
        ownership: Ownership::Private,
        simulated: true,
    };
    for (code, industry) in establishments {
        let establishment = Establishment {
            code: code.parse().unwrap(),
            enterprise: enterprise.code.clone(),
            name: (*code).into(),
            industry: format!("2018:{industry}").parse().unwrap(),
            commune: "2020:00691".parse().unwrap(),
            events: Vec::new(),
        };
        register.establishments.insert(establishment.code.clone(), establishment);
    }
    for (code, industry) in products {
        let product = Product {
            code: code.parse().unwrap(),
            name_vi: (*code).into(),
            name_en: (*code).into(),
            unit: "tấn".into(),
            industry: format!("2018:{industry}").parse().unwrap(),
        };
        register.products.insert(product.code.clone(), product);
    }
    register.enterprises.insert(enterprise.code.clone(), enterprise);
    register
}

/// Adds a dated event to an establishment.
pub(crate) fn event(register: &mut Register, establishment: &str, date: &str, kind: EventKind) {
    let events = &mut register.establishments.get_mut(&establishment.parse().unwrap()).unwrap().events;
    events.push(Event { date: date.parse().unwrap(), kind, reason: String::new() });
    events.sort_by_key(|e| e.date);
}

/// A return with these estimates.
pub(crate) fn estimates(establishment: &str, at: &str, lines: &[(&str, f64)]) -> Return {
    let line = |(product, estimate): &(&str, f64)| ReturnLine { estimate: Some(*estimate), ..line(product) };
    Return { lines: lines.iter().map(line).collect(), ..empty(establishment, month(at)) }
}

pub(crate) fn line(product: &str) -> ReturnLine {
    ReturnLine {
        product: product.parse().unwrap(),
        actual_previous: None,
        estimate: None,
        plan_next: None,
        shipments: None,
        shipments_value: None,
        opening_stock: None,
        closing_stock: None,
    }
}

pub(crate) fn empty(establishment: &str, month: Month) -> Return {
    Return {
        establishment: establishment.parse().unwrap(),
        month,
        received: month.next().first_day(),
        lines: Vec::new(),
        employees: None,
        capacity_used: None,
        reason: String::new(),
    }
}

pub(crate) fn panel(register: &Register, months: MonthRange, returns: &[Return]) -> Panel {
    let mut builder = PanelBuilder::new(register, months).with_sides();
    returns.iter().for_each(|r| builder.add(r));
    builder.build()
}

/// A basket from (code, parent, weight) and (product, base quantity).
pub(crate) fn basket(from: &str, rows: &[(&str, &str, f64)], quantities: &[(&str, f64)]) -> Basket {
    let row = |(code, parent, weight): &(&str, &str, f64)| {
        ((*code).to_owned(), (!parent.is_empty()).then(|| (*parent).to_owned()), Some(*weight))
    };
    Basket {
        base: Year::new(2019).unwrap(),
        from: month(from),
        until: None,
        tree: Tree::new(rows.iter().map(row)).unwrap(),
        base_quantities: quantities.iter().map(|(code, q)| (code.parse().unwrap(), *q)).collect(),
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): a small generator, so that a random province depends on its seed alone.
#[derive(Debug, Clone)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }
}

/// A province with everything that can happen in it: silence, stoppages, openings, closures, products that appear late, baskets
/// renewed once or twice.
pub(crate) struct Province {
    pub(crate) register: Register,
    pub(crate) months: MonthRange,
    pub(crate) returns: Vec<Return>,
    pub(crate) spec: ComputeSpec,
}

const CLASSES: [(&str, &str, &str); 6] = [
    ("0710", "07", "B"),
    ("0722", "07", "B"),
    ("1076", "10", "C"),
    ("1079", "10", "C"),
    ("2310", "23", "C"),
    ("3511", "35", "D"),
];

impl Province {
    pub(crate) fn random(seed: u64) -> Self {
        let mut random = Random(seed);
        let products: Vec<(String, usize)> =
            (0..8).map(|n| (format!("P{n}"), random.below(CLASSES.len() as u64) as usize)).collect();
        let count = 3 + random.below(14);
        let establishments: Vec<(String, usize)> =
            (0..count).map(|n| (format!("E{n:02}"), random.below(CLASSES.len() as u64) as usize)).collect();
        let named = |list: &[(String, usize)]| -> Vec<(String, &'static str)> {
            list.iter().map(|(code, class)| (code.clone(), CLASSES[*class].0)).collect()
        };
        let (e, p) = (named(&establishments), named(&products));
        let mut register = register(
            &e.iter().map(|(c, i)| (c.as_str(), *i)).collect::<Vec<_>>(),
            &p.iter().map(|(c, i)| (c.as_str(), *i)).collect::<Vec<_>>(),
        );
        let months = range("2019-01", "2021-06");
        life(&mut random, &mut register, &establishments);
        let returns = answers(&mut random, &register, months, &establishments, &products);
        let spec = baskets(&mut random, &products);
        Self { register, months, returns, spec }
    }

    pub(crate) fn panel(&self, returns: &[Return]) -> Panel {
        panel(&self.register, self.months, returns)
    }
}

fn life(random: &mut Random, register: &mut Register, establishments: &[(String, usize)]) {
    for (code, _) in establishments {
        match random.below(6) {
            0 => event(register, code, "2019-09-10", EventKind::Opening),
            1 => event(register, code, "2020-11-20", EventKind::Closure),
            2 => {
                event(register, code, "2020-02-15", EventKind::Suspension);
                event(register, code, "2020-06-03", EventKind::Resumption);
            }
            _ => {}
        }
    }
}

fn answers(
    random: &mut Random,
    register: &Register,
    months: MonthRange,
    establishments: &[(String, usize)],
    products: &[(String, usize)],
) -> Vec<Return> {
    let mut returns = Vec::new();
    let late_product = random.below(2 * products.len() as u64) as usize;
    for (code, class) in establishments {
        let own: Vec<usize> = (0..products.len()).filter(|&p| products[p].1 == *class || random.chance(0.2)).collect();
        let silence = [0.05, 0.3, 0.6][random.below(3) as usize];
        let first = months.first.plus(random.below(4) as i32);
        let sizes: Vec<f64> = own.iter().map(|_| 1.0 + 500.0 * random.unit()).collect();
        let known = &register.establishments[&code.parse().unwrap()];
        for month in months.iter().filter(|m| *m >= first) {
            let active = matches!(known.activity(month), crate::register::Activity::Active);
            if random.chance(silence) || (!active && random.chance(0.8)) {
                continue;
            }
            let stops = random.chance(0.07);
            let mut answer = empty(code, month);
            answer.employees = Some(10 + random.below(90) as u32);
            answer.reason = if stops { "dừng lò".into() } else { String::new() };
            for (&product, size) in own.iter().zip(&sizes) {
                if product == late_product && month.months_since(months.first) < 14 {
                    continue;
                }
                let mut quantity = || if stops || random.chance(0.05) { 0.0 } else { size * (0.5 + random.unit()) };
                let (estimate, previous) = (quantity(), quantity());
                answer.lines.push(ReturnLine {
                    estimate: (!random.chance(0.03)).then_some(estimate),
                    actual_previous: random.chance(0.8).then_some(previous),
                    shipments: Some(estimate * 0.9),
                    closing_stock: Some(previous * 0.3),
                    ..line(&products[product].0)
                });
            }
            returns.push(answer);
        }
    }
    returns
}

fn baskets(random: &mut Random, products: &[(String, usize)]) -> ComputeSpec {
    let starts: &[&str] =
        [&["2019-01"][..], &["2019-01", "2020-01"], &["2019-01", "2020-01", "2021-01"]][random.below(3) as usize];
    let mut list = Vec::new();
    for start in starts {
        let mut rows: BTreeMap<String, (String, f64)> = BTreeMap::new();
        let mut quantities: BTreeMap<ProductCode, f64> = BTreeMap::new();
        for (code, class) in products {
            if random.chance(0.1) {
                continue;
            }
            let (class, division, section) = CLASSES[*class];
            rows.insert("TOTAL".into(), (String::new(), 1.0));
            for (node, above) in [(section, "TOTAL"), (division, section), (class, division)] {
                rows.entry(node.into()).or_insert((above.into(), 1.0 + 50.0 * random.unit()));
            }
            rows.insert(code.clone(), (class.into(), 1.0 + 50.0 * random.unit()));
            if random.chance(0.85) {
                quantities.insert(code.parse().unwrap(), 10.0 + 900.0 * random.unit());
            }
        }
        if rows.is_empty() {
            continue;
        }
        let rows = rows.iter().map(|(c, (above, w))| (c.as_str(), above.as_str(), *w)).collect::<Vec<_>>();
        list.push(Basket { base_quantities: quantities, ..basket(start, &rows, &[]) });
    }
    ComputeSpec::new(list).unwrap()
}
