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

use std::collections::BTreeMap;

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
    /// From the first estimate to the present one: percent of the first; units where a first estimate is not positive, and of additive seasons.
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
    /// Of D11 and its changes, as they were so many periods later.
    pub adjusted_later: Vec<Later>,
    /// The same of D12.
    pub trend_later: Vec<Later>,
}

/// Revisions of an estimate as it was some periods after the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Later {
    /// How many periods.
    pub lag: usize,
    /// Of the level.
    pub level: Revision,
    /// Of its changes.
    pub changes: Revision,
}

/// Which revisions are looked at and how they are counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RevisionSettings {
    /// The last period, where it is not that of the series.
    pub end: Option<Period>,
    /// How many periods later D11 and its changes are looked at as well.
    pub adjusted_lags: Vec<usize>,
    /// The same of D12.
    pub trend_lags: Vec<usize>,
    /// What such a later estimate is compared with.
    pub target: Target,
    /// Whether changes, and revisions of an additive adjustment, are in units of the series, not in percent.
    pub in_units: bool,
}

/// What an estimate that came some periods after the first is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Target {
    /// The present one.
    #[default]
    Final,
    /// The first.
    Concurrent,
}

/// Adjusts the series by X-11 as it was at the end of every period from `start` on (or from six to eighteen years after the beginning, by
/// the seasonal filter), each time by the same specification. `None` where it has no such period.
///
/// # Errors
/// When the series cannot be adjusted as it is now, or as it was.
pub fn revisions(spec: &X11Spec, series: &Series, start: Option<Period>) -> Result<Option<History>, X11Error> {
    let adjust = |then: &Series| adjust(spec, &Given::series(then));
    let whole = adjust(series)?;
    let start = start.unwrap_or_else(|| history_start(&whole, series));
    revisions_by(series, start, &RevisionSettings::default(), adjust)
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
    settings: &RevisionSettings,
    mut adjust: impl FnMut(&Series) -> Result<X11, E>,
) -> Result<Option<History>, E> {
    if start.frequency() != series.frequency() || start <= series.start() || start > series.end() {
        return Ok(None);
    }
    let lags = settings.adjusted_lags.iter().chain(&settings.trend_lags).copied().chain([0]);
    let mut estimates = Estimates { start, after: lags.map(|lag| (lag, Vec::new())).collect() };
    let mut newest = None;
    for step in 0..=series.end().since(start) {
        let last = start.plus(step);
        let values = series.values()[..=last.since(series.start()) as usize].to_vec();
        let Ok(then) = Series::new(series.start(), values) else { continue };
        let adjusted = adjust(&then)?;
        estimates.take(&adjusted, last, settings.in_units);
        newest = Some(adjusted);
    }
    Ok(newest.and_then(|whole| estimates.history(settings, &whole)))
}

/// What is published of a period: season, adjusted value, its change, the trend and its change.
type Published = [f64; 5];

/// Places of what is published.
const SEASONAL: usize = 0;
const ADJUSTED: usize = 1;
const CHANGES: usize = 2;
const TREND: usize = 3;
const TREND_CHANGES: usize = 4;

/// What was published of every period from `start` on.
struct Estimates {
    start: Period,
    /// So many periods after it was the last.
    after: BTreeMap<usize, Vec<Published>>,
}

impl Estimates {
    /// Takes what is published when `last` is the last period: of it, and of those so many periods before.
    fn take(&mut self, then: &X11, last: Period, in_units: bool) {
        for (&lag, estimates) in &mut self.after {
            let of = last.plus(-(lag as i32));
            if of >= self.start {
                estimates.push(published(then, of, in_units));
            }
        }
    }

    /// The revisions to what is published of the whole; `None` where a value is not defined.
    fn history(&self, settings: &RevisionSettings, whole: &X11) -> Option<History> {
        let first = self.after.get(&0)?;
        let periods = (0..first.len()).map(|step| self.start.plus(step as i32));
        let now: &Vec<Published> = &periods.map(|at| published(whole, at, settings.in_units)).collect();
        let in_units = settings.in_units && whole.mode() == Mode::Additive;
        let end = settings.end.map_or(now.len(), |end| (end.since(self.start) + 1).max(0) as usize);
        let revision = |which: usize, then: &[Published], now: &[Published]| {
            let count = then.len().min(now.len()).min(end);
            let of = |all: &[Published]| -> Vec<f64> { all[..count].iter().map(|one| one[which]).collect() };
            let (concurrent, now) = (of(then), of(now));
            let in_percent = match which {
                SEASONAL => whole.mode() != Mode::Additive,
                ADJUSTED | TREND => !in_units && concurrent.iter().all(|value| *value > 0.0),
                _ => false,
            };
            let series = |values| Series::new(self.start, values).ok();
            Some(Revision { concurrent: series(concurrent)?, now: series(now)?, in_percent })
        };
        let later = |lags: &[usize], level: usize, changes: usize| {
            let of_lag = |lag: &usize| {
                let after = self.after.get(lag)?;
                // The estimate of the last is the present one, which is not revised.
                let (then, now) = match settings.target {
                    Target::Final => (after.split_last()?.1, now),
                    Target::Concurrent => (&first[..], after),
                };
                Some(Later { lag: *lag, level: revision(level, then, now)?, changes: revision(changes, then, now)? })
            };
            lags.iter().filter_map(of_lag).collect()
        };
        Some(History {
            seasonal: revision(SEASONAL, first, now)?,
            adjusted: revision(ADJUSTED, first, now)?,
            changes: revision(CHANGES, first, now)?,
            trend: revision(TREND, first, now)?,
            trend_changes: revision(TREND_CHANGES, first, now)?,
            adjusted_later: later(&settings.adjusted_lags, ADJUSTED, CHANGES),
            trend_later: later(&settings.trend_lags, TREND, TREND_CHANGES),
        })
    }
}

/// What is published of a period after the first; changes in percent, or in units of an additive adjustment where that is wanted.
fn published(adjusted: &X11, at: Period, in_units: bool) -> Published {
    let in_units = in_units && adjusted.mode() == Mode::Additive;
    let value = |table: Table, at: Period| adjusted.at(table, at).unwrap_or(f64::NAN);
    let change = |table: Table| {
        let (before, after) = (value(table, at.plus(-1)), value(table, at));
        if in_units { after - before } else { 100.0 * (after - before) / before }
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
