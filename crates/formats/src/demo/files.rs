//! The demonstration province as files of `khoi import`, in the layouts any user writes.

use std::collections::BTreeMap;

use domain::index::month::Basket;
use domain::official::OfficialFigure;
use domain::period::Period;
use domain::register::{ProductCode, Register};
use domain::returns::Return;

/// One CSV file.
struct Csv(csv::Writer<Vec<u8>>);

impl Csv {
    fn new(heads: &[&str]) -> Self {
        let mut file = Self(csv::Writer::from_writer(Vec::new()));
        file.row(heads);
        file
    }

    /// Writing to memory cannot fail, and every row here has the width of its heading.
    fn row<T: AsRef<[u8]>>(&mut self, cells: &[T]) {
        let _ = self.0.write_record(cells);
    }

    fn done(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// Enterprises.
#[must_use]
pub fn enterprises_csv(register: &Register) -> Vec<u8> {
    let mut file = Csv::new(&["code", "name", "ownership", "simulated"]);
    for firm in register.enterprises.values() {
        let simulated = if firm.simulated { "yes" } else { "no" };
        file.row(&[firm.code.as_str(), &firm.name, firm.ownership.code(), simulated]);
    }
    file.done()
}

/// Establishments.
#[must_use]
pub fn establishments_csv(register: &Register) -> Vec<u8> {
    let mut file = Csv::new(&["code", "enterprise", "name", "industry", "commune"]);
    for e in register.establishments.values() {
        let (industry, commune) = (e.industry.to_string(), e.commune.to_string());
        file.row(&[e.code.as_str(), e.enterprise.as_str(), &e.name, &industry, &commune]);
    }
    file.done()
}

/// Events of establishments.
#[must_use]
pub fn events_csv(register: &Register) -> Vec<u8> {
    let mut file = Csv::new(&["establishment", "date", "event", "reason"]);
    for e in register.establishments.values() {
        for event in &e.events {
            file.row(&[e.code.as_str(), &event.date.to_string(), event.kind.code(), &event.reason]);
        }
    }
    file.done()
}

/// Products.
#[must_use]
pub fn products_csv(register: &Register) -> Vec<u8> {
    let mut file = Csv::new(&["code", "name_vi", "name_en", "unit", "industry"]);
    for p in register.products.values() {
        file.row(&[p.code.as_str(), &p.name_vi, &p.name_en, &p.unit, &p.industry.to_string()]);
    }
    file.done()
}

/// Weights and base quantities.
#[must_use]
pub fn basket_csv(basket: &Basket) -> Vec<u8> {
    let mut file = Csv::new(&["base", "from", "until", "code", "parent", "weight", "base_quantity"]);
    let (base, from) = (basket.base.to_string(), basket.from.to_string());
    let until = basket.until.map(|month| month.to_string()).unwrap_or_default();
    let quantities: BTreeMap<&str, f64> = basket.base_quantities.iter().map(|(p, q)| (p.as_str(), *q)).collect();
    for node in basket.tree.nodes() {
        let parent = node.parent.map_or("", |parent| basket.tree.nodes()[parent].code.as_str());
        let quantity = quantities.get(node.code.as_str()).map(f64::to_string).unwrap_or_default();
        file.row(&[&base, &from, &until, &node.code, parent, &node.weight.to_string(), &quantity]);
    }
    file.done()
}

/// The targets of the plan among published figures: rows of `iip_plan`, each with its source.
#[must_use]
pub fn targets_csv(figures: &[OfficialFigure]) -> Vec<u8> {
    let mut file = Csv::new(&["year", "node", "growth", "source", "note"]);
    for figure in figures.iter().filter(|figure| figure.indicator == "iip_plan") {
        let Some(Period::Year(year)) = figure.period else { continue };
        let node = if figure.sector == "total" { "TOTAL" } else { &figure.sector };
        file.row(&[&year.to_string(), node, &figure.value.to_string(), &figure.source, &figure.note]);
    }
    file.done()
}

/// Monthly returns, in the order given.
#[must_use]
pub fn returns_csv<'a>(register: &Register, returns: impl IntoIterator<Item = &'a Return>) -> Vec<u8> {
    let mut file = Csv::new(&[
        "establishment",
        "month",
        "received",
        "product",
        "unit",
        "actual_previous",
        "estimate",
        "plan_next",
        "shipments",
        "shipments_value",
        "opening_stock",
        "closing_stock",
        "employees",
        "capacity_used",
        "reason",
    ]);
    let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    for answer in returns {
        for line in &answer.lines {
            file.row(&[
                answer.establishment.to_string(),
                answer.month.to_string(),
                answer.received.to_string(),
                line.product.to_string(),
                unit(register, &line.product),
                number(line.actual_previous),
                number(line.estimate),
                number(line.plan_next),
                number(line.shipments),
                number(line.shipments_value),
                number(line.opening_stock),
                number(line.closing_stock),
                answer.employees.map(|n| n.to_string()).unwrap_or_default(),
                number(answer.capacity_used),
                answer.reason.clone(),
            ]);
        }
    }
    file.done()
}

fn unit(register: &Register, product: &ProductCode) -> String {
    register.products.get(product).map(|p| p.unit.clone()).unwrap_or_default()
}
