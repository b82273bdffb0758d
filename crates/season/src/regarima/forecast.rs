//! Forecasts and backcasts with their intervals.
//!
//! The difference equation of the model carries the regression's error on; the standard error has the weights of
//! `θ(B)/(φ(B) δ(B))` and what the estimated regression coefficients add, the ARMA coefficients taken as known
//! (Box and Jenkins 1976, ch. 5; X-13ARIMA-SEATS Reference Manual, ch. 4.8). On the scale of the series the limits are
//! the transformed limits, and a forecast in logarithms is a median.

use super::RegArimaError;
use super::fit::Fit;
use super::innovations::Innovations;
use super::polynomial::LagPolynomial;
use crate::Period;
use crate::distributions::normal_width;

/// The standard normal's 97.5 % point.
const NORMAL: f64 = 1.959_963_984_540_054;
/// How likely a value is to lie within the interval of its forecast, unless another probability is asked for.
pub const PROBABILITY: f64 = 0.95;
/// The furthest that is forecast.
const FURTHEST: usize = 120;

/// A forecast of one period on the scale of the series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// The period.
    pub period: Period,
    /// The value expected; in logarithms the median.
    pub value: f64,
    /// The lower end of its interval: of 95 % unless another is asked for.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
    /// The standard error on the transformed scale.
    pub standard_error: f64,
}

impl Fit {
    /// The periods after the series, first to last.
    ///
    /// # Errors
    /// When more than 120 are asked for, or a regressor does not reach that far.
    pub fn forecasts(&self, count: usize) -> Result<Vec<Forecast>, RegArimaError> {
        self.extend(count, false)
    }

    /// The periods before the series, the furthest first.
    ///
    /// # Errors
    /// As for [`Fit::forecasts`].
    pub fn backcasts(&self, count: usize) -> Result<Vec<Forecast>, RegArimaError> {
        let mut backcasts = self.extend(count, true)?;
        backcasts.reverse();
        Ok(backcasts)
    }

    fn extend(&self, count: usize, backwards: bool) -> Result<Vec<Forecast>, RegArimaError> {
        if count > FURTHEST {
            return Err(RegArimaError::TooFar(count));
        }
        let known = self.transformed.len();
        let (before, after) = if backwards { (count, 0) } else { (0, count) };
        let (mut columns, mut given) = (Vec::new(), vec![0.0; before + known + after]);
        for (at, column) in self.columns_over(before, after)?.into_iter().enumerate() {
            match column.held.filter(|_| self.of_part.as_ref().is_none_or(|part| part.held[at])) {
                None => columns.push(column.values),
                Some(held) => given.iter_mut().zip(&column.values).for_each(|(sum, value)| *sum += held * value),
            }
        }
        let mut series = self.transformed.clone();
        if backwards {
            columns.iter_mut().chain([&mut series, &mut given]).for_each(|column| column.reverse());
        }
        series.iter_mut().zip(&given).for_each(|(value, given)| *value -= given);
        let (mut values, errors) = self.carry_on(&columns, &series, count);
        values.iter_mut().zip(&given[known..]).for_each(|(value, given)| *value += given);
        let period = |step: usize| match backwards {
            true => self.observed.start().plus(-(step as i32) - 1),
            false => self.observed.start().plus((known + step) as i32),
        };
        Ok((0..count).map(|step| self.forecast(period(step), values[step], errors[step])).collect())
    }

    /// Values and standard errors after the end of the series, which the columns outlast.
    fn carry_on(&self, columns: &[Vec<f64>], series: &[f64], count: usize) -> (Vec<f64>, Vec<f64>) {
        let known = series.len();
        let past: Vec<Vec<f64>> =
            columns.iter().map(|column| column[..known].to_vec()).chain([series.to_vec()]).collect();
        let differencing = self.model().differencing(self.problem.per_year);
        let whitener = &self.evaluation().whitener;
        let full = whitener.autoregressive().times(&differencing);
        let weights = full.divide_into(whitener.moving_average(), count);
        let (autoregressive, moving_average) = (whitener.autoregressive(), whitener.moving_average());
        let innovations = Innovations::new(autoregressive, moving_average, self.problem.observations());
        let carry = |column: &Vec<f64>| {
            let differenced = differencing.apply(column);
            let exact = || whitener.whiten(&differenced);
            let shocks = innovations.as_ref().map_or_else(exact, |innovations| innovations.shocks(&differenced));
            continued(column, &shocks, &full, moving_average, count)
        };
        let onward: Vec<Vec<f64>> = past.iter().map(carry).collect();
        let (regression, gram) = match &self.of_part {
            Some(part) => (&part.regression, &part.gram),
            None => (&self.evaluation().regression, &self.evaluation().gram),
        };
        let variance = self.variance();
        let mut innovations = 0.0;
        let (mut values, mut errors) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for step in 0..count {
            let mut gap: Vec<f64> =
                columns.iter().zip(&onward).map(|(column, onward)| column[known + step] - onward[step]).collect();
            let effect: f64 = gap.iter().zip(regression).map(|(gap, coefficient)| gap * coefficient).sum();
            values.push(onward[columns.len()][step] + effect);
            innovations += weights[step] * weights[step];
            gram.forward(&mut gap);
            let regression: f64 = gap.iter().map(|value| value * value).sum();
            errors.push(((innovations + regression) * variance).sqrt());
        }
        (values, errors)
    }

    fn forecast(&self, period: Period, value: f64, standard_error: f64) -> Forecast {
        let factor = self.specification.prior.factor(period);
        let back = |value: f64| self.specification.transform.back(value) * factor;
        let width = NORMAL * standard_error;
        Forecast { period, value: back(value), lower: back(value - width), upper: back(value + width), standard_error }
    }

    /// Gives forecasts the intervals in which their values lie with a probability between 0 and 1; they come with those of 95 %.
    pub(crate) fn widen(&self, forecasts: &mut [Forecast], probability: f64) {
        if probability.to_bits() == PROBABILITY.to_bits() {
            return;
        }
        let normal = normal_width(probability);
        for forecast in forecasts {
            let factor = self.specification.prior.factor(forecast.period);
            let middle = self.specification.transform.scaled(forecast.value / factor);
            let end = |value: f64| self.specification.transform.back(value) * factor;
            let width = normal * forecast.standard_error;
            (forecast.lower, forecast.upper) = (end(middle - width), end(middle + width));
        }
    }
}

/// A column carried on by the model's difference equation from its past and its innovations.
fn continued(
    past: &[f64],
    innovations: &[f64],
    full: &LagPolynomial,
    moving_average: &LagPolynomial,
    count: usize,
) -> Vec<f64> {
    let known = past.len();
    let mut values = past.to_vec();
    for step in 0..count {
        let carried: f64 = full
            .terms()
            .iter()
            .filter(|&&(lag, _)| lag <= values.len())
            .map(|&(lag, c)| c * values[values.len() - lag])
            .sum();
        let shocks = moving_average.terms().iter().filter(|&&(lag, _)| lag > step && lag - step <= innovations.len());
        let shock: f64 = shocks.map(|&(lag, c)| c * innovations[innovations.len() + step - lag]).sum();
        values.push(carried - shock);
    }
    values.split_off(known)
}
