//! What is done to an identified model before it is final.
//!
//! Unit roots of the autoregressive polynomial become differences; a moving average with a unit root takes one away; calendar
//! effects, means and last coefficients that are not significant leave: X-13ARIMA-SEATS Reference Manual, ch. 7.2
//! (ubfinal, armalimit), after Gómez and Maravall 2001.

use super::RegArimaError;
use super::adequacy::Adequacy;
use super::columns::DAYS;
use super::differencing::coefficients_of;
use super::fit::Fit;
use super::identify::{Candidate, LATER, LOWEST, SIGNIFICANT, Search, estimated, statistic, with_mean};
use super::model::{Operator, Orders};
use super::outlier::again;
use super::regression::Group;
use super::roots::Roots;
use super::specification::Specification;

/// A mean of the residuals with a larger t statistic is added to the model.
const REMAINING: f64 = 2.5;

impl Search<'_> {
    /// Calendar effects and the mean leave where they are not significant.
    pub(crate) fn significant(&self, candidate: Candidate, mean: f64) -> Result<Candidate, RegArimaError> {
        let Candidate { fit, outliers } = candidate;
        let mut specification = fit.specification.clone();
        if self.settings.trading_days.is_some() && trading_day_statistic(&fit) < SIGNIFICANT {
            specification = specification.without_trading_days(self.settings.prior);
        }
        let easter = fit
            .regression()
            .iter()
            .filter(|one| one.name.starts_with("Easter"))
            .filter_map(|one| Some(one.t()?.abs()))
            .fold(0.0, f64::max);
        if !self.settings.easter.is_empty() && easter < SIGNIFICANT {
            specification = specification.without_easter();
        }
        if !self.has_mean() && statistic(&fit, Group::Constant) < mean {
            specification = with_mean(specification, false);
        }
        let fit = if specification == fit.specification { fit } else { again(&fit, &specification)? };
        Ok(Candidate { fit, outliers })
    }

    /// Unit roots become differences, an overdifferenced series has one less, and a mean is added where one is left.
    pub(crate) fn clean(&self, found: Candidate) -> Result<Candidate, RegArimaError> {
        let found = self.significant(found, self.settings.identification.significant)?;
        let found = self.differenced(found)?;
        let found = self.overdifferenced(found)?;
        let how = &self.settings.identification;
        let tests = how.checks_mean && !how.differences_are_given();
        if !tests || self.has_mean() || found.mean() || Adequacy::of(&found.fit).mean.abs() <= REMAINING {
            return Ok(found);
        }
        match again(&found.fit, &with_mean(found.fit.specification.clone(), true)) {
            Ok(fit) => Ok(Candidate { fit, ..found }),
            Err(_) => Ok(found),
        }
    }

    fn differenced(&self, found: Candidate) -> Result<Candidate, RegArimaError> {
        let limit = self.settings.identification.unit_root;
        let unit = |operator| Roots::of(coefficients_of(&found.fit, operator)).unit(limit) > 0;
        let mut model = found.model();
        let raise = |orders: &mut Orders| {
            orders.autoregressive = orders.autoregressive.saturating_sub(1);
            orders.differences += 1;
        };
        if unit(Operator::Autoregressive) && model.regular.differences < 2 {
            raise(&mut model.regular);
        }
        if unit(Operator::SeasonalAutoregressive) && model.seasonal.differences < 1 {
            raise(&mut model.seasonal);
        }
        if model == found.model() {
            return Ok(found);
        }
        let specification = Specification { model, ..found.bare() };
        let mut fit = match estimated(&found.fit.observed, &specification) {
            Ok(fit) => fit,
            Err(_) => return Ok(found),
        };
        if found.mean() {
            fit = self.mean(fit, LATER)?;
        }
        self.outliers(Candidate { fit, outliers: Vec::new() })
    }

    fn overdifferenced(&self, found: Candidate) -> Result<Candidate, RegArimaError> {
        let mut model = found.model();
        let sum: f64 = coefficients_of(&found.fit, Operator::MovingAverage).iter().sum();
        if model.regular.differences == 0 || model.regular.moving_average == 0 || (sum - 1.0).abs() >= 0.001 {
            return Ok(found);
        }
        model.regular.differences -= 1;
        model.regular.moving_average -= 1;
        let specification = Specification { model, ..with_mean(found.bare(), true) };
        let Ok(fit) = estimated(&found.fit.observed, &specification) else { return Ok(found) };
        let Candidate { fit, outliers } = self.outliers(Candidate { fit, outliers: Vec::new() })?;
        Ok(Candidate { fit: self.mean(fit, LATER)?, outliers })
    }

    /// Whether two coefficients or more are small, and the critical value could be lowered for it.
    pub(crate) fn lower_for_small_coefficients(&mut self, found: &Candidate) -> bool {
        let kinds = self.settings.outliers.iter().flat_map(|outliers| &outliers.kinds);
        let mut critical = kinds.filter_map(|kind| self.critical?.of(*kind));
        let could = critical.any(|critical| critical > LOWEST);
        if small_coefficients(&found.fit, self.settings.identification.significant).0 < 2 || !could {
            return false;
        }
        self.lower();
        self.round += 1;
        true
    }

    /// The last coefficient of an operator leaves where it is small, one at a time.
    pub(crate) fn without_small_coefficients(&self, mut found: Candidate) -> Result<Candidate, RegArimaError> {
        let limit = self.settings.identification.significant;
        while let (_, Some(operator)) = small_coefficients(&found.fit, limit) {
            let mut model = found.model();
            match operator {
                Operator::Autoregressive => model.regular.autoregressive -= 1,
                Operator::SeasonalAutoregressive => model.seasonal.autoregressive -= 1,
                Operator::MovingAverage => model.regular.moving_average -= 1,
                Operator::SeasonalMovingAverage => model.seasonal.moving_average -= 1,
            }
            let specification = Specification { model, ..found.fit.specification.clone() };
            found.fit = estimated(&found.fit.observed, &specification)?;
        }
        Ok(found)
    }
}

/// The same of trading days, the day that the six contrasts imply for Sunday included.
fn trading_day_statistic(fit: &Fit) -> f64 {
    let largest = statistic(fit, Group::TradingDay);
    let days: Vec<usize> = (0..fit.columns.len()).filter(|&at| DAYS.contains(&fit.columns[at].name.as_str())).collect();
    if days.len() < 6 {
        return largest;
    }
    let inverse = fit.evaluation().gram.inverse();
    let sum: f64 = days.iter().map(|&at| fit.evaluation().regression[at]).sum();
    let variance: f64 = days
        .iter()
        .flat_map(|&one| days.iter().map(move |&two| (one, two)))
        .map(|(one, two)| inverse.at(one, two))
        .sum();
    largest.max(sum.abs() / (variance * fit.variance()).sqrt())
}

/// How many operators end in a small coefficient, and the least significant of them. As in the program the count begins anew at each that is less
/// significant than all before it. None counts where a zero is near the unit circle or the model has one coefficient.
fn small_coefficients(fit: &Fit, limit: f64) -> (usize, Option<Operator>) {
    if !fit.zeros_within(1.0 / 0.95).is_empty() || fit.parameters().len() == 1 {
        return (0, None);
    }
    let least = if fit.transformed.len() <= 150 { 0.15 } else { 0.1 };
    let arma = fit.arma();
    let (mut count, mut smallest) = (0, None);
    let mut most = f64::INFINITY;
    for (operator, range) in fit.model().ranges() {
        let Some(&(_, _, value, Some(error))) =
            range.end.checked_sub(1).filter(|_| !range.is_empty()).and_then(|at| arma.get(at))
        else {
            continue;
        };
        let significance = value.abs() / error;
        if significance < limit && value.abs() < least {
            count += 1;
            if significance < most {
                (count, most, smallest) = (1, significance, Some(operator));
            }
        }
    }
    (count, smallest)
}
