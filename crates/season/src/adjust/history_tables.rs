//! The tables of a history by their names: revisions, likelihoods, errors of forecasts, coefficients at the end of each period.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.8. The program has the columns of a file; here each is a table, with what it is of behind
//! a point.

use super::tables::from;
use super::{Adjusted, CoefficientHistory, ForecastErrors};
use crate::Period;
use crate::diagnostics::{History, Later, Revision};
use crate::regarima::Operator;

impl Adjusted {
    /// A table of the history: name, period, value; `None` where there is none of this name.
    pub(super) fn of_history(&self, name: &str) -> Option<Vec<(String, Period, f64)>> {
        Some(match name {
            "sar" => self.revised(name, |history| &history.adjusted, |history| later(&history.adjusted_later, false)),
            "chr" => self.revised(name, |history| &history.changes, |history| later(&history.adjusted_later, true)),
            "trr" => self.revised(name, |history| &history.trend, |history| later(&history.trend_later, false)),
            "tcr" => self.revised(name, |history| &history.trend_changes, |history| later(&history.trend_later, true)),
            "sfr" => self.revised(name, |history| &history.seasonal, |_| Vec::new()),
            "fce" => self.forecast_errors(),
            "lkh" => self.criteria(),
            "amh" => self.arma_history(),
            "tdh" => self.trading_day_history(),
            _ => return None,
        })
    }

    /// The squared errors of forecasts as they add up from the period after the history's first on, a table for each lead, `fce.1` and so on.
    fn forecast_errors(&self) -> Vec<(String, Period, f64)> {
        let Some(history) = &self.history else { return Vec::new() };
        let Some((first, ..)) = history.criteria.first() else { return Vec::new() };
        let of_lead = |errors: &ForecastErrors| {
            let (name, mut sum) = (format!("fce.{}", errors.lead), 0.0);
            let steps = (1..=self.series.end().since(*first)).map(|step| first.plus(step));
            let sums = steps.map(|at| {
                sum += errors.errors.iter().find(|(period, _)| *period == at).map_or(0.0, |(_, error)| error * error);
                (name.clone(), at, sum)
            });
            sums.collect::<Vec<_>>()
        };
        history.errors.iter().filter(|errors| !errors.errors.is_empty()).flat_map(of_lead).collect()
    }

    /// The log likelihood and AICC of the model at the end of each period: two tables, `lkh.lnlkhd` and `lkh.aicc`.
    fn criteria(&self) -> Vec<(String, Period, f64)> {
        let criteria = self.history.as_ref().map_or(&[][..], |history| &history.criteria);
        let of = |name: &'static str, value: fn(&(Period, f64, f64)) -> f64| {
            criteria.iter().map(move |one| (name.to_owned(), one.0, value(one)))
        };
        of("lkh.lnlkhd", |one| one.1).chain(of("lkh.aicc", |one| one.2)).collect()
    }

    /// The revisions of an estimate, those of the newest period left out, which has none.
    fn revisions(&self, of: fn(&History) -> &Revision) -> Vec<(Period, f64)> {
        let Some(history) = &self.history else { return Vec::new() };
        let revision = of(&history.revisions);
        let mut revisions = from(revision.now.start(), &revision.revisions());
        revisions.retain(|(period, _)| *period < self.series.end());
        revisions
    }

    /// The revisions of an estimate, and those it had so many periods later: `sar`, `sar.1` and so on.
    fn revised(
        &self,
        name: &str,
        of: fn(&History) -> &Revision,
        later: fn(&History) -> Vec<(usize, &Revision)>,
    ) -> Vec<(String, Period, f64)> {
        let first = named(name, &self.revisions(of)).into_iter();
        let of_lag = |(lag, revision): (usize, &Revision)| {
            named(&format!("{name}.{lag}"), &from(revision.now.start(), &revision.revisions()))
        };
        let lags = self.history.as_ref().map_or_else(Vec::new, |history| later(&history.revisions));
        first.chain(lags.into_iter().flat_map(of_lag)).collect()
    }

    /// The ARMA coefficients of the model at the end of each period: a table for each, `amh.ma1`, `amh.sma1`.
    fn arma_history(&self) -> Vec<(String, Period, f64)> {
        let arma = self.history.as_ref().map_or(&[][..], |history| &history.arma);
        let of = |CoefficientHistory { of: (operator, power), values }: &CoefficientHistory<(Operator, usize)>| {
            let code = match operator {
                Operator::Autoregressive => "ar",
                Operator::SeasonalAutoregressive => "sar",
                Operator::MovingAverage => "ma",
                Operator::SeasonalMovingAverage => "sma",
            };
            named(&format!("amh.{code}{power}"), values)
        };
        arma.iter().flat_map(of).collect()
    }

    /// The coefficients of trading days at the end of each period: a table for each, `tdh.mon` and so on.
    fn trading_day_history(&self) -> Vec<(String, Period, f64)> {
        let days = self.history.as_ref().map_or(&[][..], |history| &history.trading_days);
        let of = |one: &CoefficientHistory<String>| named(&format!("tdh.{}", one.of.to_lowercase()), &one.values);
        days.iter().flat_map(of).collect()
    }
}

/// The revisions that estimates had so many periods later, of levels or of changes.
fn later(all: &[Later], of_changes: bool) -> Vec<(usize, &Revision)> {
    all.iter().map(|one| (one.lag, if of_changes { &one.changes } else { &one.level })).collect()
}

/// Values under the name of a table.
fn named(name: &str, values: &[(Period, f64)]) -> Vec<(String, Period, f64)> {
    values.iter().map(|(at, value)| (name.to_owned(), *at, *value)).collect()
}
