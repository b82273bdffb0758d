//! What was chosen, as a specification that chooses nothing: an office chooses once a year and keeps that in between.
//!
//! Refresh policies: ESS Guidelines on Seasonal Adjustment (Eurostat, 2015), chapter 4 (partial concurrent and controlled current
//! adjustment).

use super::Adjusted;
use crate::regarima::{self, Fit, Held, Prior, Regressor, Transform};
use crate::spc::{self, ModelChoice, Transformation, Variable};
use crate::x11::{Choices, Filters, Henderson, SeasonalFilter};

/// What of an adjustment is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keep {
    /// What was chosen: transformation, regressors, outliers, orders. Coefficients are estimated anew from where they were found, filters of
    /// X-11 chosen anew.
    Choices,
    /// The same with every coefficient held where it was estimated, and with the filters of X-11 where they can be given so that no table
    /// changes: a season of 3 × 5, which is `x11default`, or a stable one, and a trend of one length in all parts.
    Coefficients,
}

impl Adjusted {
    /// The specification of what was chosen under `from`, the specification of this adjustment: tests of regressors, the search for
    /// outliers and the identification of the model are replaced by what they found. Series, span, forecasts, options of X-11, sliding
    /// spans, history and tables stay.
    ///
    /// ```
    /// use season::adjust::{Keep, adjust};
    /// use season::spc::{ModelChoice, Specification};
    /// use season::{Frequency, Series};
    ///
    /// let text = "transform{function=auto} automdl{} outlier{} x11{}";
    /// let automatic = Specification::read(text, Frequency::Monthly, &|name| Err(format!("there is no {name}")))?;
    /// let value = |month: i32| (100.0 + f64::from(month) + f64::from(month * 7 % 5)) * if month % 12 == 11 { 1.3 } else { 1.0 };
    /// let series = Series::new("2015-01".parse()?, (0..96).map(value).collect())?;
    /// let adjusted = adjust(&(&series).into(), &automatic)?;
    ///
    /// let kept = adjusted.chosen(&automatic, Keep::Choices);
    /// assert!(kept.outliers.is_none() && matches!(kept.model, Some(ModelChoice::Fixed(_))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn chosen(&self, from: &spc::Specification, keep: Keep) -> spc::Specification {
        let mut chosen = spc::Specification { tests: Vec::new(), outliers: None, ..from.clone() };
        if let Some(model) = &self.model {
            let fitted = model.fit.specification();
            chosen.transform = transformation(fitted.transform, from.transform);
            // What the span of the model leaves out stays: under another span it may be wanted.
            let left_out = from.variables.iter().filter(|variable| model.left_out.contains(&variable.to_string()));
            (chosen.variables, chosen.prior) = variables(fitted, left_out.cloned());
            chosen.model = Some(ModelChoice::Fixed(fitted.model));
            let held = match keep {
                Keep::Choices => fitted.held.clone(),
                Keep::Coefficients => model.fit.estimates(),
            };
            chosen.start = start(&model.fit, &held, from);
            chosen.held = ordered(held, &chosen);
        }
        if let (Keep::Coefficients, Some(adjustment), Some(x11)) = (keep, &mut chosen.x11, &self.x11) {
            if adjustment.spec.filters == Filters::Automatic {
                adjustment.spec.filters = filters(&x11.choices, self.years());
            }
            if adjustment.spec.henderson == Henderson::Automatic {
                adjustment.spec.henderson = henderson(&x11.choices);
            }
        }
        chosen
    }

    /// Years of the series with its extension.
    fn years(&self) -> usize {
        let length = self.backcasts.len() + self.series.values().len() + self.forecasts.len();
        length / self.series.frequency().per_year()
    }
}

/// Levels of which nothing was said have a season as if nothing were said.
fn transformation(chosen: Transform, from: Transformation) -> Transformation {
    match (chosen, from) {
        (Transform::Log, _) => Transformation::Log,
        (Transform::Level, Transformation::Unsaid) => Transformation::Unsaid,
        (Transform::Level, _) => Transformation::Level,
    }
}

/// The regressors as a specification names them, with others and the user's last, and the prior factor where trading days do not imply it.
fn variables(fitted: &regarima::Specification, with: impl Iterator<Item = Variable>) -> (Vec<Variable>, Option<Prior>) {
    let days = |regressor: &Regressor| matches!(regressor, Regressor::TradingDay | Regressor::TradingDayOneCoefficient);
    let has_days = fitted.regressors.iter().any(days);
    let has_leap_year = fitted.regressors.contains(&Regressor::LeapYear);
    // Trading days bring a leap year along: in logarithms as a prior factor, in levels as a regressor.
    let comes_along = has_days
        && match fitted.transform {
            Transform::Log => fitted.prior == Prior::LeapYear && !has_leap_year,
            Transform::Level => has_leap_year,
        };
    let variable = |regressor: &Regressor| match regressor {
        Regressor::LeapYear if comes_along => None,
        regressor if days(regressor) => {
            let one_coefficient = *regressor == Regressor::TradingDayOneCoefficient;
            Some(Variable::TradingDays { one_coefficient, leap_year: comes_along })
        }
        other => Some(Variable::Regressor(other.clone())),
    };
    let (users, others): (Vec<Variable>, Vec<Variable>) = fitted
        .regressors
        .iter()
        .filter_map(variable)
        .partition(|variable| matches!(variable, Variable::Regressor(Regressor::User(_))));
    let prior = (fitted.prior != Prior::None && !comes_along).then_some(fitted.prior);
    (others.into_iter().chain(with).chain(users).collect(), prior)
}

/// Where coefficients that are estimated anew begin: where they were found, lest another maximum is found than the search for the model
/// came to. Where nothing was chosen, as was asked.
fn start(fit: &Fit, held: &Held, from: &spc::Specification) -> Option<Vec<f64>> {
    let is_asked = matches!(from.model, Some(ModelChoice::Fixed(_)))
        && from.transform != Transformation::Automatic
        && from.tests.is_empty()
        && from.outliers.is_none();
    match is_asked {
        true => from.start.clone().filter(|_| held.whole_arma().is_none()),
        false => Some(fit.parameters().to_vec()).filter(|all| held.whole_arma().is_none() && !all.is_empty()),
    }
}

/// Coefficients in the order of the variables, as they are read back.
fn ordered(held: Held, chosen: &spc::Specification) -> Held {
    let of = |regressor: Regressor| held.of(&regressor).map(<[_]>::to_vec).map(|values| (regressor, values));
    let regression = chosen.regressors().into_iter().filter_map(of).collect();
    Held { regression, ..held }
}

/// Filters that can be given so that every table is the same: the automatic ones are 3 × 3 in the first half of each part and 3 × 5 in the
/// second until the final factors, as with `x11default`.
fn filters(choices: &Choices, years: usize) -> Filters {
    let all = |filter: SeasonalFilter| choices.filters.iter().all(|chosen| *chosen == filter);
    match years {
        0..5 if all(SeasonalFilter::Stable) => Filters::All(SeasonalFilter::Stable),
        _ if all(SeasonalFilter::S3x5) => Filters::X11Default,
        _ => Filters::Automatic,
    }
}

/// A length of the trend that was chosen in every part.
fn henderson(choices: &Choices) -> Henderson {
    match choices.henderson {
        [first, others @ ..] if others.iter().all(|other| *other == first) => Henderson::Terms(first),
        _ => Henderson::Automatic,
    }
}
