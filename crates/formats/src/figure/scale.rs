//! From values to places on the sheet, and the round numbers of an axis.

use super::svg::{RULE, SOFT, Svg};

/// An axis that covers the values and ends on round numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    /// An axis over the finite values with about `count` steps of 1, 2, 2.5 or 5 times a power of ten.
    pub(super) fn over(values: impl IntoIterator<Item = f64>, count: usize) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|v| v.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let span = if high > low { high - low } else { low.abs().max(1.0) };
        let rough = span / count.max(1) as f64;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|s| s * power).find(|s| *s >= rough * 0.999);
        let step = step.unwrap_or(10.0 * power);
        let (bottom, top) = ((low / step).floor() * step, (high / step).ceil() * step);
        let top = if top > bottom { top } else { bottom + step };
        Self { low: bottom, high: top, step }
    }

    /// The round numbers from the lowest to the highest.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round().min(40.0) as usize;
        (0..=count)
            .map(|n| self.low + self.step * n as f64)
            .map(|v| if v.abs() < self.step * 1e-9 { 0.0 } else { v })
            .collect()
    }

    /// Decimals that the round numbers need.
    pub(super) fn digits(&self) -> usize {
        (0..6).find(|d| ((self.step * 10f64.powi(*d)).fract()).abs() < 1e-9).unwrap_or(6) as usize
    }

    /// The lines of the round numbers between two places across the sheet, with each number on the left.
    pub(super) fn grid(
        &self,
        svg: &mut Svg,
        (left, right): (f64, f64),
        (top, bottom): (f64, f64),
        font: f64,
        write: impl Fn(f64) -> String,
    ) {
        for tick in self.ticks() {
            let y = self.place(tick, bottom, top);
            svg.line((left, y), (right, y), "grid", RULE);
            svg.text((left - 6.0, y + font * 0.35), "end", "soft", SOFT, &write(tick));
        }
    }

    /// The place of a value between `start` (lowest) and `end` (highest).
    pub(super) fn place(&self, value: f64, start: f64, end: f64) -> f64 {
        start + (value - self.low) / (self.high - self.low) * (end - start)
    }
}

#[cfg(test)]
mod tests {
    use super::Axis;

    #[track_caller]
    fn check(values: &[f64], expected: &[f64]) {
        assert_eq!(Axis::over(values.iter().copied(), 4).ticks(), expected);
    }

    #[test]
    fn axes_end_on_round_numbers() {
        check(&[3.0, 97.0], &[0.0, 25.0, 50.0, 75.0, 100.0]);
        check(&[-17.22, 10.0], &[-20.0, -10.0, 0.0, 10.0]);
        check(&[5.0], &[4.0, 6.0]);
        check(&[], &[0.0, 0.25, 0.5, 0.75, 1.0]);
        check(&[f64::NAN, 1.0, 2.0], &[1.0, 1.25, 1.5, 1.75, 2.0]);
    }
}
