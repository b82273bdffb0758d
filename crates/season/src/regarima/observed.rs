//! What a model is estimated on: a series, with or without gaps, and its transformation.

use crate::{Period, Series};

use super::RegArimaError;

/// A series in which values may be missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    start: Period,
    values: Vec<Option<f64>>,
}

impl Observed {
    /// The values from a period on, `None` where there is none.
    ///
    /// # Errors
    /// When the first or last value is missing, or one is not finite.
    pub fn new(start: Period, values: Vec<Option<f64>>) -> Result<Self, RegArimaError> {
        if let (Some(Some(_)), Some(Some(_))) = (values.first(), values.last()) {
            let wrong = values.iter().position(|value| value.is_some_and(|value| !value.is_finite()));
            return match wrong {
                Some(at) => Err(RegArimaError::NotFinite(start.plus(at as i32))),
                None => Ok(Self { start, values }),
            };
        }
        Err(RegArimaError::GapAtEnd)
    }

    /// The same where what is a code for missing values is a gap; gaps at the ends are left out.
    ///
    /// # Errors
    /// When no value is left.
    pub(crate) fn without(&self, code: f64) -> Result<Self, RegArimaError> {
        let is_there = |value: &Option<f64>| value.is_some_and(|value| value != code);
        let from = self.values.iter().position(is_there).ok_or(RegArimaError::GapAtEnd)?;
        let to = self.values.iter().rposition(is_there).unwrap_or(from);
        let values = self.values[from..=to].iter().map(|value| value.filter(|value| *value != code)).collect();
        Ok(Self { start: self.start.plus(from as i32), values })
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

    /// The values, first to last.
    #[must_use]
    pub fn values(&self) -> &[Option<f64>] {
        &self.values
    }

    /// The periods without a value.
    pub fn gaps(&self) -> impl Iterator<Item = Period> {
        let missing = self.values.iter().enumerate().filter(|(_, value)| value.is_none());
        missing.map(|(at, _)| self.start.plus(at as i32))
    }

    /// Whether a logarithm can be taken of every value.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.values.iter().flatten().all(|&value| value > 0.0)
    }
}

impl From<&Series> for Observed {
    fn from(series: &Series) -> Self {
        Self { start: series.start(), values: series.values().iter().copied().map(Some).collect() }
    }
}

/// What is modelled: the values or their logarithms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transform {
    /// The values as they are.
    Level,
    /// Their natural logarithms.
    #[default]
    Log,
}

impl Transform {
    /// A value on the scale of the model.
    pub(crate) fn scaled(self, value: f64) -> f64 {
        match self {
            Self::Level => value,
            Self::Log => value.ln(),
        }
    }

    /// The values transformed, gaps filled between their neighbours: a gap has a regressor of its own, so that what
    /// stands in it is without effect.
    pub(crate) fn apply(self, observed: &Observed) -> Result<Vec<f64>, RegArimaError> {
        let mut values = Vec::with_capacity(observed.values.len());
        let mut waiting = 0;
        for (at, value) in observed.values.iter().enumerate() {
            let Some(value) = *value else {
                waiting += 1;
                continue;
            };
            let value = match self {
                Self::Level => value,
                Self::Log if value > 0.0 => value.ln(),
                Self::Log => return Err(RegArimaError::NotPositive(observed.start.plus(at as i32))),
            };
            let before = values.last().copied().unwrap_or(value);
            let share = |done: usize| done as f64 / (waiting + 1) as f64;
            values.extend((1..=waiting).map(|done| before + (value - before) * share(done)));
            values.push(value);
            waiting = 0;
        }
        Ok(values)
    }

    /// A value of the model back on the scale of the series.
    pub(crate) fn back(self, value: f64) -> f64 {
        match self {
            Self::Level => value,
            Self::Log => value.exp(),
        }
    }
}
