//! What holds of X-11 for any series: no panic, no value that is not a number, components that make up the series.

use proptest::prelude::*;
use season::diagnostics::{qs_statistics, residual_seasonality, spectra};
use season::x11::{
    Deviation, Filters, Given, Henderson, Mode, SeasonalFilter, SigmaLimits, Table, X11, X11Error, X11Spec, adjust,
};
use season::{Frequency, Period, Series};

fn modes() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Multiplicative), Just(Mode::Additive), Just(Mode::LogAdditive), Just(Mode::PseudoAdditive)]
}

fn filters() -> impl Strategy<Value = Filters> {
    use SeasonalFilter::{S3x1, S3x3, S3x5, S3x9, S3x15, Stable};
    let given = prop_oneof![Just(S3x1), Just(S3x3), Just(S3x5), Just(S3x9), Just(S3x15), Just(Stable)];
    prop_oneof![
        4 => Just(Filters::Automatic),
        1 => Just(Filters::X11Default),
        3 => given.clone().prop_map(Filters::All),
        2 => prop::collection::vec(given, 12).prop_map(Filters::Each),
    ]
}

fn specs() -> impl Strategy<Value = X11Spec> {
    let henderson = prop_oneof![3 => Just(Henderson::Automatic), 2 => (1usize..40).prop_map(Henderson::Terms)];
    let limits = (0.1f64..3.0, 0.1f64..3.0).prop_map(|(lower, more)| SigmaLimits { lower, upper: lower + more });
    let deviation = prop_oneof![
        4 => Just(Deviation::FiveYears),
        1 => Just(Deviation::EachPeriod),
        1 => Just(Deviation::EachPeriodIfUnequal),
        1 => prop::collection::vec(any::<bool>(), 12).prop_map(Deviation::Groups),
    ];
    (modes(), filters(), henderson, limits, deviation).prop_map(
        |(mode, filters, henderson, sigma_limits, deviation)| X11Spec {
            mode,
            filters,
            henderson,
            sigma_limits,
            deviation,
            ..X11Spec::default()
        },
    )
}

/// Random, constant, stepping, tiny, huge, negative and wild series.
fn values() -> impl Strategy<Value = Vec<f64>> {
    let length = 1usize..150;
    prop_oneof![
        length.clone().prop_flat_map(|length| prop::collection::vec(0.5f64..2.0, length)),
        length.clone().prop_flat_map(|length| prop::collection::vec(-100.0f64..100.0, length)),
        length
            .clone()
            .prop_flat_map(|length| prop::collection::vec(prop_oneof![Just(1.0), Just(1e-9), Just(1e9)], length)),
        length.clone().prop_flat_map(|length| prop::collection::vec(prop_oneof![Just(0.0), Just(1.0)], length)),
        (length.clone(), prop_oneof![Just(1.0), Just(-5.0), Just(0.0), Just(1e-320), Just(1e300), Just(1e-300)])
            .prop_map(|(length, value)| vec![value; length]),
        (length.clone(), 1usize..100, 0.01f64..100.0).prop_map(|(length, at, step)| {
            (0..length).map(|place| if place < at { 10.0 } else { 10.0 * step }).collect()
        }),
        length
            .prop_flat_map(|length| prop::collection::vec(prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL, length)),
    ]
}

fn series(frequency: Frequency, place: usize, values: Vec<f64>) -> Series {
    Series::new(Period::new(frequency, 2001, place % frequency.per_year() + 1).unwrap(), values).unwrap()
}

/// Every number of a result is finite.
fn all_finite(adjusted: &X11) {
    for table in Table::ALL {
        if let Some(values) = adjusted.table(*table) {
            assert!(values.values().iter().all(|value| value.is_finite()), "{table}");
        }
        assert!(adjusted.replaced(*table).iter().all(|(_, value)| value.is_finite()), "{table}");
    }
    let diagnostics = &adjusted.diagnostics;
    let qs = qs_statistics(adjusted, 1, true);
    let residual = residual_seasonality(adjusted, false);
    if let Some(spectra) = spectra(adjusted, 1) {
        let peaks = [spectra.original, spectra.adjusted, spectra.irregular]
            .into_iter()
            .flatten()
            .flat_map(|spectrum| spectrum.peaks);
        assert!(peaks.into_iter().all(|peak| peak.stars.is_finite()));
    }
    let tests = [
        diagnostics.stable_b1,
        diagnostics.stable_d8,
        diagnostics.kruskal_wallis,
        diagnostics.moving,
        diagnostics.residual,
        diagnostics.residual_of_three_years,
        qs.original,
        qs.adjusted,
        qs.irregular,
        residual.levels.stable,
        residual.levels.ranks,
        residual.levels.qs,
        residual.differences.stable,
        residual.differences.ranks,
        residual.differences.qs,
    ];
    for test in tests.into_iter().flatten() {
        assert!(test.statistic.is_finite() && (-1e-9..=1.0 + 1e-9).contains(&test.probability), "{test:?}");
    }
    if let Some(quality) = &diagnostics.quality {
        assert!(quality.q.is_finite() && quality.q_without_m2.is_finite());
        assert!(quality.m.iter().flatten().all(|value| (0.0..=3.0).contains(value)));
    }
    let choices = &adjusted.choices;
    assert!(choices.irregular_over_trend.is_finite() && choices.moving_seasonality.global.is_finite());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_everything_is_finite_or_refused(
        spec in specs(), values in values(), place in 0usize..12, monthly in any::<bool>(),
        ahead in prop::collection::vec(0.5f64..2.0, 0..20), back in prop::collection::vec(0.5f64..2.0, 0..20),
    ) {
        let frequency = if monthly { Frequency::Monthly } else { Frequency::Quarterly };
        let series = series(frequency, place, values);
        let given = Given { forecasts: &ahead, backcasts: &back, ..Given::series(&series) };
        match adjust(&spec, &given) {
            Ok(adjusted) => all_finite(&adjusted),
            Err(error) => prop_assert!(error.to_string().len() > 20),
        }
    }

    #[test]
    fn the_components_make_up_the_series(
        mode in modes(), values in prop::collection::vec(20.0f64..30.0, 36..120), place in 0usize..12,
    ) {
        let series = series(Frequency::Monthly, place, values);
        let adjusted = adjust(&X11Spec::of(mode), &Given::series(&series)).unwrap();
        let of = |table| adjusted.observed(table);
        for at in 0..series.values().len() {
            let [seasonal, without, trend, irregular] = [Table::D10, Table::D11, Table::D12, Table::D13].map(|table| of(table)[at]);
            let whole = match mode {
                Mode::Multiplicative | Mode::LogAdditive => trend * seasonal * irregular,
                Mode::Additive => trend + seasonal + irregular,
                Mode::PseudoAdditive => trend * (seasonal + irregular - 1.0),
            };
            prop_assert!((whole - series.values()[at]).abs() < 1e-9);
            let of_adjusted = if mode == Mode::Additive { trend + irregular } else { trend * irregular };
            prop_assert!((of_adjusted - without).abs() < 1e-9);
        }
    }

    #[test]
    fn other_units_change_the_level_only(values in prop::collection::vec(20.0f64..30.0, 48..120), mode in modes()) {
        let spec = X11Spec::of(mode);
        let plain = series(Frequency::Quarterly, 1, values.clone());
        let thousands = series(Frequency::Quarterly, 1, values.iter().map(|value| value * 1024.0).collect());
        let plain = adjust(&spec, &Given::series(&plain)).unwrap();
        let thousands = adjust(&spec, &Given::series(&thousands)).unwrap();
        for (small, large) in plain.observed(Table::D11).iter().zip(thousands.observed(Table::D11)) {
            prop_assert!((small * 1024.0 - large).abs() < 1e-7 * large.abs());
        }
    }
}

/// A season that repeats is found as it is, and so is the level. (A slope is not, at the ends: Musgrave's weights pass a constant only.)
#[test]
fn a_pure_season_is_found() {
    let season = [-3.0, -1.0, 2.0, 4.0, 1.0, -2.0, -4.0, 0.0, 3.0, 5.0, -1.0, -4.0];
    let value = |at: usize| 100.0 + season[at % 12];
    let series = series(Frequency::Monthly, 0, (0..120).map(value).collect());
    let adjusted = adjust(&X11Spec::of(Mode::Additive), &Given::series(&series)).unwrap();
    for at in 0..120 {
        assert!((adjusted.observed(Table::D10)[at] - season[at % 12]).abs() < 1e-9);
        assert!((adjusted.observed(Table::D12)[at] - 100.0).abs() < 1e-9);
    }
}

#[test]
fn what_cannot_be_done_is_refused_with_a_reason() {
    let short = series(Frequency::Monthly, 0, vec![1.0; 35]);
    let refused = |spec: &X11Spec, series: &Series| adjust(spec, &Given::series(series)).unwrap_err().to_string();
    assert_eq!(
        refused(&X11Spec::default(), &short),
        "the series has 35 values; a season needs three full years, that is 36"
    );
    let mut values = vec![1.0; 60];
    values[7] = -2.5;
    let negative = series(Frequency::Monthly, 0, values);
    assert_eq!(
        refused(&X11Spec::default(), &negative),
        "the value at 2001-08 is -2.5; only the additive mode takes values that are not positive"
    );
    assert!(adjust(&X11Spec::of(Mode::Additive), &Given::series(&negative)).is_ok());
    let spec = X11Spec { henderson: Henderson::Terms(12), ..X11Spec::of(Mode::Additive) };
    assert_eq!(
        refused(&spec, &negative),
        "a Henderson filter of 12 terms cannot be applied: take an odd number from 3 to 59"
    );
    let spec = X11Spec { filters: Filters::Each(vec![SeasonalFilter::Stable; 4]), ..X11Spec::of(Mode::Additive) };
    assert!(matches!(adjust(&spec, &Given::series(&negative)), Err(X11Error::Filters { given: 4, per_year: 12 })));
}
