//! X-11: seasonal adjustment by moving averages.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.19; Ladiray and Quenneville (2001), *Seasonal Adjustment with the X-11 Method*.
//!
//! ```
//! use season::x11::{Given, Mode, Table, X11Spec, adjust};
//! use season::{Period, Series};
//!
//! let start: Period = "2015-01".parse()?;
//! let value = |month: i32| (100.0 + f64::from(month)) * if month % 12 == 11 { 1.3 } else { 1.0 };
//! let series = Series::new(start, (0..96).map(value).collect())?;
//!
//! let adjusted = adjust(&X11Spec::of(Mode::Multiplicative), &Given::series(&series))?;
//! let december = adjusted.at(Table::D10, start.plus(95)).unwrap_or_default();
//! assert!((december - 1.27).abs() < 0.01);
//! assert_eq!(adjusted.table(Table::D10).map(Series::end), Some(start.plus(95 + 12)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod average;
mod changes;
mod error;
mod extremes;
mod finals;
mod given;
mod henderson;
mod mode;
mod parts;
mod ratios;
mod result;
mod seasonal;
mod sheets;
mod span;
mod spec;
mod tables;

pub use error::X11Error;
pub use extremes::{Deviation, SigmaLimits};
pub use given::{FactorKind, Factors, Given};
pub use mode::Mode;
pub use ratios::{FilterChoice, MovingSeasonality};
pub use result::{Choices, X11};
pub use seasonal::SeasonalFilter;
pub use spec::{EndRatio, Filters, Henderson, X11Spec};
pub use tables::{Table, TableError};

use henderson::TrendFilter;
use parts::{FirstHalf, SecondHalf, Setting};

pub(crate) use changes::Modified;
pub(crate) use finals::Finals;
pub(crate) use given::Prepared;
pub(crate) use mode::Relation;
pub(crate) use span::Span;

/// The parts of X-11 that repeat each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    B,
    C,
    D,
}

/// Adjusts a series.
///
/// # Errors
/// When the series is shorter than three years, has values that the mode cannot take, or the specification does not fit it.
pub fn adjust(spec: &X11Spec, given: &Given<'_>) -> Result<X11, X11Error> {
    let prepared = given.prepare(spec.mode)?;
    spec.check(prepared.span.per_year, prepared.span.length)?;
    let prior_adjusted = match spec.mode {
        Mode::LogAdditive => prepared.adjusted.iter().map(|value| value.ln()).collect(),
        _ => prepared.adjusted.clone(),
    };
    let setting = Setting { spec, span: &prepared.span, prior_adjusted: &prior_adjusted };
    let mut filter = TrendFilter::new(spec.henderson, spec.end_ratio, prepared.span.per_year);
    let parts = Parts::estimate(&setting, &mut filter)?;
    let finals = finals::finals(&setting, &prepared, &parts.c_end, &parts.d, &mut filter)?;
    X11::gather(spec.mode, given.series, prepared, parts, finals)
}

/// Parts B to D up to the last seasonal factors.
struct Parts {
    b: FirstHalf,
    b_end: SecondHalf,
    c: FirstHalf,
    c_end: SecondHalf,
    d: FirstHalf,
}

impl Parts {
    fn estimate(setting: &Setting<'_>, filter: &mut TrendFilter) -> Result<Self, X11Error> {
        let b = setting.first_half(Part::B, setting.prior_adjusted, filter)?;
        let b_end = setting.second_half(Part::B, setting.prior_adjusted, &b.trend.values, b.si.unequal);
        let c = setting.first_half(Part::C, &b_end.modified, filter)?;
        let c_end = setting.second_half(Part::C, &b_end.modified, &c.trend.values, b_end.unequal);
        let d = setting.first_half(Part::D, &c_end.modified, filter)?;
        Ok(Self { b, b_end, c, c_end, d })
    }
}
