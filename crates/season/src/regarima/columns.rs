//! The columns of regressors over a span of periods.
//!
//! X-13ARIMA-SEATS Reference Manual, ch. 4, table 1 (fixed, trading-day, holiday and outlier regressors) and ch. 7.13.

use super::calendar::{self, centred};
use super::lunar;
use super::model::Model;
use super::observed::Observed;
use super::regression::{Dated, Group, MONTHS, Outlier, Regressor, UserRegressor};
use super::{RegArimaError, Specification};
use crate::{Frequency, Period};

/// One column: its name, its kind and its values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) group: Group,
    pub(crate) values: Vec<f64>,
    /// Its coefficient, where that is not estimated.
    pub(crate) held: Option<f64>,
}

/// A run of periods.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) start: Period,
    pub(crate) count: usize,
}

impl Span {
    fn periods(self) -> impl Iterator<Item = Period> {
        (0..self.count).map(move |at| self.start.plus(at as i32))
    }

    fn column(self, name: impl Into<String>, group: Group, value: impl Fn(Period) -> f64) -> Column {
        Column { name: name.into(), group, values: self.periods().map(value).collect(), held: None }
    }

    /// A column centred by month over the years given.
    fn centred(
        self,
        name: &str,
        group: Group,
        years: std::ops::RangeInclusive<i32>,
        raw: impl Fn(Period) -> Option<f64>,
    ) -> Result<Column, RegArimaError> {
        let ends = |period: Period| RegArimaError::CalendarEnds { name: name.to_owned(), year: period.year() };
        let values = centred(self.start, self.count, years, raw).map_err(ends)?;
        Ok(Column { name: name.to_owned(), group, values, held: None })
    }
}

/// The columns of a specification over a span: those of the gaps first.
pub(crate) fn columns(
    specification: &Specification,
    observed: &Observed,
    span: Span,
) -> Result<Vec<Column>, RegArimaError> {
    let mut columns: Vec<Column> = observed
        .gaps()
        .map(|at| span.column(format!("MV{}", Dated(at)), Group::Gap, |period| f64::from(u8::from(period == at))))
        .collect();
    for regressor in &specification.regressors {
        regressor.check(observed)?;
        let mut theirs = regressor.columns(&specification.model, span)?;
        if let Some(held) = specification.held.of(regressor) {
            if held.len() != theirs.len() {
                let of = theirs.first().map_or_else(String::new, |column| column.name.clone());
                return Err(RegArimaError::Held { of, given: held.len(), needed: theirs.len() });
            }
            theirs.iter_mut().zip(held).for_each(|(column, held)| column.held = *held);
        }
        columns.append(&mut theirs);
    }
    Ok(columns)
}

impl Regressor {
    /// Its columns over a span.
    fn columns(&self, model: &Model, span: Span) -> Result<Vec<Column>, RegArimaError> {
        let frequency = span.start.frequency();
        Ok(match self {
            Self::Constant => vec![constant(model, span)],
            Self::Seasonal(_) => seasonal(span),
            Self::TradingDay => weekdays(span, |period| calendar::trading_days(period).unwrap_or_default()),
            Self::StockTradingDay { day } => {
                weekdays(span, |period| calendar::stock_days(*day, period).unwrap_or_default())
            }
            Self::StockTradingDayOneCoefficient { day } => {
                let value = |period| calendar::stock_contrast(*day, period).unwrap_or_default();
                vec![span.column("Weekday", Group::TradingDay, value)]
            }
            Self::TradingDayOneCoefficient => {
                vec![
                    span.column("Weekday", Group::TradingDay, |period| {
                        calendar::weekday_contrast(period).unwrap_or(0.0)
                    }),
                ]
            }
            Self::LeapYear => vec![span.column("Leap Year", Group::TradingDay, calendar::leap_year)],
            Self::Length => {
                let name = if frequency == Frequency::Monthly { "Length-of-Month" } else { "Length-of-Quarter" };
                vec![span.column(name, Group::TradingDay, |period| calendar::length(period).unwrap_or(0.0))]
            }
            Self::Easter { days } => {
                let raw = |period| Some(calendar::easter_share(*days, period));
                vec![span.centred(&format!("Easter[{days}]"), Group::Holiday, calendar::EASTER_YEARS, raw)?]
            }
            Self::StockEaster { days } => {
                let raw = |period| Some(calendar::easter_stock(*days, period));
                vec![span.centred(&format!("StockEaster[{days}]"), Group::Holiday, calendar::EASTER_YEARS, raw)?]
            }
            Self::Tet(windows) => {
                let window = |(name, from, days)| {
                    span.centred(name, Group::Holiday, lunar::CENTRE, |period| lunar::tet_share(from, days, period))
                };
                windows.parts().map(window).collect::<Result<_, _>>()?
            }
            Self::WorkingDays(calendar) => {
                let raw = |period| calendar.working_days(period).map(|days| days as f64);
                vec![span.centred("Working Days", Group::TradingDay, calendar.years(), raw)?]
            }
            Self::Outlier(outlier) => vec![outlier.column(span)],
            Self::Ramp { from, to } => vec![ramp(*from, *to, span)],
            Self::User(user) => vec![user.column(span)?],
        })
    }

    /// Whether it can be used with the series at all.
    fn check(&self, observed: &Observed) -> Result<(), RegArimaError> {
        let frequency = observed.start().frequency();
        let inside = |name: String, period: Period| {
            if period.frequency() != frequency {
                return Err(RegArimaError::Frequency(name));
            }
            let there = (observed.start()..=observed.end()).contains(&period);
            if there { Ok(()) } else { Err(RegArimaError::Outside { name, period }) }
        };
        match self {
            Self::Outlier(outlier) => inside(outlier.to_string(), outlier.at),
            Self::Ramp { from, to } => {
                let name = ramp_name(*from, *to);
                inside(name.clone(), *from).and_then(|()| inside(name, *to))
            }
            Self::Seasonal(theirs) if *theirs != frequency => Err(RegArimaError::Frequency("seasonal".to_owned())),
            Self::User(user) if user.start.frequency() != frequency => Err(RegArimaError::Frequency(user.name.clone())),
            _ => Ok(()),
        }
    }
}

impl Outlier {
    /// Its column over a span.
    pub(crate) fn column(self, span: Span) -> Column {
        let frequency = span.start.frequency();
        span.column(self.to_string(), self.group(), |period| self.kind.weight(period.since(self.at), frequency))
    }
}

impl UserRegressor {
    fn column(&self, span: Span) -> Result<Column, RegArimaError> {
        let value = |period: Period| {
            let at = usize::try_from(period.since(self.start)).ok();
            let ends = || RegArimaError::RegressorEnds { name: self.name.clone(), period };
            at.and_then(|at| self.values.get(at)).copied().filter(|value| value.is_finite()).ok_or_else(ends)
        };
        let values = span.periods().map(value).collect::<Result<_, _>>()?;
        Ok(Column { name: self.name.clone(), group: self.group, values, held: None })
    }
}

/// The series whose differences, as the model takes them, are 1.
fn constant(model: &Model, span: Span) -> Column {
    let differencing = model.differencing(span.start.frequency().per_year());
    let mut values: Vec<f64> = Vec::with_capacity(span.count);
    for at in 0..span.count {
        let known = differencing.terms().iter().filter(|&&(lag, _)| lag <= at);
        values.push(1.0 + known.map(|&(lag, coefficient)| coefficient * values[at - lag]).sum::<f64>());
    }
    Column { name: "Constant".to_owned(), group: Group::Constant, values, held: None }
}

/// The columns of the six contrasts of weekdays. A user's regressor has small letters.
pub(crate) const DAYS: [&str; 6] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/// A column for every weekday but Sunday.
fn weekdays(span: Span, values: impl Fn(Period) -> [f64; 6]) -> Vec<Column> {
    let values: Vec<[f64; 6]> = span.periods().map(values).collect();
    let column = |(day, name): (usize, &&str)| Column {
        name: (*name).to_owned(),
        group: Group::TradingDay,
        values: values.iter().map(|values| values[day]).collect(),
        held: None,
    };
    DAYS.iter().enumerate().map(column).collect()
}

fn seasonal(span: Span) -> Vec<Column> {
    const QUARTERS: [&str; 3] = ["1st", "2nd", "3rd"];
    let frequency = span.start.frequency();
    let names: &[&str] = if frequency == Frequency::Monthly { &MONTHS } else { &QUARTERS };
    let last = frequency.per_year() - 1;
    let value = |place: usize, period: Period| match period.place() {
        at if at == place => 1.0,
        at if at == last => -1.0,
        _ => 0.0,
    };
    let column = |(place, name): (usize, &&str)| span.column(*name, Group::Seasonal, |period| value(place, period));
    names.iter().enumerate().take(last).map(column).collect()
}

fn ramp_name(from: Period, to: Period) -> String {
    format!("Rp{}-{}", Dated(from), Dated(to))
}

fn ramp(from: Period, to: Period, span: Span) -> Column {
    let length = to.since(from).max(1);
    span.column(ramp_name(from, to), Group::Level, |period| f64::from(period.since(from).clamp(0, length) - length))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::regression::OutlierKind;
    use super::*;

    fn month(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn values(regressor: &Regressor, start: &str, count: usize) -> Vec<f64> {
        let span = Span { start: month(start), count };
        regressor.columns(&Model::AIRLINE, span).unwrap().remove(0).values
    }

    fn outlier(kind: OutlierKind, at: &str) -> Regressor {
        Regressor::Outlier(Outlier { kind, at: month(at) })
    }

    #[test]
    fn outliers_have_their_shapes() {
        assert_eq!(values(&outlier(OutlierKind::Additive, "2020-03"), "2020-01", 4), [0.0, 0.0, 1.0, 0.0]);
        assert_eq!(values(&outlier(OutlierKind::LevelShift, "2020-03"), "2020-01", 4), [-1.0, -1.0, 0.0, 0.0]);
        assert_eq!(values(&outlier(OutlierKind::TemporaryChange, "2020-02"), "2020-01", 4), [0.0, 1.0, 0.7, 0.7 * 0.7]);
        let seasonal = values(&outlier(OutlierKind::Seasonal, "2021-01"), "2020-01", 13);
        assert_eq!((seasonal[0], seasonal[1], seasonal[12]), (-1.0, 1.0 / 11.0, 0.0));
        let ramp = Regressor::Ramp { from: month("2020-02"), to: month("2020-04") };
        assert_eq!(values(&ramp, "2020-01", 5), [-2.0, -2.0, -1.0, 0.0, 0.0]);
        assert_eq!(Outlier { kind: OutlierKind::LevelShift, at: month("2012-03") }.to_string(), "LS2012.Mar");
    }

    #[test]
    fn the_constant_differences_to_one() {
        let column = values(&Regressor::Constant, "2020-01", 40);
        assert_eq!(Model::AIRLINE.differencing(12).apply(&column), vec![1.0; 27]);
    }

    #[test]
    fn a_user_regressor_that_ends_is_refused() {
        let user =
            UserRegressor { name: "strike".into(), group: Group::User, start: month("2020-01"), values: vec![1.0; 3] };
        let span = Span { start: month("2020-01"), count: 4 };
        let refused = Regressor::User(Arc::new(user)).columns(&Model::AIRLINE, span);
        assert_eq!(refused, Err(RegArimaError::RegressorEnds { name: "strike".into(), period: month("2020-04") }));
    }
}
