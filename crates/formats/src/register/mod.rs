//! The register from files: enterprises, establishments, their events, products.

mod events;

use std::collections::BTreeMap;

use domain::area::{AreaVersion, CommuneRef};
use domain::classification::{IndustryRef, Vsic};
use domain::register::{Enterprise, Establishment, EstablishmentCode, Ownership, Product, Register};
use domain::text::Text;

use crate::carried;
use crate::fault::{Fault, Place};
use crate::layout::{ENTERPRISES, ESTABLISHMENTS, Layout, PRODUCTS};
use crate::sheet::{Fields, Input, Read, Report, as_printed, for_each_row};

pub use events::read_events;

/// Reads enterprises.
///
/// # Errors
/// When the file is unreadable.
pub fn read_enterprises(file: &Input) -> Result<Read<Enterprise>, Vec<Fault>> {
    const CODE: usize = ENTERPRISES.at("code");
    const NAME: usize = ENTERPRISES.at("name");
    const OWNERSHIP: usize = ENTERPRISES.at("ownership");
    const SIMULATED: usize = ENTERPRISES.at("simulated");
    read_unique(
        file,
        &ENTERPRISES,
        CODE,
        |fields| {
            let code = fields.code(CODE);
            let name = fields.text(NAME);
            let ownership = fields.choice(OWNERSHIP).and_then(|c| c.parse::<Ownership>().ok());
            let simulated = fields.choice(SIMULATED) == Some("yes");
            Some(Enterprise { code: code?, name: name?, ownership: ownership?, simulated })
        },
        |enterprise| enterprise.code.as_str().to_owned(),
    )
}

/// Reads establishments; each must belong to an enterprise of `register`. They come without events.
///
/// # Errors
/// When the file is unreadable.
pub fn read_establishments(file: &Input, register: &Register) -> Result<Read<Establishment>, Vec<Fault>> {
    const CODE: usize = ESTABLISHMENTS.at("code");
    const ENTERPRISE: usize = ESTABLISHMENTS.at("enterprise");
    const NAME: usize = ESTABLISHMENTS.at("name");
    const INDUSTRY: usize = ESTABLISHMENTS.at("industry");
    const COMMUNE: usize = ESTABLISHMENTS.at("commune");
    read_unique(
        file,
        &ESTABLISHMENTS,
        CODE,
        |fields| {
            let code = fields.code(CODE);
            let enterprise = fields.code(ENTERPRISE);
            if let Some(enterprise) = &enterprise
                && !register.enterprises.contains_key(enterprise)
            {
                let kind = Text::new("doanh nghiệp", "enterprise");
                unknown(fields, ENTERPRISE, enterprise.as_str(), &kind, "enterprises");
            }
            let name = fields.text(NAME);
            let industry = industry(fields, INDUSTRY);
            let commune = commune(fields, COMMUNE);
            Some(Establishment {
                code: code?,
                enterprise: enterprise?,
                name: name?,
                industry: industry?,
                commune: commune?,
                events: Vec::new(),
            })
        },
        |establishment| establishment.code.as_str().to_owned(),
    )
}

/// Reads products. An empty English name repeats the Vietnamese one.
///
/// # Errors
/// When the file is unreadable.
pub fn read_products(file: &Input) -> Result<Read<Product>, Vec<Fault>> {
    const CODE: usize = PRODUCTS.at("code");
    const NAME_VI: usize = PRODUCTS.at("name_vi");
    const NAME_EN: usize = PRODUCTS.at("name_en");
    const UNIT: usize = PRODUCTS.at("unit");
    const INDUSTRY: usize = PRODUCTS.at("industry");
    read_unique(
        file,
        &PRODUCTS,
        CODE,
        |fields| {
            let code = fields.code(CODE);
            let name_vi = fields.text(NAME_VI);
            let name_en = fields.text(NAME_EN).or_else(|| name_vi.clone());
            let unit = fields.text(UNIT);
            let industry = industry(fields, INDUSTRY);
            if let Some(industry) = &industry
                && industry.level() != 4
            {
                fields.fault(
                    INDUSTRY,
                    Text::new(
                        format!("{industry} không phải ngành cấp 4."),
                        format!("{industry} is not a 4-digit industry."),
                    ),
                    Text::new(
                        "Ghi mã ngành cấp 4 kèm phiên bản, như 2018:0710.",
                        "Write the 4-digit code with its version, as 2018:0710.",
                    ),
                );
            }
            Some(Product { code: code?, name_vi: name_vi?, name_en: name_en?, unit: unit?, industry: industry? })
        },
        |product| product.code.as_str().to_owned(),
    )
}

/// The establishment named in a cell, when the register has it.
pub(crate) fn establishment(fields: &mut Fields, column: usize, register: &Register) -> Option<EstablishmentCode> {
    let code: EstablishmentCode = fields.code(column)?;
    if register.establishments.contains_key(&code) {
        return Some(code);
    }
    unknown(fields, column, code.as_str(), &Text::new("cơ sở", "establishment"), "establishments");
    None
}

/// A code of the right form that the register does not have.
pub(crate) fn unknown(fields: &mut Fields, column: usize, code: &str, kind: &Text, file: &str) {
    let code = as_printed(code);
    fields.fault(
        column,
        Text::new(
            format!("Không có {} mã {code} trong danh bạ.", kind.vi),
            format!("The register has no {} {code}.", kind.en),
        ),
        Text::new(
            format!("Kiểm tra mã, hoặc nạp {} này trước (khoi import --template {file}).", kind.vi),
            format!("Check the code, or import this {} first (khoi import --template {file}).", kind.en),
        ),
    );
}

/// An industry code that its version of VSIC has.
pub(crate) fn industry(fields: &mut Fields, column: usize) -> Option<IndustryRef> {
    let text = fields.raw(column)?;
    let shown = as_printed(&text);
    let bare = text.split_once(':').map_or(&*text, |(_, code)| code);
    let versions: Vec<Vsic> = carried::industries().versions_of(bare).collect();
    let elsewhere = || versions.iter().map(|v| format!("{}:{bare}", v.code())).collect::<Vec<_>>().join(", ");
    match text.parse::<IndustryRef>() {
        Ok(industry) if carried::industries().get(&industry).is_some() || is_finer(&industry) => return Some(industry),
        Ok(industry) if !versions.is_empty() => fields.fault(
            column,
            Text::new(
                format!("Mã {bare} không có trong VSIC {}; đó là mã của phiên bản khác.", industry.version.code()),
                format!("VSIC {} has no code {bare}; it belongs to another version.", industry.version.code()),
            ),
            Text::new(
                format!("Ghi {}, hoặc mã đúng của phiên bản này.", elsewhere()),
                format!("Write {}, or the right code of this version.", elsewhere()),
            ),
        ),
        Ok(industry) => fields.fault(
            column,
            Text::new(
                format!("VSIC {} không có mã {bare}.", industry.version.code()),
                format!("VSIC {} has no code {bare}.", industry.version.code()),
            ),
            Text::new(
                "Tra mã trong data/vsic*.csv (ngành B đến E).",
                "Look the code up in data/vsic*.csv (sections B to E).",
            ),
        ),
        Err(_) if !versions.is_empty() => fields.fault(
            column,
            Text::new(
                format!("Mã ngành {shown} thiếu phiên bản."),
                format!("The industry code {shown} lacks its version."),
            ),
            Text::new(format!("Ghi {}.", elsewhere()), format!("Write {}.", elsewhere())),
        ),
        Err(_) => fields.fault(
            column,
            Text::new(format!("“{shown}” không phải mã ngành."), format!("“{shown}” is not an industry code.")),
            Text::new("Ghi phiên bản và mã, như 2018:0710.", "Write version and code, as 2018:0710."),
        ),
    }
    None
}

/// A 5-digit code is taken when its 4 digits are known: the fifth digits of VSIC 2018 and 2025 are not carried.
fn is_finer(industry: &IndustryRef) -> bool {
    industry.level() == 5 && carried::industries().get(&industry.widened(4)).is_some()
}

/// A commune code that its list has.
pub(crate) fn commune(fields: &mut Fields, column: usize) -> Option<CommuneRef> {
    let text = fields.raw(column)?;
    let shown = as_printed(&text);
    let bare = text.split_once(':').map_or(&*text, |(_, code)| code);
    let elsewhere: Vec<CommuneRef> = AreaVersion::ALL
        .iter()
        .filter_map(|v| format!("{}:{bare}", v.code()).parse().ok())
        .filter(|c| carried::communes().get(c).is_some())
        .collect();
    let named = || {
        let name = |c: &CommuneRef| carried::communes().get(c).map(|k| k.name.clone()).unwrap_or_default();
        elsewhere.iter().map(|c| format!("{c} ({})", name(c))).collect::<Vec<_>>().join(", ")
    };
    match text.parse::<CommuneRef>() {
        Ok(commune) if carried::communes().get(&commune).is_some() => return Some(commune),
        Ok(commune) if !elsewhere.is_empty() => fields.fault(
            column,
            Text::new(
                format!("Danh mục {} không có mã xã {bare}; đó là mã của danh mục khác.", commune.version.code()),
                format!("The list {} has no commune {bare}; it belongs to another list.", commune.version.code()),
            ),
            Text::new(
                format!("Ghi {}, hoặc mã đúng của danh mục này.", named()),
                format!("Write {}, or the right code of this list.", named()),
            ),
        ),
        Err(_) if !elsewhere.is_empty() => fields.fault(
            column,
            Text::new(
                format!("Mã xã {shown} thiếu phiên bản."),
                format!("The commune code {shown} lacks its version."),
            ),
            Text::new(format!("Ghi {}.", named()), format!("Write {}.", named())),
        ),
        _ => fields.fault(
            column,
            Text::new(format!("Không có xã, phường mã “{shown}”."), format!("There is no commune “{shown}”.")),
            Text::new(
                "Ghi phiên bản và 5 chữ số, như 2020:00691 (đến 30/06/2025) hoặc 2025:00691 (từ 01/07/2025).",
                "Write version and five digits, as 2020:00691 (until 30/06/2025) or 2025:00691 (since).",
            ),
        ),
    }
    None
}

/// Reads a file whose rows are told apart by one column, and refuses the second row of the same code.
fn read_unique<T>(
    file: &Input,
    layout: &'static Layout,
    key: usize,
    mut read: impl FnMut(&mut Fields) -> Option<T>,
    code: impl Fn(&T) -> String,
) -> Result<Read<T>, Vec<Fault>> {
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    let mut rows: Vec<(Place, T)> = Vec::new();
    let report = for_each_row(file, layout, &mut |mut fields, report: &mut Report| {
        let value = read(&mut fields);
        if let Some(value) = value {
            match seen.get(&code(&value)) {
                Some(first) => duplicate(&mut fields, key, &code(&value), first),
                None => {
                    seen.insert(code(&value), fields.row_place());
                    if !fields.is_faulty() {
                        rows.push((fields.row_place(), value));
                    }
                }
            }
        }
        report.close_row(fields.faults);
    })?;
    Ok(report.with(rows))
}

/// A row that says again what an earlier row of the file has said.
pub(crate) fn duplicate(fields: &mut Fields, column: usize, what: &str, first: &Place) {
    let line = first.line.unwrap_or_default();
    fields.fault(
        column,
        Text::new(
            format!("Trùng: {what} đã có ở dòng {line}."),
            format!("Duplicate: {what} already stands on line {line}."),
        ),
        Text::new("Giữ lại dòng đúng, xóa dòng kia.", "Keep the right row and delete the other."),
    );
}
