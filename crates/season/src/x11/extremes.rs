//! Extreme values: weights of the irregular by its moving standard deviation, and what replaces an extreme SI value.
//!
//! Ladiray and Quenneville (2001), sections 4.1.4 (tables B4, B9, B17, C17) and 4.1.5 (replacement); X-13ARIMA-SEATS Reference Manual
//! 1.1, section 7.19 (`sigmalim`).

use std::ops::Range;

use super::average::mean;

/// Below the first limit an irregular has full weight, above the second none; in standard deviations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SigmaLimits {
    /// Full weight up to here: 1.5.
    pub lower: f64,
    /// No weight from here on: 2.5.
    pub upper: f64,
}

impl Default for SigmaLimits {
    fn default() -> Self {
        Self { lower: 1.5, upper: 2.5 }
    }
}

/// Weights, 0 to 1, of the irregular. `ordinal` is that of the first value, counted from the first of a year; `neutral` its mean.
///
/// Twice over: the first standard deviation finds the values beyond the upper limit, the second is without those.
pub(crate) fn weights(
    irregular: &[f64],
    ordinal: usize,
    per_year: usize,
    neutral: f64,
    limits: SigmaLimits,
) -> Vec<f64> {
    let windows = five_years(irregular.len(), ordinal, per_year);
    let mut kept = vec![true; irregular.len()];
    for (weighed, measured) in &windows {
        let deviation = deviation(&irregular[measured.clone()], neutral, |_| true);
        for place in weighed.clone() {
            kept[place] = deviation == 0.0 || (irregular[place] - neutral).abs() / deviation <= limits.upper;
        }
    }
    let mut weights = vec![1.0; irregular.len()];
    for (weighed, measured) in &windows {
        let deviation = deviation(&irregular[measured.clone()], neutral, |place| kept[measured.start + place]);
        for place in weighed.clone() {
            let distance = (irregular[place] - neutral).abs() / deviation;
            weights[place] = if deviation == 0.0 {
                f64::from(u8::from(kept[place]))
            } else if distance > limits.upper {
                0.0
            } else if distance > limits.lower {
                (limits.upper - distance) / (limits.upper - limits.lower)
            } else {
                f64::from(u8::from(kept[place]))
            };
        }
    }
    weights
}

/// Root mean square distance from the mean that is known, over the values that are kept.
fn deviation(values: &[f64], neutral: f64, kept: impl Fn(usize) -> bool) -> f64 {
    let (mut squares, mut count) = (0.0, 0.0);
    for (place, value) in values.iter().enumerate() {
        if kept(place) {
            squares += (value - neutral) * (value - neutral);
            count += 1.0;
        }
    }
    if count == 0.0 { 0.0 } else { f64::sqrt(squares / count) }
}

/// Which values are weighed by the standard deviation of which: each calendar year by the five around it, the first and the last
/// years by the nearest five full ones with what is left of a broken year.
fn five_years(count: usize, ordinal: usize, per_year: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let lead = ordinal % per_year;
    let (end, first_full) = (lead + count, usize::from(lead > 0));
    let (full, touched) = (end / per_year, end.div_ceil(per_year));
    if full < first_full + 5 || touched <= 5 {
        return vec![(0..count, 0..count)];
    }
    let year = |year: usize| (year * per_year).saturating_sub(lead).min(count);
    let last = touched - 5;
    (0..=last)
        .map(|at| match at {
            0 => (0..year(3), 0..year(first_full + 5)),
            at if at == last => (year(at + 2)..count, year(full - 5)..count),
            at => (year(at + 2)..year(at + 3), year(at)..year(at + 5)),
        })
        .collect()
}

/// Replaces the SI values of less than full weight, each among those of its own month: by the mean of itself, by its weight, and the
/// two nearest full ones on each side; the nearest four where a side has fewer; the month's mean where there are not four.
pub(crate) fn replace(values: &mut [f64], weights: &[f64], per_year: usize) {
    for month in 0..per_year.min(values.len()) {
        let column: Vec<f64> = values.iter().skip(month).step_by(per_year).copied().collect();
        let weight: Vec<f64> = weights.iter().skip(month).step_by(per_year).copied().collect();
        if weight.iter().all(|weight| *weight == 1.0) {
            continue;
        }
        let mean = mean(&column);
        for year in (0..column.len()).filter(|year| weight[*year] != 1.0) {
            let near = nearest_full(year, &weight);
            let replacement = if near.len() < 4 {
                mean
            } else {
                let sum = near.iter().fold(weight[year] * column[year], |sum, near| sum + column[*near]);
                sum / (4.0 + weight[year])
            };
            values[month + year * per_year] = replacement;
        }
    }
}

/// The four values of full weight nearest to a year, two on each side where there are: fewer than four if there are no more.
fn nearest_full(year: usize, weight: &[f64]) -> Vec<usize> {
    let count = weight.len();
    let full = |near: &usize| weight[*near] == 1.0;
    if year <= 1 {
        return (0..count).filter(full).take(4).collect();
    }
    if year + 2 >= count {
        return (0..count).rev().filter(full).take(4).collect();
    }
    let mut after = (year + 1..count).filter(full);
    let mut near: Vec<usize> = after.by_ref().take(2).collect();
    near.extend((0..year).rev().filter(full).take(4 - near.len()));
    let missing = 4 - near.len();
    near.extend(after.take(missing));
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_weighed_once() {
        for per_year in [4, 12] {
            for ordinal in 0..per_year {
                for count in 1..160 {
                    let mut seen = 0;
                    for (weighed, measured) in five_years(count, ordinal, per_year) {
                        assert_eq!(weighed.start, seen);
                        assert!(measured.start <= weighed.start && weighed.end <= measured.end, "{count} {ordinal}");
                        seen = weighed.end;
                    }
                    assert_eq!(seen, count, "{ordinal}");
                }
            }
        }
    }

    #[test]
    fn a_lone_shock_has_no_weight_and_its_neighbours_stand_for_it() {
        let mut irregular: Vec<f64> = (0..96).map(|at| if at % 2 == 0 { 1.01 } else { 0.99 }).collect();
        irregular[50] = 1.5;
        let weights = weights(&irregular, 3, 12, 1.0, SigmaLimits::default());
        assert!(weights.iter().enumerate().all(|(at, weight)| (*weight == 0.0) == (at == 50)));
        replace(&mut irregular, &weights, 12);
        assert!((irregular[50] - 1.01).abs() < 1e-12);
    }

    #[test]
    fn the_nearest_four_are_two_on_each_side_where_there_are() {
        let full = [1.0; 9];
        assert_eq!(nearest_full(4, &full), [5, 6, 3, 2]);
        assert_eq!(nearest_full(1, &[1.0, 0.0, 1.0, 1.0, 1.0, 1.0]), [0, 2, 3, 4]);
        assert_eq!(nearest_full(4, &[1.0, 1.0, 1.0, 1.0, 0.5, 1.0, 0.0, 0.0, 0.0]), [5, 3, 2, 1]);
        assert_eq!(nearest_full(3, &[0.0, 0.0, 1.0, 0.5, 1.0, 1.0, 1.0]), [4, 5, 2, 6]);
        assert_eq!(nearest_full(2, &[1.0, 0.0, 0.0, 1.0, 1.0]), [3, 4, 0]);
    }
}
