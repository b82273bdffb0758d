//! Whether there is a season: analyses of variance and of ranks.
//!
//! Lothian and Morry (1978), *A Test for the Presence of Identifiable Seasonality When Using the X-11 Program*; Higginson (1975) for the
//! moving seasonality; Ladiray and Quenneville (2001), chapter 4, tables B1, D8 and D11.

use crate::distributions::{chi_squared_tail, f_tail};

/// A statistic and how likely a larger one is by chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The statistic.
    pub statistic: f64,
    /// Degrees of freedom: between and within for F; the second is 0 for chi-squared.
    pub degrees: (usize, usize),
    /// The probability of a larger statistic where there is nothing, 0 to 1.
    pub probability: f64,
}

impl Test {
    pub(crate) fn f(statistic: f64, degrees: (usize, usize)) -> Option<Self> {
        statistic.is_finite().then(|| Self { statistic, degrees, probability: f_tail(statistic, degrees) })
    }

    pub(crate) fn chi_squared(statistic: f64, degrees: usize) -> Option<Self> {
        let probability = chi_squared_tail(statistic, degrees);
        statistic.is_finite().then_some(Self { statistic, degrees: (degrees, 0), probability })
    }
}

/// Whether the season can be told from the rest, by the combined test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identifiable {
    /// It is there.
    Present,
    /// It moves too much to be told well.
    ProbablyNotPresent,
    /// It is not.
    NotPresent,
}

/// F of the means of the places of a year: values without trend, `None` where they do not vary within a place.
pub(crate) fn stable(values: &[f64], per_year: usize) -> Option<Test> {
    let count = values.len();
    if count < 2 * per_year {
        return None;
    }
    let (mut sum, mut squares, mut between) = (0.0, 0.0, 0.0);
    for place in 0..per_year {
        let column = values.iter().skip(place).step_by(per_year);
        let of_place: f64 = column.clone().sum();
        sum += of_place;
        squares += column.clone().map(|value| value * value).sum::<f64>();
        between += of_place * of_place / column.count() as f64;
    }
    let common = sum * sum / count as f64;
    let within = (squares - common) - (between - common);
    let degrees = (per_year - 1, count - per_year);
    if within <= 0.0 {
        return None;
    }
    Test::f((between - common) / degrees.0 as f64 / (within / degrees.1 as f64), degrees)
}

/// Stable F of a series with trend, by its changes over a quarter of a year.
pub(crate) fn residual(values: &[f64], per_year: usize) -> Option<Test> {
    stable(&quarterly_changes(values, per_year), per_year)
}

/// The same of the last three years of changes.
pub(crate) fn residual_of_three_years(values: &[f64], per_year: usize) -> Option<Test> {
    let changes = quarterly_changes(values, per_year);
    let from = changes.len().checked_sub(3 * per_year)?;
    stable(&changes[from..], per_year)
}

fn quarterly_changes(values: &[f64], per_year: usize) -> Vec<f64> {
    let step = per_year / 4;
    values.iter().skip(step).zip(values).map(|(after, before)| after - before).collect()
}

/// Kruskal and Wallis's test by ranks; equal values are ranked as they stand.
pub(crate) fn kruskal_wallis(values: &[f64], per_year: usize) -> Option<Test> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|left, right| values[*left].total_cmp(&values[*right]));
    let mut sums = vec![0.0; per_year];
    for (rank, at) in order.iter().enumerate() {
        sums[at % per_year] += (rank + 1) as f64;
    }
    let count = values.len() as f64;
    let size = |place: usize| (values.len() - place).div_ceil(per_year) as f64;
    let between: f64 = sums.iter().enumerate().map(|(place, sum)| sum * sum / size(place)).sum();
    Test::chi_squared(12.0 * between / (count * (count + 1.0)) - 3.0 * (count + 1.0), per_year - 1)
}

/// Friedman's test of the places of a year: ranks within each full year, of which the last ends with the values; ties share their ranks.
pub(crate) fn friedman(values: &[f64], per_year: usize) -> Option<Test> {
    let years = values.len() / per_year;
    if years < 2 {
        return None;
    }
    let mut sums = vec![0.0; per_year];
    let mut squares = 0.0;
    for year in values[values.len() - years * per_year..].chunks_exact(per_year) {
        for (sum, value) in sums.iter_mut().zip(year) {
            let below = year.iter().filter(|other| *other < value).count() as f64;
            let equal = year.iter().filter(|other| *other == value).count() as f64;
            let rank = below + (equal + 1.0) / 2.0;
            *sum += rank;
            squares += rank * rank;
        }
    }
    let (blocks, places) = (years as f64, per_year as f64);
    let middle = (places + 1.0) / 2.0;
    let between: f64 = sums.iter().map(|sum| (sum - blocks * middle).powi(2)).sum();
    let spread = squares - blocks * places * middle * middle;
    Test::chi_squared((places - 1.0) * between / spread, per_year - 1)
}

/// F of the means of the years in a two-way analysis of the distances from `neutral`: full calendar years, from the one that begins at
/// or after the first value, which is at `place` of its year.
pub(crate) fn moving(values: &[f64], place: usize, per_year: usize, neutral: f64) -> Option<Test> {
    let from = (per_year - place) % per_year;
    let years = values.len().checked_sub(from)? / per_year;
    if years < 2 {
        return None;
    }
    let distances: Vec<f64> =
        values[from..from + years * per_year].iter().map(|value| (value - neutral).abs()).collect();
    let mean = distances.iter().sum::<f64>() / distances.len() as f64;
    let square = |value: f64| (value - mean) * (value - mean);
    let of_months =
        (0..per_year).map(|month| square(distances.iter().skip(month).step_by(per_year).sum::<f64>() / years as f64));
    let months = of_months.sum::<f64>() * years as f64;
    let of_years = distances.chunks(per_year).map(|year| square(year.iter().sum::<f64>() / per_year as f64));
    let between = of_years.sum::<f64>() * per_year as f64;
    let rest = distances.iter().map(|value| square(*value)).sum::<f64>() - months - between;
    let degrees = (years - 1, (years - 1) * (per_year - 1));
    if rest <= 0.0 {
        return None;
    }
    Test::f(between / degrees.0 as f64 / (rest / degrees.1 as f64), degrees)
}

/// The parts of the combined test: 7 / F stable and 3 F moving / F stable, each at most 9.
pub(crate) fn combined(stable: &Test, moving: &Test) -> (f64, f64) {
    let first = if stable.statistic * 9.0 >= 7.0 { 7.0 / stable.statistic } else { 9.0 };
    let second = if stable.statistic > 0.0 { (3.0 * moving.statistic / stable.statistic).min(9.0) } else { 9.0 };
    (first, second)
}

/// The combined test: stable seasonality at 0.1 %, against moving seasonality at 5 %, and by ranks at 0.1 %.
pub(crate) fn identifiable(stable: &Test, moving: &Test, ranks: &Test) -> Identifiable {
    let (first, second) = combined(stable, moving);
    if stable.probability >= 0.001 || (moving.probability <= 0.05 && (first + second) / 2.0 >= 1.0) {
        Identifiable::NotPresent
    } else if first < 1.0 && ranks.probability <= 0.001 && second < 1.0 {
        Identifiable::Present
    } else {
        Identifiable::ProbablyNotPresent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn friedman_is_that_of_the_book() {
        // Siegel and Castellan (1988), the formula worked by hand: three years of four quarters, ranks 1 2 3 4, 1 2 3 4, 1 3 2 4.
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 1.0, 3.0, 2.0, 4.0];
        let test = friedman(&values, 4).unwrap();
        assert!((test.statistic - 8.2).abs() < 1e-12 && test.degrees == (3, 0), "{test:?}");
        // A value before the first full year is not ranked.
        assert_eq!(friedman(&[&[9.0], &values[..]].concat(), 4), Some(test));
        // Equal values share their ranks: all equal say nothing.
        assert_eq!(friedman(&[1.0; 12], 4), None);
        let tied = friedman(&[1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0, 2.0], 4).unwrap();
        assert!((tied.statistic - 6.0).abs() < 1e-12, "{tied:?}");
    }
}
