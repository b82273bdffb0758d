//! Sliding spans: how far the adjustment of a month depends on where the series begins and ends.
//!
//! Findley, Monsell, Shulman and Pugh (1990), *Sliding-Spans Diagnostics for Seasonal and Related Adjustments*, JASA 85;
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.16 (`slidingspans`: lengths, first span, limits).
//!
//! ```
//! use season::diagnostics::{SpanFilter, sliding_spans};
//! use season::x11::X11Spec;
//! use season::{Period, Series};
//!
//! let start: Period = "2010-01".parse()?;
//! let value = |month: i32| 100.0 + f64::from(month * 7 % 11) + if month % 12 == 11 { 30.0 } else { 0.0 };
//! let series = Series::new(start, (0..180).map(value).collect())?;
//!
//! let spans = sliding_spans(&X11Spec::default(), &series, SpanFilter::OfTheWhole)?.ok_or("too short for two spans")?;
//! assert_eq!(spans.spans.len(), 4);
//! assert!(spans.seasonal.is_some_and(|seasonal| seasonal.flagged * 100 <= 15 * seasonal.maxima.values().len()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::regarima::trading_day_contrasts;
use crate::x11::{Filters, Given, Mode, SeasonalFilter, Table, X11, X11Error, X11Spec, adjust};
use crate::{Period, Series};

/// The most spans there are.
pub const SPANS: usize = 4;

/// From how many percent on a difference is too large, unless another limit is given: 3, of trading days 2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Of the season, in percent.
    pub seasonal: f64,
    /// Of trading days, in percent.
    pub trading_days: f64,
    /// Of changes, in points.
    pub changes: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seasonal: 3.0, trading_days: 2.0, changes: 3.0 }
    }
}

/// Which spans are compared and how.
#[derive(Debug, Clone, PartialEq)]
pub struct SpanSettings {
    /// How spans of an additive season are compared.
    pub additive: AdditiveSpans,
    /// How many periods a span has, three years or more; `None` for as many as the seasonal filters need.
    pub length: Option<usize>,
    /// The most spans there are, 2 to 4.
    pub most: usize,
    /// From which period on differences are counted; `None` for all that are compared.
    pub counted_from: Option<Period>,
    /// From where on a difference is too large.
    pub limits: Limits,
}

impl Default for SpanSettings {
    fn default() -> Self {
        let limits = Limits::default();
        Self { additive: AdditiveSpans::default(), length: None, most: SPANS, counted_from: None, limits }
    }
}

/// The filter of the final season in the spans, where it is chosen automatically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SpanFilter {
    /// As X-13ARIMA-SEATS has it: 3 × 5, whatever was chosen for the whole series.
    #[default]
    ThreeByFive,
    /// As published: what was chosen for the whole series.
    OfTheWhole,
}

/// How the spans of an additive season are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AdditiveSpans {
    /// In units of the series.
    #[default]
    Differences,
    /// Changes of the adjusted series in per cent, where it is positive; the season not at all.
    Percent,
}

/// How much the estimates of the same period differ between the spans.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The largest difference between the spans, of every period that two have: of the seasonal factors in percent of the smaller, of
    /// changes in points; in units where the mode is additive and nothing else is wanted.
    pub maxima: Series,
    /// How many of those counted reach the limit; differences in units are not flagged.
    pub flagged: usize,
    /// How many are counted.
    pub counted: usize,
}

/// Two to four spans of the series, each a year later, adjusted alike.
#[derive(Debug, Clone, PartialEq)]
pub struct SlidingSpans {
    /// The first and last period of each.
    pub spans: Vec<(Period, Period)>,
    /// The effect of trading days, where spans have coefficients of their own for it.
    pub trading_days: Option<Comparison>,
    /// D10. Where more than 15 % are flagged the adjustment is doubtful, above 25 % it should not be used.
    pub seasonal: Option<Comparison>,
    /// Changes of D11 from a period to the next: above 35 % is doubtful, above 40 % should not be used.
    pub changes: Option<Comparison>,
    /// Changes of D11 over a year: above 10 % is doubtful.
    pub yearly_changes: Option<Comparison>,
}

/// Adjusts spans of a series by X-11, all with the same seasonal filters, and compares them. `None` where the series has no two spans.
///
/// # Errors
/// When the series or one of its spans cannot be adjusted.
pub fn sliding_spans(spec: &X11Spec, series: &Series, filter: SpanFilter) -> Result<Option<SlidingSpans>, X11Error> {
    let whole = adjust(spec, &Given::series(series))?;
    let filters = match whole.choices.filter_choice {
        Some(choice) if filter == SpanFilter::OfTheWhole => Filters::Chosen(choice.filter),
        Some(_) => Filters::Chosen(SeasonalFilter::S3x5),
        None => spec.filters.clone(),
    };
    let spec = X11Spec { filters, ..spec.clone() };
    sliding_spans_by(series, &whole.choices.filters, &SpanSettings::default(), |span| {
        adjust(&spec, &Given::series(span)).map(|span| (span, None))
    })
}

/// A span adjusted, with the effect of trading days in it where spans have coefficients of their own for that.
pub type AdjustedSpan = (X11, Option<Series>);

/// Adjusts spans of a series as one likes, with a model as well, and compares them; their length is by the seasonal filters of the whole,
/// one for each period of a year. `None` where the series has no two spans.
///
/// # Errors
/// When a span cannot be adjusted.
pub fn sliding_spans_by<E>(
    series: &Series,
    filters: &[SeasonalFilter],
    settings: &SpanSettings,
    adjust: impl FnMut(&Series) -> Result<AdjustedSpan, E>,
) -> Result<Option<SlidingSpans>, E> {
    let Some(spans) = spans(series, filters, settings) else { return Ok(None) };
    let adjusted = spans.iter().map(adjust).collect::<Result<Vec<AdjustedSpan>, E>>()?;
    Ok(Some(compare(&adjusted, settings)))
}

/// The longest span by the longest filter, in years.
fn years(filters: &[SeasonalFilter]) -> usize {
    let of = |filter: &SeasonalFilter| match filter {
        SeasonalFilter::S3x1 | SeasonalFilter::Stable => 6,
        SeasonalFilter::S3x3 => 7,
        SeasonalFilter::S3x5 => 8,
        SeasonalFilter::S3x9 => 11,
        SeasonalFilter::S3x15 => 17,
    };
    filters.iter().map(of).max().unwrap_or(6)
}

/// The spans, the last of which ends with the series. The first begins in January (the first quarter), or with the series, unless the length
/// is given; the spans of a stable season or one by 3 × 15 are as long as there are years, or seventeen.
fn spans(series: &Series, filters: &[SeasonalFilter], settings: &SpanSettings) -> Option<Vec<Series>> {
    let (count, per_year, place) = (series.values().len(), series.frequency().per_year(), series.start().place());
    let stable = filters.iter().all(|filter| *filter == SeasonalFilter::Stable);
    let (length, number) = match settings.length {
        None if stable => stable_length(series, per_year, settings.most)?,
        given => {
            let length = given.unwrap_or(years(filters) * per_year);
            (length, (count.checked_sub(length)? / per_year + 1).min(settings.most))
        }
    };
    if number < 2 {
        return None;
    }
    let from = count - (length + (number - 1) * per_year);
    let to_january = (place + from) % per_year;
    let extended = settings.length.is_none() && !stable && years(filters) < 17;
    let earlier = if extended { to_january.min(from) } else { 0 };
    let cut = |at: usize| {
        let from = from - earlier + at * per_year;
        let values = series.values()[from..from + length + earlier].to_vec();
        Series::new(series.start().plus(from as i32), values).ok()
    };
    (0..number).map(cut).collect()
}

/// The length and number of spans of a stable season.
fn stable_length(series: &Series, per_year: usize, most: usize) -> Option<(usize, usize)> {
    let count = series.values().len();
    let longest = (17 - usize::from(series.end().place() + 1 < per_year)) * per_year;
    let of = |number: usize| count.checked_sub((number - 1) * per_year);
    let length = of(most).map(|length| if length > 17 * per_year { longest } else { length });
    match length {
        Some(length) if length >= 3 * per_year => Some((length, most)),
        _ => {
            let number = count.checked_sub(3 * per_year)? / per_year + 1;
            Some((of(number)?, number))
        }
    }
}

/// Adjusted spans, each a year after the one before, compared. The first year of the first span is left out.
fn compare(adjusted: &[AdjustedSpan], settings: &SpanSettings) -> SlidingSpans {
    let additive = adjusted.iter().all(|(adjusted, _)| adjusted.mode() == Mode::Additive);
    let is_positive = |adjusted: &X11| adjusted.observed(Table::D11).iter().all(|value| *value > 0.0);
    let in_units = additive
        && (settings.additive == AdditiveSpans::Differences || !adjusted.iter().all(|(one, _)| is_positive(one)));
    let per_year = adjusted.first().map_or(0, |(adjusted, _)| adjusted.span().0.frequency().per_year());
    let of = |table: Table, lag: usize, (in_percent, limit): (bool, Option<f64>)| {
        let spans: Vec<Series> =
            adjusted.iter().filter_map(|(adjusted, _)| estimates(adjusted, table, lag, in_units)).collect();
        let counted_from = settings.counted_from.map(|from| from.plus(lag as i32));
        maxima(&spans, per_year, &Flags { in_percent, limit, counted_from, trading_days: false })
    };
    let (limits, has_season) = (settings.limits, !additive || in_units);
    let changes = (false, (!in_units).then_some(limits.changes));
    let trading_days = || {
        let unit = if additive { 1.0 } else { 100.0 };
        let effect = |(adjusted, effect): &AdjustedSpan| {
            let ((from, to), effect) = (adjusted.span(), effect.as_ref()?);
            let values: Option<Vec<f64>> =
                (0..=to.since(from)).map(|step| Some(unit * effect.at(from.plus(step))?)).collect();
            Series::new(from, values?).ok()
        };
        let effects: Option<Vec<Series>> = adjusted.iter().map(effect).collect();
        let limit = (!additive).then_some(limits.trading_days);
        let counted_from = settings.counted_from;
        maxima(&effects?, per_year, &Flags { in_percent: !additive, limit, counted_from, trading_days: true })
    };
    SlidingSpans {
        spans: adjusted.iter().map(|(adjusted, _)| adjusted.span()).collect(),
        trading_days: trading_days(),
        seasonal: has_season.then(|| of(Table::D10, 0, (!additive, (!additive).then_some(limits.seasonal)))).flatten(),
        changes: of(Table::D11, 1, changes),
        yearly_changes: of(Table::D11, per_year, changes),
    }
}

/// A table of a span in percent, or its changes over `lag` periods.
fn estimates(adjusted: &X11, table: Table, lag: usize, additive: bool) -> Option<Series> {
    let values = adjusted.observed(table);
    let change = |(after, before): (&f64, &f64)| match (lag, additive) {
        (0, true) => *after,
        (0, false) => 100.0 * after,
        (_, true) => after - before,
        (_, false) => 100.0 * (after - before) / before.abs(),
    };
    let estimates = values.get(lag..)?.iter().zip(values).map(change).collect();
    Series::new(adjusted.span().0.plus(lag as i32), estimates).ok()
}

/// How differences between spans are taken and counted.
struct Flags {
    /// In percent of the smaller value.
    in_percent: bool,
    /// From where on one is too large; `None` where none is flagged.
    limit: Option<f64>,
    /// From which period on they are counted.
    counted_from: Option<Period>,
    /// Whether the months are left uncounted that have as many of each day of the week: Februaries of 28 days.
    trading_days: bool,
}

/// The largest differences between spans, of periods that two have.
fn maxima(spans: &[Series], per_year: usize, flags: &Flags) -> Option<Comparison> {
    let (first, last) = (spans.first()?, spans.last()?);
    let (start, end) = (first.start().plus(per_year as i32), last.end().plus(-(per_year as i32)));
    let largest = (0..=end.since(start)).map(|step| {
        let values = spans.iter().filter_map(|span| span.at(start.plus(step)));
        let (least, most) =
            values.fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(value), most.max(value)));
        match flags.in_percent {
            true if least > 0.0 => 100.0 * (most - least) / least,
            true => 100.0 * (most - least) / most.abs(),
            false => most - least,
        }
    });
    let maxima = Series::new(start, largest.collect()).ok()?;
    let is_counted = |period: Period| {
        flags.counted_from.is_none_or(|from| from <= period) && !(flags.trading_days && is_even(period))
    };
    let counted: Vec<f64> = (0..maxima.values().len())
        .filter(|at| is_counted(start.plus(*at as i32)))
        .map(|at| maxima.values()[at])
        .collect();
    let is_flagged = |value: &&f64| flags.limit.is_some_and(|limit| **value >= limit);
    Some(Comparison { flagged: counted.iter().filter(is_flagged).count(), counted: counted.len(), maxima })
}

/// Whether a month has as many of each day of the week.
fn is_even(period: Period) -> bool {
    trading_day_contrasts(period).is_some_and(|contrasts| contrasts == [0.0; 6])
}
