//! Weights and base quantities from files. A set is taken whole or not at all: an index without one of its nodes is another index.

use std::collections::BTreeMap;

use domain::index::tree::{Tree, TreeError};
use domain::period::{Month, Year};
use domain::register::{ProductCode, Register};
use domain::text::Text;

use crate::fault::{Fault, Place};
use crate::layout::BASKET;
use crate::register::duplicate;
use crate::sheet::{Fields, Input, Read, as_printed, for_each_row};

const BASE: usize = BASKET.at("base");
const FROM: usize = BASKET.at("from");
const UNTIL: usize = BASKET.at("until");
const CODE: usize = BASKET.at("code");
const PARENT: usize = BASKET.at("parent");
const WEIGHT: usize = BASKET.at("weight");
const BASE_QUANTITY: usize = BASKET.at("base_quantity");

/// The longest code of a node.
const LONGEST_CODE: usize = 20;

/// A node of a weight set as it stood in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightRow {
    /// Code of the node: `TOTAL`, a section, a division, a class, a product.
    pub code: String,
    /// The node above; `None` for the root.
    pub parent: Option<String>,
    /// Weight among its siblings; `None` for a parent whose weight is the sum of its children's.
    pub weight: Option<f64>,
    /// On a product: quantity of the average month of the base year.
    pub base_quantity: Option<f64>,
}

/// A weight set that holds together.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightSet {
    /// Base year; its average month = 100.
    pub base: Year,
    /// First month it holds for.
    pub from: Month,
    /// Last month it holds for; `None` while in force.
    pub until: Option<Month>,
    /// The nodes in order of code.
    pub rows: Vec<WeightRow>,
    /// The same as a validated tree; every leaf is a product with a base quantity above zero.
    pub tree: Tree,
    /// Base quantities by product.
    pub base_quantities: BTreeMap<ProductCode, f64>,
}

/// The rows of a set while the file is read.
struct Draft {
    first: Place,
    until: Option<Month>,
    rows: BTreeMap<String, (Place, WeightRow)>,
    faulty: bool,
}

/// Reads weight sets; the leaves must be products of `register`.
///
/// # Errors
/// When the file is unreadable.
pub fn read_basket(file: &Input, register: &Register) -> Result<Read<WeightSet>, Vec<Fault>> {
    let mut drafts: BTreeMap<(Year, Month), Draft> = BTreeMap::new();
    let mut homeless = false;
    let mut report = for_each_row(file, &BASKET, &mut |mut fields, report| {
        match (fields.year(BASE), fields.month(FROM)) {
            (Some(base), Some(from)) => {
                let first = fields.row_place();
                let draft = drafts.entry((base, from)).or_insert_with(|| Draft {
                    first,
                    until: None,
                    rows: BTreeMap::new(),
                    faulty: false,
                });
                read_row(&mut fields, draft);
                draft.faulty |= fields.is_faulty();
            }
            // A row of no known set may be missing from any of them.
            _ => homeless = true,
        }
        report.close_row(fields.faults);
    })?;
    let mut rows = Vec::new();
    for ((base, from), draft) in drafts {
        let count = draft.rows.len() as u64;
        if draft.faulty || homeless {
            report.left_out += count;
            continue;
        }
        let first = draft.first.clone();
        match finish(base, from, draft, register) {
            Ok(set) => rows.push((first, set)),
            Err(faults) => {
                report.left_out += count;
                report.faults.extend(faults);
            }
        }
    }
    Ok(report.with(rows))
}

fn read_row(fields: &mut Fields, draft: &mut Draft) {
    let until = fields.month(UNTIL);
    if draft.rows.is_empty() {
        draft.until = until;
    } else if until != draft.until && !fields.is_faulty() {
        let line = draft.first.line.unwrap_or_default();
        fields.fault(
            UNTIL,
            Text::new(
                format!("Tháng cuối khác với dòng {line} của cùng bộ."),
                format!("The last month differs from line {line} of the same set."),
            ),
            Text::new("Ghi cùng một tháng cuối cho cả bộ.", "Give the whole set one last month."),
        );
    }
    let code = node_code(fields, CODE);
    let parent = node_code(fields, PARENT);
    let weight = fields.number(WEIGHT);
    let base_quantity = fields.number(BASE_QUANTITY);
    let Some(code) = code else { return };
    if let Some((first, _)) = draft.rows.get(&code) {
        duplicate(fields, CODE, &code, first);
        return;
    }
    let row = WeightRow { code: code.clone(), parent, weight, base_quantity };
    draft.rows.insert(code, (fields.cell_place(CODE), row));
}

fn node_code(fields: &mut Fields, column: usize) -> Option<String> {
    let text = fields.text(column)?;
    let valid =
        text.len() <= LONGEST_CODE && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    if !valid {
        let shown = as_printed(&text);
        fields.fault(
            column,
            Text::new(format!("“{shown}” không phải mã nút."), format!("“{shown}” is not the code of a node.")),
            Text::new(
                "Ghi TOTAL, B, 07, 0710 hoặc mã sản phẩm, không kèm phiên bản.",
                "Write TOTAL, B, 07, 0710 or a product code, without a version.",
            ),
        );
    }
    valid.then_some(text)
}

/// Builds the tree and checks the leaves.
fn finish(base: Year, from: Month, draft: Draft, register: &Register) -> Result<WeightSet, Vec<Fault>> {
    let rows: Vec<(Place, WeightRow)> = draft.rows.into_values().collect();
    let tree = Tree::new(rows.iter().map(|(_, r)| (r.code.clone(), r.parent.clone(), r.weight)))
        .map_err(|error| vec![tree_fault(&error, &rows, &draft.first)])?;
    let mut faults = Vec::new();
    let mut base_quantities = BTreeMap::new();
    for (place, row) in &rows {
        let is_leaf = tree.position(&row.code).is_some_and(|n| tree.children(n).is_empty());
        let product = row.code.parse::<ProductCode>().ok().filter(|p| register.products.contains_key(p));
        match (is_leaf, product, row.base_quantity) {
            (false, _, None) => {}
            (true, Some(product), Some(quantity)) if quantity > 0.0 => {
                base_quantities.insert(product, quantity);
            }
            (true, Some(_), _) => faults.push(Fault::new(
                place.clone(),
                Text::new(
                    format!("Sản phẩm {} thiếu sản lượng gốc lớn hơn 0.", row.code),
                    format!("The product {} has no base quantity above zero.", row.code),
                ),
                Text::new(
                    "Ghi sản lượng bình quân tháng của năm gốc.",
                    "Write the quantity of the average month of the base year.",
                ),
            )),
            (true, None, _) => faults.push(Fault::new(
                place.clone(),
                Text::new(
                    format!("Nút cuối {} không phải sản phẩm trong danh mục.", row.code),
                    format!("The leaf {} is not a product of the register.", row.code),
                ),
                Text::new(
                    "Nạp sản phẩm trước, hoặc thêm sản phẩm dưới nút này.",
                    "Import the product first, or add products below this node.",
                ),
            )),
            (false, _, Some(_)) => faults.push(Fault::new(
                place.clone(),
                Text::new(
                    format!("{} có nút dưới nên không có sản lượng gốc.", row.code),
                    format!("{} has nodes below it, so it has no base quantity.", row.code),
                ),
                Text::new("Để trống sản lượng gốc ở dòng này.", "Leave the base quantity of this row empty."),
            )),
        }
    }
    if draft.until.is_some_and(|until| until < from) {
        faults.push(Fault::new(
            draft.first,
            Text::new("Tháng cuối trước tháng đầu.", "The last month comes before the first."),
            Text::new("Sửa tháng đầu hoặc tháng cuối.", "Correct the first or the last month."),
        ));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    Ok(WeightSet { base, from, until: draft.until, rows, tree, base_quantities })
}

fn tree_fault(error: &TreeError, rows: &[(Place, WeightRow)], first: &Place) -> Fault {
    let at = error.code().and_then(|code| rows.iter().find(|(_, r)| r.code == code));
    Fault::new(at.map_or_else(|| first.clone(), |(place, _)| place.clone()), error.what(), error.remedy())
}
