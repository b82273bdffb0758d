//! Critical values of outlier detection: given for a shape, or the default, which grows with the number of periods tested.
//!
//! Ljung 1993 (JRSS B 55, "On outlier detection in time series") for the largest of many statistics, interpolated
//! through an exact value at two observations: X-13ARIMA-SEATS Reference Manual, ch. 7.11, table on default critical
//! values; at a probability of 5 %.

use super::regression::OutlierKind;

/// A critical value for each shape of outliers that is looked for: a number, or `Option` where the default may stand for it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CriticalValues<T = f64> {
    /// Of additive outliers.
    pub additive: T,
    /// Of level shifts.
    pub level_shift: T,
    /// Of temporary changes.
    pub temporary_change: T,
}

impl<T: Copy> CriticalValues<T> {
    /// The same for every shape.
    #[must_use]
    pub fn all(value: T) -> Self {
        Self { additive: value, level_shift: value, temporary_change: value }
    }

    /// That of a shape; `None` of seasonal outliers, which are not looked for.
    #[must_use]
    pub fn of(&self, kind: OutlierKind) -> Option<T> {
        match kind {
            OutlierKind::Additive => Some(self.additive),
            OutlierKind::LevelShift => Some(self.level_shift),
            OutlierKind::TemporaryChange => Some(self.temporary_change),
            OutlierKind::Seasonal => None,
        }
    }

    /// Each of them changed.
    #[must_use]
    pub fn map<U>(self, change: impl Fn(T) -> U) -> CriticalValues<U> {
        CriticalValues {
            additive: change(self.additive),
            level_shift: change(self.level_shift),
            temporary_change: change(self.temporary_change),
        }
    }
}

/// The standard normal's point of `(1 + √0.95)/2`: the largest of two statistics.
const OF_TWO: f64 = 2.236_476_644_557_789_5;
/// The standard normal's point of 97.5 %: one statistic.
const OF_ONE: f64 = 1.959_963_984_540_054;

/// The critical value of the t statistics when so many periods are tested.
#[must_use]
pub fn critical_value(tested: usize) -> f64 {
    if tested < 2 {
        return OF_ONE;
    }
    let known = [(2.0, OF_TWO), (100.0, asymptotic(100.0)), (200.0, asymptotic(200.0))];
    let rows = known.map(|(count, value)| {
        let (scale, shift) = extreme(count);
        (shift, scale, value)
    });
    // From value = constant + slope · shift + factor · scale at the three counts, the constant eliminated.
    let minus = |at: usize| (rows[at].0 - rows[0].0, rows[at].1 - rows[0].1, rows[at].2 - rows[0].2);
    let ((a, b, e), (c, d, f)) = (minus(1), minus(2));
    let determinant = a * d - b * c;
    let (slope, factor) = ((e * d - b * f) / determinant, (a * f - e * c) / determinant);
    let constant = rows[0].2 - slope * rows[0].0 - factor * rows[0].1;
    let (scale, shift) = extreme(tested as f64);
    constant + slope * shift + factor * scale
}

/// Norming constants of the largest of so many normal values.
fn extreme(count: f64) -> (f64, f64) {
    let scale = (2.0 * count.ln()).sqrt();
    (scale, (count.ln().ln() + (4.0 * std::f64::consts::PI).ln()) / (2.0 * scale))
}

/// The limit for many observations.
fn asymptotic(count: f64) -> f64 {
    let (scale, shift) = extreme(count);
    scale - shift - (-0.5 * (2.0 - 1.05_f64.sqrt()).ln()).ln() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_are_those_x13_prints() {
        for (tested, expected) in [(48, 3.627), (94, 3.796), (120, 3.851), (144, 3.890), (240, 3.992), (343, 4.057)] {
            assert!((critical_value(tested) - expected).abs() < 5e-4, "{tested}: {}", critical_value(tested));
        }
        assert!(critical_value(1) < critical_value(2) && critical_value(2) < critical_value(3));
    }
}
