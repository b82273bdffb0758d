//! What is told of a series in `diagnostics.json`, under the names that harnesses of X-13 use: those of its `udg`, `est` and `lks` files.

use season::adjust::{Adjusted, AdjustmentHistory, ForecastErrors, Modelled};
use season::diagnostics::{Diagnostics, Frequencies, Identifiable, QsStatistics, Spectra, Test};
use season::regarima::{AiccTest, Group, Operator, OutlierKind, Prior, Regressor, Transform};
use season::spc::{Estimate, Test as Tested};
use season::x11::{Mode, Table, X11};
use serde_json::{Map, Value, json};

/// Weights below this are told as not full.
const FULL: f64 = 0.99999;

/// The group of the mean, which is told first.
const CONSTANT: &str = "Constant";

/// Everything that is told of an adjusted series.
pub(crate) fn of(adjusted: &Adjusted) -> Value {
    let mut told = Map::new();
    let mut put = |name: &str, value: Value| drop(told.insert(name.to_owned(), value));
    put("start", json!(adjusted.series.start().to_string()));
    put("n", json!(adjusted.series.values().len()));
    if !adjusted.filled.is_empty() {
        put("filled", adjusted.filled.iter().map(ToString::to_string).collect());
    }
    match &adjusted.model {
        Some(model) => of_model(adjusted, model, &mut put),
        None => put("prior_adjustment", json!("none")),
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

fn of_model(adjusted: &Adjusted, model: &Modelled, put: &mut impl FnMut(&str, Value)) {
    let (fit, specification) = (&model.fit, model.fit.specification());
    put(
        "transform",
        json!(match specification.transform {
            Transform::Log => "Log(y)",
            Transform::Level => "No transformation",
        }),
    );
    if let Some(choice) = &adjusted.transform {
        put("mode", json!(if choice.transform == Transform::Log { "multiplicative" } else { "additive" }));
        put("aictest_trans", json!({ "aicc_nolog": choice.level, "aicc_log": choice.log }));
    }
    put(
        "prior_adjustment",
        json!(match specification.prior {
            Prior::None => "none",
            Prior::LeapYear => "lpyear",
            Prior::Length => "lom",
        }),
    );
    put("model", json!(fit.model_text()));
    if !model.left_out.is_empty() {
        put("left_out", json!(model.left_out));
    }
    let has_mean = fit.regression().iter().any(|coefficient| coefficient.group == Group::Constant);
    if let Some(search) = &model.orders {
        if let Some(first) = search.first {
            put("automdl_first", json!(first.to_string()));
        }
        if !search.best.is_empty() {
            let pair = |(model, criterion): &(season::regarima::Model, f64)| json!([model.to_string(), criterion]);
            put("automdl_best5", search.best.iter().map(pair).collect());
        }
        put("automdl_final", json!(fit.model_text()));
        put("mean", json!(if has_mean { "yes" } else { "no" }));
    }
    of_regression(model, put);
    if !model.tests.is_empty() {
        put(
            "aictest",
            Value::Object(
                model.tests.iter().flat_map(|(test, ended)| of_test(*test, ended, &specification.regressors)).collect(),
            ),
        );
    }
    let per_year = adjusted.series.frequency().per_year();
    let arma = fit
        .arma()
        .into_iter()
        .map(|(operator, power, estimate, error)| coefficient(operator, power, estimate, error, per_year));
    put("arima", arma.collect());
    of_likelihood(adjusted, model, put);
    put("niter", json!(fit.iterations()));
    put("converged", json!(if fit.converged() { "yes" } else { "no" }));
    put("forecast", adjusted.forecasts.iter().map(|forecast| forecast.value).collect());
}

/// How a test by AICC ended: what of it the model has, and the AICC without less that with.
fn of_test(test: Tested, ended: &AiccTest, there: &[Regressor]) -> Vec<(String, Value)> {
    let either = |is_there: bool| json!(if is_there { "yes" } else { "no" });
    let has = |wanted: fn(&Regressor) -> bool| either(there.iter().any(wanted));
    let (name, mut told) = match test {
        Tested::TradingDays { .. } => {
            let form = |regressor: &Regressor| match regressor {
                Regressor::TradingDay => Some("td"),
                Regressor::TradingDayOneCoefficient => Some("td1coef"),
                _ => None,
            };
            ("td", vec![("aictest.td", json!(there.iter().find_map(form).unwrap_or("no")))])
        }
        Tested::Easter => {
            let days = there.iter().find_map(|regressor| match regressor {
                Regressor::Easter { days } => Some(*days),
                _ => None,
            });
            let told = [("aictest.easter.reg", json!("easter")), ("aictest.e", either(days.is_some()))];
            ("e", told.into_iter().chain(days.map(|days| ("aictest.e.window", json!(days)))).collect())
        }
        Tested::Tet => ("tet", vec![("aictest.tet", has(|regressor| matches!(regressor, Regressor::Tet(_))))]),
        Tested::User => ("u", vec![("aictest.u", either(!ended.kept.is_empty()))]),
    };
    let gain = format!("aictest.diff.{name}");
    told.extend(ended.gain.map(|gain_of| (gain.as_str(), json!(gain_of))));
    told.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The regressors with their groups, those of them that were found as outliers, and the critical value they were found by.
fn of_regression(model: &Modelled, put: &mut impl FnMut(&str, Value)) {
    let fit = &model.fit;
    if let Some(critical) = model.critical {
        let of_kind = |kind: OutlierKind| json!(critical.of(kind));
        let [ao, ls, tc] = [OutlierKind::Additive, OutlierKind::LevelShift, OutlierKind::TemporaryChange].map(of_kind);
        put("critical", json!({ "aocrit": ao, "lscrit": ls, "tccrit": tc }));
    }
    let found: Vec<String> = model.outliers.iter().map(ToString::to_string).collect();
    let (mut regression, mut outliers, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    let stock = fit.specification().regressors.iter().find_map(|regressor| match regressor {
        Regressor::StockTradingDay { day } | Regressor::StockTradingDayOneCoefficient { day } => Some(*day),
        _ => None,
    });
    let users: Vec<&str> = fit.specification().regressors.iter().filter_map(Regressor::user).collect();
    for coefficient in fit.regression() {
        let (estimate, error) = (coefficient.estimate, coefficient.standard_error);
        let is_found = found.contains(&coefficient.name);
        if is_found {
            outliers.push(json!({ "name": coefficient.name, "coef": estimate, "se": error }));
        }
        let group = match (is_found, users.contains(&coefficient.name.as_str())) {
            (true, _) => "Automatically Identified Outliers".to_owned(),
            (false, true) => of_user(coefficient.group),
            (false, false) => group(&coefficient.name, coefficient.group, stock),
        };
        if !groups.contains(&group) {
            groups.push(group.clone());
        }
        regression.push(json!({ "group": group, "name": coefficient.name, "coef": estimate, "se": error }));
    }
    groups.sort_by_key(|group| group != CONSTANT);
    put("final_reg", json!(if groups.is_empty() { "none".to_owned() } else { groups.join(" + ") }));
    put("regression", json!(regression));
    put("outliers", json!(outliers));
}

/// The likelihood: as X-13 has it, that of the transformed series (`lnlkhd`) and what the transformation adds to it (`trnadj`); the criteria are
/// those of both together.
fn of_likelihood(adjusted: &Adjusted, model: &Modelled, put: &mut impl FnMut(&str, Value)) {
    let (fit, likelihood) = (&model.fit, model.fit.likelihood());
    let lost = fit.model().lost(adjusted.series.frequency().per_year());
    let mut told = json!({
        "nobs": fit.observed().values().len(), "nefobs": likelihood.effective, "d": lost, "np": likelihood.parameters,
        "lndetcov": likelihood.log_determinant, "var": likelihood.variance,
        "lnlkhd": likelihood.log_likelihood - likelihood.jacobian,
        "aic": likelihood.aic, "aicc": likelihood.aicc, "hnquin": likelihood.hannan_quinn, "bic": likelihood.bic,
    });
    if fit.specification().transform == Transform::Log {
        told["trnadj"] = json!(likelihood.jacobian);
    }
    put("likelihood", told);
    put("variance_mle", json!(likelihood.variance));
    put("variance_se", json!(likelihood.variance * (2.0 / likelihood.effective as f64).sqrt()));
}

/// How X-13 groups a user's regressor.
fn of_user(group: Group) -> String {
    let kind = match group {
        Group::TradingDay => " Trading Day",
        Group::Holiday => " Holiday",
        Group::UserSeasonal => " Seasonal",
        Group::Outlier => " AO",
        Group::Level => " LS",
        Group::SeasonalShift => " SO",
        Group::User | Group::Seasonal | Group::Gap | Group::Constant => "",
    };
    format!("User-defined{kind}")
}

/// How X-13 groups a regressor of its own: the day of trading days of a stock decides beside its kind. Ours of Tết are a user's holiday there.
fn group(name: &str, group: Group, stock: Option<usize>) -> String {
    let days = stock.map_or_else(|| "Trading Day".to_owned(), |day| format!("Stock Trading Day[{day}]"));
    match group {
        Group::TradingDay if name == "Weekday" => format!("1-Coefficient {days}"),
        Group::TradingDay if name.len() == 3 => days,
        Group::Holiday if !name.contains("Easter[") => of_user(group),
        Group::Seasonal => "Seasonal".to_owned(),
        _ => name.to_owned(),
    }
}

fn coefficient(operator: Operator, power: usize, estimate: f64, error: Option<f64>, per_year: usize) -> Value {
    let (op, factor, period) = match operator {
        Operator::Autoregressive => ("AR", "Nonseasonal", 1),
        Operator::SeasonalAutoregressive => ("AR", "Seasonal", per_year),
        Operator::MovingAverage => ("MA", "Nonseasonal", 1),
        Operator::SeasonalMovingAverage => ("MA", "Seasonal", per_year),
    };
    json!({ "op": op, "factor": factor, "period": period, "lag": power * period, "coef": estimate, "se": error })
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
