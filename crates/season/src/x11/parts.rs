//! Parts B, C and D: trend, season and irregular estimated in turn, each part from the series with the extremes of the part before
//! replaced.
//!
//! Ladiray and Quenneville (2001), chapter 4 (table by table); X-13ARIMA-SEATS Reference Manual 1.1, section 7.19.

use std::ops::Range;

use super::average;
use super::extremes::{self, Deviation, Scale};
use super::henderson::{Trend, TrendFilter};
use super::mode::{Mode, Relation};
use super::seasonal::{self, SeasonalFilter};
use super::span::Span;
use super::spec::X11Spec;
use super::{Part, X11Error};

/// What stays the same through the parts.
pub(crate) struct Setting<'a> {
    pub(crate) spec: &'a X11Spec,
    pub(crate) span: &'a Span,
    /// B1, in logarithms where the mode is log-additive.
    pub(crate) prior_adjusted: &'a [f64],
}

/// SI values, and what part B makes of them.
pub(crate) struct SeasonalIrregular {
    /// Tables 3, 4, 8 and 9.
    pub(crate) values: Vec<f64>,
    /// The season in them.
    pub(crate) seasonal: Vec<f64>,
    /// In part B, the values with the extremes replaced, and their weights.
    pub(crate) modified: Option<(Vec<f64>, Vec<f64>)>,
    /// Whether months were found to vary differently, where that was asked.
    pub(crate) unequal: bool,
}

/// The first half of a part, tables 2 to 7: a first season by a centred trend, a Henderson trend of what it leaves.
pub(crate) struct FirstHalf {
    /// Table 2, half a year shorter at each end.
    pub(crate) centred: Vec<f64>,
    /// Tables 3 and 4, likewise.
    pub(crate) si: SeasonalIrregular,
    /// Table 5.
    pub(crate) seasonal: Vec<f64>,
    /// Table 6.
    pub(crate) adjusted: Vec<f64>,
    /// Table 7.
    pub(crate) trend: Trend,
}

/// The second half of parts B and C, tables 8 to 20.
pub(crate) struct SecondHalf {
    /// Tables 8 to 10.
    pub(crate) si: SeasonalIrregular,
    /// Table 11.
    pub(crate) adjusted: Vec<f64>,
    /// Table 13.
    pub(crate) irregular: Vec<f64>,
    /// Table 17.
    pub(crate) weights: Vec<f64>,
    /// Table 20.
    pub(crate) extremes: Vec<f64>,
    /// Table 1 of the next part.
    pub(crate) modified: Vec<f64>,
    /// Whether the months of the irregular were found to vary differently, where that was asked.
    pub(crate) unequal: bool,
}

impl Setting<'_> {
    fn mode(&self) -> Mode {
        self.spec.mode
    }

    pub(crate) fn relation(&self) -> Relation {
        self.mode().working()
    }

    /// Calendar years touched, extension included.
    fn years(&self) -> usize {
        self.span.ordinal(self.span.length).div_ceil(self.span.per_year)
    }

    /// The filters of a pass for every place of a year.
    pub(crate) fn filters(&self, default: SeasonalFilter) -> Vec<SeasonalFilter> {
        self.spec.filters(default, self.span.per_year, self.years())
    }

    /// Of an irregular that begins at `from` and ends as long before the end, the values that count as measures of it.
    fn measured(&self, count: usize, from: usize) -> Range<usize> {
        let Range { start, end } = self.span.observed;
        if self.spec.excludes_extension { start..end - 2 * from } else { 0..count }
    }

    fn weights(&self, irregular: &[f64], from: usize, unequal: bool) -> Vec<f64> {
        let scale = Scale {
            limits: self.spec.sigma_limits,
            deviation: &self.spec.deviation,
            unequal,
            per_year: self.span.per_year,
            neutral: self.relation().neutral(),
            measured: self.measured(irregular.len(), from),
        };
        extremes::weights(irregular, self.span.ordinal(from), &scale)
    }

    /// Whether months vary differently, where it matters. The log-additive irregular is measured about 1 here, as in the program: all its
    /// variances are then nearly the same, and none is found unequal.
    fn unequal(&self, irregular: &[f64]) -> bool {
        self.spec.deviation == Deviation::EachPeriodIfUnequal
            && extremes::unequal(irregular, self.span.per_year, self.mode().published().neutral())
    }

    /// The season of SI values that begin at `from`; part B replaces their extremes first. Whether months vary differently is found out
    /// where it is not known.
    fn season(
        &self,
        part: Part,
        values: Vec<f64>,
        from: usize,
        default: SeasonalFilter,
        unequal: Option<bool>,
    ) -> SeasonalIrregular {
        let (relation, place) = (self.relation(), self.span.ordinal(from) % self.span.per_year);
        let filters = self.filters(default);
        let seasonal = seasonal::factors(&values, place, &filters, relation);
        if part != Part::B {
            return SeasonalIrregular { values, seasonal, modified: None, unequal: false };
        }
        let left = values.iter().zip(&seasonal);
        let irregular: Vec<f64> = left.map(|(si, seasonal)| self.mode().irregular(*si, *seasonal)).collect();
        let unequal = unequal.unwrap_or_else(|| self.unequal(&irregular[self.measured(irregular.len(), from)]));
        let weights = self.weights(&irregular, from, unequal);
        let mut modified = values.clone();
        extremes::replace(&mut modified, &weights, self.span.per_year);
        let seasonal = seasonal::factors(&modified, place, &filters, relation);
        SeasonalIrregular { values, seasonal, modified: Some((modified, weights)), unequal }
    }

    /// Tables 2 to 7 of a part, from its table 1.
    pub(crate) fn first_half(
        &self,
        part: Part,
        input: &[f64],
        filter: &mut TrendFilter,
    ) -> Result<FirstHalf, X11Error> {
        let (relation, half) = (self.relation(), self.span.per_year / 2);
        let inner = half..input.len() - half;
        let centred = average::centred_year(input, self.span.per_year);
        let si =
            self.season(part, relation.each_without(&input[inner.clone()], &centred), half, SeasonalFilter::S3x3, None);
        let seasonal = repeated(&si.seasonal, half, self.span.per_year);
        let mut adjusted = relation.each_without(input, &seasonal);
        if self.mode() == Mode::PseudoAdditive {
            let outside = (0..half).chain(inner.end..input.len());
            if let Some(at) = outside.into_iter().find(|at| seasonal[*at] == 0.0) {
                return Err(X11Error::SeasonOfZero { period: self.span.period(at) });
            }
            adjusted[inner.clone()].copy_from_slice(&self.mode().adjusted(&input[inner], &si.seasonal, &centred));
        }
        let trend = self.trend(&adjusted, part, filter)?;
        Ok(FirstHalf { centred, si, seasonal, adjusted, trend })
    }

    /// A Henderson trend, positive where the mode needs it.
    pub(crate) fn trend(&self, adjusted: &[f64], part: Part, filter: &mut TrendFilter) -> Result<Trend, X11Error> {
        let mut trend = filter.estimate(adjusted, self.span, self.relation(), part == Part::B);
        if self.relation() == Relation::Ratio {
            keep_positive(&mut trend.values, self.span)?;
        }
        Ok(trend)
    }

    /// Tables 8 to 20 of part B or C, from its table 1, its trend, and whether months were found to vary differently before.
    pub(crate) fn second_half(&self, part: Part, input: &[f64], trend: &[f64], unequal: bool) -> SecondHalf {
        let relation = self.relation();
        let si = self.season(part, relation.each_without(input, trend), 0, SeasonalFilter::S3x5, Some(unequal));
        let adjusted = self.mode().adjusted(self.prior_adjusted, &si.seasonal, trend);
        let irregular = relation.each_without(&adjusted, trend);
        let unequal = if part == Part::B { self.unequal(&irregular[..self.span.observed.end]) } else { unequal };
        let weights = self.weights(&irregular, 0, unequal);
        let extremes: Vec<f64> =
            irregular.iter().zip(&weights).map(|(value, weight)| extreme(*value, *weight, relation)).collect();
        let modified = if self.mode() == Mode::PseudoAdditive {
            let level = |at: usize| trend[at] * (si.seasonal[at] + (irregular[at] / extremes[at] - 1.0));
            (0..input.len()).map(level).collect()
        } else {
            relation.each_without(self.prior_adjusted, &extremes)
        };
        SecondHalf { si, adjusted, irregular, weights, extremes, modified, unequal }
    }
}

/// The extreme part of an irregular value: what its weight takes away.
fn extreme(irregular: f64, weight: f64, relation: Relation) -> f64 {
    match relation {
        _ if weight == 1.0 => relation.neutral(),
        Relation::Ratio => irregular / (1.0 + weight * (irregular - 1.0)),
        Relation::Difference => irregular * (1.0 - weight),
    }
}

/// Seasonal factors with half a year more at each end, as a year later or earlier.
fn repeated(seasonal: &[f64], half: usize, per_year: usize) -> Vec<f64> {
    let count = seasonal.len();
    let before = &seasonal[per_year - half..per_year];
    let after = &seasonal[count - per_year..count - per_year + half];
    [before, seasonal, after].concat()
}

/// A trend that is not positive somewhere takes the mean of the nearest positive values on both sides, back to the first observation
/// and on to the last, or the one there is.
pub(crate) fn keep_positive(trend: &mut [f64], span: &Span) -> Result<(), X11Error> {
    for at in 0..trend.len() {
        if trend[at] > 0.0 {
            continue;
        }
        let positive = |place: &usize| trend[*place] > 0.0;
        let before = (span.observed.start..at).rev().find(positive);
        let after = (at + 1..span.observed.end).find(positive);
        trend[at] = match (before, after) {
            (Some(before), Some(after)) => (trend[after] + trend[before]) / 2.0,
            (Some(one), None) | (None, Some(one)) => trend[one],
            (None, None) => return Err(X11Error::TrendNotPositive { period: span.period(at) }),
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_below_zero_takes_the_mean_of_its_neighbours() {
        let start = "2020-01".parse().unwrap();
        let span = Span { per_year: 12, start, observed: 1..6, length: 7 };
        let mut trend = [-1.0, 4.0, -1.0, -1.0, 2.0, 3.0, -1.0];
        keep_positive(&mut trend, &span).unwrap();
        assert_eq!(trend, [4.0, 4.0, 3.0, 2.5, 2.0, 3.0, 3.0]);
        assert!(keep_positive(&mut [-1.0; 7], &span).is_err());
    }
}
