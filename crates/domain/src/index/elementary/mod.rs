//! Index numbers from prices and quantities of products: the engine of `khoi index elementary`.
//!
//! Methodology: PPI Manual 2004, chapters 15–17, 20 (formulas in [`bilateral`]); fixed base compares each period with the first; chained
//! multiplies the comparisons of neighbouring periods (chapter 15). Only products that have what the formula needs in both
//! periods are compared (matched pairs), so new and vanished products do not move a chained index by coming and going.

mod formula;

use crate::index::aggregate::label_months;
use crate::period::Label;
use crate::text::Text;

pub use formula::{FORMULA_NAMES, Formula, Pair, bilateral, logarithmic_mean};

/// Whose index it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Variable {
    /// Price index.
    #[default]
    Price,
    /// Quantity index: prices and quantities exchange roles.
    Quantity,
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

/// Why an elementary index cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[error("{}", self.what().en)]
pub enum ElementaryError {
    /// No rows.
    NoRows,
    /// `lowe` and `young` without `--weights-period`.
    NoWeightsPeriod,
    /// No row lies in the weights' period.
    EmptyWeightsPeriod(Label),
    /// No product can be compared between two periods.
    NoMatch {
        /// The earlier period.
        from: Label,
        /// The later.
        to: Label,
    },
    /// A value the formula cannot use.
    BadValue {
        /// The product.
        product: String,
        /// The period.
        period: Label,
        /// The value.
        value: f64,
    },
    /// The products compared have no value, so no mean can be taken.
    NoMean {
        /// The earlier period.
        from: Label,
        /// The later.
        to: Label,
    },
}

impl ElementaryError {
    /// The product and period at fault, when it is one row.
    #[must_use]
    pub fn row(&self) -> Option<(&str, &Label)> {
        match self {
            Self::BadValue { product, period, .. } => Some((product, period)),
            _ => None,
        }
    }

    /// What is wrong, in both languages.
    #[must_use]
    pub fn what(&self) -> Text {
        match self {
            Self::NoRows => Text::new("không có dòng số liệu nào.", "there is no row of data."),
            Self::NoWeightsPeriod => Text::new(
                "công thức lowe và young cần --weights-period.",
                "the formulas lowe and young need --weights-period.",
            ),
            Self::EmptyWeightsPeriod(period) => Text::new(
                format!("không có sản phẩm nào đủ giá và lượng trong kỳ quyền số {period}."),
                format!("no product has a price and a quantity in the weights' period {period}."),
            ),
            Self::NoMatch { from, to } => Text::new(
                format!("không có sản phẩm nào đủ số liệu ở cả hai kỳ {from} và {to}."),
                format!("no product has what the formula needs in both {from} and {to}."),
            ),
            Self::BadValue { product, period, value } => Text::new(
                format!("sản phẩm “{product}” kỳ {period} có giá trị {value}, công thức này không tính được."),
                format!("product “{product}” in {period} has the value {value}, which this formula cannot take."),
            ),
            Self::NoMean { from, to } => Text::new(
                format!("không tính được chỉ số từ {from} đến {to}: tổng giá trị bằng 0 hoặc vượt quá phạm vi số."),
                format!("no index from {from} to {to}: the values add up to zero, or to more than a number can hold."),
            ),
        }
    }

    /// What to do about it, in both languages.
    #[must_use]
    pub fn remedy(&self) -> Text {
        match self {
            Self::NoRows => {
                Text::new("Hãy ghi mỗi sản phẩm và kỳ một dòng.", "Write one row for each product and period.")
            }
            Self::NoWeightsPeriod | Self::EmptyWeightsPeriod(_) => Text::new(
                "Hãy chọn --weights-period là một kỳ (hoặc một năm) có trong tệp.",
                "Choose a period (or a year) of the file as --weights-period.",
            ),
            Self::NoMatch { .. } => Text::new(
                "Hãy bổ sung số liệu, hoặc dùng --chain để so các kỳ liền nhau.",
                "Add the values, or use --chain to compare neighbouring periods.",
            ),
            Self::BadValue { .. } => Text::new(
                "Hãy ghi số lớn hơn 0, hoặc để trống ô nếu không có số liệu.",
                "Write a number above zero, or leave the cell empty where there is none.",
            ),
            Self::NoMean { .. } => Text::new("Hãy kiểm tra giá và lượng.", "Check prices and quantities."),
        }
    }
}

impl From<ElementaryError> for Text {
    fn from(error: ElementaryError) -> Self {
        let (what, remedy) = (error.what(), error.remedy());
        Self::new(format!("{} {}", what.vi, remedy.vi), format!("{} {}", what.en, remedy.en))
    }
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

    /// The products in order of their names.
    #[must_use]
    pub fn products(&self) -> &[String] {
        &self.products
    }
}

/// The index of every period, the first 100.
///
/// # Errors
/// When the weights' period is missing, two periods have no product in common, or a value is below zero or, for formulas that
/// use each product's own change, zero.
pub fn elementary(spec: &Spec, market: &Market) -> Result<Vec<(Label, f64)>, ElementaryError> {
    let first = market.periods.first().ok_or(ElementaryError::NoRows)?;
    let weights = weights(spec, market)?;
    let mut result = vec![(first.clone(), 100.0)];
    for to in 1..market.periods.len() {
        let from = if spec.chain { to - 1 } else { 0 };
        let pairs = pairs(spec, market, &weights, from, to)?;
        let periods = || (market.periods[from].clone(), market.periods[to].clone());
        if pairs.is_empty() {
            let (from, to) = periods();
            return Err(ElementaryError::NoMatch { from, to });
        }
        let value = result[from].1 * bilateral(spec.formula, &pairs);
        if !value.is_finite() {
            let (from, to) = periods();
            return Err(ElementaryError::NoMean { from, to });
        }
        result.push((market.periods[to].clone(), value));
    }
    Ok(result)
}

/// Own and other variable of a product in a period.
fn variables(spec: &Spec, market: &Market, product: usize, at: usize) -> (Option<f64>, Option<f64>) {
    let (price, quantity) = market.cells[product][at];
    match spec.variable {
        Variable::Price => (price, quantity),
        Variable::Quantity => (quantity, price),
    }
}

/// By product: other variable and value summed over the weights' period; `None` where there is none.
fn weights(spec: &Spec, market: &Market) -> Result<Vec<Option<(f64, f64)>>, ElementaryError> {
    if !spec.formula.needs_weights_period() {
        return Ok(vec![None; market.products.len()]);
    }
    let chosen = spec.weights_period.as_ref().ok_or(ElementaryError::NoWeightsPeriod)?;
    let lies_in = |period: &Label| {
        let months = label_months(period).zip(label_months(chosen));
        period == chosen
            || months.is_some_and(|(inner, outer)| outer.first <= inner.first && inner.last <= outer.last)
            || period.to_string() == chosen.to_string()
    };
    let places: Vec<usize> = (0..market.periods.len()).filter(|&at| lies_in(&market.periods[at])).collect();
    let mut weights = vec![None; market.products.len()];
    for (product, weight) in weights.iter_mut().enumerate() {
        for &at in &places {
            let (Some(x), Some(y)) = variables(spec, market, product, at) else { continue };
            check(market, product, at, x, false)?;
            check(market, product, at, y, false)?;
            let (quantity, value) = weight.unwrap_or((0.0, 0.0));
            *weight = Some((quantity + y, value + x * y));
        }
    }
    if weights.iter().all(Option::is_none) {
        return Err(ElementaryError::EmptyWeightsPeriod(chosen.clone()));
    }
    Ok(weights)
}

/// The products that can be compared between two periods.
fn pairs(
    spec: &Spec,
    market: &Market,
    weights: &[Option<(f64, f64)>],
    from: usize,
    to: usize,
) -> Result<Vec<Pair>, ElementaryError> {
    let mut pairs = Vec::with_capacity(market.products.len());
    for (product, weight) in weights.iter().enumerate() {
        let (x0, y0) = variables(spec, market, product, from);
        let (x1, y1) = variables(spec, market, product, to);
        let (Some(x0), Some(x1)) = (x0, x1) else { continue };
        let other = if spec.formula.needs_other() { y0.zip(y1) } else { Some((0.0, 0.0)) };
        let base = if spec.formula.needs_weights_period() { *weight } else { Some((0.0, 0.0)) };
        let (Some((y0, y1)), Some((yb, vb))) = (other, base) else { continue };
        for (at, x, y) in [(from, x0, y0), (to, x1, y1)] {
            check(market, product, at, x, spec.formula.needs_relatives())?;
            check(market, product, at, y, false)?;
        }
        pairs.push(Pair { x0, x1, y0, y1, yb, vb });
    }
    Ok(pairs)
}

fn check(market: &Market, product: usize, at: usize, value: f64, above_zero: bool) -> Result<(), ElementaryError> {
    if value < 0.0 || (above_zero && value == 0.0) {
        let (product, period) = (market.products[product].clone(), market.periods[at].clone());
        return Err(ElementaryError::BadValue { product, period, value });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
