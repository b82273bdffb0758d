//! What the tests say of an adjustment: whether there is a season, how well it was taken out, whether any is left.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, tables D8A, D11, F2 and F3; Ladiray and Quenneville (2001), chapter 4.
//!
//! ```
//! use season::diagnostics::Identifiable;
//! use season::x11::{Given, X11Spec, adjust};
//! use season::{Period, Series};
//!
//! let start: Period = "2015-Q1".parse()?;
//! let value = |quarter: u32| f64::from(200 + 3 * quarter + quarter * 7 % 5) * [1.1, 0.9, 0.8, 1.2][quarter as usize % 4];
//! let series = Series::new(start, (0..40).map(value).collect())?;
//!
//! let diagnostics = adjust(&X11Spec::default(), &Given::series(&series))?.diagnostics;
//! assert_eq!(diagnostics.identifiable, Some(Identifiable::Present));
//! assert!(diagnostics.stable_d8.is_some_and(|test| test.probability < 0.001));
//! assert!(diagnostics.quality.is_some_and(|quality| quality.q < 1.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod presence;
mod qs;
mod quality;
mod residuals;
mod revisions;
mod sliding_spans;
mod spectrum;
mod tests_of_season;

pub use presence::{Presence, SeasonPresence, presence};
pub use qs::{QsStatistics, Residual, ResidualSeasonality, qs, qs_statistics, residual_seasonality};
pub use quality::Quality;
pub use residuals::{Autocorrelation, CheckSettings, ResidualChecks};
pub use revisions::{History, Later, Revision, RevisionSettings, Target, revisions, revisions_by};
pub use sliding_spans::{
    AdditiveSpans, AdjustedSpan, Comparison, Limits, SPANS, SlidingSpans, SpanFilter, SpanSettings, sliding_spans,
    sliding_spans_by,
};
pub use spectrum::{Frequencies, Peak, Spectra, Spectrum, spectra, spectrum};
pub use tests_of_season::{Identifiable, Test};

pub(crate) use revisions::history_start;

pub use crate::autocorrelation::Portmanteau;

use crate::x11::{Finals, Mode, Modified, Prepared, Span};

/// What the tests say. A test is `None` where the values do not vary or are too few for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostics {
    /// F of a stable season in B1 over a centred average.
    pub stable_b1: Option<Test>,
    /// F of a stable season in D8.
    pub stable_d8: Option<Test>,
    /// The same by ranks.
    pub kruskal_wallis: Option<Test>,
    /// F of a season that moves from year to year, in D8.
    pub moving: Option<Test>,
    /// The three together.
    pub identifiable: Option<Identifiable>,
    /// F of a season left in D11, by its changes over three months.
    pub residual: Option<Test>,
    /// The same in the last three years.
    pub residual_of_three_years: Option<Test>,
    /// M1 to M11 and Q.
    pub quality: Option<Quality>,
}

/// What is measured.
pub(crate) struct Measured<'a> {
    pub(crate) span: &'a Span,
    pub(crate) mode: Mode,
    /// B3, half a year shorter at each end of the extended span.
    pub(crate) first_si: &'a [f64],
    pub(crate) prepared: &'a Prepared,
    pub(crate) finals: &'a Finals,
    pub(crate) modified: &'a Modified,
}

/// All of it. Ranks and the moving season are taken with the backcasts, as in the reference program.
pub(crate) fn measure(measured: &Measured<'_>) -> Diagnostics {
    let (span, finals) = (measured.span, measured.finals);
    let (observed, per_year) = (span.observed.clone(), span.per_year);
    let si = &finals.unmodified_si;
    let inner = observed.start..observed.end - per_year;
    let stable_d8 = tests_of_season::stable(&si[observed.clone()], per_year);
    let kruskal_wallis = tests_of_season::kruskal_wallis(&si[..observed.end], per_year);
    let neutral = measured.mode.working().neutral();
    let moving = tests_of_season::moving(&si[..observed.end], span.start.place(), per_year, neutral);
    let both = stable_d8.zip(moving);
    let adjusted = &finals.adjusted[observed.clone()];
    Diagnostics {
        stable_b1: tests_of_season::stable(&measured.first_si[inner], per_year),
        stable_d8,
        kruskal_wallis,
        moving,
        identifiable: both
            .zip(kruskal_wallis)
            .map(|((stable, moving), ranks)| tests_of_season::identifiable(&stable, &moving, &ranks)),
        residual: tests_of_season::residual(adjusted, per_year),
        residual_of_three_years: tests_of_season::residual_of_three_years(adjusted, per_year),
        quality: both.and_then(|(stable, moving)| quality::quality(measured, &stable, &moving)),
    }
}
