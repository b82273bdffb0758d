//! A small office: one enterprise, two mines, two products.

use domain::register::{Enterprise, Establishment, Event, EventKind, Ownership, Product};
use domain::returns::{Return, ReturnLine};
use store::journal::Entry;
use store::{StoreError, Writing};

pub(crate) fn entry(subject: &str) -> Entry {
    Entry {
        moment: "2024-02-03T08:00:00Z".parse().unwrap(),
        actor: "chị Lan".into(),
        role: "operator".into(),
        origin: "thử".into(),
        action: "test".into(),
        subject: subject.into(),
        before: String::new(),
        after: "{}".into(),
        why: String::new(),
    }
}

pub(crate) fn enterprise() -> Enterprise {
    Enterprise {
        code: "5100123456".parse().unwrap(),
        name: "Công ty Khoáng sản thử".into(),
        ownership: Ownership::Private,
        simulated: true,
    }
}

pub(crate) fn establishment(code: &str) -> Establishment {
    Establishment {
        code: code.parse().unwrap(),
        enterprise: "5100123456".parse().unwrap(),
        name: format!("Mỏ {code}"),
        industry: "2018:0710".parse().unwrap(),
        commune: "2020:00691".parse().unwrap(),
        events: vec![Event {
            date: "2019-01-01".parse().unwrap(),
            kind: EventKind::Opening,
            reason: "giấy phép".into(),
        }],
    }
}

pub(crate) fn product(code: &str) -> Product {
    Product {
        code: code.parse().unwrap(),
        name_vi: "Quặng sắt".into(),
        name_en: "Iron ore".into(),
        unit: "tấn".into(),
        industry: "2018:0710".parse().unwrap(),
    }
}

pub(crate) fn line(product: &str, actual_previous: Option<f64>, estimate: Option<f64>) -> ReturnLine {
    ReturnLine {
        product: product.parse().unwrap(),
        actual_previous,
        estimate,
        plan_next: Some(0.1 + 0.2),
        shipments: None,
        shipments_value: Some(1e-300),
        opening_stock: Some(0.0),
        closing_stock: None,
    }
}

pub(crate) fn answer(establishment: &str, month: &str, received: &str, lines: Vec<ReturnLine>) -> Return {
    Return {
        establishment: establishment.parse().unwrap(),
        month: month.parse().unwrap(),
        received: received.parse().unwrap(),
        lines,
        employees: Some(42),
        capacity_used: None,
        reason: "mưa lũ".into(),
    }
}

/// Writes the register. Product codes come in an order that is not that of the alphabet.
pub(crate) async fn register(writing: &mut Writing) -> Result<(), StoreError> {
    writing.enterprise(&enterprise()).await?;
    writing.product(&product("0710-02")).await?;
    writing.product(&product("0710-01")).await?;
    writing.establishment(&establishment("CS-2")).await?;
    writing.establishment(&establishment("CS-1")).await
}
