//! Revision history: what the adjustment of each period was when it was the last, and what it is now.
//!
//! Findley, Monsell, Bell, Otto and Chen (1998); X-13ARIMA-SEATS Reference Manual 1.1, section 7.8 (`history`).
//!
//! ```
//! use season::diagnostics::revisions;
//! use season::x11::X11Spec;
//! use season::{Period, Series};
//!
//! let start: Period = "2010-Q1".parse()?;
//! let value = |quarter: i32| 100.0 + f64::from(quarter * 7 % 11) + if quarter % 4 == 3 { 30.0 } else { 0.0 };
//! let series = Series::new(start, (0..60).map(value).collect())?;
//!
//! let history = revisions(&X11Spec::default(), &series, None)?.ok_or("no period to begin with")?;
//! assert_eq!(history.adjusted.revisions().last(), Some(&0.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::x11::{Given, Mode, SeasonalFilter, Table, X11, X11Error, X11Spec, adjust};
use crate::{Period, Series};

/// An estimate when it was new and now.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Of each period when it was the last.
    pub concurrent: Series,
    /// Of the same periods now.
    pub now: Series,
    /// Whether revisions are counted in percent of the concurrent estimate, not in units.
    in_percent: bool,
}

impl Revision {
    /// From the first estimate to the present one: percent of the first; units where an estimate is not positive, and of additive seasons.
    #[must_use]
    pub fn revisions(&self) -> Vec<f64> {
        let pairs = self.concurrent.values().iter().zip(self.now.values());
        pairs.map(|(then, now)| if self.in_percent { 100.0 * (now - then) / then } else { now - then }).collect()
    }

    /// The mean of the revisions without their signs.
    #[must_use]
    pub fn mean_absolute(&self) -> f64 {
        let revisions = self.revisions();
        revisions.iter().map(|revision| revision.abs()).sum::<f64>() / revisions.len() as f64
    }
}

/// Revisions of what is published.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// D10.
    pub seasonal: Revision,
    /// D11.
    pub adjusted: Revision,
    /// Changes of D11 from the period before, in percent; revisions in points.
    pub changes: Revision,
    /// D12.
    pub trend: Revision,
    /// Changes of D12 as those of D11.
    pub trend_changes: Revision,
}

/// Adjusts the series by X-11 as it was at the end of every period from `start` on (or from six to eighteen years after the beginning, by
/// the seasonal filter), each time by the same specification. `None` where it has no such period.
///
/// # Errors
/// When the series cannot be adjusted as it is now, or as it was.
pub fn revisions(spec: &X11Spec, series: &Series, start: Option<Period>) -> Result<Option<History>, X11Error> {
    let adjust = |then: &Series| adjust(spec, &Given::series(then));
    let whole = adjust(series)?;
    revisions_by(series, start.unwrap_or_else(|| history_start(&whole, series)), adjust)
}

/// Where the history of a series begins unless that is said: six to eighteen years after its beginning, by the longest seasonal filter of
/// its adjustment (X-13ARIMA-SEATS Reference Manual 1.1, section 7.8).
pub(crate) fn history_start(whole: &X11, series: &Series) -> Period {
    series.start().plus((years(&whole.choices.filters) * series.frequency().per_year()) as i32)
}

/// Adjusts the series as one likes, with a model as well, as it was at the end of every period from `start` on. `None` where it has no
/// such period.
///
/// # Errors
/// When the series cannot be adjusted as it is now, or as it was.
pub fn revisions_by<E>(
    series: &Series,
    start: Period,
    mut adjust: impl FnMut(&Series) -> Result<X11, E>,
) -> Result<Option<History>, E> {
    let whole = adjust(series)?;
    if start.frequency() != series.frequency() || start <= series.start() || start > series.end() {
        return Ok(None);
    }
    let (mut concurrent, mut now): (Estimates, Estimates) = Default::default();
    for step in 0..=series.end().since(start) {
        let last = start.plus(step);
        let values = series.values()[..=last.since(series.start()) as usize].to_vec();
        let Ok(then) = Series::new(series.start(), values) else { continue };
        for (kept, adjusted) in [(&mut concurrent, &adjust(&then)?), (&mut now, &whole)] {
            for (kept, value) in kept.iter_mut().zip(published(adjusted, last)) {
                kept.push(value);
            }
        }
    }
    Ok(history(start, concurrent, now, whole.mode()))
}

/// What is published, each of every period.
type Estimates = [Vec<f64>; 5];

/// The estimates, of every period from `start` on; `None` where one of them is not defined.
fn history(start: Period, concurrent: Estimates, now: Estimates, mode: Mode) -> Option<History> {
    let mut pairs = concurrent.into_iter().zip(now);
    let mut next = || {
        let (concurrent, now) = pairs.next()?;
        let in_percent = concurrent.iter().chain(&now).all(|value| *value > 0.0);
        let series = |values| Series::new(start, values).ok();
        Some(Revision { concurrent: series(concurrent)?, now: series(now)?, in_percent })
    };
    Some(History {
        seasonal: Revision { in_percent: mode != Mode::Additive, ..next()? },
        adjusted: next()?,
        changes: Revision { in_percent: false, ..next()? },
        trend: next()?,
        trend_changes: Revision { in_percent: false, ..next()? },
    })
}

/// Season, adjusted value, its change, the trend and its change at a period after the first.
fn published(adjusted: &X11, at: Period) -> [f64; 5] {
    let value = |table: Table, at: Period| adjusted.at(table, at).unwrap_or(f64::NAN);
    let change = |table: Table| {
        let (before, after) = (value(table, at.plus(-1)), value(table, at));
        100.0 * (after - before) / before
    };
    [value(Table::D10, at), value(Table::D11, at), change(Table::D11), value(Table::D12, at), change(Table::D12)]
}

/// The years before the first period, by the longest filter.
fn years(filters: &[SeasonalFilter]) -> usize {
    let of = |filter: &SeasonalFilter| match filter {
        SeasonalFilter::S3x1 | SeasonalFilter::S3x3 | SeasonalFilter::Stable => 6,
        SeasonalFilter::S3x5 => 8,
        SeasonalFilter::S3x9 => 12,
        SeasonalFilter::S3x15 => 18,
    };
    filters.iter().map(of).max().unwrap_or(6)
}
