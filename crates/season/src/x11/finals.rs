//! Part D from the final seasonal factors on: D8 to D18.
//!
//! Ladiray and Quenneville (2001), chapter 4, tables D8 to D16; the bias of the log-additive trend by Thomson and Ozaki (1992), *Transformation
//! and Seasonal Adjustment*, as in the X-13ARIMA-SEATS Reference Manual 1.1, section 7.19 (`mode=logadd`).

use super::extremes::{self, Deviation};
use super::given::{FactorKind, Prepared};
use super::henderson::{self, TrendFilter};
use super::mode::Mode;
use super::parts::{FirstHalf, SecondHalf, Setting, keep_positive};
use super::ratios::{self, FilterChoice, MovingSeasonality};
use super::seasonal::{self, SeasonalFilter};
use super::span::Span;
use super::spec::{Filters, X11Spec};
use super::tables::Table;
use super::{Part, X11Error};

/// The final components over the extended span.
pub(crate) struct Finals {
    /// D8, in logarithms where the mode is log-additive.
    pub(crate) unmodified_si: Vec<f64>,
    /// D8 with its extremes replaced, likewise; D9 where the weight is not full.
    pub(crate) modified_si: Vec<f64>,
    /// D10, with a year of factors after the extension.
    pub(crate) seasonal: Vec<f64>,
    /// D11.
    pub(crate) adjusted: Vec<f64>,
    /// D12 without level shifts.
    pub(crate) smooth_trend: Vec<f64>,
    /// D12.
    pub(crate) trend: Vec<f64>,
    /// D13 without outliers and other effects.
    pub(crate) clean_irregular: Vec<f64>,
    /// D13.
    pub(crate) irregular: Vec<f64>,
    /// D16.
    pub(crate) combined: Vec<f64>,
    /// The filters of D10.
    pub(crate) filters: Vec<SeasonalFilter>,
    /// How they were chosen, where they were.
    pub(crate) choice: Option<FilterChoice>,
    /// D9A.
    pub(crate) moving: MovingSeasonality,
    /// Terms of D12.
    pub(crate) terms: usize,
    /// The I/C ratio before D12.
    pub(crate) irregular_over_trend: f64,
    /// The effects that D11 is without, of those that stay in it otherwise.
    pub(crate) left_out: Vec<FactorKind>,
}

/// The final components, from D1 to D7 and what part C found extreme.
pub(crate) fn finals(
    setting: &Setting<'_>,
    prepared: &Prepared,
    part_c: &SecondHalf,
    part_d: &FirstHalf,
    filter: &mut TrendFilter,
) -> Result<Finals, X11Error> {
    let (span, mode, relation) = (setting.span, setting.spec.mode, setting.relation());
    let input = &part_c.modified;
    let mut modified = relation.each_without(input, &part_d.trend.values);
    let unmodified = relation.each_with(&modified, &part_c.extremes);

    if matches!(setting.spec.deviation, Deviation::EachPeriod | Deviation::Groups(_)) {
        let observed = ..span.observed.end;
        modified[observed].copy_from_slice(&unmodified[observed]);
        extremes::replace(&mut modified[observed], &part_c.weights[observed], span.per_year);
    }
    let choice = (setting.spec.filters == Filters::Automatic).then(|| ratios::choose(&modified, span, mode));
    let filters = setting.filters(match (&choice, &setting.spec.filters) {
        (Some(choice), _) => choice.filter,
        (None, Filters::Chosen(filter)) => *filter,
        (None, _) => SeasonalFilter::S3x5,
    });
    let moving = ratios::moving_seasonality(&modified[..span.observed.end], span.start.place(), span.per_year, mode);
    if !moving.is_finite() {
        return Err(X11Error::Overflow { table: Table::D9, period: span.period(span.observed.start) });
    }
    let mut seasonal = seasonal::factors(&modified, span.start.place(), &filters, relation);

    let clean = mode.adjusted(input, &seasonal, &part_d.trend.values);
    let mut trend = setting.trend(&clean, Part::D, filter)?;
    year_ahead(&mut seasonal, span.per_year);
    if mode == Mode::LogAdditive {
        exponentials(&mut seasonal);
        exponentials(&mut trend.values);
    }
    if let Some(given) = &prepared.effects.seasonal {
        seasonal = mode.published().each_with(&seasonal, given);
    }
    if mode == Mode::LogAdditive {
        correct_bias(&mut trend.values, &seasonal, &part_c.irregular, span)?;
    }
    let composed = compose(prepared, setting.spec, &seasonal, trend.values);
    Ok(Finals {
        unmodified_si: unmodified,
        modified_si: modified,
        seasonal,
        adjusted: composed.adjusted,
        smooth_trend: composed.smooth_trend,
        trend: composed.trend,
        clean_irregular: composed.clean_irregular,
        irregular: composed.irregular,
        combined: composed.combined,
        filters,
        choice,
        moving,
        terms: trend.terms,
        irregular_over_trend: trend.irregular_over_trend,
        left_out: setting.spec.left_out.clone(),
    })
}

struct Composed {
    adjusted: Vec<f64>,
    smooth_trend: Vec<f64>,
    trend: Vec<f64>,
    clean_irregular: Vec<f64>,
    irregular: Vec<f64>,
    combined: Vec<f64>,
}

/// D11 to D16: every effect put where it belongs.
fn compose(prepared: &Prepared, spec: &X11Spec, seasonal: &[f64], smooth_trend: Vec<f64>) -> Composed {
    let mode = spec.mode;
    let (relation, effects) = (mode.published(), &prepared.effects);
    let or_not = |values: Vec<f64>, effect: Option<&Vec<f64>>, put: bool| match effect {
        Some(effect) if put => relation.each_with(&values, effect),
        Some(effect) => relation.each_without(&values, effect),
        None => values,
    };
    let adjusted = match mode {
        Mode::PseudoAdditive => mode.adjusted(&prepared.original, seasonal, &smooth_trend),
        _ => relation.each_without(&prepared.original, seasonal),
    };
    let adjusted = or_not(adjusted, effects.calendar.as_ref(), false);
    let with_outliers = relation.each_without(&adjusted, &smooth_trend);
    let clean_irregular =
        effects.left_in().fold(with_outliers, |irregular, effect| relation.each_without(&irregular, effect));
    let irregular = or_not(clean_irregular.clone(), effects.additive_outlier.as_ref(), true);
    let irregular = or_not(irregular, effects.temporary_change.as_ref(), true);
    Composed {
        combined: or_not(seasonal.to_vec(), effects.calendar.as_ref(), true),
        trend: match spec.left_out.contains(&FactorKind::LevelShift) {
            true => smooth_trend.clone(),
            false => or_not(smooth_trend.clone(), effects.level_shift.as_ref(), true),
        },
        // The irregular keeps its outliers, so that then D11 is no longer D12 with D13.
        adjusted: effects.of(&spec.left_out).fold(adjusted, |left, effect| relation.each_without(&left, effect)),
        smooth_trend,
        clean_irregular,
        irregular,
    }
}

/// A year more of seasonal factors: each as a year before, plus half of its last change.
fn year_ahead(seasonal: &mut Vec<f64>, per_year: usize) {
    for _ in 0..per_year {
        let (last, before) = (seasonal[seasonal.len() - per_year], seasonal[seasonal.len() - 2 * per_year]);
        seasonal.push(last + 0.5 * (last - before));
    }
}

fn exponentials(values: &mut [f64]) {
    values.iter_mut().for_each(|value| *value = value.exp());
}

/// Raises the trend of a geometric mean to that of an arithmetic one: by the mean of the season, smoothed over two years, and of the
/// irregular, taken as normal. Beside a factor far above the others that mean is negative: the trend takes the nearest positive values there.
fn correct_bias(trend: &mut [f64], seasonal: &[f64], irregular: &[f64], span: &Span) -> Result<(), X11Error> {
    let count = trend.len();
    let variance = irregular.iter().map(|value| value * value).sum::<f64>() / count as f64;
    let season = henderson::smooth(&seasonal[..count], 2 * span.per_year - 1, 4.5);
    for (trend, season) in trend.iter_mut().zip(season) {
        *trend *= season * (variance / 2.0).exp();
    }
    keep_positive(trend, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_that_makes_the_trend_negative_leaves_it_positive() {
        let span = Span { per_year: 12, start: "2020-01".parse().unwrap(), observed: 0..60, length: 60 };
        let mut seasonal = vec![0.01; 60];
        seasonal[30] = 100.0;
        let smoothed = henderson::smooth(&seasonal, 23, 4.5);
        assert!(smoothed[21] < 0.0);
        let mut trend = vec![2.0; 60];
        correct_bias(&mut trend, &seasonal, &[0.0; 60], &span).unwrap();
        assert!(trend.iter().all(|value| *value > 0.0));
        assert!((trend[30] - 2.0 * smoothed[30]).abs() < 1e-12);
    }
}
