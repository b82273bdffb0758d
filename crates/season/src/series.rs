//! What is adjusted: values at equal steps of a month or a quarter.

use std::fmt;
use std::str::FromStr;

/// How many observations a year has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// Four a year.
    Quarterly,
    /// Twelve a year.
    Monthly,
}

impl Frequency {
    /// Observations a year: 4 or 12.
    #[must_use]
    pub fn per_year(self) -> usize {
        match self {
            Self::Quarterly => 4,
            Self::Monthly => 12,
        }
    }
}

/// A month or a quarter. Its text form is `2024-01` or `2024-Q1`.
///
/// ```
/// use season::Period;
///
/// let january: Period = "2024-01".parse()?;
/// assert_eq!(january.plus(-1).to_string(), "2023-12");
/// assert_eq!(january.plus(13).since(january), 13);
/// # Ok::<(), season::PeriodError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    frequency: Frequency,
    /// Periods since the first of the year 0.
    ordinal: i32,
}

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a period: write a month as 2024-01 or a quarter as 2024-Q1")]
pub struct PeriodError(pub String);

impl Period {
    /// The `place`-th period (from 1) of a year; `None` where the year, 1 to 9999, or the place is not there.
    #[must_use]
    pub fn new(frequency: Frequency, year: i32, place: usize) -> Option<Self> {
        let there = (1..=9999).contains(&year) && (1..=frequency.per_year()).contains(&place);
        there.then(|| Self { frequency, ordinal: year * frequency.per_year() as i32 + place as i32 - 1 })
    }

    /// Months or quarters.
    #[must_use]
    pub fn frequency(self) -> Frequency {
        self.frequency
    }

    /// The year it lies in.
    #[must_use]
    pub fn year(self) -> i32 {
        self.ordinal.div_euclid(self.frequency.per_year() as i32)
    }

    /// Its place in the year, from 0: January or the first quarter is 0.
    #[must_use]
    pub fn place(self) -> usize {
        self.ordinal.rem_euclid(self.frequency.per_year() as i32) as usize
    }

    /// The period `steps` later (earlier when negative).
    #[must_use]
    pub fn plus(self, steps: i32) -> Self {
        Self { ordinal: self.ordinal + steps, ..self }
    }

    /// How many steps later than `other`, of the same frequency, it is; of another frequency the number means nothing.
    ///
    /// # Panics
    /// In a debug build, when the frequencies differ.
    #[must_use]
    pub fn since(self, other: Self) -> i32 {
        debug_assert_eq!(self.frequency, other.frequency, "months and quarters are not counted together");
        self.ordinal - other.ordinal
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.frequency {
            Frequency::Monthly => write!(f, "{:04}-{:02}", self.year(), self.place() + 1),
            Frequency::Quarterly => write!(f, "{:04}-Q{}", self.year(), self.place() + 1),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let refuse = || PeriodError(text.to_owned());
        let (year, place) = text.split_once('-').ok_or_else(refuse)?;
        let (frequency, place, width) = match place.strip_prefix('Q') {
            Some(quarter) => (Frequency::Quarterly, quarter, 1),
            None => (Frequency::Monthly, place, 2),
        };
        let digits = |text: &str, width| text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(place, width) {
            return Err(refuse());
        }
        let (year, place) = (year.parse().map_err(|_| refuse())?, place.parse().map_err(|_| refuse())?);
        Self::new(frequency, year, place).ok_or_else(refuse)
    }
}

/// Values at equal steps, each finite, at least one.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    start: Period,
    values: Vec<f64>,
}

/// Why values are no series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeriesError {
    /// There are none.
    #[error("the series has no value")]
    Empty,
    /// One of them is infinite or not a number.
    #[error("the value at {0} is not a finite number")]
    NotFinite(Period),
}

impl Series {
    /// The values from a period on.
    ///
    /// # Errors
    /// When there is no value, or one that is not finite.
    pub fn new(start: Period, values: Vec<f64>) -> Result<Self, SeriesError> {
        if values.is_empty() {
            return Err(SeriesError::Empty);
        }
        match values.iter().position(|value| !value.is_finite()) {
            Some(at) => Err(SeriesError::NotFinite(start.plus(at as i32))),
            None => Ok(Self { start, values }),
        }
    }

    /// The period of the first value.
    #[must_use]
    pub fn start(&self) -> Period {
        self.start
    }

    /// The period of the last value.
    #[must_use]
    pub fn end(&self) -> Period {
        self.start.plus(self.values.len() as i32 - 1)
    }

    /// Months or quarters.
    #[must_use]
    pub fn frequency(&self) -> Frequency {
        self.start.frequency
    }

    /// The values, first to last.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The value at a period; `None` outside, or of another frequency.
    #[must_use]
    pub fn at(&self, period: Period) -> Option<f64> {
        let is_of_this = period.frequency() == self.start.frequency();
        let steps = is_of_this.then(|| period.since(self.start))?;
        usize::try_from(steps).ok().and_then(|at| self.values.get(at)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_out_and_in_again_is_the_same() {
        for text in ["2024-01", "0001-12", "9999-12", "2024-Q1", "1999-Q4"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for text in ["", "2024", "2024-13", "2024-00", "2024-Q5", "2024-1", "24-01", "2024-01 ", "0000-01", "+024-01"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_series_is_finite_and_not_empty() {
        let start: Period = "2023-12".parse().unwrap();
        assert_eq!(Series::new(start, vec![]), Err(SeriesError::Empty));
        assert_eq!(Series::new(start, vec![1.0, f64::NAN]), Err(SeriesError::NotFinite(start.plus(1))));
        let series = Series::new(start, vec![1.0, 2.0, 3.0]).unwrap();
        assert_eq!(series.end().to_string(), "2024-02");
        assert_eq!(
            (series.at(start.plus(1)), series.at(start.plus(3)), series.at(start.plus(-1))),
            (Some(2.0), None, None)
        );
    }
}
