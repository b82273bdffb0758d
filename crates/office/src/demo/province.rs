//! The register of the demonstration province: invented establishments on the real classification and communes.
//!
//! No invented tax code can be a real one: every one begins with 00000, and its tenth digit breaks the check-digit rule
//! of tax codes (weights 31, 29, 23, 19, 17, 13, 7, 5, 3; the tenth digit is 10 less the remainder of their sum by 11).

use std::collections::BTreeMap;

use domain::area::{AreaVersion, CommuneRef};
use domain::classification::IndustryRef;
use domain::period::MonthRange;
use domain::register::{
    Enterprise, EnterpriseCode, Establishment, EstablishmentCode, Event, EventKind, Product, ProductCode, Register,
};
use domain::series::UnknownCode;
use domain::text::Text;
use formats::carried;
use formats::demo::{Design, Group, ProductPlan};
use formats::fault::{Fault, Place};

use super::seed::Seed;

/// What is put behind every invented name.
pub const MARK: &str = "(mô phỏng)";

/// A node of the basket: code, parent (none for the whole), weight (none where it is the sum of its parts).
pub type WeightRow = (String, Option<String>, Option<f64>);

/// One product of one establishment.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Whose.
    pub(super) establishment: EstablishmentCode,
    /// Place of the product in the design.
    pub(super) product: usize,
    /// 2-digit industry.
    pub(super) division: String,
    /// Quantity of an average month of 2019.
    pub(super) monthly: f64,
    /// Its own stream of deviations.
    pub(super) seed: Seed,
}

/// The invented province: its design, its register, and who makes how much.
#[derive(Debug, Clone)]
pub struct Province {
    pub(super) design: Design,
    pub(super) register: Register,
    pub(super) units: Vec<Unit>,
    /// People at work in an average month of 2019.
    pub(super) staff: BTreeMap<EstablishmentCode, f64>,
}

/// A fault of the design, with what to correct.
pub(super) fn design_fault(vi: impl Into<String>, en: impl Into<String>) -> Fault {
    Fault::new(
        Place::file("data/demo/design.toml"),
        Text::new(vi, en),
        Text::new("Sửa thiết kế tỉnh mô phỏng.", "Correct the design of the demonstration province."),
    )
}

fn vsic(code: &str) -> Result<IndustryRef, Fault> {
    format!("2018:{code}").parse().map_err(|error: UnknownCode| design_fault(error.to_string(), error.to_string()))
}

impl Province {
    /// Builds the province from a design.
    ///
    /// # Errors
    /// A fault when the design names a code, a district or an establishment that is not there.
    pub fn build(design: Design) -> Result<Self, Fault> {
        let mut register = Register::default();
        for plan in &design.products {
            let product = product(plan)?;
            register.products.insert(product.code.clone(), product);
        }
        let mut province = Self { design, register, units: Vec::new(), staff: BTreeMap::new() };
        for (n, group) in province.design.groups.clone().iter().enumerate() {
            province.add_group(n, group)?;
        }
        province.add_events()?;
        province.check_codes()?;
        province.share_out();
        Ok(province)
    }

    /// The register.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The report months.
    #[must_use]
    pub fn months(&self) -> MonthRange {
        MonthRange::new(self.design.first, self.design.last)
    }

    fn add_group(&mut self, number: usize, group: &Group) -> Result<(), Fault> {
        let industry = vsic(&group.industry)?;
        let before = self.register.establishments.values().filter(|e| e.industry == industry).count();
        let sizes: Vec<f64> = (0..group.count).map(|k| 1.0 / (k as f64 + group.even)).collect();
        let mean = sizes.iter().sum::<f64>() / group.count as f64;
        for (k, size) in sizes.iter().enumerate() {
            let code = format!("MP-{}-{:02}", group.industry, before + k + 1);
            let code: EstablishmentCode =
                code.parse().map_err(|_| design_fault(format!("Mã {code}."), format!("Code {code}.")))?;
            let seed = Seed::new(self.design.seed).word(code.as_str());
            self.add_firm(number, group, k, &code, &industry, seed)?;
            self.staff.insert(code.clone(), group.staff * size / mean);
            for (p, product) in group.products.iter().enumerate().filter(|(p, _)| *p == 0 || k % 2 == 0) {
                let place = self.design.products.iter().position(|plan| plan.code == *product).ok_or_else(|| {
                    design_fault(format!("Không có sản phẩm {product}."), format!("There is no product {product}."))
                })?;
                let unit = Unit {
                    establishment: code.clone(),
                    product: place,
                    division: industry.widened(2).code().to_owned(),
                    monthly: *size,
                    seed: seed.number(p as i64),
                };
                self.units.push(unit);
            }
        }
        Ok(())
    }

    fn add_firm(
        &mut self,
        group_number: usize,
        group: &Group,
        k: usize,
        code: &EstablishmentCode,
        industry: &IndustryRef,
        seed: Seed,
    ) -> Result<(), Fault> {
        let words = &self.design.names.words;
        let word = &words[(group_number * 17 + k) % words.len()];
        let enterprise = tax_code(self.register.enterprises.len() + 1)?;
        let district = &group.districts[k % group.districts.len()];
        let establishment = Establishment {
            code: code.clone(),
            enterprise: enterprise.clone(),
            name: format!("{} {word} {MARK}", group.place),
            industry: industry.clone(),
            commune: commune(district, seed)?,
            events: Vec::new(),
        };
        self.register.establishments.insert(code.clone(), establishment);
        let firm = Enterprise {
            code: enterprise.clone(),
            name: format!("{} {word} {MARK}", group.firm),
            ownership: group.owners[k % group.owners.len()],
            simulated: true,
        };
        self.register.enterprises.insert(enterprise, firm);
        Ok(())
    }

    fn add_events(&mut self) -> Result<(), Fault> {
        for plan in &self.design.events {
            let establishment = self.register.establishments.get_mut(&plan.establishment).ok_or_else(|| {
                let code = &plan.establishment;
                design_fault(format!("Không có cơ sở {code}."), format!("There is no establishment {code}."))
            })?;
            establishment.events.push(Event { date: plan.date, kind: plan.kind, reason: plan.reason.clone() });
            establishment.events.sort_by_key(|event| event.date);
        }
        Ok(())
    }

    /// Every establishment a stop or a slip names is in the register.
    fn check_codes(&self) -> Result<(), Fault> {
        let named = self.design.stops.iter().map(|s| &s.establishment);
        let mut named = named.chain(self.design.slips.iter().map(|s| &s.establishment));
        match named.find(|code| !self.register.establishments.contains_key(*code)) {
            Some(code) => {
                Err(design_fault(format!("Không có cơ sở {code}."), format!("There is no establishment {code}.")))
            }
            None => Ok(()),
        }
    }

    /// Turns sizes into quantities: those at work from the first month share the province's 2019 quantity; one opened
    /// later comes on top, in proportion to its size.
    fn share_out(&mut self) {
        let opened_later = |code: &EstablishmentCode| {
            let events = self.register.establishments.get(code).map_or(&[][..], |e| &e.events);
            events.first().is_some_and(|event| event.kind == EventKind::Opening)
        };
        let mut sums = vec![0.0; self.design.products.len()];
        for unit in self.units.iter().filter(|u| !opened_later(&u.establishment)) {
            sums[unit.product] += unit.monthly;
        }
        for unit in &mut self.units {
            unit.monthly *= self.design.products[unit.product].monthly / sums[unit.product];
        }
    }

    /// The basket's weights: divisions and 4-digit industries by value added, products by the value of output of 2019.
    /// Rows of code, parent and weight; sections and the whole are the sums of their parts.
    ///
    /// # Errors
    /// A fault when a weight stands under a code that is not of industry.
    pub fn weights(&self) -> Result<Vec<WeightRow>, Fault> {
        let mut rows = vec![("TOTAL".to_owned(), None, None)];
        let mut sections: Vec<char> = Vec::new();
        for (code, weight) in &self.design.weights {
            let industry = vsic(code)?;
            let section = industry.section().ok_or_else(|| {
                design_fault(format!("Mã {code} không phải ngành công nghiệp."), format!("{code} is not of industry."))
            })?;
            if !sections.contains(&section) {
                sections.push(section);
            }
            let parent = if code.len() == 2 { section.to_string() } else { industry.widened(2).code().to_owned() };
            rows.push((code.clone(), Some(parent), Some(*weight)));
        }
        rows.extend(sections.iter().map(|s| (s.to_string(), Some("TOTAL".to_owned()), None)));
        for plan in &self.design.products {
            rows.push((plan.code.to_string(), Some(plan.industry.clone()), Some(plan.monthly * plan.price)));
        }
        Ok(rows)
    }

    /// Place of a product in the design.
    pub(super) fn plan(&self, unit: &Unit) -> &ProductPlan {
        &self.design.products[unit.product]
    }

    /// Code of a unit's product.
    pub(super) fn product_code(&self, unit: &Unit) -> &ProductCode {
        &self.plan(unit).code
    }
}

fn product(plan: &ProductPlan) -> Result<Product, Fault> {
    Ok(Product {
        code: plan.code.clone(),
        name_vi: plan.vi.clone(),
        name_en: plan.en.clone(),
        unit: plan.unit.clone(),
        industry: vsic(&plan.industry)?,
    })
}

/// The tax code of invented enterprise number `n`: 00000, four digits, and a tenth digit that no real code can have.
fn tax_code(n: usize) -> Result<EnterpriseCode, Fault> {
    let nine = format!("00000{n:04}");
    let wrong = (tax_check_digit(&nine) + 1) % 10;
    format!("{nine}{wrong}").parse().map_err(|_| design_fault("Quá nhiều doanh nghiệp.", "Too many enterprises."))
}

/// The tenth digit of a real tax code; 10 when no real code begins with these nine digits.
pub(super) fn tax_check_digit(nine: &str) -> u32 {
    let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let sum: u32 = nine.chars().filter_map(|c| c.to_digit(10)).zip(weights).map(|(digit, weight)| digit * weight).sum();
    10 - sum % 11
}

/// A commune of a district of Hà Giang before July 2025.
fn commune(district: &str, seed: Seed) -> Result<CommuneRef, Fault> {
    let of_district = carried::communes().iter().filter(|c| {
        c.code.version == AreaVersion::Before2025
            && c.province == "02"
            && c.district.as_deref().is_some_and(|d| d.ends_with(district))
    });
    let codes: Vec<&CommuneRef> = of_district.map(|c| &c.code).collect();
    if codes.is_empty() {
        return Err(design_fault(format!("Không có huyện {district}."), format!("There is no district {district}.")));
    }
    Ok(codes[seed.word("commune").pick(codes.len())].clone())
}
