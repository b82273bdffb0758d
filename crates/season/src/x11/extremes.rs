//! Extreme values: weights of the irregular by its moving standard deviation, and what replaces an extreme SI value.
//!
//! Ladiray and Quenneville (2001), chapter 4, tables B4, B9, B17 and C17; X-13ARIMA-SEATS Reference Manual
//! 1.1, section 7.19 (`sigmalim`, `calendarsigma`); Cochran (1941) for the test of equal variances.

use std::ops::Range;

use super::average::mean;
use crate::distributions::f_tail;

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

/// Whose standard deviation an irregular is measured by (`calendarsigma`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Deviation {
    /// That of the five years around.
    #[default]
    FiveYears,
    /// That of its own month or quarter, all years.
    EachPeriod,
    /// [`Self::FiveYears`], or [`Self::EachPeriod`] where Cochran's test finds the months or quarters unequal.
    EachPeriodIfUnequal,
    /// That of its group of months or quarters, all years: for each, January or the first quarter first, whether it is in the first group.
    Groups(Vec<bool>),
}

/// How the irregular is weighed.
pub(crate) struct Scale<'a> {
    pub(crate) limits: SigmaLimits,
    pub(crate) deviation: &'a Deviation,
    /// What Cochran's test found in part B, where it was asked.
    pub(crate) unequal: bool,
    pub(crate) per_year: usize,
    /// The irregular where nothing happens.
    pub(crate) neutral: f64,
    /// The values that the deviation is taken of.
    pub(crate) measured: Range<usize>,
}

/// Values that are weighed by the deviation of values, both only of some places in a year.
struct Window {
    weighed: Range<usize>,
    measured: Range<usize>,
    /// The places of a year, by bits.
    places: u16,
}

/// Every place of a year.
const EVERY_PLACE: u16 = u16::MAX;

/// Weights, 0 to 1, of the irregular, whose first value is `ordinal` periods after the first of a year.
///
/// Twice over: the first standard deviation finds the values beyond the upper limit, the second is without those.
pub(crate) fn weights(irregular: &[f64], ordinal: usize, scale: &Scale<'_>) -> Vec<f64> {
    let (limits, neutral) = (scale.limits, scale.neutral);
    let windows = scale.windows(irregular.len(), ordinal);
    let within = |window: &Window, place: usize| {
        window.places == EVERY_PLACE || window.places >> ((ordinal + place) % scale.per_year) & 1 == 1
    };
    let mut kept = vec![true; irregular.len()];
    for window in &windows {
        let deviation = deviation(irregular, &window.measured, neutral, |place| within(window, place));
        for place in window.weighed.clone().filter(|place| within(window, *place)) {
            kept[place] = deviation == 0.0 || (irregular[place] - neutral).abs() / deviation <= limits.upper;
        }
    }
    let mut weights: Vec<f64> = kept.iter().map(|kept| f64::from(u8::from(*kept))).collect();
    for window in &windows {
        let deviation = deviation(irregular, &window.measured, neutral, |place| kept[place] && within(window, place));
        if deviation == 0.0 {
            continue;
        }
        for place in window.weighed.clone().filter(|place| within(window, *place)) {
            let distance = (irregular[place] - neutral).abs() / deviation;
            if distance > limits.upper {
                // As in the reference program: a value of the extension that is not measured, and beyond the limit only of the second
                // deviation, keeps the mark of such values, -1, for its weight.
                let is_marked = kept[place] && !scale.measured.contains(&place);
                weights[place] = if is_marked { -1.0 } else { 0.0 };
            } else if distance > limits.lower {
                weights[place] = (limits.upper - distance) / (limits.upper - limits.lower);
            }
        }
    }
    weights
}

/// Root mean square distance from the mean that is known, over the values of a range that count.
fn deviation(values: &[f64], range: &Range<usize>, neutral: f64, counts: impl Fn(usize) -> bool) -> f64 {
    let (mut squares, mut count) = (0.0, 0.0);
    for place in range.clone().filter(|place| counts(*place)) {
        squares += (values[place] - neutral) * (values[place] - neutral);
        count += 1.0;
    }
    if count == 0.0 { 0.0 } else { f64::sqrt(squares / count) }
}

impl Scale<'_> {
    /// Which values are weighed by which.
    fn windows(&self, count: usize, ordinal: usize) -> Vec<Window> {
        let whole = |places: u16| Window { weighed: 0..count, measured: self.measured.clone(), places };
        let each = || (0..self.per_year).map(|place| whole(1 << place)).collect();
        match self.deviation {
            Deviation::EachPeriod => each(),
            Deviation::EachPeriodIfUnequal if self.unequal => each(),
            Deviation::FiveYears | Deviation::EachPeriodIfUnequal => self.five_years(count, ordinal),
            Deviation::Groups(first) => {
                let bits = |group: bool| {
                    first
                        .iter()
                        .enumerate()
                        .filter(|(_, first)| **first == group)
                        .fold(0, |bits, (place, _)| bits | 1 << place)
                };
                vec![whole(bits(true)), whole(bits(false))]
            }
        }
    }
}

impl Scale<'_> {
    /// Each calendar year of what is measured by the five around it; what lies before and after it with the first and the last.
    fn five_years(&self, count: usize, ordinal: usize) -> Vec<Window> {
        let Range { start, end } = self.measured;
        let mut windows = five_years(end - start, ordinal + start, self.per_year);
        for window in &mut windows {
            for range in [&mut window.weighed, &mut window.measured] {
                *range = range.start + start..range.end + start;
            }
        }
        if let Some(first) = windows.first_mut() {
            first.weighed.start = 0;
        }
        if let Some(last) = windows.last_mut() {
            last.weighed.end = count;
        }
        windows
    }
}

/// Each calendar year by the five around it, the first and the last years by the nearest five full ones with what is left of a broken
/// year.
fn five_years(count: usize, ordinal: usize, per_year: usize) -> Vec<Window> {
    let lead = ordinal % per_year;
    let (end, first_full) = (lead + count, usize::from(lead > 0));
    let (full, touched) = (end / per_year, end.div_ceil(per_year));
    let window = |weighed, measured| Window { weighed, measured, places: EVERY_PLACE };
    if full < first_full + 5 || touched <= 5 {
        return vec![window(0..count, 0..count)];
    }
    let year = |year: usize| (year * per_year).saturating_sub(lead).min(count);
    let last = touched - 5;
    (0..=last)
        .map(|at| match at {
            0 => window(0..year(3), 0..year(first_full + 5)),
            at if at == last => window(year(at + 2)..count, year(full - 5)..count),
            at => window(year(at + 2)..year(at + 3), year(at)..year(at + 5)),
        })
        .collect()
}

/// Whether the months of an irregular vary differently: Cochran's test at 5 %, the largest variance against all others as an F, by
/// Bonferroni's bound (which is exact to the digits of the published tables).
pub(crate) fn unequal(irregular: &[f64], per_year: usize, neutral: f64) -> bool {
    let variance = |month: usize| {
        let squares = irregular.iter().skip(month).step_by(per_year).map(|value| (value - neutral) * (value - neutral));
        squares.sum::<f64>() / irregular.iter().skip(month).step_by(per_year).count() as f64
    };
    let (mut largest, mut sum) = (0.0, 0.0);
    for variance in (0..per_year).map(variance) {
        largest = f64::max(largest, variance);
        sum += variance;
    }
    let freedom = (irregular.len() / per_year).saturating_sub(1).max(1);
    let others = per_year - 1;
    let ratio = others as f64 * largest / (sum - largest);
    ratio.is_finite() && per_year as f64 * f_tail(ratio, (freedom, others * freedom)) <= 0.05
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
                    for Window { weighed, measured, .. } in five_years(count, ordinal, per_year) {
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
        let groups = Deviation::Groups((0..12).map(|month| month < 5).collect());
        for deviation in [Deviation::FiveYears, Deviation::EachPeriod, groups] {
            let scale = Scale {
                limits: SigmaLimits::default(),
                deviation: &deviation,
                unequal: false,
                per_year: 12,
                neutral: 1.0,
                measured: 0..96,
            };
            let weights = weights(&irregular, 3, &scale);
            assert!(weights.iter().enumerate().all(|(at, weight)| (*weight == 0.0) == (at == 50)), "{deviation:?}");
            let mut replaced = irregular.clone();
            replace(&mut replaced, &weights, 12);
            assert!((replaced[50] - 1.01).abs() < 1e-12);
        }
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
