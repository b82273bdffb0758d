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

//!
//! # Where the figures are not those of X-13ARIMA-SEATS 1.1, build 62
//!
//! Elsewhere they are, to the digits it writes. What it does otherwise than published can be chosen ([`EndRatio`],
//! [`SpanFilter`](crate::diagnostics::SpanFilter)); its way is the default. On purpose different:
//!
//! - Table D9 has the values of less than full weight only; the program adds some of full weight where rounding makes them differ by the
//!   last digit.
//! - With backcasts, M4 sets the mean run of the irregular against the observed length; the program against the extended one. Q follows.
//! - Pseudo-additive adjusted values may fall to zero and below. The program then leaves the changes from such a period out of the tables
//!   E5 to E8 altogether; here a table has every change, or is left out with the reason ([`X11::undefined`]).
//! - [`Deviation::EachPeriodIfUnequal`] measures a log-additive irregular about 1, as the program does, although its mean is 0.
//! - D10 and D16 reach a year beyond the extended series, as far as factors that are given do.

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
