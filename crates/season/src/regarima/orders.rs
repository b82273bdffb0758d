//! The orders of the autoregressive and moving average polynomials, by an information criterion.
//!
//! Gómez and Maravall 2001, as the X-13ARIMA-SEATS Reference Manual describes it, ch. 7.2: models are compared by Schwarz's
//! criterion per observation; the seasonal orders first, with a regular AR(3); then the regular ones; then the seasonal
//! again. The five best are kept, and one of them that is smaller and nearly as good takes the place of the best.

use super::cleaned::{Cleaned, SEARCH};
use super::fit::Fit;
use super::identification::Identification;
use super::model::{Model, Orders};

/// How many models are kept.
const KEPT: usize = 5;
/// The autoregressive degree beside which seasonal orders are looked for.
const BESIDE: usize = 3;

/// The models compared when orders were looked for last, and the one found first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OrderSearch {
    /// The model identified first, before it was held against the airline model and the critical value of outliers was lowered; `None` where
    /// the airline model was taken at once.
    pub first: Option<Model>,
    /// Up to five models with the lowest criterion, the best first: Schwarz's criterion per observation (BIC2), on the series without its
    /// regression.
    pub best: Vec<(Model, f64)>,
}

/// The models found, the best first.
#[derive(Debug, Clone, Default)]
struct Best {
    models: Vec<(Model, f64)>,
    /// All that were estimated.
    tried: Vec<Tried>,
}

/// A model as it was estimated.
#[derive(Debug, Clone)]
struct Tried {
    model: Model,
    log_likelihood: f64,
    parameters: Vec<f64>,
}

impl Best {
    fn has(&self, model: &Model) -> bool {
        self.models.iter().any(|(kept, _)| kept == model)
    }

    fn keep(&mut self, model: Model, criterion: f64) {
        let place = self.models.iter().position(|&(_, other)| other > criterion).unwrap_or(self.models.len());
        self.models.insert(place, (model, criterion));
        self.models.truncate(KEPT);
    }

    /// Estimates a model unless it is kept already.
    fn consider(&mut self, cleaned: &Cleaned, model: Model) {
        if !self.has(&model)
            && let Some(criterion) = self.criterion(cleaned, model)
        {
            self.keep(model, criterion);
        }
    }

    /// Schwarz's criterion over the number of observations.
    fn criterion(&mut self, cleaned: &Cleaned, model: Model) -> Option<f64> {
        let fit = self.fit(cleaned, &model)?;
        let likelihood = fit.likelihood();
        let parameters = fit.parameters().to_vec();
        self.tried.push(Tried { model, log_likelihood: likelihood.log_likelihood, parameters });
        Some(likelihood.bic / likelihood.effective as f64).filter(|value| value.is_finite())
    }

    /// A model estimated. It is at least as likely as any that it contains: where it is not, the search ended at a lower maximum and is begun
    /// again at the likeliest of these.
    fn fit(&self, cleaned: &Cleaned, model: &Model) -> Option<Fit> {
        let fit = cleaned.fit(model, false, SEARCH).ok()?;
        let reached = fit.likelihood().log_likelihood;
        let contained = self.tried.iter().filter(|tried| model.contains(&tried.model));
        let likeliest = contained.max_by(|one, other| one.log_likelihood.total_cmp(&other.log_likelihood));
        let Some(likelier) = likeliest.filter(|tried| tried.log_likelihood > reached + SEARCH) else {
            return Some(fit);
        };
        let start = model.with_coefficients_of(&likelier.model, &likelier.parameters);
        let again = cleaned.fit_from(model, start, SEARCH).ok();
        Some(again.filter(|again| again.likelihood().log_likelihood > reached).unwrap_or(fit))
    }
}

/// The orders for given differences, and the best models; `None` where no model can be estimated.
pub(crate) fn identify(
    cleaned: &Cleaned,
    (differences, seasonal_differences): (usize, usize),
    how: &Identification,
) -> Option<(Model, Vec<(Model, f64)>)> {
    let model = |(p, q): (usize, usize), (sp, sq): (usize, usize)| Model {
        regular: Orders::new(p, differences, q),
        seasonal: Orders::new(sp, seasonal_differences, sq),
    };
    let (regular_most, seasonal_most) = how.orders;
    let mut best = Best::default();
    for pair in how.pairs(seasonal_most, seasonal_most) {
        best.consider(cleaned, model((BESIDE, 0), pair));
    }
    let found = best.models.first()?.0.seasonal;
    // Models that may be chosen stay in the list.
    if regular_most < BESIDE {
        best.models.clear();
    }
    for pair in how.pairs(regular_most, regular_most) {
        best.consider(cleaned, model(pair, (found.autoregressive, found.moving_average)));
    }
    let empty = |model: &Model| model.coefficients() == 0;
    let regular = match best.models.first()?.0 {
        first if empty(&first) => best.models.get(1).map_or(first, |second| second.0).regular,
        first => first.regular,
    };
    let most = if seasonal_differences == 1 && seasonal_most < 2 { 0 } else { seasonal_most };
    for pair in how.pairs(most, seasonal_most) {
        best.consider(cleaned, model((regular.autoregressive, regular.moving_average), pair));
    }
    Some((simplest(&best.models, how.balanced), best.models))
}

/// How many coefficients the regular and the seasonal part have.
fn sizes(model: &Model) -> (usize, usize) {
    let size = |orders: Orders| orders.autoregressive + orders.moving_average;
    (size(model.regular), size(model.seasonal))
}

/// The best model, or one that is smaller and nearly as good: the nearer the five are, the less it may be worse.
fn simplest(models: &[(Model, f64)], balanced: bool) -> Model {
    let best = models[0];
    let spread = models.last().map_or(0.0, |last| (last.1 - best.1).abs());
    let scale = match spread {
        _ if models.len() < KEPT => 1.0,
        spread if spread < 0.003 => 0.0625,
        spread if spread < 0.03 => 0.25,
        _ => 1.0,
    };
    let (mut near, mut nearer_order, mut as_large) = (0.0025 * scale, 0.0075 * scale, 0.01 * scale);
    let mut chosen = 0;
    for (at, (model, criterion)) in models.iter().enumerate().skip(1) {
        let (current, current_criterion) = models[chosen];
        let ((regular, seasonal), (smaller, smaller_seasonal)) = (sizes(&current), sizes(model));
        let worse = (criterion - current_criterion).abs();
        let same_seasonal = seasonal == smaller_seasonal;
        let one_for_none = at == 1 && regular == 0 && smaller == 1 && same_seasonal && worse < near;
        let fewer = smaller < regular && smaller > 0 && same_seasonal && worse < near;
        let fewer_seasonal = smaller_seasonal < seasonal && smaller_seasonal > 0 && smaller == regular && worse < near;
        let lower = model.regular.autoregressive < current.regular.autoregressive
            && model.regular.moving_average == current.regular.moving_average
            && smaller > 0
            && same_seasonal
            && worse < nearer_order;
        let is_nearer = || balanced && nearer_balance(&current, model, worse, (near, as_large));
        if one_for_none || fewer || fewer_seasonal || lower || is_nearer() {
            let used = (models[0].1 - criterion).abs();
            (near, nearer_order, as_large) = (near - used, nearer_order - used, as_large - used);
            chosen = at;
        }
    }
    match models.get(chosen + 1) {
        Some(next) if models[chosen].0.coefficients() == 0 => next.0,
        _ => models[chosen].0,
    }
}

/// Whether a model that is worse by so much takes the place of another because its two sides are nearer to each other: `near` for one of
/// another size, `as_large` for one of the same.
fn nearer_balance(current: &Model, other: &Model, worse: f64, (near, as_large): (f64, f64)) -> bool {
    let uneven = |orders: Orders| (orders.autoregressive + orders.differences).abs_diff(orders.moving_average);
    let ((regular, seasonal), (theirs, theirs_seasonal)) = (sizes(current), sizes(other));
    let (now, now_seasonal) = (uneven(current.regular), uneven(current.seasonal));
    let (then, then_seasonal) = (uneven(other.regular), uneven(other.seasonal));
    let same_size = regular == theirs && seasonal == theirs_seasonal;
    let is_mixed = other.regular.autoregressive > 0 && other.regular.moving_average > 0;
    same_size && (then < now || then_seasonal < now_seasonal) && worse <= as_large
        || then < now && theirs <= regular && theirs_seasonal == seasonal && is_mixed && worse <= near
        || then == 0 && then_seasonal == 0 && worse < near
        || theirs > regular && then == 0 && theirs_seasonal == seasonal && worse < near
        || theirs_seasonal > seasonal && then_seasonal == 0 && theirs == regular && worse < near
        || theirs_seasonal < seasonal && theirs_seasonal > 0 && theirs == regular && then_seasonal == 0 && worse <= near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_model_that_is_nearly_as_good_is_chosen() {
        let models = |pairs: &[(&str, f64)]| -> Vec<(Model, f64)> {
            pairs.iter().map(|&(model, criterion)| (model.parse().unwrap(), criterion)).collect()
        };
        let near = [
            ("(2 1 1)(0 1 1)", -0.1),
            ("(0 1 1)(0 1 1)", -0.099),
            ("(1 1 2)(0 1 1)", -0.08),
            ("(2 1 2)(0 1 1)", -0.07),
            ("(1 1 0)(0 1 1)", 0.0),
        ];
        assert_eq!(simplest(&models(&near), false).to_string(), "(0 1 1)(0 1 1)");
        let far = [
            ("(2 1 1)(0 1 1)", -0.1),
            ("(0 1 1)(0 1 1)", -0.09),
            ("(1 1 2)(0 1 1)", -0.08),
            ("(2 1 2)(0 1 1)", -0.07),
            ("(1 1 0)(0 1 1)", 0.0),
        ];
        assert_eq!(simplest(&models(&far), false).to_string(), "(2 1 1)(0 1 1)");
        assert_eq!(
            simplest(&models(&[("(0 1 0)(0 1 0)", 0.0), ("(0 1 1)(0 1 0)", 0.1)]), false).to_string(),
            "(0 1 1)(0 1 0)"
        );
    }
}
