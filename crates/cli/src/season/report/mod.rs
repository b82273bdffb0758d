//! What is told of a series in `diagnostics.json`, under the names that harnesses of X-13 use: those of its `udg`, `est` and `lks` files.

mod model;

use model::{of_model, of_residuals};
use season::adjust::{Adjusted, AdjustmentHistory, ForecastErrors};
use season::diagnostics::{Diagnostics, Frequencies, Identifiable, QsStatistics, Spectra, Test};
use season::spc::Estimate;
use season::x11::{Mode, Table, X11};
use serde_json::{Map, Value, json};

/// Weights below this are told as not full.
const FULL: f64 = 0.99999;

/// Everything that is told of an adjusted series.
pub(crate) fn of(adjusted: &Adjusted) -> Value {
    let mut told = Map::new();
    let mut put = |name: &str, value: Value| drop(told.insert(name.to_owned(), value));
    put("start", json!(adjusted.series.start().to_string()));
    put("n", json!(adjusted.series.values().len()));
    if !adjusted.filled.is_empty() {
        put("filled", adjusted.filled.iter().map(ToString::to_string).collect());
    }
    if !adjusted.metadata.is_empty() {
        put(
            "metadata",
            Value::Object(adjusted.metadata.iter().map(|(key, value)| (key.clone(), json!(value))).collect()),
        );
    }
    match &adjusted.model {
        Some(model) => of_model(adjusted, model, &mut put),
        None => put("prior_adjustment", json!("none")),
    }
    if let Some(check) = &adjusted.check {
        put("check", of_residuals(check));
    }
    if let Some(x11) = &adjusted.x11 {
        of_x11(adjusted, x11, &mut put);
    }
    if let Some(spans) = &adjusted.sliding_spans {
        let of = |comparison: &Option<season::diagnostics::Comparison>| match comparison {
            Some(comparison) => json!({ "flagged": comparison.flagged, "of": comparison.counted }),
            None => Value::Null,
        };
        let periods: Vec<_> = spans.spans.iter().map(|(from, to)| json!([from.to_string(), to.to_string()])).collect();
        put(
            "slidingspans",
            json!({
                "spans": periods,
                "seasonal": of(&spans.seasonal),
                "trading_days": of(&spans.trading_days),
                "changes": of(&spans.changes),
                "yearly_changes": of(&spans.yearly_changes),
            }),
        );
    }
    if let Some(history) = &adjusted.history {
        put("history", of_history(history));
    }
    if !adjusted.not_made.is_empty() {
        let told = adjusted.not_made.iter().map(|(what, why)| ((*what).to_owned(), json!(why.to_string())));
        put("not_made", Value::Object(told.collect()));
    }
    if let Some(spectra) = adjusted.spectra().filter(|_| adjusted.tells_spectra) {
        put("spectrum", of_spectra(&spectra));
    }
    Value::Object(told)
}

/// How many stars the spectra stand out by at the frequencies of the season (s) and of trading days (t), and where that is seen.
fn of_spectra(spectra: &Spectra) -> Value {
    let mut told = Map::new();
    for (name, spectrum) in
        [("spcori", &spectra.original), ("spcsa", &spectra.adjusted), ("spcirr", &spectra.irregular)]
    {
        let Some(spectrum) = spectrum else { continue };
        let key = |at: Frequencies| match at {
            Frequencies::Seasonal(cycles) => format!("s{cycles}"),
            Frequencies::TradingDay(which) => format!("t{which}"),
        };
        let stars = spectrum.peaks.iter().map(|peak| (key(peak.at), json!(peak.stars)));
        let seen: Vec<String> = spectrum.peaks.iter().filter(|peak| peak.visible).map(|peak| key(peak.at)).collect();
        told.insert(name.to_owned(), json!({ "stars": stars.collect::<Map<_, _>>(), "visible": seen }));
    }
    Value::Object(told)
}

/// The mean absolute revisions, and the mean squared errors of forecasts, that a history was asked for.
fn of_history(history: &AdjustmentHistory) -> Value {
    let revisions = &history.revisions;
    let named = [
        ("sadj", Estimate::Adjusted, &revisions.adjusted),
        ("sadjchng", Estimate::Changes, &revisions.changes),
        ("trend", Estimate::Trend, &revisions.trend),
        ("trendchng", Estimate::TrendChanges, &revisions.trend_changes),
        ("seasonal", Estimate::Seasonal, &revisions.seasonal),
    ];
    let mut told = Map::new();
    told.insert("start".to_owned(), json!(revisions.adjusted.concurrent.start().to_string()));
    for (name, _, revision) in named.iter().filter(|(_, estimate, _)| history.holds(*estimate)) {
        told.insert((*name).to_owned(), json!(revision.mean_absolute()));
    }
    if history.holds(Estimate::Forecasts) {
        let of = |errors: &ForecastErrors| json!({ "lead": errors.lead, "count": errors.errors.len(), "mean_square": errors.mean_square() });
        told.insert("fcst".to_owned(), history.errors.iter().map(of).collect());
    }
    if let Some((_, _, aicc)) = history.criteria.last().filter(|_| history.holds(Estimate::Criteria)) {
        told.insert("aicc".to_owned(), json!(aicc));
    }
    Value::Object(told)
}

fn of_x11(adjusted: &Adjusted, x11: &X11, put: &mut impl FnMut(&str, Value)) {
    let choices = &x11.choices;
    // Where a transformation can be chosen, the mode is its.
    let is_chosen = adjusted.transform.is_some_and(|choice| choice.level.is_some() && choice.log.is_some());
    let mode = match x11.mode() {
        _ if is_chosen => "auto-mode",
        Mode::Multiplicative => "multiplicative",
        Mode::Additive => "additive",
        Mode::LogAdditive => "logarithmic",
        Mode::PseudoAdditive => "pseudo-additive",
    };
    put("seasonal_filter", json!(choices.filters.first().map(ToString::to_string)));
    put("sa_mode", json!(format!("{mode} seasonal adjustment")));
    put("henderson", json!(choices.henderson[3]));
    put("henderson_d7", json!(choices.henderson[2]));
    put("ic_ratio", json!(choices.irregular_over_trend));
    put("msr_f2", json!(choices.moving_seasonality.global));
    if let Some(choice) = &choices.filter_choice {
        let steps = choice.steps.iter().enumerate().map(|(at, step)| (format!("msr{:02}", at + 1), json!(step)));
        put("global_msr_steps", Value::Object(steps.collect()));
    }
    of_tests(&x11.diagnostics, adjusted.qs(false), put);
    let weights = x11.table(Table::C17).map(|table| (table.start(), table.values()));
    let (first, last) = x11.span();
    let not_full = weights.into_iter().flat_map(|(start, values)| {
        values.iter().enumerate().map(move |(at, weight)| (start.plus(at as i32), *weight))
    });
    let inside = not_full.filter(|(period, weight)| *weight < FULL && (first..=last).contains(period));
    put("c17_not_full", inside.map(|(period, weight)| json!([period.to_string(), weight])).collect());
}

fn of_tests(tests: &Diagnostics, qs: Option<QsStatistics>, put: &mut impl FnMut(&str, Value)) {
    if let Some(quality) = &tests.quality {
        let m = quality.m.iter().enumerate().map(|(at, value)| (format!("m{:02}", at + 1), json!(value)));
        let both = [("q".to_owned(), json!(quality.q)), ("qm2".to_owned(), json!(quality.q_without_m2))];
        put("mstats", Value::Object(m.chain(both).collect()));
    }
    let named = [
        ("f2.fsb1", tests.stable_b1),
        ("f2.fsd8", tests.stable_d8),
        ("f2.kw", tests.kruskal_wallis),
        ("f2.msf", tests.moving),
        ("d11.f", tests.residual),
        ("d11.3y.f", tests.residual_of_three_years),
    ];
    // Those of table F2 and D11 are told in percent, QS as they are.
    let percent = |(name, test): (&str, Option<Test>)| {
        test.map(|test| (name.to_owned(), json!([test.statistic, 100.0 * test.probability])))
    };
    let share = |(name, test): (&str, Option<Test>)| {
        test.map(|test| (name.to_owned(), json!([test.statistic, test.probability])))
    };
    let qs = qs.map(|qs| [("qsori", qs.original), ("qssadj", qs.adjusted)]);
    let told = named.into_iter().filter_map(percent).chain(qs.into_iter().flatten().filter_map(share));
    put("tests", Value::Object(told.collect()));
    if let Some(identifiable) = tests.identifiable {
        // As X-13 has it: what moves too much to be told well still counts as there.
        put(
            "idseasonal",
            json!(match identifiable {
                Identifiable::Present | Identifiable::ProbablyNotPresent => "yes",
                Identifiable::NotPresent => "no",
            }),
        );
    }
}
