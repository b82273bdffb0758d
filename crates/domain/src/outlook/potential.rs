//! What a site could make in a year, in the unit of the product the index knows: the number a scenario may start from, or why there is none.
//!
//! Only a clear figure is taken: a capacity printed as tonnes a year, the yearly output of a power plant. A capacity of the licence goes before
//! one of the plan, and that before one of the plant. The product is that of the register in the class the site belongs to; where the
//! register has several there, it is not guessed which.
//!
//! A site that runs below its capacity ([`State::WorkingBelowCapacity`]) makes something already: only what it makes beyond its yearly output
//! would be added, and where that output is not known neither is the rest.

use jiff::civil::Date;
use serde::Serialize;

use super::Start;
use crate::period::Month;
use crate::register::{Product, ProductCode, Register};
use crate::sites::{Capacity, CapacityBasis, OutputUnit, Site, SiteKind, State};
use crate::text::Text;

/// What a site could make in a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Potential {
    /// The product of the index.
    pub product: ProductCode,
    /// Its unit.
    pub unit: String,
    /// How much of it in a year.
    pub yearly: f64,
    /// Where the capacity comes from; `None` for a yearly output.
    pub basis: Option<CapacityBasis>,
    /// How much of it the site makes in a year as it is; nothing where it stands still.
    pub made: f64,
}

impl Potential {
    /// What is added when it runs from a month on at a share of its capacity (0 to 1), every month alike, beyond what it makes as it is.
    #[must_use]
    pub fn at_share(&self, from: Month, share: f64) -> Start {
        let monthly = (self.yearly * share - self.made).max(0.0) / 12.0;
        Start { product: self.product.clone(), from, monthly }
    }
}

/// Why it cannot be said what a site could make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotKnown {
    /// No capacity of a year is known, or only a doubtful one.
    Capacity,
    /// It runs below its capacity, and what it makes in a year is not known.
    Output,
    /// Its mineral, and so its product, is not known.
    Product,
    /// The register has no product in this class.
    NoProduct {
        /// The class.
        class: String,
    },
    /// The register has several products in this class.
    SeveralProducts {
        /// The class.
        class: String,
    },
    /// The capacity is in another unit than the product.
    OtherUnit {
        /// The product.
        product: ProductCode,
        /// Its unit.
        unit: String,
    },
}

impl From<NotKnown> for Text {
    fn from(why: NotKnown) -> Self {
        match why {
            NotKnown::Capacity => {
                Self::new("Chưa rõ công suất hoặc sản lượng một năm.", "The capacity or output of a year is not known.")
            }
            NotKnown::Output => Self::new(
                "Đang hoạt động cầm chừng; chưa rõ sản lượng một năm hiện nay nên chưa tính được phần thêm.",
                "It works below its capacity; its present output of a year is not known, and so neither is what would be added.",
            ),
            NotKnown::Product => {
                Self::new("Chưa rõ loại khoáng sản, sản phẩm.", "The mineral, and so the product, is not known.")
            }
            NotKnown::NoProduct { class } => Self::new(
                format!("Chỉ số chưa có sản phẩm thuộc ngành {class}."),
                format!("The index has no product of class {class}."),
            ),
            NotKnown::SeveralProducts { class } => Self::new(
                format!("Chỉ số có nhiều sản phẩm thuộc ngành {class}; chưa rõ cơ sở làm sản phẩm nào."),
                format!("The index has several products of class {class}; which one the site makes is not known."),
            ),
            NotKnown::OtherUnit { product, unit } => Self::new(
                format!("Công suất không cùng đơn vị với sản phẩm {product} ({unit})."),
                format!("The capacity is in another unit than product {product} ({unit})."),
            ),
        }
    }
}

/// The class of VSIC 2018 in which hydropower is generated.
const HYDROPOWER: &str = "3511";

/// What a site could make in a year, as it stands on a day.
///
/// # Errors
/// [`NotKnown`], which says what is missing.
pub fn potential(site: &Site, register: &Register, day: Date) -> Result<Potential, NotKnown> {
    let whole = at_capacity(site, register)?;
    if site.state_on(day) != State::WorkingBelowCapacity {
        return Ok(whole);
    }
    let output = site.output.known().ok_or(NotKnown::Output)?;
    let in_unit = match output.unit {
        OutputUnit::MillionKwh => "triệu kWh",
        OutputUnit::Tonnes => "tấn",
    };
    // Of a power plant the yearly output is what it can do, not what it does.
    let made = output.amount.filter(|_| whole.basis.is_some() && in_unit == whole.unit).ok_or(NotKnown::Output)?;
    Ok(Potential { made, ..whole })
}

fn at_capacity(site: &Site, register: &Register) -> Result<Potential, NotKnown> {
    if site.kind == SiteKind::Hydropower {
        let output = site.output.known().filter(|output| output.unit == OutputUnit::MillionKwh);
        let yearly = output.and_then(|output| output.amount).ok_or(NotKnown::Capacity)?;
        return of_product(product(HYDROPOWER, register)?, "triệu kWh", yearly, None);
    }
    let capacity = best_capacity(site).ok_or(NotKnown::Capacity)?;
    let mineral = site.minerals.known().and_then(|minerals| minerals.first()).ok_or(NotKnown::Product)?;
    let class = mineral.mined_in().ok_or(NotKnown::Product)?;
    of_product(product(class, register)?, "tấn", capacity.0, Some(capacity.1))
}

/// The clear capacity that binds most: of a licence that nothing has ended, of the plan, of the plant.
fn best_capacity(site: &Site) -> Option<(f64, CapacityBasis)> {
    let licensed =
        site.licences.iter().rev().filter(|licence| !licence.is_over()).filter_map(|licence| licence.capacity.known());
    let clear = |capacity: &Capacity| capacity.yearly_tonnes().map(|yearly| (yearly.tonnes, yearly.basis));
    let known: Vec<(f64, CapacityBasis)> = licensed.chain(&site.capacities).filter_map(clear).collect();
    let of = |basis| known.iter().copied().find(|(_, b)| *b == basis);
    [CapacityBasis::Licensed, CapacityBasis::Planned, CapacityBasis::Plant].into_iter().find_map(of)
}

/// The one product of a class.
fn product<'a>(class: &str, register: &'a Register) -> Result<&'a Product, NotKnown> {
    let mut of_class = register.products.values().filter(|product| product.industry.widened(4).code() == class);
    match (of_class.next(), of_class.next()) {
        (Some(product), None) => Ok(product),
        (None, _) => Err(NotKnown::NoProduct { class: class.to_owned() }),
        (Some(_), Some(_)) => Err(NotKnown::SeveralProducts { class: class.to_owned() }),
    }
}

fn of_product(product: &Product, unit: &str, yearly: f64, basis: Option<CapacityBasis>) -> Result<Potential, NotKnown> {
    if product.unit != unit {
        return Err(NotKnown::OtherUnit { product: product.code.clone(), unit: product.unit.clone() });
    }
    Ok(Potential { product: product.code.clone(), unit: product.unit.clone(), yearly, basis, made: 0.0 })
}
