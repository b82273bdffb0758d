//! The regressors: what there is, their kinds and names.
//!
//! X-13ARIMA-SEATS Reference Manual, ch. 4, table 1 (fixed, trading-day, holiday and outlier regressors) and ch. 7.13.
//! Trading days: Bell and Hillmer 1983. Temporary changes: Chen and Liu 1993, decaying by 0.7 a month.

use std::fmt;
use std::sync::Arc;

use super::calendar::WorkingCalendar;
use super::lunar::TetWindows;
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
    /// A season of the user's own, which may change: taken out before, and part of the season again afterwards.
    UserSeasonal,
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
pub(super) struct Dated(pub(super) Period);

pub(super) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

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

    /// What kind of effect it has.
    #[must_use]
    pub fn group(&self) -> Group {
        match self {
            Self::Constant => Group::Constant,
            Self::Seasonal(_) => Group::Seasonal,
            Self::TradingDay
            | Self::TradingDayOneCoefficient
            | Self::StockTradingDay { .. }
            | Self::StockTradingDayOneCoefficient { .. }
            | Self::LeapYear
            | Self::Length
            | Self::WorkingDays(_) => Group::TradingDay,
            Self::Easter { .. } | Self::StockEaster { .. } | Self::Tet(_) => Group::Holiday,
            Self::Outlier(outlier) => outlier.group(),
            Self::Ramp { .. } => Group::Level,
            Self::User(user) => user.group,
        }
    }

    /// The name of a user's own; `None` of any other.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        match self {
            Self::User(user) => Some(&user.name),
            _ => None,
        }
    }
}

impl Outlier {
    /// What kind of effect it has.
    pub(super) fn group(self) -> Group {
        match self.kind {
            OutlierKind::Additive | OutlierKind::TemporaryChange => Group::Outlier,
            OutlierKind::LevelShift => Group::Level,
            OutlierKind::Seasonal => Group::SeasonalShift,
        }
    }
}
