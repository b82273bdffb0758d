//! Explaining a change: from the whole industry down to the establishments that made it, in points that add up.

use domain::authority::Action;
use domain::index::month::Computation;
use domain::period::Month;
use domain::register::Register;
use domain::release::vintage::growth;
use domain::series::Measure;
use domain::text::Text;
use serde::Serialize;

use crate::compute::{Question, answer};
use crate::context::{Context, OfficeError};
use crate::names::Names;

/// One line of the explanation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Code of the node or the establishment.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Whether it is an establishment.
    pub establishment: bool,
    /// Its own growth, per cent; `None` where there is nothing to compare with.
    pub change: Option<f64>,
    /// What it adds to the change of the whole industry, percentage points.
    pub points: f64,
    /// What it is made of, largest effect first.
    pub parts: Vec<Step>,
}

/// A change explained.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The month.
    pub month: Month,
    /// What is compared.
    pub measure: Measure,
    /// Growth of the whole industry, per cent.
    pub change: f64,
    /// The node asked for, with its parts.
    pub top: Step,
    /// The sum of the points of all establishments below the node.
    pub establishments: f64,
    /// The largest difference between a line and the sum of its parts, points: rounding of the last bits.
    pub largest_difference: f64,
}

/// Explains the change of `node` (the whole industry without one) down to the establishments.
///
/// # Errors
/// When the actor may not, the node is not in the index, the change does not exist, or the index cannot be computed.
pub async fn explain(
    context: &Context,
    question: Question,
    measure: Measure,
    node: Option<&str>,
) -> Result<Explanation, OfficeError> {
    let computed = answer(context.read(Action::ReadMicrodata)?, question).await?;
    let computation = &computed.computation;
    let tree = computation.index.tree();
    let code = node.unwrap_or("TOTAL");
    let at = tree.position(code).ok_or_else(|| no_node(code))?;
    let change = computation.index.change(tree.root(), question.month, measure);
    let change = change.ok_or_else(|| no_change(question.month, measure))?;
    let walk = Walk {
        computation,
        register: &computed.register,
        names: Names::new(&computed.register),
        month: question.month,
        measure,
    };
    let top = walk.step(at).ok_or_else(|| no_change(question.month, measure))?;
    let establishments = sum_of_establishments(&top);
    let largest_difference = largest_difference(&top);
    Ok(Explanation { month: question.month, measure, change, top, establishments, largest_difference })
}

struct Walk<'a> {
    computation: &'a Computation,
    register: &'a Register,
    names: Names<'a>,
    month: Month,
    measure: Measure,
}

impl Walk<'_> {
    fn step(&self, node: usize) -> Option<Step> {
        let index = &self.computation.index;
        let tree = index.tree();
        let code = tree.nodes()[node].code.clone();
        let mut parts: Vec<Step> = if tree.is_leaf(node) {
            self.establishments(node, &code)
        } else {
            tree.children(node).iter().filter_map(|&child| self.step(child)).collect()
        };
        parts.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()).then_with(|| a.code.cmp(&b.code)));
        Some(Step {
            name: self.names.of(&code),
            establishment: false,
            change: index.change(node, self.month, self.measure),
            points: index.contribution(node, self.month, self.measure)?,
            code,
            parts,
        })
    }

    fn establishments(&self, node: usize, product: &str) -> Vec<Step> {
        let panel = &self.computation.panel;
        let contributions = self.computation.establishment_contributions(node, self.month, self.measure);
        let product = product.parse().ok();
        let step = |(code, points): (domain::register::EstablishmentCode, f64)| {
            let unit = product.as_ref().and_then(|product| panel.unit(&code, product));
            let name = self.register.establishments.get(&code).map_or(code.as_str(), |e| e.name.as_str());
            Step {
                name: Text::new(name, name),
                establishment: true,
                change: unit.and_then(|unit| growth(|m| panel.value(unit, m), self.month, self.measure)),
                points,
                code: code.to_string(),
                parts: Vec::new(),
            }
        };
        contributions.into_iter().map(step).collect()
    }
}

fn sum_of_establishments(step: &Step) -> f64 {
    if step.establishment { step.points } else { step.parts.iter().map(sum_of_establishments).sum() }
}

/// The largest difference between a line and the sum of its parts. A product nobody reports has no parts to compare.
fn largest_difference(step: &Step) -> f64 {
    let own = if step.parts.is_empty() {
        0.0
    } else {
        (step.points - step.parts.iter().map(|part| part.points).sum::<f64>()).abs()
    };
    step.parts.iter().map(largest_difference).fold(own, f64::max)
}

fn no_node(code: &str) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("“{code}” không có trong chỉ số. Hãy dùng TOTAL, B, C, D, E, mã ngành 2 hoặc 4 số, hoặc mã sản phẩm."),
        format!(
            "“{code}” is not in the index. Use TOTAL, B, C, D, E, an industry code of 2 or 4 digits, or a product code."
        ),
    ))
}

fn no_change(month: Month, measure: Measure) -> OfficeError {
    let december = month.year().months().last;
    match measure {
        Measure::Year if month != december => OfficeError::Said(Text::new(
            format!("So sánh cả năm chỉ có ở tháng 12. Hãy dùng {december} hoặc {}.", december.year_before()),
            format!("The whole year is compared in December only. Use {december} or {}.", december.year_before()),
        )),
        _ => OfficeError::Said(Text::new(
            format!(
                "Tháng {month} không có số liệu để so sánh theo {measure}. Hãy kiểm tra các tháng đã nhập báo cáo."
            ),
            format!("There is nothing to compare {month} with by {measure}. Check which months have returns."),
        )),
    }
}
