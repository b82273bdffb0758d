//! Benchmarking: a monthly or quarterly series made to agree with annual or quarterly figures, its movements kept as far as can be.
//!
//! Methodology: F. T. Denton, *Adjustment of Monthly or Quarterly Series to Annual Totals*, JASA 66, 1971; P. A. Cholette, *Adjusting
//! Sub-Annual Series to Yearly Benchmarks*, Survey Methodology 10, 1984; IMF *Quarterly National Accounts Manual* 2001, chapter VI and
//! annex 6.1; E. B. Dagum, P. A. Cholette, *Benchmarking, Temporal Distribution and Reconciliation Methods*, 2006, chapter 6.
//!
//! With x the indicator, z the result and e the correction (additive: z − x; proportional: z/x − 1), the squared first or second
//! differences of e are made least, subject to the benchmarks. Denton's own form counts a correction of zero before the first period
//! and so distorts the first year; Cholette's start leaves that term out. Setting the derivatives to zero gives a linear system in the
//! corrections and one multiplier for each benchmark. With each multiplier placed after its benchmark's last period the system is
//! a narrow band, solved in time linear in the number of periods. Periods outside all benchmarks carry the last correction on.
//!
//! The proportional form is solved for e with z = x (1 + e), and so is defined for negative indicators, and for zeros: z stays zero
//! there, while e runs on through the period between its neighbours, the limit of the method as the indicator goes to zero. Dividing by x,
//! as z/x is often written, has no value there, and skipping the period would make the result jump between a small indicator and
//! none. The system stays regular, since it is a benchmark's row, not a period's, that must have an entry other than zero: only a
//! benchmark over an indicator that is zero throughout cannot be reached, unless it is zero itself and so met already.
//! Where negative and positive values cancel within a benchmark, a common proportion does not move their sum; if that holds for every
//! benchmark and the start is free, the result is not determined.

mod band;
mod error;

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::index::aggregate::label_months;
use crate::index::listed;
use crate::period::{Label, Period, Year};
use crate::series::UnknownCode;
use crate::text::Text;
use band::Band;

pub use error::BenchmarkError;

/// How the start of the series is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Denton 1971: no correction before the first period.
    Denton,
    /// Cholette 1984: the correction before the first period is free.
    Cholette,
}

/// What is kept: differences of levels or of ratios.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Differences between result and indicator.
    Additive,
    /// Ratios of result to indicator.
    Proportional,
}

/// How a benchmark follows from the periods it covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Conversion {
    /// Their sum (flows).
    #[default]
    Sum,
    /// Their mean (indices).
    Mean,
    /// The first of them.
    First,
    /// The last of them (stocks).
    Last,
}

impl FromStr for Conversion {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        match text {
            "sum" => Ok(Self::Sum),
            "mean" => Ok(Self::Mean),
            "first" => Ok(Self::First),
            "last" => Ok(Self::Last),
            _ => Err(UnknownCode { text: text.to_owned(), expected: "sum, mean, first, last" }),
        }
    }
}

/// What to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Denton's start or Cholette's.
    pub start: Start,
    /// Additive or proportional.
    pub form: Form,
    /// Whether second differences are made least, rather than first.
    pub second_difference: bool,
    /// How a benchmark follows from its periods.
    pub conversion: Conversion,
}

impl Spec {
    /// The names of the methods on the command line.
    pub const METHODS: &'static str =
        "denton-additive, denton-proportional, denton-cholette-additive, denton-cholette-proportional";

    /// The specification of a method's name, with first differences and sums.
    ///
    /// # Errors
    /// When the name is none of [`Self::METHODS`].
    pub fn named(method: &str) -> Result<Self, UnknownCode> {
        let (start, form) = match method {
            "denton-additive" => (Start::Denton, Form::Additive),
            "denton-proportional" => (Start::Denton, Form::Proportional),
            "denton-cholette-additive" => (Start::Cholette, Form::Additive),
            "denton-cholette-proportional" => (Start::Cholette, Form::Proportional),
            _ => return Err(UnknownCode { text: method.to_owned(), expected: Self::METHODS }),
        };
        Ok(Self { start, form, second_difference: false, conversion: Conversion::Sum })
    }

    /// The coefficients of the difference whose square is made least, the latest period first.
    fn difference(self) -> &'static [f64] {
        if self.second_difference { &[1.0, -2.0, 1.0] } else { &[1.0, -1.0] }
    }
}

/// A figure the result must agree with, over `len` periods of the indicator from the place `first`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Benchmark {
    /// Place of the first period.
    pub first: usize,
    /// How many periods.
    pub len: usize,
    /// The figure.
    pub value: f64,
}

impl Benchmark {
    /// The places that count and the factor of each.
    fn places(&self, conversion: Conversion) -> (std::ops::Range<usize>, f64) {
        let end = self.first + self.len;
        match conversion {
            Conversion::Sum => (self.first..end, 1.0),
            Conversion::Mean => (self.first..end, 1.0 / self.len as f64),
            Conversion::First => (self.first..self.first + 1, 1.0),
            Conversion::Last => (end - 1..end, 1.0),
        }
    }
}

/// The series that agrees with every benchmark. Benchmarks are in order and do not overlap. `None` when they do not determine it
/// (second differences with Cholette's start need two benchmarks; the proportional form an indicator that is not zero throughout a
/// benchmark), or it is beyond what numbers can hold.
#[must_use]
pub fn benchmark(spec: Spec, indicator: &[f64], benchmarks: &[Benchmark]) -> Option<Vec<f64>> {
    let size = indicator.len() + benchmarks.len();
    let place = places(indicator.len(), benchmarks);
    let longest = benchmarks.iter().map(|b| b.len).max().unwrap_or(0);
    let mut band = Band::new(size, longest.max(spec.difference().len() + 1));
    let mut right = vec![0.0; size];
    add_differences(&mut band, spec, &place);

    let unit = |at: usize| if spec.form == Form::Proportional { indicator[at] } else { 1.0 };
    for (n, wanted) in benchmarks.iter().enumerate() {
        let row = place[wanted.first + wanted.len - 1] + 1;
        debug_assert_eq!(row, wanted.first + wanted.len + n);
        let (places, factor) = wanted.places(spec.conversion);
        // Each row is divided by the size of its entries, so that none outweighs the differences.
        let scale = factor * places.clone().map(|at| unit(at).abs()).sum::<f64>() / places.len() as f64;
        for at in places.clone() {
            band.add(row, place[at], factor * unit(at) / scale);
            band.add(place[at], row, factor * unit(at) / scale);
        }
        let own: f64 = indicator[places].iter().map(|x| factor * x).sum();
        right[row] = (wanted.value - own) / scale;
    }
    let solution = band.solve(&right)?;
    let result: Vec<f64> = (0..indicator.len()).map(|at| indicator[at] + unit(at) * solution[place[at]]).collect();
    result.iter().all(|z| z.is_finite()).then_some(result)
}

/// The place of each period among the unknowns: the multiplier of a benchmark comes after its last period.
fn places(periods: usize, benchmarks: &[Benchmark]) -> Vec<usize> {
    let mut before = 0;
    let mut place = Vec::with_capacity(periods);
    for at in 0..periods {
        while benchmarks.get(before).is_some_and(|b| b.first + b.len <= at) {
            before += 1;
        }
        place.push(at + before);
    }
    place
}

/// Adds the derivatives of the sum of squared differences of the corrections.
fn add_differences(band: &mut Band, spec: Spec, place: &[usize]) {
    let coefficients = spec.difference();
    let first = if spec.start == Start::Denton { 0 } else { coefficients.len() - 1 };
    for at in first..place.len() {
        // Before the first period the correction is zero.
        let terms = || coefficients.iter().enumerate().filter_map(|(back, c)| Some((place[at.checked_sub(back)?], c)));
        for (row, a) in terms() {
            for (column, b) in terms() {
                band.add(row, column, a * b);
            }
        }
    }
}

/// The result of benchmarking a series with periods, in the spelling they came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmarked {
    /// The series, in order.
    pub values: Vec<(Label, f64)>,
    /// Benchmarks whose periods the indicator does not cover: left out.
    pub left_out: Vec<Label>,
    /// Periods before the indicator's first value and after its last: they have no result.
    pub without_value: Vec<Label>,
}

impl Benchmarked {
    /// What was left out, in both languages.
    #[must_use]
    pub fn notes(&self) -> Vec<Text> {
        let mut notes = Vec::new();
        if !self.without_value.is_empty() {
            let list = listed(&self.without_value);
            notes.push(Text::new(
                format!("chuỗi để trống ở đầu hoặc cuối, các kỳ {}: không có kết quả.", list.vi),
                format!("the series is empty at its ends, in {}: no result there.", list.en),
            ));
        }
        if !self.left_out.is_empty() {
            let list = listed(&self.left_out);
            notes.push(Text::new(
                format!("chuỗi không có đủ các kỳ của giá trị chuẩn {}: không dùng.", list.vi),
                format!("the series does not cover the benchmarks of {}: not used.", list.en),
            ));
        }
        notes
    }
}

/// Benchmarks a monthly or quarterly indicator to annual or quarterly figures. Rows without a benchmark value are no benchmarks; rows
/// without an indicator are left out at either end. `202401` is a month, as elsewhere in plain files.
///
/// # Errors
/// When the indicator has gaps or periods of two kinds, a benchmark is not coarser, no benchmark lies in the indicator, or, in the
/// proportional form, the indicator is zero throughout a benchmark that is not.
pub fn benchmark_series(
    spec: Spec,
    indicator: &[(Label, Option<f64>)],
    targets: &[(Label, Option<f64>)],
) -> Result<Benchmarked, BenchmarkError> {
    let Indicator { periods, labels, values, without_value } = complete(indicator)?;
    let Located { benchmarks, left_out } = located(&periods, &labels, targets)?;
    let any = !benchmarks.is_empty();
    let benchmarks = binding(spec, &values, benchmarks)?;
    let needed = if spec.second_difference && spec.start == Start::Cholette { 2 } else { 1 };
    let result = if any && spec.form == Form::Proportional && values.iter().all(|x| *x == 0.0) {
        // Whatever the correction: every benchmark is zero, or `binding` has refused it.
        values
    } else if benchmarks.len() < needed {
        return Err(BenchmarkError::TooFew { there: benchmarks.len(), needed });
    } else {
        benchmark(spec, &values, &benchmarks).ok_or(BenchmarkError::Undetermined)?
    };
    Ok(Benchmarked { values: labels.into_iter().zip(result).collect(), left_out, without_value })
}

/// The benchmarks that bind the correction: one of zero over an indicator of zero is met by any.
fn binding(
    spec: Spec,
    indicator: &[f64],
    benchmarks: Vec<(&Label, Benchmark)>,
) -> Result<Vec<Benchmark>, BenchmarkError> {
    let mut binding = Vec::with_capacity(benchmarks.len());
    for (label, wanted) in benchmarks {
        let (places, _) = wanted.places(spec.conversion);
        if spec.form == Form::Additive || indicator[places].iter().any(|x| *x != 0.0) {
            binding.push(wanted);
        } else if wanted.value != 0.0 {
            return Err(BenchmarkError::AllZero { period: label.clone(), value: wanted.value });
        }
    }
    Ok(binding)
}

/// A whole number that counts periods of one kind.
fn ordinal(period: Period) -> i32 {
    match period {
        Period::Year(year) => year.number(),
        Period::Quarter(quarter) => quarter.year().number() * 4 + i32::from(quarter.quarter_of_year()),
        Period::Month(month) => month.year().number() * 12 + i32::from(month.month_of_year()),
    }
}

/// How many months a period of this kind has.
fn months(period: Period) -> usize {
    period.months().len()
}

/// The calendar period of a label: six figures are a month, four a year.
fn calendar(label: &Label) -> Result<Period, BenchmarkError> {
    let found = match label {
        Label::Calendar(period) => Some(*period),
        Label::Ordinal(digits) if digits.to_string().len() == 4 => {
            digits.to_string().parse().ok().and_then(Year::new).map(Period::Year)
        }
        Label::Ordinal(_) => label_months(label).map(|months| Period::Month(months.first)),
    };
    found.ok_or_else(|| BenchmarkError::NotCalendar(label.clone()))
}

/// An indicator in order, one kind of period, none missing.
struct Indicator {
    periods: Vec<Period>,
    labels: Vec<Label>,
    values: Vec<f64>,
    without_value: Vec<Label>,
}

/// Puts an indicator in order and takes the rows without a value off its ends.
fn complete(indicator: &[(Label, Option<f64>)]) -> Result<Indicator, BenchmarkError> {
    let mut rows = Vec::with_capacity(indicator.len());
    for (label, value) in indicator {
        rows.push((calendar(label)?, label, *value));
    }
    rows.sort_by_key(|row| row.0);
    let (_, first, _) = *rows.first().ok_or(BenchmarkError::Empty)?;
    let has_value = |row: &(Period, &Label, Option<f64>)| row.2.is_some();
    let (Some(start), Some(end)) = (rows.iter().position(has_value), rows.iter().rposition(has_value)) else {
        return Err(BenchmarkError::Missing(first.clone()));
    };
    let ends = rows[..start].iter().chain(&rows[end + 1..]);
    let without_value = ends.map(|(_, label, _)| (*label).clone()).collect();
    let rows = &rows[start..=end];
    if let (Period::Year(_), label, _) = rows[0] {
        return Err(BenchmarkError::NotCoarser { period: label.clone(), indicator: label.clone() });
    }
    for pair in rows.windows(2) {
        let ((before, earlier, _), (after, later, _)) = (pair[0], pair[1]);
        if months(before) != months(after) {
            return Err(BenchmarkError::Mixed { first: earlier.clone(), second: later.clone() });
        }
        if ordinal(after) != ordinal(before) + 1 {
            return Err(BenchmarkError::Gap { before: earlier.clone(), after: later.clone() });
        }
    }
    let mut result = Indicator { periods: Vec::new(), labels: Vec::new(), values: Vec::new(), without_value };
    for (period, label, value) in rows {
        result.periods.push(*period);
        result.labels.push((*label).clone());
        result.values.push(value.ok_or_else(|| BenchmarkError::Missing((*label).clone()))?);
    }
    Ok(result)
}

/// The benchmarks that lie in the indicator, in order, and those that do not.
struct Located<'a> {
    benchmarks: Vec<(&'a Label, Benchmark)>,
    left_out: Vec<Label>,
}

/// Finds the places of the benchmarks in the indicator.
fn located<'a>(
    periods: &[Period],
    labels: &[Label],
    targets: &'a [(Label, Option<f64>)],
) -> Result<Located<'a>, BenchmarkError> {
    let places: BTreeMap<Period, usize> = periods.iter().enumerate().map(|(at, period)| (*period, at)).collect();
    let mut rows = Vec::with_capacity(targets.len());
    for (label, value) in targets {
        let period = calendar(label)?;
        rows.extend(value.map(|value| (period, label, value)));
    }
    rows.sort_by_key(|row| row.0);
    let mut result = Located { benchmarks: Vec::new(), left_out: Vec::new() };
    let Some(&(kind, first, _)) = rows.first() else { return Ok(result) };
    for (period, label, value) in rows {
        if months(period) <= months(periods[0]) {
            return Err(BenchmarkError::NotCoarser { period: label.clone(), indicator: labels[0].clone() });
        }
        if months(period) != months(kind) {
            return Err(BenchmarkError::Mixed { first: first.clone(), second: label.clone() });
        }
        let len = months(period) / months(periods[0]);
        let inside: Vec<usize> = places_within(&places, period);
        match (inside.first(), inside.len() == len) {
            (Some(&first), true) => result.benchmarks.push((label, Benchmark { first, len, value })),
            _ => result.left_out.push(label.clone()),
        }
    }
    Ok(result)
}

fn places_within(places: &BTreeMap<Period, usize>, outer: Period) -> Vec<usize> {
    let first = Period::Month(outer.months().first);
    places.range(first..).take_while(|(period, _)| outer.contains(**period)).map(|(_, at)| *at).collect()
}

#[cfg(test)]
mod tests;
