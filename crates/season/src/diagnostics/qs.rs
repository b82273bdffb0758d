//! QS: whether the autocorrelation at one and two years is that of a season.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.17 (`spectrum`, `qs`), after Maravall; Pierce (1978) for the statistic of seasonal lags.
//!
//! ```
//! use season::diagnostics::qs;
//!
//! let seasonal: Vec<f64> = (0..96).map(|month| f64::from((month % 12) * 5 % 12) + f64::from(month * month % 7) / 10.0).collect();
//! assert!(qs(&seasonal, 12, 1).is_some_and(|test| test.probability < 0.01));
//! ```

use super::tests_of_season::{self, Test};
use crate::x11::{Mode, Table, X11};

/// How many observations the tests of recent years take: eight years of months.
const RECENT: usize = 96;

/// QS of what goes in and comes out; each `None` where it does not vary or is too short.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QsStatistics {
    /// The series.
    pub original: Option<Test>,
    /// B1: the series without the effects of the model.
    pub prior_adjusted: Option<Test>,
    /// D11.
    pub adjusted: Option<Test>,
    /// E2 without level shifts.
    pub modified: Option<Test>,
    /// D13 without outliers.
    pub irregular: Option<Test>,
    /// E3.
    pub modified_irregular: Option<Test>,
}

/// QS of an adjustment, of the whole span or of its last 96 observations. `differences` as of [`qs`].
#[must_use]
pub fn qs_statistics(adjusted: &X11, differences: usize, recent: bool) -> QsStatistics {
    let per_year = adjusted.span().0.frequency().per_year();
    let from = if recent { adjusted.original().len().saturating_sub(RECENT) } else { 0 };
    let of = |values: &[f64]| qs(values.get(from..)?, per_year, differences);
    let neutral = if adjusted.mode() == Mode::Additive { 0.0 } else { 1.0 };
    let of_irregular = |values: &[f64]| {
        let distances: Vec<f64> = values.get(from..)?.iter().map(|value| value - neutral).collect();
        Test::chi_squared(statistic(&distances, per_year)?, 2)
    };
    QsStatistics {
        original: of(adjusted.original()),
        prior_adjusted: of(adjusted.observed(Table::B1)),
        adjusted: of(adjusted.observed(Table::D11)),
        modified: of(&adjusted.smooth_adjusted()),
        irregular: of_irregular(adjusted.clean_irregular()),
        modified_irregular: of_irregular(adjusted.observed(Table::E3)),
    }
}

/// QS of a series, differenced at least once and less its mean. Distributed about as chi-squared with two degrees of freedom where there
/// is no season; 0 where the correlation at a year is not positive.
///
/// `differences` is what a model takes, seasonal ones too, at most 2; without a model 1. A series differenced once that still drifts
/// (positive correlation at lags 1 to 4 and at a year) is differenced again. `None` for a series that does not vary, or that is shorter than
/// two years and three periods.
#[must_use]
pub fn qs(values: &[f64], per_year: usize, differences: usize) -> Option<Test> {
    if values.len() < 2 * per_year + 3 {
        return None;
    }
    let difference = |values: &[f64]| -> Vec<f64> { values.windows(2).map(|pair| pair[1] - pair[0]).collect() };
    let mut changes = difference(values);
    if differences > 1 {
        changes = difference(&changes);
    }
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    changes.iter_mut().for_each(|value| *value -= mean);
    if differences <= 1 && drifts(&changes, per_year)? {
        changes = difference(&changes);
    }
    Test::chi_squared(statistic(&changes, per_year)?, 2)
}

/// QS of a series as it is.
pub(super) fn statistic(values: &[f64], per_year: usize) -> Option<f64> {
    let count = values.len() as f64;
    let mut sum = 0.0;
    for lag in [per_year, 2 * per_year] {
        let correlation = correlation(values, lag)?;
        if correlation <= 0.0 && lag == per_year {
            return Some(0.0);
        }
        sum += correlation.max(0.0).powi(2) / (count - lag as f64);
    }
    Some(count * (count + 2.0) * sum)
}

/// The autocorrelation about 0.
fn correlation(values: &[f64], lag: usize) -> Option<f64> {
    let variance: f64 = values.iter().map(|value| value * value).sum();
    let products: f64 = values.iter().zip(values.get(lag..)?).map(|(before, after)| before * after).sum();
    (variance > 0.0).then(|| products / variance)
}

/// Whether near values are all alike: months positively correlated at lags 1 to 4 and 12, quarters above 0.2 at 1 to 4.
fn drifts(values: &[f64], per_year: usize) -> Option<bool> {
    let limit = if per_year > 4 { 0.0 } else { 0.2 };
    for lag in [1, 2, 3, 4, per_year] {
        if correlation(values, lag)? <= limit {
            return Some(false);
        }
    }
    Some(true)
}

/// Tests of a season in a series that should have none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Residual {
    /// F of the means of the months.
    pub stable: Option<Test>,
    /// The same by ranks.
    pub ranks: Option<Test>,
    /// QS of the series as it is, about its mean.
    pub qs: Option<Test>,
}

/// Whether a season is left in the adjusted series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResidualSeasonality {
    /// In its levels, the trend taken out: D13.
    pub levels: Residual,
    /// In its changes from a period to the next, in logarithms where the mode is not additive and values are positive.
    pub differences: Residual,
}

/// The tests of a season left in D11, over the whole span or its last 96 observations.
#[must_use]
pub fn residual_seasonality(adjusted: &X11, recent: bool) -> ResidualSeasonality {
    let per_year = adjusted.span().0.frequency().per_year();
    let from = if recent { adjusted.original().len().saturating_sub(RECENT) } else { 0 };
    let values = &adjusted.observed(Table::D11)[from..];
    let logarithms = adjusted.mode() != Mode::Additive && values.iter().all(|value| *value > 0.0);
    let scale = |value: &f64| if logarithms { value.ln() } else { *value };
    let changes: Vec<f64> = values.windows(2).map(|pair| scale(&pair[1]) - scale(&pair[0])).collect();
    ResidualSeasonality {
        levels: residual(&adjusted.observed(Table::D13)[from..], per_year),
        differences: residual(&changes, per_year),
    }
}

fn residual(values: &[f64], per_year: usize) -> Residual {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let distances: Vec<f64> = values.iter().map(|value| value - mean).collect();
    Residual {
        stable: tests_of_season::stable(values, per_year),
        ranks: tests_of_season::kruskal_wallis(values, per_year),
        qs: statistic(&distances, per_year).and_then(|statistic| Test::chi_squared(statistic, 2)),
    }
}
