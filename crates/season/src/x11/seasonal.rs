//! Seasonal filters: a moving average of each month's SI values, then centred to leave the level of a year unchanged.
//!
//! Ladiray and Quenneville (2001), chapter 3 (3 × 3, 3 × 5, 3 × 9 and their end weights) and chapter 4, table B5 (centring);
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.19 (`seasonalma`). The end weights of 3 × 9 and 3 × 15 are the rounded ones of X-11.

use super::average;
use super::mode::Relation;

/// A moving average over the SI values of one month or quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeasonalFilter {
    /// Three years: a season that moves fast.
    S3x1,
    /// Five years.
    S3x3,
    /// Seven years.
    S3x5,
    /// Eleven years.
    S3x9,
    /// Seventeen years; a season of fewer than twenty years is taken as stable.
    S3x15,
    /// All years: a season that does not move.
    Stable,
}

impl std::fmt::Display for SeasonalFilter {
    /// As X-13 prints it: `3x5`, `stable`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::S3x1 => "3x1",
            Self::S3x3 => "3x3",
            Self::S3x5 => "3x5",
            Self::S3x9 => "3x9",
            Self::S3x15 => "3x15",
            Self::Stable => "stable",
        })
    }
}

/// X-11's rounded weights of the first five values by a 3 × 9 average, from 6 to 10 years.
const ENDS_3X9: [&[f64]; 5] = [
    &[0.246, 0.221, 0.197, 0.173, 0.112, 0.051],
    &[0.208, 0.192, 0.176, 0.160, 0.144, 0.092, 0.028],
    &[0.173, 0.163, 0.154, 0.143, 0.133, 0.123, 0.079, 0.032],
    &[0.141, 0.137, 0.132, 0.128, 0.123, 0.117, 0.113, 0.075, 0.034],
    &[0.084, 0.120, 0.118, 0.117, 0.116, 0.114, 0.113, 0.111, 0.073, 0.034],
];

/// X-11's rounded weights of the first eight values by a 3 × 15 average, from 9 to 16 years.
const ENDS_3X15: [&[f64]; 8] = [
    &[0.16, 0.16, 0.16, 0.16, 0.16, 0.06667, 0.06667, 0.04444, 0.02222],
    &[0.14667, 0.14667, 0.14667, 0.14667, 0.14667, 0.06667, 0.06667, 0.06667, 0.04444, 0.02220],
    &[0.13333, 0.13333, 0.13333, 0.13333, 0.13333, 0.06667, 0.06667, 0.06667, 0.06667, 0.04444, 0.02223],
    &[0.12, 0.12, 0.12, 0.12, 0.12, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.04444, 0.02221],
    &[
        0.10667, 0.10667, 0.10667, 0.10667, 0.10667, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.04444,
        0.02219,
    ],
    &[
        0.09333, 0.09333, 0.09333, 0.09333, 0.09333, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667,
        0.04444, 0.02222,
    ],
    &[
        0.08, 0.08, 0.08, 0.08, 0.08, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.04444,
        0.02220,
    ],
    &[
        0.04889, 0.07111, 0.07111, 0.07111, 0.07111, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667, 0.06667,
        0.06667, 0.06667, 0.04444, 0.02220,
    ],
];

/// Years from which a 3 × 15 average is taken.
pub(crate) const YEARS_OF_3X15: usize = 20;

/// Years below which every season is taken as stable.
pub(crate) const YEARS_TO_MOVE: usize = 5;

/// The centred seasonal factors of SI values, `place` that of the first in its year, `filters` those of the places of a year.
pub(crate) fn factors(si: &[f64], place: usize, filters: &[SeasonalFilter], relation: Relation) -> Vec<f64> {
    let per_year = filters.len();
    let short = si.len() < YEARS_TO_MOVE * per_year;
    let mut seasonal = vec![0.0; si.len()];
    let (mut column, mut smoothed) = (Vec::new(), Vec::new());
    for month in 0..per_year {
        column.clear();
        column.extend(si.iter().skip(month).step_by(per_year));
        let filter = if short { SeasonalFilter::Stable } else { filters[(place + month) % per_year] };
        smoothed.clear();
        smoothed.resize(column.len(), 0.0);
        smooth(&column, filter, &mut smoothed);
        for (value, smoothed) in seasonal.iter_mut().skip(month).step_by(per_year).zip(&smoothed) {
            *value = *smoothed;
        }
    }
    centre(&mut seasonal, place, filters, relation);
    seasonal
}

/// One month's SI values, averaged.
fn smooth(column: &[f64], filter: SeasonalFilter, smoothed: &mut [f64]) {
    match filter {
        SeasonalFilter::S3x1 => three_by_one(column, smoothed),
        SeasonalFilter::S3x3 => three_by_three(column, smoothed),
        SeasonalFilter::S3x5 => three_by_five(column, smoothed),
        SeasonalFilter::S3x9 => long(column, 9, &ENDS_3X9, smoothed),
        SeasonalFilter::S3x15 if column.len() >= YEARS_OF_3X15 => long(column, 15, &ENDS_3X15, smoothed),
        SeasonalFilter::S3x15 | SeasonalFilter::Stable => smoothed.fill(average::mean(column)),
    }
}

/// Three terms; the ends by 0.61 and 0.39.
fn three_by_one(column: &[f64], smoothed: &mut [f64]) {
    let last = column.len() - 1;
    smoothed[1..last].copy_from_slice(&average::plain(column, 3));
    smoothed[0] = 0.61 * column[0] + 0.39 * column[1];
    smoothed[last] = 0.61 * column[last] + 0.39 * column[last - 1];
}

/// 3 × 3, the ends in 27ths; five years or more.
fn three_by_three(column: &[f64], smoothed: &mut [f64]) {
    average::three_by(column, 3, smoothed);
    both_ends(column, smoothed, 0, |x| (11.0 * (x(0) + x(1)) + 5.0 * x(2)) / 27.0);
    both_ends(column, smoothed, 1, |x| (0.7 * (x(0) + x(2)) + x(1) + 0.3 * x(3)) / 2.7);
}

/// 3 × 5, the ends in 60ths; five years or more.
fn three_by_five(column: &[f64], smoothed: &mut [f64]) {
    average::three_by(column, 5, smoothed);
    both_ends(column, smoothed, 0, |x| (17.0 * (x(0) + x(1) + x(2)) + 9.0 * x(3)) / 60.0);
    both_ends(column, smoothed, 1, |x| (15.0 * (x(0) + x(1) + x(2)) + 11.0 * x(3) + 4.0 * x(4)) / 60.0);
    if column.len() == 5 {
        smoothed[2] = average::mean(column);
    } else {
        let third =
            |x: &dyn Fn(usize) -> f64| (9.0 * x(0) + 13.0 * (x(1) + x(2) + x(3)) + 8.0 * x(4) + 4.0 * x(5)) / 60.0;
        both_ends(column, smoothed, 2, third);
    }
}

/// Sets the value `depth` from each end by a formula in the values counted from that end.
fn both_ends(column: &[f64], smoothed: &mut [f64], depth: usize, formula: impl Fn(&dyn Fn(usize) -> f64) -> f64) {
    let last = column.len() - 1;
    smoothed[depth] = formula(&|from_end| column[from_end]);
    smoothed[last - depth] = formula(&|from_end| column[last - from_end]);
}

/// 3 × 9 or 3 × 15 with a table of end weights, of which the rounding is taken out; where there are fewer years than an end weight
/// needs, the mean.
fn long(column: &[f64], terms: usize, ends: &[&[f64]], smoothed: &mut [f64]) {
    average::three_by(column, terms, smoothed);
    let last = column.len() - 1;
    for (depth, weights) in ends.iter().enumerate().take_while(|(depth, _)| depth * 2 <= last) {
        if weights.len() > column.len() {
            smoothed[depth] = average::mean(column);
            smoothed[last - depth] = smoothed[depth];
        } else {
            let whole: f64 = weights.iter().sum();
            let weighed = |values: &mut dyn Iterator<Item = &f64>| -> f64 {
                weights.iter().zip(values).map(|(weight, value)| weight * value).sum::<f64>() / whole
            };
            smoothed[depth] = weighed(&mut column.iter());
            smoothed[last - depth] = weighed(&mut column.iter().rev());
        }
    }
}

/// Takes the centred average of a year out of seasonal factors. At the ends the first and last average is repeated; of a month whose
/// season is given as stable, that of the nearest year.
pub(crate) fn centre(seasonal: &mut [f64], place: usize, filters: &[SeasonalFilter], relation: Relation) {
    let (per_year, count) = (filters.len(), seasonal.len());
    let half = per_year / 2;
    let middle = average::centred_year(seasonal, per_year);
    let mut level = vec![0.0; count];
    level[half..count - half].copy_from_slice(&middle);
    let stable = |at: usize| filters[(place + at) % per_year] == SeasonalFilter::Stable;
    for at in (0..half).rev() {
        level[at] = if stable(at) { level[at + per_year] } else { level[half] };
    }
    for at in count - half..count {
        level[at] = if stable(at) { level[at - per_year] } else { level[count - half - 1] };
    }
    for (value, level) in seasonal.iter_mut().zip(level) {
        *value = relation.without(*value, level);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_that_does_not_move_passes_through_every_filter() {
        let season = [1.2, 0.9, 0.8, 1.1];
        for years in 3..30 {
            let si: Vec<f64> = season.iter().copied().cycle().skip(1).take(years * 4).collect();
            for filter in [
                SeasonalFilter::S3x1,
                SeasonalFilter::S3x3,
                SeasonalFilter::S3x5,
                SeasonalFilter::S3x9,
                SeasonalFilter::S3x15,
                SeasonalFilter::Stable,
            ] {
                let found = factors(&si, 1, &[filter; 4], Relation::Ratio);
                for (found, expected) in found.iter().zip(&si) {
                    assert!((found - expected).abs() < 1e-12, "{years} {filter:?}: {found} {expected}");
                }
            }
        }
    }

    /// The weights of the first value by 3 × 3: Ladiray and Quenneville (2001), chapter 3.
    #[test]
    fn the_first_value_by_3x3_has_eleven_twentysevenths_of_itself() {
        let mut smoothed = vec![0.0; 6];
        smooth(&[27.0, 0.0, 0.0, 0.0, 0.0, 0.0], SeasonalFilter::S3x3, &mut smoothed);
        let expected = [11.0, 7.0, 3.0, 0.0, 0.0, 0.0];
        assert!(
            smoothed.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-12),
            "{smoothed:?}"
        );
    }
}
