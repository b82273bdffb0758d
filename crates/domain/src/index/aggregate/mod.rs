//! An index of the whole from indices of the parts, on plain series: the engine of `khoi index aggregate`.
//!
//! Methodology: UN *International Recommendations for the Index of Industrial Production 2010*, chapter 5 (fixed-weight and
//! annually chain-linked Laspeyres-type indices); ILO/IMF/OECD/UNECE/World Bank *Producer Price Index Manual* 2004, chapter 9
//! (aggregation up a tree, linking) and chapter 15 (Paasche, Fisher); Eurostat *HICP Methodological Manual* 2024, chapter 8
//! (chain-linking at December, `--link december`). With `I` the levels of the parts and `w` weights among siblings, a node is
//!
//! - `fixed`: Σ w I(t) / Σ w;
//! - `annual-chain`: I(link of y−1) · Σ w(y) I(t)/I(link of y−1) / Σ w(y), the link being a month, a quarter or the mean of the year;
//! - `laspeyres`: I(t−1) · Σ w(t−1) I(t)/I(t−1) / Σ w(t−1); `paasche`: I(t−1) · Σ w(t) / Σ w(t) I(t−1)/I(t);
//! - `fisher`: the geometric mean of these two, at every node.
//!
//! A part without a value takes the relative of its parent (parental imputation), so the parent does not
//! move because of it. A value given for a node with children counts where nothing below it was observed. The first year of
//! `annual-chain` has no year before it: its own weights are taken to refer to the first
//! period (`mean`: to the year's mean); where only the next year's weights are there, these carry the first year too.
//!
//! The weights of `annual-chain` are those of the link period: value shares at its prices, as the HICP's price-updated ones. They are
//! applied anew at every link; weights that go on for several years are not updated by the index from one to the next. Weights that
//! change inside a year are linked over the last period before the change, so that the change itself moves nothing.

mod engine;
mod error;
mod plan;
mod validity;

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use crate::period::Label;
use crate::series::UnknownCode;
use crate::text::Text;

pub use error::AggregateError;
pub use plan::LinkPeriod;
pub use validity::{WeightRow, label_months};

/// How a node follows from its children.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Formula {
    /// Weighted mean of levels.
    #[default]
    Fixed,
    /// Weights by year, linked over a period of the year before.
    AnnualChain(LinkPeriod),
    /// Period weights of the period before, chained.
    Laspeyres,
    /// Period weights of the period itself, harmonic, chained.
    Paasche,
    /// Geometric mean of Laspeyres and Paasche at every node, chained.
    Fisher,
}

impl Formula {
    /// The names on the command line.
    pub const NAMES: [&'static str; 5] = ["fixed", "annual-chain", "laspeyres", "paasche", "fisher"];

    /// The formula of a name, linking annual chains at `link`.
    ///
    /// # Errors
    /// When the name is none of [`Self::NAMES`].
    pub fn named(name: &str, link: LinkPeriod) -> Result<Self, UnknownCode> {
        match name {
            "fixed" => Ok(Self::Fixed),
            "annual-chain" => Ok(Self::AnnualChain(link)),
            "laspeyres" => Ok(Self::Laspeyres),
            "paasche" => Ok(Self::Paasche),
            "fisher" => Ok(Self::Fisher),
            _ => Err(UnknownCode {
                text: name.to_owned(),
                expected: "fixed, annual-chain, laspeyres, paasche or fisher",
            }),
        }
    }
}

impl FromStr for Formula {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, UnknownCode> {
        Self::named(name, LinkPeriod::default())
    }
}

/// The parts: a level for each code and period, where there is one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Components {
    periods: Vec<Label>,
    series: BTreeMap<String, Vec<Option<f64>>>,
}

impl Components {
    /// The parts from rows in any order; a period keeps the spelling it has first. A row without a value still makes its period one of the index.
    ///
    /// # Errors
    /// When a code has two rows for one period.
    pub fn new<C: AsRef<str>>(rows: impl IntoIterator<Item = (C, Label, Option<f64>)>) -> Result<Self, AggregateError> {
        let mut places: HashMap<Label, usize> = HashMap::new();
        let mut met: Vec<Label> = Vec::new();
        // By code, in the order the periods are met: what was given.
        let mut given: BTreeMap<String, Vec<Given>> = BTreeMap::new();
        for (code, period, value) in rows {
            let code = code.as_ref();
            let at = *places.entry(period).or_insert_with_key(|period| {
                met.push(period.clone());
                met.len() - 1
            });
            if !given.contains_key(code) {
                given.insert(code.to_owned(), Vec::new());
            }
            let Some(series) = given.get_mut(code) else { continue };
            if series.len() <= at {
                series.resize(at + 1, Given::Nothing);
            }
            let now = value.map_or(Given::Empty, Given::Value);
            if std::mem::replace(&mut series[at], now) != Given::Nothing {
                return Err(AggregateError::Duplicate { code: code.to_owned(), period: met[at].clone() });
            }
        }
        let mut order: Vec<usize> = (0..met.len()).collect();
        order.sort_by(|a, b| met[*a].cmp(&met[*b]));
        let value = |series: &[Given], at: usize| match series.get(at) {
            Some(Given::Value(value)) => Some(*value),
            _ => None,
        };
        let in_order = |series: &[Given]| order.iter().map(|&at| value(series, at)).collect();
        Ok(Self {
            periods: order.iter().map(|&at| met[at].clone()).collect(),
            series: given.into_iter().map(|(code, series)| (code, in_order(&series))).collect(),
        })
    }

    /// The periods in order.
    #[must_use]
    pub fn periods(&self) -> &[Label] {
        &self.periods
    }

    /// The codes in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.series.keys().map(String::as_str)
    }

    /// The values of a code, period by period.
    #[must_use]
    pub fn series(&self, code: &str) -> Option<&[Option<f64>]> {
        self.series.get(code).map(Vec::as_slice)
    }
}

/// What the rows give for a code in a period.
#[derive(Clone, Copy, PartialEq)]
enum Given {
    Nothing,
    Empty,
    Value(f64),
}

/// What to compute.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spec {
    /// The formula.
    pub formula: Formula,
    /// The period whose mean becomes 100; without it chained indices start at 100 and `fixed` keeps the scale of the parts.
    pub base: Option<Label>,
}

/// A value of the result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The index level.
    pub value: f64,
    /// Whether it follows its parent because nothing below it was observed.
    pub imputed: bool,
}

impl Cell {
    /// `observed` or `imputed`.
    #[must_use]
    pub fn status(self) -> &'static str {
        if self.imputed { "imputed" } else { "observed" }
    }
}

/// The index of every node in every period its weights are valid in.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregation {
    /// The periods in order.
    pub periods: Vec<Label>,
    /// The codes, parents before children.
    pub codes: Vec<String>,
    /// By code, then period; `None` where the node is not part of the tree.
    pub cells: Vec<Vec<Option<Cell>>>,
    /// What the reader of the result should know.
    pub notes: Vec<Note>,
}

impl Aggregation {
    /// The value of a node in a period.
    #[must_use]
    pub fn value(&self, code: &str, period: &Label) -> Option<f64> {
        let node = self.codes.iter().position(|c| c == code)?;
        let at = self.periods.binary_search(period).ok()?;
        self.cells[node][at].map(|cell| cell.value)
    }
}

/// Something done that the input did not ask for in so many words.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Note {
    /// Values given for a node in periods in which it is computed from its children: not used there.
    Computed {
        /// The code.
        code: String,
        /// The first such period.
        first: Label,
        /// How many.
        periods: usize,
    },
    /// A leaf without a single value: it follows its parent throughout.
    NeverObserved(String),
    /// Values given for periods in which the code has no valid weight: left out there.
    WithoutWeight {
        /// The code.
        code: String,
        /// The first such period.
        first: Label,
        /// How many.
        periods: usize,
    },
}

impl Note {
    /// The note in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Computed { code, first, periods } => Text::new(
                format!(
                    "“{code}” được tính từ các nút con ở {periods} kỳ (từ {first}); các giá trị cho sẵn của mã này ở đó không được dùng."
                ),
                format!(
                    "“{code}” is computed from its children in {periods} periods (from {first}); the values given for it there are not used."
                ),
            ),
            Self::NeverObserved(code) => Text::new(
                format!("“{code}” có quyền số nhưng không có giá trị nào: lấy theo tốc độ của nút cha."),
                format!("“{code}” has a weight but not a single value: it follows its parent."),
            ),
            Self::WithoutWeight { code, first, periods } => Text::new(
                format!(
                    "“{code}” không có quyền số còn hiệu lực ở {periods} kỳ (từ {first}): không tính vào các kỳ đó."
                ),
                format!("“{code}” has no valid weight in {periods} periods (from {first}): left out there."),
            ),
        }
    }
}

/// Computes the index of every node.
///
/// # Errors
/// When the weights are not a tree in some period, a code has no weight, nothing was observed in a period, a chained part is not
/// above zero, or the link or base period is not there. See [`AggregateError`].
pub fn aggregate(spec: &Spec, components: &Components, weights: &[WeightRow]) -> Result<Aggregation, AggregateError> {
    let plan = validity::Epochs::new(components, weights)?;
    let notes = plan.notes(components);
    let mut result = match spec.formula {
        Formula::Fisher => {
            let laspeyres = engine::run(Formula::Laspeyres, components, &plan)?;
            fisher(laspeyres, &engine::run(Formula::Paasche, components, &plan)?)
        }
        formula => engine::run(formula, components, &plan)?,
    };
    result.notes.extend(notes);
    let base = match (&spec.base, spec.formula) {
        (Some(base), _) => Some(validity::covered(&result.periods, base)?),
        (None, Formula::Fixed) => None,
        (None, _) => Some(0..1),
    };
    if let Some(base) = base {
        rescale(&mut result, &base)?;
    }
    Ok(result)
}

/// The geometric mean of two chained indices, node by node.
fn fisher(mut laspeyres: Aggregation, paasche: &Aggregation) -> Aggregation {
    for (row, other) in laspeyres.cells.iter_mut().zip(&paasche.cells) {
        for (cell, second) in row.iter_mut().zip(other) {
            *cell = match (*cell, second) {
                (Some(l), Some(p)) => Some(Cell { value: (l.value * p.value).sqrt(), imputed: l.imputed && p.imputed }),
                _ => None,
            };
        }
    }
    laspeyres
}

/// Makes the mean of the base periods 100, node by node. A node that is not there in the base keeps the factor of the root.
fn rescale(result: &mut Aggregation, base: &std::ops::Range<usize>) -> Result<(), AggregateError> {
    let mean = |row: &[Option<Cell>]| {
        let values: Vec<f64> = row[base.clone()].iter().flatten().map(|cell| cell.value).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    let whole = result.cells.first().and_then(|row| mean(row));
    for (code, row) in result.codes.iter().zip(&mut result.cells) {
        let Some(mean) = mean(row).or(whole) else { continue };
        if mean == 0.0 || !mean.is_finite() {
            return Err(AggregateError::BaseZero { code: code.clone() });
        }
        for (cell, period) in row.iter_mut().zip(&result.periods) {
            let Some(cell) = cell else { continue };
            cell.value = cell.value / mean * 100.0;
            if !cell.value.is_finite() {
                return Err(AggregateError::Overflow { code: code.clone(), period: period.clone() });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
