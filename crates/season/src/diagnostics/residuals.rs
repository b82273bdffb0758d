//! Whether the residuals of a model are white noise and normal: what `check{}` asks.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.3 and chapter 6; Bartlett 1946 (Suppl. J. Roy. Statist. Soc. 8) for the standard errors of
//! autocorrelations; McLeod and Li 1983 (J. Time Ser. Anal. 4) for those of the squares; Geary 1935 (Biometrika 27); D'Agostino, Belanger and
//! D'Agostino 1990 (Amer. Statist. 44) for skewness and kurtosis together.
//!
//! ```
//! use season::Series;
//! use season::diagnostics::{CheckSettings, ResidualChecks};
//! use season::regarima::{Specification, fit};
//!
//! let values = (0..72).map(|month| 100.0 + f64::from(month) + 8.0 * f64::from(month * 5 % 12) + f64::from(month * 7 % 5));
//! let series = Series::new("2018-01".parse()?, values.collect())?;
//! let model = fit(&(&series).into(), &Specification::default())?;
//!
//! let checks = ResidualChecks::of(&model, &CheckSettings::default()).ok_or("no residual")?;
//! let last = checks.autocorrelations.last().ok_or("no lag")?;
//! // 24 lags less the two coefficients of the airline model.
//! assert_eq!((last.lag, last.freedom), (24, 22));
//! assert!(last.probability.is_some_and(|chance| chance < 0.05), "what comes again every five months is no white noise");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use super::qs::statistic;
use super::tests_of_season::{Test, friedman};
use crate::autocorrelation::{Portmanteau, autocorrelations, chance, partial};
use crate::regarima::Fit;

/// More years than this are needed to tell autocorrelations of squares.
const YEARS_OF_SQUARES: usize = 10;
/// Residuals below which the two together are not told: the approximation is poor.
const LEAST_OF_NORMALITY: usize = 20;

/// How residuals are checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CheckSettings {
    /// As far as autocorrelations go; `None` for two years. They never go beyond the residuals.
    pub lags: Option<usize>,
    /// What sums them up.
    pub portmanteau: Portmanteau,
    /// How probable that sum is at most where it is told, 0 to 1.
    pub limit: f64,
    /// How many standard errors an autocorrelation is at least where it is told.
    pub limit_of_errors: f64,
}

impl Default for CheckSettings {
    fn default() -> Self {
        Self { lags: None, portmanteau: Portmanteau::default(), limit: 0.05, limit_of_errors: 1.6 }
    }
}

/// An autocorrelation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Autocorrelation {
    /// How many periods lie between.
    pub lag: usize,
    /// It, −1 to 1.
    pub value: f64,
    /// Its standard error where there is none from this lag on.
    pub standard_error: f64,
    /// What sums up all up to this lag.
    pub statistic: f64,
    /// The degrees of freedom of that: the lag less the ARMA coefficients that were estimated.
    pub freedom: usize,
    /// How likely a larger statistic is by chance; `None` without a degree of freedom.
    pub probability: Option<f64>,
}

impl Autocorrelation {
    /// In standard errors.
    #[must_use]
    pub fn t(&self) -> f64 {
        self.value / self.standard_error
    }
}

/// What the residuals of a model are like.
#[derive(Debug, Clone, PartialEq)]
pub struct ResidualChecks {
    /// How they were checked.
    pub settings: CheckSettings,
    /// How many there are.
    pub count: usize,
    /// Their autocorrelations.
    pub autocorrelations: Vec<Autocorrelation>,
    /// Their partial autocorrelations at the same lags, each with the standard error of [`Self::error_of_partial`].
    pub partial: Vec<f64>,
    /// The autocorrelations of their squares, that a changing variance shows in; none of ten years or less.
    pub squares: Vec<Autocorrelation>,
    /// The third moment about the mean over the third power of the standard deviation: 0 of normal ones.
    pub skewness: f64,
    /// The fourth moment over the square of the variance: 3 of normal ones.
    pub kurtosis: f64,
    /// The mean distance from the mean over the standard deviation: 0.798 of normal ones.
    pub geary: f64,
    /// Skewness and kurtosis together (D'Agostino's K²); `None` of fewer than twenty.
    pub normality: Option<Test>,
    /// The squares of the differences over the squares: 2 of white noise (Durbin and Watson).
    pub durbin_watson: f64,
    /// Friedman's test of a season.
    pub friedman: Option<Test>,
    /// QS of a season.
    pub qs: Option<Test>,
}

impl ResidualChecks {
    /// Those of a model; `None` where it leaves fewer than three residuals, or such as do not vary.
    #[must_use]
    pub fn of(model: &Fit, settings: &CheckSettings) -> Option<Self> {
        let residuals = model.residuals();
        let per_year = model.observed().start().frequency().per_year();
        let count = residuals.len();
        let lags = settings.lags.unwrap_or(2 * per_year).min(count.checked_sub(1)?);
        let moments = Moments::of(&residuals)?;
        let told = |values: &[f64]| correlations(values, lags, settings.portmanteau, model.estimated());
        let squares: Vec<f64> = residuals.iter().map(|value| value * value).collect();
        let correlations = told(&residuals);
        let values: Vec<f64> = correlations.iter().map(|one| one.value).collect();
        let changes: f64 = residuals.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum();
        Some(Self {
            settings: *settings,
            count,
            partial: partial(&values),
            autocorrelations: correlations,
            squares: if count > YEARS_OF_SQUARES * per_year { told(&squares) } else { Vec::new() },
            skewness: moments.skewness,
            kurtosis: moments.kurtosis,
            geary: moments.geary,
            normality: moments.normality(count),
            durbin_watson: changes / squares.iter().sum::<f64>(),
            friedman: friedman(&residuals, per_year),
            qs: statistic(&residuals, per_year).and_then(|qs| Test::chi_squared(qs, 2)),
        })
    }

    /// The standard error of a partial autocorrelation where there is none.
    #[must_use]
    pub fn error_of_partial(&self) -> f64 {
        1.0 / (self.count as f64).sqrt()
    }
}

fn correlations(values: &[f64], lags: usize, portmanteau: Portmanteau, estimated: usize) -> Vec<Autocorrelation> {
    let all = autocorrelations(values, lags);
    let statistics = portmanteau.statistics(&all, values.len());
    let mut squares = 0.0;
    let one = |(at, (value, statistic)): (usize, (&f64, f64))| {
        let (lag, standard_error) = (at + 1, ((1.0 + 2.0 * squares) / values.len() as f64).sqrt());
        squares += value * value;
        let freedom = lag.saturating_sub(estimated);
        let probability = chance(statistic, freedom);
        Autocorrelation { lag, value: *value, standard_error, statistic, freedom, probability }
    };
    all.iter().zip(statistics).enumerate().map(one).collect()
}

/// The shape of a distribution.
struct Moments {
    skewness: f64,
    kurtosis: f64,
    geary: f64,
}

impl Moments {
    fn of(values: &[f64]) -> Option<Self> {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let moment = |power: i32| values.iter().map(|value| (value - mean).powi(power)).sum::<f64>() / n;
        let distance = values.iter().map(|value| (value - mean).abs()).sum::<f64>() / n;
        let variance = moment(2);
        let varies = variance.is_finite() && variance > f64::EPSILON * mean * mean && values.len() > 2;
        varies.then(|| Self {
            skewness: moment(3) / variance.powf(1.5),
            kurtosis: moment(4) / (variance * variance),
            geary: distance / variance.sqrt(),
        })
    }

    /// The squares of the normal scores of both, about chi-squared with two degrees of freedom.
    fn normality(&self, count: usize) -> Option<Test> {
        let n = count as f64;
        let squares = score_of_skewness(self.skewness, n).powi(2) + score_of_kurtosis(self.kurtosis, n).powi(2);
        (count >= LEAST_OF_NORMALITY).then(|| Test::chi_squared(squares, 2)).flatten()
    }
}

/// How unusual skewness is, as a standard normal variable (D'Agostino 1970, Biometrika 57).
fn score_of_skewness(skewness: f64, n: f64) -> f64 {
    let scaled = skewness * ((n + 1.0) * (n + 3.0) / (6.0 * (n - 2.0))).sqrt();
    let kurtosis =
        3.0 * (n * n + 27.0 * n - 70.0) * (n + 1.0) * (n + 3.0) / ((n - 2.0) * (n + 5.0) * (n + 7.0) * (n + 9.0));
    let width = (2.0 * (kurtosis - 1.0)).sqrt() - 1.0;
    let distance = (2.0 / (width - 1.0)).sqrt();
    (scaled / distance).asinh() / (0.5 * width.ln()).sqrt()
}

/// How unusual kurtosis is, as a standard normal variable (Anscombe and Glynn 1983, Biometrika 70).
fn score_of_kurtosis(kurtosis: f64, n: f64) -> f64 {
    let expected = 3.0 * (n - 1.0) / (n + 1.0);
    let variance = 24.0 * n * (n - 2.0) * (n - 3.0) / ((n + 1.0).powi(2) * (n + 3.0) * (n + 5.0));
    let scaled = (kurtosis - expected) / variance.sqrt();
    let skewness = 6.0 * (n * n - 5.0 * n + 2.0) / ((n + 7.0) * (n + 9.0))
        * (6.0 * (n + 3.0) * (n + 5.0) / (n * (n - 2.0) * (n - 3.0))).sqrt();
    let freedom = 6.0 + 8.0 / skewness * (2.0 / skewness + (1.0 + 4.0 / (skewness * skewness)).sqrt());
    let ratio = (1.0 - 2.0 / freedom) / (1.0 + scaled * (2.0 / (freedom - 4.0)).sqrt());
    (1.0 - 2.0 / (9.0 * freedom) - ratio.cbrt()) / (2.0 / (9.0 * freedom)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `skew`, `kurtosis`, `skewtest`, `kurtosistest` and `normaltest` of SciPy 1.17.1.
    #[test]
    fn skewness_and_kurtosis_are_scipy_s() {
        let value = |at: i32| f64::from(at * 7919 % 101) / 25.0 - 2.0;
        let cubes: Vec<f64> = (0..60).map(|at| value(at).powi(3)).collect();
        let plain: Vec<f64> = (0..30).map(value).collect();
        let expected = [
            [-0.071_574_066_327_384_86, 3.587_701_832_394_091_5, -0.248_562_325_816_081_6, 1.252_425_594_508_530_7],
            [-0.029_610_156_385_713_654, 1.777_305_630_811_527_4, -0.077_528_449_820_638_6, -2.415_945_245_116_125_4],
        ];
        let chances = [0.442_561_186_375_798_1, 0.053_858_176_742_389_49];
        for ((values, expected), chance) in [cubes, plain].iter().zip(expected).zip(chances) {
            let (moments, n) = (Moments::of(values).unwrap(), values.len() as f64);
            let scores = [score_of_skewness(moments.skewness, n), score_of_kurtosis(moments.kurtosis, n)];
            for (found, expected) in [moments.skewness, moments.kurtosis].into_iter().chain(scores).zip(expected) {
                assert!((found - expected).abs() < 1e-12, "{found} {expected}");
            }
            let together = moments.normality(values.len()).unwrap();
            assert!((together.probability - chance).abs() < 1e-12 && together.degrees == (2, 0), "{together:?}");
        }
        let few = Moments::of(&[1.0, 2.0, 4.0]).unwrap();
        assert!(few.normality(3).is_none() && Moments::of(&[1.0; 30]).is_none());
    }
}
