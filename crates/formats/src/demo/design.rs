//! The design file of the demonstration province: TOML, one table a product, a group of establishments, an event.

use std::collections::BTreeMap;

use domain::official::OfficialFigure;
use domain::period::Month;
use domain::register::{EstablishmentCode, EventKind, Ownership, ProductCode};
use domain::text::Text;
use jiff::civil::Date;
use serde::Deserialize;

use crate::fault::{Fault, Place};
use crate::official::read_official;
use crate::sheet::Input;

const FILE: &str = "data/demo/design.toml";
const PUBLISHED_FILE: &str = "data/official/hagiang_iip_published.csv";
/// The bytes of the published figures the program carries, as `khoi import` takes them.
pub const PUBLISHED: &str = include_str!("../../../../data/official/hagiang_iip_published.csv");
const CARRIED: &str = include_str!("../../../../data/demo/design.toml");

/// The invented province, as designed by hand.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Seed of every invented deviation.
    pub seed: u64,
    /// First report month.
    pub first: Month,
    /// Last report month; its returns come in until the day of its flash release.
    pub last: Month,
    /// Seasonal factors January to December by name.
    pub seasons: BTreeMap<String, [f64; 12]>,
    /// Base-year weights of divisions and 4-digit industries by code, in 10,000 of the whole.
    pub weights: BTreeMap<String, f64>,
    /// How much stiffer than the others a division keeps to its course in the calibration; 1 where not given.
    pub stiffness: BTreeMap<String, f64>,
    /// What invented names are made of.
    pub names: Names,
    /// Products.
    #[serde(rename = "product")]
    pub products: Vec<ProductPlan>,
    /// Groups of establishments.
    #[serde(rename = "group")]
    pub groups: Vec<Group>,
    /// Dated events of the register.
    #[serde(rename = "event")]
    pub events: Vec<EventPlan>,
    /// Months in which an establishment reports zero.
    #[serde(rename = "stop")]
    pub stops: Vec<Stop>,
    /// Wrong returns.
    #[serde(rename = "slip")]
    pub slips: Vec<Slip>,
}

/// Words for invented names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Birds, flowers, toys and weather; never a place.
    pub words: Vec<String>,
}

/// A product and its invented course.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductPlan {
    /// Code.
    pub code: ProductCode,
    /// Vietnamese name.
    pub vi: String,
    /// English name.
    pub en: String,
    /// Unit of quantity.
    pub unit: String,
    /// Decimals an establishment reports.
    pub digits: usize,
    /// 4-digit industry of VSIC 2018.
    pub industry: String,
    /// Quantity of an average month of 2019 in the whole province.
    pub monthly: f64,
    /// Price in 2019, million đồng a unit.
    pub price: f64,
    /// Course of the price, 2019 to 2024, 1 in 2019.
    pub prices: [f64; 6],
    /// Name of its seasonal factors.
    pub season: String,
    /// Part of production lost on a day of the Tết holiday, 0 to 1.
    pub tet: f64,
    /// Months of 2019 output kept in stock; 0 where there is no stock to keep.
    pub stock: f64,
    /// Course of the stock kept, 2019 to 2024.
    #[serde(default = "steady")]
    pub stocks: [f64; 6],
    /// Course of production, 2019 = 100, on 1 January and 1 July from January 2019 to January 2024.
    pub path: [f64; 11],
}

fn steady() -> [f64; 6] {
    [1.0; 6]
}

/// Establishments of one kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// 4-digit industry of VSIC 2018.
    pub industry: String,
    /// What they make; the second product is made by every other one.
    pub products: Vec<ProductCode>,
    /// How many.
    pub count: usize,
    /// What stands before the invented word in an establishment's name.
    pub place: String,
    /// What stands before it in the enterprise's name.
    pub firm: String,
    /// Ownership, in turn.
    pub owners: Vec<Ownership>,
    /// Districts (until June 2025), in turn.
    pub districts: Vec<String>,
    /// Sizes fall as 1/(rank + even).
    pub even: f64,
    /// People in a unit of average size.
    pub staff: f64,
}

/// A dated event of an establishment.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventPlan {
    /// Whose.
    pub establishment: EstablishmentCode,
    /// When.
    pub date: Date,
    /// What.
    pub kind: EventKind,
    /// Why.
    pub reason: String,
}

/// Months of reported zero.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// Whose.
    pub establishment: EstablishmentCode,
    /// First month.
    pub from: Month,
    /// Last month.
    pub until: Month,
    /// The reason the establishment gives.
    pub reason: String,
}

/// What is wrong in a wrong return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SlipKind {
    /// A thousand times too large: the unit was mistaken.
    Unit,
    /// The estimate has a digit too many.
    Tenfold,
    /// The closing stock does not follow from opening stock, production and shipments.
    Balance,
}

/// A wrong return.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// Whose.
    pub establishment: EstablishmentCode,
    /// Report month.
    pub month: Month,
    /// What is wrong.
    pub kind: SlipKind,
    /// Day of the next month on which the right return came, if it did.
    #[serde(default)]
    pub corrected: Option<i8>,
}

/// The published figures of Hà Giang, which the calibration meets.
///
/// # Errors
/// The faults of the file; a test excludes them for the carried one.
pub fn published() -> Result<Vec<OfficialFigure>, Vec<Fault>> {
    let read = read_official(&Input::new(PUBLISHED_FILE, PUBLISHED.as_bytes()))?;
    if read.is_clean() { Ok(read.values().cloned().collect()) } else { Err(read.faults) }
}

/// The design the program carries.
///
/// # Errors
/// A fault naming the file when it cannot be read, which a test excludes for the carried one.
pub fn design() -> Result<Design, Fault> {
    toml::from_str(CARRIED).map_err(|error| {
        let line = error.span().map(|span| CARRIED[..span.start].lines().count().max(1) as u64);
        let place = line.map_or_else(|| Place::file(FILE), |n| Place::file(FILE).line(n));
        Fault::new(
            place,
            Text::new(
                format!("Không đọc được thiết kế tỉnh mô phỏng: {}.", error.message()),
                format!("The design of the demonstration province cannot be read: {}.", error.message()),
            ),
            Text::new("Sửa dòng đó.", "Correct that line."),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::design;
    use domain::bulletin::unit_name;
    use domain::text::Lang;

    #[test]
    fn every_unit_has_an_english_form() {
        for product in design().expect("the carried design is sound").products {
            let (vi, en) = (unit_name(&product.unit, Lang::Vi), unit_name(&product.unit, Lang::En));
            assert!(en.is_ascii() || en != vi && en.ends_with("m³") || en == "m³", "“{vi}” is “{en}” in English");
            assert!(en != product.unit, "add “{vi}” to the English units of the bulletin");
        }
    }
}
