//! What is told of the model of a series.

use season::adjust::{Adjusted, Modelled};
use season::diagnostics::{Portmanteau, ResidualChecks, Test};
use season::regarima::{AiccTest, Group, Model, Operator, OrderSearch, OutlierKind, Prior, Regressor, Transform};
use season::spc::Test as Tested;
use serde_json::{Value, json};

/// The group of the mean, which is told first.
const CONSTANT: &str = "Constant";

pub(super) fn of_model(adjusted: &Adjusted, model: &Modelled, put: &mut impl FnMut(&str, Value)) {
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
    if let Some(search) = &model.orders {
        of_search(model, search, put);
    }
    of_regression(model, put);
    if !model.tests.is_empty() {
        let of_one = |(test, ended): &(Tested, AiccTest)| of_test(*test, ended, &specification.regressors);
        put("aictest", Value::Object(model.tests.iter().flat_map(of_one).collect()));
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

/// What the residuals are like. Of the autocorrelations, partial ones and sums of them those beyond the limits are told, as X-13 does.
pub(super) fn of_residuals(check: &ResidualChecks) -> Value {
    let all = &check.autocorrelations;
    let kind = match check.settings.portmanteau {
        Portmanteau::LjungBox => "lb",
        Portmanteau::BoxPierce => "bp",
    };
    let improbable = all.iter().filter(|one| one.probability.is_some_and(|chance| chance < check.settings.limit));
    let is_large = |t: f64| t.abs() > check.settings.limit_of_errors;
    let large = all.iter().filter(|one| is_large(one.t()));
    let error = check.error_of_partial();
    let partial = check.partial.iter().enumerate().map(|(at, value)| (at + 1, *value));
    let large_partial = partial.filter(|(_, value)| is_large(value / error));
    let tested = |test: Option<Test>| test.map(|test| json!([test.statistic, test.degrees.0, test.probability]));
    json!({
        "count": check.count,
        format!("{kind}q"): all.last().map(|one| json!([one.statistic, one.freedom, one.probability])),
        format!("{kind}lags"): improbable.map(|one| one.lag).collect::<Vec<_>>(),
        "sigacf": large.map(|one| json!([one.lag, one.value, one.standard_error])).collect::<Vec<_>>(),
        "sigpacf": large_partial.map(|(lag, value)| json!([lag, value, error])).collect::<Vec<_>>(),
        "skewness": check.skewness, "a": check.geary, "kurtosis": check.kurtosis, "normality": tested(check.normality),
        "durbinwatson": check.durbin_watson, "friedman": tested(check.friedman), "qsrsd": tested(check.qs),
    })
}

/// The models that were compared, and the one that was chosen.
fn of_search(model: &Modelled, search: &OrderSearch, put: &mut impl FnMut(&str, Value)) {
    let has_mean = model.fit.regression().iter().any(|coefficient| coefficient.group == Group::Constant);
    if let Some(first) = search.first {
        put("automdl_first", json!(first.to_string()));
    }
    if !search.best.is_empty() {
        let pair = |(model, criterion): &(Model, f64)| json!([model.to_string(), criterion]);
        put("automdl_best5", search.best.iter().map(pair).collect());
    }
    put("automdl_final", json!(model.fit.model_text()));
    put("mean", json!(if has_mean { "yes" } else { "no" }));
}

/// How a test by AICC ended: what of it the model has, and the AICC without less that with.
fn of_test(test: Tested, ended: &AiccTest, there: &[Regressor]) -> Vec<(String, Value)> {
    let either = |is_there: bool| json!(if is_there { "yes" } else { "no" });
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
        Tested::Tet => {
            let has = there.iter().any(|regressor| matches!(regressor, Regressor::Tet(_)));
            ("tet", vec![("aictest.tet", either(has))])
        }
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
