//! Revision history: what the adjustment of each period was when it was the last, and what it is now.
//!
//! Findley, Monsell, Bell, Otto and Chen (1998), section 3.3; X-13ARIMA-SEATS Reference Manual 1.1, section 7.8 (`history`).
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

use crate::x11::{Given, Mode, SeasonalFilter, Table, X11Error, X11Spec, adjust};
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
}

/// Adjusts the series as it was at the end of every period from `start` on (or from six to eighteen years after the beginning, by the
/// seasonal filter), each time by the same specification. `None` where it has no such period.
///
/// # Errors
/// When the series cannot be adjusted as it is now, or as it was.
pub fn revisions(spec: &X11Spec, series: &Series, start: Option<Period>) -> Result<Option<History>, X11Error> {
    let whole = adjust(spec, &Given::series(series))?;
    let per_year = series.frequency().per_year();
    let default = || series.start().plus((years(&whole.choices.filters) * per_year) as i32);
    let start = start.unwrap_or_else(default);
    let Ok(first) = usize::try_from(start.since(series.start())) else { return Ok(None) };
    if first == 0 || first >= series.values().len() {
        return Ok(None);
    }
    let mut concurrent: [Vec<f64>; 4] = Default::default();
    for last in first..series.values().len() {
        let Ok(then) = Series::new(series.start(), series.values()[..=last].to_vec()) else { continue };
        let adjusted = adjust(spec, &Given::series(&then))?;
        for (kept, value) in concurrent.iter_mut().zip(published(|table| adjusted.observed(table), last)) {
            kept.push(value);
        }
    }
    let mut now: [Vec<f64>; 4] = Default::default();
    for last in first..series.values().len() {
        for (kept, value) in now.iter_mut().zip(published(|table| whole.observed(table), last)) {
            kept.push(value);
        }
    }
    let mut revisions = concurrent.into_iter().zip(now).map(|(concurrent, now)| {
        let series = |values| Series::new(start, values).ok();
        let in_percent = concurrent.iter().chain(&now).all(|value| *value > 0.0);
        Some(Revision { concurrent: series(concurrent)?, now: series(now)?, in_percent })
    });
    let mut next = || revisions.next().flatten();
    let (seasonal, adjusted, changes, trend) = (next(), next(), next(), next());
    Ok(seasonal.zip(adjusted).zip(changes).zip(trend).map(|(((seasonal, adjusted), changes), trend)| History {
        seasonal: Revision { in_percent: spec.mode != Mode::Additive, ..seasonal },
        adjusted,
        changes: Revision { in_percent: false, ..changes },
        trend,
    }))
}

/// Season, adjusted value, its change and the trend at a place after the first.
fn published<'a>(table: impl Fn(Table) -> &'a [f64], at: usize) -> [f64; 4] {
    let adjusted = table(Table::D11);
    let change = 100.0 * (adjusted[at] - adjusted[at - 1]) / adjusted[at - 1];
    [table(Table::D10)[at], adjusted[at], change, table(Table::D12)[at]]
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
