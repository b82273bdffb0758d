//! The autoregressive spectrum of a monthly series, and its peaks at the frequencies of the season and of trading days.
//!
//! Soukup and Findley (1999), *On the Spectrum Diagnostics Used by X-12-ARIMA to Indicate the Presence of Trading Day Effects after
//! Modeling or Adjustment*; Cleveland and Devlin (1980) for the trading-day frequencies; X-13ARIMA-SEATS Reference Manual 1.1, section
//! 7.17 (`spectrum`: order 30, decibels, visual significance).
//!
//! ```
//! use season::diagnostics::{Frequencies, spectrum};
//!
//! let seasonal: Vec<f64> = (0..96).map(|month| f64::from((month % 12) * 5 % 12) + f64::from(month * month % 7) / 10.0).collect();
//! let spectrum = spectrum(&seasonal).ok_or("the series does not vary")?;
//! assert!(spectrum.peaks.iter().any(|peak| peak.visible && peak.at == Frequencies::Seasonal(5)));
//! # Ok::<(), &str>(())
//! ```

use crate::x11::{Mode, Table, X11};

/// The order of the autoregression.
const ORDER: usize = 30;

/// The step from a frequency to the next, in cycles a month.
const STEP: f64 = 1.0 / 120.0;

/// Stars from the lowest to the highest value: what a printed plot has lines for.
const STARS: f64 = 52.0;

/// How many stars a peak must stand out by to be seen.
const VISIBLE: f64 = 6.0;

/// The frequencies of trading days in monthly flows, in cycles a month.
const TRADING_DAYS: [f64; 2] = [0.3482, 0.432];

/// How many observations the reference program takes: eight years.
const RECENT: usize = 96;

/// A frequency at which an effect shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Frequencies {
    /// So many cycles a year, 1 to 5.
    Seasonal(usize),
    /// The first (0.348 cycles a month) or the second (0.432).
    TradingDay(usize),
}

/// The spectrum at such a frequency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Which.
    pub at: Frequencies,
    /// How far it stands above its higher neighbour, in 52nds of the range; 0 where it does not.
    pub stars: f64,
    /// Whether it is above the median.
    pub above_median: bool,
    /// Whether it is seen: six stars or more, above the median, and the highest nearby.
    pub visible: bool,
}

/// The spectrum of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum {
    /// Cycles a month, 0 to a half: each hundred-and-twentieth, with the trading days' own in their places.
    pub frequencies: Vec<f64>,
    /// The logarithm of the density there, in decibels.
    pub decibels: Vec<f64>,
    /// The seasonal frequencies, then those of trading days.
    pub peaks: Vec<Peak>,
}

/// An autoregression.
struct Autoregression {
    coefficients: Vec<f64>,
    variance: f64,
}

/// The spectrum of monthly values without trend, about their mean. `None` for values that do not vary, or a year's or fewer.
#[must_use]
pub fn spectrum(values: &[f64]) -> Option<Spectrum> {
    let autoregression = autoregression(values)?;
    let frequencies = grid();
    let decibels: Vec<f64> = frequencies.iter().map(|frequency| autoregression.decibels(*frequency)).collect();
    let mut sorted = decibels.clone();
    sorted.sort_by(f64::total_cmp);
    let (lowest, median, highest) = (*sorted.first()?, *sorted.get(sorted.len() / 2)?, *sorted.last()?);
    if !(lowest.is_finite() && highest.is_finite()) {
        return None;
    }
    let star = (highest - lowest) / STARS;
    let seasonal = (1..=5).map(|cycles| (Frequencies::Seasonal(cycles), cycles as f64 / 12.0));
    let trading = TRADING_DAYS.iter().enumerate().map(|(at, frequency)| (Frequencies::TradingDay(at + 1), *frequency));
    let peak = |(at, frequency): (Frequencies, f64)| {
        let value = autoregression.decibels(frequency);
        let beside = [frequency - STEP, frequency + STEP].map(|frequency| autoregression.decibels(frequency));
        let stars = if star > 0.0 { (value - beside[0].max(beside[1])) / star } else { 0.0 };
        let highest = between(frequency).all(|near| autoregression.decibels(near) <= value);
        let above_median = value > median;
        Peak { at, stars: stars.max(0.0), above_median, visible: above_median && highest && stars > VISIBLE }
    };
    Some(Spectrum { peaks: seasonal.chain(trading).map(peak).collect(), frequencies, decibels })
}

/// The frequencies looked at.
fn grid() -> Vec<f64> {
    let mut grid: Vec<f64> = (0..=60).map(|step| f64::from(step) / 120.0).collect();
    for (at, frequency) in [42, 52].into_iter().zip(TRADING_DAYS) {
        grid[at - 1] = frequency - STEP;
        grid[at] = frequency;
        grid[at + 1] = frequency + STEP;
    }
    grid
}

/// Frequencies between the neighbours of one and more than 0.002 away from it.
fn between(frequency: f64) -> impl Iterator<Item = f64> {
    let even = (0..=60).map(|step| f64::from(step) / 120.0);
    let trading = TRADING_DAYS.into_iter().flat_map(|day| [day - STEP, day, day + STEP]);
    let near = move |other: &f64| (other - frequency).abs() > 0.002 && (other - frequency).abs() < STEP - 1e-9;
    even.chain(trading).filter(near)
}

/// The autoregression by Yule and Walker's equations, solved by Levinson and Durbin's recursion.
fn autoregression(values: &[f64]) -> Option<Autoregression> {
    let count = values.len();
    if count <= 12 {
        return None;
    }
    let order = ORDER.min(count - 1);
    let mean = values.iter().sum::<f64>() / count as f64;
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let covariance =
        |lag: usize| centred.iter().zip(&centred[lag..]).map(|(left, right)| left * right).sum::<f64>() / count as f64;
    let covariances: Vec<f64> = (0..=order).map(covariance).collect();
    let mut fitted = Autoregression { coefficients: Vec::new(), variance: covariances[0] };
    if !(covariances[0] > 0.0 && covariances[0].is_finite()) {
        return None;
    }
    for lag in 1..=order {
        if fitted.variance / covariances[0] < 1e-5 {
            break;
        }
        let explained: f64 = fitted.coefficients.iter().zip(covariances[1..lag].iter().rev()).map(|(a, c)| a * c).sum();
        let partial = (covariances[lag] - explained) / fitted.variance;
        let reversed: Vec<f64> = fitted.coefficients.iter().rev().copied().collect();
        for (coefficient, mirror) in fitted.coefficients.iter_mut().zip(reversed) {
            *coefficient -= partial * mirror;
        }
        fitted.coefficients.push(partial);
        fitted.variance *= 1.0 - partial * partial;
    }
    Some(fitted)
}

impl Autoregression {
    /// The logarithm of its spectrum at a frequency.
    fn decibels(&self, frequency: f64) -> f64 {
        let (mut real, mut imaginary) = (1.0, 0.0);
        for (lag, coefficient) in self.coefficients.iter().enumerate() {
            let (sine, cosine) = (2.0 * std::f64::consts::PI * frequency * (lag + 1) as f64).sin_cos();
            real -= coefficient * cosine;
            imaginary -= coefficient * sine;
        }
        10.0 * (self.variance / (real * real + imaginary * imaginary)).log10()
    }
}

/// The spectra of an adjustment, of its last eight years.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectra {
    /// Of the changes of B1, in logarithms where the mode is not additive.
    pub original: Option<Spectrum>,
    /// Of the changes of E2, likewise, level shifts taken out.
    pub adjusted: Option<Spectrum>,
    /// Of E3.
    pub irregular: Option<Spectrum>,
}

/// The spectra of a monthly adjustment; `None` for quarters. `differences` is how often changes are taken: 1 without a model, one less
/// than its differences with one.
#[must_use]
pub fn spectra(adjusted: &X11, differences: usize) -> Option<Spectra> {
    if adjusted.span().0.frequency().per_year() != 12 {
        return None;
    }
    let changes = |values: &[f64]| -> Option<Spectrum> {
        let recent = &values[values.len().saturating_sub(RECENT)..];
        let scale = |value: &f64| if adjusted.mode() == Mode::Additive { *value } else { value.ln() };
        let mut series: Vec<f64> = recent.iter().map(scale).collect();
        for _ in 0..differences.max(1) {
            series = series.windows(2).map(|pair| pair[1] - pair[0]).collect();
        }
        spectrum(&series)
    };
    let irregular = adjusted.observed(Table::E3);
    Some(Spectra {
        original: changes(adjusted.observed(Table::B1)),
        adjusted: changes(&adjusted.smooth_adjusted()),
        irregular: spectrum(&irregular[irregular.len().saturating_sub(RECENT)..]),
    })
}
