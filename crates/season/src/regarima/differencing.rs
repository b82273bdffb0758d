//! How often a series is differenced, and whether it then has a mean.
//!
//! Gómez and Maravall 2001 ("Automatic modeling methods for univariate series"), as the X-13ARIMA-SEATS Reference Manual
//! describes it, ch. 7.2: an AR(2) with a seasonal AR(1) is fitted and its zeros near the unit circle become
//! differences; then ARMA(1,1) with seasonal ARMA(1,1) is fitted to the differenced series, and an autoregressive
//! coefficient near 1 that its moving average does not cancel becomes one more difference, until there is none. Fits are by
//! Hannan and Rissanen, by maximum likelihood where those are not usable.

use super::cleaned::Cleaned;
use super::estimate::BEGINNING;
use super::fit::Fit;
use super::hannan_rissanen;
use super::model::{Model, Operator, Orders};
use super::roots::Roots;

/// A zero of modulus up to this is a unit root in the first fit.
const UNIT: f64 = 1.0 / 0.96;
/// How near 1 a regular coefficient is a unit root in later fits.
const NEAR: f64 = 1.005 - 0.88 + (0.88 - 0.869);
/// The same of a seasonal one.
const NEAR_SEASONAL: f64 = 0.19;
/// Coefficients this near cancel; a little less in each fit.
const CANCEL: f64 = 0.1;
/// How near the maximum the likelihood comes: whether coefficients cancel, or a mean is significant, is read from them.
const EXACT: f64 = 1e-6;
/// The last fit at most, the first counted.
const ROUNDS: usize = 7;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Differencing {
    pub(crate) regular: usize,
    pub(crate) seasonal: usize,
    /// Whether the differenced series has a mean.
    pub(crate) mean: bool,
}

/// The largest inverse moduli of positive real zeros that were not taken as unit roots.
#[derive(Debug, Clone, Copy)]
struct Largest {
    regular: f64,
    seasonal: f64,
}

/// A fitted ARMA(1,1)(1,1): its four coefficients.
#[derive(Debug, Clone, Copy)]
struct Mixed {
    regular: f64,
    seasonal: f64,
    moving: f64,
    seasonal_moving: f64,
}

/// The differences of a series that has no regression left, regular and seasonal ones no more than `most`. Where a stable season was in the
/// regression the models that are fitted have no seasonal part, and there is no seasonal difference.
pub(crate) fn identify(cleaned: &Cleaned, most: (usize, usize), stable: bool) -> Differencing {
    let most = if stable { (most.0, 0) } else { most };
    let mixed = |regular: usize, seasonal: usize| mixed(regular, (!stable).then_some(seasonal));
    let (mut regular, mut seasonal, largest) = first(cleaned, !stable);
    let within = |regular: usize, seasonal: usize| regular <= most.0 && seasonal <= most.1;
    let (mut cancel, mut exact) = (CANCEL, false);
    let mut model = mixed(regular, seasonal);
    for round in 2..=ROUNDS {
        if !within(regular, seasonal) {
            break;
        }
        model = mixed(regular, seasonal);
        exact |= regular == 0 && seasonal == 0 && round > 2;
        let fitted = fit(cleaned, &model, exact);
        cancel -= 0.002;
        let step = step(fitted, (regular, seasonal), largest, round, cancel);
        exact = step.again;
        if step.regular > 2 || step.seasonal > 1 {
            (regular, seasonal) = (step.regular.min(2), step.seasonal.min(1));
            break;
        }
        (regular, seasonal) = (step.regular, step.seasonal);
        if !step.more {
            break;
        }
    }
    if !within(regular, seasonal) {
        (regular, seasonal) = (regular.min(most.0), seasonal.min(most.1));
        model = mixed(regular, seasonal);
    }
    Differencing { regular, seasonal, mean: mean(cleaned, &model, regular + seasonal > 0) }
}

/// ARMA(1,1) after differences, with a seasonal part where it has differences of its own.
fn mixed(regular: usize, seasonal: Option<usize>) -> Model {
    let seasonal = seasonal.map_or(Orders::default(), |differences| Orders::new(1, differences, 1));
    Model { regular: Orders::new(1, regular, 1), seasonal }
}

/// Unit roots of the first fit and the largest of the others.
fn first(cleaned: &Cleaned, with_season: bool) -> (usize, usize, Largest) {
    let model = Model { regular: Orders::new(2, 0, 0), seasonal: Orders::new(usize::from(with_season), 0, 0) };
    let series = centred(cleaned.values.clone());
    let rough = hannan_rissanen::estimate(&model, &series, cleaned.per_year());
    let usable = rough.filter(|coefficients| model.admits(coefficients));
    let coefficients =
        usable.or_else(|| exact(cleaned, &model)).unwrap_or_else(|| vec![BEGINNING; model.coefficients()]);
    let count = |coefficients: &[f64]| {
        let roots = Roots::of(coefficients);
        (roots.unit(UNIT), roots.largest_positive(UNIT))
    };
    let ((regular, most), (seasonal, most_seasonal)) = (count(&coefficients[..2]), count(&coefficients[2..]));
    (regular.min(2), seasonal.min(1), Largest { regular: most, seasonal: most_seasonal })
}

fn centred(mut values: Vec<f64>) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter_mut().for_each(|value| *value -= mean);
    values
}

/// The coefficients by maximum likelihood, without a mean.
fn exact(cleaned: &Cleaned, model: &Model) -> Option<Vec<f64>> {
    cleaned.fit(model, false, EXACT).ok().map(|fit| fit.parameters().to_vec())
}

fn fit(cleaned: &Cleaned, model: &Model, by_likelihood: bool) -> Mixed {
    let rough = || {
        let series = centred(model.differencing(cleaned.per_year()).apply(&cleaned.values));
        hannan_rissanen::estimate(model, &series, cleaned.per_year())
    };
    let found = if by_likelihood { exact(cleaned, model) } else { rough().or_else(|| exact(cleaned, model)) };
    let (one, two) = (BEGINNING, 2.0 * BEGINNING);
    match found.as_deref() {
        Some(&[regular, moving]) => Mixed { regular, seasonal: 0.0, moving, seasonal_moving: 0.0 },
        Some(&[regular, seasonal, moving, seasonal_moving]) => Mixed { regular, seasonal, moving, seasonal_moving },
        _ => Mixed { regular: one, seasonal: one, moving: two, seasonal_moving: two },
    }
}

/// What a fit leads to.
struct Step {
    regular: usize,
    seasonal: usize,
    /// Whether another fit follows.
    more: bool,
    /// Whether that must be by maximum likelihood.
    again: bool,
}

fn step(fit: Mixed, (regular, seasonal): (usize, usize), largest: Largest, round: usize, cancel: f64) -> Step {
    let mut step = Step { regular, seasonal, more: false, again: false };
    let mut changes = 0;
    let cancels = (fit.regular - fit.moving).abs() <= cancel;
    let cancels_seasonal = (fit.seasonal - fit.seasonal_moving).abs() <= cancel;
    if (1.0 - fit.regular).abs() <= NEAR && fit.regular <= 1.02 {
        if !cancels {
            (step.regular, changes) = (regular + 1, changes + 1);
        }
    } else if (1.0 - fit.regular).abs() <= NEAR || fit.regular.abs() > 1.12 {
        (step.again, changes) = (true, 1);
    }
    if (1.0 - fit.seasonal).abs() <= NEAR_SEASONAL && fit.seasonal <= 1.02 {
        if !cancels_seasonal && seasonal == 0 {
            (step.seasonal, changes) = (1, if step.again { changes } else { changes + 1 });
            step.again = false;
        }
    } else if (1.0 - fit.seasonal).abs() <= NEAR_SEASONAL || fit.seasonal.abs() > 1.12 {
        (step.again, changes) = (true, 1);
    }
    if round == 2 && (cancels || cancels_seasonal) && step.none() && largest.reaches(0.9, 0.9) {
        (step.again, changes) = (false, if step.again { 1 } else { changes + 1 });
        step.larger(largest.regular, largest.seasonal);
    }
    let near = |width: f64, seasonal: f64| (1.0 - fit.regular).abs() <= width || (1.0 - fit.seasonal).abs() <= seasonal;
    let doubtful =
        (near(0.15, 0.16) && largest.reaches(0.9, 0.88)) || (near(0.16, 0.17) && largest.reaches(0.91, 0.89));
    if round == 2 && step.none() && doubtful {
        (step.again, changes) = (false, if step.again { 1 } else { changes + 1 });
        step.larger(largest.regular, largest.seasonal);
    }
    if step.none() && near(0.15, 0.25) {
        step.larger(fit.regular, fit.seasonal);
    }
    if changes == 2 {
        step.regular = step.regular.saturating_sub(1);
        step.seasonal = step.seasonal.saturating_sub(1);
        if largest.reaches(0.0, 0.0) {
            step.larger(largest.regular, largest.seasonal);
        }
    }
    step.more = changes > 0;
    step
}

impl Step {
    fn none(&self) -> bool {
        self.regular == 0 && self.seasonal == 0
    }

    /// One difference more, where the value is larger.
    fn larger(&mut self, regular: f64, seasonal: f64) {
        if regular > seasonal {
            self.regular += 1;
        } else {
            self.seasonal += 1;
        }
    }
}

impl Largest {
    fn reaches(self, regular: f64, seasonal: f64) -> bool {
        self.regular >= regular || self.seasonal >= seasonal
    }
}

/// Whether the differenced series has a mean: its t statistic in the last fit against a value that grows with length.
fn mean(cleaned: &Cleaned, model: &Model, differenced: bool) -> bool {
    let count = cleaned.values.len();
    if !differenced {
        let n = count as f64;
        let mean = cleaned.values.iter().sum::<f64>() / n;
        let variance = cleaned.values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n;
        let critical = match count {
            ..=80 => 1.96,
            81..=200 => 2.0,
            _ => 2.55,
        };
        return n.sqrt() * mean.abs() >= critical * variance.sqrt();
    }
    let critical = match count {
        ..=80 => 1.96,
        81..=155 => 1.98,
        156..=230 => 2.1,
        231..=350 => 2.3,
        _ => 2.5,
    };
    let fitted: Option<Fit> = cleaned.fit(model, true, EXACT).ok();
    fitted.is_some_and(|fit| {
        fit.regression().first().is_some_and(|constant| constant.t().is_some_and(|t| t.abs() >= critical))
    })
}

/// The coefficients of an operator.
pub(crate) fn coefficients_of(fit: &Fit, wanted: Operator) -> &[f64] {
    let range = fit.model().ranges().into_iter().find(|(operator, _)| *operator == wanted);
    range.and_then(|(_, range)| fit.parameters().get(range)).unwrap_or_default()
}
