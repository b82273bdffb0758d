//! Digests of what goes into a computation, in canonical order: the same inputs give the same digest on every database and in
//! whatever order they came.

use std::collections::BTreeMap;

use domain::index::month::Basket;
use domain::register::Register;
use domain::release::calendar::ReleaseDays;
use domain::release::vintage::Digest;
use domain::returns::panel::{Panel, Side};
use domain::text::Text;
use store::{FillingMethod, RuleSet};

use crate::context::OfficeError;

/// Every number of the returns that counts, before gaps are filled: a line per unit and per establishment, numbers as their bits.
pub(crate) fn of_panel(panel: &Panel) -> Digest {
    let months = panel.months();
    let bits = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |v| format!("{:x}", v.to_bits()));
    let units = (0..panel.units().len()).map(|unit| {
        let place = panel.units()[unit];
        let product = &panel.products()[place.product as usize].code;
        let mut line = format!("{} {product}", panel.establishment_of(unit));
        for (at, (value, mark)) in panel.values_of(unit).iter().zip(panel.marks_of(unit)).enumerate() {
            line.push_str(&format!(" {mark:?}:{:x}", value.to_bits()));
            for side in Side::ALL.into_iter().filter(|side| *side != Side::Employees) {
                line.push_str(&format!(",{}", bits(panel.side().get(side, unit, at))));
            }
        }
        line
    });
    let heads = panel.establishments().iter().enumerate().map(|(at, code)| {
        let employees = (0..months.len()).map(|m| bits(panel.side().get(Side::Employees, at, m)));
        let returned = months.iter().map(|m| if panel.has_return(at, m) { "1" } else { "0" });
        format!("{code} {} {}", returned.collect::<String>(), employees.collect::<Vec<_>>().join(" "))
    });
    Digest::of_lines([format!("{} {}", months.first, months.last)].into_iter().chain(units).chain(heads))
}

/// The register, its maps in order of code.
pub(crate) fn of_register(register: &Register) -> Result<Digest, OfficeError> {
    let line = |json: Result<String, serde_json::Error>| {
        json.map_err(|why| OfficeError::Said(Text::new(format!("Không ghi được danh bạ: {why}."), why.to_string())))
    };
    let enterprises = register.enterprises.values().map(|e| line(serde_json::to_string(e)));
    let establishments = register.establishments.values().map(|e| line(serde_json::to_string(e)));
    let products = register.products.values().map(|p| line(serde_json::to_string(p)));
    let lines: Vec<String> = enterprises.chain(establishments).chain(products).collect::<Result<_, _>>()?;
    Ok(Digest::of_lines(lines))
}

/// Trees with weights, and base quantities, in order of time and code.
pub(crate) fn of_baskets(baskets: &[Basket]) -> Digest {
    let lines = baskets.iter().flat_map(|basket| {
        let until = basket.until.map_or_else(String::new, |month| month.to_string());
        let nodes = basket.tree.nodes();
        let head = [format!("basket {} {} {until}", basket.base, basket.from)];
        let weights = nodes.iter().map(move |node| {
            let parent = node.parent.map_or("", |parent| nodes[parent].code.as_str());
            format!("{} {parent} {:x}", node.code, node.weight.to_bits())
        });
        let quantities =
            basket.base_quantities.iter().map(|(code, quantity)| format!("{code} {:x}", quantity.to_bits()));
        head.into_iter().chain(weights).chain(quantities).collect::<Vec<_>>()
    });
    Digest::of_lines(lines)
}

/// The rule set in force.
pub(crate) fn of_rules(rules: Option<&RuleSet>) -> Digest {
    Digest::of_lines(rules.map(|rules| rules.body.as_str()))
}

/// How gaps are filled, and the days that decide which returns count.
pub(crate) fn of_methods(choices: &BTreeMap<String, FillingMethod>, days: &ReleaseDays) -> Digest {
    let fill = choices.values().map(|choice| format!("{} {}", choice.cell, choice.method));
    let monthly =
        days.monthly.iter().map(|d| format!("from {} due {} release {} lock {}", d.from, d.due, d.release, d.lock));
    Digest::of_lines(fill.chain(monthly))
}
