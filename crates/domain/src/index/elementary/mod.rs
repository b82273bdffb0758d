//! Index numbers from prices and quantities of products: the engine of `khoi index elementary`.
//!
//! Methodology: PPI Manual 2004, chapters 15–17, 20 (formulas in [`bilateral`]); fixed base compares each period with the first; chained
//! multiplies the comparisons of neighbouring periods (chapter 15). Only products that have what the formula needs of the two
//! periods are compared (matched pairs), so new and vanished products do not move a chained index by coming and going. What is
//! needed is what the formula reads ([`Formula::other`]): Laspeyres asks no quantity of the later period, Paasche none of the earlier.
//!
//! The first period is the first in which the index's own variable exists. A period that cannot be compared has no index and is
//! left out, and said: any relative for it, 1 as much as another, would be a guess. In a chain the period after it is compared with
//! the last that has an index, so the link is lost only for products that are in neither.

mod error;
mod formula;

use crate::index::aggregate::label_months;
use crate::index::listed;
use crate::period::Label;
use crate::text::Text;

pub use error::ElementaryError;
pub use formula::{Change, FORMULA_NAMES, Formula, Other, Pair, bilateral, logarithmic_mean};

/// Whose index it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Variable {
    /// Price index.
    #[default]
    Price,
    /// Quantity index: prices and quantities exchange roles.
    Quantity,
}

impl Variable {
    /// The variable that weighs it.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Price => Self::Quantity,
            Self::Quantity => Self::Price,
        }
    }

    /// The column of a file.
    #[must_use]
    pub fn column(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Quantity => "quantity",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Price => Text::new("giá", "price"),
            Self::Quantity => Text::new("lượng", "quantity"),
        }
    }
}

/// What to compute.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// The formula.
    pub formula: Formula,
    /// Prices or quantities.
    pub variable: Variable,
    /// Neighbouring periods chained, rather than each against the first.
    pub chain: bool,
    /// The period (or the periods within it) whose weights `lowe` and `young` use.
    pub weights_period: Option<Label>,
}

/// Prices and quantities by product and period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Market {
    periods: Vec<Label>,
    products: Vec<String>,
    /// By product, then period: price and quantity.
    cells: Vec<Vec<(Option<f64>, Option<f64>)>>,
}

/// One row: product, period, price, quantity.
type Row = (String, Label, Option<f64>, Option<f64>);

impl Market {
    /// From rows in any order. Of two rows for one product and period the later counts: files are checked for this before.
    pub fn new(rows: impl IntoIterator<Item = Row>) -> Self {
        let rows: Vec<Row> = rows.into_iter().collect();
        let mut periods: Vec<Label> = rows.iter().map(|row| row.1.clone()).collect();
        periods.sort_unstable();
        periods.dedup();
        let mut products: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
        products.sort_unstable();
        products.dedup();
        let mut cells = vec![vec![(None, None); periods.len()]; products.len()];
        for (product, period, price, quantity) in rows {
            if let (Ok(p), Ok(t)) = (products.binary_search(&product), periods.binary_search(&period)) {
                cells[p][t] = (price, quantity);
            }
        }
        Self { periods, products, cells }
    }

    /// The periods in order.
    #[must_use]
    pub fn periods(&self) -> &[Label] {
        &self.periods
    }

    /// Whether any product has the variable in the period.
    fn has(&self, variable: Variable, at: usize) -> bool {
        self.cells.iter().any(|cells| match variable {
            Variable::Price => cells[at].0.is_some(),
            Variable::Quantity => cells[at].1.is_some(),
        })
    }

    /// The products in order of their names.
    #[must_use]
    pub fn products(&self) -> &[String] {
        &self.products
    }
}

/// An elementary index.
#[derive(Debug, Clone, PartialEq)]
pub struct Elementary {
    /// The periods that have an index, in order; the first is 100.
    pub values: Vec<(Label, f64)>,
    /// Periods without the index's own variable, or without a product that can be compared: they have no index.
    pub left_out: Vec<Label>,
}

impl Elementary {
    /// Which periods were left out, in both languages; `None` when none was.
    #[must_use]
    pub fn note(&self) -> Option<Text> {
        if self.left_out.is_empty() {
            return None;
        }
        let periods = listed(&self.left_out);
        Some(Text::new(
            format!("Kỳ không có chỉ số vì không có sản phẩm nào so được, không ghi vào kết quả: {}.", periods.vi),
            format!(
                "Periods without an index, because no product can be compared, left out of the result: {}.",
                periods.en
            ),
        ))
    }
}

/// The index of every period that can be compared, the first 100.
///
/// # Errors
/// When the weights' period is missing, no period can be compared with the first, or a value is below zero or, for formulas that
/// use each product's own change, zero where that has no change.
pub fn elementary(spec: &Spec, market: &Market) -> Result<Elementary, ElementaryError> {
    if market.periods.is_empty() {
        return Err(ElementaryError::NoRows);
    }
    let weights = Weights::new(spec, market)?;
    let mut result = Elementary { values: Vec::with_capacity(market.periods.len()), left_out: Vec::new() };
    // The period that the next one is compared with, and its index.
    let mut before: Option<(usize, f64)> = None;
    for (to, period) in market.periods.iter().enumerate() {
        if !market.has(spec.variable, to) {
            // The weights' period is asked for weights, not for an index.
            if !weights.places.contains(&to) {
                result.left_out.push(period.clone());
            }
            continue;
        }
        let Some((from, level)) = before else {
            before = Some((to, 100.0));
            result.values.push((period.clone(), 100.0));
            continue;
        };
        let pairs = pairs(spec, market, &weights, from, to)?;
        if pairs.is_empty() {
            result.left_out.push(period.clone());
            continue;
        }
        let value = level * bilateral(spec.formula, &pairs);
        if !value.is_finite() {
            return Err(ElementaryError::NoMean { from: market.periods[from].clone(), to: period.clone() });
        }
        result.values.push((period.clone(), value));
        if spec.chain {
            before = Some((to, value));
        }
    }
    match result.values.as_slice() {
        [] => Err(ElementaryError::NoValues(spec.variable)),
        [(first, _)] if !result.left_out.is_empty() => {
            Err(ElementaryError::NoMatch { first: first.clone(), spec: spec.clone() })
        }
        _ => Ok(result),
    }
}

/// Own and other variable of a product in a period.
fn variables(spec: &Spec, market: &Market, product: usize, at: usize) -> (Option<f64>, Option<f64>) {
    let (price, quantity) = market.cells[product][at];
    match spec.variable {
        Variable::Price => (price, quantity),
        Variable::Quantity => (quantity, price),
    }
}

/// What `lowe` and `young` take from the weights' period.
struct Weights {
    /// The periods that lie in it.
    places: Vec<usize>,
    /// By product: other variable (`lowe`) or value (`young`), summed over them; `None` where there is none.
    by_product: Vec<Option<f64>>,
}

impl Weights {
    fn new(spec: &Spec, market: &Market) -> Result<Self, ElementaryError> {
        let mut by_product = vec![None; market.products.len()];
        if !spec.formula.needs_weights_period() {
            return Ok(Self { places: Vec::new(), by_product });
        }
        let chosen = spec.weights_period.as_ref().ok_or(ElementaryError::NoWeightsPeriod)?;
        let places: Vec<usize> = (0..market.periods.len()).filter(|&at| lies_in(&market.periods[at], chosen)).collect();
        for (product, weight) in by_product.iter_mut().enumerate() {
            for &at in &places {
                let Some(more) = weight_at(spec, market, product, at)? else { continue };
                *weight = Some(weight.unwrap_or(0.0) + more);
            }
        }
        if by_product.iter().all(Option::is_none) {
            return Err(ElementaryError::EmptyWeightsPeriod { period: chosen.clone(), spec: spec.clone() });
        }
        Ok(Self { places, by_product })
    }
}

fn lies_in(period: &Label, chosen: &Label) -> bool {
    let months = label_months(period).zip(label_months(chosen));
    period == chosen
        || months.is_some_and(|(inner, outer)| outer.first <= inner.first && inner.last <= outer.last)
        || period.to_string() == chosen.to_string()
}

/// The weight of a product in one of the weights' periods: Lowe's is the other variable alone, Young's a value.
fn weight_at(spec: &Spec, market: &Market, product: usize, at: usize) -> Result<Option<f64>, ElementaryError> {
    let (x, y) = variables(spec, market, product, at);
    let x = if spec.formula.other() == Other::WeightsValue { x } else { Some(1.0) };
    let Some((x, y)) = x.zip(y) else { return Ok(None) };
    for value in [x, y] {
        check(spec, market, product, at, value, false)?;
    }
    Ok(Some(x * y))
}

/// The products that can be compared between two periods.
fn pairs(
    spec: &Spec,
    market: &Market,
    weights: &Weights,
    from: usize,
    to: usize,
) -> Result<Vec<Pair>, ElementaryError> {
    let change = spec.formula.change();
    let mut pairs = Vec::with_capacity(market.products.len());
    for (product, weight) in weights.by_product.iter().enumerate() {
        let (earlier, later) = (variables(spec, market, product, from), variables(spec, market, product, to));
        let Some(pair) = matched(spec.formula, earlier, later, *weight) else { continue };
        check(spec, market, product, from, pair.x0, change != Change::Sums)?;
        check(spec, market, product, to, pair.x1, matches!(change, Change::Product | Change::Reciprocal))?;
        check(spec, market, product, from, pair.y0, false)?;
        check(spec, market, product, to, pair.y1, false)?;
        pairs.push(pair);
    }
    Ok(pairs)
}

/// A product in two periods, when it has all that the formula reads.
fn matched(
    formula: Formula,
    (x0, y0): (Option<f64>, Option<f64>),
    (x1, y1): (Option<f64>, Option<f64>),
    weight: Option<f64>,
) -> Option<Pair> {
    let pair = Pair { x0: x0?, x1: x1?, ..Pair::default() };
    Some(match formula.other() {
        Other::Nothing => pair,
        Other::Earlier => Pair { y0: y0?, ..pair },
        Other::Later => Pair { y1: y1?, ..pair },
        Other::Both => Pair { y0: y0?, y1: y1?, ..pair },
        Other::Weights => Pair { yb: weight?, ..pair },
        Other::WeightsValue => Pair { vb: weight?, ..pair },
    })
}

fn check(
    spec: &Spec,
    market: &Market,
    product: usize,
    at: usize,
    value: f64,
    above_zero: bool,
) -> Result<(), ElementaryError> {
    if value < 0.0 || (above_zero && value == 0.0) {
        let (product, period) = (market.products[product].clone(), market.periods[at].clone());
        return Err(ElementaryError::BadValue { product, period, value, formula: spec.formula });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
