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

mod band;
mod error;

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::period::{Label, Period};
use crate::series::UnknownCode;
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
            _ => Err(UnknownCode { text: text.to_owned(), expected: "sum, mean, first or last" }),
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
        "denton-additive, denton-proportional, denton-cholette-additive or denton-cholette-proportional";

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
/// (second differences with Cholette's start need two benchmarks), or it is beyond what numbers can hold.
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

/// The result of benchmarking a series with periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmarked {
    /// The series, in order.
    pub values: Vec<(Period, f64)>,
    /// Benchmarks whose periods the indicator does not cover: left out.
    pub left_out: Vec<Period>,
}

/// Benchmarks a monthly or quarterly indicator to annual or quarterly figures. Rows without a benchmark value are no benchmarks.
///
/// # Errors
/// When the indicator has gaps or periods of two kinds, a benchmark is not coarser, no benchmark lies in the indicator, or the
/// indicator is not above zero in the proportional form.
pub fn benchmark_series(
    spec: Spec,
    indicator: &[(Label, Option<f64>)],
    targets: &[(Label, Option<f64>)],
) -> Result<Benchmarked, BenchmarkError> {
    let (periods, values) = complete(indicator)?;
    if spec.form == Form::Proportional
        && let Some(at) = values.iter().position(|x| *x <= 0.0)
    {
        return Err(BenchmarkError::NotPositive { period: periods[at], value: values[at] });
    }
    let (benchmarks, left_out) = located(&periods, targets)?;
    let needed = if spec.second_difference && spec.start == Start::Cholette { 2 } else { 1 };
    if benchmarks.len() < needed {
        return Err(BenchmarkError::TooFew { there: benchmarks.len(), needed });
    }
    let result = benchmark(spec, &values, &benchmarks).ok_or(BenchmarkError::Undetermined)?;
    Ok(Benchmarked { values: periods.into_iter().zip(result).collect(), left_out })
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

fn calendar(label: &Label) -> Result<Period, BenchmarkError> {
    match label {
        Label::Calendar(period) => Ok(*period),
        Label::Ordinal(..) => Err(BenchmarkError::NotCalendar(label.clone())),
    }
}

/// The indicator in order, one kind of period, none missing.
fn complete(indicator: &[(Label, Option<f64>)]) -> Result<(Vec<Period>, Vec<f64>), BenchmarkError> {
    let mut rows = Vec::with_capacity(indicator.len());
    for (label, value) in indicator {
        let period = calendar(label)?;
        rows.push((period, value.ok_or(BenchmarkError::Missing(period))?));
    }
    rows.sort_by_key(|row| row.0);
    let (first, _) = *rows.first().ok_or(BenchmarkError::Empty)?;
    if matches!(first, Period::Year(_)) {
        return Err(BenchmarkError::NotCoarser { period: first, indicator: first });
    }
    for pair in rows.windows(2) {
        let (before, after) = (pair[0].0, pair[1].0);
        if months(before) != months(after) {
            return Err(BenchmarkError::Mixed { first: before, second: after });
        }
        if ordinal(after) != ordinal(before) + 1 {
            return Err(BenchmarkError::Gap { before, after });
        }
    }
    Ok(rows.into_iter().unzip())
}

/// Where the benchmarks lie in the indicator, and those that do not.
fn located(
    periods: &[Period],
    targets: &[(Label, Option<f64>)],
) -> Result<(Vec<Benchmark>, Vec<Period>), BenchmarkError> {
    let places: BTreeMap<Period, usize> = periods.iter().enumerate().map(|(at, period)| (*period, at)).collect();
    let mut rows = Vec::with_capacity(targets.len());
    for (label, value) in targets {
        let period = calendar(label)?;
        rows.extend(value.map(|value| (period, value)));
    }
    rows.sort_by_key(|row| row.0);
    let (mut benchmarks, mut left_out) = (Vec::new(), Vec::new());
    let Some(&(kind, _)) = rows.first() else { return Ok((benchmarks, left_out)) };
    for (period, value) in rows {
        if months(period) <= months(periods[0]) {
            return Err(BenchmarkError::NotCoarser { period, indicator: periods[0] });
        }
        if months(period) != months(kind) {
            return Err(BenchmarkError::Mixed { first: kind, second: period });
        }
        let len = months(period) / months(periods[0]);
        let inside: Vec<usize> = places_within(&places, period);
        match (inside.first(), inside.len() == len) {
            (Some(&first), true) => benchmarks.push(Benchmark { first, len, value }),
            _ => left_out.push(period),
        }
    }
    Ok((benchmarks, left_out))
}

fn places_within(places: &BTreeMap<Period, usize>, outer: Period) -> Vec<usize> {
    let first = Period::Month(outer.months().first);
    places.range(first..).take_while(|(period, _)| outer.contains(**period)).map(|(_, at)| *at).collect()
}

#[cfg(test)]
mod tests;
