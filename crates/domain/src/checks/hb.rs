//! Hidiroglou–Berthelot bounds on ratios of change.
//!
//! M. A. Hidiroglou and J.-M. Berthelot, “Statistical editing and imputation for periodic business surveys”, *Survey
//! Methodology* 12 (1), 1986, 73–83. For units with values x₀ → x₁, both positive:
//!
//! 1. ratio r = x₁ / x₀, and its median R;
//! 2. transformed ratio, symmetric about nought: s = 1 − R / r where r < R, s = r / R − 1 where r ≥ R;
//! 3. effect E = s · max(x₀, x₁)^U with 0 ≤ U ≤ 1: U gives weight to large units;
//! 4. distances d₁ = max(E_M − E_Q1, |A · E_M|), d₃ = max(E_Q3 − E_M, |A · E_M|) from quartiles and median of E;
//! 5. a unit is suspicious outside ( E_M − C · d₁ , E_M + C · d₃ ).
//!
//! One addition. Because s is centred on its own median, E_M is nearly nought, so that |A · E_M| hardly keeps the bounds apart where
//! most units move alike, and honest units fall out. The distances are therefore also no smaller than A times the median of
//! max(x₀, x₁)^U: a middle-sized unit may always deviate by C · A from the median ratio. Quartiles are linear
//! between order statistics (type 7).

/// The parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// Weight of size, 0 to 1.
    pub u: f64,
    /// Smallest spread, as a share.
    pub a: f64,
    /// Width of the bounds in quartile distances.
    pub c: f64,
    /// Fewest units (or months of history) the bounds may rest on.
    pub least: usize,
}

/// The bounds of one cell in one month, or of one unit's own history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Median ratio.
    pub median_ratio: f64,
    /// Lower bound of the effect.
    pub low: f64,
    /// Upper bound of the effect.
    pub high: f64,
    /// How many pairs they rest on.
    pub units: usize,
    /// The weight of size they were made with.
    pub u: f64,
}

impl Bounds {
    /// The bounds of these pairs (x₀, x₁). Pairs that are not both positive are left out.
    ///
    /// Returns `None` when fewer than `least` pairs remain.
    #[must_use]
    pub fn of(pairs: &[(f64, f64)], parameters: &Parameters) -> Option<Self> {
        let pairs: Vec<(f64, f64)> = pairs.iter().copied().filter(|(x0, x1)| *x0 > 0.0 && *x1 > 0.0).collect();
        if pairs.len() < parameters.least.max(1) {
            return None;
        }
        let mut sorted: Vec<f64> = pairs.iter().map(|(x0, x1)| x1 / x0).collect();
        sorted.sort_by(f64::total_cmp);
        let median_ratio = quantile(&sorted, 0.5);
        let u = parameters.u;
        for (place, (x0, x1)) in sorted.iter_mut().zip(&pairs) {
            *place = effect(*x0, *x1, median_ratio, u);
        }
        sorted.sort_by(f64::total_cmp);
        let [q1, middle, q3] = [0.25, 0.5, 0.75].map(|p| quantile(&sorted, p));
        for (place, (x0, x1)) in sorted.iter_mut().zip(&pairs) {
            *place = size(*x0, *x1, u);
        }
        let least_distance = if u == 0.0 {
            parameters.a
        } else {
            sorted.sort_by(f64::total_cmp);
            parameters.a * quantile(&sorted, 0.5)
        };
        let floor = (parameters.a * middle).abs().max(least_distance);
        let low = middle - parameters.c * (middle - q1).max(floor);
        let high = middle + parameters.c * (q3 - middle).max(floor);
        Some(Self { median_ratio, low, high, units: pairs.len(), u })
    }

    /// The effect of a pair against these bounds' median; `None` unless both values are positive.
    #[must_use]
    pub fn effect(&self, x0: f64, x1: f64) -> Option<f64> {
        (x0 > 0.0 && x1 > 0.0).then(|| effect(x0, x1, self.median_ratio, self.u))
    }
}

/// s of step 2.
fn transformed(ratio: f64, median: f64) -> f64 {
    if ratio < median { 1.0 - median / ratio } else { ratio / median - 1.0 }
}

fn size(x0: f64, x1: f64, u: f64) -> f64 {
    if u == 0.0 { 1.0 } else { x0.max(x1).powf(u) }
}

/// E of step 3.
fn effect(x0: f64, x1: f64, median: f64, u: f64) -> f64 {
    transformed(x1 / x0, median) * size(x0, x1, u)
}

/// The quantile `p` of sorted values, linear between order statistics (type 7); `values` is not empty.
fn quantile(values: &[f64], p: f64) -> f64 {
    let place = p * (values.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(values.len() - 1);
    values[below] + (place - below as f64) * (values[above] - values[below])
}

/// The median; `None` of nothing.
#[must_use]
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    (!values.is_empty()).then(|| quantile(values, 0.5))
}
