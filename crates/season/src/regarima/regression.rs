//! The regressors: their columns over a span of periods and their names.
//!
//! X-13ARIMA-SEATS Reference Manual, ch. 4, table 1 (fixed, trading-day, holiday and outlier regressors) and ch. 7.13.
//! Trading days: Bell and Hillmer 1983. Temporary changes: Chen and Liu 1993, decaying by 0.7 a month.

use std::fmt;
use std::sync::Arc;

use super::calendar::{self, WorkingCalendar, centred};
use super::lunar::{self, TetWindows};
use super::model::Model;
use super::observed::Observed;
use super::{RegArimaError, Specification};
use crate::{Frequency, Period};

/// What kind of effect a regressor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// A missing value.
    Gap,
    /// The mean of the differenced series.
    Constant,
    /// A season that stays the same: it is part of the season that is found, and not taken out before.
    Seasonal,
    /// The days of the week in a month, its length, a leap year.
    TradingDay,
    /// Easter, Tết, or a user's holiday.
    Holiday,
    /// A user's regressor that is neither calendar nor holiday.
    User,
    /// One observation, or one that fades.
    Outlier,
    /// A lasting change of the level.
    Level,
    /// A lasting change of one month against the others.
    SeasonalShift,
}

/// The shape of an outlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutlierKind {
    /// One observation: AO.
    Additive,
    /// -1 before, 0 from then on: LS.
    LevelShift,
    /// 1, then fading by 0.7 a month: TC.
    TemporaryChange,
    /// Before the date -1 in its month and 1/(s-1) in the others, then 0: SO. The sign is that of the program, and of a level shift; the
    /// manual (ch. 4.3) has the other.
    Seasonal,
}

impl OutlierKind {
    /// X-13's two letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Additive => "AO",
            Self::LevelShift => "LS",
            Self::TemporaryChange => "TC",
            Self::Seasonal => "SO",
        }
    }

    /// The effect `after` periods after the date.
    pub(crate) fn weight(self, after: i32, frequency: Frequency) -> f64 {
        let per_year = frequency.per_year() as i32;
        match self {
            Self::Additive => f64::from(u8::from(after == 0)),
            Self::LevelShift => -f64::from(u8::from(after < 0)),
            Self::TemporaryChange if after < 0 => 0.0,
            Self::TemporaryChange => fading(frequency).powi(after),
            Self::Seasonal if after >= 0 => 0.0,
            Self::Seasonal if after % per_year == 0 => -1.0,
            Self::Seasonal => 1.0 / f64::from(per_year - 1),
        }
    }
}

/// What is left of a temporary change a period later: 0.7 a month.
pub(crate) fn fading(frequency: Frequency) -> f64 {
    0.7_f64.powi(12 / frequency.per_year() as i32)
}

/// An outlier: its shape and its date. Its text form is X-13's, `LS2012.Mar` or `AO2020.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outlier {
    /// The shape.
    pub kind: OutlierKind,
    /// The period it is dated.
    pub at: Period,
}

impl fmt::Display for Outlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.code(), Dated(self.at))
    }
}

/// A period as X-13 writes it in names.
struct Dated(Period);

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.frequency() {
            Frequency::Monthly => write!(f, "{}.{}", self.0.year(), MONTHS[self.0.place()]),
            Frequency::Quarterly => write!(f, "{}.{}", self.0.year(), self.0.place() + 1),
        }
    }
}

/// A regressor of the user's own: values from a period on, which reach over the series and its forecasts.
#[derive(Debug, Clone, PartialEq)]
pub struct UserRegressor {
    /// Its name.
    pub name: String,
    /// What kind of effect it has: it says where the effect goes in the adjustment.
    pub group: Group,
    /// The period of its first value.
    pub start: Period,
    /// Its values.
    pub values: Vec<f64>,
}

/// A regressor, of one column or several.
#[derive(Debug, Clone, PartialEq)]
pub enum Regressor {
    /// The mean of the differenced series.
    Constant,
    /// One column less than the year has periods: 1 in its own, -1 in the last.
    Seasonal(Frequency),
    /// Six columns: each weekday's count less that of the Sundays.
    TradingDay,
    /// One column: weekdays less 5/2 of the weekend days.
    TradingDayOneCoefficient,
    /// Six columns for a stock on one day of the month: 1 where that is the weekday, -1 where it is a Sunday.
    StockTradingDay {
        /// The day, 1 to 31; the last of a month that has not so many.
        day: usize,
    },
    /// One column for a stock: from -0.6 on a Monday by 0.4 a day to 1 on a Friday, 0 on a Saturday, -1 on a Sunday.
    StockTradingDayOneCoefficient {
        /// As of [`Self::StockTradingDay`].
        day: usize,
    },
    /// 0.75 in a leap year's February, -0.25 in another.
    LeapYear,
    /// The length of the month (or quarter) less its mean.
    Length,
    /// The share of the days before Easter that lies in the month, centred.
    Easter {
        /// How many days before Easter Sunday, 1 to 25.
        days: usize,
    },
    /// The share of the days before Easter that is over by the end of the month, centred: for stocks.
    StockEaster {
        /// How many days before Easter Sunday, 1 to 25.
        days: usize,
    },
    /// The shares of the windows around Tết that lie in the month, centred: up to three columns.
    Tet(TetWindows),
    /// Working days by a calendar of decrees, centred.
    WorkingDays(Arc<WorkingCalendar>),
    /// An outlier.
    Outlier(Outlier),
    /// A level that moves in a straight line between two periods, by 1 a period: minus the distance up to the first, 0 from the last on.
    Ramp {
        /// The last period before the level moves.
        from: Period,
        /// The first period at the new level.
        to: Period,
    },
    /// A user's own.
    User(Arc<UserRegressor>),
}

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
    /// How many coefficients it has: six for trading days, one less than the year has periods for a season, one for each window of Tết, one
    /// for any other.
    #[must_use]
    pub fn coefficients(&self) -> usize {
        match self {
            Self::TradingDay | Self::StockTradingDay { .. } => 6,
            Self::Seasonal(frequency) => frequency.per_year() - 1,
            Self::Tet(windows) => windows.parts().count(),
            _ => 1,
        }
    }

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

    fn group(self) -> Group {
        match self.kind {
            OutlierKind::Additive | OutlierKind::TemporaryChange => Group::Outlier,
            OutlierKind::LevelShift => Group::Level,
            OutlierKind::Seasonal => Group::SeasonalShift,
        }
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

/// A column for every weekday but Sunday.
fn weekdays(span: Span, values: impl Fn(Period) -> [f64; 6]) -> Vec<Column> {
    const DAYS: [&str; 6] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
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
