//! The Henderson trend with Musgrave's end weights, and the choice of its length by the I/C ratio.
//!
//! Ladiray and Quenneville (2001), chapter 3 (weights, end weights) and chapter 4, tables B7 and D12 (choice of the length);
//! Doherty (2001), *The Surrogate Henderson Filters in X-11*; X-13ARIMA-SEATS Reference Manual 1.1, section 7.19 (`trendma`, `trendic`).

use super::mode::Relation;
use super::span::Span;
use super::spec::{EndRatio, Henderson};

/// The I/C that stands for “nothing but noise” where the trend does not move at all.
const FLAT: f64 = 999.0;

/// The ratio that makes the end weights of the shortest filters (5 terms) repeat their last values.
const STEEP: f64 = 0.001;

/// A trend and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trend {
    pub(crate) values: Vec<f64>,
    /// Terms of the filter.
    pub(crate) terms: usize,
    /// The I/C ratio of the 13-term (5-term) trend.
    pub(crate) irregular_over_trend: f64,
}

/// Estimates trends one after the other; remembers the ratio of the end weights where the specification has it carried on.
#[derive(Debug, Clone)]
pub(crate) struct TrendFilter {
    henderson: Henderson,
    end_ratio: EndRatio,
    carried: f64,
}

impl TrendFilter {
    pub(crate) fn new(henderson: Henderson, end_ratio: EndRatio, per_year: usize) -> Self {
        let carried = match (end_ratio, henderson) {
            (EndRatio::Given(ratio), _) => ratio,
            (_, Henderson::Automatic) => end_weight_ratio(per_year + 1, per_year),
            (_, Henderson::Terms(terms)) => end_weight_ratio(terms, per_year),
        };
        Self { henderson, end_ratio, carried }
    }

    /// The trend of a seasonally adjusted series; in part B the automatic length is 9 or 13 (5), never more.
    pub(crate) fn estimate(&mut self, adjusted: &[f64], span: &Span, relation: Relation, part_b: bool) -> Trend {
        let first = span.per_year + 1;
        let central = symmetric(adjusted, first);
        let ratio = irregular_over_trend(adjusted, &central, span, relation);
        let terms = match self.henderson {
            Henderson::Terms(terms) => terms,
            Henderson::Automatic => automatic(ratio * 12.0 / span.per_year as f64, part_b, span.per_year),
        };
        let anew = match self.end_ratio {
            EndRatio::Carried => terms != first,
            EndRatio::OfItsLength => true,
            EndRatio::Given(_) => false,
        };
        if anew {
            self.carried = end_weight_ratio(terms, span.per_year);
        }
        let central = if terms == first { central } else { symmetric(adjusted, terms) };
        Trend { values: with_ends(adjusted, &central, terms, self.carried), terms, irregular_over_trend: ratio }
    }
}

/// The length by I/C, as if of months.
fn automatic(ratio: f64, part_b: bool, per_year: usize) -> usize {
    match per_year {
        4 if ratio >= 3.5 && !part_b => 7,
        4 => 5,
        _ if ratio < 1.0 => 9,
        _ if ratio < 3.5 || part_b => 13,
        _ => 23,
    }
}

/// The I/C for which the end weights of a length are made.
fn end_weight_ratio(terms: usize, per_year: usize) -> f64 {
    match (per_year, terms) {
        (_, 7) | (4, ..=5) => STEEP,
        (4, _) | (_, 14..) => 4.5,
        (_, ..=9) => 1.0,
        _ => 3.5,
    }
}

/// The average change of the irregular over that of the trend, in the inner part of the observed span.
fn irregular_over_trend(adjusted: &[f64], central: &[f64], span: &Span, relation: Relation) -> f64 {
    let half = span.per_year / 2;
    let last = span.observed.end - half;
    let irregular = relation.each_without(&adjusted[half..last], central);
    let ratio = relation.total_change(&irregular) / relation.total_change(&central[..last - half]);
    if ratio.is_finite() { ratio } else { FLAT }
}

/// The symmetric weights of a Henderson filter, from the centre outwards.
pub(crate) fn weights(terms: usize) -> Vec<f64> {
    let y = ((terms + 3) / 2) as f64;
    let squared = y * y;
    let below =
        8.0 * y * (squared - 1.0) * (4.0 * squared - 1.0) * (4.0 * squared - 9.0) * (4.0 * squared - 25.0) / 315.0;
    let weight = |place: usize| {
        let x = (place * place) as f64;
        ((y - 1.0) * (y - 1.0) - x) * (squared - x) * ((y + 1.0) * (y + 1.0) - x) * (3.0 * squared - 16.0 - 11.0 * x)
            / below
    };
    (0..=terms / 2).map(weight).collect()
}

/// The symmetric filter; half of its terms is lost at each end.
fn symmetric(values: &[f64], terms: usize) -> Vec<f64> {
    let (half, weights) = (terms / 2, weights(terms));
    let at = |window: &[f64]| {
        let pair = |step: usize| weights[step] * (window[half - step] + window[half + step]);
        (1..=half).fold(weights[0] * window[half], |sum, step| sum + pair(step))
    };
    values.windows(terms).map(at).collect()
}

/// The last weights of an asymmetric filter over `length` of the `terms` values, latest value last.
///
/// Musgrave's: least revision when the series is a straight line plus noise whose I/C is `ratio`.
fn end_weights(length: usize, terms: usize, weights: &[f64], ratio: f64) -> Vec<f64> {
    let half = terms / 2;
    let symmetric = |place: usize| weights[place.abs_diff(half)];
    let middle = (length + 1) as f64 / 2.0;
    let (mut missing, mut slope) = (0.0, 0.0);
    for place in length..terms {
        missing += symmetric(place);
        slope += ((place + 1) as f64 - middle) * symmetric(place);
    }
    let beta = 4.0 / (ratio * ratio * std::f64::consts::PI);
    let size = length as f64;
    let spread = 1.0 + size * (size - 1.0) * (size + 1.0) / 12.0 * beta;
    let weight = |place: usize| {
        let distance = ((place + 1) as f64 - middle) * beta;
        symmetric(place) + missing / size + slope * (distance / spread)
    };
    (0..length).map(weight).collect()
}

/// The whole trend: `central` by the symmetric filter, the ends by asymmetric ones. The 7-term filter is one of 5 terms at its ends.
fn with_ends(values: &[f64], central: &[f64], terms: usize, ratio: f64) -> Vec<f64> {
    let (count, half) = (values.len(), terms / 2);
    let mut trend = vec![0.0; count];
    trend[half..count - half].copy_from_slice(central);
    if terms == 7 {
        let shorter = symmetric(values, 5);
        trend[2] = shorter[0];
        trend[count - 3] = shorter[count - 5];
    }
    let (terms, ratio) = if terms == 7 { (5, STEEP) } else { (terms, ratio) };
    let weights = weights(terms);
    for place in 0..terms / 2 {
        let length = terms / 2 + 1 + place;
        let ends = end_weights(length, terms, &weights, ratio);
        trend[place] = ends.iter().rev().zip(values).map(|(weight, value)| weight * value).sum();
        trend[count - 1 - place] =
            ends.iter().rev().zip(values.iter().rev()).map(|(weight, value)| weight * value).sum();
    }
    trend
}

/// The trend of a given length and end-weight ratio.
pub(crate) fn smooth(values: &[f64], terms: usize, ratio: f64) -> Vec<f64> {
    with_ends(values, &symmetric(values, terms), terms, ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weights of the 13-term filter: Ladiray and Quenneville (2001), chapter 3.
    #[test]
    fn the_13_term_weights_are_the_published_ones() {
        let published = [0.24006, 0.21434, 0.14736, 0.06549, 0.0, -0.02786, -0.01935];
        for (found, expected) in weights(13).into_iter().zip(published) {
            assert!((found - expected).abs() < 1e-5, "{found} {expected}");
        }
    }

    /// The last month by 7 of 13 terms with I/C 3.5: Ladiray and Quenneville (2001), chapter 3.
    #[test]
    fn the_end_weights_of_13_terms_are_the_published_ones() {
        let published = [-0.092, -0.058, 0.012, 0.120, 0.244, 0.353, 0.421];
        let found = end_weights(7, 13, &weights(13), 3.5);
        for (found, expected) in found.iter().zip(published) {
            assert!((found - expected).abs() < 6e-4, "{found} {expected}");
        }
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_cubic_passes_through_the_middle_and_a_constant_everywhere() {
        let cubic: Vec<f64> = (0..40).map(f64::from).map(|x| 1.0 + x - 0.2 * x * x + 0.01 * x * x * x).collect();
        for terms in [5, 7, 9, 13, 23] {
            let trend = smooth(&cubic, terms, 3.5);
            for place in terms / 2..40 - terms / 2 {
                assert!((trend[place] - cubic[place]).abs() < 1e-9, "{terms} {place}");
            }
            assert!(smooth(&[7.0; 40], terms, 3.5).iter().all(|value| (value - 7.0).abs() < 1e-12), "{terms}");
        }
    }
}
