//! The quality of an adjustment: M1 to M11 and Q.
//!
//! Lothian and Morry (1978), *A Set of Quality Control Statistics for the X-11-ARIMA Seasonal Adjustment Method*; Ladiray and Quenneville
//! (2001), chapter 4, part F; the weights of a short series as in the X-13ARIMA-SEATS Reference Manual 1.1, table F3.

use super::Measured;
use super::tests_of_season::{Test, combined};
use crate::x11::{Relation, SeasonalFilter};

/// M1 to M11, each 0 (good) to 3, and their weighted means. Above 1 is a reason to look closer.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// M1 to M11. M8 to M11 need six years and a season that may move.
    pub m: [Option<f64>; 11],
    /// The weighted mean. M6 counts only where the season is filtered by 3 × 5; of a short series M8 and M9 are M7, M10 is M1, M11 is M2.
    pub q: f64,
    /// The same without M2.
    pub q_without_m2: f64,
    /// How many of M1 to M11 are 1 or more.
    pub failed: usize,
    /// Months of cyclical dominance: over how many months the trend moves more than the irregular; the year where it never does.
    pub months_of_cyclical_dominance: usize,
}

/// The weights of M1 to M11 in Q.
const WEIGHTS: [f64; 11] = [10.0, 11.0, 10.0, 8.0, 11.0, 10.0, 18.0, 7.0, 7.0, 4.0, 4.0];

/// Years from which changes of the season are judged.
const YEARS: usize = 6;

/// How changes are measured, and of which observed periods: not where a ratio is asked for and the adjusted value is not positive.
struct Scope {
    relation: Relation,
    counts: Vec<bool>,
}

/// M1 to M11 and Q; `None` where a component does not vary.
pub(crate) fn quality(measured: &Measured<'_>, stable: &Test, moving: &Test) -> Option<Quality> {
    let (span, finals) = (measured.span, measured.finals);
    let (observed, per_year) = (span.observed.clone(), span.per_year);
    let relation = measured.mode.published();
    let positive =
        finals.adjusted[observed.clone()].iter().map(|value| relation == Relation::Difference || *value > 0.0);
    let scope = Scope { relation, counts: positive.collect() };
    let shares = shares(measured, &scope)?;
    let irregular = &finals.clean_irregular[observed.clone()];
    let dominance = dominance(irregular, &finals.smooth_trend[observed.clone()], per_year, &scope);

    let months = 12.0 / per_year as f64;
    let (first, second) = combined(stable, moving);
    let mut m = [None; 11];
    m[0] = Some(shares.irregular_of_a_quarter / 0.1);
    m[1] = Some(shares.irregular_of_variance / 0.1);
    m[2] = Some((finals.irregular_over_trend * months - 1.0) / 2.0);
    m[3] = Some(runs(irregular));
    m[4] = Some((dominance.exact * months - 0.5) / 5.0);
    m[5] = Some((finals.moving.global - 4.0).abs() / 2.5);
    m[6] = Some(f64::sqrt((first + second) / 2.0));
    let stable_filter = finals.filters.contains(&SeasonalFilter::Stable);
    let long = observed.end / per_year >= YEARS && !stable_filter;
    if long {
        let movement = movement(&finals.seasonal[..observed.end], per_year, relation);
        m[7..].copy_from_slice(&movement.map(|value| Some(10.0 * value)));
    }
    if m.iter().flatten().any(|value| !value.is_finite()) {
        return None;
    }
    let m = m.map(|value| value.map(|value| value.clamp(0.0, 3.0)));
    let decided = finals.choice.as_ref().is_none_or(|choice| choice.decided);
    let three_by_five = decided && finals.filters.iter().all(|filter| *filter == SeasonalFilter::S3x5);
    Some(weighed(m, three_by_five, dominance.months))
}

/// Q from M.
fn weighed(m: [Option<f64>; 11], three_by_five: bool, months: usize) -> Quality {
    let stand_in = [6, 6, 0, 1];
    let (mut sum, mut whole, mut second) = (0.0, 0.0, 0.0);
    for (at, weight) in WEIGHTS.into_iter().enumerate().filter(|(at, _)| *at != 5 || three_by_five) {
        let of = if m[at].is_some() || at < 7 { at } else { stand_in[at - 7] };
        sum += m[of].unwrap_or_default() * weight;
        whole += weight;
        second += if of == 1 { weight } else { 0.0 };
    }
    let without = (sum - m[1].unwrap_or_default() * second) / (whole - second);
    let failed = m.iter().flatten().filter(|value| **value >= 1.0).count();
    Quality { m, q: sum / whole, q_without_m2: without, failed, months_of_cyclical_dominance: months }
}

struct Shares {
    /// Of the changes over three months, squared: the irregular's share of what is not prior.
    irregular_of_a_quarter: f64,
    /// Of the variance of the series without its straight trend.
    irregular_of_variance: f64,
}

/// What M1 and M2 rest on.
fn shares(measured: &Measured<'_>, scope: &Scope) -> Option<Shares> {
    let (span, finals, effects) = (measured.span, measured.finals, &measured.prepared.effects);
    let (observed, relation) = (span.observed.clone(), scope.relation);
    let quarter = span.per_year / 4;
    let squared = |values: &[f64]| {
        let change = mean_change(&values[observed.clone()], quarter, scope);
        change * change
    };
    let prior = effects.left_in().cloned().reduce(|sum, effect| relation.each_with(&sum, &effect));
    let [of_prior, of_calendar] =
        [prior.as_ref(), effects.calendar.as_ref()].map(|factor| factor.map_or(0.0, |factor| squared(factor)));
    let of_irregular = squared(&measured.modified.irregular);
    let all = of_irregular + squared(&finals.smooth_trend) + squared(&finals.seasonal) + of_prior + of_calendar;

    let trend = straight(&finals.smooth_trend[observed.clone()], relation);
    let level = relation.each_without(&measured.modified.original[observed.clone()], &trend);
    let whole = variation(&level, true, scope);
    let irregular = variation(&measured.modified.irregular[observed.clone()], false, scope);
    let prior = prior.map_or(0.0, |prior| variation(&prior[observed], true, scope));
    if whole == 0.0 || irregular == 0.0 || all == 0.0 {
        return None;
    }
    Some(Shares {
        irregular_of_a_quarter: (of_irregular / all) / (1.0 - of_prior / all),
        irregular_of_variance: (100.0 * irregular / whole) / (100.0 - 100.0 * prior / whole).abs(),
    })
}

/// The mean of the changes over `step` periods without their signs, in percent or units; of those from a period that counts.
fn mean_change(values: &[f64], step: usize, scope: &Scope) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for ((before, after), counts) in values.iter().zip(&values[step..]).zip(&scope.counts) {
        if *counts {
            sum += (100.0 * scope.relation.change(*before, *after)).abs();
            count += 1.0;
        }
    }
    sum / count
}

/// The sum of squared distances from the mean, or from what changes nothing; of logarithms where values are ratios.
fn variation(values: &[f64], from_mean: bool, scope: &Scope) -> f64 {
    let scale = |value: f64| if scope.relation == Relation::Ratio { value.ln() } else { value };
    let counted = values.iter().zip(&scope.counts).filter(|(_, counts)| **counts);
    let values: Vec<f64> = counted.map(|(value, _)| scale(*value)).filter(|value| value.is_finite()).collect();
    let middle = if from_mean { values.iter().sum::<f64>() / values.len() as f64 } else { 0.0 };
    values.iter().map(|value| (value - middle) * (value - middle)).sum()
}

/// The straight line (of constant growth where values are ratios) through the trend, without its level.
fn straight(trend: &[f64], relation: Relation) -> Vec<f64> {
    let count = trend.len() as f64;
    let scale = |value: f64| if relation == Relation::Ratio { value.ln() } else { value };
    let middle = (count - 1.0) / 2.0;
    let moment: f64 = trend.iter().enumerate().map(|(at, value)| scale(*value) * (at as f64 - middle)).sum();
    let slope = 12.0 * moment / (count * (count * count - 1.0));
    let line = (0..trend.len()).map(|at| slope * (at + 1) as f64);
    if relation == Relation::Ratio { line.map(f64::exp).collect() } else { line.collect() }
}

/// M4: how far the mean run of the irregular's ups and downs is from that of chance, as a share of the 1 % limit.
fn runs(irregular: &[f64]) -> f64 {
    let signs = irregular.windows(2).filter(|pair| pair[0] != pair[1]).map(|pair| pair[0] < pair[1]);
    let signs: Vec<bool> = signs.collect();
    let runs = 1.0 + signs.windows(2).filter(|pair| pair[0] != pair[1]).count() as f64;
    let count = irregular.len() as f64;
    let mean_run = (count - 1.0) / runs;
    (3.0 * (count - 1.0) / mean_run - 2.0 * count + 1.0).abs() / (f64::sqrt(1.6 * count - 2.9) * 2.577)
}

struct Dominance {
    months: usize,
    /// Interpolated.
    exact: f64,
}

/// Over how many periods the trend comes to move more than the irregular.
fn dominance(irregular: &[f64], trend: &[f64], per_year: usize, scope: &Scope) -> Dominance {
    let ratio = |step: usize| mean_change(irregular, step, scope) / mean_change(trend, step, scope);
    let ratios: Vec<f64> = (1..=per_year).map(ratio).collect();
    let above = ratios.iter().rposition(|ratio| *ratio >= 1.0).map_or(0, |at| at + 1);
    let months = (above + 1).min(per_year);
    let exact = if months == 1 {
        (1.0 + (ratios[0] - 1.0) / (ratios[0] - ratios[1])).clamp(0.5, 1.0)
    } else {
        let step = ratios[months - 2] - ratios[months - 1];
        if step <= 0.0 && months == per_year {
            12.0 / per_year as f64 * 15.5
        } else {
            months as f64 + (ratios[months - 1] - 1.0) / step
        }
    };
    Dominance { months, exact }
}

/// M8 to M11 without their factor of ten: mean change of the season from year to year, its mean drift, and both over the recent years.
fn movement(seasonal: &[f64], per_year: usize, relation: Relation) -> [f64; 4] {
    let neutral = relation.neutral();
    let squares: f64 = seasonal.iter().map(|value| (value - neutral) * (value - neutral)).sum();
    let deviation = f64::sqrt(squares / seasonal.len() as f64);
    let (mut changes, mut count, mut drift) = (0.0, 0.0, 0.0);
    let (mut recent_changes, mut recent_count, mut recent_drift, mut columns) = (0.0, 0.0, 0.0, 0.0);
    for month in 0..per_year {
        let column: Vec<f64> =
            seasonal.iter().skip(month).step_by(per_year).map(|value| (value - neutral) / deviation).collect();
        let total = |values: &[f64]| values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum::<f64>();
        let last = column.len() - 1;
        changes += total(&column);
        count += last as f64;
        drift += (column[last] - column[0]).abs() / last as f64;
        if let Some(from) = last.checked_sub(5) {
            recent_changes += total(&column[from..last - 1]);
            recent_count += 3.0;
            recent_drift += (column[last - 2] - column[from]).abs() / 3.0;
            columns += 1.0;
        }
    }
    [changes / count, drift / per_year as f64, recent_changes / recent_count, recent_drift / columns]
}
