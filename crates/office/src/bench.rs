//! A generated province of any size, for measuring: seeded, so that two runs work on the same numbers.
//!
//! Establishments are spread over the 4-digit industries of VSIC 2018, sections B to E, and make products of their own industry. Each
//! quantity is size × season × drift × noise; some returns never come, some establishments fall silent for half a year, some stop with a
//! reason. Every number depends on the seed, the establishment and the month alone, so months can be made in any order.

mod fill;
mod matters;
mod picture;
mod portal;
mod registry;
mod works;

use std::collections::BTreeMap;

use domain::classification::Vsic;
use domain::index::month::Basket;
use domain::index::tree::{Tree, TreeError};
use domain::period::{Month, MonthRange, Year};
use domain::register::{
    CodeError, Enterprise, Establishment, EstablishmentCode, Ownership, Product, ProductCode, Register,
};
use domain::returns::panel::{Panel, PanelBuilder};
use domain::returns::{Return, ReturnLine};
use domain::text::Text;
use jiff::Timestamp;
use store::{AsOf, Store};

use crate::context::{Actor, Context, OfficeError};

pub use fill::{Filled, Key, WAITING_ROWS, attachments, fill, is_filled, operator, people, waiting_files};
pub use portal::{Reporter, receipts, reporters};
pub use registry::BenchRegistry;
pub use works::Codes;

/// SplitMix64 (Steele, Lea and Flood 2014): one step from any number to a well-mixed one.
fn mix(number: u64) -> u64 {
    let z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number from 0 to 1 that depends on the keys alone.
fn chance(keys: &[u64]) -> f64 {
    let mixed = keys.iter().fold(0, |sum, key| mix(sum ^ mix(*key)));
    (mixed >> 11) as f64 / (1_u64 << 53) as f64
}

/// How large a province to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Establishments.
    pub establishments: usize,
    /// Months.
    pub months: usize,
    /// Products of each establishment.
    pub products: usize,
    /// Another seed, other numbers.
    pub seed: u64,
}

/// A generated province.
#[derive(Debug, Clone)]
pub struct BenchProvince {
    /// Its register: everything in it is marked as simulated.
    pub register: Register,
    /// Its months.
    pub months: MonthRange,
    seed: u64,
    /// For each establishment, in code order, its products.
    products: Vec<Vec<ProductCode>>,
    codes: Vec<EstablishmentCode>,
}

/// Products made in an industry, as a multiple of what one establishment makes.
const RANGE: usize = 2;

impl BenchProvince {
    /// Makes the register of a province; the first month is January 2019.
    ///
    /// # Errors
    /// Never for sizes a code has room for; the codes are checked as any others.
    pub fn new(size: Size) -> Result<Self, CodeError> {
        let industries: Vec<_> = formats::carried::industries()
            .iter()
            .map(|industry| &industry.code)
            .filter(|code| code.version == Vsic::V2018 && code.level() == 4)
            .collect();
        let enterprise = Enterprise {
            code: "5100000000".parse()?,
            name: "Doanh nghiệp mô phỏng".to_owned(),
            ownership: Ownership::Private,
            simulated: true,
        };
        let mut register = Register::default();
        let mut made = vec![Vec::new(); industries.len()];
        for (own, industry) in made.iter_mut().zip(&industries) {
            for n in 0..RANGE * size.products {
                let product = Product {
                    code: format!("{}-{n:02}", industry.code()).parse()?,
                    name_vi: format!("Sản phẩm mô phỏng {}-{n:02}", industry.code()),
                    name_en: format!("Simulated product {}-{n:02}", industry.code()),
                    unit: "tấn".to_owned(),
                    industry: (*industry).clone(),
                };
                own.push(product.code.clone());
                register.products.insert(product.code.clone(), product);
            }
        }
        let (mut products, mut codes) = (Vec::new(), Vec::new());
        for n in 0..size.establishments {
            let at = (chance(&[size.seed, 1, n as u64]) * industries.len() as f64) as usize;
            let code: EstablishmentCode = format!("MP-{n:07}").parse()?;
            let first = (chance(&[size.seed, 2, n as u64]) * made[at].len() as f64) as usize;
            products.push((0..size.products).map(|p| made[at][(first + p) % made[at].len()].clone()).collect());
            codes.push(code.clone());
            let establishment = Establishment {
                code: code.clone(),
                enterprise: enterprise.code.clone(),
                name: format!("Cơ sở mô phỏng {n}"),
                industry: industries[at].clone(),
                commune: formats::carried::communes().iter().next().map_or_else(
                    || Err(CodeError { text: String::new(), expected: "a commune" }),
                    |commune| Ok(commune.code.clone()),
                )?,
                events: Vec::new(),
            };
            register.establishments.insert(code, establishment);
        }
        register.enterprises.insert(enterprise.code.clone(), enterprise);
        let first = Year::new(2019).map(|year| year.months().first);
        let first = first.ok_or_else(|| CodeError { text: "2019".to_owned(), expected: "a year" })?;
        let months = MonthRange::new(first, first.plus(size.months as i32 - 1));
        Ok(Self { register, months, seed: size.seed, products, codes })
    }

    /// The return of the establishment at this place for a month; `None` when it keeps silent.
    #[must_use]
    pub fn answer(&self, establishment: usize, month: Month) -> Option<Return> {
        let (e, m) = (establishment as u64, month.months_since(self.months.first) as u64);
        let half_year = chance(&[self.seed, 3, e, m / 6]) < 0.01;
        if half_year || chance(&[self.seed, 4, e, m]) < 0.03 {
            return None;
        }
        let stopped = chance(&[self.seed, 5, e, m]) < 0.004;
        let quantity = |at: u64, p: usize| {
            let size = (12.0 * chance(&[self.seed, 6, e, p as u64])).exp2();
            let season = 1.0 + 0.2 * ((at % 12) as f64 - 5.5).abs() / 5.5;
            let noise = 0.9 + 0.2 * chance(&[self.seed, 7, e, p as u64, at]);
            let drift = 1.0 + 0.004 * at as f64;
            ((size * season * drift * noise) * 100.0).round() / 100.0
        };
        let line = |(p, product): (usize, &ProductCode)| {
            let made = if stopped { 0.0 } else { quantity(m, p) };
            ReturnLine {
                product: product.clone(),
                actual_previous: (m > 0).then(|| quantity(m - 1, p)),
                estimate: Some(made),
                plan_next: Some(quantity(m + 1, p)),
                shipments: Some(made),
                shipments_value: Some(made * 0.5),
                opening_stock: Some(10.0),
                closing_stock: Some(10.0),
            }
        };
        Some(Return {
            establishment: self.codes[establishment].clone(),
            month,
            received: month.next().first_day(),
            lines: self.products[establishment].iter().enumerate().map(line).collect(),
            employees: Some(10 + (190.0 * chance(&[self.seed, 8, e])) as u32),
            capacity_used: Some(if stopped { 0.0 } else { 80.0 }),
            reason: if stopped { "Sửa chữa thiết bị".to_owned() } else { String::new() },
        })
    }

    /// Every return of a month, in order of establishment.
    pub fn answers(&self, month: Month) -> impl Iterator<Item = Return> + '_ {
        (0..self.codes.len()).filter_map(move |establishment| self.answer(establishment, month))
    }

    /// One basket for all months, on these base quantities: `TOTAL`, sections, divisions, classes and every product that has a quantity.
    ///
    /// # Errors
    /// When nothing has a quantity.
    pub fn basket(&self, base_quantities: BTreeMap<ProductCode, f64>) -> Result<Basket, TreeError> {
        let mut rows: BTreeMap<String, (Option<String>, Option<f64>)> = BTreeMap::new();
        rows.insert("TOTAL".to_owned(), (None, None));
        for product in self.register.products.values().filter(|p| base_quantities.contains_key(&p.code)) {
            let weight = 1.0 + 9.0 * chance(&[self.seed, 9, rows.len() as u64]);
            let industry = &product.industry;
            let section = industry.section().unwrap_or('C').to_string();
            let (division, class) = (industry.widened(2).code().to_owned(), industry.code().to_owned());
            rows.entry(section.clone()).or_insert((Some("TOTAL".to_owned()), None));
            rows.entry(division.clone()).or_insert((Some(section), None));
            rows.entry(class.clone()).or_insert((Some(division), None));
            rows.insert(product.code.to_string(), (Some(class), Some(weight)));
        }
        let tree = Tree::new(rows.into_iter().map(|(code, (parent, weight))| (code, parent, weight)))?;
        Ok(Basket { base: self.months.first.year(), from: self.months.first, until: None, tree, base_quantities })
    }
}

/// Opens a database for a measurement, laying out its tables. It must be empty: a measurement is not mixed with real returns.
///
/// # Errors
/// When the address is not one, nothing answers there, or there are returns in it.
pub async fn prepare(address: &str, moment: Timestamp) -> Result<Context, OfficeError> {
    let (store, _) = Store::migrate(address).await?;
    let has_register = !store.register(AsOf::latest().seq).await?.establishments.is_empty();
    if has_register || store.return_months().await?.is_some() {
        return Err(OfficeError::Said(Text::new(
            format!("{address} đã có dữ liệu. Hãy chỉ một cơ sở dữ liệu trống để đo."),
            format!("{address} already holds data. Name an empty database to measure on."),
        )));
    }
    Ok(Context::new(Actor::operator("bench"), moment, "khoi bench month", store))
}

/// Loads the panel of a generated province from the database it was imported into.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn load(context: &Context, province: &BenchProvince) -> Result<Panel, OfficeError> {
    let store = context.read(domain::authority::Action::Compute)?;
    let mut builder = PanelBuilder::new(&province.register, province.months);
    store.fill_panel(AsOf::latest(), province.months, &province.register, &mut builder).await?;
    Ok(builder.build())
}

/// Writes the register and, month by month, the returns of a generated province into an empty database, in one change; `made` gives
/// the returns of a month. Returns how many returns were written.
///
/// # Errors
/// When the actor may not, or the database fails; nothing is written then.
pub async fn import(
    context: &Context,
    province: &BenchProvince,
    mut made: impl FnMut(Month) -> Vec<Return>,
) -> Result<usize, OfficeError> {
    let mut change = context.begin(domain::authority::Action::TakeReturns).await?;
    for enterprise in province.register.enterprises.values() {
        change.enterprise(enterprise).await?;
    }
    for product in province.register.products.values() {
        change.product(product).await?;
    }
    for establishment in province.register.establishments.values() {
        change.establishment(establishment).await?;
    }
    let mut count = 0;
    for month in province.months.iter() {
        for answer in made(month) {
            change.monthly_return(&answer, false).await?;
            count += 1;
        }
    }
    let what = format!("{{\"simulated\":true,\"returns\":{count}}}");
    change.commit("bench", String::new(), what, "").await?;
    Ok(count)
}
