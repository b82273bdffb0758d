//! Levels and links: chaining, rebasing, splicing an old series to a new one.
//!
//! Methodology: PPI Manual 2004, chapter 9 (linking and re-referencing); Eurostat *HICP Methodological Manual* 2024, chapter 8
//! (annual chain-linking at a month or over the annual mean); MoSPI, *linking factor*, arithmetic conversion method: the mean of
//! the old index over the new base year, over 100. A [`Level`] is on a fixed base, a [`Link`] compares two periods; only the functions
//! here turn one into the other.

use super::aggregate::LinkPeriod;
use crate::period::{Period, Year};
use crate::series::{Level, Link};

/// A series of levels, in order of its periods.
pub type Levels = Vec<(Period, Level)>;

/// Period-on-period links; the first period, having none before it, is left out. `None` where a level is not above zero.
#[must_use]
pub fn unchain(levels: &[Level]) -> Option<Vec<Link>> {
    if levels.iter().any(|level| level.0.is_nan() || level.0 <= 0.0) {
        return None;
    }
    Some(levels.windows(2).map(|pair| Link(pair[1].0 / pair[0].0)).collect())
}

/// Levels from a first level and the links after it: the inverse of [`unchain`].
#[must_use]
pub fn chain(first: Level, links: &[Link]) -> Vec<Level> {
    let mut levels = Vec::with_capacity(links.len() + 1);
    levels.push(first);
    for link in links {
        let last = levels[levels.len() - 1];
        levels.push(Level(last.0 * link.0));
    }
    levels
}

/// The mean of the levels whose periods lie in `over`; `None` when there are none.
#[must_use]
pub fn mean_over(series: &[(Period, Level)], over: Period) -> Option<f64> {
    let inside: Vec<f64> = series.iter().filter(|(period, _)| over.contains(*period)).map(|(_, l)| l.0).collect();
    (!inside.is_empty()).then(|| inside.iter().sum::<f64>() / inside.len() as f64)
}

/// The series with the mean of `base` as 100; `None` when nothing lies in the base or its mean is not above zero.
#[must_use]
pub fn rebase(series: &[(Period, Level)], base: Period) -> Option<Levels> {
    let mean = mean_over(series, base).filter(|mean| *mean > 0.0)?;
    Some(series.iter().map(|(period, level)| (*period, Level(level.0 / mean * 100.0))).collect())
}

/// What a level of the new series is multiplied by to continue the old one: mean of old over mean of new where both overlap.
#[must_use]
pub fn link_factor(old: &[(Period, Level)], new: &[(Period, Level)], over: Period) -> Option<f64> {
    let factor = mean_over(old, over)? / mean_over(new, over)?;
    (factor.is_finite() && factor > 0.0).then_some(factor)
}

/// MoSPI's linking factor: the mean of the old-base index over the new base year, over 100. An old-base figure is the new-base
/// index times the factor.
#[must_use]
pub fn arithmetic_conversion(old: &[(Period, Level)], new_base: Year) -> Option<f64> {
    mean_over(old, Period::Year(new_base)).map(|mean| mean / 100.0)
}

/// The old series up to the end of the overlap, and after it the new one on the old one's base.
///
/// With a new series of 100 in the overlap this is the chained index of PPI Manual table 9.8.
#[must_use]
pub fn splice(old: &[(Period, Level)], new: &[(Period, Level)], over: Period) -> Option<Levels> {
    let factor = link_factor(old, new, over)?;
    let end = over.months().last;
    let kept = old.iter().filter(|(period, _)| period.months().last <= end).copied();
    let added = new.iter().filter(|(period, _)| period.months().first > end);
    Some(kept.chain(added.map(|(period, level)| (*period, Level(level.0 * factor)))).collect())
}

/// Each period against the link period of the year before; the first year, having none before it, against its own.
/// `None` when a link period is missing or not above zero.
#[must_use]
pub fn unchain_annual(series: &[(Period, Level)], link: LinkPeriod) -> Option<Vec<(Period, Link)>> {
    let first = series.first()?.0.year();
    let against = |period: Period| {
        let year = if period.year() == first { first } else { period.year().plus(-1) };
        link_level(series, link, year)
    };
    series.iter().map(|(period, level)| Some((*period, Link(level.0 / against(*period)?)))).collect()
}

/// The inverse of [`unchain_annual`] up to the first year's link period, which becomes 100.
#[must_use]
pub fn chain_annual(links: &[(Period, Link)], link: LinkPeriod) -> Option<Levels> {
    let first = links.first()?.0.year();
    let mut levels: Levels = Vec::with_capacity(links.len());
    let mut year = first;
    let mut start = 100.0;
    for (period, ratio) in links {
        if period.year() != year {
            start = link_level(&levels, link, period.year().plus(-1))?;
            year = period.year();
        }
        levels.push((*period, Level(start * ratio.0)));
    }
    Some(levels)
}

/// The mean level over the link period of a year.
fn link_level(series: &[(Period, Level)], link: LinkPeriod, year: Year) -> Option<f64> {
    let window = link.months(year);
    let overlaps = |period: Period| {
        let months = period.months();
        period.year() == year && months.first <= window.last && window.first <= months.last
    };
    let inside: Vec<f64> = series.iter().filter(|(period, _)| overlaps(*period)).map(|(_, l)| l.0).collect();
    let mean = inside.iter().sum::<f64>() / inside.len() as f64;
    (mean > 0.0 && mean.is_finite()).then_some(mean)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn monthly(values: &[f64]) -> Levels {
        let first: crate::period::Month = "2014-01".parse().unwrap();
        values.iter().enumerate().map(|(n, v)| (Period::Month(first.plus(n as i32)), Level(*v))).collect()
    }

    /// PPI Manual 2004, table 9.8, group G and the total, published with two decimals.
    #[test]
    fn a_new_series_continues_the_old_one() {
        let check = |old: [f64; 2], new: [f64; 4], chained: [f64; 4]| {
            let old = [(month("2002-11"), Level(old[0])), (month("2002-12"), Level(old[1]))];
            let months = ["2002-12", "2003-01", "2003-02", "2003-03"].map(month);
            let new: Levels = months.into_iter().zip(new.map(Level)).collect();
            let spliced = splice(&old, &new, months[0]).unwrap();
            assert_eq!(spliced.len(), 5);
            for ((_, level), printed) in spliced[1..].iter().zip(chained) {
                assert!((level.0 - printed).abs() < 0.0100, "{} {printed}", level.0);
            }
        };
        check([120.92, 122.33], [100.0, 100.36, 100.73, 101.82], [122.33, 122.78, 123.22, 124.56]);
        check([119.75, 124.90], [100.0, 101.19, 102.47, 103.34], [124.90, 126.39, 127.99, 129.07]);
    }

    /// MoSPI, base 2004-05 against 1993-94: mining 153.4, so the factor is 1.534; the general factor is the weighted mean.
    #[test]
    fn the_linking_factor_is_the_mean_of_the_old_index_over_the_new_base_year() {
        let year: Year = "2004".parse().unwrap();
        let factor = |mean| arithmetic_conversion(&[(Period::Year(year), Level(mean))], year).unwrap();
        assert_eq!([153.4, 222.5, 181.5].map(factor), [1.534, 2.225, 1.815]);
        let general = (10.47 * factor(153.4) + 79.36 * factor(222.5) + 10.17 * factor(181.5)) / 100.0;
        assert!((general - 2.111).abs() < 0.0005);
    }

    #[test]
    fn what_is_not_above_zero_cannot_be_unchained() {
        assert!(unchain(&[Level(1.0), Level(0.0)]).is_none());
        assert!(rebase(&monthly(&[1.0]), month("2020-01")).is_none());
        assert!(unchain_annual(&monthly(&[1.0]), LinkPeriod::default()).is_none());
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
    }

    proptest! {
        #[test]
        fn chaining_undoes_unchaining(values in prop::collection::vec(0.1..1000.0f64, 1..60)) {
            let levels: Vec<Level> = values.iter().copied().map(Level).collect();
            for (level, value) in chain(levels[0], &unchain(&levels).unwrap()).iter().zip(&values) {
                prop_assert!(close(level.0, *value));
            }
        }

        /// chain(unchain(p)) = 100 p / p(link period of the first year), whatever the link.
        #[test]
        fn annual_chaining_undoes_annual_unchaining(values in prop::collection::vec(0.1..1000.0f64, 12..70)) {
            let series = monthly(&values);
            for link in ["december", "january", "may", "q4", "mean"] {
                let link: LinkPeriod = link.parse().unwrap();
                let start = link_level(&series, link, series[0].0.year()).unwrap();
                let again = chain_annual(&unchain_annual(&series, link).unwrap(), link).unwrap();
                for ((_, level), value) in again.iter().zip(&values) {
                    prop_assert!(close(level.0, 100.0 * value / start), "{link:?}");
                }
            }
        }

        #[test]
        fn splicing_a_series_with_itself_changes_nothing(values in prop::collection::vec(0.1..1000.0f64, 24)) {
            let series = monthly(&values);
            let other = rebase(&series, month("2015")).unwrap();
            for ((_, level), value) in splice(&series, &other, month("2014-12")).unwrap().iter().zip(&values) {
                prop_assert!(close(level.0, *value));
            }
        }
    }
}
